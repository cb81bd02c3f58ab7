"""Unequal corridors: the formula agrees exactly with the chain on the full multigraph, and with equal corridors."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.theory.chain import HittingLaw, mean_hitting_time
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, SOURCE, START, CorridorGraph, EdgeState, UnequalGraph, Vertex
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, UnequalLaw, unequal_hitting_time
from tests.strategies import exact_cases, exact_probabilities, float_cases
from tests.theory.formulas import UNIT

HALF = Fraction(1, 2)


@st.composite
def corridors(draw, probabilities, max_width, max_depth):
    """Corridors with different depths, lanes and rows."""
    built = []
    for _ in range(draw(st.integers(1, max_width))):
        depth = draw(st.integers(1, max_depth))
        lanes = draw(st.lists(st.integers(1, 3), min_size=depth, max_size=depth))
        family = st.lists(probabilities, min_size=depth, max_size=depth)
        built.append(Corridor(tuple(lanes), Policy(**{name: draw(family) for name in FAMILIES})))
    return UnequalCorridors(tuple(built))


@settings(max_examples=40)
@given(corridors(exact_probabilities(), max_width=3, max_depth=3))
def test_the_formula_is_the_mean_over_targets_of_the_chains(unequal):
    assert unequal_hitting_time(unequal, exact=True) == mean_hitting_time(unequal)


@given(exact_cases(max_width=6, max_depth=6))
def test_equal_corridors_have_the_hitting_time_of_a_corridor_graph(case):
    graph, policy = case
    unequal = UnequalCorridors((Corridor((graph.lanes,) * graph.depth, policy),) * graph.width)
    assert unequal.leaves() == graph.leaves()
    assert unequal_hitting_time(unequal, exact=True) == expected_hitting_time(graph, policy, exact=True)


@given(exact_cases())
def test_equal_corridors_have_the_rows_of_a_corridor_graph(case):
    graph, policy = case
    unequal = UnequalCorridors((Corridor((graph.lanes,) * graph.depth, policy),) * graph.width)
    for state in graph.edge_states():
        assert unequal.row(state) == policy.row(graph, state)


@given(corridors(st.floats(2**-6, 1), max_width=5, max_depth=8))
def test_floats_agree_with_fractions(unequal):
    exact = unequal_hitting_time(unequal, exact=True)
    depth = max(len(corridor.lanes) for corridor in unequal.corridors)
    # All terms are positive. A factor p/q adds three units of rounding, a surplus four per vertex. There are 2K
    # vertices, their sums, a product of two sums, and the sums over corridors.
    bound = (24 * (depth + 1) + 4 * len(unequal.corridors)) * UNIT * exact
    assert abs(unequal_hitting_time(unequal) - exact) <= bound


@given(float_cases(max_width=3, max_depth=3))
def test_float_policies_are_used_with_the_exact_values_of_their_floats(case):
    graph, policy = case
    unequal = UnequalCorridors((Corridor((graph.lanes,) * graph.depth, policy),) * graph.width)
    assert unequal_hitting_time(unequal, exact=True) == expected_hitting_time(graph, policy, exact=True)


def test_the_cost_of_short_corridors_is_not_lost_beside_a_long_one():
    # The way back from the first takes about 1e18 steps. In a difference the cost of the second would be lost.
    long, short = CorridorGraph(1, 20, 5), CorridorGraph(1, 1, 1)
    unequal = UnequalCorridors(
        (Corridor((5,) * 20, Policy.sft_limit(long)), Corridor((1,), Policy.optimal(short))),
    )
    exact = unequal_hitting_time(unequal, exact=True)
    assert exact > 10**17
    assert abs(unequal_hitting_time(unequal) - exact) <= 24 * 21 * UNIT * exact


def test_each_diamond_may_have_its_own_number_of_lanes():
    rows = [HALF, HALF]
    unequal = UnequalCorridors((Corridor((3, 1), Policy(rows, rows, rows, rows)),))
    _, left, right, after, _, leaf = CorridorGraph(width=1, depth=2, lanes=1).corridor(0)
    entered = unequal.row(EdgeState(FORK, left))
    assert entered == {
        **{EdgeState(left, right, lane): Fraction(1, 6) for lane in range(3)},
        EdgeState(left, FORK): HALF,
    }
    assert unequal.row(EdgeState(right, after)) == {
        EdgeState(after, Vertex("right", 0, 1)): HALF,
        EdgeState(after, right): HALF,
    }
    assert unequal.row(EdgeState(FORK, SOURCE)) == {START: 1}
    assert unequal.row(EdgeState(Vertex("right", 0, 1), leaf)) == {EdgeState(leaf, Vertex("right", 0, 1)): 1}


def test_the_base_walk_obeys_the_commute_time_identity():
    # By the commute-time identity, a plain walk crosses a bundle of m edges for the first time, with n edges behind
    # it, after 2 (n + m) / m - 1 steps: the commute, less the one step back.
    lanes = ((1, 4), (3,), (2, 2, 5))
    unequal = UnequalCorridors(tuple(Corridor(counts, base(counts)) for counts in lanes))
    bundles = [[1, *itertools.chain.from_iterable((count, 1) for count in counts)] for counts in lanes]
    total = Fraction(0)
    for own in bundles:
        behind = sum(map(sum, bundles)) - sum(own)
        for count in own:
            total += Fraction(2 * (behind + count), count) - 1
            behind += count
    assert unequal_hitting_time(unequal, exact=True) == 1 + total / len(lanes)


def base(lanes):
    """Rows uniform over the edges at each vertex."""
    entries, exits = [Fraction(count, count + 1) for count in lanes], [Fraction(1, count + 1) for count in lanes]
    return Policy(forward_exit=exits, backward_entry=entries, forward_entry=entries, backward_exit=exits)


def test_costs_beyond_float64_are_refused_but_can_be_had_exactly():
    graph = CorridorGraph(width=2, depth=400, lanes=5)
    policy = Policy.sft_limit(graph)
    unequal = UnequalCorridors((Corridor((5,) * 400, policy),) * 2)
    with pytest.raises(OverflowError, match=r"^the result is beyond float64 \(1\.8e308\): use exact=True$"):
        unequal_hitting_time(unequal)
    assert unequal_hitting_time(unequal, exact=True) == expected_hitting_time(graph, policy, exact=True)


def test_invalid_corridors_are_refused():
    policy = Policy([HALF], [HALF], [HALF], [HALF])
    with pytest.raises(ValueError, match=r"^lanes\[0\] must be an integer >= 1, got lanes\[0\]=0$"):
        Corridor((0,), policy)
    with pytest.raises(TypeError, match=r"^lanes\[0\] must be an integer >= 1, got lanes\[0\]=2\.0 \(float\)$"):
        Corridor((2.0,), policy)
    with pytest.raises(
        ValueError, match=r"^policy must have one probability per diamond, got 1 per family for depth=2$"
    ):
        Corridor((2, 3), policy)
    with pytest.raises(ValueError, match=r"^lanes must hold one number per diamond, got none$"):
        Corridor((), policy)
    batch = Policy(*[np.full((4, 1), 0.5)] * 4)
    with pytest.raises(ValueError, match=r"^policy must be a single one, got a batch of shape \(4,\): pass one"):
        Corridor((2,), batch)
    with pytest.raises(ValueError, match=r"^corridors must hold at least one corridor, got none$"):
        UnequalCorridors(())


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(1, 4))
def test_the_limits_of_a_corridor_match_equal_corridors(counts, width):
    graph = CorridorGraph(width, len(counts), counts[0])
    for make, policy in ((Corridor.sft_limit, Policy.sft_limit), (Corridor.straight, Policy.optimal)):
        unequal = UnequalCorridors((make([counts[0]] * len(counts)),) * width)
        assert unequal_hitting_time(unequal, exact=True) == expected_hitting_time(graph, policy(graph), exact=True)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_sft_leaves_the_backward_rows_of_a_corridor_unchanged(counts):
    trained, start = Corridor.sft_limit(counts).policy, base(counts)
    assert (trained.backward_entry, trained.backward_exit) == (start.backward_entry, start.backward_exit)
    assert set(trained.forward_entry + trained.forward_exit) == {1}


@pytest.mark.parametrize("rows", [Corridor.base, Corridor.sft_limit, Corridor.straight], ids=lambda make: make.__name__)
@pytest.mark.parametrize("lanes", [[(2,), (1, 3)], [(1,), (2, 2), (1,)], [(2, 1)]], ids=str)
def test_the_law_is_that_of_the_chains(rows, lanes):
    """The mean and the variance exactly, the generating function up to the rounding of the chains' solution."""
    made = {one: rows(one) for one in lanes}
    corridors = UnequalCorridors(tuple(made[one] for one in lanes))
    law, chains = UnequalLaw(corridors), HittingLaw.of(corridors)
    moments = law.moments(exact=True)
    assert moments.mean == unequal_hitting_time(corridors, exact=True)
    assert float(moments.mean) == chains.mean
    assert math.sqrt(moments.variance) == pytest.approx(chains.std, rel=1e-12)
    for theta in (-3.0, -0.1, -1e-5, 1e-5, 0.01 / float(moments.mean)):
        found = law.log_generating_function(theta)
        assert found == pytest.approx(chains.log_generating_function(theta), rel=1e-9)


def test_rows_of_all_corridors_are_one_policy_and_back():
    graph = UnequalGraph([[2, 1], [3], [2, 1]])
    corridors = UnequalCorridors(tuple(map(Corridor.sft_limit, graph.lanes)))
    again = UnequalCorridors.of(graph, corridors.policy())
    assert again.policy() == corridors.policy()
    assert unequal_hitting_time(again, exact=True) == unequal_hitting_time(corridors, exact=True)
    with pytest.raises(ValueError, match="policy must be a single one with one probability per diamond, 5, got 2"):
        UnequalCorridors.of(graph, Policy(*[[1, 1]] * 4))
