"""The law of the hitting time: moments and generating function agree with the chain and mpmath, and intervals with
exact quantiles and exact coverage.
"""

import functools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.theory.chain import corridor_chain, corridor_role
from backproof.theory.costs.hitting_law import (
    ROUNDING,
    chernoff_interval,
    hitting_time_moments,
    hitting_time_variance,
    log_generating_function,
    mean_time_interval,
)
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import exact_cases, float_cases
from tests.theory.formulas import UNIT

SMALL = CorridorGraph(width=2, depth=2, lanes=3)
SINGLE = CorridorGraph(width=1, depth=2, lanes=3)
NAMED = {"base": Policy.base, "sft": Policy.sft_limit, "optimal": Policy.optimal}


def lumped(graph, policy):
    """The chain of the walk after its first step, with one state per role; strong lumpability keeps the law."""
    return corridor_chain(graph, policy).lump(corridor_role)


@settings(max_examples=30)
@given(exact_cases(max_width=3, max_depth=2))
def test_moments_match_the_full_chain(case):
    graph, policy = case
    moments = hitting_time_moments(graph, policy, exact=True)
    assert {type(moments.mean), type(moments.variance)} == {Fraction}
    assert moments.mean == expected_hitting_time(graph, policy, exact=True)
    assert moments.variance == corridor_chain(graph, policy).hitting_time_variance()


@given(exact_cases(max_width=9, max_depth=6, max_lanes=4))
def test_moments_match_the_lumped_chain(case):
    graph, policy = case
    assert hitting_time_variance(graph, policy, exact=True) == lumped(graph, policy).hitting_time_variance()


@given(float_cases())
def test_float_moments_agree_with_fractions(case):
    graph, policy = case
    moments, exact = hitting_time_moments(graph, policy), hitting_time_moments(graph, policy, exact=True)
    # All terms are positive. A vertex adds at most 16 roundings to a mean, and at most 40 to a variance. There are 2K
    # vertices, two passages that are added, and the last sums.
    assert abs(moments.mean - exact.mean) <= 40 * (graph.depth + 1) * UNIT * exact.mean
    assert abs(moments.variance - exact.variance) <= 100 * (graph.depth + 1) * UNIT * exact.variance
    assert hitting_time_variance(graph, policy) == moments.variance


def test_moments_of_the_optimal_policy_follow_from_a_geometric_number_of_visits():
    for W, K in [(1, 4), (2, 1), (15, 15)]:
        graph = CorridorGraph(width=W, depth=K, lanes=3)
        # T = 2K+2 + (4K+2) times the wrong leaves, geometric with mean W-1
        assert hitting_time_variance(graph, Policy.optimal(graph), exact=True) == (4 * K + 2) ** 2 * W * (W - 1)


def test_huge_variances_are_floats_up_to_the_range_of_float64():
    graph = CorridorGraph(width=15, depth=173, lanes=5)
    policy = Policy.sft_limit(graph).to_floats()
    variance = hitting_time_variance(graph, policy)
    assert 1e300 < variance < math.inf
    exact = hitting_time_variance(graph, policy, exact=True)
    assert abs(Fraction(variance) - exact) <= 100 * (graph.depth + 1) * UNIT * exact


def test_variances_beyond_float64_are_refused_but_can_be_had_exactly():
    graph = CorridorGraph(width=15, depth=200, lanes=5)
    policy = Policy.sft_limit(graph)
    for use in (hitting_time_variance, functools.partial(mean_time_interval, episodes=10, false_alarm=0.1)):
        with pytest.raises(OverflowError, match=r"^the variance is beyond float64 \(1\.8e308\): use exact=True$"):
            use(graph, policy)
    assert hitting_time_variance(graph, policy, exact=True) > 10**310


