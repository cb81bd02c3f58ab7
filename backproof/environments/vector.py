"""Many walks at once: the vector environments of ``backproof/Corridor-v0`` and ``backproof/Graph-v0``.

A walk that is over begins anew within the same step. ``info`` then has the last observation as ``final_obs`` and the
length of each finished walk as ``steps``. The walks that end in a given time are shorter on average than walks are: to
estimate a cost, wait for the first walk of every walker.

Main definitions: `CorridorVectorEnv`, `GraphVectorEnv`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from gymnasium.spaces import Discrete
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from backproof.environments.tasks import Fork, Seen, WalkTask, checked_beyond, choice, corridor_task, graph_task
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph


class WalkVectorEnv(VectorEnv[Any, Any, NDArray[Any]]):
    """``num_envs`` walkers as tensors on ``device``; the rest is as in `WalkEnv`."""

    metadata: dict[str, Any] = {  # noqa: RUF012, as Gymnasium declares it
        "autoreset_mode": AutoresetMode.SAME_STEP
    }

    def __init__(self, task: WalkTask, num_envs: int, budget: int, beyond: str, device: str) -> None:
        self.task, self.num_envs, self.beyond = task, num_envs, checked_beyond(beyond)
        self.episodes = task.episodes(num_envs, budget, device=device)
        self.single_observation_space = task.observation_space()
        self.single_action_space = Discrete(self.episodes.actions)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)

    def reset(
        self, *, seed: int | list[int | None] | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[NDArray[Any], dict[str, Any]]:
        """New walks. A list of seeds is refused, since all walkers share one generator."""
        if isinstance(seed, list):
            raise TypeError("seed must be one integer: all walkers share one generator")
        super().reset(seed=seed)
        if seed is not None:
            self.episodes.reseed(seed)
        else:
            self.episodes.restart(torch.arange(self.num_envs, device=self.episodes.device))
        return self.task.observed(self.episodes), self._info()

    def step(self, actions: Any) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any], dict[str, Any]]:
        moved, hit, cut = self.episodes.act(choice(self.episodes, actions, self.beyond))
        over = hit | cut
        ended: dict[str, Any] = {}
        if over.any():
            ended = {"final_obs": self.task.observed(self.episodes), "steps": self.episodes.steps.cpu().numpy().copy()}
            ended |= {f"_{name}": over.cpu().numpy() for name in ended}
            self.episodes.restart(over.nonzero()[:, 0])
        rewards, hits, cuts = (numbers.cpu().numpy() for numbers in (-moved.double(), hit, cut))
        return self.task.observed(self.episodes), rewards, hits, cuts, ended | self._info()

    def _info(self) -> dict[str, Any]:
        return {"action_mask": self.episodes.valid().cpu().numpy()}


class CorridorVectorEnv(WalkVectorEnv):
    """Corridor graphs: the arguments are those of `corridor_task`, and those of `WalkVectorEnv`."""

    def __init__(
        self,
        num_envs: int = 1,
        width: int = 3,
        depth: int = 2,
        lanes: int = 2,
        corridors: Sequence[Sequence[int]] | None = None,
        fork: Fork = "env",
        observation: Seen = "id",
        budget: int = 10_000,
        beyond: str = "modulo",
        device: str = "cpu",
    ) -> None:
        super().__init__(
            corridor_task(width, depth, lanes, corridors, fork, observation), num_envs, budget, beyond, device
        )


class GraphVectorEnv(WalkVectorEnv):
    """Any reasoning graph, seen by edge-state."""

    def __init__(
        self,
        num_envs: int = 1,
        *,
        graph: ReasoningGraph,
        budget: int = 10_000,
        beyond: str = "modulo",
        device: str = "cpu",
    ) -> None:
        super().__init__(graph_task(graph), num_envs, budget, beyond, device)
