"""Each goal says something: its sides differ, and it needs its hypotheses, but where a list says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backproof.checks import kernel
from backproof.checks.composition import Induction
from backproof.checks.formula import Comparison, Formula, both, eq, ge
from backproof.checks.index import claims
from backproof.checks.statement import Evidence, Generated, Obligation
from tests.checks.doubles import SQUARE, X

pytestmark = pytest.mark.xdist_group("claims")  # building the claims takes a while

SAME_SIDES = {
    "global-convergence/stretch": "the theory's recurrences where p and q are one",
    "restart/backward-rows-idle": "the theory's recurrence at p = 1",
    "search-agent/sft": "the theory's cost of a search, with the way back of the SFT limit",
}
"""Obligations whose sides become the same expression as sympy builds them, with where the first side comes from."""

FREE = {
    *("expected-cost/fold", "sft-dynamics/entry-velocity", "sft-dynamics/exit-velocity"),
    *(f"global-convergence/{name}" for name in ("adjoints", "left-sides", "forward-descends")),
    *(f"gradient-signs/{way}-{side}" for way in ("forward", "backward") for side in ("left", "right")),
    *(f"sft-worse-than-base/{name}" for name in ("depth-3", "return-grows", "depth-1-is-better")),
    *("restart/least", "restart/backward-rows-idle", "shared-rows/barrier", "shared-rows/return-growth"),
    *(f"gradient-noise/{name}" for name in ("power-1", "power-3", "base-forward-left", "base-forward-right")),
}
"""Obligations that hold for all values in their domains; their hypotheses say for which values they are meant."""


def comparisons(formula: Formula) -> Iterator[Comparison]:
    if isinstance(formula, Comparison):
        yield formula
    else:
        for part in formula.parts:
            yield from comparisons(part)


def is_same(part: Evidence) -> bool:
    """Whether an obligation compares expressions with themselves, and does nothing else.

    The goal of a step is the predicate with closed forms put in, so that the predicate is looked at in its place.
    """
    if not isinstance(part, Obligation):
        return False
    induction = isinstance(part, Generated) and isinstance(part.of, Induction)
    return all(c.left == c.right for c in comparisons(part.of.predicate if induction else part.goal))


def holds_alone(part: Obligation) -> bool:
    """Whether Z3 proves the goal without the hypotheses."""
    return kernel.ask("z3", Obligation(part.id, "", part.goal).refutation()).answer == "unsat"


def test_no_goal_compares_an_expression_with_itself_but_where_it_is_said_why(built):
    same = {f"{claim}/{part.id}" for claim, (parts, _) in built.items() for part in parts if is_same(part)}
    assert same <= set(SAME_SIDES)


def test_a_goal_that_compares_an_expression_with_itself_is_noticed():
    assert is_same(Obligation("", "", both(eq(X, X), ge(X + 1, X + 1))))
    assert not is_same(Obligation("", "", both(eq(X, X), ge(X + 1, X))))


@pytest.mark.slow
def test_no_goal_holds_without_its_hypotheses_but_those_that_are_listed(built):
    stated = {f"{claim.id}/{part.id}": part for claim in claims() for part in built[claim.id][0]}
    given = {name: p for name, p in stated.items() if isinstance(p, Obligation) and p.hypotheses}
    with kernel.solvers_open():
        assert {name for name, part in given.items() if type(part) is Obligation and holds_alone(part)} <= FREE


def test_a_goal_that_holds_alone_is_noticed():
    assert holds_alone(Obligation("", "", SQUARE.goal, (ge(X, 7),)))
    assert not holds_alone(Obligation("", "", ge(X, 5), (ge(X, 7),)))
