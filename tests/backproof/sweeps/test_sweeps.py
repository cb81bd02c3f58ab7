"""The command `backproof sweep` and the function: cells, files, failures, and one line for every bad input."""

from __future__ import annotations

import json
import shutil

import duckdb
import pytest

from backproof import CorridorGraph, Policy, UnequalGraph, policy_text, simulate, sweep, train
from backproof.api.cells import CELL_KINDS
from backproof.reports.records import only_run
from backproof.workers import versions

GRIDS = """
[[simulate]]
width = 3
depth = [1, 2]
lanes = 2
policy = ["base", "rlvr"]
episodes = 50
seed = {first = 18446744073709551614, last = 18446744073709551615}
compare = true

[[simulate]]
width = 3
depth = 2
lanes = 2
policy = "mine.json"
engine = "steps"
episodes = 20

[[train]]
width = 3
depth = 1
lanes = 2
algorithm = ["rlvr", "reinforce"]
steps = 3

[graph]
file = "tree.json"
"""
CELLS = 8 + 1 + 2 + 1
TREE = {
    "graph": {"source": "s", "targets": ["t"]},
    "nodes": [{"id": "s"}, {"id": "a"}, {"id": "t"}],
    "edges": [{"source": "s", "target": "a"}, {"source": "a", "target": "t"}],
}
GRAPH = CorridorGraph(3, 2, 2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A sweep file, the files that it names, and its dataset in ``whole``."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "sweep.toml").write_text(GRIDS)
    (folder / "tree.json").write_text(json.dumps(TREE))
    (folder / "mine.json").write_text(policy_text(Policy.optimal(GRAPH)))
    found = sweep(folder / "sweep.toml", out=folder / "whole", jobs=1)
    assert found.counts == {"cells": CELLS, "recorded before": 0, "recorded now": CELLS, "failed": 0}
    return folder


@pytest.fixture
def copy(folder, tmp_path):
    """A copy that may be changed."""
    return shutil.copytree(folder, tmp_path / "copy")


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(folder, query):
    return duckdb.sql(query.format(f"read_parquet('{folder}/whole/*/*.parquet', union_by_name = true)")).fetchall()


def test_a_row_has_its_settings_and_what_the_command_finds(folder):
    seed = 2**64 - 1
    found = simulate(CorridorGraph(3, 2, 2), "rlvr", episodes=50, seed=seed, compare=True)
    (low, high), prediction = found.estimate.interval, found.prediction
    query = f"SELECT mean, interval_low, interval_high, predicted, verdict FROM {{}} WHERE depth = 2 AND seed = {seed}"
    expected = (found.estimate.mean, low, high, prediction.mean, prediction.verdict)
    assert rows(folder, f"{query} AND policy = 'rlvr'") == [expected]
    query = "SELECT engine, mean > 0, predicted FROM {} WHERE policy = 'mine.json'"
    assert rows(folder, query) == [("steps", True, None)]
    query = "SELECT algorithm, batch, list(at_step) FROM {} WHERE command = 'train' GROUP BY ALL ORDER BY ALL"
    assert rows(folder, query) == [("reinforce", 1024, [0, 1, 2, 3]), ("rlvr", None, [0, 1, 2, 3])]
    costs = rows(folder, "SELECT policy, exact FROM {} WHERE command = 'graph' ORDER BY cost DESC")
    assert costs == [("base", "4"), ("sft", "2"), ("rlvr", "2")]


def test_unequal_corridors_and_compiled_moves_are_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    walks = {"corridors": ["1x2,3x2", "2x3, 1x2"], "policy": ["straight", "rlvr"], "episodes": 60}
    compiled = {"engine": "steps", "compile": [False, True], "corridors": "1x2,3x2", "episodes": 60}
    training = {"corridors": "1x2,3x2", "steps": 2, "algorithm": ["sft", "rlvr"]}
    (tmp_path / "straight").write_text("no policy: the name is that of a policy")
    found = sweep({"simulate": [walks, compiled], "train": training}, out=tmp_path / "whole", jobs=1)
    assert (found.recorded, found.failures) == (8, {})
    graph = UnequalGraph([[3, 3], [2]])
    mean = simulate(graph, "straight", episodes=60).estimate.mean
    query = "SELECT mean, width, compile FROM {} WHERE corridors = '2x3,1x2' AND policy = 'straight'"
    assert rows(tmp_path, query) == [(mean, None, False)]
    walked = rows(tmp_path, "SELECT compile, mean, steps_walked FROM {} WHERE engine = 'steps' ORDER BY compile")
    assert [row[0] for row in walked] == [False, True]
    assert walked[0][1:] == walked[1][1:]
    costs = rows(tmp_path, "SELECT algorithm, cost FROM {} WHERE command = 'train' AND at_step = 2 ORDER BY algorithm")
    assert costs == [(name, train(UnequalGraph([[2], [2, 2, 2]]), name, steps=2).cost) for name in ("rlvr", "sft")]


def test_all_files_of_a_command_have_the_same_columns(folder):
    for command in CELL_KINDS:
        files = sorted((folder / "whole" / f"command={command}").iterdir())
        schemas = {str(duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()) for file in files}
        assert len(schemas) == 1


def test_a_recorded_cell_is_not_run_again_and_a_lost_one_has_the_same_bytes(copy, monkeypatch):
    whole = contents(copy / "whole")
    files = sorted((copy / "whole").rglob("*.parquet"))
    for file in (files[0], files[5], files[-1]):
        file.unlink()
    (files[0].parent / f".{files[0].name}.part").write_text("what a killed sweep left")
    found = sweep(copy / "sweep.toml", out=copy / "whole", jobs=1)
    assert (found.found, found.recorded) == (CELLS - 3, 3)
    assert contents(copy / "whole") == whole
    monkeypatch.setattr("backproof.api.sweeps.outcomes", lambda *arguments: pytest.fail("a cell was run again"))
    assert sweep(copy / "sweep.toml", out=copy / "whole").recorded == 0


def test_a_file_that_was_cut_off_is_not_taken_for_a_recorded_cell(copy):
    file = next((copy / "whole" / "command=simulate").glob("*.parquet"))
    whole = file.read_bytes()
    for content in (b"", whole[:-1]):
        file.write_bytes(content)
        assert sweep(copy / "sweep.toml", out=copy / "whole", jobs=1).recorded == 1
        assert file.read_bytes() == whole


def test_a_failed_cell_is_listed_and_tried_again(backproof, tmp_path, monkeypatch):
    kind = CELL_KINDS["simulate"]

    def failing(settings):
        if settings["policy"] == "sft":
            raise OverflowError("counts must have means up to 1e+300")
        return kind.run(settings)

    (tmp_path / "s.toml").write_text('[simulate]\npolicy = ["base", "sft"]\ndepth = [2, 3]\nepisodes = 10\n')
    command = ("sweep", tmp_path / "s.toml", "--out", tmp_path / "results", "--jobs", "1")
    monkeypatch.setitem(CELL_KINDS, "simulate", kind._replace(run=failing))
    code, out, err = backproof(*command)
    assert (code, err) == (1, "")
    assert "recorded now: 2\nfailed: 2" in out
    words = "failed: cell 3, simulate, policy=sft, depth=3, episodes=10: counts must have means up to 1e+300"
    assert words in " ".join(out.split())
    assert "The same command tries them again." in out
    monkeypatch.setitem(CELL_KINDS, "simulate", kind)
    code, out, err = backproof(*command)
    assert (code, err) == (0, "")
    assert "recorded before: 2\nrecorded now: 2\nfailed: 0" in out


def test_an_interrupt_says_what_is_kept(backproof, copy, monkeypatch):
    shutil.rmtree(copy / "whole" / "command=train")

    def interrupted(settings):
        raise KeyboardInterrupt

    monkeypatch.setitem(CELL_KINDS, "train", CELL_KINDS["train"]._replace(run=interrupted))
    code, _, err = backproof("sweep", copy / "sweep.toml", "--out", copy / "whole", "--jobs", "1")
    assert code == 130
    assert f"interrupted; {CELLS - 2} of {CELLS} cells are kept in {copy}/whole: the same command goes on" in err


def test_a_full_disk_loses_no_recorded_cell(backproof, copy, monkeypatch):
    before = contents(copy / "whole")
    lost = sorted((copy / "whole").rglob("*.parquet"))[-1]
    lost.unlink()

    def full(connection, columns, file):
        file.write_bytes(b"PAR1")
        raise duckdb.IOException(f'{{"exception_message":"Could not write file {file}: ...","errno":"28"}}')

    monkeypatch.setattr("backproof.sweeps.dataset.write_parquet", full)
    code, out, err = backproof("sweep", copy / "sweep.toml", "--out", copy / "whole", "--jobs", "1")
    assert (code, out, err.count("\n")) == (5, "", 1)
    assert f"{lost}: No space left on device; {CELLS - 1} of {CELLS} cells are kept in" in err
    assert contents(copy / "whole") == {name: data for name, data in before.items() if not name.endswith(lost.name)}


def test_the_dataset_of_another_sweep_is_refused(backproof, copy, monkeypatch):
    def refused():
        code, out, err = backproof("sweep", copy / "sweep.toml", "--out", copy / "whole", "--jobs", "1")
        assert (code, out, err.count("\n")) == (2, "", 1)
        return err

    before = contents(copy / "whole")
    with only_run(copy / "whole"):
        assert "another run is writing there" in refused()
    (copy / "mine.json").write_text(policy_text(Policy.sft_limit(GRAPH)))
    assert "whole: is the dataset of another sweep, of other cells or files; name another folder" in refused()
    (copy / "sweep.toml").write_text(GRIDS.replace("steps = 3", "steps = 4"))
    assert "is the dataset of another sweep" in refused()
    (copy / "sweep.toml").write_text(GRIDS)
    monkeypatch.setattr("backproof.api.sweeps.installed_versions", lambda: {"backproof": "0.0.9"})
    assert "was made by backproof 0.1.0, here it is backproof 0.0.9" in refused()
    monkeypatch.undo()
    (copy / "whole" / "manifest.json").write_text("{}")
    assert "its manifest.json is damaged" in refused()
    (copy / "whole" / "manifest.json").unlink()
    assert "exists and is not the dataset of a sweep" in refused()
    assert contents(copy / "whole") == {name: data for name, data in before.items() if name != "manifest.json"}


def test_the_digest_of_the_sources_notices_a_change(tmp_path):
    (tmp_path / "module.py").write_text("x = 1\n")
    before = versions._sources(tmp_path)
    (tmp_path / "module.py").write_text("x = 2\n")
    assert versions._sources(tmp_path) != before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no grid: give it a table, [[simulate]] or [[train]] or [[graph]]"),
        ("[[simulate]]\nseed = []", "simulate: seed must have at least one value, got []: the grid is empty"),
        ("[[simulate]]\nwdith = 3", "simulate takes no 'wdith': did you mean width or depth?"),
        ("[[train]]\n[[train]]\ndepht = 3", "train 2 takes no 'depht': did you mean depth?"),
        ("[[simulat]]\nwidth = 3", "'simulat' is no command that can be swept: did you mean simulate?"),
        ("[[simulate]]\nwidth = 3\ndepth = = 4", "line 3, column 9: not TOML: Invalid value"),
        ("[[simulate]]\nwidth = 3\nwidth = 4", "line 3: not TOML: Cannot overwrite a value"),
        ("[[simulate]]\nwidth = 0", "cell 0, simulate, width=0: width must be an integer >= 1, got width=0"),
        ("[[simulate]]\nwidth = [3, 'a']", "cell 1, simulate, width=a: width must be an integer, got width='a'"),
        ("[[simulate]]\nbudget = 9", "a budget of steps goes with engine=steps, got engine=crossings"),
        ("[[simulate]]\npolicy = 'none.json'", "there is no file 'none.json'"),
        ("[[simulate]]\npolicy = 'bass'", "there is no file 'bass': did you mean base?"),
        ("[[train]]\nstep = [1, 1.0]", "cell 1, train, step=1.0: is in the sweep twice: take one out"),
        (f"[[simulate]]\npolicy = '{'a' * 300}'", "cell 0, simulate, policy=aaa"),
        ("[[simulate]]\nseed = [1, 1]", "cell 1, simulate, seed=1: is in the sweep twice: take one out"),
        (
            "[[simulate]]\nseed = {first = 3, last = 1}",
            "must be a value, a list, or a range of integers as {first = 0, l",
        ),
        ("[[simulate]]\nseed = {first = 0, last = 9000000}", "seed must have at most 1,000,000 values, got 9,000,001"),
        ("[[simulate]]\nseed = {first = 0, last = 9999}\nwidth = {first = 2, last = 999}", "at most 1,000,000 cells"),
        ("[[simulate]]\nseed = 2020-01-01", "seed must have texts, numbers, true or false, got datetime.date"),
        ("simulate = 3", "simulate must be a table, [[simulate]], got 3"),
        (
            "[[simulate]]\nwidth = 3\ncorridors = '1x2,3x2'",
            "corridors gives the sizes of all corridors: leave width out",
        ),
        (
            "[[train]]\ncorridors = '1x2,3'",
            "corridors must be DEPTHxLANES for each corridor, integers >= 1 as in 5x3,2x4",
        ),
        ("[[simulate]]\ncorridors = 3", "corridors must be a text, got corridors=3"),
        ("[[simulate]]\ncompile = true", "compiled moves (--compile) go with engine=steps, got engine=crossings"),
        ("[[simulate]]\ncorridors = '1x2,3x2'\nengine = 'search'", "engine=search needs equal corridors"),
        ("[[train]]\nbatch = 8", "algorithm=rlvr takes no batch: leave it out, or use"),
        ("[[train]]\nalgorithm = 'rlvt'", "got algorithm='rlvt': did you mean rlvr?"),
        ("[[train]]\nsteps = 1.5", "steps must be an integer, got steps=1.5"),
        ("[[simulate]]\ncompare = 1", "compare must be true or false, got compare=1"),
        ("[[simulate]]\nepisodes = true", "episodes must be an integer, got episodes=True"),
        ("[[train]]\nstep = nan", "step must be finite and positive, got step=nan"),
        ("[graph]", "cell 0, graph: file is missing: name the file of a graph"),
        ("[graph]\nfile = 'none.json'", "none.json: cannot be read: No such file or directory"),
        (
            "[[simulate]]\nengine = 'steps'\nwidth = 9\ndepth = 9\npolicy = 'sft'\nepisodes = 1000000",
            "hours, the limit is 1 hour: lower the sizes, or give --yes to run it",
        ),
    ],
)
def test_a_bad_sweep_file_is_one_line_and_exit_code_2(backproof, tmp_path, text, said):
    (tmp_path / "bad.toml").write_text(text)
    code, out, err = backproof("sweep", tmp_path / "bad.toml", "--out", tmp_path / "results", "--jobs", "1")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{tmp_path}/bad.toml: " in err
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.toml"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.toml", "--out", "results"), "none.toml: cannot be read: No such file or directory"),
        (("good.toml",), "--out is missing"),
        (("good.toml", "--out", "nowhere/results"), "the folder nowhere does not exist"),
        (("good.toml", "--out", "good.toml"), "good.toml: exists and is not the dataset of a sweep"),
        (("good.toml", "--out", "r", "--jobs", "0"), "--jobs must be an integer >= 1, got 0"),
        (("good.toml", "--out", "r", "--jobs", "2", "--scheduler", "tcp://a:1"), "leave --jobs out"),
        (("good.toml", "--out", "r", "--scheduler", "nonsense"), "--scheduler must be an address as tcp://host:8786"),
    ],
)
def test_bad_arguments_of_sweep_are_one_line_and_exit_code_2(backproof, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.toml").write_text("[[simulate]]\nwidth = 2\ndepth = 1\nepisodes = 10\n")
    code, out, err = backproof("sweep", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize("command", ["sweep", "simulate"])
def test_without_dask_the_message_says_what_to_install(backproof, tmp_path, monkeypatch, command):
    (tmp_path / "s.toml").write_text("[[simulate]]\nwidth = 2\ndepth = 1\nepisodes = 10\n")
    arguments = ("sweep", tmp_path / "s.toml", "--out", tmp_path / "r") if command == "sweep" else ("simulate",)
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: module != "distributed")
    code, out, err = backproof(*arguments, "--scheduler", "tcp://localhost:8786")
    assert (code, out) == (2, "")
    assert err == "backproof: distributed is not installed: in a clone, run `make .venv`, or pip install '.[cluster]'\n"
