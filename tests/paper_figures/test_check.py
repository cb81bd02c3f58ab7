"""A check names the row and the column of every number that has drifted."""

from __future__ import annotations

import pytest

from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.check import drift
from backproof.paper_figures.records import RecordError
from tests.paper_figures.small import RECORD, save_run, small, table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once

SAVED = "series,K,H\nbase,1,2.5\nbase,2,10\nrun,2,10\n"


@pytest.fixture
def drifts(tmp_path):
    """Compares with a reference text, for a run with this mean."""

    def check(reference=SAVED, mean=10.0):
        save_run(tmp_path, mean)
        (tmp_path / "fig_small.csv").write_text(reference)
        return drift(small(records=(RECORD,)), records=tmp_path, references=tmp_path)

    return check


def test_numbers_within_tolerance_have_not_drifted(drifts):
    assert drifts() == []
    assert drifts(mean=10.9) == []
    assert drifts(SAVED.replace("2.5", "2.500000002")) == []


@pytest.mark.parametrize(
    ("reference", "mean", "line"),
    [
        (SAVED, 11.1, "row 3 (run), column H: is 11.1, the reference has 10; allowed +-1"),
        (
            SAVED.replace("2.5", "2.50000001"),
            10.0,
            "row 1 (base), column H: is 2.5, the reference has 2.50000001; allowed +-2.5e-09",
        ),
        (SAVED.replace("2.5", ""), 10.0, "row 1 (base), column H: is 2.5, the reference has ''"),
        (SAVED.replace("run", "ran"), 10.0, "row 3 (ran), column series: is 'run', the reference has 'ran'"),
        (SAVED.replace("K", "L"), 10.0, "columns are series, K, H, the reference has series, L, H"),
        (SAVED + "run,3,1\n", 10.0, "there are 3 rows, the reference has 4"),
        (
            "",
            10.0,
            "reference fig_small.csv is not a table (a table must have a line of column names, got none): restore it",
        ),
    ],
)
def test_every_drift_is_named(drifts, reference, mean, line):
    assert drifts(reference, mean) == [line]


def test_a_missing_reference_is_named(tmp_path):
    assert drift(small(), references=tmp_path) == ["reference fig_small.csv is missing: run `make references`"]


def test_a_missing_record_is_not_a_drift(tmp_path):
    (tmp_path / "fig_small.csv").write_text(SAVED)
    with pytest.raises(RecordError, match=r"run\.json is missing"):
        drift(small(records=(RECORD,)), records=tmp_path, references=tmp_path)


LONG = {"fig_distinct_trajectories", "fig_entropies"}
"""Their tables take 4 s each; `backproof figures --check` compares them too."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in LONG else []) for name in FIGURES]
)
def test_no_figure_has_drifted(name, monkeypatch):
    monkeypatch.setattr("backproof.paper_figures.check.table_of", lambda figure, records: table(figure))
    assert drift(FIGURES[name]) == []
