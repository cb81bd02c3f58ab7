"""The command `backproof verify`: what it prints and writes, its exit codes, and one line for every bad input."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from backproof import __version__
from backproof.checks import index, solver_worker
from backproof.checks import verify as checks_verify
from backproof.checks.index import claims
from backproof.checks.kernel import SolverLostError, UnsoundSolverError
from backproof.reports.verification import RENDERERS, summary
from tests.backproof.made_reports import BAD, CAUGHT, GOOD, outcome, report, result

EXIT_CODES = {
    "good": (GOOD, 0),
    "false": (BAD, 1),
    "open": (report(result("open", (outcome("unknown"),), (CAUGHT,))), 3),
    "lost": (report(result("lost", (outcome("error"),), (CAUGHT,))), 4),
}


@pytest.fixture
def unsolved(monkeypatch):
    """Nothing gets as far as a solver."""

    def refuse(*arguments, **options):
        raise RuntimeError("the solvers were started")

    monkeypatch.setattr(checks_verify, "verify", refuse)


# --- what is printed and written -------------------------------------------------------------------------------------


def test_a_claim_that_holds_is_a_table_with_costs_and_exit_code_0(backproof, verified, proved):
    verified(proved)
    code, out, err = backproof("verify", "--only", "zero-gradient")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("zero-gradient  all W, K, L")
    assert "Expected steps at W=15, K=15, L=5: base 50142, sft 4.318448e+14 (rounded), rlvr 900\n" in out
    assert out.splitlines()[-1] == summary(proved)


@pytest.mark.parametrize(("made", "code"), EXIT_CODES.values(), ids=EXIT_CODES)
@pytest.mark.parametrize("name", RENDERERS)
def test_the_exit_code_is_that_of_the_report_in_every_format(backproof, verified, made, code, name):
    verified(made)
    run = backproof("verify", "--format", name)
    assert (run.code, run.err) == (code, "")
    assert run.out


@pytest.mark.parametrize("name", RENDERERS)
def test_out_is_a_whole_file_and_a_line_that_sums_it_up(backproof, verified, tmp_path, name):
    verified(BAD)
    file = tmp_path / "report"
    file.write_text("the report of yesterday", encoding="utf-8")
    printed = backproof("verify", "--format", name)
    code, out, err = backproof("verify", "--format", name, "--out", file)
    assert (code, out, err) == (printed.code, "", summary(BAD) + "\n")
    assert timeless(file.read_text(encoding="utf-8")) == timeless(printed.out)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_report_can_be_read_by_whom_the_umask_lets(backproof, tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    assert backproof("verify", "--list", "--out", tmp_path / "report").code == 0
    assert (tmp_path / "report").stat().st_mode == plain.stat().st_mode


def test_costs_are_of_the_sizes_asked_for(backproof):
    run = backproof("cost", "--format", "json", "--width", 2, "--depth", 400, "--lanes", 5)
    document = json.loads(run.out)
    assert document["sizes"] == {"width": 2, "depth": 400, "lanes": 5}
    assert 343 < document["costs"][1]["log10"] < 345


def test_a_cost_of_depth_400_is_said_to_be_rounded(backproof):
    base, sft, rlvr = backproof("cost", "--depth", 400).out.splitlines()
    assert sft.endswith("e+344 (rounded)")
    assert (base, rlvr) == ("base  33491550", "rlvr  23230")


def test_the_version_is_the_packages(backproof):
    assert backproof("--version") == (0, f"backproof {__version__}\n", "")


def test_list_names_the_claims_without_running_them(backproof, unsolved):
    code, out, err = backproof("verify", "--list")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == [claim.id for claim in claims()]
    assert all(claim.statement in out for claim in claims())


@pytest.mark.parametrize(
    "only",
    [
        ["--only", "sft-cost", "--only", "base-cost"],
        ["--only", "sft-cost,base-cost"],
        ["--only", " sft-cost, base-cost"],
    ],
    ids=str,
)
def test_only_lists_what_is_named_and_used(backproof, unsolved, only):
    listed = [line.split()[0] for line in backproof("verify", "--list", *only).out.splitlines()]
    assert {"sft-cost", "base-cost", "zero-gradient"} <= set(listed)
    assert "separation" not in listed


# --- bad input -------------------------------------------------------------------------------------------------------

BAD_INPUT = {
    "a size": (["--width", 3], "No such option: --width"),
    "jobs 0": (["--jobs", 0], "'--jobs'"),
    "format xml": (["--format", "xml"], "'xml' is not one of 'table', 'json', 'junit', 'markdown'"),
    "unknown claim": (["--only", "sft-csot"], "there is no claim 'sft-csot': did you mean sft-cost"),
    "one unknown of two": (["--only", "sft-cost,7"], "there is no claim '7': the claims are zero-gradient, "),
    "no claim": (["--only", ""], "there is no claim '': the claims are"),
    "unknown option": (["--widht", 3], "--widht"),
    "option without value": (["--only"], "'--only' requires an argument"),
    "stray argument": (["sft-cost"], "sft-cost"),
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
    ("options", "said"),
    [
        (["--width", 0], "'--width': must be an integer >= 1, got 0"),
        (["--lanes", -1], "'--lanes': must be an integer >= 1, got -1"),
        (["--depth", 2.5], "'--depth': must be an integer >= 1, got 2.5"),
        (["--depth", "nan"], "'--depth': must be an integer >= 1, got nan"),
        (["--width", "True"], "'--width': must be an integer >= 1, got True"),
        (["--depth", 10**6 + 1], "depth must be at most 1000000 on the command line, got"),
        (["--format", "markdown"], "'markdown' is not one of 'table', 'json'"),
    ],
)
def test_bad_sizes_are_one_line_and_exit_code_2(backproof, tmp_path, options, said):
    code, out, err = backproof("cost", "--out", tmp_path / "report", *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
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


def test_a_disk_that_fills_up_leaves_what_was_there(backproof, verified, tmp_path, monkeypatch):
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
    assert summary(GOOD) in out  # what was computed is not lost
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
    assert summary(GOOD) in out
    assert {path.name for path in tmp_path.iterdir()} == {"a", "c"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--list", "--format", "json"], "--list names the claims and runs none: leave --format out"),
        (["--list", "--jobs", 2, "--seed", 1], "leave --jobs and --seed out"),
        (["--controls", "--format", "json"], "--controls is an addition to the table"),
        (["--json", "x", "--junit", "./x"], "--junit and --json name the same file: give two"),
        (["--json", "x", "--out", "x"], "--json and --out name the same file: give two"),
        (["--json", "no/x"], "--json no/x: the folder no does not exist; create it first"),
    ],
    ids=str,
)
def test_no_option_is_ignored(backproof, unsolved, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("verify", *options)
    assert (code, out, err.count("\n"), said in err) == (2, "", 1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_index_is_no_internal_error(backproof, monkeypatch, tmp_path):
    for text, said in [("[[claim", "cannot be read: "), ('[[claim]]\nid = "a"', "cannot be read: "), ("", "cannot be")]:
        (tmp_path / "claims.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(index.resources, "files", lambda package: tmp_path)
        index.claims.cache_clear()
        code, out, err = backproof("verify", "--list")
        index.claims.cache_clear()
        assert (code, out, err.count("\n")) == (4, "", 1)
        assert f"backproof: checks/claims.toml {said}" in err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ModuleNotFoundError("No module named 'scipy'", name="scipy.sparse"),
            "scipy is not installed: in a clone, run",
        ),
        (ImportError("libx.so:\n cannot open"), "a package could not be loaded: libx.so: cannot open; in a clone"),
        (OSError("libtorch.so: failed to map"), "a package could not be loaded: libtorch.so: failed to map; in a"),
        (MemoryError(), "there was not enough memory: ask for smaller sizes"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_this_machine_lacks_is_no_internal_error(backproof, monkeypatch, error, said):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(checks_verify, "verify", fail)
    code, out, err = backproof("verify")
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert err.startswith(f"backproof: {said}")


def test_too_little_memory_is_said_before_any_work(backproof, unsolved, monkeypatch):
    monkeypatch.setattr(solver_worker, "memory_allowed", lambda: 300 * 1024**2)
    code, out, err = backproof("verify")
    assert (code, out) == (2, "")
    assert err == "backproof: verify needs 1792 MiB of address space, `ulimit -v` allows 300 MiB: raise it\n"


def test_help_is_named_where_it_helps(backproof, unsolved):
    assert backproof("verify", "--widht", 3).err.endswith("(see backproof verify --help)\n")
    assert backproof("cost", "--width", 0).err == (
        "backproof: Invalid value for '--width': must be an integer >= 1, got 0\n"
    )
    assert backproof("verify", "--only", "zzzzz").err.startswith("backproof: there is no claim 'zzzzz'")


def test_an_unknown_command_is_one_line(backproof):
    code, out, err = backproof("prove")
    assert (code, out, err) == (2, "", "backproof: No such command 'prove'. (see backproof --help)\n")


def test_no_command_at_all_shows_the_help(backproof):
    run = backproof()
    assert "Usage: backproof" in run.out + run.err
    assert not any(line.startswith("backproof:") for line in run.err.splitlines())


# --- solvers that are lost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        SolverLostError("z3 is not installed: run `make .venv`"),
        UnsoundSolverError("cvc5 9.9 calls the canary circle unsat, it is sat"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_solver_lost_or_unsound_is_one_line_and_exit_code_4(backproof, monkeypatch, tmp_path, error):
    def lose(*arguments, **options):
        raise error

    monkeypatch.setattr(checks_verify, "verify", lose)
    code, out, err = backproof("verify", "--out", tmp_path / "report")
    assert (code, out, err) == (4, "", f"backproof: {error}\n")
    assert list(tmp_path.iterdir()) == []


def test_an_internal_error_shows_where_and_exits_with_4(backproof, monkeypatch):
    def fail(*arguments, **options):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(checks_verify, "verify", fail)
    code, out, err = backproof("verify")
    assert (code, out) == (4, "")
    assert "Traceback" in err
    assert err.endswith("backproof: internal error, see above; please report it\n")


def test_an_interrupt_is_one_line_and_exit_code_130(backproof, monkeypatch, tmp_path):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(checks_verify, "verify", interrupt)
    code, out, err = backproof("verify", "--out", tmp_path / "report")
    assert (code, out, err) == (130, "", "backproof: interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []
