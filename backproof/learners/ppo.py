"""The settings of PPO. With the defaults both forks of a small graph reach their optimum within seconds.

Main definition: `PPOConfig`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from backproof.learners.learner import LearnerConfig, check_choice, check_within
from backproof.sim.trainer import setting
from backproof.theory.graph import positive_integer

SECONDS = {"table": 1e-6, "mlp": 4e-6}
"""For a decision that is walked or learnt from."""
CALLS = 1e-3
"""Seconds of torch's calls, for each decision of a walker and each step of the optimiser."""
BUFFERED, ONE_HOT = 60, 12
"""Bytes of a decision, and of each number of its observation in a step of the optimiser."""


@dataclass(frozen=True)
class PPOConfig(LearnerConfig):
    """Between two updates each of ``walkers`` makes ``rollout`` decisions; an update passes ``epochs`` times over them,
    in pieces of ``minibatch``.
    """

    fits = (*LearnerConfig.fits, "observation")
    step: float = 0.05
    steps: int = 60
    observation: str = setting("id", "What the agent sees: its last edge, or the theorem's row.", "id|row")
    walkers: int = setting(512, "Walks at the same time.", "N")
    rollout: int = setting(16, "Decisions of each walker between two updates.", "N")
    minibatch: int = setting(2048, "Decisions in a step of the optimiser.", "N")
    epochs: int = setting(2, "Passes over the decisions in each update.", "N")
    discount: float = setting(1.0, "Weight of a step compared with the step before it.", "X")
    gae_lambda: float = setting(0.95, "Lambda of the estimate of advantages.", "X")
    half_life: int = setting(0, "Steps in which the size of a step halves; 0: it stays.", "N")
    budget: int = setting(10_000, "Steps after which a walk is cut.", "N")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choice("observation", self.observation, ("id", "row"))
        for name in ("walkers", "rollout", "minibatch", "epochs", "budget"):
            positive_integer(name, getattr(self, name))
        if self.half_life:
            positive_integer("half_life", self.half_life)
        for name in ("discount", "gae_lambda"):
            check_within(name, getattr(self, name), 0, 1)
        decisions = self.walkers * self.rollout
        if not 2 <= self.minibatch <= decisions:
            raise ValueError(
                f"minibatch must be from 2 to walkers times rollout, {decisions}, got minibatch={self.minibatch}"
            )

    def step_at(self, agent_steps: int) -> float:
        """The learning rate after so many decisions."""
        done = agent_steps / (self.walkers * self.rollout)
        return self.step * 0.5 ** (done / self.half_life) if self.half_life else self.step

    @property
    def fork_sees_arrivals(self) -> bool:
        return super().fork_sees_arrivals and self.observation == "id"

    def effort(self) -> tuple[float, float]:
        decisions, observations = self.walkers * self.rollout, 2 * sum(map(sum, self.corridors))
        calls = self.rollout + self.epochs * math.ceil(decisions / self.minibatch)
        seconds = decisions * (1 + self.epochs) * SECONDS[self.policy_class] + calls * CALLS
        return self.steps * seconds, BUFFERED * decisions + ONE_HOT * self.minibatch * observations
