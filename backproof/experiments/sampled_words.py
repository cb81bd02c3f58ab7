"""What the experiments on the words of walks share: walks in batches, and how means over batches are judged.

Null hypothesis: an estimate from a batch has the expectation that the theory states, for each of several quantities.
Batches are independent, and an estimate is unbiased. Their means are taken as normal, so that Student's law gives the
interval of each. All quantities of an experiment together have the false-alarm rate `SAMPLING_ALARM`.

Main definitions: `Sampled`, `sampled`, `TUNED`, `means_agree`, `none_below_zero`.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from backproof.experiments.base import Judgement
from backproof.experiments.trainings import ROUNDING, SAMPLING_ALARM, Floats
from backproof.experiments.walks import SMALL
from backproof.sample_estimators import Counts, distinct_among, entropy_by_plugging_in, entropy_corrected
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.sampled_words import repeated, walk_words
from backproof.sim.trajectories import Trajectories, table_trajectories
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES, Policy, by_family
from backproof.theory.relaxations.distillation import student_policy
from backproof.theory.sft import sft_policy
from backproof.theory.sign_descent import sign_descent
from backproof.theory.training_flows import vertex_gaps

SFT_TIME, STUDENT_TIME, SIGN_STEPS = 4.0, 2.0, 150
"""Times of SFT's flow, and steps of RLVR by the signs of the gradient, of 0.01 nats."""


def _sft_then_rlvr(graph: CorridorGraph) -> Policy:
    start = vertex_gaps(graph, sft_policy(graph, SFT_TIME))
    _, gaps, _ = next(itertools.islice(sign_descent(graph, start), SIGN_STEPS, None))
    return Policy.from_gaps(graph, **by_family(*np.split(gaps, 2)))


TUNED: Mapping[str, Callable[[CorridorGraph], Policy]] = {
    **POLICIES,
    "student": lambda graph: student_policy(graph, uncleaned=1.0, time=STUDENT_TIME),
    "sft-then-rlvr": _sft_then_rlvr,
}
"""Beside the three policies of the theorem a student of RLVR's traces, and RLVR from SFT, both on their way."""


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

    def by_prior(self, estimates: Floats, prior: Sequence[float]) -> Floats:
        """(rounds, quantities): a round is one batch of each target; its ``estimates``, averaged by the prior."""
        rounds = estimates.reshape(len(prior), self.batches // len(prior), -1)
        return np.asarray(np.tensordot(prior, rounds, axes=1), dtype=np.float64)

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
    policy: str,
    budget: int,
    size: int,
    *,
    graph: CorridorGraph = SMALL,
    fork: tuple[float, ...] | None = None,
    each: int = 20,
    seed: int = 7,
) -> Sampled:
    """``each`` batches for each target, of walks of at most ``budget`` steps of a policy in `TUNED`.

    The fork takes each corridor in proportion to its weight in ``fork``; None is the uniform fork.
    """
    table = corridor_table(graph, TUNED[policy](graph), fork)
    return Sampled(table_trajectories(table, each * size, budget, seed=seed), graph.width * each, size)


def means_agree(what: str, found: Floats, stated: Sequence[float]) -> Judgement:
    """Whether the means of estimates, shape (batches, quantities), are ``stated``. What does not vary must be equal."""
    count, quantities = found.shape
    z, allowed = _errors_off(found, stated), _quantile(count, 2 * quantities)
    farthest = int(np.abs(z).argmax())
    detail = (
        f"of {quantities} {what} from {count} batches the farthest is z = {z[farthest]:+.2f} off: "
        f"{stated[farthest]:.6g} stated, {found.mean(axis=0)[farthest]:.6g} found; allowed {allowed:.2f}"
    )
    return Judgement(bool((np.abs(z) <= allowed).all()), detail)


def none_below_zero(what: str, found: Floats) -> Judgement:
    """Whether the means of estimates, shape (batches, quantities), can all be zero or more."""
    count, quantities = found.shape
    z, allowed = _errors_off(found, [0.0] * quantities), _quantile(count, quantities)
    least = int(z.argmin())
    detail = (
        f"of {quantities} {what} from {count} batches the least is {found.mean(axis=0)[least]:.4g}, "
        f"z = {z[least]:+.2f}; allowed -{allowed:.2f}"
    )
    return Judgement(bool(z[least] >= -allowed), detail)


def _errors_off(found: Floats, stated: Sequence[float]) -> Floats:
    """(quantities,): how many standard errors the means are above what is stated."""
    spread = found.std(axis=0, ddof=1) / math.sqrt(len(found))
    return np.asarray((found.mean(axis=0) - stated) / np.maximum(spread, ROUNDING))


def _quantile(count: int, sides: int) -> float:
    """What Student's statistic of ``count`` batches exceeds, on any of so many sides, with `SAMPLING_ALARM` at most."""
    return float(stats.t.isf(SAMPLING_ALARM / sides, count - 1))
