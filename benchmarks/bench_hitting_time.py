"""The O(K) recurrences of the expected hitting time, against a dense solve of the same chain and against Storm."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from backproof.theory.chain import corridor_chain, corridor_role
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from benchmarks.row import NotRun, Row, Size, at_most, row, times
from benchmarks.timing import best

GRADIENTS = """
import timeit
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
for depth in {depths}:
    graph = CorridorGraph(15, depth, 5)
    policy = Policy.base(graph).to_floats()
    print(min(timeit.repeat(lambda: expected_hitting_time_gradient(graph, policy), number=1, repeat=7)))
"""


def rows(size: Size) -> Iterator[Row]:
    yield from gradients(size.of(50, 100_000))
    yield from against_dense_solve(CorridorGraph(width=2, depth=size.of(3, 200), lanes=5), size.of(2, 10))
    yield against_storm(size.of(CorridorGraph(2, 1, 2), PAPER))


def gradients(depth: int) -> Iterator[Row]:
    """Cost and its gradient in all 4K rows of the base policy, in float64; then ten times as deep.

    In a fresh process: after large arrays were freed, memory for smaller ones is there at once, which makes the first
    figure two or three times as short.
    """
    run = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", GRADIENTS.format(depths=(depth, 10 * depth))], capture_output=True, text=True, check=True
    )
    few, many = map(float, run.stdout.split())
    what = "expected hitting time and its gradient"
    yield row(what, f"K={depth:,}, W=15, L=5", "s", few, bar=at_most(0.5))
    yield row(f"{what}: at most 12 times as long", f"K={10 * depth:,}, W=15, L=5", "s", many, bar=at_most(12 * few))


def against_dense_solve(graph: CorridorGraph, repeats: int) -> Iterator[Row]:
    """Cost alone, with the matrix and the two lists of probabilities built beforehand.

    The quotient chain lumps all wrong corridors, so its size does not depend on the width.
    """
    policy = Policy.base(graph)
    sparse, ones = corridor_chain(graph, policy).lump(corridor_role).sparse_system()
    matrix = sparse.toarray()
    p, q = policy.to_floats().passes()
    found, expected = 1 + np.linalg.solve(matrix, ones)[0], expected_hitting_time(graph, policy)
    if abs(found - expected) > 1e-6 * expected:
        raise ValueError(f"the solve and the recurrences must agree, got {found} and {expected}")
    solve = best(lambda: np.linalg.solve(matrix, ones), repeats)
    peer = {"peer": "numpy.linalg.solve, dense", "theirs": solve}
    where = f"K={graph.depth}, {len(ones)} states"
    few = best(lambda: crossings.walk_cost(graph.width, p, q), 30 * repeats)
    whole = best(lambda: expected_hitting_time(graph, policy), 10 * repeats)
    yield row("expected hitting time by recurrences", where, "s", few, **peer, bar=times(1000))
    yield row("the same with checks, from an exact policy", where, "s", whole, **peer)


def against_storm(graph: CorridorGraph) -> Row:
    """The exact cost of the base policy; Storm reads, builds and solves the model that `backproof export` writes."""
    policy = Policy.base(graph)
    return row(
        "exact expected hitting time",
        f"W={graph.width}, K={graph.depth}, L={graph.lanes}, base",
        "s",
        best(lambda: expected_hitting_time(graph, policy, exact=True), 3),
        peer="Storm, exact, on the PRISM model",
        theirs=lambda: storm_seconds(graph, policy),
    )


def storm_seconds(graph: CorridorGraph, policy: Policy) -> float:
    """Raises ValueError where Storm's value is another."""
    if not importlib.util.find_spec("stormpy"):
        raise NotRun("stormpy is not installed: `make oracle` does so")
    import stormpy

    from backproof.checks.prism import PROPERTY, corridor_model

    found: list[Fraction] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "walk.prism")
        file.write_text(corridor_model(graph, policy), encoding="utf-8")

        def check() -> None:
            program = stormpy.parse_prism_program(str(file))
            (wanted,) = stormpy.parse_properties(PROPERTY, program)
            built = stormpy.build_model[stormpy.Rational](program, wanted)
            (start,) = built.initial_states
            value = stormpy.model_checking(built, wanted).get_value(start)
            found.append(Fraction(int(str(value.numerator)), int(str(value.denominator))))

        seconds = best(check, 3)
    if set(found) != {expected_hitting_time(graph, policy, exact=True)}:
        raise ValueError(f"Storm must find the same cost, got {found[0]}")
    return seconds
