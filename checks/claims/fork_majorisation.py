"""Claim `fork-majorisation`: the forks that training leads to are ordered: uniform, in proportion to sqrt(pi), the
prior pi itself, one-hot. Each is at least as concentrated as the one before. For all W and every prior pi.

A law *majorises* another if its m largest probabilities add up to at least as much, for each m. The fork of the least
cost is in proportion to x = sqrt(pi) (`fork-square-root`), SFT's is pi, and that of the best first answer is one-hot.
Let the corridors be in order, x_1 >= x_2 >= ..., and x_m >= t >= x_(m+1). Then the sums A of x and B of x^2 over the
first m corridors have A >= m t and B >= t A (`top`), and those over the n others have C <= n t and D <= t C (`rest`).
Hence A (m + n) >= m (A + C), B (A + C) >= A (B + D) and B <= B + D, which compare the forks in turn (`theorem`).

So every Schur-concave entropy of the first answer, Shannon's among them, falls along the four forks: a textbook fact.
And pass@1 of one answer, the sum of pi_i f_i, rises along them: the likelier a corridor, the earlier it stands, and the
first m corridors gain for each m (`answers`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.forks import law_of, prior_of
from backproof.checks.tools.symbols import I, W, nonnegative, positive, real
from backproof.checks.tools.words import majorises, success
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

x, y = nonnegative("x y")
(M,) = nonnegative("m")
T, GAIN, RISE = real("t gain rise")
PI, EARLIER, gain = nonnegative("pi pi_before gain_behind")
"""The prior of a corridor and of the one before it. Up to it the more concentrated fork has more by the gain, and one
answer is correct more often by the rise."""

A, B, C, D = nonnegative("A B C D")
"""The sums of x and x^2 over the m first corridors, and of y and y^2 over the others; y is an x of these."""

FIRST = Policies("every prior", (x,), ())
OTHERS = Policies("its corridors in order of likelihood", (y,), ())
ALL = Policies("its shares in order", (PI,), ())
SCOPE = Scope({W: 1}, FIRST, (Given("number of likeliest corridors", (M,)),), (OTHERS, ALL))
ASSUMPTIONS = (
    Assumed("gains", "the gain over the first m corridors is 0 or more, for every m, which majorisation says"),
    Assumed("order", "some t is between the x of the m likeliest corridors and those of the others"),
    Assumed("schur", "a law that majorises another has at most its Schur-concave entropies (Schur, Hardy and others)"),
)

CLAIM = Header(
    statement=(
        "for every prior pi each of these forks is majorised by the next: uniform, in proportion to sqrt(pi), pi, "
        "one-hot; so from each to the next every Schur-concave entropy of the first answer falls, or stays, and the "
        "probability that one answer is correct rises, or stays"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("first-answers-walked", "order-walked", "distinct-walks"),
)

ROOTS = ((1, 1), (2, 1), (5, 2, 2), (4, 3, 2, 1), (9, 1, 1, 1, 1))
"""Square roots of priors, the likeliest first."""


def evidence() -> list[Part]:
    return [top(), rest(), answers(), fork_majorisation_theorem(), _on_graphs()]


def top() -> Induction:
    over = Recurrence(
        "the likeliest corridors, one after the other",
        I,
        {A: sp.Integer(0), B: sp.Integer(0)},
        {A: A + x, B: B + x**2},
        chosen=(x,),
        constraints=(ge(x, T),),
    )
    words = ("over no corridors all sums are 0", "if A >= i t and B >= t A, so with one corridor more, x >= t")
    return Induction("top", words, over, both(ge(A, I * T), ge(B, T * A)))


def rest() -> Induction:
    over = Recurrence(
        "the other corridors, one after the other",
        I,
        {C: sp.Integer(0), D: sp.Integer(0)},
        {C: C + y, D: D + y**2},
        chosen=(y,),
        constraints=(le(y, T),),
    )
    words = ("over no corridors all sums are 0", "if C <= i t and D <= t C, so with one corridor more, y <= t")
    return Induction("rest", words, over, both(le(C, I * T), le(D, T * C)))


def answers() -> Induction:
    over = Recurrence(
        "all corridors, one after the other",
        I,
        {EARLIER: sp.Integer(1), GAIN: sp.Integer(0), RISE: sp.Integer(0)},
        {EARLIER: PI, GAIN: gain, RISE: RISE + PI * (gain - GAIN)},
        chosen=(PI, gain),
        constraints=(le(PI, EARLIER),),
    )
    words = (
        "over no corridors nothing is gained",
        "if the rise is at least pi times the gain, so with one corridor more, which is no likelier than the last",
    )
    return Induction("answers", words, over, both(ge(GAIN, 0), ge(RISE, EARLIER * GAIN)))


def fork_majorisation_theorem() -> Theorem:
    uses = (Use(top(), {I: M}), Use(rest(), {I: W - M}), Use(answers(), {I: W}))
    goal = both(implies(le(M, W), _ordered()), ge(RISE, 0))
    return Theorem("fork-majorisation", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _ordered() -> Formula:
    """The sums over the m likeliest, m/W, A/(A + C), B/(B + D) and 1, in this order."""
    return both(ge(A * W, M * (A + C)), ge(B * (A + C), A * (B + D)), le(B, B + D))


def _on_graphs() -> Instance:
    return Instance(
        "first-answers",
        "the first answer of walkers with these forks, all other rows one, has the fork's law, and each law majorises "
        "the one before",
        tuple({"roots": roots} for roots in ROOTS),
        lambda roots: (_first_answers(roots), (_forks(roots), True)),
    )


def _forks(roots: Sequence[int]) -> list[list[Fraction]]:
    width = len(roots)
    return [law_of([1] * width), law_of(roots), prior_of(roots), law_of([1, *[0] * (width - 1)])]


def _first_answers(roots: Sequence[int]) -> tuple[list[list[Fraction]], bool]:
    graph = CorridorGraph(len(roots), 1, 1)
    laws = [_first_answer(graph, fork) for fork in _forks(roots)]
    return laws, all(majorises(more, less) for less, more in itertools.pairwise(laws))


def _first_answer(graph: CorridorGraph, fork: Sequence[Fraction]) -> list[Fraction]:
    """Within the least budget, so that the first leaf is the only one: its law by the words of each target."""
    policy, budget = Policy.optimal(graph), graph.shortest_path_length
    return [success(graph, policy, budget, fork=fork, target=target) for target in range(graph.width)]


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    x_1, x_2, pi_1, pi_2 = positive("x_1 x_2 pi_1 pi_2")
    return [
        false_theorem(
            fork_majorisation_theorem(),
            "square-root-above-prior",
            "the fork in proportion to sqrt(pi) majorises pi",
            confirm=_confirm_order,
            goal=implies(le(M, W), le(B * (A + C), A * (B + D))),
        ),
        Control(
            Obligation(
                "any-fork",
                "of two corridors the first, likelier or not, gains; then one answer is correct at least as often",
                ge((pi_1 - pi_2) * gain, 0),
                (eq(pi_1 + pi_2, 1), le(gain, 1)),
            ),
            _confirm_any_fork,
        ),
        Control(
            Obligation(
                "any-order",
                "of two corridors the first, likelier or not, has at least the share in pi that it has by sqrt(pi)",
                ge(x_1**2 * (x_1 + x_2), x_1 * (x_1**2 + x_2**2)),
            ),
            _confirm_any_order,
        ),
    ]


def _confirm_order(model: Model) -> str:
    _, square_root, prior, _ = (_first_answer(CorridorGraph(2, 1, 1), fork) for fork in _forks((2, 1)))
    if majorises(square_root, prior):
        raise ValueError(f"{square_root} majorises {prior}")
    return f"at W=2, pi = (4/5, 1/5) the likelier corridor is the first answer with {square_root[0]} under sqrt(pi)"


def _confirm_any_order(model: Model) -> str:
    roots = [int(model[name] * model["x_1"].denominator * model["x_2"].denominator) for name in ("x_1", "x_2")]
    square_root, prior = (_first_answer(CorridorGraph(2, 1, 1), fork)[0] for fork in (law_of(roots), prior_of(roots)))
    if prior >= square_root:
        raise ValueError(f"the first corridor has {prior} under pi and {square_root} under sqrt(pi)")
    return f"at W=2 the first corridor has {prior} under pi and {square_root} under sqrt(pi)"


def _confirm_any_fork(model: Model) -> str:
    prior, even, other = (model["pi_1"], model["pi_2"]), [Fraction(1, 2)] * 2, [Fraction(3, 4), Fraction(1, 4)]
    before, after = (
        sum(p * f for p, f in zip(prior, _first_answer(CorridorGraph(2, 1, 1), fork), strict=True))
        for fork in (even, other)
    )
    if after >= before:
        raise ValueError(f"with the prior {prior} one answer is correct with {before}, then with {after}")
    return f"at W=2, pi = ({prior[0]}, {prior[1]}) the fork (3/4, 1/4) majorises (1/2, 1/2) and is correct with {after}"
