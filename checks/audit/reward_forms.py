"""Row `reward-forms`: the theorem assumes that the reward charges for steps.

The outcome alone teaches nothing at any policy. A horizon or a discount teaches the base model, but at the SFT limit
what it teaches is exponentially small in K.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import base_cost, by_claim, sft_cost, single_corridor, standard_costs
from backproof.checks.tools.reward_slopes import slope_bound
from backproof.theory.costs.hitting_law import log_generating_function
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import ScoredRow, score_moments
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.reward_forms import SuccessGradient, discounted_success, success_within

_claimed = by_claim("reward-forms")
SMALL = Fraction(1, 10**6)
"""A negligible derivative, in probability of success per nat."""

MULTIPLES, MOST_MASSES = (1, 2, 4), 250_000
"""Horizons in units of H*, and the most masses (horizon times vertices) to compute; a discount shows the same."""


def examine(graph: CorridorGraph) -> Examination:
    optimum, table = standard_costs(graph).rlvr.value, _by_reward(graph)
    named = {row[0]: row for row in table.rows}
    discounted, charged = named["discount"], named["charge per step"]
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=sft_cost(graph), rlvr=base_cost(graph)),
        dropped_at="outcome reward alone, from the base model, where RLVR stays",
        breaking_point=_breaking_point(graph),
        formula=(
            "outcome alone: gradient = 0",
            "horizon N, SFT limit: 0 <= dP(T <= N)/dgap <= (1-q)(1-1/W) (N/2) rho^-K",
            "charge per step, SFT limit: -dH/dgap >= 2(1-q)(W-1) rho^K",
        ),
        words=_words(graph, optimum, discounted, charged),
        table=table,
        checks=_checks(graph, optimum),
    )


def largest_blind_horizon(graph: CorridorGraph) -> Fraction | float:
    """The largest N at which the bound is at most `SMALL` for all backward rows; inf without a wrong corridor."""
    per_step = slope_bound(graph, Fraction(1, graph.lanes + 1), 1)
    return math.floor(SMALL / per_step) if per_step else math.inf


def _breaking_point(graph: CorridorGraph) -> Sentence:
    horizon = largest_blind_horizon(graph)
    if horizon == math.inf:
        return Sentence("none at W = 1, where no backward row is visited at the SFT limit")
    if not horizon:
        return Sentence("none at this size, since the bound for the SFT limit is above 1e-6 per nat at every horizon")
    return Sentence(
        "at the SFT limit, for every horizon of up to {N} steps, the derivative of success by any backward gap is at "
        "most 1e-6 per nat",
        {"N": _claimed(horizon)},
    )


def _words(graph: CorridorGraph, optimum: Fraction | float, discounted: Any, charged: Any) -> tuple[Sentence, ...]:
    numbers = {
        "base": base_cost(graph),
        "sft": sft_cost(graph),
        "optimum": Quantity(optimum, "rlvr-optimal"),
        "at_base": discounted[2],
        "at_sft": discounted[3],
        "charged_base": charged[2],
        "charged_sft": charged[3],
    }
    late = (
        ", since a walker at a dead end hardly ever comes back in time, and there are hardly any successes to learn "
        "from"
        if graph.width > 1 and numbers["at_sft"].value < numbers["at_base"].value
        else ""
    )
    worse = numbers["sft"].value > numbers["base"].value
    return (
        *single_corridor(graph),
        Sentence(
            "Every policy without a zero finds the target with probability one. A reward for success alone is then the "
            "same whatever the rows are: its gradient is zero everywhere, and RLVR stays where it starts, at {base} "
            "steps from the base model and at {sft} from the SFT limit, instead of {optimum}.",
            {name: numbers[name] for name in ("base", "sft", "optimum")},
        ),
        Sentence(
            "A discount with an effective horizon of H* steps is also a charge, and so is such a horizon. It teaches "
            "the base model: the gradient by the backward gaps has length {at_base}. At the SFT limit the length is "
            "{at_sft}"
            f"{late}. With a charge per step the lengths are {{charged_base}} and {{charged_sft}}, in steps.",
            {name: numbers[name] for name in ("at_base", "at_sft", "charged_base", "charged_sft")},
        ),
        Sentence(
            "RLVR's cost in the theorem, {optimum} steps, depends on the charge. Without it RLVR stays where it "
            "starts. "
            + (
                "From base a separation is left, since SFT's limit costs more than no training at all"
                if worse
                else "From base no separation is left here, since SFT's limit costs no more than the untrained model"
            )
            + "; from the SFT limit there is none.",
            {"optimum": numbers["optimum"]},
        ),
    )


def _by_reward(graph: CorridorGraph) -> Curves:
    """Lengths of the gradient by the backward gaps, in steps per nat for a charge and else in probability per nat."""
    optimum = int(standard_costs(graph).rlvr.value)
    policies = (Policy.base(graph), Policy.sft_limit(graph))
    horizons = [n for n in (multiple * optimum for multiple in MULTIPLES) if 2 * graph.depth * n <= MOST_MASSES]
    within = [success_within(graph, policy, horizons) for policy in policies]
    at_discount = [discounted_success(graph, policy, 1 - 1 / optimum) for policy in policies]
    rows: list[tuple[Quantity | str | None, ...]] = [
        ("charge per step", None, *(_claimed(_charged(graph, policy)) for policy in policies)),
        ("outcome alone", None, _claimed(0), _claimed(0)),
        ("discount", Quantity(optimum), *(_length(found) for found in at_discount)),
    ]
    rows += [("horizon", Quantity(n), *(_length(found[n]) for found in within)) for n in horizons]
    curves = ("at base", "at the SFT limit")
    return Curves(("reward", "N", *curves), tuple(rows), x="N", curves=curves, log_x=True, y="length of the gradient")


def _length(found: SuccessGradient) -> Quantity:
    return _claimed(math.hypot(*found.by_backward))


def _charged(graph: CorridorGraph, policy: Policy) -> float:
    """The length of H's gradient, exact up to the square root, since its terms may not fit into float64."""
    slopes = expected_hitting_time_gradient(graph, policy, exact=True, coordinates="gaps")
    backward = (*slopes.backward_entry, *slopes.backward_exit)
    most = max(map(abs, backward))
    return float(most) * math.sqrt(sum(float(slope / most) ** 2 for slope in backward)) if most else 0.0


