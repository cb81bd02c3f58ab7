"""Claim `leash-crossing`: a fork that takes one corridor alone has pass@k at most that corridor's prior for every k,
and any walker that can reach every target passes it. For all W and every prior.

The one-hot fork reaches the target in its corridor alone, whose prior is `m`, so that it solves no more than the share
`m`. Let another walker reach every target with probability p or more. k samples miss a target with at most X = (1-p)^k,
which is at most 1/(1 + k p) (`missed`), so that they solve at least the share 1 - X of all targets (`others`). That is
more than `m` wherever (1-p)^k < 1 - m, and from k p (1 - m) > m on at the latest (`theorem`).

For equal p the crossing is exact: k samples solve 1 - (1-p)^k (`on-walks`). At W = 15, with Zipf's prior and one leaf,
the uniform fork passes the one-hot one at k = 6; where the base model does depends on its budget. That the fork in
proportion to sqrt(pi) is above the uniform one for every k is false (`square-root-for-every-k`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.forks import law_of, prior_of
from backproof.checks.tools.symbols import I, W, nonnegative, positive, real
from backproof.checks.tools.words import success
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

prior, solved = nonnegative("prior solved")
"""Of another target than the one-hot fork's: its probability, and the probability that k samples solve it."""

MASS, SOLVED, HOT, HERE, X = nonnegative("mass solved_others hot here X")
"""The sums of the prior and of prior times solved over the other targets; for the one-hot fork's target, the
probabilities that it and that the other walker solve it with k samples; and (1-p)^k.
"""

TOP, N = nonnegative("m k")
(P_LEAST,) = positive("p")
LEFT = real("left")[0]

TARGETS = Policies("every prior and every walker that reaches all targets", (prior, solved), ())
SCOPE = Scope(
    {W: 1},
    TARGETS,
    (
        Given("number of samples", (N,)),
        Given("success probability", (P_LEAST,), most=1),
        Given("prior of one corridor", (TOP,), most=1),
        Given("success at the target of that corridor", (HOT, HERE), most=1),
    ),
)
ASSUMPTIONS = (
    Assumed("one-hot", "a fork that takes one corridor alone solves no target but that corridor's"),
    Assumed("independent", "the k samples are independent, so that each target is missed with (1-p)^k at most"),
)

