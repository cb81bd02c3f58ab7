"""Every benchmark runs, at a tiny size; the rows become a table, JSON and a page. No time is asserted."""

from __future__ import annotations

import functools
import importlib
import io
import json
import math
import sys

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from backproof.api.arguments import RefusedError
from backproof.sim.kernel_c import find_compiler
from benchmarks import __main__ as program
from benchmarks import bench_compare, bench_gpu, bench_hitting_time, bench_simulate, bench_walkers, timing
from benchmarks.report import BEGIN, END, HEADINGS, Run, cells, document, markdown, renew_page, show
from benchmarks.row import NotRun, Row, Size, at_least, at_most, row, times
from tests.repo.files import ROOT

SCHEMA = json.loads((ROOT / "benchmarks" / "schema.json").read_text(encoding="utf-8"))
PAGE = ROOT / "docs" / "benchmarks.md"
RUNS_COMMANDS = {"compare", "simulate"}
"""Each of their figures is that of a process of its own."""

ANSWERED = Row("walks", "W=2", "s", 2.0, "Python", 8.0, ">= 3x", met=True)


@functools.cache
def measured(name):
    return list(importlib.import_module(f"benchmarks.bench_{name}").rows(Size.TINY))


@pytest.fixture
def no_process(monkeypatch):
    """Commands are not run; they take 2 s and 0.5 GB."""
    commands = []
    for module in (bench_compare, bench_simulate, bench_walkers, importlib.import_module("benchmarks.bench_crossings")):
        monkeypatch.setattr(module, "process", lambda command, *_: commands.append(command) or (2.0, 0.5))
    return commands


@pytest.mark.parametrize("name", program.BENCHMARKS)
def test_a_benchmark_has_rows_whose_figures_are_all_there_or_have_a_reason(name, no_process):
    rows = measured(name)
    assert rows
    for one in rows:
        assert one.what
        assert one.size
        assert (one.ours is None or (one.peer != "" and one.theirs is None)) == (one.not_run != ""), one
        assert "failed" not in one.not_run, one
        assert all(value is None or (math.isfinite(value) and value >= 0) for value in (one.ours, one.theirs)), one
        assert (one.bar == "") <= (one.met is None), one
    assert faults(document(Run(Size.TINY, {name: rows}))) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RUNS_COMMANDS))
def test_the_commands_of_a_benchmark_run(name):
    rows = measured.__wrapped__(name)
    assert [one.not_run for one in rows if "failed" in one.not_run] == []
    assert all(one.ours for one in rows)


@pytest.mark.slow  # 2 s
def test_the_rows_for_a_gpu_are_measured_on_the_cpu_alike():
    if find_compiler() is None:
        pytest.skip("there is no C compiler")
    rows = list(bench_gpu.rows(Size.TINY, device="cpu"))
    assert [one.unit for one in rows] == ["steps/s", "s", "steps"]
    assert all(one.ours and one.theirs for one in rows[:2])
    assert rows[2].ours or "the CPU is faster up to" in rows[2].not_run


def test_a_missing_gpu_is_the_reason(monkeypatch):
    monkeypatch.setattr(bench_gpu.torch.cuda, "is_available", lambda: False)
    rows = list(bench_gpu.rows(Size.TINY))
    assert {(one.ours, one.theirs, one.met, one.not_run) for one in rows} == {
        (None, None, None, "torch sees no GPU on this machine")
    }


@pytest.mark.parametrize("module", [bench_compare, bench_hitting_time])
def test_a_peer_that_is_not_installed_is_not_run_and_how_to_get_it_is_said(module, monkeypatch, no_process):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    missing = [one for one in module.rows(Size.TINY) if one.peer.startswith(("pandas", "Storm"))]
    assert missing
    for one in missing:
        assert one.ours
        assert one.theirs is None
        assert one.ratio is None
        assert "is not installed: `make" in one.not_run


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "ratio"), [("s", 4.0), ("GB", 4.0), ("episodes", 4.0), ("steps/s", 0.25)])
def test_a_ratio_above_one_means_that_ours_is_better(unit, ratio):
    assert row("walks", "W=2", unit, 2.0, peer="Python", theirs=8.0).ratio == ratio


@pytest.mark.parametrize(
    ("bar", "text", "met"),
    [
        (at_most(2), "<= 2 s", True),
        (at_most(1.9), "<= 1.9 s", False),
        (at_least(2), ">= 2 s", True),
        (at_least(2.1), ">= 2.1 s", False),
        (times(4), ">= 4x", True),
        (times(4.1), ">= 4.1x", False),
    ],
)
def test_a_bar_is_met_or_missed(bar, text, met):
    found = row("walks", "W=2", "s", lambda: 2.0, peer="Python", theirs=lambda: 8.0, bar=bar)
    assert (found.bar, found.met) == (text, met)


