"""The audit as JSON and as Markdown.

Main definitions: `audit_json`, `audit_markdown`, `written_out`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from backproof import __version__
from backproof.checks.audit.assumption import Costs, Number, Quantity, Sentence
from backproof.reports.audit import AuditRow, audit_summary, audit_title, claims_behind, say
from backproof.reports.costs import sizes_document
from backproof.reports.markdown import escape_markdown, markdown_table
from backproof.reports.measured import MeasuredRun, measured_entries, measured_markdown
from backproof.reports.numbers import format_number
from backproof.theory.graph import CorridorGraph, UnequalGraph

SCHEMA = "backproof.audit/1"

RATIOS = ("cost ratio with it", "cost ratio without it")
HEADINGS = ("assumption", "without it", *RATIOS, "breaking point", "verdict", "evidence")

LONGEST_EXACT = 10_000
"""Bits of a numerator or denominator that is written out: some 3000 digits."""


def audit_markdown(
    rows: Sequence[AuditRow], graph: CorridorGraph | UnequalGraph, runs: Sequence[MeasuredRun] = ()
) -> str:
    cells = ([escape_markdown(cell) for cell in _cells(row)] for row in rows)
    computed = [*markdown_table(HEADINGS, cells), "", audit_summary(rows, graph.width)] if rows else []
    between = [""] if rows and runs else []
    measured = measured_markdown(runs) if runs else []
    return "\n".join([f"# {audit_title(graph)}", "", *computed, *between, *measured, ""])


def _cells(row: AuditRow) -> tuple[str, ...]:
    assumption, finding = row
    return (
        f"{assumption.id}: {assumption.statement}",
        f"{assumption.relaxation} ({finding.dropped_at})",
        format_number(finding.held.cost_ratio),
        format_number(finding.dropped.cost_ratio),
        say(finding.breaking_point),
        assumption.bearing,
        ", ".join(assumption.claims),
    )


def audit_json(rows: Sequence[AuditRow], graph: CorridorGraph | UnequalGraph, runs: Sequence[MeasuredRun] = ()) -> str:
    """Deterministic: the same audit is the same bytes."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "graph": sizes_document(graph),
        "assumptions": [_row(row) for row in rows],
        "measured": measured_entries(runs),
        "claims": [{"id": c.id, "statement": c.statement, "scope": c.scope} for c in claims_behind(rows)],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _row(row: AuditRow) -> dict[str, Any]:
    assumption, finding = row
    return {
        "id": assumption.id,
        "statement": assumption.statement,
        "used_in": assumption.used_in,
        "relaxation": assumption.relaxation,
        "verdict": assumption.bearing.value,
        "why": assumption.bearing_why,
        "claims": list(assumption.claims),
        "with": _costs(finding.held),
        "without": {"at": finding.dropped_at, **_costs(finding.dropped)},
        "breaking_point": _sentence(finding.breaking_point),
        "formula": list(finding.formula),
        "words": [_sentence(sentence) for sentence in finding.words],
        "table": {
            "columns": list(finding.table.columns),
            "rows": [[_cell(cell) for cell in cells] for cells in finding.table.rows],
        },
        "checks": [
            {
                "words": check.words,
                "found": _number(check.found),
                "expected": _number(check.expected),
                "tolerance": check.tolerance,
                "holds": check.holds,
            }
            for check in finding.checks
        ],
    }


def _costs(costs: Costs) -> dict[str, Any]:
    document = {
        "sft": _cell(costs.sft),
        "rlvr": _cell(costs.rlvr),
        "cost_ratio": _number(costs.cost_ratio),
    }
    return document if costs.search is None else {**document, "search": _cell(costs.search)}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    numbers = {name: _cell(quantity) for name, quantity in sentence.numbers.items()}
    return {"text": say(sentence), "numbers": numbers}


def _cell(cell: Quantity | str | None) -> Any:
    return {**_number(cell.value), "claim": cell.claim} if isinstance(cell, Quantity) else cell


def _number(number: Number) -> dict[str, Any]:
    """``value`` in float64, null where it has none (infinite, beyond 1.8e308); ``exact`` where it is, null if long."""
    if isinstance(number, float):
        return {"value": number if math.isfinite(number) else None, "shown": format_number(number)}
    exact = Fraction(number)
    try:
        value: float | None = float(exact)
    except OverflowError:
        value = None
    return {"value": value, "exact": written_out(exact), "shown": format_number(number)}


def written_out(number: Fraction) -> str | None:
    """The exact number; None where it has more digits than anybody reads, and than Python writes."""
    bits = max(number.numerator.bit_length(), number.denominator.bit_length())
    return str(number) if bits <= LONGEST_EXACT else None
