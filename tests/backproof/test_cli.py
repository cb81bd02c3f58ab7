"""The command line as a whole: bad usage, failures of this machine and of this program, each in one line."""

from __future__ import annotations

import json
import re

import pytest

from backproof import __version__
from backproof.checks import index, solver_worker
from backproof.checks import verify as checks_verify
from backproof.checks.kernel import SolverLostError, UnsoundSolverError


def test_costs_are_computed_at_the_given_sizes(backproof):
    run = backproof("cost", "--format", "json", "--width", 2, "--depth", 400, "--lanes", 5)
    document = json.loads(run.out)
    assert document["sizes"] == {"width": 2, "depth": 400, "lanes": 5}
    assert 343 < document["costs"][1]["log10"] < 345


def test_a_rounded_cost_is_marked_as_rounded(backproof):
    base, sft, rlvr = backproof("cost", "--depth", 400).out.splitlines()
    assert re.fullmatch(r"sft   about \d\.\d+e344", sft)
    assert (base, rlvr) == ("base  33491550", "rlvr  23230")


def test_the_version_is_that_of_the_package(backproof):
    assert backproof("--version") == (0, f"backproof {__version__}\n", "")


# --- bad usage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--width", 0], "--width must be an integer >= 1, got 0"),
        (["--lanes", -1], "--lanes must be an integer >= 1, got -1"),
        (["--depth", 2.5], "--depth must be an integer >= 1, got 2.5"),
        (["--depth", "nan"], "--depth must be an integer >= 1, got nan"),
        (["--width", "True"], "--width must be an integer >= 1, got True"),
        (["--depth", 10**6 + 1], "depth must be at most 1000000 on the command line, got"),
        (["--format", "markdown"], "--format must be one of table, json, got 'markdown'"),
    ],
)
def test_bad_sizes_are_one_line_and_exit_code_2(backproof, tmp_path, options, said):
    code, out, err = backproof("cost", "--out", tmp_path / "report", *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == []


# --- failures --------------------------------------------------------------------------------------------------------


def test_a_broken_index_is_not_an_internal_error(backproof, monkeypatch, tmp_path):
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
def test_a_missing_package_or_too_little_memory_is_not_an_internal_error(backproof, monkeypatch, error, said):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(checks_verify, "verify", fail)
    code, out, err = backproof("verify")
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert err.startswith(f"backproof: {said}")


def test_too_little_memory_is_reported_before_any_work(backproof, unsolved, monkeypatch):
    monkeypatch.setattr(solver_worker, "memory_allowed", lambda: 300 * 1024**2)
    code, out, err = backproof("verify")
    assert (code, out) == (2, "")
    assert err == "backproof: verify needs 1792 MiB of address space, `ulimit -v` allows 300 MiB: raise it\n"


def test_messages_name_the_help_if_it_answers_them(backproof, unsolved):
    assert backproof("graph").err == "backproof: FILE is missing (see backproof graph --help)\n"
    assert backproof("cost", "3").err == "backproof: there is no place for '3' (see backproof cost --help)\n"
    assert backproof("cost", "--width", 0).err == "backproof: --width must be an integer >= 1, got 0\n"
    assert backproof("verify", "--only", "zzzzz").err.startswith("backproof: there is no claim 'zzzzz'")


def test_a_misspelt_command_or_option_offers_the_near_ones(backproof):
    assert backproof("verfy") == (2, "", "backproof: there is no command 'verfy': did you mean verify?\n")
    assert backproof("--verson") == (2, "", "backproof: there is no option --verson: did you mean --version?\n")
    code, out, err = backproof("prove")
    assert (code, out) == (2, "")
    assert err.startswith("backproof: there is no command 'prove': the commands are verify, replay, cost, ")


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


def test_an_internal_error_shows_its_place_and_exits_with_4(backproof, monkeypatch):
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
