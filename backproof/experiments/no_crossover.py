"""pass@k, estimated from walks, against the theory."""

from __future__ import annotations

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree, sampled
from backproof.experiments.walks import SMALL, named_sizes
from backproof.sample_estimators import estimated_pass_at_k
from backproof.theory.companions.pass_at_k import pass_at_k, success_probabilities
from backproof.theory.policy import POLICIES

BUDGET, BATCH, EACH = 12, 10, 400
KS = np.array([1, 2, 8])


def pass_at_k_agrees(*, unbiased: bool) -> Judgement:
    """Of all three policies. The biased estimate puts the share of the successes in for their probability."""
    estimates, stated = [], []
    for name, policy in POLICIES.items():
        found = sampled(name, BUDGET, BATCH, each=EACH)
        solved = found.share(found.walked.hit)
        correct = np.rint(solved * BATCH).astype(np.int64)
        estimates.append(estimated_pass_at_k(found.sizes, correct, KS) if unbiased else 1 - (1 - solved[:, None]) ** KS)
        stated += pass_at_k(success_probabilities(SMALL, policy(SMALL), BUDGET)[:, -1], KS).tolist()
    return means_agree("values of pass@k", np.hstack(estimates), stated)


EXPERIMENTS = (
    TrainingExperiment(
        "no-crossover",
        "pass-at-k-walked",
        f"pass@k of base, SFT and RLVR, k = 1, 2 and 8, at {named_sizes(SMALL)} and {BUDGET} steps",
        lambda: pass_at_k_agrees(unbiased=True),
        "1 - (1 - c/n)^k has no bias",
        lambda: pass_at_k_agrees(unbiased=False),
    ),
)
