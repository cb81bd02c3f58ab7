"""Row `target-seen`: its numbers by other means, at every kind of size."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from backproof.checks.audit import target_seen
from backproof.checks.audit.target_seen import (
    ASSUMPTION,
    error_allowed,
    examine,
    lumped_cost,
    time_needed,
    wrong_corridor,
)
from backproof.checks.claims.target_seen import seen_on_graph
from backproof.checks.index import claims
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.target_seen import Sight, sft_cost_after

SIZES = [(1, 1, 1), (2, 1, 1), (3, 2, 1), (1, 5, 3), (15, 15, 5), (2, 100, 3)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_all_checks_hold_at_every_size(size):
    graph = CorridorGraph(*size)
    finding = examine(graph)
    assert finding.dropped.cost_ratio == 1
    assert finding.dropped.sft.value == graph.shortest_path_length
    assert [(check.holds, check.tolerance) for check in finding.checks] == [(True, 0)] * 2 + [(True, 1e-6)] * 2
    numbers = [q for sentence in (finding.breaking_point, *finding.words) for q in sentence.numbers.values()]
    numbers += [cell for row in finding.table.rows for cell in row]
    assert all(math.isfinite(q.value) for q in numbers)
    assert {q.claim for q in numbers if q.claim} <= set(ASSUMPTION.claims) <= {claim.id for claim in claims()}


@pytest.mark.parametrize("size", [(2, 1, 2), (3, 2, 1), (4, 1, 3)], ids=str)
@pytest.mark.parametrize("every", [False, True])
def test_the_lumped_chain_agrees_with_the_full_multigraph(size, every):
    graph, error = CorridorGraph(*size), Fraction(1, 7)
    inside = Policy.sft_limit(graph)
    elsewhere, wrong = (Policy.base(graph), Fraction(graph.width - 1)) if every else (inside, error / (1 - error))
    assert lumped_cost(inside, elsewhere, error, wrong) == seen_on_graph(graph, inside, elsewhere, error, wrong)


def test_stated_errors_and_times_cost_twice_the_optimum():
    graph = CorridorGraph(4, 2, 2)
    inside = Policy.sft_limit(graph)
    error = error_allowed(graph, Sight.FORK).value
    assert seen_on_graph(graph, inside, inside, error, error / (1 - error)) == 2 * graph.shortest_path_length
    error = error_allowed(graph, Sight.EVERY).value
    assert seen_on_graph(graph, inside, Policy.base(graph), error, Fraction(3)) == 2 * graph.shortest_path_length
    for sight in (Sight.FORK, Sight.EVERY):
        time = time_needed(graph, sight).value
        assert sft_cost_after(graph, time, sight) == pytest.approx(2 * graph.shortest_path_length, rel=1e-9)


def test_at_the_papers_size_the_time_is_exponential_if_only_the_fork_sees():
    graph = CorridorGraph(15, 15, 5)
    assert wrong_corridor(graph, Sight.FORK).value > 1e13
    assert wrong_corridor(graph, Sight.EVERY).value == 182
    assert time_needed(graph, Sight.FORK).value > 1e9 * time_needed(graph, Sight.EVERY).value


def test_a_wrong_cost_fails_a_check(monkeypatch):
    right = target_seen.target_seen_cost
    monkeypatch.setattr(target_seen, "target_seen_cost", lambda *given: right(*given) + Fraction(1, 10**9))
    assert not any(check.holds for check in examine(CorridorGraph(3, 2, 2)).checks[:2])


def test_a_wrong_limit_fails_a_check(monkeypatch):
    """The limit if the fork's error stayed at a thousandth."""
    right = target_seen.sft_cost_after
    monkeypatch.setattr(
        target_seen, "sft_cost_after", lambda graph, time, sight: right(graph, np.minimum(time, 1000), sight)
    )
    assert not any(check.holds for check in examine(CorridorGraph(3, 2, 2)).checks[2:])
