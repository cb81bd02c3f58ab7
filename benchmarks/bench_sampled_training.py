"""Sampled policy gradients: what a batch of walks takes, how noisy estimates are, how soon RLVR is within 5% of H*.

Noise is counted in episodes: as many as an estimate needs for its error, in Euclidean length, to equal the gradient's.
The exact gradient says what that is; training uses walks alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.descent import sign, stepped
from backproof.sim.exact_cost import cost_gradient, cost_of_gaps, logits_of_gaps
from backproof.sim.policy_gradients import (
    Estimator,
    group_relative,
    leave_one_out,
    length,
    reward_to_go,
    without_baseline,
)
from backproof.sim.rollouts import Rollouts, roll_out
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from benchmarks.peers import plain_walks
from benchmarks.row import Row, Size, at_most, row
from benchmarks.timing import best, rate

GRAPH = CorridorGraph(width=5, depth=4, lanes=3)
BATCH = 64
ESTIMATORS: dict[str, Estimator] = {
    "leave_one_out": leave_one_out,
    "group_relative(16)": group_relative(16),
    "reward_to_go": reward_to_go,
}
RUNS = {"reward_to_go": (0.4, 60, 1024), "leave_one_out": (0.1, 200, 2048), "group_relative(16)": (0.1, 200, 2048)}
"""Step, most steps, episodes a step."""


def rows(size: Size) -> Iterator[Row]:
    yield batch_of_walks(size.of(4, 1024), size.of(0.01, 1.5))
    yield from noise(size.of(4, 512))
    seeds = range(size.of(1, 2, 5))
    for name in size.of(("reward_to_go",), tuple(RUNS)):
        yield to_the_optimum(name, seeds)


def batch_of_walks(episodes: int, seconds: float) -> Row:
    """With counts of passes and turns, which the peer does not make."""
    gaps = np.zeros((4, PAPER.depth))
    table = corridor_table(PAPER, Policy.base(PAPER))
    return row(
        "walks of a training, with counts",
        f"{episodes:,} episodes, W=K=15, L=5, base",
        "steps/s",
        rate(lambda: int(roll_out(PAPER, gaps, range(episodes)).steps.sum()), seconds),
        peer="plain Python, without counts",
        theirs=rate(plain_walks(table, 1), seconds),
    )


def estimates(estimator: Estimator, rollouts: Rollouts, passing: np.ndarray) -> np.ndarray:
    """One estimate from each batch."""
    found = []
    for first in range(0, len(rollouts.steps), BATCH):
        part = Rollouts(*(value[first : first + BATCH] for value in vars(rollouts).values()))
        found.append(estimator(length(part.steps, part.hit), part, passing))
    return np.stack(found)


def noise(batches: int) -> Iterator[Row]:
    """At base: episodes for an error as large as the gradient.

    Group-relative advantages are divided by the deviation of the costs, so their estimates are multiplied by it here.
    """
    gaps = np.zeros((4, GRAPH.depth))
    exact = cost_gradient(GRAPH, gaps)[1]
    rollouts, passing = roll_out(GRAPH, gaps, range(batches * BATCH)), expit(logits_of_gaps(GRAPH, gaps))

    def needed(estimator: Estimator, scale: float = 1.0) -> float:
        found = scale * estimates(estimator, rollouts, passing)
        return float(BATCH * found.var(axis=0).sum() / (exact**2).sum())

    plain = needed(without_baseline)
    for name, estimator in ESTIMATORS.items():
        few = needed(estimator, float(rollouts.steps.std()) if name.startswith("group") else 1.0)
        where = f"{name}, base, W=5, K=4, L=3"
        yield row(
            "noise: until the error is below the gradient",
            where,
            "episodes",
            few,
            peer="REINFORCE without baseline",
            theirs=plain,
        )


def to_the_optimum(name: str, seeds: range) -> Row:
    """From base until the exact cost is within 5% of H*, which the trainer does not see: the slowest seed."""
    step, steps, batch = RUNS[name]
    enough = 1.05 * float(cost_of_gaps(GRAPH, np.full((4, GRAPH.depth), np.inf)))

    def train(seed: int) -> None:
        gaps = np.zeros((4, GRAPH.depth))
        for index in range(steps + 1):
            if cost_of_gaps(GRAPH, gaps) <= enough:
                return
            walks = roll_out(GRAPH, gaps, range(index * batch, (index + 1) * batch), seed=seed)
            gradient = ESTIMATORS[name](length(walks.steps, walks.hit), walks, expit(logits_of_gaps(GRAPH, gaps)))
            gaps = stepped(gaps, gradient, sign, step)
        raise RuntimeError(f"seed {seed} was above {enough:.1f} after {steps} steps")

    def slowest() -> float:
        return max(best(lambda: train(seed), 1) for seed in seeds)  # noqa: B023

    where = f"{name}, slowest of {len(seeds)} seeds, W=5, K=4, L=3"
    return row("sampled RLVR from base to 1.05 H*", where, "s", slowest, bar=at_most(300))
