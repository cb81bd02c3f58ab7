"""The command `backproof verify`: what it prints and writes, its exit codes, and one line for every bad input."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from backproof.checks.index import claims
from backproof.reports.verification import verification_summary
from tests.backproof.made_reports import BAD, CAUGHT, GOOD, outcome, report, result

FORMATS = ("table", "json", "junit", "markdown")
EXIT_CODES = {
    "good": (GOOD, 0),
    "false": (BAD, 1),
    "open": (report(result("open", (outcome("unknown"),), (CAUGHT,))), 3),
    "lost": (report(result("lost", (outcome("error"),), (CAUGHT,))), 4),
}


# --- what is printed and written -------------------------------------------------------------------------------------


def test_a_claim_that_holds_gives_a_table_with_costs_and_exit_code_0(backproof, verified, proved):
    verified(proved)
    code, out, err = backproof("verify", "--only", "zero-gradient")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("zero-gradient  proved ")
    assert "Expected steps at W=15, K=15, L=5: base 50142, sft about 4.318448e14, rlvr 900\n" in out
    assert " ".join(out.split()).endswith(verification_summary(proved))


@pytest.mark.parametrize(("made", "code"), EXIT_CODES.values(), ids=EXIT_CODES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_exit_code_is_that_of_the_report_in_every_format(backproof, verified, made, code, name):
    verified(made)
    run = backproof("verify", "--format", name)
    assert (run.code, run.err) == (code, "")
    assert run.out


@pytest.mark.parametrize("name", FORMATS)
def test_out_writes_the_whole_report_and_prints_a_summary(backproof, verified, tmp_path, name):
    verified(BAD)
    file = tmp_path / "report"
    file.write_text("the report of yesterday", encoding="utf-8")
    printed = backproof("verify", "--format", name)
    code, out, err = backproof("verify", "--format", name, "--out", file)
    assert (code, out, err) == (printed.code, "", verification_summary(BAD) + "\n")
    assert timeless(file.read_text(encoding="utf-8")) == timeless(printed.out)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_umask_decides_who_can_read_a_report(backproof, tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    assert backproof("verify", "--list", "--out", tmp_path / "report").code == 0
    assert (tmp_path / "report").stat().st_mode == plain.stat().st_mode


def test_list_names_the_claims_without_running_them(backproof, unsolved):
    code, out, err = backproof("verify", "--list")
    assert (code, err) == (0, "")
    assert listed(out) == [claim.id for claim in claims()]
    assert all(claim.statement in " ".join(out.split()) for claim in claims())
    assert max(map(len, out.splitlines())) <= 80


def listed(out):
    """The first word of each line, except for continued statements."""
    return [line.split()[0] for line in out.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize(
    "only",
    [
        ["--only", "sft-cost", "--only", "base-cost"],
        ["--only", "sft-cost,base-cost"],
        ["--only", " sft-cost, base-cost"],
    ],
    ids=str,
)
def test_only_selects_the_named_claims_and_those_they_use(backproof, unsolved, only):
    found = listed(backproof("verify", "--list", *only).out)
    assert {"sft-cost", "base-cost", "zero-gradient"} <= set(found)
    assert "separation" not in found


# --- bad input -------------------------------------------------------------------------------------------------------

BAD_INPUT = {
    "a size": (["--width", 3], "there is no option --width: it has --only, "),
    "jobs 0": (["--jobs", 0], "--jobs must be an integer >= 1, got 0"),
    "format xml": (["--format", "xml"], "--format must be one of table, json, junit, markdown, got 'xml'"),
    "unknown claim": (["--only", "sft-csot"], "there is no claim 'sft-csot': did you mean sft-cost"),
    "one unknown of two": (["--only", "sft-cost,7"], "there is no claim '7': the claims are zero-gradient, "),
    "no claim": (["--only", ""], "there is no claim '': the claims are"),
    "unknown option": (["--olny", "sft-cost"], "there is no option --olny: did you mean --only?"),
    "option without value": (["--only"], "--only needs a value"),
    "stray argument": (["sft-cost"], "there is no place for 'sft-cost': name it with --only sft-cost"),
}


@pytest.mark.parametrize(("options", "said"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_of_verify_is_one_line_and_exit_code_2_before_any_work(backproof, unsolved, tmp_path, options, said):
    code, out, err = backproof("verify", "--out", tmp_path / "report", *options)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("backproof: ")
    assert said in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("missing/report", "the folder {folder}/missing does not exist; create it first"),
        ("", "not a file that can be written; name another"),
        ("file/report", "the folder {folder}/file does not exist"),
    ],
    ids=["missing folder", "a folder", "a file as folder"],
)
def test_out_that_cannot_be_written_is_refused_before_any_work(backproof, unsolved, tmp_path, out, said):
    (tmp_path / "file").write_text("as it was", encoding="utf-8")
    code, printed, err = backproof("verify", "--out", tmp_path / out)
    assert (code, printed, err.count("\n")) == (2, "", 1)
    assert said.format(folder=tmp_path) in err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["as it was"]


def test_a_full_disk_leaves_the_old_report(backproof, verified, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device", "report")

    verified(GOOD)
    file = tmp_path / "report"
    file.write_text("the report of yesterday", encoding="utf-8")
    monkeypatch.setattr(os, "replace", full)
    code, out, err = backproof("verify", "--out", file)
    assert (code, err) == (
        5,
        f"backproof: output could not be written: {file}: No space left on device; written: nothing\n",
    )
    assert verification_summary(GOOD) in " ".join(out.split())  # what was computed is not lost
    assert [path.read_text() for path in tmp_path.iterdir()] == ["the report of yesterday"]


def test_several_reports_come_from_one_verification(backproof, verified, tmp_path):
    verified(BAD)
    names = ("json", "junit", "markdown")
    printed = {name: backproof("verify", "--format", name).out for name in ("table", *names)}
    files = [argument for name in names for argument in (f"--{name}", tmp_path / name)]
    code, out, err = backproof("verify", *files)
    assert (code, out, err) == (1, printed["table"], "")
    assert {file.name: timeless(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()} == {
        name: timeless(printed[name]) for name in names
    }


def timeless(text):
    return re.sub(r'timestamp="[^"]+"', "", text)


def test_a_report_that_cannot_be_written_leaves_the_others_and_the_table(backproof, verified, tmp_path, monkeypatch):
    def full(part, file):
        if file.name == "b":
            raise OSError(28, "No space left on device")
        return os.rename(part, file)

    verified(GOOD)
    monkeypatch.setattr(Path, "replace", full)
    a, b, c = (tmp_path / name for name in "abc")
    code, out, err = backproof("verify", "--json", a, "--junit", b, "--markdown", c)
    assert code == 5
    assert err == f"backproof: output could not be written: {b}: No space left on device; written: {a}, {c}\n"
    assert verification_summary(GOOD) in " ".join(out.split())
    assert {path.name for path in tmp_path.iterdir()} == {"a", "c"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--list", "--format", "json"], "--list names the claims and runs none: leave --format out"),
        (["--list", "--jobs", 2, "--seed", 1], "leave --jobs and --seed out"),
        (["--explain", "--format", "json"], "--format json has all the details, and no mutants: leave --explain out"),
        (["--list", "--explain", "--mutants"], "leave --explain and --mutants out"),
        (["--json", "x", "--junit", "./x"], "--junit and --json name the same file: give two"),
        (["--json", "x", "--out", "x"], "--json and --out name the same file: give two"),
        (["--json", "no/x"], "--json no/x: the folder no does not exist; create it first"),
    ],
    ids=str,
)
def test_options_without_effect_are_refused(backproof, unsolved, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("verify", *options)
    assert (code, out, err.count("\n"), said in err) == (2, "", 1, True)
    assert list(tmp_path.iterdir()) == []
