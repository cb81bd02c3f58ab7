"""`backproof compare` of many samples: time and memory, against the counts alone in pandas and in a query of duckdb.

Half of the rows are of each model. They have answers of about 20 letters, or lists of steps, short or of 10 kB.
`compare` also estimates, resamples, and measures the graph of the steps. The peers make the counts that the estimates
need, each in a process of its own: of grades by problem, and of how often each answer or sequence of steps was given.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from benchmarks.row import NotRun, Row, Size, at_most, row
from benchmarks.timing import process

PROBLEMS, FEW_PROBLEMS = 1_000, 10
SECONDS, GIGABYTES = 60.0, 2.0
"""The bars for the full size on two cores, of either format."""

PANDAS = """
import sys
import pandas as pd

read = pd.read_parquet if sys.argv[1].endswith("parquet") else lambda path: pd.read_json(path, lines=True)
for frame in map(read, sys.argv[1:]):
    if "steps" in frame:
        frame["answer"] = frame.pop("steps").map(tuple)
    by_problem = frame.groupby("problem").agg(n=("correct", "size"), c=("correct", "sum"))
    by_answer = frame.groupby(["problem", "answer"]).agg(n=("correct", "size"), c=("correct", "sum")).reset_index()
    frequencies = by_answer.groupby(["problem", "n", "c"]).size()
    if not by_problem["n"].sum() == len(frame) == frequencies.reset_index().eval("n * `0`").sum():
        raise SystemExit("the counts must add up")
"""

DUCKDB = """
import sys
import duckdb

read = "read_parquet" if sys.argv[1].endswith("parquet") else "read_json_auto"
for file in sys.argv[1:]:
    rows = f"{read}('{file}')"
    counts = f"count(*) AS n, sum(correct::INTEGER) AS c FROM {rows} GROUP BY ALL"
    by_problem = duckdb.sql(f"SELECT problem, {counts}").fetchall()
    given = "steps" if "steps" in duckdb.sql(f"FROM {rows}").columns else "answer"
    by_answer = f"(SELECT problem, {given}, {counts})"
    frequencies = duckdb.sql(f"SELECT problem, n, c, count(*) AS answers FROM {by_answer} GROUP BY ALL").fetchall()
    if sum(n for _, n, _ in by_problem) != sum(n * answers for _, n, _, answers in frequencies):
        raise SystemExit("the counts must add up")
"""


ANSWER = "'the answer is ' || (hash(i + 7) % {kinds}) * 100003 AS answer"
STEPS = "list_transform(range({many}), lambda j: {text}) AS steps"
SHORT = STEPS.format(many=8, text="'step ' || hash(i, j) % {kinds}")
LONG = STEPS.format(many=20, text="repeat(md5(concat(i % {problems}, '-', hash(i, j) % {kinds})), 313)")
"""10,016 letters; a problem has as many different texts as there are kinds."""


def written(folder: Path, samples: int, suffix: str, given: str = ANSWER, problems: int = PROBLEMS) -> list[str]:
    """Two files of samples: what tuned gives is of fewer kinds."""
    files = []
    for model, kinds in (("base", 50), ("tuned", 10)):
        file = folder / f"{model}.{suffix}"
        duckdb.sql(f"""
            COPY (
                SELECT (i % {problems})::INTEGER AS problem, (hash(i) % 100 < 37) AS correct,
                    {given.format(kinds=kinds, problems=problems)}
                FROM range({samples // 2}) AS numbers(i)
            ) TO '{file}' ({"FORMAT parquet" if suffix == "parquet" else "FORMAT json"})
        """)
        files.append(str(file))
    return files


def pandas_takes(files: list[str]) -> tuple[float, float]:
    if not all(map(importlib.util.find_spec, ("pandas", "pyarrow"))):
        raise NotRun("pandas or pyarrow is not installed: `make bench` does so, or pip install '.[bench]'")
    return process([sys.executable, "-c", PANDAS, *files])


def duckdb_takes(files: list[str]) -> tuple[float, float]:
    return process([sys.executable, "-c", DUCKDB, *files])


PEERS: dict[str, Callable[[list[str]], tuple[float, float]]] = {
    "pandas, the counts alone": pandas_takes,
    "duckdb, the counts alone": duckdb_takes,
}


def rows(size: Size) -> Iterator[Row]:
    for given, words, samples, problems in (
        (ANSWER, "rows", size.of(20_000, 10**6, 10**7), PROBLEMS),
        (SHORT, "rows of 8 steps", size.of(2_000, 10**5, 10**6), PROBLEMS),
        (LONG, "rows of 20 steps of 10 kB", size.of(40, 400, 10**4), FEW_PROBLEMS),
    ):
        for suffix in ("parquet", "jsonl"):
            with tempfile.TemporaryDirectory() as folder:
                files = written(Path(folder), samples, suffix, given, problems)
                yield from both_figures(files, f"{samples:,} {words}, {suffix}", at_full_size=size is Size.FULL)


def both_figures(files: list[str], where: str, *, at_full_size: bool) -> Iterator[Row]:
    """Seconds and memory, beside each peer."""
    ours = process([sys.executable, "-m", "backproof", "compare", *files])
    bars = (at_most(SECONDS), at_most(GIGABYTES)) if at_full_size else (None, None)
    for peer, takes in PEERS.items():
        figures = functools.cache(functools.partial(takes, files))
        seconds, memory = (lambda: figures()[0]), (lambda: figures()[1])  # noqa: B023
        yield row("backproof compare, time", where, "s", ours[0], peer=peer, theirs=seconds, bar=bars[0])
        yield row("backproof compare, memory", where, "GB", ours[1], peer=peer, theirs=memory, bar=bars[1])
