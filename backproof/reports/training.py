"""What a training run gave, as a record, a curve and a table.

The curve is an npz file that numpy alone reads: ``step``, ``cost`` and ``loss`` with one number per point, ``least``
and ``greatest`` with the extremes of each family's logit gaps over the diamonds, and ``families``, the names of their
columns.

Main definitions: `record`, `write_curve`, `show_training`, `standing`.
"""

from __future__ import annotations

import platform
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import torch
from rich.console import Console

from backproof import __version__
from backproof.reports.terminal import show_table, show_text
from backproof.sim.checkpoints import CheckpointError
from backproof.sim.curves import Curve, CurveRow
from backproof.sim.trainer import TrainingConfig
from backproof.sim.training_checkpoints import config_document
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.policy import FAMILIES, Policy

SCHEMA = "backproof.training/1"
CURVE_SCHEMA = "backproof.training-curve/1"
SHOWN = (0, 1 / 48, 1 / 12, 1 / 4, 1 / 2, 1)
"""The points that a record repeats, as fractions of the run: steps 0, 25, 100, 300, 600 and 1200 of 1200."""


def record(config: TrainingConfig, curve: Curve, *, start: str, seconds: float | None) -> dict[str, Any]:
    """The record of a finished run: configuration, versions, selected points. JSON throughout.

    ``seconds`` over all its legs, None where that is not known. Its files are for the writer.
    """
    graph = config.graph
    return {
        "schema": SCHEMA,
        "config": {
            **config_document(config),
            "start": start,
            "start_gaps": {k: list(v) for k, v in config.start.items()},
        },
        "versions": {
            "backproof": __version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "torch": torch.__version__,
        },
        "threads": torch.get_num_threads(),
        "seconds": None if seconds is None else round(seconds, 3),
        "optimal_cost": expected_hitting_time(graph, Policy.optimal(graph)),
        "points": [_point(curve, step) for step in sorted({round(part * config.steps) for part in SHOWN})],
        "files": {},
    }


def _point(curve: Curve, step: int) -> dict[str, Any]:
    return {
        "step": step,
        "cost": float(curve.cost[step]),
        "loss": float(curve.loss[step]),
        "gaps": {
            family: [float(curve.least[step, j]), float(curve.greatest[step, j])] for j, family in enumerate(FAMILIES)
        },
    }


def check_curve_file(path: Path | None, schema: str = CURVE_SCHEMA) -> None:
    """Raises CheckpointError where a file that is no curve of ours is in the way of one."""
    if path is None or not path.exists():
        return
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            ours = str(held["schema"]) == schema
    except (EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile):
        ours = False
    if not ours:
        raise CheckpointError(f"{path} exists and is not a training curve: move it away, or name another --out")


def write_curve(curve: Curve, path: Path) -> None:
    """Write the curve to this path; the same curve gives the same bytes."""
    with path.open("wb") as file:
        np.savez(
            file,
            schema=np.array(CURVE_SCHEMA),
            families=np.array(FAMILIES),
            step=np.arange(len(curve.cost)),
            cost=curve.cost,
            loss=curve.loss,
            least=curve.least,
            greatest=curve.greatest,
        )


def standing(row: CurveRow) -> tuple[str, ...]:
    """Where a run stands: its cost, then the extremes of each family's gaps."""
    cost, _, least, greatest = row
    spans = (_span(*extremes) for extremes in zip(least, greatest, strict=True))
    named = (f"{family.replace('_', ' ')} {span}" for family, span in zip(FAMILIES, spans, strict=True))
    return (f"H = {cost:.6g}", *named)


def _span(low: float, high: float) -> str:
    """The extremes of a family."""
    return f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"


def show_training(console: Console, document: Mapping[str, Any]) -> None:
    """What a record says, as a table."""
    config, best = document["config"], document["optimal_cost"]
    sizes = f"W={config['width']}, K={config['depth']}, L={config['lanes']}"
    own = {} if config["uncleaned"] is None else {"uncleaned": config["uncleaned"]}
    own |= config.get("settings", {})
    settings = (f"{value:g} {name}" if isinstance(value, float) else f"{value} {name}" for name, value in own.items())
    how = ", ".join([config["algorithm"], *settings])
    steps = f"{config['steps']} {config['optimiser']} steps of {config['step']:g}"
    show_text(console, f"{how} from {config['start']} at {sizes}: {steps}, seed {config['seed']}")
    letters = dict(zip("abcd", (family.replace("_", " ") for family in FAMILIES), strict=True))
    headings = ("step", "cost H", "H / H*", *(f"gap {letter}" for letter in letters))
    show_table(console, headings, (_cells(point, best) for point in document["points"]), right=headings)
    seconds = document["seconds"]
    show_text(console, f"Gaps: {', '.join(f'{letter} {name}' for letter, name in letters.items())}.")
    show_text(console, f"H* = {best:.15g}" + ("" if seconds is None else f"; {seconds:.3g} s"))


def _cells(point: Mapping[str, Any], best: float) -> tuple[str, ...]:
    spans = (_span(*point["gaps"][family]) for family in FAMILIES)
    return str(point["step"]), shown_cost(point["cost"]), f"{point['cost'] / best:.6g}", *spans


def shown_cost(cost: float) -> str:
    """As the paper has it: four decimals, without trailing zeros, as long as there is room."""
    return f"{cost:.4f}".rstrip("0").rstrip(".") if cost < 1e9 else f"{cost:.6e}"
