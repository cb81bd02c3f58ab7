"""Claim `gradient-signs`: at base every forward gradient has the right sign (to pass more lowers the cost), and every
backward gradient has it if and only if W > w*(K, L), for every W, K, L >= 1.

Take a diamond with u diamonds before it and m behind it (u + m = K - 1), and let M = L + 1. The gradient of the
backward row at l has the right sign if and only if W > w_l(u, m), and at r if and only if W > w_r(u, m), where

    w_l = (u+1)(m+1)M^2 / (M L (m+1) + u M + 1),   w_r = ((u+1)M + L)(1 + m M) / ((u+1)M + L + L m M).

w*(K, L) is the largest of these 2K numbers. For L = 1 it is max_u (u+1)(2K-u+1)/(2K+1) = (K+1)^2/(2K+1).

The derivatives are those of `cost-gradient`. At base the surplus crossings after i diamonds are i M / L, and the sums S
and T are 1 + i M, by induction (`behind`, `before`). With these the signs at both vertices of a diamond are polynomial
inequalities (`forward-left` to `backward-right`), and `theorem` composes them.

The thresholds are stated in `theory.costs.gradient_signs`.

Main results: `vertex_slopes`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import base_cost
from backproof.checks.claims.cost_gradient import backward_slope, forward_slope
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, L, W, as_reals, nonnegative, real
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows, diamond_step
from backproof.theory.costs.gradient_signs import w_left, w_right, w_star
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

u, m = nonnegative("u m")
ENTRY, EXIT = L / (L + 1), 1 / (L + 1)
CROSSED, ADJOINT = real("Lx adjoint")
PASSED, BEFORE, BEHIND = nonnegative("Mi Mu Mm")
AT_VERTEX = real("Lx Ly adjoint_back adjoint")
M = L + 1

SCOPE = Scope({W: 1, L: 1}, given=(Given("number of diamonds before and behind,", (u, m)),))
ASSUMPTIONS = (
    *base_cost.ASSUMPTIONS,
    Assumed("derivatives-at-base", "the derivatives are those of cost-gradient, with the rows of the base model"),
    Assumed("largest", "w*(K, L) is the largest of the 2K numbers w_l(u, m) and w_r(u, m) with u + m = K - 1"),
)

CLAIM = Header(
    statement=(
        "at base every forward derivative of H is right-signed (negative), and a backward one with u diamonds before "
        "it and m behind it is if and only if W > w_l(u, m) at a left vertex and W > w_r(u, m) at a right one; so all "
        "are if and only if W > w*(K, L)"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("cost-gradient", "expected-cost", "base-cost"),
    experiments=("sampled-gradient-unbiased",),
)

SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width, depth, lanes in itertools.product(range(1, 9), range(1, 7), range(1, 4))
)


def vertex_slopes(kind: str) -> tuple[Any, Any]:
    """(dH/dp, dH/dq) at l or r of the diamond with u before it and m behind it."""
    return _slopes(kind, m * M / L, u * M / L, 2 * (1 + m * M), 2 * (1 + u * M))


WIDTHS = {"left": w_left, "right": w_right}


def _slopes(kind: str, x: Any, y: Any, adjoint_back: Any, adjoint: Any) -> tuple[Any, Any]:
    """The slopes of `cost-gradient`, from what the connectors behind and before the diamond have."""
    if kind == "left":
        p_v, q_v = ENTRY, EXIT
        x, adjoint_back = crossings.next_surplus(x, EXIT, ENTRY), crossings.next_adjoint(adjoint_back, EXIT / ENTRY)
    else:
        p_v, q_v = EXIT, ENTRY
        y, adjoint = crossings.next_surplus(y, EXIT, ENTRY), crossings.next_adjoint(adjoint, EXIT / ENTRY)
    before, behind = crossings.next_surplus(x, p_v, q_v), crossings.next_surplus(y, q_v, p_v)
    sums = adjoint / 2, adjoint_back / 2
    return 2 * forward_slope(before, y, (p_v, q_v), sums), 2 * backward_slope(x, behind, (p_v, q_v), sums)


def evidence() -> list[Part]:
    return [
        *_both_sides(),
        *_all_signs(),
        _theorem(_all_signs()),
        Obligation(
            "one-lane",
            "for L = 1 the thresholds at r and at l are (i+1)(2K-i+1)/(2K+1) for i = 2m and i = 2m+1: both are read "
            "off one parabola",
            both(*(_on_parabola(width, 2 * m + odd) for odd, width in enumerate((w_right, w_left)))),
        ),
        _one_lane_maximum(),
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


def _at_base(name: str, rows: DiamondRows) -> Induction:
    """L x and M i after i diamonds with these rows, and 2S of the passage the other way."""
    surplus = diamond_step(rows, CROSSED / L)[1]
    after_r = crossings.next_adjoint(ADJOINT, rows.forward_exit / rows.backward_entry)
    adjoint = crossings.next_adjoint(after_r, rows.forward_entry / rows.backward_exit)
    diamonds = Recurrence(
        f"diamonds {name}",
        I,
        {CROSSED: sp.Integer(0), ADJOINT: sp.Integer(2), PASSED: sp.Integer(0)},
        {CROSSED: sp.expand(L * as_reals(surplus)), ADJOINT: as_reals(adjoint), PASSED: PASSED + M},
    )
    words = (
        f"{name}: without a diamond L x = M i = 0 and 2S = 2",
        f"{name}: one diamond takes L x = M i and 2S = 2 (1 + M i) to the same at i+1",
    )
    return Induction(name, words, diamonds, both(eq(CROSSED, PASSED), eq(ADJOINT, 2 * (1 + PASSED))))


def _both_sides() -> tuple[Induction, Induction]:
    return _at_base("behind", closed_forms.BASE_ROWS), _at_base("before", closed_forms.BASE_ROWS.reversed())


def _theorem(signs: Sequence[Obligation]) -> Theorem:
    """The diamonds behind a vertex give x and T, those before it y and S."""
    behind, before = _both_sides()
    x, y, adjoint_back, adjoint = AT_VERTEX
    uses = (
        Use(behind, {I: m, CROSSED: x, ADJOINT: adjoint_back, PASSED: BEHIND}),
        Use(before, {I: u, CROSSED: y, ADJOINT: adjoint, PASSED: BEFORE}),
        *map(Use, signs),
    )
    return Theorem("gradient-signs", CLAIM.statement, SCOPE, uses, _right_signs(WIDTHS), ASSUMPTIONS)


def _right_signs(widths: Mapping[str, Callable[..., tuple[Any, Any]]]) -> Formula:
    """The signs of the slopes at l and r, with these thresholds; M u for u, and M m for m."""
    x, y, adjoint_back, adjoint = AT_VERTEX
    signs: list[Formula] = []
    for kind, width in widths.items():
        forward, backward = _slopes(kind, x / L, y / L, adjoint_back, adjoint)
        signs += [_negative(forward), _right_beyond(backward, *width(BEFORE / M, BEHIND / M, L))]
    return both(*signs)


def _all_signs() -> list[Obligation]:
    return [sign(kind) for sign in (_forward, _backward) for kind in WIDTHS]


def _forward(kind: str) -> Obligation:
    slope, _ = _slopes_at_base(kind)
    return Obligation(
        f"forward-{kind}", f"dH/dp < 0 at every {kind} vertex, for every W >= 1", _negative(slope), (ge(W, 1),)
    )


def _backward(kind: str) -> Obligation:
    _, slope = _slopes_at_base(kind)
    numerator, denominator = WIDTHS[kind](BEFORE / M, BEHIND / M, L)
    return Obligation(
        f"backward-{kind}",
        f"dH/dq < 0 at a {kind} vertex if and only if W > w_{kind[0]}(u, m)",
        _right_beyond(slope, numerator, denominator),
        (ge(W, 1),),
    )


def _negative(slope: Any) -> Formula:
    """The slope is below zero, with its divisors multiplied out."""
    return lt(sp.cancel(L**2 * slope), 0)


def _slopes_at_base(kind: str) -> tuple[Any, Any]:
    """The slopes by M u and M m."""
    return _slopes(kind, BEHIND / L, BEFORE / L, 2 * (1 + BEHIND), 2 * (1 + BEFORE))


def _right_beyond(slope: Any, numerator: Any, denominator: Any) -> Formula:
    """The slope is negative if and only if W exceeds the threshold."""
    right, beyond = _negative(slope), gt(W * sp.cancel(denominator), sp.cancel(numerator))
    return both(implies(right, beyond), implies(beyond, right))


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


def _signs(graph: CorridorGraph) -> tuple[Any, Any]:
    gradient = expected_hitting_time_gradient(graph, Policy.base(graph), exact=True)
    backward_right = all(slope < 0 for slope in (*gradient.backward_entry, *gradient.backward_exit))
    forward_right = all(slope < 0 for slope in (*gradient.forward_entry, *gradient.forward_exit))
    return (backward_right, forward_right), (graph.width > w_star(graph.depth, graph.lanes), True)


def controls() -> list[Control]:
    return [
        false_theorem(
            _theorem(_all_signs()),
            "thresholds-exchanged",
            "a backward derivative at l is negative if and only if W > w_r, and at r if and only if W > w_l",
            _confirm_exchanged,
            goal=_right_signs({"left": w_right, "right": w_left}),
        ),
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


def _confirm_exchanged(model: Model) -> str:
    """At W = 2, K = 3, L = 2 the derivative of the row at l of the third diamond is not negative, though W > w_r."""
    graph = CorridorGraph(2, 3, 2)
    slope = expected_hitting_time_gradient(graph, Policy.base(graph), exact=True).backward_exit[2]
    above = Fraction(*w_right(2, 0, 2))
    if slope < 0 or graph.width <= above:
        raise ValueError(f"at {graph} the derivative is {slope}, the other threshold {above}")
    return f"at W=2, K=3, L=2 the derivative at l of the third diamond is {slope}, though W > {above}"
