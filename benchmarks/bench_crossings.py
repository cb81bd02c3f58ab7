"""Hitting times drawn without walking, against numpy on the same recursion."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import torch

from backproof.sim.crossing_sampler import sample_crossings
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
from benchmarks.row import Row, Size, at_most, row
from benchmarks.timing import best, process

POLICIES = {"base": Policy.base(PAPER), "SFT limit": Policy.sft_limit(PAPER), "RLVR limit": Policy.optimal(PAPER)}
POOLED = 10**9

MEMORY = """
import torch
from backproof.sim.crossing_sampler import sample_crossings
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
sample_crossings(PAPER, Policy.base(PAPER), {episodes}, generator=torch.Generator().manual_seed(0))
"""


def numpy_steps(policy: Policy, episodes: int, generator: np.random.Generator) -> np.ndarray:
    """The peer: steps of episodes by the same recursion on whole arrays of numpy's binomial, gamma and poisson.

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
    returns = failures(np.ones(episodes, dtype=np.int64), 1 / PAPER.width)
    out, back = turned(returns + 1, ahead, behind), turned(returns, behind[::-1], ahead[::-1])
    return 1 + (2 * returns + 1) * (len(ahead) + 1) + 2 * (out + back)


def rows(size: Size) -> Iterator[Row]:
    episodes, repeats = size.of(50, 20_000), size.of(1, 7)
    for name, policy in POLICIES.items():
        generator, peer = torch.Generator().manual_seed(0), np.random.default_rng(0)
        yield row(
            "hitting times without walking",
            f"{episodes:,} episodes of {name}, W=K=15, L=5",
            "s",
            best(lambda: sample_crossings(PAPER, policy, episodes, generator=generator).steps, repeats),  # noqa: B023
            peer="numpy, the same recursion",
            theirs=best(lambda: numpy_steps(policy, episodes, peer), repeats),  # noqa: B023
            bar=at_most(1) if name == "SFT limit" else None,
        )
    sft, generator = POLICIES["SFT limit"], torch.Generator().manual_seed(0)
    yield row(
        "sums of hitting times",
        f"{episodes:,} sums of {POOLED:.0e} episodes of SFT limit",
        "s",
        best(lambda: sample_crossings(PAPER, sft, episodes, generator=generator, pooled=POOLED).steps, repeats),
        bar=at_most(1),
    )
    yield memory(size.of(1000, 500_000))


def memory(episodes: int) -> Row:
    """What the process of many episodes has more at its peak than that of ten. The counts that are kept are 2K + 2 per
    episode, of 8 bytes.
    """

    def peak(count: int) -> float:
        return process([sys.executable, "-c", MEMORY.format(episodes=count)])[1]

    kept = (2 * PAPER.depth + 2) * episodes * 8 / 1e9
    bar = at_most(1.2 * kept)
    return row(
        "memory: the kept counts and at most a fifth",
        f"{episodes:,} base episodes",
        "GB",
        peak(episodes) - peak(10),
        bar=bar,
    )