def log_gf(graph, policy, theta):
    """log E[exp(theta T)] by the recursion in z = exp(theta), in mpmath; inf if a denominator is not positive."""
    z = mpmath.exp(theta)
    p, q = ([mpmath.mpf(x.numerator) / x.denominator for x in side] for side in policy.to_fractions().passes())

    def over(numerator, denominator):
        return numerator / denominator if denominator > 0 else mpmath.inf

    def passage(p, q):
        product = u = z
        for a, b in zip(p, q, strict=True):
            f = over(z * a, 1 - (z * (1 - a) * u if a < 1 else 0))
            u, product = z * (1 - b + b * u * f), product * f
        return product

    out, share = passage(p, q), mpmath.mpf(1) / graph.width
    again = (1 - share) * passage(q[::-1], p[::-1]) * out if graph.width > 1 else 0
    return mpmath.log(z * over(out * share, 1 - again))


def assert_accurate(graph, policy, theta):
    """The relative error is at most the 64 (K+1) units stated, times the sensitivity to theta where that is > 0.

    Each of 2K vertices in each of two passages takes four operations of at most 8 roundings each. A convex function
    that vanishes at 0 has x f'/f <= 1 for x < 0. For theta > 0 the product of the sensitivities of all operations is at
    most the sensitivity of the whole.
    """
    with mpmath.workdps(80):
        floats = policy.to_floats()
        value = mpmath.mpf(log_generating_function(graph, policy, theta))
        expected = log_gf(graph, floats, mpmath.mpf(theta))
        if expected == mpmath.inf:
            assert value == expected
            return
        slope = mpmath.diff(lambda t: log_gf(graph, floats, t), theta, h=mpmath.mpf(theta) * mpmath.mpf(10) ** -20)
        sensitivity = max(1, theta * slope / expected)
        assert abs(value - expected) <= 64 * (graph.depth + 1) * UNIT * sensitivity * abs(expected)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("size", [-1e5, -10, -1, -1e-3, -1e-9, 1e-12, 1e-3, 0.5, 0.99])
def test_the_generating_function_is_accurate_at_every_scale(name, size):
    policy = NAMED[name](PAPER)
    theta = size / hitting_time_variance(PAPER, policy) ** 0.5
    # an SFT walk takes about 4e14 steps: at theta = 2e-27 z rounds to 1
    assert_accurate(PAPER, policy, theta)


@given(float_cases(max_depth=6), st.floats(0.1, 1), st.sampled_from([-100, -1, 0.4]), st.integers(-18, 0))
def test_the_generating_function_is_accurate_for_any_policy(case, size, scale, power):
    graph, policy = case
    std = hitting_time_variance(graph, policy) ** 0.5 or 1.0
    assert_accurate(graph, policy, size * scale * 10.0**power / std)


def test_the_generating_function_vanishes_at_0_and_tends_to_the_least_time():
    for name in NAMED.values():
        policy = name(PAPER)
        assert log_generating_function(PAPER, policy, 0.0) == 0
        # the least time is 32 steps; all other terms of E are e^-1000 times smaller
        steps = log_generating_function(PAPER, policy, -2000.0) - log_generating_function(PAPER, policy, -1000.0)
        assert steps == pytest.approx(-32_000, rel=1e-12)
        assert log_generating_function(PAPER, policy, -1e300) == pytest.approx(-32e300, rel=1e-12)


@pytest.mark.parametrize("graph", [SMALL, SINGLE])
@pytest.mark.parametrize("name", ["base", "sft"])
def test_the_generating_function_diverges_beyond_the_inverse_spectral_radius(graph, name):
    policy = NAMED[name](graph)
    if graph is SINGLE and name == "sft":
        assert log_generating_function(graph, policy, 100.0) == 600.0  # one corridor without turns: six steps
        return
    chain = lumped(graph, policy)
    matrix, _ = chain.sparse_system()
    edge = -math.log(max(abs(np.linalg.eigvals(np.eye(len(chain.rows)) - matrix.toarray()))))
    # the eigenvalue is simple and exact to a relative 1e-12; the periodic chain has two of that size
    for theta, finite in [(edge * (1 - 1e-6), True), (edge * (1 + 1e-6), False), (3 * edge, False), (900, False)]:
        assert math.isfinite(log_generating_function(graph, policy, theta)) == finite
        assert math.isfinite(chain.log_generating_function(theta)) == finite


