"""Counts drawn in float64: their laws at every size, against scipy's distribution functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from backproof.sim import counts
from backproof.sim.counts import binomial, negative_binomial, poisson
from tests.sim.comparisons import FALSE_ALARM, kolmogorov_excess

DRAWS = 200_000
Z_BOUND = stats.norm.isf(FALSE_ALARM / 2)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def constant(value, draws=DRAWS):
    return torch.full((draws,), float(value), dtype=torch.float64)


def poisson_cdf(mean):
    """Poisson's law; beyond 1e10 the normal law, off by 0.07/sqrt(mean) < 1e-6, where 2e5 draws show 3e-3."""
    if mean <= 1e10:
        return lambda x: stats.poisson.cdf(x, mean)
    return lambda x: normal_cdf(x, mean, mean)


def binomial_cdf(trials, p):
    if trials <= 1e10:
        return lambda x: stats.binom.cdf(x, trials, p)
    if trials * p * (1 - p) > 1e10:
        return lambda x: normal_cdf(x, trials * p, trials * p * (1 - p))
    return poisson_cdf(trials * p)  # off by less than p < 1e-9


def normal_cdf(x, mean, variance):
    return stats.norm.cdf((x - mean + 0.5) / math.sqrt(variance))


def moments_excess(sample, mean, variance):
    """|z| of the sample's mean and variance, over the bound that each exceeds with probability `FALSE_ALARM` if it is
    normal.
    """
    scaled = (sample - mean) / math.sqrt(variance)
    kurtosis = 2 + 2 / variance  # generous: for Poisson it is 2 + 1/variance
    of_mean = scaled.mean() * math.sqrt(len(sample))
    of_variance = (np.mean(scaled**2) - 1) * math.sqrt(len(sample) / kurtosis)
    return max(abs(of_mean), abs(of_variance)) / Z_BOUND


MEANS = [0.3, 3, 9.99, 10.01, 300, 3999, 4001, 1e5, 1e9, 1e12, 1e14, 1e18, 1e25]
"""On both sides of every change of method, here and in torch."""


@pytest.mark.parametrize("mean", MEANS)
def test_poisson_counts_have_their_law(mean):
    """Null: Poisson(mean); 2e5 draws, three comparisons at a false-alarm rate of 1e-6 each."""
    sample = poisson(constant(mean), seeded()).numpy()
    assert kolmogorov_excess(sample, poisson_cdf(mean)) < 1
    assert moments_excess(sample, mean, mean) < 1


TRIALS = [
    *((1, 0.3), (7, 0.9), (100, 0.05), (1e4, 0.3), (15_000, 0.5), (17_000, 0.5), (1e6, 1 - 1e-5), (1e9, 0.8)),
    *((3e9, 1.1e-6), (3e9, 0.9e-6), (1e14, 0.3), (1e14, 1e-13), (1e16, 1e-14), (1e18, 0.7), (1e18, 1e-15), (1e25, 0.5)),
]


@pytest.mark.parametrize(("trials", "p"), TRIALS)
def test_binomial_counts_have_their_law(trials, p):
    """Null: Binomial(trials, p); 2e5 draws, three comparisons at a false-alarm rate of 1e-6 each."""
    sample = binomial(constant(trials), p, seeded()).numpy()
    assert kolmogorov_excess(sample, binomial_cdf(trials, p)) < 1
    if trials * p * (1 - p) > 10:
        assert moments_excess(sample, trials * p, trials * p * (1 - p)) < 1


@pytest.mark.parametrize(("successes", "p"), [(1, 1 / 15), (1, 1e-9), (3, 0.9), (1e4, 0.2), (1e9, 0.5)])
def test_negative_binomial_counts_have_their_law(successes, p):
    """Null: NegativeBinomial(successes, p); 2e5 draws, a false-alarm rate of 1e-6."""
    sample = negative_binomial(constant(successes), (1 - p) / p, seeded()).numpy()
    assert kolmogorov_excess(sample, lambda x: stats.nbinom.cdf(x, successes, p)) < 1


