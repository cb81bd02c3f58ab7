"""Estimates of the expected hitting time from samples: interval, shape, precision and survival curve.

Hitting times of a poor policy are close to exponential: their standard deviation is about the mean, their skewness 2.
The plain interval, mean plus or minus t standard errors, then lies below the expectation too often and above it too
rarely (3.8% and 1.5% for 200 such times at 95%, where 2.5% each are due). The interval here inverts Hall's
transformation of the studentised mean,

    g(T) = T + a T**2 / 3 + a**2 T**3 / 27 + a / 6,    a = skewness / sqrt(n),

whose distribution is normal up to order 1/n rather than 1/sqrt(n) (2.6% and 2.4%; `tests/sim/test_estimate.py`). It is
monotone in T, unlike Johnson's quadratic modification of t, and so always has an inverse. Student's quantile replaces
the normal one; it is a little wider where n is small.

An episode that a horizon cuts off is *censored*: its time is a lower bound. Then the mean cannot be estimated, only the
truncated mean, which is smaller. The quantiles come from the Kaplan-Meier curve as far as it reaches.

Main definitions: `estimate`, `Estimate`, `corrected_interval`, `survival_curve`, `SurvivalCurve`.

Sources: P. Hall, J. R. Statist. Soc. B 54 (1992) 221-228 (the interval); E. L. Kaplan, P. Meier, J. Am. Statist. Assoc.
53 (1958) 457-481.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from jaxtyping import Bool, Float64, Num
from scipy import special, stats

HittingTimes: TypeAlias = Num[np.ndarray, " episodes"]
"""Hitting times in steps, one per episode."""
Flags: TypeAlias = Bool[np.ndarray, " episodes"]
CurveValues: TypeAlias = Float64[np.ndarray, " times"]
Statistic: TypeAlias = float | Float64[np.ndarray, "..."]

LONGEST = 1e300
"""Longest time accepted, so that no sum or interval overflows."""


@dataclass(frozen=True)
class Estimate:
    """Statistics of a sample of hitting times, in steps. None stands for what censored episodes leave unknown."""

    episodes: int
    censored: int
    """Episodes cut off before they reached the target."""
    confidence: float
    mean: float | None
    mean_truncated: float
    """Mean of the times as given. With censored episodes it is a lower bound of the sample's mean."""
    standard_error: float | None
    interval: tuple[float, float] | None
    """For the expected hitting time, at ``confidence``; see `corrected_interval`."""
    coefficient_of_variation: float | None
    """Standard deviation over mean: 0 for a constant, 1 for an exponential law."""
    largest_share: float
    """Share of all steps that the longest 1% of the episodes took: 0.01 for a constant, 0.056 for an exponential
    law."""
    median: float | None
    quantile_90: float | None
    quantile_99: float | None

    def episodes_for(self, relative_precision: float) -> int:
        """Episodes after which the interval's half-width is about this fraction of the mean: (z cv / fraction)**2.

        Raises ValueError unless the fraction is positive and no episode is censored.
        """
        if not 0 < relative_precision < math.inf:
            raise ValueError(f"relative_precision must be positive, got relative_precision={relative_precision}")
        if self.coefficient_of_variation is None:
            raise ValueError(
                f"no episode may be censored for a precision, got censored={self.censored}: raise the horizon"
            )
        z = float(special.ndtri((1 + self.confidence) / 2))
        return max(2, math.ceil((z * self.coefficient_of_variation / relative_precision) ** 2))


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """Kaplan-Meier estimate of P(hitting time > t) at each time observed, ascending, with a pointwise band."""

    times: CurveValues
    survival: CurveValues
    low: CurveValues
    high: CurveValues
    confidence: float

    def quantile(self, level: float) -> float | None:
        """The least time by which a fraction ``level`` of the episodes is over; None where the curve ends before it."""
        done = np.flatnonzero(self.survival <= (1 - level) * (1 + 1e-12))  # a product of many factors is rounded
        return float(self.times[done[0]]) if len(done) else None


