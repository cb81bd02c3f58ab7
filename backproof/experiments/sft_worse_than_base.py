"""SFT's cost falls, then rises, and passes the cost of base when the theory says."""

from __future__ import annotations

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sft_dynamics import gaps_after_sft
from backproof.sim.exact_cost import cost_of_gaps
from backproof.theory.graph import PAPER
from backproof.theory.sft import break_even_time, cheapest_time, table_weights


def dips_and_passes(stretch: float) -> Judgement:
    """Costs at 0, around the predicted minimum t*, and 1% before and after base is predicted to be passed."""
    least = cheapest_time(PAPER, table_weights(PAPER))
    passes = stretch * break_even_time(PAPER, table_weights(PAPER))
    start, *costs = (
        float(cost_of_gaps(PAPER, gaps))
        for gaps in gaps_after_sft((0.0, least / 2, least, 1.5 * least, 0.99 * passes, 1.01 * passes))
    )
    early, lowest, late, before, after = costs
    shown = ", ".join(f"{cost:.7g}" for cost in (start, *costs))
    holds = lowest < min(early, late) and max(early, late, before) < start < after
    return Judgement(holds, f"costs {shown} at 0, t*/2, t*, 3t*/2 and around the predicted crossing of base")


EXPERIMENTS = (
    TrainingExperiment(
        "sft-worse-than-base",
        "dip-and-crossing-trained",
        "SFT's cost falls until t*, then rises, and passes that of base when predicted",
        lambda: dips_and_passes(1.0),
        "SFT's cost passes that of base at twice the predicted time",
        lambda: dips_and_passes(2.0),
    ),
)
