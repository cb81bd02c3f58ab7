"""Claim `cost-gradient`: the partial derivatives of H at every vertex v, for a corridor of any length. With the sums
S_(v-1) = 1 + r_(v-1) + r_(v-1) r_(v-2) + ... for r = q/p, and T_v, which is S of the reversed corridor,

    dH/dp_v = -2 W (x_(v-1) + 1) S_(v-1)/p_v + 2 (W-1) y_(v-1) T_v/q_v,
    dH/dq_v =  2 W x_v S_(v-1)/p_v - 2 (W-1) (y_v + 1) T_v/q_v.

No derivative is taken: two policies are compared that differ in one row.

1. *Along the corridor.* From the vertex on, the recurrence runs to the fork with the same rows for both policies. So a
   difference of x at the vertex is multiplied by r at each vertex (`difference`), and all differences add up to S times
   the first (`along`). The way back is the same for the reversed corridor. S and T obey the recurrence of the theory
   (`adjoint`).
2. *Both costs* are those of `expected-cost` (`change`).
3. *At the vertex* x changes by a fraction with the old and the new value below the line. With those multiplied out
   (`scaled`) the change of H is the slope times the change of the row, plus a constant, which the other rows determine,
   times the square of that change, divided by the new value (`forward`, `backward`).

Main results: `forward_slope`, `backward_slope`, `evidence`, `controls`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import expected_cost
from backproof.checks.claims.expected_cost import EVERY_POLICY, p, q
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le, substituted
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import I, K, L, W, positive, real
from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy, by_family

p_v, q_v, p_new, q_new = positive("p_v q_v p_new q_new")
X, X_NEW, GAIN, PRODUCT, SUM, PRODUCT_ON, SUM_ON = real("x x_new gain product sum product_on sum_on")
X_0, NEW_0, RATIO = real("x_0 new_0 ratio")
STATES = (X, X_NEW, GAIN, PRODUCT, SUM, PRODUCT_ON, SUM_ON)
OUT, BACK = ({state: real(f"{state}_{way}")[0] for state in STATES} for way in ("out", "back"))
X_BEHIND, Y_BEFORE, VERTEX = real("x_behind y_before v")
FACTOR, LEFT, BELOW, RIGHT = real("factor g below a")

SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_POLICY, (Given("row", (p_v, q_v, p_new, q_new), most=1),))
ASSUMPTIONS = (
    Assumed(
        "same-behind",
        "two policies that differ at one vertex have the same crossings behind it, and the crossings of a passage add "
        "up to those behind it and those before it",
    ),
    Assumed(
        "derivative",
        "if f(new) - f(old) = slope (new - old) + R (new - old)^2/new, where R does not depend on new, then slope is "
        "the derivative of f (textbook)",
    ),
)

CLAIM = Header(
    statement=(
        "the partial derivatives of H are dH/dp_v = -2W (x_(v-1)+1) S_(v-1)/p_v + 2(W-1) y_(v-1) T_v/q_v and dH/dq_v = "
        "2W x_v S_(v-1)/p_v - 2(W-1) (y_v+1) T_v/q_v"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost",),
)


def forward_slope(before: Any, before_back: Any, rows: tuple[Any, Any], sums: tuple[Any, Any]) -> Any:
    """dH/dp / 2 at a vertex with rows p, q: from the ways out, and from the ways back, which meet p as their q."""
    return -W * (before + 1) * sums[0] / rows[0] + (W - 1) * before_back * sums[1] / rows[1]


def backward_slope(behind: Any, behind_back: Any, rows: tuple[Any, Any], sums: tuple[Any, Any]) -> Any:
    """dH/dq / 2 at a vertex."""
    return W * behind * sums[0] / rows[0] - (W - 1) * (behind_back + 1) * sums[1] / rows[1]


def evidence() -> list[Part]:
    return [
        *_inductions(),
        SCALED,
        _change(),
        *_by_one_row(),
        _theorem(),
        *_by_differentiation(),
        Instance(
            "differences",
            "on the full multigraph, when one row of a random policy changes to two other values, H changes by the "
            "theory's slope, and by the same constant times square over new value",
            tuple(size for size in SMALL_SIZES if size["depth"] < 3 and size["lanes"] < 3),
            lambda **size: _constants(CorridorGraph(**size)),
        ),
    ]


# --- along the corridor ----------------------------------------------------------------------------------------------


def _toward_fork() -> Recurrence:
    """x before the vertex and on to the fork, for two policies with the same rows there, with S = S_(v-1) and S_v."""
    ratio, _ = crossings.odds(p, q)
    then, then_new = (crossings.next_surplus(x, p, q) for x in (X, X_NEW))
    one = sp.Integer(1)
    return Recurrence(
        "vertices from the changed one to the fork, for two policies",
        I,
        {X: X_0, X_NEW: NEW_0, GAIN: NEW_0 - X_0, PRODUCT: one, SUM: one, PRODUCT_ON: RATIO, SUM_ON: 1 + RATIO},
        {
            X: then,
            X_NEW: then_new,
            GAIN: GAIN + then_new - then,
            **{product: ratio * product for product in (PRODUCT, PRODUCT_ON)},
            **{total: total + ratio * product for total, product in ((SUM, PRODUCT), (SUM_ON, PRODUCT_ON))},
        },
        chosen=(p, q),
        constraints=EVERY_POLICY.constraints,
    )


def _inductions() -> tuple[Induction, Induction, Induction]:
    over, first = _toward_fork(), NEW_0 - X_0
    difference = Induction(
        "difference",
        ("before the vertex the product of no r is 1", "one vertex on, the difference of x is multiplied by r"),
        over,
        both(eq(X_NEW - X, PRODUCT * first), ge(PRODUCT, 0)),
    )
    along = Induction(
        "along",
        (
            "before the vertex the differences of x add up to the first of them, and S = 1",
            "if the differences of x so far add up to S times the first, so they do one vertex on, and S >= 1",
        ),
        over,
        both(eq(GAIN, SUM * first), ge(SUM, 1)),
        uses=(Use(difference),),
    )
    adjoint = Induction(
        "adjoint",
        ("from one vertex further back, S = 1 + r", "if there S = 1 + r S, as the theory has it, so it is a vertex on"),
        over,
        both(eq(PRODUCT_ON, RATIO * PRODUCT), eq(SUM_ON, crossings.next_adjoint(2 * SUM, RATIO) / 2)),
    )
    return difference, along, adjoint


# --- at the vertex ---------------------------------------------------------------------------------------------------

WHOLE = p_v * p_new * q_v * q_new
"""What all equations are multiplied by."""


def _starts() -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """x before the vertex, old and new, and y behind it, old and new."""
    rows = (p_v, q_v), (p_new, q_new)
    out, back = (
        tuple(crossings.next_surplus(crossed, *row[::way]) for row in rows)
        for crossed, way in ((X_BEHIND, 1), (Y_BEFORE, -1))
    )
    return out, back


@functools.cache
def _renamed() -> Mapping[sp.Symbol, sp.Symbol]:
    """The symbols of `expected-cost` for the changed policy."""
    runs = expected_cost.expected_cost_theorem().runs()
    states = (symbol for run in runs for symbol in run.states.values())
    return {symbol: real(f"{symbol}_new")[0] for symbol in (*states, expected_cost.F)}


def _same_behind() -> tuple[Formula, ...]:
    """The sums of x on either way of the changed policy, from those of the other."""
    totals = (expected_cost.at_source(way)[expected_cost.T] for way in ("out", "back"))
    return tuple(eq(_renamed()[total], total + way[GAIN]) for total, way in zip(totals, (OUT, BACK), strict=True))


def _gained() -> sp.Expr:
    return WHOLE * (_renamed()[expected_cost.F] - expected_cost.F)


SCALED = Obligation(
    "scaled",
    "if g below = a, then factor g below = factor a",
    eq(FACTOR * LEFT * BELOW, FACTOR * RIGHT),
    (eq(LEFT * BELOW, RIGHT),),
)


def _scaled_gains() -> list[dict[sp.Symbol, sp.Expr]]:
    """What `scaled` is used for: the gains of `along` on both ways, times their weights in H, without divisors."""
    ways = zip((OUT, BACK), _starts(), (p_v * p_new, q_v * q_new), (W, W - 1), strict=True)
    return [
        {LEFT: way[GAIN], BELOW: below, RIGHT: way[SUM] * sp.expand(below * (new - old)), FACTOR: share * WHOLE / below}
        for way, (old, new), below, share in ways
    ]


def _change() -> Obligation:
    cost = expected_cost.cost_by_crossings()
    return Obligation(
        "change",
        "if the sums of x on the ways out and back gain so much, H gains 2W times the one and 2(W-1) times the other",
        eq(_gained(), WHOLE * (2 * W * OUT[GAIN] + 2 * (W - 1) * BACK[GAIN])),
        (cost, substituted(cost, _renamed()), *_same_behind()),
    )


def _by_one_row() -> list[Obligation]:
    """`forward` and `backward`."""
    (x_before, _), (y_behind, _) = _starts()
    rows, sums = (p_v, q_v), (OUT[SUM], BACK[SUM])
    slopes = forward_slope(x_before, Y_BEFORE, rows, sums), backward_slope(X_BEHIND, y_behind, rows, sums)
    squares = W * OUT[SUM] * (x_before + 1) / p_v, (W - 1) * BACK[SUM] * (y_behind + 1) / q_v
    given = (_change().goal, *(substituted(SCALED.goal, at) for at in _scaled_gains()))
    changes = ("forward", p_v, p_new, eq(q_new, q_v)), ("backward", q_v, q_new, eq(p_new, p_v))
    return [
        Obligation(
            name,
            f"if {old} alone changes, H changes by dH/d{old} times the change, plus a constant times its square over "
            f"the new value",
            eq(_gained(), sp.expand(2 * WHOLE * (slope * (new - old) + square * (new - old) ** 2 / new))),
            (*given, other),
        )
        for (name, old, new, other), slope, square in zip(changes, slopes, squares, strict=True)
    ]


def _theorem() -> Theorem:
    """1 + F = H of either policy, as first-step equations give it; T stands for S of the way back."""
    _, along, adjoint = _inductions()
    source, slopes = expected_cost.expected_cost_theorem(), _by_one_row()
    ratios = q_v / p_v, p_v / q_v
    runs = [
        {I: index, X_0: old, NEW_0: new, RATIO: ratio, **states}
        for states, (old, new), ratio, index in zip(
            (OUT, BACK), _starts(), ratios, (VERTEX - 1, 2 * K - VERTEX), strict=True
        )
    ]
    uses = [Use(source), Use(source, _renamed()), *(Use(part, at) for at in runs for part in (along, adjoint))]
    uses += [*(Use(SCALED, at) for at in _scaled_gains()), *map(Use, (_change(), *slopes))]
    recurrences = (
        eq(way[SUM_ON], crossings.next_adjoint(2 * way[SUM], ratio) / 2)
        for way, ratio in zip((OUT, BACK), ratios, strict=True)
    )
    goals = (implies(part.hypotheses[-1], part.goal) for part in slopes)
    goal = both(_at_vertex(both(*recurrences)), _for_both_policies(both(*goals)))
    return Theorem("cost-gradient", CLAIM.statement, SCOPE, tuple(uses), goal, ASSUMPTIONS)


def _at_vertex(goal: Formula) -> Formula:
    return implies(both(ge(VERTEX, 1), le(VERTEX, 2 * K)), goal)


def _for_both_policies(goal: Formula) -> Formula:
    """For the solutions F of both policies' first-step equations, and the same crossings behind the vertex."""
    first_steps = expected_cost.first_steps(), substituted(expected_cost.first_steps(), _renamed())
    return _at_vertex(implies(both(*first_steps, *_same_behind()), goal))


