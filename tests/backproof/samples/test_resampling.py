"""Intervals by resampling problems, and that they cover as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from backproof.samples.resampling import (
    CONFIDENCE,
    DRAWS,
    MOST_CLASSES,
    Estimated,
    Resamples,
    near_the_ends,
    widened_level,
)


def test_classes_of_equal_problems_count_as_often_as_they_have_members():
    found = Resamples(np.array([1, 3]), seed=0).means(np.array([[0.0], [1.0]]))
    assert found[0].value == 0.75


def test_a_resample_has_as_many_problems():
    assert (Resamples(np.array([2, 5, 1]), seed=0).sums(np.ones((3, 1))) == 8).all()


def test_the_same_seed_gives_the_same_interval():
    values = np.arange(20.0)[:, None]
    first, again, other = (Resamples(np.ones(20, np.int64), seed).means(values) for seed in (1, 1, 2))
    assert first == again != other


def test_columns_are_resampled_together():
    """The difference of two equal columns has no spread."""
    values = np.arange(20.0)[:, None]
    found = Resamples(np.ones(20, np.int64), 0).means(values - values)
    assert found == [Estimated(0.0, 0.0, 0.0)]


def test_one_problem_has_no_interval():
    assert Resamples(np.array([1]), 0).means(np.array([[0.5]])) == [Estimated(0.5)]


def test_what_is_unknown_has_no_interval_and_infinite_ends_stay():
    resamples = Resamples(np.ones(9, np.int64), 0)
    assert resamples.interval(float("nan"), np.ones(5)) == Estimated(None)
    assert resamples.interval(3.0, np.array([3.0, np.inf, np.inf, np.nan])) == Estimated(3.0, 3.0, np.inf)


def test_the_mean_of_normal_values_has_students_width():
    """2000 resamples of 10 values: the quantile at 0.8% rests on 16 of them, so it scatters by some 10%."""
    values = stats.norm.ppf((np.arange(10) + 0.5) / 10)[:, None]
    (found,) = Resamples(np.ones(10, np.int64), 0).means(values)
    student = stats.t.ppf(0.975, 9) * values.std(ddof=1) / np.sqrt(10)
    assert (found.high - found.low) / 2 == pytest.approx(student, rel=0.1)
    assert widened_level(10) < (1 - CONFIDENCE) / 2


def test_very_many_problems_are_resampled_in_blocks():
    """Both standard errors are of 2000 draws, so they differ by 2% each; 10% is 3.5 standard errors."""
    problems = MOST_CLASSES + 3
    values = np.random.default_rng(0).random((problems, 2))
    found = Resamples(np.ones(problems, np.int64), 0).sums(values) / problems
    assert found.shape == (DRAWS, 2)
    assert found.std(axis=0) == pytest.approx(values.std(axis=0) / np.sqrt(problems), rel=0.1)
    assert found.mean(axis=0) == pytest.approx(values.mean(axis=0), abs=1e-3)


def test_classes_in_blocks_count_as_often_as_they_have_members():
    members = np.full(MOST_CLASSES + 1, 2)
    values = np.zeros((len(members), 1))
    values[0] = 1
    found = Resamples(members, 0)
    assert found.means(values)[0].value == pytest.approx(2 / found.problems)
    assert (found.sums(np.ones((len(members), 1))) == found.problems).all()


# --- near 0 and 1 ----------------------------------------------------------------------------------------------------


def test_a_share_of_all_is_not_certain():
    """The interval of Clopper and Pearson for 30 of 30 ends at 0.025^(1/30)."""
    assert near_the_ends(Estimated(1.0, 1.0, 1.0), 30) == Estimated(1.0, pytest.approx(0.025 ** (1 / 30)), 1.0)
    assert near_the_ends(Estimated(0.0, 0.0, 0.0), 30, unit=30).high == pytest.approx(30 * (1 - 0.025 ** (1 / 30)))


def test_the_widened_interval_covers_every_share_often_enough():
    """Exactly, by the binomial law of 12 cases: Clopper and Pearson never cover less often."""
    intervals = [near_the_ends(Estimated(yes / 12, yes / 12, yes / 12), 12) for yes in range(13)]
    for p in np.linspace(0.01, 0.99, 50):
        covers = [one.low <= p <= one.high for one in intervals]
        assert stats.binom.pmf(range(13), 12, p) @ covers >= CONFIDENCE


def test_shares_of_many_cases_and_unknown_ones_stay():
    for found in (Estimated(0.5, 0.4, 0.6), Estimated(None), Estimated(1.0)):
        assert near_the_ends(found, 20) == found


def test_numbers_between_0_and_1_are_worth_more_cases():
    resamples = Resamples(np.array([20, 20]), 0)
    values = np.array([[0.0, 0.25, 1.0, 0.5], [1.0, 0.75, 1.0, 0.5]])
    assert resamples.alike_as(values).tolist()[:3] == [40, 160, 40]
    assert resamples.alike_as(values)[3] > 1e6
    rare = Resamples(np.array([35, 5]), 0)
    assert rare.alike_as(np.array([[0.0], [0.5]])).tolist() == [40]  # five problems make up the sum
