"""The command `backproof audit`: all formats agree, and every bad input is one line."""

from __future__ import annotations

import dataclasses
import functools
import json
import math
from fractions import Fraction
from pathlib import Path

import pytest

from backproof.checks.audit import lanes
from backproof.checks.audit.assumption import Assumption, Check
from backproof.checks.audit.index import assumptions
from backproof.reports import audit_documents
from backproof.reports.audit import examine_assumptions
from backproof.reports.audit_documents import written_out
from backproof.reports.numbers import format_number
from backproof.theory.graph import CorridorGraph

pytestmark = pytest.mark.xdist_group("audit")  # its rows are examined once for all formats

EXAMINED = functools.cache(Assumption.examined_on)
ORDER = [row.id for row in assumptions()]
SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")


@pytest.fixture(autouse=True)
def examined_once(monkeypatch):
    """Most of these tests are about what is said of the same findings. The rows have tests of their own."""
    monkeypatch.setattr(Assumption, "examined_on", EXAMINED)


def test_every_assumption_has_its_line(backproof):
    code, out, err = backproof("audit", *SMALL)
    assert (code, err) == (0, "")
    assert "Cost of SFT divided by cost of RLVR at W=3, K=2, L=2" in out
    assert [line.split()[0] for line in out.splitlines()[2 : 2 + len(ORDER)]] == ORDER
    assert "numbers that were computed in two ways agree" in out
    assert "DO NOT" not in out


