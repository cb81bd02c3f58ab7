"""What the audit says of one assumption of the theorem, at one size of the graph.

Main definitions: `Assumption` (the row), `Finding` (its numbers at W, K, L), `Quantity` (a number and the claim that it
rests on), `Bearing` (what the assumption carries).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from backproof.theory.graph import CorridorGraph

Number: TypeAlias = int | Fraction | float
"""An int or a Fraction is exact, a float was computed in float64; math.inf is a cost that is infinite."""


class Bearing(StrEnum):
    """The verdict on an assumption."""

    CARRIES = "carries the gap"
    PART = "carries part of it"
    CORRECTED = "corrected"
    HARMLESS = "harmless"
    PROOF = "needed only for the proof"


class Quantity(NamedTuple):
    """A number, and the id of the claim that says it; None for a number that was chosen: a size, a time, a price."""

    value: Number
    claim: str | None = None


@dataclass(frozen=True)
class Costs:
    """Expected steps from source to target of the SFT policy, the RLVR policy and, where it was asked, search."""

    sft: Quantity
    rlvr: Quantity
    search: Quantity | None = None

    @property
    def gap(self) -> Number:
        """SFT's cost over RLVR's: how many times more SFT pays."""
        sft, rlvr = self.sft.value, self.rlvr.value
        if math.inf in (sft, rlvr):
            return math.nan if sft == rlvr else math.inf if sft == math.inf else 0
        gap = Fraction(sft) / Fraction(rlvr)
        return float(gap) if isinstance(sft, float) or isinstance(rlvr, float) else gap


@dataclass(frozen=True)
class Sentence:
    """Plain words with ``{name}`` where a number of ``numbers`` stands."""

    text: str
    numbers: Mapping[str, Quantity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text.format_map(dict.fromkeys(self.numbers, ""))


@dataclass(frozen=True)
class Table:
    """Numbers as a function of the relaxation's parameter: one row per value, a cell per column, None where there is
    none. ``x`` and ``curves`` name the columns to draw, ``y`` what they show; the axes are logarithmic where said so.
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
    """Two computations of one number that must agree; ``tolerance`` is relative, 0 for exact ones."""

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
class Finding:
    """What comes of an assumption at one size.

    ``held`` are the costs with the assumption, ``dropped`` those without it, at ``dropped_at``. ``breaking_point`` says
    where along the relaxation the answer changes. ``checks`` are computed anew at this size, each in two ways.
    """

    held: Costs
    dropped: Costs
    dropped_at: str
    breaking_point: Sentence
    formula: tuple[str, ...]
    words: tuple[Sentence, ...]
    table: Table
    checks: tuple[Check, ...]

    def quantities(self) -> Iterator[Quantity]:
        """Every number, those that rest on a claim and those that were chosen."""
        for costs in (self.held, self.dropped):
            yield from filter(None, (costs.sft, costs.rlvr, costs.search))
        for sentence in (self.breaking_point, *self.words):
            yield from sentence.numbers.values()
        for cells in self.table.rows:
            yield from (cell for cell in cells if isinstance(cell, Quantity))


@dataclass(frozen=True)
class Assumption:
    """One assumption: where the theorem uses it, how it is relaxed, what it carries, and the claims behind that.

    ``claims`` are those that the verdict rests on; numbers that rest on one name it.
    """

    id: str
    statement: str
    used_in: str
    relaxation: str
    bearing: Bearing
    bearing_why: str
    claims: tuple[str, ...]
    examine: Callable[[CorridorGraph], Finding]
