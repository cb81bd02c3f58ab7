"""The small sizes on which claims are checked instance by instance, and how an instance is solved.

Main definitions: `SMALL_SIZES`, `chain_cost`, `on_full_multigraph`, `random_policy`.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from fractions import Fraction

from backproof.checks.statement import Instance
from backproof.theory.chain import corridor_chain
from backproof.theory.costs.closed_forms import ClosedForm
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

SMALL_SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width, depth, lanes in itertools.product(range(1, 5), range(1, 4), range(1, 4))
)
"""Every W <= 4, K <= 3, L <= 3."""


def chain_cost(graph: CorridorGraph, policy: Policy) -> Fraction:
    """Expected hitting time by the exact solution of the chain on the full multigraph."""
    return 1 + corridor_chain(graph, policy).expected_hitting_time()


def on_full_multigraph(words: str, form: ClosedForm, policy: Callable[[CorridorGraph], Policy]) -> Instance:
    """The instance that a derived closed form equals the exact cost of its policy on the full multigraph."""

    def compare(**size: int) -> tuple[Fraction, Fraction]:
        graph = CorridorGraph(**size)
        return form.at(graph), chain_cost(graph, policy(graph))

    return Instance("full-multigraph", words, SMALL_SIZES, compare)


def random_policy(graph: CorridorGraph, seed: int) -> Policy:
    """A random policy of rationals with denominator 8, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    families = {name: [Fraction(draw.randint(1, 8), 8) for _ in range(graph.depth)] for name in FAMILIES}
    return Policy(**families)
