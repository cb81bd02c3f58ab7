"""How long `backproof compare` takes for many samples, and how much memory; and the counts alone in pandas.

Run as ``python benchmarks/bench_compare.py [ROWS [PYTHON]]``: ten million rows by default, half of each model, 1,000
problems, answers of about 20 letters, as Parquet and as JSONL. PYTHON is an interpreter with pandas and pyarrow, which
are not among this project's packages; without one pandas is left out. `compare` also resamples, pandas only counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from timing import verdict

ROWS = 10**7
PROBLEMS = 1_000
SECONDS, GIGABYTES = 60.0, 2.0
"""The bar for ten million rows on two cores, of either format."""

COUNTS = """
import sys
import pandas as pd

read = pd.read_parquet if sys.argv[1].endswith("parquet") else lambda path: pd.read_json(path, lines=True)
frames = list(map(read, sys.argv[1:]))
for frame in frames:
    by_problem = frame.groupby("problem").agg(n=("correct", "size"), c=("correct", "sum"))
    by_answer = frame.groupby(["problem", "answer"]).agg(n=("correct", "size"), c=("correct", "sum")).reset_index()
    frequencies = by_answer.groupby(["problem", "n", "c"]).size()
    assert by_problem["n"].sum() == len(frame) == frequencies.reset_index().eval("n * `0`").sum()
"""
"""The counts that the estimates need: of grades by problem, and how often each answer was seen."""


def written(folder: Path, rows: int, suffix: str) -> list[Path]:
    """Two files of samples: the answers of tuned are fewer."""
    files = []
    for model, answers in (("base", 50), ("tuned", 10)):
        file = folder / f"{model}.{suffix}"
        duckdb.sql(f"""
            COPY (
                SELECT (i % {PROBLEMS})::INTEGER AS problem, (hash(i) % 100 < 37) AS correct,
                    'the answer is ' || (hash(i + 7) % {answers}) * 100003 AS answer
                FROM range({rows // 2}) AS numbers(i)
            ) TO '{file}' ({"FORMAT parquet" if suffix == "parquet" else "FORMAT json"})
        """)
        files.append(file)
    return files


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds, and the peak memory in GB, of a command in a process of its own."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command[:4]} ended with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss * 1024 / 1e9


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    table = Table(title=f"{rows:,} samples of {PROBLEMS:,} problems")
    for heading in ("files", "program", "seconds", "GB"):
        table.add_column(heading, justify="left" if heading in ("files", "program") else "right")
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("parquet", "jsonl"):
            files = list(map(str, written(Path(folder), rows, suffix)))
            commands = {"compare": [sys.executable, "-m", "backproof", "compare", *files]}
            if len(sys.argv) > 2:
                commands["pandas, counts only"] = [sys.argv[2], "-c", COUNTS, *files]
            for program, command in commands.items():
                seconds, memory = figures[suffix, program] = timed(command)
                table.add_row(suffix, program, f"{seconds:.1f}", f"{memory:.2f}")
    Console().print(table)
    taken = [found for (_, program), found in figures.items() if program == "compare"]
    met = all(seconds <= SECONDS and memory <= GIGABYTES for seconds, memory in taken)
    print(f"the bar of {SECONDS:.0f} s and {GIGABYTES:.0f} GB is {verdict(met)}")


if __name__ == "__main__":
    main()