def _checks(graph: CorridorGraph, optimum: Fraction | float) -> tuple[Check, ...]:
    effective, base = int(optimum), Policy.base(graph)
    row = ScoredRow("backward_exit", 0)
    slopes = expected_hitting_time_gradient(graph, base, exact=True, coordinates="gaps")
    rounding = 100 * (graph.depth + effective) * 2.0**-53
    return (
        Check(
            "E[g^T] at base with g = 1 - 1/H*, by the walk and by the generating function of the hitting time; the "
            "rounding of g counts H* times",
            float(discounted_success(graph, base, 1 - 1 / effective).success),
            math.exp(log_generating_function(graph, base, math.log1p(-1 / effective))),
            rounding,
        ),
        Check(
            "the charge's derivative by d_1 at base, by E[T S] and by the gradient of the recurrences",
            score_moments(graph, base, row).slope,
            slopes.backward_exit[0],
        ),
    )


ASSUMPTION = Assumption(
    id="reward-forms",
    statement="the reward of RLVR charges for each step",
    used_in="Theorem 3, RLVR learns to backtrack, and RLVR's cost Theta(W K) in Theorem 4",
    relaxation="outcome reward alone; with a discount; within a horizon of N steps",
    bearing=Bearing.PART,
    bearing_why="without it RLVR learns nothing, and what is left is the cost ratio of SFT to the policy that RLVR "
    "started from",
    claims=("reward-forms", "base-cost", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
