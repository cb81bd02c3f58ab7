"""A verification report as a table, as JSON, as JUnit XML and as Markdown.

Main definitions: `RENDERERS`, `summary`.
"""

from __future__ import annotations

import io
import json
import platform
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from rich.console import Console
from rich.text import Text

from backproof import __version__
from backproof.checks.kernel import RESOURCE_LIMIT, Verdict
from backproof.checks.mutation import Score
from backproof.checks.verify import (
    EXPERIMENT,
    FAILED,
    GOOD,
    ClaimResult,
    ControlResult,
    PartResult,
    Report,
    control_verdict,
    verify_exit_code,
)
from backproof.reports.costs import Cost, entries
from backproof.reports.terminal import show_line, show_table
from backproof.theory.graph import CorridorGraph

SCHEMA = "backproof.verify/1"
WIDTH = 120
"""Columns of a table that is not printed to a terminal."""


WITH_TORCH = "in a clone, pip install '.[sim]'"

SHORT = {"SMT proof": "SMT", "derivation": "derived", "instance": "on instances", EXPERIMENT: "simulated"}
"""The kinds of evidence as a column of a table has them."""


def kinds(result: ClaimResult) -> str:
    """The kinds of evidence with their numbers: ``5 SMT, 1 derived, 3 on instances``."""
    count = Counter(outcome.kind for outcome in result.evidence)
    return ", ".join(f"{count[kind]} {short}" for kind, short in SHORT.items() if count[kind])


def caught(result: ClaimResult) -> str:
    return f"{sum(control.caught for control in result.controls)}/{len(result.controls)}"


def solvers(report: Report) -> str:
    return " and ".join(f"{name} {version}" for name, version in report.solvers.items())


def summary(report: Report) -> str:
    """One line: claims by verdict, evidence by kind, controls, solvers, time."""
    verdicts = Counter(result.verdict for result in report.results)
    controls = [control for result in report.results for control in result.controls]
    evidence = Counter(outcome.kind for result in report.results for outcome in result.evidence)
    left_out = sum(len(result.claim.experiments) for result in report.results) - evidence[EXPERIMENT]
    parts = [
        f"{len(report.results)} claim{'s' * (len(report.results) != 1)}: "
        + ", ".join(f"{n} {verdict}" for verdict, n in verdicts.items()),
        ", ".join(f"{evidence[kind]} {kind}{'s' * (evidence[kind] > 1)}" for kind in SHORT if evidence[kind]),
        f"{sum(control.caught for control in controls)} of {len(controls)} controls caught",
        *(
            [f"{left_out} simulation{'s' * (left_out > 1)} left out, for want of torch: {WITH_TORCH}"]
            if left_out
            else []
        ),
        f"{solvers(report)}, {report.seconds:.0f} s",
    ]
    return "; ".join(parts)


def complaints(report: Report) -> list[str]:
    """A line for everything that is not as it should be."""
    lines: list[str] = []
    for result in report.results:
        name = result.claim.id
        bad = (outcome for outcome in result.evidence if outcome.finding.verdict not in GOOD)
        lines.extend(f"{name}/{o.id}: {o.finding.verdict}: {o.finding.detail}" for o in bad)
        missed = (control for control in result.controls if not control.caught)
        lines.extend(f"{name}/{c.twin.id}: {control_verdict(c)}: {_control_detail(c)}" for c in missed)
        weak = (f"{used} ({verdict})" for used, verdict in result.used.items() if verdict != Verdict.PROVED)
        lines.extend(f"{name}: rests on {used}" for used in weak)
    return lines


def simulations(report: Report) -> list[str]:
    """A line for every experiment: what was predicted and found, how far apart, and how far apart they could be."""
    walked = [
        (result, outcome) for result in report.results for outcome in result.evidence if outcome.kind == EXPERIMENT
    ]
    lines = [f"{r.claim.id}/{o.id}: {o.finding.verdict}: {o.words}: {o.finding.detail}" for r, o in walked]
    if lines:
        heading = "Simulations; if the theory holds, less than one run in a million leaves what is allowed:"
        return [heading, *lines, ""]
    return []


