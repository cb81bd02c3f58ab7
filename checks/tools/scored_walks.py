"""Walks on the full multigraph with the score of a row, by brute force: solved exactly, or stepped.

Nothing here uses a formula or a reduction; the score of a move is read off the move itself.

Main definitions: `move_score`, `joint_moments` (E[T^i S^j]), `success_and_slope` (within a horizon).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import QQ
from sympy.polys.matrices import DomainMatrix

from backproof.theory.costs.walk_transform import ScoredRow
from backproof.theory.graph import START, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy


def move_score(policy: Policy, row: ScoredRow, state: EdgeState, move: EdgeState) -> Fraction:
    """1 - p if ``move`` after ``state`` passes in the row, -p if it turns, and 0 if it is in another row."""
    vertex = state.head
    at_left = row.family in ("forward_entry", "backward_exit")
    if vertex.kind != ("left" if at_left else "right") or vertex.diamond != row.diamond:
        return Fraction(0)
    if state.is_lane != row.family.endswith("exit"):
        return Fraction(0)
    p = Fraction(getattr(policy, row.family)[row.diamond])
    return -p if state.is_lane == move.is_lane else 1 - p


def joint_moments(
    graph: CorridorGraph, policy: Policy, row: ScoredRow, *, most: tuple[int, int] = (2, 2)
) -> dict[tuple[int, int], Fraction]:
    """E[T^i S^j] of steps and score from the source, for i and j up to ``most``.

    Each order is a linear system, all with the same matrix.
    """
    target, states, moves = _chain(graph, policy)
    size = len(states)
    entries: dict[int, dict[int, Any]] = {i: {i: QQ(1)} for i in range(size)}
    for i, state in enumerate(states):
        for move, weight in moves[state]:
            if move.head != target:
                j = states[move]
                entries[i][j] = entries[i].get(j, QQ(0)) - QQ(weight.numerator, weight.denominator)
    matrix = DomainMatrix(entries, (size, size), QQ).to_dense()
    orders = sorted(itertools.product(range(most[0] + 1), range(most[1] + 1)), key=sum)
    known: dict[tuple[int, int], list[Fraction]] = {(0, 0): [Fraction(1)] * size}
    for order in orders[1:]:
        right = [_lower_orders(policy, row, order, state, moves[state], states, target, known) for state in states]
        column = DomainMatrix([[QQ(x.numerator, x.denominator)] for x in right], (size, 1), QQ)
        solved = matrix.lu_solve(column)
        known[order] = [Fraction(int(x.numerator), int(x.denominator)) for (x,) in solved.to_list()]
    # the first step from the source has no score
    return {(i, j): sum((math.comb(i, k) * known[k, j][0] for k in range(i + 1)), Fraction(0)) for i, j in orders}


def _lower_orders(
    policy: Policy,
    row: ScoredRow,
    order: tuple[int, int],
    state: EdgeState,
    moves: list[tuple[EdgeState, Fraction]],
    states: dict[EdgeState, int],
    target: Vertex,
    known: dict[tuple[int, int], list[Fraction]],
) -> Fraction:
    """E[(1 + T')^i (s + S')^j] without the term E[T'^i S'^j], averaged over the next move."""
    i, j = order
    total = Fraction(0)
    for move, weight in moves:
        score = move_score(policy, row, state, move)
        for k in range(i + 1):
            for m in range(j + 1):
                if move.head == target:
                    later = Fraction(int((k, m) == (0, 0)))
                elif (k, m) == order:
                    continue
                else:
                    later = known[k, m][states[move]]
                total += weight * math.comb(i, k) * math.comb(j, m) * score ** (j - m) * later
    return total


def success_and_slope(
    graph: CorridorGraph, policy: Policy, row: ScoredRow, most: int
) -> Iterator[tuple[Fraction, Fraction]]:
    """(P(T <= t), its derivative by the row's gap) for t = 1..most, by stepping the mass and its derivative."""
    target, _, moves = _chain(graph, policy)
    at = {START: (Fraction(1), Fraction(0))}
    success = slope = Fraction(0)
    for _ in range(most):
        yield success, slope
        following: dict[EdgeState, tuple[Fraction, Fraction]] = {}
        for state, (mass, tangent) in at.items():
            for move, weight in moves[state]:
                further = weight * mass, weight * (tangent + move_score(policy, row, state, move) * mass)
                if move.head == target:
                    success, slope = success + further[0], slope + further[1]
                else:
                    before = following.get(move, (0, 0))
                    following[move] = before[0] + further[0], before[1] + further[1]
        at = following


def _chain(
    graph: CorridorGraph, policy: Policy
) -> tuple[Vertex, dict[EdgeState, int], dict[EdgeState, list[tuple[EdgeState, Fraction]]]]:
    """The target, the reachable states with their numbers, and the moves after each state."""
    target, exact = graph.leaves()[0], policy.to_fractions()
    states, moves, queue = {START: 0}, {}, [START]
    for state in queue:
        moves[state] = list(exact.row(graph, state).items())
        for move, _ in moves[state]:
            if move.head != target and move not in states:
                states[move] = len(states)
                queue.append(move)
    return target, states, moves
