"""A verification report as JSON and as Markdown.

Main definitions: `verification_json`, `verification_markdown`.
"""

from __future__ import annotations

import html
import json
import platform
from typing import Any

from backproof import __version__
from backproof.checks.forms import IDENTITY, LINEAR
from backproof.checks.kernel import RESOURCE_LIMIT
from backproof.checks.verify import ClaimResult, PartResult, Report, verify_exit_code
from backproof.reports.costs import PolicyCost, cost_entries, format_costs
from backproof.reports.markdown import escape_markdown, markdown_table
from backproof.reports.verification import (
    assumed_elsewhere,
    composition,
    controls_caught,
    evidence_kinds,
    verdict_of,
    verification_complaints,
    verification_summary,
    who_proved,
)
from backproof.theory.graph import CorridorGraph

SCHEMA = "backproof.verify/1"


def verification_json(report: Report, graph: CorridorGraph, costs: list[PolicyCost]) -> str:
    document = {
        "schema": SCHEMA,
        "backproof": __version__,
        "python": platform.python_version(),
        "solvers": report.solvers,
        "resource_limits": RESOURCE_LIMIT,
        "rocq": report.rocq or None,
        "exit_code": verify_exit_code(report),
        "seconds": round(report.seconds, 3),
        "sizes": {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes},
        "costs": cost_entries(costs),
        "statements": _statements(report),
        "not_run": list(report.not_run),
        "claims": [_claim(result) for result in report.results],
    }
    return json.dumps(document, indent=2) + "\n"


def _statements(report: Report) -> dict[str, int]:
    """How many statements were put to the solvers as evidence, and how many of them are easy."""
    asked = [outcome.form for result in report.results for outcome in result.evidence if outcome.kind == "SMT proof"]
    return {"all": len(asked), "identities": asked.count(IDENTITY), "linear": asked.count(LINEAR)}


def _claim(result: ClaimResult) -> dict[str, Any]:
    claim = result.claim
    return {
        "id": claim.id,
        "statement": claim.statement,
        "source": claim.source,
        "scope": claim.scope,
        "assumptions": list(claim.assumptions),
        "uses": result.used,
        "composed": list(claim.composed),
        "assumed": [
            {"claim": name, "words": words} for name, assumptions in result.assumed.items() for words in assumptions
        ],
        "verdict": str(result.verdict),
        "whole": result.whole,
        "proved_by": who_proved(result),
        "rocq": result.rocq or None,
        "seconds": round(result.seconds, 3),
        "evidence": [_outcome(outcome) for outcome in result.evidence],
        "controls": [
            {**_outcome(control.twin), "caught": control.caught, "confirmed": control.confirmed}
            for control in result.controls
        ],
    }


def _outcome(outcome: PartResult) -> dict[str, Any]:
    finding = outcome.finding
    example = finding.counterexample
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "words": outcome.words,
        "verdict": str(finding.verdict),
        "detail": finding.detail,
        "seconds": round(finding.seconds, 3),
        "counterexample": None if example is None else {name: str(value) for name, value in example.items()},
        "statement_sha256": outcome.statement_sha256,
        "form": outcome.form or None,
        "solvers": [
            {"solver": a.solver, "answer": a.answer, "resources": a.resources, "seconds": round(a.seconds, 3)}
            for a in finding.answers
        ],
    }


# --- Markdown --------------------------------------------------------------------------------------------------------

HEADINGS = ("claim", "scope", "verdict", "evidence", "controls caught", "seconds")


def verification_markdown(report: Report, graph: CorridorGraph, costs: list[PolicyCost]) -> str:
    """The summary, then a table, then the details of each claim folded."""
    lines = ["## backproof verify", "", verification_summary(report) + ".", "", format_costs(graph, costs) + ".", ""]
    lines += [f"- {escape_markdown(line)}" for line in verification_complaints(report)]
    lines += ["", *markdown_table(HEADINGS, map(_cells, report.results), right=("seconds",))]
    for result in report.results:
        lines += ["", f"<details><summary>{result.claim.id}: {html.escape(result.claim.statement)}</summary>", ""]
        lines += [f"- Proved: {who_proved(result)}", f"- Composed: {composition(result)}"]
        lines += [
            f"- Assumes {escape_markdown(words)}" for words in (*result.claim.assumptions, *assumed_elsewhere(result))
        ]
        lines += [
            f"- {o.id} ({', '.join(filter(None, (o.kind, o.form, o.finding.verdict)))}): {escape_markdown(o.words)}"
            for o in result.evidence
        ]
        lines += [
            f"- control {c.twin.id} ({'caught' if c.caught else 'NOT CAUGHT'}): {escape_markdown(c.twin.words)}; "
            f"{escape_markdown(c.twin.finding.detail)}"
            for c in result.controls
        ]
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _cells(result: ClaimResult) -> tuple[str, ...]:
    claim, kinds = result.claim, evidence_kinds(result)
    caught = controls_caught(result) if result.whole else ""
    return f"`{claim.id}`", escape_markdown(claim.scope), verdict_of(result), kinds, caught, f"{result.seconds:.1f}"
