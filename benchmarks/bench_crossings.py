"""How fast hitting times are drawn without walking: seconds, steps per second, memory, and numpy on the same recursion.

Run as ``python benchmarks/bench_crossings.py``. Each time is the best of several runs in this process; the memory is
the growth of this process's peak, so it comes first.
"""

from __future__ import annotations

import os
import resource

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from backproof.sim.crossing_sampler import sample_crossings
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
from timing import best, verdict

EPISODES = 20_000
MANY = 500_000
POLICIES = {"base": Policy.base(PAPER), "SFT limit": Policy.sft_limit(PAPER), "RLVR limit": Policy.optimal(PAPER)}


def numpy_steps(policy: Policy, generator: np.random.Generator) -> np.ndarray:
    """The peer: steps of `EPISODES` episodes by the same recursion on whole arrays of numpy's binomial, gamma, poisson.

    In int64, and as far as numpy goes: its Poisson refuses means from 9.2e18 on.
    """

    def failures(successes: np.ndarray, p: float) -> np.ndarray:
        return generator.poisson(generator.gamma(successes) * ((1 - p) / p)) if p < 1 else np.zeros_like(successes)

    def turned(passages: np.ndarray, ahead: np.ndarray, behind: np.ndarray) -> np.ndarray:
        edge, total = np.zeros_like(passages), np.zeros_like(passages)
        for p, q in zip(ahead[::-1], behind[::-1], strict=True):
            passed = generator.binomial(edge, q) if q < 1 else edge
            edge = passed + failures(passages + passed, p)
            total += edge
        return total

    ahead, behind = policy.to_floats().passes()
    returns = failures(np.ones(EPISODES, dtype=np.int64), 1 / PAPER.width)
    out, back = turned(returns + 1, ahead, behind), turned(returns, behind[::-1], ahead[::-1])
    return 1 + (2 * returns + 1) * (len(ahead) + 1) + 2 * (out + back)


def memory(table: Table) -> None:
    """Growth of the peak resident size, against the counts that are kept: 2K + 2 per episode."""
    generator = torch.Generator().manual_seed(0)
    sample_crossings(PAPER, POLICIES["base"], 1000, generator=generator)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sample_crossings(PAPER, POLICIES["base"], MANY, generator=generator)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    kept = (2 * PAPER.depth + 2) * MANY * 8 / 2**20
    table.add_row(f"memory for {MANY:,} base episodes", f"{grown:.0f} MiB")
    share = f"{grown / kept:.2f}x"
    table.add_row("  of the counts kept", share, "< 1.2x", verdict(grown < 1.2 * kept), end_section=True)


def speed(table: Table) -> None:
    """Seconds for `EPISODES` episodes of each policy, and numpy's."""
    for name, policy in POLICIES.items():
        generator, peer = torch.Generator().manual_seed(0), np.random.default_rng(0)
        steps = sample_crossings(PAPER, policy, EPISODES, generator=generator).steps
        ours = best(lambda: sample_crossings(PAPER, policy, EPISODES, generator=generator).steps, 7)  # noqa: B023
        theirs = best(lambda: numpy_steps(policy, peer), 7)  # noqa: B023
        bar = ("< 1 s", verdict(ours < 1)) if name == "SFT limit" else ()
        table.add_row(f"{EPISODES:,} episodes of {name}", f"{ours:.4f} s", *bar)
        table.add_row("  steps walked per second", f"{steps.sum().item() / ours:.2e}")
        table.add_row("  numpy, the same recursion", f"{theirs:.4f} s")
        table.add_row("  numpy's time over ours", f"{theirs / ours:.2f}x", end_section=True)


def pooling(table: Table) -> None:
    """The SFT limit again, each draw the sum of a billion episodes, which is beyond numpy's Poisson."""
    policy, generator, pooled = POLICIES["SFT limit"], torch.Generator().manual_seed(0), 10**9

    def run() -> torch.Tensor:
        return sample_crossings(PAPER, policy, EPISODES, generator=generator, pooled=pooled).steps

    steps, seconds = run(), best(run, 7)
    table.add_row(f"{EPISODES:,} sums of 1e9 episodes of SFT limit", f"{seconds:.4f} s", "< 1 s", verdict(seconds < 1))
    table.add_row("  steps walked per second", f"{steps.sum().item() / seconds:.2e}")


def main() -> None:
    """Measure and print."""
    console = Console(width=120)
    table = Table(title="Hitting times drawn without walking, W = K = 15, L = 5", show_edge=False)
    table.add_column("what is timed (best of several)")
    for title in ("figure", "bar", ""):
        table.add_column(title, justify="right", no_wrap=True)
    memory(table)
    speed(table)
    pooling(table)
    console.print(table)
    console.print(f"{os.cpu_count()} cores; the draws are serial in torch and in numpy.")


if __name__ == "__main__":
    main()
