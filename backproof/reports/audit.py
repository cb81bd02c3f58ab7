"""The audit in a terminal: one line per assumption, or all that was found about each.

Main definitions: `AuditRow`, `examine_assumptions`, `show_audit`, `show_assumption`, `audit_exit_code`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from backproof.checks.audit.assumption import Assumption, Check, Costs, Examination, Quantity, Sentence
from backproof.checks.index import Claim, claims
from backproof.reports.measured import MeasuredRun, show_measured
from backproof.reports.numbers import format_number
from backproof.reports.terminal import show_facts, show_table, show_text
from backproof.theory.graph import CorridorGraph, UnequalGraph


class AuditRow(NamedTuple):
    """An assumption, and what was found without it at the given sizes."""

    assumption: Assumption
    finding: Examination


def examine_assumptions(
    assumptions: Sequence[Assumption], graph: CorridorGraph | UnequalGraph, examined: Callable[[], None] = lambda: None
) -> list[AuditRow]:
    """Each on this graph; ``examined`` is called after each."""
    rows = []
    for assumption in assumptions:
        rows.append(AuditRow(assumption, assumption.examined_on(graph)))
        examined()
    return rows


def failures(rows: Sequence[AuditRow]) -> list[tuple[Assumption, Check]]:
    """The numbers that two computations do not agree on."""
    return [(row.assumption, check) for row in rows for check in row.finding.checks if not check.holds]


def audit_exit_code(rows: Sequence[AuditRow]) -> int:
    """0 where every number computed twice agrees, else 1."""
    return 1 if failures(rows) else 0


def claims_behind(rows: Sequence[AuditRow]) -> list[Claim]:
    """The claims that the rows and their numbers rest on, in the order of the index."""
    wanted = {claim for row in rows for claim in row.assumption.claims}
    wanted |= {quantity.claim for row in rows for quantity in row.finding.quantities() if quantity.claim}
    return [claim for claim in claims() if claim.id in wanted]


def say(sentence: Sentence) -> str:
    """The sentence with its numbers."""
    numbers = {name: format_number(quantity.value) for name, quantity in sentence.numbers.items()}
    return sentence.text.format_map(numbers)


def audit_title(graph: CorridorGraph | UnequalGraph) -> str:
    return f"Cost of SFT divided by cost of RLVR at {audit_sizes(graph)}"


def audit_sizes(graph: CorridorGraph | UnequalGraph) -> str:
    """The sizes in words."""
    if isinstance(graph, UnequalGraph):
        return f"corridors {graph}"
    return f"W={graph.width}, K={graph.depth}, L={graph.lanes}"


def audit_summary(rows: Sequence[AuditRow], width: int) -> str:
    """How many numbers were computed in two ways, and which of them do not agree."""
    total = sum(len(row.finding.checks) for row in rows)
    wrong = [
        f"{assumption.id}: {check.words}: found {format_number(check.found)}, expected {format_number(check.expected)}"
        for assumption, check in failures(rows)
    ]
    alone = ["With one corridor there is no dead end: every cost ratio is 1. The verdicts are for W >= 2."]
    agree = f"{total - len(wrong)} of {total} numbers that were computed in two ways agree"
    return "\n".join([*(alone if width == 1 else []), *wrong, f"{agree}; `backproof verify` proves the claims"])


# --- terminal --------------------------------------------------------------------------------------------------------


def show_audit(
    console: Console,
    rows: Sequence[AuditRow],
    graph: CorridorGraph | UnequalGraph,
    runs: Sequence[MeasuredRun] = (),
    *,
    explain: bool = False,
) -> None:
    """The cost ratio with and without each assumption, and the runs that were measured; with ``explain`` all that was
    found about each.
    """
    if rows:
        _show_computed(console, rows, graph, explain=explain)
    if rows and runs:
        show_text(console, "")
    if runs:
        show_measured(console, runs, explain=explain)


def _show_computed(
    console: Console, rows: Sequence[AuditRow], graph: CorridorGraph | UnequalGraph, *, explain: bool
) -> None:
    if explain:
        for row in rows:
            show_assumption(console, row)
            show_text(console, "")
    else:
        headings = ("assumption", "with it", "without it", "verdict")
        show_text(console, audit_title(graph))
        show_table(console, headings, map(_cells, rows), right=headings[1:3], spare=headings[1:2])
        show_text(console, "")
    for line in audit_summary(rows, graph.width).splitlines():
        show_text(console, line)
    if isinstance(graph, UnequalGraph):
        show_text(console, "The other assumptions are examined in equal corridors only.")


def _cells(row: AuditRow) -> tuple[str, ...]:
    held, dropped = (format_number(costs.cost_ratio) for costs in (row.finding.held, row.finding.dropped))
    return row.assumption.id, held, dropped, row.assumption.bearing


def show_assumption(console: Console, row: AuditRow) -> None:
    """One assumption in words, with its costs, its formula, its table and the checks of its numbers."""
    assumption, finding = row
    show_text(console, Text.assemble((assumption.id, "bold"), f": {assumption.statement}"))
    show_facts(
        console,
        [
            ("used in", assumption.used_in),
            ("without it", assumption.relaxation),
            ("verdict", f"{assumption.bearing}: {assumption.bearing_why}"),
            ("costs with it", _costs(finding.held)),
            ("costs without", f"{_costs(finding.dropped)} ({finding.dropped_at})"),
            ("breaking point", say(finding.breaking_point)),
        ],
    )
    for paragraph in (*finding.formula, *map(say, finding.words)):
        show_text(console, "")
        show_text(console, paragraph)
    show_text(console, "")
    columns = finding.table.columns
    show_table(console, columns, [[_cell(cell) for cell in cells] for cells in finding.table.rows], right=columns)
    show_text(console, "")
    for check in finding.checks:
        verdict = "agree" if check.holds else "DO NOT AGREE"
        show_text(console, f"{verdict}: {check.words}: {format_number(check.found)}")
    first, behind = assumption.claims[0], ", ".join(assumption.claims)
    show_text(console, f"Claims behind it: {behind}. To check one: backproof verify --only {first}")


def _costs(costs: Costs) -> str:
    search = "" if costs.search is None else f", search {format_number(costs.search.value)}"
    pair = f"SFT {format_number(costs.sft.value)}, RLVR {format_number(costs.rlvr.value)}"
    return f"{pair}{search}: cost ratio {format_number(costs.cost_ratio)}"


def _cell(cell: Quantity | str | None) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else format_number(cell.value)
