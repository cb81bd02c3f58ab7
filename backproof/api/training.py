"""Training of a policy, along a curve of costs.

Main definitions: `train`, `Training`, `Learning`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from backproof.api.arguments import RefusedError, callback, check_numbers, check_record, check_texts, path
from backproof.api.runs import GIVEN, check_effort, finished_run
from backproof.api.trainers import TABLE, AnyTrainer, check_settings, policy_classes, trainer_or_learner
from backproof.api.training_kinds import TrainingKind, kind_of
from backproof.learners.algorithms import LEARNERS
from backproof.learners.learner import BASE, Learner, lanes_of
from backproof.learners.learnt import Learnt
from backproof.learners.training import LearnerCurve
from backproof.policies import Families, finite_gaps, floats, load_gaps
from backproof.reports.records import matching_record, only_run, write_run
from backproof.reports.training import check_curve_file
from backproof.sim.checkpoints import UnwrittenError
from backproof.sim.curves import Curve
from backproof.sim.interrupts import Interrupts, interruptible
from backproof.sim.trainer import Trainer
from backproof.sim.training import RunProgress, save_finished, train_further
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph
from backproof.theory.graph import CorridorGraph, UnequalGraph, check_type
from backproof.theory.policy import FAMILIES, Policy


@dataclass(frozen=True, eq=False)
class Training:
    """The result of a training run.

    ``curve`` has the expected hitting time in steps (``cost``), the loss and the extremes of the gaps at each of its
    steps + 1 points. ``optimal_cost`` is H*, the least cost. ``policy`` is the trained policy. ``seconds`` is
    the time that the run took in all its parts, None if not known. ``record`` is what the command writes as JSON.
    """

    curve: Curve
    optimal_cost: float
    policy: Policy
    seconds: float | None
    record: dict[str, Any]

    @property
    def cost(self) -> float:
        """The expected hitting time of the policy at the end, in steps."""
        return float(self.curve.cost[-1])


@dataclass(frozen=True, eq=False)
class Learning:
    """The result of a run of a learner.

    ``curve`` has the expected hitting time in steps (``cost``) and the decisions so far (``agent_steps``) at each of
    its steps + 1 points. ``least_cost`` is the least cost of policies with such a fork that do not see the target.
    ``law`` has the probability of each move of ``graph``; it is None if the policy is no table. ``seconds`` and
    ``record`` are as in `Training`.
    """

    curve: LearnerCurve
    least_cost: float
    graph: ReasoningGraph
    law: NDArray[np.float64] | None
    seconds: float | None
    record: dict[str, Any]

    @property
    def cost(self) -> float:
        """The expected hitting time of the policy at the end, in steps."""
        return float(self.curve.cost[-1])


@overload
def train(graph: UnequalGraph, algorithm: str = "rlvr", **options: Any) -> Learning: ...
@overload
def train(graph: CorridorGraph, algorithm: Literal["ppo"], **options: Any) -> Learning: ...
@overload
def train(
    graph: CorridorGraph, algorithm: str, *, policy_class: Literal["mlp", "transformer"], **options: Any
) -> Learning: ...
@overload
def train(
    graph: CorridorGraph,
    algorithm: str = "rlvr",
    *,
    policy_class: Literal["table"] = "table",
    optimiser: str | None = None,
    step: float | None = None,
    steps: int | None = None,
    start: Policy | str | os.PathLike[str] = "base",
    yes: bool = False,
    out: str | os.PathLike[str] | None = None,
    on_progress: Callable[[int, Any], None] | None = None,
    on_estimate: Callable[[str], None] | None = None,
    **settings: float | str,
) -> Training: ...
def train(
    graph: CorridorGraph | UnequalGraph,
    algorithm: str = "rlvr",
    *,
    policy_class: str = TABLE,
    optimiser: str | None = None,
    step: float | None = None,
    steps: int | None = None,
    start: Policy | str | os.PathLike[str] = BASE,
    yes: bool = False,
    out: str | os.PathLike[str] | None = None,
    on_progress: Callable[[int, Any], None] | None = None,
    on_estimate: Callable[[str], None] | None = None,
    **settings: float | str,
) -> Training | Learning:
    """Train a policy on a corridor graph; the defaults are those of the paper's Figure 3.

    ``algorithm`` is a trainer's name: "rlvr" and "sft" descend exactly on the cost and on the cross-entropy of golden
    paths, "reinforce" and "grpo" on the cost as it is estimated from walks; ``backproof train --help`` has all of them,
    and the ``settings`` of each, such as ``batch=1024``. ``optimiser`` is "sign", "plain", "normalised" or "natural".
    ``start`` is a `Policy`, "base", a policy file or the checkpoint of a training.

    A learner trains policies whose rows need not be alike, and has a result of its own: "ppo" trains a "table" or an
    "mlp", as ``policy_class`` says, with an optimiser of its own, from "base" or from the checkpoint of a learner.
    ``fork`` says who chooses at the fork, "env" or "agent". On an `UnequalGraph` all training is by learners; there
    "rlvr" and "sft" train a table with rows of its own for each corridor, by sign steps.

    With ``out`` the record goes there as JSON, the curve beside it as ``out``.npz and the policy as
    ``out``.safetensors. A run that was interrupted, or had fewer steps, continues from there with the same numbers.
    ``on_progress`` is called with the step and the cost, loss, least and greatest gaps at it, or with a learner's
    decisions and cost. ``yes`` and ``on_estimate`` are as in `simulate`.

    Raises ValueError or TypeError for what cannot be trained, and where another run writes to ``out``;
    TrainingStoppedError where the training leaves float64; MissingPackageError where the learner's packages are not
    installed; UnwrittenError, which has the result as ``finished``, where ``out`` cannot be written after the run.

    >>> from backproof import CorridorGraph, train
    >>> trained = train(CorridorGraph(width=15, depth=15, lanes=5))
    >>> print(f"{trained.curve.cost[0]:.0f} {trained.cost:.4f} {trained.optimal_cost:.0f}")
    50142 900.4437 900
    """
    check_texts(algorithm=algorithm, policy_class=policy_class)
    trainer = trainer_or_learner(algorithm, policy_class, graph)
    given = _given(optimiser, step, steps)
    check_settings(trainer, settings)
    callback("on_progress", on_progress)
    kept = path("out", out)
    kind = kind_of(trainer)
    check_record(kept, kind.schema.partition("/")[0])
    with interruptible() as interrupts, only_run(kept):
        name, config = training_config(trainer, graph, policy_class, start, given | settings)
        check_effort(kind.effort(config), yes=yes, on_estimate=on_estimate)
        document, progress, failure = _recorded(kind, config, name, kept, interrupts, on_progress)
    found = _trained(document, progress) if isinstance(trainer, Trainer) else _learnt(document, progress)
    if failure is not None:
        raise UnwrittenError(failure, found) from failure
    return found


def _given(optimiser: str | None, step: float | None, steps: int | None) -> dict[str, Any]:
    """Those that were given. Raises TypeError."""
    check_numbers(step=step)
    values = {"optimiser": optimiser, "step": step, "steps": steps}
    given = {name: value for name, value in values.items() if value is not None}
    if optimiser is not None:
        check_texts(optimiser=optimiser)
    return given


def training_config(
    trainer: AnyTrainer, graph: Any, policy_class: str, start: Any, given: dict[str, Any]
) -> tuple[str, Any]:
    """The name of the start, and the configuration. Raises as `train`."""
    if isinstance(trainer, Trainer):
        return _for_trainer(trainer, graph, start, given)
    return _for_learner(trainer, graph, policy_class, start, given)


def _for_trainer(trainer: Trainer, graph: Any, start: Any, given: dict[str, Any]) -> tuple[str, Any]:
    """The name of the start, and the configuration."""
    if isinstance(graph, UnequalGraph):
        classes = policy_classes()
        *tables, last = (one.name for one in LEARNERS if TABLE in one.policy_classes)
        others = " or ".join(name for name in classes if name != TABLE)
        raise RefusedError(
            f"algorithm={trainer.name} trains equal corridors, got {graph!s:.60}: use --algorithm "
            f"{', '.join(tables)} or {last}, or --policy-class {others}"
        )
    check_type("graph", graph, CorridorGraph)
    name, gaps = _start(start, graph)
    return name, trainer.config(graph.width, graph.depth, graph.lanes, gaps, **given)


def _for_learner(learner: Learner, graph: Any, policy_class: str, start: Any, given: dict[str, Any]) -> tuple[str, Any]:
    """The name of the start, and the configuration."""
    if "optimiser" in given:
        raise RefusedError(f"algorithm={learner.name} has an optimiser of its own: leave optimiser out")
    if not isinstance(start, str | os.PathLike):
        raise TypeError(f"start must be base or the file of a learner, got start={start!r:.40}")
    name = str(start)
    if name != BASE and not Path(name).is_file():
        raise RefusedError(f"--start takes base or the FILE.safetensors of a learner; there is no file {name!r:.60}")
    if not isinstance(graph, UnequalGraph):
        check_type("graph", graph, CorridorGraph)
    return name, learner.config(lanes_of(graph), policy_class, name, **given)


def _trained(record: dict[str, Any], progress: RunProgress) -> Training:
    curve = progress.curve()
    policy = Policy.from_gaps(progress.config.graph, **dict(zip(FAMILIES, curve.final, strict=True)))
    return Training(curve, record["optimal_cost"], policy, record["seconds"], record)


def _learnt(record: dict[str, Any], progress: Any) -> Learning:
    learnt = Learnt(Path(), progress.config, progress.state)
    law = learnt.law if learnt.is_table else None
    return Learning(progress.curve(), record["least_cost"], learnt.graph, law, record["seconds"], record)


def _start(start: Policy | str | os.PathLike[str], graph: CorridorGraph) -> tuple[str, Families]:
    """The name that a record has for it, and its gaps."""
    if isinstance(start, Policy):
        if start.batch_shape:
            raise ValueError(f"start must be a single policy, got a batch of shape {start.batch_shape}")
        start.check_fits(graph)
        return GIVEN, finite_gaps("start", floats(start), graph)
    if not isinstance(start, str | os.PathLike):
        raise TypeError(f"start must be a Policy, base or a file, got start={start!r:.40}")
    return str(start), load_gaps(str(start), graph)


def _recorded(
    kind: TrainingKind,
    config: Any,
    start: str,
    out: Path | None,
    interrupts: Interrupts,
    on_progress: Callable[[int, Any], None] | None,
) -> tuple[dict[str, Any], RunProgress, OSError | None]:
    """The record, the run, and why it could not be written if so. A record that vouches for its files stays."""
    files = {} if out is None else {end: out.with_name(f"{out.name}.{end}") for end in ("npz", "safetensors")}
    check_curve_file(files.get("npz"), kind.curve_schema)
    failure: OSError | None = None
    before, progress = matching_record(out, _files, files), kind.progress(config, files.get("safetensors"))
    if before is not None:
        progress.seconds = before["seconds"]
    try:
        train_further(progress, on_progress=on_progress or (lambda at, row: None))
    except UnwrittenError as error:
        failure = error
    with finished_run(files.values()):
        curve, document = progress.curve(), matching_record(out, _files, files)
        if document is not None:
            return document, progress, failure
        document = kind.record(config, curve, start, progress.seconds)
        if out is not None and failure is None:
            writers = {
                "npz": (files["npz"], lambda part: kind.write_curve(curve, part)),
                "safetensors": (files["safetensors"], lambda part: save_finished(part, progress)),
            }
            with interrupts.held():
                failure = write_run(out, writers, document, document["files"].update)
    return document, progress, failure


def _files(document: dict[str, Any]) -> Any:
    return document.get("files")
