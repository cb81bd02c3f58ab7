"""Claim `sign-cycle`: sign descent with steps of finite size need not approach the optimum. From base, in steps of
ln(101/100), about the paper's 0.01, it ends in a cycle of two states that cost more than 200 times H* at W = 15, K =
60, L = 5, and more than 100 times H* at W = 2, K = 50, L = 3. At W = 2, K = 3, L = 1 steps of ln 2 do so at five times
H*. Gradient flow converges from the same start (`global-convergence`).

If W <= w*(K, L) (`gradient-signs`), most gradients of p and q at base have opposite signs. A step that raises one and
lowers the other changes a product of 2K odds, until every sign has changed and the next step undoes the last one. The
finer the step, the deeper the corridor must be for that.

The descent from base is guessed in floats. Then all its states are put into intervals (`checks.tools.intervals`) at
once: the direction of every row in every state is certain, and is the guessed one. From time to time it is asked
whether the run has settled. Rows that rose in the last steps are given the interval from where they are to one. The run
has settled if, whatever their values there, these rows have negative slopes before and after a step, while all other
rows have opposite slopes. The lower ends of the two costs bound the cost of all later states (`cycle`). By induction
each step then undoes the last in the other rows, and the rising rows stay in their intervals, for ever (`two-states`,
`theorem`). That the run settles is an interval computation for the named sizes, which the theorem assumes.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.intervals import Interval, enclose
from backproof.checks.tools.symbols import I, K, L, W, as_reals, nonnegative, real
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

ASKED_AFTER, ALIKE = (50, 100, 200, 400, 800, 1600, 3200), 6
"""Sign steps after which it is asked whether the run has settled, the last time before it is given up; a row counts as
rising if it rises in this many of the last steps."""

FINE = Fraction(101, 100)

CYCLES = (
    {"width": 15, "depth": 60, "lanes": 5, "factor": FINE, "times": 200},
    {"width": 2, "depth": 50, "lanes": 3, "factor": FINE, "times": 100},
    {"width": 2, "depth": 3, "lanes": 1, "factor": Fraction(2), "times": 5},
)
"""Graphs with W <= w*, the factor of a step on the odds, and a lower bound of the cycle's cost in units of H*."""

(n,) = nonnegative("n")
F, T = real("F T")
SYMBOLS = {"width": W, "depth": K, "lanes": L, "factor": F, "times": T}
x, before, y, cost, first_cost = real("x before y cost first_cost")
x_step, y_step, next_cost = real("x_step y_step next_cost")
"""A row that goes back and forth and one that rises: steps from where the run has settled, those of x counted in the
direction of the first."""

SCOPE = Scope(
    {W: 1, K: 1, L: 1},
    Policies("a row that goes back and forth with one that rises", (x_step, y_step, next_cost), ()),
    (Given("number of later steps", (n,)),),
    named=tuple({SYMBOLS[name]: sp.Rational(value) for name, value in case.items()} for case in CYCLES),
)
ASSUMPTIONS = (
    Assumed(
        "settled",
        "in steps of ln F the run from base comes to two states of which each leads to the other, and which cost more "
        "than T times H*, wherever the rows that rise are from there on (computed in intervals for these sizes)",
    ),
    Assumed("rounding", "floats round to nearest, by IEEE 754, so that the intervals enclose the exact values"),
    Assumed("alike-rows", "one row of each kind stands for all of its kind"),
)

