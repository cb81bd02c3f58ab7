"""Samples of two made models, as files."""

from __future__ import annotations

import csv
import json

import numpy as np

ROWS = [
    {"problem": problem, "sample": sample, "answer": str(answer), "correct": correct}
    for problem, sample, answer, correct in (
        *((1, 0, 7, True), (1, 1, 7, True), (1, 2, 3, False), (1, 3, 4, False)),
        *((2, 0, 5, False), (2, 1, 5, False), (2, 2, 6, False), (2, 3, "", False)),
    )
]


def write_jsonl(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path, rows):
    import duckdb

    source = write_jsonl(path.with_suffix(".tmp.jsonl"), rows)
    duckdb.sql(f"SELECT * FROM read_json('{source}', format = 'newline_delimited')").write_parquet(str(path))
    source.unlink()
    return path


WRITERS = {".jsonl": write_jsonl, ".csv": write_csv, ".parquet": write_parquet}


def graded(chances, samples, seed):
    """Rows of a model that solves problem i with chances[i]."""
    rng = np.random.default_rng(seed)
    return [
        {"problem": problem, "correct": int(grade)}
        for problem, chance in enumerate(chances)
        for grade in rng.random(samples) < chance
    ]


def named(found, name, budget=None):
    """The measure of this name and budget in a comparison."""
    (measure,) = (one for one in found.measures if (one.name, one.budget) == (name, budget))
    return measure
