"""Excursions from the fork into one corridor, vertex by vertex from the leaf, by their first-step equations.

Into the target's corridor an excursion takes T steps, and ends at the leaf with probability e; if not, it comes back.
With x and S, the surplus crossings of `theory.costs.crossings` and their sum, e (1+x) = 1 and T (1+x) = i + 1 + 2S
after i vertices, which is A (`tries`). Into a wrong corridor it takes R steps, and comes back (`excursion`). R is twice
the sum of all (p_1 ... p_e) / (q_1 ... q_e) (`unroll`).

Main results: `target_tries`, `straight`, `excursion`, `unroll`; `inside` has all four.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence
from backproof.checks.formula import both, eq, implies
from backproof.checks.scope import Policies
from backproof.checks.tools.symbols import I, nonnegative, positive, real
from backproof.theory.costs import crossings

SUCCESS, STEPS = positive("e T")
WRONG, SURPLUS, TOTAL, SHORT = nonnegative("R x S short")
"""R; x, the sum of all x so far, and the sum of all 1 - p so far."""

(FOUND,) = real("R_found")
"""R as the theory computes it."""

PRODUCTS, PRODUCT, BEYOND, AT_FORK = real("products product beyond R_fork")
"""The sum of the products so far, the next one, and R beyond the edge that is reached and at the fork."""


def inside(policies: Policies) -> tuple[Induction, ...]:
    """What the first-step equations in a corridor give, the target's or a wrong one."""
    return target_tries(policies), straight(policies), excursion(policies), unroll(policies)


def target_corridor(policies: Policies) -> Recurrence:
    """x, S, the sum of 1 - p, e and T, where any rows of the ``policies`` are chosen at each vertex."""
    p, q = policies.rows
    before, zero, one = crossings.next_surplus(SURPLUS, p, q), sp.Integer(0), sp.Integer(1)
    success, chance, steps, out = positive("success chance steps out")
    return Recurrence(
        "vertices of the target's corridor from the leaf",
        I,
        {SURPLUS: zero, TOTAL: zero, SHORT: zero, SUCCESS: one, STEPS: one},
        {SURPLUS: before, TOTAL: TOTAL + before, SHORT: SHORT + 1 - p, SUCCESS: success, STEPS: steps},
        chosen=(p, q, success, chance, steps, out),
        constraints=(
            *policies.constraints,
            eq(chance, SUCCESS + (1 - SUCCESS) * (1 - q) * chance),
            eq(success, p * chance),
            eq(out, STEPS + (1 - SUCCESS) * (q + (1 - q) * out)),
            eq(steps, 1 + p * out + (1 - p)),
        ),
    )


def target_tries(policies: Policies) -> Induction:
    """e and T from x and S."""
    words = (
        "without vertices an excursion succeeds, in one step",
        "an excursion that succeeds with probability 1/(1+x) and takes A/(1+x) steps behind a vertex succeeds with "
        "1/(1+x') and takes (A + 1 + 2x')/(1+x') before it",
    )
    predicate = both(eq(SUCCESS * (1 + SURPLUS), 1), eq(STEPS * (1 + SURPLUS), I + 1 + 2 * TOTAL))
    return Induction("tries", words, target_corridor(policies), predicate)


def straight(policies: Policies) -> Induction:
    """Where all p are one, nothing is crossed more than once."""
    words = ("without vertices there are no surplus crossings", "if all p are one, there are none with one vertex more")
    predicate = implies(eq(SHORT, 0), both(eq(SURPLUS, 0), eq(TOTAL, 0)))
    return Induction("straight", words, target_corridor(policies), predicate)


def excursion(policies: Policies) -> Induction:
    """R by first steps is R as the theory computes it."""
    p, q = policies.rows
    out, before = positive("out before")
    corridor = Recurrence(
        "vertices of a wrong corridor from the leaf",
        I,
        {WRONG: sp.Integer(2), FOUND: sp.Integer(2)},
        {WRONG: before, FOUND: crossings.next_excursion(FOUND, p, q)},
        chosen=(p, q, out, before),
        constraints=(
            *policies.constraints,
            eq(out, WRONG + q + (1 - q) * out),
            eq(before, 1 + p * out + (1 - p)),
        ),
    )
    words = (
        "without vertices R is 2, to the leaf and back",
        "from R behind a vertex, that before it is R' = 2 + (p/q) R: 1, and with probability p tries behind until the "
        "vertex lets back, and 1",
    )
    return Induction("excursion", words, corridor, eq(WRONG, FOUND))


def unroll(policies: Policies) -> Induction:
    """R is the sum of the products so far, twice, and the next product times R beyond."""
    p, q = policies.rows
    (beyond_next,) = nonnegative("beyond_next")
    corridor = Recurrence(
        "vertices of a wrong corridor from the fork",
        I,
        {PRODUCTS: sp.Integer(0), PRODUCT: sp.Integer(1), BEYOND: AT_FORK},
        {PRODUCTS: PRODUCTS + PRODUCT, PRODUCT: PRODUCT * p / q, BEYOND: beyond_next},
        chosen=(p, q, beyond_next),
        constraints=(*policies.constraints, eq(BEYOND, crossings.next_excursion(beyond_next, p, q))),
    )
    words = (
        "at the fork nothing is counted yet",
        "if R is twice the products so far and the next product times R beyond, so it is one vertex on",
    )
    return Induction("unroll", words, corridor, eq(AT_FORK, 2 * PRODUCTS + PRODUCT * BEYOND))
