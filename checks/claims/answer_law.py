"""Claim `answer-law`: with equal corridors the first leaf that a walk reaches has the fork's law, whenever it is
reached. For all W, K, L, every policy in (0, 1] and every law of the fork.

Let a step weigh lam, in (0, 1]. After the first edge of a corridor is crossed outward, let A be the mean weight of the
walks that reach the leaf before they come back over it, and B that of the walks that come back. They follow from the
leaf to the fork by the recurrence of the theory. Corridors with the same rows have the same A and B, and A > 0,
B <= lam, A + B <= 1; at lam = 1, A + B = 1 (`alike`).

A walker at the fork reaches leaf i first with the mean weight z_i = lam (f_i A + S z_i), where f is the fork's law and
S the sum of f_j B over all corridors, which is B (`corridors`). So z_i = f_i Z, with Z the sum of all z_j (`theorem`).
This holds for every lam, and at lam = 1, Z = 1: some leaf is reached. Hence the leaf and the number of steps are
independent, and the first answer of every budget has the fork's law.

It is false for corridors with different rows (`rows-of-its-own`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.forks import law_of
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.checks.tools.walks import first_leaves, fork_row
from backproof.checks.tools.words import success
from backproof.theory.companions.tilts import next_arrival, next_return
from backproof.theory.graph import CorridorGraph, Vertex
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors

p, q, LAM = positive("p q lam")
ARRIVE, BACK, OWN_ARRIVE, OWN_BACK = real("A B A_i B_i")
"""A and B of the other corridors, and of corridor i."""

arrive, back, own_arrive, own_back = real("A_next B_next A_i_next B_i_next")
share, z = nonnegative("f z")
"""Of another corridor: its probability at the fork, and the mean weight with which its leaf is the first."""

MASS, BEHIND, TOTAL = real("mass return total")
"""The sums of f, of f B and of z over the other corridors."""

(OWN_SHARE,) = nonnegative("f_i")
OWN_Z, RETURN = real("z_i S")

EVERY_POLICY = Policies("every policy in (0, 1]", (p, q), (le(p, 1), le(q, 1)))
FORKS = Policies("every law of the fork", (share,), ())
SCOPE = Scope(
    {W: 1, K: 1, L: 1},
    EVERY_POLICY,
    (
        Given("weight of a step", (LAM,), most=1),
        Given("probability of a corridor", (OWN_SHARE,), most=1),
    ),
    more=(FORKS,),
)
ASSUMPTIONS = (
    Assumed("tied-rows", "rows are the same in all corridors; the fork has one law, at every visit"),
    Assumed(
        "generating-functions",
        "two numbers that depend on the step are equal at every step if their sums with weights lam^t are equal for "
        "every lam in (0, 1]",
    ),
)

CLAIM = Header(
    statement=(
        "with equal corridors the first leaf is that of corridor i with the probability f_i that the fork gives it, "
        "whenever it is reached: E[lam^t; leaf i] = f_i E[lam^t] for every weight lam of a step; so the first answer "
        "has the fork's law at every budget, whatever the rows, and is uniform if the fork is"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("first-answers-walked", "entropies-walked"),
)


def evidence() -> list[Part]:
    return [alike(), corridors(), answer_law_theorem(), _on_graphs()]


def alike() -> Induction:
    """From the leaf to the fork: v = 2K, ..., 1."""
    pairs = ((ARRIVE, BACK, arrive, back), (OWN_ARRIVE, OWN_BACK, own_arrive, own_back))
    over = Recurrence(
        "mean weights of two corridors with the same rows",
        I,
        {
            state: value
            for through, beyond, *_ in pairs
            for state, value in ((through, sp.Integer(1)), (beyond, sp.Integer(0)))
        },
        {
            state: after
            for *states, through, beyond in pairs
            for state, after in zip(states, (through, beyond), strict=True)
        },
        chosen=(p, q, arrive, back, own_arrive, own_back),
        constraints=(*EVERY_POLICY.constraints, *(formula for pair in pairs for formula in _vertex(*pair))),
    )
    words = (
        "at the leaf A = 1 and B = 0 in both corridors",
        "if both corridors have the same A > 0 and B, with A + B = 1 at lam = 1, behind a vertex, so before it",
    )
    return Induction("alike", words, over, both(eq(OWN_ARRIVE, ARRIVE), eq(OWN_BACK, BACK), *_bounds()), (le(LAM, 1),))


def _vertex(through: sp.Symbol, beyond: sp.Symbol, after: sp.Symbol, after_back: sp.Symbol) -> list[Formula]:
    """The new A and B are what the theory computes."""
    stated = (next_arrival(through, beyond, p, q, LAM), next_return(beyond, p, q, LAM))
    parts = (sp.fraction(sp.together(value)) for value in stated)
    return [eq(new * below, above) for new, (above, below) in zip((after, after_back), parts, strict=True)]


def _bounds() -> list[Formula]:
    """Of A and B in both corridors."""
    pairs = ((ARRIVE, BACK), (OWN_ARRIVE, OWN_BACK))
    limits = (
        (gt(through, 0), ge(beyond, 0), le(beyond, LAM), le(through + beyond, 1), _whole(through + beyond))
        for through, beyond in pairs
    )
    return [part for limit in limits for part in limit]


def _whole(weight: sp.Expr) -> Formula:
    """It is 1 where steps do not count."""
    return implies(eq(LAM, 1), eq(weight, 1))


def corridors() -> Induction:
    over = Recurrence(
        "other corridors, one after the other",
        I,
        {MASS: sp.Integer(0), BEHIND: sp.Integer(0), TOTAL: sp.Integer(0)},
        {MASS: MASS + share, BEHIND: BEHIND + share * BACK, TOTAL: TOTAL + z},
        chosen=(share, z),
        constraints=(eq(z, LAM * (share * ARRIVE + RETURN * z)),),
    )
    words = (
        "over no corridors all sums are 0",
        "the sum of f B is B times that of f, and the sum of z satisfies the equation of z; so with a corridor more",
    )
    predicate = both(eq(BEHIND, BACK * MASS), eq(TOTAL, LAM * (MASS * ARRIVE + RETURN * TOTAL)))
    return Induction("corridors", words, over, predicate)


def answer_law_theorem() -> Theorem:
    uses = (Use(alike(), {I: 2 * K}), Use(corridors(), {I: W - 1}))
    return Theorem(
        "answer-law", CLAIM.statement, SCOPE, uses, _has_law(eq(OWN_Z, OWN_SHARE * (TOTAL + OWN_Z))), ASSUMPTIONS
    )


def _has_law(law: Formula) -> Formula:
    """z_i and the sum of all z satisfy ``law``."""
    at_fork = both(
        eq(MASS + OWN_SHARE, 1),
        eq(RETURN, BEHIND + OWN_SHARE * OWN_BACK),
        eq(OWN_Z, LAM * (OWN_SHARE * OWN_ARRIVE + RETURN * OWN_Z)),
    )
    return implies(at_fork, both(law, _whole(TOTAL + OWN_Z)))


# --- instances -------------------------------------------------------------------------------------------------------

CASES: tuple[dict[str, Any], ...] = tuple(
    {"weights": weights, "depth": depth, "lanes": lanes, "budget": budget}
    for weights in ((1,), (1, 1), (3, 1), (2, 0, 1))
    for depth, lanes in ((1, 2), (2, 1))
    for budget in (3, 4, 6, 9, 12)
)


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "a random policy: walked on the full multigraph, the first leaf within T steps is that of corridor i with f_i "
        "times the probability that the theory gives to reach a leaf at all",
        CASES,
        lambda weights, depth, lanes, budget: (
            _walked(CorridorGraph(len(weights), depth, lanes), weights, budget),
            _stated(CorridorGraph(1, depth, lanes), weights, budget),
        ),
    )


def _walked(graph: CorridorGraph, weights: Sequence[int], budget: int) -> list[Fraction]:
    fork, policy = law_of(weights), random_policy(graph, budget)
    return first_leaves(lambda state: fork_row(graph, fork, state, policy), graph.leaves(), budget)


def _stated(one: CorridorGraph, weights: Sequence[int], budget: int) -> list[Fraction]:
    """With a single corridor, in which a leaf is reached as soon as with many."""
    reached = success(one, random_policy(one, budget), budget)
    return [share * reached for share in law_of(weights)]


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    apart = replace(alike(), predicate=both(*_bounds()))
    return [
        false_theorem(
            answer_law_theorem(),
            "rows-of-its-own",
            "the first leaf has the fork's law if corridor i has rows of its own",
            confirm=_confirm_rows,
            uses=(Use(apart, {I: 2 * K}), Use(corridors(), {I: W - 1})),
        ),
        false_theorem(
            answer_law_theorem(),
            "uniform-for-every-fork",
            "the first leaf is uniform, whatever the law of the fork",
            confirm=_confirm_fork,
            goal=_has_law(eq(W * OWN_Z, TOTAL + OWN_Z)),
        ),
    ]


def _confirm_rows(model: Model) -> str:
    """One corridor of two has the rows of base, the other never turns."""
    graph = UnequalCorridors((Corridor.base([1]), Corridor.straight([1])))
    first, second = first_leaves(graph.row, [Vertex("leaf", 0), Vertex("leaf", 1)], 4)
    if first == second:
        raise ValueError(f"both leaves are first with {first}")
    return (
        f"at W=2, K=L=1 and 4 steps the leaf of a base corridor is first with {first}, of a straight one with {second}"
    )


def _confirm_fork(model: Model) -> str:
    first, second = _walked(CorridorGraph(2, 1, 1), (3, 1), 4)
    if first == second:
        raise ValueError(f"both leaves are first with {first}")
    return f"at W=2, K=L=1 and 4 steps with the fork (3, 1)/4 the leaves are first with {first} and {second}"
