"""Imitation: descent on the cross-entropy of given walks, over the moves that their walker chose.

SFT imitates golden paths. Distillation imitates walks of a teacher, with their dead ends or cleaned of them.

Main definitions: `SFTRun`, `DistillationRun`, `imitation_loss`.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from pathlib import Path

import torch
from torch import Tensor

from backproof.learners.learnt import read_teacher
from backproof.learners.traces import (
    TableWalker,
    Traces,
    Walker,
    cleaned,
    draw_targets,
    golden_traces,
    straight_moves,
    together,
    walk_traces,
)
from backproof.learners.transformer import Transformer
from backproof.learners.transformer_config import OPTIMUM, DistillationConfig, ImitationConfig
from backproof.learners.transformer_run import DATA, TransformerRun, learnt_walker

LONGEST = 2000
"""The most steps of a teacher's walk."""


class ImitationRun(TransformerRun):
    """A `LearnerRun` on traces that are drawn once."""

    warm_up, cools_over, most_norm = 20, math.inf, 1.0
    config: ImitationConfig

    def __init__(self, config: ImitationConfig) -> None:
        super().__init__(config)
        self._traces = self._drawn(self._random(DATA))

    @abstractmethod
    def _drawn(self, random: torch.Generator) -> Traces:
        """The walks that are imitated."""

    def _round(self, random: torch.Generator) -> int:
        chosen = torch.randint(len(self._traces.steps), (self.config.batch_traces,), generator=random)
        traces = self._traces.some(chosen)
        self._descend(imitation_loss(self.model, traces))
        return int(traces.moves(self.model.rows).sum())


class SFTRun(ImitationRun):
    """On golden paths."""

    def _drawn(self, random: torch.Generator) -> Traces:
        return golden_traces(self.task, self.model.rows, self.config.traces, random)


class DistillationRun(ImitationRun):
    """On walks of a teacher, the first of which are cleaned of their dead ends."""

    config: DistillationConfig

    def _drawn(self, random: torch.Generator) -> Traces:
        rows, config = self.model.rows, self.config
        walks = walk_traces(rows, self._teacher(), draw_targets(rows, config.traces, random), LONGEST, random)
        if not bool(walks.hit.all()):
            raise ValueError(
                f"teacher must reach its target within {LONGEST} steps, got teacher={config.teacher}: train it longer"
            )
        kept = torch.arange(config.traces) < round(config.uncleaned * config.traces)
        return together(cleaned(self.task, rows, walks.some(~kept)), walks.some(kept))

    def _teacher(self) -> Walker:
        """Raises CheckpointError for the file of a run on another graph, or with another fork."""
        config = self.config
        if config.teacher != OPTIMUM:
            return learnt_walker(read_teacher(Path(config.teacher), config), self.task, self.model.rows)
        straight = straight_moves(self.task, self.model.rows)
        return TableWalker(straight / straight.sum(1, keepdim=True))


def imitation_loss(model: Transformer, traces: Traces) -> Tensor:
    """The mean of -log p over the moves of these walks that their walker chose."""
    law: Tensor = model(traces.states)[0]
    taken = law.gather(-1, traces.actions[..., None])[..., 0]
    return -taken[traces.moves(model.rows)].mean()
