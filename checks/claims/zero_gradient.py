"""Claim `zero-gradient`: SFT on golden paths gives no gradient to backward rows, for every W, K, L >= 1.

A row is *backward* if its edge-state was travelled toward the source.

1. *No data.* Every edge joins adjacent levels (distances from the source). A walk of n steps of which m went down a
   level therefore ends at level n - 2m (`walk-base`, `walk-step`). A leaf is at level 2K+2, and that is also the length
   of a golden path, so m = 0 (`golden-never-turns`).
2. *No gradient.* The loss of a row is -sum_i n_i log pi_i, where the data take move i there n_i times. Its gradient in
   the logits is (sum n) pi_k - n_k (`row-gradient`). It vanishes if the data never visit the row (`unvisited-row`). If
   they always take the same move, it does not vanish before that move has probability one (`visited-row`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools

import sympy as sp

from backproof.checks.formula import both, either, eq, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import naturals, nonnegative, positive, sizes
from backproof.theory.graph import CorridorGraph, EdgeState

CLAIM = Header(
    statement="SFT on golden paths, which are shortest paths, gives no gradient to backward rows",
    source="paper, Theorem 2",
    scope="all W, K, L",
    assumptions=(
        "every edge-state has its own softmax row",
        "the data are shortest paths",
        (
            "every edge joins two vertices whose distances from the source differ by one (true by construction, and "
            "checked on instances)"
        ),
    ),
    experiments=("sft-leaves-backward-rows",),
)

(steps, level, downs), (depth,) = naturals("steps level downs"), sizes("K")
pi_move, taken, others = *positive("pi"), *nonnegative("taken others")

ROW_GRADIENT = (taken + others) * pi_move - taken
"""The derivative of a row's loss by the logit of a move that has probability pi and is taken `taken` times."""


def evidence() -> list[Evidence]:
    return [
        Obligation(
            "walk-base",
            "at the source, after 0 steps, a walk stands at level steps - 2 downs",
            eq(level, steps - 2 * downs),
            (eq(level, 0), eq(steps, 0), eq(downs, 0)),
        ),
        _walk_step(),
        Obligation(
            "golden-never-turns",
            "a walk to a leaf, at level 2K+2, in at most 2K+2 steps has never gone down",
            eq(downs, 0),
            (eq(level, steps - 2 * downs), eq(level, 2 * depth + 2), le(steps, 2 * depth + 2)),
        ),
        _row_gradient(),
        Obligation(
            "unvisited-row",
            "a row that the data does not visit has gradient zero, whatever its probabilities",
            eq(ROW_GRADIENT, 0),
            (le(pi_move, 1), eq(taken + others, 0)),
        ),
        Obligation(
            "visited-row",
            "a row where the data always takes one move is pushed toward it until its probability is one",
            both(le(ROW_GRADIENT, 0), implies(lt(pi_move, 1), lt(ROW_GRADIENT, 0))),
            (le(pi_move, 1), eq(others, 0), gt(taken, 0)),
        ),
        Instance(
            "adjacent-levels",
            "every edge joins two adjacent levels",
            SMALL_SIZES,
            lambda width, depth, lanes: (_level_steps(CorridorGraph(width, depth, lanes)), {1}),
        ),
        Instance(
            "golden-paths",
            "no golden path visits a backward edge-state, by enumeration of all golden paths",
            SMALL_SIZES,
            lambda width, depth, lanes: (_backward_visits(CorridorGraph(width, depth, lanes)), []),
        ),
        Instance(
            "full-table",
            "with one logit per inner edge-state and move, the loss of all golden paths has a nonzero derivative in "
            "every forward row and in no backward row",
            tuple(size for size in SMALL_SIZES if max(size.values()) <= 2),
            lambda width, depth, lanes: _rows_with_gradient(CorridorGraph(width, depth, lanes)),
        ),
    ]


def _walk_step() -> Obligation:
    (level_next, downs_next) = naturals("level_next downs_next")
    up = both(eq(level_next, level + 1), eq(downs_next, downs))
    down = both(eq(level_next, level - 1), eq(downs_next, downs + 1))
    return Obligation(
        "walk-step",
        "if it does after n steps, it does after one step more, up a level or down",
        eq(level_next, (steps + 1) - 2 * downs_next),
        (eq(level, steps - 2 * downs), either(up, down)),
    )


def _row_gradient() -> Derivation:
    """The cross-entropy of a softmax row differentiated by one logit; exp(rest) is the sum over the other moves."""
    logit, rest = sp.symbols("logit rest", real=True)
    chosen = sp.exp(logit) / (sp.exp(logit) + sp.exp(rest))
    loss = -taken * sp.log(chosen) - others * sp.log(1 - chosen)
    return Derivation(
        "row-gradient",
        "the derivative of a row's loss by a logit is (sum n) pi - n",
        sp.simplify(sp.diff(loss, logit)),
        sp.simplify(ROW_GRADIENT.subs(pi_move, chosen)),
    )


def controls() -> list[Control]:
    return [
        Control(
            Instance(
                "golden-paths-visit-every-edge-state",
                "golden paths visit every edge-state",
                SMALL_SIZES,
                lambda width, depth, lanes: (_unvisited(CorridorGraph(width, depth, lanes)), []),
            )
        ),
        Control(
            Obligation(
                "two-steps-more",
                "a walk to a leaf that is two steps longer than the shortest has never gone down either",
                eq(downs, 0),
                (eq(level, steps - 2 * downs), eq(level, 2 * depth + 2), le(steps, 2 * depth + 4)),
            )
        ),
        Control(
            Obligation(
                "visited-row-unmoved",
                "a row that the data visits has gradient zero too",
                eq(ROW_GRADIENT, 0),
                (le(pi_move, 1), gt(taken + others, 0)),
            )
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _level_steps(graph: CorridorGraph) -> set[int]:
    return {graph.level(edge.head) - graph.level(edge.tail) for edge in graph.edges()}


def _golden_visits(graph: CorridorGraph) -> set[EdgeState]:
    """Every edge-state on a golden path to any leaf."""
    return {state for leaf in graph.leaves() for path in graph.golden_paths(leaf) for state in path}


def is_backward(graph: CorridorGraph, state: EdgeState) -> bool:
    return graph.level(state.head) < graph.level(state.tail)


def _backward_visits(graph: CorridorGraph) -> list[str]:
    return sorted(str(state) for state in _golden_visits(graph) if is_backward(graph, state))


def _unvisited(graph: CorridorGraph) -> list[str]:
    return sorted({*map(str, graph.edge_states())} - {*map(str, _golden_visits(graph))})


def _rows_with_gradient(graph: CorridorGraph) -> tuple[list[str], list[str]]:
    """The rows whose loss has a derivative that is not identically zero, and the forward rows."""
    edge_states = list(graph.edge_states())
    rows = {
        state: {move: sp.Dummy() for move in edge_states if move.tail == state.head}
        for state in edge_states
        if state.head.kind in ("left", "right")
    }
    loss = sp.Integer(0)
    for leaf in graph.leaves():
        for state, move in itertools.chain.from_iterable(map(itertools.pairwise, graph.golden_paths(leaf))):
            if state in rows:
                loss += sp.log(sum(map(sp.exp, rows[state].values()))) - rows[state][move]
    moved = {state for state, logits in rows.items() if any(sp.diff(loss, logit) != 0 for logit in logits.values())}
    forward = {state for state in rows if not is_backward(graph, state)}
    return sorted(map(str, moved)), sorted(map(str, forward))
