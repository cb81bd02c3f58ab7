"""Sound successes of walks against the theory."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree, sampled
from backproof.experiments.walks import SMALL, named_sizes
from backproof.sim.sampled_words import sound
from backproof.theory.companions.pass_at_k import cot_success_probability, success_probabilities
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES, Policy

BUDGET, BATCH, EACH = 36, 120, 60
"""Within 36 steps a walk can come to a fourth leaf, so that it can take a corridor again after another one."""

TRAINED = ("sft", "rlvr")
"""At base sound successes are too rare for the normal approximation."""


def sound_successes_have(stated: Callable[[CorridorGraph, Policy, int], float]) -> Judgement:
    samples = [sampled(name, BUDGET, BATCH, each=EACH) for name in TRAINED]
    shares = np.column_stack([found.share(sound(found.walked)) for found in samples])
    return means_agree("shares", shares, [stated(SMALL, POLICIES[name](SMALL), BUDGET) for name in TRAINED])


def _any_success(graph: CorridorGraph, policy: Policy, budget: int) -> float:
    return float(success_probabilities(graph, policy, budget)[0, -1])


EXPERIMENTS = (
    TrainingExperiment(
        "cot-pass",
        "sound-walked",
        f"sound successes of SFT and RLVR at {named_sizes(SMALL)} and {BUDGET} steps",
        lambda: sound_successes_have(cot_success_probability),
        "every success is sound",
        lambda: sound_successes_have(_any_success),
    ),
)
