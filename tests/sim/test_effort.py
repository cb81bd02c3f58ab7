"""Estimates of what a run takes: they grow as the work does, and say nothing where nothing is known."""

from __future__ import annotations

import pytest

from backproof.sim import effort
from backproof.sim.effort import of_simulation, of_training
from backproof.sim.run_config import RunConfig
from backproof.sim.trainers.reinforce import ReinforceConfig
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy


def run(engine, episodes=10_000, depth=15, **others):
    policy = Policy.base(CorridorGraph(15, depth, 5))
    rows = {name: tuple(map(float, getattr(policy, name))) for name in FAMILIES}
    return RunConfig(15, depth, 5, rows, engine, episodes, **others)


@pytest.mark.parametrize("engine", ["steps", "crossings"])
def test_ten_times_the_episodes_take_ten_times_as_long(engine):
    one, ten = (of_simulation(run(engine, 2**16 * n)).seconds for n in (1, 10))
    assert ten == pytest.approx(10 * one)


def test_steps_are_estimated_by_the_expected_cost_or_the_budget():
    free, cut = (of_simulation(run("steps", budget=budget)).seconds for budget in (None, 5014))
    assert free / cut == pytest.approx(50142 / 5014)


def test_memory_but_no_time_is_estimated_for_the_search_agent():
    found = of_simulation(run("search", 5, depth=100_000))
    assert found.seconds is None
    assert found.bytes < 2**30


def test_reinforce_at_the_sizes_of_the_paper_is_estimated_to_take_days_without_a_compiler(monkeypatch):
    config = ReinforceConfig(15, 15, 5, dict.fromkeys(FAMILIES, (0.0,) * 15), batch=1024)
    monkeypatch.setattr(effort, "find_compiler", lambda: None)
    assert of_training(config).seconds > 24 * 3600
    monkeypatch.setattr(effort, "find_compiler", lambda: "cc")
    assert of_training(config).seconds < 3600
