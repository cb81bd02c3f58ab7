"""From a training to the report: walks of what `train` wrote, and `compare` on them, against exact probabilities.

The probability that a walk reaches its target within the budget comes from the chain of edge-states, or for a
transformer that sees its walk from all walks; no walker takes part.
"""

from __future__ import annotations

import json
from dataclasses import asdict

import duckdb
import numpy as np
import pytest
import torch
from scipy import special, stats

import backproof as front
from backproof.learners.learner import lanes_of
from backproof.learners.learnt import KIND, read_learnt
from backproof.learners.transformer import PaddedRows
from backproof.learners.transformer_run import learnt_walker, task_of
from backproof.sim.checkpoints import Kind, write_checkpoint
from backproof.theory.any_graph.reasoning_graph import edge_state, unequal_reasoning_graph
from backproof.theory.chain import corridor_chain, target_chains
from backproof.theory.companions.pass_at_k import pass_at_k
from backproof.theory.graph import CorridorGraph, UnequalGraph
from backproof.theory.policy import Policy
from backproof.unequal_policies import UNEQUAL_POLICIES

GRAPH = CorridorGraph(width=4, depth=1, lanes=2)
UNEQUAL = UnequalGraph([[2], [3, 3]])
BUDGET, WALKS, KS = 10, 400, (1, 2, 8)
ASKED = [word for k in KS for word in ("--k", k)]
FALSE_ALARM = 1e-6

SHORT = {"steps": 20, "step": 0.05}
SAMPLED = SHORT | {"batch": 32}
PPO = {"steps": 2, "walkers": 64, "rollout": 16, "minibatch": 256}
NETWORK = {"policy_class": "transformer", "steps": 1, "evaluations": 20}
TABLES = {
    "rlvr": (GRAPH, "rlvr", SHORT),
    "sft": (GRAPH, "sft", SHORT),
    "distil": (GRAPH, "distil", SHORT),
    "sampled-distil": (GRAPH, "sampled-distil", SHORT),
    "reinforce": (GRAPH, "reinforce", SAMPLED),
    "grpo": (GRAPH, "grpo", SAMPLED),
    "ppo": (GRAPH, "ppo", PPO),
    "ppo, fork=agent": (GRAPH, "ppo", PPO | {"fork": "agent"}),
    "ppo, mlp": (GRAPH, "ppo", PPO | {"policy_class": "mlp"}),
    "sft, window 1": (GRAPH, "sft", NETWORK | {"batches": 2, "batch_traces": 32, "window": 1}),
    "unequal rlvr": (UNEQUAL, "rlvr", SHORT),
    "unequal sft": (UNEQUAL, "sft", SHORT),
    "unequal distil": (UNEQUAL, "distil", SHORT),
    "unequal reinforce": (UNEQUAL, "reinforce", SAMPLED),
    "unequal grpo": (UNEQUAL, "grpo", SAMPLED),
    "unequal ppo": (UNEQUAL, "ppo", PPO),
}
"""Of every training whose policy is a table: the graph, the algorithm and the settings."""


# --- exact probabilities ---------------------------------------------------------------------------------------------


class LawWalk:
    """A walk by the law of a checkpoint, as the theory's chains take it."""

    def __init__(self, graph, law):
        moves = unequal_reasoning_graph(lanes_of(graph))
        edges = [edge_state(moves, number) for number in range(len(moves.states))]
        self.rows = {}
        for place in range(moves.states.first[1], len(law)):  # those before come before the first move
            row, to = edges[moves.states.row[place]], edges[moves.states.to[place]]
            self.rows.setdefault(row, {})[to] = law[place]
        self.targets = moves.targets

    def leaves(self):
        return self.targets

    def row(self, state):
        return self.rows[state]


def within_budget(chains):
    """For each target, the probability to be there within `BUDGET` steps, the first of which is made already."""
    return [1 - float(chain.survival([BUDGET - 1])[0]) for chain in chains]


def exact_success(graph, found):
    """Of what `train` returned."""
    if isinstance(found, front.Training):
        return within_budget([corridor_chain(graph, found.policy, target) for target in range(graph.width)])
    return within_budget(target_chains(LawWalk(graph, found.law)))


# --- files of walks --------------------------------------------------------------------------------------------------


