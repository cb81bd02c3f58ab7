"""Problems and words that tuning keeps, adds and loses, estimated from walks, against the theory."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from scipy import stats

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree, sampled
from backproof.experiments.trainings import SAMPLING_ALARM
from backproof.experiments.walks import SMALL, named_sizes
from backproof.sample_estimators import estimated_pass_at_k
from backproof.sim.sampled_words import walk_words
from backproof.sim.trajectories import walk_trajectories
from backproof.theory.companions.pass_at_k import success_probabilities
from backproof.theory.companions.supports import Supports, expected_supports, word_supports
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES, Policy

BUDGET, BATCH, K = 26, 40, 8


def supports_agree(tuned: str, stated: Sequence[float]) -> Judgement:
    """P, E and S among the targets, of base and of another sample, from the unbiased chance that K walks solve one."""
    samples = sampled("base", BUDGET, BATCH), sampled(tuned, BUDGET, BATCH, seed=8)
    correct = (np.rint(found.share(found.walked.hit) * BATCH).astype(np.int64) for found in samples)
    u, v = (estimated_pass_at_k(samples[0].sizes, solved, np.array([K]))[:, 0] for solved in correct)
    supports = SMALL.width * np.column_stack([u * v, (1 - u) * v, u * (1 - v)])
    return means_agree(f"numbers of {SMALL.width} problems", supports, stated)


def _expected(tuned: str) -> Supports:
    base, other = (
        success_probabilities(SMALL, POLICIES[name](SMALL), BUDGET)[:, -1].tolist() for name in ("base", tuned)
    )
    return expected_supports(base, other, K)


def _without_a_null() -> list[float]:
    """As if identical models always solved the same problems."""
    solved = sum(_expected("base")[:2])
    return [solved, 0, 0]


# --- words -----------------------------------------------------------------------------------------------------------

TINY = CorridorGraph(2, 1, 2)
MODELS = ("base", "rlvr")
LEAST, WALKS, WORDS_OF = 0.003, 40_000, 10
"""The threshold eps, the walks of each model, and their budget."""


def words_agree(stated: Supports) -> Judgement:
    """How many correct words have a share above `LEAST` in samples of base and of RLVR, in both, or in one alone."""
    above = [_above(name) for name in MODELS]
    found = Supports(len(above[0] & above[1]), len(above[1] - above[0]), len(above[0] - above[1]))
    risk = sum(map(_misjudged, MODELS))
    detail = f"{WALKS} walks each: P, E, S = {tuple(found)} found, {tuple(stated)} stated; misjudged with {risk:.1g}"
    return Judgement(found == stated and risk <= SAMPLING_ALARM, detail)


def _words() -> Supports:
    return word_supports(TINY, Policy.base(TINY), Policy.optimal(TINY), WORDS_OF, LEAST)


def _all_kept(found: Supports) -> Supports:
    return Supports(found.preserved + found.shrinkage, found.expansion, 0)


@functools.cache
def _above(model: str) -> set[tuple[str, ...]]:
    walked = walk_trajectories(TINY, POLICIES[model](TINY), WALKS, WORDS_OF, seed=MODELS.index(model))
    ours = walked.hit & (walked.goal == 0)
    _, first, times = np.unique(walk_words(walked, "edge")[ours], return_index=True, return_counts=True)
    frequent = np.flatnonzero(ours)[first[times > LEAST * WALKS]]
    return {tuple(str(walked.edges[state]) for state in walked.state[walked.walk == walk]) for walk in frequent}


def _misjudged(model: str) -> float:
    """An upper bound of the chance that any correct word has a share on the wrong side of the threshold."""
    most = int(LEAST * WALKS)
    words = count_words([word_chain(TINY, POLICIES[model](TINY))], WORDS_OF).correct
    chances = ((float(kind.probabilities[0]), kind.number) for kind in words)
    tails = (n * (stats.binom.cdf if p > LEAST else stats.binom.sf)(most, WALKS, p) for p, n in chances)
    return float(sum(tails))


EXPERIMENTS = (
    TrainingExperiment(
        "support-counts",
        "identical-models-walked",
        f"problems solved by two samples of base with {K} walks each, at {named_sizes(SMALL)} and {BUDGET} steps",
        lambda: supports_agree("base", _expected("base")),
        "identical models solve the same problems",
        lambda: supports_agree("base", _without_a_null()),
    ),
    TrainingExperiment(
        "support-counts",
        "tuned-models-walked",
        f"problems solved by base and by RLVR with {K} walks each, at {named_sizes(SMALL)} and {BUDGET} steps",
        lambda: supports_agree("rlvr", _expected("rlvr")),
        "RLVR solves what SFT does",
        lambda: supports_agree("rlvr", _expected("sft")),
    ),
    TrainingExperiment(
        "support-counts",
        "words-walked",
        f"words above eps = {LEAST} of base and of RLVR, at {named_sizes(TINY)} and {WORDS_OF} steps",
        lambda: words_agree(_words()),
        "RLVR keeps the words of base",
        lambda: words_agree(_all_kept(_words())),
    ),
)
