"""Row `shared-rows`: the theorem assumes that every edge-state has a row of its own.

If all rows share a feature, with any positive weight, SFT on golden paths learns to backtrack or unlearns it. Which of
the two happens depends on the feature.
"""

from __future__ import annotations

import math

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.near_optimum import excess_bound
from backproof.checks.audit.standard import by_claim, rlvr_cost, standard_costs
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.shared_rows import (
    Frame,
    SharedFlow,
    progress_after,
    progress_beyond,
    progress_within_factor_two,
    shared_portion,
    sharing,
)

_claimed = by_claim("shared-rows")
WEIGHT, STRONG = 0.1, 1.0
CLOSE = 1e-6
"""The relative tolerance of the check of the egocentric limit."""
LARGEST = 300
"""Numbers from this power of ten on are written as powers of ten."""

DECADES = 8
"""The table ends at time 10^8."""

ROUNDING = 1e-9
"""The relative error of a cost, from float64 and from the flow's integrator at gaps of some tens of nats."""

STEPS = 1000
AGREE = 1e-10
"""The error of a gap, from the fourth power of a step of 1/1000, or from the integrator at 1e-11 per step. The
logarithm of a cost has at most 4K times this error.
"""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=_optimum(graph), rlvr=_optimum(graph)),
        dropped_at="an egocentric feature, any lambda > 0, SFT to the end",
        breaking_point=_breaking_point(graph),
        formula=(
            "a backward gap is sigma/(1+sigma) (egocentric) or -sigma/(1+sigma) (allocentric) times the mean forward "
            "gap, with sigma = 2K lambda^2",
            "with an egocentric feature the cost is at most 2 H* from time (1+L) (6KL)^(1 + 1/sigma) / (1+sigma) on",
        ),
        words=(_egocentric(graph), _allocentric(graph), _rlvr(graph), NETWORK),
        table=_by_time(graph),
        checks=_checks(graph),
    )


def _optimum(graph: CorridorGraph) -> Quantity:
    """H*, the limit of both SFT and RLVR."""
    return _claimed(rlvr_cost(graph).value)


def _learning(graph: CorridorGraph, weight: float) -> SharedFlow:
    """The flow until the egocentric cost is at most twice the optimum."""
    return SharedFlow(graph, weight, progress_within_factor_two(graph, weight))


def time_to_learn(graph: CorridorGraph, weight: float) -> Quantity:
    """log10 of the time from which on egocentric SFT costs at most twice the optimum."""
    flow = _learning(graph, weight)
    twice = 2 * float(rlvr_cost(graph).value)
    return _claimed(float(flow.log_time(flow.last_at(twice, Frame.EGOCENTRIC))) / math.log(10))


def time_to_unlearn(graph: CorridorGraph, weight: float) -> Quantity:
    """log10 of the time from which on allocentric SFT costs more than on a table, -inf if always; W >= 2."""
    table = float(standard_costs(graph).sft.value)
    flow = SharedFlow(graph, weight, progress_beyond(graph, weight, table))
    return _claimed(float(flow.log_time(flow.last_at(table, Frame.ALLOCENTRIC))) / math.log(10))


def log10_bound(graph: CorridorGraph, weight: float) -> Quantity:
    """log10 of (1+L) (6KL)^(1 + 1/sigma) / (1+sigma), the bound of the claim for the time to learn."""
    sigma = sharing(graph, weight)
    power_of = (1 + 1 / sigma) * math.log10(6 * graph.depth * graph.lanes)
    return _claimed(power_of + math.log10((1 + graph.lanes) / (1 + sigma)))


def from_log10(log10: Quantity) -> Quantity:
    """The number itself if it fits into float64, else its logarithm."""
    return Quantity(10.0**log10.value, log10.claim) if log10.value < LARGEST else log10


def power(log10: Quantity, name: str) -> str:
    """The placeholder of the number of `from_log10` in a sentence."""
    return f"{{{name}}}" if log10.value < LARGEST else f"10^{{{name}}}"


