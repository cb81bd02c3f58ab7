"""From walks on corridors to the report: the estimates against exact values, by enumeration of all walks."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction

import duckdb
import pytest

import backproof as front
from backproof.samples.database import Database
from backproof.theory.companions.distinct_trajectories import distinct_trajectories
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

GRAPH = CorridorGraph(12, 1, 2)
BUDGET = 8
WALKS = 400


def words(row, width):
    """Every vertex word of a walk on one diamond to the leaf of corridor 0 within the budget, with its probability.

    ``row`` maps the place and the one before to the law of the next place in a corridor, "f" being the fork.
    """
    found, open_ = {}, [(("f",), 0, Fraction(1))]
    while open_:
        word, corridor, p = open_.pop()
        if word[-1] == ("leaf", 0):
            found[word] = p, True
        elif len(word) - 1 == BUDGET - 1:  # the first step, from the source, is in no word
            found[word] = p, False
        elif word[-1] == "f":
            open_ += [((*word, ("l", new)), new, p / width) for new in range(width)]
        else:
            before = "f" if len(word) < 2 or word[-2] == "f" else word[-2][0]
            for place, chance in row(before, word[-1][0]).items():
                open_.append(((*word, "f" if place == "f" else (place, corridor)), corridor, p * chance))
    return found


def uniform(before, at):
    """Base: all edges at a vertex alike, the one just travelled included."""
    lanes = GRAPH.lanes
    rows = {
        "l": {"r": Fraction(lanes, lanes + 1), "f": Fraction(1, lanes + 1)},
        "r": {"leaf": Fraction(1, lanes + 1), "l": Fraction(lanes, lanes + 1)},
        "leaf": {"r": Fraction(1)},
    }
    return rows[at]


def onward(before, at):
    """RLVR's optimum: straight on, and back from a leaf."""
    ahead = {("f", "l"): "r", ("l", "r"): "leaf", ("r", "leaf"): "r", ("leaf", "r"): "l", ("r", "l"): "f"}
    return {ahead[before, at]: Fraction(1)}


LAWS = {"base": words(uniform, GRAPH.width), "rlvr": words(onward, GRAPH.width)}


def distinct(law, correct, budget):
    return math.fsum(1 - (1 - float(p)) ** budget for p, good in law.values() if good == correct)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walks")
    for seed, name in enumerate(LAWS):
        front.sample_walks(GRAPH, name, walks=WALKS, budget=BUDGET, out=folder / f"{name}.parquet", seed=seed)
    return front.compare(folder / "base.parquet", folder / "rlvr.parquet", budgets=[1, 2, 4, 8])


def test_the_enumeration_has_all_walks():
    for law in LAWS.values():
        assert sum(p for p, _ in law.values()) == 1


def test_the_enumeration_agrees_with_the_theory():
    for law, policy in zip(LAWS.values(), (Policy.base(GRAPH), Policy.optimal(GRAPH)), strict=True):
        exact = distinct_trajectories(GRAPH, policy, "vertex", BUDGET, samples=8)
        assert [distinct(law, correct, 8) for correct in (True, False)] == pytest.approx(exact, rel=1e-12)


def exact_values(name, budget):
    """Of base and of RLVR's optimum, for what is known exactly; else nothing."""
    for law in LAWS.values():
        if name == "pass@k":
            yield 1 - (1 - float(sum(p for p, good in law.values() if good))) ** budget
        elif name in ("distinct correct step sequences", "distinct incorrect step sequences"):
            yield distinct(law, "incorrect" not in name, budget)


def test_estimates_from_walks_are_the_exact_values(found):
    """Half an interval is 2.2 standard errors by 12 problems; the 24 errors are at most 8: a false alarm in 6,000."""
    compared = 0
    for measure in found.measures:
        for side, exact in zip((measure.base, measure.tuned), exact_values(measure.name, measure.budget), strict=False):
            half = (side.high - side.low) / 2
            assert half < 0.2 * max(exact, 0.2), (measure.name, measure.budget)
            assert abs(side.value - exact) < 8 / 2.2 * half + 1e-9, (measure.name, measure.budget, exact)
            compared += 1
    assert compared == 24