def written(graph, policy, out, seed, walks=WALKS):
    """The walks, and how many to each target arrived."""
    front.sample_walks(graph, policy, walks=walks, budget=BUDGET, seed=seed, out=out)
    with duckdb.connect() as connection:
        query = "SELECT count(*), sum(correct::INT) FROM read_parquet(?) GROUP BY problem ORDER BY problem"
        counts = connection.execute(query, [str(out)]).fetchall()
    assert [count for count, _ in counts] == [walks] * graph.width
    return [int(solved) for _, solved in counts]


def likely(success, walks=WALKS):
    """For each target, the counts between which the number of arrivals is, but for a probability of `FALSE_ALARM`."""
    tail = FALSE_ALARM / 2 / len(success)
    low, high = (stats.binom.ppf(share, walks, success).astype(int) for share in (tail, 1 - tail))
    return low, high


def assert_likely(counts, success):
    low, high = likely(success)
    assert np.all((low <= counts) & (counts <= high)), (counts, low, high)


@pytest.mark.parametrize("run", TABLES)
def test_walks_of_every_table_arrive_as_often_as_the_chain_says(run, tmp_path):
    """Null: the chain's probabilities, 400 walks to each target, false alarms 1e-6 for each file."""
    graph, algorithm, settings = TABLES[run]
    found = front.train(graph, algorithm, **settings, out=tmp_path / "run")
    counts = written(graph, tmp_path / "run.safetensors", tmp_path / "walks.parquet", seed=5)
    assert_likely(counts, exact_success(graph, found))


@pytest.mark.parametrize("name", UNEQUAL_POLICIES)
def test_walks_on_unequal_corridors_arrive_as_often_as_the_chain_says(name, tmp_path):
    """Null, walks and false alarms as above."""
    policy = UNEQUAL_POLICIES[name](UNEQUAL)
    assert_likely(written(UNEQUAL, name, tmp_path / "walks.parquet", seed=1), within_budget(target_chains(policy)))
    as_numbers = written(UNEQUAL, policy.policy().to_floats(), tmp_path / "numbers.parquet", seed=1)
    assert as_numbers == written(UNEQUAL, name, tmp_path / "walks.parquet", seed=1)


def test_a_budget_may_be_too_short_for_a_deep_target(tmp_path):
    """The second leaf is 6 steps away. At the first a walk of 5 steps arrives with 1/9: none of 200 does with 6e-11."""
    found = front.sample_walks(UNEQUAL, walks=200, budget=5, out=tmp_path / "walks.parquet")
    with duckdb.connect() as connection:
        query = "SELECT problem, sum(correct::INT) FROM read_parquet(?) GROUP BY problem ORDER BY problem"
        (_, first), (_, second) = connection.execute(query, [str(tmp_path / "walks.parquet")]).fetchall()
    assert (int(first), int(second)) == (found.hits, 0)
    assert first > 0


# --- a network that sees its walk ------------------------------------------------------------------------------------


