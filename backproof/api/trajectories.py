"""Walks on a corridor graph as samples of a model.

Main definitions: `sample_walks`, `SampledWalks`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from backproof.api.arguments import RefusedError, callback, check_file, path
from backproof.installed import require
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import CorridorGraph, UnequalGraph, check_graph, positive_integer
from backproof.theory.policy import Policy


@dataclass(frozen=True)
class SampledWalks:
    """How many walks were written, how many of them reached their target, and how many steps they have in all."""

    walks: int
    hits: int
    steps: int


def sample_walks(
    graph: CorridorGraph | UnequalGraph,
    policy: Policy | str | os.PathLike[str] = "base",
    *,
    walks: int,
    budget: int,
    seed: int = 0,
    out: str | os.PathLike[str],
    on_progress: Callable[[int, float], None] | None = None,
) -> SampledWalks:
    """Write walks on a corridor graph to a Parquet file that `compare` reads, as samples of a model.

    A target is a problem, and each has so many ``walks`` of at most ``budget`` steps. A walk's steps are its vertices,
    its answer is the last leaf at which it arrived, and it is correct if it reached its target. ``policy`` is as in
    `simulate`: a `Policy`, a name, a policy file or the checkpoint of a training. ``on_progress`` is called with the
    walks and the steps so far.

    Raises ValueError or TypeError for what cannot be walked, OSError where ``out`` cannot be written, and
    MissingPackageError where torch or duckdb is missing.
    """
    check_graph(graph)
    positive_integer("walks", walks), positive_integer("budget", budget)
    checked_seed(seed)
    callback("on_progress", on_progress)
    file = path("out", out)
    if file is None or file.suffix != ".parquet":
        raise RefusedError(f"out must be a file that ends in .parquet, got out={str(out)!r:.60}")
    check_file("out", file)
    require("torch", "sim")
    require("duckdb", "compare")
    from backproof.api.simulation import policy_to_walk
    from backproof.learners.learnt import Learnt
    from backproof.learners.walks import learnt_trajectories
    from backproof.samples.corridors import write_walks
    from backproof.sim.corridor_walks import corridor_table
    from backproof.sim.trajectories import table_trajectories
    from backproof.sim.unequal_walks import unequal_table

    _, walker = policy_to_walk(policy, graph)
    tell = on_progress or (lambda done, walked: None)
    try:
        if isinstance(walker, Learnt):
            found = learnt_trajectories(walker, walks, budget, seed=seed, on_progress=tell)
        else:
            table = unequal_table(graph, walker) if isinstance(graph, UnequalGraph) else corridor_table(graph, walker)
            found = table_trajectories(table, walks, budget, seed=seed, on_progress=tell)
    except ValueError as error:
        raise RefusedError(str(error)) from error
    write_walks(found, file)
    return SampledWalks(len(found.hit), int(found.hit.sum()), len(found.walk))
