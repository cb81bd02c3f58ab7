"""SFT on its way: the one gradient flow, on the one clock, in closed form.

The time t is that of gradient flow of the mean cross-entropy per trace on the logit gaps of a `Policy`: the sum of the
step sizes of `backproof train --algorithm sft --optimiser plain`. A row of *weight* w, the expected number of its
visits per trace, moves its gap D at dD/dt = w (1 - p). From base odds m, its odds o of passing hence obey

    o + ln o = w t + m + ln m,   o = omega(w t + m + ln m),   omega being Wright's function

(claim `sft-dynamics`; derivation in docs/mathematics.md, "The flow and its clock"). Golden paths pass each forward row
once and no backward row, so forward rows have weight 1 and backward rows stay at base.

Other data and other tables differ in their row weights alone. In a table with a row of its own for each lane and
corridor, trained in all its logits, weights are (1 + 1/L)/n times as large, where n rows are alike: W at entries, W L
at exits.

Main definitions: `odds_after`, `sft_policy`, `GOLDEN` and `table_weights` (row weights), `cheapest_time`,
`break_even_time`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import wrightomega

from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES, Policy

RowWeights: TypeAlias = Mapping[str, float]
"""Visits per trace to a row of each family; 0 for a family that is left out."""

GOLDEN: RowWeights = {"forward_exit": 1.0, "forward_entry": 1.0}
"""Golden paths, on the rows of a `Policy`."""

SEARCH_ERROR = 1e-8
"""Relative error of a time that is searched for: about the root of float64's rounding, since costs are flat there."""

ODDS_ERROR = 1e-14
"""Relative error of odds and probabilities: that of the logarithm in Wright's argument, up to some 1e9 lanes."""


def table_weights(graph: CorridorGraph, weights: RowWeights = GOLDEN) -> RowWeights:
    """The weights that make the flow on the full table, a row for each lane and corridor, from those on a `Policy`.

    >>> table_weights(CorridorGraph(width=3, depth=1, lanes=2))
    {'forward_exit': 0.25, 'forward_entry': 0.5}
    """
    speed = (1 + 1 / graph.lanes) / graph.width
    return {name: weight * speed / (1 if name in ENTRIES else graph.lanes) for name, weight in weights.items()}


def odds_after(progress: ArrayLike, base: float) -> Any:
    """The odds of a row after ``progress``, weight times time, from odds ``base``: float64 of its shape."""
    return wrightomega(np.asarray(progress, dtype=np.float64) + base + math.log(base))


def sft_policy(graph: CorridorGraph, time: ArrayLike, weights: RowWeights = GOLDEN) -> Policy:
    """The float64 policy after SFT from base for that ``time`` >= 0; inf is the limit. An array of times is a batch.

    Probabilities are right to `ODDS_ERROR` of themselves. Raises ValueError for a time that is negative or NaN, and for
    a weight that is negative or not finite.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> f"{expected_hitting_time(graph, sft_policy(graph, 1000.0)):.3e}"
    '4.199e+14'
    """
    clock = np.asarray(time, dtype=np.float64)
    if not np.all(clock >= 0):
        raise ValueError(f"time must be >= 0, got time={time!r}")
    for name, weight in weights.items():
        if name not in FAMILIES or not 0 <= weight < math.inf:
            raise ValueError(f"weights must be finite, >= 0 and of {', '.join(FAMILIES)}, got {name}={weight}")
    base = Policy.base(graph).to_floats()
    shape = (*clock.shape, graph.depth)
    families = {name: np.broadcast_to(getattr(base, name), shape) for name in FAMILIES}
    for name, weight in weights.items():
        if weight:
            with np.errstate(divide="ignore"):
                passing = 1 / (1 + 1 / odds_after(weight * clock, base_odds(graph, name)))
            families[name] = np.broadcast_to(passing[..., np.newaxis], shape)
    return Policy(**families)


def base_odds(graph: CorridorGraph, family: str) -> float:
    """m: the odds of passing in the base model, L at entries and 1/L at exits."""
    return float(graph.lanes) if family in ENTRIES else 1 / graph.lanes


def cheapest_time(graph: CorridorGraph, weights: RowWeights = GOLDEN) -> float:
    """The time of least cost between 0 and `break_even_time`, to about 1e-7 of that: near a minimum the cost is flat.

    Raises ValueError where the limit of SFT does not cost more than base.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> best = cheapest_time(graph)
    >>> f"{best:.4f}", round(expected_hitting_time(graph, sft_policy(graph, best)))
    ('0.0232', 49863)
    """
    end = break_even_time(graph, weights)
    found = minimize_scalar(
        _cost_by_time(graph, weights), bounds=(0, end), method="bounded", options={"xatol": SEARCH_ERROR * end}
    )
    return float(found.x)


def break_even_time(graph: CorridorGraph, weights: RowWeights = GOLDEN) -> float:
    """A time at which the cost of SFT, which falls at first, rises through that of base; to a relative 1e-8.

    Raises ValueError where the limit of SFT does not cost more, as for W = 1 and for K = 1.
    """
    cost = _cost_by_time(graph, weights)
    base = cost(0.0)
    if cost(math.inf) <= base:
        raise ValueError(
            f"SFT must end above the base cost to pass it, which it does not at width={graph.width}, "
            f"depth={graph.depth}, lanes={graph.lanes}: from depth 3 and width 2 on it does"
        )
    late = 1.0
    while cost(late) <= base:
        late *= 2
    early = late
    while cost(early) >= base:
        early /= 2
    return float(brentq(lambda time: cost(time) - base, early, late, rtol=SEARCH_ERROR))


def _cost_by_time(graph: CorridorGraph, weights: RowWeights) -> Callable[[float], float]:
    return lambda time: expected_hitting_time(graph, sft_policy(graph, time, weights))
