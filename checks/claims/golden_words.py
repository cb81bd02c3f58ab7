"""Claim `golden-words`: at the least budget that reaches a leaf, SFT and RLVR have the same expected number of distinct
correct solutions among M samples, and more of them than the base model. For all W, K, L, M >= 1.

Within 2K+2 steps the correct words are the L^K golden paths, whatever the policy. Each has probability 1/(W L^K) if
forward rows are one, and 1/(W (L+1)^(2K)) at base, where each of the 2K moves inside the corridor has one of L + 1
equally likely edges. The second is less (`paths`), so that M samples miss a path with the larger probability (`missed`)
and find fewer on average (`theorem`).

The budget matters: with more steps SFT can find fewer than base (`any-budget`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, K, L, W, positive, real
from backproof.theory.companions.distinct_trajectories import distinct_trajectories
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

(M,) = positive("M")
PATHS, WAYS = positive("N G")
"""L^K and (L+1)^(2K)."""

MISS, MISS_BASE, X, X_BASE = real("miss miss_base X X_base")
"""The probability that a sample misses a given path, and its M-th power; after SFT or RLVR, and at base."""

SCOPE = Scope({W: 1, K: 1, L: 1, M: 1})
ASSUMPTIONS = (
    Assumed("golden", "within 2K+2 steps the correct words are the L^K shortest paths, all equally likely"),
    Assumed("distinct", "M samples find N (1 - x^M) of N words that one sample misses with probability x each"),
)

CLAIM = Header(
    statement=(
        "with the least budget that reaches a leaf M samples find N (1 - (1 - 1/(W N))^M) distinct correct words on "
        "average after SFT and after RLVR, N = L^K, and fewer at base, N (1 - (1 - 1/(W G))^M) with G = (L+1)^(2K)"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=(
        "base-6-steps",
        "sft-6-steps",
        "base-26-steps",
        "sft-26-steps",
        "rlvr-26-steps",
        "student-26-steps",
        "sft-then-rlvr-26-steps",
    ),
)


def evidence() -> list[Part]:
    return [paths(), missed_path(), golden_words_theorem(), _on_graphs()]


def paths() -> Induction:
    over = Recurrence(
        "diamonds passed by golden paths",
        I,
        {PATHS: sp.Integer(1), WAYS: sp.Integer(1)},
        {PATHS: L * PATHS, WAYS: (L + 1) ** 2 * WAYS},
    )
    words = ("1 <= L < (L+1)^2", "if 1 <= N < G, so with a diamond more, which has L lanes and (L+1)^2 pairs of moves")
    return Induction("paths", words, over, both(ge(PATHS, 1), gt(WAYS, PATHS)), (ge(L, 1),), first=1)


def missed_path() -> Induction:
    over = Recurrence(
        "samples that all miss a path",
        I,
        {X: sp.Integer(1), X_BASE: sp.Integer(1)},
        {X: MISS * X, X_BASE: MISS_BASE * X_BASE},
    )
    words = (
        "one sample misses a path with a larger probability at base",
        "if M samples miss it with a larger probability at base, so do M + 1",
    )
    predicate = both(ge(X, 0), gt(X_BASE, X))
    return Induction("missed", words, over, predicate, (ge(MISS, 0), gt(MISS_BASE, MISS)), first=1)


def golden_words_theorem() -> Theorem:
    uses = (Use(paths(), {I: K}), Use(missed_path(), {I: M}))
    return Theorem("golden-words", CLAIM.statement, SCOPE, uses, _found(1), ASSUMPTIONS)


def _found(times: int) -> Formula:
    """More than so many times as many; 1 - miss is the probability of a path."""
    probabilities = both(eq(W * PATHS * (1 - MISS), 1), eq(W * WAYS * (1 - MISS_BASE), 1))
    return implies(probabilities, gt(PATHS * (1 - X), times * PATHS * (1 - X_BASE)))


# --- instances -------------------------------------------------------------------------------------------------------

SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "samples": samples}
    for width, depth, lanes, samples in itertools.product((1, 2, 3), (1, 2), (1, 2, 3), (1, 2, 5))
)


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "the words of 2K+2 steps, counted by the theory, give these numbers after SFT, after RLVR and at base, for "
        "edges; after SFT and RLVR the one word of vertices is found with 1 - (1 - 1/W)^M",
        SIZES,
        lambda width, depth, lanes, samples: (
            _counted(CorridorGraph(width, depth, lanes), samples),
            _formulas(width, depth, lanes, samples),
        ),
    )


def _counted(graph: CorridorGraph, samples: int) -> list[Fraction]:
    def found(policy: Policy, level: str) -> Any:
        budget = graph.shortest_path_length
        return distinct_trajectories(graph, policy, level, budget, samples, exact=True).correct

    trained = Policy.sft_limit(graph), Policy.optimal(graph)
    edges = [found(policy, "edge") for policy in (*trained, Policy.base(graph))]
    return [*edges, *(found(policy, "vertex") for policy in trained)]


def _formulas(width: int, depth: int, lanes: int, samples: int) -> list[Fraction]:
    count = lanes**depth
    trained, base = (
        count * (1 - (1 - Fraction(1, width * ways)) ** samples) for ways in (count, (lanes + 1) ** (2 * depth))
    )
    vertex = 1 - (1 - Fraction(1, width)) ** samples
    return [trained, trained, base, vertex, vertex]


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            golden_words_theorem(),
            "twice-as-many",
            "trained policies find more than twice as many as base",
            confirm=_confirm_twice,
            goal=_found(2),
        ),
        Control(
            Instance(
                "any-budget",
                "SFT finds more distinct correct words than base among 8 samples, whatever the budget",
                tuple({"budget": budget} for budget in (4, 6)),
                lambda budget: (_sft_finds_more(budget), True),
            ),
            _confirm_budget,
        ),
    ]


def _pair(width: int, budget: int) -> list[Fraction]:
    """Of SFT and of base, among 8 samples at K = L = 1."""
    graph = CorridorGraph(width, 1, 1)
    policies = Policy.sft_limit(graph), Policy.base(graph)
    return [distinct_trajectories(graph, policy, "edge", budget, 8, exact=True).correct for policy in policies]


def _sft_finds_more(budget: int) -> bool:
    sft, base = _pair(2, budget)
    return sft > base


def _confirm_budget(model: Model) -> str:
    sft, base = _pair(2, 6)
    if sft > base:
        raise ValueError(f"at W=2, K=L=1 and 6 steps SFT finds {sft}, base {base}")
    return f"at W=2, K=L=1 and 6 steps SFT finds {float(sft):.4f} distinct correct words, base {float(base):.4f}"


def _confirm_twice(model: Model) -> str:
    sft, base = _pair(1, 4)
    if sft > 2 * base:
        raise ValueError(f"at W=K=L=1 and 4 steps SFT finds {sft}, base {base}")
    return f"at W=K=L=1 and 4 steps 8 samples find {sft} distinct correct words after SFT, and {base} at base"
