"""The law of the hitting time: variance, generating function, and bounds on the mean of many episodes, all in O(K).

The hitting time T is a sum of independent durations, some of which occur a random number of times. Let f_v be the time
from an arrival at vertex v from the fork's side until edge v is next crossed outward, and u_v the same from an arrival
from the leaf's side; f_0 and u_0 are one step. With p_v and q_v as in `theory.policy.by_vertex`,

    f_v = 1 + N copies of (1 + u_(v-1)),      N geometric of mean (1-p_v)/p_v: how often the walker is turned back,
    u_v = 1 + M copies of (u_(v-1) + f_v),    M = 1 with probability q_v, else 0.

A passage out is A = f_0 + ... + f_2K; a passage back, B, is the same corridor read from its other end; and T is 1 + A
and G copies of (B + A), G geometric of mean W-1. The recursion is the same whether durations are described by mean and
variance (`Moments`) or by log E[exp(theta S)] at one theta (`LogTransform`).

Main definitions: `hitting_time_moments`, `hitting_time_variance`, `log_generating_function`, `mean_time_interval`,
`chernoff_interval` (for any law), `passage`, `mixed_moments`, `mixed_transforms`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol, Self, TypeVar, overload

import numpy as np
from scipy.optimize import minimize_scalar

from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import Policy

ROUNDING = 1e-11
"""The relative error of a log generating function for which an interval allows."""


class Duration(Protocol):
    """A description of a random time from which those of sums of independent times follow."""

    def __add__(self, other: Self, /) -> Self: ...

    def sometimes(self, probability: Any) -> Self:
        """The duration with this probability, else 0."""

    def repeated(self, mean: Any) -> Self:
        """The sum of a geometric number (0, 1, 2, ...) of independent copies, ``mean`` of them on average."""


D = TypeVar("D", bound=Duration)


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean (in steps) and variance (in steps squared) of a duration, as floats or as exact numbers."""

    mean: Any
    variance: Any

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.mean + other.mean, self.variance + other.variance)

    def sometimes(self, probability: Any) -> Moments:
        return self._copies(probability, probability * (1 - probability))

    def repeated(self, mean: Any) -> Moments:
        return self._copies(mean, mean * (1 + mean)) if mean else Moments(0, 0)

    def _copies(self, mean: Any, variance: Any) -> Moments:
        """The sum of a random number of copies, whose number has this mean and variance."""
        return Moments(mean * self.mean, mean * self.variance + variance * self.mean * self.mean)


@dataclass(frozen=True, slots=True)
class LogTransform:
    """log E[exp(theta S)] of a duration S at one theta; inf where it diverges.

    Each rule keeps the sign of its argument and adds terms of one sign, so nothing cancels however small theta is.
    """

    value: float

    def __add__(self, other: LogTransform) -> LogTransform:
        return LogTransform(self.value + other.value)

    def sometimes(self, probability: float) -> LogTransform:
        return LogTransform(_log_mixture(probability, self.value))

    def repeated(self, mean: float) -> LogTransform:
        return LogTransform(-_log_mixture(-mean, self.value))


def hitting_time_moments(graph: CorridorGraph, policy: Policy, *, exact: bool = False) -> Moments:
    """Mean and variance of the steps from the source to the target leaf: floats, or Fractions if ``exact``.

    The exact values of a float policy are those for its float64 probabilities. Errors as for
    `theory.costs.hitting_time.expected_hitting_time`.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> hitting_time_moments(graph, Policy.optimal(graph), exact=True)
    Moments(mean=Fraction(900, 1), variance=Fraction(807240, 1))
    """
    p, q = _number_lists(graph, policy, exact=exact)
    moments = _hitting_time(graph.width, p, q, Moments(1, 0))
    number = Fraction if exact else float
    found = Moments(number(moments.mean), number(moments.variance))
    if not exact and not (math.isfinite(found.mean) and math.isfinite(found.variance)):
        raise OverflowError("the variance is beyond float64 (1.8e308): use exact=True")
    return found


