"""A policy that sees its target: the cost of a wrong corridor, and SFT on golden paths at any time.

The walker's first move from the fork is into a wrong corridor, any of them, with probability ``error``. After a return
the odds of a wrong corridor are ``wrong``. With A and x_0 of the target's corridor and R of a wrong one as in
`theory.costs.excursions`,

    H = 1 + A + R (error (1 + wrong) + x_0 wrong)

(claim `target-seen`). `Sight` says which rows see the target. If every row does, golden paths to a target never visit
the rows of other corridors, nor the fork's row after a return, so these stay at base. If only the fork does, its one
row serves arrivals and returns, and the inner rows are the same for every target.

The flow and its time are those of `theory.sft`; the fork's row is an exit row with W-1 lanes.

Main definitions: `Sight`, `target_seen_cost`, `sft_cost_after`, `error_at_twice`, `time_within_twice`.
"""

from __future__ import annotations

import math
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import odds_after, sft_policy

GRID = 0.05
"""The step of ln t in the search for a crossing."""

EARLY = -5.0
"""ln t where the search begins: the policy is still near base."""


class Sight(Enum):
    """Which rows see the target."""

    NONE = "none"
    FORK = "the fork's"
    EVERY = "every row"


def target_seen_cost(error: Any, wrong: Any, passage: Any, surplus: Any, excursion: Any) -> Any:
    """H from the fork's ``error`` and its later odds ``wrong``, from A and x_0 (``surplus``), and from R."""
    return 1 + passage + excursion * (error * (1 + wrong) + surplus * wrong)


def wrong_excursion(graph: CorridorGraph, sight: Sight) -> Fraction:
    """R at the limit of SFT: exponential in K if wrong corridors share the rows of the target's, else as at base."""
    policy = Policy.base(graph) if sight is Sight.EVERY else Policy.sft_limit(graph)
    return Fraction(crossings.excursion_cost(*policy.passes()))


def error_at_twice(graph: CorridorGraph, sight: Sight) -> Fraction:
    """The fork's error at which the cost is twice 2K+2 when the inner rows have converged; for W >= 2."""
    wrong, optimum = wrong_excursion(graph, sight), 2 * graph.depth + 2
    return optimum / (graph.width * wrong) if sight is Sight.EVERY else optimum / (optimum + wrong)


def sft_cost_after(graph: CorridorGraph, time: ArrayLike, sight: Sight) -> Any:
    """Expected steps after SFT on golden paths for this time, of the shape of ``time``; inf beyond float64."""
    time = np.asarray(time, dtype=float)
    p, q = sft_policy(graph, time).passes()
    blind = np.full_like(time, graph.width - 1)
    wrong = blind
    if sight is not Sight.NONE and graph.width > 1:
        wrong = 1 / odds_after(time, 1 / (graph.width - 1))
    with np.errstate(over="ignore"):
        excursion = crossings.excursion_cost(*((q[::-1], q) if sight is Sight.EVERY else (p, q)))
        return target_seen_cost(
            wrong / (1 + wrong),
            blind if sight is Sight.EVERY else wrong,
            crossings.passage_cost(p, q),
            crossings.surpluses(p, q)[0],
            excursion,
        )


def time_within_twice(graph: CorridorGraph, sight: Sight) -> float:
    """The time from which on the cost is at most twice 2K+2, found on a grid of ln t; not for `Sight.NONE`."""
    optimum = 2 * graph.depth + 2

    def excess(log_time: ArrayLike) -> Any:
        return np.log(sft_cost_after(graph, np.exp(log_time), sight) / (2 * optimum))

    last = math.log(8.0 * optimum * (graph.lanes + 1) * graph.width * float(wrong_excursion(graph, sight)))
    grid = np.arange(EARLY, last + GRID, GRID)
    above = np.flatnonzero(excess(grid) > 0)
    return math.exp(brentq(excess, *grid[above[-1] : above[-1] + 2], xtol=1e-13, rtol=1e-13))
