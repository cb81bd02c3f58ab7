"""Tables, tolerances and figures check their input, and a table is the same as its CSV."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from backproof.paper_figures.figure import ROUNDING, Figure, Table, Tolerance
from tests.paper_figures.small import small

COLUMNS = ("series", "K", "H")


def test_a_table_is_the_same_as_its_csv():
    table = Table.of(COLUMNS, [("base", np.int64(1), 1 / 3), ("sft, 5", 2, ""), ("rlvr", 3, 4e14)])
    assert table.text() == 'series,K,H\nbase,1,0.333333333333\n"sft, 5",2,\nrlvr,3,4e+14\n'
    assert Table.parse(table.text()).text() == table.text()
    assert Table.parse(table.text()).rows[1] == ("sft, 5", 2.0, "")


def test_rounding_beyond_twelve_digits_does_not_show():
    assert Table(COLUMNS, (("x", 0.1 + 0.2, -0.0),)).text() == Table(COLUMNS, (("x", 0.3, 0),)).text()


def test_a_column_can_be_restricted_to_some_rows():
    table = Table(COLUMNS, (("base", 1, 10), ("base", 2, ""), ("rlvr", 1, 3)))
    np.testing.assert_equal(table.column("H", series="base"), [10, math.nan])
    assert table.where(series="base", K=1.0).rows == (("base", 1.0, 10.0),)


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [
        (("K",), (), "the first column must be 'series', got 'K'"),
        (COLUMNS, (("base", 1),), "row 0 must have 3 cells, got 2"),
        (COLUMNS, (("base", 1, math.inf),), "row 0 must hold finite numbers, got inf: write text or ''"),
        (COLUMNS, (("5", 1, 2),), "row 0 must begin with the name of its series, got '5'"),
        (COLUMNS, ((5, 1, 2),), "row 0 must begin with the name of its series, got 5.0"),
    ],
)
def test_a_bad_table_is_refused(columns, rows, message):
    with pytest.raises(ValueError, match=f"^{message}$".replace("(", r"\(")):
        Table(columns, rows)


def test_an_empty_text_is_not_a_table():
    with pytest.raises(ValueError, match="must have a line of column names"):
        Table.parse("\n")


def test_the_first_tolerance_that_covers_a_cell_applies():
    wide = Tolerance("sampled", relative=0.1, column="H", series="sampled")
    any_h = Tolerance("minimum of a flat function", absolute=1.0, column="H")
    figure = replace(small(), tolerances=(wide, any_h))
    assert figure.tolerance("sampled", "H") is wide
    assert figure.tolerance("base", "H") is any_h
    assert figure.tolerance("base", "K") is ROUNDING


@pytest.mark.parametrize(
    ("name", "width", "height"), [("graph", "single", 2), ("fig_x", "wide", 2), ("fig_x", "single", 20)]
)
def test_a_figure_must_have_a_name_and_fit_a_page(name, width, height):
    with pytest.raises(ValueError, match="must be"):
        Figure(name, 1, width, height, (), "", "", lambda records: Table(COLUMNS, ()), print)
