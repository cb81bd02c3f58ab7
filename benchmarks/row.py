"""One figure of a benchmark: what was measured, the same by a peer, and the bar.

Main definitions: `Row`, `row`, `Bar`, `at_most`, `at_least`, `times`, `Size`, `NotRun`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
Measure = float | Callable[[], float]
"""A figure, or a function that measures it."""

LESS_IS_BETTER = {"s", "GB", "episodes", "steps"}
"""Other units are rates."""


class NotRun(Exception):  # noqa: N818 - no error: a peer is not installed, or there is no GPU
    """Something that a measurement needs is missing. The message says what, and how to get it."""


class Size(StrEnum):
    """How large the inputs are: for a test of the code, for `make bench`, or with ``--full``."""

    TINY = "tiny"
    USUAL = "usual"
    FULL = "full"

    def of(self, tiny: T, usual: T, full: T | None = None) -> T:
        """The input of this size. ``full`` is ``usual`` if left out."""
        return {Size.TINY: tiny, Size.USUAL: usual, Size.FULL: usual if full is None else full}[self]


@dataclass(frozen=True)
class Row:
    """``theirs`` is the peer's figure in the same unit, None where there is no peer or it was not run. ``met`` is None
    where there is no bar or nothing to compare with it. ``not_run`` says why a figure is missing.
    """

    what: str
    size: str
    unit: str
    ours: float | None
    peer: str = ""
    theirs: float | None = None
    bar: str = ""
    met: bool | None = None
    not_run: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better ours is than the peer's: 2 means twice as fast, or half as much memory."""
        return ratio_of(self.unit, self.ours, self.theirs)


def ratio_of(unit: str, ours: float | None, theirs: float | None) -> float | None:
    if not ours or not theirs:
        return None
    return theirs / ours if unit in LESS_IS_BETTER else ours / theirs


@dataclass(frozen=True)
class Bar:
    """A figure that was asked for: a limit of ours, or of the ratio to the peer."""

    sign: str
    limit: float
    of_ratio: bool = False

    def text(self, unit: str) -> str:
        return f"{self.sign} {self.limit:.4g}{'x' if self.of_ratio else f' {unit}'}"

    def met(self, ours: float | None, ratio: float | None) -> bool | None:
        found = ratio if self.of_ratio else ours
        if found is None:
            return None
        return found <= self.limit if self.sign == "<=" else found >= self.limit


def at_most(limit: float) -> Bar:
    return Bar("<=", limit)


def at_least(limit: float) -> Bar:
    return Bar(">=", limit)


def times(limit: float) -> Bar:
    """At least so many times better than the peer."""
    return Bar(">=", limit, of_ratio=True)


def row(
    what: str,
    size: str,
    unit: str,
    ours: Measure,
    *,
    peer: str = "",
    theirs: Measure | None = None,
    bar: Bar | None = None,
) -> Row:
    """Measure both. Without ours the peer is not run. A peer that fails is left out, with the reason."""
    mine = other = None
    not_run = ""
    try:
        mine = _measured(ours)
    except NotRun as reason:
        not_run = str(reason)
    if mine is not None and theirs is not None:
        try:
            other = _measured(theirs)
        except NotRun as reason:
            not_run = str(reason)
        except Exception as error:
            not_run = f"it failed: {one_line(error)}"
    ratio = ratio_of(unit, mine, other)
    text, met = (bar.text(unit), bar.met(mine, ratio)) if bar else ("", None)
    return Row(what, size, unit, mine, peer, other, text, met, not_run)


def _measured(measure: Measure) -> float:
    return measure() if callable(measure) else measure


def one_line(error: Exception) -> str:
    """The kind of an error, and the first line of its message."""
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
