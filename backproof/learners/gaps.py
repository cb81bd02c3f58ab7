"""Logit gaps on unequal corridors: a table with rows of its own in each corridor.

The policy is one logit gap for each family and diamond of each corridor, as the theorem's, and all lanes of a diamond
are alike. The environment draws at the fork. Each step moves every gap by ``step`` against the sign of its derivative,
the protocol of the paper's Figure 3.

Main definition: `GapsRun`.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import expit
from torch import Tensor

from backproof.environments.tasks import corridor_task
from backproof.learners.gaps_config import GapsConfig
from backproof.learners.learner import LearningPoint
from backproof.sim.checkpoints import CheckpointError
from backproof.sim.descent import DivergedError, sign, stepped
from backproof.sim.unequal_cost import unequal_cost, unequal_logits
from backproof.theory.any_graph.reasoning_graph import edge_state
from backproof.theory.graph import EdgeState, UnequalGraph
from backproof.theory.policy import FAMILIES

Floats: TypeAlias = NDArray[np.float64]
FIXED = -1
"""For a row that no gap decides."""


class GapsRun(ABC):
    """A `LearnerRun` of the gaps (4, diamonds), corridor by corridor. ``agent_steps`` are the moves chosen so far."""

    agent_steps = 0

    def __init__(self, config: GapsConfig) -> None:
        self.config = config
        self.graph = UnequalGraph(config.corridors)
        self._moves = _MovesOfGaps(self.graph)
        self.gaps: Floats = np.zeros((len(FAMILIES), self.graph.diamonds))

    @abstractmethod
    def gradient(self) -> Floats:
        """The derivatives of what the run minimises by the gaps, or an estimate of them."""

    def passing(self) -> Floats:
        """The probability of passing in each row, (4, diamonds)."""
        return np.asarray(expit(unequal_logits(self.graph, self.gaps)))

    def update(self) -> None:
        gradient = self.gradient()
        if not np.isfinite(gradient).all():
            raise DivergedError("gradient must be finite, got NaN or inf in it")
        self.gaps = stepped(self.gaps, gradient, sign, self.config.step)

    def point(self) -> LearningPoint:
        return LearningPoint(self.agent_steps, unequal_cost(self.graph, self.gaps))

    def snapshot(self) -> dict[str, Tensor]:
        law = self._moves.law(self.passing())
        return {"law": torch.from_numpy(law), "policy.gaps": torch.from_numpy(self.gaps.copy())}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        self.adopt(snapshot)

    def adopt(self, policy: Mapping[str, Tensor]) -> None:
        if "policy.gaps" not in policy:
            raise CheckpointError(f"{self.config.start} has no logit gaps: name a run of rlvr")
        self.gaps = policy["policy.gaps"].numpy().copy()


class _MovesOfGaps:
    """Which row of the gaps decides each move of the graph, whether the move passes, and among how many alike."""

    def __init__(self, graph: UnequalGraph) -> None:
        task = corridor_task(corridors=graph.lanes)
        states = task.graph.states
        edges = [edge_state(task.graph, number) for number in range(len(states))]
        begins = [0, *itertools.accumulate(graph.depths)]
        rows = np.array([_row(edge, begins) for edge in edges])
        by_lane = np.array([edge.is_lane for edge in edges])
        self._row = rows[states.row]
        self._passes = by_lane[states.row] != by_lane[states.to]
        kind = 2 * states.row + self._passes
        self._alike = np.bincount(kind)[kind]
        self._base = np.array([float(share) for share in task.graph.base()])

    def law(self, passing: Floats) -> Floats:
        """(moves,): the probability of each move, from those of passing (4, diamonds)."""
        chosen = passing.ravel()[self._row]
        return np.where(self._row == FIXED, self._base, np.where(self._passes, chosen, 1 - chosen) / self._alike)


def _row(edge: EdgeState, begins: Sequence[int]) -> int:
    """The place among all gaps of the one that decides after this edge."""
    vertex, by_lane = edge.head, edge.is_lane
    if vertex.kind not in ("left", "right"):
        return FIXED
    forward = (vertex.kind == "right") == by_lane
    family = f"{'forward' if forward else 'backward'}_{'exit' if by_lane else 'entry'}"
    return FAMILIES.index(family) * begins[-1] + begins[vertex.corridor] + vertex.diamond