@pytest.mark.slow
def test_intervals_from_walks_cover_the_exact_values(tmp_path):
    """200 pairs of files: fewer than 178 of 200 intervals of 95% cover with a probability of 2e-4, for each of 12."""
    covered = Counter()
    for seed in range(200):
        for i, name in enumerate(LAWS):
            out = tmp_path / f"{name}.parquet"
            front.sample_walks(GRAPH, name, walks=64, budget=BUDGET, out=out, seed=2 * seed + i)
        found = front.compare(tmp_path / "base.parquet", tmp_path / "rlvr.parquet", budgets=[1, 4], seed=seed)
        for measure in found.measures:
            sides = zip("bt", (measure.base, measure.tuned), exact_values(measure.name, measure.budget), strict=False)
            for side, one, exact in sides:
                covered[measure.name, measure.budget, side] += one.low <= exact <= one.high
    assert len(covered) == 12
    assert min(covered.values()) >= 178, covered


def test_a_file_has_the_columns_of_a_plain_table(tmp_path):
    out = tmp_path / "it's.parquet"
    summary = front.sample_walks(GRAPH, Policy.optimal(GRAPH), walks=3, budget=4, out=out)
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT * FROM read_parquet(?)", [str(out)]).fetchall()
        names = [name for name, *_ in connection.description]
    assert names == ["problem", "sample", "answer", "correct", "steps"]
    assert (len(rows), sum(row[3] for row in rows)) == (summary.walks, summary.hits) == (36, summary.hits)
    assert all(row[4][0] == "s" and row[4][-1] == row[2] for row in rows)  # all four steps lead to a leaf
    assert all((row[2] == row[0]) == row[3] for row in rows)
    assert summary.steps == 36 * 4
    assert [path.name for path in tmp_path.iterdir()] == ["it's.parquet"]


def test_the_command_writes_the_file_of_the_function(backproof, tmp_path):
    sizes = ("--width", 12, "--depth", 1, "--lanes", 2)
    run = backproof(
        "simulate",
        *sizes,
        "--policy",
        "rlvr",
        "--trajectories",
        3,
        "--budget",
        8,
        "--seed",
        4,
        "--out",
        tmp_path / "a.parquet",
    )
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("36 walks to 12 targets, ")
    front.sample_walks(GRAPH, "rlvr", walks=3, budget=8, seed=4, out=tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--trajectories needs --budget, the most steps of a walk"),
        (("--budget", 40), "--trajectories needs --out FILE.parquet"),
        (("--budget", 40, "--out", "walks.json"), "out must be a file that ends in .parquet, got out='walks.json'"),
        (("--budget", 4, "--out", "walks.parquet"), "budget must be at least the shortest path, 32 steps"),
        (("--budget", 40, "--out", "walks.parquet", "--episodes", 5), "writes walks alone: leave --episodes out"),
        (("--budget", 40, "--out", "walks.parquet", "--compare"), "writes walks alone: leave --compare out"),
    ],
)
def test_bad_usage_of_the_command_is_one_line(backproof, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("simulate", "--trajectories", 2, *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == []


WRITES = ("simulate", "--width", 12, "--depth", 1, "--lanes", 2, "--trajectories", 3, "--budget", 8)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (duckdb.IOException('{"exception_message":"...","errno":"28"}'), 5, "walks.parquet: No space left on device"),
        (duckdb.IOException("no number"), 5, "walks.parquet: Input/output error"),
        (duckdb.OutOfMemoryException("..."), 4, "there was not enough memory"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was written"),
    ],
)
@pytest.mark.parametrize("before", [None, "before"])
def test_a_file_that_could_not_be_written_is_as_it_was(backproof, tmp_path, monkeypatch, error, code, said, before):
    out = tmp_path / "walks.parquet"
    if before:
        out.write_text(before)
    run = Database.execute

    def failing(database, query):
        run(database, query)
        assert [path.name for path in tmp_path.iterdir() if path != out] == [".walks.parquet.part"]
        raise error

    monkeypatch.setattr(Database, "execute", failing)
    found = backproof(*WRITES, "--out", out)
    assert (found.code, found.out, found.err.count("\n")) == (code, "", 1)
    assert said in found.err
    assert [path.read_text() for path in tmp_path.iterdir()] == ([before] if before else [])


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_a_signal_while_the_file_is_written_leaves_no_part(tmp_path, number, seconds):
    """Or, on a quick machine, the whole file."""
    options = ["--width", "10", "--depth", "3", "--lanes", "2", "--trajectories", "8000", "--budget", "200"]
    command = [sys.executable, "-m", "backproof", "simulate", *options, "--out", tmp_path / "walks.parquet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not any(tmp_path.iterdir()) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(seconds)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    names = [path.name for path in tmp_path.iterdir()]
    stopped = (process.returncode, err, names) == (128 + number, "backproof: interrupted; nothing was written\n", [])
    assert stopped or (process.returncode, names) == (0, ["walks.parquet"])
