"""The exact cost of a policy on corridors that differ, and its gradient, from detours as in `sim.exact_cost`.

A walker who returns from the target's corridor to the fork makes excursions into other corridors before it enters that
one again. They take tau_k = sum of R_i over the corridors i other than k on average, where R_i is the length of an
excursion into corridor i that ends at the fork: each draw at the fork is as likely to choose i as k. So a detour from
l_1 in the target's corridor takes 2 + tau_k steps instead of 2, and so do the excursions before the first entry. With
P_k the length of a passage out whose first detour is so long,

    H = 1 + (1/W) sum_k (tau_k + P_k).

R_i is a detour from a vertex before the fork, read from the leaf: one more step of the recurrence of detours. Of the
visits to a vertex inside an excursion: the edge after v is crossed z_v times each way, and the leaf sends every walker
back. Each arrival from the fork's side that passes v is followed by 1 + m_v crossings of that edge on average, so

    z_0 = 1,   z_v = z_(v-1) (1 + m_v) / (1 + o_v).

Gaps are float64 of shape (4, diamonds), corridor by corridor.

Main definitions: `unequal_cost`, `unequal_cost_gradient`, `unequal_moves`, `unequal_logits`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float64
from numpy import ndarray
from scipy.special import expit

from backproof.sim.exact_cost import Moves
from backproof.theory.graph import UnequalGraph
from backproof.theory.policy import ENTRIES, FAMILIES, by_family, by_vertex


def unequal_logits(graph: UnequalGraph, gaps: Float64[ndarray, "4 diamonds"]) -> Float64[ndarray, "4 diamonds"]:
    """The logit of passing in each row: the base model's, ln L at entries and -ln L at exits, plus the gap."""
    if gaps.shape != (len(FAMILIES), graph.diamonds):
        raise ValueError(f"gaps must have shape (4, diamonds={graph.diamonds}), got {gaps.shape}")
    signs = np.array([[1.0] if family in ENTRIES else [-1.0] for family in FAMILIES])
    return np.asarray(gaps + np.log(np.array(list(itertools.chain(*graph.lanes)), dtype=np.float64)) * signs)


def unequal_cost(graph: UnequalGraph, gaps: Float64[ndarray, "4 diamonds"]) -> float:
    """Expected steps from the source to the target leaf; inf or NaN where that is beyond float64.

    >>> graph = UnequalGraph([[2], [2] * 8])
    >>> round(unequal_cost(graph, np.zeros((4, 9))), 6)
    283.0
    """
    return unequal_cost_gradient(graph, gaps)[0]


def unequal_cost_gradient(
    graph: UnequalGraph, gaps: Float64[ndarray, "4 diamonds"]
) -> tuple[float, Float64[ndarray, "4 diamonds"]]:
    """`unequal_cost` and its partial derivatives by the gaps; inf or NaN where they are beyond float64."""
    with np.errstate(over="ignore", invalid="ignore"):
        cost, corridors, passages = _corridors(graph, gaps)
        entered = [1 + passage.detours[0] for passage in passages]
        parts = []
        for corridor, passage, outer in zip(corridors, passages, _of_others(entered), strict=True):
            forward, backward = _passage_slopes(corridor, passage)
            wrong = _excursion_slopes(corridor)
            parts.append(
                _families((forward + outer * wrong[0]) / graph.width, (backward + outer * wrong[1]) / graph.width)
            )
        return float(cost), np.concatenate(parts, axis=1)


def unequal_moves(graph: UnequalGraph, gaps: Float64[ndarray, "4 diamonds"]) -> Moves:
    """How often one walk of the policy, dead ends kept, passes and turns in each row on average; a gap may be +inf."""
    with np.errstate(over="ignore", invalid="ignore"):
        _, corridors, passages = _corridors(graph, gaps)
        entered = [1 + passage.detours[0] for passage in passages]
        parts = []
        for corridor, passage, outer in zip(corridors, passages, _of_others(entered), strict=True):
            wrong = outer * np.cumprod(np.append(1.0, (1 + corridor.behind) / (1 + corridor.ahead)))
            from_fork = 1 + np.array(passage.detours) + wrong[:-1]
            from_leaf = np.append(passage.detours[1:], 0.0) + wrong[1:]
            parts.append(_families(from_fork / graph.width, from_leaf / graph.width))
        visits, logits = np.concatenate(parts, axis=1), unequal_logits(graph, gaps)
        return Moves(visits * expit(logits), visits * expit(-logits))


