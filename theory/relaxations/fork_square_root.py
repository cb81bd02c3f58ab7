"""A fork trained to one law f over the corridors, and a target that follows a prior pi and is not seen.

Corridors are alike. With A, 1 + x_0 and R as in `theory.costs.excursions`,

    H = 1 + A + (1 + x_0) R (Q - 1),   Q = sum over the corridors of pi/f

(claim `fork-square-root`). Q is W for the uniform fork and for f = pi. It is least, (sum sqrt(pi))^2, for f
proportional to sqrt(pi).

Main definitions: `trained_fork_cost`, `zipf_weights`, `best_inverse`, `largest_inverse`, `mass_outside`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from backproof.theory.costs.excursions import excursions
from backproof.theory.policy import Policy


def trained_fork_cost(policy: Policy, inverse: Any) -> Any:
    """H for the inner rows ``policy`` and ``inverse`` = Q; exact if both are.

    >>> trained_fork_cost(Policy(*[[1, 1]] * 4), 3) == 1 + 3 * 5 + 2 * 5
    True
    """
    passage, wrong = passage_and_wrong(policy)
    return 1 + passage + wrong * (inverse - 1)


def passage_and_wrong(policy: Policy) -> tuple[Any, Any]:
    """(A, (1 + x_0) R) for corridors with these rows."""
    seen = excursions(policy, exact=policy.is_exact)
    return seen.passage, seen.tries * seen.wrong


def zipf_weights(width: int, exponent: float) -> list[Any]:
    """1, 2^-s, 3^-s, ...: a prior up to a factor. Fractions for a whole exponent s, else floats."""
    if float(exponent).is_integer():
        return [Fraction(1, corridor ** int(exponent)) for corridor in range(1, width + 1)]
    return [corridor**-exponent for corridor in range(1, width + 1)]


def best_inverse(width: int, exponent: float) -> Any:
    """The least Q for Zipf's prior, (sum sqrt(pi))^2: a Fraction for even exponents, else a float."""
    return sum(zipf_weights(width, exponent / 2)) ** 2 / sum(zipf_weights(width, exponent))


def inverse(prior: Sequence[Any], fork: Sequence[Any]) -> Any:
    """Q = sum pi/f for two laws given up to a factor. Raises ValueError for different lengths."""
    if len(prior) != len(fork):
        raise ValueError(f"prior and fork must have one weight per corridor each, got {len(prior)} and {len(fork)}")
    ratios = [pi / chosen for pi, chosen in zip(prior, fork, strict=True)]
    return sum(ratios) * sum(fork) / sum(prior)


def largest_inverse(trained: Policy, optimal: Policy, factor: int) -> Any:
    """The largest Q at which rows ``trained`` cost at most ``factor`` times as much as ``optimal``, or inf."""
    (passage, wrong), (least_passage, least_wrong) = map(passage_and_wrong, (trained, optimal))
    steeper = wrong - factor * least_wrong
    if steeper <= 0:
        return math.inf
    return 1 + (factor * (1 + least_passage) - 1 - passage) / steeper


def mass_outside(width: int, inverse_less_one: float) -> float:
    """The mass e that a prior has outside its likeliest corridor, spread evenly, if its best fork has Q = 1 + g.

    sqrt(Q) = sqrt(1-e) + sqrt((W-1) e), so e is the smaller root of W^2 e^2 - (4(W-1) + 2(W-2) g) e + g^2 = 0. Here g
    is ``inverse_less_one``. Raises ValueError unless it is from 0 to W - 1, and for a single corridor.
    """
    if not (width > 1 and 0 <= inverse_less_one <= width - 1):
        raise ValueError(f"inverse_less_one must be from 0 to width - 1, got {inverse_less_one} for width={width}")
    linear = 4 * (width - 1) + 2 * (width - 2) * inverse_less_one
    root = math.sqrt(max(0.0, linear**2 - (2 * width * inverse_less_one) ** 2))
    return 2 * inverse_less_one**2 / (linear + root)
