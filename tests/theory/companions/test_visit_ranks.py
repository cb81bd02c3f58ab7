"""Expected visits, and how they fall from rank to rank."""

from collections import Counter
from fractions import Fraction

import pytest

from backproof.theory.companions.visit_ranks import Visited, edge_state_visits, rank_decay, vertex_visits
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import POLICIES, Policy
from backproof.theory.relaxations.fork_square_root import trained_fork_cost, zipf_weights
from tests.theory.companions.enumeration import walks
from tests.theory.companions.test_distinct_trajectories import mixed

GRAPH = CorridorGraph(3, 2, 2)


def assert_visits_are_those_of_all_walks(graph, budget, **fork):
    policy = mixed(graph)
    by_edge, by_vertex = Counter(), Counter()
    for walk, probability, _ in walks(graph, policy, budget, **fork):
        for move in walk:
            by_edge[move] += probability
            by_vertex[move.head] += probability
    for found, counted in ((edge_state_visits, by_edge), (vertex_visits, by_vertex)):
        for exact in (True, False):
            nodes = [node for node in found(graph, policy, budget, exact=exact, **fork) if node.visits]
            listed = sorted(node.visits for node in nodes for _ in range(node.number))
            assert listed == (
                sorted(counted.values()) if exact else pytest.approx(sorted(map(float, counted.values())))
            )


@pytest.mark.parametrize("graph", [CorridorGraph(2, 1, 2), CorridorGraph(1, 2, 1), CorridorGraph(3, 1, 1)], ids=str)
def test_visits_within_a_budget_are_those_of_all_walks(graph):
    assert_visits_are_those_of_all_walks(graph, 8)


@pytest.mark.parametrize("fork", [[3, 2, 1], [0, 2, 2], [1, 0, 0], [1, 8, 0]])
@pytest.mark.parametrize("target", range(3))
def test_a_trained_fork_shares_out_the_visits(fork, target):
    graph = CorridorGraph(3, 1, 1)
    assert_visits_are_those_of_all_walks(graph, 8, fork=fork, target=target)
    if not fork[target]:
        with pytest.raises(ValueError, match=f"target's corridor a weight above 0 for walks to end, got 0 at {target}"):
            edge_state_visits(graph, mixed(graph), fork=fork, target=target)
        return
    endless = edge_state_visits(graph, mixed(graph), fork=fork, target=target)
    within = edge_state_visits(graph, mixed(graph), 3000, fork=fork, target=target)
    assert Counter({(node.place, node.number): node.visits for node in endless}) == pytest.approx(
        {(node.place, node.number): node.visits for node in within}, rel=1e-9
    )


@pytest.mark.parametrize("target", [0, 14])
def test_visits_of_a_trained_fork_add_up_to_its_cost(target):
    """Over targets that follow a prior, H = 1 + A + (1 + x_0) R (sum pi/f - 1); for one target pi/f is 1/f_t."""
    fork = zipf_weights(15, 1)
    for build in POLICIES.values():
        for found in (edge_state_visits, vertex_visits):
            nodes = found(PAPER, build(PAPER), fork=fork, target=target, exact=True)
            stated = trained_fork_cost(build(PAPER), sum(fork) / fork[target])
            assert sum(node.visits * node.number for node in nodes) == stated


@pytest.mark.parametrize("build", [*POLICIES.values(), mixed], ids=[*POLICIES, "mixed"])
@pytest.mark.parametrize("found", [edge_state_visits, vertex_visits])
def test_all_visits_add_up_to_the_cost(build, found):
    for graph in (GRAPH, CorridorGraph(1, 2, 3)):
        nodes = found(graph, build(graph), exact=True)
        assert sum(node.visits * node.number for node in nodes) == expected_hitting_time(
            graph, build(graph), exact=True
        )


def test_a_long_budget_comes_to_all_visits():
    within = edge_state_visits(GRAPH, Policy.base(GRAPH), 4000)
    endless = {node.place: node for node in edge_state_visits(GRAPH, Policy.base(GRAPH))}
    for place, visits, number in within:
        assert (visits, number) == (pytest.approx(endless[place].visits, rel=1e-9), endless[place].number)


def test_decay_of_a_geometric_sequence_is_its_ratio():
    nodes = [Visited(("corridor", i), Fraction(1, 3**i), 1) for i in range(5)]
    decay = rank_decay(nodes)
    assert decay.slope == pytest.approx(0.47712125471966244, rel=1e-12)  # log10 3
    assert decay.r_squared == pytest.approx(1, rel=1e-12)
    assert decay.gini == pytest.approx(sum((6 - 2 * r) * 3.0 ** (1 - r) for r in range(1, 6)) / 5 / (121 / 81))
    assert rank_decay(nodes, least=0.1).nodes == 3


REFERENCE = {
    ("base", None): (5.6887789839e-05, 0.032896, 0.11, 6.5903376841e-04, 0.061711, 0.19),
    ("sft", None): (5.0898655591e-03, 0.939940, 1.00, 3.0300036840e-02, 0.904979, 1.00),
    ("rlvr", None): (2.3052088863e-04, 0.340530, 0.44, 3.6226868401e-04, 0.059585, 0.25),
    ("sft", 900): (3.9354536545e-03, 0.920771, 0.80, 4.0018618676e-03, 0.871336, 0.51),
    ("rlvr", 900): (2.3771523269e-04, 0.345850, 0.46, 3.5281061430e-04, 0.058933, 0.24),
}
"""Slope, Gini and R^2 over edge-states, then over vertices; computed by independent code."""


@pytest.mark.parametrize(("name", "budget"), REFERENCE)
def test_decay_at_the_sizes_of_the_paper(name, budget):
    stated = REFERENCE[name, budget]
    policy = POLICIES[name](PAPER)
    for visits, (slope, gini, squared) in ((edge_state_visits, stated[:3]), (vertex_visits, stated[3:])):
        decay = rank_decay(visits(PAPER, policy, budget))
        assert decay.slope == pytest.approx(slope, rel=1e-9)
        assert (decay.gini, decay.r_squared) == (pytest.approx(gini, abs=1e-6), pytest.approx(squared, abs=0.006))


def test_the_range_of_the_fit_decides_the_slope():
    """Nodes that 256 samples are not expected to visit once make the slope three times as steep."""
    nodes = edge_state_visits(PAPER, Policy.sft_limit(PAPER), 900)
    whole, seen = rank_decay(nodes), rank_decay(nodes, least=1 / 256)
    assert (whole.nodes, seen.nodes) == (2640, 1716)
    assert (whole.slope, seen.slope) == (pytest.approx(3.94e-3, rel=2e-3), pytest.approx(1.39e-3, rel=2e-3))


def test_a_line_needs_two_nodes():
    with pytest.raises(ValueError, match="at least two nodes must have more than 9 visits, got 0"):
        rank_decay(edge_state_visits(GRAPH, Policy.optimal(GRAPH)), least=9)


@pytest.mark.parametrize("least", [-1, float("nan"), float("inf")])
def test_the_least_visits_are_a_number(least):
    with pytest.raises(ValueError, match=r"least must be a number in \[0, inf\), got least="):
        rank_decay(edge_state_visits(GRAPH, Policy.optimal(GRAPH), 3), least=least)
