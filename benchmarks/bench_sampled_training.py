"""How noisy sampled policy gradients are, what an update costs, and how soon sampled RLVR is within 5% of H*.

Run as ``python benchmarks/bench_sampled_training.py``, or by `make bench`. Noise is counted in episodes: as many as an
estimate needs for its error, in Euclidean length, to equal the gradient's. The exact gradient says what that is;
training uses walks alone.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
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
from backproof.sim.walkers import walk
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

GRAPH = CorridorGraph(width=5, depth=4, lanes=3)
GAPS = (0.0, 2.0, 5.0)
"""Of all rows: base, halfway, and within 10% of H*."""
BATCHES, BATCH = 512, 64
BIAS_AT = 3.0
"""Where walks are short and an expectation is soon known."""
SEEDS = range(5)
RUNS = {"reward_to_go": (0.4, 60, 1024), "leave_one_out": (0.1, 200, 2048), "group_relative(16)": (0.1, 200, 2048)}
"""Step, most steps, episodes a step."""
ESTIMATORS: dict[str, Estimator] = {
    "without_baseline": without_baseline,
    "leave_one_out": leave_one_out,
    "group_relative(4)": group_relative(4),
    "group_relative(16)": group_relative(16),
    "reward_to_go": reward_to_go,
}


def estimates(estimator: Estimator, rollouts: Rollouts, passing: np.ndarray, batch: int) -> np.ndarray:
    """One estimate from each batch."""
    found = []
    for first in range(0, len(rollouts.steps), batch):
        part = Rollouts(*(value[first : first + batch] for value in vars(rollouts).values()))
        found.append(estimator(length(part.steps, part.hit), part, passing))
    return np.stack(found)


def noise(console: Console) -> None:
    """Episodes for an error as large as the gradient, and what group-relative advantages are off by in expectation."""
    table = Table(title="Noise: episodes until the error is below the gradient", show_edge=False)
    table.add_column("estimator")
    rows: dict[str, list[str]] = {name: [] for name in ESTIMATORS}
    for gap in GAPS:
        gaps = np.full((4, GRAPH.depth), gap)
        cost, exact = cost_gradient(GRAPH, gaps)
        table.add_column(f"gaps {gap:g} (H = {cost:.1f})", justify="right")
        rollouts, passing = roll_out(GRAPH, gaps, range(BATCHES * BATCH)), expit(logits_of_gaps(GRAPH, gaps))
        for name, estimator in ESTIMATORS.items():
            scale = rollouts.steps.std() if name.startswith("group") else 1.0
            found = scale * estimates(estimator, rollouts, passing, BATCH)
            rows[name].append(f"{BATCH * found.var(axis=0).sum() / (exact**2).sum():.0f}")
    for name, cells in rows.items():
        table.add_row(name, *cells)
    console.print(table)
    console.print(f"{BATCHES} batches of {BATCH}; group_relative times the deviation of the cost, to compare.\n")


def bias(console: Console) -> None:
    """The mean of many estimates against the exact gradient, along it."""
    gaps = np.full((4, GRAPH.depth), BIAS_AT)
    exact = cost_gradient(GRAPH, gaps)[1]
    rollouts, passing = roll_out(GRAPH, gaps, range(8 * BATCHES * BATCH)), expit(logits_of_gaps(GRAPH, gaps))
    table = Table(title=f"Share of the gradient in the mean estimate, gaps {BIAS_AT:g} (1: unbiased)", show_edge=False)
    for title in ("estimator", "share", "standard error"):
        table.add_column(title, justify="left" if title == "estimator" else "right")
    for name, estimator in ESTIMATORS.items():
        scale = rollouts.steps.std() if name.startswith("group") else 1.0
        along = scale * (estimates(estimator, rollouts, passing, BATCH) * exact).sum(axis=(1, 2)) / (exact**2).sum()
        table.add_row(name, f"{along.mean():.3f}", f"{along.std() / len(along) ** 0.5:.3f}")
    console.print(table)


def speed(console: Console) -> None:
    """What a batch of 4096 episodes costs, with and without counts, and the estimators on top."""
    table = Table(title="An update of 4096 episodes", show_edge=False)
    for title in ("what", *(f"gaps {gap:g}" for gap in GAPS)):
        table.add_column(title, justify="left" if title == "what" else "right")
    rows: dict[str, list[str]] = {}
    for gap in GAPS:
        gaps = np.full((4, GRAPH.depth), gap)
        policy = Policy.from_gaps(GRAPH, **dict.fromkeys(vars(Policy.base(GRAPH)), gap))
        began = time.perf_counter()
        walk(corridor_table(GRAPH, policy), range(4096))
        walked = time.perf_counter()
        rollouts = roll_out(GRAPH, gaps, range(4096))
        rolled = time.perf_counter()
        reward_to_go(length(rollouts.steps, rollouts.hit), rollouts, expit(logits_of_gaps(GRAPH, gaps)))
        done = time.perf_counter()
        rows.setdefault("walks alone", []).append(f"{walked - began:.2f} s")
        rows.setdefault("walks with counts", []).append(f"{rolled - walked:.2f} s")
        rows.setdefault("  episodes a second", []).append(f"{4096 / (rolled - walked):,.0f}")
        rows.setdefault("  steps a second", []).append(f"{rollouts.steps.sum() / (rolled - walked) / 1e6:.1f}M")
        rows.setdefault("reward_to_go on them", []).append(f"{(done - rolled) * 1e3:.1f} ms")
    for what, cells in rows.items():
        table.add_row(what, *cells)
    console.print(table)


def to_the_optimum(console: Console) -> None:
    """From base until the exact cost is within 5% of H*, which the trainer does not see; bar: 300 s, every seed."""
    optimum = float(cost_of_gaps(GRAPH, np.full((4, GRAPH.depth), np.inf)))
    table = Table(title=f"From base to 1.05 H* = {1.05 * optimum:.1f}, W=5, K=4, L=3, sign steps", show_edge=False)
    for title in ("estimator", "step", "batch", "updates", "seconds", "seeds"):
        table.add_column(title, justify="left" if title == "estimator" else "right")
    for name, (step, steps, batch) in RUNS.items():
        updates, seconds = [], []
        for seed in SEEDS:
            began = time.perf_counter()
            gaps = np.zeros((4, GRAPH.depth))
            for index in range(steps + 1):
                if cost_of_gaps(GRAPH, gaps) <= 1.05 * optimum:
                    updates.append(index)
                    seconds.append(time.perf_counter() - began)
                    break
                walks = roll_out(GRAPH, gaps, range(index * batch, (index + 1) * batch), seed=seed)
                passing = expit(logits_of_gaps(GRAPH, gaps))
                gradient = ESTIMATORS[name](length(walks.steps, walks.hit), walks, passing)
                gaps = stepped(gaps, gradient, sign, step)
        met = sum(taken < 300 for taken in seconds)
        spans = [f"{min(values):.0f}-{max(values):.0f}" if values else "" for values in (updates, seconds)]
        table.add_row(name, f"{step:g}", str(batch), *spans, f"{met} of {len(SEEDS)}")
    console.print(table)


def main() -> None:
    """Measure and print."""
    console = Console(width=120)
    for part in (noise, bias, speed, to_the_optimum):
        part(console)
    console.print(f"torch used {torch.get_num_threads()} threads.")


if __name__ == "__main__":
    main()
