"""The full policy table: a softmax row for each edge-state of a multigraph, so for every lane and corridor.

A walk starts along the first edge, away from the source, and never returns there. After every directed edge it may take
any edge at the vertex where it stands. Each *move*, a pair of edge-states, has a logit. Costs come from dense linear
systems of the edge-state chain, for small graphs. They check the O(K) computation of `sim.exact_cost`, and cover cases
that gaps cannot describe: a trained fork, a prior on the targets, unequal corridors, untied rows.

Rows are tied by an index: ``index[move]`` is the number of the parameter that is the move's logit, or -1 for a logit
fixed at 0. `gap_index` is the index whose parameters are the logit gaps.

*What a step on the table does to a gap* (symmetric start, g the derivative by the gap, which sums over all n rows of a
family at one diamond: n = W for entries, W L for exits). A row's share is g/n. The derivatives by its passing logits
add up to that share and those by its turning logits to minus it, so one of the L+1 logits has a derivative of size g/n
and the L others have one of size g/(nL) each. A plain step of size h therefore moves the gap by -h (1 + 1/L) g/n, or by
-h (1 + 1/L) g if rows are tied but their logits are not: `gap_speed`. A sign step moves every logit by h, the passing
ones one way and the turning ones the other, so the gap moves by 2h: Figure 3's step of 0.01 in the gap is a step of
0.005 on the table.

Main definitions: `EdgeTable`, `edge_table`, `gap_index`, `tied`, `gap_speed`, `with_gradient`.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from jaxtyping import Float64, Int64
from numpy import ndarray
from torch import Tensor

from backproof.sim.losses import Loss
from backproof.theory.graph import CorridorGraph, EdgeState
from backproof.theory.policy import ENTRIES, FAMILIES

TableEdge: TypeAlias = tuple[Hashable, Hashable, Hashable]
"""Tail, head, and a key that tells parallel edges apart; an `EdgeState` is one."""


@dataclass(frozen=True)
class EdgeTable:
    """The moves of a walk: ``row[m]`` is the edge-state before move m, ``to[m]`` the one after it.

    State 0 is the first edge. ``targets`` are vertices. Losses take logits of shape (moves,), float64, and weight the
    targets by ``prior``, which sums to one.
    """

    states: tuple[TableEdge, ...]
    targets: tuple[Hashable, ...]
    row: Int64[Tensor, " moves"]
    to: Int64[Tensor, " moves"]

    def moves(self) -> list[tuple[TableEdge, TableEdge]]:
        """Each move as its pair of edge-states, in the order of the logits."""
        pairs = zip(self.row.tolist(), self.to.tolist(), strict=True)
        return [(self.states[i], self.states[j]) for i, j in pairs]

    def log_probabilities(self, logits: Float64[Tensor, " moves"]) -> Float64[Tensor, " moves"]:
        """The log-softmax within each row."""
        size = len(self.states)
        peaks = logits.detach().new_zeros(size).scatter_reduce(0, self.row, logits.detach(), "amax", include_self=False)
        shifted = logits - peaks[self.row]
        totals = logits.new_zeros(size).index_add(0, self.row, shifted.exp())
        return shifted - totals.log()[self.row]

    def hitting_time(
        self, logits: Float64[Tensor, " moves"], prior: Float64[Tensor, " targets"] | None = None
    ) -> Float64[Tensor, ""]:
        """Expected steps from the source to the target, which is drawn from ``prior`` (None: uniform) and hidden."""
        systems = self._systems(logits)
        times = torch.linalg.solve(systems, torch.ones_like(systems[..., 0]))
        return 1 + self._average(times[:, 0], prior)

    def expected_moves(
        self, logits: Float64[Tensor, " moves"], prior: Float64[Tensor, " targets"] | None = None
    ) -> Float64[Tensor, " moves"]:
        """How often a walk to the target makes each move on average."""
        systems = self._systems(logits)
        start = torch.zeros_like(systems[..., 0])
        start[:, 0] = 1
        visits = self._average(torch.linalg.solve(systems.mT, start), prior)
        return visits[self.row] * self.log_probabilities(logits).exp()

    def count(self, paths: Iterable[Sequence[TableEdge]]) -> Float64[Tensor, " moves"]:
        """How often each move is made per path; the paths start with the first edge."""
        places = {move: m for m, move in enumerate(self.moves())}
        counts, total = torch.zeros(len(places), dtype=torch.float64), 0
        for path in paths:
            total += 1
            for move in itertools.pairwise(path):
                counts[places[move]] += 1
        if total == 0:
            raise ValueError("paths must hold at least one path, got none")
        return counts / total

    def cross_entropy(self, logits: Float64[Tensor, " moves"], data: Float64[Tensor, " moves"]) -> Float64[Tensor, ""]:
        """Minus the log-likelihood of the data's moves. The gradient of a row without data is exactly 0."""
        return -(data * self.log_probabilities(logits)).sum()

    def _systems(self, logits: Float64[Tensor, " moves"]) -> Float64[Tensor, " targets states states"]:
        """I - P for each target, where P leaves out the moves that arrive there."""
        size = len(self.states)
        weights = self.log_probabilities(logits).exp()
        chain = logits.new_zeros(size, size).index_put((self.row, self.to), weights)
        goes_on = torch.tensor([[state[1] != target for state in self.states] for target in self.targets])
        return torch.eye(size, dtype=logits.dtype) - chain * goes_on[:, None, :]

    def _average(
        self, values: Float64[Tensor, " targets *rest"], prior: Float64[Tensor, " targets"] | None
    ) -> Float64[Tensor, "*rest"]:
        if prior is None:
            return values.mean(dim=0)
        if prior.shape != (len(self.targets),) or (prior < 0).any() or abs(prior.sum().item() - 1) > 1e-9:
            raise ValueError(
                f"prior must be {len(self.targets)} probabilities that sum to one, got prior={prior.tolist()}"
            )
        average: Tensor = torch.tensordot(prior, values, dims=1)
        return average


