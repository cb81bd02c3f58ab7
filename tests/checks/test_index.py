"""claims.toml agrees with the modules of checks/claims, and every name in it exists."""

from __future__ import annotations

import importlib
from collections import Counter

import pytest

from backproof.checks import lock
from backproof.checks.formula import is_true
from backproof.checks.index import Claim, UnknownClaimError, claims, claims_with_used
from backproof.checks.statement import Instance

pytestmark = pytest.mark.xdist_group("claims")  # building the claims takes a while

CLAIMS = claims()
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


@pytest.fixture
def built_once(built, monkeypatch):
    monkeypatch.setattr(Claim, "build_evidence", lambda claim: built[claim.id][0])
    monkeypatch.setattr(Claim, "build_controls", lambda claim: built[claim.id][1])


def test_the_index_is_what_make_lock_would_write(built_once):
    assert lock.INDEX.read_text(encoding="utf-8") == lock.index_text([built.claim for built in lock.read_claims()])


def test_a_new_module_comes_last_in_the_index(built_once, monkeypatch):
    known = CLAIMS[1:]
    monkeypatch.setattr(lock, "claims", lambda: known)
    assert [built.claim for built in lock.read_claims()] == [*known, CLAIMS[0]]


@each_claim
def test_a_claim_has_evidence_controls_and_no_id_twice(claim, built):
    evidence, controls = built[claim.id]
    names = [part.id for part in evidence] + [control.twin.id for control in controls]
    assert claim.obligations or (claim.scope == "the instances" and claim.instances)
    assert claim.controls
    assert [name for name, times in Counter(names).items() if times > 1] == []


@each_claim
def test_a_claim_has_a_statement_a_source_and_a_scope(claim):
    assert claim.statement.strip()
    assert claim.scope.strip()
    assert "new" in claim.source or "paper" in claim.source
    assert all(assumption.strip() for assumption in claim.assumptions)


@each_claim
def test_the_docstring_of_a_claims_module_names_the_claim(claim):
    module = importlib.import_module(claim.module)
    assert module.__doc__.startswith(f"Claim `{claim.id}`:")


@each_claim
def test_every_part_says_in_words_what_is_asked(claim, built):
    evidence, controls = built[claim.id]
    words = [part.words for part in (*evidence, *(control.twin for control in controls))]
    assert all(word.strip() and "\n" not in word for word in words)


@each_claim
def test_used_claims_come_earlier_in_the_index(claim):
    earlier = [other.id for other in CLAIMS[: CLAIMS.index(claim)]]
    assert set(claim.uses) <= set(earlier)


@each_claim
def test_instances_have_cases(claim, built):
    evidence, controls = built[claim.id]
    parts = (*evidence, *(control.twin for control in controls))
    assert all(len(part.cases) > 1 for part in parts if isinstance(part, Instance))


def test_no_two_claims_have_the_same_statement():
    assert len({claim.statement for claim in CLAIMS}) == len(CLAIMS)


def test_the_first_claims_are_there():
    assert {"zero-gradient", "base-cost", "sft-cost", "rlvr-optimal", "separation"} <= {claim.id for claim in CLAIMS}


def test_the_public_misstatement_is_refuted_where_the_theory_says(built):
    (four_w_k,) = (control.twin for control in built["rlvr-optimal"][1] if control.twin.id == "four-W-K")
    assert not is_true(four_w_k.goal, {"W": 2, "K": 1, "L": 1})


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("zero-gradeint", "did you mean zero-gradient"),
        ("rlvr_optimal", "did you mean rlvr-optimal"),
        ("costs", "did you mean .*-cost"),
        ("7", "the claims are zero-gradient, "),
        ("", "the claims are zero-gradient, "),
    ],
)
def test_an_unknown_claim_is_refused_with_similar_ids(name, hint):
    with pytest.raises(UnknownClaimError, match=f"there is no claim '{name}': {hint}"):
        claims_with_used(["zero-gradient", name])


def test_no_id_selects_all_claims():
    assert claims_with_used([]) == CLAIMS


@each_claim
def test_a_selection_includes_what_is_used_in_the_order_of_the_index(claim):
    chosen = claims_with_used([claim.id, claim.id])
    assert claim in chosen
    assert all(set(other.uses) <= {c.id for c in chosen} for other in chosen)
    assert list(chosen) == [other for other in CLAIMS if other in chosen]


def test_a_selection_includes_no_more_than_is_used():
    assert [claim.id for claim in claims_with_used(["zero-gradient"])] == ["zero-gradient"]
    assert "separation" not in [claim.id for claim in claims_with_used(["rlvr-optimal", "sft-cost"])]
