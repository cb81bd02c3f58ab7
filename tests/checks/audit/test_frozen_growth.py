"""Row `frozen-growth`: its numbers compared with the chain on the full multigraph."""

from fractions import Fraction

import pytest

from backproof.checks.audit.frozen_growth import ASSUMPTION, CLOSED, ERROR
from backproof.checks.tools.instances import chain_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SMALL = [CorridorGraph(*size) for size in ((1, 1, 1), (2, 1, 1), (3, 2, 2), (2, 3, 1), (4, 1, 3))]
LARGE = [CorridorGraph(*size) for size in ((1, 100, 3), (2, 100, 3), (15, 15, 5))]


def limit(graph, error):
    """SFT's limit with this error in every backward row."""
    ones, rows = [1] * graph.depth, [1 - error] * graph.depth
    return Policy(forward_exit=ones, backward_entry=rows, forward_entry=ones, backward_exit=rows)


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_costs_agree_with_the_chain(graph):
    finding = ASSUMPTION.examine(graph)
    assert finding.dropped.sft.value == chain_cost(graph, limit(graph, ERROR))
    assert finding.dropped.rlvr.value == chain_cost(graph, Policy.optimal(graph))
    for error, growth, sft, rlvr, gap in finding.table.rows:
        assert sft.value == chain_cost(graph, limit(graph, error.value))
        assert gap.value == sft.value / rlvr.value
        assert growth.value * (1 - error.value) ** 2 == 1


def test_the_stated_growth_is_that_of_the_cost():
    """From one depth to the next. For an error of 1/2 the sum of products is 3 (4^K - 1)/(4 - 1) + 4^K = 2 4^K - 1."""
    returns = []
    for depth in (5, 6):
        graph = CorridorGraph(2, depth, 2)
        (sft,) = (row[2].value for row in ASSUMPTION.examine(graph).table.rows if row[0].value == Fraction(1, 2))
        returns.append(sft - 1 - 2 * (2 * depth + 1))
    assert returns == [2 * (2 * 4**5 - 1) - 11, 2 * (2 * 4**6 - 1) - 13]


@pytest.mark.parametrize("graph", SMALL[1:], ids=str)
def test_the_breaking_point_is_where_the_chain_costs_twice_the_optimum(graph):
    error = Fraction(ASSUMPTION.examine(graph).breaking_point.numbers["error"].value)
    allowed = CLOSED * chain_cost(graph, Policy.optimal(graph))
    unit = Fraction(1, 2**30)
    assert chain_cost(graph, limit(graph, error - unit)) < allowed < chain_cost(graph, limit(graph, error + unit))


@pytest.mark.parametrize("graph", LARGE, ids=str)
def test_deep_graphs_are_exact_and_all_checks_hold(graph):
    finding = ASSUMPTION.examine(graph)
    assert len(finding.checks) == 2 + (graph.width > 1)
    assert all(check.holds for check in finding.checks)
    assert isinstance(finding.dropped.sft.value, Fraction | int)
    costs = [row[2].value for row in finding.table.rows]
    assert costs == sorted(costs)


def test_without_a_wrong_corridor_there_is_no_breaking_point():
    finding = ASSUMPTION.examine(CorridorGraph(1, 2, 2))
    assert finding.breaking_point.text.startswith("none at W = 1")
    assert finding.dropped.cost_ratio == 1
