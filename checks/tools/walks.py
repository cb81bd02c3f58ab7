"""Walks on the full multigraph, enumerated or solved exactly. Claims use them as brute force without any
formula.

Main definitions: `best_walk_cost` and `depth_first_cost` (blind agents), `search_cost` and `search_stuck` (no
edge-state twice), `expected_visits`, `visits_per_trace`, `cleaned_traces` and `without_loops` (what a student is
trained on), `first_leaves` and `sound_success` (what a walk tries), `fork_cost` and `first_leaf_success` (a fork that
is not uniform).
"""

from __future__ import annotations

import functools
import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from sympy import QQ
from sympy.polys.matrices import DomainMatrix

from backproof.theory.chain import EdgeStateChain, corridor_chain, edge_state_chain
from backproof.theory.graph import FORK, SOURCE, START, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy

Row: TypeAlias = Callable[[EdgeState], dict[EdgeState, Fraction]]
"""The law of the next move."""

# --- blind agents ----------------------------------------------------------------------------------------------------


def best_walk_cost(graph: CorridorGraph) -> Fraction:
    """The least mean time of first visit to the leaves that a walk can have. No blind agent costs less.

    This is Dijkstra's algorithm over pairs (vertex, leaves seen), where a move costs the number of leaves unseen.
    """
    network, leaves, count = graph.multigraph(), frozenset(graph.leaves()), itertools.count()
    start: tuple[Vertex, frozenset[Vertex]] = (SOURCE, frozenset())
    queue, settled = [(0, next(count), start)], set()
    while queue:
        cost, _, (vertex, seen) = heapq.heappop(queue)
        if seen == leaves:
            return Fraction(cost, graph.width)
        if (vertex, seen) in settled:
            continue
        settled.add((vertex, seen))
        for neighbour in network[vertex]:
            state = (neighbour, seen | ({neighbour} & leaves))
            heapq.heappush(queue, (cost + graph.width - len(seen), next(count), state))
    raise ValueError(f"no walk visits every leaf of {graph}")


def depth_first_cost(graph: CorridorGraph) -> Fraction:
    """Mean steps of depth-first search over all targets; it goes to an unseen neighbour or back where it came from."""
    network, walk, seen = graph.multigraph(), [SOURCE], {SOURCE}

    def explore(vertex: Vertex) -> None:
        for neighbour in network[vertex]:
            if neighbour not in seen:
                seen.add(neighbour)
                walk.append(neighbour)
                explore(neighbour)
                walk.append(vertex)

    explore(SOURCE)
    return Fraction(sum(walk.index(target) for target in graph.leaves()), graph.width)


def search_cost(graph: CorridorGraph, policy: Policy) -> Fraction:
    """Expected steps of the agent that follows ``policy``, renormalised over the edge-states that it has not used.

    A row without probability on these is taken as uniform over its unused moves. The target is uniform. Raises
    ValueError if the agent can get stuck.
    """
    steps, stuck = _search(graph, policy)
    if stuck:
        raise ValueError(f"the search agent gets stuck with probability {stuck} at {graph}: use a limit of training")
    return steps


def search_stuck(graph: CorridorGraph, policy: Policy) -> Fraction:
    """The probability that this agent ends at a vertex without an unused move, before it has met its target."""
    return _search(graph, policy)[1]


def _search(graph: CorridorGraph, policy: Policy) -> tuple[Fraction, Fraction]:
    """(expected steps until the agent is at its target or stuck, probability that it gets stuck).

    The recursion is over pairs (last edge-state, used edge-states).
    """
    moves_at: dict[Vertex, set[EdgeState]] = {}
    for state in graph.edge_states():
        moves_at.setdefault(state.tail, set()).add(state)
    moves_at[FORK].remove(START.reversed())
    law = functools.cache(functools.partial(policy.row, graph))

    def row(state: EdgeState, used: frozenset[EdgeState]) -> dict[EdgeState, Fraction]:
        unused = {move: weight for move, weight in law(state).items() if move not in used}
        unused = unused or dict.fromkeys(moves_at[state.head] - used, Fraction(1))
        total = sum(unused.values())
        return {move: weight / total for move, weight in unused.items()}

    def follow(target: Vertex) -> tuple[Fraction, Fraction]:
        @functools.cache
        def further(state: EdgeState, used: frozenset[EdgeState]) -> tuple[Fraction, Fraction]:
            if state.head == target:
                return Fraction(0), Fraction(0)
            moves = row(state, used)
            ways = [(p, further(move, used | {move})) for move, p in moves.items()]
            steps = sum((p * (1 + steps) for p, (steps, _) in ways), Fraction(0))
            return steps, sum((p * stuck for p, (_, stuck) in ways), Fraction(not moves))

        steps, stuck = further(START, frozenset({START}))
        return 1 + steps, stuck

    each = [follow(target) for target in graph.leaves()]
    steps, stuck = (sum(values, Fraction(0)) / graph.width for values in zip(*each, strict=True))
    return steps, stuck


# --- what a student is trained on ------------------------------------------------------------------------------------


