"""Expected hitting times and gradients: known values, float64 and fractions, sizes beyond float64, bad input."""

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_time import (
    expected_crossings,
    expected_hitting_time,
    expected_hitting_time_gradient,
    expected_hitting_times,
    log10_expected_hitting_time,
)
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import exact_cases, float_cases, graphs
from tests.theory import formulas
from tests.theory.formulas import UNIT

DEEP = CorridorGraph(width=15, depth=400, lanes=5)
SMALL = CorridorGraph(width=2, depth=2, lanes=3)


def cost_error(depth):
    """Relative rounding error of a float64 cost.

    Each of 2 K steps of the recurrence adds at most four units to the error of x + 1, so that is at most 8 K units. The
    error of twice the sum of all x is at most 16 K units; adding up 2 K terms adds 2 K, and the last sums fewer than
    20.
    """
    return 20 * (depth + 1) * UNIT


def gradient_error(depth):
    """The same for a partial derivative, relative to `formulas.gradient_scale`.

    At most 8 K units come from x, 6 K from the adjoint (three a step), and fewer than 16 from the last operations.
    """
    return 16 * (depth + 1) * UNIT


def sft_cost(graph):
    """H in the SFT limit by the formula worked out by hand."""
    power = Fraction((graph.lanes + 1) ** 2, graph.lanes) ** graph.depth
    back = formulas.sft_way_back(graph.depth, graph.lanes, power)
    return 1 + graph.width * (2 * graph.depth + 1) + (graph.width - 1) * back


def test_the_costs_at_the_sizes_of_the_paper_are_the_known_ones():
    assert expected_hitting_time(PAPER, Policy.base(PAPER), exact=True) == 50142
    assert expected_hitting_time(PAPER, Policy.optimal(PAPER), exact=True) == 900
    sft = expected_hitting_time(PAPER, Policy.sft_limit(PAPER), exact=True)
    assert sft == sft_cost(PAPER)
    assert f"{float(sft):.3e}" == "4.318e+14"


@given(graphs(max_width=30, max_depth=30, max_lanes=9))
def test_the_costs_of_the_named_policies_match_their_closed_forms(graph):
    W, K, L = graph.width, graph.depth, graph.lanes
    base = 1 + (2 * W - 1) * (K * L + K + 1) * (Fraction(K, L) + K + 1)
    assert expected_hitting_time(graph, Policy.base(graph), exact=True) == base
    assert expected_hitting_time(graph, Policy.sft_limit(graph), exact=True) == sft_cost(graph)
    assert expected_hitting_time(graph, Policy.optimal(graph), exact=True) == 4 * W * K + 2 * W - 2 * K


def test_the_sft_cost_grows_by_a_constant_factor_with_depth():
    corridors = [CorridorGraph(width=2, depth=depth, lanes=5) for depth in range(1, 12)]
    costs = [expected_hitting_time(graph, Policy.sft_limit(graph), exact=True) for graph in corridors]
    # at W = 2 the cost is C rho^K + 2K + a constant, so its increments minus 2 are geometric
    steps = [after - before - 2 for before, after in itertools.pairwise(costs)]
    assert {after / before for before, after in itertools.pairwise(steps)} == {Fraction(36, 5)}


@pytest.mark.parametrize(
    ("step", "cost"),
    [
        (0, 50142),
        (25, 39503.4941388),
        (100, 20239.8814096),
        (300, 4177.9501279),
        (600, 1078.0128335),
        (1200, 900.4436675),
    ],
)
def test_the_learning_curve_has_the_known_values(step, cost):
    gaps = dict.fromkeys(FAMILIES, 0.01 * step)
    # the values are given to seven decimals
    assert abs(expected_hitting_time(PAPER, Policy.from_gaps(PAPER, **gaps)) - cost) <= 0.6e-7


def test_the_excess_over_the_optimum_decays_like_the_exponential_of_the_gap():
    W, K, L = SMALL.width, SMALL.depth, SMALL.lanes
    factor = (2 * W - 1) * (K * (K + 1) * L + K * (K - 1) / L + K * (K + 1) * (L + 1 / L))
    least = expected_hitting_time(SMALL, Policy.optimal(SMALL))
    for gap in (5.0, 10.0, 15.0):
        cost = expected_hitting_time(SMALL, Policy.from_gaps(SMALL, **dict.fromkeys(FAMILIES, gap)))
        leading = factor * math.exp(-gap)
        # each term of the closed form differs from its leading term by a relative L e^-gap at most
        assert abs(cost - least - leading) <= L * math.exp(-gap) * leading + cost_error(K) * cost


