"""Policies on the way of SFT: the gradient flow on golden paths, in closed form, and where its cost turns.

Backward rows stay at base. Along the flow (claim `sft-dynamics`) the gap D of a forward exit row solves
D + (e^D - 1)/L = tau and that of a forward entry row D + L (e^D - 1) = tau', each at its own clock. A row's odds of
passing are o = f e^D with base odds f, 1/L at exits and L at entries, so that both equations are one,

    ln o + o = ln f + f + clock,    o = omega(clock + f + ln f),

omega being Wright's function, the inverse of ln o + o. The time here is the clock of the exit rows. That of the entry
rows runs ``entry_speed`` times as fast: 1 where the lanes of a diamond share one exit row, as they do in
`Policy.from_gaps` and under `backproof train`; L where each lane has a row of its own, which the data visits less.

Main definitions: `odds_after`, `forward_odds`, `sft_policy`, `cheapest_time`, `break_even_time`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import wrightomega

from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

TOLERANCE = 1e-8
"""Relative error of a time that is searched for; about the root of float64's rounding, where costs are flat."""

ROUNDING = 1e-14
"""Relative error of an odds, and of a probability: that of the logarithm in Wright's argument, up to some 1e9 lanes."""


def sft_policy(graph: CorridorGraph, time: ArrayLike, *, entry_speed: float = 1.0) -> Policy:
    """The float64 policy after SFT from base for that ``time`` >= 0; inf is the limit. An array of times is a batch.

    Probabilities are right to 1e-14 of themselves. Raises ValueError for a time or speed that is negative or NaN.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> f"{expected_hitting_time(graph, sft_policy(graph, 1000.0)):.3e}"
    '4.199e+14'
    """
    clock = np.asarray(time, dtype=np.float64)
    if not np.all(clock >= 0):
        raise ValueError(f"time must be >= 0, got time={time!r}")
    if not 0 < entry_speed < math.inf:
        raise ValueError(f"entry_speed must be a positive number, got entry_speed={entry_speed}")
    with np.errstate(divide="ignore"):
        exits, entries = (1 / (1 + 1 / odds) for odds in forward_odds(graph, clock, entry_speed=entry_speed))
    base = Policy.base(graph).to_floats()
    families = {
        "forward_exit": exits[..., np.newaxis],
        "backward_entry": base.backward_entry,
        "forward_entry": entries[..., np.newaxis],
        "backward_exit": base.backward_exit,
    }
    shape = (*clock.shape, graph.depth)
    return Policy(**{name: np.broadcast_to(family, shape) for name, family in families.items()})


def forward_odds(graph: CorridorGraph, time: ArrayLike, *, entry_speed: float = 1.0) -> tuple[Any, Any]:
    """The odds of passing at forward exits and entries at that time: what a probability near one no longer tells."""
    clock = np.asarray(time, dtype=np.float64)
    return odds_after(clock, 1 / graph.lanes), odds_after(entry_speed * clock, float(graph.lanes))


def cheapest_time(graph: CorridorGraph, *, entry_speed: float = 1.0) -> float:
    """The time of least cost between 0 and `break_even_time`, to about 1e-7 of that: near a minimum the cost is flat.

    Raises ValueError where the limit of SFT does not cost more than base.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> for speed in (1, 5):
    ...     best = sft_policy(graph, cheapest_time(graph, entry_speed=speed), entry_speed=speed)
    ...     print(round(expected_hitting_time(graph, best)))
    49863
    49866
    """
    end = break_even_time(graph, entry_speed=entry_speed)
    found = minimize_scalar(
        _cost(graph, entry_speed), bounds=(0, end), method="bounded", options={"xatol": TOLERANCE * end}
    )
    return float(found.x)


def break_even_time(graph: CorridorGraph, *, entry_speed: float = 1.0) -> float:
    """A time at which the cost of SFT, which falls at first, rises through that of base; to a relative 1e-8.

    Raises ValueError where the limit of SFT does not cost more, as for W = 1 and for K = 1.
    """
    cost = _cost(graph, entry_speed)
    base = cost(0.0)
    if expected_hitting_time(graph, Policy.sft_limit(graph)) <= base:
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
    return float(brentq(lambda time: cost(time) - base, early, late, rtol=TOLERANCE))


def _cost(graph: CorridorGraph, entry_speed: float) -> Callable[[float], float]:
    return lambda time: expected_hitting_time(graph, sft_policy(graph, time, entry_speed=entry_speed))


def odds_after(clock: ArrayLike, base: float) -> Any:
    """The odds of a row's golden move at this clock, from odds ``base``; of the clock's shape, float64."""
    return wrightomega(np.asarray(clock, dtype=np.float64) + base + math.log(base))
