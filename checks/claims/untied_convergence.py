"""Claim `untied-convergence`: the optimum is the only point at which every coordinate is one or stationary, also if
every corridor has rows of its own, for all W >= 2, K, L. The rows are alike in all lanes.

Let u = 1 + x_0 and R be what `unequal-corridors` takes from a corridor, and let alpha and beta be the sums of R and of
u over the other corridors. Then W H depends on the rows of this corridor by A + alpha u + beta R. Along the corridor
let a_1 = 2 + alpha and a_(v+1) = 2 + r_v a_v with r = q/p, and g_v = beta E_v / (r_1 ... r_v), where E_v is R of the
corridor that begins behind v. So p_v is stationary if and only if a_v (x_(v-1) + 1) = g_v (`forward`), and q_v if
and only if a_v r_v x_v = g_v (`backward`).

1. *Not both* at one vertex, if both are below one (`not-both`).
2. *No q below one.* Let q_u be stationary. Then x_u > 0, so some p behind u is below one (`no-turn`). Hence there are
   u < i with q_u and p_i below one and nothing but ones between them. There a_i > r_u a_u and g_i <= g_u (`ahead`,
   `back`), and the two equations contradict each other (`turns`).
3. *No p below one.* So all q are one, and R <= 2 (2K+1) u, with equality where all p are one (`excursion`). Of the
   corridors with a p below one let this be one with the least R/u. Then R/u is at least as large in all others, and so
   beta R <= alpha u (`others`). But at i, the first p below one, u (2i + alpha) = beta (R - 2i) (`first`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import sympy as sp

from backproof.checks.claims.expected_cost import EVERY_POLICY, p, q
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, both, eq, ge, gt, implies, le, lt, negation
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance, Obligation, fraction
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import I, K, L, W, positive, real
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs import crossings
from backproof.theory.costs.excursions import tries
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy, by_family
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors

p_v, q_v, p_new, q_new, alpha = positive("p_v q_v p_new q_new alpha")
X, E, A, X_0, E_0, A_0, P_0 = real("x E a x_0 E_0 a_0 P_0")
(P,) = positive("P")
R, U, R_J, U_J = positive("R u R_j u_j")
ALPHA, BETA = real("alpha_sum beta_sum")
G, TIMES, LATER, X_HERE, BEYOND = real("g c a_later x_here g_beyond")
ONE, BOX = sp.Integer(1), EVERY_POLICY.constraints

SCOPE = Scope({W: 2, K: 1, L: 1}, EVERY_POLICY, (Given("row", (p_v, q_v, p_new, q_new), most=1),))
ASSUMPTIONS = (
    Assumed("lanes-alike", "rows are the same in all lanes of a diamond, and the fork is uniform"),
    Assumed(
        "changes",
        "a change at v changes A + alpha u by a_v times the change of x_(v-1) (along, in cost-gradient) and R by that "
        "of its terms from v on",
    ),
    Assumed(
        "cases",
        "among finitely many vertices or corridors there is a first, a last and a least one (textbook), so that the "
        "cases of the theorem are all that there are",
    ),
)

CLAIM = Header(
    statement=(
        "with rows of its own in every corridor the optimum is still the only point at which every coordinate is one "
        "or stationary"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "cost-gradient", "unequal-corridors"),
)


def evidence() -> list[Part]:
    return [
        *_inductions().values(),
        _forward(),
        _backward(),
        *_lemmas().values(),
        _theorem(),
        Instance(
            "slopes",
            "on the chain of random corridors W H changes as `forward` and `backward` say if a row of one corridor is "
            "halved",
            tuple({"width": width, "depth": depth} for width in (2, 3) for depth in (1, 2)),
            lambda width, depth: _halved(width, depth),
        ),
    ]


def _inductions() -> dict[str, Induction]:
    """The runs, by the ids of what is proved of them."""
    zero, two = sp.Integer(0), sp.Integer(2)
    x, e = partial(crossings.next_surplus, X), partial(crossings.next_excursion, E)
    found = (
        _run(
            "weights",
            "a stays at least 2",
            {A: 2 + alpha, P: ONE},
            (crossings.next_adjoint(A, q / p), P * p / q),
            ge(A, 2),
        ),
        _run("counted", "x stays at least 0, E 2", {X: zero, E: two}, (x(p, q), e(p, q)), both(ge(X, 0), ge(E, 2))),
        _run("ahead", "over ones a grows by 2", {A: A_0}, (crossings.next_adjoint(A, ONE),), eq(A, A_0 + 2 * I)),
        _run(
            "back",
            "over ones x stays the same, and E grows by 2",
            {X: X_0, E: E_0},
            (x(ONE, ONE), e(ONE, ONE)),
            both(eq(X, X_0), eq(E, E_0 + 2 * I)),
        ),
        _run("no-turn", "x stays 0 if every p is one", {X: zero}, (x(ONE, q),), eq(X, 0)),
        _run(
            "excursion",
            "E is at most twice the number of edges if every q is one",
            {X: zero, E: two},
            (x(p, ONE), e(p, ONE)),
            both(ge(X, 0), ge(E, 0), le(E, 2 * (I + 1))),
        ),
        _others(),
    )
    return {made.id: made for made in found}


def _run(id: str, words: str, start: dict[sp.Symbol, Any], then: tuple[Any, ...], predicate: Formula) -> Induction:  # noqa: A002
    following = dict(zip(start, then, strict=True))
    turns = (p, q) if sp.Tuple(*then).free_symbols & {p, q} else ()
    run = Recurrence(f"vertices: {words}", I, start, following, chosen=turns, constraints=BOX if turns else ())
    return Induction(id, (f"{words}: so at the start", f"{words}: so a vertex on"), run, predicate)


def _others() -> Induction:
    """The sums over the other corridors, of any rows, whose R/u is no less than that of this one."""
    corridors = Recurrence(
        "other corridors",
        I,
        {ALPHA: sp.Integer(0), BETA: sp.Integer(0)},
        {ALPHA: ALPHA + R_J, BETA: BETA + U_J},
        chosen=(p, q, R_J, U_J),
        constraints=(*BOX, le(R * U_J, R_J * U)),
    )
    least = both(le(R * BETA, ALPHA * U), ge(ALPHA, 0), ge(BETA, 0), implies(ge(I, 1), both(gt(ALPHA, 0), gt(BETA, 0))))
    words = "without another corridor both sums are 0", "beta R <= alpha u is kept with one corridor more"
    return Induction("others", words, corridors, least)


def _forward() -> Obligation:
    x_before = crossings.next_surplus(X, p_v, q_v)
    gain = A * (crossings.next_surplus(X, p_new, q_v) - x_before) + G * (p_new / p_v - 1)
    change = p_new - p_v
    return Obligation(
        "forward",
        "if p_v changes, A + alpha u + beta R changes by (g - a (x_(v-1)+1))/p_v times the change, plus a constant "
        "times its square over the new value",
        eq(gain, _slope_p(A, x_before, G) / p_v * change + A * (x_before + 1) / p_v * change**2 / p_new),
    )


def _backward() -> Obligation:
    gain = A * (crossings.next_surplus(X, p_v, q_new) - crossings.next_surplus(X, p_v, q_v)) + G * (q_v / q_new - 1)
    change = q_new - q_v
    return Obligation(
        "backward",
        "if q_v changes, A + alpha u + beta R changes by (a r x_v - g)/q_v times the change, plus a constant times "
        "its square over the new value",
        eq(gain, _slope_q(A, X, G, (p_v, q_v)) / q_v * change + G / q_v * change**2 / q_new),
    )


def _slope_p(a: Any, x_before: Any, g: Any) -> Any:
    """p_v times the derivative by p_v."""
    return g - a * (x_before + 1)


def _slope_q(a: Any, x: Any, g: Any, row: tuple[Any, Any]) -> Any:
    """q_v times the derivative by q_v."""
    return a * row[1] / row[0] * x - g


def _lemmas() -> dict[str, Obligation]:
    found = [
        Obligation(
            "not-both",
            "where p_v and q_v are both below one they are not both stationary",
            negation(eq(_slope_q(A, X, G, (p_v, q_v)), 0)),
            (ge(A, 2), eq(_slope_p(A, crossings.next_surplus(X, p_v, q_v), G), 0)),
        ),
        Obligation(
            "tail",
            "E_u >= 2 + p_i E_i gives g_u > g_i > 0",
            both(gt(TIMES * E, TIMES * p_v * E_0), gt(TIMES * p_v * E_0, 0)),
            (gt(TIMES, 0), ge(E_0, 2), ge(E, 2 + p_v * E_0)),
        ),
        Obligation(
            "turns",
            "with a_i > r_u a_u and g_i < g_u the equations of q_u and p_i exclude each other",
            negation(eq(_slope_p(LATER, X, G), 0)),
            (gt(LATER, TIMES), ge(TIMES, 0), ge(X, 0), eq(TIMES * X, BEYOND), lt(G, BEYOND)),
        ),
        Obligation(
            "first",
            "u (2i + alpha) = beta (R - 2i) for i >= 1 contradicts beta R <= alpha u",
            negation(eq((2 + ALPHA + 2 * I) * U, BETA * E)),
            (gt(ALPHA, 0), gt(BETA, 0), eq(R, 2 + E + 2 * I), le(R * BETA, ALPHA * U)),
        ),
    ]
    return {part.id: part for part in found}


AT_V = real("a_v x_v E_v v x_straight")
STRETCH = real("m a_i x_i1 E_u E_i x_u E_i1")
FIRST = real("n a_first x_first E_first x_fork R_fork x_behind E_behind")
(P_V,) = positive("P_v")


def _theorem() -> Theorem:
    """The others' sums, a vertex v, a stretch of m ones between u and i, and one of n ones from the fork on."""
    runs, lemmas = _inductions(), _lemmas()
    a, x, e, v, x_straight = AT_V
    others = {I: W - 1, R: FIRST[5], U: 1 + FIRST[4]}
    uses = [
        Use(runs["others"], others),
        Use(runs["weights"], {I: v - 1, alpha: ALPHA, A: a, P: P_V}),
        Use(runs["counted"], {I: 2 * K - v, X: x, E: e}),
        Use(runs["no-turn"], {I: 2 * K - v, X: x_straight}),
        Use(lemmas["not-both"], {A: a, X: x, G: _g(P_V, p_v / q_v, e)}),
    ]
    goals: list[Formula] = [
        negation(
            both(
                eq(_slope_p(a, crossings.next_surplus(x, p_v, q_v), _g(P_V, p_v / q_v, e)), 0),
                eq(_slope_q(a, x, _g(P_V, p_v / q_v, e), (p_v, q_v)), 0),
            )
        ),
        negation(eq(_slope_q(a, x_straight, _g(P_V, 1 / q_v, e), (ONE, q_v)), 0)),
    ]
    for more, goal in (_turning(runs, lemmas, v), _from_fork(runs, lemmas)):
        uses += more
        goals.append(goal)
    x, steps = real("x_ones R_ones")
    uses.append(Use(runs["excursion"], {I: 2 * K, X: x, E: steps}))
    goals.append(le(steps, 2 * (2 * K + 1) * (1 + x)))
    goal = implies(_places(), both(*goals))
    return Theorem("untied-convergence", CLAIM.statement, SCOPE, tuple(uses), goal, ASSUMPTIONS)


