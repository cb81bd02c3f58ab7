"""Claim `base-cost`: the base model, which is uniform over the edges at every vertex, costs
H = 1 + (2W-1)(KL+K+1)(K/L+K+1), for every W, K, L >= 1.

The passages out and back are proved by induction on the diamonds (`checks.tools.induction`) and then added. The same
formula follows from the commute-time identity of electrical networks, which is not used here.

Main results: `STATED`, `evidence`, `controls`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Part, Theorem
from backproof.checks.formula import eq
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Obligation
from backproof.checks.tools.false_costs import contradicted, false_cost
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import TWO_VERTICES, composed_cost, passage_induction, through_corridor
from backproof.checks.tools.instances import on_full_multigraph
from backproof.checks.tools.symbols import K, L, W, as_reals
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SCOPE = Scope({W: 1, K: 1, L: 1})
ASSUMPTIONS = (Assumed("uniform-rows", "every row is uniform"), TWO_VERTICES)

CLAIM = Header(
    statement="the base model costs H = 1 + (2W-1)(KL+K+1)(K/L+K+1)",
    source="paper, synthetic experiment; closed form new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost",),
    experiments=("walked", "crossed"),
)

STATED = 1 + (2 * W - 1) * (K * L + K + 1) * (K / L + K + 1)


def evidence() -> list[Part]:
    form = closed_forms.base_form()
    out, back = (as_reals(passage.cost(closed_forms.K, closed_forms.POWER)) for passage in (form.out, form.back))
    cost = Obligation(
        "cost",
        "W passages out and W-1 back, as the closed forms have them, make 1 + (2W-1)(KL+K+1)(K/L+K+1)",
        eq(crossings.renewal_cost(W, out, back), STATED),
    )
    return [
        *_passages(),
        cost,
        Derivation(
            "derived",
            "the cost that sympy derives from the recurrence equals the stated one",
            as_reals(form.cost),
            STATED,
        ),
        on_full_multigraph(
            "the derived closed form equals the exact solution of the chain on the full multigraph", form, Policy.base
        ),
        base_cost_theorem(),
    ]


def _passages() -> tuple[Induction, Induction]:
    form, rows = closed_forms.base_form(), closed_forms.BASE_ROWS
    return passage_induction("out", rows, form.out), passage_induction("back", rows.reversed(), form.back)


def base_cost_theorem() -> Theorem:
    cost = eq(composed_cost(), STATED)
    return Theorem("base-cost", CLAIM.statement, SCOPE, through_corridor(*_passages()), cost, ASSUMPTIONS)


def controls() -> list[Control]:
    return [
        false_theorem(
            base_cost_theorem(),
            "lanes-forgotten-at-any-depth",
            "base costs 1 + (2W-1)(KL+K+1)(2K+1), for all K: K/L taken for K",
            confirm=lambda model: contradicted(CorridorGraph(2, 1, 2), Policy.base, _lanes_forgotten),
            goal=eq(composed_cost(), _lanes_forgotten(W, K, L)),
        ),
        false_cost(
            "lanes-forgotten",
            "base costs 1 + (2W-1)(KL+K+1)(2K+1): K/L taken for K",
            closed_forms.BASE_ROWS,
            Policy.base,
            _lanes_forgotten,
        ),
        false_cost(
            "last-visit-returns",
            "base costs 1 + 2W(KL+K+1)(K/L+K+1): the last leaf visit counted as if the walker returned",
            closed_forms.BASE_ROWS,
            Policy.base,
            lambda width, depth, lanes: 1 + 2 * width * (depth * lanes + depth + 1) * (depth / lanes + depth + 1),
        ),
    ]


def _lanes_forgotten(width: sp.Expr, depth: sp.Expr, lanes: sp.Expr) -> sp.Expr:
    return 1 + (2 * width - 1) * (depth * lanes + depth + 1) * (2 * depth + 1)