def edge_table(edges: Iterable[TableEdge], targets: Sequence[Hashable]) -> EdgeTable:
    """The table of a multigraph given by its undirected edges, each once, the first one leaving the source.

    Raises ValueError if there are no targets, or one cannot be reached.
    """
    first, *others = edges
    states = [first, *(state for edge in others for state in (edge, _reversed(edge)))]
    leaving: dict[Hashable, list[int]] = defaultdict(list)
    for index, (tail, head, _) in enumerate(states):
        if head != first[0] and index:
            leaving[tail].append(index)
    reached, queue = {0}, [0]
    for index in queue:
        fresh = [move for move in leaving[states[index][1]] if move not in reached]
        reached.update(fresh)
        queue += fresh
    missing = [target for target in targets if target not in {states[index][1] for index in reached}]
    if missing or not targets:
        raise ValueError(f"targets must be vertices that the source reaches, got {missing or 'none'}")
    kept = sorted(reached)
    place = {index: i for i, index in enumerate(kept)}
    pairs = [(place[index], place[move]) for index in kept for move in leaving[states[index][1]]]
    row, to = torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2).unbind(dim=1)
    return EdgeTable(tuple(states[index] for index in kept), tuple(targets), row, to)


def _reversed(edge: TableEdge) -> TableEdge:
    return edge.reversed() if isinstance(edge, EdgeState) else (edge[1], edge[0], edge[2])


def corridor_logit_table(graph: CorridorGraph) -> EdgeTable:
    """The table of a corridor graph; its targets are the leaves."""
    return edge_table(graph.edges(), graph.leaves())


def gap_index(graph: CorridorGraph, table: EdgeTable) -> Int64[Tensor, " moves"]:
    """The index by which flattened logit gaps of shape (4, K) are the logits of passing, and all other logits are 0."""
    return torch.tensor([_gap(graph, row, move) for row, move in table.moves()])


def _gap(graph: CorridorGraph, row: TableEdge, move: TableEdge) -> int:
    if not (isinstance(row, EdgeState) and isinstance(move, EdgeState)):
        raise TypeError(f"table must be that of a corridor graph (corridor_logit_table), got an edge {row}")
    vertex = row.head
    if vertex.kind not in ("left", "right"):
        return -1
    by_lane = row.is_lane
    forward = (vertex.kind == "right") == by_lane
    passes = move.is_lane != by_lane
    family = f"{'forward' if forward else 'backward'}_{'exit' if by_lane else 'entry'}"
    return FAMILIES.index(family) * graph.depth + vertex.diamond if passes else -1


def tied(parameters: Float64[Tensor, " n"], index: Int64[Tensor, " moves"]) -> Float64[Tensor, " moves"]:
    """The logits of all moves from the parameters that they share; 0 where the index is -1."""
    return torch.cat([parameters, parameters.new_zeros(1)])[index]


def gap_speed(graph: CorridorGraph, *, rows_tied: bool) -> Float64[ndarray, "4 1"]:
    """How far a plain step on the table moves each family's gaps, relative to a plain step on the gaps themselves."""
    rows = [1 if rows_tied else graph.width * (1 if family in ENTRIES else graph.lanes) for family in FAMILIES]
    return np.array([[(1 + 1 / graph.lanes) / n] for n in rows])


def with_gradient(function: Callable[[Float64[Tensor, " ..."]], Float64[Tensor, ""]]) -> Loss:
    """A loss from a torch function of float64 logits, with the gradient by autograd."""

    def loss(logits: Float64[ndarray, " ..."]) -> tuple[float, Float64[ndarray, " ..."]]:
        leaf = torch.tensor(logits, requires_grad=True)
        value = function(leaf)
        (gradient,) = torch.autograd.grad(value, leaf)
        return value.item(), gradient.numpy()

    return loss
