"""The steps of the samples, from the database to a graph of steps.

Main definitions: `step_graph`, `MOST_MOVES`.
"""

from __future__ import annotations

import numpy as np

from backproof.samples.database import Database
from backproof.samples.reading import Loaded
from backproof.samples.step_graph import LONGEST_NAME, StepGraph

MOST_MOVES = 400_000
"""Different triples of a step with those before and after it, beyond which there is no graph but a list of texts."""


def step_graph(connection: Database, side: Loaded) -> StepGraph | int:
    """The graph of the steps in the samples of the problems that are compared, or how many triples it would have.

    Steps are told apart by their hashes, so that long ones need no more memory. Of the text of each step in the graph
    one letter more than `LONGEST_NAME` is read, which shows whether the text is longer.
    """
    taken = f"{side.table} SEMI JOIN problems USING (problem) WHERE len(path) > 0"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE triples AS SELECT prior, step, later, good, count(*) AS times FROM (
            SELECT unnest(list_prepend(NULL, path[:-2])) AS prior, unnest(path) AS step,
                unnest(list_append(path[2:], NULL)) AS later, correct AS good
            FROM {taken}
        ) GROUP BY ALL
    """)
    ((triples,),) = connection.execute("SELECT count(*) FROM triples").fetchall()
    if triples > MOST_MOVES:
        return int(triples)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT id, name, row_number() OVER (ORDER BY name, id) - 1 AS number FROM (
            SELECT md5_number(step) AS id, any_value(left(step, {LONGEST_NAME + 1})) AS name
            FROM (SELECT unnest(steps) AS step FROM {side.view} SEMI JOIN problems USING (problem))
            GROUP BY id
        ) SEMI JOIN triples ON id = step
    """)
    rows = connection.execute("""
        SELECT coalesce(p.number, -1) AS prior, s.number AS step,
            CASE WHEN later IS NOT NULL THEN l.number WHEN good THEN -1 ELSE -2 END AS later,
            sum(times)::BIGINT AS times
        FROM triples JOIN named s ON step = s.id
            LEFT JOIN named p ON prior = p.id LEFT JOIN named l ON later = l.id
        GROUP BY ALL ORDER BY ALL
    """).fetchnumpy()
    names = connection.execute("SELECT name FROM named ORDER BY number").fetchall()
    ((samples, repeats),) = connection.execute(
        f"SELECT count(*), coalesce(sum(len(path) - len(list_distinct(path))), 0)::BIGINT FROM {taken}"
    ).fetchall()
    moves = np.column_stack([np.asarray(rows[name]).astype(np.int64) for name in ("prior", "step", "later")])
    times = np.asarray(rows["times"]).astype(np.int64)
    return StepGraph(tuple(name for (name,) in names), moves, times, int(samples), int(repeats))
