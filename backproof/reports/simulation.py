"""The record of a simulation, and what the theory predicts for it.

Main definitions: `simulation_record`, `predict` and `judge`, `show_simulation`.
"""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from scipy import stats

from backproof import __version__
from backproof.reports.numbers import format_number
from backproof.reports.terminal import show_facts
from backproof.sim.engines import CrossingsRun, Run
from backproof.sim.estimate import Estimate, SurvivalCurve, corrected_interval, estimate, survival_curve
from backproof.sim.run_config import AnyRunConfig, OwnRunConfig, RunConfig, UnequalRunConfig
from backproof.theory.costs.hitting_law import Moments, hitting_time_moments, mean_time_interval
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import UnequalGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import UnequalCorridors, UnequalLaw, unequal_hitting_time

SCHEMA = "backproof.simulation/1"
CONFIDENCE = 0.95
FALSE_ALARM = 1e-6
"""The probability that a true prediction is rejected."""

BEYOND = "the cost or its variance is beyond float64 (1.8e308): leave --compare out"

CURVE_POINTS = 50
"""Points of the survival curve at even distances in probability, and as many at even ratios, for its tail."""


class NoPredictionError(ValueError):
    """The theory has no prediction for a run."""


def simulation_record(config: AnyRunConfig, run: Run, *, policy: str, seconds: float | None) -> dict[str, Any]:
    """The record of a finished run: configuration, versions, estimates, survival. JSON throughout.

    ``seconds`` counts interrupted parts of the run too; it is None if not known. The writer adds the hitting times.
    """
    times, hit = run.times()
    if isinstance(config, RunConfig) and config.engine == "search":  # stuck walks are later than any that arrive
        times = np.where(hit, times, 2 * config.graph.edge_count + 1)
    return {
        "schema": SCHEMA,
        "config": _config(config, policy),
        "versions": {
            "backproof": __version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
        },
        "threads": torch.get_num_threads(),
        "device": torch.cuda.get_device_name(config.device) if config.device.startswith("cuda") else "cpu",
        "seconds": None if seconds is None else round(seconds, 3),
        "steps_walked": float(run.walked),
        "estimate": asdict(estimate(times, ~hit)),
        "hits": _hits(hit),
        "survival": _survival(survival_curve(times, ~hit)),
        "crossings": _crossings(run) if isinstance(run, CrossingsRun) else None,
        "hitting_times": None,
    }


def _config(config: AnyRunConfig, policy: str) -> dict[str, Any]:
    if isinstance(config, OwnRunConfig):
        values = json.loads(config.text())
        del values["digest"]
        return {**values, "policy": policy, "families": None}
    return {**asdict(config), "policy": policy, "families": {k: list(v) for k, v in config.policy.items()}}


def _hits(hit: NDArray[np.bool_]) -> dict[str, Any]:
    """How many episodes reached their target, and the Clopper-Pearson interval of their share."""
    share = stats.binomtest(int(hit.sum()), len(hit)).proportion_ci(CONFIDENCE)
    return {"count": int(hit.sum()), "interval": [float(share.low), float(share.high)]}


def _survival(curve: SurvivalCurve) -> dict[str, Any]:
    """P(T > steps) at some of the times observed, with its pointwise interval."""
    last = len(curve.times) - 1
    even, tail = np.linspace(0, last, CURVE_POINTS), last + 1 - np.geomspace(1, last + 1, CURVE_POINTS)
    shown = np.unique(np.append(even, tail).astype(int))
    columns = {"steps": curve.times, "probability": curve.survival, "low": curve.low, "high": curve.high}
    return {
        **{name: values[shown].tolist() for name, values in columns.items()},
        "confidence": curve.confidence,
    }


def _crossings(run: CrossingsRun) -> dict[str, Any]:
    """How often an episode crosses each edge e = 0..2K toward the fork, with Student's interval of the mean.

    Away from the fork it is once more. None in place of an interval that is beyond float64.
    """
    mean, error = run.homeward()
    low, high = corrected_interval(mean, error, 0.0, run.done, CONFIDENCE)
    ends = {"low": np.asarray(low), "high": np.asarray(high)}
    known = {name: [end if math.isfinite(end) else None for end in values.tolist()] for name, values in ends.items()}
    return {"homeward": mean.tolist(), **known, "confidence": CONFIDENCE}


