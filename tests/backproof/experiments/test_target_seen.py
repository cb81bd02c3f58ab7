"""Training of a table that sees its target: wrong ties are noticed."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.experiments import target_seen
from backproof.experiments.target_seen import EXPERIMENTS, SMALL, costs_of_sft, parameters_of
from backproof.sim.logit_table import corridor_logit_table
from backproof.theory.relaxations.target_seen import Sight


def test_a_fork_that_is_not_trained_after_a_return_is_noticed(monkeypatch):
    def returns_apart(graph, table, sight):
        index = parameters_of(graph, table, sight)
        every = parameters_of(graph, table, Sight.EVERY)
        fork = int(every.max())  # the fork's own parameter after a return
        index[every == fork] = fork
        return index

    monkeypatch.setattr(target_seen, "parameters_of", returns_apart)
    assert EXPERIMENTS[0].run(0)[0].finding.verdict == "rejected"


def test_costs_fall_to_the_shortest_path():
    costs = costs_of_sft(SMALL, Sight.EVERY)
    assert costs[0] == pytest.approx(141)
    assert np.all(np.diff(costs) < 0)
    assert SMALL.shortest_path_length < costs[-1] < SMALL.shortest_path_length + 0.02


@pytest.mark.parametrize(("sight", "used"), [(Sight.FORK, 9), (Sight.EVERY, 18)])
def test_rows_are_tied_over_corridors_only_if_they_do_not_see_the_target(sight, used):
    index = parameters_of(SMALL, corridor_logit_table(SMALL), sight)
    assert len(set(index.tolist()) - {-1}) == used
