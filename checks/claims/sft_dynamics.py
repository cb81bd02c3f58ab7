"""Claim `sft-dynamics`: under the gradient flow of SFT from base, an exit row of weight w obeys
D + (e^D - 1)/L = w (1 + 1/L) t and an entry row D + L (e^D - 1) = w (1 + 1/L) t. Their errors fall like 1/t, and
backward rows do not move. This holds for every L >= 1 and every row, whatever W and K, if the data use all lanes alike.

The weight of a row is the number of visits by the data, per path. Of the golden paths of a corridor one in L takes a
given lane, by induction on the diamonds after it (`lane-share`). Logits move against the gradient (sum n) pi_k - n_k
(`zero-gradient`). The gap between the connector's logit and a lane's therefore moves at w (1 + 1/L) (1 - pi)
(`exit-velocity`, `entry-velocity`). The clocks then run at the speed w (1 + 1/L) (`theorem`; `exit-solution` and
`entry-solution` differentiate them). With E = e^D and 0 <= D <= E - 1, each error lies between two multiples of 1/t
(`exit-rate`, `entry-rate`).

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
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools import row_clock
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import I, L, W, nonnegative, positive, real
from backproof.theory.graph import CorridorGraph, EdgeState

E, weight, gap, flow_time = row_clock.E, row_clock.w, row_clock.D, row_clock.t
(pi,) = positive("pi")
(time,) = nonnegative("tau")
"""The clock tau = w (1 + 1/L) t."""

EXIT_ERROR, ENTRY_ERROR = (sp.cancel(row_clock.ERROR.subs(row_clock.m, odds)) for odds in (1 / L, L))
EXIT_CLOCK, ENTRY_CLOCK = (row_clock.CLOCK.subs(row_clock.m, odds) for odds in (1 / L, L))
SPEED = row_clock.tau(weight, sp.Integer(1))

PATHS, THROUGH = positive("paths through")
(BEFORE,) = positive("before")
(LATER,) = real("later")

SCOPE = Scope(
    {W: 1, L: 1},
    given=(
        Given("row weight", (weight,)),
        Given("gap", (gap,)),
        Given("exponential of the gap, e^D =", (E,)),
        Given("time", (flow_time,)),
    ),
)
ASSUMPTIONS = (
    Assumed(
        "flow-on-logits",
        "gradient flow from the base model on all logits of that table, in time t; for the flow on gaps, in the time t "
        "of the audit and of backproof train, the mathematics has w t in place of w(1+1/L)t, where w counts the visits "
        "to all rows that share the gap",
    ),
    Assumed("lanes-alike", "the data use all lanes equally often"),
    Assumed(
        "one-corridor",
        "a golden path goes through one corridor, each of which has as many, and crosses its diamonds once",
    ),
    Assumed("exponential", "E = e^D satisfies E >= 1 + D and grows at E times the speed of D (textbook)"),
    Assumed(
        "constant-speed", "what is zero at the start and grows at a constant speed is that speed times time (textbook)"
    ),
)

CLAIM = Header(
    statement=(
        "in a table with a row for every lane and corridor, SFT's data visit an exit row w = 1/(WL) times per path and "
        "an entry row w = 1/W times; the gap D of a row with w visits follows D + (e^D-1)/L = w(1+1/L)t at exits and D "
        "+ L(e^D-1) = w(1+1/L)t at entries, so errors fall like 1/t"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("zero-gradient",),
    experiments=("clocks-kept",),
)


def evidence() -> list[Part]:
    return [
        _golden_paths(),
        *_speeds(),
        _solution("exit", EXIT_CLOCK, EXIT_ERROR),
        _solution("entry", ENTRY_CLOCK, ENTRY_ERROR),
        *_errors(),
        *_rates(),
        _theorem(),
        Instance(
            "weights",
            "by enumeration, golden paths visit each of the L exit rows of a diamond 1/(W L) times per path and each "
            "entry row 1/W times, and they use all lanes alike",
            SMALL_SIZES,
            lambda width, depth, lanes: _weights(CorridorGraph(width, depth, lanes)),
        ),
    ]


def _golden_paths() -> Induction:
    """The golden paths of one corridor and those of them that take one lane, over the diamonds after that lane's."""
    paths = Recurrence(
        "diamonds after that of a lane, each of which a golden path crosses by any of L lanes",
        I,
        {PATHS: L * BEFORE, THROUGH: BEFORE},
        {PATHS: L * PATHS, THROUGH: L * THROUGH},
    )
    words = "at the diamond of a lane one golden path in L takes it", "if so, it is still so one diamond on"
    return Induction("lane-share", words, paths, eq(PATHS, L * THROUGH), hypotheses=(ge(L, 1),))


