"""What the audit says about one assumption of the theorem, at one size of the graph.

Main definitions: `Assumption` (a row of the audit), `Examination` (its numbers at one size), `Quantity` (a number and
the claim that it rests on), `Bearing` (the verdict), `Curves` (the costs as the assumption is relaxed).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from backproof.theory.graph import CorridorGraph, UnequalGraph

Number: TypeAlias = int | Fraction | float
"""An int or a Fraction is exact; a float was computed in float64; math.inf is an infinite cost."""


class Bearing(StrEnum):
    """The verdict: how much of the separation between SFT and RLVR depends on the assumption."""

    CARRIES = "carries the separation"
    PART = "carries part of it"
    CORRECTED = "corrected"
    HARMLESS = "harmless"
    PROOF = "needed only for the proof"


class Quantity(NamedTuple):
    """A number and the id of the claim behind it, or None for a number that was chosen, such as a size or a time."""

    value: Number
    claim: str | None = None


@dataclass(frozen=True)
class Costs:
    """Expected steps from source to target: of the SFT policy, the RLVR policy and, in one row, a search agent."""

    sft: Quantity
    rlvr: Quantity
    search: Quantity | None = None

    @property
    def cost_ratio(self) -> Number:
        """SFT's cost divided by RLVR's."""
        sft, rlvr = self.sft.value, self.rlvr.value
        if math.inf in (sft, rlvr):
            return math.nan if sft == rlvr else math.inf if sft == math.inf else 0
        ratio = Fraction(sft) / Fraction(rlvr)
        return float(ratio) if isinstance(sft, float) or isinstance(rlvr, float) else ratio


@dataclass(frozen=True)
class Sentence:
    """A text with a ``{name}`` for each of its ``numbers``."""

    text: str
    numbers: Mapping[str, Quantity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text.format_map(dict.fromkeys(self.numbers, ""))


@dataclass(frozen=True)
class Curves:
    """A table of numbers, with one row for each value of a parameter and None for an empty cell.

    ``x`` and ``curves`` name the columns to draw, ``y`` labels the vertical axis, ``log_x`` and ``log_y`` make an axis
    logarithmic.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Quantity | str | None, ...], ...]
    x: str
    curves: tuple[str, ...]
    log_x: bool = False
    log_y: bool = True
    y: str = "expected steps"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"each row must have {len(self.columns)} cells, got {row}")
        for name in (self.x, *self.curves):
            if name not in self.columns:
                raise ValueError(f"x and curves must be columns, got {name!r}; the columns are {self.columns}")


class Check(NamedTuple):
    """Two computations of one number, which must agree up to a relative ``tolerance``; 0 means exactly."""

    words: str
    found: Number
    expected: Number
    tolerance: float = 0.0

    @property
    def holds(self) -> bool:
        if math.inf in (self.found, self.expected):
            return self.found == self.expected
        off = abs(Fraction(self.found) - Fraction(self.expected))
        return off <= Fraction(self.tolerance) * abs(Fraction(self.expected))


@dataclass(frozen=True)
class Examination:
    """What was found about an assumption at one size of the graph.

    ``held`` are the costs with the assumption, ``dropped`` those without it, in the setting ``dropped_at``.
    ``breaking_point`` says where the separation ends as the assumption is relaxed. Each of ``checks`` compares two
    computations at this size.
    """

    held: Costs
    dropped: Costs
    dropped_at: str
    breaking_point: Sentence
    formula: tuple[str, ...]
    words: tuple[Sentence, ...]
    table: Curves
    checks: tuple[Check, ...]

    def quantities(self) -> Iterator[Quantity]:
        """Every number, whether it rests on a claim or was chosen."""
        for costs in (self.held, self.dropped):
            yield from filter(None, (costs.sft, costs.rlvr, costs.search))
        for sentence in (self.breaking_point, *self.words):
            yield from sentence.numbers.values()
        for cells in self.table.rows:
            yield from (cell for cell in cells if isinstance(cell, Quantity))


@dataclass(frozen=True)
class Assumption:
    """A row of the audit: an assumption, where the theorem uses it, how it is relaxed, and what that does.

    ``id`` is the name of the row's module with hyphens; it is the name of a claim if that claim answers the row.
    ``claims`` are the ids of the claims behind the verdict. The first one says what becomes of the cost ratio without
    the assumption. A ``foremost`` row is one that a reader should know first. ``examine_unequal`` is for rows that also
    have a meaning on corridors that differ.
    """

    id: str
    statement: str
    used_in: str
    relaxation: str
    bearing: Bearing
    bearing_why: str
    claims: tuple[str, ...]
    examine: Callable[[CorridorGraph], Examination]
    foremost: bool = False
    examine_unequal: Callable[[UnequalGraph], Examination] | None = None

    def examined_on(self, graph: CorridorGraph | UnequalGraph) -> Examination:
        """Raises ValueError for unequal corridors where the row has no meaning on them."""
        if not isinstance(graph, UnequalGraph):
            return self.examine(graph)
        if self.examine_unequal is None:
            raise ValueError(f"assumption {self.id} is examined in equal corridors only")
        return self.examine_unequal(graph)
