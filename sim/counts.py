"""Binomial, Poisson and negative binomial counts of any size up to 1e300, drawn in float64 on the CPU.

Each draw's law is within 3e-7 of the exact one in Kolmogorov's distance (the largest difference of the two distribution
functions): some 1e12 draws would be needed to tell them apart. A count beyond 2**53 is also rounded to float64, with a
relative error of 1.2e-16. `torch.poisson` and `torch.binomial` alone are not that accurate. The first computes in int64
and is wrong for every mean beyond 9.2e18; it returns 0 for infinity. Both accept or reject by differences of terms like
n log n, or n times the rounding error of a logarithm: 1e6 draws show the error for Poisson means from 1e14 and binomial
trials from 1e15 on. The variance and the probability therefore choose the method:

- Variance from `NORMAL_FROM` on: a rounded Cornish-Fisher expansion of the normal. Its distance falls like the variance
  to the power -3/2, and is 3.2e-8 at 4000 (computed; the tests compute it again).
- Binomial of probability below `RARE`: Poisson of the same mean. The distance is below 0.19 p, at most 1.9e-7.
- Anything else: torch. For a binomial the variance and the probability then bound the number of trials n by 4e9, and
  n 2**-53, the rounding of its logarithms, bounds the relative error of each probability by 5e-7, and so the distance
  by 2.5e-7.
- Gamma variates come from `torch._standard_gamma`, Marsaglia and Tsang's rejection, whose terms do not grow with the
  parameter. Its 1/3 is a float32, which shifts the parameter by 1e-8. The distance is at most 1e-8.

On CUDA all of this is refused: `torch.poisson` there may use more random numbers than it reserves, and then repeats
them in later calls (pytorch issue 136750, open), rounds to 32 bits (86782) and has a plain normal from 4000 on.

Sources: M. B. Giles, ACM Trans. Math. Softw. 42 (2016) 1-22 (the expansion for Poisson); A. D. Barbour, P. Hall, Math.
Proc. Camb. Phil. Soc. 95 (1984) 473-480 (Poisson for binomial); the source of torch 2.13 (its samplers).

Main definitions: `binomial`, `poisson`, `negative_binomial`.
"""

from __future__ import annotations

import torch
from jaxtyping import Float64
from torch import Tensor

NORMAL_FROM = 4000.0
"""The variance at and above which counts are drawn by the expansion."""
RARE = 1e-6
"""The probability below which a binomial count is drawn from Poisson's law."""
LARGEST = 1e300
"""The largest mean of a count. The rest of float64's range is left for sums."""


def binomial(trials: Float64[Tensor, " samples"], p: float, generator: torch.Generator) -> Float64[Tensor, " samples"]:
    """Successes among ``trials`` independent trials of probability ``p`` in [0, 1]."""
    if p == 1:
        return trials
    if p > 1 / 2:
        return trials - binomial(trials, 1 - p, generator)
    if p < RARE:
        return torch.minimum(poisson(trials * p, generator), trials)
    means, probabilities = trials * p, torch.full_like(trials, p)
    large = means * (1 - p) >= NORMAL_FROM
    if not large.any():
        return torch.binomial(trials, probabilities, generator)
    draws = torch.binomial(trials.masked_fill(large, 0.0), probabilities, generator)
    return torch.where(large, _quantile(means, p, _normal(means, generator)), draws)


def poisson(means: Float64[Tensor, " samples"], generator: torch.Generator) -> Float64[Tensor, " samples"]:
    """Poisson counts of these ``means`` >= 0. Raises OverflowError where one is beyond 1e300."""
    most = means.max().item()
    if not most <= LARGEST:
        raise OverflowError(f"counts must have means up to {LARGEST:g}, got {most:g}: ask for less depth")
    if most < NORMAL_FROM:
        return torch.poisson(means, generator)
    large = means >= NORMAL_FROM
    draws = torch.poisson(means.masked_fill(large, 0.0), generator)
    return torch.where(large, _quantile(means, 0.0, _normal(means, generator)), draws)


def negative_binomial(
    successes: Float64[Tensor, " samples"], odds: float, generator: torch.Generator
) -> Float64[Tensor, " samples"]:
    """Failures before that many ``successes`` (>= 0) of trials that fail with these ``odds`` = (1 - p) / p >= 0.

    A Poisson count whose mean is a Gamma variate of that parameter times the odds. Raises OverflowError as `poisson`.
    """
    if odds == 0:
        return torch.zeros_like(successes)
    gamma = torch._standard_gamma(successes, generator)
    return poisson(torch.where(successes > 0, gamma * odds, 0.0), generator)  # torch's Gamma(0) is 2e-308


def _normal(means: Float64[Tensor, " samples"], generator: torch.Generator) -> Float64[Tensor, " samples"]:
    """A standard normal variate for each of ``means``."""
    return torch.randn(means.shape, dtype=means.dtype, generator=generator)


def _quantile(
    means: Float64[Tensor, " samples"], p: float, z: Float64[Tensor, " samples"]
) -> Float64[Tensor, " samples"]:
    """The quantiles of the binomial laws of probability ``p`` (0: Poisson) with these means at the level where the
    quantile of the normal law is ``z``: the Cornish-Fisher expansion for a lattice to the order of 1/deviation, rounded
    down.
    """
    variance, u = means * (1 - p), p * (1 - p)
    first = variance - ((1 + 2 * u) * z.square() + 2 - 14 * u) / 72
    # Not sqrt, for which MKL starts threads of its own at any size.
    return torch.floor(means + first * variance.rsqrt() * z + (1 - 2 * p) * (z.square() - 1) / 6 + 1 / 2)
