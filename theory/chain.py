"""Edge-state chains: the Markov chain of a walk whose next move depends on the last directed edge.

No formula of the theory is used here. The chain is built move by move on the full multigraph, with a state for each
directed edge of each lane and corridor, and the moments of its hitting time are linear systems solved exactly in
fractions. The O(K) formulas of `theory.costs` are checked against it.

Main definitions: `EdgeStateChain`, `edge_state_chain` (any multigraph), `corridor_chain`, `corridor_role` (by which it
lumps), `hitting_time_survival`. For a walk that does not see its target (`TargetBlind`): `mean_hitting_time`,
`HittingLaw`.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import shortest_path
from scipy.sparse.linalg import splu
from scipy.special import logsumexp
from sympy import QQ
from sympy.polys.matrices import DomainMatrix

from backproof.theory.graph import START, CorridorGraph, EdgeState, Vertex, check_type
from backproof.theory.policy import Floats, Policy

MAX_LOG = 700.0
"""exp of more is beyond float64."""

SURVIVAL_ERROR = 1e-6
"""Relative error that a survival function may have."""


@dataclass(frozen=True)
class EdgeStateChain:
    """A finite absorbing chain, started in state 0.

    ``rows[i][j]`` is the probability to move from transient state i to transient state j. The probabilities of a row
    sum to at most one; the rest is the probability to be absorbed. Every state is reachable from state 0.
    """

    states: tuple[Hashable, ...]
    rows: tuple[Mapping[int, Any], ...]

    def expected_hitting_time(self) -> Fraction:
        """The expected number of moves from state 0 until absorption, exactly: h = 1 + P h.

        Raises ZeroDivisionError where absorption is not certain.
        """
        return self.expected_hitting_times()[0]

    def expected_hitting_times(self) -> list[Fraction]:
        """The same from every state, in the order of ``states``."""
        return self._solve([Fraction(1)] * len(self.rows))

    def hitting_time_variance(self) -> Fraction:
        """The variance of that number, exactly: the second moments solve m = 1 + 2 P h + P m.

        Raises ZeroDivisionError where absorption is not certain.
        """
        means = self._solve([Fraction(1)] * len(self.rows))
        return self._solve([2 * mean - 1 for mean in means])[0] - means[0] ** 2

    def log_generating_function(self, theta: float) -> float:
        """log E[exp(theta T)] for the number T of moves from state 0 until absorption, float64, by sparse solves.

        It is inf where it diverges, and where the expectation is beyond float64. The relative error is that of solving
        with I - P in floats: of the order of 2^-53 times the largest expected hitting time of a state.
        Raises ValueError unless theta is finite, ZeroDivisionError where absorption is not certain.
        """
        if not math.isfinite(theta):
            raise ValueError(f"theta must be a finite number, got theta={theta}")
        moves, exits, distance = self._floats
        if not np.all(np.isfinite(distance)):
            raise ZeroDivisionError("the target is not reached with probability one")
        if theta > MAX_LOG:
            return math.inf
        # With D = E - 1 from each state, D = z P D + (z - 1) 1. For a small theta this solves for small numbers, where
        # E would lose them in a difference from one.
        scaled = _solve_floats(math.exp(theta) * moves, np.ones(len(exits)))
        # The expectations exist if z P has a spectral radius below one, which is when this solution is positive.
        if theta > 0 and not np.all((scaled > 0) & np.isfinite(scaled)):
            return math.inf
        change = math.expm1(theta) * float(scaled[0])
        if change > -0.5:
            return math.log1p(change)
        # E is small: solve for E / z^distance, which does not underflow.
        at, to = moves.coords
        detours = np.exp(theta * (1 + distance[to] - distance[at]))
        scaled = _solve_floats(sparse.coo_array((moves.data * detours, (at, to)), shape=moves.shape), exits)
        return theta * float(distance[0]) + math.log(float(scaled[0]))

    def survival(self, moves: Sequence[int]) -> Floats:
        """P(not absorbed after n moves from state 0) for each n >= 0 in ``moves``, float64, shape (len(moves),).

        The matrix of moves is squared repeatedly, with len(rows)**3 operations for each bit of the largest n. All
        terms are positive, so the relative error of a product is at most the sum of those of its factors and of one
        sum; by induction the whole error is below 2 n (len(rows) + 1) 2^-53. Values below the smallest float become 0.
        Raises ValueError for a negative n, and for one so large that this bound exceeds `SURVIVAL_ERROR`.
        """
        size = len(self.rows)
        most = int(SURVIVAL_ERROR * 2**52 / (size + 1))
        wrong = [n for n in moves if not 0 <= n <= most]
        if wrong:
            raise ValueError(
                f"moves must be from 0 to {most} with {size} states, got {wrong[0]}: beyond that, floats err too much"
            )
        power = self._floats[0].toarray()
        alive = np.ones((len(moves), size))
        for bit in range(max(moves, default=0).bit_length()):
            taken = [i for i, n in enumerate(moves) if n >> bit & 1]
            alive[taken] = alive[taken] @ power.T
            power = power @ power
        return alive[:, 0]

    @functools.cached_property
    def _floats(self) -> tuple[sparse.coo_array, Floats, Floats]:
        """In float64: P, and for each state the probability to be absorbed and the fewest moves to it, or inf."""
        size = len(self.rows)
        triples = [(i, j, float(weight)) for i, row in enumerate(self.rows) for j, weight in row.items() if weight]
        at, to, weights = np.array(triples).reshape(-1, 3).T
        at, to = at.astype(int), to.astype(int)
        exits = np.array([max(0.0, float(1 - sum(row.values()))) for row in self.rows])
        last = np.flatnonzero(exits)
        links = (np.append(to, np.full(len(last), size)), np.append(at, last))
        backward = sparse.csr_array((np.ones(len(links[0])), links), shape=(size + 1, size + 1))
        distance = shortest_path(backward, unweighted=True, indices=size)[:size]
        return sparse.coo_array((weights, (at, to)), shape=(size, size)), exits, distance

    def _solve(self, right: Sequence[Fraction]) -> list[Fraction]:
        """The exact solution of (I - P) x = right. Raises ZeroDivisionError where I - P is singular."""
        size = len(self.rows)
        matrix: dict[int, dict[int, Any]] = {}
        for i, row in enumerate(self.rows):
            entries = defaultdict(Fraction, {j: -Fraction(weight) for j, weight in row.items()})
            entries[i] += 1
            entries[size] = right[i]
            matrix[i] = {j: QQ(x.numerator, x.denominator) for j, x in entries.items() if x}
        reduced, pivots = DomainMatrix(matrix, (size, size + 1), QQ).rref(method="GJ")
        if pivots != tuple(range(size)):
            raise ZeroDivisionError(
                "the target is not reached with probability one: the expected hitting time is infinite"
            )
        solution = (reduced[i, size].element for i in range(size))
        return [Fraction(int(x.numerator), int(x.denominator)) for x in solution]

    def sparse_system(self) -> tuple[sparse.csr_array, Floats]:
        """(I - P, 1) in float64. The expected hitting times h solve (I - P) h = 1."""
        moves, _, _ = self._floats
        return sparse.csr_array(sparse.eye_array(len(self.rows)) - moves), np.ones(len(self.rows))

    def lump(self, role: Callable[[Any], Hashable]) -> EdgeStateChain:
        """The chain of the roles of the states, if the roles alone form a chain (strong lumpability).

        Raises ValueError with two states of one role whose probabilities into some role differ.
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


