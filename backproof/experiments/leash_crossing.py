"""pass@k of trained forks, and where it crosses that of the one-hot fork, estimated from walks, against the theory."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import Sampled, means_agree, none_below_zero, sampled
from backproof.experiments.trainings import Floats
from backproof.experiments.walks import named_sizes
from backproof.sample_estimators import estimated_pass_at_k
from backproof.theory.companions.pass_at_k import crossing, pass_at_k, success_probabilities
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

GRAPH = CorridorGraph(4, 1, 2)
ROOTS = (4, 3, 2, 1)
PRIOR = tuple(root**2 / sum(r**2 for r in ROOTS) for root in ROOTS)
FORKS = {"uniform": (1, 1, 1, 1), "square root": ROOTS, "prior": PRIOR, "one-hot": (1, 0, 0, 0)}
"""In proportion to 1, to the square root of the prior (16, 9, 4, 1)/30, to the prior, and of its likeliest corridor."""

BUDGET, BATCH, EACH = 12, 300, 40
KS = (1, 2, 3, 8, 32)


def forked_walks(fork: str) -> Sampled:
    """Of base with this fork; the walks of different forks are independent."""
    return sampled("base", BUDGET, BATCH, graph=GRAPH, fork=FORKS[fork], each=EACH, seed=[*FORKS].index(fork))


def estimated(fork: str, samples: Sequence[int]) -> Floats:
    """(rounds, k): pass@k when targets follow the prior."""
    found = forked_walks(fork)
    correct = np.rint(found.share(found.walked.hit) * BATCH).astype(np.int64)
    return found.by_prior(estimated_pass_at_k(found.sizes, correct, np.array(samples)), PRIOR)


def successes(fork: str) -> Floats:
    return success_probabilities(GRAPH, Policy.base(GRAPH), BUDGET, fork=FORKS[fork])[:, -1]


def forks_agree(stated: Sequence[str]) -> Judgement:
    """Of each fork, against what the theory states of the forks ``stated``."""
    found = np.hstack([estimated(fork, KS) for fork in FORKS])
    expected = np.hstack([pass_at_k(successes(fork), KS, PRIOR) for fork in stated])
    return means_agree("values of pass@k", found, expected.tolist())


def crosses_at(k: int) -> Judgement:
    """Whether k is the first number of samples at which the uniform fork may be ahead of the one-hot one."""
    uniform, hot = (estimated(fork, (k - 1, k)) for fork in ("uniform", "one-hot"))
    return none_below_zero(f"leads before and at k = {k}", (uniform - hot) * [-1, 1])


def by_the_expected_number() -> int:
    """The false crossing: the first k at which k samples have more than m successes on average."""
    return math.floor(PRIOR[0] / float(successes("uniform")[0])) + 1


EXPERIMENTS = (
    TrainingExperiment(
        "leash-crossing",
        "forks-walked",
        f"pass@k of base with four forks, k = 1 to {KS[-1]}, at {named_sizes(GRAPH)} and {BUDGET} steps",
        lambda: forks_agree([*FORKS]),
        "the fork in proportion to the square root of the prior has the pass@k of the uniform one",
        lambda: forks_agree(["uniform", "uniform", "prior", "one-hot"]),
    ),
    TrainingExperiment(
        "leash-crossing",
        "crossing-walked",
        f"the k at which the uniform fork passes the one-hot one, at {named_sizes(GRAPH)} and {BUDGET} steps",
        lambda: crosses_at(math.ceil(crossing(PRIOR[0], successes("uniform")[0]))),
        "it does from k p > m on",
        lambda: crosses_at(by_the_expected_number()),
    ),
)
