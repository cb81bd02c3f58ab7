"""Unbiased estimates from counts of samples drawn without replacement: pass@k, distinct things among M, entropy.

Of n samples c have a property. The probability that none of k of them, drawn without replacement, has it is
C(n-c, k) / C(n, k), and its expectation over the samples is (1-p)^k: everything here is made of that.

Sources: M. Chen et al., arXiv 2107.03374 (pass@k); S. H. Hurlbert, Ecology 52 (1971) (rarefaction); Z. Zhang, Neural
Computation 24 (2012) (entropy).

Main definitions: `missed`, `estimated_pass_at_k`, `distinct_among`, `entropy_by_plugging_in`, `entropy_corrected`,
`pseudo_values`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, xlogy

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]


def missed(samples: Counts, having: Counts, drawn: Counts) -> Floats:
    """C(n-c, k) / C(n, k), by logarithms; the shapes are broadcast. NaN where k > n.

    >>> missed(np.array(4), np.array(1), np.array([1, 2, 4])).round(12).tolist()
    [0.75, 0.5, 0.0]
    """
    n, c, k = np.broadcast_arrays(samples, having, drawn)
    left = n - c - k
    with np.errstate(invalid="ignore"):
        logarithm = gammaln(n - c + 1.0) - gammaln(left + 1.0) - gammaln(n + 1.0) + gammaln(n - k + 1.0)
    found = np.where(left >= 0, np.exp(np.where(left >= 0, logarithm, 0.0)), 0.0)
    return np.where(c == 0, 1.0, found) + np.where(k > n, np.nan, 0.0)


def estimated_pass_at_k(samples: Counts, correct: Counts, budgets: Counts) -> Floats:
    """(problems, budgets): the unbiased estimate of 1 - (1-p)^k for each problem."""
    return 1 - missed(samples[:, None], correct[:, None], budgets[None, :])


def distinct_among(problem: Counts, times: Counts, how_many: Counts, samples: Counts, budgets: Counts) -> Floats:
    """(problems, budgets): the unbiased estimate of how many distinct things are among M samples of a problem.

    Row i says that ``how_many[i]`` things were each seen ``times[i]`` times among the ``samples`` of ``problem[i]``.
    """
    return np.column_stack(
        [_summed(problem, how_many * (1 - missed(samples[problem], times, budget)), samples) for budget in budgets]
    )


def entropy_by_plugging_in(problem: Counts, times: Counts, how_many: Counts, samples: Counts) -> Floats:
    """(problems,): the entropy in nats of the shares that were seen, which is too low on average. Rows as above."""
    share = times / samples[problem]
    return _summed(problem, -how_many * xlogy(share, share), samples)


def entropy_corrected(problem: Counts, times: Counts, how_many: Counts, samples: Counts) -> Floats:
    """(problems,): the sum of (m/n) (digamma(n) - digamma(m)), in nats. Rows as above.

    Its expectation is the entropy's series sum over v >= 1 of (1/v) sum p (1-p)^v, cut after v = n-1. What is missing
    is positive and falls exponentially in n.
    """
    n = samples[problem]
    return _summed(problem, how_many * (times / n) * (digamma(n) - digamma(times)), samples)


def pseudo_values(batches: Any, statistic: Callable[[Any], Any]) -> Floats:
    """(batches, ...): the jackknife's pseudo-values of a statistic; ``batches`` has the data of a batch in each row.

    The pseudo-values of a mean are the means of the batches. If the statistic is an unbiased estimate for every number
    of batches, so is the mean of its pseudo-values; if its bias is proportional to 1/number, the mean has none.

    >>> pseudo_values(np.array([[1, 2], [3, 6]]), np.mean).tolist()
    [1.5, 4.5]
    """
    count, whole = len(batches), statistic(batches)
    without = [statistic(np.delete(batches, i, axis=0)) for i in range(count)]
    return np.array([count * whole - (count - 1) * one for one in without])


def _summed(problem: Counts, values: Floats, samples: Counts) -> Floats:
    """(problems,): the sums of the values of each problem."""
    return np.bincount(problem, values, len(samples)).astype(np.float64)
