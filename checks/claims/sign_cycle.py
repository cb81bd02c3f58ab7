"""Claim `sign-cycle`: sign descent with steps of finite size need not approach the optimum. From base, in steps of
ln(101/100), about the paper's 0.01, it ends in a cycle of two states that cost more than 200 times H* at W = 15, K =
60, L = 5, and more than 100 times H* at W = 2, K = 50, L = 3. At W = 2, K = 3, L = 1 steps of ln 2 do so at five times
H*. Gradient flow converges from the same start (`global-convergence`).

If W <= w*(K, L) (`gradient-signs`), most gradients of p and q at base have opposite signs. A step that raises one and
lowers the other changes a product of 2K odds, until every sign has changed and the next step undoes the last one. The
finer the step, the deeper the corridor must be for that.

The descent is run from base in intervals (`checks.tools.intervals`), so the sign of every derivative on the way is
certain. Every few steps it is asked whether the run has settled. Rows that rose in the last steps are given the
interval from where they are to one. The run has settled if, whatever their values there, these rows have negative
slopes before and after a step, while all other rows have opposite slopes. Then each step undoes the last in the other
rows, and the rising rows stay in their intervals, for ever (`cycle`). The lower ends of the two costs bound the cost of
all later states.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from backproof.checks.index import Header
from backproof.checks.statement import Control, Evidence, Instance
from backproof.checks.tools.intervals import Interval, enclose
from backproof.theory.costs import crossings
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

CLAIM = Header(
    statement=(
        "sign steps of finite size need not converge: at W = 15, K = 60, L = 5, steps of about 0.01 from base end in a "
        "cycle of two states, except for rows that keep rising to one, and then always cost more than 200 times H*"
    ),
    source="new",
    scope="the instances",
    assumptions=("floats round to nearest, by IEEE 754, so that the intervals enclose the exact values",),
    uses=("gradient-signs", "parametrisation"),
    experiments=("coarse-steps-stall",),
)

MOST_STEPS, ASKED_EVERY, ALIKE = 3000, 50, 6
"""Sign steps after which the run is given up, and after which it is asked whether the run has settled; a row counts as
rising if it rises in this many of the last steps."""

FINE = Fraction(101, 100)

CYCLES = (
    {"width": 15, "depth": 60, "lanes": 5, "factor": FINE, "times": 200},
    {"width": 2, "depth": 50, "lanes": 3, "factor": FINE, "times": 100},
    {"width": 2, "depth": 3, "lanes": 1, "factor": Fraction(2), "times": 5},
)
"""Graphs with W <= w*, the factor of a step on the odds, and a lower bound of the cycle's cost in units of H*."""


def evidence() -> list[Evidence]:
    return [
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


def _cycles(graph: CorridorGraph, factor: Fraction, times: int) -> bool:
    """Whether the descent from base settles on two states that lead to each other and cost more than ``times`` H*."""
    settled = _settle(graph, factor)
    optimum = expected_hitting_time(graph, Policy.optimal(graph), exact=True)
    return not all(settled.rising) and settled.least_cost > times * optimum


class _Settled(NamedTuple):
    """Which rows rise for ever, and a lower bound of all costs from here on; the other rows go back and forth."""

    rising: list[bool]
    least_cost: float


def _settle(graph: CorridorGraph, factor: Fraction) -> _Settled:
    """Where the descent from base settles. Raises ArithmeticError if it does not or the signs are unclear."""
    steps, signs, none = [0] * (4 * graph.depth), list[list[int]](), [False] * (4 * graph.depth)
    for taken in range(1, MOST_STEPS):
        signs.append(_look(graph, factor, steps, none)[1])
        if 0 in signs[-1]:
            raise ArithmeticError(f"a derivative at {graph} after {taken - 1} steps of ln({factor}) may be zero")
        if taken % ASKED_EVERY == 0:
            rising = [all(sign == 1 for sign in row) for row in zip(*signs[-ALIKE:], strict=True)]
            cost, here = _look(graph, factor, steps, rising)
            moved = [step + sign for step, sign in zip(steps, here, strict=True)]
            cost_there, there = _look(graph, factor, moved, rising)
            if all(a == b == 1 if up else a == -b != 0 for a, b, up in zip(here, there, rising, strict=True)):
                return _Settled(rising, min(cost, cost_there))
        steps = [step + sign for step, sign in zip(steps, signs[-1], strict=True)]
    raise ArithmeticError(f"the descent at {graph} has not settled after {MOST_STEPS} steps of ln({factor})")


def _look(
    graph: CorridorGraph, factor: Fraction, steps: Sequence[int], rising: Sequence[bool]
) -> tuple[float, list[int]]:
    """(a lower bound of the cost, the direction of a sign step for each row) after so many steps of each row.

    A rising row may be anywhere from there to one; what is returned holds for all its values. Rows are ordered by
    vertex. A direction that the intervals leave open is 0.
    """
    base = [p for side in Policy.base(graph).passes() for p in side]
    passes = [_passing(p / (1 - p), factor, step) for p, step in zip(base, steps, strict=True)]
    rows = [Interval(p.low, 1.0) if up else p for p, up in zip(passes, rising, strict=True)]
    gradient = crossings.walk_cost_gradient(graph.width, rows[: 2 * graph.depth], rows[2 * graph.depth :])
    return gradient.cost.low, [_against(slope) for slope in (*gradient.by_forward, *gradient.by_backward)]


@functools.cache
def _passing(base: Fraction, factor: Fraction, steps: int) -> Interval:
    odds = base * factor**steps
    return enclose(odds / (1 + odds))


def _against(slope: Interval) -> int:
    return (slope.high < 0) - (slope.low > 0)
