"""The intervals of `fig_separation` contain the values of the formulas as often as 95% intervals should."""

from __future__ import annotations

import pytest
from scipy import stats

from backproof.paper_figures.fig_separation import FIGURE, RUNS
from tests.paper_figures.small import table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once


def test_the_number_of_intervals_that_miss_is_plausible_and_in_the_caption():
    """Null: each of 68 independent 95% intervals misses with probability 1/20. False-alarm rate 1e-4."""
    found = table(FIGURE)
    missed = int(((found.column("ratio_low") > 1) | (found.column("ratio_high") < 1)).sum())
    assert f"here {missed} of {len(RUNS)} do" in FIGURE.caption
    assert stats.binom.sf(missed - 1, len(RUNS), 0.05) > 1e-4
