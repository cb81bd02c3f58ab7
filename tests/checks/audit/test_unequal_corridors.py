"""Row `unequal-corridors`: its numbers compared with the chains of all targets on the full multigraph."""

from fractions import Fraction

import pytest

from backproof.checks.audit import restart
from backproof.checks.audit.unequal_corridors import ASSUMPTION, deep_corridors, elsewhere, spread_depths
from backproof.theory.chain import edge_state_chain, mean_hitting_time
from backproof.theory.graph import FORK, CorridorGraph, EdgeState, UnequalGraph, Vertex
from backproof.theory.policy import Policy
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors

SMALL = [CorridorGraph(*size) for size in ((1, 1, 1), (1, 2, 2), (2, 1, 1), (2, 3, 1), (3, 2, 2), (4, 2, 1))]
LARGE = [CorridorGraph(*size) for size in ((1, 100, 3), (2, 100, 3), (15, 15, 5))]


def uniform_but_forward(lanes):
    """SFT's rows made by hand: forward rows of one, and backward rows uniform over the edges at each vertex."""
    ones = [1] * len(lanes)
    entry, exit_ = [Fraction(n, n + 1) for n in lanes], [Fraction(1, n + 1) for n in lanes]
    return Corridor(tuple(lanes), Policy(ones, entry, ones, exit_))


def walk(lanes, make):
    return UnequalCorridors(tuple(make(counts) for counts in lanes))


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_costs_agree_with_the_chains(graph):
    finding = ASSUMPTION.examine(graph)
    lanes = deep_corridors(graph, 1)
    assert finding.dropped.sft.value == mean_hitting_time(walk(lanes, uniform_but_forward))
    assert finding.dropped.rlvr.value == mean_hitting_time(walk(lanes, Corridor.straight))
    assert all(check.holds for check in finding.checks)


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_the_table_agrees_with_the_chains(graph):
    for count, sft, straight, least, gap, _ in ASSUMPTION.examine(graph).table.rows:
        lanes = deep_corridors(graph, count.value)
        assert [len(counts) for counts in lanes].count(graph.depth) >= count.value
        assert sft.value == mean_hitting_time(walk(lanes, uniform_but_forward))
        assert straight.value == mean_hitting_time(walk(lanes, Corridor.straight))
        assert gap.value == sft.value / straight.value
        assert least.value <= straight.value * (1 + 1e-12)


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_corridors_that_are_given_have_the_costs_of_the_chains(graph):
    lanes = deep_corridors(graph, 1)
    found, equal = ASSUMPTION.examined_on(UnequalGraph(lanes)), ASSUMPTION.examined_on(graph)
    assert (found.dropped.sft, found.held.sft.value) == (equal.dropped.sft, equal.held.sft.value)
    assert found.held.rlvr.value == pytest.approx(float(equal.held.rlvr.value), rel=1e-12)
    assert found.dropped.rlvr.value <= float(equal.dropped.rlvr.value) * (1 + 1e-12)
    assert sum(count.value for _, count, *_ in found.table.rows) == graph.width
    assert all(check.holds for check in found.checks)


def test_the_table_of_corridors_that_are_given():
    """At depths 1 and 8 it is best to enter the deep corridor half of the time."""
    shallow, deep = ASSUMPTION.examined_on(UnequalGraph([[2], [2] * 8])).table.rows
    assert [shallow[0], *(cell.value for cell in shallow[1:3])] == ["1x2", 1, 1]
    assert [deep[0], *(cell.value for cell in deep[1:3])] == ["8x2", 1, 8]
    assert [cell.value for cell in (shallow[5], deep[5])] == [1, 0.5]
    home = EdgeState(Vertex("leaf", 0), Vertex("right", 0, 0))
    alone = walk([(2,)], uniform_but_forward)
    assert shallow[3].value == 1 + edge_state_chain(home, alone.row, frozenset({FORK})).expected_hitting_time()


def test_another_row_has_no_meaning_on_unequal_corridors():
    with pytest.raises(ValueError, match=r"^assumption restart is examined in equal corridors only"):
        restart.ASSUMPTION.examined_on(UnequalGraph([[1], [2]]))


def test_costs_with_spread_depths_agree_with_the_chains():
    graph = CorridorGraph(3, 2, 1)
    assert spread_depths(graph) == [(1,), (1, 2), (1, 2, 1)]
    numbers = ASSUMPTION.examine(graph).words[1].numbers
    assert numbers["sft"].value == mean_hitting_time(walk(spread_depths(graph), uniform_but_forward))
    assert numbers["straight"].value == mean_hitting_time(walk(spread_depths(graph), Corridor.straight))


@pytest.mark.parametrize("size", [(1, 4, 2), (2, 7, 1), (5, 3, 2), (6, 15, 1), (15, 15, 5), (40, 2, 1)], ids=str)
def test_spread_depths_have_mean_k(size):
    graph = CorridorGraph(*size)
    depths = [len(counts) for counts in spread_depths(graph)]
    assert len(depths) == graph.width
    assert sum(depths) == graph.width * graph.depth
    assert (min(depths), max(depths)) == ((1, 2 * graph.depth - 1) if graph.width > 1 else (graph.depth, graph.depth))


def test_the_rest_of_the_cost_is_not_spent_in_the_longest_corridor():
    """The fraction follows from the cost of a graph in which excursions into that corridor take no time."""
    lanes = [(2, 1), (1,)]
    corridors = walk(lanes, uniform_but_forward)
    back_at_the_fork = frozenset({FORK})
    entry = EdgeState(FORK, CorridorGraph(2, 2, 1).corridor(0)[1])
    excursion = 1 + edge_state_chain(entry, corridors.row, back_at_the_fork).expected_hitting_time()
    # wrong for one of two targets, and then entered once on average before the right one
    assert 1 - elsewhere(lanes).value == excursion / 2 / mean_hitting_time(corridors)


def test_one_deep_corridor_has_the_growth_of_all():
    gaps = [ASSUMPTION.examine(CorridorGraph(3, depth, 2)) for depth in (30, 31)]
    growth = gaps[1].dropped.sft.value / gaps[0].dropped.sft.value
    assert abs(growth - Fraction(9, 2)) < Fraction(1, 10**9)


@pytest.mark.parametrize("graph", LARGE, ids=str)
def test_deep_graphs_are_exact_and_all_checks_hold(graph):
    finding = ASSUMPTION.examine(graph)
    assert isinstance(finding.dropped.sft.value, Fraction)
    assert len(finding.checks) == 4
    assert all(check.holds for check in finding.checks)
    assert finding.dropped.cost_ratio == 1 if graph.width == 1 else finding.dropped.cost_ratio > 10**10


def test_a_single_corridor_is_reported():
    finding = ASSUMPTION.examine(CorridorGraph(1, 2, 2))
    assert finding.breaking_point.text.startswith("none at W = 1")
    assert finding.words[0].text.startswith("With a single corridor")
