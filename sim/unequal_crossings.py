"""Hitting times on corridors that differ, without walking: how often each edge is crossed is drawn, in O(diamonds).

Vertices v and edges e of a corridor, p_v and q_v are as in `sim.crossing_sampler`.

- *The target's corridor*, drawn uniformly, sees one first passage from the fork to its leaf. With X_e crossings of edge
  e toward the fork, X_2K = 0 and X_(v-1) = S + NegativeBinomial(1 + S, p_v), S = Binomial(X_v, q_v), as there.
- The walker leaves the fork 1 + X_0 times into that corridor, and into the others altogether
  NegativeBinomial(1 + X_0, 1/W) times. Each of these goes to any of the others with the same probability.
- *Another corridor* that is entered Z_0 times is left as often. Edge e is crossed Z_e times each way. Of the arrivals
  at v from the fork's side S = Binomial(Z_(v-1), p_v) pass. Each pass begins a series of crossings of edge v there and
  back, which goes on until the walker passes v on its way home: Z_v = S + NegativeBinomial(S, q_v).

Main definition: `sample_unequal_times`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import torch
from jaxtyping import Float64, Int64
from torch import Tensor

from backproof.sim.counts import binomial, negative_binomial
from backproof.theory.graph import UnequalGraph
from backproof.theory.policy import by_vertex

Counts: TypeAlias = Float64[Tensor, " samples"]


def sample_unequal_times(
    graph: UnequalGraph, policy: Mapping[str, Sequence[float]], samples: int, *, generator: torch.Generator
) -> Counts:
    """Independent hitting times, in steps: exact up to 2**53, rounded beyond.

    ``policy`` has one probability in (0, 1] per diamond in each family, corridor by corridor. Raises OverflowError
    where a count would exceed 1e300.

    >>> graph = UnequalGraph([[2], [2, 2]])
    >>> ones = dict.fromkeys(("forward_exit", "backward_entry", "forward_entry", "backward_exit"), [1.0] * 3)
    >>> times = sample_unequal_times(graph, ones, 1000, generator=torch.Generator().manual_seed(0))
    >>> sorted(set(times.tolist()))[:3]
    [4.0, 6.0, 12.0]
    """
    goal = torch.randint(graph.width, (samples,), generator=generator)
    rows = _rows_by_corridor(graph, policy)
    steps = torch.ones(samples, dtype=torch.float64)
    tries = torch.ones(samples, dtype=torch.float64)
    for corridor, (ahead, behind) in enumerate(rows):
        (here,) = torch.nonzero(goal == corridor, as_tuple=True)
        if len(here):
            returns, walked = _passage(ahead, behind, len(here), generator)
            tries[here] += returns
            steps[here] += walked
    left = negative_binomial(tries, float(graph.width - 1), generator)
    for corridor, (ahead, behind) in enumerate(rows):
        entered = _entered(left, goal, corridor, graph.width, generator)
        left = left - entered
        steps += _excursions(ahead, behind, entered, generator)
    return steps


def _rows_by_corridor(
    graph: UnequalGraph, policy: Mapping[str, Sequence[float]]
) -> list[tuple[list[float], list[float]]]:
    """p_1..p_2K and q_1..q_2K of each corridor."""
    rows, first = [], 0
    for depth in graph.depths:
        ahead, behind = by_vertex({name: list(family[first : first + depth]) for name, family in policy.items()})
        rows.append((ahead, behind))
        first += depth
    return rows


def _passage(
    ahead: Sequence[float], behind: Sequence[float], samples: int, generator: torch.Generator
) -> tuple[Counts, Counts]:
    """(returns to the fork, steps) of first passages from the fork to the leaf."""
    homeward = torch.zeros(samples, dtype=torch.float64)
    crossings = torch.zeros(samples, dtype=torch.float64)
    for p, q in zip(ahead[::-1], behind[::-1], strict=True):
        passed = binomial(homeward, q, generator)
        homeward = passed + negative_binomial(passed + 1, (1 - p) / p, generator)
        crossings += homeward
    return homeward, 2 * crossings + len(ahead) + 1


def _entered(
    left: Counts, goal: Int64[Tensor, " samples"], corridor: int, width: int, generator: torch.Generator
) -> Counts:
    """How many of the entries that are ``left`` go to this corridor: none if it is the target's."""
    entered = torch.zeros_like(left)
    for others, chosen in ((width - corridor - 1, goal > corridor), (width - corridor, goal < corridor)):
        (here,) = torch.nonzero(chosen, as_tuple=True)
        if len(here):
            entered[here] = binomial(left[here], 1 / others, generator)
    return entered


def _excursions(ahead: Sequence[float], behind: Sequence[float], entered: Counts, generator: torch.Generator) -> Counts:
    """Steps of so many excursions into a corridor that end at the fork."""
    crossed, crossings = entered, entered.clone()
    for p, q in zip(ahead, behind, strict=True):
        passed = binomial(crossed, p, generator)
        crossed = passed + negative_binomial(passed, (1 - q) / q, generator)
        crossings += crossed
    return 2 * crossings
