"""The walks as stable-baselines3 takes them: its own kind of vector environment, over the same tensors.

Main definition: `WalkVecEnv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
import torch
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv

from backproof.environments.tasks import WalkTask, checked_beyond, choice


class WalkVecEnv(VecEnv):
    """``walkers`` walks at once. The reward of a step is ``scale`` times the moves made in it, negated."""

    def __init__(
        self,
        task: WalkTask,
        walkers: int,
        *,
        budget: int = 10_000,
        beyond: str = "modulo",
        scale: float = 1.0,
        seed: int = 0,
        device: str = "cpu",
    ) -> None:
        self.task, self.beyond, self.scale = task, checked_beyond(beyond), scale
        self.episodes = task.episodes(walkers, budget, seed=seed, device=device)
        super().__init__(walkers, task.observation_space(), gymnasium.spaces.Discrete(self.episodes.actions))

    def reset(self) -> NDArray[Any]:
        self.episodes.restart(torch.arange(self.num_envs, device=self.episodes.device))
        return self.task.observed(self.episodes)

    def step_async(self, actions: NDArray[Any]) -> None:
        self._chosen = choice(self.episodes, actions, self.beyond)

    def step_wait(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], list[dict[str, Any]]]:
        moved, hit, cut = self.episodes.act(self._chosen)
        over = (hit | cut).nonzero()[:, 0]
        infos: list[dict[str, Any]] = [{}] * self.num_envs
        if len(over):
            last = self.task.observed(self.episodes)
            steps = self.episodes.steps.tolist()
            for walker in over.tolist():
                episode = {"r": -self.scale * steps[walker], "l": steps[walker], "t": 0.0}
                infos[walker] = {
                    "terminal_observation": last[walker],
                    "TimeLimit.truncated": bool(cut[walker]),
                    "episode": episode,
                }
            self.episodes.restart(over)
        rewards = (-self.scale * moved.float()).cpu().numpy()
        return self.task.observed(self.episodes), rewards, (hit | cut).cpu().numpy(), infos

    def close(self) -> None:
        """Nothing is open."""

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        if seed is not None:
            self.episodes.reseed(seed)
        return [seed] * self.num_envs

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        return [getattr(self, attr_name, None)] * len(self._indices(indices))

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        raise AttributeError(f"{attr_name} cannot be set: make another environment")

    def env_method(self, method_name: str, *arguments: Any, indices: Any = None, **named: Any) -> list[Any]:
        if method_name != "action_masks":
            raise AttributeError(f"walks have no method {method_name}; they have action_masks")
        return list(self.episodes.valid().cpu().numpy()[self._indices(indices)])

    def has_attr(self, attr_name: str) -> bool:
        return attr_name == "action_masks"

    def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
        return [False] * len(self._indices(indices))

    def _indices(self, indices: Any) -> list[int]:
        chosen: list[int] = np.atleast_1d(np.arange(self.num_envs) if indices is None else indices).tolist()
        return chosen
