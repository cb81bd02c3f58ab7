"""The audit as a table, as one page on an assumption, as JSON and as Markdown.

Main definitions: `Row`, `examine`, `show`, `table`, `page`, `as_json`, `markdown`, `exit_code`.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from rich.console import Console

from backproof import __version__
from backproof.checks.audit.assumption import Assumption, Check, Costs, Examination, Number, Quantity, Sentence
from backproof.checks.index import Claim, claims
from backproof.reports.terminal import show_line, show_table
from backproof.theory.graph import CorridorGraph

SCHEMA = "backproof.audit/1"
WIDTH = 140
"""Columns of a table that is not printed to a terminal."""

PAGE_WIDTH = 100
"""Of the page on an assumption."""

DIGITS = 5
"""Significant digits of a number that is not written out."""

LONGEST_EXACT = 10_000
"""Bits of a numerator or denominator that is written out: some 3000 digits."""

WRITTEN_OUT = 10**9
"""Integers below this are written out."""

HEADINGS = ("assumption", "without it", "ratio with it", "ratio without", "breaking point", "verdict", "evidence")
NARROW, LEFT_OUT = 110, ("without it", "evidence")
"""A terminal of fewer columns is spared these, which a page on the assumption has."""


class Row(NamedTuple):
    """An assumption with what was found at the size asked for."""

    assumption: Assumption
    finding: Examination


def examine(
    assumptions: Sequence[Assumption], graph: CorridorGraph, examined: Callable[[], None] = lambda: None
) -> list[Row]:
    """Each at this size; ``examined`` is called after each."""
    rows = []
    for assumption in assumptions:
        rows.append(Row(assumption, assumption.examine(graph)))
        examined()
    return rows


def failures(rows: Sequence[Row]) -> list[tuple[Assumption, Check]]:
    """The numbers that two computations do not agree on."""
    return [(row.assumption, check) for row in rows for check in row.finding.checks if not check.holds]


def exit_code(rows: Sequence[Row]) -> int:
    """0 where every number computed twice agrees, else 1."""
    return 1 if failures(rows) else 0


# --- numbers and words -----------------------------------------------------------------------------------------------


def show(number: Number) -> str:
    """A number for readers: integers below 10^9 in full, else five significant digits.

    >>> [show(n) for n in (50142, Fraction(36, 5), Fraction(10**12, 7), 6.02e23, math.inf, 0.0002, 0)]
    ['50142', '7.2', '1.4286e11', '6.02e23', 'infinite', '0.0002', '0']
    """
    if isinstance(number, float) and not math.isfinite(number):
        return "infinite" if number == math.inf else str(number)
    exact = Fraction(number)
    if exact.denominator == 1 and abs(exact) < WRITTEN_OUT:
        return str(exact.numerator)
    rounded = Context(prec=DIGITS).divide(Decimal(exact.numerator), Decimal(exact.denominator))
    if -4 <= rounded.adjusted() < DIGITS:
        return f"{rounded.normalize():f}"
    mantissa, _, exponent = f"{rounded.normalize():e}".partition("e")
    return f"{mantissa}e{int(exponent)}"


def written_out(number: Fraction) -> str | None:
    """The exact number; None where it has more digits than anybody reads, and than Python writes."""
    bits = max(number.numerator.bit_length(), number.denominator.bit_length())
    return str(number) if bits <= LONGEST_EXACT else None


def say(sentence: Sentence) -> str:
    return sentence.text.format_map({name: show(quantity.value) for name, quantity in sentence.numbers.items()})


def evidence(assumption: Assumption) -> str:
    return ", ".join(assumption.claims)


def claims_behind(rows: Sequence[Row]) -> list[Claim]:
    """The claims that the rows and their numbers rest on, in the order of the index."""
    wanted = {claim for row in rows for claim in row.assumption.claims}
    wanted |= {quantity.claim for row in rows for quantity in row.finding.quantities() if quantity.claim}
    return [claim for claim in claims() if claim.id in wanted]


def summary(rows: Sequence[Row], width: int) -> str:
    """How many numbers were computed twice, and what did not agree."""
    total = sum(len(row.finding.checks) for row in rows)
    wrong = [
        f"{assumption.id}: {check.words}: found {show(check.found)}, expected {show(check.expected)}"
        for assumption, check in failures(rows)
    ]
    agree = f"{total - len(wrong)} of {total} numbers that were computed twice agree"
    alone = (
        ["With one corridor there is no dead end and every cost ratio is 1; the verdicts are for W >= 2."]
        if width == 1
        else []
    )
    return "\n".join([*alone, *wrong, f"{agree}; what the claims prove is shown by `backproof verify`"])


# --- renderings ------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Row], graph: CorridorGraph, *, console: Console | None = None) -> str:
    """One line an assumption; printed to ``console`` where one is given."""
    text = io.StringIO()
    console = console or Console(file=text, width=WIDTH, color_system=None)
    shown = [place for place in range(len(HEADINGS)) if console.width >= NARROW or HEADINGS[place] not in LEFT_OUT]
    cells = [_cells(row) for row in rows]
    show_line(console, _title(graph))
    show_table(
        console,
        [HEADINGS[place] for place in shown],
        [[row[place] for place in shown] for row in cells],
        right=("ratio with it", "ratio without"),
        boxed=True,
    )
    for line in summary(rows, graph.width).splitlines():
        show_line(console, line)
    return text.getvalue()


def _title(graph: CorridorGraph) -> str:
    return f"Cost of SFT over cost of RLVR at W={graph.width}, K={graph.depth}, L={graph.lanes}"


def _cells(row: Row) -> tuple[str, ...]:
    assumption, finding = row
    return (
        f"{assumption.id}: {assumption.statement}",
        f"{assumption.relaxation} ({finding.dropped_at})",
        show(finding.held.cost_ratio),
        show(finding.dropped.cost_ratio),
        say(finding.breaking_point),
        assumption.bearing,
        evidence(assumption),
    )


def page(row: Row, graph: CorridorGraph, *, console: Console | None = None) -> str:
    """One assumption in plain words, with its formula and numbers; printed to ``console`` where one is given."""
    assumption, finding = row
    text = io.StringIO()
    console = console or Console(file=text, width=PAGE_WIDTH, color_system=None)
    lines = [
        f"{assumption.id}: {assumption.statement}",
        f"Used in: {assumption.used_in}",
        f"Without it: {assumption.relaxation}",
        f"Verdict: {assumption.bearing}: {assumption.bearing_why}",
        "",
        _title(graph),
        f"  with it     {_costs(finding.held)}",
        f"  without it  {_costs(finding.dropped)}  [{finding.dropped_at}]",
        f"Breaking point: {say(finding.breaking_point)}",
        "",
        *(f"  {formula}" for formula in finding.formula),
        "",
        *(f"{say(sentence)}\n" for sentence in finding.words),
    ]
    console.print("\n".join(lines), highlight=False, markup=False)
    columns = finding.table.columns
    show_table(console, columns, [[_cell(cell) for cell in cells] for cells in finding.table.rows], right=columns)
    for check in finding.checks:
        verdict = "agree" if check.holds else "DO NOT AGREE"
        console.print(f"{verdict}: {check.words}: {show(check.found)}", highlight=False, markup=False)
    behind = f"Behind it: {evidence(assumption)}; `backproof verify --only {','.join(assumption.claims)}` checks them"
    console.print(behind, highlight=False, markup=False)
    return text.getvalue()


def _costs(costs: Costs) -> str:
    search = "" if costs.search is None else f", search {show(costs.search.value)}"
    return f"SFT {show(costs.sft.value)}, RLVR {show(costs.rlvr.value)}{search}: cost ratio {show(costs.cost_ratio)}"


def _cell(cell: Quantity | str | None) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else show(cell.value)


def markdown(rows: Sequence[Row], graph: CorridorGraph) -> str:
    lines = [f"# {_title(graph)}", "", "| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    lines += ["| " + " | ".join(_escaped(cell) for cell in _cells(row)) + " |" for row in rows]
    return "\n".join([*lines, "", summary(rows, graph.width), ""])


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def as_json(rows: Sequence[Row], graph: CorridorGraph) -> str:
    """Deterministic: the same audit is the same bytes."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "graph": {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes},
        "assumptions": [_row_document(row) for row in rows],
        "claims": [{"id": c.id, "statement": c.statement, "scope": c.scope} for c in claims_behind(rows)],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _row_document(row: Row) -> dict[str, Any]:
    assumption, finding = row
    return {
        "id": assumption.id,
        "statement": assumption.statement,
        "used_in": assumption.used_in,
        "relaxation": assumption.relaxation,
        "verdict": assumption.bearing.value,
        "why": assumption.bearing_why,
        "claims": list(assumption.claims),
        "with": _costs_document(finding.held),
        "without": {"at": finding.dropped_at, **_costs_document(finding.dropped)},
        "breaking_point": _sentence_document(finding.breaking_point),
        "formula": list(finding.formula),
        "words": [_sentence_document(sentence) for sentence in finding.words],
        "table": {
            "columns": list(finding.table.columns),
            "rows": [[_cell_document(cell) for cell in cells] for cells in finding.table.rows],
        },
        "checks": [
            {
                "words": check.words,
                "found": _number_document(check.found),
                "expected": _number_document(check.expected),
                "tolerance": check.tolerance,
                "holds": check.holds,
            }
            for check in finding.checks
        ],
    }


def _costs_document(costs: Costs) -> dict[str, Any]:
    document = {
        "sft": _cell_document(costs.sft),
        "rlvr": _cell_document(costs.rlvr),
        "cost_ratio": _number_document(costs.cost_ratio),
    }
    return document if costs.search is None else {**document, "search": _cell_document(costs.search)}


def _sentence_document(sentence: Sentence) -> dict[str, Any]:
    numbers = {name: _cell_document(quantity) for name, quantity in sentence.numbers.items()}
    return {"text": say(sentence), "numbers": numbers}


def _cell_document(cell: Quantity | str | None) -> Any:
    return {**_number_document(cell.value), "claim": cell.claim} if isinstance(cell, Quantity) else cell


def _number_document(number: Number) -> dict[str, Any]:
    """``value`` in float64, null where it has none (infinite, beyond 1.8e308); ``exact`` where it is, null if long."""
    if isinstance(number, float):
        return {"value": number if math.isfinite(number) else None, "shown": show(number)}
    exact = Fraction(number)
    try:
        value: float | None = float(exact)
    except OverflowError:
        value = None
    return {"value": value, "exact": written_out(exact), "shown": show(number)}
