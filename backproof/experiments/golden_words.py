"""Distinct correct and incorrect words, estimated from walks by rarefaction, against the theory."""

from __future__ import annotations

import functools

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import TUNED, means_agree, sampled
from backproof.experiments.walks import SMALL, named_sizes
from backproof.theory.companions.distinct_trajectories import LEVELS, distinct_trajectories

SAMPLES, BATCH = 64, 300
"""The walks among which distinct words are counted, and those of a batch, from which that is estimated."""

SHORT, LONG = SMALL.shortest_path_length, 26


def distinct_words_agree(of: str, stated: str, budget: int) -> Judgement:
    """The words of the policy ``of`` at all levels against what the theory states of the policy ``stated``."""
    found = sampled(of, budget, BATCH)
    estimates = [found.distinct(level, SAMPLES, correct=side) for level in LEVELS for side in (True, False)]
    return means_agree("numbers of distinct words", np.column_stack(estimates), _expected(stated, budget))


@functools.cache
def _expected(policy: str, budget: int) -> list[float]:
    tuned = TUNED[policy](SMALL)
    return [float(n) for level in LEVELS for n in distinct_trajectories(SMALL, tuned, level, budget, SAMPLES)]


def _experiment(policy: str, budget: int, other: str) -> TrainingExperiment:
    return TrainingExperiment(
        "golden-words",
        f"{policy}-{budget}-steps",
        f"distinct words among {SAMPLES} walks of {policy}, at four levels, {named_sizes(SMALL)} and {budget} steps",
        lambda: distinct_words_agree(policy, policy, budget),
        f"{policy} has as many as {other}",
        lambda: distinct_words_agree(policy, other, budget),
    )


EXPERIMENTS = (
    _experiment("base", SHORT, "sft"),
    _experiment("sft", SHORT, "base"),
    _experiment("base", LONG, "sft"),
    _experiment("sft", LONG, "rlvr"),
    _experiment("rlvr", LONG, "sft"),
    _experiment("student", LONG, "rlvr"),
    _experiment("sft-then-rlvr", LONG, "rlvr"),
)