@overload
def hitting_time_variance(graph: CorridorGraph, policy: Policy, *, exact: Literal[False] = False) -> float: ...
@overload
def hitting_time_variance(graph: CorridorGraph, policy: Policy, *, exact: Literal[True]) -> Fraction: ...
@overload
def hitting_time_variance(graph: CorridorGraph, policy: Policy, *, exact: bool) -> float | Fraction: ...
def hitting_time_variance(graph: CorridorGraph, policy: Policy, *, exact: bool = False) -> float | Fraction:
    """The variance of `hitting_time_moments`, in steps squared.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> f"{hitting_time_variance(graph, Policy.sft_limit(graph)) ** 0.5:.3e}"
    '4.617e+14'
    """
    moments = hitting_time_moments(graph, policy, exact=exact)
    variance: float | Fraction = moments.variance
    return variance


def log_generating_function(graph: CorridorGraph, policy: Policy, theta: float) -> float:
    """log E[exp(theta T)] of the hitting time T, float64; inf at and beyond the theta where it diverges.

    For theta <= 0 the relative error is below 64 (K+1) 2^-53: cumulant functions are convex and vanish at 0, so no step
    magnifies an error. For theta > 0 it is larger by the factor theta (log E)' / log E, the sensitivity to theta, which
    is large only near the divergence.
    Raises ValueError unless theta is finite and the policy a single one that fits the graph.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [f"{log_generating_function(graph, Policy.sft_limit(graph), theta):.6g}" for theta in (-1e-20, 1e-15, 1e-14)]
    ['-4.31844e-06', '0.58985', 'inf']
    """
    if not math.isfinite(theta):
        raise ValueError(f"theta must be a finite number, got theta={theta}")
    p, q = _number_lists(graph, policy, exact=False)
    return _hitting_time(graph.width, p, q, LogTransform(float(theta))).value


def mean_time_interval(graph: CorridorGraph, policy: Policy, episodes: int, false_alarm: float) -> tuple[float, float]:
    """(low, high), in steps: the mean of ``episodes`` independent hitting times of this policy is outside with
    probability at most ``false_alarm``.

    It is the Chernoff bound of `chernoff_interval`, valid for any number of episodes, without a normal approximation.
    Raises ValueError for episodes < 1, a false_alarm outside (0, 1), and a policy that is a batch or does not fit;
    OverflowError if the variance is beyond float64.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [round(end) for end in mean_time_interval(graph, Policy.base(graph), episodes=10_000, false_alarm=1e-9)]
    [46897, 53532]
    """
    moments = hitting_time_moments(graph, policy)
    return chernoff_interval(
        lambda theta: log_generating_function(graph, policy, theta),
        moments.mean,
        math.sqrt(moments.variance),
        episodes,
        false_alarm,
    )


def chernoff_interval(
    log_generating_function: Callable[[float], float], mean: float, std: float, episodes: int, false_alarm: float
) -> tuple[float, float]:
    """(low, high): the mean of ``episodes`` independent draws is outside with probability at most ``false_alarm``.

    With psi(theta) = log E[exp(theta X)] of the law, finite on both sides of 0, each theta > 0 bounds the upper tail,
    P(mean > (n psi + log 2/alpha) / (n theta)) <= alpha/2, and each theta < 0 the lower one. The best theta is searched
    for. Any theta gives a valid bound, so ``mean`` and ``std``, which only guide the search, need not be exact. The
    interval allows for a relative error of `ROUNDING` in psi. If ``std`` is 0, the interval is (mean, mean), without an
    allowance for the rounding of the mean.
    Raises ValueError for episodes < 1, a false_alarm outside (0, 1), a negative or infinite std.
    """
    episodes = positive_integer("episodes", episodes)
    if not 0 < false_alarm < 1:
        raise ValueError(f"false_alarm must be a probability in (0, 1), got false_alarm={false_alarm}")
    if not 0 <= std < math.inf:
        raise ValueError(f"std must be finite and >= 0, got std={std}")
    if std == 0:
        return mean, mean
    margin = math.log(2 / false_alarm) / episodes

    def end(side: int) -> float:
        def bound(t: float) -> float:
            psi = log_generating_function(side * t)
            return (psi + ROUNDING * abs(psi) + margin) / t

        return side * _least(bound, start=math.sqrt(2 * margin) / std)  # the best t of a normal law

    return end(-1), end(1)


