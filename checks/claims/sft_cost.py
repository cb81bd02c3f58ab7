"""Claim `sft-cost`: SFT on golden paths, started at the base model and trained to convergence, costs
H = 1 + W(2K+1) + (W-1) g_K with g_K = [2(2L+1)(L+1) rho^K - (3L^2+5L+1)] / (L^2+L+1) - 2K and rho = (L+1)^2 / L, for
every W, K, L >= 1.

Forward rows are one, so a passage out takes 2K+1 steps. The way back satisfies an affine recurrence whose growth per
diamond is rho, or 1/(b d) for any frozen backward rows b, d (`growth`). The proof is by induction on the diamonds, with
P = rho^i carried as a variable (`checks.tools.induction`).

Main results: `stated_cost`, `stated_return`, `evidence`, `controls`.
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
from backproof.checks.tools.symbols import K, L, P, W, as_reals, positive
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SCOPE = Scope({W: 1, K: 1, L: 1})
ASSUMPTIONS = (
    Assumed(
        "sft-converged",
        "SFT starts from the base model, and its forward rows have reached their limit, one (sft-dynamics says how "
        "fast)",
    ),
    TWO_VERTICES,
)

CLAIM = Header(
    statement=("converged SFT costs H = 1 + W(2K+1) + (W-1) g_K, where g_K has the growth rho = (L+1)^2/L per diamond"),
    source="paper, Theorem 4; exact form new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("zero-gradient", "expected-cost"),
    experiments=("walked", "crossed"),
)

RHO = (L + 1) ** 2 / L


def stated_return(depth: sp.Expr, lanes: sp.Expr, power: sp.Expr) -> sp.Expr:
    """g_K: expected steps from a leaf back to the fork, with ``power`` = rho^K."""
    leading = 2 * (2 * lanes + 1) * (lanes + 1) * power
    return (leading - (3 * lanes**2 + 5 * lanes + 1)) / (lanes**2 + lanes + 1) - 2 * depth


def stated_cost(width: sp.Expr, depth: sp.Expr, lanes: sp.Expr, power: sp.Expr) -> sp.Expr:
    """H, with ``power`` = rho^K."""
    return 1 + width * (2 * depth + 1) + (width - 1) * stated_return(depth, lanes, power)


def evidence() -> list[Part]:
    form = closed_forms.sft_form()
    out, back = (as_reals(passage.cost(closed_forms.K, closed_forms.POWER)) for passage in (form.out, form.back))
    return [
        *passages(),
        Obligation(
            "cost",
            "W passages out and W-1 back, as the closed forms have them with P = rho^K, make the stated cost",
            eq(crossings.renewal_cost(W, out, back), stated_cost(W, K, L, P)),
        ),
        Derivation(
            "derived-return",
            "the return cost that sympy derives from the recurrence is g_K",
            back,
            stated_return(K, L, P),
        ),
        Derivation("rho", "the growth of g_K per diamond is (L+1)^2 / L", as_reals(form.back.growth), RHO),
        _growth(),
        on_full_multigraph(
            "the derived closed form equals the exact solution of the chain on the full multigraph",
            form,
            Policy.sft_limit,
        ),
        sft_cost_theorem(),
    ]


def passages() -> tuple[Induction, Induction]:
    form, rows = closed_forms.sft_form(), closed_forms.SFT_ROWS
    return passage_induction("out", rows, form.out), passage_induction("back", rows.reversed(), form.back)


def sft_cost_theorem() -> Theorem:
    cost = eq(composed_cost(), stated_cost(W, K, L, P))
    return Theorem("sft-cost", CLAIM.statement, SCOPE, through_corridor(*passages()), cost, ASSUMPTIONS)


def _growth() -> Derivation:
    """The growth of the way back for any frozen backward rows."""
    b, d = positive("b d")
    one = sp.Integer(1)
    rows = DiamondRows(forward_exit=one, backward_entry=b, forward_entry=one, backward_exit=d)
    x = sp.Symbol("x")
    _, connector = closed_forms.diamond_step(rows.reversed(), x)
    return Derivation(
        "growth", "with backward rows b, d the growth per diamond is 1/(b d)", sp.diff(connector, x), 1 / (b * d)
    )


def controls() -> list[Control]:
    return [
        false_theorem(
            sft_cost_theorem(),
            "power-halved-at-any-depth",
            "the SFT limit costs 1 + W(2K+1) + (W-1) g_K with rho^K/2 for rho^K, for all K",
            confirm=lambda model: contradicted(CorridorGraph(2, 1, 2), Policy.sft_limit, _power_halved),
            goal=eq(composed_cost(), stated_cost(W, K, L, P / 2)),
        ),
        false_cost(
            "rho-is-L",
            "the SFT limit costs 1 + W(2K+1) + (W-1) g_K with rho = L, the rate in the paper's statement",
            closed_forms.SFT_ROWS,
            Policy.sft_limit,
            lambda width, depth, lanes: stated_cost(width, depth, lanes, lanes**depth),
        ),
        false_cost(
            "leading-coefficient-halved",
            "the SFT limit costs 1 + W(2K+1) + (W-1) g_K with (2L+1)(L+1) for 2(2L+1)(L+1)",
            closed_forms.SFT_ROWS,
            Policy.sft_limit,
            _power_halved,
            depth=2,
        ),
    ]


def _power_halved(width: sp.Expr, depth: sp.Expr, lanes: sp.Expr) -> sp.Expr:
    return stated_cost(width, depth, lanes, ((lanes + 1) ** 2 / lanes) ** depth / 2)
