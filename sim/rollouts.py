"""Walks for policy gradients: the steps of each episode, and how often it passed and turned in each row.

A *row* here is one of the four families at one diamond, all lanes and corridors together; on unequal corridors, all
lanes of one corridor. The moves are counted as they are made (`sim.tallies`): no trajectory is stored, memory is
O(episodes K).

Main definitions: `Rollouts`, `roll_out`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float64, Int64
from numpy import ndarray
from scipy.special import expit

from backproof.sim.corridor_walks import corridor_table, reduced_rows
from backproof.sim.exact_cost import Moves
from backproof.sim.unequal_cost import unequal_logits
from backproof.sim.unequal_walks import unequal_rows, unequal_table
from backproof.theory.graph import CorridorGraph, UnequalGraph
from backproof.theory.policy import FAMILIES, Policy

RAREST = 1e-8
"""Turns of a lower probability are never made."""

PASS, TURN = 0, 1
"""Places in the last axis of the counts."""


@dataclass(frozen=True, eq=False)
class Rollouts:
    """The outcome of each episode, in order; ``steps`` and ``hit`` are those of `sim.walkers.Walks`.

    ``counts`` says how often the episode passed and turned in each row. ``elapsed`` is the sum, over the same moves, of
    the steps walked before each, so that ``steps * counts - elapsed`` is the sum of the steps from each move on.
    """

    steps: Int64[ndarray, " episodes"]
    hit: Bool[ndarray, " episodes"]
    counts: Int64[ndarray, "episodes 4 depth 2"]
    elapsed: Int64[ndarray, "episodes 4 depth 2"]

    def moves(self) -> Moves:
        """Passes and turns per episode, on average: what `sim.exact_cost.expected_moves` expects."""
        mean = self.counts.mean(axis=0)
        return Moves(mean[..., PASS], mean[..., TURN])


def roll_out(
    graph: CorridorGraph | UnequalGraph,
    gaps: Float64[ndarray, "4 depth"],
    episodes: range,
    *,
    seed: int = 0,
    **options: Any,
) -> Rollouts:
    """Walk the episodes under the policy with these gaps, inf for probability one.

    Turns rarer than `RAREST` are not made: they would not show in any batch, and a draw of 32 bits cannot resolve them.
    ``options`` and errors are those of `sim.walkers.Walkers`. An episode depends on the seed and its own number alone.

    >>> optimum = np.full((4, 1), np.inf)
    >>> rollouts = roll_out(CorridorGraph(2, 1, 2), optimum, range(30))
    >>> set((rollouts.steps % 6).tolist()), int(rollouts.counts[..., TURN].sum())
    ({4}, 0)
    """
    from backproof.sim.tallies import tallied_walks  # imports torch, which listing the trainers does not need

    if isinstance(graph, UnequalGraph):
        passing = dict(zip(FAMILIES, expit(unequal_logits(graph, gaps)), strict=True))
        table, rows = unequal_table(graph, _rounded(passing)), unequal_rows(graph)
    else:
        policy = Policy.from_gaps(graph, **dict(zip(FAMILIES, gaps, strict=True)))
        passing = {name: getattr(policy, name) for name in FAMILIES}
        table, rows = corridor_table(graph, _rounded(passing)), reduced_rows(graph)
    return Rollouts(*tallied_walks(table, rows, episodes, seed=seed, **options))


def _rounded(passing: dict[str, Float64[ndarray, " depth"]]) -> dict[str, Float64[ndarray, " depth"]]:
    """Without the rarest turns."""
    return {name: np.where(family > 1 - RAREST, 1.0, family) for name, family in passing.items()}