def _control_detail(control: ControlResult) -> str:
    return control.confirmed or control.twin.finding.detail


def cost_line(graph: CorridorGraph, costs: list[Cost]) -> str:
    listed = ", ".join(f"{cost.policy} {cost}" for cost in costs)
    return f"Expected steps at W={graph.width}, K={graph.depth}, L={graph.lanes}: {listed}"


# --- table -----------------------------------------------------------------------------------------------------------


def table(report: Report, graph: CorridorGraph, costs: list[Cost], *, console: Console | None = None) -> str:
    """The table, the complaints, the costs and the summary; printed to ``console`` or returned as plain text."""
    plain = io.StringIO()
    out = console or Console(file=plain, width=WIDTH)
    headings = ("claim", "scope", "verdict", "evidence", "controls", "seconds")
    show_table(out, headings, map(_cells, report.results), right=("seconds",))
    for line in ["", *simulations(report), *complaints(report), cost_line(graph, costs), summary(report)]:
        show_line(out, line)
    return plain.getvalue()


def _cells(result: ClaimResult) -> tuple[str | Text, ...]:
    colour = "green" if result.verdict == Verdict.PROVED else "red" if result.verdict in FAILED else "yellow"
    verdict = Text(result.verdict, style=colour)
    seconds = f"{result.seconds:.1f}"
    return result.claim.id, result.claim.scope, verdict, kinds(result), f"{caught(result)} caught", seconds


def controls_text(report: Report, scores: Sequence[Score]) -> str:
    """Every control with its exact counterexample, then the mutants caught, claim by claim."""
    lines = ["", "Controls: false statements, each with the exact counterexample that refutes it"]
    for result in report.results:
        for control in result.controls:
            verdict = "caught" if control.caught else "NOT CAUGHT"
            lines.append(f"  {verdict} {result.claim.id}/{control.twin.id}: {control.twin.words}")
            lines.append(f"      {'; '.join(filter(None, (control.twin.finding.detail, control.confirmed)))}")
    lines += ["", "Mutants: obligations changed in one place; one not caught is still true, or undecided"]
    for score in scores:
        lines.append(f"  {score.caught:3} of {score.total:3} caught  {score.claim}")
        lines += [f"      NOT CAUGHT {survivor}" for survivor in score.survivors]
    total, caught_ones = sum(s.total for s in scores), sum(s.caught for s in scores)
    controls = [control.caught for result in report.results for control in result.controls]
    share = f"{100 * caught_ones / total:.0f}%" if total else "none"
    lines.append(
        f"{sum(controls)} of {len(controls)} controls refuted; {caught_ones} of {total} mutants caught, {share}"
    )
    return "\n".join(lines) + "\n"


# --- JSON ------------------------------------------------------------------------------------------------------------


def as_json(report: Report, graph: CorridorGraph, costs: list[Cost]) -> str:
    document = {
        "schema": SCHEMA,
        "backproof": __version__,
        "python": platform.python_version(),
        "solvers": report.solvers,
        "resource_limits": RESOURCE_LIMIT,
        "exit_code": verify_exit_code(report),
        "seconds": round(report.seconds, 3),
        "sizes": {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes},
        "costs": entries(costs),
        "claims": [_claim(result) for result in report.results],
    }
    return json.dumps(document, indent=2) + "\n"


def _claim(result: ClaimResult) -> dict[str, Any]:
    claim = result.claim
    return {
        "id": claim.id,
        "statement": claim.statement,
        "source": claim.source,
        "scope": claim.scope,
        "assumptions": list(claim.assumptions),
        "uses": result.used,
        "verdict": str(result.verdict),
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
        "solvers": [
            {"solver": a.solver, "answer": a.answer, "resources": a.resources, "seconds": round(a.seconds, 3)}
            for a in finding.answers
        ],
    }


# --- JUnit -----------------------------------------------------------------------------------------------------------


