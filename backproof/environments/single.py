"""One walk at a time: the environments that Gymnasium makes as ``backproof/Corridor-v0`` and ``backproof/Graph-v0``.

A move costs one step. Moves that the learner does not decide are made within its step, so the reward is minus their
number. ``info["steps"]`` counts the steps of the walk so far, the first move included.

Main definitions: `CorridorEnv`, `GraphEnv`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gymnasium
import numpy as np
import torch
from numpy.typing import NDArray

from backproof.environments.tasks import Fork, Seen, WalkTask, checked_beyond, choice, corridor_task, graph_task
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph

RENDER_MODES = ("ansi", "rgb_array")


class WalkEnv(gymnasium.Env[Any, Any]):
    """A walk to a hidden target. An action is the number of a move at the vertex.

    A row may be shorter than the longest one. ``beyond`` says what an action beyond its end does: it is taken
    ``modulo`` the length of the row, or with ``refuse`` it raises ValueError. `action_masks` tells the moves that there
    are, and so does ``info["action_mask"]``.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012, as Gymnasium declares it
        "render_modes": list(RENDER_MODES),
        "render_fps": 4,
    }

    def __init__(self, task: WalkTask, budget: int, beyond: str, render_mode: str | None) -> None:
        if render_mode not in (None, *RENDER_MODES):
            raise ValueError(f"render_mode must be ansi or rgb_array, got render_mode={render_mode!r}")
        self.task, self.render_mode = task, render_mode
        self.episodes = task.episodes(1, budget)
        self.beyond = checked_beyond(beyond)
        self.observation_space = task.observation_space()
        self.action_space = gymnasium.spaces.Discrete(self.episodes.actions)

    def reset(self, *, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """A new walk. ``options={"target": number}`` sets its target, by its place among the targets."""
        super().reset(seed=seed)
        target = None if options is None else options.get("target")
        if target is not None and target not in range(self.task.table.goals):
            raise ValueError(f"target must be an integer from 0 to {self.task.table.goals - 1}, got target={target!r}")
        if seed is not None:
            self.episodes.reseed(seed)
        self.episodes.restart(torch.zeros(1, dtype=torch.int64), target)
        return self._observed(), self._info()

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        chosen = choice(self.episodes, np.atleast_1d(np.asarray(action)), self.beyond)
        moved, hit, cut = self.episodes.act(chosen)
        return self._observed(), -float(moved), bool(hit), bool(cut), self._info()

    def action_masks(self) -> NDArray[np.bool_]:
        """Which actions are moves of the present row, as MaskablePPO asks for it."""
        mask: NDArray[np.bool_] = self.episodes.valid()[0].numpy()
        return mask

    def render(self) -> Any:
        """The walker's last edge in words, or a picture as (height, width, 3) uint8."""
        if self.render_mode == "ansi":
            return f"{self.task.name(int(self.episodes.state))}, {int(self.episodes.steps)} steps\n"
        if self.render_mode == "rgb_array":
            from backproof.environments.render import walk_picture

            return walk_picture(self.task, int(self.episodes.state), int(self.episodes.goal), int(self.episodes.steps))
        return None

    def _observed(self) -> Any:
        seen = self.task.observed(self.episodes)[0]
        return seen if seen.ndim else int(seen)

    def _info(self) -> dict[str, Any]:
        return {"steps": int(self.episodes.steps), "action_mask": self.action_masks()}


class CorridorEnv(WalkEnv):
    """A corridor graph: the arguments are those of `corridor_task`, and those of `WalkEnv`."""

    def __init__(
        self,
        width: int = 3,
        depth: int = 2,
        lanes: int = 2,
        corridors: Sequence[Sequence[int]] | None = None,
        fork: Fork = "env",
        observation: Seen = "id",
        budget: int = 10_000,
        beyond: str = "modulo",
        render_mode: str | None = None,
    ) -> None:
        super().__init__(corridor_task(width, depth, lanes, corridors, fork, observation), budget, beyond, render_mode)


class GraphEnv(WalkEnv):
    """Any reasoning graph, seen by edge-state; the environment draws the rows at its fixed vertices."""

    def __init__(
        self,
        graph: ReasoningGraph,
        budget: int = 10_000,
        beyond: str = "modulo",
        render_mode: str | None = None,
    ) -> None:
        super().__init__(graph_task(graph), budget, beyond, render_mode)
