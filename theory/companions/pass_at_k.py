"""pass@k: the probability that one of k walks of a budget solves the problem.

The target may follow a prior and the fork may have weights, so that problems differ. *CoT-pass@k* asks in addition that
the walk is sound: it never turns inside a corridor, and takes no corridor twice.

Main definitions: `success_probabilities`, `pass_at_k`, `cot_success_probability`, `crossing`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backproof.theory.companions.word_chain import checked_budget, fork_law, word_chain
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Floats, Policy


def success_probabilities(
    graph: CorridorGraph, policy: Policy, budget: int, *, fork: Sequence[Any] | None = None
) -> Floats:
    """P(the target is reached within T steps) for each target and each T = 0..``budget``: shape (W, budget + 1).

    Targets to which the fork gives the same weight have the same row, and are computed once.
    """
    budget, known = checked_budget(budget), dict[Fraction, Floats]()
    for target, share in enumerate(fork_law(graph, fork)):
        if share not in known:
            known[share] = np.cumsum(word_chain(graph, policy, fork=fork, target=target).arrivals(budget))
    return np.array([known[share] for share in fork_law(graph, fork)])


def pass_at_k(success: ArrayLike, samples: ArrayLike, prior: Sequence[float] | None = None) -> Floats:
    """The average over the targets of 1 - (1 - p)^k, in floats, for each k in ``samples``.

    ``success`` holds p for each target, ``prior`` the targets' weights; None weighs them equally. To a relative error
    of about 2^-50 however small p is.

    >>> pass_at_k([0.5, 0.25], [1, 2])
    array([0.375  , 0.59375])
    """
    p, k = np.asarray(success, dtype=np.float64), np.asarray(samples, dtype=np.float64)
    weights = np.ones(len(p)) if prior is None else np.asarray(prior, dtype=np.float64)
    with np.errstate(divide="ignore"):
        solved = -np.expm1(k[..., np.newaxis] * np.log1p(-np.minimum(p, 1)))
    return np.asarray(solved @ weights / weights.sum())


def crossing(capped: float, success: float) -> float:
    """The k from which samples that succeed with probability ``success`` solve more than a share ``capped``: the real k
    at which 1 - (1 - p)^k is that share.

    >>> f"{crossing(0.3013655785, 1 / 15):.3f}"
    '5.198'
    """
    return math.log1p(-capped) / math.log1p(-success)


def cot_success_probability(graph: CorridorGraph, policy: Policy, budget: int, *, exact: bool = False) -> Any:
    """The probability of a sound success within the budget, for a uniform fork.

    The g-th leaf is the target after g - 1 different wrong ones with probability (W-1)! / ((W-g)! W^g), and the walk
    passes all vertices with probability P^g Q^(g-1), where P and Q are the products of p and of q. It takes
    2K + 2 + (g-1)(4K+2) steps. A Fraction if ``exact``, else a float.
    """
    width, depth = graph.width, graph.depth
    p, q = policy.single_passes(graph, exact=True)
    out, back = Fraction(math.prod(p)), Fraction(math.prod(q))
    leaves = min(width, (checked_budget(budget) + 2 * depth) // (4 * depth + 2))
    total = sum(
        (Fraction(math.perm(width - 1, g - 1), width**g) * out**g * back ** (g - 1) for g in range(1, leaves + 1)),
        Fraction(0),
    )
    return total if exact else float(total)
