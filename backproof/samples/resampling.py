"""Intervals by resampling problems: the problems are taken for a random sample of all problems of their kind.

A resample draws as many problems as there are, with replacement; both models keep their samples of each. The interval
is a percentile interval, widened as T. C. Hesterberg (The American Statistician 69, 2015) proposes: for the mean of a
few normal values it has the width of Student's interval.

Main definitions: `Estimated`, `Resamples`, `central`, `near_the_ends`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from backproof.sample_estimators import Counts, Floats

CONFIDENCE = 0.95
DRAWS = 2000
MOST_CLASSES = 5000
"""With more classes of problems, problems are put into `BLOCKS` blocks at random, and blocks are resampled."""
BLOCKS = 2000
CHUNK = 2 * 10**6
FEW_CASES = 10
"""Cases or their opposites below which resampling alone gives a share an interval that is too narrow."""
EQUAL = 1e-9
"""What is nearer to 0 or 1 is off by rounding."""


@dataclass(frozen=True)
class Estimated:
    """An estimate with its confidence interval. None is unknown: nothing to divide by, or a single problem."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Resamples:
    """Resamples of problems that fall into classes of ``members`` problems alike."""

    def __init__(self, members: Counts, seed: int) -> None:
        self.members, self.seed = members, seed
        self.problems = int(members.sum())
        self._order = np.zeros(0, np.int64)
        if len(members) > MOST_CLASSES:
            every = np.repeat(np.arange(len(members)), members)
            self._order = np.random.default_rng(seed).permutation(every)

    def sums(self, values: Floats) -> Floats:
        """(draws, columns): the sums over the problems of each resample; ``values`` are (classes, columns)."""
        if not len(self._order):
            return self._drawn(self.members, values)
        starts = np.arange(BLOCKS) * self.problems // BLOCKS
        sizes = np.diff([*starts, self.problems])
        blocks = np.column_stack([np.add.reduceat(column[self._order], starts) for column in values.T])
        drawn = self._drawn(np.ones(BLOCKS, np.int64), np.column_stack([blocks, sizes]))
        return drawn[:, :-1] * (self.problems / drawn[:, -1:])

    def _drawn(self, members: Counts, values: Floats) -> Floats:
        """The sums over resamples of so many members of each class."""
        rng = np.random.default_rng(self.seed)
        many = int(members.sum())
        step = max(1, CHUNK // len(members))
        sizes = [min(step, DRAWS - begin) for begin in range(0, DRAWS, step)]
        return np.concatenate([rng.multinomial(many, members / many, size=size) @ values for size in sizes])

    def means(self, values: Floats) -> list[Estimated]:
        """The mean over the problems of each column, with its interval."""
        return self.intervals(self.members @ values / self.problems, self.sums(values) / self.problems)

    def intervals(self, estimates: Floats, resampled: Floats) -> list[Estimated]:
        """An interval for each of the ``estimates`` (columns,) from the ``resampled`` ones (draws, columns)."""
        return [self.interval(float(one), column) for one, column in zip(estimates, resampled.T, strict=True)]

    def interval(self, estimate: float, resampled: Floats) -> Estimated:
        """Of one column. The ends are values that were drawn, so that infinite ones are allowed. NaN is left out."""
        if math.isnan(estimate):
            return Estimated(None)
        known = resampled[~np.isnan(resampled)]
        if self.problems < 2 or not len(known):
            return Estimated(estimate)
        level = widened_level(self.problems)
        low, high = np.quantile(known, [level, 1 - level], method="inverted_cdf")
        return Estimated(estimate, float(low), float(high))

    def alike_as(self, values: Floats) -> Floats:
        """(columns,): of (classes, columns) numbers from 0 to 1, as how many yes-or-no cases they have their variance.

        That is the number of problems if all numbers are 0 or 1, and more if they are in between. Where a few problems
        make up nearly all of the sum, their variance says little, and it is the number of problems too.
        """
        mean, square = (self.members @ part / self.problems for part in (values, values**2))
        spread, most = square - mean**2, mean * (1 - mean)
        rare = np.where(mean > 0.5, 1 - values, values)
        total, squares = self.members @ rare, self.members @ rare**2
        few = total**2 < FEW_CASES * squares + EQUAL  # as many equal contributions would have these sums
        return np.where(few, self.problems, self.problems * most / np.maximum(spread, EQUAL))


def central(drawn: Floats) -> list[Estimated]:
    """For each column the median of what was ``drawn``, and the range between the quantiles that hold the confidence.

    All three are values that were drawn, so the median lies in the range. NaN is left out, and unknown if all are NaN.
    """
    level = (1 - CONFIDENCE) / 2
    known = (column[~np.isnan(column)] for column in drawn.T)
    return [
        Estimated(*np.quantile(column, [0.5, level, 1 - level], method="inverted_cdf").tolist())
        if len(column)
        else Estimated(None)
        for column in known
    ]


def near_the_ends(found: Estimated, cases: float, unit: float = 1.0) -> Estimated:
    """The interval of a share of ``cases``, in ``unit``s, widened to that of Clopper and Pearson near 0 and 1.

    If all problems are solved, so are those of every resample: resampling alone would say that this is certain.
    """
    if found.value is None or found.low is None or found.high is None:
        return found
    share = min(max(found.value / unit, 0.0), 1.0)
    yes, no = share * cases, (1 - share) * cases
    if min(yes, no) >= FEW_CASES:
        return found
    tail = (1 - CONFIDENCE) / 2
    low = stats.beta.ppf(tail, yes, no + 1) if yes > EQUAL else 0.0
    high = stats.beta.ppf(1 - tail, yes + 1, no) if no > EQUAL else 1.0
    return Estimated(found.value, min(found.low, unit * float(low)), max(found.high, unit * float(high)))


def widened_level(problems: int) -> float:
    """The probability below the interval, for so many problems.

    >>> round(widened_level(30), 4), round(widened_level(10**6), 4)
    (0.0188, 0.025)
    """
    tail = (1 - CONFIDENCE) / 2
    return float(stats.norm.cdf(math.sqrt(problems / (problems - 1)) * stats.t.ppf(tail, problems - 1)))
