"""Statistical tests that the simulator's tests share. Each states its false-alarm rate."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

FALSE_ALARM = 1e-6
"""The rate of each comparison under its null hypothesis. Seeds are fixed, so only a change of code can give an alarm.
"""


def kolmogorov_excess(sample, distribution_function):
    """Kolmogorov's statistic of integers over the bound that it exceeds with probability `FALSE_ALARM`; above 1 is an
    alarm.

    Null: the sample is independent with this distribution function. By the inequality of Dvoretzky, Kiefer, Wolfowitz
    and Massart the statistic of n draws exceeds sqrt(log(2 / rate) / (2 n)) with at most that probability, for every
    distribution.
    """
    values, counts = np.unique(sample, return_counts=True)
    off = np.abs(np.cumsum(counts) / len(sample) - distribution_function(values)).max()
    return off / math.sqrt(math.log(2 / FALSE_ALARM) / (2 * len(sample)))


def same_law(first, second):
    """Whether two samples pass the two-sample Kolmogorov test at `FALSE_ALARM`; ties make it more lenient.

    Null: independent samples of one law.
    """
    return stats.ks_2samp(first, second, method="asymp").pvalue > FALSE_ALARM


def mean_excess(sample, expected):
    """|mean - expected| over the bound that it exceeds with probability `FALSE_ALARM`, for each column; above 1 is an
    alarm.

    Null: independent rows with that expectation. The mean is taken as normal, since rows are sums over many episodes.
    """
    error = np.std(sample, axis=0, ddof=1) / math.sqrt(len(sample))
    off = np.abs(np.mean(sample, axis=0) - expected)
    rounding = 1e-14 * np.abs(expected) + 1e-300  # the last term is for columns that are always 0
    return off / (stats.norm.isf(FALSE_ALARM / 2) * error + rounding)
