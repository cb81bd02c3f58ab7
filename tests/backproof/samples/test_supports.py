"""Support counts, their rates, and what identical models show."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from backproof.samples.supports import expected_support, identical_models, rates, support_shares


def rate(p, e, s):
    """SRR, NDR, SDS and NSCR by their definitions."""
    srr, ndr = Fraction(p, p + s), Fraction(e, p + e)
    return srr, ndr, 2 * srr * ndr / (srr + ndr), Fraction(e - s, p + e + s)


@pytest.mark.parametrize(("p", "e", "s"), [(4, 128, 48), (1, 6, 31), (25, 1, 3)])
def test_rates_are_those_of_their_definitions(p, e, s):
    found = rates(np.array([p, e, s, 7.0]))
    assert found == pytest.approx([float(one) for one in rate(p, e, s)], rel=1e-12)


def test_a_rate_without_a_denominator_is_unknown():
    assert np.isnan(rates(np.array([0.0, 0.0, 0.0, 5.0]))).all()
    srr, ndr, _, nscr = rates(np.array([0.0, 0.0, 3.0, 5.0]))
    assert (srr, nscr) == (0, -1)
    assert np.isnan(ndr)


def test_the_net_change_is_that_of_the_problems_solved():
    base, tuned = np.array([0.25, 1.0, 0.5]), np.array([0.75, 0.0, 0.5])
    _, gained, lost, _ = support_shares(base, tuned).sum(axis=0)
    assert gained - lost == pytest.approx(tuned.sum() - base.sum())


def test_the_shares_of_a_problem_sum_to_one():
    assert support_shares(np.array([0.3]), np.array([0.9])).sum() == pytest.approx(1)


def deals(first, second, solved):
    """Every way in which ``solved`` correct grades may lie among the samples of both models."""
    for places in itertools.combinations(range(first + second), solved):
        base = sum(place < first for place in places)
        yield base, solved - base


@pytest.mark.parametrize(
    ("first", "second", "solved", "budget"), [(3, 3, 2, 1), (4, 2, 3, 2), (3, 4, 5, 3), (3, 3, 3, 3)]
)
def test_the_expected_support_is_the_mean_over_all_deals(first, second, solved, budget):
    found = expected_support(np.array([[first], [second]]), np.array([[solved], [0]]), budget)

    def passes(samples, correct):
        return 1 - Fraction(math.comb(samples - correct, budget), math.comb(samples, budget))

    dealt = [(passes(first, base), passes(second, tuned)) for base, tuned in deals(first, second, solved)]
    exact = [
        sum(law(base, tuned) for base, tuned in dealt) / len(dealt)
        for law in (
            lambda base, tuned: base * tuned,
            lambda base, tuned: (1 - base) * tuned,
            lambda base, tuned: base * (1 - tuned),
            lambda base, tuned: (1 - base) * (1 - tuned),
        )
    ]
    assert found == pytest.approx([float(one) for one in exact], abs=1e-12)


def test_it_is_unbiased_for_the_sum_of_u_times_one_less_u():
    """Over all grades of two identical models with p = 1/3, three samples each, k = 2."""
    p, n, budget = Fraction(1, 3), 3, 2
    u = 1 - (1 - p) ** budget
    law = [math.comb(2 * n, c) * p**c * (1 - p) ** (2 * n - c) for c in range(2 * n + 1)]
    found = [
        expected_support(np.full((2, 1), n), np.array([[min(c, n)], [max(0, c - n)]]), budget)[1]
        for c in range(2 * n + 1)
    ]
    assert math.fsum(float(chance) * one for chance, one in zip(law, found, strict=True)) == pytest.approx(
        float(u * (1 - u))
    )


@pytest.mark.parametrize("budget", [1, 4, 16])
def test_deals_have_the_expected_support(budget):
    rng = np.random.default_rng(3)
    correct = rng.binomial(16, np.repeat([[0.05, 0.2, 0.5]], 40, axis=0).ravel(), size=(2, 120))
    samples = np.full((2, 120), 16)
    (dealt,) = identical_models(samples, correct, np.array([budget]), draws=4000, seed=0).swapaxes(0, 1)
    error = dealt.std(axis=0) / math.sqrt(len(dealt)) + 1e-9
    assert (np.abs(dealt.mean(axis=0) - expected_support(samples, correct, budget)) < 5 * error).all()
    assert dealt.sum(axis=1) == pytest.approx(np.full(4000, 120))


def test_identical_models_have_new_problems_and_lost_ones():
    """So E > 0 alone shows nothing."""
    samples, correct = np.full((2, 50), 8), np.full((2, 50), 1)
    support = expected_support(samples, correct, 4)
    assert support[1] == support[2] > 5