def as_junit(report: Report, graph: CorridorGraph, costs: list[Cost]) -> str:
    """A suite per claim and a case per part: what is false is a failure, what is undecided or lost an error.

    An experiment that was left out is skipped. The attributes and their order are those that Jenkins' schema and the
    older one of Ant have in common, as far as these agree.
    """
    root = ElementTree.Element("testsuites", name="backproof verify")
    began = (datetime.now(UTC) - timedelta(seconds=report.seconds)).isoformat(timespec="seconds").partition("+")[0]
    facts = {"solvers": solvers(report), "costs": cost_line(graph, costs)}
    for number, result in enumerate(report.results):
        suite = _suite(result, facts)
        suite.attrib |= {"id": str(number), "package": "backproof", "timestamp": began, "hostname": platform.node()}
        root.append(suite)
    for name in ("tests", "failures", "errors"):  # no schema has "skipped" here
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", f"{report.seconds:.3f}")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(result: ClaimResult, facts: Mapping[str, str]) -> ElementTree.Element:
    claim = result.claim
    suite = ElementTree.Element("testsuite", name=claim.id)
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in {"statement": claim.statement, "scope": claim.scope, **facts}.items():
        ElementTree.SubElement(properties, "property", name=name, value=_xml_text(value))
    for outcome in result.evidence:
        finding = outcome.finding
        _case(suite, claim.id, outcome, "" if finding.verdict in GOOD else finding.verdict, finding.detail)
    for control in result.controls:
        problem = "" if control.caught else control_verdict(control)
        _case(suite, claim.id, control.twin, problem, _control_detail(control))
    for name in sorted(set(claim.experiments) - {outcome.id for outcome in result.evidence}):
        case = ElementTree.SubElement(suite, "testcase", classname=claim.id, name=name, time="0.000")
        ElementTree.SubElement(case, "skipped", message="simulations need torch, which is not installed")
    counted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in counted.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", f"{result.seconds:.3f}")
    for output in ("system-out", "system-err"):
        ElementTree.SubElement(suite, output)
    return suite


def _case(suite: ElementTree.Element, claim: str, outcome: PartResult, problem: str, detail: str) -> None:
    """A case; ``problem`` is the verdict that it is reported for, empty where all is well."""
    seconds = f"{outcome.finding.seconds:.3f}"
    case = ElementTree.SubElement(suite, "testcase", classname=claim, name=_xml_text(outcome.id), time=seconds)
    if problem:
        kind = "failure" if problem in FAILED else "error"
        message = _xml_text(f"{problem}: {detail}")
        ElementTree.SubElement(case, kind, message=message, type=problem).text = _xml_text(outcome.words)


NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, not even escaped."""


def _xml_text(text: str) -> str:
    r"""The text with what XML cannot hold written out, as ``\x1b``."""
    return NOT_XML.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


# --- Markdown --------------------------------------------------------------------------------------------------------


def as_markdown(report: Report, graph: CorridorGraph, costs: list[Cost]) -> str:
    """Counts first, then a table, then the details of each claim folded."""
    lines = ["## backproof verify", "", summary(report) + ".", "", cost_line(graph, costs) + ".", ""]
    lines += [f"- {_escaped(line)}" for line in complaints(report)]
    lines += ["", "| claim | scope | verdict | evidence | controls caught | seconds |", "|---|---|---|---|---|---:|"]
    lines += [
        f"| `{r.claim.id}` | {_escaped(r.claim.scope)} | {r.verdict} | {kinds(r)} | {caught(r)} | {r.seconds:.1f} |"
        for r in report.results
    ]
    for result in report.results:
        lines += ["", f"<details><summary>{result.claim.id}: {_escaped(result.claim.statement)}</summary>", ""]
        lines += [f"- {o.id} ({o.kind}, {o.finding.verdict}): {_escaped(o.words)}" for o in result.evidence]
        lines += [
            f"- control {c.twin.id} ({'caught' if c.caught else 'NOT CAUGHT'}): {_escaped(c.twin.words)}; "
            f"{_escaped(c.twin.finding.detail)}"
            for c in result.controls
        ]
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    for character in "\\|*_<>":
        text = text.replace(character, f"&#{ord(character)};")
    return text


RENDERERS: dict[str, Callable[[Report, CorridorGraph, list[Cost]], str]] = {
    "table": table,
    "json": as_json,
    "junit": as_junit,
    "markdown": as_markdown,
}
