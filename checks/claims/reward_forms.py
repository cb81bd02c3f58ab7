"""Claim `reward-forms`: without a charge for steps the outcome teaches nothing, and at the SFT limit a horizon or a
discount teaches exponentially little. For every W, K, L >= 1

    outcome alone       dP(T < inf)/dgap = 0 in every row, at every policy without a zero,
    horizon N           0 <= dP(T <= N)/dgap <= (1-q)(1-1/W) (N/2) rho^-K in every backward row at the SFT limit,
    discount g          0 <= dE[g^T]/dgap <= (1-q)(1-1/W) (g/(1-g)/2) rho^-K there,
    charge per step     -dH/dgap >= 2 (1-q)(W-1) rho^K there.

In a row with passing probability p the derivative is p(1-p) times the gain of passing over turning (`row-slope`),
summed over its visits.

*Outcome.* Let alpha and beta be the probabilities of success of a walker on an edge, outward and inward. They are equal
at the fork, which sends everybody out again, and then on every edge (`values`): both moves of any row gain the same. At
the leaf s = 1/W + (1-1/W) s makes them one.

*Horizon.* Let V be the probability of success with a given number of steps left. At the SFT limit a turned walker goes
straight back to the leaf. By induction over the steps, being closer to the fork on the way in is better
(`closer-is-better`), so passing gains. It gains at most t = q_1...q_(v-1), the probability to reach the fork, since a
walker that is turned later is back at the leaf later (`gain`). A departure from the leaf reaches the row with
probability q_(v+1)...q_2K, and at most (1-1/W) N/2 departures fit, as each takes two steps. The product of all q is
rho^-K (`escape`), which gives the bound (`slope`), and P(T <= N) is at most 1/W + (1-1/W) (N/2) rho^-K
(`more-departures`). E[g^T] is an average of P(T <= N) over N (`discount`).

*Charge.* dH/dgap = -(W-1)(1-q) s/(q_1...q_v) with s = 2 at the leaf and s' = 2 + s/q before it, so s grows as fast as
the rest of the product (`adjoint`, `charge`). `theorem` puts the
three together. The inductions are in `checks.tools.success_runs`.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims.expected_cost import EVERY_POLICY, p, q
from backproof.checks.claims.sft_cost import RHO
from backproof.checks.composition import Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools import reward_slopes
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import TWO_VERTICES
from backproof.checks.tools.success_runs import (
    ADJOINT,
    ALPHA,
    ALPHA_NEXT,
    AT_FORK,
    BETA,
    ESCAPE,
    INWARD,
    OUTWARD,
    REACH,
    THROUGH,
    TURNED,
    VALUE,
    WITHIN,
    Y,
    adjoint_growth,
    both_moves,
    passing_gain,
    product_of_rows,
    success_values,
)
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, positive, real
from backproof.theory.chain import edge_state_chain
from backproof.theory.costs import crossings
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import next_move

SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_POLICY)
ASSUMPTIONS = (
    Assumed("gradient", "the gradient is exact, and taken by the logit gap of a row"),
    Assumed("tied-gaps", "rows that are the same in all lanes and corridors share a gap"),
    Assumed(
        "visits",
        "a derivative by a gap is p(1-p) times the gain of passing over turning, summed over the visits of the row "
        "(policy gradient theorem)",
    ),
    Assumed(
        "turned-later",
        "at the SFT limit a walker that turns goes straight to the leaf, and is there later if it turns later",
    ),
    Assumed(
        "departures",
        "within N steps (1-1/W) N/2 departures from dead ends are expected at most, since each takes two steps",
    ),
    TWO_VERTICES,
    Assumed("chain-rule", "the derivative of a passage's cost is the one that theory.costs.crossings computes"),
)

CLAIM = Header(
    statement=(
        "outcome reward alone has gradient zero at every policy; at the SFT limit each backward derivative is at most "
        "(1-q)(1-1/W)(N/2) rho^-K within a horizon of N steps, and at least 2(1-q)(W-1) rho^K with a charge per step"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "sft-cost"),
    experiments=("outcome-teaches-nothing", "no-success-to-learn-from"),
)

ROW, COUNT, STEPS, SLOPE, CHARGED, NOW = real("q_v n N slope charged V_now")

TINY = tuple({"width": width, "depth": depth, "lanes": 2} for width, depth in ((2, 1), (2, 2)))
SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width, depth, lanes in itertools.product((1, 2, 4), (1, 3), (1, 3))
)


def evidence() -> list[Part]:
    gap, passed, other = sp.symbols("D a b", real=True)
    sigmoid = 1 / (1 + sp.exp(-gap))
    return [
        Derivation(
            "row-slope",
            "the derivative of p a + (1-p) b by the gap of p is p(1-p)(a-b)",
            sp.simplify(sp.diff(sigmoid * passed + (1 - sigmoid) * other, gap)),
            sp.simplify(sigmoid * (1 - sigmoid) * (passed - other)),
        ),
        success_values(EVERY_POLICY),
        passing_gain(EVERY_POLICY),
        product_of_rows(RHO),
        adjoint_growth(EVERY_POLICY),
        *_bounds(),
        _derivative(),
        _theorem(),
        _closer_is_better(),
        _more_departures(lambda n: n + 1, "more-departures"),
        Derivation(
            "discount",
            "(1-g) times the sum of N g^N is g/(1-g), where N g^N is g d/dg g^N",
            (1 - p) * p * sp.diff(1 / (1 - p), p),
            p / (1 - p),
        ),
        *_instances(),
    ]


def _at_row() -> tuple[Formula, ...]:
    """A backward row that passes with q_v; Q is the product of q behind it, t that before it."""
    return gt(ROW, 0), le(ROW, 1), eq(REACH * ROW * THROUGH, ESCAPE)


def _within() -> tuple[Formula, ...]:
    """n departures reach the row with Q each, and passing gains V - V_now there."""
    gained = COUNT * REACH * ROW * (1 - ROW) * (VALUE - NOW)
    departures = ge(COUNT, 0), le(2 * W * COUNT, (W - 1) * STEPS)
    return *departures, le(TURNED, NOW), le(NOW, 1), eq(SLOPE, gained)


def _charged() -> Formula:
    """The derivative of -H by the gap, times q_v."""
    return eq(ROW * CHARGED, (W - 1) * ADJOINT * (1 - ROW) * (Y + 1))


def _bounds() -> tuple[Obligation, ...]:
    passage = ge(W, 1), eq(ESCAPE * P, 1)
    return (
        Obligation(
            "slope",
            "n departures, each at the row with probability Q, give n Q q(1-q) gain, at most (1-q)(1-1/W)(N/2) rho^-K, "
            "where Q q t = rho^-K and n <= (1-1/W) N/2: V <= t + (1-t) V_turn makes the gain at most t",
            le(2 * W * P * SLOPE, (1 - ROW) * (W - 1) * STEPS),
            (*passage, *_at_row(), *_within(), le(VALUE, THROUGH + (1 - THROUGH) * TURNED), le(THROUGH, 1)),
        ),
        Obligation(
            "rest",
            "the steps from the fork's side of the row are 1/t, that is q times Q rho^K",
            eq(Y + 1, REACH * ROW * P),
            (*passage, *_at_row(), eq((Y + 1) * THROUGH, 1)),
        ),
        Obligation(
            "charge",
            "s Q >= 2 makes (W-1)(1-q) s/(t q) at least 2(W-1)(1-q) rho^K",
            ge(CHARGED, 2 * (W - 1) * (1 - ROW) * P),
            (ge(W, 1), *_at_row()[:2], _charged(), ge(ADJOINT * REACH, 2), eq(Y + 1, REACH * ROW * P)),
        ),
    )


def _theorem() -> Theorem:
    """For the row at v: `values` up to v and to the leaf, `gain` up to v-1, `adjoint` down to v."""
    v, at_leaf, back_at_leaf, *others = real("v alpha_leaf beta_leaf gain_out_leaf gain_in_leaf")
    slope, rest, charge = _bounds()
    leaf = {ALPHA: at_leaf, BETA: back_at_leaf, **dict(zip((OUTWARD, INWARD), others, strict=True))}
    uses = (
        Use(success_values(EVERY_POLICY), {I: v}),
        Use(success_values(EVERY_POLICY), {I: 2 * K, **leaf}),
        Use(passing_gain(EVERY_POLICY), {I: v - 1}),
        Use(product_of_rows(RHO), {I: K}),
        Use(adjoint_growth(EVERY_POLICY), {I: 2 * K - v}),
        *(Use(bound) for bound in (slope, rest, charge)),
    )
    goal = implies(
        both(ge(v, 1), le(v, 2 * K), le(WITHIN, 1), *_at_row()),
        both(
            *(eq(ROW * (1 - ROW) * moved, 0) for moved in (OUTWARD, INWARD)),
            implies(eq(W * at_leaf, 1 + (W - 1) * back_at_leaf), eq(AT_FORK, 1)),
            implies(both(*_within()), slope.goal),
            implies(_charged(), charge.goal),
        ),
    )
    return Theorem("reward-forms", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _closer_is_better() -> Obligation:
    near, turned, later, sooner = nonnegative("V_near V_turn V_later V_sooner")
    return Obligation(
        "closer-is-better",
        "V_turn <= V_leaf <= V at v-1, and V at v-1 no less with a step more: then q V + (1-q) V_turn, which is V at v "
        "with a step more, is at most that of v-1",
        le(q * near + (1 - q) * turned, sooner),
        (le(q, 1), le(turned, later), le(later, near), le(near, sooner)),
    )


def _more_departures(bound: Any, name: str) -> Obligation:
    (escape,) = positive("escape")
    near, count = nonnegative("V_near n")
    return Obligation(
        name,
        "if n departures succeed with probability V <= n rho^-K, one more makes it at most (n+1) rho^-K",
        le(escape + (1 - escape) * near, bound(count) * escape),
        (le(escape, 1), le(near, count * escape)),
    )


def _derivative() -> Derivation:
    """The derivative by the gap of q_2 at K = 2, where forward rows are one."""
    qs = list(positive("q_1 q_2 q_3 q_4"))
    surplus, adjoint = sp.Integer(0), sp.Integer(2)
    surplus = crossings.next_surplus(surplus, qs[0], sp.Integer(1))
    for passing in (qs[3], qs[2]):
        adjoint = crossings.next_adjoint(adjoint, 1 / passing)
    found = crossings.walk_cost_gradient(W, [sp.Integer(1)] * 4, qs).by_backward[1]
    return Derivation(
        "charged",
        "for K = 2 the derivative of H by the gap of the row at v = 2, as the theory computes it, is -(W-1)(1-q) s "
        "(y+1)/q, with y before the row",
        found * qs[1] * (1 - qs[1]),
        -(W - 1) * adjoint * (1 - qs[1]) * (surplus + 1) / qs[1],
    )


# --- instances -------------------------------------------------------------------------------------------------------


def _instances() -> list[Instance]:
    return [
        Instance(
            "outcome",
            "at random policies, on the full multigraph, success has probability one and derivative zero in every row",
            tuple(size | {"seed": seed} for size in TINY for seed in (1, 2)),
            lambda seed, **size: (reward_slopes.outcome_slopes(CorridorGraph(**size), seed), (1, {0})),
        ),
        Instance(
            "horizon",
            "success within N <= 16 steps and its derivatives equal those of the walk on the full multigraph, step by "
            "step",
            tuple(size | {"base": base} for size in TINY for base in (True, False)),
            lambda base, **size: reward_slopes.stepped_slopes(CorridorGraph(**size), base),
        ),
        Instance(
            "horizon-bound",
            "at the SFT limit every backward derivative within a horizon is between 0 and the bound",
            SIZES,
            lambda **size: (reward_slopes.horizon_within(CorridorGraph(**size), 1), True),
        ),
        Instance(
            "discount-bound",
            "at the SFT limit every backward derivative with a discount is between 0 and the bound",
            SIZES,
            lambda **size: (reward_slopes.discount_within(CorridorGraph(**size)), True),
        ),
        Instance(
            "charge-bound",
            "at the SFT limit every backward derivative of the length is at least 2 (1-q)(W-1) rho^K",
            SIZES,
            lambda **size: (reward_slopes.charge_within(CorridorGraph(**size)), True),
        ),
    ]


def controls() -> list[Control]:
    return [
        Control(_with_a_zero(), confirm=_confirm_zero),
        Control(_more_departures(lambda n: n, "no-more-departures")),
        false_theorem(
            _theorem(),
            "charge-at-one-corridor",
            "with a charge per step each backward derivative is at least 2(1-q) W rho^K",
            lambda model: _confirm_one_corridor(CorridorGraph(width=1, depth=1, lanes=1)),
            goal=implies(both(*_at_row(), le(WITHIN, 1), _charged()), ge(CHARGED, 2 * W * (1 - ROW) * P)),
        ),
        Control(
            Instance(
                "rho-squared",
                "at the SFT limit the derivative within a horizon is at most the bound with rho^-2K",
                SIZES[-2:],
                lambda **size: (reward_slopes.horizon_within(CorridorGraph(**size), 2), True),
            )
        ),
        Control(
            Instance(
                "horizon-teaches-nothing",
                "at base success within a horizon also has derivative zero",
                TINY,
                lambda **size: (reward_slopes.steepest_slope(CorridorGraph(**size)), 0),
            )
        ),
    ]


def _with_a_zero() -> Obligation:
    (passing,) = nonnegative("p")
    return Obligation(
        "a-zero-allowed",
        "alpha is V behind a vertex that passes with probability zero, if alpha and beta are V before it",
        eq(ALPHA_NEXT, AT_FORK),
        (le(passing, 1), le(q, 1), eq(ALPHA, AT_FORK), eq(BETA, AT_FORK), *both_moves(passing, q)),
    )


def _confirm_one_corridor(graph: CorridorGraph) -> str:
    if reward_slopes.steepest_charge(graph):
        raise ValueError(f"a backward derivative is not zero at {graph}")
    return "at W=K=L=1 nobody goes back, and every backward derivative is zero"


def _confirm_zero(model: Model) -> str:
    """A walker that never leaves a diamond, solved on the full multigraph."""
    graph = CorridorGraph(2, 1, 2)

    def row(state: Any) -> Any:
        return next_move(graph, state, lambda family, diamond: Fraction(0 if family == "forward_exit" else 1, 1))

    chain = edge_state_chain(START, row, frozenset({graph.leaves()[0]}))
    try:
        chain.expected_hitting_time()
    except ZeroDivisionError:
        return f"with p = {model.get('p', 0)} at r the target is not reached with probability one at W=2, K=1, L=2"
    raise ValueError("the target is reached with probability one")