@given(float_cases())
def test_float_costs_agree_with_fractions(case):
    graph, policy = case
    exact = expected_hitting_time(graph, policy, exact=True)
    assert exact == expected_hitting_time(graph, policy.to_fractions(), exact=True)
    assert abs(expected_hitting_time(graph, policy) - exact) <= cost_error(graph.depth) * exact


@given(float_cases())
def test_float_gradients_agree_with_fractions(case):
    graph, policy = case
    found = expected_hitting_time_gradient(graph, policy)
    exact = expected_hitting_time_gradient(graph, policy, exact=True)
    assert found.cost == expected_hitting_time(graph, policy)
    assert exact.cost == expected_hitting_time(graph, policy, exact=True)
    by_p, by_q = formulas.gradient_scale(graph.width, *policy.passes())
    scales = dict(zip(FAMILIES, (by_p[1::2], by_q[1::2], by_p[0::2], by_q[0::2]), strict=True))
    for name in FAMILIES:
        assert getattr(found, name).shape == (graph.depth,)
        errors = abs(getattr(found, name) - np.array(getattr(exact, name), dtype=object))
        assert np.all(errors <= gradient_error(graph.depth) * np.array(scales[name]))


@given(exact_cases(), st.sampled_from(FAMILIES))
def test_exact_gradients_are_fractions_and_follow_the_chain_rule_on_gaps(case, name):
    graph, policy = case
    slopes = getattr(expected_hitting_time_gradient(graph, policy, exact=True), name)
    by_gap = getattr(expected_hitting_time_gradient(graph, policy, exact=True, coordinates="gaps"), name)
    assert {type(slope) for slope in (*slopes, *by_gap)} <= {Fraction, int}
    rows = zip(slopes, getattr(policy, name), strict=True)
    assert list(by_gap) == [slope * p * (1 - p) for slope, p in rows]


@given(graphs(max_width=9, max_lanes=6), st.sampled_from(FAMILIES), st.data())
def test_gradients_on_gaps_match_differences_of_the_cost(graph, name, data):
    numbers = st.lists(st.floats(-3, 3), min_size=graph.depth, max_size=graph.depth)
    gaps = {family: np.array(data.draw(numbers, label=family)) for family in FAMILIES}
    place = data.draw(st.integers(0, graph.depth - 1), label="diamond")
    h = 2.0**-17
    step = h * (np.arange(graph.depth) == place)
    up, down = (
        expected_hitting_time(graph, Policy.from_gaps(graph, **gaps | {name: gaps[name] + side * step}))
        for side in (1, -1)
    )
    policy = Policy.from_gaps(graph, **gaps)
    found = expected_hitting_time_gradient(graph, policy, coordinates="gaps")
    by_p, by_q = formulas.gradient_scale(graph.width, *policy.passes())
    scale = max(by_p[2 * place : 2 * place + 2] + by_q[2 * place : 2 * place + 2])
    # H = alpha + beta (1 + C e^-D) + gamma / (1 + C e^-D). Its third derivative is below e^h times the scale. Each cost
    # errs by its rounding, and by at most 10 units in the row that moved.
    bound = h**2 / 5 * scale + (cost_error(graph.depth) * found.cost + 10 * UNIT * scale) / h
    assert abs((up - down) / (2 * h) - getattr(found, name)[place]) <= bound + gradient_error(graph.depth) * scale


@given(float_cases(max_depth=4))
def test_with_one_corridor_only_the_way_out_counts(case):
    graph, policy = case
    single = CorridorGraph(width=1, depth=graph.depth, lanes=graph.lanes)
    ones = np.ones(graph.depth)
    forward = Policy(
        forward_exit=ones,
        forward_entry=ones,
        backward_entry=policy.backward_entry,
        backward_exit=policy.backward_exit,
    )
    assert expected_hitting_time(single, forward) == single.shortest_path_length
    found = expected_hitting_time_gradient(single, forward)
    assert not np.any(found.backward_entry)
    assert not np.any(found.backward_exit)


def test_a_batch_gives_the_costs_of_its_policies():
    families = np.random.default_rng(0).uniform(0.05, 1, (4, 3, 5, 8))
    graph = CorridorGraph(width=4, depth=8, lanes=2)
    costs = expected_hitting_times(graph, Policy(**dict(zip(FAMILIES, families, strict=True))))
    assert costs.shape == (3, 5)
    for place in np.ndindex(costs.shape):
        single = Policy(**{name: family[place] for name, family in zip(FAMILIES, families, strict=True)})
        # All terms are positive; each passage makes four operations at each of 2K vertices, in whatever order.
        assert costs[place] == pytest.approx(expected_hitting_time(graph, single), rel=2 * 4 * 16 * 2**-52)
    single = expected_hitting_times(PAPER, Policy.base(PAPER))
    assert (single.shape, single) == ((), expected_hitting_time(PAPER, Policy.base(PAPER)))


