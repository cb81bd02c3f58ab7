"""SFT on golden paths moves no backward row, not even by a bit."""

from __future__ import annotations

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, FORWARD
from backproof.sim.descent import descend, plain
from backproof.sim.losses import Loss, rlvr_loss, sft_loss
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES


def backward_rows_stay(loss: Loss, step: float, steps: int = 300) -> Judgement:
    """Plain descent from gaps drawn uniformly from -1 to 1: all forward rows move, and no backward row."""
    start = np.random.default_rng(2).uniform(-1, 1, (len(FAMILIES), PAPER.depth))
    *_, last = descend(loss, start, plain, step=step, steps=steps)
    moved = last.logits != start
    forward, backward = int(moved[FORWARD].sum()), int(moved[BACKWARD].sum())
    detail = (
        f"{backward} of {2 * PAPER.depth} backward rows and {forward} of as many forward rows have moved after {steps} "
        "plain steps"
    )
    return Judgement(backward == 0 and forward == 2 * PAPER.depth, detail)


EXPERIMENTS = (
    TrainingExperiment(
        "zero-gradient",
        "sft-leaves-backward-rows",
        "SFT moves every forward row, and no backward row by a bit",
        lambda: backward_rows_stay(sft_loss(PAPER), 0.1),
        "RLVR moves every forward row, and no backward row by a bit",
        lambda: backward_rows_stay(rlvr_loss(PAPER), 1e-9),
    ),
)
