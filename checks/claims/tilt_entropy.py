"""Claim `tilt-entropy`: a tilt towards correct answers can raise the entropy, whatever the entropy. A theorem of the
source says that it falls.

Let the law before the tilt have one incorrect word of probability a, and n correct ones of probability b each. The tilt
weighs correct words by u >= 1. As long as u b <= a the incorrect word stays the likeliest. It and m correct ones have
the share (a + m b)/(a + n b) before the tilt and (a + m u b)/(a + n u b) after it (`shares`). The first is at least the
second, for every m (`theorem`). So the law before the tilt majorises the law after it, and every Schur-concave entropy
rises or stays, Shannon's among them.

For any law, a small tilt raises Shannon's entropy just where correct words have more surprisal -log q than average. At
u = 1 its derivative is the covariance of being correct and of the surprisal: `correct-word` and `incorrect-word` derive
what one word adds, `covariance` the sum. This rule is beside the theorem, not part of it.

Such laws are those of corridor graphs: one corridor of one diamond with L lanes, four steps, and a walker who turns at
its entrance with probability a (`on-graphs`). The smallest counterexample is a certificate in fractions, without a
logarithm: (9/10, 1/20, 1/20) before, and (9, 10, 10)/29 after a tilt of weight 20.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.forks import law_of
from backproof.checks.tools.symbols import I, nonnegative, positive, real
from backproof.checks.tools.words import majorises
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

(N,) = positive("n")
(M,) = nonnegative("m")
a, b, u = positive("a b u")
q, s = positive("q s")
SURPRISE, WRONG_SURPRISE = positive("surprise wrong_surprise")
"""A word's probability and that of all correct words; the sums of -q log q over correct and over incorrect words."""
BEFORE, AFTER, WHOLE_BEFORE, WHOLE_AFTER = real("before after whole_before whole_after")

SCOPE = Scope(
    {N: 1},
    given=(Given("probability", (a, b)), Given("weight", (u,)), Given("number of correct words", (M,))),
)
ASSUMPTIONS = (
    Assumed("schur", "a law that majorises another has at most its Schur-concave entropies (Schur, Hardy and others)"),
    Assumed("likeliest", "the likeliest words are the incorrect one and any of the correct ones, since b <= u b <= a"),
)

CLAIM = Header(
    statement=(
        "let one incorrect word have probability a and each of n correct ones b; a tilt of the correct words by u >= 1 "
        "with u b <= a makes a law that the law before it majorises, so that no Schur-concave entropy falls"
    ),
    source="new; refutes Invisible Leash (arXiv 2507.14843), C.6 on entropy",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
)

CERTIFICATES: tuple[dict[str, Any], ...] = (
    {"lanes": 2, "turn": Fraction(9, 10), "weight": 20, "tilt": (9, 10, 10)},
    {"lanes": 1, "turn": Fraction(3, 4), "weight": 2, "tilt": (3, 2)},
)

CASES = tuple({"lanes": lanes, "turn": turn} for lanes in (1, 2, 3) for turn in (Fraction(1, 2), Fraction(9, 10)))


def evidence() -> list[Part]:
    return [shares(), tilt_entropy_theorem(), *_rule(), *_on_graphs()]


def shares() -> Induction:
    over = Recurrence(
        "correct words, one after the other, behind the incorrect one",
        I,
        {BEFORE: a, AFTER: a},
        {BEFORE: BEFORE + b, AFTER: AFTER + u * b},
    )
    words = (
        "without correct words both weights are a",
        "a correct word more adds b to the weight before the tilt and u b to that after it",
    )
    return Induction("shares", words, over, both(eq(BEFORE, a + I * b), eq(AFTER, a + I * u * b)))


def _rule() -> list[Derivation]:
    whole = 1 + (u - 1) * s

    def slope(weight: sp.Expr) -> sp.Expr:
        """The derivative at u = 1 of what a word adds to the entropy, that is of -p log p, p = q times the weight."""
        return sp.diff(-q * weight * sp.log(q * weight), u).subs(u, 1)

    parts = (1 - s) * (SURPRISE - s), -s * (WRONG_SURPRISE - (1 - s))
    return [
        Derivation(
            "correct-word",
            "at u = 1 what a correct word adds to the entropy grows at the rate (1 - s) q (-log q - 1)",
            slope(u / whole),
            (1 - s) * q * (-sp.log(q) - 1),
        ),
        Derivation(
            "incorrect-word",
            "at u = 1 what an incorrect word adds to the entropy grows at the rate -s q (-log q - 1)",
            slope(1 / whole),
            -s * q * (-sp.log(q) - 1),
        ),
        Derivation(
            "covariance",
            "with s and 1 - s for the sums of q, all words together have the rate E[R (-log q)] - E[R] E[-log q]",
            sum(parts),
            SURPRISE - s * (SURPRISE + WRONG_SURPRISE),
        ),
    ]


def tilt_entropy_theorem() -> Theorem:
    whole = {I: N, BEFORE: WHOLE_BEFORE, AFTER: WHOLE_AFTER}
    uses = (Use(shares(), {I: M}), Use(shares(), whole))
    return Theorem("tilt-entropy", CLAIM.statement, SCOPE, uses, _majorised(), ASSUMPTIONS)


