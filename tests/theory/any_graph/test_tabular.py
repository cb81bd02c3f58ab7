"""Costs on any graph agree with the corridor formulas, dense exact chains, finite differences, and each other."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backproof.checks.tools.instances import chain_cost as corridor_chain_cost
from backproof.checks.tools.walks import expected_visits
from backproof.theory.any_graph import sparse_walks, tabular
from backproof.theory.any_graph.elimination import TooMuchWork, expected_visits_by_elimination
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph, corridor_reasoning_graph
from backproof.theory.any_graph.sparse_walks import Chain
from backproof.theory.any_graph.tabular import each_once, evaluate_law, exact_cost
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.strategies import graphs
from tests.theory.reasoning import chain_cost, full_chain, normalised, reasoning_graphs


def law_of(graph, corridor, policy):
    """A corridor policy move by move."""
    law, states = [], {}
    for i in range(1, len(graph.states)):
        tail, head = graph.nodes[graph.states.tail[i]], graph.nodes[graph.states.head[i]]
        lane = graph.edges[graph.states.edge[i]].key
        states[i] = next(state for state in corridor.parallel_edges(tail, head) if state.lane == lane)
    for row, to in zip(graph.states.row.tolist(), graph.states.to.tolist(), strict=True):
        law.append(policy.row(corridor, states[row]).get(states[to], Fraction(0)) if row else Fraction(1))
    return law


@given(graphs())
def test_on_corridor_graphs_costs_match_the_formulas_exactly(corridor):
    graph = corridor_reasoning_graph(corridor)
    optimum = law_of(graph, corridor, Policy.optimal(corridor))
    for law, make in ((graph.base(), Policy.base), (graph.sft_limit(), Policy.sft_limit), (optimum, Policy.optimal)):
        cost = exact_cost(graph, law)
        expected = expected_hitting_time(corridor, make(corridor), exact=True)
        assert expected == corridor_chain_cost(corridor, make(corridor))
        found = evaluate_law(graph, np.array([float(p) for p in law]))
        if isinstance(cost.value, Fraction):
            assert cost.value == expected
        else:
            assert abs(Fraction(cost.value) / expected - 1) < Fraction(1, 10**40)
        assert abs(found.cost - float(expected)) <= found.error * float(expected)
        assert found.error < 1e-9


def test_60_digits_are_enough_where_a_float_solution_loses_all_digits():
    corridor = CorridorGraph(width=2, depth=24, lanes=5)
    graph = corridor_reasoning_graph(corridor)
    exact = expected_hitting_time(corridor, Policy.sft_limit(corridor), exact=True)
    cost, found = exact_cost(graph, graph.sft_limit()), evaluate_law(graph, np.array(graph.sft_limit(), dtype=float))
    assert exact > 10**20
    assert abs(Fraction(cost.value) / exact - 1) < Fraction(1, 10**40)
    assert math.isnan(found.cost) == (found.error == math.inf)
    assert math.isnan(found.cost) or abs(found.cost / float(exact) - 1) <= found.error


@given(reasoning_graphs())
def test_costs_of_both_limits_match_the_dense_exact_chain(graph):
    for law in (graph.base(), graph.sft_limit()):
        expected, cost = chain_cost(graph, law), exact_cost(graph, law)
        found = evaluate_law(graph, np.array([float(p) for p in law]))
        if expected is None:
            assert cost.infinite
            assert found.cost == math.inf
            assert 0 < cost.trapped <= 1
            assert abs(found.trapped - float(cost.trapped)) <= found.error < 1e-9
        else:
            assert cost.value == expected
            assert cost.trapped == found.trapped == 0
            assert abs(found.cost - float(expected)) <= found.error * float(expected)
            assert sum(cost.visits) == expected + 1
            assert found.visits == pytest.approx([float(n) for n in cost.visits], abs=found.visits_error * found.cost)


@given(reasoning_graphs())
def test_visits_match_the_dense_exact_chain(graph):
    law = graph.sft_limit()
    assume(chain_cost(graph, law) is not None)
    expected = [Fraction(0)] * len(graph.states)
    for target, prior in zip(graph.targets, graph.target_law.values(), strict=True):
        for state, n in expected_visits(full_chain(graph, law, target)).items():
            for cell in range(graph.states.first[state], graph.states.first[state + 1]):
                to = graph.states.to[cell]
                if graph.nodes[graph.states.head[to]] == target:
                    expected[to] += prior * n * law[cell]
            expected[state] += prior * n
    assert list(exact_cost(graph, law).visits) == expected


@given(reasoning_graphs(oneway=False))
def test_without_one_way_edges_the_sft_limit_traps_no_walker(graph):
    assert not exact_cost(graph, graph.sft_limit()).infinite


@settings(max_examples=25)
@given(reasoning_graphs(max_nodes=5, max_more=3), st.data())
def test_the_gradient_is_the_derivative_of_the_exact_cost(graph, data):
    size = len(graph.states.to)
    weights = [Fraction(data.draw(st.integers(1, 4))) for _ in range(size)]
    law = normalised(graph, weights)
    assume(chain_cost(graph, law) is not None)
    found = evaluate_law(graph, np.array([float(p) for p in law]))
    move = data.draw(st.integers(0, size - 1))
    # Along the logit weights are multiplied by e^x = 1 +- h. The error of (H(1+h) - H(1-h)) / 2h is of order h H' and
    # h^2 H'''.
    step = Fraction(1, 10**9)
    up, down = (
        chain_cost(graph, normalised(graph, [w * (1 + side * step * (i == move)) for i, w in enumerate(weights)]))
        for side in (1, -1)
    )
    slope = float((up - down) / (2 * step))
    scale = float(chain_cost(graph, law)) ** 2
    assert abs(float(law[move]) * found.pull[move] - slope) <= 1e-12 * scale


def trap():
    """From the source to a or, one way, to a loop; a leads to both targets."""
    edges = (Edge("s", "a"), Edge("s", "b", oneway=True), Edge("b", "b"), Edge("a", "t"), Edge("a", "u"))
    return ReasoningGraph(("s", "a", "b", "t", "u"), edges, "s", ("t", "u"))


def test_a_trap_gives_an_infinite_cost_and_its_probability():
    # SFT goes s -> a, then to t or u. Let y be the chance to arrive from a, coming back from the wrong target. That row
    # is that of base: the right target, the wrong one or s, 1/3 each. From s it goes to the trap or to a, 1/2 each. Let
    # z = (1 + y) / 2 be the chance to arrive from s -> a. So y = 1/3 + y/3 + z/6, which gives y = 5/7 and z = 6/7.
    cost = exact_cost(trap(), trap().sft_limit())
    assert cost.infinite
    assert cost.trapped == Fraction(1, 7)
    graph = trap()
    found = evaluate_law(graph, np.array([float(p) for p in graph.sft_limit()]))
    assert found.cost == math.inf
    assert abs(found.trapped - float(cost.trapped)) < 1e-12


def test_a_node_without_a_way_out_is_a_trap():
    graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a", oneway=True), Edge("s", "t", oneway=True)), "s", ("t",))
    assert exact_cost(graph, graph.base()).trapped == Fraction(1, 2)
    assert exact_cost(graph, graph.sft_limit()).value == 1
    away = [Fraction(1), Fraction(0)]
    assert exact_cost(graph, away).trapped == 1
    assert evaluate_law(graph, np.array([1.0, 0.0])).trapped == 1


# --- the solvers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direct", [True, False])
@given(graph=reasoning_graphs(oneway=False))
def test_both_solvers_are_within_the_error_that_they_state(direct, graph):
    law = graph.base()
    chain = full_chain(graph, law, graph.targets[0])
    triples = [(i, j, float(p)) for i, row in enumerate(chain.rows) for j, p in row.items()]
    at, to, p = (np.array(column) for column in zip(*triples, strict=True)) if triples else ([], [], [])
    exits = np.array([float(1 - sum(row.values())) for row in chain.rows])
    solution = Chain(np.array(at, int), np.array(to, int), np.array(p, float), exits).solve(direct=direct)
    exact, visits = chain.expected_hitting_time(), expected_visits(chain)
    assert abs(solution.steps[0] - float(exact)) <= solution.error * float(exact)
    assert sum(abs(solution.visits - [float(n) for n in visits.values()])) <= solution.visits_error * float(exact)
    assert solution.error < 1e-9


def test_a_wrong_solution_is_not_accepted(monkeypatch):
    graph = corridor_reasoning_graph(CorridorGraph(2, 2, 2))
    law = np.array([float(p) for p in graph.base()])
    right = evaluate_law(graph, law)
    whole = sparse_walks._factorised
    monkeypatch.setattr(sparse_walks, "_factorised", lambda m: lambda r, t: 0.9 * whole(m)(r, t))
    monkeypatch.setattr(sparse_walks, "ROUNDS", 1)
    wrong = evaluate_law(graph, law)
    assert abs(wrong.cost / right.cost - 1) > 0.05
    assert abs(wrong.cost / right.cost - 1) <= wrong.error


def test_graphs_with_much_fill_in_are_not_factorised(monkeypatch):
    monkeypatch.setattr(sparse_walks, "ALWAYS_CHEAP", 1)
    side = 12
    cells = [(r, c) for r in range(side) for c in range(side)]
    links = [Edge(a, b) for a in cells for b in ((a[0] + 1, a[1]), (a[0], a[1] + 1)) if b in cells]
    graph = ReasoningGraph(tuple(cells), tuple(links), (0, 0), ((side - 1, side - 1),))
    assert sparse_walks.elimination_is_cheap(graph)
    monkeypatch.setattr(sparse_walks, "CHEAP_WORK", 1e5)
    assert not sparse_walks.elimination_is_cheap(graph)


@given(reasoning_graphs(oneway=False))
def test_visits_by_elimination_match_the_dense_exact_chain(graph):
    chain = full_chain(graph, graph.base(), graph.targets[0])
    exits = [1 - sum(row.values()) for row in chain.rows]
    found = expected_visits_by_elimination(chain.rows, exits, one=Fraction(1), most_steps=10**6)
    assert found == list(expected_visits(chain).values())


def test_an_elimination_of_too_much_work_is_refused():
    half = Fraction(1, 2)
    with pytest.raises(TooMuchWork):
        expected_visits_by_elimination([{1: half}, {0: half}], [half, half], one=Fraction(1), most_steps=0)


def test_decimals_give_the_same_value_as_fractions(monkeypatch):
    graph = corridor_reasoning_graph(CorridorGraph(2, 2, 3))
    exact = exact_cost(graph, graph.sft_limit()).value
    monkeypatch.setattr(tabular, "EXACT_STATES", 1)
    digits = exact_cost(graph, graph.sft_limit()).value
    assert isinstance(digits, Decimal)
    assert abs(Fraction(digits) / exact - 1) < Fraction(1, 10**40)
    monkeypatch.setattr(tabular, "MOST_STEPS", 1)
    assert exact_cost(graph, graph.sft_limit()) is None


def test_each_probability_object_is_converted_once_and_keeps_its_places():
    half, third = Fraction(1, 2), Fraction(1, 3)
    asked = []
    found = each_once([half, third, half, Fraction(1, 3)], lambda p: asked.append(p) or float(p))
    assert found == [1 / 2, 1 / 3, 1 / 2, 1 / 3]
    assert asked == [half, third, third]
