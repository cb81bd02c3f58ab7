"""Row `restart`: its numbers compared with the chains of the harness, solved on the full multigraph."""

from fractions import Fraction

import pytest

from backproof.checks.audit.restart import ASSUMPTION, HALF_WAY, PRICE, half_way
from backproof.checks.tools.instances import chain_cost
from backproof.theory.chain import mean_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.restart import RestartHarness

SMALL = [CorridorGraph(*size) for size in ((1, 1, 1), (2, 1, 1), (3, 2, 2), (2, 3, 1), (4, 1, 3))]
LARGE = [CorridorGraph(*size) for size in ((1, 100, 3), (2, 100, 3), (15, 15, 5))]


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_costs_agree_with_the_chains(graph):
    finding = ASSUMPTION.examine(graph)
    for quantity, policy in ((finding.dropped.sft, Policy.sft_limit), (finding.dropped.rlvr, Policy.optimal)):
        assert quantity.value == mean_hitting_time(RestartHarness(graph, policy(graph), PRICE))
        assert quantity.claim == "restart"
    assert finding.held.sft.value == chain_cost(graph, Policy.sft_limit(graph))


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_the_table_agrees_with_the_chains(graph):
    table = ASSUMPTION.examine(graph).table
    policies = (Policy.base(graph), half_way(graph), Policy.sft_limit(graph))
    for row in table.rows[:3]:
        cells = dict(zip(table.columns, row, strict=True))
        for name, policy in zip(("base", f"SFT at odds x {HALF_WAY}", "SFT"), policies, strict=True):
            assert cells[name].value == mean_hitting_time(RestartHarness(graph, policy, cells["kappa"].value))
        assert cells["RLVR without the harness"].value == chain_cost(graph, Policy.optimal(graph))


def test_at_the_breaking_points_the_harness_no_longer_saves_anything():
    graph = CorridorGraph(3, 2, 2)
    numbers = ASSUMPTION.examine(graph).breaking_point.numbers
    sft, walk, frozen = Policy.sft_limit(graph), numbers["walk"].value, int(numbers["frozen"].value)
    at_walk, below, above = (mean_hitting_time(RestartHarness(graph, sft, n)) for n in (walk, frozen, frozen + 1))
    assert at_walk == chain_cost(graph, Policy.optimal(graph))
    assert below <= chain_cost(graph, sft) < above


def test_half_way_the_forward_odds_are_ten_times_those_of_base():
    graph = CorridorGraph(2, 3, 2)
    for name in ("forward_entry", "forward_exit"):
        (start, *_), (now, *_) = getattr(Policy.base(graph), name), getattr(half_way(graph), name)
        assert now / (1 - now) == 10 * start / (1 - start)
    assert half_way(graph).backward_exit == Policy.base(graph).backward_exit


@pytest.mark.parametrize("graph", LARGE, ids=str)
def test_deep_graphs_are_exact_and_all_checks_hold(graph):
    finding = ASSUMPTION.examine(graph)
    assert finding.dropped.sft.value == 1 + graph.width * (2 * graph.depth + 1) + (graph.width - 1) * PRICE
    assert finding.dropped.cost_ratio == 1
    assert isinstance(finding.held.sft.value, Fraction)
    assert all(check.holds for check in finding.checks)
    assert all(row[3].value <= row[2].value <= row[1].value for row in finding.table.rows)


def test_without_a_wrong_corridor_there_is_no_breaking_point():
    assert ASSUMPTION.examine(CorridorGraph(1, 2, 2)).breaking_point.text.startswith("none at W = 1")
