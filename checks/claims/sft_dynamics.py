"""Claim `sft-dynamics`: under the gradient flow of SFT from base, an exit row of weight w obeys
D + (e^D - 1)/L = w (1 + 1/L) t and an entry row D + L (e^D - 1) = w (1 + 1/L) t. Their errors fall like 1/t, and
backward rows do not move. This holds for every L >= 1 and every row, whatever W and K, if the data use all lanes alike.

The weight of a row is the number of visits by the data, per path. Logits move against the gradient (sum n) pi_k - n_k
(`zero-gradient`). The gap between the connector's logit and a lane's therefore moves at w (1 + 1/L) (1 - pi)
(`exit-velocity`, `entry-velocity`). The implicit solutions are verified by differentiation (`exit-solution`,
`entry-solution`). With E = e^D and 0 <= D <= E - 1, each error lies between two multiples of 1/t (`exit-rate`,
`entry-rate`).

Main results: `EXIT_CLOCK`, `ENTRY_CLOCK`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims.zero_gradient import ROW_GRADIENT, pi_move, taken
from backproof.checks.claims.zero_gradient import others as not_taken
from backproof.checks.formula import both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import L, nonnegative, positive
from backproof.theory.graph import CorridorGraph, EdgeState

CLAIM = Header(
    statement=(
        "in a table with a row for every lane and corridor, the gap D of a row that SFT's data visit w times follows D "
        "+ (e^D-1)/L = w(1+1/L)t at exits and D + L(e^D-1) = w(1+1/L)t at entries, so errors fall like 1/t"
    ),
    source="new",
    scope="all W, K, L, every row",
    assumptions=(
        (
            "gradient flow from the base model on all logits of that table, in time t; for the flow on gaps, in the "
            "time t of the audit and of backproof train, the mathematics has w t in place of w(1+1/L)t, where w counts "
            "the visits to all rows that share the gap"
        ),
        "the data use all lanes equally often",
        "e^D >= 1 + D (textbook)",
    ),
    uses=("zero-gradient",),
    experiments=("clocks-kept",),
)

E, weight, pi = positive("E w pi")
gap, time = nonnegative("D tau")
"""The gap D, and the clock tau = w (1 + 1/L) t."""

EXIT_ERROR, ENTRY_ERROR = L / (L + E), 1 / (1 + L * E)
EXIT_CLOCK, ENTRY_CLOCK = gap + (E - 1) / L, gap + L * (E - 1)
SPEED = weight * (1 + 1 / L)


def evidence() -> list[Evidence]:
    return [
        Derivation(
            "exit-velocity",
            "if the data take the connector, its gap to each of the L lanes grows at w (1 + 1/L) (1 - pi)",
            logit_velocity(pi, weight) - logit_velocity((1 - pi) / L, 0),
            SPEED * (1 - pi),
        ),
        Derivation(
            "entry-velocity",
            "if the data take all lanes alike, the gap of each lane to the connector grows at w (1 + 1/L) (1 - pi)",
            logit_velocity(pi / L, weight / L) - logit_velocity(1 - pi, 0),
            SPEED * (1 - pi),
        ),
        _solution("exit", EXIT_CLOCK, EXIT_ERROR),
        _solution("entry", ENTRY_CLOCK, ENTRY_ERROR),
        *(_error_is_turning(name, odds, error) for name, odds, error in ERRORS),
        Obligation(
            "exit-rate",
            "tau = D + (E-1)/L gives 1/(1 + 1/L + tau) <= 1 - a <= L/(L + 1 + tau L/(L+1))",
            both(ge(EXIT_ERROR, 1 / (1 + 1 / L + time)), le(EXIT_ERROR, L / (L + 1 + time * L / (L + 1)))),
            (eq(time, EXIT_CLOCK), ge(E, 1), le(gap, E - 1)),
        ),
        Obligation(
            "entry-rate",
            "tau = D + L (E-1) gives 1/(1 + L + tau) <= 1 - c <= 1/(1 + L + tau L/(L+1))",
            both(ge(ENTRY_ERROR, 1 / (1 + L + time)), le(ENTRY_ERROR, 1 / (1 + L + time * L / (L + 1)))),
            (eq(time, ENTRY_CLOCK), ge(E, 1), le(gap, E - 1)),
        ),
        Instance(
            "weights",
            "by enumeration, golden paths visit each of the L exit rows of a diamond 1/(W L) times per path and each "
            "entry row 1/W times, and they use all lanes alike",
            SMALL_SIZES,
            lambda width, depth, lanes: _weights(CorridorGraph(width, depth, lanes)),
        ),
    ]


ERRORS = (("exit", E / L, EXIT_ERROR), ("entry", L * E, ENTRY_ERROR))
"""For each kind of row the odds of passing at gap D, which are e^D times those at base, and the error 1 - pi."""


def logit_velocity(probability: Any, visits: Any) -> Any:
    """Minus the gradient by the logit of a move that has this probability and is taken in ``visits`` of w visits."""
    return -ROW_GRADIENT.subs({pi_move: probability, taken: visits, not_taken: weight - visits}, simultaneous=True)


def _solution(name: str, clock: Any, error: Any) -> Derivation:
    """d clock / dt = (d clock / dD) dD/dt = w (1 + 1/L), a constant; at t = 0 both sides vanish with D."""
    by_gap = sp.diff(clock.subs(E, sp.exp(gap)), gap).subs(sp.exp(gap), E)
    return Derivation(
        f"{name}-solution",
        f"along the flow the {name} clock runs at the constant speed w (1 + 1/L)",
        by_gap * SPEED * error,
        SPEED,
    )


def _error_is_turning(name: str, odds: Any, error: Any) -> Obligation:
    """The error as a function of E agrees with the softmax row."""
    return Obligation(
        f"{name}-error",
        f"an {name} row at odds {odds} passes with probability odds/(1+odds); its error is the rest, less than at base",
        both(eq(1 - odds / (1 + odds), error), le(error, error.subs(E, 1))),
        (ge(E, 1),),
    )


def _weights(graph: CorridorGraph) -> tuple[Any, Any]:
    """How often golden paths visit each row and take each move there, compared with the stated shares."""
    rows: Counter[EdgeState] = Counter()
    moves: Counter[tuple[EdgeState, EdgeState]] = Counter()
    paths = [path for leaf in graph.leaves() for path in graph.golden_paths(leaf)]
    for path in paths:
        rows.update(path[1:-1])
        moves.update(itertools.pairwise(path[1:]))
    exits = Fraction(1, graph.width * graph.lanes)
    expected = {state: exits if state.head.kind == "right" else exits * graph.lanes for state in rows}
    found = {state: Fraction(visits, len(paths)) for state, visits in rows.items()}
    return (found, {Fraction(n, len(paths)) for n in moves.values()}), (expected, {exits})


def controls() -> list[Control]:
    return [
        Control(
            Obligation(
                "exit-clock-on-entry-rows",
                "entry rows keep to the exit rows' bounds",
                le(ENTRY_ERROR, 1 / (1 + 1 / L + time)),
                (eq(time, ENTRY_CLOCK), ge(E, 1), le(gap, E - 1)),
            )
        ),
        Control(
            Derivation(
                "lanes-do-not-move",
                "the gap of an exit row grows at w (1 - pi), as if the logits of the lanes did not move",
                logit_velocity(pi, weight) - logit_velocity((1 - pi) / L, 0),
                weight * (1 - pi),
            )
        ),
    ]