def all_walks(model, target, states, probability=1.0):
    """The probability that a walk that came through these states arrives within the budget, over all its ways on."""
    rows, last = model.rows, states[-1]
    if rows.arrives[last] == target:
        return probability
    if len(states) == BUDGET + 1:
        return 0.0
    asked = bool(rows.asked[last])
    law = model(torch.tensor([states]))[0][0, -1].exp() if asked else rows.given[last]
    ways = zip(rows.to[last].tolist(), law.tolist(), rows.valid[last].tolist(), strict=True)
    return sum(all_walks(model, target, [*states, to], probability * p) for to, p, valid in ways if valid and p)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A transformer that sees its walk, after large steps on a graph with few walks."""
    out = tmp_path_factory.mktemp("network") / "run"
    settings = NETWORK | {"batches": 4, "batch_traces": 32, "step": 0.05}
    front.train(UnequalGraph([[1], [1]]), "sft", **settings, out=out)
    return out.with_name("run.safetensors")


@torch.no_grad()
def test_a_network_that_sees_its_walk_arrives_as_often_as_over_all_walks(network, tmp_path):
    """Null: the sum over all walks, with the whole walk read anew at each move. False alarms as above."""
    learnt = read_learnt(network)
    assert not learnt.is_table
    task = task_of(learnt.config)
    model = learnt_walker(learnt, task, PaddedRows(task)).model
    exact = [all_walks(model, target, [0]) for target in range(2)]
    counts = written(UnequalGraph([[1], [1]]), network, tmp_path / "walks.parquet", seed=2)
    assert_likely(counts, exact)


def test_a_network_writes_the_same_file_again_and_walks_as_its_blocks_do(network, tmp_path):
    """Whole walks from the source, which stop at their target or at the budget; of more blocks than one."""
    files = [tmp_path / f"{name}.parquet" for name in "ab"]
    for file in files:
        front.sample_walks(UnequalGraph([[1], [1]]), network, walks=200, budget=BUDGET, seed=3, out=file)
    assert files[0].read_bytes() == files[1].read_bytes()
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT problem, correct, steps FROM read_parquet(?)", [str(files[0])]).fetchall()
    assert len(rows) == 400
    for problem, correct, steps in rows:
        assert steps[:3] == ["s", "f", steps[2]]
        assert problem not in steps[:-1]
        assert (steps[-1] == problem) == correct
        assert correct or len(steps) == BUDGET + 1


# --- the report ------------------------------------------------------------------------------------------------------


def pass_between(success):
    """For each k, the least and the greatest pass@k at `likely` counts, averaged over the problems."""
    low, high = likely(success)

    def solved(counts, k):
        return float(np.mean(1 - special.binom(WALKS - counts, k) / special.binom(WALKS, k)))

    return [(solved(low, k), solved(high, k)) for k in KS]


def is_between(passes, bounds):
    return all(low - 1e-9 <= one <= high + 1e-9 for one, (low, high) in zip(passes, bounds, strict=True))


def test_compare_gives_the_exact_pass_at_k_of_a_student_and_of_a_tuned_table(backproof, tmp_path):
    """Walks of base, of a student of traces and of REINFORCE, by the commands.

    pass@k rises with the number of correct samples of each problem. So it is between its values at `likely` counts, but
    for a probability of `FALSE_ALARM` a file. The values of another policy are not: the twin.
    """
    sizes = ("--width", GRAPH.width, "--depth", GRAPH.depth, "--lanes", GRAPH.lanes)
    how = ("--trajectories", WALKS, "--budget", BUDGET)
    exact = {"base": within_budget([corridor_chain(GRAPH, Policy.base(GRAPH))] * GRAPH.width)}
    files = {"base": "base"}
    for name, algorithm in (("student", "sampled-distil"), ("tuned", "reinforce")):
        found = front.train(GRAPH, algorithm, step=0.05, steps=60, out=tmp_path / name)
        exact[name], files[name] = exact_success(GRAPH, found), tmp_path / f"{name}.safetensors"
    for seed, (name, policy) in enumerate(files.items()):
        out = tmp_path / f"{name}.parquet"
        assert backproof("simulate", *sizes, *how, "--policy", policy, "--seed", seed, "--out", out).code == 0
    for name in ("student", "tuned"):
        run = backproof("compare", tmp_path / "base.parquet", tmp_path / f"{name}.parquet", "--format", "json", *ASKED)
        measures = [one for one in json.loads(run.out)["measures"] if one["name"] == "pass@k"]
        for side, own, other in (("base", "base", name), ("tuned", name, "base")):
            passes = [one[side]["value"] for one in measures]
            assert is_between(pass_at_k(exact[own], KS).tolist(), pass_between(exact[own]))
            assert is_between(passes, pass_between(exact[own])), (passes, own)
            assert not is_between(passes, pass_between(exact[other])), (passes, other)
        farthest = np.sqrt(np.log(2 / FALSE_ALARM) / 2 / WALKS / GRAPH.width)  # Hoeffding's bound for the mean of all
        assert abs(passes[0] - np.mean(exact[name])) < farthest


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Checkpoints of each kind, on equal and unequal corridors, and what is no policy."""
    folder = tmp_path_factory.mktemp("files")
    front.train(GRAPH, "rlvr", **SHORT, out=folder / "table")
    front.train(GRAPH, "ppo", **PPO, out=folder / "ppo")
    front.train(UNEQUAL, "rlvr", **SHORT, out=folder / "unequal")
    front.simulate(GRAPH, "base", episodes=10, out=folder / "times")
    whole = (folder / "ppo.safetensors").read_bytes()
    for name, changed in {
        "header": whole[:300],
        "short": whole[:-8],
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]),
    }.items():
        (folder / f"{name}.safetensors").write_bytes(changed)
    write_checkpoint(folder / "other.safetensors", Kind("backproof.learner-checkpoint/9", ""), {}, "{}")
    return folder


EQUAL = ("--width", "4", "--depth", "1", "--lanes", "2")
CORRIDORS = ("--corridors", "1x2,2x3")
WALK = ("--trajectories", "3", "--budget", "10")


