"""Counts that are written by hand in the documents are those of the index, of the audit and of the canaries."""

from __future__ import annotations

import re

import pytest

from backproof.checks.audit.index import assumptions
from backproof.checks.canaries import CANARIES
from backproof.checks.index import claim_named, claims
from backproof.checks.lock import FOLDER
from tests.repo.test_documents import DOCUMENTS, text

GENERATED = ("docs/claims.md", "docs/figures.md")

WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NOUNS = {
    "claims": lambda: len(claims()),
    "obligations": lambda: _parts("obligations"),
    "proofs": lambda: _parts("obligations"),
    "derivations": lambda: _parts("derivations"),
    "instances": lambda: _parts("instances"),
    "controls": lambda: _parts("controls"),
    "simulations": lambda: _parts("experiments"),
    "experiments": lambda: _parts("experiments"),
    "assumptions": lambda: len(assumptions()),
    "rows of the audit": lambda: len(assumptions()),
    "canaries": lambda: len(CANARIES),
}
"""What a document may count, and how many there are in all."""

COUNT = re.compile(rf"\b(\d[\d,]*|{'|'.join(WORDS)}) ((?:[a-z-]+ ){{0,2}}?)(SMT )?({'|'.join(NOUNS)})\b", re.IGNORECASE)

OTHERS = {
    ("docs/tutorial.md", "proofs"): lambda: len(claim_named("zero-gradient").obligations),
    ("docs/tutorial.md", "instances"): lambda: len(claim_named("zero-gradient").instances),
}
"""What a document counts of something smaller than the whole, with how many there are."""

NOT_COUNTS = {
    ("CONTRIBUTING.md", "Three rules keep proofs"): "rules",
    ("docs/architecture.md", "0 all claims"): "an exit code",
    ("docs/audit.md", "Two more assumptions"): "those of the paragraph",
    ("docs/proofs.md", "Two proofs"): "some of those in Rocq",
}
"""Phrases that count something else, with what."""


def _parts(kind):
    return sum(len(getattr(claim, kind)) for claim in claims())


def counts(name):
    """The counts in a document: the phrase, the number and the noun."""
    prose = re.sub(r"[*_`]", "", " ".join(text(name).split()))
    for found in COUNT.finditer(prose):
        number = found[1].lower()
        value = WORDS.index(number) + 2 if number in WORDS else int(number.replace(",", ""))
        yield found[0], value, found[4].lower()


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in GENERATED])
def test_counts_in_the_documents_are_those_of_the_index(name):
    for phrase, value, noun in counts(name):
        if (name, phrase) not in NOT_COUNTS:
            assert value == OTHERS.get((name, noun), NOUNS[noun])(), f"{phrase}: make it a count that is generated"


def test_counts_are_found():
    found = {(name, noun) for name in DOCUMENTS for _, _, noun in counts(name)}
    assert {*OTHERS, ("docs/trust.md", "canaries"), ("docs/claims.md", "claims")} <= found


def test_the_statements_that_the_tutorial_replays_are_those_committed():
    rows = re.findall(r"^([a-z-]+) +(\d+) +(\d+)/\2 ", text("docs/tutorial.md"), re.MULTILINE)
    assert {"separation", "zero-gradient"} <= {claim for claim, _, _ in rows}
    for claim, statements, as_expected in rows:
        assert int(statements) == int(as_expected) == len(list((FOLDER / claim).glob("*.smt2"))), claim
