"""What a run of the simulator found, as a record, and the theory's prediction beside it.

Main definitions: `record`, `predict`, `as_text`.
"""

from __future__ import annotations

import hashlib
import io
import math
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from backproof import __version__
from sim.estimate import Estimate, estimate, survival_curve
from sim.runs import Run, RunConfig
from theory.hitting_law import hitting_time_variance, mean_interval
from theory.hitting_time import expected_hitting_time
from theory.policy import FAMILIES, Policy

SCHEMA = "backproof.simulation/1"
FALSE_ALARM = 1e-6
"""With which a prediction that is true is called rejected."""

CURVE_POINTS = 100


class NoPredictionError(ValueError):
    """A run of which the theory has no prediction."""


def record(config: RunConfig, run: Run, *, policy: str, seconds: float, times_file: Path | None) -> dict[str, Any]:
    """The record of a finished run: configuration, versions, estimates, survival. JSON throughout."""
    times, hit = run.times()
    curve = survival_curve(times, ~hit)
    shown = np.unique(np.linspace(0, len(curve.times) - 1, CURVE_POINTS).astype(int))
    return {
        "schema": SCHEMA,
        "config": {**asdict(config), "policy": policy, "families": {k: list(v) for k, v in config.policy.items()}},
        "versions": {
            "backproof": __version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
        },
        "threads": torch.get_num_threads(),
        "seconds": round(seconds, 3),
        "steps_walked": float(run.walked),
        "estimate": asdict(estimate(times, ~hit)),
        "survival": {"steps": curve.times[shown].tolist(), "probability": curve.survival[shown].tolist()},
        "hitting_times": None
        if times_file is None
        else {"file": times_file.name, "sha256": hashlib.sha256(times_file.read_bytes()).hexdigest()},
    }


def predict(config: RunConfig, policy: str) -> dict[str, Any]:
    """The expected hitting time, its standard deviation, and the interval in which the mean must lie.

    The interval is Chernoff's: its false-alarm rate holds for every sample size. For the search agent it is left out.
    Raises NoPredictionError for what the theory has no cost of.
    """
    graph = config.graph
    if config.budget is not None:
        raise NoPredictionError("the theory predicts uncut walks: leave --budget or --compare out")
    if config.engine == "search":
        from checks.claims.search_agent import rlvr_search_cost, sft_search_cost

        costs = {"sft": sft_search_cost, "rlvr": rlvr_search_cost}
        if policy not in costs:
            raise NoPredictionError(
                f"the theory predicts the search agent of --policy sft and rlvr, got {policy}: leave --compare out"
            )
        return {"mean": float(costs[policy](graph)), "standard_deviation": None, "interval": None, "false_alarm": None}
    exact = Policy(**{name: config.policy[name] for name in FAMILIES})
    low, high = mean_interval(graph, exact, config.episodes, FALSE_ALARM)
    return {
        "mean": expected_hitting_time(graph, exact),
        "standard_deviation": math.sqrt(hitting_time_variance(graph, exact)),
        "interval": [low, high],
        "false_alarm": FALSE_ALARM,
    }


def as_text(document: Mapping[str, Any], *, console: Console | None = None) -> str:
    """The record as a table, printed to ``console`` or returned as plain text."""
    plain = io.StringIO()
    out = console or Console(file=plain, width=100)
    config, found = document["config"], document["estimate"]
    grid = Table(box=None, show_header=False, pad_edge=False)
    sizes = f"W={config['width']}, K={config['depth']}, L={config['lanes']}"
    grid.add_row("run", f"{config['policy']} by {config['engine']}, {sizes}, seed {config['seed']}")
    grid.add_row(
        "episodes",
        f"{found['episodes']}"
        + _censored(found, "stuck" if config["engine"] == "search" else "censored by the budget"),
    )
    if found["mean"] is None:
        grid.add_row(
            "truncated mean", f"{found['mean_truncated']:.8g} steps: a lower bound of the expected hitting time"
        )
    else:
        low, high = found["interval"]
        grid.add_row("mean", f"{found['mean']:.8g} steps, 95% interval {low:.8g} to {high:.8g}")
        grid.add_row("spread", f"standard deviation {found['coefficient_of_variation']:.3g} times the mean")
        needed = Estimate(**{**found, "interval": tuple(found["interval"])}).episodes_for(0.01)
        grid.add_row("for 1%", f"{needed} episodes give an interval of 1% of the mean to either side")
    grid.add_row("quantiles", ", ".join(f"{name} {_steps(found[key])}" for name, key in QUANTILES.items()))
    grid.add_row("walked", f"{document['steps_walked']:.4g} steps in {document['seconds']:.3g} s")
    if "prediction" in document:
        for row in _comparison(document["prediction"], found):
            grid.add_row(*row)
    out.print(grid)
    return plain.getvalue()


QUANTILES = {"median": "median", "90%": "quantile_90", "99%": "quantile_99"}


def _steps(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.6g}"


def _censored(found: Mapping[str, Any], how: str) -> str:
    return f", {found['censored']} of them {how}" if found["censored"] else ""


def _comparison(prediction: Mapping[str, Any], found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Rows of the table: what was predicted, how far off the estimate is, and whether it may be."""
    mean, spread = prediction["mean"], prediction["standard_deviation"]
    off = found["mean"] - mean
    error = found["standard_error"] if spread is None else spread / math.sqrt(found["episodes"])
    rows = [
        ("predicted", f"{mean:.8g} steps"),
        ("off by", f"{100 * off / mean:+.3f}%" + (f", z = {off / error:+.2f}" if error else "")),
    ]
    if prediction["interval"] is not None:
        low, high = prediction["interval"]
        verdict = "confirmed" if low <= found["mean"] <= high else "REJECTED"
        alarm = f"false-alarm rate {prediction['false_alarm']:g}"
        rows.append(("verdict", f"{verdict}: allowed {low:.8g} to {high:.8g}, {alarm}"))
    return rows
