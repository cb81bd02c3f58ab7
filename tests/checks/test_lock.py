"""The statement lock: the committed files state the claims, and every kind of difference is named."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from backproof.checks import lock
from backproof.checks.index import Claim

pytestmark = pytest.mark.xdist_group("claims")  # building the claims takes a while

SHA256SUM = shutil.which("sha256sum")


@pytest.fixture(scope="session")
def stated(built):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Claim, "build_evidence", lambda claim: built[claim.id][0])
        patch.setattr(Claim, "build_controls", lambda claim: built[claim.id][1])
        return lock.statements()


@pytest.fixture
def copy(monkeypatch, tmp_path, stated):
    """A copy of the committed statements that a test may change; returns its folder."""
    shutil.copytree(lock.FOLDER, tmp_path / "smt")
    shutil.copy(lock.LOCK, tmp_path)
    monkeypatch.setattr(lock, "FOLDER", tmp_path / "smt")
    monkeypatch.setattr(lock, "LOCK", tmp_path / lock.LOCK.name)
    monkeypatch.setattr(lock, "INDEX", tmp_path / lock.INDEX.name)
    monkeypatch.setattr(lock, "PAGE", tmp_path / lock.PAGE.name)
    monkeypatch.setattr(lock, "read_claims", lambda: list(lock.claims()))
    monkeypatch.setattr(lock, "statements", lambda claims=(): dict(stated))
    return tmp_path / "smt"


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_statements_files_and_lock_agree(monkeypatch, stated):
    monkeypatch.setattr(lock, "statements", lambda: dict(stated))
    assert lock.lock_drift() == []


def test_every_obligation_and_twin_is_locked(stated):
    assert {path.partition("/")[0] for path in stated} == {claim.id for claim in lock.claims() if claim.obligations}
    assert len(set(stated.values())) == len(stated)


def test_a_changed_claim_is_named(copy, monkeypatch, stated):
    path = sorted(stated)[0]
    monkeypatch.setattr(lock, "statements", lambda: {**stated, path: stated[path].replace("(assert", "(assert ", 1)})
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
    (copy / "stray.smt2").write_text("", encoding="utf-8")
    (copy / sorted(stated)[0]).unlink()
    assert lock.write_lock() == len(stated)
    assert lock.lock_drift() == []
    assert lock.LOCK.read_bytes() == before
    assert lock.INDEX.read_bytes() == index


def test_committed_files_state_the_question_in_words_and_the_expected_answer(stated):
    for path in stated:
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
    assert len(lock.LOCK.read_text(encoding="utf-8").splitlines()) == len(list(lock.FOLDER.rglob("*.smt2")))
