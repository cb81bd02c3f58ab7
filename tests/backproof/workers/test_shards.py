"""A simulation in shards is the simulation of one process, byte for byte."""

from __future__ import annotations

import pytest

from backproof.sim.engines import begin_run
from backproof.sim.run_config import RunConfig, UnequalRunConfig
from backproof.sim.runs import run_simulation, run_simulation_timed, save_checkpoint
from backproof.sim.shards import draw_shard, sharded_run, shards_of
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.workers.places import Here
from backproof.workers.shards import ShardError, Sharding
from backproof.workers.tasks import at_work

GRAPH = CorridorGraph(3, 2, 2)
SFT, RLVR = (
    {name: tuple(map(float, getattr(policy(GRAPH), name))) for name in FAMILIES}
    for policy in (Policy.sft_limit, Policy.optimal)
)
EPISODES = 3000
CONFIGS = {
    "steps": RunConfig(3, 2, 2, RLVR, "steps", EPISODES, seed=4),
    "cut steps": RunConfig(3, 2, 2, SFT, "steps", EPISODES, budget=30),
    "crossings": RunConfig(3, 2, 2, SFT, "crossings", EPISODES, seed=4),
    "search": RunConfig(3, 2, 2, SFT, "search", EPISODES),
    "unequal": UnequalRunConfig(((2,), (2,)), SFT, "crossings", EPISODES),
}
each_config = pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """The search agent draws so few episodes at a time that it can be stopped between them."""
    monkeypatch.setattr("backproof.sim.engines.SEARCHES", 500)


def sharded(config, file=None):
    """The run in shards, by this process."""
    with at_work(Here()) as here:
        begin = Sharding(here).begin
        run, _ = run_simulation_timed(
            config, compiled=False, checkpoint=file, on_progress=lambda done, walked: None, begin=begin
        )
    return run


@each_config
def test_shards_add_up_to_the_run_of_one_process(config, tmp_path):
    for name, run in (("whole", run_simulation(config)), ("shards", sharded(config))):
        save_checkpoint(tmp_path / name, run, config)
    assert (tmp_path / "shards").read_bytes() == (tmp_path / "whole").read_bytes()


@each_config
@pytest.mark.parametrize("in_shards_first", [True, False])
def test_a_run_goes_on_in_shards_and_back(config, in_shards_first, tmp_path):
    save_checkpoint(tmp_path / "whole", run_simulation(config), config)
    half = sharded_run(config, compiled=False, shards=4) if in_shards_first else begin_run(config)
    while half.done < EPISODES // 3:
        half.prepare()()
    assert half.done < EPISODES
    save_checkpoint(tmp_path / "half", half, config)
    if in_shards_first:
        resumed = run_simulation(config, checkpoint=tmp_path / "half")
    else:
        resumed = sharded(config, tmp_path / "half")
    save_checkpoint(tmp_path / "half", resumed, config)
    assert (tmp_path / "half").read_bytes() == (tmp_path / "whole").read_bytes()


def test_a_shard_is_the_same_in_any_order():
    run = sharded_run(CONFIGS["crossings"], compiled=False, shards=4)
    shards = shards_of(run, compiled=False, shards=4)
    assert [begin for shard in shards for begin in shard.begins] == list(range(0, EPISODES, run.block))
    backwards = [draw_shard(shard) for shard in reversed(shards)][::-1]
    for drawn, again in zip(backwards, map(draw_shard, shards), strict=True):
        assert all(map(same, drawn, again))


def same(one, two):
    return all(a.equal(b) for a, b in zip(one, two, strict=True))


def test_what_is_wrong_with_a_shard_is_said_in_one_line():
    deep = CorridorGraph(15, 900, 5)
    policy = {name: tuple(map(float, getattr(Policy.sft_limit(deep), name))) for name in FAMILIES}
    with pytest.raises(ShardError, match=r"^counts must have means up to 1e\+300"):
        sharded(RunConfig(15, 900, 5, policy, "crossings", 10))
