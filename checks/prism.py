"""Corridor chains as PRISM models, for probabilistic model checkers such as PRISM and Storm.

A model is a dtmc of one module and one state variable. State 0 is the source; each further state stands for the edge
travelled last; the last state is the target. In each state but the target a step is counted, so that

    R{"steps"}=? [ F "target" ]

is the expected hitting time H, the first step from the source included. Probabilities are exact fractions or linear in
the parameters, so an exact or parametric engine gives H exactly. (A default engine works in floating point with a
stopping criterion, and can be far off on these chains.) PRISM's integers have 32 bits, so the fractions of larger ones
are written as ``6004799503160661.0/18014398509481984.0``: PRISM rounds these to doubles, Storm reads them exactly.

Main definitions: `corridor_model` (a policy on the full multigraph), `parametric_model` (every policy, a parameter for
each probability), `model` (any chain).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.theory.chain import EdgeStateChain, corridor_chain, corridor_role, edge_state_chain
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy, next_move

PROPERTY = 'R{"steps"}=? [ F "target" ]'
MAX_STATES = 20_000
"""The most edge-states of a graph that is written out: some megabytes of text and some seconds of work."""

LARGEST_INTEGER = 2**31 - 1
"""The largest integer that PRISM reads; it refuses longer literals."""

LARGEST_DOUBLE = 10**300
"""Less than the largest double; PRISM reads literals with a decimal point as doubles."""

LETTERS = dict(zip(FAMILIES, "abcd", strict=True))
"""The theory's letter for each family: forward exit a, backward entry b, forward entry c, backward exit d."""


class ModelTooLargeError(ValueError):
    """A graph with too many edge-states for a PRISM model."""


def corridor_model(graph: CorridorGraph, policy: Policy, *, name: str = "") -> str:
    """The chain of ``policy`` on the full multigraph, with separate states for each lane and each corridor.

    The probabilities of a float policy are written out exactly; ``name`` goes into the header. Raises ValueError if the
    policy is a batch or does not fit the graph, and ModelTooLargeError above `MAX_STATES` edge-states.
    """
    if 2 * graph.edge_count > MAX_STATES:
        raise ModelTooLargeError(
            f"a PRISM model has a state per directed edge, at most {MAX_STATES}, got {2 * graph.edge_count} for "
            f"width={graph.width}, depth={graph.depth}, lanes={graph.lanes}: choose smaller sizes"
        )
    header = [
        f"Walk on the corridor graph of width W = {graph.width}, depth K = {graph.depth}, lanes L = {graph.lanes}",
        f"with {f'the policy {name}' if name else 'a given policy'}: each state is the directed edge travelled last.",
    ]
    return model(corridor_chain(graph, policy.to_fractions()), header=header)


def parametric_model(width: int, depth: int) -> str:
    """The chain of every policy at once: its 4K probabilities are parameters, and lanes and wrong corridors are lumped.

    The quotient is the same for every number of lanes, so none is named. Parameters lie in (0, 1).
    """
    graph = CorridorGraph(width=width, depth=depth, lanes=1)

    def symbol(family: str, diamond: int) -> sp.Symbol:
        return sp.Symbol(f"{LETTERS[family]}_{diamond + 1}")

    chain = edge_state_chain(
        START,
        lambda state: next_move(graph, state, symbol, share=sp.Rational),
        frozenset({graph.leaves()[0]}),
    ).lump(corridor_role)
    header = [
        f"Walk on corridor graphs of width W = {graph.width}, depth K = {graph.depth}, any number of lanes, with any",
        "policy: each state is the directed edge travelled last, up to the choice of lane and of wrong corridor.",
        "For diamond j = 1..K and parameters in (0, 1): a_j forward exit, b_j backward entry, c_j forward entry,",
        "d_j backward exit.",
    ]
    parameters = [str(symbol(family, j)) for j in range(graph.depth) for family in FAMILIES]
    return model(chain, header=header, parameters=parameters, label=_role_label)


def model(
    chain: EdgeStateChain,
    *,
    header: Iterable[str] = (),
    parameters: Iterable[str] = (),
    label: Callable[[Any], str] = str,
) -> str:
    """The PRISM text of a chain that starts with one fixed step; ``label`` names a state in the comments."""
    target = len(chain.rows) + 1
    words = [*header, f"Expected steps from the source to the target: {PROPERTY}"]
    lines = [f"// {line}" for line in words] + ["dtmc", ""]
    lines += [f"const double {parameter};" for parameter in parameters]
    lines += ["module walk", f"  s : [0..{target}] init 0;", "  [] s=0 -> 1 : (s'=1); // at the source"]
    for i, (state, row) in enumerate(zip(chain.states, chain.rows, strict=True), start=1):
        moves = {j + 1: weight for j, weight in row.items()}
        absorbed = 1 - sum(row.values())
        if absorbed != 0:
            moves[target] = absorbed
        law = " + ".join(f"{_literal(weight)} : (s'={j})" for j, weight in moves.items())
        lines.append(f"  [] s={i} -> {law}; // {label(state)}")
    lines += [f"  [] s={target} -> 1 : (s'={target}); // at the target", "endmodule", ""]
    lines += [f'label "target" = s={target};', "", 'rewards "steps"', f"  s<{target} : 1;", "endrewards", ""]
    return "\n".join(lines)


def _literal(weight: Any) -> str:
    """A weight in a form that PRISM reads, and Storm reads exactly; one with parameters is left as it is."""
    if not isinstance(weight, int | Fraction):
        return str(weight)
    if weight.denominator <= LARGEST_INTEGER:
        return str(weight)
    places = len(str(weight.denominator)) - 1 if weight.denominator > LARGEST_DOUBLE else 0
    return "/".join(_decimal(number, places) for number in weight.as_integer_ratio())


def _decimal(number: int, places: int) -> str:
    """``number / 10**places`` with a decimal point and every digit."""
    digits = str(number).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else f"{digits}.0"


def _role_label(role: tuple[bool, tuple[str, int], tuple[str, int]]) -> str:
    """An edge-state of the quotient in words, such as ``l1 -> r1 of a wrong corridor``."""
    on_target, *ends = role
    tail, head = (kind if diamond < 0 else f"{kind[0]}{diamond + 1}" for kind, diamond in ends)
    where = "" if {tail, head} == {"source", "fork"} else f" of {'the target' if on_target else 'a wrong'} corridor"
    return f"{tail} -> {head}{where}"