def _corridors(
    graph: UnequalGraph, gaps: Float64[ndarray, "4 diamonds"]
) -> tuple[float, list[_Corridor], list[_Passage]]:
    """The cost, and each corridor with its passage out when it has the target."""
    odds = np.exp(-unequal_logits(graph, gaps))
    ends = list(itertools.accumulate(graph.depths))
    corridors = [_Corridor.of(part) for part in np.split(odds, ends[:-1], axis=1)]
    cost, passages = 1.0, []
    for corridor, others in zip(corridors, _of_others([corridor.excursion for corridor in corridors]), strict=True):
        passages.append(_passage(corridor, 2 + others))
        cost += (others + passages[-1].length) / graph.width
    return cost, corridors, passages


def _of_others(values: Sequence[float]) -> list[float]:
    """For each the sum of the others, which is not found by a difference: one may be far greater than the rest."""
    before = itertools.accumulate([0.0, *values[:-1]])
    after = [*itertools.accumulate([0.0, *values[:0:-1]])][::-1]
    return [first + second for first, second in zip(before, after, strict=True)]


class _Corridor(NamedTuple):
    """The odds of turning at v = 1..2K from the fork's side (``ahead``) and from the leaf's (``behind``), and R."""

    ahead: Float64[ndarray, " n"]
    behind: Float64[ndarray, " n"]
    lengths: list[float]
    """Of the detours read from the leaf, and of an excursion at the end."""

    @classmethod
    def of(cls, odds: Float64[ndarray, "4 depth"]) -> _Corridor:
        ahead, behind = by_vertex(dict(zip(FAMILIES, odds, strict=True)))
        return cls(ahead, behind, _lengths(behind[::-1], ahead[::-1], 2.0))

    @property
    def excursion(self) -> float:
        return self.lengths[-1]


class _Passage(NamedTuple):
    """A passage out: its length, and the lengths and numbers of its detours from v = 1..2K."""

    length: float
    lengths: list[float]
    detours: list[float]


def _lengths(turns: Float64[ndarray, " n"], opposite: Float64[ndarray, " n"], first: float) -> list[float]:
    """u_1 = ``first`` to u_(n+1)."""
    found = [first]
    for turn, other in zip(turns.tolist(), opposite.tolist(), strict=True):
        found.append(2 + found[-1] * (1 + turn) / (1 + other))
    return found


def _passage(corridor: _Corridor, first: float) -> _Passage:
    lengths = _lengths(corridor.ahead, corridor.behind, first)[:-1]
    length = len(lengths) + 1 + float(corridor.ahead @ np.array(lengths))
    detours, behind = [], 0.0
    for turn, other in zip(corridor.ahead[::-1].tolist(), corridor.behind[::-1].tolist(), strict=True):
        behind = turn + behind * (1 + turn) / (1 + other)
        detours.append(behind)
    return _Passage(length, lengths, detours[::-1])


def _passage_slopes(corridor: _Corridor, passage: _Passage) -> tuple[Float64[ndarray, " n"], Float64[ndarray, " n"]]:
    """The derivatives of a passage's length by the logits from the fork's side and from the leaf's side."""
    inner = np.append(passage.detours[1:], 0.0)
    share = inner * np.array(passage.lengths) / (1 + corridor.behind)
    forward = -corridor.ahead * (np.array(passage.lengths) + share)
    return forward, share * (1 + corridor.ahead) * corridor.behind / (1 + corridor.behind)


def _excursion_slopes(corridor: _Corridor) -> tuple[Float64[ndarray, " n"], Float64[ndarray, " n"]]:
    """The same of R, whose recurrence is read from the leaf."""
    turns, opposite = corridor.behind[::-1], corridor.ahead[::-1]
    growth = (1 + turns) / (1 + opposite)
    weights = np.append(np.cumprod(growth[:0:-1])[::-1], 1.0)
    share = weights * np.array(corridor.lengths[:-1]) / (1 + opposite)
    backward, forward = -turns * share, share * (1 + turns) * opposite / (1 + opposite)
    return forward[::-1], backward[::-1]


def _families(forward: Float64[ndarray, " n"], backward: Float64[ndarray, " n"]) -> Float64[ndarray, "4 depth"]:
    """Derivatives by vertex, in the order of `FAMILIES`."""
    found = by_family(forward, backward)
    return np.stack([found[name] for name in FAMILIES])
