"""The comparison of two models by samples of their answers.

Main definition: `compare`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from backproof.api.arguments import RefusedError, callback, check_texts
from backproof.installed import require
from backproof.samples.comparison import SampleComparison, compared
from backproof.samples.files import sample_files
from backproof.samples.layouts import LAYOUTS, NAMED, SamplesError
from backproof.theory.arguments import checked_seed, near_matches
from backproof.theory.graph import positive_integer

Files: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A file, a folder or a glob pattern, or several of them."""


def compare(
    base: Files,
    tuned: Files,
    *,
    layout: str = "plain",
    columns: Mapping[str, str] | None = None,
    where: tuple[str, str] | None = None,
    budgets: Iterable[int] = (),
    seed: int = 0,
    on_step: Callable[[str], None] | None = None,
) -> SampleComparison:
    """Compare a base model with a tuned one by samples of both, a row a sample.

    ``base`` and ``tuned`` are files (JSONL, CSV or Parquet), folders or patterns. ``layout`` says how the columns are
    named: "plain", "lm-eval" for the samples files of lm-evaluation-harness, or "inspect" for a samples table of
    Inspect. ``columns`` names columns by role (problem, correct, answer, sample, steps, entropy, model); ``where`` is a
    column and the value that it must have. ``budgets`` are the numbers k of samples for pass@k and all else; by default
    powers of two up to the fewest samples of a problem. ``seed`` is for the resampling. ``on_step`` is called with the
    name of each step.

    Raises ValueError or TypeError for arguments that make no sense, and for files that cannot be used: broken ones,
    grades that are not clear, no common problem, fewer samples than k. MissingPackageError where duckdb is missing.

    >>> from backproof import compare
    >>> found = compare("examples/samples/base.csv", "examples/samples/tuned.csv")
    >>> found.problems, found.crossover.value
    (30, 4.0)
    """
    check_texts(layout=layout)
    if layout not in LAYOUTS:
        near = near_matches(layout, LAYOUTS, "there are")
        raise RefusedError(f"there is no layout {layout!r}: {near}")
    given = dict(columns or {})
    check_texts(**given)
    for role in given:
        if role not in NAMED:
            raise RefusedError(f"there is no column for {role!r}: {near_matches(role, NAMED, 'there are')}")
    wanted = [positive_integer("k", budget) for budget in budgets]
    checked_seed(seed)
    callback("on_step", on_step)
    require("duckdb", "compare")
    from backproof.samples.database import opened
    from backproof.samples.reading import load

    tell = on_step or (lambda words: None)
    files = [sample_files(one, name) for one, name in ((base, "BASE"), (tuned, "TUNED"))]
    with opened() as connection:
        sides = []
        for side, one in zip(("base", "tuned"), files, strict=True):
            tell(f"reading {one.name}")
            sides.append(load(connection, side, one, LAYOUTS[layout], given, where))
        first, second = sides
        _check_alike({*first.columns}, {*second.columns}, given)
        return compared(connection, first, second, wanted, seed, tell)


def _check_alike(base: set[str], tuned: set[str], given: Mapping[str, str]) -> None:
    """Refuse a column that was named and that one model lacks; what is not named is used where both have it."""
    for role in sorted((base ^ tuned) & given.keys()):
        raise SamplesError(f"only one model has the column {given[role]!r} for {role}: both must have it")
