"""What is run if single claims are asked for: all of these, and what they rest on of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backproof.checks.chosen import chosen_parts
from backproof.checks.composition import Theorem, Use
from backproof.checks.formula import ge, gt
from backproof.checks.grounds import composed
from backproof.checks.index import claims_with_used
from backproof.checks.scope import Scope
from backproof.checks.statement import Obligation
from backproof.checks.tools.symbols import I, K, P, real
from backproof.checks.verify import verify
from tests.checks.doubles import MadeUpClaim
from tests.checks.test_composition import DOUBLING, GOAL, GROWS

(X,) = real("x")
SAYS, SCOPE = "a power of two exceeds its exponent", Scope({K: 1})
LOWER = Theorem("lower", SAYS, SCOPE, (Use(GROWS, {I: K}),), GOAL)
UPPER = Theorem("upper", SAYS, SCOPE, (Use(LOWER),), ge(P, K))
IDLE = Obligation("idle", "a square is not negative", ge(X**2, 0))
TWIN = Obligation("twin", "false", gt(K, K))


def claim(name, *evidence, uses=()):
    bare = MadeUpClaim(name, SAYS, "new", "all K", uses=uses, twins=(TWIN,))
    return replace(bare, evidence=tuple(composed(bare, evidence)))


@pytest.fixture
def three():
    """``upper`` rests on the theorem of ``lower``, and uses ``words`` in words."""
    return (
        claim("words", IDLE),
        claim("lower", IDLE, GROWS, LOWER),
        claim("upper", IDLE, UPPER, uses=("words", "lower")),
    )


def test_all_parts_of_what_is_asked_for_are_run_and_of_others_only_what_it_rests_on(three):
    lower, upper = chosen_parts(three, ["upper"])
    assert DOUBLING is LOWER.uses[0].of.over
    assert [part.id for part in upper.evidence] == ["idle", "theorem"]
    assert [part.id for part in lower.evidence] == ["grows-base", "grows-step", "grows-domain", "theorem"]
    assert (upper.whole, lower.whole) == (True, False)
    assert (len(upper.controls), len(lower.controls)) == (1, 0)


def test_everything_is_run_of_all_that_is_asked_for(three):
    whole = chosen_parts(three, ["upper", "lower", "words"])
    assert [chosen.claim.id for chosen in whole] == ["words", "lower", "upper"]
    assert all(chosen.whole and chosen.controls for chosen in whole)
    assert whole[1].evidence[0].id == "idle"


def test_what_is_used_in_words_only_is_not_even_built(three):
    def build():
        raise AssertionError("built")

    object.__setattr__(three[0], "build_evidence", build)
    assert [chosen.claim.id for chosen in chosen_parts(three[:1] + three[1:2], ["lower"])] == ["lower"]


def test_a_run_says_what_it_rests_on_and_what_was_not_run(three):
    report = verify(three, jobs=2, asked=["upper"])
    lower, upper = report.results
    assert (upper.claim.id, upper.verdict, upper.used) == ("upper", "proved", {"lower": "proved"})
    assert (lower.whole, lower.verdict, report.not_run) == (False, "proved", ("words",))


def test_a_claim_is_no_stronger_than_the_statement_that_it_rests_on(three):
    words, *_ = three
    false = replace(LOWER, goal=ge(P, K**2), uses=(Use(GROWS, {I: K}),))
    resting = replace(UPPER, uses=(Use(false),))
    report = verify(
        (words, claim("lower", GROWS, false), claim("upper", resting, uses=("words", "lower"))), jobs=2, asked=["upper"]
    )
    below, above = report.results
    assert (below.whole, below.verdict) == (False, "refuted")
    assert above.verdict == "refuted"
    assert [part.finding.verdict for part in above.evidence] == ["error"]


def test_a_claim_of_the_index_rests_on_statements_of_those_that_it_uses():
    below, above = chosen_parts(claims_with_used(["rlvr-optimal"]), ["rlvr-optimal"])
    assert (below.claim.id, below.whole, above.claim.id, above.whole) == ("expected-cost", False, "rlvr-optimal", True)
    run = {part.id for part in below.evidence}
    assert "theorem" in run
    assert run < set(below.claim.obligations)
