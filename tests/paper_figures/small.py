"""A small figure for the tests of builds and checks, and the tables of the real figures, computed once."""

from __future__ import annotations

import functools
import json

from backproof.paper_figures.figure import Figure, Table, Tolerance
from backproof.paper_figures.records import SCHEMAS, SUMS, Record, digest
from backproof.paper_figures.render import table_of

RECORD = Record("run", "simulate --policy base")

table = functools.cache(table_of)


def numbers(records):
    means = (record.document["mean"] for record in records.values())
    return Table.of(("series", "K", "H"), [("base", 1, 2.5), ("base", 2, 10), *(("run", 2, mean) for mean in means)])


def draw(canvas, table):
    axes = canvas.subplots()
    axes.plot(table.column("K", series="base"), table.column("H", series="base"), label="$H$")
    axes.legend()


def small(name="fig_small", *, records=(), draw=draw, numbers=numbers):
    tolerance = Tolerance("a mean of ten walks", relative=0.1, series="run")
    words = {"title": "Costs", "caption": "Nothing much, <at all>."}
    return Figure(
        name, 1, "single", 2, (), **words, numbers=numbers, draw=draw, records=records, tolerances=(tolerance,)
    )


def save_run(folder, mean):
    """Save the record and its digest."""
    (folder / "run.json").write_text(json.dumps({"schema": SCHEMAS["simulate"], "config": {"seed": 3}, "mean": mean}))
    (folder / SUMS).write_text(f"{digest(folder / 'run.json')}  run.json\n")
