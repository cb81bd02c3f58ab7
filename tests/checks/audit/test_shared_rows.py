"""Row `shared-rows`: its numbers by other means, at every kind of size."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from backproof.checks.audit import shared_rows
from backproof.checks.audit.assumption import Check, Quantity
from backproof.checks.audit.shared_rows import (
    ASSUMPTION,
    cost_by_parameters,
    examine,
    from_log10,
    log10_bound,
    power,
    time_to_learn,
    time_to_unlearn,
)
from backproof.checks.index import claims
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.shared_rows import Frame

SIZES = [(1, 1, 1), (2, 1, 1), (3, 2, 1), (2, 2, 2), (1, 5, 3), (15, 15, 5), (2, 100, 3)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_all_checks_hold_at_every_size(size):
    finding = examine(CorridorGraph(*size))
    assert finding.dropped.cost_ratio == 1
    assert all(check.holds for check in finding.checks)
    assert all(check.found != check.expected for check in finding.checks)  # two different computations
    numbers = [q for sentence in (finding.breaking_point, *finding.words) for q in sentence.numbers.values()]
    numbers += [cell for row in finding.table.rows for cell in row if cell is not None]
    assert all(math.isfinite(q.value) for q in numbers)
    named = {q.claim for q in numbers if q.claim}
    assert named <= set(ASSUMPTION.claims) | {"base-cost"} <= {claim.id for claim in claims()}


def test_times_agree_with_the_flow_of_all_parameters():
    graph = CorridorGraph(3, 2, 2)
    table, optimum = (expected_hitting_time(graph, policy(graph)) for policy in (Policy.sft_limit, Policy.optimal))
    for quantity, frame, level in (
        (time_to_learn(graph, 1.0), Frame.EGOCENTRIC, 2 * optimum),
        (time_to_unlearn(graph, 1.0), Frame.ALLOCENTRIC, table),
    ):
        assert cost_by_parameters(graph, 1.0, frame, 10**quantity.value) == pytest.approx(level, rel=1e-7)


def test_the_table_starts_from_one_unit_of_time_and_ends_near_the_limits():
    graph = CorridorGraph(3, 2, 2)
    table = examine(graph).table
    for column, frame in (("egocentric", Frame.EGOCENTRIC), ("allocentric", Frame.ALLOCENTRIC)):
        found = table.rows[0][table.columns.index(column)].value
        assert found == pytest.approx(cost_by_parameters(graph, shared_rows.WEIGHT, frame, 1.0), rel=1e-9)
    last = table.rows[-1][table.columns.index("table")].value
    assert last == pytest.approx(expected_hitting_time(graph, Policy.sft_limit(graph)), rel=1e-6)


def test_a_wrong_flow_fails_a_check(monkeypatch):
    monkeypatch.setattr(shared_rows, "shared_portion", lambda sigma: sigma)  # not used by the flow
    assert all(check.holds for check in examine(CorridorGraph(2, 2, 2)).checks[:2])
    monkeypatch.setattr("backproof.theory.relaxations.shared_rows.shared_portion", lambda sigma: sigma)
    assert not any(check.holds for check in examine(CorridorGraph(2, 2, 2)).checks[:2])


def test_a_wrong_limit_fails_a_check(monkeypatch):
    """If gaps are a fifth too small in the end, the check fails by more than the tolerance."""
    monkeypatch.setattr(
        "backproof.theory.relaxations.shared_rows.shared_portion", lambda sigma: 0.8 * sigma / (1 + sigma)
    )
    assert not examine(CorridorGraph(2, 2, 2)).checks[2].holds


@pytest.mark.parametrize(("log10", "shown"), [(2.0, ("{n}", 100.0)), (400.0, ("10^{n}", 400.0))])
def test_long_times_are_written_as_powers_of_ten(log10, shown):
    quantity = Quantity(log10, "shared-rows")
    assert (power(quantity, "n"), from_log10(quantity).value) == shown


def test_the_bound_of_the_time_exceeds_the_time():
    for size in ((2, 1, 1), (3, 2, 2), (15, 15, 5)):
        graph = CorridorGraph(*size)
        assert time_to_learn(graph, 1.0).value <= log10_bound(graph, 1.0).value
    assert 10 ** log10_bound(CorridorGraph(2, 1, 1), 1.0).value == pytest.approx(2 * 6**1.5 / 3)


def test_a_check_is_relative():
    assert Check("", Fraction(1), Fraction(1)).holds
    assert not Check("", 1.0, 1.0 + 1e-6, 1e-8).holds
