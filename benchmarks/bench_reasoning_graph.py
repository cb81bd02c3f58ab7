"""Cost of a policy on any graph and its exact gradient, against numpy's dense solve, and at 100,000 edge-states."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

import numpy as np

from backproof.theory.any_graph.reasoning_graph import Edge, Floats, ReasoningGraph
from backproof.theory.any_graph.sparse_walks import elimination_is_cheap
from backproof.theory.any_graph.tabular import evaluate_law
from benchmarks.row import Row, Size, at_most, row, times
from benchmarks.timing import best

UNROUNDED = 1e-6


def grid(side: int) -> ReasoningGraph:
    """From one corner to the other."""
    cells = [(r, c) for r in range(side) for c in range(side)]
    edges = [Edge((r, c), b) for r, c in cells for b in ((r + 1, c), (r, c + 1)) if max(b) < side]
    return ReasoningGraph(tuple(cells), tuple(edges), (0, 0), ((side - 1, side - 1),))


def random_multigraph(size: int) -> ReasoningGraph:
    """A random tree and as many edges more."""
    draw = random.Random(0)  # noqa: S311 - not for secrets
    ends = [(draw.randrange(node), node) for node in range(1, size)]
    ends += [(draw.randrange(size), draw.randrange(size)) for _ in range(size)]
    return ReasoningGraph(tuple(range(size)), tuple(Edge(*pair) for pair in ends), 0, (size - 1,))


def random_law(graph: ReasoningGraph) -> Floats:
    """Every row its own: softmax of standard normal logits."""
    weights = np.exp(np.random.default_rng(0).standard_normal(len(graph.states.to)))
    sums = np.bincount(graph.states.row, weights, minlength=len(graph.states))
    return np.asarray(weights / sums[graph.states.row])


def dense(graph: ReasoningGraph, law: Floats) -> tuple[float, Floats]:
    """Cost, and gradient in all logits, by two dense solves over all states; the target's rows are empty."""
    states, size = graph.states, len(graph.states)
    arrives = np.isin(states.head, list(graph.target_law))
    moves = np.zeros((size, size))
    goes_on = ~arrives[states.row]
    moves[states.row[goes_on], states.to[goes_on]] = law[goes_on]
    system = np.eye(size) - moves
    steps = np.linalg.solve(system, (~arrives).astype(float))
    start = np.zeros(size)
    start[0] = 1
    visits = np.linalg.solve(system.T, start) * ~arrives
    mean = np.bincount(states.row, law * steps[states.to], minlength=size)
    return float(steps[0]), law * visits[states.row] * (steps[states.to] - mean[states.row])


def rows(size: Size) -> Iterator[Row]:
    yield against_dense_solve(grid(size.of(4, 24)), size.of(1, 2))
    yield at_full_size("a grid", grid(size.of(5, 158)))
    yield at_full_size("a random multigraph", random_multigraph(size.of(20, 25_000)))


def against_dense_solve(graph: ReasoningGraph, repeats: int) -> Row:
    """On a graph that the dense matrix still fits. Both must agree."""
    law = random_law(graph)
    cost, gradient = dense(graph, law)
    found = evaluate_law(graph, law)
    if abs(found.cost - cost) > UNROUNDED * cost or np.max(np.abs(law * found.pull - gradient)) > UNROUNDED * cost:
        raise ValueError(f"both solves must agree, got {found.cost} and {cost}")
    return row(
        "cost and gradient on any graph",
        f"a grid, {len(graph.states):,} edge-states",
        "s",
        best(partial(evaluate_law, graph, law), 3),
        peer="two dense solves by numpy.linalg.solve",
        theirs=best(partial(dense, graph, law), repeats),
        bar=times(10),
    )


def at_full_size(name: str, graph: ReasoningGraph) -> Row:
    """With every row its own, and with the choice between elimination and iteration, which is made once for a graph."""
    choosing = best(partial(elimination_is_cheap, graph), 1)
    solving = best(partial(evaluate_law, graph, random_law(graph)), 1)
    where = f"{name}, {len(graph.states):,} edge-states, {len(graph.states.to):,} moves"
    return row("cost and gradient on any graph", where, "s", choosing + solving, bar=at_most(30))
