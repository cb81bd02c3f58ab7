"""What each format says of a report that proves everything and of one that does not."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from rich.console import Console

from backproof.checks.index import claims_with_used
from backproof.checks.mutation import Score
from backproof.checks.statement import Obligation
from backproof.checks.verify import verify_exit_code
from backproof.reports.costs import Cost, costs
from backproof.reports.verification import RENDERERS, SCHEMA, complaints, controls_text, summary, table
from backproof.theory.graph import CorridorGraph
from tests.backproof.made_reports import BAD, GOOD, outcome, report, result

GRAPH = CorridorGraph(15, 15, 5)
COSTS = costs(GRAPH)
FIELDS = {
    "schema": str,
    "backproof": str,
    "python": str,
    "solvers": dict,
    "resource_limits": dict,
    "exit_code": int,
    "seconds": float,
    "sizes": dict,
    "costs": list,
    "claims": list,
}
CLAIM_FIELDS = {
    "id": str,
    "statement": str,
    "source": str,
    "scope": str,
    "assumptions": list,
    "uses": dict,
    "verdict": str,
    "seconds": float,
    "evidence": list,
    "controls": list,
}
PART_FIELDS = {"id": str, "kind": str, "words": str, "verdict": str, "detail": str, "seconds": float, "solvers": list}
COMPLAINTS = [
    "false/part-refuted: refuted: why it is refuted",
    "open/part-unknown: unknown: why it is unknown",
    "open/part-timeout: timeout: why it is timeout",
    "lost/part-error: error: z3 was lost: its process was killed by signal 9",
    "blind/twin-proved: control survived: why it is proved",
    "blind/twin-unknown: unknown: why it is unknown",
    "loose/twin-refuted: control survived: not confirmed: no graph",
    "resting: rests on false (refuted)",
]


def render(name, of):
    return RENDERERS[name](of, GRAPH, COSTS)


def has_fields(document, fields):
    return fields.items() <= {name: type(value) for name, value in document.items()}.items()


def all_parts(document):
    return [part for claim in document["claims"] for part in (*claim["evidence"], *claim["controls"])]


# --- what is wrong ---------------------------------------------------------------------------------------------------


def test_every_part_that_is_not_as_it_should_be_is_named_once():
    assert complaints(BAD) == COMPLAINTS
    assert complaints(GOOD) == []


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_complaints_are_shown_with_their_reasons(name):
    text = render(name, BAD).replace("&#95;", "_")
    assert [line for line in COMPLAINTS if line not in text] == []
    assert not any(line in render(name, GOOD) for line in COMPLAINTS)


def test_the_summary_counts_claims_by_verdict_and_controls():
    assert summary(BAD).startswith("6 claims: 2 refuted, 1 timeout, 1 error, 2 control survived; ")
    assert "4 of 7 controls caught" in summary(BAD)
    assert "z3 1 and cvc5 2" in summary(BAD)
    assert "\n" not in summary(BAD)


# --- table -----------------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_per_claim_the_costs_and_the_summary():
    lines = render("table", BAD).splitlines()
    assert lines[0].split() == ["claim", "scope", "verdict", "evidence", "controls", "seconds"]
    assert [line.split()[0] for line in lines[1:7]] == ["false", "open", "lost", "blind", "loose", "resting"]
    assert "Expected steps at W=15, K=15, L=5: base 50142, sft 4.318448e+14 (rounded), rlvr 900" in lines
    assert lines[-1] == summary(BAD)


def test_the_table_keeps_brackets_of_scopes_and_details_as_they_are():
    bracketed = report(result("good", (outcome("unknown", detail="[red]x[/] in (0, 1]"),)))
    text = render("table", bracketed)
    assert "in (0, 1]" in text
    assert "[red]x[/] in (0, 1]" in text
    assert "\x1b" not in text


def test_a_terminal_gets_colours_and_the_same_words(capsys):
    console = Console(force_terminal=True, width=120, color_system="standard")
    assert table(BAD, GRAPH, COSTS, console=console) == ""
    text = capsys.readouterr().out
    assert "\x1b[31mrefuted" in text
    assert summary(BAD) in text


# --- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_json_has_its_fields_with_their_types(of):
    document = json.loads(render("json", of))
    assert has_fields(document, FIELDS)
    assert all(has_fields(claim, CLAIM_FIELDS) for claim in document["claims"])
    assert all(has_fields(part, PART_FIELDS) for part in all_parts(document))
    assert all(type(control["caught"]) is bool for claim in document["claims"] for control in claim["controls"])


def test_json_says_schema_solvers_limits_and_exit_code():
    document = json.loads(render("json", BAD))
    assert document["schema"] == SCHEMA == "backproof.verify/1"
    assert document["solvers"] == {"z3": "1", "cvc5": "2"}
    assert set(document["resource_limits"]) == {"z3", "cvc5"}
    assert document["exit_code"] == verify_exit_code(BAD) == 1
    assert document["sizes"] == {"width": 15, "depth": 15, "lanes": 5}


def test_json_keeps_counterexamples_exact_and_says_which_controls_were_caught():
    document = json.loads(render("json", BAD))
    claim = document["claims"][0]
    assert claim["evidence"][0]["counterexample"] is None
    assert claim["evidence"][1]["counterexample"] == {"x": "-1/3"}
    assert claim["controls"][0]["counterexample"] == {"x": "-1/3"}
    assert claim["controls"][0]["caught"] is True
    assert document["claims"][5]["uses"] == {"false": "refuted", "good": "proved"}
    assert [answer["resources"] for answer in claim["evidence"][0]["solvers"]] == [7, 8]


def test_json_of_a_real_run_has_resources_and_the_hashes_of_what_was_asked(proved):
    (claim,) = json.loads(render("json", proved))["claims"]
    (indexed,) = claims_with_used(["zero-gradient"])
    asked = [*indexed.build_evidence(), *(control.twin for control in indexed.build_controls())]
    hashes = {
        part.id: hashlib.sha256(part.refutation().encode()).hexdigest() if isinstance(part, Obligation) else None
        for part in asked
    }
    parts = [*claim["evidence"], *claim["controls"]]
    assert {part["id"]: part["statement_sha256"] for part in parts} == hashes
    for part in parts:
        assert [answer["solver"] for answer in part["solvers"]] == (["z3", "cvc5"] if hashes[part["id"]] else [])
        assert all(answer["resources"] > 0 for answer in part["solvers"])


def test_json_costs_are_exact_where_they_were_computed_so():
    found = json.loads(render("json", GOOD))["costs"]
    assert [cost["policy"] for cost in found] == ["base", "sft", "rlvr"]
    assert (found[0]["exact"], found[2]["exact"]) == ("50142", "900")
    assert math.isclose(found[1]["log10"], math.log10(4.318448e14), rel_tol=1e-7)


def test_json_of_costs_with_thousands_of_digits_is_written():
    graph = CorridorGraph(15, 2000, 12)
    assert json.loads(RENDERERS["json"](GOOD, graph, costs(graph)))["sizes"]["lanes"] == 12


# --- JUnit -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_junit_counts_what_it_holds(of):
    root = ElementTree.fromstring(render("junit", of))  # noqa: S314 - our own text
    assert [suite.get("name") for suite in root] == [result.claim.id for result in of.results]
    for suite, part in zip(root, of.results, strict=True):
        assert int(suite.get("tests")) == len(part.evidence) + len(part.controls) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))


def test_junit_calls_the_false_failures_and_the_undecided_errors():
    root = ElementTree.fromstring(render("junit", BAD))  # noqa: S314 - our own text
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
"""Attributes of a suite that the schemas of Jenkins and of Ant have, with the types of the stricter one."""


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_junit_has_the_structure_of_the_common_schemas(of):
    root = ElementTree.fromstring(render("junit", without_torch(of)))  # noqa: S314 - our own text
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
    root = ElementTree.fromstring(render("junit", without_torch(GOOD)))  # noqa: S314 - our own text
    assert [case.get("name") for case in root.iter("testcase") if case.find("skipped") is not None] == ["walks"]
    assert [suite.get("skipped") for suite in root] == ["1"]
    assert "1 simulation left out, for want of torch: in a clone, pip install '.[sim]'" in summary(without_torch(GOOD))


def test_junit_writes_out_what_xml_cannot_hold():
    detail = "a\x00b\x1b[31mc\ud800d\uffffe\tf\U0001f600"
    root = ElementTree.fromstring(render("junit", report(result("odd", (outcome("error", detail=detail),)))))  # noqa: S314
    (problem,) = root.iter("error")
    assert problem.get("message") == r"error: a\x00b\x1b[31mc\ud800d\uffffe" + "\tf\U0001f600"


def test_controls_name_the_mutants_that_were_not_caught():
    text = controls_text(GOOD, [Score("good", 3, 2, ("walk: hypothesis 1 dropped",))])
    assert "    2 of   3 caught  good\n      NOT CAUGHT walk: hypothesis 1 dropped\n" in text


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_markdown_has_counts_first_then_the_table_and_details_folded(of):
    text = render("markdown", of)
    lines = text.splitlines()
    assert lines[0] == "## backproof verify"
    assert lines[2] == summary(of) + "."
    header = next(number for number, line in enumerate(lines) if line.startswith("| claim |"))
    rows = lines[header : header + 2 + len(of.results)]
    assert {row.count("|") for row in rows} == {7}
    folded = text[text.index("<details>") :]
    assert folded.count("<details>") == folded.count("</details>") == len(of.results)
    assert all(f"- {part.id} (" in folded for result in of.results for part in result.evidence)
    assert ("control twin-proved (NOT CAUGHT)" in folded) == (of is BAD)


def test_markdown_escapes_what_would_be_markup():
    text = render("markdown", GOOD)
    assert "x &#60; 1 &#124; &#42;y&#42;" in text
    assert "what is &#60;asked&#62; & why, a &#124; b" in text


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_ends_with_one_newline(name):
    assert render(name, BAD).endswith("\n")
    assert not render(name, BAD).endswith("\n\n")


# --- costs -----------------------------------------------------------------------------------------------------------


def test_costs_of_the_papers_instance():
    assert [str(cost) for cost in COSTS] == ["50142", "4.318448e+14 (rounded)", "900"]
    assert [cost.policy for cost in COSTS] == ["base", "sft", "rlvr"]


def test_costs_at_depth_400_are_numbers_and_said_to_be_rounded():
    base, sft, rlvr = costs(CorridorGraph(15, 400, 5))
    assert str(base) == str(1 + 29 * (400 * 5 + 401) * (80 + 401))
    assert str(sft).endswith("e+344 (rounded)")
    assert str(rlvr) == str(1 + 29 * 801)


@pytest.mark.parametrize(
    ("graph", "text"),
    [
        (CorridorGraph(10**15, 1, 1), "5.999999999999997e15"),
        (CorridorGraph(2 * 10**13, 8, 2), "6.8e14"),
    ],
    ids=["past 1e15", "below"],
)
def test_costs_past_1e15_are_said_to_be_rounded(graph, text):
    optimum = costs(graph)[-1]
    assert ("rounded" in str(optimum)) == (optimum.exact >= 10**15)
    assert float(str(optimum).partition(" ")[0]) == pytest.approx(float(text), rel=1e-6)


def test_costs_of_too_many_digits_are_logarithms():
    found = costs(CorridorGraph(2, 5001, 2))
    assert [cost.exact for cost in found] == [None] * 3
    assert all("(rounded)" in str(cost) for cost in found)


@pytest.mark.parametrize("log10", [5.9999999999, 299.99999999999, 0.0, 15.5])
def test_a_rounded_cost_has_one_digit_before_the_point(log10):
    mantissa, _, exponent = str(Cost("sft", None, log10)).removesuffix(" (rounded)").partition("e")
    assert 1 <= float(mantissa) < 10
    assert float(mantissa) * 10 ** (int(exponent) - log10) == pytest.approx(1, rel=1e-6)


def test_a_recurrence_that_gives_no_cost_is_said_to_and_leaves_the_report_whole(monkeypatch):
    monkeypatch.setattr("backproof.theory.costs.crossings.renewal_cost", lambda width, out, back: -1 - out - back)
    found = costs(CorridorGraph(2, 2, 2))
    assert {str(cost) for cost in found} == {"not a cost: the recurrence fails"}
