"""The exact cost of a policy from its detours: expected hitting time, its gradient, and how often each row is used.

Number the 2K inner vertices of a corridor v = 1..2K, outward from the fork. At vertex v the odds of turning are o_v if
the walker came from the fork's side, and m_v if it came from the leaf's side. A *detour* from v starts with a turn at v
by a walker from the fork's side, and ends when it returns to v from there. Its expected length u_v satisfies

    u_1 = 2,   u_(v+1) = 2 + u_v (1 + o_v) / (1 + m_v):

the walker takes one step inward to v and one outward again. In between, with probability 1/(1 + m_v), it passes v
inward, which begins a detour from v, and makes o_v more detours from v on average before it passes v outward. (At the
fork a new corridor is as good as the old one.)

A passage from the fork to a leaf turns o_v times at v on average, so it takes 2K+1 + sum_v o_v u_v steps. The number
n_v of detours from v, including those within other detours, is n_v = o_v + n_(v+1) (1 + o_v) / (1 + m_v), n_(2K+1) = 0.
A passage from a leaf to the fork reads the same corridor from the other end. Since the target is unseen, there are W
passages out and W-1 back.

Everything is a function of the *gaps*, float64 of shape (..., 4, K): the logit gap of each family of
`theory.policy.FAMILIES`, in their order, at each diamond. 0 is the base model. Everything takes O(K). No formula is
imported from the theory, since this module is to confirm it.

Main definitions: `cost_of_gaps`, `cost_gradient`, `expected_moves`, `logits_of_gaps`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from jaxtyping import Float64
from numpy import ndarray
from scipy.linalg.blas import dtbsv
from scipy.special import expit

from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES

FORWARD_EXIT, BACKWARD_ENTRY, FORWARD_ENTRY, BACKWARD_EXIT = range(len(FAMILIES))
"""The row of each family in an array of gaps."""


class Moves(NamedTuple):
    """How often a walk passes and how often it turns in each family, summed over corridors and lanes; (..., 4, K)."""

    passes: Float64[ndarray, "*batch 4 depth"]
    turns: Float64[ndarray, "*batch 4 depth"]


def logits_of_gaps(
    graph: CorridorGraph, gaps: Float64[ndarray, "*batch 4 depth"]
) -> Float64[ndarray, "*batch 4 depth"]:
    """The logit of passing in each row: the base model's, ln L at entries and -ln L at exits, plus the gap."""
    signs = np.array([[1.0] if family in ENTRIES else [-1.0] for family in FAMILIES])
    return np.asarray(gaps + math.log(graph.lanes) * signs)


def cost_of_gaps(graph: CorridorGraph, gaps: Float64[ndarray, "*batch 4 depth"]) -> Float64[ndarray, "*batch"]:
    """Expected steps from the source to the target leaf; inf or NaN where that is beyond float64.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> round(float(cost_of_gaps(graph, np.zeros((4, 15)))), 6)
    50142.0
    """
    with np.errstate(over="ignore", invalid="ignore"):
        turns, opposite = _both_ways(_turn_odds(graph, gaps))
        cost: Float64[ndarray, "*batch"] = _renewal(graph, _passage_cost(turns, _Detours(turns, opposite).lengths()))
        return cost


def cost_gradient(
    graph: CorridorGraph, gaps: Float64[ndarray, "*batch 4 depth"]
) -> tuple[Float64[ndarray, "*batch"], Float64[ndarray, "*batch 4 depth"]]:
    """`cost_of_gaps` and its partial derivatives by the gaps; inf or NaN where they are beyond float64."""
    with np.errstate(over="ignore", invalid="ignore"):
        turns, opposite = _both_ways(_turn_odds(graph, gaps))
        detours = _Detours(turns, opposite)
        length, inner = detours.lengths(), _later(detours.numbers())
        share = inner * length / (1 + opposite)
        by_turn = -turns * (length + share)
        by_opposite = share * (1 + turns) * opposite / (1 + opposite)
        w = graph.width
        forward = w * by_turn[0] + (w - 1) * by_opposite[1, ..., ::-1]
        backward = w * by_opposite[0] + (w - 1) * by_turn[1, ..., ::-1]
        return _renewal(graph, _passage_cost(turns, length)), _by_family(forward, backward)


