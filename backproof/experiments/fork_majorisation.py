"""The first answers and the distinct walks of trained forks, estimated from walks, against the theory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.leash_crossing import BUDGET, FORKS, GRAPH, PRIOR, forked_walks
from backproof.experiments.sampled_words import means_agree, none_below_zero
from backproof.experiments.trainings import Floats
from backproof.experiments.walks import named_sizes
from backproof.sim.sampled_words import NONE, first_leaf
from backproof.theory.companions.distinct_trajectories import LEVELS, distinct_trajectories
from backproof.theory.companions.entropies import answer_law, entropy
from backproof.theory.policy import Policy

SAMPLES = 20
"""The walks among which distinct ones are counted."""

SWAPPED = ("uniform", "prior", "square root", "one-hot")

Judge: TypeAlias = Callable[[Sequence[str]], Judgement]


def _shares(fork: str) -> Floats:
    """(batches, W + 1): of the first leaves by corridor, and of no leaf."""
    found = forked_walks(fork)
    answer = np.where(first_leaf(found.walked) == NONE, GRAPH.width, first_leaf(found.walked))
    return np.column_stack([found.share(answer == value) for value in range(GRAPH.width + 1)])


def answers_agree(stated: Sequence[str]) -> Judgement:
    """Shares and entropies. An answer has a share of 0.02 or more, so that what the correction leaves out of the
    entropy, (1-p)^n/n for each answer, is below 1e-5, a hundredth of a standard error.
    """
    found, expected = [], list[float]()
    for fork, other in zip(FORKS, stated, strict=True):
        walks = forked_walks(fork)
        law = answer_law(GRAPH, Policy.base(GRAPH), BUDGET, "first leaf", fork=FORKS[other])
        found += [_shares(fork), walks.entropy(first_leaf(walks.walked), corrected=True)[:, None]]
        expected += [*law, entropy(law)]
    return means_agree("shares and entropies", np.hstack(found), expected)


def are_ordered(forks: Sequence[str]) -> Judgement:
    """Whether each fork can have as many of its first leaves in the m likeliest corridors as the one before."""
    sums = [_shares(fork)[:, :-1].cumsum(axis=1) for fork in forks]
    return none_below_zero("gains", np.hstack([more - less for less, more in itertools.pairwise(sums)]))


def distinct_walks_agree(stated: Sequence[str]) -> Judgement:
    """Correct and incorrect, at all levels, averaged over the targets by the prior."""
    found, expected = [], list[float]()
    for fork, other in zip(FORKS, stated, strict=True):
        walks = forked_walks(fork)
        sides = [walks.distinct(level, SAMPLES, correct=side) for level in LEVELS for side in (True, False)]
        found.append(walks.by_prior(np.column_stack(sides), PRIOR))
        expected += _distinct(other)
    return means_agree("numbers of distinct walks", np.hstack(found), expected)


def _distinct(fork: str) -> list[float]:
    def of(level: str, target: int) -> tuple[float, float]:
        return distinct_trajectories(GRAPH, Policy.base(GRAPH), level, BUDGET, SAMPLES, fork=FORKS[fork], target=target)

    by_target = [np.ravel([of(level, target) for level in LEVELS]) for target in range(GRAPH.width)]
    return list(np.array(PRIOR) @ by_target)


def _experiment(name: str, words: str, twin_words: str, judge: Judge, false: Sequence[str]) -> TrainingExperiment:
    """``judge`` takes the forks whose values the theory states, or their order."""
    stated = f"{words} of four forks, at {named_sizes(GRAPH)} and {BUDGET} steps"
    return TrainingExperiment(
        "fork-majorisation", name, stated, lambda: judge([*FORKS]), twin_words, lambda: judge(false)
    )


EXPERIMENTS = (
    _experiment(
        "first-answers-walked",
        "the law and the entropy of the first answer",
        "the law of pi is that of sqrt(pi), and the other way round",
        answers_agree,
        SWAPPED,
    ),
    _experiment(
        "order-walked",
        "the order of the first answers",
        "the fork in proportion to sqrt(pi) majorises pi",
        are_ordered,
        SWAPPED,
    ),
    _experiment(
        "distinct-walks",
        f"distinct correct and incorrect walks among {SAMPLES}, by {', '.join(LEVELS[:-1])} and {LEVELS[-1]},",
        "as many with pi as with sqrt(pi), and the other way round",
        distinct_walks_agree,
        SWAPPED,
    ),
)
