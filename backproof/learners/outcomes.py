"""Training by outcomes: the walker tries for itself, and a walk that arrives is worth 1 less its share of the budget.

With a critic, each move has its own advantage: the value of what followed, by the critic's own estimate, less the value
of the state (PPO; with lambda 1 and a single step REINFORCE with a baseline). Without one, all moves of a walk have the
same advantage, that of the walk in its group of walks to the same target (GRPO).

Sources: J. Schulman et al., arXiv 1506.02438 and 1707.06347; Z. Shao et al., arXiv 2402.03300 (GRPO); Z. Liu et al.,
arXiv 2503.20783 (GRPO whose advantages are not divided by the deviation).

Main definitions: `OutcomeRun`, `stepwise_advantages`, `group_advantages`.
"""

from __future__ import annotations

from abc import abstractmethod

import torch
from torch import Tensor

from backproof.learners.traces import Traces, draw_targets, walk_traces, walker_of
from backproof.learners.transformer_config import OutcomeConfig, WalkGRPOConfig
from backproof.learners.transformer_run import TransformerRun

CLIP = 0.2
"""How far the ratio of new and old probability may move an advantage."""
WEIGHT_OF_VALUES = 0.5
TINY = 1e-4


class OutcomeRun(TransformerRun):
    """A `LearnerRun` on walks of its own policy."""

    warm_up, cools_over, most_norm = 5, 50.0, 0.5
    config: OutcomeConfig

    @abstractmethod
    def _advantages(self, traces: Traces, values: Tensor) -> tuple[Tensor, Tensor | None]:
        """(walks, time): the advantage of each move, and what the values should have been, if there is a critic."""

    def _goals(self, random: torch.Generator) -> Tensor:
        return draw_targets(self.model.rows, self.config.walks, random)

    def _round(self, random: torch.Generator) -> int:
        model, config = self.model, self.config
        traces = walk_traces(model.rows, walker_of(model), self._goals(random), config.horizon, random)
        moves = traces.moves(model.rows)
        with torch.no_grad():
            law, values = model(traces.states)
        before = law.gather(-1, traces.actions[..., None])[..., 0]
        advantages, worth = self._advantages(traces, values)
        passes, pieces = config.schedule
        for _ in range(passes):
            for piece in torch.randperm(config.walks, generator=random).chunk(pieces):
                some = traces.some(piece)
                shape = (piece, slice(some.states.shape[1]))
                if not bool(moves[shape].any()):
                    continue
                law, values = model(some.states)
                taken = law.gather(-1, some.actions[..., None])[..., 0]
                gain = clipped_gain(taken - before[shape], advantages[shape])
                loss = -gain[moves[shape]].mean()
                if worth is not None:
                    loss = loss + WEIGHT_OF_VALUES * ((values - worth[shape])[some.lasts()] ** 2).mean()
                self._descend(loss)
        return int(moves.sum())


class CriticRun(OutcomeRun):
    """PPO, and REINFORCE as a case of it."""

    def _advantages(self, traces: Traces, values: Tensor) -> tuple[Tensor, Tensor]:
        found = stepwise_advantages(traces, values, self.config.horizon, self.config.credit)
        moves = found[traces.moves(self.model.rows)]
        return (found - moves.mean()) / (moves.std() + TINY), found + values


def clipped_gain(log_ratio: Tensor, advantages: Tensor) -> Tensor:
    """PPO's objective at each move."""
    ratio = log_ratio.exp()
    return torch.minimum(ratio * advantages, ratio.clamp(1 - CLIP, 1 + CLIP) * advantages)


def stepwise_advantages(traces: Traces, values: Tensor, budget: int, trace: float) -> Tensor:
    """(walks, time): generalised advantages without discount. A walk that was cut goes on at the value of its end."""
    made = traces.lasts()
    last = torch.zeros_like(made).scatter(1, (traces.steps - 1)[:, None], True)
    arrives = last & traces.hit[:, None]
    following = torch.cat([values[:, 1:], torch.zeros_like(values[:, :1])], 1)
    gains = arrives.float() - 1 / budget + torch.where(arrives, 0.0, following) - values
    gains = torch.where(made, gains, 0.0)
    found, rest = torch.zeros_like(values), torch.zeros_like(values[:, 0])
    for time in reversed(range(values.shape[1])):
        rest = gains[:, time] + trace * rest
        found[:, time] = rest
    return found


def group_advantages(traces: Traces, budget: int, group: int, *, scaled: bool) -> Tensor:
    """(walks,): the worth of each walk, less the mean of its group; if ``scaled``, over the group's deviation."""
    worth = (traces.hit.float() - traces.steps / budget).view(-1, group)
    spread = worth.std(1, keepdim=True) + TINY if scaled else 1.0
    return ((worth - worth.mean(1, keepdim=True)) / spread).flatten()


class GroupRun(OutcomeRun):
    """GRPO. Walks of a group have the same target."""

    config: WalkGRPOConfig

    def _goals(self, random: torch.Generator) -> Tensor:
        groups = self.config.walks // self.config.group
        return draw_targets(self.model.rows, groups, random).repeat_interleave(self.config.group)

    def _advantages(self, traces: Traces, values: Tensor) -> tuple[Tensor, None]:
        scaled = self.config.scale_rewards == "group"
        found = group_advantages(traces, self.config.horizon, self.config.group, scaled=scaled)
        return found[:, None].expand_as(values), None
