"""Claim `parametrisation`: gradient flow on the gaps, gradient flow on all L+1 logits and the natural gradient all move
every gap against dH/dp, with positive factors. From every interior start they therefore reach the optimum, as in
`global-convergence`. Their rates differ: (H - H*) t tends to 4K on gaps and to 2WKL on logits, while H - H* falls like
e^(-2t) under the natural gradient. For every W >= 2 and K, L >= 1.

1. *Velocities.* Let n rows be alike, with N visits per walk together. D moves at -dH/dp p(1-p) on gaps
   (`gap-velocity`), at (1 + 1/L)/n times that on logits (`exit-velocity`, `entry-velocity`; `alike-rows` on the full
   table), and at -(dH/dp)/N under the natural gradient, on gaps (`natural-velocity`) and on logits (`natural-logits`).
2. *Limit.* Each makes H fall unless every row has dH/dp = 0 or p = 1 (`row-descends`, `descent`). Its factor is
   continuous and positive on (0, 1]^4K, so LaSalle's principle applies as in `global-convergence`. The flow of
   -sign(dH/dp) has this property in Filippov's sense. Nothing is said here about sign steps of finite size, which can
   cycle (`sign-cycle`).
3. *Near the optimum.* At the optimum the slopes of p_v and q_v are -2Wv and -2(W-1)(2K+1-v) (`optimum`). Let M = 2K. If
   no error exceeds delta and k = 16 M^2 delta <= 1, the slopes are within a relative k of these (`adjoint-step`,
   `adjoints`, `room`, `close`, `small-surplus`, `sides`, `near`). H - H* is then the sum of slopes times errors up to
   a relative k (`excess`, by the mean value theorem). From then on every error falls, and k with it.
4. *Rates.* On gaps 1/error grows at c (1 - error)^2 with c = |dH/dp| (`one-over-error`), so c error t tends to one for
   each of 4K rows. On logits it tends to n/(1+1/L), and the sum of these is 2WKL (`diamond-sums`). The natural
   gradient moves the gaps at 2v and 2(2K+1-v) there (`at-the-optimum`), at least 2, and errors fall like e^-D
   (`error-velocity`).

Textbook facts: LaSalle's principle; the mean value theorem; a function whose derivative tends to c grows like c t.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from backproof.checks.claims.cost_gradient import p_v, q_v
from backproof.checks.claims.distillation import MORE, delta
from backproof.checks.claims.expected_cost import EVERY_POLICY
from backproof.checks.claims.global_convergence import p, q, s, s_next, slope_p, slope_q, t, x, y
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies, le, lt, substituted
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Obligation
from backproof.checks.tools.alike_rows import each_row_the_whole_slope, on_alike_rows
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.gap_velocities import false_velocities, gap_rates, n, slope, velocities
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

M, v, kappa, factor, PASSES = positive("M v k factor p_r")
a, b = positive("a b")
fall, velocity, UNSETTLED = real("fall velocity unsettled")
share, j = nonnegative("share j")
"""M delta, the errors of a whole passage; a number of vertices."""

AGAINST_SLOPE = either(
    eq(velocity, -factor * slope),
    both(implies(gt(slope, 0), eq(velocity, -1)), implies(lt(slope, 0), eq(velocity, 1))),
)
FLOWS = Policies(
    "every flow that moves gaps against the slopes",
    (PASSES, slope, factor, velocity),
    (le(PASSES, 1), AGAINST_SLOPE),
)
SCOPE = Scope(
    {W: 2, K: 1, L: 1},
    EVERY_POLICY,
    (
        Given("row of a vertex", (p_v, q_v), most=1),
        Given("bound of the errors", (delta,)),
        Given("relative error of the slopes", (kappa,), most=1),
        Given("weight of a side", (a, b)),
    ),
    (FLOWS,),
)
ASSUMPTIONS = (
    Assumed("same-start", "the start is the same in all lanes and corridors, and below one in every row"),
    Assumed("exact-flow", "exact gradients, so that gaps move at the velocities of the derivations"),
    Assumed(
        "terms", "a sum of squares is zero only if each is: that of slope times (1-p) where each row has 0 or p = 1"
    ),
    Assumed(
        "lasalle",
        "LaSalle's invariance principle (textbook): a flow along which H falls, and so stays in a compact set by the "
        "barriers of global-convergence, tends to points where H does not fall",
    ),
    Assumed(
        "mirror",
        "read from the leaf, with p and q exchanged, a corridor has the same recurrences: the theorem is about p_v "
        "with the weights W and W-1, and about q_v with W-1 and W",
    ),
    Assumed("mean-value", "the mean value theorem (textbook): H - H* is the sum of errors times slopes on the way"),
    Assumed(
        "rates",
        "what grows at a speed that tends to c grows like c t (textbook), so that by the derivations c error t tends "
        "to one on gaps and to n/(1+1/L) on logits, and errors fall like e^-D under the natural gradient",
    ),
)

CLAIM = Header(
    statement=(
        "gradient flow on gaps, gradient flow on all logits and the natural gradient all tend to the optimum; (H - H*) "
        "t tends to 4K on gaps and to 2WKL on logits, and H - H* falls like e^(-2t) under the natural gradient"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("global-convergence", "distillation", "expected-cost", "cost-gradient"),
    experiments=("lanes-stay-alike", "excess-times-time", "excess-times-time-on-gaps", "natural-geometric"),
)


def evidence() -> list[Part]:
    steps: list[Part] = [*velocities(), _row_descends(), _descent(), *_near_the_optimum().values(), _adjoint()]
    return [*steps, _diamond_sums(), _theorem(), *gap_rates(), *on_alike_rows()]


def _row_descends() -> Obligation:
    whole = fall + slope * p * (1 - p) * velocity
    return Obligation(
        "row-descends",
        "if the rows so far let H fall or stay, so does one more, whose gap moves at a positive factor times -slope or "
        "by minus the slope's sign; H stays only if it did so before and this row has slope 0 or p = 1",
        both(le(whole, 0), implies(eq(whole, 0), both(eq(fall, 0), either(eq(slope, 0), eq(p, 1))))),
        (le(fall, 0), le(p, 1), AGAINST_SLOPE),
    )


def _descent() -> Induction:
    """The speed of H, and the squares of slope times (1-p), summed over the rows."""
    rows = Recurrence(
        "rows",
        I,
        dict.fromkeys((fall, UNSETTLED), sp.Integer(0)),
        {
            fall: fall + slope * PASSES * (1 - PASSES) * velocity,
            UNSETTLED: UNSETTLED + (slope * (1 - PASSES)) ** 2,
        },
        chosen=FLOWS.rows,
        constraints=FLOWS.constraints,
    )
    words = (
        "without a row both sums are 0",
        "if the speed of H is not positive, and 0 only if no square is left, so with one row more",
    )
    settled = both(le(fall, 0), ge(UNSETTLED, 0), implies(eq(fall, 0), eq(UNSETTLED, 0)))
    return Induction("descent", words, rows, settled, uses=(Use(_row_descends(), {p: PASSES}),))


# --- near the optimum ------------------------------------------------------------------------------------------------


def _window(adjoint: Any, number: Any) -> tuple[Formula, Formula]:
    """``adjoint`` lies between number (1 - number delta) and number/(1 - number delta)."""
    return ge(adjoint, number * (1 - number * delta)), le(adjoint * (1 - number * delta), number)


MIRROR = {p: q, q: p, s: t, t: s, x: y, y: x}


def _near_the_optimum() -> dict[str, Obligation]:
    window = (eq(kappa, 16 * M * share), eq(share, M * delta), le(kappa, 1), ge(M, 2))
    ones = (eq(p, 1), eq(q, 1), eq(x, 0), eq(y, 0), eq(s, v), eq(t, 2 * K + 1 - v))
    found = (
        Obligation(
            "optimum",
            "where all is one x and y are 0, s and t grow by one a vertex, and with s = v and t = 2K+1-v half the "
            "slopes are -W v and -(W-1)(2K+1-v)",
            both(eq(s_next, v + 1), eq(slope_p(x, y), -W * v), eq(slope_q(x, y), -(W - 1) * t)),
            ones,
        ),
        Obligation(
            "adjoint-step",
            "if n(1 - n delta) <= s <= n/(1 - n delta) and no error exceeds delta, it is so at n + 1",
            both(*_window(s_next, n + 1)),
            (*_window(s, n), lt((n + 1) * delta, 1), ge(p, 1 - delta), ge(q, 1 - delta), le(p, 1), le(q, 1)),
        ),
        Obligation(
            "room",
            "with k = 16 M^2 delta <= 1 the errors of j + 1 <= M + 1 vertices are less than one",
            lt((j + 1) * delta, 1),
            (*window, le(j, M)),
        ),
        Obligation(
            "close",
            "after j < M vertices s is within k/32 of j + 1, and an error is at most k/64",
            both(*_close(s, j + 1), le(64 * delta, kappa)),
            (*window, le(j + 1, M), *_window(s, j + 1)),
        ),
        Obligation(
            "small-surplus",
            "after j <= M vertices x is at most k/(15 M)",
            le(15 * M * x, kappa),
            (*window, le(j, M), le(x * (1 - j * delta), j * delta)),
        ),
        Obligation(
            "sides",
            "the slope of p_v has a = W and b = W-1; that of q_v has a = W-1 and b = W, and the sides exchanged",
            both(
                implies(both(eq(a, W), eq(b, W - 1)), eq(_slope(), -slope_p(x, y))),
                implies(both(eq(a, W - 1), eq(b, W)), eq(_slope().xreplace(MIRROR), -slope_q(x, y))),
            ),
            (ge(W, 2), le(p, 1), le(q, 1)),
        ),
        Obligation(
            "near",
            "half the slope is within k of -a v, where s is close to v, t at most close to n, and b <= 2a",
            both(*_within(_slope(), a * v)),
            (
                *(le(b, 2 * a), le(kappa, 1), ge(M, 2), le(p, 1), le(q, 1), ge(v, 1), le(n, M)),
                *(le(64 * (1 - p), kappa), le(64 * (1 - q), kappa), le(15 * M * x, kappa), le(15 * M * y, kappa)),
                *(*_close(s, v), _close(t, n)[1]),
            ),
        ),
    )
    return {part.id: part for part in found}


def _close(adjoint: Any, number: Any) -> tuple[Formula, Formula]:
    """``adjoint`` and ``number`` differ by at most k/32 of the larger."""
    return le(number * (32 - kappa), 32 * adjoint), le(adjoint * (32 - kappa), 32 * number)


def _within(value: Any, number: Any) -> tuple[Formula, Formula]:
    """``value`` is ``number``, but for a share of k."""
    return le(value, number * (1 + kappa)), ge(value, number * (1 - kappa))


def _slope() -> Any:
    """Minus half the slope of a row, where a and b are the weights of its two sides."""
    return a * s * (x + 1) / p - b * t * y / q


X, S = real("x_i s_i")


def _adjoint() -> Induction:
    """Surplus and half the adjoint over i vertices, as they are from the leaf for x; for y p and q change places."""
    (more,) = nonnegative("more_next")
    over = Recurrence(
        "vertices, with what errors have beyond delta",
        I,
        {X: sp.Integer(0), S: sp.Integer(1), MORE: sp.Integer(0)},
        {X: crossings.next_surplus(X, p, q), S: s_next.subs(s, S), MORE: MORE + more},
        chosen=(p, q, more),
        constraints=(*EVERY_POLICY.constraints, le(1 - p, delta + more), le(1 - q, delta + more)),
    )
    words = (
        "x = 0, and s_0 = 1 is within delta of one",
        "if (i+1)(1 - (i+1) delta) <= s <= (i+1)/(1 - (i+1) delta) and x <= i delta/(1 - i delta), so at i + 1, where "
        "no error exceeds delta",
    )
    within = both(*_window(S, I + 1), le(X * (1 - I * delta), I * delta))
    near = implies(both(eq(MORE, 0), lt((I + 1) * delta, 1)), within)
    step = Use(_near_the_optimum()["adjoint-step"], {s: S, n: I + 1})
    return Induction("adjoints", words, over, both(ge(X, 0), ge(S, 1), near), uses=(step,))


# --- the theorem -----------------------------------------------------------------------------------------------------

ROWS, BY_LOGITS = real("rows by_logits")
VERTEX, S_V, T_V, T_NEXT, X_BEFORE, X_V, Y_BEFORE = real("v_at s_v t_v t_next x_before x_v y_before")
NO_MORE = nonnegative("more_fork more_leaf more_back")
VERTICES, ERRORS = real("vertices errors")
V_BACK = VERTICES + 1 - VERTEX

RUNS = (
    (Y_BEFORE, S_V, VERTEX - 1, NO_MORE[0]),
    (X_V, T_V, V_BACK - 1, NO_MORE[1]),
    (X_BEFORE, T_NEXT, V_BACK, NO_MORE[2]),
)
"""Surplus, adjoint and length of the runs from the fork to v, from the leaf to v, and from the leaf across v."""

AT_V = {p: p_v, q: q_v, s: S_V, t: T_V, x: X_BEFORE, y: Y_BEFORE, v: VERTEX, n: V_BACK}


def _diamond_sums() -> Induction:
    """n/(1+1/L) over the gaps of i diamonds: n is W L at its two exits, W at its two entries."""
    sums = {ROWS: ROWS + 4, BY_LOGITS: BY_LOGITS + 2 * (W * L + W) / (1 + 1 / L)}
    over = Recurrence("diamonds", I, dict.fromkeys(sums, sp.Integer(0)), sums)
    words = ("both sums are 0", "i diamonds have 4i gaps, and n/(1+1/L) adds up to 2W i L")
    return Induction("diamond-sums", words, over, both(eq(ROWS, 4 * I), eq(BY_LOGITS, 2 * W * I * L)))


def _theorem() -> Theorem:
    parts, whole = _near_the_optimum(), {M: VERTICES, share: ERRORS}
    uses = [Use(_descent(), {I: 4 * K}), Use(_diamond_sums(), {I: K})]
    for surplus, adjoint, length, more in RUNS:
        uses += [
            Use(_adjoint(), {I: length, X: surplus, S: adjoint, MORE: more}),
            Use(parts["room"], {**whole, j: length}),
            Use(parts["small-surplus"], {**whole, j: length, x: surplus}),
        ]
    uses += [Use(parts["close"], {**whole, j: length, s: adjoint}) for _, adjoint, length, _ in RUNS[:2]]
    descends = both(le(fall, 0), implies(eq(fall, 0), eq(UNSETTLED, 0)))
    sums = both(eq(ROWS, 4 * K), eq(BY_LOGITS, 2 * W * K * L))
    goal = implies(_at_vertex(), both(descends, sums, substituted(parts["near"].goal, AT_V)))
    slope_of_row = Use(parts["near"], {M: VERTICES, **AT_V})
    named = {VERTICES: 2 * K, ERRORS: VERTICES * delta}
    return Theorem("parametrisation", CLAIM.statement, SCOPE, (*uses, slope_of_row), goal, ASSUMPTIONS, let=named)


def _at_vertex() -> Formula:
    """v is a vertex, no error exceeds delta, k = 16 (2K)^2 delta, and the other side has at most twice the weight.

    Only the slope needs this. That H falls, and the sums, stand under it because the solvers then take 0.1 s, not 50.
    """
    small = (eq(more, 0) for more in NO_MORE)
    rows = (ge(row, 1 - delta) for row in (p_v, q_v))
    return both(ge(VERTEX, 1), le(VERTEX, VERTICES), *small, *rows, eq(kappa, 16 * VERTICES * ERRORS), le(b, 2 * a))


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            _theorem(),
            "one-lane",
            "n/(1+1/L) adds up to 2WK over the gaps, as if each diamond had one lane",
            goal=eq(BY_LOGITS, 2 * W * K),
        ),
        each_row_the_whole_slope(),
        *false_velocities(),
        Control(
            Obligation(
                "alike-along-the-corridor",
                "near the optimum half the slope of every p_v is within k of -W",
                ge(slope_p(x, y), -W * (1 + kappa)),
                (ge(W, 2), le(kappa, 1), eq(p, 1), eq(q, 1), eq(x, 0), eq(y, 0), eq(s, v), ge(v, 1)),
            ),
            confirm=_confirm_slopes_differ,
        ),
    ]


def _confirm_slopes_differ(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=2, lanes=2)
    gradient = expected_hitting_time_gradient(graph, Policy.optimal(graph), exact=True)
    first, last = gradient.forward_entry[0], gradient.forward_exit[-1]
    if first == last:
        raise ValueError(f"at {graph} the slopes of p_1 and p_4 are both {first}")
    return f"at W=K=L=2 the slope of p_1 is {first}, that of p_4 {last}"
