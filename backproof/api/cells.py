"""The cells of a sweep: for each command what a cell may set, how it is checked, and what its run gives as columns.

Main definitions: `CELL_KINDS`, `CellKind`, `CellTask`, `run_cell`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from backproof.api.arguments import RefusedError
from backproof.api.graph_files import examine_file, graph_or_learnt
from backproof.api.runs import check_effort
from backproof.api.simulation import check_walks_asked, simulate, simulation_config
from backproof.api.trainers import TABLE, all_trainers, check_settings, trainer_or_learner
from backproof.api.training import Learning, train, training_config
from backproof.api.training_kinds import kind_of
from backproof.graphs.report import graph_audit_document
from backproof.sim.effort import of_simulation
from backproof.sim.engines import check_compiled
from backproof.sweeps.dataset import Column
from backproof.theory.graph import PAPER, CorridorGraph, UnequalGraph, read_corridors
from backproof.theory.policy import POLICIES
from backproof.unequal_policies import UNEQUAL_POLICIES

Settings: TypeAlias = dict[str, Any]
SIZES = {"width": PAPER.width, "depth": PAPER.depth, "lanes": PAPER.lanes}
KINDS: dict[str, tuple[str, tuple[type, ...]]] = {
    "BOOLEAN": ("true or false", (bool,)),
    "BIGINT": ("an integer", (int,)),
    "UBIGINT": ("an integer", (int,)),
    "DOUBLE": ("a number", (int, float)),
    "VARCHAR": ("a text", (str,)),
}
"""What a value of a column may be, in words and types."""

TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "VARCHAR"}


class CellKind(NamedTuple):
    """What can be swept with a command.

    ``keys`` are the settings, each with its SQL type. ``complete`` checks settings, adds those that are left out, and
    refuses a run of over an hour unless the second argument allows it. ``files`` names the settings, among complete
    ones, that are files. ``run`` gives the columns of the results.
    """

    keys: Callable[[], dict[str, str]]
    complete: Callable[[Settings, bool], Settings]
    files: Callable[[Settings], list[str]]
    run: Callable[[Settings], dict[str, Column]]


class CellTask(NamedTuple):
    """A cell with complete settings, for any machine: ``files`` has the name and the bytes of each file it reads."""

    command: str
    settings: Settings
    files: Mapping[str, tuple[str, bytes]]


def run_cell(task: CellTask) -> dict[str, Column]:
    """The columns of the results; the files are written to a temporary folder first."""
    with tempfile.TemporaryDirectory(prefix="backproof-") as folder:
        settings = dict(task.settings)
        for setting, (name, content) in task.files.items():
            path = Path(folder) / setting / name
            path.parent.mkdir()
            path.write_bytes(content)
            settings[setting] = str(path)
        return CELL_KINDS[task.command].run(settings)


def typed(settings: Mapping[str, Any], keys: Mapping[str, str]) -> Settings:
    """The settings, each as its column has it. Raises RefusedError for the first value of another type."""
    for name, value in settings.items():
        what, types = KINDS[keys[name]]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise RefusedError(f"{name} must be {what}, got {name}={value!r:.40}")
    return {name: float(value) if keys[name] == "DOUBLE" else value for name, value in settings.items()}


def file_settings() -> set[str]:
    """The settings that may name a file."""
    return {"policy", "start", "file"}.union(*(getattr(trainer.config, "files", ()) for trainer in all_trainers()))


def policy_names(settings: Mapping[str, Any]) -> Collection[str]:
    """The names that are policies and no files."""
    return POLICIES if settings.get("corridors") is None else UNEQUAL_POLICIES


def _with_defaults(defaults: Settings, given: Settings) -> Settings:
    """What is given, and the defaults of the others. Unequal corridors have no width, depth and lanes."""
    if given.get("corridors") is None:
        return defaults | given
    if both := [name for name in SIZES if name in given]:
        raise RefusedError(f"corridors gives the sizes of all corridors: leave {both[0]} out")
    try:
        corridors = str(read_corridors(given["corridors"]))
    except ValueError as error:
        raise RefusedError(f"corridors {error}") from error
    return {**defaults, **dict.fromkeys(SIZES), **given, "corridors": corridors}


def _graph(settings: Settings) -> CorridorGraph | UnequalGraph:
    if settings["corridors"] is not None:
        return read_corridors(settings["corridors"])
    return CorridorGraph(*(settings[name] for name in SIZES))


# --- simulate --------------------------------------------------------------------------------------------------------

WALKS: Settings = {
    **SIZES,
    "corridors": None,
    "policy": "base",
    "engine": None,
    "episodes": 10_000,
    "seed": 0,
    "device": "cpu",
    "budget": None,
    "compile": False,
    "compare": False,
}
ESTIMATES = {
    "mean": "DOUBLE",
    "mean_truncated": "DOUBLE",
    "standard_error": "DOUBLE",
    "coefficient_of_variation": "DOUBLE",
    "largest_share": "DOUBLE",
    "median": "DOUBLE",
    "quantile_90": "DOUBLE",
    "quantile_99": "DOUBLE",
}


def _walk_keys() -> dict[str, str]:
    types = {name: TYPES.get(type(default), "BIGINT") for name, default in WALKS.items()}
    return {**types, "corridors": "VARCHAR", "engine": "VARCHAR", "seed": "UBIGINT"}


def _complete_walks(given: Settings, yes: bool) -> Settings:
    settings = _with_defaults(WALKS, given)
    graph, how = _graph(settings), ("engine", "episodes", "seed", "device", "budget")
    check_walks_asked(graph, *(settings[name] for name in how))
    _, config = simulation_config(graph, settings["policy"], *(settings[name] for name in how))
    check_compiled(config, compiled=settings["compile"])
    check_effort(of_simulation(config, compiled=settings["compile"]), yes=yes, on_estimate=None)
    return settings | {"engine": config.engine}


def _run_walks(settings: Settings) -> dict[str, Column]:
    how = {name: settings[name] for name in ("engine", "episodes", "seed", "device", "budget", "compare")}
    found = simulate(_graph(settings), settings["policy"], compiled=settings["compile"], yes=True, **how)
    low, high = found.estimate.interval or (None, None)
    prediction = found.prediction
    return {
        **{name: Column(kind, [getattr(found.estimate, name)]) for name, kind in ESTIMATES.items()},
        "interval_low": Column("DOUBLE", [low]),
        "interval_high": Column("DOUBLE", [high]),
        "hits": Column("BIGINT", [found.hits]),
        "steps_walked": Column("DOUBLE", [found.record["steps_walked"]]),
        "predicted": Column("DOUBLE", [None if prediction is None else prediction.mean]),
        "z": Column("DOUBLE", [None if prediction is None else prediction.z]),
        "verdict": Column("VARCHAR", [None if prediction is None else prediction.verdict]),
    }


# --- train -----------------------------------------------------------------------------------------------------------

TRAINED: Settings = {**SIZES, "corridors": None, "algorithm": "rlvr", "policy_class": TABLE, "start": "base"}
DESCENT = {"optimiser": "VARCHAR", "step": "DOUBLE", "steps": "BIGINT"}
"""Settings of all trainers, whose defaults differ; a learner has no optimiser to choose."""


def _train_keys() -> dict[str, str]:
    own = [settings for trainer in all_trainers() for settings in trainer.config.settings().items()]
    types = {name: TYPES[type(about["default"])] for name, about in own}
    common = {name: TYPES.get(type(value), "VARCHAR") for name, value in TRAINED.items()}
    return {**common, **DESCENT, **types, "seed": "UBIGINT"}


def _own(settings: Settings) -> Settings:
    """The settings that are the trainer's own, and those of `DESCENT`."""
    return {name: value for name, value in settings.items() if name not in TRAINED}


