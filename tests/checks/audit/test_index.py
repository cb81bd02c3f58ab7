"""Every row of the audit: its checks hold, its numbers rest on claims, and its verdict fits the numbers."""

from __future__ import annotations

import dataclasses
import math
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from backproof.checks import audit as checks_audit
from backproof.checks.audit import index, lanes
from backproof.checks.audit.assumption import Bearing, Check, Costs, Curves, Quantity, Sentence
from backproof.checks.audit.index import UnknownAssumptionError, assumptions, select_assumptions
from backproof.checks.index import claims
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph

SIZES = [(1, 1, 1), (3, 2, 2)]
ROWS = assumptions()


def test_every_module_is_a_row_or_a_known_helper():
    names = {path.stem for path in Path(checks_audit.__file__).parent.glob("*.py")}
    rows = {row.id.replace("-", "_") for row in ROWS}
    assert names - rows == {"__init__", "assumption", "index", "near_optimum", "standard"}
    assert len(rows) == len(ROWS)


def test_adding_a_module_adds_a_row(tmp_path, monkeypatch):
    (tmp_path / "novel.py").write_text(
        "import dataclasses\nfrom backproof.checks.audit import lanes\n"
        "ASSUMPTION = dataclasses.replace(lanes.ASSUMPTION, id='novel', foremost=True)\n"
    )
    monkeypatch.setattr(checks_audit, "__path__", [*checks_audit.__path__, str(tmp_path)])
    index.assumptions.cache_clear()
    try:
        assert len(assumptions()) == len(ROWS) + 1
        assert select_assumptions(["novel"])[0].foremost
    finally:
        index.assumptions.cache_clear()
        sys.modules.pop("backproof.checks.audit.novel")


def test_foremost_rows_come_first_then_verdict_by_verdict():
    order = [(not row.foremost, list(Bearing).index(row.bearing), row.id) for row in ROWS]
    assert order == sorted(order)
    assert {row.id for row in ROWS if row.foremost} == {"shared-rows", "restart", "distillation", "converged", "rate"}


def test_a_row_with_the_name_of_a_claim_rests_on_that_claim_first():
    named = [row for row in ROWS if row.id in {claim.id for claim in claims()}]
    assert len(named) > len(ROWS) / 2
    assert [row.claims[0] for row in named] == [row.id for row in named]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_claims_of_a_row_exist(row):
    assert row.claims
    assert set(row.claims) <= {claim.id for claim in claims()}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_all_checks_hold_and_numbers_name_existing_claims(row, size):
    finding = row.examine(CorridorGraph(*size))
    assert finding.checks
    assert [check for check in finding.checks if not check.holds] == []
    found = list(finding.quantities())
    named = {quantity.claim for quantity in found} - {None}
    assert named & set(row.claims)
    assert named <= {claim.id for claim in claims()}
    assert not any(math.isnan(quantity.value) for quantity in found)
    assert finding.table.rows
    assert finding.words


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_growth_of_the_cost_ratio_agrees_with_the_verdict(row):
    """From K = 8 to 16 the cost ratio hardly grows without an assumption that carries the separation, else it does."""
    shallow, deep = (row.examine(CorridorGraph(4, depth, 2)) for depth in (8, 16))
    growth = {
        name: (float(getattr(deep, name).cost_ratio) / float(getattr(shallow, name).cost_ratio)) ** (1 / 8)
        for name in ("held", "dropped")
        if math.isfinite(getattr(deep, name).cost_ratio)
    }
    polynomial = 2 ** (2 / 8)
    if row.bearing is Bearing.CARRIES and "dropped" in growth:
        assert growth["dropped"] <= polynomial < growth["held"]
    elif row.bearing in (Bearing.CORRECTED, Bearing.HARMLESS):
        assert growth["dropped"] > polynomial
        assert row.id != "rate" or growth["dropped"] > growth["held"] > polynomial
    elif row.bearing is Bearing.PROOF:
        assert growth["dropped"] >= 0.99 * growth["held"]
    else:
        assert growth


def test_unknown_names_are_refused_with_near_ones():
    with pytest.raises(UnknownAssumptionError, match=r"there is no assumption 'lane': did you mean lanes\?"):
        select_assumptions(["lane"])
    assert [row.id for row in select_assumptions(["search-agent", "lanes"])] == ["search-agent", "lanes"]


def test_a_wrong_closed_form_fails_a_check(monkeypatch):
    true = closed_forms.sft_form()
    monkeypatch.setattr(closed_forms, "sft_form", lambda: dataclasses.replace(true, back=true.out))
    assert [check.holds for check in lanes.examine(CorridorGraph(3, 4, 2)).checks] == [False]


# --- what a row is made of -------------------------------------------------------------------------------------------


def test_a_check_compares_within_its_tolerance():
    assert Check("", 10.0, 10).holds
    assert not Check("", 10.000001, 10).holds
    assert Check("", 10.000001, 10, 1e-6).holds
    assert not Check("", -10, 10, 1e-6).holds
    assert Check("", math.inf, math.inf).holds
    assert not Check("", 1e300, math.inf, 0.5).holds
    assert not Check("", Fraction(1, 3), 1 / 3).holds


@pytest.mark.parametrize(
    ("sft", "rlvr", "ratio"),
    [(6, 4, Fraction(3, 2)), (3.0, 2, 1.5), (math.inf, 2, math.inf), (2, math.inf, 0), (10**400, 1, 10**400)],
)
def test_a_cost_ratio_is_exact_if_both_costs_are(sft, rlvr, ratio):
    costs = Costs(Quantity(sft, "a"), Quantity(rlvr, "b"))
    assert (costs.cost_ratio, type(costs.cost_ratio)) == (ratio, type(ratio) if ratio != 10**400 else Fraction)


def test_two_infinite_costs_have_no_ratio():
    infinite = Quantity(math.inf, "a")
    assert math.isnan(Costs(infinite, infinite).cost_ratio)


def test_a_sentence_without_one_of_its_numbers_is_refused():
    with pytest.raises(KeyError, match="missing"):
        Sentence("{missing} steps")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"columns": ("a", "b"), "rows": (("1",),), "x": "a", "curves": ()}, "must have 2 cells"),
        ({"columns": ("a", "b"), "rows": (), "x": "c", "curves": ()}, "must be columns, got 'c'"),
        ({"columns": ("a", "b"), "rows": (), "x": "a", "curves": ("d",)}, "must be columns, got 'd'"),
    ],
)
def test_a_table_with_wrong_columns_is_refused(table, message):
    with pytest.raises(ValueError, match=message):
        Curves(**table)
