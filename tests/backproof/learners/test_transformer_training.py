"""Training of transformers: each estimate against its definition, resumed runs, and what small runs must show."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from backproof.environments.tasks import corridor_task
from backproof.learners import imitation
from backproof.learners.imitation import DistillationRun, SFTRun, imitation_loss
from backproof.learners.outcomes import clipped_gain, group_advantages, stepwise_advantages
from backproof.learners.traces import (
    TableWalker,
    Traces,
    cleaned,
    draw_targets,
    golden_traces,
    straight_moves,
    together,
    traces_of,
    walk_traces,
)
from backproof.learners.training import LearnerProgress
from backproof.learners.transformer import PaddedRows
from backproof.learners.transformer_config import (
    DistillationConfig,
    ImitationConfig,
    WalkGRPOConfig,
    WalkPPOConfig,
    WalkReinforceConfig,
)
from backproof.sim.curves import TrainingStoppedError
from backproof.sim.training import train_further
from backproof.theory.costs.closed_forms import optimal_form
from backproof.theory.graph import CorridorGraph

TASK = corridor_task(3, 2, 2)
ROWS = PaddedRows(TASK)
SIZES = (((2, 2),) * 3, "transformer")
H_STAR = float(optimal_form().at(CorridorGraph(3, 2, 2)))
TINY = {"dimension": 16, "heads": 2, "steps": 3, "evaluations": 30, "longest": 40}
CONFIGS = [
    ImitationConfig(*SIZES, **TINY, batches=2, batch_traces=20),
    DistillationConfig(*SIZES, **TINY, batches=2, batch_traces=20, traces=30, uncleaned=0.5),
    WalkPPOConfig(*SIZES, **TINY, rounds=2, walks=8, pieces=2, horizon=40, fork="agent"),
    WalkPPOConfig(*SIZES, **TINY, rounds=2, walks=8, pieces=2, horizon=40, window=1),
    WalkReinforceConfig(*SIZES, **TINY, rounds=2, walks=8, horizon=40, embeddings="tied"),
    WalkGRPOConfig(*SIZES, **TINY, rounds=2, walks=8, pieces=2, group=4, horizon=40, tokens="move"),
]


def random(seed=0):
    return torch.Generator().manual_seed(seed)


def optimal_walks(walks=200):
    straight = straight_moves(TASK, ROWS)
    walker = TableWalker(straight / straight.sum(1, keepdim=True))
    return walk_traces(ROWS, walker, draw_targets(ROWS, walks, random(1)), 500, random())


# --- traces ----------------------------------------------------------------------------------------------------------


def test_golden_traces_are_all_shortest_paths_alike():
    """Null: each of the 12 paths has 1/12 of 6000; a count beyond 500 +- 4.5 * 21.4 has probability 7e-6."""
    found = golden_traces(TASK, ROWS, 6000, random())
    assert bool((found.steps == 6).all())
    ends = [TASK.graph.states.head[state] for state in found.states[:, -1].tolist()]
    leaves = list(TASK.graph.target_law)
    assert ends == [leaves[goal] for goal in found.goals.tolist()]
    paths, counts = found.states.unique(dim=0, return_counts=True)
    assert len(paths) == 3 * 2**2
    assert int((counts - 500).abs().max()) < 4.5 * 21.4


def test_walks_of_the_optimum_cost_the_least_with_a_uniform_fork():
    """Null: the mean of 4000 walks is H*; |z| > 4.5 has probability 7e-6."""
    steps = optimal_walks(4000).steps.double()
    assert abs(float(steps.mean()) - H_STAR) < 4.5 * float(steps.std()) / 4000**0.5


def test_a_cleaned_walk_is_a_golden_path_to_the_same_target():
    walks = optimal_walks()
    found = cleaned(TASK, ROWS, walks)
    assert bool((walks.steps > 6).any())
    assert bool((found.steps == 6).all())
    golden = {tuple(path) for path in golden_traces(TASK, ROWS, 2000, random()).states.tolist()}
    assert {tuple(path) for path in found.states.tolist()} <= golden
    assert torch.equal(ROWS.arrives[found.states[:, -1]], walks.goals)
    for at in range(6):
        assert torch.equal(ROWS.to[found.states[:, at], found.actions[:, at]], found.states[:, at + 1])


def test_both_kinds_of_traces_are_put_together():
    walks = optimal_walks(20)
    both = together(cleaned(TASK, ROWS, walks), walks)
    assert both.states.shape == (40, walks.states.shape[1])
    assert both.steps.tolist() == [6] * 20 + walks.steps.tolist()
    assert torch.equal(together(walks.some(torch.arange(0)), walks).states, walks.states)


# --- losses and advantages -------------------------------------------------------------------------------------------


def test_the_loss_is_that_of_the_moves_that_were_chosen():
    """At base with the fork drawn: log 3 at the two vertices of each of two diamonds, which have three moves."""
    run = SFTRun(replace(CONFIGS[0], window=1))
    torch.nn.init.zeros_(run.model.head.weight)
    golden = golden_traces(TASK, ROWS, 30, random())
    assert float(imitation_loss(run.model, golden).detach()) == pytest.approx(float(torch.tensor(3.0).log()))
    assert int(golden.moves(ROWS).sum()) == 30 * 4


def test_advantages_of_each_move_are_those_of_the_definition():
    """Two walks, one of which arrives in three steps; the other is cut after two."""
    paths = [[0, 1, 2, 3], [0, 1, 2]]
    traces = traces_of(ROWS, paths, torch.tensor([0, 0]))._replace(hit=torch.tensor([True, False]))
    values = torch.tensor([[0.1, 0.2, 0.3, 0.9], [0.5, 0.6, 0.7, 0.9]])
    budget, lam = 10, 0.5
    for walk, (steps, last) in enumerate([(3, 1.0), (2, 0.0)]):
        gains = []
        for time in range(steps):
            final = time == steps - 1
            following = 0.0 if final and last else float(values[walk, time + 1])
            gains.append(last * final - 1 / budget + following - float(values[walk, time]))
        expected = [sum(lam**k * gain for k, gain in enumerate(gains[time:])) for time in range(steps)]
        found = stepwise_advantages(traces, values, budget, lam)[walk]
        assert found[:steps].tolist() == pytest.approx(expected, abs=1e-6)
        assert found[steps:].tolist() == [0] * (4 - steps)


@pytest.mark.parametrize(("scaled", "better"), [(True, [0.5**0.5] * 2), (False, [0.2, 0.7])])
def test_a_group_is_compared_with_itself(scaled, better):
    """Two groups of two walks. The last one did not arrive."""
    steps, hit = torch.tensor([4, 8, 6, 10]), torch.tensor([True, True, True, False])
    nothing = torch.zeros((4, 1), dtype=torch.int64)
    found = group_advantages(Traces(nothing, nothing, steps, nothing[:, 0], hit), 10, 2, scaled=scaled)
    assert found.tolist() == pytest.approx([better[0], -better[0], better[1], -better[1]], abs=1e-3)


def test_the_objective_is_clipped_where_it_would_reward_a_larger_move():
    logs, advantages = torch.tensor([0.5, -0.5, 0.5, -0.5]), torch.tensor([1.0, 1.0, -1.0, -1.0])
    expected = [1.2, float(torch.tensor(-0.5).exp()), -float(torch.tensor(0.5).exp()), -0.8]
    assert clipped_gain(logs, advantages).tolist() == pytest.approx(expected)


# --- runs ------------------------------------------------------------------------------------------------------------


def trained(config, checkpoint=None):
    progress = LearnerProgress(config, checkpoint)
    train_further(progress)
    return progress


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: f"{type(config).__name__}-{config.window}")
def test_a_run_in_parts_ends_with_the_same_numbers(tmp_path, config):
    whole = trained(replace(config, steps=2))
    for steps in (1, 2):
        found = trained(replace(config, steps=steps), tmp_path / "run")
    assert found.curve().cost.tolist() == whole.curve().cost.tolist()
    assert all(torch.equal(found.state[name], held) for name, held in whole.state.items())
    assert trained(replace(config, seed=1, steps=1)).curve().cost.tolist() != whole.curve().cost.tolist()[:2]
    assert ("law" in whole.state) == (config.window == 1)


@pytest.mark.parametrize(("config", "batches"), [(CONFIGS[0], 2), (CONFIGS[0], 1), (CONFIGS[3], 2)])
def test_a_run_that_diverges_keeps_its_last_good_point(tmp_path, config, batches):
    name = "batches" if config is CONFIGS[0] else "rounds"
    with pytest.raises(TrainingStoppedError, match=r"must be .*: lower step=1e\+30; the good points before it, 1, ar"):
        trained(replace(config, step=1e30, **{name: batches}), tmp_path / "run")
    assert (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tokens": "word"}, "tokens must be one of edge, undirected, move, got tokens='word'"),
        ({"heads": 3}, "dimension must be a multiple of twice the heads, 6, got dimension=16"),
        ({"window": -1}, "window must be an integer >= 1, got window=-1"),
        ({"horizon": 5}, "horizon must be at least a shortest path, 6 steps, got horizon=5"),
        ({"pieces": 9}, "pieces must be at most walks, 8, got pieces=9"),
    ],
)
def test_a_setting_that_is_not_possible_is_named(change, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        replace(CONFIGS[2], **change)


def test_an_unknown_scale_of_rewards_is_named():
    with pytest.raises(ValueError, match=r"^scale_rewards must be one of group, none, got scale_rewards='batch'"):
        WalkGRPOConfig(*SIZES, scale_rewards="batch")


def test_a_teacher_that_cannot_teach_is_refused(tmp_path, monkeypatch):
    trained(replace(CONFIGS[3], steps=1), tmp_path / "teacher")
    student = replace(CONFIGS[1], teacher=str(tmp_path / "teacher"))
    with pytest.raises(ValueError, match=r"is of another graph \(W=3, K=2, L=2 there, W=3, K=1, L=2 here\)"):
        DistillationRun(replace(student, corridors=((2,),) * 3))
    with pytest.raises(ValueError, match=r"^teacher must be rlvr or a run's FILE"):
        LearnerProgress(replace(student, teacher="nowhere"))
    monkeypatch.setattr(imitation, "LONGEST", 20)
    with pytest.raises(ValueError, match=r"^teacher must reach its target within 20 steps"):
        DistillationRun(student)