def _complete_training(given: Settings, yes: bool) -> Settings:
    settings = _with_defaults(TRAINED, given)
    trainer = trainer_or_learner(settings["algorithm"], settings["policy_class"], _graph(settings))
    own = _own(given)
    check_settings(trainer, {name: value for name, value in own.items() if name not in DESCENT})
    _, config = training_config(trainer, _graph(settings), settings["policy_class"], settings["start"], own)
    check_effort(kind_of(trainer).effort(config), yes=yes, on_estimate=None)
    return {
        **settings,
        **{name: getattr(config, name) for name in (*DESCENT, *trainer.config.settings()) if hasattr(config, name)},
    }


def _training_files(settings: Settings) -> list[str]:
    trainer = trainer_or_learner(settings["algorithm"], settings["policy_class"], _graph(settings))
    may_be = getattr(trainer.config, "files", {"start": "base"})
    return [name for name, without in may_be.items() if settings[name] not in (without, *policy_names(settings))]


def _run_training(settings: Settings) -> dict[str, Column]:
    how = {name: settings[name] for name in ("policy_class", "start")}
    found: Any = train(_graph(settings), settings["algorithm"], yes=True, **how, **_own(settings))
    curve, learns = found.curve, isinstance(found, Learning)
    steps = range(len(curve.cost))
    none = [None] * len(steps)
    return {
        "at_step": Column("BIGINT", steps),
        "cost": Column("DOUBLE", curve.cost.tolist()),
        "standard_error": Column("DOUBLE", curve.standard_error.tolist() if learns else none),
        "loss": Column("DOUBLE", none if learns else curve.loss.tolist()),
        "agent_steps": Column("BIGINT", curve.agent_steps.tolist() if learns else none),
        "least_cost": Column("DOUBLE", [found.least_cost if learns else found.optimal_cost] * len(steps)),
    }


