"""Edge-state chains: the Markov chain of a walk whose next move depends on the last directed edge.

Nothing here knows a formula: the chain is built move by move on the full multigraph, each lane and each corridor
its own state, and its expected hitting time is a linear system solved exactly in fractions. What `crossings` says
in O(K) is checked against it.

Main definitions: `EdgeStateChain`, `edge_state_chain` (any multigraph), `corridor_chain`, `corridor_role`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sympy import QQ
from sympy.polys.matrices import DomainMatrix

from theory.graph import START, CorridorGraph, EdgeState, Vertex
from theory.policy import Policy


@dataclass(frozen=True)
class EdgeStateChain:
    """A finite absorbing chain, started in state 0.

    ``rows[i][j]`` is the probability to move from transient state i to transient state j; what a row lacks to one
    is absorbed. Every state is reachable from state 0.
    """

    states: tuple[Hashable, ...]
    rows: tuple[Mapping[int, Any], ...]

    def expected_hitting_time(self) -> Fraction:
        """Expected moves from state 0 until absorption: h = 1 + P h, solved exactly.

        Raises ZeroDivisionError where absorption is not certain.
        """
        size = len(self.rows)
        matrix: dict[int, dict[int, Any]] = {}
        for i, row in enumerate(self.rows):
            entries = defaultdict(Fraction, {j: -Fraction(weight) for j, weight in row.items()})
            entries[i] += 1
            matrix[i] = {j: QQ(x.numerator, x.denominator) for j, x in entries.items() if x}
            matrix[i][size] = QQ(1)
        reduced, pivots = DomainMatrix(matrix, (size, size + 1), QQ).rref()
        if pivots != tuple(range(size)):
            raise ZeroDivisionError(
                "the target is not reached with probability one: the expected hitting time is infinite"
            )
        value = reduced[0, size].element
        return Fraction(int(value.numerator), int(value.denominator))

    def sparse_system(self) -> tuple[sparse.csr_array, np.ndarray[Any, np.dtype[np.float64]]]:
        """(I - P, 1) in float64: expected hitting times h solve (I - P) h = 1."""
        size = len(self.rows)
        triples = [(i, j, float(weight)) for i, row in enumerate(self.rows) for j, weight in row.items()]
        at, to, weights = (np.array(column) for column in zip(*triples, strict=True))
        moves = sparse.coo_array((weights, (at, to)), shape=(size, size))
        return sparse.csr_array(sparse.eye_array(size) - moves), np.ones(size)

    def lump(self, role: Callable[[Any], Hashable]) -> EdgeStateChain:
        """The quotient by ``role``, after checking that it is one (strong lumpability).

        Raises ValueError naming two states of one role whose probabilities into some role differ.
        """
        lumped: dict[Hashable, tuple[Any, dict[Hashable, Any]]] = {}
        for state, row in zip(self.states, self.rows, strict=True):
            into: dict[Hashable, Any] = defaultdict(int)
            for j, weight in row.items():
                into[role(self.states[j])] += weight
            first, known = lumped.setdefault(role(state), (state, dict(into)))
            if known != into:
                raise ValueError(f"not lumpable: {first} and {state} have one role but move differently")
        index = {key: i for i, key in enumerate(lumped)}
        rows = tuple({index[key]: weight for key, weight in into.items()} for _, into in lumped.values())
        return EdgeStateChain(tuple(lumped), rows)


def edge_state_chain(
    start: EdgeState,
    row: Callable[[EdgeState], Mapping[EdgeState, Any]],
    targets: frozenset[Vertex],
) -> EdgeStateChain:
    """The chain of the walk that has just travelled ``start`` and stops on arrival at a vertex of ``targets``.

    ``row`` gives the law of the next move after each edge-state, on any multigraph; its probabilities must sum to one,
    or the rest counts as absorbed. Only reachable states appear.
    """
    index = {start: 0}
    rows: list[dict[int, Any]] = []
    queue = [start]
    for state in queue:
        moves: dict[int, Any] = {}
        for move, weight in row(state).items():
            if move.head not in targets:
                if move not in index:
                    index[move] = len(index)
                    queue.append(move)
                moves[index[move]] = weight
        rows.append(moves)
    return EdgeStateChain(tuple(index), tuple(rows))


def corridor_chain(graph: CorridorGraph, policy: Policy, target: int = 0) -> EdgeStateChain:
    """The chain of ``policy`` on the full multigraph after its first move, the leaf of corridor ``target`` absorbing.

    A float policy is taken at the exact values of its floats: rounded rows would lose some of their probability. The
    expected hitting time from the source is one more than the chain's. Raises ValueError for a policy that is a batch
    or does not fit, and for a corridor that the graph does not have.
    """
    policy.check_fits(graph)
    if target not in range(graph.width):
        raise ValueError(f"target must be a corridor from 0 to {graph.width - 1}, got target={target!r}")
    exact = policy.to_fractions()
    return edge_state_chain(START, lambda state: exact.row(graph, state), frozenset({graph.leaves()[target]}))


def corridor_role(state: EdgeState, target: int = 0) -> Hashable:
    """What lanes and wrong corridors share: whether it is the target's corridor, and the two vertices but for it."""
    ends = [(vertex.kind, vertex.diamond) for vertex in state[:2]]
    corridor = max(state.tail.corridor, state.head.corridor)
    return (corridor == target, *ends)
