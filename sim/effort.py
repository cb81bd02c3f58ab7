"""Rough estimates, before a run, of the seconds and bytes that it will take on a CPU.

The rates come from short runs on two cores, and may be wrong by a factor of several elsewhere. The expected length of a
walk comes from `sim.exact_cost`. No time is estimated for the search agent or for a GPU.

Main definitions: `Effort`, `of_simulation`, `of_training`, `of_unequal_training`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.engines import BLOCK, BLOCK_NUMBERS, crossing_block
from backproof.sim.exact_cost import cost_of_gaps, logits_of_gaps
from backproof.sim.kernel_c import find_compiler
from backproof.sim.run_config import AnyRunConfig, OwnRunConfig, RunConfig, UnequalRunConfig
from backproof.sim.search import FEW_BYTES
from backproof.sim.trainer import TrainingConfig
from backproof.sim.unequal_cost import unequal_cost, unequal_logits
from backproof.sim.unequal_walks import table_cells
from backproof.sim.walk_table import MOST_CELLS
from backproof.theory.graph import UnequalGraph
from backproof.theory.policy import FAMILIES

STEPS_PER_SECOND = {"plain": 2e7, "compiled": 2e8, "training": 1e5, "training, compiled": 1e8}
STEPS_PER_LANE = {False: 1e4, True: 2e7}
"""Steps a second of one walker, where there are few: of the kernel, or where torch's calls are the bottleneck."""
CROSSING, CALL = 3e-7, 3e-5
"""Seconds per sample and vertex, and seconds of torch's calls per vertex."""
CELL, LOCAL_CELL, EPISODE = 100, 60, 40
"""Bytes at the peak: for a cell of a policy table, for a cell of a corridor's rows, and for an episode."""


class Effort(NamedTuple):
    """``seconds`` is None where there is no estimate."""

    seconds: float | None
    bytes: float


def of_simulation(config: AnyRunConfig, *, compiled: bool = False) -> Effort:
    """The effort of a run from its beginning. ``seconds`` is None if the engine refuses the table as too large, or if
    walks may never end.
    """
    kept = EPISODE * config.episodes
    if isinstance(config, OwnRunConfig):
        return _of_steps(config, 0 if config.table is None else len(config.table.moves), config.cost, compiled)
    if isinstance(config, UnequalRunConfig):
        if config.engine == "crossings":
            seconds = math.ceil(config.episodes / BLOCK) * 6 * config.graph.diamonds * (BLOCK * CROSSING + CALL)
            return Effort(seconds, kept)
        return _of_steps(config, table_cells(config.graph), _unequal_walk(config), compiled)
    graph = config.graph
    within = 2 * graph.depth * (graph.lanes + 1) ** 2
    if config.engine == "search":
        return Effort(None, LOCAL_CELL * within + min(FEW_BYTES, 2 * graph.edge_count * config.episodes) + kept)
    if config.engine == "crossings":
        block = crossing_block(config.depth)
        seconds = math.ceil(config.episodes / block) * 4 * config.depth * (block * CROSSING + CALL)
        return Effort(seconds, 3 * 8 * min(BLOCK_NUMBERS, block * (2 * config.depth + 2)) + kept)
    logits = _logits(config)
    cost = float(cost_of_gaps(graph, logits - logits_of_gaps(graph, np.zeros_like(logits))))
    return _of_steps(config, graph.width * (graph.width + within), cost, compiled)


def _of_steps(config: AnyRunConfig, cells: int, cost: float, compiled: bool) -> Effort:
    """Of walks of this expected length, with a table of so many cells."""
    kept = EPISODE * config.episodes
    if cells > MOST_CELLS:
        return Effort(None, kept)
    size = CELL * cells + kept
    if config.device != "cpu":
        return Effort(None, size)
    if config.budget is not None:
        cost = min(cost, config.budget) if math.isfinite(cost) else config.budget
    rate = min(STEPS_PER_SECOND["compiled" if compiled else "plain"], STEPS_PER_LANE[compiled] * config.episodes)
    return Effort(cost * config.episodes / rate if math.isfinite(cost) else None, size)


def _unequal_walk(config: UnequalRunConfig) -> float:
    logits = _logits(config)
    return unequal_cost(config.graph, logits - unequal_logits(config.graph, np.zeros_like(logits)))


def _logits(config: RunConfig | UnequalRunConfig) -> Float64[ndarray, "4 diamonds"]:
    """Of passing, in each row."""
    families = np.array([config.policy[name] for name in FAMILIES])
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(families) - np.log1p(-families))


def of_training(config: TrainingConfig) -> Effort:
    """The effort of a run from its beginning, if walks stay as long as they are at the start. An exact run takes hardly
    any time at the depths that fit into memory.
    """
    graph, episodes = config.graph, config.episodes()
    if episodes == 0:
        return Effort(None, 8 * 4 * graph.depth * 20.0)
    cells = graph.width * (graph.width + 2 * graph.depth * (graph.lanes + 1) ** 2)
    return _of_sampled_training(cells, graph.depth, episodes, config.walks_on, config.expected_walk())


def of_unequal_training(graph: UnequalGraph, steps: int, batch: int, device: str) -> Effort:
    """The effort of so many steps from base, if walks stay as long as they are there."""
    walked = (steps + 1) * batch * unequal_cost(graph, np.zeros((len(FAMILIES), graph.diamonds)))
    return _of_sampled_training(table_cells(graph), graph.diamonds, batch, device, walked)


def _of_sampled_training(cells: int, diamonds: int, episodes: int, device: str, walked: float) -> Effort:
    """With a table of so many cells, counts at so many diamonds, and so many steps of all walks."""
    size = CELL * cells + 8 * 8 * 4 * diamonds * episodes
    if device != "cpu":
        return Effort(None, size)
    compiled = find_compiler() is not None
    rate = min(STEPS_PER_SECOND["training, compiled" if compiled else "training"], STEPS_PER_LANE[compiled] * episodes)
    return Effort(walked / rate, size)