def _places() -> Formula:
    """v and n + 1 are vertices."""
    v, n = AT_V[3], FIRST[0]
    return both(ge(v, 1), le(v, 2 * K), ge(n, 0), le(n + 1, 2 * K))


def _g(product: Any, ratio: Any, beyond: Any) -> Any:
    return BETA * product * ratio * beyond


def _turning(runs: dict[str, Induction], lemmas: dict[str, Obligation], v: Any) -> tuple[list[Use], Formula]:
    """q_u and p_i below one, and p_u, q_i and the m vertices between them at one; u is v."""
    m, a_i, x_before, e_u, e_i, x_u, e_before = STRETCH
    far = 2 * K - v - m - 1
    g_u, g_i = _g(P_V, 1 / q_v, e_u), _g(P_V, 1 / q_v, p_v * e_i)
    uses = [
        Use(runs["ahead"], {I: m, A_0: crossings.next_adjoint(AT_V[0], q_v), A: a_i}),
        Use(runs["counted"], {I: far, X: real("x_i")[0], E: e_i}),
        Use(runs["counted"], {I: far + 1, X: x_before, E: e_before}),
        Use(runs["back"], {I: m, X_0: x_before, E_0: crossings.next_excursion(e_i, p_v, ONE), X: x_u, E: e_u}),
        Use(lemmas["tail"], {TIMES: BETA * P_V / q_v, E: e_u, E_0: e_i}),
        Use(lemmas["turns"], {LATER: a_i, TIMES: q_v * AT_V[0], X: x_before, G: g_i, BEYOND: g_u}),
    ]
    both_stationary = eq(_slope_q(AT_V[0], x_u, g_u, (ONE, q_v)), 0), eq(_slope_p(a_i, x_before, g_i), 0)
    return uses, implies(both(ge(m, 0), ge(far, 0)), negation(both(*both_stationary)))