def expected_moves(graph: CorridorGraph, gaps: Float64[ndarray, "*batch 4 depth"]) -> Moves:
    """How often one walk of the policy, dead ends kept, passes and turns in each family on average.

    An edge is crossed once on each passage along it, and once more each way in every detour from its far end.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        turns, opposite = _both_ways(_turn_odds(graph, gaps))
        numbers = _Detours(turns, opposite).numbers()
        out, back = numbers[0], numbers[1]
        w = graph.width
        from_fork = w * (1 + out) + (w - 1) * _later(back)[..., ::-1]
        from_leaf = w * _later(out) + (w - 1) * (1 + back[..., ::-1])
        visits, logits = _by_family(from_fork, from_leaf), logits_of_gaps(graph, gaps)
        return Moves(visits * expit(logits), visits * expit(-logits))


class _Detours:
    """The two recurrences of detours: BLAS solves one bidiagonal system and its transpose by substitution.

    ``turns`` and ``opposite`` are o and m in the order in which a passage reads the vertices, of any shape (..., 2K).
    The parts of a batch are uncoupled blocks of one system.
    """

    def __init__(self, turns: Float64[ndarray, "*batch n"], opposite: Float64[ndarray, "*batch n"]) -> None:
        self.turns = turns
        coupling = -(1 + turns) / (1 + opposite)
        coupling[..., -1] = 0
        self.bands = np.stack([np.ones(turns.size), coupling.ravel()])

    def lengths(self) -> Float64[ndarray, "*batch n"]:
        """u_v."""
        found = dtbsv(1, self.bands, np.full(self.turns.size, 2.0), lower=1, diag=1)
        return np.asarray(found).reshape(self.turns.shape)

    def numbers(self) -> Float64[ndarray, "*batch n"]:
        """n_v: also the derivative of the passage's cost by u_v."""
        found = dtbsv(1, self.bands, self.turns.ravel(), lower=1, diag=1, trans=1)
        return np.asarray(found).reshape(self.turns.shape)


def _turn_odds(graph: CorridorGraph, gaps: Float64[ndarray, "*batch 4 depth"]) -> Float64[ndarray, "*batch 4 depth"]:
    if gaps.shape[-2:] != (len(FAMILIES), graph.depth):
        raise ValueError(f"gaps must have shape (..., 4, depth={graph.depth}), got {gaps.shape}")
    return np.asarray(np.exp(-logits_of_gaps(graph, gaps)))


def _both_ways(
    odds: Float64[ndarray, "*batch 4 depth"],
) -> tuple[Float64[ndarray, " 2 *batch n"], Float64[ndarray, " 2 *batch n"]]:
    """(o, m) of a passage out and of a passage back, each in the order in which it reads the vertices."""
    halves = np.empty((2, *odds.shape[:-2], 2 * odds.shape[-1]))
    halves[0, ..., 0::2], halves[0, ..., 1::2] = odds[..., FORWARD_ENTRY, :], odds[..., FORWARD_EXIT, :]
    halves[1, ..., 0::2] = odds[..., BACKWARD_ENTRY, ::-1]
    halves[1, ..., 1::2] = odds[..., BACKWARD_EXIT, ::-1]
    return halves, halves[::-1, ..., ::-1]


def _by_family(
    forward: Float64[ndarray, "*batch n"], backward: Float64[ndarray, "*batch n"]
) -> Float64[ndarray, "*batch 4 depth"]:
    """Values of rows from the fork's side and from the leaf's side, both in the order v = 1..2K, by family."""
    families = np.empty((*forward.shape[:-1], len(FAMILIES), forward.shape[-1] // 2))
    families[..., FORWARD_ENTRY, :], families[..., FORWARD_EXIT, :] = forward[..., 0::2], forward[..., 1::2]
    families[..., BACKWARD_EXIT, :], families[..., BACKWARD_ENTRY, :] = backward[..., 0::2], backward[..., 1::2]
    return families


def _later(values: Float64[ndarray, "*batch n"]) -> Float64[ndarray, "*batch n"]:
    """The value at the next vertex; 0 after the last."""
    shifted = np.zeros_like(values)
    shifted[..., :-1] = values[..., 1:]
    return shifted


def _passage_cost(
    turns: Float64[ndarray, " 2 *batch n"], lengths: Float64[ndarray, " 2 *batch n"]
) -> Float64[ndarray, " 2 *batch"]:
    return np.asarray(turns.shape[-1] + 1 + (turns * lengths).sum(axis=-1))


def _renewal(graph: CorridorGraph, passages: Float64[ndarray, " 2 *batch"]) -> Float64[ndarray, "*batch"]:
    """The step to the fork, W passages out and W-1 back. For W = 1 there is no passage back, even an infinite one."""
    back = (graph.width - 1) * passages[1] if graph.width > 1 else 0.0
    return np.asarray(1 + graph.width * passages[0] + back)
