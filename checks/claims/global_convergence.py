"""Claim `global-convergence`: for every K and every W >= 2, the only point of (0, 1]^4K at which each coordinate is one
or has partial derivative zero is the point of all ones. Hence softmax policy gradient flow leads from every interior
start to the optimum.

W may be any real number >= 2. Let x, y be the surplus crossings out and back, and s, t >= 1 half their adjoints. A
vertex is stationary in p if and only if W (x_(v-1) + 1) s_(v-1) / p = (W-1) y_(v-1) t_v / q, and in q if and only if
W x_v s_(v-1) / p = (W-1) (y_v + 1) t_v / q (`slope-p`, `slope-q`).

(i)   No vertex is stationary in both while both are below one (`not-both`).
(ii)  Suppose that some p is below one, first at vertex i. It is stationary, so y_(i-1) > 0. Since y_0 = 0 and y stays 0
      while q is one (`no-surplus-without-turn`), some q before i is below one; let u < i be the last such vertex. Up to
      u every p is one, so y_u + 1 = 1/Q with Q the product of the q so far (`product`). Strictly between u and i
      everything is one: x and y stay the same, s and t grow by one per vertex (`stretch`). Moreover s_(u-1) =
      (s_u - 1)/q_u (`behind-u`), and t_(i-1) = 1 + p_i t_i since q_i is one by (i). The two stationarity equations
      become a pair (`pair-at-u`, `pair-at-i`) without a solution (`left-sides`, `right-sides`, `no-pair`).
(iii) So every p is one and x vanishes. A q below one then has dH/dq < 0 and is not stationary (`backward-descends`).

H is finite inside and exceeds 2W(1-p)/p and 2(W-1)(1-q)/q (`barrier-p`, `barrier-q`). A flow along which H falls
therefore stays in a compact set, and LaSalle's principle takes it to such a point. The whole case K = 1 is also put to
the solvers, from derivatives of the cost that the first-step equations of the chain give (`whole-depth-1-*`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.formula import Formula, both, either, eq, ge, gt, le, lt, negation
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.first_steps import first_step_cost
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import W, nonnegative, positive
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

CLAIM = Header(
    statement=(
        "the optimum is the only point at which every coordinate is one or stationary, so RLVR's flow tends to it "
        "from every interior start"
    ),
    source="paper, Theorem 3; every start new",
    scope="all K, L, every real W >= 2",
    assumptions=(
        "the start is the same in all lanes and corridors",
        "LaSalle's invariance principle (textbook)",
        "exact gradient flow on softmax logits",
    ),
    uses=("expected-cost", "rlvr-optimal", "gradient-signs"),
    experiments=("random-starts-trained", "after-sft-trained"),
)

p, q, s, t, Q = positive("p q s t Q")
x, y, m = nonnegative("x y m")

WIDE = ge(W, 2)
COUNTED = (ge(s, 1), ge(t, 1))


def evidence() -> list[Evidence]:
    return [
        Obligation(
            "adjoints",
            "half the adjoints start at one and stay at least one: s' = 1 + s q/p >= 1, and likewise t",
            both(eq(s_next, 1 + s * q / p), ge(s_next, 1)),
            (ge(s, 1),),
        ),
        *_slopes(),
        _not_both(),
        *_around_the_turn(),
        *_the_pair(),
        *_no_pair(),
        _backward_descends(),
        *_barriers(),
        *(_whole_depth_1(name) for name in ("c", "a", "d", "b")),
        Instance(
            "random-points",
            "at random rational points below one some exact partial derivative is not zero",
            tuple(
                {"width": width, "depth": depth, "lanes": 2, "seed": seed}
                for width, depth, seed in itertools.product((2, 3), (1, 2, 3), range(5))
            ),
            lambda width, depth, lanes, seed: (_stationary(CorridorGraph(width, depth, lanes), seed), False),
        ),
    ]


s_next = crossings.next_adjoint(2 * s, q / p) / 2
"""s at the next vertex, by the theory's adjoint recurrence."""


def slope_p(before: Any, before_back: Any) -> Any:
    """dH/dp / 2 at a vertex: from the way out, and from the way back, which meets this p in the place of q."""
    return -W * (before + 1) * s / p + (W - 1) * before_back * t / q


def slope_q(behind: Any, behind_back: Any) -> Any:
    """dH/dq / 2 at a vertex."""
    return W * behind * s / p - (W - 1) * (behind_back + 1) * t / q


