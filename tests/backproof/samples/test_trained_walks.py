"""From a training to the report: walks of what `train` wrote, and `compare` on them, against exact probabilities.

The probability that a walk reaches its target within the budget comes from the chain of edge-states, or for a
transformer that sees its walk from all walks; no walker takes part.
"""

from __future__ import annotations

import json

import duckdb
import numpy as np
import pytest
import torch
from scipy import special, stats

import backproof as front
from backproof.learners.learner import lanes_of
from backproof.learners.learnt import read_learnt
from backproof.learners.transformer import PaddedRows
from backproof.learners.transformer_run import learnt_walker, task_of
from backproof.theory.any_graph.reasoning_graph import edge_state, unequal_reasoning_graph
from backproof.theory.chain import corridor_chain, target_chains
from backproof.theory.companions.pass_at_k import pass_at_k
from backproof.theory.graph import CorridorGraph, UnequalGraph
from backproof.theory.policy import Policy
from backproof.unequal_policies import UNEQUAL_POLICIES

GRAPH = CorridorGraph(width=4, depth=1, lanes=2)
UNEQUAL = UnequalGraph([[2], [3, 3]])
BUDGET, NETWORK_BUDGET, WALKS, KS = 40, 10, 1000, (1, 2, 8)
"""Within either budget a walk can come back from a wrong leaf and arrive. A network has 2**9 walks of the second."""
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


def written(graph, policy, out, seed, budget=BUDGET):
    """The walks, and how many to each target arrived."""
    front.sample_walks(graph, policy, walks=WALKS, budget=budget, seed=seed, out=out)
    with duckdb.connect() as connection:
        query = "SELECT count(*), sum(correct::INT) FROM read_parquet(?) GROUP BY problem ORDER BY problem"
        counts = connection.execute(query, [str(out)]).fetchall()
    assert [count for count, _ in counts] == [WALKS] * graph.width
    return [int(solved) for _, solved in counts]


def likely(success):
    """For each target, the counts between which the number of arrivals is, but for a probability of `FALSE_ALARM`."""
    tail = FALSE_ALARM / 2 / len(success)
    low, high = (stats.binom.ppf(share, WALKS, success).astype(int) for share in (tail, 1 - tail))
    return low, high


def assert_likely(counts, success):
    low, high = likely(success)
    assert np.all((low <= counts) & (counts <= high)), (counts, low, high)


@pytest.mark.parametrize("run", TABLES)
def test_walks_of_every_table_arrive_as_often_as_the_chain_says(run, tmp_path):
    """Null: the chain's probabilities, 1000 walks to each target, false alarms 1e-6 for each file."""
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
    if len(states) == NETWORK_BUDGET + 1:
        return 0.0
    asked = bool(rows.asked[last])
    law = model(torch.tensor([states]))[0][0, -1].exp() if asked else rows.given[last]
    ways = zip(rows.to[last].tolist(), law.tolist(), rows.valid[last].tolist(), strict=True)
    return sum(all_walks(model, target, [*states, to], probability * p) for to, p, valid in ways if valid and p)


def trained_network(folder):
    """The checkpoint of a transformer that sees its walk, after large steps on a graph with few walks."""
    out = folder / "run"
    settings = NETWORK | {"batches": 4, "batch_traces": 32, "step": 0.05}
    front.train(UnequalGraph([[1], [1]]), "sft", **settings, out=out)
    return out.with_name("run.safetensors")


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return trained_network(tmp_path_factory.mktemp("network"))


@torch.no_grad()
def test_a_network_that_sees_its_walk_arrives_as_often_as_over_all_walks(network, tmp_path):
    """Null: the sum over all walks, with the whole walk read anew at each move. False alarms as above."""
    learnt = read_learnt(network)
    assert not learnt.is_table
    task = task_of(learnt.config)
    model = learnt_walker(learnt, task, PaddedRows(task)).model
    exact = [all_walks(model, target, [0]) for target in range(2)]
    counts = written(UnequalGraph([[1], [1]]), network, tmp_path / "walks.parquet", 2, NETWORK_BUDGET)
    assert_likely(counts, exact)


def test_a_network_writes_the_same_file_again_and_walks_as_its_blocks_do(network, tmp_path):
    """Whole walks from the source, which stop at their target or at the budget; of more blocks than one."""
    files = [tmp_path / f"{name}.parquet" for name in "ab"]
    told = []
    for file in files:
        summary = front.sample_walks(
            UnequalGraph([[1], [1]]),
            network,
            walks=200,
            budget=NETWORK_BUDGET,
            seed=3,
            out=file,
            on_progress=lambda *so_far: told.append(so_far),
        )
    assert told[-1] == (400, summary.steps)
    assert files[0].read_bytes() == files[1].read_bytes()
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT problem, correct, steps FROM read_parquet(?)", [str(files[0])]).fetchall()
    assert len(rows) == 400
    for problem, correct, steps in rows:
        assert steps[:3] == ["s", "f", steps[2]]
        assert problem not in steps[:-1]
        assert (steps[-1] == problem) == correct
        assert correct or len(steps) == NETWORK_BUDGET + 1


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
