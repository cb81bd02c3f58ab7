"""Claim `sign-cycle`: sign descent with steps of finite size need not approach the optimum. From base, in steps of
ln(101/100), about the paper's 0.01, it ends in a cycle of two states that cost more than 200 times H* at W = 15, K =
60, L = 5, and more than 100 times H* at W = 2, K = 50, L = 3. At W = 2, K = 3, L = 1 steps of ln 2 do so at five times
H*. Gradient flow converges from the same start (`global-convergence`).

If W <= w*(K, L) (`gradient-signs`), most gradients of p and q at base have opposite signs. A step that raises one and
lowers the other changes a product of 2K odds, until every sign has changed and the next step undoes the last one. The
finer the step, the deeper the corridor must be for that.

The descent from base is run in float64 until it has settled. That it gets there is computed and not proved. Rows that
keep rising are set to one, their limit, where the cycle is exact, in fractions: all other rows have opposite, nonzero
slopes in the two states, so that each step undoes the last, and rows at one have a negative slope in both (`cycle`). By
continuity the signs are the same in all states close to these, such as those in which some rows still rise.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from backproof.checks.index import Header
from backproof.checks.statement import Control, Evidence, Instance
from backproof.checks.tools.rows import in_vertex_order
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.training_flows import base_gaps, gap_velocity

CLAIM = Header(
    statement=(
        "sign steps of finite size need not converge: at W = 15, K = 60, L = 5, steps of about 0.01 from base end in a "
        "cycle of two states, exact in the limit, that cost more than 200 times H*"
    ),
    source="new",
    scope="the instances",
    assumptions=(
        (
            "the descent into the cycle is run in float64; the cycle itself is exact, with the rows that keep rising "
            "at one, their limit"
        ),
    ),
    uses=("gradient-signs", "parametrisation"),
    experiments=("coarse-steps-stall",),
)

SETTLED, ALIKE = 2000, 6
"""Sign steps until the descent has settled; a row counts as rising if it rises in this many of the last steps."""

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
            "sign steps of ln(factor) from base, run in float64, end in two states that lead to each other exactly and "
            "cost more than `times` times H*",
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
    """The policy with gaps of this many steps of ln(factor), ordered as by `in_vertex_order`; None is a row at one."""
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
    """The direction of a sign step for each gap: against its slope."""
    gradient = expected_hitting_time_gradient(graph, _policy(graph, factor, steps), exact=True)
    return [(slope < 0) - (slope > 0) for slope in in_vertex_order(gradient)]
