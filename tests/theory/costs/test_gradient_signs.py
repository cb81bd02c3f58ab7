"""The width above which every derivative of RLVR at base is right-signed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.policy import Policy
from tests.strategies import graphs


@settings(max_examples=40)
@given(graphs(max_width=12, max_depth=8, max_lanes=5))
def test_backward_gradients_at_base_are_right_signed_above_the_threshold(graph):
    gradient = expected_hitting_time_gradient(graph, Policy.base(graph), exact=True)
    right = all(slope < 0 for slope in (*gradient.backward_entry, *gradient.backward_exit))
    assert right == (graph.width > w_star(graph.depth, graph.lanes))


@pytest.mark.parametrize("depth", [1, 2, 7, 12])
def test_with_one_lane_the_threshold_has_a_simple_formula(depth):
    assert w_star(depth, 1) == Fraction((depth + 1) ** 2, 2 * depth + 1)


@pytest.mark.parametrize("sizes", [(0, 1), (1, 0), (2.5, 1)])
def test_invalid_sizes_are_refused(sizes):
    with pytest.raises((TypeError, ValueError), match="must be an integer >= 1"):
        w_star(*sizes)