@pytest.mark.parametrize("sizes", [EQUAL, CORRIDORS], ids=["equal", "unequal"])
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("times.safetensors", "is not a checkpoint of a training run, its schema is 'backproof.checkpoint/"),
        ("header.safetensors", "is damaged or not a checkpoint"),
        ("short.safetensors", "is damaged or not a checkpoint"),
        ("flipped.safetensors", "is damaged, its numbers are not those that were written"),
        ("other.safetensors", "was written by another version of backproof"),
        ("ppo", "is the record of a training run; its policy is in the file beside it"),
        ("table", "is the record of a training run; its policy is in the file beside it"),
        ("times", "is the record of a simulation, which holds no policy"),
        ("none.safetensors", "a policy file or the FILE.safetensors of a training run; there is no file"),
    ],
)
def test_what_is_no_policy_is_refused_in_one_line(backproof, files, tmp_path, sizes, file, said):
    assert_refused(backproof, tmp_path, (*sizes, *WALK, "--policy", files / file), said)


@pytest.mark.parametrize(
    ("options", "file", "said"),
    [
        (("--width", "5", "--depth", "1", "--lanes", "2"), "table", "is of another graph (width 4 there, 5 here)"),
        (("--width", "5", "--depth", "1", "--lanes", "2"), "ppo", "(W=4, K=1, L=2 there, W=5, K=1, L=2 here)"),
        (EQUAL, "unequal", "is of another graph (corridors 1x2,2x3 there, W=4, K=1, L=2 here)"),
        (CORRIDORS, "ppo", "is of another graph (W=4, K=1, L=2 there, corridors 1x2,2x3 here)"),
        (CORRIDORS, "table", "is the checkpoint of a training on equal corridors: leave --corridors out"),
        ((*CORRIDORS, "--width", "2"), "ppo", "--corridors gives the sizes of all corridors: leave --width out"),
        ((*CORRIDORS, "--engine", "steps"), "ppo", "--trajectories writes walks alone: leave --engine out"),
    ],
)
def test_a_policy_of_another_graph_is_refused_in_one_line(backproof, files, tmp_path, options, file, said):
    assert_refused(backproof, tmp_path, (*options, *WALK, "--policy", files / f"{file}.safetensors"), said)


@pytest.mark.parametrize(
    ("walk", "said"),
    [
        (("--trajectories", "3", "--budget", "3"), "budget must be at least the shortest path, 4 steps, got budget=3"),
        (("--trajectories", "9999999", "--budget", "99"), "lower the walks or the budget"),
        (("--trajectories", "0", "--budget", "10"), "--trajectories must be an integer >= 1, got 0"),
        (("--trajectories", "3"), "--trajectories needs --budget, the most steps of a walk"),
    ],
)
@pytest.mark.parametrize("policy", ["base", "unequal", "network"])
def test_walks_that_are_too_short_or_too_many_are_refused(backproof, files, network, tmp_path, walk, said, policy):
    file = {"base": "base", "unequal": files / "unequal.safetensors", "network": network}[policy]
    sizes = ("--corridors", "1x1,1x1") if policy == "network" else ("--corridors", "1x2,2x3")
    assert_refused(backproof, tmp_path, (*sizes, *walk, "--policy", file), said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tensors: tensors.pop("policy.head.weight"), "is damaged, its weights do not fit its network"),
        (lambda tensors: tensors["policy.head.weight"].fill_(torch.nan), "must hold finite weights, got NaN or inf"),
    ],
)
def test_a_network_of_wrong_weights_is_refused_in_one_line(backproof, network, tmp_path, change, said):
    learnt, file = read_learnt(network), tmp_path / "changed.safetensors"
    tensors = dict(learnt.tensors)
    change(tensors)
    config = json.dumps({"algorithm": "sft", **asdict(learnt.config)})
    write_checkpoint(file, KIND, tensors, config)
    folder = tmp_path / "walks"
    folder.mkdir()
    assert_refused(backproof, folder, ("--corridors", "1x1,1x1", *WALK, "--policy", file), said)


def assert_refused(backproof, folder, options, said):
    """In one line, with a file that was there before as it was, and no other file."""
    out = folder / "walks.parquet"
    out.write_text("before")
    code, printed, err = backproof("simulate", *options, "--out", out)
    assert (code, printed, err.count("\n")) == (2, "", 1)
    assert said in err
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"walks.parquet": "before"}
