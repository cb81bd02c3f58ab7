"""Row `start`: signs compared with finite differences, steps with the simulator's descent, the turn with both sides."""

import numpy as np
import pytest

from backproof.checks.audit import start
from backproof.checks.audit.near_optimum import excess_bound
from backproof.checks.audit.start import ASSUMPTION, NEAR, first_turn, wrong_signed
from backproof.sim.descent import descend, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import rlvr_loss
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import sft_policy
from backproof.theory.training_flows import Arrival
from tests.sim.gaps import policy_gaps

SIZES = [(1, 1, 1), (2, 1, 1), (2, 8, 3), (15, 15, 5), pytest.param((2, 100, 3), marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_all_checks_hold_at_every_size(size):
    finding = ASSUMPTION.examine(CorridorGraph(*size))
    assert [check.words for check in finding.checks if not check.holds] == []
    assert finding.dropped.cost_ratio == finding.held.cost_ratio


def test_wrong_signs_agree_with_finite_differences():
    graph = CorridorGraph(3, 3, 2)
    checkpoint = sft_policy(graph, 6.0)
    gaps = policy_gaps(graph, checkpoint)
    wrong = 0
    for place in ((family, j) for family in (0, 2) for j in range(3)):
        nudge = np.zeros_like(gaps)
        nudge[place] = 1e-4
        wrong += int(cost_of_gaps(graph, gaps + nudge) > cost_of_gaps(graph, gaps - nudge))
    assert wrong_signed(graph, checkpoint, exact=True) == wrong == 5


def test_steps_agree_with_the_simulators_descent():
    graph = CorridorGraph(3, 3, 2)
    for row in ASSUMPTION.examine(graph).table.rows[::5]:
        time, optimum, steps = row[0].value, row[-1].value, int(row[3])
        begin = policy_gaps(graph, sft_policy(graph, time))
        costs = [point.loss for point in descend(rlvr_loss(graph), begin, sign, step=0.01, steps=steps)]
        assert [cost <= NEAR * optimum for cost in costs] == [False] * steps + [True]


def test_the_sign_changes_at_the_first_turn():
    graph = CorridorGraph(15, 15, 5)
    turn = first_turn(graph)
    assert wrong_signed(graph, sft_policy(graph, turn * (1 - 1e-9)), exact=True) == 0
    assert wrong_signed(graph, sft_policy(graph, turn * (1 + 1e-9)), exact=True) > 0
    assert wrong_signed(graph, Policy.base(graph), exact=True) == 0
    assert first_turn(CorridorGraph(1, 2, 2)) is None


def test_a_single_corridor_is_mentioned_first():
    assert ASSUMPTION.examine(CorridorGraph(1, 2, 2)).words[0].text.startswith("With a single corridor")
    assert not ASSUMPTION.examine(CorridorGraph(2, 2, 2)).words[0].text.startswith("With a single corridor")


def test_a_flow_with_another_limit_fails_a_check(monkeypatch):
    """The tail of a flow whose excess falls half as fast, as if it had a plateau above H*."""
    true = start.arrivals
    monkeypatch.setattr(start, "arrivals", lambda *given: [Arrival(2 * at.time, at.gaps) for at in true(*given)])
    for size in ((2, 2, 1), (15, 2, 10**9)):
        assert [check.holds for check in ASSUMPTION.examine(CorridorGraph(*size)).checks] == [True, True, False]


@pytest.mark.parametrize("error", [-1e-3, 0.2])
def test_the_excess_bound_refuses_large_errors(error):
    with pytest.raises(ValueError, match="error must be from 0"):
        excess_bound(CorridorGraph(2, 2, 1), error)


def test_the_excess_bound_holds_for_rows_with_that_error():
    graph, error = CorridorGraph(3, 4, 2), 0.01
    policy = Policy(*[np.full(4, 1 - error)] * 4)
    assert 0 < expected_hitting_time(graph, policy) / (1 + 5 * 9) - 1 <= excess_bound(graph, error)
