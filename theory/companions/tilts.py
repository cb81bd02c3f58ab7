"""Tilts of a policy: the laws of walks that optimise a reward against the KL divergence from the policy, exactly.

The best law for a reward r and a coefficient beta weighs each walk by e^(beta r). It is again the law of a walk whose
rows are tilted by the mean weight to come, which depends on the target.

- *Length*: r is minus the number of steps, and a step weighs lam = e^-beta. The mean weight of the whole walk is
  E[lam^tau] for the hitting time tau. After edge e is crossed outward, let T_e be the mean weight of the walks that
  reach the leaf before they cross e homeward, and B_e that of the walks that end with that crossing. With p and q of
  vertex e + 1, T = T_(e+1) and B = B_(e+1),

      T_e = p lam T / (1 - (1-q) lam B),   B_e = (1-p) lam + p lam B q lam / (1 - (1-q) lam B).

  For a fork with the law f and the target t, a walker at the fork has the mean weight
  Z = lam (f_t (T_0 + B_0 Z) + (1-f_t) B'_0 Z), where B' is B in a wrong corridor. So the tilted fork takes wrong
  corridor i with probability f_i lam B'_0 and the target's with 1 - (1-f_t) lam B'_0.

- *Budget*: r is 1 for a walk that arrives within the budget, else 0, and such a walk weighs u = e^beta. The probability
  q to arrive becomes u q / (1 + (u-1) q). The rows are those of a Doob transform: they depend on
  the steps that are left.

Main definitions: `length_tilt`, `budget_tilt`, `tilted_success`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from backproof.theory.companions.numbers_given import number_in
from backproof.theory.companions.word_chain import WordChain, checked_budget, exact_passes, share_of_target
from backproof.theory.graph import CorridorGraph, check_type
from backproof.theory.policy import Floats, Policy


class LengthTilt(NamedTuple):
    """``weight`` is E[lam^tau]; ``target_share`` is the probability of the target's corridor in the tilted fork row."""

    weight: Any
    target_share: Any


def length_tilt(
    graph: CorridorGraph, policy: Policy, step: Any, *, fork: Sequence[Any] | None = None, target: int = 0
) -> LengthTilt:
    """The length tilt of a policy whose steps weigh ``step`` = lam in (0, 1]; the fork may have weights.

    Computed in Fractions, whose length grows with K. If ``step`` is an int or a Fraction, they are the results; if it
    is a float, they are rounded once, to a relative error of 2^-53. Raises ValueError for another lam, for a fork that
    never enters the target's corridor, and as `theory.companions.word_chain.word_chain`. (Beyond 1 the weight is finite
    up to some lam only.)

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [f"{x:.10f}" for x in length_tilt(graph, Policy.base(graph), 0.99)]
    ['0.0003678284', '0.3262568167']
    """
    given = number_in("step", step, "(0, 1]")
    share, lam = share_of_target(graph, fork, target), Fraction(given)
    p, q = exact_passes(graph, policy)
    through, back, wrong = Fraction(1), Fraction(0), lam
    for p_v, q_v in zip(reversed(p), reversed(q), strict=True):
        through = next_arrival(through, back, p_v, q_v, lam)
        back, wrong = (next_return(beyond, p_v, q_v, lam) for beyond in (back, wrong))
    to_others = (1 - share) * lam * wrong
    at_fork = share * lam * through / (1 - share * lam * back - to_others)
    found = LengthTilt(lam * at_fork, 1 - to_others)
    return LengthTilt(*map(float, found)) if isinstance(given, float) else found


def next_arrival(through: Any, beyond: Any, p: Any, q: Any, step: Any) -> Any:
    """T of the edge before a vertex, from ``through`` = T and ``beyond`` = B of the edge behind it; for any numbers."""
    return p * step * through / (1 - (1 - q) * step * beyond)


def next_return(beyond: Any, p: Any, q: Any, step: Any) -> Any:
    """B of the edge before a vertex, from ``beyond`` = B of the edge behind it; for numbers of any kind."""
    return (1 - p) * step + p * step * beyond * q * step / (1 - (1 - q) * step * beyond)


def tilted_success(success: Any, weight: Any) -> Any:
    """u q / (1 + (u-1) q): the probability to succeed if success weighs u = ``weight`` > 0 and failure 1.

    For numbers, and for symbols of sympy. It is exact if both numbers are, else rounded once. Raises TypeError or
    ValueError for a number ``success`` outside [0, 1] and a ``weight`` outside (0, inf).
    """
    if hasattr(success, "free_symbols") or hasattr(weight, "free_symbols"):
        return weight * success / (1 + (weight - 1) * success)
    given = number_in("success", success, "[0, 1]"), number_in("weight", weight, "(0, inf)")
    q, u = map(Fraction, given)
    tilted = u * q / (1 + (u - 1) * q)
    return float(tilted) if any(isinstance(number, float) for number in given) else tilted


@dataclass(frozen=True, eq=False)
class BudgetTilt:
    """The Doob transform of a chain: ``values[n]`` has the mean weight to come by state, with n steps left."""

    chain: WordChain
    weight: float
    values: Floats

    def success(self) -> float:
        """The probability to arrive, of the walk with the tilted rows, step by step."""
        mass, arrived = self.chain.first_mass(), 0.0
        for left in range(len(self.values) - 1, 0, -1):
            after = self.chain.matrix @ (mass / np.maximum(self.values[left], np.finfo(float).tiny))
            arrived += self.weight * float(after[-1])
            mass = after[:-1] * self.values[left - 1]
        return arrived


def budget_tilt(chain: WordChain, budget: int, weight: float) -> BudgetTilt:
    """The tilt of the walks of ``budget`` steps, where arriving weighs ``weight`` > 0.

    The chain has the policy, the fork and the target. Raises TypeError or ValueError for another chain or weight.
    """
    check_type("chain", chain, WordChain)
    weight = float(number_in("weight", weight, "(0, inf)"))
    values = [np.ones(len(chain.states))]
    for _ in range(2, checked_budget(budget) + 1):
        values.append(chain.matrix.T @ np.append(values[-1], weight))
    return BudgetTilt(chain, weight, np.array(values))