def _from_fork(runs: dict[str, Induction], lemmas: dict[str, Obligation]) -> tuple[list[Use], Formula]:
    """p_i the first below one, and all q at one, in a corridor with the least R/u."""
    n, a_i, x_before, e_i, x_fork, r_fork, x_i, e_before = FIRST
    far = 2 * K - n - 1
    uses = [
        Use(runs["ahead"], {I: n, A_0: 2 + ALPHA, A: a_i}),
        Use(runs["counted"], {I: far, X: x_i, E: e_i}),
        Use(runs["counted"], {I: far + 1, X: x_before, E: e_before}),
        Use(runs["back"], {I: n, X_0: x_before, E_0: crossings.next_excursion(e_i, p_v, ONE), X: x_fork, E: r_fork}),
        Use(lemmas["first"], {I: n, U: 1 + x_fork, R: r_fork, E: p_v * e_i}),
    ]
    return uses, negation(eq(_slope_p(a_i, x_before, _g(ONE, p_v, e_i)), 0))


def _halved(width: int, depth: int) -> tuple[list[Any], list[Any]]:
    """How much W H changes if a row of the first corridor is halved, for each of its rows, and what the claim says."""
    policies = [random_policy(CorridorGraph(1, depth, 2), seed) for seed in range(width)]

    def cost(policy: Policy) -> Any:
        corridors = [Corridor((2,) * depth, own) for own in (policy, *policies[1:])]
        return width * mean_hitting_time(UnequalCorridors(tuple(corridors)))

    rows = [list(side) for side in policies[0].passes()]
    others = [policy.passes() for policy in policies[1:]]
    sums = sum(crossings.excursion_cost(*side) for side in others), sum(tries(*side) for side in others)
    found, stated = [], []
    for side in (0, 1):
        for v in range(2 * depth):
            changed = [list(row) for row in rows]
            changed[side][v] /= 2
            found.append(cost(Policy(**by_family(*changed))) - cost(policies[0]))
            stated.append(_stated_change(rows, v, changed[0][v], changed[1][v], sums))
    return found, stated


