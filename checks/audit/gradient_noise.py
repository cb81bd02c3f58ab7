"""Row `gradient-noise`: the theorem assumes that RLVR descends the exact gradient.

With a sampled gradient a polynomial number of walks is enough at base. At the SFT limit each diamond between a row and
the fork multiplies the number by rho.
"""

from __future__ import annotations

import math
from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import base_cost, by_claim, rlvr_cost, sft_cost, single_corridor, standard_costs
from backproof.checks.tools.walks_needed import least_walks
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import ScoredRow, score_moments
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import sft_policy

_claimed = by_claim("gradient-noise")
BUDGET = 10**6
DEEPEST = 30
"""The largest depth at which the moments are also computed at base, in exact fractions."""

EARLY = 0.1
"""SFT time of an early checkpoint."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(graph),
        dropped_at="the limits of the exact flow; that sampled descent reaches them is not shown",
        breaking_point=_breaking_point(graph),
        formula=(
            "the estimate of one walk is (T - c) S, with mean dH/dgap",
            "at the SFT limit walks >= 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1 = Theta(W rho^(j-1)) at diamond j, for every "
            "c",
        ),
        words=(
            *single_corridor(graph),
            Sentence(
                "The mean of REINFORCE's estimate is the exact gradient, with or without a baseline, so the mean is "
                "zero where the exact flow is stationary. It is not shown here that noisy descent converges, or where "
                "to: the costs without the assumption are those of the exact flow. What is shown is how many walks it "
                "takes to detect a derivative at a given policy, that is until the derivative is as large as the "
                "standard error."
            ),
            _at_sft(graph),
            _at_base(graph),
        ),
        table=_by_depth(graph),
        checks=_checks(graph),
    )


def _walks(graph: CorridorGraph, policy: Policy, row: ScoredRow, *, baseline: str = "best") -> Fraction | float:
    """The number of walks at which the derivative is as large as the standard error; inf if the derivative is 0."""
    found = score_moments(graph, policy, row, exact=policy.is_exact)
    if found.slope == 0:
        return math.inf
    constant = {"best": found.best_baseline, "mean": found.steps, "none": 0}[baseline]
    return Fraction(found.walks_for_unit_ratio(constant))


def _at_sft(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("At the SFT limit with W = 1 no walk turns, and there is nothing to detect.")
    rows = {"near": ScoredRow("backward_exit", 0), "far": ScoredRow("backward_exit", graph.depth - 1)}
    walks = {name: _claimed(_walks(graph, Policy.sft_limit(graph), row)) for name, row in rows.items()}
    return Sentence(
        "At the SFT limit, with the best constant baseline, the exit row next to the fork needs {near} walks and that "
        "of the last diamond {far}, each of {steps} steps. A walker visits deep rows again and again before it gets "
        "out once, so that the effect of a single turn is lost in the noise. Rows next to the fork need few walks (on "
        "instances), deep rows many.",
        {**walks, "steps": sft_cost(graph)},
    )


def _at_base(graph: CorridorGraph) -> Sentence:
    depth = min(graph.depth, DEEPEST)
    shown, last = CorridorGraph(graph.width, depth, graph.lanes), ScoredRow("backward_exit", depth - 1)
    walks = {name: _walks(shown, Policy.base(shown), last, baseline=name) for name in ("best", "mean", "none")}
    return Sentence(
        "At base, at K = {K}, the exit row of the last diamond needs {best} walks of {steps} steps with the best "
        "baseline, {mean} with the mean length as baseline and {none} without a baseline. These numbers are large, but "
        "polynomial in K as long as the derivative is not close to a change of sign (W far from w*(K, L)). The bound "
        "for SFT holds at its limit. At an early checkpoint, at t = {early}, that row needs {checkpoint} walks with "
        "the best baseline.",
        {
            "K": Quantity(depth),
            "early": Quantity(EARLY),
            "checkpoint": _claimed(_walks(shown, sft_policy(shown, EARLY), last)),
            "steps": base_cost(shown),
            **{name: _claimed(value) for name, value in walks.items()},
        },
    )


def _breaking_point(graph: CorridorGraph) -> Sentence:
    """The least depth at which the bound for the exit row of the last diamond exceeds the budget."""
    if graph.width == 1:
        return Sentence("none at W = 1, where no walk meets a dead end and no backward row has a derivative")
    depth = 1
    while least_walks(CorridorGraph(graph.width, depth, graph.lanes), 2 * depth - 1) <= BUDGET:
        depth += 1
    return Sentence(
        "at the SFT limit the exit row of the last diamond needs more than a million walks from K = {K} on, by the "
        "bound; at base the number grows polynomially as long as the derivative stays away from 0",
        {"K": _claimed(depth)},
    )


def _by_depth(graph: CorridorGraph) -> Curves:
    depths = sorted({*(k for k in (1, 2, 4, 8, 15) if k < graph.depth), graph.depth})

    def cells(depth: int) -> tuple[Quantity | None, ...]:
        sized = CorridorGraph(graph.width, depth, graph.lanes)
        near, far = ScoredRow("backward_exit", 0), ScoredRow("backward_exit", depth - 1)
        base = [_walks(sized, Policy.base(sized), row) if depth <= DEEPEST else None for row in (near, far)]
        sft = [_walks(sized, Policy.sft_limit(sized), row) for row in (near, far)]
        found = (*base, *sft, sft[-1] * sft_cost(sized).value)
        numbers = (None if value is None or value == math.inf else _claimed(value) for value in found)
        return (Quantity(depth), *numbers)

    columns = ("K", "base, d_1", "base, d_K", "SFT, d_1", "SFT, d_K", "SFT, d_K, steps")
    return Curves(
        columns, tuple(map(cells, depths)), x="K", curves=columns[1:5], y="walks for a signal-to-noise ratio of 1"
    )


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    limit, far = Policy.sft_limit(graph), ScoredRow("backward_exit", graph.depth - 1)
    found, best = score_moments(graph, limit, far), score_moments(graph, Policy.optimal(graph), far)
    slopes = expected_hitting_time_gradient(graph, limit, exact=True, coordinates="gaps")
    return (
        Check(
            "SFT's cost, E[T] by the transform of its walk, compared with the recurrences",
            found.steps,
            sft_cost(graph).value,
        ),
        Check("RLVR's cost, by the same two methods", best.steps, rlvr_cost(graph).value),
        Check(
            "E[T S] of d_K at the SFT limit, compared with the gradient of the recurrences",
            found.slope,
            slopes.backward_exit[-1],
        ),
        Check(
            "E[S^2] of d_K at the SFT limit, compared with (W-1)(1-q)/(q_1...q_(v-1))",
            found.score_squared,
            (least_walks(graph, far.vertex) + 1) / 2,
        ),
    )


ASSUMPTION = Assumption(
    id="gradient-noise",
    statement="RLVR follows the exact gradient of the expected reward",
    used_in="Theorem 3, whose updates use the gradient of the population",
    relaxation="the gradient is estimated from walks (REINFORCE), with or without a baseline",
    bearing=Bearing.PROOF,
    bearing_why="the mean is unchanged; that noisy descent converges is not shown. It takes polynomially many walks at "
    "base, exponentially many at the SFT limit",
    claims=("gradient-noise", "gradient-signs", "base-cost", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
