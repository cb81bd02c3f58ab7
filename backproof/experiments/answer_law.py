"""The answers of walks and their entropies against the theory."""

from __future__ import annotations

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree, sampled
from backproof.experiments.walks import named_sizes
from backproof.sim.sampled_words import NONE, first_leaf, last_leaf
from backproof.theory.companions.entropies import READINGS, answer_entropy, answer_law
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES

GRAPH = CorridorGraph(5, 1, 2)
BUDGET, BATCH, EACH = 14, 100, 150
POLICY = "base"


def first_answers_have(reading: str) -> Judgement:
    """The first leaf, or none, against the law of a ``reading``."""
    found = sampled(POLICY, BUDGET, BATCH, graph=GRAPH, each=EACH)
    steps = (first_leaf(found.walked) - found.walked.goal) % GRAPH.width  # 0 is the target
    answer = np.where(first_leaf(found.walked) == NONE, GRAPH.width, steps)
    shares = np.column_stack([found.share(answer == value) for value in range(GRAPH.width + 1)])
    return means_agree(
        "shares of answers", shares, answer_law(GRAPH, POLICIES[POLICY](GRAPH), BUDGET, reading).tolist()
    )


def entropies_agree(*, corrected: bool) -> Judgement:
    """In all readings, of base and of RLVR. What the correction leaves out of an answer's share p is below
    (1-p)^n/(np) for n walks, less than a tenth of a standard error here.
    """
    estimates, stated = [], []
    for name in (POLICY, "rlvr"):
        found = sampled(name, BUDGET, BATCH, graph=GRAPH, each=EACH)
        answers = (first_leaf(found.walked), last_leaf(found.walked), found.walked.hit.astype(np.int64))
        estimates += [found.entropy(answer, corrected=corrected) for answer in answers]
        stated += [answer_entropy(GRAPH, POLICIES[name](GRAPH), BUDGET, reading) for reading in READINGS]
    return means_agree("entropies of answers", np.column_stack(estimates), stated)


EXPERIMENTS = (
    TrainingExperiment(
        "answer-law",
        "first-answers-walked",
        f"the first answers of base have the fork's law, at {named_sizes(GRAPH)} and {BUDGET} steps",
        lambda: first_answers_have("first leaf"),
        "they have the law of the last answers",
        lambda: first_answers_have("last leaf"),
    ),
    TrainingExperiment(
        "answer-law",
        "entropies-walked",
        f"answer entropies of base and RLVR in three readings, corrected, at {named_sizes(GRAPH)} and {BUDGET} steps",
        lambda: entropies_agree(corrected=True),
        f"the entropy of the shares among {BATCH} walks has no bias",
        lambda: entropies_agree(corrected=False),
    ),
)