def _speeds() -> tuple[Obligation, Obligation]:
    return (
        Obligation(
            "exit-velocity",
            "if the data take the connector, its gap to each of the L lanes grows at w (1 + 1/L) (1 - pi)",
            eq(exit_velocity(pi), SPEED * (1 - pi)),
            (le(pi, 1),),
        ),
        Obligation(
            "entry-velocity",
            "if the data take all lanes alike, the gap of each lane to the connector grows at w (1 + 1/L) (1 - pi)",
            eq(entry_velocity(pi), SPEED * (1 - pi)),
            (le(pi, 1),),
        ),
    )


def exit_velocity(passing: Any) -> Any:
    """The speed of the gap between the connector, which the data take, and a lane."""
    return logit_velocity(passing, weight) - logit_velocity((1 - passing) / L, 0)


def entry_velocity(passing: Any) -> Any:
    """The speed of the gap between a lane, of which the data take all alike, and the connector."""
    return logit_velocity(passing / L, weight / L) - logit_velocity(1 - passing, 0)


def _errors() -> list[Obligation]:
    return [_error_is_turning(name, odds, error) for name, odds, error in ERRORS]


def _rates() -> tuple[Obligation, Obligation]:
    return (
        Obligation(
            "exit-rate",
            "tau = D + (E-1)/L gives 1/(1 + 1/L + tau) <= 1 - a <= L/(L + 1 + tau L/(L+1))",
            _exit_bounds(EXIT_ERROR, time),
            (eq(time, EXIT_CLOCK), ge(E, 1), le(gap, E - 1)),
        ),
        Obligation(
            "entry-rate",
            "tau = D + L (E-1) gives 1/(1 + L + tau) <= 1 - c <= 1/(1 + L + tau L/(L+1))",
            _entry_bounds(ENTRY_ERROR, time),
            (eq(time, ENTRY_CLOCK), ge(E, 1), le(gap, E - 1)),
        ),
    )


def _exit_bounds(error: Any, clock: Any) -> Formula:
    return both(ge(error, 1 / (1 + 1 / L + clock)), le(error, L / (L + 1 + clock * L / (L + 1))))


def _entry_bounds(error: Any, clock: Any) -> Formula:
    return both(ge(error, 1 / (1 + L + clock)), le(error, 1 / (1 + L + clock * L / (L + 1))))


def _theorem() -> Theorem:
    """Along the flow dD/dt makes each clock run at the speed w (1 + 1/L), since dE/dt = E dD/dt."""
    passing = {name: odds / (1 + odds) for name, odds, _ in ERRORS}
    (exit_speed, entry_speed), (exit_rate, entry_rate) = _speeds(), _rates()
    clocks = (
        eq((1 + E / L) * exit_velocity(passing["exit"]), SPEED),
        eq((1 + L * E) * entry_velocity(passing["entry"]), SPEED),
    )
    clock = SPEED * flow_time
    bounds = (
        implies(eq(EXIT_CLOCK, clock), _exit_bounds(1 - passing["exit"], clock)),
        implies(eq(ENTRY_CLOCK, clock), _entry_bounds(1 - passing["entry"], clock)),
    )
    uses = (
        Use(exit_speed, {pi: passing["exit"]}),
        Use(entry_speed, {pi: passing["entry"]}),
        Use(_golden_paths(), {I: LATER}),
        *map(Use, _errors()),
        Use(exit_rate, {time: clock}),
        Use(entry_rate, {time: clock}),
    )
    visits = implies(ge(LATER, 0), eq(W * PATHS * (1 / (W * L)), THROUGH))
    goal = both(visits, *clocks, implies(both(ge(E, 1), le(gap, E - 1)), both(*bounds)))
    return Theorem("sft-dynamics", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


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
        false_theorem(
            _theorem(),
            "exits-like-entries",
            "SFT's data visit an exit row 1/W times per path, as an entry row",
            _confirm_exits,
            goal=implies(ge(LATER, 0), eq(W * PATHS * (1 / W), THROUGH)),
        ),
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


def _confirm_exits(model: Model) -> str:
    (visits, _), _ = _weights(CorridorGraph(2, 1, 2))
    exits = {share for state, share in visits.items() if state.head.kind == "right"}
    if exits == {Fraction(1, 2)}:
        raise ValueError("at W=2, K=1, L=2 exit rows are visited 1/2 times per path")
    return f"at W=2, K=1, L=2 exit rows are visited {min(exits)} times per path, the control says 1/2"