def _slopes() -> list[Derivation]:
    """The two slopes by the chain rule from the recurrence, for the way out and, with p and q exchanged, back."""
    out, back = crossings.next_surplus(x, p, q), crossings.next_surplus(y, q, p)
    by_p, by_q = (W * s * sp.diff(out, by) + (W - 1) * t * sp.diff(back, by) for by in (p, q))
    return [
        Derivation("slope-p", "dH/dp / 2 by the chain rule is the slope used here", by_p, slope_p(out, y)),
        Derivation("slope-q", "dH/dq / 2 by the chain rule is the slope used here", by_q, slope_q(x, back)),
    ]


def _not_both() -> Obligation:
    before, y_here = crossings.next_surplus(x, p, q), crossings.next_surplus(y, q, p)
    return Obligation(
        "not-both",
        "(i) at a vertex whose p and q are both below one, dH/dp = 0 excludes dH/dq = 0",
        negation(eq(slope_q(x, y_here), 0)),
        (WIDE, *COUNTED, lt(p, 1), lt(q, 1), eq(slope_p(before, y), 0)),
    )


def _around_the_turn() -> list[Obligation]:
    one = sp.Integer(1)
    y_here = crossings.next_surplus(y, q, one)
    return [
        Obligation(
            "no-surplus-without-turn",
            "(ii) where p and q are one, y_(v-1) = 0 gives y_v = 0",
            eq(crossings.next_surplus(y, one, one), 0),
            (eq(y, 0),),
        ),
        Obligation(
            "product-base",
            "(ii) at the fork y_0 = 0 and the empty product Q = 1 give y_0 + 1 = 1/Q",
            eq(y + 1, 1 / Q),
            (eq(y, 0), eq(Q, 1)),
        ),
        Obligation(
            "product",
            "(ii) where p is one, y_(v-1) + 1 = 1/Q gives y_v + 1 = 1/(Q q)",
            eq(y_here + 1, 1 / (Q * q)),
            (eq(y + 1, 1 / Q), le(q, 1)),
        ),
        Obligation(
            "stretch",
            "(ii) where p and q are one, x and y do not change, and s and t grow by one",
            both(
                eq(crossings.next_surplus(x, one, one), x),
                eq(crossings.next_surplus(y, one, one), y),
                eq(s_next.subs({p: 1, q: 1}), s + 1),
            ),
        ),
        Obligation(
            "behind-u",
            "(ii) at u, where p is one, s_(u-1) = (s_u - 1)/q_u",
            eq(s, (1 + s * q / p - 1) / q),
            (eq(p, 1),),
        ),
    ]


def _the_pair() -> list[Derivation]:
    """The slopes at u and i, with the results of `_around_the_turn` inserted, times Q q_u and Q p_i."""
    t_u, s_i, y_u = m + 1 + p * t, s + m, (1 - Q) / Q
    at_u = slope_q(x, y_u).subs({s: (s - 1) / q, t: t_u, p: 1}, simultaneous=True)
    at_i = slope_p(x, y_u).subs({s: s_i, q: 1}, simultaneous=True)
    return [
        Derivation(
            "pair-at-u",
            "(ii) stationarity of q_u reads W x (s-1) Q = (W-1)(m+1 + p t)",
            at_u * Q * q,
            W * x * (s - 1) * Q - (W - 1) * t_u,
        ),
        Derivation(
            "pair-at-i",
            "(ii) stationarity of p_i reads W (x+1)(m+s) Q = (W-1)(1-Q) p t",
            at_i * Q * p,
            (W - 1) * (1 - Q) * p * t - W * (x + 1) * (m + s) * Q,
        ),
    ]


def _no_pair() -> list[Obligation]:
    """Stationarity of q_u and of p_i, with x = x_(i-1), y = (1-Q)/Q, s = s_u, t = t_i and m vertices in between.

    W x (s-1) Q = (W-1)(m+1 + p t) and W (x+1)(m+s) Q = (W-1)(1-Q) p t cannot both hold: the second equation has the
    larger left side and the smaller right side.
    """
    left_u, left_i, right_u, right_i = nonnegative("left_u left_i right_u right_i")
    return [
        Obligation(
            "left-sides",
            "(ii) W (x+1)(m+s) Q > W x (s-1) Q",
            gt(W * (x + 1) * (m + s) * Q, W * x * (s - 1) * Q),
            (WIDE, ge(s, 1)),
        ),
        Obligation(
            "right-sides",
            "(ii) (W-1)(1-Q) p t < (W-1)(m+1 + p t)",
            lt((W - 1) * (1 - Q) * p * t, (W - 1) * (m + 1 + p * t)),
            (WIDE, lt(Q, 1)),
        ),
        Obligation(
            "no-pair",
            "(ii) so stationarity of q_u, equal sides, excludes stationarity of p_i",
            negation(eq(left_i, right_i)),
            (gt(left_i, left_u), lt(right_i, right_u), eq(left_u, right_u)),
        ),
    ]


