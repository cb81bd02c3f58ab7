"""The steps of the samples, from the database to a graph of steps.

Main definitions: `step_graph`, `MOST_MOVES`.
"""

from __future__ import annotations

import numpy as np

from backproof.samples.columns import FALSE, TRUE, listed
from backproof.samples.database import Database
from backproof.samples.reading import Loaded
from backproof.samples.step_graph import StepGraph

MOST_MOVES = 400_000
"""Different triples of a step with those before and after it, beyond which there is no graph but a list of texts."""


def step_graph(connection: Database, side: Loaded) -> StepGraph | int:
    """The graph of the steps in the samples of the problems that are compared, or how many triples it would have."""
    layout = side.layout
    good = (*TRUE, *(word for word, right in layout.grades.items() if right))
    known = (*good, *FALSE, *(word for word, right in layout.grades.items() if not right))
    once = "DISTINCT" if side.copies else ""
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW taken AS
        SELECT {once} problem, sample, answer, steps, grade IN ({listed(good)}) AS good
        FROM {side.view} SEMI JOIN problems USING (problem) WHERE len(steps) > 0 AND grade IN ({listed(known)})
    """)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE triples AS SELECT prior, step, later, good, count(*) AS times FROM (
            SELECT unnest(list_prepend(NULL, steps[:-2])) AS prior, unnest(steps) AS step,
                unnest(list_append(steps[2:], NULL)) AS later, good
            FROM taken
        ) GROUP BY ALL
    """)
    ((triples,),) = connection.execute("SELECT count(*) FROM triples").fetchall()
    if triples > MOST_MOVES:
        return int(triples)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT step AS name, row_number() OVER (ORDER BY step) - 1 AS number FROM (SELECT DISTINCT step FROM triples)
    """)
    rows = connection.execute("""
        SELECT coalesce(p.number, -1) AS prior, s.number AS step,
            CASE WHEN later IS NOT NULL THEN l.number WHEN good THEN -1 ELSE -2 END AS later,
            sum(times)::BIGINT AS times
        FROM triples JOIN named s ON step = s.name
            LEFT JOIN named p ON prior = p.name LEFT JOIN named l ON later = l.name
        GROUP BY ALL ORDER BY ALL
    """).fetchnumpy()
    names = connection.execute("SELECT name FROM named ORDER BY number").fetchall()
    ((samples, repeats),) = connection.execute(
        "SELECT count(*), coalesce(sum(len(steps) - len(list_distinct(steps))), 0)::BIGINT FROM taken"
    ).fetchall()
    moves = np.column_stack([np.asarray(rows[name]).astype(np.int64) for name in ("prior", "step", "later")])
    times = np.asarray(rows["times"]).astype(np.int64)
    return StepGraph(tuple(name for (name,) in names), moves, times, int(samples), int(repeats))
