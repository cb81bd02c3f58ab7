"""The closed form of the learning curve agrees with the recurrences, and with the chain at small sizes."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_times
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

GAPS = np.linspace(-2, 30, 65)


@pytest.mark.parametrize("sizes", [(15, 15, 5), (2, 1, 1), (1, 4, 3), (3, 200, 2)], ids=str)
def test_the_closed_form_matches_the_recurrence_at_every_gap(sizes):
    """Each of at most 4K terms of order K^2 is rounded some ten times, and the sum is at least 2K + 1: an error of
    1e-14 K.
    """
    graph = CorridorGraph(*sizes)
    tied = np.broadcast_to(GAPS[:, np.newaxis], (len(GAPS), graph.depth))
    costs = expected_hitting_times(graph, Policy.from_gaps(graph, **dict.fromkeys(FAMILIES, tied)))
    np.testing.assert_allclose(curve_costs(graph, GAPS), costs, rtol=1e-14 * max(graph.depth, 10))


def test_the_curve_begins_at_base_and_ends_at_the_optimum():
    graph = PAPER
    ends = [expected_hitting_time(graph, policy(graph)) for policy in (Policy.base, Policy.optimal)]
    assert curve_costs(graph, [0.0, np.inf]).tolist() == pytest.approx(ends, rel=1e-13)


def test_a_single_gap_is_accepted_and_nan_is_refused():
    graph = CorridorGraph(3, 2, 2)
    assert curve_costs(graph, 1.0).shape == ()
    with pytest.raises(ValueError, match=r"must hold logit gaps .*, got forward_exit\[0\]=nan$"):
        curve_costs(graph, np.nan)
