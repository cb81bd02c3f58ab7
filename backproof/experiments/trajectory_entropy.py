"""Entropies of trajectories and of tokens, estimated from walks, against the theory."""

from __future__ import annotations

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree, sampled
from backproof.experiments.walks import SMALL, named_sizes
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.sampled_words import mean_along, walk_words
from backproof.theory.companions.entropies import token_entropy, trajectory_entropy
from backproof.theory.companions.pass_at_k import success_probabilities
from backproof.theory.policy import POLICIES, Policy

BUDGET, BATCH = 26, 120

SHORT, FEW_WORDS = 8, 200
"""RLVR's words of 8 steps have a probability of 1/24 or more. What the correction leaves out of their entropy is below
(23/24)^n/(n/24) = 2.5e-5 for n = 200, and a standard error is 100 times that.
"""


def row_entropies_agree(*, along_the_walk: bool) -> Judgement:
    """The mean over a walk, and the sum, of the entropies of its rows. The false sum is the mean times the steps."""
    estimates, stated = [], []
    for name, build in POLICIES.items():
        found, policy = sampled(name, BUDGET, BATCH), build(SMALL)
        steps = np.bincount(found.walked.walk)
        means = mean_along(found.walked, corridor_table(SMALL, policy).row_entropies())
        estimates += [found.share(means), found.share(means * steps)]
        tokens = token_entropy(SMALL, policy, BUDGET)
        on_average = float((1 - success_probabilities(SMALL, policy, BUDGET)[0, :-1]).sum())
        stated += [tokens, trajectory_entropy(SMALL, policy, BUDGET) if along_the_walk else tokens * on_average]
    return means_agree("entropies", np.column_stack(estimates), stated)


def word_entropy_agrees(*, corrected: bool) -> Judgement:
    found = sampled("rlvr", SHORT, FEW_WORDS)
    estimate = found.entropy(walk_words(found.walked, "edge"), corrected=corrected)
    return means_agree("entropy", estimate[:, None], [trajectory_entropy(SMALL, Policy.optimal(SMALL), SHORT)])


EXPERIMENTS = (
    TrainingExperiment(
        "trajectory-entropy",
        "rows-walked",
        f"row entropies along walks of base, SFT and RLVR, mean and sum, at {named_sizes(SMALL)} and {BUDGET} steps",
        lambda: row_entropies_agree(along_the_walk=True),
        "the entropy of a trajectory is that of a token times the mean number of steps",
        lambda: row_entropies_agree(along_the_walk=False),
    ),
    TrainingExperiment(
        "trajectory-entropy",
        "words-walked",
        f"the entropy of RLVR's words from their numbers, corrected, at {named_sizes(SMALL)} and {SHORT} steps",
        lambda: word_entropy_agrees(corrected=True),
        f"the entropy of the shares among {FEW_WORDS} walks has no bias",
        lambda: word_entropy_agrees(corrected=False),
    ),
)