def _stated_change(rows: list[list[Any]], v: int, p_to: Any, q_to: Any, sums: tuple[Any, Any]) -> Any:
    """The right sides of `forward` and `backward` at vertex v + 1, of which one changes."""
    (before, behind), ratio = zip(*((side[:v], side[v + 1 :]) for side in rows), strict=True), Fraction(1)
    a, x, e = 2 + sums[0], Fraction(0), Fraction(2)
    for p_w, q_w in zip(*before, strict=True):
        a, ratio = crossings.next_adjoint(a, q_w / p_w), ratio * p_w / q_w
    for p_w, q_w in zip(*(reversed(side) for side in behind), strict=True):
        x, e = crossings.next_surplus(x, p_w, q_w), crossings.next_excursion(e, p_w, q_w)
    at = {A: a, X: x, p_v: rows[0][v], q_v: rows[1][v], p_new: p_to, q_new: q_to}
    at[G] = sums[1] * ratio * at[p_v] / at[q_v] * e
    part = _forward() if p_to != at[p_v] else _backward()
    changed: sp.Expr = part.goal.right  # type: ignore[union-attr]
    return fraction(changed.subs({symbol: sp.Rational(number) for symbol, number in at.items()}))


def controls() -> list[Control]:
    m, a_i, x_before, _, e_i, *_ = STRETCH
    return [
        false_theorem(
            _theorem(),
            "any-corridor",
            "no p below one is stationary, whatever the rows before it",
            goal=implies(
                both(_places(), ge(m, 0), le(AT_V[3] + m + 1, 2 * K)),
                negation(eq(_slope_p(a_i, x_before, _g(P_V, p_v / q_v, e_i)), 0)),
            ),
        ),
        Control(
            Obligation(
                "largest-ratio",
                "the same contradiction if R/u is at most as large in all other corridors",
                negation(eq((2 + ALPHA + 2 * I) * U, BETA * E)),
                (gt(ALPHA, 0), gt(BETA, 0), eq(R, 2 + E + 2 * I), ge(R * BETA, ALPHA * U)),
            )
        ),
    ]
