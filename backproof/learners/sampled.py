"""Descent on unequal corridors along gradients that are estimated from walks.

Main definition: `SampledRun`.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from backproof.learners.gaps import Floats, GapsRun
from backproof.learners.gaps_config import SampledOnCorridorsConfig
from backproof.sim.policy_gradients import Estimator, length
from backproof.sim.rollouts import roll_out


class SampledRun(GapsRun):
    """A `LearnerRun`: each update walks a batch of episodes of its own."""

    config: SampledOnCorridorsConfig

    def __init__(self, config: SampledOnCorridorsConfig, estimator: Estimator) -> None:
        super().__init__(config)
        self._estimator = estimator
        self._updates = 0

    def gradient(self) -> Floats:
        config, begin = self.config, self._updates * self.config.batch
        episodes = range(begin, begin + config.batch)
        walks = roll_out(self.graph, self.gaps, episodes, seed=config.seed, device=config.device)
        self._updates += 1
        self.agent_steps += int(walks.counts.sum())
        return self._estimator(length(walks.steps, walks.hit), walks, self.passing())

    def snapshot(self) -> dict[str, Tensor]:
        counts = {"updates": torch.tensor(self._updates), "agent_steps": torch.tensor(self.agent_steps)}
        return {**super().snapshot(), **counts}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        super().restore(snapshot)
        self._updates, self.agent_steps = int(snapshot["updates"]), int(snapshot["agent_steps"])