# --- graph -----------------------------------------------------------------------------------------------------------


def _complete_graph(given: Settings, yes: bool) -> Settings:
    if "file" not in given:
        raise RefusedError("file is missing: name the file of a graph")
    graph_or_learnt(Path(given["file"]))
    return given


def _run_graph(settings: Settings) -> dict[str, Column]:
    document = graph_audit_document(examine_file(Path(settings["file"])))
    policies = document["policies"]
    costs = [policy["cost"] or {} for policy in policies]
    searches = [policy["search"] for policy in policies]
    sizes = {**document["sizes"], **document["rows"]}
    return {
        **{name: Column("BIGINT", [size] * len(policies)) for name, size in sizes.items()},
        "shortest": Column("VARCHAR", [document["shortest"]] * len(policies)),
        "policy": Column("VARCHAR", [policy["policy"] for policy in policies]),
        "kind": Column("VARCHAR", [cost.get("kind") for cost in costs]),
        "cost": Column("DOUBLE", [cost.get("value") for cost in costs]),
        "exact": Column("VARCHAR", [cost.get("exact") for cost in costs]),
        "relative_error": Column("DOUBLE", [cost.get("relative_error") for cost in costs]),
        "trapped": Column("DOUBLE", [cost.get("trapped") for cost in costs]),
        "share_on_golden_edges": Column("DOUBLE", [policy["share_on_golden_edges"] for policy in policies]),
        "search_kind": Column("VARCHAR", [search["kind"] for search in searches]),
        "search_steps": Column("DOUBLE", [search["steps_if_it_arrives"] for search in searches]),
        "search_stuck": Column("DOUBLE", [search["stuck"] for search in searches]),
    }


CELL_KINDS = {
    "simulate": CellKind(
        _walk_keys,
        _complete_walks,
        lambda settings: [] if settings["policy"] in policy_names(settings) else ["policy"],
        _run_walks,
    ),
    "train": CellKind(_train_keys, _complete_training, _training_files, _run_training),
    "graph": CellKind(lambda: {"file": "VARCHAR"}, _complete_graph, lambda settings: ["file"], _run_graph),
}
"""By command."""
