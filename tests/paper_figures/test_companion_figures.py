"""What the captions of the companion papers' figures say is what their tables hold."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.paper_figures import (
    fig_distinct_trajectories,
    fig_entropies,
    fig_pass_at_k,
    fig_supports,
    fig_visit_ranks,
)
from tests.paper_figures.small import table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once


def test_curves_of_pass_at_k_cross_where_the_caption_says():
    found = table(fig_pass_at_k.FIGURE)
    assert found.column("k", series="forks meet").tolist() == [3, 4, 6, 60, 28, 14]
    least, *others = found.column("k", series="base passes one-hot")
    assert others == [793, 17, 2]
    assert least == pytest.approx(3.9e13, rel=0.01)
    assert found.column("T", series="base ahead of sft").tolist() == [2924]
    base, sft, rlvr = (found.column("solved", series=f"{name} by budget") for name in ("base", "sft", "rlvr"))
    assert (rlvr >= np.maximum(base, sft)).all()


def test_a_crossing_is_between_the_curves_that_meet_there():
    found = table(fig_pass_at_k.FIGURE)
    places = found.column("k", series="forks meet").astype(int)
    for (first, second), k in zip(fig_pass_at_k.MEETINGS, places, strict=True):
        one, other = (found.column("solved", series=f"fork {name}") for name in (first, second))
        assert one[k - 2] >= other[k - 2]
        assert one[k - 1] < other[k - 1]


@pytest.mark.parametrize("size", fig_distinct_trajectories.GRAPHS)
def test_distinct_walks_are_ordered_as_the_caption_says(size):
    found = table(fig_distinct_trajectories.FIGURE)

    def curve(name, level, side):
        budgets, numbers = (found.column(of, series=name, size=size, level=level) for of in ("T", side))
        return numbers[np.isin(budgets, shared)]

    shared = found.column("T", series="base", size=size, level="edge")
    for other in ("base", "sft"):
        assert (curve("rlvr", "edge", "incorrect") <= curve(other, "edge", "incorrect") * (1 + 1e-9)).all()
    more_answers = curve("rlvr", "leaf", "incorrect") > curve("base", "leaf", "incorrect")
    assert more_answers.any()
    assert not more_answers[-1]
    expands = curve("sft", "edge", "correct") > curve("base", "edge", "correct")
    assert expands[0]
    assert np.count_nonzero(np.diff(expands)) == 1
    squeezed = curve("rlvr", "edge", "correct") < curve("base", "edge", "correct")
    budgets = shared[squeezed]
    assert budgets.size if size == "small" else not budgets.size
    assert all(8 <= T <= 15 or T >= 144 for T in budgets)


@pytest.mark.parametrize("size", fig_distinct_trajectories.GRAPHS)
def test_the_stairs_of_rlvr_rise_in_one_step(size):
    """Between two budgets with time for one more leaf the number of correct walks stays the same."""
    found = table(fig_distinct_trajectories.FIGURE)
    graph = fig_distinct_trajectories.GRAPHS[size]
    budgets, correct = (found.column(of, series="rlvr", size=size, level="edge") for of in ("T", "correct"))
    leaves = (budgets + 2 * graph.depth) // (4 * graph.depth + 2)
    assert np.diff(correct)[np.diff(leaves) == 0] == pytest.approx(0, abs=1e-9)
    assert (np.diff(budgets)[np.diff(leaves) > 0] == 1).all()


def test_the_fit_range_changes_the_slope_threefold():
    found = table(fig_visit_ranks.FIGURE).where(nodes="budget")
    (_, every), (_, seen) = (found.column("slope", series=f"sft fit above {least}") for least in ("0", "0.00390625"))
    assert 2.5 < every / seen < 3.5
    assert found.column("rank", series="sft fit above 0.00390625").tolist() == [1, 1716]


def test_every_fit_is_the_least_squares_line_of_its_curve():
    found = table(fig_visit_ranks.FIGURE)
    for nodes in ("edges", "vertices"):
        for name in ("base", "sft", "rlvr"):
            curve = found.where(series=name, nodes=nodes)
            first, last = curve.column("rank")[::2].astype(int), curve.column("rank")[1::2].astype(int)
            logs = np.repeat(np.log10(curve.column("visits")[::2]), last - first + 1)
            slope, intercept = np.polyfit(np.arange(1, len(logs) + 1), logs, 1)
            fit = found.where(series=f"{name} fit above 0", nodes=nodes)
            assert -slope == pytest.approx(fit.column("slope")[0], rel=1e-6)
            assert np.log10(fit.column("visits")) == pytest.approx(intercept + slope * fit.column("rank"), abs=1e-6)


def test_entropies_move_as_the_caption_says():
    found = table(fig_entropies.FIGURE)
    for name in ("sft", "rlvr"):
        for what in ("trajectory", "token"):
            assert (np.diff(found.column(what, series=name)) < 0).all()
    short, long, first = (found.column(what, series="rlvr") for what in ("last leaf", "late last leaf", "first leaf"))
    long = long[~np.isnan(long)]
    assert (np.diff(long) < 0).all()
    assert short.max() > short[0] + 1
    assert short[-1] < short.max() - 1
    assert first[-1] > first[0] + 1


def test_identical_models_expand_and_shrink_alike():
    found = table(fig_supports.FIGURE).where(series="base again", unit="k=32")
    assert found.column("expansion") == found.column("shrinkage") == pytest.approx([3.75], abs=0.005)
    words = table(fig_supports.FIGURE).where(unit="edge")
    assert [row[2:] for row in words.rows] == [(0, 52, 0), (48, 4, 0), (48, 4, 128)]
