"""How long the passage of a diamond takes, by mean weights, and what a larger gap changes: identities of power series.

The weight w counts every two steps more than a walk needs. E is the mean weight of the walks from the arrival at a
diamond, on the way out, to the first arrival behind it. F is that of another policy.

Main definitions: `passage_recursion`, `passage_differences`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.formula import eq
from backproof.checks.statement import Derivation, Evidence, Obligation
from backproof.checks.tools.symbols import real
from backproof.theory.companions.equal_gaps import diamond_terms, diamond_weights, turns

WEIGHT, BEFORE, AFTER, MORE_AFTER = real("w E E_next F_next")


def passage_recursion(lanes: sp.Expr, odds: sp.Expr) -> list[Evidence]:
    """1/E at the next diamond is g0 + g1 w + g2 w^2 - w^2 E, where all rows have these odds above base."""
    return [_inside(lanes, odds), _through(), _diamond(lanes, odds), _terms(lanes, odds)]


def passage_differences() -> list[Evidence]:
    """F - E, in terms of what differs at one vertex or diamond and of the difference before it."""
    return [_difference(), _entry(), _exit(), _times()]


def _inside(lanes: sp.Expr, odds: sp.Expr) -> Derivation:
    (q, s), (_, turning) = turns(lanes, odds), diamond_weights(lanes, odds, WEIGHT)
    visits = 1 / (1 - s**2 * WEIGHT)
    return Derivation(
        "inside",
        "who enters a diamond comes to its far side v = 1 + s^2 w v times, and from there out with s, back and 1 - s",
        turning,
        q + (1 - q) * visits * s * WEIGHT * (1 - s),
    )


def _through() -> Obligation:
    passing, turning, back = real("pass turn R")
    back_next = WEIGHT * (turning + WEIGHT * passing * back * BEFORE)
    known = BEFORE * (1 - turning * back)
    without = 1 - WEIGHT * turning**2 + WEIGHT**2 * passing * known - WEIGHT**2 * passing * BEFORE
    return Obligation(
        "through",
        "E_(v+1) (1 - turn R_(v+1)) does not need R_v, the weight of the way back before diamond v, as E_v (1 - turn "
        "R_v) = pass",
        eq(AFTER * (1 - turning * back_next), AFTER * without),
    )


def _diamond(lanes: sp.Expr, odds: sp.Expr) -> Derivation:
    passing, turning = diamond_weights(lanes, odds, WEIGHT)
    constant, linear, square = diamond_terms(lanes, odds)
    return Derivation(
        "diamond",
        "1 - w turn^2 + w^2 pass^2 is pass times g0 + g1 w + g2 w^2",
        passing * (constant + linear * WEIGHT + square * WEIGHT**2),
        1 - WEIGHT * turning**2 + WEIGHT**2 * passing**2,
    )


def _terms(lanes: sp.Expr, odds: sp.Expr) -> Derivation:
    return Derivation("terms", "g0 + g1 + g2 = 2", sum(diamond_terms(lanes, odds), sp.Integer(0)), sp.Integer(2))


def _difference() -> Obligation:
    (g0, g2), (h0, h2), (excess,) = real("g0 g2"), real("h0 h2"), real("C")

    def inverse(constant: sp.Expr, square: sp.Expr, before: sp.Expr) -> sp.Expr:
        return constant + (2 - constant - square) * WEIGHT + square * WEIGHT**2 - WEIGHT**2 * before

    added = g0 - h0 + (h2 - g2) * WEIGHT + WEIGHT**2 * excess
    return _apart(
        "difference",
        "behind a diamond F - E is (1-w) E F (g0 - g0' + (g2' - g2) w + w^2 C)",
        (inverse(g0, g2, BEFORE), sp.Integer(1)),
        (inverse(h0, h2, BEFORE + (1 - WEIGHT) * excess), sp.Integer(1)),
        added,
    )


def _entry() -> Obligation:
    q, more_q = real("q q_more")
    return _apart(
        "entry",
        "at the first entry (1-q) (1-q') (F - E) is (1-w) E F (q - q')",
        (1 - q * WEIGHT, 1 - q),
        (1 - more_q * WEIGHT, 1 - more_q),
        q - more_q,
    )


def _exit() -> Obligation:
    (s, more_s), (excess, tail) = real("s s_more"), real("C tail")
    more_before = 1 - (1 - WEIGHT) * tail
    before, kept = more_before - (1 - WEIGHT) * excess, (1 - s) * (1 - more_s)

    def inverse(turning: sp.Expr, first: sp.Expr) -> sp.Expr:
        return 1 - turning * WEIGHT * (turning + (1 - turning) * WEIGHT * first)

    return _apart(
        "exit",
        "at the exit behind it (1-s) (1-s') (F - E) is (1-w) E F times what is made of s - s', the excess C at the "
        "entry, and the tail (1-F)/(1-w) of the law there",
        (inverse(s, before), 1 - s),
        (inverse(more_s, more_before), 1 - more_s),
        (s - more_s) * (1 + kept * (WEIGHT + WEIGHT**2 * tail)) + kept * s * WEIGHT**2 * excess,
    )


def _apart(
    name: str, words: str, less: tuple[sp.Expr, sp.Expr], more: tuple[sp.Expr, sp.Expr], added: sp.Expr
) -> Obligation:
    """Where E a = c and F b = d, for the pairs (a, c) and (b, d), c d (F - E) is d F (E a) - c E (F b)."""
    (a, c), (b, d) = less, more
    apart = d * MORE_AFTER * (AFTER * a) - c * AFTER * (MORE_AFTER * b)
    return Obligation(name, words, eq(apart, (1 - WEIGHT) * AFTER * MORE_AFTER * added))


def _times() -> Obligation:
    excess, other_excess = real("C C_other")
    more_before, more_after = BEFORE + (1 - WEIGHT) * excess, AFTER + (1 - WEIGHT) * other_excess
    return Obligation(
        "times",
        "of the sum of two independent times the excess is C F' + E C', with those of both",
        eq(more_before * more_after - BEFORE * AFTER, (1 - WEIGHT) * (excess * more_after + BEFORE * other_excess)),
    )