def test_a_peer_that_fails_is_left_out_with_the_reason_and_a_bar_of_the_ratio_is_open():
    def fail():
        raise ValueError("no such file\nand more")

    found = row("walks", "W=2", "s", 2.0, peer="Python", theirs=fail, bar=times(4))
    assert (found.ours, found.theirs, found.met) == (2.0, None, None)
    assert found.not_run == "it failed: ValueError: no such file"
    assert cells(found)[3] == "Python: not run, it failed: ValueError: no such file"


def test_without_ours_the_peer_is_not_run():
    def missing():
        raise NotRun("no GPU")

    found = row("walks", "W=2", "s", missing, peer="Python", theirs=lambda: pytest.fail("was run"), bar=at_most(1))
    assert cells(found) == ["walks", "W=2", "", "not run: no GPU", "", "<= 1 s"]


def test_a_failure_of_ours_is_no_reason():
    with pytest.raises(ZeroDivisionError):
        row("walks", "W=2", "s", lambda: 1 / 0)


# --- the stopwatch ---------------------------------------------------------------------------------------------------


def test_the_stopwatch(monkeypatch):
    clock = iter([0.0, 5.0, 5.0, 7.0, 7.0, 10.0])
    monkeypatch.setattr(timing.time, "perf_counter", lambda: next(clock))
    assert timing.best(lambda: None, 3) == 2.0


def test_a_rate_leaves_out_the_first_call(monkeypatch):
    clock = iter([0.0, 0.0, 1.0, 2.0])
    monkeypatch.setattr(timing.time, "perf_counter", lambda: next(clock))
    done = iter([1000, 30, 50])
    assert timing.rate(lambda: next(done), 2.0) == 40.0


def test_a_process_that_fails_says_why():
    with pytest.raises(RuntimeError, match="exit code 3: the last line"):
        timing.process([sys.executable, "-c", "import sys; print('the last line', file=sys.stderr); sys.exit(3)"])


def test_the_peak_memory_of_a_process_is_its_own():
    ours = bytearray(10**9)
    code = "import os; held = bytearray(10**8); os.environ['MARK']"
    seconds, memory = timing.process([sys.executable, "-c", code], {"MARK": "1"})
    assert len(ours) == 10**9
    assert seconds > 0
    assert 0.1 < memory < 0.5  # GB: the array, and a Python


# --- reports ---------------------------------------------------------------------------------------------------------


def faults(found):
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(found)]


def test_the_schema_is_valid_and_refuses_another_row():
    Draft202012Validator.check_schema(SCHEMA)
    found = document(Run(Size.TINY, {"walkers": [ANSWERED]}))
    assert faults(found) == []
    found["rows"][0]["unit"] = "furlongs"
    assert faults(found)


def test_the_table_shows_every_row():
    console = Console(width=160, record=True, file=io.StringIO())
    show(Run(Size.TINY, {"walkers": [ANSWERED]}, {"gpu": "ValueError: [x]"}), console)
    text = console.export_text()
    assert "Python: 8 s" in text
    assert ">= 3x: met" in text
    assert "gpu failed: ValueError: [x]" in text


def test_the_page_is_renewed_between_its_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n", encoding="utf-8")
    run = Run(Size.TINY, {"walkers": [ANSWERED]})
    renew_page(run, page)
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}{markdown(run)}{END}after\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(RefusedError, match="must be a page with the lines"):
        renew_page(run, page)


def test_the_page_has_the_results_of_every_benchmark(no_process):
    lines = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].splitlines()
    assert f"| {' | '.join(HEADINGS)} |" in lines
    shown = [line.split(" | ")[0].removeprefix("| ").replace("\\", "") for line in lines if line.startswith("| ")]
    expected = {one.what for name in program.BENCHMARKS for one in measured(name)}
    assert set(shown[1:]) == expected


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(program, "Size", type("Tiny", (), {"FULL": Size.TINY, "USUAL": Size.TINY}))
    app = Typer()
    app.command()(program.main)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_the_command_prints_one_table_and_keeps_the_rows(run, tmp_path):
    found = run("hubs", "gpu", "--json", str(tmp_path / "rows.json"))
    assert found.exit_code == 0
    assert found.output.count("Benchmarks") == 1
    kept = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert faults(kept) == []
    assert {one["benchmark"] for one in kept["rows"]} == {"hubs", "gpu"}


def test_an_unknown_name_is_refused(run):
    found = run("hub")
    assert found.exit_code == 2
    assert "no benchmark is called hub" in found.output


def test_a_benchmark_that_fails_does_not_stop_the_others(run, monkeypatch):
    hubs = importlib.import_module("benchmarks.bench_hubs")
    monkeypatch.setattr(hubs, "hub_table", lambda nodes, links: 1 / 0)
    found = run("hubs", "gpu")
    assert found.exit_code == 1
    assert "hubs failed: ZeroDivisionError: division by zero" in found.output
    assert "walks by the kernel on a GPU" in found.output
