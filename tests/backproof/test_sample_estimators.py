"""The estimators against exact enumeration: every sample of a small law, weighted with its probability."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from backproof.sample_estimators import (
    distinct_among,
    entropy_by_plugging_in,
    entropy_corrected,
    estimated_pass_at_k,
    missed,
)

LAWS = [(Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), (Fraction(9, 10), Fraction(1, 10)), (Fraction(1),)]
ROUNDING = 1e-12
"""Four logarithms of factorials below 1e5 round to 4e-16 times 1e3 each; here numbers are below 10."""


def groups(sample):
    """The rows that the estimators expect of one problem, from the things that were drawn."""
    times = Counter(Counter(sample).values())
    rows = np.array(sorted(times.items()), dtype=np.int64)
    return np.zeros(len(rows), np.int64), rows[:, 0], rows[:, 1], np.array([len(sample)])


def expectation(law, size, estimate):
    """Over all samples of this size."""
    return math.fsum(
        float(math.prod(law[thing] for thing in sample)) * estimate(sample)
        for sample in itertools.product(range(len(law)), repeat=size)
    )


@pytest.mark.parametrize("n", range(1, 9))
def test_the_chance_to_miss_is_the_quotient_of_binomials(n):
    for c, k in itertools.product(range(n + 1), range(1, n + 1)):
        exact = Fraction(math.comb(n - c, k), math.comb(n, k))
        assert missed(np.array(n), np.array(c), np.array(k)) == pytest.approx(float(exact), abs=ROUNDING)


def test_the_chance_to_miss_keeps_its_digits_at_large_counts():
    """gammaln is relatively exact to 1e-16, and at 1e5 it is 1e6: the four round to 4e-10 in all."""
    n, c, k = 100_000, 300, 1024
    exact = Fraction(math.comb(n - c, k), math.comb(n, k))
    assert float(missed(np.array(n), np.array(c), np.array(k))) == pytest.approx(float(exact), rel=1e-9)


def test_more_than_there_are_cannot_be_drawn():
    assert np.isnan(missed(np.array([3, 4]), np.array([0, 1]), np.array(5))).all()


@pytest.mark.parametrize("p", [Fraction(1, 7), Fraction(1, 2), Fraction(1)])
def test_pass_at_k_is_unbiased(p):
    n, budgets = 6, np.array([1, 2, 5, 6])
    law = [math.comb(n, c) * p**c * (1 - p) ** (n - c) for c in range(n + 1)]
    found = estimated_pass_at_k(np.full(n + 1, n), np.arange(n + 1), budgets)
    exact = [float(1 - (1 - p) ** k) for k in budgets.tolist()]
    assert np.array(law, float) @ found == pytest.approx(exact, abs=ROUNDING)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("budget", [1, 2, 4])
def test_distinct_things_are_unbiased(law, budget):
    exact = float(sum(1 - (1 - p) ** budget for p in law))
    found = expectation(law, 5, lambda sample: float(distinct_among(*groups(sample), np.array([budget]))[0, 0]))
    assert found == pytest.approx(exact, abs=ROUNDING)


@pytest.mark.parametrize("law", LAWS)
def test_the_corrected_entropy_lacks_the_end_of_its_series_alone(law):
    n = 6
    exact = sum(Fraction(1, v) * sum(p * (1 - p) ** v for p in law) for v in range(1, n))
    found = expectation(law, n, lambda sample: float(entropy_corrected(*groups(sample))[0]))
    assert found == pytest.approx(float(exact), abs=ROUNDING)


@pytest.mark.parametrize("law", LAWS[:2])
def test_the_correction_is_nearer_to_the_entropy_than_plugging_in(law):
    truth = -math.fsum(float(p) * math.log(p) for p in law)
    plugged, corrected = (
        expectation(law, 6, lambda sample, use=use: float(use(*groups(sample))[0]))
        for use in (entropy_by_plugging_in, entropy_corrected)
    )
    assert plugged < corrected < truth


def test_plugging_in_has_the_bias_that_it_is_known_for():
    """A uniform law over 15 answers at 32 samples: the expectation of the plug-in entropy, by the law of one count."""
    n, p = 32, Fraction(1, 15)
    counts = range(1, n + 1)
    exact = -15 * math.fsum(
        float(math.comb(n, m) * p**m * (1 - p) ** (n - m)) * m / n * math.log(m / n) for m in counts
    )
    assert exact == pytest.approx(2.4582045387, abs=1e-10)
    draws = np.random.default_rng(0).multinomial(n, [1 / 15] * 15, size=4000)
    found = [entropy_by_plugging_in(*groups(np.repeat(range(15), row).tolist()))[0] for row in draws]
    error = np.std(found) / math.sqrt(len(found))
    assert abs(np.mean(found) - exact) < 5 * error  # 5 standard errors: a false alarm in 1.7 million


def test_problems_are_kept_apart():
    problem, times, how_many = np.array([0, 1, 1]), np.array([4, 1, 3]), np.array([1, 1, 1])
    found = distinct_among(problem, times, how_many, np.array([4, 4]), np.array([1, 4]))
    assert found == pytest.approx(np.array([[1, 1], [1, 2]]), abs=ROUNDING)
    entropy = entropy_by_plugging_in(problem, times, how_many, np.array([4, 4]))
    assert entropy == pytest.approx([0, -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))])
