"""Excursions from the fork into one corridor: what they cost, and how many the target's corridor takes.

An *excursion* leaves the fork into a corridor and ends at the fork, or at the target leaf. With p_v, q_v, x_e and A as
in `theory.costs.crossings`:

- An excursion into a wrong corridor takes R = 2 sum_e (p_1 ... p_e) / (q_1 ... q_e) steps: each edge is crossed as
  often inward as outward, and edge e is crossed p_e/q_e times as often as edge e-1.
- It takes 1 + x_0 excursions into the target's corridor to reach the leaf, A steps together.

Main definitions: `excursions` of a policy, `tries` (1 + x_0), `target_cost`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from backproof.theory.costs.crossings import Numbers, arrays, excursion_cost, passage_cost, surpluses
from backproof.theory.policy import Policy


class Excursions(NamedTuple):
    """Of one corridor: expected steps of an excursion if it is wrong (R); if it is the target's, the expected number of
    excursions (1 + x_0) and their steps together (A).
    """

    wrong: Any
    tries: Any
    passage: Any


def tries(p: Numbers, q: Numbers) -> Any:
    """1 + x_0: the expected number of excursions into the target's corridor until the leaf is reached."""
    return 1 + surpluses(*arrays(p, q))[0]


def excursions(policy: Policy, *, exact: bool) -> Excursions:
    """The numbers of a corridor with these rows: Fractions if ``exact``, else float64."""
    p, q = (np.asarray(side) for side in (policy.to_fractions() if exact else policy.to_floats()).passes())
    number = Fraction if exact else float
    with np.errstate(over="ignore", invalid="ignore"):
        return Excursions(*(number(part(p, q)) for part in (excursion_cost, tries, passage_cost)))


def target_cost(passage: Any, tried: Any, others: Any) -> Any:
    """Expected steps from the fork to a target: A of its corridor, and for each of its tries all ``others``' R."""
    return passage + tried * others
