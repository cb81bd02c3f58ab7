"""A run of stable-baselines3's PPO on the walks, whose whole state can be saved.

The table is a linear layer on one-hot observations without a bias, so rows share no parameter. All its logits begin
at 0, but for moves that a row does not have: their logits are so low that they have probability 0 and no gradient.

The reward is minus the steps, as a fraction of the steps of a tour that goes along every edge twice. The critic's bias
begins at what the first policy costs: a critic that is far off gives gradients that are noise, and the cost of a policy
grows exponentially with noise in its rows. PPO computes with one thread, so that its numbers do not depend on how many
there are.

Main definition: `PPORun`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from stable_baselines3 import PPO
from torch import Tensor, nn

from backproof.environments.sb3 import WalkVecEnv
from backproof.environments.tasks import WalkTask, corridor_task
from backproof.learners.learner import LearningPoint
from backproof.learners.ppo import PPOConfig
from backproof.learners.snapshots import RandomStates, joined, part
from backproof.learners.tables import law_cost, law_of_rows
from backproof.sim.descent import DivergedError
from backproof.sim.threads import one_thread

NEVER = -1e8
"""The logit of a move that a row does not have."""
HIDDEN = {"table": [], "mlp": [64, 64]}
MOST_NORM = 10.0
"""Of a gradient."""


class PPORun:
    """A `LearnerRun`."""

    def __init__(self, config: PPOConfig) -> None:
        self.config = config
        asked: dict[str, Any] = {name: getattr(config, name) for name in ("corridors", "fork", "observation")}
        self.task = corridor_task(**asked)
        seeds = np.random.SeedSequence(config.seed).generate_state(2, np.uint64).tolist()
        self._random = RandomStates(seeds[0])
        tour = 2 * (len(self.task.graph.nodes) - 1)
        self._walks = WalkVecEnv(self.task, config.walkers, budget=config.budget, scale=1 / tour, seed=seeds[1])
        with self._computing():
            self._model = _model(config, self._walks)
        self._model.lr_schedule = lambda _: self._step()
        if config.policy_class == "table":
            _make_table(self._model, self.task)
        self._seen = torch.as_tensor(self.task.seen)
        steps = min(law_cost(self.task, self.law()), config.budget)
        discounted = steps if config.discount == 1 else (1 - config.discount**steps) / (1 - config.discount)
        nn.init.constant_(self._model.policy.value_net.bias, -discounted / tour)

    def update(self) -> None:
        with self._computing():
            try:
                self._model.learn(self.config.walkers * self.config.rollout, reset_num_timesteps=False)
            except (ValueError, RuntimeError) as error:  # NaN as a probability, or a step beyond float32
                self._check_finite(error)
                if "overflow" in str(error):
                    raise DivergedError("the policy's parameters must stay in the range of float32") from error
                raise
        self._check_finite()

    def point(self) -> LearningPoint:
        return LearningPoint(self._model.num_timesteps, law_cost(self.task, self.law()))

    def law(self) -> NDArray[np.float64]:
        """(moves,): the probability of each move of the graph."""
        with self._computing(), torch.no_grad():
            chosen: Any = self._model.policy.get_distribution(self._seen).distribution
            logits = chosen.logits.double()
        return law_of_rows(self.task, torch.softmax(logits, 1).numpy())

    def snapshot(self) -> dict[str, Tensor]:
        starts = self._model._last_episode_starts
        optimiser = self._model.policy.optimizer.state_dict()["state"]
        return {
            "law": torch.from_numpy(self.law()),
            "agent_steps": torch.tensor(self._model.num_timesteps),
            "starts": torch.ones(self.config.walkers, dtype=torch.bool) if starts is None else torch.tensor(starts),
            **joined("policy", self._model.policy.state_dict()),
            **{name: held for i, state in optimiser.items() for name, held in joined(f"optimiser.{i}", state).items()},
            **joined("random", self._random.snapshot()),
            **joined("walks", self._walks.episodes.snapshot()),
        }

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        self.adopt(snapshot)
        policy = self._model.policy
        held = {i: part(snapshot, f"optimiser.{i}") for i, _ in enumerate(policy.parameters())}
        groups = policy.optimizer.state_dict()["param_groups"]
        policy.optimizer.load_state_dict(
            {"state": {i: state for i, state in held.items() if state}, "param_groups": groups}
        )
        self._random.restore(part(snapshot, "random"))
        self._walks.episodes.restore(part(snapshot, "walks"))
        self._model.num_timesteps = int(snapshot["agent_steps"])
        if self._model.num_timesteps:
            self._model._last_obs = self.task.observed(self._walks.episodes)
            self._model._last_episode_starts = snapshot["starts"].numpy()

    def adopt(self, policy: Mapping[str, Tensor]) -> None:
        self._model.policy.load_state_dict(part(policy, "policy"))

    def _step(self) -> float:
        """The learning rate of this update, for which PPO asks after the rollout."""
        return self.config.step_at(self._model.num_timesteps - self.config.walkers * self.config.rollout)

    def _check_finite(self, cause: Exception | None = None) -> None:
        if not all(bool(weights.isfinite().all()) for weights in self._model.policy.parameters()):
            raise DivergedError("the policy's parameters must be finite, got NaN or inf") from cause

    @contextmanager
    def _computing(self) -> Iterator[None]:
        """One thread, and this run's random numbers."""
        with one_thread(), self._random.used():
            yield


def _model(config: PPOConfig, walks: WalkVecEnv) -> PPO:
    hidden = HIDDEN[config.policy_class]
    return PPO(
        "MlpPolicy",
        walks,
        n_steps=config.rollout,
        batch_size=config.minibatch,
        n_epochs=config.epochs,
        learning_rate=config.step,
        gamma=config.discount,
        gae_lambda=config.gae_lambda,
        max_grad_norm=MOST_NORM,
        policy_kwargs={"net_arch": hidden, "ortho_init": bool(hidden)},
        device="cpu",
    )


def _make_table(model: PPO, task: WalkTask) -> None:
    """Zero the linear layers, and let the policy's have no bias."""
    layer: Any = model.policy.action_net
    for parameter in (*layer.parameters(), *model.policy.value_net.parameters()):
        nn.init.zeros_(parameter)
    layer.bias.requires_grad_(False)
    longest = np.zeros(task.kinds[0], np.int64)
    np.maximum.at(longest, task.seen, task.table.degrees)
    beyond = torch.arange(len(layer.weight))[:, None] >= torch.as_tensor(longest)
    with torch.no_grad():
        layer.weight[beyond] = NEVER