def _solve_floats(moves: sparse.coo_array, right: Floats) -> Floats:
    """The solution of (I - moves) x = right; all inf where the matrix is singular."""
    try:
        return np.asarray(splu(sparse.csc_array(sparse.eye_array(len(right)) - moves)).solve(right))
    except RuntimeError:
        return np.full(len(right), math.inf)


def edge_state_chain(
    start: EdgeState,
    row: Callable[[EdgeState], Mapping[EdgeState, Any]],
    targets: frozenset[Vertex],
) -> EdgeStateChain:
    """The chain of the walk that has just travelled ``start`` and stops on arrival at a vertex of ``targets``.

    ``row`` gives the law of the next move after each edge-state, on any multigraph. If its probabilities sum to less
    than one, the rest counts as absorbed. Only states that can be reached appear.
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
    """The chain of ``policy`` on the full multigraph after its first move, absorbed at the leaf of corridor ``target``.

    A float policy counts with the exact values of its floats, so that its rows sum to one exactly. The expected hitting
    time from the source is one more than the chain's. Raises ValueError for a policy that is a batch or does not fit,
    and for a corridor that the graph does not have.
    """
    check_type("policy", policy, Policy)
    policy.check_fits(graph)
    if target not in range(graph.width):
        raise ValueError(f"target must be a corridor from 0 to {graph.width - 1}, got target={target!r}")
    exact = policy.to_fractions()
    return edge_state_chain(START, lambda state: exact.row(graph, state), frozenset({graph.leaves()[target]}))


def corridor_role(state: EdgeState, target: int = 0) -> Hashable:
    """What a state shares with those of other lanes and wrong corridors: its two vertices without their corridor, and
    whether that is the target's.
    """
    ends = [(vertex.kind, vertex.diamond) for vertex in state[:2]]
    corridor = max(state.tail.corridor, state.head.corridor)
    return (corridor == target, *ends)


class TargetBlind(Protocol):
    """A walk from `START` whose target is drawn uniformly from its leaves and has no influence on its rows."""

    def leaves(self) -> tuple[Vertex, ...]: ...

    def row(self, state: EdgeState) -> Mapping[EdgeState, Any]: ...


def target_chains(walk: TargetBlind) -> tuple[EdgeStateChain, ...]:
    """For each target, the chain of the walk after its first move."""
    return tuple(edge_state_chain(START, walk.row, frozenset({leaf})) for leaf in walk.leaves())


def mean_hitting_time(walk: TargetBlind) -> Fraction:
    """The expected steps from the source to a uniform target. It solves the chains exactly: for small graphs."""
    times = [1 + chain.expected_hitting_time() for chain in target_chains(walk)]
    return sum(times, Fraction(0)) / len(times)


class HittingLaw(NamedTuple):
    """The law of the hitting time of a target-blind walk, from the edge-state chains of all the targets."""

    chains: tuple[EdgeStateChain, ...]
    mean: float
    std: float

    @classmethod
    def of(cls, walk: TargetBlind) -> HittingLaw:
        """The law for this walk. It solves the chains exactly: for small graphs."""
        chains = target_chains(walk)
        means = [1 + chain.expected_hitting_time() for chain in chains]
        squares = [chain.hitting_time_variance() + mean**2 for chain, mean in zip(chains, means, strict=True)]
        mean = Fraction(sum(means)) / len(chains)
        return cls(chains, float(mean), math.sqrt(Fraction(sum(squares)) / len(chains) - mean**2))

    def log_generating_function(self, theta: float) -> float:
        """log E[exp(theta T)] for the steps T from the source to a uniform target; inf where it diverges."""
        logs = [chain.log_generating_function(theta) for chain in self.chains]
        return theta + float(logsumexp(logs)) - math.log(len(logs))


def hitting_time_survival(graph: CorridorGraph, policy: Policy, steps: Sequence[int]) -> Floats:
    """P(T > n) for the hitting time T and each n >= 0 in ``steps``, float64, by powers of the lumped chain.

    The lumped chain has at most 8 K + 4 states. Errors, and the bound on the relative error, are those of
    `EdgeStateChain.survival` and `corridor_chain`.

    >>> graph = CorridorGraph(width=2, depth=1, lanes=1)
    >>> hitting_time_survival(graph, Policy.optimal(graph), [3, 4, 9, 10]).tolist()
    [1.0, 0.5, 0.5, 0.25]
    """
    chain = corridor_chain(graph, policy).lump(corridor_role)
    survival = chain.survival([max(n - 1, 0) for n in steps])
    return np.where(np.asarray(steps) > 0, survival, 1.0)