def _portion(graph: CorridorGraph, weight: float) -> Quantity:
    return _claimed(shared_portion(sharing(graph, weight)))


def _breaking_point(graph: CorridorGraph) -> Sentence:
    ten, one, most = time_to_learn(graph, WEIGHT), time_to_learn(graph, STRONG), log10_bound(graph, WEIGHT)
    return Sentence(
        f"any lambda > 0, in the limit. SFT costs at most twice the optimum from time {power(ten, 'ten')} on at "
        f"lambda = {{weight}}, and from time {power(one, 'one')} on at lambda = 1. In general this takes at most "
        f"(1+L) (6KL)^(1 + 1/sigma) / (1+sigma) with sigma = 2K lambda^2: at lambda = {{weight}}, where sigma is "
        f"{{sigma}}, {power(most, 'most')}",
        {
            "ten": from_log10(ten),
            "weight": Quantity(WEIGHT),
            "one": from_log10(one),
            "sigma": _claimed(sharing(graph, WEIGHT)),
            "most": from_log10(most),
        },
    )


def _egocentric(graph: CorridorGraph) -> Sentence:
    return Sentence(
        'If the shared feature is "go straight on", SFT on golden paths learns to backtrack without ever '
        "seeing it done: for every lambda > 0 its cost goes to RLVR's {rlvr}. At lambda = {weight} each backward gap "
        "is always {portion} times the mean forward gap, and the cost is at worst {worst}. The zero gradient is a "
        "property of tables and not of golden paths.",
        {
            "rlvr": _optimum(graph),
            "weight": Quantity(WEIGHT),
            "portion": _portion(graph, WEIGHT),
            "worst": _claimed(_learning(graph, WEIGHT).worst(Frame.EGOCENTRIC)),
        },
    )


