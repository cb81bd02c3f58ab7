"""What transformers must show, at W=3, K=2, L=2: in small with a window of one, whose cost is exact; in full if slow.

Seeds are fixed, so that nothing is random. The bounds of the small runs leave what three seeds showed some room.
"""

from __future__ import annotations

import pytest

from backproof.learners.imitation import DistillationRun, SFTRun
from backproof.learners.measures import backward_rows, measured_cost, returned
from backproof.learners.outcomes import CriticRun, GroupRun
from backproof.learners.transformer_config import DistillationConfig, ImitationConfig, WalkGRPOConfig, WalkPPOConfig
from backproof.theory.costs.closed_forms import base_form, optimal_form
from backproof.theory.graph import CorridorGraph

GRAPH = CorridorGraph(3, 2, 2)
SIZES = (((2, 2),) * 3, "transformer")
BASE, H_STAR = (float(form().at(GRAPH)) for form in (base_form, optimal_form))
BOUND = 1 + 3 * 5
"""The least cost of a fork that sees from which corridor the walker comes: 1 + W (2K + 1)."""
LEAST = {"env": H_STAR, "agent": BOUND}
SMALL = {"window": 1, "batch_traces": 32}
SEEDS = range(5)


def updated(run, updates):
    for _ in range(updates):
        run.update()
    return run


# --- in small, exactly -----------------------------------------------------------------------------------------------


def test_the_names_of_moves_decide_what_sft_learns():
    """Edges: worse than base. Undirected edges: far better. Moves: the optimum."""
    cost = {
        tokens: updated(SFTRun(ImitationConfig(*SIZES, tokens=tokens, **SMALL)), 1).point().cost
        for tokens in ("edge", "undirected", "move")
    }
    assert cost["edge"] > 1.5 * BASE
    assert H_STAR < cost["undirected"] < 0.5 * BASE
    assert H_STAR < cost["move"] < 1.05 * H_STAR


@pytest.mark.parametrize(
    ("tokens", "uncleaned", "low", "high"),
    [("edge", 1.0, H_STAR, 1.1 * H_STAR), ("edge", 0.0, 1.2 * BASE, 1e9), ("move", 0.0, H_STAR, 1.1 * H_STAR)],
)
def test_traces_that_are_cleaned_teach_no_way_back_unless_names_are_shared(tokens, uncleaned, low, high):
    config = DistillationConfig(*SIZES, tokens=tokens, uncleaned=uncleaned, **SMALL)
    assert low < updated(DistillationRun(config), 1).point().cost < high


def test_ppo_finds_the_way_back_from_outcomes():
    """From base, with names of edges and a fork that sees arrivals, to 1.10 of the bound."""
    run = CriticRun(WalkPPOConfig(*SIZES, fork="agent", window=1))
    assert run.point().cost == pytest.approx(BASE, rel=0.1)
    assert BOUND < updated(run, 4).point().cost < 1.1 * BOUND


@pytest.mark.slow  # a minute each on a quiet core
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_grpo_stays_near_the_least_cost_if_it_does_not_divide_by_the_deviation(seed):
    config = WalkGRPOConfig(*SIZES, fork="agent", window=1, seed=seed, scale_rewards="none")
    run = updated(GroupRun(config), 60)
    costs = [updated(run, 1).point().cost for _ in range(60)]
    assert costs[-1] < 1.05 * BOUND
    assert max(costs) < 1.2 * BOUND


@pytest.mark.slow  # a minute on a quiet core
@pytest.mark.timeout(3600)
def test_grpo_loses_what_it_has_learnt_if_it_divides_by_the_deviation():
    """The cost comes near the bound, and later exceeds base's, 141."""
    run = GroupRun(WalkGRPOConfig(*SIZES, fork="agent", window=1, seed=1))
    costs = [updated(run, 1).point().cost for _ in range(120)]
    assert min(costs[:60]) < 1.1 * BOUND
    assert max(costs[60:]) > BASE


# --- in full ---------------------------------------------------------------------------------------------------------


def final_cost(run):
    """On 1000 walks that are used for nothing else."""
    return measured_cost(run.task, run.model, 1000, 2000, seed=987654321).steps


def sft(tokens, seed):
    return updated(SFTRun(ImitationConfig(*SIZES, tokens=tokens, fork="agent", seed=seed)), 10)


@pytest.mark.slow  # some minutes each on a quiet core
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_sft_returns_worse_than_base_by_names_of_edges_and_straight_by_names_of_moves(seed):
    """A base walker takes 28 steps from a leaf to the fork, and a straight one 5."""
    worse, straight = (sft(tokens, seed) for tokens in ("edge", "move"))
    assert returned(worse.task, worse.model, 120, 506, 2).steps > 28
    assert returned(straight.task, straight.model, 120, 506, 2).steps < 1.05 * 5
    assert float(backward_rows(straight.task, straight.model, 90, 1).min()) > 0.99


@pytest.mark.slow  # some minutes each on a quiet core
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_distillation_keeps_what_its_traces_show(seed):
    """The teacher is the optimum with a uniform fork, whose cost is H*."""
    cost = {}
    for tokens, uncleaned in (("edge", 1.0), ("edge", 0.0), ("move", 0.0)):
        config = DistillationConfig(*SIZES, tokens=tokens, uncleaned=uncleaned, fork="agent", seed=seed)
        run = updated(DistillationRun(config), 10)
        cost[tokens, uncleaned] = measured_cost(run.task, run.model, 256, 512, seed=987654321).steps
    assert cost["edge", 1.0] < 1.1 * H_STAR
    assert cost["edge", 0.0] > BASE
    assert cost["move", 0.0] < 1.1 * H_STAR


@pytest.mark.slow  # some minutes each on a quiet core
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fork", ["env", "agent"])
@pytest.mark.parametrize("seed", SEEDS)
def test_ppo_from_base_comes_to_the_least_cost(fork, seed):
    run = updated(CriticRun(WalkPPOConfig(*SIZES, fork=fork, seed=seed)), 12)
    assert final_cost(run) < 1.1 * LEAST[fork]


@pytest.mark.slow  # some minutes each on a quiet core
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_ppo_mends_what_sft_has_spoilt(seed):
    run = CriticRun(WalkPPOConfig(*SIZES, fork="agent", seed=seed))
    run.adopt(sft("edge", seed).snapshot())
    before = final_cost(run)
    assert before > BASE
    assert final_cost(updated(run, 12)) < 1.1 * BOUND