def test_huge_thetas_diverge_without_overflow():
    for theta in (1.0, 500.0, 1e4, 1e308):
        assert log_generating_function(PAPER, Policy.optimal(PAPER), theta) == math.inf
        assert log_generating_function(SMALL, Policy.base(SMALL), theta) == math.inf


@settings(max_examples=40)
@given(exact_cases(), st.sampled_from([-900.0, -30.0, -1.0, -0.1, -1e-3, -1e-8, 1e-8, 1e-3]))
def test_the_chain_has_the_same_generating_function(case, theta):
    graph, policy = case
    expected = log_generating_function(graph, policy, theta)
    # the chain starts after the first step; its solutions lose precision in proportion to its hitting times
    for chain in (corridor_chain(graph, policy), lumped(graph, policy)):
        value = theta + chain.log_generating_function(theta)
        if math.isinf(expected):
            assert value == math.inf
        else:
            mean = expected_hitting_time(graph, policy)
            assert abs(value - expected) <= 1e-10 * max(1, mean / 1e4) * abs(expected)


def exponential(theta):
    """Mean and standard deviation 1."""
    return -math.log1p(-theta) if theta < 1 else math.inf


@pytest.mark.parametrize("episodes", [1, 3, 30, 1000, 10**6])
@pytest.mark.parametrize("false_alarm", [0.5, 1e-3, 1e-9])
def test_the_interval_of_an_exponential_law_matches_its_formula(episodes, false_alarm):
    low, high = chernoff_interval(exponential, 1, 1, episodes, false_alarm)
    below = scipy.special.gammaincinv(episodes, false_alarm / 2) / episodes
    above = scipy.special.gammainccinv(episodes, false_alarm / 2) / episodes
    assert low < below < above < high
    # the best bounds solve x - 1 - log x = log(2/alpha) / n; the error is the square of the search's 1e-5 in log theta
    margin = math.log(2 / false_alarm) / episodes
    for end in (low, high):
        assert end - 1 - math.log(end) == pytest.approx(margin, rel=1e-6)


@pytest.mark.parametrize("name", NAMED)
def test_the_interval_tends_to_that_of_the_normal_law(name):
    policy = NAMED[name](PAPER)
    moments = hitting_time_moments(PAPER, policy)
    episodes, false_alarm = 10**7, 1e-6
    low, high = mean_time_interval(PAPER, policy, episodes, false_alarm)
    half = math.sqrt(2 * math.log(2 / false_alarm) * moments.variance / episodes)
    # the next term of the expansion is a sixth of the skewness, about 2 here, times half / std = 0.0017
    assert (moments.mean - low) / half == pytest.approx(1, rel=2e-3)
    assert (high - moments.mean) / half == pytest.approx(1, rel=2e-3)


@given(float_cases(), st.sampled_from([1, 2, 100, 10**9]), st.sampled_from([0.9, 0.05, 1e-12]))
def test_the_interval_contains_the_mean_and_shrinks_with_more_episodes(case, episodes, false_alarm):
    graph, policy = case
    mean = hitting_time_moments(graph, policy).mean
    low, high = mean_time_interval(graph, policy, episodes, false_alarm)
    wide_low, wide_high = mean_time_interval(graph, policy, episodes, false_alarm / 10)
    # wider for a smaller false-alarm rate, up to the error of the search
    assert wide_low <= low * (1 + 1e-9)
    assert wide_high >= high * (1 - 1e-9)
    assert low <= mean <= high


@pytest.mark.parametrize("episodes", [1, 2, 5])
@pytest.mark.parametrize("false_alarm", [0.9, 0.3, 0.02])
@pytest.mark.parametrize("name", NAMED)
def test_the_mean_is_outside_the_interval_at_most_as_often_as_stated(name, episodes, false_alarm):
    """The law of the sum is computed; nothing is sampled, so this test has no false alarms."""
    law = law_of_the_sum(name, episodes)
    low, high = mean_time_interval(SMALL, NAMED[name](SMALL), episodes, false_alarm)
    means = (np.arange(len(law)) + episodes) / episodes  # the chain's moves, and the first step of each episode
    beyond = 1 - law.sum()  # such a sum counts as above
    assert law[means < low].sum() <= false_alarm / 2
    assert law[means > high].sum() + beyond <= false_alarm / 2
    assert beyond < 1e-3


