"""What was learnt, as a file: the checkpoint of a run of a learner.

Where the policy is a table, the file has the probability of each move of the reasoning graph, as ``law``. So it can be
walked and examined without the packages that trained it.

Main definitions: `Learnt`, `read_learnt`, `is_learnt`, `read_start`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from backproof.learners.algorithms import learner_for, learner_of
from backproof.learners.learner import LearnerConfig, lanes_of, sizes_in_words
from backproof.sim.checkpoints import CheckpointError, Kind, read_checkpoint, schema_of
from backproof.theory.any_graph.reasoning_graph import Floats, ReasoningGraph, unequal_reasoning_graph
from backproof.theory.graph import FORK, CorridorGraph, UnequalGraph

KIND = Kind("backproof.learner-checkpoint/1", "run of a learner")


@dataclass(frozen=True, eq=False)
class Learnt:
    """``config`` is that of the run; its start is base or a digest. ``tensors`` is the snapshot at its last point."""

    path: Path
    config: LearnerConfig
    tensors: Mapping[str, Tensor]

    @property
    def graph(self) -> ReasoningGraph:
        """The graph, its nodes named by text; its fork is fixed if the environment draws there."""
        graph = unequal_reasoning_graph(self.config.corridors, fixed=(FORK,) if self.config.fork == "env" else ())
        edges = tuple(edge._replace(tail=str(edge.tail), head=str(edge.head)) for edge in graph.edges)
        nodes, targets, fixed = (tuple(map(str, listed)) for listed in (graph.nodes, graph.targets, graph.fixed))
        return ReasoningGraph(nodes, edges, str(graph.source), targets, fixed=frozenset(fixed))

    @property
    def words(self) -> str:
        """What trained it."""
        config = self.config
        return f"{learner_for(config).name}, policy class {config.policy_class}, fork={config.fork}"

    @property
    def is_table(self) -> bool:
        return "law" in self.tensors

    @property
    def law(self) -> Floats:
        """(moves,): the probability of each move. Raises CheckpointError if the policy is no table on this graph."""
        law = self.tensors.get("law")
        if law is None:
            raise CheckpointError(f"{self.path} has a {self.config.policy_class}, which is no table: name another")
        rows = self.graph.states.row
        fits = law.dtype == torch.float64 and law.shape == rows.shape and bool((law >= 0).all())
        if not fits or not np.allclose(np.bincount(rows, law.numpy()), 1):
            raise CheckpointError(f"{self.path} is damaged, its table does not fit its graph: name another")
        return law.numpy()

    def check_graph(self, graph: CorridorGraph | UnequalGraph) -> None:
        """Raise CheckpointError if it is of another graph."""
        there, here = self.config.corridors, lanes_of(graph)
        if there != here:
            raise CheckpointError(
                f"{self.path} is of another graph ({sizes_in_words(there)} there, {sizes_in_words(here)} here): name "
                "another, or give its sizes"
            )


def is_learnt(path: Path) -> bool:
    """Whether it is a checkpoint of a learner, of any version."""
    return schema_of(path).startswith(f"{KIND.schema.partition('/')[0]}/")


def read_learnt(path: Path) -> Learnt:
    """What the checkpoint has. Raises CheckpointError."""
    saved = read_checkpoint(path, KIND)
    values: dict[str, Any] = dict(saved.config)
    algorithm, policy_class = str(values.pop("algorithm", "")), str(values.get("policy_class"))
    learner = learner_of(algorithm, policy_class)
    if learner is None or set(values) != {part.name for part in fields(learner.config)}:
        raise CheckpointError(f"{path} is of another version of backproof: name another")
    return Learnt(path, learner.config(**values), saved.tensors)


def read_start(path: Path, config: LearnerConfig) -> Mapping[str, Tensor]:
    """The snapshot with whose policy a run begins. Raises CheckpointError if the policy does not fit the run."""
    return _read_fitting(path, config, config.fits).tensors


def read_teacher(path: Path, config: LearnerConfig) -> Learnt:
    """The run whose policy a run imitates. Raises CheckpointError if it was on other walks."""
    return _read_fitting(path, config, ("fork",))


def _read_fitting(path: Path, config: LearnerConfig, names: Sequence[str]) -> Learnt:
    """A run on the same graph that agrees with this one in these settings."""
    learnt = read_learnt(path)
    learnt.check_graph(UnequalGraph(config.corridors))
    for name in names:
        there, here = getattr(learnt.config, name, None), getattr(config, name)
        if there != here:
            raise CheckpointError(
                f"{path} is of another learner ({name} {there!r} there, {here!r} here): name another, or give its "
                f"{name.replace('_', '-')}"
            )
    return learnt
