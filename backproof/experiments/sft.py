"""Experiments that train by SFT: every gap on its clock, and a cost that dips before it passes that of base.

The simulator integrates the gradient flow of the cross-entropy on golden paths, each lane and corridor with a row of
its own; what it is compared with comes from the claims and from `theory.sft`.

Main definitions: `SFT_TRAININGS`.
"""

from __future__ import annotations

import math

from backproof.checks.claims.sft_dynamics import ENTRY_CLOCK, EXIT_CLOCK, SPEED, E, gap, weight
from backproof.checks.tools.symbols import L
from backproof.experiments.training import BACKWARD, Floats, Judgement, TrainingExperiment, base
from backproof.sim.descent import gradient_flow
from backproof.sim.exact_cost import FORWARD_ENTRY, FORWARD_EXIT, cost_of_gaps
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import sft_loss
from backproof.theory.graph import PAPER
from backproof.theory.sft import break_even_time, cheapest_time, table_weights

TIMES = (0.0, 10.0, 1e3, 1e5)
"""Of the flow on the table; at the last one forward gaps are near 9."""

INTEGRATION = 1e-7
"""Relative error allowed of a clock: the integrator's 1e-11 a step, over some hundred steps, with a margin."""


def trained(times: tuple[float, ...]) -> Floats:
    """The gaps at these times of SFT on the full table, shape (times, 4, K)."""
    return gradient_flow(sft_loss(PAPER), base(PAPER), times, speed=gap_speed(PAPER, rows_tied=False))


def row_weights() -> dict[int, float]:
    """Visits of one row per golden path: all W corridors share an entry, and the L lanes of each an exit."""
    return {FORWARD_ENTRY: 1 / PAPER.width, FORWARD_EXIT: 1 / (PAPER.width * PAPER.lanes)}


def on_their_clocks(weights: dict[int, float]) -> Judgement:
    """The claim's clock of each trained forward gap against w (1 + 1/L) t; backward gaps stay 0."""
    gaps = trained(TIMES)
    off = 0.0
    for family, clock in ((FORWARD_ENTRY, ENTRY_CLOCK), (FORWARD_EXIT, EXIT_CLOCK)):
        for time, depth_gaps in zip(TIMES[1:], gaps[1:, family], strict=True):
            said = float(SPEED.subs({weight: weights[family], L: PAPER.lanes})) * time
            shown = [float(clock.subs({L: PAPER.lanes, E: math.exp(D), gap: D})) for D in depth_gaps.tolist()]
            off = max(off, *(abs(tau / said - 1) for tau in shown))
    moved = int((gaps[:, BACKWARD] != 0).sum())
    detail = (
        f"clocks at most {off:.2g} off until time {TIMES[-1]:g}, allowed {INTEGRATION:g}; {moved} backward gaps moved"
    )
    return Judgement(off <= INTEGRATION and moved == 0, detail)


def dips_and_passes(stretch: float) -> Judgement:
    """The cost at 0, at the predicted minimum, and 1% before and after it is predicted to pass base."""
    least = cheapest_time(PAPER, table_weights(PAPER))
    passes = stretch * break_even_time(PAPER, table_weights(PAPER))
    start, *costs = (
        float(cost_of_gaps(PAPER, gaps))
        for gaps in trained((0.0, least / 2, least, 1.5 * least, 0.99 * passes, 1.01 * passes))
    )
    early, lowest, late, before, after = costs
    shown = ", ".join(f"{cost:.7g}" for cost in (start, *costs))
    holds = lowest < min(early, late) and max(early, late, before) < start < after
    return Judgement(holds, f"costs {shown} at 0, t*/2, t*, 3t*/2 and around the predicted crossing of base")


SFT_TRAININGS = (
    TrainingExperiment(
        "sft-dynamics",
        "clocks-kept",
        "SFT on the full table has every forward gap on its clock, and no backward gap moved",
        lambda: on_their_clocks(row_weights()),
        "the same, with the entry rows' weight for the exit rows",
        lambda: on_their_clocks(dict.fromkeys((FORWARD_ENTRY, FORWARD_EXIT), 1 / PAPER.width)),
    ),
    TrainingExperiment(
        "sft-worse-than-base",
        "dip-and-crossing-trained",
        "SFT's cost falls until t*, then rises, and passes that of base when predicted",
        lambda: dips_and_passes(1.0),
        "it passes that of base at twice the time",
        lambda: dips_and_passes(2.0),
    ),
)
