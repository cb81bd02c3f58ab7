"""Claim `rlvr-optimal`: no policy with a uniform fork costs less than H* = 1 + (2W-1)(2K+1) = 4WK + 2W - 2K, for every
W, K, L >= 1.

Every such policy with probabilities in (0, 1] has H >= H*. For W >= 2 equality holds only if all probabilities are one;
that policy is the limit of RLVR.

The proof is an invariant at each vertex, so it covers every K. Surplus crossings are never negative (`surplus-base`,
`surplus-step`). A sum of them is zero only if every term is (`sum-step`), and then every probability on the way is one
(`surplus-zero`). With X and Y the sums on the ways out and back, H = H* + 2 W X + 2 (W-1) Y (`bound`, `equality`).
Independently, the whole case K = 1 is put to the solvers, from the first-step equations of the chain (`whole-depth-1`),
and K = 2 has a certificate that needs no solver (`positive-coefficients`).

Main results: `STATED`, `evidence`, `controls`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.claims import expected_cost
from backproof.checks.claims.expected_cost import EVERY_POLICY, p, q
from backproof.checks.composition import Induction, Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_costs import false_cost
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.first_steps import first_step_cost
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, on_full_multigraph, random_policy
from backproof.checks.tools.symbols import K, L, W, as_reals, nonnegative
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

x, X, Y = nonnegative("x X Y")

SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_POLICY)
FORK_FIXED = Assumed(
    "fork-fixed", "the fork is uniform whatever the last edge, and not trained (`fork-memory` drops this)"
)
ASSUMPTIONS = (FORK_FIXED,)

CLAIM = Header(
    statement=(
        "no policy with a uniform fork costs less than H* = 1 + (2W-1)(2K+1), and for W >= 2 only the policy of all "
        "ones costs that"
    ),
    source="paper, Theorem 3; exact form new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost",),
    experiments=("walked", "crossed"),
)

STATED = 1 + (2 * W - 1) * (2 * K + 1)


def evidence() -> list[Part]:
    ones = all_ones()
    return [
        *_surplus(),
        Obligation(
            "sum-step",
            "a sum of nonnegative surpluses is nonnegative, and zero only if its last term and the rest are",
            both(ge(X + x, 0), implies(eq(X + x, 0), both(eq(X, 0), eq(x, 0)))),
        ),
        Obligation("bound", "if the sums X and Y are nonnegative then H >= H*", ge(_cost(), STATED), (le(1, W),)),
        Obligation(
            "equality",
            "for W >= 2, H = H* only if both sums are zero, hence, by sum-step and surplus-zero, all p and all q one",
            implies(eq(_cost(), STATED), both(eq(X, 0), eq(Y, 0))),
            (le(2, W),),
        ),
        ones,
        _theorem(ones),
        _whole_depth_1(),
        Instance(
            "positive-coefficients",
            "for K = 1 and 2 and every W >= 2, without a solver: as a polynomial in W - 2 and the odds of turning, H - "
            "H* has only positive coefficients, and at W = 2 it has a term in each of the odds alone",
            ({"depth": 1}, {"depth": 2}),
            lambda depth: (_coefficients(depth), (True, True)),
        ),
        Derivation(
            "derived",
            "the cost that sympy derives for the all-one policy is H*",
            as_reals(closed_forms.optimal_form().cost),
            STATED,
        ),
        Derivation(
            "expanded", "H* = 4WK + 2W - 2K", as_reals(closed_forms.optimal_form().cost), 4 * W * K + 2 * W - 2 * K
        ),
        on_full_multigraph(
            "the all-one policy costs H* on the full multigraph", closed_forms.optimal_form(), Policy.optimal
        ),
        Instance(
            "random-policies",
            "for W >= 2 random rational policies cost more than H* on the full multigraph",
            tuple(size for size in SMALL_SIZES if size["width"] > 1),
            lambda width, depth, lanes: (_random_policy_costs_more(CorridorGraph(width, depth, lanes)), True),
        ),
    ]


def _surplus() -> list[Obligation]:
    before = crossings.next_surplus(x, p, q)
    box = (le(p, 1), le(q, 1))
    return [
        Obligation(
            "surplus-base",
            "x_2K = 0 is nonnegative, and at an all-one vertex it stays 0: H* is attained",
            both(ge(x, 0), eq(crossings.next_surplus(x, sp.Integer(1), sp.Integer(1)), 0)),
            (eq(x, 0),),
        ),
        Obligation("surplus-step", "if x_v >= 0 then x_(v-1) >= 0", ge(before, 0), box),
        Obligation(
            "surplus-zero",
            "if x_v >= 0 and x_(v-1) = 0 then p_v = 1 and x_v = 0",
            implies(eq(before, 0), both(eq(p, 1), eq(x, 0))),
            box,
        ),
    ]


def all_ones() -> Induction:
    """The sum T of surpluses on a passage is zero exactly if the shortfall is, the sum of 1 - p over its vertices."""
    x_v, total, short = expected_cost.X_V, expected_cost.T, expected_cost.SHORT
    words = (
        "before the first vertex there are no surplus crossings and no shortfall, the sum of all 1 - p",
        "if the sum of surpluses is zero exactly where the shortfall is, then so with one more vertex",
    )
    predicate = both(
        *(ge(state, 0) for state in (x_v, total, short)),
        implies(eq(total, 0), eq(short, 0)),
        implies(eq(short, 0), both(eq(total, 0), eq(x_v, 0))),
    )
    return Induction("all-ones", words, expected_cost.from_leaf(), predicate)


def _theorem(ones: Induction) -> Theorem:
    ways = [expected_cost.at_source(way) for way in ("out", "back")]
    uses = (Use(expected_cost.expected_cost_theorem()), *(Use(ones, way) for way in ways))
    return Theorem("rlvr-optimal", CLAIM.statement, SCOPE, uses, _least(unique_from=2), ASSUMPTIONS)


def _least(*, unique_from: int) -> Formula:
    """H = 1 + F, where F solves the first-step equations. On the way back the rows in the place of p are backward."""
    shorts = (expected_cost.at_source(way)[expected_cost.SHORT] for way in ("out", "back"))
    all_ones, cost = both(*(eq(short, 0) for short in shorts)), 1 + expected_cost.F
    goal = both(
        ge(cost, STATED),
        implies(all_ones, eq(cost, STATED)),
        implies(both(ge(W, unique_from), eq(cost, STATED)), all_ones),
    )
    return implies(expected_cost.first_steps(), goal)


def _cost() -> sp.Expr:
    """H, with X and Y for the sums of surplus crossings on the ways out and back."""
    return crossings.renewal_cost(W, 2 * K + 1 + 2 * X, 2 * K + 1 + 2 * Y)


def _excess(depth: int) -> tuple[tuple[sp.Symbol, ...], sp.Expr, sp.Expr]:
    """H - H* from the first-step equations of the chain, in w = W - 2 and the odds of turning u = (1-p)/p >= 0.

    Returns the odds, the numerator and the denominator, both expanded.
    """
    turns = nonnegative(" ".join(f"u{v}" for v in range(1, 4 * depth + 1)))
    (w,) = nonnegative("w")
    passes = [1 / (1 + u) for u in turns]
    numerator, denominator = sp.fraction(first_step_cost(2 + w, passes[: 2 * depth], passes[2 * depth :]))
    optimum = as_reals(closed_forms.optimal_form().cost).subs({K: depth, W: 2 + w})
    return turns, sp.expand(numerator - optimum * denominator), sp.expand(denominator)


def _whole_depth_1() -> Obligation:
    turns, numerator, denominator = _excess(1)
    above = numerator / denominator
    return Obligation(
        "whole-depth-1",
        "K = 1, every W >= 2: the solution of the chain's first-step equations has H >= H*, equal only at all ones",
        both(ge(above, 0), implies(eq(above, 0), both(*(eq(u, 0) for u in turns)))),
    )


def _coefficients(depth: int) -> tuple[bool, bool]:
    """Whether H - H* has only positive coefficients, and whether at W = 2 it has a term in each of the odds alone.

    Together they say that H - H* is zero only if all odds are.
    """
    turns, numerator, denominator = _excess(depth)
    positive_only = all(c > 0 for part in (numerator, denominator) for c in sp.Poly(part).coeffs())
    alone = {
        i
        for powers in sp.Poly(numerator, *turns).monoms()
        for i, power in enumerate(powers)
        if power and sum(powers) == power
    }
    return positive_only, alone == set(range(len(turns)))


def _random_policy_costs_more(graph: CorridorGraph) -> bool:
    return chain_cost(graph, random_policy(graph, seed=7)) > closed_forms.optimal_form().at(graph)


def controls() -> list[Control]:
    return [
        false_theorem(
            _theorem(all_ones()),
            "unique-at-width-one",
            "for W = 1, too, only the policy of all ones costs H*",
            confirm=confirm_width_one,
            goal=_least(unique_from=1),
        ),
        false_cost(
            "four-W-K",
            "H* = 4WK, as a public reproduction has it for all sizes",
            closed_forms.OPTIMAL_ROWS,
            Policy.optimal,
            lambda width, depth, lanes: 4 * width * depth,
        ),
        Control(
            Obligation(
                "width-one",
                "equality only at all ones holds for W = 1 too",
                implies(eq(_cost(), STATED), both(eq(X, 0), eq(Y, 0))),
                (le(1, W),),
            ),
            confirm=confirm_width_one,
        ),
        Control(
            Obligation(
                "surplus-bounded",
                "surplus crossings are at most one",
                le(crossings.next_surplus(x, p, q), 1),
                (le(p, 1), le(q, 1), le(x, 1)),
            )
        ),
    ]


def confirm_width_one(model: Model) -> str:
    """At W = 1 nobody walks back, so that a backward probability of 1/2 costs nothing."""
    graph = CorridorGraph(1, 1, 1)
    policy = Policy(**({name: [1] for name in FAMILIES} | {"backward_exit": [sp.Rational(1, 2)]}))
    found, optimum = chain_cost(graph, policy), chain_cost(graph, Policy.optimal(graph))
    if model["W"] != 1 or found != optimum:
        raise ValueError(f"at W={model['W']} the cost is {found}, the optimum {optimum}")
    return f"at W=K=L=1 the policy with d = 1/2 costs {found} = H*, though it is not all ones"