def expected_visits(chain: EdgeStateChain) -> dict[Any, Fraction]:
    """Expected visits to each transient state, by an exact solution of n = start + n P."""
    size = len(chain.rows)
    matrix = {j: {j: QQ(1)} for j in range(size)}
    matrix[0][size] = QQ(1)
    for i, row in enumerate(chain.rows):
        for j, weight in row.items():
            matrix[j][i] = matrix[j].get(i, QQ(0)) - QQ(weight.numerator, weight.denominator)
    reduced, pivots = DomainMatrix(matrix, (size, size + 1), QQ).rref(method="GJ")
    if pivots != tuple(range(size)):
        raise ZeroDivisionError("the target is not reached with probability one: the expected visits are infinite")
    solved = (reduced[j, size].element for j in range(size))
    return {
        state: Fraction(int(n.numerator), int(n.denominator)) for state, n in zip(chain.states, solved, strict=True)
    }


def visits_per_trace(graph: CorridorGraph) -> dict[EdgeState, Fraction]:
    """Expected visits to each inner row per trace of the all-one policy, the target uniform."""
    policy = Policy.optimal(graph)
    by_target = [expected_visits(corridor_chain(graph, policy, target)) for target in range(graph.width)]
    rows = (state for state in graph.edge_states() if state.head.kind in ("left", "right"))
    return {row: sum((visits.get(row, Fraction(0)) for visits in by_target), Fraction(0)) / graph.width for row in rows}


def cleaned_traces(graph: CorridorGraph, policy: Policy, target: Vertex) -> Iterator[tuple[EdgeState, ...]]:
    """What is left of the walks of ``policy`` to ``target``, each without its loops: exhaustively, each path once.

    The loops can be erased while the walk goes on, so what is left depends on the path so far and on the next move.
    These pairs are finitely many, although the walks are not.
    """
    first: tuple[EdgeState, tuple[EdgeState, ...]] = (START, (START,))
    seen, queue = {first}, [first]
    for last, path in queue:
        if last.head == target:
            yield path
            continue
        for move, weight in policy.row(graph, last).items():
            pair = (move, without_loops((*path, move)))
            if weight and pair not in seen:
                seen.add(pair)
                queue.append(pair)


def without_loops(trace: Sequence[EdgeState]) -> tuple[EdgeState, ...]:
    """The trace without its loops: whenever it returns to a vertex, everything in between is dropped."""
    path: list[EdgeState] = []
    for state in trace:
        path.append(state)
        while any(state.head == earlier.tail for earlier in path):
            path.pop()
    return tuple(path)


# --- a fork that is not uniform --------------------------------------------------------------------------------------


def fork_row(
    graph: CorridorGraph, fork: Sequence[Fraction], state: EdgeState, policy: Policy | None = None
) -> dict[EdgeState, Fraction]:
    """The law of the next move: ``fork`` at the fork, and elsewhere the policy, or never turning if that is None."""
    if state.head != FORK:
        return (policy or Policy.optimal(graph)).row(graph, state)
    return {EdgeState(FORK, graph.corridor(w)[1]): weight for w, weight in enumerate(fork) if weight}


def fork_cost(
    graph: CorridorGraph, prior: Sequence[Fraction], fork: Sequence[Fraction], policy: Policy | None = None
) -> Fraction:
    """Expected steps with this fork, averaged over the prior of the target; ``policy`` is as in `fork_row`."""

    def cost(leaf: Vertex) -> Fraction:
        chain = edge_state_chain(START, lambda state: fork_row(graph, fork, state, policy), frozenset({leaf}))
        return 1 + chain.expected_hitting_time()

    return sum((pi * cost(leaf) for pi, leaf in zip(prior, graph.leaves(), strict=True)), Fraction(0))


def first_leaf_success(graph: CorridorGraph, prior: Sequence[Fraction], fork: Sequence[Fraction]) -> Fraction:
    """The probability that the first leaf on the way is the target, for a walk that never turns."""
    first = first_leaves(lambda state: fork_row(graph, fork, state), graph.leaves(), graph.shortest_path_length)
    return sum((mass * pi for mass, pi in zip(first, prior, strict=True)), Fraction(0))


# --- what a walk tries -----------------------------------------------------------------------------------------------


def first_leaves(row: Row, leaves: Sequence[Vertex], budget: int) -> list[Fraction]:
    """For each leaf the probability that it is the first leaf of a walk, and is reached within ``budget`` steps."""
    at, found = {START: Fraction(1)}, dict.fromkeys(leaves, Fraction(0))
    for _ in range(budget - 1):
        following: dict[EdgeState, Fraction] = {}
        for state, mass in at.items():
            for move, weight in row(state).items():
                if move.head in found:
                    found[move.head] += mass * weight
                else:
                    following[move] = following.get(move, Fraction(0)) + mass * weight
        at = following
    return list(found.values())


def sound_success(graph: CorridorGraph, policy: Policy, budget: int) -> Fraction:
    """The probability of a walk to leaf 0 that never turns inside a corridor and takes no corridor twice, by following
    every such walk of at most ``budget`` steps.
    """
    open_walks, found = [(START, frozenset[int](), Fraction(1))], Fraction(0)
    for _ in range(budget - 1):
        longer = []
        for last, taken, mass in open_walks:
            for move, weight in policy.row(graph, last).items():
                departs = move.tail == FORK
                turns = move.head == last.tail and last.head.kind != "leaf"
                if turns or (departs and move.head.corridor in taken):
                    continue
                if move.head == graph.leaves()[0]:
                    found += mass * weight
                else:
                    longer.append((move, taken | {move.head.corridor} if departs else taken, mass * weight))
        open_walks = longer
    return found