def _majorised(*, falls: bool = False) -> Formula:
    """The share of the incorrect word and m correct ones, before the tilt and after it."""
    condition = both(le(M, N), ge(u, 1), le(u * b, a))
    before, after = BEFORE * WHOLE_AFTER, AFTER * WHOLE_BEFORE
    return implies(condition, ge(after, before) if falls else ge(before, after))


# --- instances -------------------------------------------------------------------------------------------------------


def _on_graphs() -> list[Instance]:
    return [
        Instance(
            "on-graphs",
            "four steps in one corridor of one diamond give one incorrect word of probability a and L correct ones of "
            "(1 - a)/L, and the tilt with the largest u, a/b, has a law that is majorised",
            CASES,
            lambda lanes, turn: (_walked(lanes, turn), (_stated(lanes, turn), True)),
        ),
        Instance(
            "certificate",
            "the tilts of these laws by these weights are in the proportions given, and are majorised",
            CERTIFICATES,
            lambda lanes, turn, weight, tilt: (_tilt(lanes, turn, weight), (law_of(tilt), True)),
        ),
    ]


def _law(lanes: int, turn: Fraction) -> list[Fraction]:
    """The incorrect words of a walker who turns at the entrance with this probability, then the correct ones."""
    graph, one = CorridorGraph(1, 1, lanes), [Fraction(1)]
    policy = Policy(forward_exit=one, backward_entry=one, forward_entry=[1 - turn], backward_exit=one)
    words = count_words([word_chain(graph, policy)], graph.shortest_path_length)
    return [t.probabilities[0] for side in (words.incorrect, words.correct) for t in side for _ in range(t.number)]


def _tilted(law: Sequence[Fraction], weight: Fraction) -> list[Fraction]:
    weights = [law[0], *(weight * p for p in law[1:])]
    return [w / sum(weights) for w in weights]


def _walked(lanes: int, turn: Fraction) -> tuple[list[Fraction], bool]:
    law = _law(lanes, turn)
    return law, majorises(law, _tilted(law, max(law[0] / law[1], Fraction(1))))


def _tilt(lanes: int, turn: Fraction, weight: int) -> tuple[list[Fraction], bool]:
    law = _law(lanes, turn)
    tilt = _tilted(law, Fraction(weight))
    return tilt, majorises(law, tilt)


def _stated(lanes: int, turn: Fraction) -> list[Fraction]:
    return [turn, *[(1 - turn) / lanes] * lanes]


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    squares = [a**2 + N * (weight * b) ** 2 for weight in (1, u)]
    return [
        false_theorem(
            tilt_entropy_theorem(),
            "tilt-concentrates",
            "the law after the tilt majorises the law before it, so that entropies fall (the source's Theorem C.6)",
            confirm=_confirm,
            goal=_majorised(falls=True),
        ),
        Control(
            Obligation(
                "collisions",
                "a tilt by u >= 1 does not lower the probability that two words agree",
                ge(squares[1] * (a + N * b) ** 2, squares[0] * (a + N * u * b) ** 2),
                (ge(u, 1), ge(N, 1)),
            ),
            _confirm,
        ),
        Control(
            Obligation(
                "slope",
                "correct words never have more surprisal than average, so that no small tilt raises the entropy",
                le(SURPRISE, s * (SURPRISE + WRONG_SURPRISE)),
                (lt(s, 1),),
            ),
            _confirm_slope,
        ),
    ]


def _confirm(model: Model) -> str:
    law = _law(2, Fraction(9, 10))
    tilt = _tilted(law, Fraction(20))
    (before, after), (alike, alike_after) = (max(law), max(tilt)), (sum(p * p for p in one) for one in (law, tilt))
    if after >= before or alike_after >= alike:
        raise ValueError(f"the tilt of {law} is {tilt}")
    return (
        f"at W=K=1, L=2 and 4 steps a tilt by 20 takes the likeliest word from {before} to {after}, and the chance "
        f"that two words agree from {alike} to {alike_after}"
    )


def _confirm_slope(model: Model) -> str:
    """From the base model. The entropies differ by 1e-3, far more than the rounding of 60 logarithms."""
    graph = CorridorGraph(2, 1, 2)
    words = count_words([word_chain(graph, Policy.base(graph))], graph.shortest_path_length)
    weight = Fraction(13, 12)

    def entropy(u: Fraction) -> float:
        sides = (words.correct, u), (words.incorrect, Fraction(1))
        weights = [(factor * word.probabilities[0], word.number) for side, factor in sides for word in side]
        total = sum(p * n for p, n in weights)
        return -sum(float(n * p / total) * math.log(p / total) for p, n in weights)

    before, after = entropy(Fraction(1)), entropy(weight)
    if after <= before + 1e-4:
        raise ValueError(f"the entropy goes from {before} to {after}")
    return f"at W=2, K=1, L=2 and 4 steps a tilt of base by {weight} takes the entropy from {before:.4f} to {after:.4f}"
