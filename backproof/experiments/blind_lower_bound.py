"""Attempts to beat the bound of all target-blind agents: whatever was trained is walked, and must not cost less.

- Every trainer of `sim`, whose fork is drawn by the environment.
- A full policy table whose fork is trained too, so that it can learn to go on from corridor to corridor. It descends on
  the exact cost, from several random starts. The fork is where H* can be beaten.
- The search agent, which remembers every edge.

An agent's walks are not those that it was trained on. Null hypothesis: the agent's expected cost is at least the bound.
It is rejected if the mean of `EPISODES` walks is more than `MARGIN` standard errors below. By the normal approximation
that happens to a true hypothesis with probability 3.2e-5 at most for each agent. The seeds are fixed.

Main definitions: `agents`, `lowest`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
import torch

from backproof.checks.claims import blind_lower_bound
from backproof.experiments.base import Judgement, Sample, TrainingExperiment
from backproof.experiments.trainings import least_cost, untrained_gaps
from backproof.experiments.walks import SMALL, mean_of, named_sizes
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.descent import descend, sign
from backproof.sim.logit_table import corridor_logit_table, with_gradient
from backproof.sim.search import search_walks
from backproof.sim.trainers import TRAINERS
from backproof.sim.training import run_training
from backproof.sim.walk_table import PolicyTable, multigraph_table
from backproof.sim.walkers import walk
from backproof.theory.graph import START
from backproof.theory.policy import FAMILIES, Policy

EPISODES = 20_000
MARGIN = 4.0
"""Standard errors."""

SEED = 20261
STARTS = range(3)
"""Seeds of the random starts of the table."""

SMALL_BATCH = {"batch": 64, "traces": 64}


def trained_tables() -> dict[str, PolicyTable]:
    """What each trainer of `sim` has learnt from base after 40 sign steps of 0.25, by the trainer's name."""
    start = {name: tuple(row) for name, row in zip(FAMILIES, untrained_gaps(SMALL).tolist(), strict=True)}
    sizes = (SMALL.width, SMALL.depth, SMALL.lanes)
    tables = {}
    for name, trainer in TRAINERS.items():
        settings = {key: value for key, value in SMALL_BATCH.items() if key in trainer.config.settings()}
        curve = run_training(trainer.config(*sizes, start, "sign", 0.25, 40, **settings))
        policy = Policy.from_gaps(SMALL, **dict(zip(FAMILIES, curve.final, strict=True)))
        tables[name] = corridor_table(SMALL, policy)
    return tables


def table_with_fork(seed: int) -> PolicyTable:
    """A table with a row for every directed edge, those at the fork included, after 150 sign steps of 0.1."""
    table = corridor_logit_table(SMALL)
    start = np.random.default_rng(seed).normal(scale=0.1, size=len(table.row))
    *_, last = descend(with_gradient(table.hitting_time), start, sign, step=0.1, steps=150)
    probabilities = table.log_probabilities(torch.tensor(last.logits)).exp().tolist()
    rows: dict[object, dict[object, float]] = {}
    for (state, move), probability in zip(table.moves(), probabilities, strict=True):
        rows.setdefault(state, {})[move] = probability
    return multigraph_table(START, rows.__getitem__, [{leaf} for leaf in SMALL.leaves()])


@functools.cache
def agents() -> Mapping[str, Sample]:
    """The mean cost of each agent and its standard error, by its name."""
    tables = trained_tables() | {f"a table with its fork, start {seed}": table_with_fork(seed) for seed in STARTS}
    walks = {name: walk(table, range(EPISODES), seed=SEED, compiled=None) for name, table in tables.items()}
    found = {name: mean_of(each.steps) for name, each in walks.items()}
    for name, policy in (("base", Policy.base(SMALL)), ("rlvr", Policy.optimal(SMALL))):
        searched = search_walks(corridor_table(SMALL, policy), range(EPISODES), seed=SEED)
        found[f"search with {name}"] = mean_of(searched.steps)
    return found


def lowest(samples: Mapping[str, Sample], bound: float) -> Judgement:
    """Whether no mean is more than `MARGIN` standard errors below the bound; the lowest one is named."""
    off = {name: (mean - bound) / error if error else mean - bound for name, (mean, error) in samples.items()}
    least = min(off, key=lambda name: off[name])
    mean, error = samples[least]
    detail = (
        f"lowest of {len(samples)} agents: {least}, {mean:.5g} +- {error:.2g}, z = {off[least]:+.2f} from {bound:g}"
    )
    return Judgement(off[least] >= -MARGIN, f"{detail}; allowed -{MARGIN:g}")


BOUND = float(blind_lower_bound.bound(SMALL.width, SMALL.depth))

EXPERIMENTS = (
    TrainingExperiment(
        "blind-lower-bound",
        "agents-walked",
        f"no trained agent costs less than the bound at {named_sizes(SMALL)}",
        lambda: lowest(agents(), BOUND),
        f"no trained agent costs less than H* at {named_sizes(SMALL)}",
        lambda: lowest(agents(), least_cost(SMALL)),
    ),
)
