"""``make certify``: what it refuses, with and without the prover."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from backproof.checks.rocq import certify, constants, sources

NEEDS_ROCQ = pytest.mark.skipif(not shutil.which("coqc"), reason="Rocq is not here")


@pytest.fixture
def folder(tmp_path):
    """A copy of the sources that a test may spoil."""
    return shutil.copytree(sources.PROOFS, tmp_path / "proofs")


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_without_a_prover_one_line_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda command: None)
    assert certify.main() == 4
    assert capsys.readouterr().out == certify.NO_PROVER + "\n"


def test_it_is_installed_by_the_distribution_without_a_question(monkeypatch):
    run = []
    monkeypatch.setattr(shutil, "which", lambda command: command in ("apt-get", "sudo"))
    monkeypatch.setattr(subprocess, "run", lambda command, **how: run.append(command))
    for user, start in ((0, ["apt-get"]), (1000, ["sudo", "-n", "apt-get"])):
        run.clear()
        monkeypatch.setattr("os.geteuid", lambda user=user: user)
        certify.install()
        assert run[0] == [*start, "install", "-y", "-qq", "--no-install-recommends", "coq"]
        assert run[1] == [*start, "update", "-qq"]


def test_a_stale_constant_is_refused_before_anything_is_compiled(folder):
    spoil(folder / "Constants.v", " 50142", " 50143")
    with pytest.raises(certify.NotCertifiedError, match=r"Constants\.v is not what theory computes"):
        certify.certify(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"base-cost"', '"base-costs"', "base-costs: there is no base-costs"),
        ("ClosedForms.base_cost", "ClosedForms.basic_cost", "base-cost: there is no ClosedForms.basic_cost"),
    ],
)
def test_a_tie_to_nothing_is_refused(folder, old, new, said):
    spoil(folder / "claims.toml", old, new)
    with pytest.raises(certify.NotCertifiedError, match=said):
        certify.certify(folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("claims.toml", "[[claim", "proofs/claims.toml cannot be read: "),
        ("claims.toml", "[[claim]]\nclaim = 1\n", "proofs/claims.toml cannot be read: "),
        ("claims.toml", None, "proofs/claims.toml cannot be read: "),
        ("Optimum.v", "(* open", "Optimum.v: a comment does not end: close it"),
    ],
)
def test_a_broken_source_is_one_line(monkeypatch, capsys, folder, name, text, said):
    (folder / name).unlink()
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(certify, "install", lambda: None)
    monkeypatch.setattr(certify, "prover", lambda: "8.16.1")
    monkeypatch.setattr(certify, "certify", lambda do=certify.certify: do(folder))
    assert certify.main() == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"not certified: {said}")


# --- with the prover -------------------------------------------------------------------------------------------------


@NEEDS_ROCQ
@pytest.mark.slow
def test_everything_is_certified(capsys):
    assert certify.main() == 0
    assert "certified: " in capsys.readouterr().out


@NEEDS_ROCQ
@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("Constants.v", " 50142", " 50143"),
        ("Constants.v", "((5 # 6), (1 # 6))", "((1 # 6), (1 # 6))"),
        ("Corridor.v", "(q * surplus rest + 1 - p) / p", "(q * surplus rest + 1 + p) / p"),
        ("Optimum.v", "(2 * W - 1) * edges l", "2 * W * edges l"),
    ],
)
def test_what_is_false_does_not_compile(monkeypatch, folder, file, old, new):
    spoil(folder / file, old, new)
    monkeypatch.setattr(constants, "text", lambda: (folder / "Constants.v").read_text(encoding="utf-8"))
    with pytest.raises(certify.NotCertifiedError, match=f"coqc {file}: "):
        certify.certify(folder)


@NEEDS_ROCQ
@pytest.mark.slow
def test_an_axiom_that_the_checker_lets_pass_shows_in_the_assumptions(tmp_path):
    (tmp_path / "Free.v").write_text("Axiom free : False.\nTheorem all : 0 = 1.\nProof. destruct free. Qed.\n")
    certify._compile(tmp_path)
    with pytest.raises(certify.NotCertifiedError, match=r"base-cost rests on \S*free"):
        certify._assumptions(tmp_path, [sources.Tie("base-cost", ("Free.all",), "whole", "all", "0")])


@NEEDS_ROCQ
@pytest.mark.slow
def test_an_axiom_that_the_search_overlooks_is_found_by_the_checker(monkeypatch, folder):
    file = folder / "Optimum.v"
    spoil(file, "Definition optimum", "Axiom free : False.\nDefinition optimum")
    spoil(file, "Proof. intros W l. unfold cost, way_back,", "Proof. destruct free. Qed.\nLemma other : True. Proof.")
    text = file.read_text(encoding="utf-8")
    start = text.index("Lemma other")
    file.write_text(text[:start] + text[text.index("Qed.", start) + 4 :], encoding="utf-8")
    monkeypatch.setattr(sources, "refusals", lambda folder: [])
    with pytest.raises(certify.NotCertifiedError, match=r"Optimum\.free is assumed"):
        certify.certify(folder)