def predict(config: AnyRunConfig, policy: str) -> dict[str, Any]:
    """The expected hitting time, its standard deviation, and the interval in which the mean must lie.

    The mean is by the crossing recurrences, the interval's reach Chernoff's for the law of the hitting time: its
    false-alarm rate holds for every sample size. For the search agent it is left out.
    Raises NoPredictionError for what the theory has no cost of.
    """
    if config.budget is not None:
        raise NoPredictionError("the theory predicts uncut walks: leave --budget or --compare out")
    if isinstance(config, OwnRunConfig):
        if not math.isfinite(config.cost):
            raise NoPredictionError("the theory predicts policies that are tables: leave --compare out")
        return {"mean": config.cost, "standard_deviation": None, "interval": None, "false_alarm": None}
    rows = Policy(**{name: config.policy[name] for name in FAMILIES})
    if isinstance(config, UnequalRunConfig):
        return _predict_unequal(config, UnequalCorridors.of(config.graph, rows))
    graph = config.graph
    if config.engine == "search":
        from backproof.checks.claims.search_agent import rlvr_search_cost, sft_search_cost

        costs = {"sft": sft_search_cost, "rlvr": rlvr_search_cost}
        if policy not in costs:
            raise NoPredictionError(
                f"the theory predicts the search agent of --policy sft and rlvr, got {policy}: leave --compare out"
            )
        return {"mean": float(costs[policy](graph)), "standard_deviation": None, "interval": None, "false_alarm": None}
    try:
        mean, law = expected_hitting_time(graph, rows), hitting_time_moments(graph, rows)
    except OverflowError as error:
        raise NoPredictionError(BEYOND) from error
    return _prediction(mean, law, mean_time_interval(graph, rows, config.episodes, FALSE_ALARM))


def _predict_unequal(config: UnequalRunConfig, corridors: UnequalCorridors) -> dict[str, Any]:
    law = UnequalLaw(corridors)
    try:
        mean, moments = unequal_hitting_time(corridors), law.moments()
        interval = law.mean_time_interval(config.episodes, FALSE_ALARM)
    except (OverflowError, ValueError) as error:  # ValueError: an infinite variance
        raise NoPredictionError(BEYOND) from error
    return _prediction(mean, moments, interval)


def _prediction(mean: float, law: Moments, interval: tuple[float, float]) -> dict[str, Any]:
    """The mean by one formula, and how far from it a sample's mean may be by the law."""
    low, high = interval
    return {
        "mean": mean,
        "standard_deviation": math.sqrt(law.variance),
        "interval": [mean - (law.mean - low), mean + (high - law.mean)],
        "false_alarm": FALSE_ALARM,
    }


def judge(prediction: dict[str, Any], found: Mapping[str, Any]) -> None:
    """Add z to the prediction, and the verdict where there is an interval."""
    off = found["mean"] - prediction["mean"]
    spread = prediction["standard_deviation"]
    error = found["standard_error"] if spread is None else spread / math.sqrt(found["episodes"])
    prediction["z"] = off / error if error else None
    if prediction["interval"] is not None:
        low, high = prediction["interval"]
        prediction["verdict"] = "confirmed" if low <= found["mean"] <= high else "rejected"


def show_simulation(console: Console, document: Mapping[str, Any]) -> None:
    """What a record says."""
    show_facts(console, _facts(document))


def _facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    config, found = document["config"], document["estimate"]
    if "corridors" in config:
        sizes = f"corridors {UnequalGraph(config['corridors'])}"
    else:
        sizes = f"W={config['width']}, K={config['depth']}, L={config['lanes']}"
    fork = f", fork={config['fork']}" if "fork" in config else ""
    yield "run", f"{config['policy']} by {config['engine']}, {sizes}{fork}, seed {config['seed']}"
    stuck = config["engine"] == "search"
    censored = f", {found['censored']} of them {'stuck' if stuck else 'censored by the budget'}"
    yield "episodes", f"{found['episodes']}" + (censored if found["censored"] else "")
    if found["mean"] is not None:
        low, high = found["interval"]
        yield "mean", f"{_steps(found['mean'])} steps, 95% interval {_steps(low)} to {_steps(high)}"
        yield "spread", f"standard deviation {found['coefficient_of_variation']:.3g} times the mean"
        needed = Estimate(**{**found, "interval": tuple(found["interval"])}).episodes_for(0.01)
        yield "for 1%", f"{needed} episodes give an interval of 1% of the mean to either side"
    elif stuck:
        low, high = document["hits"]["interval"]
        yield "hits", f"{100 * low:.3g}% to {100 * high:.3g}% of the episodes: the expected hitting time is infinite"
    else:
        yield "truncated mean", f"{_steps(found['mean_truncated'])} steps: a lower bound of the expected hitting time"
    yield "quantiles", ", ".join(f"{name} {_quantile(found[key])}" for name, key in QUANTILES.items())
    seconds = document["seconds"]
    yield (
        "walked",
        f"{format_number(document['steps_walked'])} steps" + ("" if seconds is None else f" in {seconds:.3g} s"),
    )
    if "prediction" in document:
        yield from _comparison(document["prediction"], found)


QUANTILES = {"median": "median", "90%": "quantile_90", "99%": "quantile_99"}


def _quantile(value: float | None) -> str:
    return "unknown" if value is None else format_number(value, 6)


def _steps(value: float) -> str:
    return format_number(value, 8)


def _comparison(prediction: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was predicted, how far off the estimate is, and whether it may be."""
    mean, z = prediction["mean"], prediction["z"]
    yield "predicted", f"{_steps(mean)} steps"
    yield "off by", f"{100 * (found['mean'] / mean - 1):+.3f}%" + ("" if z is None else f", z = {z:+.2f}")
    if prediction["interval"] is not None:
        low, high = prediction["interval"]
        alarm = f"false-alarm rate {prediction['false_alarm']:g}"
        yield "verdict", f"{prediction['verdict']}: allowed {_steps(low)} to {_steps(high)}, {alarm}"