def _least(value: Callable[[float], float], start: float) -> float:
    """The least value over t > 0 of a function that falls, then rises, and may be inf from some t on."""
    t = start
    while math.isinf(value(t)):
        t /= 2
    for factor in (0.5, 2.0):
        while value(t * factor) < value(t):
            t *= factor
    with np.errstate(invalid="ignore"):  # the search meets inf, and goes on by golden sections
        found = minimize_scalar(
            lambda log_t: value(math.exp(log_t)),
            bounds=(math.log(t / 2), math.log(t * 2)),
            method="bounded",
        )
    return min(float(found.fun), value(t))


def _hitting_time(width: int, p: Sequence[Any], q: Sequence[Any], step: D) -> D:
    """T, from the description of one step. The first leaf reached is uniform, so W-1 wrong ones are expected."""
    out = passage(p, q, step, at_fork=step)
    back = passage(q[::-1], p[::-1], step, at_fork=step)
    return step + out + (back + out).repeated(width - 1)


def passage(p: Sequence[Any], q: Sequence[Any], step: D, at_fork: D) -> D:
    """A = f_0 + ... + f_2K, where f_0 and u_0 are ``at_fork``."""
    total = inward = at_fork
    for p_v, q_v in zip(p, q, strict=True):
        outward = step + (step + inward).repeated((1 - p_v) / p_v)
        inward = step + (inward + outward).sometimes(q_v)
        total = total + outward
    return total


def mixed_moments(parts: Sequence[tuple[Moments, int]]) -> Moments:
    """A duration that is one of these, with probabilities in proportion to the numbers."""
    total = sum(count for _, count in parts)
    mean = sum(part.mean * count for part, count in parts) / total
    square = sum((part.variance + (part.mean - mean) ** 2) * count for part, count in parts) / total
    return Moments(mean, square)


def mixed_transforms(parts: Sequence[tuple[LogTransform, int]]) -> LogTransform:
    """The same for transforms."""
    total, peak = sum(count for _, count in parts), max(part.value for part, _ in parts)
    if math.isinf(peak):
        return LogTransform(peak)
    rise = sum(count * math.expm1(part.value) for part, count in parts) / total if peak < 1 else math.inf
    if -0.5 < rise < 1:  # where the logarithm of a sum would lose digits
        return LogTransform(math.log1p(rise))
    return LogTransform(peak + math.log(sum(count * math.exp(part.value - peak) for part, count in parts) / total))


def _log_mixture(weight: float, x: float) -> float:
    """log(1 + weight (e^x - 1)) for weight <= 1, to full relative accuracy; -inf where the argument is not positive."""
    if weight in (0, 1):
        return x if weight else 0.0
    if x > 700:  # e^x overflows
        return x + math.log(weight + math.exp(-x)) if weight > 0 else -math.inf
    rise = weight * math.expm1(x)
    if weight > 0 and rise < -0.5:
        return math.log(1 - weight + weight * math.exp(x))
    return math.log1p(rise) if rise > -1 else -math.inf


def _number_lists(graph: CorridorGraph, policy: Policy, *, exact: bool) -> tuple[list[Any], list[Any]]:
    """p and q as lists of Fractions or floats."""
    p, q = policy.single_passes(graph, exact=exact)
    return (p, q) if exact else (p.tolist(), q.tolist())
