"""Sums over unequal corridors: what bounds R and the surplus crossings of one, and their sums over all of them.

The symbols are those of the claim `never-turn`: of one corridor its depth K_w, its tries u = 1 + x_0, the sum S of its
surplus crossings and R; at a level l also b and s. The sums are U of u, A of the passages, Q of R, D of u R, V of
K_w/u, Y of 1/u, M of K_w, B of b, C of b^2/u, and `poured` of s.

Main results: `corridor_bounds`, `inner_rows`, `first_row`, `corridor_sums`, `sum_bounds`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence, Use
from backproof.checks.formula import both, eq, ge, implies, le
from backproof.checks.scope import Policies
from backproof.checks.statement import Obligation
from backproof.checks.tools.excursions import SHORT, SURPLUS, TOTAL, WRONG
from backproof.checks.tools.symbols import I, W, nonnegative, positive, real
from backproof.theory.costs import crossings

(p,) = positive("p")
k, u, b, LEVEL = positive("K_w u b l")
S, R, s, deep = nonnegative("S R s deep")
U, A, Q, D, V, Y, M, B, V_BEST, C, POURED = real("U A Q D V Y M B V_best C poured")
TOO_DEEP, EXTRA, APART, M_ALL = real("too_deep extra apart M_all")

TABLES = Policies(
    "all depths and lanes, every policy in (0, 1] with a uniform fork",
    (k, u, S, R),
    (le(1, u), ge(S, u - 1), ge(R * u, 2 * u + 4 * k)),
)


# --- one corridor ----------------------------------------------------------------------------------------------------


def vertices(policies: Policies) -> Recurrence:
    """x, the sum of all x, R and the sum of what the rows miss to one, vertex by vertex from the leaf."""
    p, q = policies.rows
    before, zero = crossings.next_surplus(SURPLUS, p, q), sp.Integer(0)
    return Recurrence(
        "vertices of a corridor from the leaf",
        I,
        {SURPLUS: zero, TOTAL: zero, WRONG: sp.Integer(2), SHORT: zero},
        {
            SURPLUS: before,
            TOTAL: TOTAL + before,
            WRONG: crossings.next_excursion(WRONG, p, q),
            SHORT: SHORT + (1 - p) + (1 - q),
        },
        chosen=(p, q),
        constraints=policies.constraints,
    )


def corridor_bounds(policies: Policies) -> Induction:
    words = (
        "without vertices R is 2, and nothing is crossed more than once",
        "if R >= 2 + 2i/u behind a vertex, then so with i+1 before it; the sum of x grows by the new x",
    )
    bound = ge(WRONG * (1 + SURPLUS), 2 * (1 + SURPLUS) + 2 * I)
    return Induction("corridor", words, vertices(policies), both(bound, ge(TOTAL, SURPLUS)))


def inner_rows(policies: Policies) -> Induction:
    words = ("without vertices R is 2", "where both rows are one, x stays 0, and R grows by 2")
    straight = both(eq(SURPLUS, 0), eq(TOTAL, 0), eq(WRONG, 2 + 2 * I))
    return Induction("inner", words, vertices(policies), both(ge(SHORT, 0), implies(eq(SHORT, 0), straight)))


def first_row() -> Obligation:
    zero, one = sp.Integer(0), sp.Integer(1)
    return Obligation(
        "first",
        "behind the first vertex all 2K_w - 1 rows are one; with a first inward row p there, u = 1/p, the surplus "
        "crossings add up to u - 1, and R = 2 + 4 K_w / u",
        both(
            eq(1 + crossings.next_surplus(zero, p, one), u),
            eq(crossings.next_excursion(2 + 2 * (2 * k - 1), p, one), 2 + 4 * k / u),
        ),
        (le(p, 1), eq(u * p, 1)),
    )


# --- all corridors ---------------------------------------------------------------------------------------------------


def two_terms() -> Obligation:
    one, other, mean = nonnegative("one other mean")
    return Obligation(
        "two-terms",
        "two numbers whose product is at least n^2 add up to at least 2n",
        ge(one + other, 2 * mean),
        (ge(one * other, mean**2),),
    )


def one_more() -> Obligation:
    """The step of `sums`, without what it does not need."""
    cost, least = A + U * Q - D, 2 * U * (I + 2 * V) - 2 * M - I
    found = cost + 2 * k + 1 + 2 * S + u * Q + U * R
    bound = least + 2 * u * (I + 2 * V) + 2 * U * (1 + 2 * k / u) + 2 * u + 2 * k - 1
    return Obligation(
        "one-more",
        "with one corridor more A + U Q - D grows by at least as much as 2 U (n + 2V) - 2M - n does",
        ge(found, bound),
        (ge(S, u - 1), ge(R * u, 2 * u + 4 * k), ge(U, 0), ge(Q, 2 * I + 4 * V), ge(cost, least)),
    )


def corridor_sums() -> Recurrence:
    """Sums over the corridors; b and s are those of the level."""
    length = 2 * k + 1 + 2 * S
    added = {
        U: u,
        A: length,
        Q: R,
        D: u * R,
        V: k / u,
        Y: 1 / u,
        M: k,
        B: b,
        V_BEST: k / b,
        C: b**2 / u,
        POURED: s,
        TOO_DEEP: deep,
        EXTRA: (S - u + 1) + (R * u - 2 * u - 4 * k),
        APART: (u - b) ** 2,
    }
    level_here = (le(1, b), eq(2 * k + s, 2 * LEVEL * b**2), eq(s * (b - 1), 0))
    return Recurrence(
        "corridors",
        I,
        dict.fromkeys(added, sp.Integer(0)),
        {state: state + term for state, term in added.items()},
        chosen=(k, u, S, R, b, s, deep),
        constraints=(*TABLES.constraints, *level_here, le(2 * W * k, W + 2 * M_ALL + deep)),
    )


def sum_bounds() -> list[Induction]:
    """Of the cost, of never turning, and of the level."""
    return [*_cost_bounds(), *_straight_bounds(), *_level_bounds()]


NO_CORRIDORS = "over no corridors all sums are 0"


def _cost_bounds() -> list[Induction]:
    over, cost, least = corridor_sums(), A + U * Q - D, 2 * U * (I + 2 * V) - 2 * M - I
    return [
        Induction(
            "sums",
            (NO_CORRIDORS, "if A + U Q - D >= 2 U (n + 2V) - 2M - n over n corridors, then so over n+1"),
            over,
            both(ge(U, 0), ge(Q, 2 * I + 4 * V), ge(cost, least)),
            uses=(Use(one_more()),),
        ),
        Induction(
            "attained",
            (NO_CORRIDORS, "if only first inward rows are below one, both sides are equal"),
            over,
            both(ge(EXTRA, 0), implies(eq(EXTRA, 0), both(eq(Q, 2 * I + 4 * V), eq(cost, least)))),
        ),
    ]


def _straight_bounds() -> list[Induction]:
    over, (one, other, mean) = corridor_sums(), nonnegative("one other mean")
    return [
        Induction(
            "straight",
            (NO_CORRIDORS, "the u_w add up to at least n; if to n, then every K_w/u_w is K_w"),
            over,
            both(ge(U, I), ge(M, 0), implies(eq(U, I), eq(V, M))),
        ),
        Induction(
            "shallow",
            (
                NO_CORRIDORS,
                "if no corridor is too deep, 2W sum K_w/u_w >= (W + 2M) (sum 1/u_w - n) + 2W times their depths",
            ),
            over,
            both(
                ge(TOO_DEEP, 0),
                implies(eq(TOO_DEEP, 0), ge(2 * W * V, (W + 2 * M_ALL) * (Y - I) + 2 * W * M)),
            ),
        ),
        Induction(
            "means",
            (NO_CORRIDORS, "if sum u_w times sum 1/u_w is at least n^2, then so for n+1"),
            over,
            both(ge(U, 0), ge(Y, 0), ge(U * Y, I**2)),
            uses=(Use(two_terms(), {one: U / u, other: u * Y, mean: I}),),
        ),
    ]


def _level_bounds() -> list[Induction]:
    over, (one, other, mean) = corridor_sums(), nonnegative("one other mean")
    return [
        Induction(
            "poured",
            (NO_CORRIDORS, "s + 2 K_w/u >= 2 l b^2/u, with equality for u = b"),
            over,
            both(ge(POURED + 2 * V, 2 * LEVEL * C), eq(POURED + 2 * V_BEST, 2 * LEVEL * B)),
        ),
        Induction(
            "cauchy",
            (NO_CORRIDORS, "if U C >= B^2 over n corridors, then so over n+1"),
            over,
            both(ge(U, 0), ge(C, 0), ge(B, 0), ge(U * C, B**2)),
            uses=(Use(two_terms(), {one: U * b**2 / u, other: u * C, mean: B * b}),),
        ),
        Induction(
            "best",
            (NO_CORRIDORS, "if every u_w is b_w, then so are their sums"),
            over,
            both(ge(APART, 0), implies(eq(APART, 0), both(eq(U, B), eq(V, V_BEST)))),
        ),
    ]
