"""PPO by stable-baselines3: a table with one row for each observation, or a network with two hidden layers.

Source: J. Schulman et al., *Proximal Policy Optimization Algorithms*, arXiv 1707.06347.
"""

from __future__ import annotations

from backproof.installed import require
from backproof.learners.learner import Learner, LearnerRun
from backproof.learners.ppo import PPOConfig


def begin_ppo(config: PPOConfig) -> LearnerRun:
    """A run at its beginning. Raises MissingPackageError where the extra ``rl`` is not installed."""
    for package in ("gymnasium", "stable_baselines3"):
        require(package, "rl")
    from backproof.learners.sb3_ppo import PPORun

    return PPORun(config)


LEARNER = Learner(
    "ppo",
    ("table", "mlp"),
    "PPO by stable-baselines3, of a table with a row for each edge or of a network",
    PPOConfig,
    begin_ppo,
)
