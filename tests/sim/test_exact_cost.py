"""Cost, gradient and visits by detours, against the theory, autograd on a plain loop, and values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given

from backproof.sim import exact_cost
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.sim.gaps import gap_cases, policy_gaps, policy_of, wide_start

# All terms of cost and derivatives are positive, except for one difference in the derivative. The theory's 1 - p loses
# up to e^8 units of the last place at gaps of 6 and five lanes. Ten decimals of the larger part remain.
RELATIVE = 1e-10


@given(gap_cases())
def test_cost_and_gradient_agree_with_the_theory(case):
    graph, gaps = case
    cost, gradient = exact_cost.cost_gradient(graph, gaps)
    expected = expected_hitting_time_gradient(graph, policy_of(graph, gaps), coordinates="gaps")
    assert cost == pytest.approx(expected.cost, rel=RELATIVE)
    assert exact_cost.cost_of_gaps(graph, gaps) == cost
    by_family = np.array([getattr(expected, family) for family in FAMILIES])
    np.testing.assert_allclose(gradient, by_family, rtol=RELATIVE, atol=RELATIVE * expected.cost)


def plain_cost(graph: CorridorGraph, gaps: torch.Tensor) -> torch.Tensor:
    """The surplus recurrence vertex by vertex, on probabilities."""
    shift = np.log(graph.lanes) * torch.tensor([[-1.0], [1.0], [1.0], [-1.0]], dtype=torch.float64)
    rows = torch.sigmoid(gaps + shift)
    p = torch.stack([rows[2], rows[0]], dim=1).flatten()
    q = torch.stack([rows[3], rows[1]], dim=1).flatten()

    def passage(p, q):
        x, total = torch.zeros((), dtype=torch.float64), 0.0
        for v in reversed(range(len(p))):
            x = (q[v] * x + 1 - p[v]) / p[v]
            total = total + x
        return len(p) + 1 + 2 * total

    return 1 + graph.width * passage(p, q) + (graph.width - 1) * passage(q.flip(0), p.flip(0))


@pytest.mark.parametrize("sizes", [(2, 1, 1), (3, 4, 2), (15, 15, 5)])
def test_the_gradient_agrees_with_autograd_on_a_plain_loop(sizes):
    graph = CorridorGraph(*sizes)
    gaps = torch.tensor(wide_start(graph, seed=1), requires_grad=True)
    expected = plain_cost(graph, gaps)
    expected.backward()
    cost, gradient = exact_cost.cost_gradient(graph, gaps.detach().numpy())
    assert cost == pytest.approx(expected.item(), rel=1e-12)
    np.testing.assert_allclose(gradient, gaps.grad, rtol=1e-10, atol=1e-12 * float(cost))


def test_one_diamond_worked_out_by_hand():
    graph = CorridorGraph(width=3, depth=1, lanes=2)
    gaps = np.log([[2.0], [3.0], [5.0], [7.0]])
    o = {"a": 2 / 2, "b": 1 / (2 * 3), "c": 1 / (2 * 5), "d": 2 / 7}  # odds of turning
    out = 3 + 2 * o["c"] + o["a"] * (2 + 2 * (1 + o["c"]) / (1 + o["d"]))
    back = 3 + 2 * o["b"] + o["d"] * (2 + 2 * (1 + o["b"]) / (1 + o["a"]))
    assert exact_cost.cost_of_gaps(graph, gaps) == pytest.approx(1 + 3 * out + 2 * back, rel=1e-14)


def test_a_batch_gives_the_values_of_its_policies():
    graph = CorridorGraph(4, 3, 2)
    gaps = np.stack([[wide_start(graph, 3 * i + j) for j in range(3)] for i in range(2)])
    costs, gradients = exact_cost.cost_gradient(graph, gaps)
    moves = exact_cost.expected_moves(graph, gaps)
    assert costs.shape == (2, 3)
    for place in np.ndindex(2, 3):
        cost, gradient = exact_cost.cost_gradient(graph, gaps[place])
        assert costs[place] == pytest.approx(cost, rel=1e-14)
        np.testing.assert_allclose(gradients[place], gradient, rtol=1e-13)
        np.testing.assert_allclose(moves.turns[place], exact_cost.expected_moves(graph, gaps[place]).turns, rtol=1e-13)


@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 1, 3), (7, 40, 3)])
def test_the_optimum_never_turns(sizes):
    graph = CorridorGraph(*sizes)
    gaps = policy_gaps(graph, Policy.optimal(graph))
    moves = exact_cost.expected_moves(graph, gaps)
    assert np.all(moves.turns == 0)
    assert np.all(moves.passes[[exact_cost.FORWARD_ENTRY, exact_cost.FORWARD_EXIT]] == graph.width)
    assert np.all(moves.passes[[exact_cost.BACKWARD_ENTRY, exact_cost.BACKWARD_EXIT]] == graph.width - 1)
    assert exact_cost.cost_of_gaps(graph, gaps) == 1 + (2 * graph.width - 1) * (2 * graph.depth + 1)


@given(gap_cases())
def test_the_expected_moves_add_up_to_the_cost(case):
    graph, gaps = case
    moves = exact_cost.expected_moves(graph, gaps)
    # Besides moves at inner vertices there are the first step, a step into a corridor for each departure, and one back
    # for each wrong leaf. Departures outnumber arrivals back at the fork by one; those are the passing moves of l_1's
    # backward exit and the turning moves of its forward entry. Arrivals at leaves are moves of r_K in the same way; the
    # last one ends the walk.
    returns = moves.passes[exact_cost.BACKWARD_EXIT, 0] + moves.turns[exact_cost.FORWARD_ENTRY, 0]
    leaves = moves.passes[exact_cost.FORWARD_EXIT, -1] + moves.turns[exact_cost.BACKWARD_ENTRY, -1]
    total = 1 + (1 + returns) + (leaves - 1) + moves.passes.sum() + moves.turns.sum()
    assert total == pytest.approx(float(exact_cost.cost_of_gaps(graph, gaps)), rel=1e-12)


def test_gaps_are_those_of_the_policy():
    graph = CorridorGraph(2, 3, 4)
    gaps = wide_start(graph, seed=5)
    np.testing.assert_allclose(policy_gaps(graph, policy_of(graph, gaps)), gaps, rtol=1e-12)
    assert np.all(policy_gaps(graph, Policy.base(graph)) == pytest.approx(0, abs=1e-15))


def test_a_cost_beyond_float64_is_not_finite_unless_the_way_back_is_never_walked():
    graph = CorridorGraph(2, 400, 5)
    sft = np.zeros((4, 400))
    sft[[exact_cost.FORWARD_ENTRY, exact_cost.FORWARD_EXIT]] = 40
    assert not np.isfinite(exact_cost.cost_of_gaps(graph, sft))
    single = CorridorGraph(1, 400, 5)
    assert exact_cost.cost_of_gaps(single, sft) == pytest.approx(
        expected_hitting_time(single, Policy.optimal(single)), rel=1e-9
    )


def test_wrong_shape_is_refused():
    graph = CorridorGraph(2, 3, 4)
    with pytest.raises(ValueError, match=r"gaps must have shape \(\.\.\., 4, depth=3\), got \(4, 2\)"):
        exact_cost.cost_of_gaps(graph, np.zeros((4, 2)))