# --- derivations and instances ---------------------------------------------------------------------------------------


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


def _constants(graph: CorridorGraph) -> tuple[list[Any], list[Any]]:
    """For each row, R of H(new) - H(old) = slope (new - old) + R (new - old)^2 / new, at two new values."""
    policy = random_policy(graph, seed=3)
    rows = [*policy.passes()[0], *policy.passes()[1]]
    gradient = crossings.walk_cost_gradient(graph.width, rows[: 2 * graph.depth], rows[2 * graph.depth :])
    slopes, cost = [*gradient.by_forward, *gradient.by_backward], chain_cost(graph, policy)

    def constant(row: int, new: Any) -> Any:
        changed = [*rows[:row], new, *rows[row + 1 :]]
        families = by_family(changed[: 2 * graph.depth], changed[2 * graph.depth :])
        gained, by = chain_cost(graph, Policy(**families)) - cost, new - rows[row]
        return (gained - slopes[row] * by) * new / by**2

    first, second = (
        [constant(row, old * part) for row, old in enumerate(rows)] for part in (Fraction(1, 2), Fraction(1, 3))
    )
    return first, second


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    slope = forward_slope(_starts()[0][0], Y_BEFORE, (p_v, q_v), (OUT[SUM], BACK[SUM]))
    linear = implies(eq(q_new, q_v), eq(_gained(), sp.expand(2 * WHOLE * slope * (p_new - p_v))))
    return [
        false_theorem(
            _theorem(),
            "linear",
            "if p_v alone changes, H changes by dH/dp_v times the change and by nothing more",
            _confirm_curved,
            goal=_for_both_policies(linear),
        ),
        Control(
            Derivation(
                "ways-out-alone",
                "for K = 1 the derivative of H by p_2 is that of the ways out",
                sp.diff(crossings.walk_cost(W, [p, p_v], [q, q_v]), p_v),
                2 * forward_slope(crossings.next_surplus(sp.Integer(0), p_v, q_v), 0, (p_v, q_v), (1 + q / p, 1)),
            )
        ),
    ]


def _confirm_curved(model: Model) -> str:
    """H as a function of one row is no straight line."""
    graph = CorridorGraph(2, 1, 1)
    curved = _constants(graph)[0][0]
    if not curved:
        raise ValueError(f"at {graph} H changes by slope times change")
    return f"at W=2, K=L=1 H changes by slope times change plus {curved} times square over new value"
