"""The record of cvc5's complete proofs: it is of the committed obligations, and renewed only where they changed."""

from __future__ import annotations

import dataclasses
import random
import re
import threading
from contextlib import closing

import pytest

from backproof.checks import cpc_record
from backproof.checks.cpc_record import (
    COMPLETE,
    NO_PROOF,
    RECORD,
    counted,
    formula_hash,
    read_record,
    record_text,
    recorded_obligations,
    renew_record,
)
from backproof.checks.processes import Processes
from backproof.checks.replay import SolverCommandError, Statement
from tests.checks.test_cpc_proofs import PROOF
from tests.repo.files import ROOT

GAP = PROOF.replace(":rule contra", ":rule trust")
RENEW = "run `make cpc-record`, then mend the sentence in docs/trust.md"


@pytest.fixture
def statements(tmp_path):
    """Three made-up statements."""
    files = [tmp_path / f"{name}.smt2" for name in ("one", "two", "three")]
    for file in files:
        file.write_text(f"; In words: {file.stem}\n(assert {file.stem})\n(check-sat)\n", encoding="utf-8")
    return [Statement(file, "made-up", "unsat") for file in files]


@pytest.fixture
def asked(monkeypatch):
    """The names of the statements that cvc5 is asked, and what it answers by name, at first a proof to each."""
    names, answers = [], {}

    def attempts(processes, statement, wall_seconds):
        names.append(statement.file.stem)
        for steps in answers.get(statement.file.stem, [PROOF]):
            yield "", "1", steps

    monkeypatch.setattr(cpc_record, "attempts", attempts)
    return names, answers


# --- the committed record --------------------------------------------------------------------------------------------


def test_the_documentation_counts_the_complete_proofs_and_what_is_not_asked_yet():
    said = counted(recorded_obligations(), read_record())
    trust = " ".join((ROOT / "docs" / "trust.md").read_text(encoding="utf-8").split())
    assert f", of {said}, " in trust, RENEW
    assert f"For these {said.partition(' ')[0]} the solvers" in trust, RENEW


def test_the_committed_record_is_well_formed():
    lines = [line.split("  ") for line in RECORD.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(re.fullmatch(r"complete|no proof|gaps: [1-9]\d*", found) for _, found, _ in lines)
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256, _, _ in lines)
    names = [name for _, _, name in lines]
    assert names == sorted(set(names))


def test_what_is_said_counts_complete_proofs_and_what_is_not_asked_yet(statements):
    one, two, three = map(formula_hash, statements)
    assert counted(statements, {one: COMPLETE, two: NO_PROOF, three: COMPLETE}) == "2 of 3 obligations"
    assert counted(statements, {one: COMPLETE, two: "gaps: 3"}) == "1 of 3 obligations (1 is not asked yet)"
    assert counted(statements, {"0": COMPLETE, two: NO_PROOF}) == "0 of 3 obligations (2 are not asked yet)"


@pytest.mark.slow
def test_a_sample_of_the_record_is_found_again():
    found = read_record()
    with closing(Processes()) as processes:
        for statement in random.Random(0).sample(recorded_obligations(), 8):  # noqa: S311 - a draw of tests
            sha256 = formula_hash(statement)
            assert cpc_record._find(processes, sha256, statement) == found[sha256]


# --- renewing --------------------------------------------------------------------------------------------------------


def test_each_statement_is_asked_once_and_its_answer_recorded(statements, asked, tmp_path):
    names, answers = asked
    answers |= {"two": [GAP + GAP, GAP], "three": ["", ""]}
    told, file = [], tmp_path / "record"
    renew_record(statements, file, jobs=1, tell=told.append)
    assert list(read_record(file).values()) == [COMPLETE, "gaps: 1", NO_PROOF]
    assert (counted(statements, read_record(file)), sorted(names)) == ("1 of 3 obligations", ["one", "three", "two"])
    assert sorted(line.partition(" of 3: ")[0] for line in told) == ["1", "2", "3"]
    renew_record(statements, file, jobs=1)
    assert len(names) == 3


def test_a_later_attempt_can_be_complete(statements, asked, tmp_path):
    asked[1]["one"] = [GAP, PROOF]
    renew_record(statements[:1], tmp_path / "record", jobs=1)
    assert list(read_record(tmp_path / "record").values()) == [COMPLETE]


def test_other_words_keep_the_answer_and_another_formula_needs_a_new_one(statements, asked, tmp_path):
    names, file = asked[0], tmp_path / "record"
    renew_record(statements, file, jobs=1)
    names.clear()
    one, two, _ = (statement.file for statement in statements)
    one.write_text(one.read_text(encoding="utf-8").replace("In words: one", "In words: 1"), encoding="utf-8")
    two.write_text(two.read_text(encoding="utf-8").replace("(assert two)", "(assert 2)"), encoding="utf-8")
    old = record_text(statements, read_record(file))
    assert old.count("\n") == 3  # the second is missing
    renew_record(statements, file, jobs=1)
    assert names == ["two"]
    assert record_text(statements, read_record(file)) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("limit", ["PROOF_UNITS", "OPTIONS", "ALWAYS"])
def test_other_limits_make_the_record_stale(statements, asked, tmp_path, monkeypatch, limit):
    file = tmp_path / "record"
    renew_record(statements, file, jobs=1)
    monkeypatch.setattr(cpc_record, limit, {"PROOF_UNITS": 7, "OPTIONS": ("other=1",), "ALWAYS": {}}[limit])
    assert read_record(file) == {}


def test_a_statement_that_is_gone_leaves_the_record(statements, asked, tmp_path):
    file = tmp_path / "record"
    renew_record(statements, file, jobs=1)
    renew_record(statements[1:], file, jobs=1)
    assert set(read_record(file)) == set(map(formula_hash, statements[1:]))


def test_what_was_found_before_a_failure_is_kept(statements, monkeypatch, tmp_path):
    recorded = threading.Semaphore(0)

    def attempts(processes, statement, wall_seconds):
        if statement.file.stem == "three":
            recorded.acquire()
            recorded.acquire()
            raise SolverCommandError("cvc5 was lost")
        yield "", "1", PROOF

    monkeypatch.setattr(cpc_record, "attempts", attempts)
    file = tmp_path / "record"
    with pytest.raises(SolverCommandError, match="cvc5 was lost"):
        renew_record(statements, file, jobs=1, tell=lambda line: recorded.release())
    assert set(read_record(file)) == set(map(formula_hash, statements[:2]))


def test_a_formula_that_changes_meanwhile_is_not_recorded(statements, monkeypatch, tmp_path):
    def attempts(processes, statement, wall_seconds):
        statement.file.write_text("(assert other)\n", encoding="utf-8")
        yield "", "1", PROOF

    monkeypatch.setattr(cpc_record, "attempts", attempts)
    with pytest.raises(SolverCommandError, match=r"made-up/one.smt2 was changed while cvc5 was at it: run this again"):
        renew_record(statements[:1], tmp_path / "record", jobs=1)
    assert read_record(tmp_path / "record") == {}


def test_one_formula_in_two_claims_is_asked_once_and_counted_twice(statements, asked, tmp_path):
    file = tmp_path / "record"
    renew_record([statements[0], dataclasses.replace(statements[0], claim="other")], file, jobs=1)
    assert (asked[0], file.read_text(encoding="utf-8").count(f"  {COMPLETE}  ")) == (["one"], 2)
