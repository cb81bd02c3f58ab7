"""Claim `support-counts`: expansion less shrinkage is the number of problems that tuning adds, and two identical models
show expansion and shrinkage alike. For any problems and any success probabilities.

Let k samples of the base model solve a problem with probability u, and those of the tuned one with probability v,
independently. The expected counts are P = sum u v of preserved problems, E = sum (1-u) v of expansion, S = sum u (1-v)
of shrinkage. So P + S and P + E are the numbers that each model solves (`counts`), and E - S is their difference: the
net change says no more than these two. Where v = u, both E and S are sum u (1-u) (`null`). That is positive if some
problem is solved sometimes, so that identical models have a discovery rate above 0 and a retention rate below 1
(`theorem`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, nonnegative, positive
from backproof.checks.tools.words import success
from backproof.theory.companions.supports import expected_supports
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

(N,) = positive("n")
u, v, alike, SOME = nonnegative("u v alike some")
P, E, S, BASE, TUNED = nonnegative("P E S solved_base solved_tuned")
P_NULL, E_NULL, SOLVED_NULL = nonnegative("P_null E_null solved_null")

TWO_MODELS = Policies("every two models", (u, v), (le(u, 1), le(v, 1)))
IDENTICAL = Policies("every model with itself", (alike,), (le(alike, 1),))
SCOPE = Scope({N: 1}, TWO_MODELS, (Given("chance of another problem", (SOME,), most=1),), (IDENTICAL,))
ASSUMPTIONS = (Assumed("independent", "the samples of the two models are independent"),)

CLAIM = Header(
    statement=(
        "over any n problems E - S is the expected number that the tuned model solves less that of base; identical "
        "models that solve some problem with a chance in (0, 1) have E = S > 0 on average, discovery and less than "
        "full retention"
    ),
    source="new; on the rates of Invisible Leash (arXiv 2507.14843)",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("identical-models-walked", "tuned-models-walked", "words-walked"),
)


def evidence() -> list[Part]:
    return [_counts(), _null(), support_counts_theorem(), _on_walks()]


def _counts() -> Induction:
    over = Recurrence(
        "problems of two models, one after the other",
        I,
        dict.fromkeys((P, E, S, BASE, TUNED), sp.Integer(0)),
        {P: P + u * v, E: E + (1 - u) * v, S: S + u * (1 - v), BASE: BASE + u, TUNED: TUNED + v},
        chosen=(u, v),
        constraints=TWO_MODELS.constraints,
    )
    words = ("over no problems all sums are 0", "if P + S and P + E are the sums of u and of v, so with a problem more")
    return Induction("counts", words, over, both(eq(P + S, BASE), eq(P + E, TUNED)))


def _null() -> Induction:
    over = Recurrence(
        "problems of a model and itself, one after the other",
        I,
        dict.fromkeys((P_NULL, E_NULL, SOLVED_NULL), sp.Integer(0)),
        {P_NULL: P_NULL + alike**2, E_NULL: E_NULL + (1 - alike) * alike, SOLVED_NULL: SOLVED_NULL + alike},
        chosen=(alike,),
        constraints=IDENTICAL.constraints,
    )
    words = ("over no problems all sums are 0", "if P + E is the sum of u, so with a problem more")
    return Induction("null", words, over, eq(P_NULL + E_NULL, SOLVED_NULL))


def support_counts_theorem() -> Theorem:
    uses = (Use(_counts(), {I: N}), Use(_null(), {I: N - 1}))
    return Theorem("support-counts", CLAIM.statement, SCOPE, uses, _says(0), ASSUMPTIONS)


def _says(least: int) -> Formula:
    """Of the null with one problem more, which is solved with the chance ``some``: E > least, and P < solved."""
    preserved, expansion, solved = P_NULL + SOME**2, E_NULL + SOME * (1 - SOME), SOLVED_NULL + SOME
    sometimes = both(gt(SOME, 0), lt(SOME, 1), ge(N, 1))
    return both(eq(E - S, TUNED - BASE), implies(sometimes, both(gt(expansion, least), lt(preserved, solved))))


# --- instances -------------------------------------------------------------------------------------------------------

CASES: tuple[dict[str, Any], ...] = tuple(
    {"budget": budget, "samples": samples} for budget in (4, 6, 8) for samples in (1, 3)
)


def _on_walks() -> Instance:
    return Instance(
        "on-walks",
        "problems of several widths, solved by walks of the base model and of SFT's limit: E - S is the difference of "
        "the numbers solved, and the base model with itself has E = S > 0",
        CASES,
        _compared,
    )


def _compared(budget: int, samples: int) -> tuple[Any, Any]:
    graphs = [CorridorGraph(width, 1, 2) for width in (1, 2, 3)]
    base, tuned = (
        [success(graph, policy(graph), budget) for graph in graphs] for policy in (Policy.base, Policy.sft_limit)
    )
    found, null = expected_supports(base, tuned, samples), expected_supports(base, base, samples)
    missed = [[(1 - p) ** samples for p in model] for model in (base, tuned)]
    unsure = sum(miss * (1 - miss) for miss in missed[0])
    return (
        (found.expansion - found.shrinkage, null.expansion, null.shrinkage, null.expansion > 0),
        (sum(missed[0]) - sum(missed[1]), unsure, unsure, True),
    )


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            support_counts_theorem(),
            "no-discovery-by-identical-models",
            "identical models have no expansion",
            confirm=_confirm,
            goal=le(E_NULL + SOME * (1 - SOME), 0),
        ),
        false_theorem(
            support_counts_theorem(),
            "always-one",
            "identical models have an expansion above 1",
            confirm=_confirm_small,
            goal=_says(1),
        ),
    ]


def _two_paths(width: int) -> Fraction:
    graph = CorridorGraph(width, 1, 1)
    return success(graph, Policy.optimal(graph), graph.shortest_path_length)


def _confirm(model: Model) -> str:
    null = expected_supports([_two_paths(2)], [_two_paths(2)], 1)
    if null.expansion <= 0:
        raise ValueError(f"the expansion is {null.expansion}")
    return f"W=2 and the least budget: RLVR's policy against itself has E = S = {null.expansion} for a single sample"


def _confirm_small(model: Model) -> str:
    null = expected_supports([_two_paths(3)], [_two_paths(3)], 2)
    if null.expansion > 1:
        raise ValueError(f"the expansion is {null.expansion}")
    return f"W=3 and the least budget: RLVR's policy against itself has E = S = {null.expansion} for two samples"