CLAIM = Header(
    statement=(
        "sign steps of finite size need not converge: at W = 15, K = 60, L = 5, steps of about 0.01 from base end in a "
        "cycle of two states, except for rows that keep rising to one, and then always cost more than 200 times H*"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("gradient-signs", "parametrisation"),
    experiments=("coarse-steps-stall",),
)


def evidence() -> list[Part]:
    return [
        _two_states(),
        _theorem(),
        Instance(
            "cycle",
            "sign steps of ln(factor) from base, run in intervals, end in two states that lead to each other, but for "
            "rows that rise for ever, and cost more than `times` times H*",
            CYCLES,
            lambda width, depth, lanes, factor, times: (
                _cycles(CorridorGraph(width, depth, lanes), factor, times),
                True,
            ),
        ),
        Instance(
            "below-w-star",
            "these graphs have W <= w*(K, L)",
            tuple({name: case[name] for name in ("width", "depth", "lanes")} for case in CYCLES),
            lambda width, depth, lanes: (width <= w_star(depth, lanes), True),
        ),
    ]


def controls() -> list[Control]:
    return [
        false_theorem(
            _theorem(),
            "one-state",
            "from where the run has settled it stays in one state",
            _confirm_two_states,
            goal=implies(_starts_above(), eq(x, 0)),
        ),
        _false_cycle("papers-depth", "steps of ln(101/100) also cycle at the paper's W = K = 15, L = 5", (15, 15, 5)),
        _false_cycle(
            "below-w-star-is-enough",
            "steps of ln(101/100) cycle whenever W <= w*, for example at W = 2, K = 8, L = 3",
            (2, 8, 3),
        ),
    ]


def _false_cycle(name: str, words: str, size: tuple[int, int, int]) -> Control:
    """The false statement that there is a cycle at this size as well as in the true cases."""
    case = {**dict(zip(("width", "depth", "lanes"), size, strict=True)), "factor": FINE, "times": 2}

    def compute(width: int, depth: int, lanes: int, factor: Fraction, times: int) -> tuple[bool, bool]:
        return _cycles(CorridorGraph(width, depth, lanes), factor, times), True

    return Control(Instance(name, words, (case, *CYCLES), compute))


def _two_states() -> Induction:
    """The steps are those that `cycle` finds wherever y is above its start; the cost is that of the state."""
    bound = T * as_reals(closed_forms.optimal_form().cost)
    steps = Recurrence(
        "sign steps after the run has settled",
        I,
        {x: sp.Integer(0), before: sp.Integer(1), y: sp.Integer(0), cost: first_cost},
        {x: x + x_step, before: x, y: y + y_step, cost: next_cost},
        chosen=(x_step, y_step, next_cost),
        constraints=(
            implies(both(eq(x, 0), ge(y, 0)), both(eq(x_step, 1), eq(y_step, 1))),
            implies(both(eq(x, 1), ge(y, 0)), both(eq(x_step, -1), eq(y_step, 1))),
            implies(both(_in_either_state(x + x_step), ge(y + y_step, 0)), gt(next_cost, bound)),
        ),
    )
    words = (
        "where the run has settled it is in the first of the two states",
        "each of the two states leads to the other, the row that rises stays above its start, and the cost above T H*",
    )
    return Induction("two-states", words, steps, _stays(), hypotheses=(_starts_above(),))


def _in_either_state(position: sp.Expr) -> Formula:
    return either(eq(position, 0), eq(position, 1))


def _starts_above() -> Formula:
    return gt(first_cost, T * as_reals(closed_forms.optimal_form().cost))


def _stays() -> Formula:
    bound = T * as_reals(closed_forms.optimal_form().cost)
    return both(_in_either_state(x), eq(x + before, 1), ge(y, 0), gt(cost, bound))


def _theorem() -> Theorem:
    goal = implies(_starts_above(), _stays())
    return Theorem("sign-cycle", CLAIM.statement, SCOPE, (Use(_two_states(), {I: n}),), goal, ASSUMPTIONS)


def _confirm_two_states(model: Model) -> str:
    """Rows of a small graph go back and forth."""
    graph = CorridorGraph(2, 3, 1)
    moving = int(np.sum(~_settle(graph, Fraction(2)).rising))
    if not moving:
        raise ValueError(f"at {graph} every row rises for ever")
    return f"at {graph} {moving} rows go back and forth"


def _cycles(graph: CorridorGraph, factor: Fraction, times: int) -> bool:
    """Whether the descent from base settles on two states that lead to each other and cost more than ``times`` H*."""
    settled = _settle(graph, factor)
    optimum = expected_hitting_time(graph, Policy.optimal(graph), exact=True)
    return not settled.rising.all() and settled.least_cost > times * optimum


class _Settled(NamedTuple):
    """Which rows rise for ever, and a lower bound of all costs from here on; the other rows go back and forth."""

    rising: NDArray[np.bool_]
    least_cost: float


def _settle(graph: CorridorGraph, factor: Fraction) -> _Settled:
    """Where the descent from base settles. Raises ArithmeticError if it does not or the signs are unclear."""
    states, signs = [np.zeros(4 * graph.depth, int)], list[NDArray[np.int_]]()
    while len(signs) < ASKED_AFTER[-1]:
        signs.append(_guessed(graph, factor, states[-1]))
        if len(signs) in ASKED_AFTER and (settled := _settled(graph, factor, states[-1], signs[-ALIKE:])):
            _, certain = _look(graph, factor, np.array(states), np.zeros(4 * graph.depth, bool))
            if (unclear := (certain != np.array(signs)).any(axis=1)).any():
                taken = int(unclear.argmax())
                raise ArithmeticError(f"a derivative at {graph} after {taken} steps of ln({factor}) may be zero")
            return settled
        states.append(states[-1] + signs[-1])
    raise ArithmeticError(f"the descent at {graph} has not settled after {ASKED_AFTER[-1]} steps of ln({factor})")


def _guessed(graph: CorridorGraph, factor: Fraction, steps: NDArray[np.int_]) -> NDArray[np.int_]:
    """The direction of each row, as floats have it."""
    base = np.array(_base(graph), float)
    odds = base / (1 - base) * float(factor) ** steps
    _, slopes = _slopes(graph, odds / (1 + odds))
    return (slopes < 0).astype(int) - (slopes > 0)


def _settled(
    graph: CorridorGraph, factor: Fraction, steps: NDArray[np.int_], last: Sequence[NDArray[np.int_]]
) -> _Settled | None:
    """What the run has settled on if these ``last`` directions, the last of them after ``steps``, go on for ever."""
    rising = (np.array(last) == 1).all(axis=0)
    costs, (here, there) = _look(graph, factor, np.stack([steps, steps + last[-1]]), rising)
    opposite = (here == last[-1]) & (there == -here)
    holds = np.where(rising, (here == 1) & (there == 1), opposite & (here != 0)).all()
    return _Settled(rising, float(costs.min())) if holds else None


def _look(
    graph: CorridorGraph, factor: Fraction, steps: NDArray[np.int_], rising: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """(lower bounds of the costs, directions of a sign step) of states, which have so many ``steps`` (states, rows).

    A rising row may be anywhere from there to one; what is returned holds for all its values. Rows are ordered by
    vertex. A direction (states, rows) that the intervals leave open is 0.
    """
    passes = [_passing(p, factor, of_row) for p, of_row in zip(_base(graph), steps.T, strict=True)]
    rows = [Interval(p.low, np.ones(len(steps))) if up else p for p, up in zip(passes, rising, strict=True)]
    cost, slopes = _slopes(graph, np.array(rows, dtype=object))
    return cost.low, np.stack([(slope.high < 0).astype(int) - (slope.low > 0) for slope in slopes], axis=1)


@functools.cache
def _base(graph: CorridorGraph) -> tuple[Fraction, ...]:
    return tuple(p for side in Policy.base(graph).passes() for p in side)


def _slopes(graph: CorridorGraph, rows: NDArray[Any]) -> tuple[Any, NDArray[Any]]:
    """The cost, and its derivative by each row."""
    gradient = crossings.walk_cost_gradient(graph.width, rows[: 2 * graph.depth], rows[2 * graph.depth :])
    return gradient.cost, np.concatenate([gradient.by_forward, gradient.by_backward])


def _passing(base: Fraction, factor: Fraction, steps: NDArray[np.int_]) -> Interval:
    """The probability of a row after each of these numbers of steps."""
    numbers, places = np.unique(steps, return_inverse=True)
    exact = [_enclosed(base, factor, number) for number in numbers.tolist()]
    low, high = (np.array([getattr(passing, end) for passing in exact])[places] for end in ("low", "high"))
    return Interval(low, high)


@functools.cache
def _enclosed(base: Fraction, factor: Fraction, steps: int) -> Interval:
    odds = base / (1 - base) * factor**steps
    return enclose(odds / (1 + odds))
