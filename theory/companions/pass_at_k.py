"""pass@k: the probability that one of k walks of a budget solves the problem.

The target may follow a prior and the fork may have weights, so that problems differ. *CoT-pass@k* asks in addition that
the walk is sound: it never turns inside a corridor, and takes no corridor twice.

Main definitions: `success_probabilities`, `pass_at_k`, `cot_success_probability`, `crossing`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backproof.theory.companions.numbers_given import law_given, number_in, numbers_in
from backproof.theory.companions.word_chain import checked_budget, exact_passes, fork_law, word_chain
from backproof.theory.graph import CorridorGraph, index_below
from backproof.theory.policy import Floats, Policy


def success_probabilities(
    graph: CorridorGraph, policy: Policy, budget: int, *, fork: Sequence[Any] | None = None
) -> Floats:
    """P(the target is reached within T steps) for each target and each T = 0..``budget``: shape (W, budget + 1).

    Targets to which the fork gives the same weight have the same row, and are computed once. Errors as for
    `theory.companions.word_chain.word_chain`.
    """
    budget, known = checked_budget(budget), dict[Fraction, Floats]()
    for target, share in enumerate(fork_law(graph, fork)):
        if share not in known:
            arrivals = word_chain(graph, policy, fork=fork, target=target).arrivals(budget)
            known[share] = np.minimum(1, np.cumsum(arrivals))  # rounded, the sum may exceed 1
    return np.array([known[share] for share in fork_law(graph, fork)])


def pass_at_k(success: ArrayLike, samples: ArrayLike, prior: Sequence[float] | None = None) -> Floats:
    """The average over the targets of 1 - (1 - p)^k, in floats, for each k in ``samples``, also between integers.

    ``success`` holds p for each target, ``prior`` the targets' weights; None weighs them equally. To a relative error
    of about 2^-50 however small p is. Raises TypeError for what is no list of numbers; ValueError for p outside [0, 1],
    k below 1, and weights that are no law over the targets.

    >>> pass_at_k([0.5, 0.25], [1, 2])
    array([0.375  , 0.59375])
    """
    p, k = np.array(numbers_in("success", success, "[0, 1]"), dtype=np.float64), np.array(samples, dtype=object)
    numbers_in("samples", k.ravel(), "[1, inf)")
    weights = [1] * len(p) if prior is None else law_given("prior", prior, len(p))
    with np.errstate(divide="ignore"):
        solved = -np.expm1(k.astype(np.float64)[..., np.newaxis] * np.log1p(-p))
    return np.asarray(np.average(solved, axis=-1, weights=np.array(weights, dtype=np.float64)))


def crossing(capped: float, success: float) -> float:
    """The k from which samples that succeed with probability ``success`` solve more than a share ``capped``: the real k
    at which 1 - (1 - p)^k is that share. Raises TypeError or ValueError unless both are in (0, 1).

    >>> f"{crossing(0.3013655785, 1 / 15):.3f}"
    '5.198'
    """
    capped, success = number_in("capped", capped, "(0, 1)"), number_in("success", success, "(0, 1)")
    return math.log1p(-capped) / math.log1p(-success)


def cot_success_probability(
    graph: CorridorGraph,
    policy: Policy,
    budget: int,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> Any:
    """The probability of a sound success within the budget; a Fraction if ``exact``, else a float.

    The g-th leaf is the target after g - 1 different wrong ones with probability f_t (g-1)! e_(g-1), where e_n is the
    n-th elementary symmetric function of the fork's weights f of the wrong corridors: (W-1)! / ((W-g)! W^g) for the
    uniform fork. The walk passes all vertices with probability P^g Q^(g-1), where P and Q are the products of p and of
    q. It takes 2K + 2 + (g-1)(4K+2) steps. Errors as for `theory.companions.word_chain.word_chain`.
    """
    p, q = exact_passes(graph, policy)
    width, depth = graph.width, graph.depth
    target, wrong = index_below("target", target, width), fork_law(graph, fork)
    share = wrong.pop(target)
    out, back = Fraction(math.prod(p)), Fraction(math.prod(q))
    leaves = min(width, (checked_budget(budget) + 2 * depth) // (4 * depth + 2))
    terms = (share * tried * out**g * back ** (g - 1) for g, tried in enumerate(_different(wrong, leaves), start=1))
    total = sum(terms, Fraction(0))
    return total if exact else float(total)


def _different(weights: Sequence[Fraction], count: int) -> list[Fraction]:
    """The probabilities that n choices, each by these weights, all differ, for n = 0..``count`` - 1: n! e_n.

    The elementary symmetric functions are the coefficients of the product of 1 + f x over the weights f. They are
    computed in whole multiples of a common unit.
    """
    unit = math.lcm(*(weight.denominator for weight in weights))
    found = [1][:count]
    for weight, corridors in Counter(weight for weight in weights if weight).items():
        factor = [math.comb(corridors, n) * int(weight * unit) ** n for n in range(min(corridors + 1, count))]
        longer = range(min(len(found) + corridors, count))
        found = [sum(factor[n] * found[m - n] for n in range(len(factor)) if 0 <= m - n < len(found)) for m in longer]
    return [Fraction(math.factorial(n) * value, unit**n) for n, value in enumerate(found)]