def _allocentric(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("With one corridor there is no dead end to come back from, and neither feature does harm.")
    since = time_to_unlearn(graph, WEIGHT)
    numbers = {"table": standard_costs(graph).sft, "ten": from_log10(since), "weight": Quantity(WEIGHT)}
    when = f"from time {power(since, 'ten')} on" if since.value > -math.inf else "from the start"
    return Sentence(
        'If it is "away from the fork", the same data teach SFT to turn on the way back: the cost goes to '
        f"infinity, and exceeds the table's limit of {{table}} {when}, for lambda = {{weight}}. So a network that "
        "shares features can be better or worse than the theorem says. It depends on the features.",
        numbers if since.value > -math.inf else {name: numbers[name] for name in ("table", "weight")},
    )


def _rlvr(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("RLVR and SFT both end at {rlvr}.", {"rlvr": _optimum(graph)})
    return Sentence(
        "RLVR ends at {rlvr} with either feature and from every interior start. Each row keeps a parameter of its own, "
        "so every policy can still be reached and only the way there changes.",
        {"rlvr": _optimum(graph)},
    )


NETWORK = Sentence(
    "Measured, not derived, at W = 3, K = 2, L = 2, with a fork that the environment draws: in a small network that "
    "sees its last move alone, the names of the tokens decide. If every directed edge has a name of its own, SFT on "
    "golden paths makes it worse than the table. If the names are those of moves (lane, connector, corridor), it comes "
    "within 1.05 of H*. `backproof verify --only shared-rows` measures this again."
)
"""At one size, whatever the size of the audit."""


def _by_time(graph: CorridorGraph) -> Curves:
    """Costs at lambda = `WEIGHT` after times of 1, 10, ...; lambda = 0 is the theorem's table."""
    times = [10**n for n in range(DECADES + 1)]

    def costs(weight: float, frame: Frame) -> list[Quantity | None]:
        flow = SharedFlow(graph, weight, progress_after(graph, weight, times[-1]))
        found = flow.cost([flow.progress_at(math.log(time)) for time in times], frame)
        return [_claimed(cost) if math.isfinite(cost) else None for cost in found.tolist()]

    curves = (costs(0.0, Frame.EGOCENTRIC), costs(WEIGHT, Frame.EGOCENTRIC), costs(WEIGHT, Frame.ALLOCENTRIC))
    rows = ((Quantity(time), *cells, rlvr_cost(graph)) for time, *cells in zip(times, *curves, strict=True))
    columns = ("SFT time t", "table", "egocentric", "allocentric", "RLVR")
    return Curves(columns, tuple(rows), x=columns[0], curves=columns[1:], log_x=True)


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    flow = SharedFlow(graph, WEIGHT, progress_after(graph, WEIGHT, 1.0))
    ways = tuple(
        Check(
            f"the {frame.name.lower()} cost at time 1, by progress and by the flow of all parameters in time",
            found=float(flow.cost(flow.progress_at(0.0), frame)),
            expected=cost_by_parameters(graph, WEIGHT, frame, 1.0),
            tolerance=4 * graph.depth * AGREE,
        )
        for frame in Frame
    )
    return *ways, _limit(graph)


def _limit(graph: CorridorGraph) -> Check:
    """The egocentric limit, at a point where no error exceeds L e^-z, with z the size of backward gaps.

    Forward gaps are at least Y - ln L at entries, with odds of at least e^Y, and at least Y at exits, with odds of at
    least e^Y/L; and z < Y.
    """
    error = CLOSE / (8 * graph.depth)
    progress = math.log(graph.lanes / error) / shared_portion(sharing(graph, STRONG))
    flow = SharedFlow(graph, STRONG, progress)
    return Check(
        f"the egocentric cost at lambda = {STRONG:g} once no error exceeds {error:.2g}, compared with H*",
        float(flow.cost(progress, Frame.EGOCENTRIC)),
        float(rlvr_cost(graph).value),
        excess_bound(graph, error) + ROUNDING,
    )


def cost_by_parameters(graph: CorridorGraph, weight: float, frame: Frame, time: float) -> float:
    """The cost at this time, by Runge-Kutta steps of theta at exits, theta at entries, and theta_0 (``s``)."""

    def gaps(exits: float, entries: float, s: float) -> tuple[float, float, float]:
        return exits + weight * s, entries + weight * s, frame * weight * s

    def velocity(exits: float, entries: float, s: float) -> tuple[float, float, float]:
        exit_, entry, _ = gaps(exits, entries, s)
        errors = 1 / (1 + math.exp(exit_) / graph.lanes), 1 / (1 + math.exp(entry) * graph.lanes)
        return *errors, weight * graph.depth * sum(errors)

    at, step = (0.0, 0.0, 0.0), time / STEPS
    for _ in range(STEPS):
        slope = velocity(*at)
        total = slope
        for part, counts in ((step / 2, 2), (step / 2, 2), (step, 1)):
            slope = velocity(*(x + part * v for x, v in zip(at, slope, strict=True)))
            total = tuple(old + counts * v for old, v in zip(total, slope, strict=True))  # type: ignore[assignment]
        at = tuple(x + step / 6 * v for x, v in zip(at, total, strict=True))  # type: ignore[assignment]
    exit_, entry, away = gaps(*at)
    policy = Policy.from_gaps(graph, forward_exit=exit_, forward_entry=entry, backward_entry=away, backward_exit=away)
    return expected_hitting_time(graph, policy)


ASSUMPTION = Assumption(
    id="shared-rows",
    statement="the policy is a table with a row of its own for every edge-state",
    used_in="Theorem 2, no gradient on rows that no golden path visits, and Theorem 4, which depends on it",
    relaxation="all rows share a feature with weight lambda, egocentric or allocentric",
    bearing=Bearing.CARRIES,
    bearing_why="with any shared weight SFT moves the backward rows; whether to the optimum or away from it depends on "
    "the feature",
    claims=("shared-rows", "zero-gradient", "sft-cost", "rlvr-optimal"),
    examine=examine,
    foremost=True,
)
