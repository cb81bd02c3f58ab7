"""Estimates from hitting times: values by hand, coverage of the interval, censoring, sizes up to 1e300, bad input."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.estimate import corrected_interval, estimate, survival_curve
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

TIMES = np.array([7, 3, 5, 5, 30])
CUT = np.array([False, False, True, False, True])


def exponential(shape, seed=0):
    return np.random.default_rng(seed).exponential(size=shape)


def test_an_estimate_worked_out_by_hand():
    found = estimate(TIMES)
    assert (found.episodes, found.censored, found.mean, found.mean_truncated) == (5, 0, 10.0, 10.0)
    deviation = math.sqrt((9 + 49 + 25 + 25 + 400) / 4)
    assert found.standard_error == pytest.approx(deviation / math.sqrt(5))
    assert found.coefficient_of_variation == pytest.approx(deviation / 10)
    assert found.largest_share == pytest.approx(30 / 50)
    assert (found.median, found.quantile_90, found.quantile_99) == (5.0, 30.0, 30.0)
    skewness = stats.skew(TIMES)
    assert found.interval == pytest.approx(corrected_interval(10.0, deviation / math.sqrt(5), float(skewness), 5, 0.95))


def test_censored_episodes_leave_the_mean_unknown():
    found = estimate(TIMES, CUT)
    assert (found.censored, found.mean, found.standard_error, found.interval) == (2, None, None, None)
    assert found.mean_truncated == 10.0
    assert (found.median, found.quantile_90) == (7.0, None)


@given(y=st.floats(-5, 5), skewness=st.floats(-4, 4), episodes=st.integers(2, 10**6))
def test_the_interval_inverts_halls_transformation(y, skewness, episodes):
    """At the ends g(T) is -t and t, for any skewness. T is the studentised mean, with the end as the expectation."""
    confidence = float(2 * stats.t.cdf(abs(y) + 0.1, episodes - 1) - 1)
    t, a = stats.t.isf((1 - confidence) / 2, episodes - 1), skewness / math.sqrt(episodes)
    low, high = corrected_interval(0.0, 1.0, skewness, episodes, confidence)
    for end, expected in ((low, t), (high, -t)):
        studentised = -end
        g = studentised + a * studentised**2 / 3 + a**2 * studentised**3 / 27 + a / 6
        assert g == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_without_skewness_the_interval_is_the_plain_one():
    plain = stats.t.interval(0.9, 19, loc=3, scale=0.5)
    assert corrected_interval(3.0, 0.5, 0.0, 20, 0.9) == pytest.approx(plain)


def misses(low, high, expected):
    """Shares of intervals wholly above and wholly below the expectation."""
    return np.mean(low > expected), np.mean(high < expected)


@pytest.mark.parametrize(("episodes", "worst"), [(200, 0.030), (50, 0.036)])
def test_the_interval_covers_the_mean_of_exponential_times_better_than_the_plain_one(episodes, worst):
    """20000 samples at 95%. A share of 0.03 has standard deviation 0.0012; ``worst`` is 4 of them above the 0.0256 and
    0.0308 that 4e5 samples gave. The plain interval misses 3.8% and 5.6% on one side, above ``worst`` by 6 and more.
    """
    sample = exponential((20_000, episodes))
    mean, error = sample.mean(axis=1), sample.std(axis=1, ddof=1) / math.sqrt(episodes)
    corrected = misses(*corrected_interval(mean, error, stats.skew(sample, axis=1), episodes, 0.95), 1)
    plain = misses(*corrected_interval(mean, error, np.zeros(20_000), episodes, 0.95), 1)
    assert max(corrected) < worst < max(plain) - 0.005
    assert sum(corrected) < sum(plain)
    assert corrected[1] - corrected[0] < (plain[1] - plain[0]) / 2


@pytest.mark.parametrize("factor", [2.0**-900, 2.0**60, 2.0**980])
def test_an_estimate_scales_with_its_times(factor):
    sample = exponential(1000)
    found, scaled = estimate(sample), estimate(sample * factor)
    assert scaled.mean == found.mean * factor
    assert scaled.standard_error == found.standard_error * factor
    assert scaled.interval == tuple(end * factor for end in found.interval)
    assert scaled.coefficient_of_variation == found.coefficient_of_variation
    assert scaled.largest_share == found.largest_share


def test_the_longest_times_do_not_overflow():
    found = estimate(np.array([1e300, 1e300, 3.0, 1e299]))
    assert found.mean == pytest.approx(5.25e299)
    assert all(map(math.isfinite, found.interval))


def test_constant_times_have_no_spread():
    found = estimate(np.full(7, 900, dtype=np.int64))
    assert (found.mean, found.standard_error, found.interval) == (900.0, 0.0, (900.0, 900.0))
    assert (found.coefficient_of_variation, found.median, found.quantile_99) == (0.0, 900.0, 900.0)
    assert estimate(np.zeros(3)).largest_share == 0.0


@given(st.lists(st.integers(0, 2**62), min_size=2, max_size=300))
def test_quantiles_are_order_statistics_and_the_median_is_in_the_sample(times):
    found = estimate(np.array(times))
    for level, value in ((0.5, found.median), (0.9, found.quantile_90), (0.99, found.quantile_99)):
        assert value == np.quantile(np.array(times, dtype=float), level, method="inverted_cdf")
    assert found.interval[0] <= found.mean <= found.interval[1]


@pytest.mark.parametrize("censored", [None, CUT, np.full(5, True)])
def test_an_estimate_can_be_written_as_json(censored):
    fields = dataclasses.asdict(estimate(TIMES, censored))
    assert json.loads(json.dumps(fields, allow_nan=False))["episodes"] == 5


def test_episodes_for_a_precision():
    """With that many exponential episodes the half-width is the given share of the mean, within 3%; the relative spread
    of a sample's deviation is below that (2/sqrt(1e5) = 0.6%).
    """
    found = estimate(exponential(100_000))
    needed = found.episodes_for(0.05)
    assert needed == pytest.approx(1.96**2 / 0.05**2, rel=0.03)
    again = estimate(exponential(needed, seed=1))
    assert (again.interval[1] - again.interval[0]) / 2 == pytest.approx(0.05 * again.mean, rel=0.15)
    assert estimate(np.full(3, 4.0)).episodes_for(0.1) == 2


def test_the_largest_share_of_exponential_times():
    """The longest 1% of exponential times take 0.01 (1 + log 100) = 5.6% of the steps; 1e5 times are within a tenth of
    it.
    """
    assert estimate(exponential(100_000)).largest_share == pytest.approx(0.01 * (1 + math.log(100)), rel=0.1)


def test_a_survival_curve_worked_out_by_hand():
    """Kaplan-Meier: 1 - 1/5 at 3, times 3/4 at 5, times 1/2 at 7, nothing at the censored end."""
    curve = survival_curve(TIMES, CUT)
    assert curve.times.tolist() == [3, 5, 7, 30]
    assert curve.survival == pytest.approx([0.8, 0.6, 0.3, 0.3])
    assert (curve.low <= curve.survival).all()
    assert (curve.survival <= curve.high).all()


def test_the_band_covers_the_survival_function_as_often_as_stated():
    """At t = 1 of exponential times cut at 1.5, 2000 samples of 100 at 95%: a share of 0.05 has deviation 0.005."""
    sample = exponential((2000, 100))
    covered = 0
    for times in sample:
        curve = survival_curve(np.minimum(times, 1.5), times > 1.5)
        at = np.searchsorted(curve.times, 1, side="right") - 1
        covered += curve.low[at] <= math.exp(-1) <= curve.high[at]
    assert 0.93 < covered / 2000 < 0.97


@pytest.mark.parametrize(
    ("times", "censored", "low", "high"),
    [
        ([5, 5], None, [0], [1]),
        ([3, 5], [True, True], [0, 0], [1, 1]),
        ([1, 2], None, [0.0060], [0.9104]),
    ],
)
def test_a_band_that_is_undefined_reaches_from_0_to_1(times, censored, low, high):
    curve = survival_curve(np.array(times), None if censored is None else np.array(censored))
    assert curve.low[: len(low)] == pytest.approx(low, abs=1e-4)
    assert curve.high[: len(high)] == pytest.approx(high, abs=1e-4)
    assert curve.high[-1] <= curve.high[0]


def test_the_interval_of_sampled_episodes_covers_the_expected_hitting_time():
    """A confidence of 1 - 1e-6: the false-alarm rate."""
    graph = CorridorGraph(width=15, depth=15, lanes=5)
    policy = Policy.sft_limit(graph)
    crossings = sample_crossings(graph, policy, 20_000, generator=torch.Generator().manual_seed(0))
    found = estimate(crossings.steps.numpy(), confidence=1 - 1e-6)
    low, high = found.interval
    assert low < expected_hitting_time(graph, policy) < high


@pytest.mark.parametrize(
    ("times", "options", "message"),
    [
        ([], {}, r"times must be those of at least 2 episodes, got an array of shape \(0,\)"),
        ([3.0], {}, r"times must be those of at least 2 episodes, got an array of shape \(1,\)"),
        ([3.0, -1.0], {}, r"times must be from 0 to 1e\+300, got times\[1\]=-1.0"),
        ([math.nan, 2.0], {}, r"times must be from 0 to 1e\+300, got times\[0\]=nan"),
        ([2.0, math.inf], {}, r"times must be from 0 to 1e\+300, got times\[1\]=inf"),
        ([2.0, 3.0], {"confidence": 1.0}, "confidence must be between 0 and 1, got confidence=1.0: 0.95, say"),
    ],
)
def test_bad_input_is_refused(times, options, message):
    with pytest.raises(ValueError, match=message):
        estimate(np.array(times), **options)


def test_precision_needs_a_positive_fraction_and_no_censoring():
    with pytest.raises(ValueError, match="relative_precision must be positive, got relative_precision=0"):
        estimate(TIMES).episodes_for(0.0)
    with pytest.raises(
        ValueError, match="no episode may be censored for a precision, got censored=2: raise the horizon"
    ):
        estimate(TIMES, CUT).episodes_for(0.1)
