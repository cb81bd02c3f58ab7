"""Walks on a corridor graph as samples of a model that `backproof compare` reads.

A target is a problem and a walk is a sample of it. The steps are the vertices in the order of the walk, the answer is
the last leaf at which it arrived, and it is correct if it reached its target within the budget.

Main definition: `write_walks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from backproof.samples.database import Database
from backproof.sim.checkpoints import write_failure, written_whole
from backproof.sim.sampled_words import last_leaf
from backproof.sim.trajectories import Trajectories
from backproof.theory.graph import SOURCE


def write_walks(trajectories: Trajectories, out: Path) -> None:
    """Write a Parquet file with the columns problem, sample, answer, correct and steps, in order.

    The file is whole or not there. Raises OSError naming it, and MemoryError.
    """
    walks = np.arange(len(trajectories.goal))
    heads = [str(edge.head) for edge in trajectories.edges]
    vertices = list(dict.fromkeys(heads))
    number = {vertex: i for i, vertex in enumerate(vertices)}
    tables: dict[str, Mapping[str, Any]] = {
        "walks": {
            "walk": walks,
            "problem": trajectories.goal,
            "correct": trajectories.hit,
            "leaf": last_leaf(trajectories),
        },
        "moves": {
            "walk": trajectories.walk,
            "place": np.arange(len(trajectories.walk)),
            "vertex": np.array([number[head] for head in heads])[trajectories.state],
        },
        "vertices": {"vertex": np.arange(len(vertices)), "name": np.array(vertices, dtype=object)},
    }
    with written_whole(out) as part, closing(Database(duckdb.connect())) as database:
        for name, table in tables.items():
            database.register(name, table)
        query = f"""
            COPY (
                SELECT 'leaf@' || (problem + 1) AS problem,
                    row_number() OVER (PARTITION BY problem ORDER BY walk) - 1 AS sample,
                    CASE WHEN leaf >= 0 THEN 'leaf@' || (leaf + 1) END AS answer,
                    correct, ['{SOURCE}'] || list(name ORDER BY place) AS steps
                FROM walks JOIN moves USING (walk) JOIN vertices USING (vertex)
                GROUP BY walk, problem, leaf, correct ORDER BY walk
            ) TO '{str(part).replace("'", "''")}' (FORMAT parquet, USE_TMP_FILE false)
        """
        try:
            database.execute(query)
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error)) from error
        except duckdb.IOException as error:
            raise write_failure(error, out) from error
