"""Row `fork-memory`: its numbers compared with the chains of the walk that goes on."""

import pytest

from backproof.checks.audit.fork_memory import ASSUMPTION
from backproof.checks.tools.instances import chain_cost
from backproof.theory.chain import mean_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_memory import RememberingFork

SMALL = [CorridorGraph(*size) for size in ((1, 1, 1), (2, 1, 1), (3, 2, 2), (2, 3, 1), (4, 1, 3))]


@pytest.mark.parametrize("graph", SMALL, ids=str)
def test_costs_and_table_agree_with_the_chains(graph):
    finding = ASSUMPTION.examine(graph)
    assert finding.dropped.rlvr.value == mean_hitting_time(RememberingFork(graph, Policy.optimal(graph)))
    assert finding.dropped.sft.value == chain_cost(graph, Policy.sft_limit(graph))
    for width, sft, rlvr, sft_on, rlvr_on in finding.table.rows[:3]:
        at = CorridorGraph(width.value, graph.depth, graph.lanes)
        for rows, uniform, going_on in ((Policy.sft_limit, sft, sft_on), (Policy.optimal, rlvr, rlvr_on)):
            assert uniform.value == chain_cost(at, rows(at))
            assert going_on.value == mean_hitting_time(RememberingFork(at, rows(at)))


def test_at_the_size_of_the_paper():
    """466 = 1 + 15 * 31 and 900; SFT's rows: 2 + 30 + (H_SFT - 32)/2 by hand."""
    finding = ASSUMPTION.examine(PAPER)
    assert (finding.dropped.rlvr.value, finding.held.rlvr.value) == (466, 900)
    (given,) = [sentence.numbers["given"] for sentence in finding.words if "given" in sentence.numbers]
    assert 2 * given.value == finding.held.sft.value + 32
    assert all(check.holds for check in finding.checks)