def test_costs_beyond_float64_are_refused_but_can_be_had_exactly():
    policy = Policy.sft_limit(DEEP)
    exact = expected_hitting_time(DEEP, policy, exact=True)
    assert exact == sft_cost(DEEP)
    for use in (expected_hitting_time, expected_hitting_times, expected_hitting_time_gradient):
        with pytest.raises(
            OverflowError, match=r"^the result is beyond float64 \(1\.8e308\): use exact=True, or log10_"
        ):
            use(DEEP, policy)
    assert abs(log10_expected_hitting_time(DEEP, policy) - log10(exact)) <= 2 * UNIT * log10(exact)


def test_a_gradient_beyond_float64_is_refused_even_if_the_cost_is_not():
    graph = CorridorGraph(width=15, depth=357, lanes=5)
    assert expected_hitting_time(graph, Policy.sft_limit(graph)) > 1e307
    with pytest.raises(OverflowError, match="beyond float64"):
        expected_hitting_time_gradient(graph, Policy.sft_limit(graph))


@given(st.one_of(float_cases(), exact_cases(max_depth=8)))
def test_the_logarithm_matches_that_of_the_exact_cost(case):
    expected = log10(expected_hitting_time(*case, exact=True))
    # the logarithm is rounded to float64 once, and earlier roundings are too small to show
    assert abs(log10_expected_hitting_time(*case) - expected) <= 2 * UNIT * expected


def log10(value):
    """The logarithm by mpmath, to 60 digits."""
    with mpmath.workdps(60):
        return mpmath.log10(mpmath.mpf(value.numerator) / value.denominator)


@given(exact_cases(max_width=9, max_depth=6))
def test_crossings_add_up_to_the_hitting_time(case):
    graph, policy = case
    crossings = expected_crossings(graph, policy, exact=True)
    assert 1 + sum(crossings.outward) + sum(crossings.homeward) == expected_hitting_time(graph, policy, exact=True)
    assert set(crossings.outward - crossings.homeward) == {1}  # a walk ends at the far end of all edges of a corridor


def test_crossings_match_the_visits_of_the_chain():
    """v = e_0 + v P on the full multigraph, with states for every lane and corridor. The move to the target is not a
    state.
    """
    graph = CorridorGraph(width=3, depth=2, lanes=2)
    draw = np.random.default_rng(3)
    policy = Policy(**{name: draw.uniform(0.3, 1, 2) for name in FAMILIES})
    chain = corridor_chain(graph, policy)
    system, _ = chain.sparse_system()
    visits = np.linalg.solve(system.toarray().T, np.eye(len(chain.states))[0])
    edges = {pair: e for w in range(3) for e, pair in enumerate(itertools.pairwise(graph.corridor(w)))}
    outward, homeward = np.zeros(5), np.zeros(5)
    for state, count in zip(chain.states[1:], visits[1:], strict=True):
        if (state.tail, state.head) in edges:
            outward[edges[state.tail, state.head]] += count
        else:
            homeward[edges[state.head, state.tail]] += count
    outward[-1] += 1
    found = expected_crossings(graph, policy)
    # 48 unknowns, and at most a hundred expected moves from any of them: the error is their product times a few 1e-16
    assert np.allclose(found.outward, outward, rtol=1e-11, atol=0)
    assert np.allclose(found.homeward, homeward, rtol=1e-11, atol=0)


EVERY = [
    expected_crossings,
    expected_hitting_time,
    expected_hitting_times,
    expected_hitting_time_gradient,
    log10_expected_hitting_time,
]


@pytest.mark.parametrize("use", EVERY)
def test_a_policy_of_another_depth_is_refused(use):
    message = "^policy must have one probability per diamond, got 15 per family for depth=2$"
    with pytest.raises(ValueError, match=message):
        use(SMALL, Policy.base(PAPER))


@pytest.mark.parametrize("use", [use for use in EVERY if use is not expected_hitting_times])
def test_a_batch_is_refused_where_a_single_policy_is_expected(use):
    batch = Policy.from_gaps(SMALL, forward_exit=np.zeros((3, 2)))
    message = r"^policy must be a single one, got a batch of shape \(3,\): pass one"
    with pytest.raises(ValueError, match=message):
        use(SMALL, batch)


@pytest.mark.parametrize("exact", [True, False])
def test_unknown_coordinates_are_refused(exact):
    message = "^coordinates must be 'probabilities' or 'gaps', got coordinates='logits'$"
    with pytest.raises(ValueError, match=message):
        expected_hitting_time_gradient(SMALL, Policy.base(SMALL), exact=exact, coordinates="logits")
