"""The graph of the steps: counts by hand, measures of known graphs, and the policy that `backproof graph` audits."""

from __future__ import annotations

import json
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest

import backproof as front
from backproof.samples import step_graph
from backproof.samples import steps as steps_module
from backproof.samples.layouts import SamplesError
from backproof.samples.step_graph import LONGEST_NAME, SOURCES, StepGraph, fitted_decay, gini, policy_graph, topology
from tests.backproof.samples.made import write_jsonl

WORDS = [
    (["a", "b", "a", "c"], True),
    (["a", "b", "a", "c"], True),
    (["a", "d"], False),
    (["d"], True),
]


def rows(words):
    return [{"problem": 0, "correct": good, "steps": steps} for steps, good in words]


@pytest.fixture
def compared(tmp_path):
    """The comparison of samples with themselves."""

    def run(words):
        file = write_jsonl(tmp_path / "samples.jsonl", rows(words))
        return front.compare(file, file)

    return run


def made(graph):
    """The steps of walks along each edge of a graph, once."""
    moves = [(-1, a, b) for a, b in graph.edges] + [(a, b, -1) for a, b in graph.edges]
    names = tuple(map(str, graph))
    return StepGraph(names, np.array(moves), np.ones(len(moves), np.int64), graph.number_of_edges(), 0)


def test_steps_are_counted_as_they_were_made(compared):
    graph = compared(WORDS).steps[0].graph
    assert graph.names == ("a", "b", "c", "d")
    assert graph.visits().tolist() == [5, 2, 2, 2]
    assert (graph.samples, graph.steps, graph.repeats) == (4, 11, 2)
    assert [tuple(graph.names[i] for i in edge) for edge in graph.edges().tolist()] == [
        ("a", "b"),
        ("a", "c"),
        ("a", "d"),
        ("b", "a"),
    ]
    assert graph.backtracking() == (2 / 7, 2 / 7)  # of 7 moves: a again, in two samples; each reverses the move before


def test_steps_that_are_numbers_and_samples_without_steps(compared):
    found = compared([([1, 2], True), ([], True), ([2, 1, 3], False)])
    assert found.steps[0].graph.names == ("1", "2", "3")
    assert found.steps[0].graph.samples == 2
    (measure,) = (one for one in found.measures if (one.name, one.budget) == ("distinct step sequences", 3))
    assert measure.base.value == pytest.approx(3)


def test_a_sample_that_is_there_twice_counts_once(tmp_path):
    once = [{**row, "sample": i} for i, row in enumerate(rows(WORDS))]
    twice = write_jsonl(tmp_path / "twice.jsonl", [*once, *once])
    found = front.compare(twice, write_jsonl(tmp_path / "once.jsonl", once)).steps
    assert found[0].graph.steps == found[1].graph.steps == 11


def test_ungraded_rows_and_problems_of_one_model_are_not_in_the_graph(tmp_path):
    base = [*rows(WORDS), {"problem": 0, "correct": None, "steps": ["x"]}, {"problem": 1, "correct": 1, "steps": ["y"]}]
    files = write_jsonl(tmp_path / "b.jsonl", base), write_jsonl(tmp_path / "t.jsonl", rows(WORDS))
    assert front.compare(*files).steps[0].graph.names == ("a", "b", "c", "d")


# --- measures --------------------------------------------------------------------------------------------------------


def test_an_exponential_fall_is_found_with_its_rate():
    found = fitted_decay(10.0 ** (3 - 0.02 * np.arange(100)))
    assert (found.slope, found.r_squared, found.last) == (pytest.approx(0.02), pytest.approx(1), 100)


def test_the_fit_range_is_that_of_positive_values():
    assert fitted_decay(np.array([100, 10, 1, 0, 0])).last == 3
    assert fitted_decay(np.array([5, 5, 5])).r_squared == 0
    assert fitted_decay(np.array([2, 1, 0])) is None


def test_gini_is_the_mean_difference_over_twice_the_mean():
    values = np.array([1, 4, 2, 9, 0])
    exact = np.abs(values[:, None] - values).mean() / (2 * values.mean())
    assert gini(values) == pytest.approx(exact)


def test_the_topology_of_a_star_and_of_a_path():
    star = topology(made(nx.star_graph(5)), seed=0)
    assert (star.centralisation, star.clustering, star.assortativity) == (1, 0, -1)
    assert star.algebraic_connectivity == pytest.approx(1)
    path = topology(made(nx.path_graph(4)), seed=0)
    assert path.path_length == pytest.approx(10 / 6)
    assert path.efficiency == pytest.approx((3 + 2 / 2 + 1 / 3) / 6)
    assert path.density == 0.5
    assert path.algebraic_connectivity == pytest.approx(2 - 2**0.5)


def test_a_graph_of_one_step_has_what_is_defined():
    alone = StepGraph(("a",), np.array([[-1, 0, -1]]), np.array([3]), 3, 0)
    found = topology(alone, seed=0)
    assert (found.density, found.path_length, found.modularity, found.centralisation) == (0, None, None, None)


def test_paths_of_a_large_graph_are_sampled():
    """The mean distance on a cycle is the same from every node, so a sample of the sources is exact."""
    nodes = 2 * SOURCES
    found = topology(made(nx.cycle_graph(nodes)), seed=0)
    assert found.sources == SOURCES
    assert found.path_length == pytest.approx(nodes**2 / 4 / (nodes - 1))


