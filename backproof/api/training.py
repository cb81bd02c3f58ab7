"""Training of a policy, along a curve of costs.

Main definitions: `train`, `Training`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backproof.api.arguments import RefusedError, callback, check_numbers, check_record, check_texts, path
from backproof.api.runs import GIVEN, check_effort, finished_run
from backproof.policies import Families, finite_gaps, floats, load_gaps
from backproof.reports.records import matching_record, only_run, write_run
from backproof.reports.training import check_curve_file, record, write_curve
from backproof.sim.checkpoints import UnwrittenError
from backproof.sim.curves import Curve, CurveRow
from backproof.sim.effort import of_training
from backproof.sim.interrupts import Interrupts, interruptible
from backproof.sim.trainer import Trainer, TrainingConfig
from backproof.sim.trainers import TRAINERS, trainer_named
from backproof.sim.training import Progress, save_finished, train_further
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


def train(
    graph: CorridorGraph | UnequalGraph,
    algorithm: str = "rlvr",
    *,
    optimiser: str = "sign",
    step: float = 0.01,
    steps: int = 1200,
    start: Policy | str | os.PathLike[str] = "base",
    yes: bool = False,
    out: str | os.PathLike[str] | None = None,
    on_progress: Callable[[int, CurveRow], None] | None = None,
    on_estimate: Callable[[str], None] | None = None,
    **settings: float | str,
) -> Training:
    """Train a policy on a corridor graph; the defaults are those of the paper's Figure 3.

    ``algorithm`` is a trainer's name: "rlvr" and "sft" descend exactly on the cost and on the cross-entropy of golden
    paths, "reinforce" and "grpo" on the cost as it is estimated from walks; ``backproof train --help`` has all of them,
    and the ``settings`` of each, such as ``batch=1024``. ``optimiser`` is "sign", "plain", "normalised" or "natural".
    ``start`` is a `Policy`, "base", a policy file or the checkpoint of a training.

    With ``out`` the record goes there as JSON, the curve beside it as ``out``.npz and the gaps as ``out``.safetensors.
    A run that was interrupted, or had fewer steps, continues from there with the same numbers. ``on_progress`` is
    called with the step and the cost, loss, least and greatest gaps at it. ``yes`` and ``on_estimate`` are as in
    `simulate`.

    Raises ValueError or TypeError for what cannot be trained, and where another run writes to ``out``;
    TrainingStoppedError where the training leaves float64; UnwrittenError, which has the result as ``finished``, where
    ``out`` cannot be written after the run.

    >>> from backproof import CorridorGraph, train
    >>> trained = train(CorridorGraph(width=15, depth=15, lanes=5))
    >>> print(f"{trained.curve.cost[0]:.0f} {trained.cost:.4f} {trained.optimal_cost:.0f}")
    50142 900.4437 900
    """
    check_texts(algorithm=algorithm, optimiser=optimiser)
    check_numbers(step=step)
    trainer = trainer_named(algorithm)
    if isinstance(graph, UnequalGraph):
        raise RefusedError(f"algorithm={trainer.name} trains equal corridors, got {graph}: leave --corridors out")
    check_type("graph", graph, CorridorGraph)
    own: dict[str, Any] = dict(settings)
    _check_settings(trainer, own)
    callback("on_progress", on_progress)
    kept = path("out", out)
    check_record(kept, "backproof.training")
    sizes = (graph.width, graph.depth, graph.lanes)
    with interruptible() as interrupts, only_run(kept):
        name, gaps = _start(start, graph)
        config = trainer.config(*sizes, gaps, optimiser, step, steps, **own)
        check_effort(of_training(config), yes=yes, on_estimate=on_estimate)
        document, curve, failure = _recorded(config, name, kept, interrupts, on_progress)
    found = _result(graph, curve, document)
    if failure is not None:
        raise UnwrittenError(failure, found) from failure
    return found


def _check_settings(trainer: Trainer, given: Mapping[str, Any]) -> None:
    """Raise ValueError for a setting that the trainer does not have, TypeError for one of a wrong type."""
    own = trainer.config.settings()
    for name, value in given.items():
        if name not in own:
            users = " or ".join(other.name for other in TRAINERS.values() if name in other.config.settings())
            hint = f", or use {users}" if users else ""
            raise RefusedError(f"algorithm={trainer.name} takes no {name}: leave it out{hint}")
        kind = type(own[name]["default"])
        if kind is float:
            check_numbers(**{name: value})
        else:
            check_type(name, value, kind)


def _result(graph: CorridorGraph, curve: Curve, record: dict[str, Any]) -> Training:
    policy = Policy.from_gaps(graph, **dict(zip(FAMILIES, curve.final, strict=True)))
    return Training(curve, record["optimal_cost"], policy, record["seconds"], record)


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
    config: TrainingConfig,
    start: str,
    out: Path | None,
    interrupts: Interrupts,
    on_progress: Callable[[int, CurveRow], None] | None,
) -> tuple[dict[str, Any], Curve, OSError | None]:
    """The record, the curve, and why it could not be written if so. A record that vouches for its files stays."""
    files = {} if out is None else {kind: out.with_name(f"{out.name}.{kind}") for kind in ("npz", "safetensors")}
    check_curve_file(files.get("npz"))
    failure: OSError | None = None
    before, progress = matching_record(out, _files, files), Progress(config, files.get("safetensors"))
    if before is not None:
        progress.seconds = before["seconds"]
    try:
        train_further(progress, on_progress=on_progress or (lambda at, row: None))
    except UnwrittenError as error:
        failure = error
    with finished_run(files.values()):
        curve, document = progress.curve(), matching_record(out, _files, files)
        if document is not None:
            return document, curve, failure
        document = record(config, curve, start=start, seconds=progress.seconds)
        if out is not None and failure is None:
            writers = {
                "npz": (files["npz"], lambda part: write_curve(curve, part)),
                "safetensors": (files["safetensors"], lambda part: save_finished(part, progress)),
            }
            with interrupts.held():
                failure = write_run(out, writers, document, document["files"].update)
    return document, curve, failure


def _files(document: dict[str, Any]) -> Any:
    return document.get("files")
