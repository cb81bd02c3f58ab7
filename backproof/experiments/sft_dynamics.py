"""SFT on the full table keeps every forward gap on the clock that the claim gives it.

The simulator integrates the gradient flow of the cross-entropy on golden paths, with a row of its own for each lane and
corridor.

Main definitions: `gaps_after_sft`, `on_their_clocks`.
"""

from __future__ import annotations

import math

from backproof.checks.claims.sft_dynamics import ENTRY_CLOCK, EXIT_CLOCK, SPEED, E, gap, weight
from backproof.checks.tools.symbols import L
from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, Floats, untrained_gaps
from backproof.sim.descent import gradient_flow
from backproof.sim.exact_cost import FORWARD_ENTRY, FORWARD_EXIT
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import sft_loss
from backproof.theory.graph import PAPER

TIMES = (0.0, 10.0, 1e3, 1e5)
"""Of the flow on the table; at the last one forward gaps are near 9."""

INTEGRATION = 1e-7
"""Relative error allowed of a clock: the integrator's 1e-11 a step, over some hundred steps, with a margin."""


def gaps_after_sft(times: tuple[float, ...]) -> Floats:
    """The gaps at these times of SFT on the full table, shape (times, 4, K)."""
    return gradient_flow(sft_loss(PAPER), untrained_gaps(PAPER), times, speed=gap_speed(PAPER, rows_tied=False))


def visits_per_golden_path() -> dict[int, float]:
    """Visits of one row: all W corridors share an entry, and the L lanes of each an exit."""
    return {FORWARD_ENTRY: 1 / PAPER.width, FORWARD_EXIT: 1 / (PAPER.width * PAPER.lanes)}


def on_their_clocks(weights: dict[int, float]) -> Judgement:
    """The claim's clock of each trained forward gap against w (1 + 1/L) t; backward gaps stay 0."""
    gaps = gaps_after_sft(TIMES)
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


EXPERIMENTS = (
    TrainingExperiment(
        "sft-dynamics",
        "clocks-kept",
        "SFT on the full table keeps every forward gap on its clock, and moves no backward gap",
        lambda: on_their_clocks(visits_per_golden_path()),
        "SFT on the full table keeps every forward gap on the clock of an entry row",
        lambda: on_their_clocks(dict.fromkeys((FORWARD_ENTRY, FORWARD_EXIT), 1 / PAPER.width)),
    ),
)
