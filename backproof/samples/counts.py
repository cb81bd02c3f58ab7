"""Counts of the samples of both models for the problems that both have, from the database to arrays.

Main definitions: `Tally`, `Seen`, `tally`, `seen`, `mean_by_problem`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backproof.sample_estimators import Counts, Floats
from backproof.samples.database import Database
from backproof.samples.layouts import SamplesError
from backproof.samples.reading import Loaded

SIDES = ("base", "tuned")


@dataclass(frozen=True, eq=False)
class Tally:
    """(2, problems): the samples, the correct ones and those without an answer or a token entropy, of base and tuned.
    ``alone`` has the number of problems that only one of them has, ``short`` of those with too few samples for the
    largest budget. The fewest samples are those of the problem ``fewest_of``.
    """

    samples: Counts
    correct: Counts
    unanswered: Counts
    unmeasured: Counts
    alone: tuple[int, int]
    short: int
    fewest_of: str


@dataclass(frozen=True, eq=False)
class Seen:
    """Row i: ``how_many[i]`` things were each seen ``times[i]`` times among the samples of problem ``problem[i]``."""

    problem: Counts
    times: Counts
    how_many: Counts


def tally(connection: Database, base: Loaded, tuned: Loaded, budget: int | None) -> Tally:
    """Count, and number the problems that both have and that have ``budget`` samples in both, in table ``problems``.

    Raises SamplesError where there is no such problem.
    """
    for side, loaded in zip(SIDES, (base, tuned), strict=True):
        connection.execute(
            f"CREATE TABLE {side}_counts AS SELECT problem, count(*) AS n, count(*) FILTER (correct) AS c, "
            "count(*) FILTER (answer IS NULL) AS unanswered, count(*) FILTER (entropy IS NULL) AS unmeasured "
            f"FROM {loaded.table} GROUP BY problem"
        )
    ((common, most, *alone),) = connection.execute("""
        SELECT count(*) FILTER (b.n > 0 AND t.n > 0), max(least(b.n, t.n)) FILTER (b.n > 0 AND t.n > 0),
            count(*) FILTER (t.n IS NULL), count(*) FILTER (b.n IS NULL)
        FROM base_counts b FULL JOIN tuned_counts t USING (problem)
    """).fetchall()
    if not common:
        raise SamplesError(
            f"{base.files.name} and {tuned.files.name} have no problem in common: {_examples(connection)}; name the "
            "column of the problem with --problem"
        )
    if budget is not None and budget > most:
        raise SamplesError(
            f"k must be at most {most}, the most samples that both models have of one problem, got k={budget}: the k "
            "are drawn from these without replacement"
        )
    connection.execute(f"""
        CREATE TABLE problems AS SELECT row_number() OVER (ORDER BY problem) - 1 AS number, problem,
            b.n AS base_n, t.n AS tuned_n, b.c AS base_c, t.c AS tuned_c,
            b.unanswered AS base_unanswered, t.unanswered AS tuned_unanswered,
            b.unmeasured AS base_unmeasured, t.unmeasured AS tuned_unmeasured
        FROM base_counts b JOIN tuned_counts t USING (problem) WHERE least(b.n, t.n) >= {budget or 1}
    """)
    found = _columns(connection, "SELECT * EXCLUDE (problem) FROM problems ORDER BY number")
    ((fewest_of,),) = connection.execute("SELECT arg_min(problem, least(base_n, tuned_n)) FROM problems").fetchall()
    used = len(found["number"])
    samples, correct, unanswered, unmeasured = (
        np.stack([found[f"{side}_{name}"] for side in SIDES]) for name in ("n", "c", "unanswered", "unmeasured")
    )
    return Tally(samples, correct, unanswered, unmeasured, (alone[0], alone[1]), common - used, str(fewest_of))


def _examples(connection: Database) -> str:
    examples = (connection.execute(f"SELECT min(problem) FROM {side}_counts").fetchall()[0][0] for side in SIDES)
    return " and ".join(f"{example!r:.60}" for example in examples)


def seen(connection: Database, side: Loaded, column: str) -> tuple[dict[str, Seen], int]:
    """How often each answer or each sequence of steps was seen: "all", "correct" and "incorrect" ones.

    Also how many were graded both ways. What is missing counts as one answer, or one sequence.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE grouped AS SELECT number, good, bad, count(*) AS how_many FROM (
            SELECT problem, count(*) FILTER (correct) AS good, count(*) FILTER (NOT correct) AS bad
            FROM {side.table} GROUP BY problem, {column}
        ) JOIN problems USING (problem) GROUP BY number, good, bad
    """)
    found = {}
    for name, times in (("all", "good + bad"), ("correct", "good"), ("incorrect", "bad")):
        rows = _columns(
            connection,
            f"SELECT number, {times} AS times, sum(how_many)::BIGINT AS how_many FROM grouped WHERE {times} > 0 "
            "GROUP BY ALL ORDER BY ALL",
        )
        found[name] = Seen(rows["number"], rows["times"], rows["how_many"])
    ((both,),) = connection.execute(
        "SELECT coalesce(sum(how_many), 0)::BIGINT FROM grouped WHERE good > 0 AND bad > 0"
    ).fetchall()
    return found, both


def mean_by_problem(connection: Database, side: Loaded, column: str) -> Floats:
    """(problems,): the mean of a column over the samples of each problem that have it, NaN where none has."""
    rows = connection.execute(
        f"SELECT avg({column}) AS mean FROM problems LEFT JOIN {side.table} USING (problem) GROUP BY number "
        "ORDER BY number"
    ).fetchnumpy()
    return np.ma.filled(np.ma.asarray(rows["mean"], dtype=np.float64), np.nan)


def _columns(connection: Database, query: str) -> dict[str, Counts]:
    return {
        name: np.asarray(values).astype(np.int64) for name, values in connection.execute(query).fetchnumpy().items()
    }