def estimate(times: HittingTimes, censored: Flags | None = None, *, confidence: float = 0.95) -> Estimate:
    """Statistics of these hitting times; ``censored`` marks the episodes that were cut off at their time.

    Raises ValueError for fewer than two episodes, times that are negative, NaN or beyond 1e300, flags of another shape
    and a confidence outside (0, 1).

    >>> result = estimate(np.array([1, 2, 3, 6]))
    >>> result.mean, result.median, [round(end, 2) for end in result.interval]
    (3.0, 2.0, [0.4, 16.99])
    """
    curve = survival_curve(times, censored, confidence=confidence)
    count = 0 if censored is None else int(np.count_nonzero(censored))
    # Powers of two scale without rounding, and keep squares and sums away from overflow.
    scale = math.ldexp(1.0, math.frexp(float(np.max(times)))[1])
    scaled = np.asarray(times, dtype=np.float64) / scale
    mean = float(scaled.mean())
    deviations = scaled - mean
    deviation = float(np.sqrt((deviations**2).sum() / (len(scaled) - 1)))
    skewness = float((deviations**3).mean() / (deviations**2).mean() ** 1.5) if deviation else 0.0
    error = deviation / math.sqrt(len(scaled))
    low, high = corrected_interval(mean, error, skewness, len(scaled), confidence)
    longest = -(-len(scaled) // 100)
    known = count == 0
    return Estimate(
        episodes=len(scaled),
        censored=count,
        confidence=confidence,
        mean=mean * scale if known else None,
        mean_truncated=mean * scale,
        standard_error=error * scale if known else None,
        interval=(max(float(low), 0.0) * scale, float(high) * scale) if known else None,
        coefficient_of_variation=(deviation / mean if mean else 0.0) if known else None,
        largest_share=float(np.partition(scaled, -longest)[-longest:].sum() / scaled.sum()) if mean else 0.0,
        median=curve.quantile(0.5),
        quantile_90=curve.quantile(0.9),
        quantile_99=curve.quantile(0.99),
    )


def corrected_interval(
    mean: Statistic, standard_error: Statistic, skewness: Statistic, episodes: int, confidence: float
) -> tuple[Statistic, Statistic]:
    """Ends of the interval for the expectation, from a sample's statistics or from arrays of them, elementwise.

    mean - standard_error g^-1(+-t) with g as above and t Student's quantile of episodes - 1 degrees of freedom;
    g^-1(y) = 3 ((1 + a (y - a/6))**(1/3) - 1) / a, written so that a = 0 is no exception.
    """
    a = skewness / math.sqrt(episodes)
    t = float(special.stdtrit(episodes - 1, (1 + confidence) / 2))

    def inverse(y: float) -> Statistic:
        shifted = y - a / 6
        root = np.cbrt(1 + a * shifted)
        return 3 * shifted / (root * root + root + 1)

    return mean - standard_error * inverse(t), mean - standard_error * inverse(-t)


def survival_curve(times: HittingTimes, censored: Flags | None = None, *, confidence: float = 0.95) -> SurvivalCurve:
    """Kaplan-Meier with the exponential Greenwood band (scipy), 0 and 1 where that has no bound. Errors as `estimate`.

    >>> survival_curve(np.array([5, 7, 9]), np.array([False, True, False])).survival.round(3).tolist()
    [0.667, 0.667, 0.0]
    """
    lengths, cut = _checked(times, censored, confidence)
    function = stats.ecdf(stats.CensoredData(uncensored=lengths[~cut], right=lengths[cut])).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined", RuntimeWarning)
        band = function.confidence_interval(confidence, method="log-log")
    survival = np.asarray(function.probabilities, dtype=np.float64)
    low, high = np.nan_to_num(band.low.probabilities, nan=0.0), np.nan_to_num(band.high.probabilities, nan=1.0)
    if survival[-1] == 0:
        high[-1] = high[-2:].min()  # no more than the time before
    return SurvivalCurve(np.asarray(function.quantiles, dtype=np.float64), survival, low, high, confidence)


def _checked(
    times: HittingTimes, censored: Flags | None, confidence: float
) -> tuple[Float64[np.ndarray, " episodes"], Flags]:
    """The times as float64 and the flags, after the checks that `estimate` announces."""
    lengths = np.asarray(times, dtype=np.float64)
    if lengths.ndim != 1 or len(lengths) < 2:
        raise ValueError(f"times must be those of at least 2 episodes, got an array of shape {lengths.shape}")
    cut = np.zeros(lengths.shape, dtype=np.bool_) if censored is None else np.asarray(censored)
    if cut.shape != lengths.shape or cut.dtype != np.bool_:
        raise ValueError(f"censored must hold {len(lengths)} booleans, got shape {cut.shape} of {cut.dtype}")
    wrong = np.flatnonzero(~((lengths >= 0) & (lengths <= LONGEST)))
    if len(wrong):
        raise ValueError(f"times must be from 0 to {LONGEST:g}, got times[{wrong[0]}]={lengths[wrong[0]]}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got confidence={confidence}: 0.95, say")
    return lengths, cut