@pytest.mark.parametrize("columns", [60, 80])
def test_the_table_is_one_line_per_assumption_and_fits(backproof, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    one, all_ = (backproof("audit", *SMALL, *only).out.splitlines() for only in (("--only", "lanes"), ()))
    measured = next(number for number, line in enumerate(all_) if line.startswith("network, measured"))
    assert measured - 1 - len(one) == len(ORDER) - 1
    assert max(map(len, all_)) <= columns
    explained = backproof("audit", *SMALL, "--explain").out.splitlines()
    assert max(map(len, explained)) <= columns
    assert [name for name in ORDER if not any(line.startswith(f"{name}: ") for line in explained)] == []


def test_the_json_has_exact_numbers_and_the_claims(backproof):
    code, out, _ = backproof("audit", *SMALL, "--only", "lanes,search-agent", "--format", "json")
    document = json.loads(out)
    assert (code, document["schema"], document["graph"]) == (
        0,
        "backproof.audit/1",
        {"width": 3, "depth": 2, "lanes": 2},
    )
    found = {row["id"]: row for row in document["assumptions"]}
    assert list(found) == ["search-agent", "lanes"]
    with_it = found["lanes"]["with"]
    sft, rlvr, ratio = (Fraction(with_it[name]["exact"]) for name in ("sft", "rlvr", "cost_ratio"))
    assert ratio == sft / rlvr
    assert with_it["rlvr"]["value"] == 1 + 5 * 5
    assert found["search-agent"]["without"]["search"]["claim"] == "search-agent"
    behind = {claim for row in document["assumptions"] for claim in row["claims"]}
    assert behind <= {claim["id"] for claim in document["claims"]}


def test_equal_audits_give_equal_bytes(backproof):
    found = set()
    for _ in range(2):
        EXAMINED.cache_clear()
        found.add(backproof("audit", *SMALL, "--only", "lanes", "--format", "json").out)
        assert EXAMINED.cache_info().misses == 1
    assert len(found) == 1


def test_no_cell_breaks_the_table_of_the_markdown(backproof):
    code, out, _ = backproof("audit", *SMALL, "--format", "markdown")
    computed, measured = out.split("network, measured")
    for table, rows, columns in ((computed, len(ORDER), 7), (measured, 12, 6)):
        lines = [line for line in table.splitlines() if line.startswith("|")]
        assert (code, len(lines)) == (0, 2 + rows)
        assert {line.replace("\\|", "").count("|") for line in lines} == {columns + 1}


def test_the_document_has_the_table_of_the_command(backproof):
    document = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
    said, shown = (
        [line for line in text.splitlines() if line.startswith("|")]
        for text in (document, backproof("audit", "--format", "markdown").out)
    )
    assert said == shown


@pytest.mark.parametrize("name", ORDER)
def test_explain_has_a_section_on_each_assumption(backproof, name):
    code, out, err = backproof("audit", *SMALL, "--only", name, "--explain")
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: ")
    for part in ("used in  ", "without it  ", "verdict  ", "breaking point  ", "Claims behind it: "):
        assert part in out
    assert "{" not in out


def test_numbers_that_do_not_agree_are_reported_and_the_exit_code_is_1(backproof, monkeypatch):
    def examine(graph):
        return dataclasses.replace(lanes.examine(graph), checks=(Check("a cost twice", 3, 4),))

    wrong = dataclasses.replace(lanes.ASSUMPTION, examine=examine)
    monkeypatch.setattr("backproof.checks.audit.index.assumptions", lambda: (wrong,))
    code, out, _ = backproof("audit", *SMALL, "--only", "lanes")
    assert (code, "lanes: a cost twice: found 3, expected 4" in out) == (1, True)
    assert "0 of 1 numbers that were computed in two ways agree" in out


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
def test_on_unequal_corridors_every_format_has_the_one_row(backproof, format_):
    code, out, err = backproof("audit", "--corridors", "1x2,8x2", "--format", format_)
    assert (code, err) == (0, "")
    assert "corridors 1x2,8x2" in out
    assert "unequal-corridors" in out
    assert "shared-rows:" not in out


def test_the_file_has_the_whole_report(backproof, tmp_path):
    out = tmp_path / "audit.json"
    code, printed, err = backproof("audit", *SMALL, "--only", "lanes", "--format", "json", "--out", out)
    assert (code, printed) == (0, "")
    assert "computed in two ways agree" in err
    assert json.loads(out.read_text())["schema"] == "backproof.audit/1"
    assert [path.name for path in tmp_path.iterdir()] == ["audit.json"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--only", "shared-row"), "there is no assumption 'shared-row': did you mean shared-rows?"),
        (("--only", "nothing"), "there is no assumption 'nothing'"),
        (("--explain", "--format", "json"), "--format json has all that was found: leave --explain out"),
        (("--explain", "lanes"), "there is no place for 'lanes': name it with --only lanes"),
        (("--width", "10001"), "at most 10000 for the audit, got width=10001"),
        (("--width", "0"), "must be an integer >= 1, got 0"),
        (("--depth", "three"), "must be an integer >= 1, got three"),
        (("--width", "10001", "--only", "unequal-corridors"), "at most 10000 for the audit, got width=10001"),
        (("--depth", "400"), "depth must be at most 161 for the audit at width=15, lanes=5, got depth=400"),
        (("--depth", "1000000"), "needs SFT's cost below about 1e140"),
        (("--depth", "1000000", "--width", "1"), "depth must be at most 162 for the audit at width=1"),
        (("--lanes", "1000000001"), "lanes must be at most 1000000000 for the audit, got lanes=1000000001"),
        (("--lanes", "1" + "0" * 400), "lanes must be at most 1000000000"),
        (("--out", "/nowhere/at/all.json"), "the folder /nowhere/at does not exist"),
        (("--format", "pdf"), "pdf"),
        (("--corridors", "1x2,8x2", "--only", "restart"), "restart is examined in equal corridors only: leave it out"),
        (("--corridors", "1x2,8x2", "--only", "network"), "network is measured in equal corridors only: leave it out"),
        (("--only", "ntwork"), "there is no assumption 'ntwork': did you mean network?"),
        (("--corridors", "1x2,8x2", "--width", "3"), "--corridors gives the sizes of all corridors: leave --width out"),
        (("--corridors", "1x2,800x2"), "depth must be at most 213 for the audit at width=2, lanes=2, got depth=800"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(backproof, arguments, message):
    code, out, err = backproof("audit", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (10**9 - 1, "999999999"),
        (10**9, "1e9"),
        (-3, "-3"),
        (Fraction(1, 3), "0.33333"),
        (Fraction(2, 3) * 10**6, "6.6667e5"),
        (12345.678, "12346"),
        (1e-9, "1e-9"),
        (Fraction(10**400, 3), "3.3333e399"),
        (math.inf, "infinite"),
        (99999.9, "1e5"),
    ],
)
def test_numbers_are_shown_with_five_digits(number, words):
    assert format_number(number) == words


def test_a_number_beyond_floats_has_no_value_but_is_exact():
    assert audit_documents._number(10**400) == {"value": None, "exact": str(10**400), "shown": "1e400"}


def test_numbers_too_long_to_write_are_left_out_of_the_json(backproof):
    code, out, err = backproof("audit", "--depth", "70", "--only", "distillation", "--format", "json")
    assert (code, err) == (0, "")
    exact = [check["found"].get("exact", "float") for row in json.loads(out)["assumptions"] for check in row["checks"]]
    assert exact
    assert written_out(Fraction(2**10_000, 3)) is None
    assert written_out(Fraction(1, 3)) == "1/3"


def test_the_report_on_one_corridor_says_that_every_cost_ratio_is_1(backproof):
    out = backproof("audit", "--width", "1", "--only", "lanes").out
    assert "With one corridor there is no dead end: every cost ratio is 1." in out


def test_progress_counts_the_rows():
    steps = []
    rows = examine_assumptions((lanes.ASSUMPTION, lanes.ASSUMPTION), CorridorGraph(2, 2, 2), lambda: steps.append(1))
    assert (len(rows), steps) == (2, [1, 1])
