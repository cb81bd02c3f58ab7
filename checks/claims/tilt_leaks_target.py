"""Claim `tilt-leaks-target`: the tilt of a policy towards short walks knows the target. For all W >= 2, K and L, every
policy in (0, 1] and every weight lam < 1 of a step.

The tilt weighs each walk by lam to the power of its length. It is the law of a walk whose rows are tilted by the mean
weight Z to come, which depends on the target. After edge e is crossed outward in a wrong corridor, the walker comes
back over it with the mean weight B_e; B_2K = lam at the leaf. The recurrence of the theory keeps 0 <= B <= lam
(`back`). So a walker in a wrong corridor has the mean weight B_0 Z, where Z is that of a walker at the fork, and less
than Z. By the equation of the fork, W Z = lam (T + (W-1) B_0 Z), a walker in the target's corridor then has T > Z. The
tilted fork goes there with probability T/(T + (W-1) B_0 Z) > 1/W (`theorem`).

So no policy that is blind to the target is this tilt, and the tilt is a bound that blind training cannot reach.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive
from backproof.theory.companions.tilts import length_tilt, next_return
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

p, q = positive("p q")
(LAM, Z) = positive("lam Z")
B, after, T = nonnegative("B after T")

EVERY_POLICY = Policies("every policy in (0, 1]", (p, q), (le(p, 1), le(q, 1)))
SCOPE = Scope(
    {W: 2, K: 1, L: 1},
    EVERY_POLICY,
    (
        Given("weight of a step", (LAM,), most=1),
        Given("mean weight", (Z,)),
        Given("mean weight in the target's corridor", (T,)),
    ),
)
ASSUMPTIONS = (
    Assumed("tied-rows", "rows are the same in all corridors, and the fork is uniform"),
    Assumed("tilted-rows", "the tilted row of the fork is in proportion to the mean weights behind its moves"),
)

CLAIM = Header(
    statement=(
        "with lam < 1 the fork of the tilt by the length of the walk takes the target's corridor with a probability "
        "above 1/W, so that no policy that is blind to the target is that tilt"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
)


def evidence() -> list[Part]:
    return [_back(), tilt_leaks_target_theorem(), _on_graphs()]


def _back() -> Induction:
    """From the leaf to the fork: v = 2K, ..., 1."""
    above, below = sp.fraction(sp.together(next_return(B, p, q, LAM)))
    over = Recurrence(
        "mean weights to come back over an edge",
        I,
        {B: LAM},
        {B: after},
        chosen=(p, q, after),
        constraints=(*EVERY_POLICY.constraints, eq(after * below, above)),
    )
    words = ("at the leaf the weight is lam", "if it is at most lam behind a vertex, so before it")
    return Induction("back", words, over, le(B, LAM), (le(LAM, 1),))


def tilt_leaks_target_theorem() -> Theorem:
    uses = (Use(_back(), {I: 2 * K}),)
    return Theorem("tilt-leaks-target", CLAIM.statement, SCOPE, uses, _leaks(lt(LAM, 1)), ASSUMPTIONS)


def _leaks(weight: Formula) -> Formula:
    """T W > T + (W-1) B Z: the share of the target's corridor is above 1/W."""
    fork = eq(W * Z, LAM * (T + (W - 1) * B * Z))
    return implies(both(weight, fork), gt(T * W, T + (W - 1) * B * Z))


# --- instances -------------------------------------------------------------------------------------------------------

CASES: tuple[dict[str, Any], ...] = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "seed": seed}
    for width in (2, 3)
    for depth in (1, 2)
    for lanes in (1, 2)
    for seed in (1, 2)
)


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "random policies: the share of the target's corridor in the tilt of the theory is above 1/W for lam < 1, and "
        "1/W for lam = 1",
        CASES,
        lambda width, depth, lanes, seed: (
            _shares(CorridorGraph(width, depth, lanes), seed),
            (True, Fraction(1, width)),
        ),
    )


def _shares(graph: CorridorGraph, seed: int) -> tuple[bool, Fraction]:
    tilted, same = (length_tilt(graph, random_policy(graph, seed), lam) for lam in (Fraction(9, 10), Fraction(1)))
    return tilted.target_share > Fraction(1, graph.width), same.target_share


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            tilt_leaks_target_theorem(),
            "without-a-price-of-steps",
            "the fork leaks the target where steps do not count, lam = 1",
            confirm=_confirm_equal,
            goal=_leaks(le(LAM, 1)),
        ),
        false_theorem(
            tilt_leaks_target_theorem(),
            "keeps-the-fork",
            "the tilt keeps the fork uniform",
            confirm=_confirm_leak,
            goal=implies(eq(W * Z, LAM * (T + (W - 1) * B * Z)), eq(T * W, T + (W - 1) * B * Z)),
        ),
    ]


def _share(step: Fraction) -> Fraction:
    graph = CorridorGraph(2, 1, 1)
    return Fraction(length_tilt(graph, Policy.base(graph), step).target_share)


def _confirm_equal(model: Model) -> str:
    share = _share(Fraction(1))
    if share != Fraction(1, 2):
        raise ValueError(f"at W=2 the share is {share}")
    return f"at W=2, K=L=1 the fork of the base model takes the target's corridor with {share} at lam = 1"


def _confirm_leak(model: Model) -> str:
    share = _share(Fraction(1, 2))
    if share == Fraction(1, 2):
        raise ValueError(f"at W=2 and lam = 1/2 the share is {share}")
    return f"at W=2, K=L=1 and lam = 1/2 the tilted fork takes the target's corridor with {share}"
