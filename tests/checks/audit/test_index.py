"""Every row of the audit: numbers that agree with a second computation, rest on claims, and bear out the verdict."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from pathlib import Path

import pytest

from backproof.checks import audit as checks_audit
from backproof.checks.audit import lanes
from backproof.checks.audit.assumption import Bearing, Check, Costs, Quantity, Sentence, Table
from backproof.checks.audit.index import FOREMOST, ORDER, UnknownAssumptionError, assumptions, select
from backproof.checks.index import claims
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph

SIZES = [(1, 1, 1), (3, 2, 2)]
ROWS = assumptions()


def test_there_are_sixteen_the_five_that_matter_most_first():
    assert len(set(ORDER)) == len(ROWS) == 16
    assert [row.id for row in ROWS] == list(ORDER)
    assert ORDER[:5] == FOREMOST == ("tabular", "dead-end", "golden-only", "converged", "rate")


def test_every_module_is_in_the_index():
    files = Path(checks_audit.__file__).parent.glob("*.py")
    rows = {path.stem for path in files if "\nASSUMPTION = " in path.read_text(encoding="utf-8")}
    assert rows == {name.replace("-", "_") for name in ORDER}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_its_claims_are_in_the_index_of_claims(row):
    assert row.claims
    assert set(row.claims) <= {claim.id for claim in claims()}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_its_numbers_agree_and_each_has_a_claim(row, size):
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
def test_its_verdict_is_borne_out_by_the_growth_of_the_gap(row):
    """From K = 8 to 16, a carried gap hardly grows without its assumption; a harmless one as before, or more."""
    shallow, deep = (row.examine(CorridorGraph(4, depth, 2)) for depth in (8, 16))
    growth = {
        name: (float(getattr(deep, name).gap) / float(getattr(shallow, name).gap)) ** (1 / 8)
        for name in ("held", "dropped")
        if math.isfinite(getattr(deep, name).gap)
    }
    polynomial = 2 ** (2 / 8)
    if row.bearing is Bearing.CARRIES and "dropped" in growth:
        assert growth["dropped"] <= polynomial < growth["held"]
    elif row.bearing is Bearing.CORRECTED:
        assert growth["dropped"] > growth["held"] > polynomial
    elif row.bearing is Bearing.HARMLESS:
        assert growth["dropped"] > polynomial
    elif row.bearing is Bearing.PROOF:
        assert growth["dropped"] >= 0.99 * growth["held"]
    else:
        assert growth


def test_unknown_names_are_refused_with_near_ones():
    with pytest.raises(UnknownAssumptionError, match=r"there is no assumption 'lane': did you mean lanes\?"):
        select(["lane"])
    assert [row.id for row in select(["search", "lanes"])] == ["lanes", "search"]


def test_a_wrong_closed_form_shows_as_a_check_that_does_not_hold(monkeypatch):
    true = closed_forms.sft_limit()
    monkeypatch.setattr(closed_forms, "sft_limit", lambda: dataclasses.replace(true, back=true.out))
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
    ("sft", "rlvr", "gap"),
    [(6, 4, Fraction(3, 2)), (3.0, 2, 1.5), (math.inf, 2, math.inf), (2, math.inf, 0), (10**400, 1, 10**400)],
)
def test_a_gap_is_exact_where_the_costs_are(sft, rlvr, gap):
    costs = Costs(Quantity(sft, "a"), Quantity(rlvr, "b"))
    assert (costs.gap, type(costs.gap)) == (gap, type(gap) if gap != 10**400 else Fraction)


def test_two_infinite_costs_have_no_gap():
    infinite = Quantity(math.inf, "a")
    assert math.isnan(Costs(infinite, infinite).gap)


def test_a_sentence_has_all_its_numbers():
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
def test_a_table_is_checked(table, message):
    with pytest.raises(ValueError, match=message):
        Table(**table)
