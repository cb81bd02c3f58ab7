"""Claim `global-convergence`: for every K and every W >= 2, the only point of (0, 1]^4K at which each coordinate is one
or has partial derivative zero is the point of all ones. Hence softmax policy gradient flow leads from every interior
start to the optimum.

W may be any real number >= 2. Let x, y be the surplus crossings out and back, and s, t >= 1 half their adjoints. A
vertex is stationary in p if and only if W (x_(v-1) + 1) s_(v-1) / p = (W-1) y_(v-1) t_v / q, and in q if and only if
W x_v s_(v-1) / p = (W-1) (y_v + 1) t_v / q (`slope-p`, `slope-q`).

(i)   No vertex is stationary in both while both are below one (`not-both`).
(ii)  Suppose that q is below one and stationary at u. Then x_u > 0, so some p behind u is below one
      (`straight`, `backward-descends`). So there are u < i with q_u and p_i below one and only ones between them, and
      by (i) q_i = 1 and p_u = 1. There x and y stay the same, and s and t grow (`ones-outward`, `ones-inward`), so that
      s_(i-1) > q_u s_(u-1) and t_u > p_i t_i (`larger`): the two equations contradict each other (`turns`).
(iii) So every q is one. At the first p below one y = 0, and dH/dp < 0 (`forward-descends`).

H is finite inside and exceeds 2W(1-p)/p and 2(W-1)(1-q)/q (`barrier-p`, `barrier-q`). A flow along which H falls
therefore stays in a compact set, and LaSalle's principle takes it to such a point. The proof in Rocq does without this
principle: it bounds the gradient from below by a constant times H - H*, so that the excess falls like 1/t. The whole
case K = 1 is also put to the solvers, from derivatives of the cost by first-step equations (`whole-depth-1-*`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import expected_cost
from backproof.checks.claims.cost_gradient import backward_slope, forward_slope, p_v, q_v
from backproof.checks.claims.expected_cost import EVERY_POLICY
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies, le, lt, negation
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.first_steps import first_step_cost
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

p, q, s, t = positive("p q s t")
x, y = nonnegative("x y")

SCOPE = Scope({W: 2, K: 1, L: 1}, EVERY_POLICY, (Given("row of a vertex", (p_v, q_v), most=1),))
ASSUMPTIONS = (
    Assumed(
        "same-start",
        "the start is the same in all lanes and corridors (untied-convergence drops this for corridors, as far as the "
        "only stationary point goes)",
    ),
    Assumed(
        "cases",
        "among finitely many vertices there is a first and a last one (textbook), so that the cases of the theorem are "
        "all that there are",
    ),
    Assumed(
        "lasalle",
        "LaSalle's invariance principle (textbook): a flow along which H falls, and so stays in a compact set by "
        "barrier-p and barrier-q, tends to points where each coordinate is one or stationary; the proof in Rocq does "
        "without it",
    ),
    Assumed("exact-flow", "exact gradient flow on softmax logits"),
)

CLAIM = Header(
    statement=(
        "the optimum is the only point at which every coordinate is one or stationary, so RLVR's flow tends to it "
        "from every interior start"
    ),
    source="paper, Theorem 3; every start new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "rlvr-optimal", "cost-gradient"),
    experiments=("random-starts-trained", "after-sft-trained"),
)

WIDE = ge(W, 2)
COUNTED = (ge(s, 1), ge(t, 1))


def evidence() -> list[Part]:
    return [
        Obligation(
            "adjoints",
            "half the adjoints start at one and stay at least one: s' = 1 + s q/p >= 1, and likewise t",
            both(eq(s_next, 1 + s * q / p), ge(s_next, 1)),
            (ge(s, 1),),
        ),
        *_slopes(),
        *_inductions().values(),
        *_lemmas().values(),
        _theorem(),
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
    return forward_slope(before, before_back, (p, q), (s, t))


def slope_q(behind: Any, behind_back: Any) -> Any:
    """dH/dq / 2 at a vertex."""
    return backward_slope(behind, behind_back, (p, q), (s, t))


def _slopes() -> list[Derivation]:
    """The two slopes by the chain rule from the recurrence, for the way out and, with p and q exchanged, back."""
    out, back = crossings.next_surplus(x, p, q), crossings.next_surplus(y, q, p)
    by_p, by_q = (W * s * sp.diff(out, by) + (W - 1) * t * sp.diff(back, by) for by in (p, q))
    return [
        Derivation("slope-p", "dH/dp / 2 by the chain rule is the slope used here", by_p, slope_p(out, y)),
        Derivation("slope-q", "dH/dq / 2 by the chain rule is the slope used here", by_q, slope_q(x, back)),
    ]


ONE, ZERO = sp.Integer(1), sp.Integer(0)
X, Y, S, T, X_0, Y_0, S_0, T_0 = real("x_e y_e s_e t_e x_0 y_0 s_0 t_0")
SMALL, LARGE, SMALL_BACK, LARGE_BACK, X_I, Y_I = real("c c_later d d_later x_i y_i")


def _inductions() -> dict[str, Induction]:
    """What holds along the corridor, by its id."""
    box = EVERY_POLICY.constraints
    over_p, over_q = expected_cost.p, expected_cost.q
    out, back = crossings.next_surplus(X, over_p, over_q), crossings.next_surplus(Y, over_q, over_p)
    s_on, t_on = (crossings.next_adjoint(2 * z, r) / 2 for z, r in ((S, over_q / over_p), (T, over_p / over_q)))
    ones = {over_p: ONE, over_q: ONE}
    runs = (
        ("from-fork", {Y: ZERO, S: ONE}, {Y: back, S: s_on}, both(ge(Y, 0), ge(S, 1))),
        ("from-leaf", {X: ZERO, T: ONE}, {X: out, T: t_on}, both(ge(X, 0), ge(T, 1))),
        ("straight", {X: ZERO}, {X: out.subs(over_p, 1)}, eq(X, 0)),
        ("ones-outward", {Y: Y_0, S: S_0}, {Y: back.subs(ones), S: s_on.subs(ones)}, both(eq(Y, Y_0), eq(S, S_0 + I))),
        ("ones-inward", {X: X_0, T: T_0}, {X: out.subs(ones), T: t_on.subs(ones)}, both(eq(X, X_0), eq(T, T_0 + I))),
    )
    made = {}
    for name, start, following, predicate in runs:
        turns = () if "ones" in name else (over_p, over_q)
        over = Recurrence(f"vertices, {name}", I, start, following, chosen=turns, constraints=box if turns else ())
        words = "it holds at the start", "if it holds before a vertex, it holds behind it"
        made[name] = Induction(name, words, over, predicate)
    return made


def _lemmas() -> dict[str, Obligation]:
    before, y_here = crossings.next_surplus(x, p, q), crossings.next_surplus(y, q, p)
    found = (
        Obligation(
            "not-both",
            "(i) at a vertex whose p and q are both below one, dH/dp = 0 excludes dH/dq = 0",
            negation(eq(slope_q(x, y_here), 0)),
            (WIDE, *COUNTED, lt(p, 1), lt(q, 1), eq(slope_p(before, y), 0)),
        ),
        Obligation(
            "larger",
            "(ii) s_(i-1) >= 1 + q_u s_(u-1) and t_u >= 1 + p_i t_i, also times W and W-1",
            both(gt(W * S, W * q * s), gt((W - 1) * T, (W - 1) * p * t), gt(W * q * s, 0), gt((W - 1) * p * t, 0)),
            (WIDE, ge(S, 1 + q * s), ge(T, 1 + p * t)),
        ),
        Obligation(
            "turns",
            "(ii) so stationarity of q_u excludes stationarity of p_i",
            negation(eq((X_I + 1) * LARGE, Y_I * SMALL_BACK)),
            (
                *(gt(LARGE, SMALL), gt(LARGE_BACK, SMALL_BACK), gt(SMALL, 0), gt(SMALL_BACK, 0)),
                *(ge(X_I, 0), ge(Y_I, 0), eq(X_I * SMALL, (Y_I + 1) * LARGE_BACK)),
            ),
        ),
        Obligation(
            "backward-descends",
            "(ii) where x = 0, dH/dq < 0 for every W >= 2",
            lt(slope_q(ZERO, y), 0),
            (WIDE, *COUNTED, le(p, 1), le(q, 1)),
        ),
        Obligation(
            "forward-descends",
            "(iii) where y = 0, dH/dp < 0 for every W >= 2",
            lt(slope_p(x, ZERO), 0),
            (WIDE, *COUNTED, le(p, 1), le(q, 1)),
        ),
    )
    return {part.id: part for part in found}


VERTEX, X_V, Y_V, S_V, T_V = real("v x_v y_v s_v t_v")
AT_V = {p: p_v, q: q_v, s: S_V, t: T_V}


def _theorem() -> Theorem:
    """A vertex v, with y and s before it, x and t behind it; m ones on from it, then vertex i."""
    runs, lemmas = _inductions(), _lemmas()
    m, x_0, y_first, s_first = real("m x_straight y_first s_first")
    x_i, t_i, x_b, t_b, y_on, s_on, x_on, t_on = real("x_i t_i x_b t_b y_on s_on x_on t_on")
    far = 2 * K - VERTEX - m - 1
    after_u = {Y_0: crossings.next_surplus(Y_V, q_v, ONE), S_0: crossings.next_adjoint(2 * S_V, q_v) / 2}
    before_i = {X_0: x_b, T_0: crossings.next_adjoint(2 * t_i, p_v) / 2}
    uses = (
        Use(runs["from-fork"], {I: VERTEX - 1, Y: Y_V, S: S_V}),
        Use(runs["from-leaf"], {I: 2 * K - VERTEX, X: X_V, T: T_V}),
        Use(runs["ones-outward"], {I: VERTEX - 1, Y_0: ZERO, S_0: ONE, Y: y_first, S: s_first}),
        Use(runs["straight"], {I: 2 * K - VERTEX, X: x_0}),
        Use(runs["from-leaf"], {I: far, X: x_i, T: t_i}),
        Use(runs["from-leaf"], {I: far + 1, X: x_b, T: t_b}),
        Use(runs["ones-outward"], {I: m, Y: y_on, S: s_on, **after_u}),
        Use(runs["ones-inward"], {I: m, X: x_on, T: t_on, **before_i}),
        Use(lemmas["not-both"], {**AT_V, x: X_V, y: Y_V}),
        Use(lemmas["backward-descends"], {**AT_V, y: Y_V}),
        Use(lemmas["forward-descends"], {**AT_V, x: X_V, s: s_first}),
        Use(lemmas["larger"], {S: s_on, T: t_on, s: S_V, t: t_i, p: p_v, q: q_v}),
        Use(
            lemmas["turns"],
            dict(
                zip(
                    (SMALL, LARGE, SMALL_BACK, LARGE_BACK, X_I, Y_I),
                    (W * q_v * S_V, W * s_on, (W - 1) * p_v * t_i, (W - 1) * t_on, x_b, y_on),
                    strict=True,
                )
            ),
        ),
    )
    here = crossings.next_surplus(X_V, p_v, q_v), crossings.next_surplus(Y_V, q_v, p_v)
    both_aT_V = eq(slope_p(here[0], Y_V).subs(AT_V), 0), eq(slope_q(X_V, here[1]).subs(AT_V), 0)
    q_u = slope_q(x_on, y_on).subs({p: ONE, q: q_v, s: S_V, t: t_on})
    p_i = slope_p(x_b, y_on).subs({p: p_v, q: ONE, s: s_on, t: t_i})
    goal = both(
        implies(both(lt(p_v, 1), lt(q_v, 1)), negation(both(*both_aT_V))),
        lt(slope_q(x_0, Y_V).subs(AT_V), 0),
        lt(slope_p(X_V, y_first).subs(AT_V | {s: s_first}), 0),
        implies(both(ge(m, 0), ge(far, 0)), negation(both(eq(q_u, 0), eq(p_i, 0)))),
    )
    return Theorem("global-convergence", CLAIM.statement, SCOPE, uses, _at_vertex(goal), ASSUMPTIONS)


def _at_vertex(goal: Formula) -> Formula:
    return implies(both(ge(VERTEX, 1), le(VERTEX, 2 * K)), goal)


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
        false_theorem(
            _theorem(),
            "always-descends",
            "every forward derivative is negative at every policy",
            _confirm_ascent,
            goal=_at_vertex(lt(slope_p(X_V, Y_V).subs(AT_V), 0)),
        ),
        Control(
            Obligation(
                "turns-below",
                "(ii) holds with y_u - 1 for y_u + 1, a sign changed in dH/dq",
                negation(eq((X_I + 1) * LARGE, Y_I * SMALL_BACK)),
                (*_lemmas()["turns"].hypotheses[:-1], eq(X_I * SMALL, (Y_I - 1) * LARGE_BACK)),
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


def _confirm_ascent(model: Model) -> str:
    """Where backward rows are small, passing a vertex behind the first costs more than it saves."""
    graph = CorridorGraph(2, 1, 1)
    half = [Fraction(1, 2)]
    policy = Policy(forward_exit=half, backward_entry=half, forward_entry=half, backward_exit=[Fraction(1, 100)])
    slope = expected_hitting_time_gradient(graph, policy, exact=True).forward_exit[0]
    if slope <= 0:
        raise ValueError(f"at {graph} the forward exit has the derivative {slope}")
    return f"at W=2, K=L=1 with d = 1/100 and the other rows 1/2 the forward exit has the derivative {slope} > 0"