def _backward_descends() -> Obligation:
    return Obligation(
        "backward-descends",
        "(iii) where every p is one, x = 0, and dH/dq < 0 for every W >= 2",
        both(eq(crossings.next_surplus(x, sp.Integer(1), q), 0), lt(slope_q(x, y), 0)),
        (WIDE, *COUNTED, eq(x, 0), le(p, 1), le(q, 1)),
    )


def _barriers() -> list[Obligation]:
    out, back, total = nonnegative("out back total")
    cost = crossings.renewal_cost(W, out, back)
    box = (le(p, 1), le(q, 1))
    return [
        Obligation(
            "barrier-p",
            "a passage that crosses x_(v-1) surplus edges costs twice that, so H >= 2W(1-p)/p",
            ge(cost, 2 * W * (1 - p) / p),
            (WIDE, *box, ge(out, 2 * (total + crossings.next_surplus(x, p, q)))),
        ),
        Obligation(
            "barrier-q",
            "likewise H >= 2(W-1)(1-q)/q by the way back",
            ge(cost, 2 * (W - 1) * (1 - q) / q),
            (WIDE, *box, ge(back, 2 * (total + crossings.next_surplus(y, q, p)))),
        ),
    ]


def _whole_depth_1(name: str) -> Obligation:
    """K = 1 by the odds of turning u: if every coordinate has u = 0 or dH/du = 0, this one has u = 0."""
    turns = dict(zip("cadb", nonnegative("u_c u_a u_d u_b"), strict=True))
    (w,) = nonnegative("w")
    c, a, d, b = (1 / (1 + u) for u in turns.values())
    cost = first_step_cost(2 + w, [c, a], [d, b])
    settled = [either(eq(u, 0), eq(sp.cancel(sp.diff(cost, u)), 0)) for u in turns.values()]
    return Obligation(
        f"whole-depth-1-{name}",
        f"K = 1: where each of c, a, d, b is one or stationary, {name} is one",
        eq(turns[name], 0),
        tuple(settled),
    )


def _stationary(graph: CorridorGraph, seed: int) -> bool:
    """Whether every partial derivative vanishes at a random policy below one."""
    drawn = random_policy(graph, seed)
    families = {name: [min(value, Fraction(7, 8)) for value in getattr(drawn, name)] for name in FAMILIES}
    gradient = expected_hitting_time_gradient(graph, Policy(**families), exact=True)
    return all(slope == 0 for family in gradient[1:] for slope in family)


def controls() -> list[Control]:
    flipped = (W - 1) * y * t / q
    found: list[Formula] = [WIDE, *COUNTED, lt(p, 1), lt(q, 1)]
    return [
        Control(
            Obligation(
                "no-pair-above",
                "(ii) holds with 1 + Q for 1 - Q, a sign changed in y; tried at m = 0, x = 5, s = 6, p = Q = 1/2",
                negation(eq(W * (x + 1) * (m + s) * Q, (W - 1) * (1 + Q) * p * t)),
                (
                    *(WIDE, *COUNTED, eq(W * x * (s - 1) * Q, (W - 1) * (m + 1 + p * t))),
                    *(eq(m, 0), eq(x, 5), eq(s, 6), eq(2 * p, 1), eq(2 * Q, 1)),
                ),
            )
        ),
        Control(
            Obligation(
                "sign-changed",
                "(i) holds with y_v + 1 replaced by y_v - 1 in dH/dq",
                negation(eq(W * x * s / p, (W - 1) * (crossings.next_surplus(y, q, p) - 1) * t / q)),
                (*found, eq(W * (crossings.next_surplus(x, p, q) + 1) * s / p, flipped)),
            )
        ),
        Control(
            Obligation(
                "one-corridor",
                "(iii) holds for W = 1, where nothing ever walks back",
                lt(slope_q(x, y), 0),
                (eq(W, 1), *COUNTED, eq(x, 0), gt(p, 0), le(p, 1), le(q, 1)),
            )
        ),
    ]
