"""The Rocq sources assume nothing, and each claim that is said to be closed there names theorems that exist."""

from __future__ import annotations

import re
import shutil

import pytest

from backproof.checks.index import claims
from backproof.checks.rocq import constants, sources


@pytest.fixture
def folder(tmp_path):
    """A copy of the sources that a test may spoil."""
    return shutil.copytree(sources.PROOFS, tmp_path / "proofs")


def test_nothing_is_assumed():
    assert sources.files()
    assert sources.refusals() == []


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("Lemma x : 1 = 2. Admitted.", "Admitted: prove it instead"),
        ("Lemma x : 1 = 2. Proof. admit. Abort.", "admit: prove it instead"),
        ("Axiom x : False.", "Axiom: prove it instead"),
        ("Local Parameter x : False.", "Parameter: prove it instead"),
        ("Variable x : False.", "Variable outside a section is an axiom"),
        ("Section A. End A. Hypothesis x : False.", "Hypothesis outside a section is an axiom"),
        ("Section A.\nEnd A.\nHypothesis x : False.", "Hypothesis outside a section is an axiom"),
        ("Unset Guard Checking.", "Unset: prove it instead"),
        ("(* (* *) still a comment *) Axiom x : False.", "Axiom: prove it instead"),
    ],
)
def test_every_way_to_assume_is_refused(folder, added, said):
    file = folder / "Optimum.v"
    file.write_text(file.read_text() + added + "\n")
    (refusal,) = sources.refusals(folder)
    assert refusal.startswith("Optimum.v:")
    assert said in refusal


def test_comments_are_no_code(folder):
    file = folder / "Optimum.v"
    file.write_text(file.read_text() + "(* Axiom (* Admitted *)\nParameter *)\n")
    assert sources.refusals(folder) == []
    file.write_text("(* open")
    with pytest.raises(ValueError, match=r"Optimum\.v: a comment does not end"):
        sources.refusals(folder)


def test_every_tie_names_a_claim_and_theorems_that_exist():
    ties, known = sources.ties(), {claim.id for claim in claims()}
    assert ties
    assert len({tie.claim for tie in ties}) == len(ties)
    assert {tie.claim for tie in ties} <= known
    assert {name for tie in ties for name in tie.theorems} <= sources.theorems()


def test_a_claim_and_its_theorem_have_one_name():
    for tie in sources.ties():
        assert tie.claim.replace("-", "_") in {name.partition(".")[2] for name in tie.theorems}, tie.claim


def test_a_tie_says_what_is_left_exactly_where_something_is():
    with pytest.raises(ValueError, match="left must be given exactly where closes is part"):
        sources.Tie("base-cost", ("A.b",), "part", "all", "0")
    with pytest.raises(ValueError, match='closes must be "whole" or "part"'):
        sources.Tie("base-cost", ("A.b",), "mostly", "all", "0")


def test_every_file_opens_with_what_it_shows():
    for file in sources.files():
        text = file.read_text(encoding="utf-8")
        opening = text.partition("*)")[0]
        assert opening.startswith("(* "), file.name
        assert re.search(r"Main (definitions?|results?):", opening), file.name
        listed = opening.rpartition("Main results")[2]
        named = set(re.findall(r"\b[a-z]\w*_\w+\b", listed))
        stated = {name.partition(".")[2] for name in sources.theorems() if name.startswith(f"{file.stem}.")}
        assert named <= stated, file.name


def test_the_constants_are_those_that_theory_computes():
    assert constants.FILE.read_text(encoding="utf-8") == constants.text()
