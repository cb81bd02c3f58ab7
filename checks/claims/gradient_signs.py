"""Claim `gradient-signs`: at base every forward gradient has the right sign (to pass more lowers the cost), and every
backward gradient has it if and only if W > w*(K, L), for every W, K, L >= 1.

Take a diamond with u diamonds before it and m behind it (u + m = K - 1), and let M = L + 1. The gradient of the
backward row at l has the right sign if and only if W > w_l(u, m), and at r if and only if W > w_r(u, m), where

    w_l = (u+1)(m+1)M^2 / (M L (m+1) + u M + 1),   w_r = ((u+1)M + L)(1 + m M) / ((u+1)M + L + L m M).

w*(K, L) is the largest of these 2K numbers. For L = 1 it is max_u (u+1)(2K-u+1)/(2K+1) = (K+1)^2/(2K+1).

The gradient is that of the recurrence, dA/dp_v = (dA/dx_(v-1)) (d x_(v-1)/d p_v). The first factor comes from its
adjoint recurrence (`adjoint-base`, `adjoint-diamond`), the second from differentiation. The whole formula is compared
with symbolic derivatives of H for K <= 3 (`by-differentiation-*`).

The thresholds are stated in `theory.costs.gradient_signs`.

Main results: `vertex_slopes`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.formula import Formula, both, eq, ge, gt, implies, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.symbols import I, L, W, as_reals, nonnegative
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.gradient_signs import w_left, w_right, w_star
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

CLAIM = Header(
    statement=(
        "at base all forward derivatives of H are right-signed (negative), and all backward ones are if and only if "
        "W > w*(K, L)"
    ),
    source="new",
    scope="all W, K, L",
    uses=("expected-cost", "base-cost"),
    experiments=("sampled-gradient-unbiased",),
)

u, m = nonnegative("u m")
ENTRY, EXIT = L / (L + 1), 1 / (L + 1)
p, q, x = sp.symbols("p q x")

SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width, depth, lanes in itertools.product(range(1, 9), range(1, 7), range(1, 4))
)


def _connector_surplus(diamonds: Any) -> Any:
    """x at base on a connector with this many diamonds beyond it: the closed form that `base-cost` proves."""
    return as_reals(closed_forms.base_form().out.surplus).subs(I, diamonds)


def _connector_adjoint(diamonds: Any) -> Any:
    """dA/dx at base on a connector with this many diamonds before it: 2 (1 + i (L+1))."""
    return 2 * (1 + diamonds * (L + 1))


def vertex_slopes(kind: str) -> tuple[Any, Any]:
    """(dH/dp, dH/dq) at l or r of the diamond with u before it and m behind it, by the chain rule along both ways."""
    p_base, q_base = (ENTRY, EXIT) if kind == "left" else (EXIT, ENTRY)
    if kind == "left":
        behind = crossings.next_surplus(_connector_surplus(m), EXIT, ENTRY)
        before = _connector_surplus(u)
        adjoint, adjoint_back = _connector_adjoint(u), crossings.next_adjoint(_connector_adjoint(m), EXIT / ENTRY)
    else:
        behind = _connector_surplus(m)
        before = crossings.next_surplus(_connector_surplus(u), EXIT, ENTRY)
        adjoint, adjoint_back = crossings.next_adjoint(_connector_adjoint(u), EXIT / ENTRY), _connector_adjoint(m)
    step = crossings.next_surplus(x, p, q)
    out_p, out_q = (adjoint * sp.diff(step, by).subs({p: p_base, q: q_base, x: behind}) for by in (p, q))
    back_q, back_p = (adjoint_back * sp.diff(step, by).subs({p: q_base, q: p_base, x: before}) for by in (p, q))
    return W * out_p + (W - 1) * back_p, W * out_q + (W - 1) * back_q


def evidence() -> list[Evidence]:
    return [
        Obligation(
            "adjoint-base",
            "before the first diamond dA/dx is 2",
            eq(_connector_adjoint(u), 2),
            (eq(u, 0),),
        ),
        Obligation(
            "adjoint-diamond",
            "one diamond of the adjoint recurrence takes 2 (1 + i (L+1)) to the same at i+1",
            eq(
                crossings.next_adjoint(crossings.next_adjoint(_connector_adjoint(u), EXIT / ENTRY), ENTRY / EXIT),
                _connector_adjoint(u + 1),
            ),
        ),
        *(_forward(kind) for kind in ("left", "right")),
        *(_backward(kind) for kind in ("left", "right")),
        Obligation(
            "one-lane",
            "for L = 1 the thresholds at r and at l are (i+1)(2K-i+1)/(2K+1) for i = 2m and i = 2m+1: both are read "
            "off one parabola",
            both(*(_on_parabola(width, 2 * m + odd) for odd, width in enumerate((w_right, w_left)))),
        ),
        _one_lane_maximum(),
        *_by_differentiation(),
        Instance(
            "both-sides",
            "at base all exact backward gradients have the right sign if and only if W > w*, and all forward ones "
            "always do",
            SIZES,
            lambda width, depth, lanes: _signs(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "named-sizes",
            "w*(15, 5) = 1980/211 and w*(12, 1) = 169/25",
            (
                {"depth": 15, "lanes": 5, "stated": Fraction(1980, 211)},
                {"depth": 12, "lanes": 1, "stated": Fraction(169, 25)},
            ),
            lambda depth, lanes, stated: (w_star(depth, lanes), stated),
        ),
    ]


def _forward(kind: str) -> Obligation:
    slope, _ = vertex_slopes(kind)
    return Obligation(
        f"forward-{kind}", f"dH/dp < 0 at every {kind} vertex, for every W >= 1", lt(slope, 0), (ge(W, 1),)
    )


def _backward(kind: str) -> Obligation:
    _, slope = vertex_slopes(kind)
    numerator, denominator = (w_left if kind == "left" else w_right)(u, m, L)
    right, beyond = lt(slope, 0), gt(W * denominator, numerator)
    return Obligation(
        f"backward-{kind}",
        f"dH/dq < 0 at a {kind} vertex if and only if W > w_{kind[0]}(u, m)",
        both(implies(right, beyond), implies(beyond, right)),
        (ge(W, 1),),
    )


def _on_parabola(width: Any, i: Any) -> Formula:
    """With L = 1 and K = u + m + 1, the threshold equals (i+1)(2K-i+1)/(2K+1)."""
    depth = u + m + 1
    numerator, denominator = width(u, m, sp.Integer(1))
    return eq(numerator * (2 * depth + 1), (i + 1) * (2 * depth - i + 1) * denominator)


def _one_lane_maximum() -> Obligation:
    (i, depth) = nonnegative("i K")
    parabola = (i + 1) * (2 * depth - i + 1)
    return Obligation(
        "one-lane-maximum",
        "that parabola is at most (K+1)^2, which it takes at i = K",
        both(ge((depth + 1) ** 2, parabola), implies(eq(i, depth), eq(parabola, (depth + 1) ** 2))),
    )


def _by_differentiation() -> list[Derivation]:
    """All partial derivatives at once: one identity per K, with a variable k_i as the factor of the i-th."""
    found = []
    for depth in (1, 2, 3):
        ps, qs = (sp.symbols(f"{name}1:{2 * depth + 1}", positive=True) for name in "pq")
        gradient = crossings.walk_cost_gradient(W, list(ps), list(qs))
        cost = crossings.walk_cost(W, list(ps), list(qs))
        by_formula = [*gradient.by_forward, *gradient.by_backward]
        weights = sp.symbols(f"k1:{4 * depth + 1}")
        found.append(
            Derivation(
                f"by-differentiation-{depth}",
                f"for K = {depth} the gradient formulas are the partial derivatives of H, each multiplied by a "
                f"variable k_i",
                sum(weight * slope for weight, slope in zip(weights, by_formula, strict=True)),
                sum(weight * sp.diff(cost, by) for weight, by in zip(weights, [*ps, *qs], strict=True)),
            )
        )
    return found


def _signs(graph: CorridorGraph) -> tuple[Any, Any]:
    gradient = expected_hitting_time_gradient(graph, Policy.base(graph), exact=True)
    backward_right = all(slope < 0 for slope in (*gradient.backward_entry, *gradient.backward_exit))
    forward_right = all(slope < 0 for slope in (*gradient.forward_entry, *gradient.forward_exit))
    return (backward_right, forward_right), (graph.width > w_star(graph.depth, graph.lanes), True)


def controls() -> list[Control]:
    return [
        Control(
            Instance(
                "always-right-signed",
                "at base every backward gradient has the right sign, whatever the width",
                SIZES,
                lambda width, depth, lanes: (_signs(CorridorGraph(width, depth, lanes))[0], (True, True)),
            )
        ),
        Control(
            Obligation(
                "threshold-without-lanes",
                "the threshold at r is ((u+1)M + L)(1 + m M) / ((u+1)M + L + m M): a factor L dropped",
                implies(
                    lt(vertex_slopes("right")[1], 0),
                    gt(W * ((u + 1) * (L + 1) + L + m * (L + 1)), ((u + 1) * (L + 1) + L) * (1 + m * (L + 1))),
                ),
                (ge(W, 1), ge(L, 2)),
            )
        ),
    ]
