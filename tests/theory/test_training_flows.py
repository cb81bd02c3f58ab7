"""Velocities agree with the simulator's optimisers and finite differences, visits with solved chains; known rates."""

from fractions import Fraction

import numpy as np
import pytest

from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.walks import expected_visits
from backproof.sim.descent import descend, gradient_flow, natural, plain, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import rlvr_loss
from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.training_flows import (
    alike_rows,
    base_gaps,
    cost_and_slopes,
    gap_velocity,
    row_visits,
    times_until,
    vertex_gaps,
)
from tests.sim.gaps import policy_gaps

SMALL = CorridorGraph(3, 2, 2)
OPTIMUM = 26


def from_families(families):
    """A (4, K) array of the simulator in the order of this module."""
    forward_exit, backward_entry, forward_entry, backward_exit = families
    sides = ((forward_entry, forward_exit), (backward_exit, backward_entry))
    return np.concatenate([np.stack(side, axis=1).ravel() for side in sides])


def interior(graph, seed):
    draw = np.random.default_rng(seed)
    return Policy(**{name: draw.uniform(0.2, 0.9, graph.depth) for name in FAMILIES})


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("way", ["gaps", "logits", "natural", "sign"])
def test_velocities_match_the_steps_of_the_simulator(way, seed):
    """The simulator uses no formula of the theory; its step of size 1 is a velocity."""
    policy = interior(SMALL, seed)
    start = policy_gaps(SMALL, policy)
    optimiser = {"natural": natural(SMALL), "sign": sign}.get(way, plain)
    _, after = descend(rlvr_loss(SMALL), start, optimiser, step=1.0, steps=1)
    moved = (after.logits - start) * (gap_speed(SMALL, rows_tied=False) if way == "logits" else 1)
    # a few hundred roundings of terms that differ by less than 1e3
    np.testing.assert_allclose(gap_velocity(way, SMALL, vertex_gaps(SMALL, policy)), from_families(moved), rtol=1e-10)


def test_slopes_match_differences_of_the_cost():
    gaps = vertex_gaps(SMALL, interior(SMALL, 5))
    cost, by_probability = cost_and_slopes(SMALL, gaps)
    slope = -gap_velocity("gaps", SMALL, gaps)
    for place in range(gaps.size):
        nudge = 1e-5 * np.eye(gaps.size)[place]
        change = cost_and_slopes(SMALL, gaps + nudge)[0] - cost_and_slopes(SMALL, gaps - nudge)[0]
        # the error of central differences: third derivatives below 1e3, times 1e-10, and 1e-14 times the cost, over
        # 2e-5
        assert change / 2e-5 == pytest.approx(slope[place], abs=1e-6)
    assert np.sign(slope).tolist() == np.sign(by_probability).tolist()
    assert cost > OPTIMUM


@pytest.mark.parametrize("size", [(1, 1, 1), (2, 1, 2), (3, 2, 2), (2, 3, 1)])
def test_visits_match_the_solved_chain(size):
    graph = CorridorGraph(*size)
    policy = random_policy(graph, 7)
    solved = {}
    for target in range(graph.width):
        for state, visits in expected_visits(corridor_chain(graph, policy, target)).items():
            if state.head.kind in ("left", "right"):
                forward = graph.level(state.tail) < graph.level(state.head)
                vertex = 2 * state.head.diamond + (state.head.kind == "right")
                place = vertex + (0 if forward else 2 * graph.depth)
                solved[place] = solved.get(place, 0) + visits / graph.width
    found = row_visits(graph.width, *policy.passes())
    assert found.tolist() == [solved.get(place, 0) for place in range(4 * graph.depth)]


def test_the_number_of_equal_rows_matches_the_table():
    inner = [state for state in SMALL.edge_states() if state.head.kind in ("left", "right")]
    assert alike_rows(SMALL).sum() == len(inner)
    assert alike_rows(SMALL)[:4].tolist() == [3, 6, 3, 6]
    assert alike_rows(SMALL)[4:].tolist() == [6, 3, 6, 3]


def test_the_gaps_of_a_policy_give_the_policy_back():
    policy = interior(SMALL, 1)
    families = dict(zip(FAMILIES, policy_gaps(SMALL, policy), strict=True))
    np.testing.assert_array_equal(vertex_gaps(SMALL, policy), from_families(families.values()))
    cost, _ = cost_and_slopes(SMALL, vertex_gaps(SMALL, policy))
    assert cost == pytest.approx(expected_hitting_time(SMALL, policy), rel=1e-13)


@pytest.mark.parametrize(("way", "speed"), [("gaps", 1.0), ("logits", gap_speed(SMALL, rows_tied=False))])
def test_times_match_the_flow_of_the_simulator(way, speed):
    bounds = [1.5 * OPTIMUM, 1.05 * OPTIMUM, 1.001 * OPTIMUM]
    times = times_until(way, SMALL, bounds)
    flow = gradient_flow(rlvr_loss(SMALL), np.zeros((4, 2)), [0.0, *times], speed=speed)
    # the tolerances of both integrators, times some hundred steps
    np.testing.assert_allclose(cost_of_gaps(SMALL, flow)[1:], bounds, rtol=1e-6)


def test_the_excess_falls_like_1_over_time_under_gradient_flow_and_exponentially_under_the_natural_gradient():
    """(H - H*) t tends to 4K and to 2 W K L, and H - H* falls by e^2 a unit of time.

    Corrections are of the order of the excess times its logarithm, here below 1%.
    """
    excess = [1e-2, 1e-3, 1e-4]
    bounds = [OPTIMUM + part for part in excess]
    for way, limit in (("gaps", 4 * 2), ("logits", 2 * 3 * 2 * 2)):
        assert times_until(way, SMALL, bounds)[-1] * excess[-1] == pytest.approx(limit, rel=0.01)
    times = times_until("natural", SMALL, bounds)
    assert times[-1] - times[-2] == pytest.approx(np.log(10) / 2, rel=0.01)


def test_a_bound_equal_to_the_optimum_is_refused():
    with pytest.raises(ValueError, match=r"bounds must be above the optimum's cost 26, got bounds=\[26\]"):
        times_until("gaps", SMALL, [26])


def test_the_natural_gradient_of_a_single_corridor_is_refused():
    graph = CorridorGraph(1, 2, 2)
    with pytest.raises(ValueError, match="width must be >= 2 for the natural gradient, got width=1"):
        gap_velocity("natural", graph, base_gaps(graph))


def test_row_visits_of_exact_policies_are_exact():
    p, q = Policy.base(SMALL).passes()
    assert all(isinstance(visits, Fraction) for visits in row_visits(3, p, q))
