"""Which column of a table of samples is what: names given by a user, or those that an evaluation harness writes.

Main definitions: `Layout`, `LAYOUTS`, `chosen_columns`, `SamplesError`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from backproof.theory.arguments import near_matches

NEEDED = ("problem", "correct")
OPTIONAL = ("answer", "sample", "steps", "entropy", "model")
NAMED = NEEDED + OPTIONAL
"""The columns that a user can name."""

ROLES = (*NAMED, "filter")

SCORE = re.compile(r"score_(?!.*_(?:answer|explanation|reason|metadata)$).+")
"""The column of a scorer's value in a samples table of Inspect; beside it are its answer and its explanation."""


class SamplesError(ValueError):
    """Samples that cannot be used; the message says which, and what to change."""


@dataclass(frozen=True)
class Layout:
    """The names of the columns by role. ``grades`` are words for the grade beside 0, 1, true and false; ``no_answer``
    stands for a missing answer. ``lists`` says that answers are lists of one text.
    """

    name: str
    columns: Mapping[str, str]
    grades: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    no_answer: str = ""
    lists: bool = False


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("plain", {role: role for role in NAMED}),
        Layout(
            "lm-eval",
            {"problem": "doc_id", "correct": "exact_match", "answer": "filtered_resps", "filter": "filter"},
            no_answer="[invalid]",
            lists=True,
        ),
        Layout(
            "inspect",
            {"problem": "id", "sample": "sample_id", "model": "model"},
            grades={"c": True, "i": False, "n": False},
        ),
    )
}
"""Inspect names the grade's column after the scorer: `chosen_columns` finds it."""


def chosen_columns(layout: Layout, given: Mapping[str, str], present: Collection[str], where: str) -> dict[str, str]:
    """The column for each role that the table has one for.

    ``given`` are names that the user chose; they and the needed ones must be ``present``. An empty one leaves a column
    out that need not be there. Raises SamplesError with the
    near names.
    """
    wanted = {**layout.columns, **_inspect_score(layout, present, where, {*given}), **given}
    chosen = {}
    for role in ROLES:
        name = wanted.get(role, role if role in NEEDED else "")
        if role in OPTIONAL and not name:
            continue
        if role in given or role in NEEDED:
            check_column(name, present, where, role, _known_layout(layout, present))
        if name in present:
            chosen[role] = name
    return chosen


def check_column(name: str, present: Collection[str], where: str, option: str, hint: str = "") -> None:
    """Raise SamplesError with the near names unless the table has this column."""
    if name not in present:
        near = near_matches(name, present, "it has")
        raise SamplesError(f"{where} has no column {name!r}: {near} (choose with --{option}{hint})")


def _known_layout(layout: Layout, present: Collection[str]) -> str:
    """A hint where the table has the columns of another layout."""
    others = (
        name for name, other in LAYOUTS.items() if other is not layout and {*other.columns.values()} <= {*present}
    )
    return "".join(f", or use --layout {name}" for name in others)


def _inspect_score(layout: Layout, present: Collection[str], where: str, given: set[str]) -> dict[str, str]:
    """The columns of the scorer in a samples table of Inspect."""
    if layout.name != "inspect" or "correct" in given:
        return {}
    scores = sorted(filter(SCORE.fullmatch, present))
    if len(scores) != 1:
        found = f"several: {', '.join(scores)}" if scores else "none"
        raise SamplesError(f"{where} must have one column score_NAME, it has {found}; name one with --correct")
    return {"correct": scores[0], "answer": f"{scores[0]}_answer"}
