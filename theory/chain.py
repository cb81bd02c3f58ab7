"""Edge-state chains: the Markov chain of a walk whose next move depends on the last directed edge.

Nothing here knows a formula: the chain is built move by move on the full multigraph, each lane and each corridor
its own state, and the moments of its hitting time are linear systems solved exactly in fractions. What `crossings`
and `hitting_law` say in O(K) is checked against it.

Main definitions: `EdgeStateChain`, `edge_state_chain` (any multigraph), `corridor_chain`, `corridor_role`,
`hitting_time_survival`; of a walk that does not see its target, which is uniform (`TargetBlind`): `mean_hitting_time`,
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

    ``rows[i][j]`` is the probability to move from transient state i to transient state j; what a row lacks to one
    is absorbed. Every state is reachable from state 0.
    """

    states: tuple[Hashable, ...]
    rows: tuple[Mapping[int, Any], ...]

    def expected_hitting_time(self) -> Fraction:
        """Expected moves from state 0 until absorption: h = 1 + P h, solved exactly.

        Raises ZeroDivisionError where absorption is not certain.
        """
        return self.expected_hitting_times()[0]

    def expected_hitting_times(self) -> list[Fraction]:
        """The same from each state, in the order of ``states``."""
        return self._solve([Fraction(1)] * len(self.rows))

    def hitting_time_variance(self) -> Fraction:
        """Variance of the moves from state 0 until absorption: the second moments solve m = 1 + 2 P h + P m, exactly.

        Raises ZeroDivisionError where absorption is not certain.
        """
        means = self._solve([Fraction(1)] * len(self.rows))
        return self._solve([2 * mean - 1 for mean in means])[0] - means[0] ** 2

    def log_generating_function(self, theta: float) -> float:
        """log E[exp(theta T)] of the moves T from state 0 until absorption, float64, by sparse solves.

        inf where it diverges, or where the expectation itself is beyond float64. The relative error is that of solving
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
        # With D = E - 1 from each state, D = z P D + (z - 1) 1: a small theta leaves small numbers, not differences.
        scaled = _solve_floats(math.exp(theta) * moves, np.ones(len(exits)))
        # The expectations exist where z P has a spectral radius below one: where this solution is positive.
        if theta > 0 and not np.all((scaled > 0) & np.isfinite(scaled)):
            return math.inf
        change = math.expm1(theta) * float(scaled[0])
        if change > -0.5:
            return math.log1p(change)
        # Little of E is left: solve for E / z^distance, which does not underflow.
        at, to = moves.coords
        detours = np.exp(theta * (1 + distance[to] - distance[at]))
        scaled = _solve_floats(sparse.coo_array((moves.data * detours, (at, to)), shape=moves.shape), exits)
        return theta * float(distance[0]) + math.log(float(scaled[0]))

    def survival(self, moves: Sequence[int]) -> Floats:
        """P(not absorbed after n moves from state 0) for each n >= 0 in ``moves``, float64, shape (len(moves),).

        By squaring the matrix of moves, (len(rows))**3 operations for each bit of the largest n. Everything added is
        positive: a product's relative error is the sum of its factors' and that of one sum, so that by induction the
        whole error is below 2 n (len(rows) + 1) 2^-53. Below the smallest float survival is 0.
        Raises ValueError for a negative n, and for one with which that bound is beyond `SURVIVAL_ERROR`.
        """
        size = len(self.rows)
        most = int(SURVIVAL_ERROR * 2**52 / (size + 1))
        wrong = [n for n in moves if not 0 <= n <= most]
        if wrong:
            raise ValueError(f"moves must be from 0 to {most} with {size} states, got {wrong[0]}: beyond, floats err")
        power = self._floats[0].toarray()
        alive = np.ones((len(moves), size))
        for bit in range(max(moves, default=0).bit_length()):
            taken = [i for i, n in enumerate(moves) if n >> bit & 1]
            alive[taken] = alive[taken] @ power.T
            power = power @ power
        return alive[:, 0]

    @functools.cached_property
    def _floats(self) -> tuple[sparse.coo_array, Floats, Floats]:
        """In float64: P, the probabilities to be absorbed at once, and the fewest moves to absorption (inf: never)."""
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
        """The exact solution of (I - P) x = right; ZeroDivisionError where I - P is singular."""
        size = len(self.rows)
        matrix: dict[int, dict[int, Any]] = {}
        for i, row in enumerate(self.rows):
            entries = defaultdict(Fraction, {j: -Fraction(weight) for j, weight in row.items()})
            entries[i] += 1
            entries[size] = right[i]
            matrix[i] = {j: QQ(x.numerator, x.denominator) for j, x in entries.items() if x}
        reduced, pivots = DomainMatrix(matrix, (size, size + 1), QQ).rref()
        if pivots != tuple(range(size)):
            raise ZeroDivisionError(
                "the target is not reached with probability one: the expected hitting time is infinite"
            )
        solution = (reduced[i, size].element for i in range(size))
        return [Fraction(int(x.numerator), int(x.denominator)) for x in solution]

    def sparse_system(self) -> tuple[sparse.csr_array, Floats]:
        """(I - P, 1) in float64: expected hitting times h solve (I - P) h = 1."""
        moves, _, _ = self._floats
        return sparse.csr_array(sparse.eye_array(len(self.rows)) - moves), np.ones(len(self.rows))

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


def _solve_floats(moves: sparse.coo_array, right: Floats) -> Floats:
    """The solution of (I - moves) x = right; inf throughout where the matrix is singular."""
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
    check_type("policy", policy, Policy)
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


class TargetBlind(Protocol):
    """A walk from `START` whose target is one of its leaves, each as likely, and makes no difference to its rows."""

    def leaves(self) -> tuple[Vertex, ...]: ...

    def row(self, state: EdgeState) -> Mapping[EdgeState, Any]: ...


def target_chains(walk: TargetBlind) -> tuple[EdgeStateChain, ...]:
    """The chain of the walk after its first move for each target."""
    return tuple(edge_state_chain(START, walk.row, frozenset({leaf})) for leaf in walk.leaves())


def mean_hitting_time(walk: TargetBlind) -> Fraction:
    """Expected steps from the source, the target uniform: the chains solved exactly, for small graphs."""
    times = [1 + chain.expected_hitting_time() for chain in target_chains(walk)]
    return sum(times, Fraction(0)) / len(times)


class HittingLaw(NamedTuple):
    """The law of the hitting time of a target-blind walk, from the edge-state chains of all the targets."""

    chains: tuple[EdgeStateChain, ...]
    mean: float
    std: float

    @classmethod
    def of(cls, walk: TargetBlind) -> HittingLaw:
        """Solves the chains exactly: for small graphs."""
        chains = target_chains(walk)
        means = [1 + chain.expected_hitting_time() for chain in chains]
        squares = [chain.hitting_time_variance() + mean**2 for chain, mean in zip(chains, means, strict=True)]
        mean = Fraction(sum(means)) / len(chains)
        return cls(chains, float(mean), math.sqrt(Fraction(sum(squares)) / len(chains) - mean**2))

    def log_generating_function(self, theta: float) -> float:
        """log E[exp(theta T)] of the steps T from the source, the target uniform; inf where it diverges."""
        logs = [chain.log_generating_function(theta) for chain in self.chains]
        return theta + float(logsumexp(logs)) - math.log(len(logs))


def hitting_time_survival(graph: CorridorGraph, policy: Policy, steps: Sequence[int]) -> Floats:
    """P(T > n) of the hitting time T for each n >= 0 in ``steps``, float64, by powers of the lumped chain.

    Errors, and the bound on the relative error, as of `EdgeStateChain.survival` and `corridor_chain`; the lumped chain
    has at most 8 K + 4 states.

    >>> graph = CorridorGraph(width=2, depth=1, lanes=1)
    >>> hitting_time_survival(graph, Policy.optimal(graph), [3, 4, 9, 10]).tolist()
    [1.0, 0.5, 0.5, 0.25]
    """
    chain = corridor_chain(graph, policy).lump(corridor_role)
    survival = chain.survival([max(n - 1, 0) for n in steps])
    return np.where(np.asarray(steps) > 0, survival, 1.0)
