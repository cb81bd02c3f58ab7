"""The statement lock: the committed files state the claims, and every kind of difference is named."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from backproof.checks import lock, ratchet, values
from backproof.checks.claim_text import claim_text
from backproof.checks.index import Claim, claim_named
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.values import canonical
from tests.checks.doubles import SQUARE

pytestmark = pytest.mark.xdist_group("claims")  # building the claims takes a while

SHA256SUM = shutil.which("sha256sum")


@pytest.fixture(scope="session")
def stated(built):
    return lock.statements(lock.BuiltClaim(claim, *built[claim.id]) for claim in lock.claims())


@pytest.fixture
def as_built(built, monkeypatch):
    monkeypatch.setattr(Claim, "build_evidence", lambda claim: built[claim.id][0])
    monkeypatch.setattr(Claim, "build_controls", lambda claim: built[claim.id][1])


@pytest.fixture
def copy(monkeypatch, tmp_path, stated, as_built):
    """A copy of the committed statements that a test may change; returns its folder."""
    shutil.copytree(lock.FOLDER, tmp_path / "smt")
    shutil.copy(lock.LOCK, tmp_path)
    monkeypatch.setattr(lock, "FOLDER", tmp_path / "smt")
    monkeypatch.setattr(lock, "LOCK", tmp_path / lock.LOCK.name)
    monkeypatch.setattr(lock, "INDEX", tmp_path / lock.INDEX.name)
    monkeypatch.setattr(lock, "PAGE", tmp_path / lock.PAGE.name)
    monkeypatch.setattr(lock, "VALUES", tmp_path / lock.VALUES.name)
    shutil.copy(ratchet.RATCHET, tmp_path)
    monkeypatch.setattr(ratchet, "RATCHET", tmp_path / ratchet.RATCHET.name)
    monkeypatch.setattr(lock, "all_values", lambda claims: values.locked_values())
    monkeypatch.setattr(lock, "read_claims", lambda: list(map(lock.BuiltClaim.of, lock.claims())))
    monkeypatch.setattr(lock, "statements", lambda built: dict(stated))
    return tmp_path / "smt"


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_statements_files_and_lock_agree(monkeypatch, stated, as_built):
    monkeypatch.setattr(lock, "statements", lambda built: dict(stated))
    assert lock.lock_drift() == []


def test_every_obligation_every_twin_and_the_rest_of_every_claim_is_locked(stated, built):
    asked = {
        f"{claim}/{part.id}.smt2"
        for claim, (evidence, controls) in built.items()
        for part in (*evidence, *(control.twin for control in controls))
        if isinstance(part, Obligation)
    }
    assert set(stated) == asked | {f"{claim}/claim.txt" for claim in built}
    assert len(set(stated.values())) == len(stated)


def test_a_changed_claim_is_named(copy, monkeypatch, stated):
    path = sorted(stated)[0]
    changed = stated[path].replace("(assert", "(assert ", 1)
    monkeypatch.setattr(lock, "statements", lambda built: {**stated, path: changed})
    assert lock.lock_drift() == [
        f"{path}: differs from what the claim states",
        "statements.lock: its hashes differ from those of the statements",
    ]


def test_a_changed_file_is_named(copy, stated):
    path = sorted(stated)[-1]
    spoil(copy / path, "(check-sat)", "(check-sat) ")
    assert lock.lock_drift() == [f"{path}: differs from what the claim states"]


def test_a_missing_file_is_named(copy, stated):
    path = sorted(stated)[0]
    (copy / path).unlink()
    assert f"{path}: not committed" in lock.lock_drift()


def test_a_file_without_a_claim_is_named(copy):
    (copy / "stray.smt2").write_text("(check-sat)\n", encoding="utf-8")
    assert lock.lock_drift() == ["stray.smt2: committed, but no claim states it"]


def test_a_changed_hash_is_named(copy):
    digit = lock.LOCK.read_text(encoding="utf-8")[0]
    spoil(lock.LOCK, digit, "1" if digit == "0" else "0")
    assert lock.lock_drift() == ["statements.lock: its hashes differ from those of the statements"]


def test_a_missing_lock_is_named(copy):
    lock.LOCK.unlink()
    assert lock.lock_drift() == ["statements.lock: its hashes differ from those of the statements"]


def test_writing_the_lock_restores_files_and_removes_stray_ones(copy, stated):
    before, index = lock.LOCK.read_bytes(), (lock.ROOM / lock.INDEX.name).read_bytes()
    hashes = values.VALUES.read_bytes()
    (copy / "stray.smt2").write_text("", encoding="utf-8")
    (copy / sorted(stated)[0]).unlink()
    assert lock.write_lock() == len(stated)
    assert lock.lock_drift() == []
    assert lock.LOCK.read_bytes() == before
    assert lock.INDEX.read_bytes() == index
    assert lock.VALUES.read_bytes() == hashes


def test_committed_files_state_the_question_in_words_and_the_expected_answer(stated):
    for path in (path for path in stated if path.endswith(".smt2")):
        lines = (lock.FOLDER / path).read_text(encoding="utf-8").splitlines()
        header = [line for line in lines if line.startswith(";")]
        claim, _, name = path.removesuffix(".smt2").partition("/")
        assert header[:2] == [f"; claim: {claim}", f"; obligation: {name}"]
        assert header[2].startswith("; In words: ")
        assert header[-1] in ("; expected answer: unsat", "; expected answer: sat")
        assert lines[len(header)].startswith("(set-logic ")
        assert lines[-1] == "(check-sat)"


def test_twins_expect_sat_and_obligations_unsat(stated):
    for claim in lock.claims():
        for names, expected in ((claim.obligations, "unsat"), (claim.controls, "sat")):
            texts = [stated[f"{claim.id}/{name}.smt2"] for name in names if f"{claim.id}/{name}.smt2" in stated]
            assert all(f"; expected answer: {expected}\n" in text for text in texts)


@pytest.mark.skipif(SHA256SUM is None, reason="needs sha256sum")
def test_the_lock_is_accepted_by_sha256sum():
    subprocess.run([SHA256SUM, "--check", "--strict", "--quiet", lock.LOCK], cwd=lock.FOLDER, check=True)
    assert len(lock.LOCK.read_text(encoding="utf-8").splitlines()) == len(list(lock.FOLDER.rglob("*.*")))


# --- what claim.txt covers -------------------------------------------------------------------------------------------

X, N = sp.Symbol("x", positive=True), sp.Symbol("n", nonnegative=True)
TWICE = Derivation("twice", "x + x = 2x", X + X, 2 * X)
SQUARES = Instance("squares", "0 and 1 are their own squares", ({"n": 0}, {"n": 1}), lambda n: (n**2, n))
TWIN = Control(replace(SQUARES, id="all-squares"), lambda model: "2 is not")


def said(claim=None, evidence=(TWICE, SQUARES), control=TWIN):
    return claim_text(claim or claim_named("separation"), [SQUARE, *evidence], [control])


@pytest.mark.parametrize(
    "changed",
    [
        lambda: said(replace(claim_named("separation"), assumptions=())),
        lambda: said(replace(claim_named("separation"), scope="all W, K, L")),
        lambda: said(replace(claim_named("separation"), statement="more")),
        lambda: said(replace(claim_named("separation"), uses=("sft-cost",))),
        lambda: said(evidence=(replace(TWICE, stated=2 * X + N - N + X - X + 1), SQUARES)),
        lambda: said(evidence=(replace(TWICE, derived=3 * X), SQUARES)),
        lambda: said(evidence=(replace(TWICE, derived=N + N, stated=2 * N), SQUARES)),
        lambda: said(evidence=(replace(TWICE, words="other words"), SQUARES)),
        lambda: said(evidence=(TWICE, replace(SQUARES, cases=({"n": 0},)))),
        lambda: said(evidence=(TWICE, replace(SQUARES, cases=({"n": 0}, {"n": 0}, {"n": 1})))),
        lambda: said(evidence=(TWICE, replace(SQUARES, words="other words"))),
        lambda: said(evidence=(SQUARES,)),
        lambda: said(control=Control(TWIN.twin)),
        lambda: said(control=replace(TWIN, twin=replace(SQUARES, id="other"))),
    ],
)
def test_a_change_of_what_a_claim_says_changes_its_text(changed):
    assert changed() != said()


def test_the_text_of_a_claim_is_the_same_in_every_process_and_for_every_order():
    assert said(evidence=(replace(TWICE, derived=X * N + X, stated=X + N * X), SQUARES)) == said(
        evidence=(replace(TWICE, derived=X + N * X, stated=X * N + X), SQUARES)
    )
    half = Fraction(1, 2)
    assert canonical({"b": {half, 3}, "a": [None, ()]}) == canonical({"a": [None, ()], "b": {3, half}})


def test_a_value_without_a_text_is_refused():
    with pytest.raises(ValueError, match="value must have a text that does not depend on the process"):
        canonical([object()])


def test_what_a_claim_has_lost_is_named_until_its_line_is_changed_by_hand():
    whole = ratchet.strength_lines(claim_named("separation"), [SQUARE, TWICE, SQUARES], [TWIN])
    fewer = replace(SQUARES, cases=SQUARES.cases[:1])
    twice = replace(SQUARES, cases=(*fewer.cases, *fewer.cases))
    weaker = {
        "scope: all W >= 2, K, L": replace(claim_named("separation"), scope="W = 2"),
        "uses sft-cost": replace(claim_named("separation"), uses=("rlvr-optimal",)),
        "assumptions": replace(claim_named("separation"), assumptions=()),
        "SMT proof square": ([TWICE, SQUARES], [TWIN]),
        "derivation twice": ([SQUARE, SQUARES], [TWIN]),
        "instance squares": ([SQUARE, TWICE], [TWIN]),
        "cases of squares": ([SQUARE, TWICE, fewer], [TWIN]),
        "cases of squares ": ([SQUARE, TWICE, twice], [TWIN]),
        "symbols of twice": ([SQUARE, replace(TWICE, derived=sp.Integer(2), stated=sp.Integer(2)), SQUARES], [TWIN]),
        "control all-squares": ([SQUARE, TWICE, SQUARES], []),
        "control all-squares is confirmed": ([SQUARE, TWICE, SQUARES], [Control(TWIN.twin)]),
    }
    for name, change in weaker.items():
        claim, parts = (claim_named("separation"), change) if isinstance(change, tuple) else (change, None)
        now = ratchet.strength_lines(claim, *(parts or ([SQUARE, TWICE, SQUARES], [TWIN])))
        assert any(loss.startswith(f"separation: {name.strip()}: was ") for loss in ratchet.losses(now, whole)), name
        after = dict(line.partition("  ")[::-2] for line in ratchet.tightened(now, whole).splitlines())
        assert {key: int(after[key]) for key in whole} == whole
    assert ratchet.losses(whole, whole) == []
    assert ratchet.losses({**whole, "more": 1, "separation: cases of squares": 3}, whole) == []


def test_a_loss_is_a_drift(copy):
    line = "1  separation: control never-was\n"
    ratchet.RATCHET.write_text(ratchet.RATCHET.read_text(encoding="utf-8") + line, encoding="utf-8")
    assert lock.write_lock()
    (loss,) = lock.lock_drift()
    assert loss.startswith("separation: control never-was: was 1, is 0: if this is meant, change ratchet.lock by hand")


@pytest.mark.slow
def test_the_values_of_all_instances_are_those_in_the_lock():
    assert values.values_text(values.all_values(lock.claims())) == values.VALUES.read_text(encoding="utf-8")
