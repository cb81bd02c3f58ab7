"""Claim `sign-cycle`: descent by the gradient's sign in steps of finite size need not come near the optimum. At W = 15,
K = 60, L = 5 and at W = 2, K = 50, L = 3 the descent from base in steps of ln(101/100), about the paper's 0.01, comes
to change places between two states of more than a hundred times H*; at W = 2, K = 3, L = 1 steps of ln 2 do so at five
times H*. Gradient flow converges from there (`global-convergence`).

Where W <= w*(K, L) (`gradient-signs`) most gradients of p and q at base have opposite signs. A step that raises the one
and lowers the other changes a product of 2K odds, until every sign is the other one, and the next step undoes the last.
The finer the step, the deeper the corridor must be for that.

The descent from base is run in float64, until it has settled: that it comes there is computed, not proved. Rows that
keep going up are put at one, their limit. There the cycle is exact, in fractions: all other rows have opposite, nonzero
slopes in the two states, so that a step undoes the last, and rows at one have a negative slope in both (`cycle`). By
continuity the signs are the same in all states near these, those with rows that still go up included.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from backproof.checks.index import Header
from backproof.checks.statement import Control, Evidence, Instance
from backproof.checks.tools.rows import by_vertex
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.training_flows import base_gaps, gap_velocity

CLAIM = Header(
    statement=(
        "sign steps of finite size need not converge: at W = 15, K = 60, L = 5 steps of about 0.01 from base come to "
        "a cycle of two states, exact in its limit, at more than 200 times H*"
    ),
    source="new",
    scope="the instances",
    assumptions=(
        (
            "the descent that comes to the cycle is run in float64; the cycle is exact where rows that keep going up "
            "are at one, their limit"
        ),
    ),
    uses=("gradient-signs", "parametrisation"),
    experiments=("coarse-steps-stall",),
)

SETTLED, ALIKE = 2000, 6
"""Sign steps from base until the descent has settled; in how many of the last ones a row that keeps going up did so."""

FINE = Fraction(101, 100)

CYCLES = (
    {"width": 15, "depth": 60, "lanes": 5, "factor": FINE, "times": 200},
    {"width": 2, "depth": 50, "lanes": 3, "factor": FINE, "times": 100},
    {"width": 2, "depth": 3, "lanes": 1, "factor": Fraction(2), "times": 5},
)
"""Graphs below w*, the step's factor on odds, and a number of times H* that the cycle costs at least."""


def evidence() -> list[Evidence]:
    return [
        Instance(
            "cycle",
            "two states to which sign steps of ln(factor) from base come, in float64, send each other their way, "
            "exactly, at more than so many times H*",
            CYCLES,
            lambda width, depth, lanes, factor, times: (
                _cycles(CorridorGraph(width, depth, lanes), factor, times),
                True,
            ),
        ),
        Instance(
            "below-w-star",
            "these graphs are no wider than w*(K, L)",
            tuple({name: case[name] for name in ("width", "depth", "lanes")} for case in CYCLES),
            lambda width, depth, lanes: (width <= w_star(depth, lanes), True),
        ),
    ]


def controls() -> list[Control]:
    return [
        _false_cycle("papers-depth", "steps of ln(101/100) cycle at the paper's W = K = 15, L = 5, too", (15, 15, 5)),
        _false_cycle("below-w-star-is-enough", "they do wherever W <= w*, as at W = 2, K = 8, L = 3", (2, 8, 3)),
    ]


def _false_cycle(name: str, words: str, size: tuple[int, int, int]) -> Control:
    """At this size, and in the same cases as ever."""
    case = {**dict(zip(("width", "depth", "lanes"), size, strict=True)), "factor": FINE, "times": 2}

    def compute(width: int, depth: int, lanes: int, factor: Fraction, times: int) -> tuple[bool, bool]:
        return _cycles(CorridorGraph(width, depth, lanes), factor, times), True

    return Control(Instance(name, words, (case, *CYCLES), compute))


def _cycles(graph: CorridorGraph, factor: Fraction, times: int) -> bool:
    """Whether the descent from base has settled on two states that send each other their way, as expensive as said."""
    steps, signs = base_gaps(graph), []
    for _ in range(SETTLED):
        signs.append(gap_velocity("sign", graph, steps * math.log(factor)))
        steps = steps + signs[-1]
    rising = [all(sign == 1 for sign in row) for row in zip(*signs[-ALIKE:], strict=True)]
    state = [None if up else round(step) for up, step in zip(rising, steps.tolist(), strict=True)]
    here = _signs(graph, factor, state)
    other = [None if step is None else step + sign for step, sign in zip(state, here, strict=True)]
    there = _signs(graph, factor, other)
    turns = all(a == b == 1 if up else a == -b != 0 for a, b, up in zip(here, there, rising, strict=True))
    optimum = expected_hitting_time(graph, Policy.optimal(graph), exact=True)
    costs = (expected_hitting_time(graph, _policy(graph, factor, steps), exact=True) for steps in (state, other))
    return turns and not all(rising) and min(costs) > times * optimum


def _policy(graph: CorridorGraph, factor: Fraction, steps: Sequence[int | None]) -> Policy:
    """The rows at gaps of so many steps of ln(factor), in the order of `by_vertex`; None is probability one."""
    entries = [True, False] * graph.depth + [False, True] * graph.depth
    odds = [
        None if step is None else factor**step * (graph.lanes if entry else Fraction(1, graph.lanes))
        for step, entry in zip(steps, entries, strict=True)
    ]
    rows = [Fraction(1) if odd is None else odd / (1 + odd) for odd in odds]
    forward, backward = rows[: 2 * graph.depth], rows[2 * graph.depth :]
    return Policy(
        forward_exit=forward[1::2],
        backward_entry=backward[1::2],
        forward_entry=forward[::2],
        backward_exit=backward[::2],
    )


def _signs(graph: CorridorGraph, factor: Fraction, steps: Sequence[int | None]) -> list[int]:
    """Where a sign step moves each gap: against its slope."""
    gradient = expected_hitting_time_gradient(graph, _policy(graph, factor, steps), exact=True)
    return [(slope < 0) - (slope > 0) for slope in by_vertex(gradient)]
