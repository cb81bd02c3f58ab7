"""What a run of a learner gave, as a record, a curve and a table.

The curve is an npz file that numpy alone reads: ``step``, ``agent_steps``, ``cost``, ``standard_error`` and
``cut`` with one number per point, and ``law`` with one for each move of the graph, if the policy is a table.

Main definitions: `learning_record`, `least_blind_cost`, `write_learner_curve`, `show_learning`, `learner_standing`.
"""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console

from backproof import __version__
from backproof.learners.algorithms import learner_for
from backproof.learners.learner import LearnerConfig, LearningPoint, sizes_in_words
from backproof.learners.training import LearnerCurve
from backproof.reports.terminal import show_table, show_text
from backproof.reports.training import SHOWN, shown_cost
from backproof.theory.relaxations.never_turn import best_first_rows_cost

SCHEMA = "backproof.learning/1"
CURVE_SCHEMA = "backproof.learning-curve/1"
PACKAGES = ("numpy", "torch", "gymnasium", "stable_baselines3")


def learning_record(config: LearnerConfig, curve: LearnerCurve, *, seconds: float | None) -> dict[str, Any]:
    """The record of a finished run: configuration, versions, selected points. JSON throughout.

    ``seconds`` over all its legs, None where that is not known. Its files are for the writer.
    """
    values, own = asdict(config), config.settings()
    settings = {name: values.pop(name) for name in own if name not in ("fork", "seed")}
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {
        "schema": SCHEMA,
        "config": {"algorithm": learner_for(config).name, **values, "settings": settings},
        "versions": {"backproof": __version__, "python": platform.python_version(), **versions},
        "threads": torch.get_num_threads(),
        "seconds": None if seconds is None else round(seconds, 3),
        "least_cost": least_blind_cost(config),
        "points": [_point(curve, step) for step in sorted({round(part * config.steps) for part in SHOWN})],
        "files": {},
    }


def _point(curve: LearnerCurve, step: int) -> dict[str, Any]:
    columns = {name: getattr(curve, name)[step].item() for name in LearningPoint._fields}
    return {"step": step, **columns}


def least_blind_cost(config: LearnerConfig) -> float:
    """The least cost of policies that do not see the target: with a uniform fork, or with one that sees from which
    corridor the walker comes. The latter goes through the corridors in turn, the shallow ones first.
    """
    depths = sorted(map(len, config.corridors))
    if not config.fork_sees_arrivals:
        return best_first_rows_cost(depths)
    wrong = sum(2 * (2 * depth + 1) * (len(depths) - place) for place, depth in enumerate(depths, 1))
    return 1 + (wrong + sum(2 * depth + 1 for depth in depths)) / len(depths)


def write_learner_curve(curve: LearnerCurve, path: Path) -> None:
    """Write the curve to this path; the same curve gives the same bytes."""
    with path.open("wb") as file:
        np.savez(
            file,
            schema=np.array(CURVE_SCHEMA),
            step=np.arange(len(curve.cost)),
            **vars(curve),
        )


def learner_standing(point: LearningPoint) -> tuple[str, ...]:
    """Where a run stands."""
    error = f" +- {point.standard_error:.2g}" if point.standard_error else ""
    return f"H = {point.cost:.6g}{error}", f"{point.agent_steps:.3g} decisions"


def show_learning(console: Console, document: Mapping[str, Any]) -> None:
    """What a record says, as a table."""
    config, least = document["config"], document["least_cost"]
    sizes = sizes_in_words(tuple(map(tuple, config["corridors"])))
    how = f"{config['algorithm']} of policy class {config['policy_class']}, fork={config['fork']}"
    steps = f"{config['steps']} steps of {config['step']:g}, seed {config['seed']}"
    show_text(console, f"{how}, from {config['start']} at {sizes}: {steps}")
    settings = ", ".join(f"{name}={value}" for name, value in config["settings"].items())
    if settings:
        show_text(console, f"Settings: {settings}.")
    headings = ("step", "decisions", "cost H", "H / least")
    points = document["points"]
    show_table(console, headings, (_cells(point, least) for point in points), right=headings)
    if any(point["standard_error"] for point in points):
        cut = max(point["cut"] for point in points)
        walks = f"Costs are means of {config['settings']['evaluations']} walks, with 1.96 standard errors"
        show_text(console, walks + (f"; up to {cut:.1%} of them were cut, so that means are too low." if cut else "."))
    seconds = document["seconds"]
    show_text(console, f"least cost = {least:.15g}" + ("" if seconds is None else f"; {seconds:.3g} s"))


def _cells(point: Mapping[str, Any], least: float) -> tuple[str, ...]:
    error = point["standard_error"]
    cost = f"{point['cost']:.4g} +- {1.96 * error:.2g}" if error else shown_cost(point["cost"])
    return str(point["step"]), str(point["agent_steps"]), cost, f"{point['cost'] / least:.6g}"