@pytest.mark.parametrize("shape", [1, 3, 1e3, 1e9, 1e15, 1e20])
def test_gamma_variates_have_their_law(shape):
    """Null: Gamma(shape); 2e5 draws, a false-alarm rate of 1e-6. Torch's own sampler is used at every size.

    Beyond 1e10 it is replaced by the normal law, off by 0.14/sqrt(shape) < 2e-6.
    """
    sample = torch._standard_gamma(constant(shape), seeded()).numpy()
    if shape <= 1e10:
        assert kolmogorov_excess(sample, lambda x: stats.gamma.cdf(x, shape)) < 1
    else:
        assert kolmogorov_excess(sample, lambda x: stats.norm.cdf((x - shape) / math.sqrt(shape))) < 1


@pytest.mark.parametrize(
    ("sample", "law"),
    [
        (lambda: torch.poisson(constant(1e16), seeded()), poisson_cdf(1e16)),
        (lambda: torch.poisson(constant(1e19), seeded()), poisson_cdf(1e19)),
        (lambda: torch.binomial(constant(1e18), constant(0.3), seeded()), binomial_cdf(1e18, 0.3)),
    ],
)
def test_the_same_comparison_rejects_the_samplers_of_torch_where_they_are_inaccurate(sample, law):
    """A control, and the reason why `sim.counts` does not use torch alone. If it fails, torch (2.13) was mended."""
    assert kolmogorov_excess(sample().numpy(), law) > 1.5


@pytest.mark.parametrize("p", [0.0, 1e-6, 0.01, 0.1, 0.3, 0.5])
def test_the_expansion_is_as_accurate_as_the_module_says(p):
    """Computed, not drawn: P(draw <= k) is P(normal <= z) for the greatest z whose quantile is at most k."""
    mean = counts.NORMAL_FROM / (1 - p)
    if p:
        mean = math.ceil(mean / p) * p
    deviation = math.sqrt(mean * (1 - p))
    k = np.arange(int(mean - 8 * deviation), int(mean + 8 * deviation), dtype=np.float64)
    below, above = torch.full(k.shape, -12.0, dtype=torch.float64), torch.full(k.shape, 12.0, dtype=torch.float64)
    for _ in range(60):
        z = (below + above) / 2
        under = counts._quantile(torch.full_like(z, mean), p, z) <= torch.from_numpy(k)
        below, above = torch.where(under, z, below), torch.where(under, above, z)
    exact = stats.binom.cdf(k, round(mean / p), p) if p else stats.poisson.cdf(k, mean)
    assert np.abs(stats.norm.cdf(below.numpy()) - exact).max() < 3.2e-8


@pytest.mark.parametrize("mean", [1e40, 1e300])
def test_where_float64_is_coarser_than_the_spread_the_count_is_the_mean(mean):
    assert poisson(constant(mean, draws=100), seeded()).tolist() == [mean] * 100


@given(
    trials=st.lists(st.floats(0, 1e300).map(math.floor), min_size=1, max_size=5),
    p=st.floats(0, 1),
    seed=st.integers(0, 2**32),
)
def test_successes_are_integers_and_at_most_the_trials(trials, p, seed):
    given_trials = torch.tensor(trials, dtype=torch.float64)
    successes = binomial(given_trials, p, seeded(seed))
    assert bool(((successes >= 0) & (successes <= given_trials)).all())
    assert bool((successes == successes.floor()).all())


def test_certain_and_impossible_trials_are_not_random():
    trials, generator = constant(5, draws=3), seeded()
    before = generator.get_state()
    assert binomial(trials, 1.0, generator).tolist() == [5, 5, 5]
    assert negative_binomial(trials, 0.0, generator).tolist() == [0, 0, 0]
    assert bool((generator.get_state() == before).all())
    assert binomial(trials, 0.0, generator).tolist() == [0, 0, 0]


def test_zero_successes_come_with_zero_failures():
    assert negative_binomial(constant(0, draws=1000), 1e308, seeded()).max().item() == 0


@pytest.mark.parametrize("mean", [1.1e300, math.inf, math.nan])
def test_counts_beyond_the_range_are_refused(mean):
    with pytest.raises(
        OverflowError, match=r"counts must have means up to 1e\+300, got (1.1e\+300|inf|nan): ask for less depth"
    ):
        poisson(torch.tensor([1.0, mean], dtype=torch.float64), seeded())
