"""Simulation of walks on a corridor graph, with the theory's prediction beside it.

Main definitions: `simulate`, `Simulation`, `Prediction`.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backproof.api.arguments import (
    RefusedError,
    callback,
    check_count,
    check_record,
    check_texts,
    path,
)
from backproof.api.runs import GIVEN, check_effort, finished_run
from backproof.learners.learnt import Learnt, is_learnt, read_learnt
from backproof.learners.walks import walks_of
from backproof.policies import Families, floats, load_policy
from backproof.reports.records import matching_record, only_run, write_run
from backproof.reports.simulation import judge, predict, simulation_record
from backproof.sim.checkpoints import UnwrittenError
from backproof.sim.effort import Effort, of_simulation
from backproof.sim.engines import Run, begin_run
from backproof.sim.estimate import Estimate
from backproof.sim.interrupts import Interrupts, interruptible
from backproof.sim.run_config import AnyRunConfig, EngineName, RunConfig, UnequalRunConfig
from backproof.sim.runs import run_simulation_timed, save_checkpoint
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import CorridorGraph, UnequalGraph, check_graph, check_type, positive_integer
from backproof.theory.policy import Policy
from backproof.theory.relaxations.unequal_corridors import UnequalCorridors
from backproof.workers.tasks import at_work


@dataclass(frozen=True)
class Prediction:
    """What the theory says that the expected hitting time is, and whether the simulation agrees.

    ``mean`` and ``standard_deviation`` are of one hitting time, in steps. The sample's mean must lie in ``interval``,
    outside which a true prediction puts it with probability ``false_alarm`` at most. ``z`` is how many standard errors
    it is off. ``verdict`` is "confirmed" or "rejected". Unknown values are None: for the search engine all but ``mean``
    and ``z``, and ``z`` if all times are equal.
    """

    mean: float
    standard_deviation: float | None
    interval: tuple[float, float] | None
    false_alarm: float | None
    z: float | None
    verdict: str | None


@dataclass(frozen=True, eq=False)
class Simulation:
    """The result of a simulation.

    ``estimate`` has the mean hitting time in steps with its interval, ``hits`` the number of episodes that reached the
    target, ``hits_interval`` the 95% interval of their share. ``times`` and ``reached``, of shape (episodes,), have the
    steps of each episode and whether it reached the target; if not, the time is a lower bound. ``seconds`` is the
    time that the run took in all its parts, None if not known. ``record`` is what the command writes as JSON.
    """

    estimate: Estimate
    hits: int
    hits_interval: tuple[float, float]
    prediction: Prediction | None
    times: NDArray[np.float64]
    reached: NDArray[np.bool_]
    seconds: float | None
    record: dict[str, Any]


def simulate(
    graph: CorridorGraph | UnequalGraph,
    policy: Policy | str | os.PathLike[str] = "base",
    *,
    engine: EngineName | None = None,
    episodes: int = 10_000,
    seed: int = 0,
    device: str = "cpu",
    budget: int | None = None,
    compiled: bool = False,
    compare: bool = False,
    yes: bool = False,
    scheduler: str | None = None,
    out: str | os.PathLike[str] | None = None,
    on_progress: Callable[[int, float], None] | None = None,
    on_estimate: Callable[[str], None] | None = None,
) -> Simulation:
    """Walk episodes from the source to the target, and estimate the expected hitting time.

    ``policy`` is a `Policy`, the name "base", "sft" or "rlvr", a policy file or the checkpoint of a training. On an
    `UnequalGraph` it has one probability per diamond, corridor by corridor, and "straight" is one too.
    ``engine`` walks step by step ("steps"), draws crossing counts, which takes no longer for longer walks
    ("crossings", the default), or walks without repeating a directed edge ("search"). A learner's policy is walked by
    "steps". ``budget`` is the number of steps after which a walk is cut, and ``compiled`` compiles the moves first;
    both are for "steps" alone. ``compare`` adds the theory's prediction. A run of over an hour needs ``yes``.

    With ``out`` the record goes there as JSON and the hitting times beside it, as ``out``.safetensors; a run that was
    interrupted, or had fewer episodes, continues from there with the same numbers. ``on_progress`` is called with the
    episodes and the steps so far, ``on_estimate`` with the time that a run of more than a minute is expected to take.
    ``scheduler`` is the address of a dask scheduler: its workers walk, and the numbers and files are the same.

    Raises ValueError or TypeError for what cannot be simulated, where another run writes to ``out``, and where the
    scheduler does not answer or has no workers of this version;
    ArithmeticError where numbers leave float64; UnwrittenError, which has the result as ``finished``, where ``out``
    cannot be written after the run.

    >>> from backproof import CorridorGraph, simulate
    >>> found = simulate(CorridorGraph(width=15, depth=15, lanes=5), "sft", episodes=2000, compare=True)
    >>> print(f"{found.prediction.mean:.5g}", found.prediction.verdict)
    4.3184e+14 confirmed
    """
    check_walks_asked(graph, engine, episodes, seed, device, budget)
    check_type("compiled", compiled, bool)
    check_type("compare", compare, bool)
    callback("on_progress", on_progress)
    check_record(kept := path("out", out), "backproof.simulation")
    with interruptible() as interrupts, only_run(kept), _walkers(scheduler) as (begin, walking):
        name, config = simulation_config(graph, policy, engine, episodes, seed, device, budget)
        prediction = predict(config, name) if compare else None
        seconds, size = of_simulation(config, compiled=compiled)
        check_effort(Effort(seconds and seconds / walking, size), yes=yes, on_estimate=on_estimate)
        run_it = functools.partial(run_simulation_timed, config, compiled=compiled, begin=begin)
        document, run, failure = _recorded(run_it, config, name, prediction, kept, interrupts, on_progress)
    found = _found(document, run)
    if failure is not None:
        raise UnwrittenError(failure, found) from failure
    return found


@contextmanager
def _walkers(scheduler: str | None) -> Iterator[tuple[Callable[..., Run], int]]:
    """What begins a run, and how many walk it: this process, or the workers of the scheduler while it lasts."""
    if scheduler is None:
        yield begin_run, 1
        return
    check_texts(scheduler=scheduler)
    from backproof.workers.places import AHEAD, Cluster
    from backproof.workers.shards import Sharding

    with at_work(Cluster(scheduler)) as cluster:
        yield Sharding(cluster).begin, cluster.slots() // AHEAD


def check_walks_asked(graph: Any, engine: Any, episodes: Any, seed: Any, device: Any, budget: Any) -> None:
    """Raise ValueError or TypeError for an argument of `simulate` that makes no sense by itself."""
    check_graph(graph)
    if positive_integer("episodes", episodes) < 2:
        raise RefusedError("episodes must be at least 2, got 1: one walk has no spread")
    check_texts(device=device)
    if engine is not None:
        check_texts(engine=engine)
    check_count("budget", budget)
    checked_seed(seed)


def simulation_config(
    graph: CorridorGraph | UnequalGraph,
    policy: Policy | str | os.PathLike[str],
    engine: EngineName | None,
    *others: Any,
) -> tuple[str, AnyRunConfig]:
    """The name that a record has for the policy, and the configuration. Raises as `simulate`."""
    name, found = policy_to_walk(policy, graph)
    if isinstance(found, Learnt):
        return name, walks_of(found, engine or "steps", *others)
    if isinstance(graph, UnequalGraph):
        return name, UnequalRunConfig(graph.lanes, found, engine or "crossings", *others)
    return name, RunConfig(graph.width, graph.depth, graph.lanes, found, engine or "crossings", *others)


def policy_to_walk(
    policy: Policy | str | os.PathLike[str], graph: CorridorGraph | UnequalGraph
) -> tuple[str, Families | Learnt]:
    """The name that a record has for it, and its probabilities, or what a learner learnt. Raises as `simulate`."""
    if isinstance(policy, str | os.PathLike) and is_learnt(Path(policy)):
        learnt = read_learnt(Path(policy))
        learnt.check_graph(graph)
        return str(policy), learnt
    if isinstance(policy, Policy):
        if isinstance(graph, UnequalGraph):
            UnequalCorridors.of(graph, policy)
        else:
            policy.check_single(graph)
        return GIVEN, floats(policy)
    if not isinstance(policy, str | os.PathLike):
        raise TypeError(f"policy must be a Policy, a name or a file, got policy={policy!r:.40}")
    return str(policy), load_policy(str(policy), graph)


def _recorded(
    run_it: Callable[..., tuple[Run, float | None]],
    config: AnyRunConfig,
    policy: str,
    prediction: dict[str, Any] | None,
    out: Path | None,
    interrupts: Interrupts,
    on_progress: Callable[[int, float], None] | None,
) -> tuple[dict[str, Any], Run, OSError | None]:
    """The record, the run, and why it could not be written if so. A record that vouches for its file stays."""
    times = None if out is None else out.with_name(out.name + ".safetensors")
    files = {} if times is None else {"hitting_times": times}
    failure: OSError | None = None
    before = matching_record(out, _files, files)
    seconds = None if before is None else before["seconds"]
    tell = on_progress or (lambda done, walked: None)
    try:
        run, seconds = run_it(checkpoint=times, before=seconds, on_progress=tell)
    except UnwrittenError as error:
        (run, seconds), failure = error.finished, error
    with finished_run(files.values()):
        found = matching_record(out, _files, files)
        document = found or simulation_record(config, run, policy=policy, seconds=seconds)
        fresh = found is None
        if prediction is not None:
            judge(prediction, document["estimate"])
            fresh = fresh or document.get("prediction") != prediction
            document["prediction"] = prediction
        if out is not None and fresh and failure is None:
            writers = {name: (file, lambda part: save_checkpoint(part, run, config)) for name, file in files.items()}
            with interrupts.held():
                failure = write_run(out, writers, document, document.update)
    return document, run, failure


def _files(document: dict[str, Any]) -> dict[str, Any]:
    return {"hitting_times": document.get("hitting_times")}


def _found(document: dict[str, Any], run: Run) -> Simulation:
    estimate, prediction, hits = document["estimate"], document.get("prediction"), document["hits"]
    times, reached = run.times()
    return Simulation(
        estimate=Estimate(**{**estimate, "interval": _pair(estimate["interval"])}),
        hits=hits["count"],
        hits_interval=(hits["interval"][0], hits["interval"][1]),
        prediction=None
        if prediction is None
        else Prediction(**{"verdict": None, **prediction, "interval": _pair(prediction["interval"])}),
        times=times,
        reached=reached,
        seconds=document["seconds"],
        record=document,
    )


def _pair(interval: list[float] | tuple[float, float] | None) -> tuple[float, float] | None:
    return None if interval is None else (interval[0], interval[1])