@functools.cache
def law_of_the_sum(name, episodes, horizon=2**12):
    """P(total moves = t) of that many walks for t < horizon, by matrix powers and convolution."""
    if episodes > 1:
        return np.convolve(law_of_the_sum(name, episodes - 1), law_of_the_sum(name, 1))[:horizon]
    matrix, ones = lumped(SMALL, NAMED[name](SMALL)).sparse_system()
    moves = np.eye(len(ones)) - matrix.toarray()
    exits = ones - moves.sum(axis=1)
    at = np.zeros(len(ones))
    at[0] = 1
    law = np.zeros(horizon)
    for t in range(1, horizon):
        law[t] = at @ exits
        at = at @ moves
    return law


def test_an_interval_includes_its_ends():
    # one episode of the optimal policy: 6 steps with probability 1/2, more than the 1e-6 allowed
    low, high = mean_time_interval(SMALL, Policy.optimal(SMALL), 1, 1e-6)
    assert low <= 6 <= high
    assert low == pytest.approx(6, rel=2 * ROUNDING)


def test_the_interval_of_a_deterministic_time_is_a_point():
    policy = Policy.optimal(SINGLE)
    assert hitting_time_variance(SINGLE, policy, exact=True) == 0
    assert mean_time_interval(SINGLE, policy, 3, 0.01) == (6.0, 6.0)


def test_an_interval_can_be_computed_for_any_chain():
    policy = Policy.base(SMALL)
    chain = lumped(SMALL, policy)
    mean, std = float(chain.expected_hitting_time()), float(chain.hitting_time_variance()) ** 0.5
    found = chernoff_interval(chain.log_generating_function, mean, std, 50, 1e-3)
    expected = mean_time_interval(SMALL, policy, 50, 1e-3)
    assert [1 + end for end in found] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"episodes": 0}, r"^episodes must be an integer >= 1, got episodes=0$"),
        ({"false_alarm": 0.0}, r"^false_alarm must be a probability in \(0, 1\), got false_alarm=0\.0$"),
        ({"false_alarm": 1}, r"^false_alarm must be a probability in \(0, 1\), got false_alarm=1$"),
        ({"false_alarm": math.nan}, r"^false_alarm must be a probability in \(0, 1\), got false_alarm=nan$"),
        ({"std": math.inf}, r"^std must be finite and >= 0, got std=inf$"),
        ({"std": -1.0}, r"^std must be finite and >= 0, got std=-1\.0$"),
    ],
)
def test_invalid_arguments_of_an_interval_are_refused(change, message):
    arguments = {"mean": 1.0, "std": 1.0, "episodes": 10, "false_alarm": 0.1} | change
    with pytest.raises(ValueError, match=message):
        chernoff_interval(exponential, **arguments)


@pytest.mark.parametrize("theta", [math.inf, -math.inf, math.nan])
def test_an_infinite_theta_is_refused(theta):
    policy = Policy.base(SMALL)
    of_policy = functools.partial(log_generating_function, SMALL, policy)
    for use in (of_policy, lumped(SMALL, policy).log_generating_function):
        with pytest.raises(ValueError, match=rf"^theta must be a finite number, got theta={theta}$"):
            use(theta)


EVERY = [
    hitting_time_moments,
    hitting_time_variance,
    functools.partial(log_generating_function, theta=-1.0),
    functools.partial(mean_time_interval, episodes=10, false_alarm=0.1),
]


@pytest.mark.parametrize("use", EVERY)
def test_batches_and_policies_of_another_depth_are_refused(use):
    message = r"^policy must have one probability per diamond, got 15 per family for depth=2$"
    with pytest.raises(ValueError, match=message):
        use(SMALL, Policy.base(PAPER))
    with pytest.raises(ValueError, match=r"^policy must be a single one, got a batch of shape \(3,\): pass one"):
        use(SMALL, Policy.from_gaps(SMALL, **dict.fromkeys(FAMILIES, np.zeros((3, 2)))))
