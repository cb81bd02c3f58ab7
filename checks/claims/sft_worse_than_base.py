"""Claim `sft-worse-than-base`: for W >= 2 and K >= 3, SFT on golden paths first lowers the cost a little and then
raises it above that of the untrained base model, for every L >= 1.

1. *Dip.* At t = 0 all forward gaps grow at the same speed (`same-speed`), and every forward partial derivative is
   negative (`gradient-signs`), so dH/dt < 0, by induction on the forward rows (`dip`).
2. *Rise.* In the limit the way back costs g_K >= 3 (KL+K+1)(K/L+K+1) for K >= 3, by induction on the diamonds
   (`longer`). Hence H_SFT exceeds the base cost for every W >= 2 (`exceeds`). H is continuous in t, so it passes the
   base cost at a finite time. Its growth in K is that of `separation`.
3. *Any time.* At every clock tau > 0 of the forward rows they pass more often than at base. Each diamond then
   multiplies the surplus of the way back by at least the same factor f, which is more than one (`any-time`). So
   (f-1) H >= 2 (W-1) (f^K - 1), by induction (`at-a-clock`): early stopping avoids this only because the best time
   shrinks as K grows. In a table with separate rows for all corridors a row's weight is 1/W or 1/(WL), so a fixed time
   fixes tau for a fixed W only. Along W = K the factor tends to one, and the cost stays within a constant of base
   (`table-along-W-K`).

Depth matters: for K = 1 the SFT limit costs less than base for every W and L (`depth-1-is-better`). For K = 2 it costs
more for all W, L <= 15 except W = 2, L = 1 (`depth-2`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import base_cost, sft_cost
from backproof.checks.claims.sft_cost import RHO, stated_cost, stated_return
from backproof.checks.claims.sft_dynamics import ENTRY_ERROR, EXIT_ERROR, SPEED, E, weight
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import S_BACK, SURPLUS, TOTAL, X_BACK, composed_cost, diamonds
from backproof.checks.tools.sft_clock import cost_to_base, lowest_cost
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, positive, real
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy

BASE_PASSAGE = (K * L + K + 1) * (K / L + K + 1)
RETURN = stated_return(K, L, P)
(SPEED_OF_GAP, ROOM) = positive("speed room")
SLOPE, FALL = real("slope dH_dt")
ENTRY, LEAVE = positive("c a")
(Y,) = nonnegative("y")

SCOPE = Scope(
    {W: 2, K: 3, L: 1},
    Policies("every speed of the gaps", (SPEED_OF_GAP,), ()),
    (Given("forward row", (ENTRY, LEAVE), most=1),),
)
ASSUMPTIONS = (
    Assumed(
        "first-derivative",
        "at t = 0 dH/dt is the sum, over the forward rows, of dH/dp < 0 (gradient-signs) times p(1-p) times the speed "
        "of the gap",
    ),
    Assumed("above-base", "at a clock tau > 0 each forward row passes more often than at base (sft-dynamics)"),
    Assumed("between", "a continuous function takes every value between two of its values (textbook)"),
    *sft_cost.ASSUMPTIONS,
)

CLAIM = Header(
    statement=(
        "SFT first lowers the cost and later raises it above that of the untrained model; at any fixed clock tau > 0 "
        "of the forward rows the cost is exponential in K"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("sft-dynamics", "gradient-signs", "base-cost", "sft-cost", "separation"),
    experiments=("dip-and-crossing-trained",),
)

ALONG_W_K = tuple({"size": 10 * 2**n} for n in range(6))


def evidence() -> list[Part]:
    return [
        Derivation(
            "same-speed",
            "at base the gaps of an exit row of weight w and an entry row of weight L w, the weights in the data, grow "
            "alike",
            (SPEED * EXIT_ERROR).subs(E, 1),
            (SPEED.subs(weight, L * weight) * ENTRY_ERROR).subs(E, 1),
        ),
        _dip(),
        *_growths(),
        _deeper(),
        _longer(),
        _exceeds(),
        _any_time(),
        _geometric(),
        _at_a_clock(),
        _costly(),
        _theorem(),
        Obligation(
            "depth-1-is-better",
            "for K = 1 the SFT limit costs less than base, for every W and L",
            lt(stated_cost(W, sp.Integer(1), L, RHO), base_cost.STATED.subs(K, 1)),
            (ge(W, 1), ge(L, 1)),
        ),
        Instance(
            "depth-2",
            "for K = 2 and W, L up to 15 the SFT limit costs more than base, except at W = 2, L = 1",
            tuple({"width": width, "lanes": lanes} for width, lanes in itertools.product(range(2, 16), range(1, 16))),
            lambda width, lanes: (_is_worse(CorridorGraph(width, 2, lanes)), (width, lanes) != (2, 1)),
        ),
        Instance(
            "known-minimum",
            "at W = K = 15, L = 5 the cost falls from 50142 to 49866 (rounded) before it rises, or to 49863 if the "
            "lanes of a diamond share one exit row, which then has the weight of the entry row",
            ({"entry_speed": 5, "stated": 49866}, {"entry_speed": 1, "stated": 49863}),
            lambda entry_speed, stated: (round(lowest_cost(PAPER, entry_speed)), stated),
        ),
        Instance(
            "table-along-W-K",
            "in a table with separate rows for all corridors and lanes, at time t = 10 and L = 5, the cost is between "
            "6/5 and 7/5 of base for W = K = 10, 20, ... 320",
            ALONG_W_K,
            lambda size: (6 < 5 * _table_ratio(CorridorGraph(size, size, 5), 10) < 7, True),
        ),
    ]


def _dip() -> Induction:
    """dH/dt at base, over the forward rows."""
    rows = Recurrence(
        "forward rows",
        I,
        {FALL: sp.Integer(0)},
        {FALL: FALL + SLOPE * ROOM * SPEED_OF_GAP},
        chosen=(SLOPE, ROOM, SPEED_OF_GAP),
        constraints=(lt(SLOPE, 0), le(ROOM, 1)),
    )
    words = "without a row the sum is not positive", "with one row more, dH/dp < 0, it is below zero"
    return Induction("dip", words, rows, both(le(FALL, 0), implies(ge(I, 1), lt(FALL, 0))))


def _growths() -> tuple[Obligation, Obligation]:
    following = {K: K + 1, P: RHO * P}
    return (
        Obligation(
            "return-grows",
            "g_(K+1) >= 4 g_K, with rho P for P",
            ge(RETURN.subs(following, simultaneous=True), 4 * RETURN),
            (ge(L, 1), ge(RETURN, 0)),
        ),
        Obligation(
            "bound-grows",
            "(KL+K+1)(K/L+K+1) grows at most fourfold from K >= 1 to K+1",
            le(BASE_PASSAGE.subs(K, K + 1), 4 * BASE_PASSAGE),
            (ge(L, 1), ge(K, 1)),
        ),
    )


NOW, THEN, BOUND, BOUND_THEN, TIMES, POWER = real("g g_next bound bound_next f P_i")
OUT, BACK, ROWS = real("A S_clock rows")


def _deeper() -> Obligation:
    return Obligation(
        "deeper",
        "if g >= 3 bound, g grows at least fourfold and the bound at most, then g >= 3 bound afterwards",
        ge(THEN, 3 * BOUND_THEN),
        (ge(NOW, 3 * BOUND), ge(THEN, 4 * NOW), le(BOUND_THEN, 4 * BOUND)),
    )


def _longer() -> Induction:
    """The way back at the SFT limit, over the diamonds of `sft-cost`."""
    _, back = sft_cost.passages()
    words = "g_3 >= 3 (3L+4)(3/L+4)", "if g_K >= 3 (KL+K+1)(K/L+K+1), then so at K+1"
    g, bound = (term.subs(K, I) for term in (RETURN, BASE_PASSAGE))
    g_next, bound_next = (term.subs({I: I + 1, P: RHO * P}, simultaneous=True) for term in (g, bound))
    uses = (
        *(Use(growth, {K: I}) for growth in _growths()),
        Use(_deeper(), {NOW: g, THEN: g_next, BOUND: bound, BOUND_THEN: bound_next}),
    )
    return Induction("longer", words, back.over, ge(g, 3 * bound), hypotheses=(ge(L, 1),), uses=uses, first=3)


def _exceeds() -> Obligation:
    return Obligation(
        "exceeds",
        "for W >= 2 that makes the SFT limit cost more than base",
        gt(stated_cost(W, K, L, P), base_cost.STATED),
        (ge(W, 2), ge(L, 1), ge(RETURN, 3 * BASE_PASSAGE)),
    )


BASE_EXIT, BASE_ENTRY = 1 / (L + 1), L / (L + 1)
FACTOR = ENTRY * LEAVE / (BASE_EXIT * BASE_ENTRY)
ABOVE = (ge(L, 1), gt(ENTRY, BASE_ENTRY), gt(LEAVE, BASE_EXIT), le(ENTRY, 1), le(LEAVE, 1))


def _any_time() -> Obligation:
    """Two vertices of the way back, l with q = 1/(L+1) and r with q = L/(L+1); forward rows are above base at both."""
    across = crossings.next_surplus(crossings.next_surplus(Y, BASE_EXIT, ENTRY), BASE_ENTRY, LEAVE)
    return Obligation(
        "any-time",
        "with forward rows above base, c > L/(L+1) and a > 1/(L+1), a diamond takes the surplus y of the way back to "
        "at least (c a)/(d b) y + 1, and that factor is more than one",
        both(ge(across, FACTOR * Y + 1), gt(FACTOR, 1)),
        ABOVE,
    )


def _geometric() -> Obligation:
    return Obligation(
        "geometric",
        "if y' >= f y + 1 with f > 1, and (f-1) y >= P - 1, then (f-1) y' >= f P - 1",
        ge((TIMES - 1) * THEN, TIMES * POWER - 1),
        (gt(TIMES, 1), ge(THEN, TIMES * NOW + 1), ge((TIMES - 1) * NOW, POWER - 1)),
    )


def _at_a_clock() -> Induction:
    """The way back with forward rows that are alike in all diamonds."""
    base = closed_forms.BASE_ROWS
    rows = DiamondRows(LEAVE, base.backward_entry, ENTRY, base.backward_exit)
    over = diamonds("at a clock", rows.reversed(), FACTOR)
    words = (
        "before the first diamond of the way back y = 0, and P = 1",
        "if (f-1) y >= P - 1 with P = f^i, for f = (c a)/(d b), then so with one diamond more",
    )
    grown = both(ge((FACTOR - 1) * SURPLUS, P - 1), ge(SURPLUS, 0), ge(TOTAL, SURPLUS))
    step = {TIMES: FACTOR, NOW: SURPLUS, THEN: over.following[SURPLUS], POWER: P}
    uses = Use(_any_time(), {Y: SURPLUS}), Use(_geometric(), step)
    return Induction("at-a-clock", words, over, grown, hypotheses=ABOVE, uses=uses)


def _costly() -> Obligation:
    cost = crossings.renewal_cost(W, OUT, 2 * K + 1 + 2 * BACK)
    return Obligation(
        "costly",
        "with sums of at least y >= (P-1)/(f-1) surplus crossings on the way back, (f-1) H >= 2 (W-1) (P-1)",
        ge((TIMES - 1) * cost, 2 * (W - 1) * (POWER - 1)),
        (ge(W, 2), ge(OUT, 0), ge(K, 0), gt(TIMES, 1), ge(BACK, NOW), ge((TIMES - 1) * NOW, POWER - 1)),
    )


def _theorem() -> Theorem:
    """H of the SFT limit as in `sft-cost`, and H at a clock by the sum of the surplus crossings on the way back."""
    (surplus,) = real("y_clock")
    (power,) = positive("P_clock")
    uses = (
        Use(_dip(), {I: ROWS}),
        Use(sft_cost.sft_cost_theorem()),
        Use(_longer(), {I: K, SURPLUS: X_BACK, TOTAL: S_BACK}),
        Use(_exceeds()),
        Use(_any_time(), {Y: sp.Integer(0)}),
        Use(_at_a_clock(), {I: K, SURPLUS: surplus, TOTAL: BACK, P: power}),
        Use(_costly(), {TIMES: FACTOR, NOW: surplus, POWER: power}),
    )
    sft = stated_cost(W, K, L, P)
    clock = crossings.renewal_cost(W, OUT, 2 * K + 1 + 2 * BACK)
    goal = both(
        implies(ge(ROWS, 1), lt(FALL, 0)),
        both(eq(composed_cost(), sft), gt(sft, base_cost.STATED)),
        implies(both(*ABOVE, ge(OUT, 0)), both(gt(FACTOR, 1), ge((FACTOR - 1) * clock, 2 * (W - 1) * (power - 1)))),
    )
    return Theorem("sft-worse-than-base", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _is_worse(graph: CorridorGraph) -> bool:
    return closed_forms.sft_form().at(graph) > closed_forms.base_form().at(graph)


def _table_ratio(graph: CorridorGraph, time: int) -> Any:
    """H / H_base after ``time`` of SFT on the full table, where an exit row has weight 1/(W L), an entry row 1/W."""
    return cost_to_base(graph, SPEED.subs({weight: sp.Rational(1, graph.width * graph.lanes), L: graph.lanes}) * time)


def controls() -> list[Control]:
    (forward_left,) = positive("p_l")
    return [
        false_theorem(
            _theorem(),
            "falls-without-rows",
            "the cost falls at first even if no forward row moves",
            goal=implies(ge(ROWS, 0), lt(FALL, 0)),
        ),
        Control(
            Obligation(
                "grows-at-base-too",
                "the factor (c a)/(d b) is more than one with a at base and c at or above base",
                gt(forward_left * (L + 1) / L, 1),
                (ge(L, 1), ge(forward_left, L / (L + 1)), le(forward_left, 1)),
            ),
            confirm=lambda model: _confirm_no_growth(CorridorGraph(2, 3, max(1, round(model["L"])))),
        ),
        Control(
            Obligation(
                "at-every-depth",
                "the SFT limit costs more than base for K = 1 too",
                gt(stated_cost(W, sp.Integer(1), L, RHO), base_cost.STATED.subs(K, 1)),
                (ge(W, 2), ge(L, 1)),
            ),
            confirm=_confirm_depth_1,
        ),
        Control(
            Instance(
                "table-at-any-fixed-time",
                "in that table the cost at t = 10 exceeds twice that of base along W = K as well",
                ALONG_W_K,
                lambda size: (_table_ratio(CorridorGraph(size, size, 5), 10) > 2, True),
            )
        ),
        Control(
            Instance(
                "depth-2-without-exception",
                "for K = 2 the SFT limit costs more than base for every W >= 2 and L",
                tuple({"width": width, "lanes": lanes} for width, lanes in itertools.product((2, 3), (1, 2))),
                lambda width, lanes: (_is_worse(CorridorGraph(width, 2, lanes)), True),
            )
        ),
    ]


def _confirm_no_growth(graph: CorridorGraph) -> str:
    """At base the surplus of the way back grows by the same amount at each diamond."""
    p, q = (list(side) for side in Policy.base(graph).passes())
    surplus = [Fraction(0)]
    for forward, backward in zip(p, q, strict=True):
        surplus.append(crossings.next_surplus(surplus[-1], backward, forward))
    increments = {later - earlier for earlier, later in itertools.pairwise(surplus[::2])}
    if len(increments) > 1:
        raise ValueError(f"at base the surplus grows by {sorted(increments)} at {graph}")
    return f"at base, L={graph.lanes}, each diamond adds {increments.pop()} to the surplus, which is no factor"


def _confirm_depth_1(model: Model) -> str:
    """The graph nearest to the model."""
    return _confirm_better(CorridorGraph(max(2, round(model["W"])), 1, max(1, round(model["L"]))))


def _confirm_better(graph: CorridorGraph) -> str:
    sft, base = (Fraction(form().at(graph)) for form in (closed_forms.sft_form, closed_forms.base_form))
    if sft >= base:
        raise ValueError(f"at {graph} the SFT limit costs {sft}, base {base}")
    return f"at W={graph.width}, K={graph.depth}, L={graph.lanes} the SFT limit costs {sft}, base {base}"
