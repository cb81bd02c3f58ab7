"""What the experiments on the words of walks share: walks in batches, and how means over batches are judged.

Null hypothesis: an estimate from a batch has the expectation that the theory states, for each of several quantities.
Batches are independent, and an estimate is unbiased. Their means are taken as normal, so that Student's law gives the
interval of each. All quantities of an experiment together have the false-alarm rate `SAMPLING_ALARM`.

Main definitions: `Sampled`, `sampled`, `means_agree`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from backproof.experiments.base import Judgement
from backproof.experiments.trainings import ROUNDING, SAMPLING_ALARM, Floats
from backproof.experiments.walks import SMALL
from backproof.sample_estimators import Counts, distinct_among, entropy_by_plugging_in, entropy_corrected
from backproof.sim.sampled_words import repeated, walk_words
from backproof.sim.trajectories import Trajectories, walk_trajectories
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES


@dataclass(frozen=True, eq=False)
class Sampled:
    """Walks in ``batches`` of ``size``; each batch is of one target."""

    walked: Trajectories
    batches: int
    size: int

    @property
    def batch(self) -> Counts:
        """Of each walk."""
        return np.arange(self.batches * self.size) // self.size

    @property
    def sizes(self) -> Counts:
        return np.full(self.batches, self.size)

    def share(self, has: Floats | Counts | NDArray[np.bool_]) -> Floats:
        """(batches,): the share of the walks that have a property, or the mean of a number."""
        return np.asarray(np.reshape(has, (self.batches, self.size)).mean(axis=1), dtype=np.float64)

    def distinct(self, level: str, samples: int, *, correct: bool) -> Floats:
        """(batches,): the estimate of the number of distinct correct, or incorrect, words among so many walks."""
        ours = self.walked.hit == correct
        rows = repeated(self.batch[ours], walk_words(self.walked, level)[ours])
        return distinct_among(*rows, self.sizes, np.array([samples]))[:, 0]

    def entropy(self, thing: Counts, *, corrected: bool) -> Floats:
        """(batches,): the estimated entropy of what the walks have."""
        estimate = entropy_corrected if corrected else entropy_by_plugging_in
        return estimate(*repeated(self.batch, thing), self.sizes)


@functools.cache
def sampled(
    policy: str, budget: int, size: int, *, graph: CorridorGraph = SMALL, each: int = 20, seed: int = 7
) -> Sampled:
    """``each`` batches for each target, of walks of at most ``budget`` steps of base, SFT's or RLVR's limit."""
    walked = walk_trajectories(graph, POLICIES[policy](graph), each * size, budget, seed=seed)
    return Sampled(walked, graph.width * each, size)


def means_agree(what: str, found: Floats, stated: Sequence[float]) -> Judgement:
    """Whether the means of estimates, shape (batches, quantities), are ``stated``. What does not vary must be equal."""
    count, quantities = found.shape
    off, spread = found.mean(axis=0) - stated, found.std(axis=0, ddof=1) / math.sqrt(count)
    z = off / np.maximum(spread, ROUNDING)
    allowed = float(stats.t.isf(SAMPLING_ALARM / 2 / quantities, count - 1))
    farthest = int(np.abs(z).argmax())
    detail = (
        f"of {quantities} {what} from {count} batches the farthest is z = {z[farthest]:+.2f} off: "
        f"{stated[farthest]:.6g} stated, {found.mean(axis=0)[farthest]:.6g} found; allowed {allowed:.2f}"
    )
    return Judgement(bool((np.abs(z) <= allowed).all()), detail)
