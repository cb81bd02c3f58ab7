"""Bounds on the cost of the best policy without memory, on small reasoning graphs: branch and bound over its rows.

A *box* holds for each move the least and the greatest probability that it may have. Let each target have a policy of
its own in the box: the sum of the least costs is a lower bound for every single policy in the box. For one target the
least cost h solves h = 1 + min P h over the policies of the box, whose rows put as much as they may on the moves with
the least h. Policy iteration finds it. A box is cut in two at the row in which the policies of the targets differ most;
where they agree the bound is attained. A box whose bound is not below the best cost known is dropped.

Rounding: steps are weighted by DISCOUNT < 1 for each step before them, which lowers every cost and lets no policy walk
for ever. Let h <= 1 + DISCOUNT * P h + e hold for every policy of the box, where e covers the rounding of the right
side. Then h / (1 + e) is at most the cost of every policy, however h was computed.

Source of the idea, for a single target: R. Givan, S. Leach, T. Dean, Artificial Intelligence 122 (2000) 71-109.

Main definitions: `best_memoryless`, `Bracket`.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from backproof.theory.any_graph.reasoning_graph import START_STATE, Floats, Integers, ReasoningGraph
from backproof.theory.any_graph.tabular import each_once, evaluate_law

MOST_STATES = 100
"""Edge-states: each box solves dense systems of so many equations."""
MOST_WORK = 10_000
"""Boxes times edge-states: these take a second or two."""
CLOSED = 1e-3
"""Bounds that differ by less than this share of the cost are taken as one."""
DISCOUNT = 1 - 1e-10
MOST_ROUNDS = 50
SMALL = 1e-9
EPS = 2.0**-52


class Bracket(NamedTuple):
    """The least cost of a policy without memory is from ``low`` to ``high``, in steps. ``law`` (moves,) costs ``high``.

    ``boxes`` were examined. The bracket is ``closed`` if its ends differ by at most `CLOSED`.
    """

    low: float
    high: float
    law: Floats
    boxes: int

    @property
    def closed(self) -> bool:
        return bool(self.high < math.inf and self.high - self.low <= CLOSED * self.high * (1 + SMALL))


class _Box(NamedTuple):
    """``low`` and ``high`` (moves,), the ``bound``, the move to ``cut`` at, and the ``mean`` of the targets' policies.

    Where these policies agree, their mean attains the bound but for rounding, so that no part of the box is below it.
    """

    low: Floats
    high: Floats
    bound: float
    cut: int
    mean: Floats


def best_memoryless(
    graph: ReasoningGraph,
    law: Floats,
    *,
    at_least: float = 0.0,
    most_boxes: int | None = None,
) -> Bracket | None:
    """Between what bounds the least cost lies; None for more than `MOST_STATES` edge-states.

    ``law`` (moves,) is a good policy, ``at_least`` a bound that is known already. Rows at fixed nodes stay as at base.
    At most ``most_boxes`` are examined, by default as many as take a second or two.
    """
    if len(graph.states) > MOST_STATES:
        return None
    problem, most = _Problem(graph), most_boxes or MOST_WORK // len(graph.states)
    high, best = _cost(graph, law), law
    free = graph.trained[graph.states.row]
    base = np.array(each_once(graph.base(), float))
    root = problem.box(np.where(free, 0.0, base), np.where(free, 1.0, base))
    order, boxes = itertools.count(), 1
    heap = [(root.bound, next(order), root)]
    while heap and boxes < most:
        _, _, box = heapq.heappop(heap)
        for part in problem.halves(box):
            boxes += 1
            cost = _cost(graph, part.mean)
            if cost < high:
                high, best = cost, part.mean
            if part.bound < high * (1 - CLOSED):
                heapq.heappush(heap, (part.bound, next(order), part))
    dropped = high * (1 - CLOSED)
    low = min(heap[0][0], dropped) if heap else dropped
    return Bracket(max(at_least, low), high, best, boxes)


def _cost(graph: ReasoningGraph, law: Floats) -> float:
    """Not less than the cost."""
    found = evaluate_law(graph, law)
    return float(found.cost * (1 + found.error)) if found.error < math.inf else math.inf


class _Problem:
    """The chains of all targets, densely."""

    def __init__(self, graph: ReasoningGraph) -> None:
        states = graph.states
        self.row, self.to, self.size = states.row, states.to, len(states)
        self.targets = [(states.head == target, float(prior)) for target, prior in graph.target_law.items()]

    def halves(self, box: _Box) -> Iterator[_Box]:
        """Cut at the middle of one move."""
        middle = (box.low[box.cut] + box.high[box.cut]) / 2
        for side in (box.low, box.high):
            low, high = box.low.copy(), box.high.copy()
            (low if side is box.low else high)[box.cut] = middle
            self._tighten(low, high)
            yield self.box(low, high)

    def _tighten(self, low: Floats, high: Floats) -> None:
        """What the other moves of a row leave."""
        lows, highs = (np.bincount(self.row, ends, minlength=self.size)[self.row] for ends in (low, high))
        np.minimum(high, 1 - (lows - low), out=high)
        np.maximum(low, 1 - (highs - high), out=low)

    def box(self, low: Floats, high: Floats) -> _Box:
        bound, laws, visits = 0.0, [], []
        for arrives, prior in self.targets:
            least, law, visited = self._least(arrives, low, high)
            bound += prior * least
            laws.append(law)
            visits.append(prior * visited[self.row])
        stacked, weights = np.array(laws), np.array(visits)
        total = weights.sum(0)
        mean = np.where(total > 0, (stacked * weights).sum(0) / np.where(total > 0, total, 1.0), stacked.mean(0))
        apart = (stacked.max(0) - stacked.min(0)) * total * (high > low)
        return _Box(low, high, bound * (1 - SMALL), int(apart.argmax()), mean)

    def _least(self, arrives: np.ndarray, low: Floats, high: Floats) -> tuple[float, Floats, Floats]:
        """A lower bound of its cost in the box, a policy that attains it but for rounding, its visits."""
        better = self._greedy(np.zeros(self.size), low, high)
        walks = ~arrives[self.row]
        cells = (self.row * self.size + self.to)[walks]
        for _ in range(MOST_ROUNDS):
            law = better
            matrix = np.eye(self.size) - np.bincount(cells, DISCOUNT * law[walks], self.size**2).reshape(self.size, -1)
            steps = np.linalg.solve(matrix, (~arrives).astype(float))
            better = self._greedy(steps, low, high)
            if self._excess(steps, better, arrives) <= SMALL:
                break
        excess = max(0.0, self._excess(steps, better, arrives)) + 8 * self.size * EPS * (1 + np.abs(steps).max())
        start = np.zeros(self.size)
        start[START_STATE] = 1
        return float(steps[START_STATE] / (1 + excess)), law, np.linalg.solve(matrix.T, start) * ~arrives

    def _excess(self, steps: Floats, law: Floats, arrives: np.ndarray) -> float:
        """By how much h exceeds 1 + DISCOUNT * P h at most."""
        after = np.bincount(self.row, law * steps[self.to], minlength=self.size)
        return float(np.max(np.where(arrives, steps, steps - 1 - DISCOUNT * after)))

    def _greedy(self, steps: Floats, low: Floats, high: Floats) -> Floats:
        """The policy of the box that puts as much as it may on the moves with the fewest steps left."""
        order: Integers = np.lexsort((steps[self.to], self.row))
        row, room = self.row[order], (high - low)[order]
        before = np.cumsum(room) - room
        first = np.searchsorted(row, np.arange(self.size))
        start = np.append(before, before[-1:] if len(before) else 0.0)[np.minimum(first, len(before))]
        rest = 1 - np.bincount(self.row, low, minlength=self.size)
        law = low.copy()
        law[order] += np.clip(rest[row] - (before - start[row]), 0.0, room)
        return law
