"""Assumption `gradient-noise`: RLVR descends the exact gradient. Sampled, a polynomial number of walks shows it at
base; at the SFT limit it takes rho times more for each diamond between a row and the fork.
"""

from __future__ import annotations

import math
from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import base_cost, by_claim, rlvr_cost, sft_cost, single_corridor, standard_costs
from backproof.checks.claims.gradient_noise import least_walks
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import ScoredRow, score_moments
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import sft_policy

_claimed = by_claim("gradient-noise")
BUDGET = 10**6
DEEPEST = 30
"""Depth up to which the moments are computed at base too, in exact fractions."""

EARLY = 0.1
"""SFT time of an early checkpoint."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(graph),
        dropped_at="the limits of the exact flow; that sampled descent comes to them is not shown",
        breaking_point=_breaking_point(graph),
        formula=(
            "estimate of a walk: (T - c) S,  mean dH/dgap",
            "SFT limit: walks >= 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1 = Theta(W rho^(j-1)) at diamond j, for every c",
        ),
        words=(
            *single_corridor(graph),
            Sentence(
                "REINFORCE's estimate has the exact gradient as its mean, with or without a baseline: where the exact "
                "flow stands still, the mean does. That noisy descent converges, and where to, is not shown here: the "
                "costs given without the assumption are those of the exact flow. What is shown is how many walks it "
                "takes to see a derivative at a given policy, its mean as large as its deviation."
            ),
            _at_sft(graph),
            _at_base(graph),
        ),
        table=_by_depth(graph),
        checks=_checks(graph),
    )


def _walks(graph: CorridorGraph, policy: Policy, row: ScoredRow, *, baseline: str = "best") -> Fraction | float:
    """Walks whose mean estimate is as large as its deviation: inf where the derivative is 0."""
    found = score_moments(graph, policy, row, exact=policy.is_exact)
    if found.slope == 0:
        return math.inf
    constant = {"best": found.best_baseline, "mean": found.steps, "none": 0}[baseline]
    return Fraction(found.walks_for_unit_ratio(constant))


def _at_sft(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("At the SFT limit with W = 1 no walk turns, and there is nothing to see.")
    rows = {"near": ScoredRow("backward_exit", 0), "far": ScoredRow("backward_exit", graph.depth - 1)}
    walks = {name: _claimed(_walks(graph, Policy.sft_limit(graph), row)) for name, row in rows.items()}
    return Sentence(
        "At the SFT limit the best constant baseline needs {near} walks for the exit row next to the fork, and {far} "
        "for that of the last diamond, each of {steps} steps: a walker comes by deep rows again and again before it "
        "gets out once, and what one turn did drowns in that. Rows next to the fork can be seen with few walks (on "
        "instances), deep ones cannot.",
        {**walks, "steps": sft_cost(graph)},
    )


def _at_base(graph: CorridorGraph) -> Sentence:
    depth = min(graph.depth, DEEPEST)
    shown, last = CorridorGraph(graph.width, depth, graph.lanes), ScoredRow("backward_exit", depth - 1)
    walks = {name: _walks(shown, Policy.base(shown), last, baseline=name) for name in ("best", "mean", "none")}
    return Sentence(
        "At base, at K = {K}, the last diamond's exit row needs {best} walks of {steps} steps with the best baseline, "
        "{mean} with the mean length and {none} without any: many, but polynomially many in K where the derivative is "
        "not close to a change of sign (W far from w*(K, L)). The bound for SFT is of its limit: at an "
        "early checkpoint, at t = {early}, that row needs {checkpoint}, with the best one.",
        {
            "K": Quantity(depth),
            "early": Quantity(EARLY),
            "checkpoint": _claimed(_walks(shown, sft_policy(shown, EARLY), last)),
            "steps": base_cost(shown),
            **{name: _claimed(value) for name, value in walks.items()},
        },
    )


def _breaking_point(graph: CorridorGraph) -> Sentence:
    """The least depth at which the bound for the last diamond's exit row exceeds the budget."""
    if graph.width == 1:
        return Sentence("none: with W = 1 no walk comes to a dead end, and no backward row has a derivative")
    depth = 1
    while least_walks(CorridorGraph(graph.width, depth, graph.lanes), 2 * depth - 1) <= BUDGET:
        depth += 1
    return Sentence(
        "at the SFT limit the last diamond's exit row needs more than a million walks from K = {K} on, by the bound; "
        "at base the number grows polynomially where the derivative keeps away from 0",
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
            "SFT's cost, E[T] by the transform of its walk, against the recurrences", found.steps, sft_cost(graph).value
        ),
        Check("RLVR's cost, in the same way", best.steps, rlvr_cost(graph).value),
        Check(
            "at the SFT limit, E[T S] of d_K against the gradient of the recurrences",
            found.slope,
            slopes.backward_exit[-1],
        ),
        Check(
            "its E[S^2] against (W-1)(1-q)/(q_1...q_(v-1))",
            found.score_squared,
            (least_walks(graph, far.vertex) + 1) / 2,
        ),
    )


ASSUMPTION = Assumption(
    id="gradient-noise",
    statement="RLVR follows the exact gradient of the expected reward",
    used_in="Theorem 3, whose updates are those of the population",
    relaxation="the gradient estimated from walks (REINFORCE), with and without a baseline",
    bearing=Bearing.PROOF,
    bearing_why="the mean is unchanged; that noisy descent converges is not shown. Walks needed are polynomially many "
    "at base, exponentially many at the SFT limit",
    claims=("gradient-noise", "gradient-signs", "base-cost", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
