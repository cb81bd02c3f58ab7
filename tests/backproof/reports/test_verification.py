"""Each format of a report that proves everything, and of one that does not."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from dataclasses import replace

import pytest
from rich.console import Console

from backproof.checks.index import claims, claims_with_used
from backproof.checks.kernel import Verdict
from backproof.checks.mutation import Score
from backproof.checks.statement import Obligation
from backproof.checks.verify import SURVIVED, verify_exit_code
from backproof.reports.costs import policy_costs
from backproof.reports.junit import verification_junit
from backproof.reports.terminal import plain_text
from backproof.reports.verification import (
    show_mutants,
    show_verification,
    verification_complaints,
    verification_summary,
)
from backproof.reports.verification_documents import SCHEMA, verification_json, verification_markdown
from backproof.theory.graph import CorridorGraph
from tests.backproof.made_reports import BAD, CAUGHT, GOOD, outcome, report, result
from tests.backproof.made_reports import control as made_control

GRAPH = CorridorGraph(15, 15, 5)
COSTS = policy_costs(GRAPH)


def table(of, graph, costs, **options):
    return plain_text(lambda console: show_verification(console, of, graph, costs, **options))


RENDERERS = {"table": table, "json": verification_json, "junit": verification_junit, "markdown": verification_markdown}
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
    "not_run": list,
    "claims": list,
}
CLAIM_FIELDS = {
    "id": str,
    "statement": str,
    "source": str,
    "scope": str,
    "assumptions": list,
    "uses": dict,
    "whole": bool,
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


# --- complaints ------------------------------------------------------------------------------------------------------


def test_every_fault_is_named_once():
    assert verification_complaints(BAD) == COMPLAINTS
    assert verification_complaints(GOOD) == []


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_complaints_are_shown_with_their_reasons(name):
    text = " ".join(render(name, BAD).split())
    assert [line for line in COMPLAINTS if line not in text] == []
    assert not any(line in render(name, GOOD) for line in COMPLAINTS)


def test_the_summary_counts_claims_by_verdict_and_controls():
    assert verification_summary(BAD).startswith("6 claims: 2 refuted, 1 timeout, 1 error, 2 control survived; ")
    assert "4 of 7 controls caught" in verification_summary(BAD)
    assert "z3 1 and cvc5 2" in verification_summary(BAD)
    assert "\n" not in verification_summary(BAD)


def test_every_kind_of_verdict_is_counted_exactly():
    """The n-th kind of verdict occurs n times. A proved claim with a confirmed experiment stays proved."""
    kinds = [verdict for verdict in Verdict if verdict != Verdict.CONFIRMED]
    claims_of = [(result(f"{v}-{n}", (outcome(v),), (CAUGHT,)), v) for k, v in enumerate(kinds, 1) for n in range(k)]
    blind = result("blind", (outcome("proved"),), (made_control("proved", caught=False),))
    walked = result("walked", (outcome("proved"), outcome("confirmed", kind="simulation")), (CAUGHT,))
    of = report(*(claim for claim, _ in claims_of), blind, walked)
    expected = Counter(verdict for _, verdict in claims_of) + Counter({SURVIVED: 1, "proved": 1})
    counted = ", ".join(f"{number} {verdict}" for verdict, number in expected.items())
    claims_, evidence, composed, controls, *_ = verification_summary(of).split("; ")
    assert claims_ == f"{expected.total()} claims: {counted}"
    assert (evidence, composed) == ("47 SMT proofs, 1 simulation", "0 composed")
    assert controls == "46 of 47 controls caught"
    document = json.loads(render("json", of))
    assert Counter(claim["verdict"] for claim in document["claims"]) == expected
    assert len(verification_complaints(of)) == expected.total() - expected["proved"]


def test_every_report_marks_the_claims_that_rocq_proves():
    certified = replace(GOOD, rocq="8.16.1", results=(replace(GOOD.results[0], rocq="whole"),))
    for shown in (table, verification_markdown):
        assert "1 closed as a whole and 0 in part by Rocq 8.16.1" in " ".join(shown(certified, GRAPH, COSTS).split())
        assert "Rocq left out" in " ".join(shown(GOOD, GRAPH, COSTS).split())
    assert "whole" in table(certified, GRAPH, COSTS).splitlines()[1]
    assert "Proved: 1 statement by Z3 and cvc5, in Rocq: whole" in table(certified, GRAPH, COSTS, explain=True)
    assert "1 SMT, Rocq: whole" in verification_markdown(certified, GRAPH, COSTS)
    document = json.loads(verification_json(certified, GRAPH, COSTS))
    assert (document["rocq"], document["claims"][0]["rocq"]) == ("8.16.1", "whole")


def test_every_report_shows_composed_claims_and_assumptions():
    shown = replace(
        GOOD.results[0],
        claim=replace(GOOD.results[0].claim, composed=("grown", "other/theorem")),
        assumed={"other": ("two is two",)},
    )
    made = replace(GOOD, results=(shown, GOOD.results[0]))
    assert "; 1 composed; " in verification_summary(made)
    for text in (table(made, GRAPH, COSTS, explain=True), verification_markdown(made, GRAPH, COSTS)):
        assert "Composed: a theorem from grown, other/theorem" in text
        assert "Composed: in words" in text
        assert "Assumes other: two is two" in text
    first, second = json.loads(verification_json(made, GRAPH, COSTS))["claims"]
    assert (first["composed"], second["composed"]) == (["grown", "other/theorem"], [])
    assert first["assumed"] == [{"claim": "other", "words": "two is two"}]


# --- table -----------------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_per_claim_the_costs_and_the_summary():
    lines = render("table", BAD).splitlines()
    assert lines[0].split() == ["claim", "verdict", "SMT", "derived", "cases", "sim.", "Rocq", "controls", "time"]
    assert lines[1].split() == ["false", "refuted", "2", "1/1", "2", "s"]
    assert "Expected steps at W=15, K=15, L=5: base 50142, sft about 4.318448e14, rlvr 900" in lines
    assert " ".join(lines).endswith(verification_summary(BAD))


def of_all_claims():
    """A report that proves every claim of the index, with evidence of each kind."""
    kinds = ("SMT proof", "derivation", "instance", "simulation")
    evidence = tuple(outcome("proved", f"{kind} {i}", kind) for kind in kinds for i in range(11))
    return [replace(result("good", evidence, (CAUGHT,) * 5), claim=claim, rocq="whole") for claim in claims()]


@pytest.mark.parametrize("columns", [60, 80])
def test_the_table_is_one_line_per_claim_and_fits(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    results = of_all_claims()
    few, all_ = (render("table", report(*of)).splitlines() for of in (results[:2], results))
    assert max(map(len, all_)) <= columns
    assert len(all_) - len(few) == len(results) - 2
    assert [line.split()[0] for line in all_[1 : len(results) + 1]] == [claim.id for claim in claims()]
    assert ("Rocq" in all_[0], "sim." in all_[0]) == ((True, True) if columns == 80 else (False, False))


@pytest.mark.parametrize("columns", [60, 80])
def test_complaints_and_explanations_fit_the_width_too(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    for of in (BAD, report(*of_all_claims())):
        for explain in (False, True):
            assert max(map(len, table(of, GRAPH, COSTS, explain=explain).splitlines())) <= columns


def test_every_part_and_control_is_explained_with_its_detail():
    text = " ".join(table(BAD, GRAPH, COSTS, explain=True).split())
    for part in (part for of in BAD.results for part in (*of.evidence, *(control.twin for control in of.controls))):
        assert f"{part.id}: " in text
        assert part.words in text
        assert part.finding.detail in text
    assert "control twin-proved: NOT CAUGHT" in text
    assert "confirmed on a graph" in text
    assert [line for line in COMPLAINTS if line not in text] == []


def test_the_table_keeps_brackets_of_scopes_and_details_as_they_are():
    bracketed = report(result("good", (outcome("unknown", detail="[red]x[/] in (0, 1]"),)))
    assert "[red]x[/] in (0, 1]" in render("table", bracketed)
    text = table(bracketed, GRAPH, COSTS, explain=True)
    assert "all W, K in (0, 1]" in text
    assert "\x1b" not in text


def test_a_terminal_gets_colours_and_the_same_words(capsys):
    console = Console(force_terminal=True, width=200, color_system="standard")
    show_verification(console, BAD, GRAPH, COSTS)
    text = capsys.readouterr().out
    assert "\x1b[31mrefuted" in text
    assert verification_summary(BAD) in text


# --- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_the_fields_of_the_json_have_their_types(of):
    document = json.loads(render("json", of))
    assert has_fields(document, FIELDS)
    assert all(has_fields(claim, CLAIM_FIELDS) for claim in document["claims"])
    assert all(has_fields(part, PART_FIELDS) for part in all_parts(document))
    assert all(type(control["caught"]) is bool for claim in document["claims"] for control in claim["controls"])


def test_json_has_schema_solvers_limits_and_exit_code():
    document = json.loads(render("json", BAD))
    assert document["schema"] == SCHEMA == "backproof.verify/1"
    assert document["solvers"] == {"z3": "1", "cvc5": "2"}
    assert set(document["resource_limits"]) == {"z3", "cvc5"}
    assert document["exit_code"] == verify_exit_code(BAD) == 1
    assert document["sizes"] == {"width": 15, "depth": 15, "lanes": 5}


def test_json_has_exact_counterexamples_and_the_controls_that_were_caught():
    document = json.loads(render("json", BAD))
    claim = document["claims"][0]
    assert claim["evidence"][0]["counterexample"] is None
    assert claim["evidence"][1]["counterexample"] == {"x": "-1/3"}
    assert claim["controls"][0]["counterexample"] == {"x": "-1/3"}
    assert claim["controls"][0]["caught"] is True
    assert document["claims"][5]["uses"] == {"false": "refuted", "good": "proved"}
    assert [answer["resources"] for answer in claim["evidence"][0]["solvers"]] == [7, 8]


def test_json_of_a_real_run_has_resources_and_the_hashes_of_the_statements(proved):
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


def test_json_has_exact_costs_if_they_were_computed_exactly():
    found = json.loads(render("json", GOOD))["costs"]
    assert [cost["policy"] for cost in found] == ["base", "sft", "rlvr"]
    assert (found[0]["exact"], found[2]["exact"]) == ("50142", "900")
    assert math.isclose(found[1]["log10"], math.log10(4.318448e14), rel_tol=1e-7)


@pytest.fixture
def in_part():
    """A claim that was asked for, one of which only a statement was run, and one that was not run."""
    asked, used = (
        result("asked", (outcome("proved"),), (CAUGHT,), {"used": "proved"}),
        result("used", (outcome("proved"),)),
    )
    return replace(report(replace(used, whole=False), asked), not_run=("in-words",))


def test_every_format_says_what_was_not_run(in_part):
    summary = verification_summary(in_part)
    assert summary.startswith("1 claim: 1 proved; 2 SMT proofs; of used only the 1 statement on which these rest ")
    assert "; used in words and not run: in-words; 0 composed; 1 of 1 controls caught; " in summary
    assert "| `used` | all W, K in (0, 1\\] | proved, in part |" in render("markdown", in_part)
    document = json.loads(render("json", in_part))
    assert [(claim["id"], claim["whole"]) for claim in document["claims"]] == [("used", False), ("asked", True)]
    assert document["not_run"] == ["in-words"]
    assert re.search(r"used +proved, in part", render("table", in_part))


def test_junit_skips_what_no_claim_rests_on(in_part):
    used = in_part.results[0]
    listed = replace(used.claim, obligations=("part-proved", "other"), controls=("twin",), experiments=("walked",))
    text = render("junit", replace(in_part, results=(replace(used, claim=listed),)))
    assert text.count("no claim that was asked for rests on it") == 3


def test_json_of_costs_with_thousands_of_digits_is_written():
    graph = CorridorGraph(15, 2000, 12)
    assert json.loads(RENDERERS["json"](GOOD, graph, policy_costs(graph)))["sizes"]["lanes"] == 12


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [GOOD, BAD], ids=["good", "bad"])
def test_markdown_has_counts_first_then_the_table_and_details_folded(of):
    text = render("markdown", of)
    lines = text.splitlines()
    assert lines[0] == "## backproof verify"
    assert lines[2] == verification_summary(of) + "."
    header = next(number for number, line in enumerate(lines) if line.startswith("| claim |"))
    rows = lines[header : header + 2 + len(of.results)]
    assert {row.count("|") for row in rows} == {7}
    folded = text[text.index("<details>") :]
    assert folded.count("<details>") == folded.count("</details>") == len(of.results)
    assert all(f"- {part.id} (" in folded for result in of.results for part in result.evidence)
    assert ("control twin-proved (NOT CAUGHT)" in folded) == (of is BAD)


def test_markdown_escapes_markup():
    text = render("markdown", GOOD)
    assert "<summary>good: the statement of good: x &lt; 1 | *y*</summary>" in text
    assert r"what is &lt;asked> & why, a &#124; b" in text


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_ends_with_one_newline(name):
    assert render(name, BAD).endswith("\n")
    assert not render(name, BAD).endswith("\n\n")


# --- mutants ---------------------------------------------------------------------------------------------------------


def test_the_mutants_that_were_not_caught_are_named():
    scores = [Score("good", 3, 2, ("walk: hypothesis 1 dropped",))]
    text = plain_text(lambda console: show_mutants(console, scores))
    assert "    2 of   3 caught  good\n      NOT CAUGHT walk: hypothesis 1 dropped\n" in text
