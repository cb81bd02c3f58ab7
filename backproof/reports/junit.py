"""A verification report as JUnit XML.

Main definition: `verification_junit`.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from backproof.checks.index import Claim
from backproof.checks.verify import FAILED, GOOD, ClaimResult, PartResult, Report, control_verdict
from backproof.reports.costs import PolicyCost, format_costs
from backproof.reports.verification import control_detail, solver_versions
from backproof.theory.graph import CorridorGraph


def verification_junit(report: Report, graph: CorridorGraph, costs: list[PolicyCost]) -> str:
    """A suite per claim and a case per part: what is false is a failure, what is undecided or lost an error.

    A part that was left out is skipped. The attributes and their order are those that Jenkins' schema and the
    older one of Ant have in common, as far as these agree.
    """
    root = ElementTree.Element("testsuites", name="backproof verify")
    began = (datetime.now(UTC) - timedelta(seconds=report.seconds)).isoformat(timespec="seconds").partition("+")[0]
    facts = {"solvers": solver_versions(report), "costs": format_costs(graph, costs)}
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
        _case(suite, claim.id, control.twin, problem, control_detail(control))
    ran = {outcome.id for outcome in result.evidence}
    left_out = claim.experiments if result.whole else _parts_of_index(claim)
    why = (
        "simulations need torch, which is not installed" if result.whole else "no claim that was asked for rests on it"
    )
    for name in (name for name in left_out if name not in ran):
        case = ElementTree.SubElement(suite, "testcase", classname=claim.id, name=name, time="0.000")
        ElementTree.SubElement(case, "skipped", message=why)
    counted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in counted.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", f"{result.seconds:.3f}")
    for output in ("system-out", "system-err"):
        ElementTree.SubElement(suite, output)
    return suite


def _parts_of_index(claim: Claim) -> tuple[str, ...]:
    """The ids of all parts that the index names."""
    return (*claim.obligations, *claim.derivations, *claim.instances, *claim.experiments, *claim.controls)


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
