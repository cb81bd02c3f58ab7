"""A run of a transformer: its rounds, the measurement of its cost, and its snapshots.

All random numbers of a round come from the seed and the number of the round, so a snapshot needs none. Everything
is computed with one thread, so that the numbers do not depend on how many there are.

Main definitions: `TransformerRun`, which `ImitationRun` and `OutcomeRun` extend by their round, and `learnt_walker`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from backproof.environments.tasks import Fork, WalkTask, corridor_task
from backproof.learners.learner import LearnerConfig, LearningPoint
from backproof.learners.learnt import Learnt
from backproof.learners.measures import Cost, measured_cost, model_law
from backproof.learners.snapshots import joined, part
from backproof.learners.tokens import vocabulary
from backproof.learners.traces import TableWalker, Walker, walker_of
from backproof.learners.transformer import NetworkShape, PaddedRows, Transformer
from backproof.learners.transformer_config import TransformerConfig
from backproof.sim.checkpoints import CheckpointError
from backproof.sim.descent import DivergedError
from backproof.sim.threads import one_thread

INITIAL, DATA, ROUND, EVALUATION = range(4)
"""What random numbers are for."""


class TransformerRun(ABC):
    """A `LearnerRun`. The learning rate rises over ``warm_up`` rounds; it falls as 1 / (1 + round / ``cools_over``).
    ``most_norm`` is that of a gradient.
    """

    warm_up: int
    cools_over: float
    most_norm: float

    def __init__(self, config: TransformerConfig) -> None:
        self.config = config
        self.task = task_of(config)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self._seed(INITIAL))
            self.model = _untrained(config, self.task)
        self._optimiser = torch.optim.Adam(self.model.parameters(), lr=config.step, fused=True)
        self._rounds = self._agent_steps = 0

    @abstractmethod
    def _round(self, random: torch.Generator) -> int:
        """Train once, and say from how many moves."""

    def update(self) -> None:
        with one_thread():
            for _ in range(self.config.rounds_in_update):
                rate = self.config.step * min(1.0, (self._rounds + 1) / self.warm_up)
                rate /= 1 + self._rounds / self.cools_over
                for group in self._optimiser.param_groups:
                    group["lr"] = rate
                self._agent_steps += self._round(self._random(ROUND, self._rounds))
                self._rounds += 1
            self._check_finite()

    def point(self) -> LearningPoint:
        return LearningPoint(self._agent_steps, *self.measured())

    def measured(self) -> Cost:
        """The cost of the policy as it is, on walks that depend on the seed alone."""
        with one_thread():
            walks, longest = self.config.evaluations, self.config.longest
            return measured_cost(self.task, self.model, walks, longest, self._seed(EVALUATION))

    def snapshot(self) -> dict[str, Tensor]:
        optimiser = self._optimiser.state_dict()["state"]
        with one_thread():
            law = {"law": torch.from_numpy(model_law(self.task, self.model))} if self.model.is_table else {}
        return {
            **law,
            "agent_steps": torch.tensor(self._agent_steps),
            "rounds": torch.tensor(self._rounds),
            **joined("policy", self.model.state_dict()),
            **{name: held for i, state in optimiser.items() for name, held in joined(f"optimiser.{i}", state).items()},
        }

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        self.adopt(snapshot)
        held = {i: part(snapshot, f"optimiser.{i}") for i, _ in enumerate(self.model.parameters())}
        groups = self._optimiser.state_dict()["param_groups"]
        state = {i: moments for i, moments in held.items() if moments}
        self._optimiser.load_state_dict({"state": state, "param_groups": groups})
        self._rounds, self._agent_steps = int(snapshot["rounds"]), int(snapshot["agent_steps"])

    def adopt(self, policy: Mapping[str, Tensor]) -> None:
        self.model.load_state_dict(part(policy, "policy"))

    def _descend(self, loss: Tensor) -> None:
        """One step of the optimiser."""
        if not bool(loss.isfinite()):
            raise DivergedError(f"the loss must be finite, got {float(loss.detach())}")
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), self.most_norm)
        self._optimiser.step()

    @torch.no_grad()
    def _check_finite(self) -> None:
        states = torch.arange(self.model.rows.states)[:, None]
        law: Tensor = self.model(states)[0]
        if bool(law.isnan().any()):
            raise DivergedError("the policy's probabilities must be numbers, got NaN")

    def _seed(self, purpose: int, number: int = 0) -> int:
        return int(np.random.SeedSequence([self.config.seed, purpose, number]).generate_state(1, np.uint64)[0] >> 1)

    def _random(self, purpose: int, number: int = 0) -> torch.Generator:
        return torch.Generator().manual_seed(self._seed(purpose, number))


def task_of(config: LearnerConfig) -> WalkTask:
    """The walks of a run, seen by edge-state."""
    return corridor_task(corridors=config.corridors, fork=cast(Fork, config.fork))


def learnt_walker(learnt: Learnt, task: WalkTask, rows: PaddedRows) -> Walker:
    """A walker with the policy of a checkpoint. Raises CheckpointError for weights that are none of such a network."""
    if not isinstance(learnt.config, TransformerConfig):
        return TableWalker.of_law(task, rows, torch.from_numpy(learnt.law))
    model = _untrained(learnt.config, task)
    weights = part(learnt.tensors, "policy")
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointError(f"{learnt.path} is damaged, its weights do not fit its network: name another") from error
    if not all(bool(held.isfinite().all()) for held in weights.values()):
        raise CheckpointError(f"{learnt.path} must hold finite weights, got NaN or inf: name another")
    return walker_of(model)


def _untrained(config: TransformerConfig, task: WalkTask) -> Transformer:
    shape = NetworkShape(
        dim=config.dimension,
        layers=config.layers,
        heads=config.heads,
        positions=config.positions,
        window=config.window,
        tied=config.embeddings == "tied",
    )
    return Transformer(PaddedRows(task), vocabulary(task, config.tokens), shape)
