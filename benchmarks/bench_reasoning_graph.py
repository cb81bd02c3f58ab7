"""How fast a policy on any graph is solved: cost and its exact gradient, against numpy's dense solve, and at 100,000.

Run as ``python benchmarks/bench_reasoning_graph.py``. Each figure is the best of several runs in this process.
"""

from __future__ import annotations

import os
import random
from functools import partial

import numpy as np
from rich.console import Console
from rich.table import Table

from backproof.theory.any_graph.reasoning_graph import Edge, Floats, ReasoningGraph
from backproof.theory.any_graph.sparse_walks import elimination_is_cheap
from backproof.theory.any_graph.tabular import Evaluation, evaluate_law
from timing import best, verdict

BAR = 30.0
"""Seconds for cost and gradient at 100,000 edge-states on two cores."""
UNROUNDED = 1e-6


def grid(side: int) -> ReasoningGraph:
    """From one corner to the other."""
    cells = [(row, column) for row in range(side) for column in range(side)]
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


def against_dense_solve(table: Table) -> None:
    """On a grid that the dense matrix still fits."""
    graph = grid(24)
    law = random_law(graph)
    cost, gradient = dense(graph, law)
    found = evaluate_law(graph, law)
    if abs(found.cost - cost) > UNROUNDED * cost or np.max(np.abs(law * found.pull - gradient)) > UNROUNDED * cost:
        raise ValueError(f"both solves must agree, got {found.cost} and {cost}")
    slow, fast = best(partial(dense, graph, law), 2), best(partial(evaluate_law, graph, law), 5)
    table.add_row(
        f"two dense solves by numpy.linalg.solve, a grid of {len(graph.states):,} edge-states", f"{slow:.2f} s"
    )
    table.add_row("theory.tabular.evaluate of the same policy", f"{fast:.3f} s")
    table.add_row("  ratio of the two", f"{slow / fast:.0f}x", ">= 10x", verdict(slow >= 10 * fast), end_section=True)


def at_full_size(table: Table, name: str, graph: ReasoningGraph) -> None:
    """Base policy and one whose rows all differ; the choice of the solver, once for each graph, apart."""
    choosing = best(partial(elimination_is_cheap, graph), 1)
    base = np.array([float(p) for p in graph.base()])
    for kind, law in (("base policy", base), ("every row its own", random_law(graph))):
        found: list[Evaluation] = []
        seconds = best(lambda law=law, found=found: found.append(evaluate_law(graph, law)), 2)  # type: ignore[misc]
        size = f"{len(graph.states):,} edge-states, {len(graph.states.to):,} moves"
        what = f"cost and gradient, {name}, {size}, {kind} (cost {found[-1].cost:.6g}, error < {found[-1].error:.0e})"
        table.add_row(what, f"{seconds:.1f} s", f"< {BAR:.0f} s", verdict(seconds + choosing < BAR))
    table.add_row(f"  choosing between elimination and iteration, {name}", f"{choosing:.1f} s")


def main() -> None:
    """Measure and print."""
    console = Console(width=120)
    table = Table(title="Any graph", show_edge=False)
    table.add_column("what is timed (best of several)")
    for title in ("figure", "bar", ""):
        table.add_column(title, justify="right", no_wrap=True)
    against_dense_solve(table)
    at_full_size(table, "a grid", grid(158))
    at_full_size(table, "a random multigraph", random_multigraph(25_000))
    console.print(table)
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    console.print(
        f"The dense solves use {threads} of {os.cpu_count()} cores (OPENBLAS_NUM_THREADS), the sparse ones one."
    )


if __name__ == "__main__":
    main()
