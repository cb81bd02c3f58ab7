"""Hitting times without walking: how often each edge is crossed is drawn in O(K), whatever the length of the walk.

The crossing counts of a walk on a corridor are a branching process along it. Number a corridor's 2K inner vertices v =
1..2K and its edges e = 0..2K from the fork. Let p_v and q_v be the probabilities of passing v from the fork's side and
from the leaf's. In R first passages from the fork to a leaf, let X_e be the number of crossings of edge e toward the
fork. There are none behind the last vertex: X_2K = 0. Of the X_v arrivals at v from behind, S = Binomial(X_v, q_v)
pass. Altogether v is passed outward R + S times, each time after some failures, hence

    X_(v-1) = S + NegativeBinomial(R + S, p_v).

A passage back is the same with p and q exchanged and the vertices numbered from the leaf. The target is uniform and
unseen, so each passage ends at it with probability 1/W: n episodes take G = n + NegativeBinomial(n, 1/W) passages out
and G - n back. The sum over n episodes has the law of one process with more passages, so pooling episodes costs no more
than drawing one.

The laws of the draws of `sim.counts` are within 3e-7 of those named here; all else is exact. No formula for an
expectation is used.

Main definitions: `sample_crossings`, `Crossings`.

Source: H. Kesten, M. V. Kozlov, F. Spitzer, Compositio Math. 30 (1975) 145-168 (crossings of a random walk are a
branching process); here the next move depends on the last edge travelled, which is why S appears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float64
from torch import Tensor

from backproof.sim.counts import binomial, negative_binomial
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import Policy

MOST_POOLED = 2**53
"""Beyond this, float64 does not represent every integer."""
BLOCK = 2000
"""Samples drawn at a time: fewer than 2048, so that torch stays on one thread. Waiting for its threads takes
milliseconds on a busy machine, and most of the work, the draws, is serial anyway."""


@dataclass(frozen=True, eq=False)
class Crossings:
    """How often each edge was crossed, summed over ``pooled`` independent episodes in each sample.

    ``leaf_visits`` counts the passages fork -> leaf that a sample's episodes took (a leaf left and met again before the
    fork is not counted again). ``homeward[:, e]`` counts the crossings of edge e = 0..2K toward the fork, in all lanes
    and corridors together. The counts are float64: exact up to 2**53, rounded beyond.
    """

    pooled: int
    leaf_visits: Float64[Tensor, " samples"]
    homeward: Float64[Tensor, "samples edges"]

    @property
    def outward(self) -> Float64[Tensor, "samples edges"]:
        """Crossings of each edge away from the fork: one more per episode, which ends at a leaf."""
        return self.homeward + self.pooled

    @property
    def steps(self) -> Float64[Tensor, " samples"]:
        """All steps: the hitting time if ``pooled`` is 1. The edge source - fork counts once per episode."""
        edges = self.homeward.shape[1]
        return 2 * self.homeward.sum(dim=1) + self.pooled * (edges + 1)


def sample_crossings(
    graph: CorridorGraph, policy: Policy, samples: int, *, generator: torch.Generator, pooled: int = 1
) -> Crossings:
    """``samples`` independent draws, each the sum over ``pooled`` episodes of ``policy`` on ``graph``.

    Time and memory are O(samples K). Probabilities are rounded to float64. Raises TypeError or ValueError for sizes
    that are not integers >= 1, a policy that is a batch or does not fit, and a generator that is not on the CPU;
    OverflowError where a count would exceed 1e300.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> generator = torch.Generator().manual_seed(0)
    >>> crossings = sample_crossings(graph, Policy.sft_limit(graph), 2, generator=generator, pooled=10**12)
    >>> [f"{mean:.3e}" for mean in (crossings.steps / crossings.pooled).tolist()]
    ['4.318e+14', '4.318e+14']
    """
    samples, pooled = positive_integer("samples", samples), positive_integer("pooled", pooled)
    _check(graph, policy, pooled, generator)
    ahead, behind = (side.tolist() for side in policy.to_floats().passes())
    counts = torch.empty((2 * graph.depth + 2, samples), dtype=torch.float64)
    for start in range(0, samples, BLOCK):
        block = counts[:, start : start + BLOCK]
        visits, *edges = block.unbind()
        returns = negative_binomial(torch.full_like(visits, pooled), float(graph.width - 1), generator)
        visits.copy_(returns + pooled)
        block[1:] = returns
        _add_turns(edges, visits, ahead, behind, generator)
        if graph.width > 1:
            _add_turns(edges[::-1], returns, behind[::-1], ahead[::-1], generator)
    return Crossings(pooled, counts[0], counts[1:].T)


def _check(graph: CorridorGraph, policy: Policy, pooled: int, generator: torch.Generator) -> None:
    policy.check_single(graph)
    if pooled > MOST_POOLED:
        raise ValueError(f"pooled must be at most 2**53, got pooled={pooled}: draw more samples instead")
    if generator.device.type != "cpu":
        raise ValueError(
            f"generator must be on the CPU, got one on {generator.device}: "
            "torch's Poisson sampler repeats random numbers on GPUs; a CPU draws 1e4 episodes in a fraction of a second"
        )


def _add_turns(
    edges: Sequence[Float64[Tensor, " samples"]],
    passages: Float64[Tensor, " samples"],
    ahead: Sequence[float],
    behind: Sequence[float],
    generator: torch.Generator,
) -> None:
    """Add to each edge how often ``passages`` first passages, in the order of ``edges``, cross it the other way.

    ``ahead`` and ``behind`` hold the probabilities to pass each vertex in that order and against it.
    """
    turned = torch.zeros_like(passages)
    for edge, p, q in zip(edges[-2::-1], ahead[::-1], behind[::-1], strict=True):
        if p == 1 and not turned.any():
            continue
        passed = binomial(turned, q, generator)
        turned = passed + negative_binomial(passages + passed, (1 - p) / p, generator)
        edge += turned
