"""Claim `tilt-coverage`: a tilt of one prompt's law towards correct answers raises pass@k for every k; it can still add
to the empirical support.

For a reward of 0 or 1, the law that is best for beta times the reward less the KL divergence weighs correct completions
by u = e^beta >= 1. So the probability q of the correct ones becomes u q/(1 + (u-1) q) (`law`), which is at least q.
k completions miss with the k-th power of the rest. Powers keep the order of their bases (`powers`), so pass@k does not
fall (`theorem`).

Two statements of the source go further. Its Theorem C.3, that a solution above eps after training was above eps before,
is refuted by one tilt (`support-at-eps`). And one tilt for several prompts, with the same mean success, can lower
pass@k (`shared-tilt`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from backproof.checks.composition import Induction, Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.powers import ordered_powers
from backproof.checks.tools.symbols import I, nonnegative, positive, real
from backproof.checks.tools.words import success
from backproof.theory.companions.tilts import tilted_success
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES, Policy

(U, N) = positive("u k")
Q, RIGHT, WRONG, X, Y = nonnegative("q right wrong X Y")
R, MISS, TILTED_MISS = real("r miss tilted_miss")

SCOPE = Scope({N: 1}, given=(Given("success probability", (Q,), most=1), Given("weight of a success", (U,))))
ASSUMPTIONS = (
    Assumed("binary", "the reward is 0 or 1, and each prompt is tilted by itself"),
    Assumed(
        "independent", "the k completions are independent, so that all miss with the k-th power of the chance of one"
    ),
)

CLAIM = Header(
    statement=(
        "a tilt of weight u >= 1 takes the success probability q of a prompt to r = u q/(1 + (u-1) q) >= q, and its "
        "pass@k, 1 - (1-q)^k, does not fall for any k"
    ),
    source="new; Invisible Leash (arXiv 2507.14843), against C.3 and C.6",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
)


def evidence() -> list[Part]:
    return [_law(), _powers(), tilt_coverage_theorem(), _on_graphs()]


def _law() -> Obligation:
    return Obligation(
        "law",
        "correct completions weigh u each and the others 1; the correct ones get the share u q/(1 + (u-1) q)",
        _tilted_to(RIGHT),
        (eq(RIGHT + WRONG, 1), eq(R * (U * RIGHT + WRONG), U * RIGHT)),
    )


def _tilted_to(probability: sp.Expr) -> Formula:
    """r is what the theory states."""
    above, below = sp.fraction(tilted_success(probability, U))
    return eq(R * below, above)


def _powers() -> Induction:
    return ordered_powers(TILTED_MISS, MISS, Y, X)


def tilt_coverage_theorem() -> Theorem:
    uses = (Use(_law(), {RIGHT: Q, WRONG: 1 - Q}), Use(_powers(), {I: N}))
    return Theorem("tilt-coverage", CLAIM.statement, SCOPE, uses, _covers(ge(U, 1)), ASSUMPTIONS)


def _covers(condition: Formula) -> Formula:
    """pass@k before and after is 1 - X and 1 - Y."""
    tilted = both(eq(R * (U * Q + 1 - Q), U * Q), eq(MISS, 1 - Q), eq(TILTED_MISS, 1 - R))
    return implies(both(condition, tilted), both(_tilted_to(Q), ge(R, Q), ge(1 - Y, 1 - X)))


def _on_graphs() -> Instance:
    return Instance(
        "on-walks",
        "the walks of a budget, each weighed by u if it arrives, arrive with the probability that the theory states",
        tuple(
            {"policy": policy, "width": width, "budget": budget, "weight": weight}
            for policy in POLICIES
            for width, budget in ((1, 4), (2, 6), (2, 9), (3, 8))
            for weight in (1, Fraction(3, 2), 7)
        ),
        _tilted,
    )


def _tilted(policy: str, width: int, budget: int, weight: Fraction) -> tuple[Fraction, Fraction]:
    """Summed over the types of words, and by the theory from the success before."""
    graph = CorridorGraph(width, 1, 2)
    words = count_words([word_chain(graph, POLICIES[policy](graph))], budget)
    right, wrong = (sum(t.number * t.probabilities[0] for t in side) for side in (words.correct, words.incorrect))
    return weight * right / (weight * right + wrong), tilted_success(right, weight)


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    first, second, least = nonnegative("first second eps")
    return [
        Control(
            Obligation(
                "support-at-eps",
                "a solution of probability q <= eps has at most eps after the tilt (the source's Theorem C.3)",
                le(R, least),
                (ge(U, 1), le(Q, least), le(Q, 1), _tilted_to(Q)),
            ),
            _confirm_support,
        ),
        Control(
            Obligation(
                "shared-tilt",
                "two prompts with weights 3/4 and 1/4 and both of success 1/2: a change that does not lower the mean "
                "success does not lower pass@3",
                ge(_pass_at_3(first, second), _pass_at_3(sp.Rational(1, 2), sp.Rational(1, 2))),
                (le(first, 1), le(second, 1), ge(3 * first + second, 2)),
            ),
            _confirm_shared,
        ),
        false_theorem(
            tilt_coverage_theorem(),
            "any-weight",
            "a tilt of any weight does not lower pass@k",
            confirm=_confirm_weight,
            goal=_covers(ge(U, 0)),
        ),
    ]


def _pass_at_3(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    return 1 - (3 * (1 - first) ** 3 + (1 - second) ** 3) / 4


def _confirm_support(model: Model) -> str:
    """The policy that never turns at the least budget: one of two corridors."""
    graph = CorridorGraph(2, 1, 1)
    right = success(graph, Policy.optimal(graph), graph.shortest_path_length)
    tilted = tilted_success(right, Fraction(7))
    if not right <= Fraction(3, 4) < tilted:
        raise ValueError(f"the success goes from {right} to {tilted}")
    return f"at W=2, K=L=1 and 4 steps the one correct word has {right}, and {tilted} after a tilt of weight 7"


def _confirm_shared(model: Model) -> str:
    before, after = (Fraction(str(_pass_at_3(*map(sp.Rational, pair)))) for pair in (("1/2", "1/2"), ("9/10", "1/10")))
    if after >= before:
        raise ValueError(f"pass@3 goes from {before} to {after}")
    return (
        f"the successes 1/2, 1/2 become 9/10, 1/10, their mean rises to 7/10, and pass@3 falls from {before} to {after}"
    )


def _confirm_weight(model: Model) -> str:
    graph = CorridorGraph(2, 1, 1)
    right = success(graph, Policy.optimal(graph), graph.shortest_path_length)
    tilted = tilted_success(right, Fraction(1, 2))
    if tilted >= right:
        raise ValueError(f"a tilt of weight 1/2 takes {right} to {tilted}")
    return f"at W=2, K=L=1 and 4 steps a tilt of weight 1/2 takes the success from {right} to {tilted}"
