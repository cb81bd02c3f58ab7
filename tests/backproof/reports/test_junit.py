"""The JUnit form of a report that proves everything, and of one that does not."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from backproof.reports.costs import policy_costs
from backproof.reports.junit import verification_junit
from backproof.reports.verification import verification_summary
from backproof.theory.graph import CorridorGraph
from tests.backproof.made_reports import BAD, GOOD, outcome, report, result

GRAPH = CorridorGraph(15, 15, 5)
COSTS = policy_costs(GRAPH)


def junit(of):
    return verification_junit(of, GRAPH, COSTS)


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_the_counts_of_junit_match_its_content(of):
    root = ElementTree.fromstring(junit(of))  # noqa: S314 - our own text
    assert [suite.get("name") for suite in root] == [result.claim.id for result in of.results]
    for suite, part in zip(root, of.results, strict=True):
        assert int(suite.get("tests")) == len(part.evidence) + len(part.controls) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))


def test_junit_has_failures_for_false_parts_and_errors_for_undecided_ones():
    root = ElementTree.fromstring(junit(BAD))  # noqa: S314 - our own text
    found = {
        (case.get("classname"), case.get("name")): (problem.tag, problem.get("message").partition(": ")[2])
        for case in root.iter("testcase")
        for problem in case
    }
    assert {part: tag for part, (tag, _) in found.items()} == {
        ("false", "part-refuted"): "failure",
        ("open", "part-unknown"): "error",
        ("open", "part-timeout"): "error",
        ("lost", "part-error"): "error",
        ("blind", "twin-proved"): "failure",
        ("blind", "twin-unknown"): "error",
        ("loose", "twin-refuted"): "failure",
    }
    assert found["lost", "part-error"][1] == "z3 was lost: its process was killed by signal 9"
    assert found["loose", "twin-refuted"][1] == "not confirmed: no graph"


CASE = ("skipped", "error", "failure")
SUITE = {
    "name": r".+",
    "package": r"\S+",
    "id": r"\d+",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "hostname": r"\S+",
    "tests": r"\d+",
    "failures": r"\d+",
    "errors": r"\d+",
    "skipped": r"\d+",
    "time": r"\d+\.\d+",
}
"""The attributes of a suite in the schemas of Jenkins and of Ant, with the types of the stricter one."""


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_junit_has_the_structure_of_the_common_schemas(of):
    root = ElementTree.fromstring(junit(without_torch(of)))  # noqa: S314 - our own text
    assert root.tag == "testsuites"
    assert set(root.attrib) == {"name", "tests", "failures", "errors", "time"}
    for number, suite in enumerate(root):
        assert suite.attrib.keys() == SUITE.keys()
        assert all(re.fullmatch(pattern, suite.attrib[name]) for name, pattern in SUITE.items())
        assert suite.get("id") == str(number)
        cases = suite.findall("testcase")
        assert [part.tag for part in suite] == ["properties", *["testcase"] * len(cases), "system-out", "system-err"]
        assert all(set(entry.attrib) == {"name", "value"} for entry in suite[0])
        for case in cases:
            assert set(case.attrib) == {"name", "classname", "time"}
            assert len(case) <= 1
            assert all(part.tag in CASE and part.get("message") for part in case)
            assert all(part.get("type") for part in case if part.tag != "skipped")
    for name in ("tests", "failures", "errors"):
        assert int(root.get(name)) == sum(int(suite.get(name)) for suite in root)


def without_torch(of):
    """The report with an experiment in each claim that was left out."""
    return replace(of, results=tuple(replace(r, claim=replace(r.claim, experiments=("walks",))) for r in of.results))


def test_junit_skips_the_experiments_that_were_left_out():
    root = ElementTree.fromstring(junit(without_torch(GOOD)))  # noqa: S314 - our own text
    assert [case.get("name") for case in root.iter("testcase") if case.find("skipped") is not None] == ["walks"]
    assert [suite.get("skipped") for suite in root] == ["1"]
    assert (
        "1 simulation left out because torch is not installed: in a clone, pip install '.[sim]'"
        in verification_summary(without_torch(GOOD))
    )


def test_junit_escapes_characters_that_xml_does_not_allow():
    detail = "a\x00b\x1b[31mc\ud800d\uffffe\tf\U0001f600"
    root = ElementTree.fromstring(junit(report(result("odd", (outcome("error", detail=detail),)))))  # noqa: S314
    (problem,) = root.iter("error")
    assert problem.get("message") == r"error: a\x00b\x1b[31mc\ud800d\uffffe" + "\tf\U0001f600"