CLAIM = Header(
    statement=(
        "a fork that takes one corridor alone has pass@k at most the prior m of its target for every k; a walker that "
        "reaches every target with probability at least p in (0, 1] has a larger pass@k wherever (1-p)^k < 1 - m, and "
        "so from k p (1 - m) > m on"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("forks-walked", "crossing-walked"),
)


def evidence() -> list[Part]:
    return [missed_target(), others(), leash_crossing_theorem(), _on_walks()]


def missed_target() -> Induction:
    over = Recurrence("samples that all miss", I, {X: sp.Integer(1)}, {X: (1 - P_LEAST) * X})
    words = ("before the first sample, 1 <= 1", "if X (1 + i p) <= 1, so with (1-p) X and one sample more")
    return Induction("missed", words, over, le(X * (1 + I * P_LEAST), 1), (le(P_LEAST, 1),))


def others() -> Induction:
    over = Recurrence(
        "other targets, one after the other",
        I,
        {MASS: sp.Integer(0), SOLVED: sp.Integer(0)},
        {MASS: MASS + prior, SOLVED: SOLVED + prior * solved},
        chosen=(prior, solved),
        constraints=(ge(solved, 1 - LEFT),),
    )
    words = (
        "over no targets both sums are 0",
        "if the share solved is at least 1 - x of the mass, so with a target more, of which 1 - x or more is solved",
    )
    return Induction("others", words, over, ge(SOLVED, (1 - LEFT) * MASS))


def leash_crossing_theorem() -> Theorem:
    uses = (Use(missed_target(), {I: N}), Use(others(), {I: W - 1}))
    late = gt(N * P_LEAST * (1 - TOP), TOP)
    return Theorem("leash-crossing", CLAIM.statement, SCOPE, uses, _passes(late), ASSUMPTIONS)


def _passes(late: Formula) -> Formula:
    """The two forks solve m hot, and m here + solved_others."""
    capped, whole = TOP * HOT, TOP * HERE + SOLVED
    setting = both(eq(TOP + MASS, 1), eq(LEFT, X), ge(HERE, 1 - X))
    passed = gt(whole, capped)
    return implies(setting, both(le(capped, TOP), implies(lt(X, 1 - TOP), passed), implies(late, passed)))


# --- instances -------------------------------------------------------------------------------------------------------

CASES: tuple[dict[str, Any], ...] = tuple(
    {"roots": roots, "samples": samples} for roots in ((2, 1), (3, 1, 1), (3, 2, 1)) for samples in (1, 2, 4, 8, 16)
)


def _on_walks() -> Instance:
    return Instance(
        "on-walks",
        "with one leaf and straight corridors the one-hot fork solves the share of the likeliest target, the uniform "
        "fork 1 - (1 - 1/W)^k, and that is more exactly where (1 - 1/W)^k < 1 - m",
        CASES,
        lambda roots, samples: (_walked(roots, samples), _stated(roots, samples)),
    )


def _walked(roots: Sequence[int], samples: int) -> tuple[Fraction, Fraction, bool]:
    hot, uniform = (_pass(roots, fork, samples) for fork in ([1] + [0] * (len(roots) - 1), [1] * len(roots)))
    return hot, uniform, uniform > hot


def _pass(roots: Sequence[int], weights: Sequence[int], samples: int) -> Fraction:
    """pass@k at the least budget, for the prior with these square roots and a fork with these weights."""
    graph, fork = CorridorGraph(len(roots), 1, 1), law_of(weights)
    chances = (
        success(graph, Policy.optimal(graph), graph.shortest_path_length, fork=fork, target=target)
        for target in range(graph.width)
    )
    return sum((pi * (1 - (1 - p) ** samples) for pi, p in zip(prior_of(roots), chances, strict=True)), Fraction(0))


def _stated(roots: Sequence[int], samples: int) -> tuple[Fraction, Fraction, bool]:
    top, left = prior_of(roots)[0], (1 - Fraction(1, len(roots))) ** samples
    return top, 1 - left, left < 1 - top


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            leash_crossing_theorem(),
            "as-many-as-expected",
            "the walker passes the one-hot fork from k p > m on",
            confirm=_confirm_late,
            goal=_passes(gt(N * P_LEAST, TOP)),
        ),
        Control(
            Instance(
                "square-root-for-every-k",
                "with one leaf the fork in proportion to sqrt(pi) has at least the pass@k of the uniform one",
                tuple({"roots": (4, 1), "samples": samples} for samples in (1, 4, 8)),
                lambda roots, samples: (_pass(roots, roots, samples) >= _pass(roots, (1, 1), samples), True),
            ),
            _confirm_square_root,
        ),
    ]


def _confirm_late(model: Model) -> str:
    """W = 3 and the prior (9, 4, 1)/14: k = 2, p = 1/3, so k p = 2/3 > 9/14."""
    hot, uniform, _ = _walked((3, 2, 1), 2)
    if uniform > hot:
        raise ValueError(f"pass@2 of the uniform fork is {uniform}, of the one-hot fork {hot}")
    return f"W=3, pi = (9, 4, 1)/14: k p = 2/3 is above m = 9/14, but pass@2 is {uniform} against {hot}"


def _confirm_square_root(model: Model) -> str:
    square_root, uniform = (_pass((4, 1), weights, 8) for weights in ((4, 1), (1, 1)))
    if square_root >= uniform:
        raise ValueError(f"pass@8 is {square_root} by sqrt(pi) and {uniform} for the uniform fork")
    return f"W=2, pi = (16, 1)/17: pass@8 is {float(square_root):.4f} by sqrt(pi), {float(uniform):.4f} if uniform"