def test_a_very_large_graph_is_measured_from_fewer_nodes_and_without_communities(monkeypatch):
    monkeypatch.setattr(step_graph, "MOST_FOLLOWED", 40 * 1200)
    monkeypatch.setattr(step_graph, "MOST_FOR_COMMUNITIES", 599)
    found = topology(made(nx.cycle_graph(600)), seed=0)
    assert (found.sources, found.modularity) == (40, None)
    assert found.path_length == pytest.approx(600**2 / 4 / 599)
    monkeypatch.setattr(step_graph, "MOST_FOR_COMMUNITIES", 600)
    monkeypatch.setattr(step_graph, "MOST_FOLLOWED", 1)
    found = topology(made(nx.cycle_graph(600)), seed=0)
    assert found.sources == step_graph.FEWEST_SOURCES
    assert found.modularity > 0.8


# --- as a policy -----------------------------------------------------------------------------------------------------


def test_the_expected_steps_of_the_policy_are_the_moves_per_solved_sample(tmp_path, backproof):
    """The counts are a flow from start to solved and back: visits per solved sample are exactly their ratios."""
    file = write_jsonl(tmp_path / "samples.jsonl", rows(WORDS))
    run = backproof("compare", file, file, "--graphs", tmp_path, "--out", tmp_path / "report")
    assert run.code == 0
    document = json.loads((tmp_path / "base.json").read_text())
    moves = sum(edge["weight"] for edge in document["edges"])
    assert moves == 11 + 4 + 1  # a move to every step, to the end of every sample, and back from the failed one
    audit = front.examine_graph(front.load_graph(tmp_path / "base.json"))
    assert audit.policies[0].cost.value == Fraction(moves, 3)
    assert (tmp_path / "base.json").read_bytes() == (tmp_path / "tuned.json").read_bytes()


def test_rows_depend_on_the_last_edge():
    """After b -> a comes c, after start -> a comes b or d."""
    moves = np.array([[-1, 0, 1], [0, 1, 0], [1, 0, 2], [0, 2, -1], [-1, 0, 3], [0, 3, -1]])
    document = policy_graph(StepGraph(("a", "b", "c", "d"), moves, np.array([2, 2, 2, 2, 1, 1]), 3, 2))
    follow = {(edge["source"], edge["target"]): edge["weight"] for edge in document["edges"]}
    assert follow["b -> a", "a -> c"] == 2
    assert {target for source, target in follow if source == "start -> a"} == {"a -> b", "a -> d"}


def test_long_and_ambiguous_texts_stay_apart():
    names = ("x" * 300, "x" * 301, "a -> b", "failed")
    moves = np.array([[-1, i, -1] for i in range(4)])
    document = policy_graph(StepGraph(names, moves, np.ones(4, np.int64), 4, 0))
    nodes = [node["id"] for node in document["nodes"]]
    assert len(set(nodes)) == len(nodes) == 6
    assert max(map(len, nodes)) <= 200


def test_long_steps_are_told_apart_by_their_ends_and_kept_short(compared):
    long = ["x" * 5000 + end for end in "ab"]
    graph = compared([([long[0], long[1], long[0]], True)]).steps[0].graph
    assert graph.names == ("x" * (LONGEST_NAME + 1),) * 2
    assert sorted(graph.visits().tolist()) == [1, 2]
    assert graph.repeats == 1


def test_graphs_are_refused_without_steps_or_a_folder(tmp_path, backproof):
    file = write_jsonl(tmp_path / "samples.jsonl", [{"problem": 0, "correct": 1}])
    code, _, err = backproof("compare", file, file, "--graphs", tmp_path)
    assert (code, err) == (2, "backproof: --graphs needs steps of both models; the samples have no steps\n")
    code, _, err = backproof("compare", file, file, "--graphs", tmp_path / "no")
    assert code == 2
    assert "the folder" in err
    assert [path.name for path in tmp_path.iterdir()] == ["samples.jsonl"]


def test_free_texts_have_no_graph_and_the_report_says_so(tmp_path, backproof, monkeypatch):
    monkeypatch.setattr(steps_module, "MOST_MOVES", 5)
    file = write_jsonl(tmp_path / "samples.jsonl", rows(WORDS))
    run = backproof("compare", file, file)
    assert run.code == 0
    assert "base: no reasoning graph: the steps make 7 different moves" in " ".join(run.out.split())
    document = json.loads(backproof("compare", file, file, "--format", "json").out)
    assert document["step_graphs"] == {"base": None, "tuned": None}
    assert "too many different moves" in backproof("compare", file, file, "--graphs", tmp_path).err


def test_only_one_model_with_steps_is_refused_if_they_are_named(tmp_path):
    with_steps = write_jsonl(tmp_path / "a.jsonl", rows(WORDS))
    without = write_jsonl(tmp_path / "b.jsonl", [{"problem": 0, "correct": 1}])
    assert front.compare(with_steps, without).steps is None
    with pytest.raises(SamplesError, match="has no column 'steps'"):
        front.compare(with_steps, without, columns={"steps": "steps"})
