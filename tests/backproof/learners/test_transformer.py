"""The transformer: its tokens, what it sees, and that walking it step by step is reading its walk."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from backproof.environments.tasks import corridor_task, graph_task
from backproof.learners.measures import backward_rows, measured_cost, model_law, returned
from backproof.learners.tables import law_cost
from backproof.learners.tokens import vocabulary
from backproof.learners.traces import walk_traces, walker_of
from backproof.learners.transformer import NetworkShape, PaddedRows, Transformer
from backproof.theory.any_graph.graph_input import Edge
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph, edge_state

TASK = corridor_task(3, 2, 2)
ROWS = PaddedRows(TASK)
SMALL = NetworkShape(dim=16, heads=2)
SHAPES = [SMALL, replace(SMALL, window=3), replace(SMALL, window=1), replace(SMALL, positions="none", tied=True)]


def random(seed=0):
    return torch.Generator().manual_seed(seed)


def network(shape, tokens="edge", task=TASK, strength=1.0):
    """A network whose output is far from uniform where ``strength`` is 1."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = Transformer(PaddedRows(task), vocabulary(task, tokens), shape)
        if strength:
            torch.nn.init.normal_(model.head.weight, std=strength)
    return model


def some_walks(model, walks=40, budget=30):
    goals = torch.arange(walks) % 3
    return walk_traces(ROWS, walker_of(model), goals, budget, random())


# --- tokens ----------------------------------------------------------------------------------------------------------


def test_there_and_back_have_two_names_or_one():
    states = [edge_state(TASK.graph, state) for state in range(ROWS.states)]
    names = {tokens: vocabulary(TASK, tokens).name.tolist() for tokens in ("edge", "undirected", "move")}
    for one, edge in enumerate(states[1:], 1):
        assert names["edge"].count(names["edge"][one]) == 1
        alike = [states[i] for i, name in enumerate(names["undirected"]) if name == names["undirected"][one]]
        assert set(alike) <= {edge, edge.reversed()}
        moves = [states[i] for i, name in enumerate(names["move"]) if name == names["move"][one]]
        if edge.is_lane:
            assert len(moves) == 3 * 2 * 2
            assert {other.lane for other in moves} == {edge.lane}
        elif edge.head.corridor >= 0 and edge.tail.kind == "fork":
            assert moves == [edge]


def test_names_of_moves_need_corridors():
    graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a"), Edge("a", "t"), Edge("a", "t", 1)), "s", ("t",))
    assert vocabulary(graph_task(graph), "undirected").size == 4
    with pytest.raises(ValueError, match="tokens=move needs a corridor graph: use tokens=edge or undirected"):
        vocabulary(graph_task(graph), "move")


# --- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("tokens", ["edge", "undirected", "move"])
def test_moves_that_are_not_there_have_no_probability(shape, tokens):
    model = network(shape, tokens)
    states = some_walks(model).states
    law = model(states)[0].exp()
    assert torch.allclose(law.sum(-1), torch.ones(()), atol=1e-5)
    assert bool((law[~ROWS.valid[states]] == 0).all())


@pytest.mark.parametrize("shape", SHAPES)
def test_to_read_a_walk_is_to_walk_it(shape):
    """In float32 with sums of some 100 products, probabilities agree to about 1e-6."""
    model = network(shape)
    states = some_walks(model).states
    memory, law = model.memories(), model(states)[0]
    for time in range(states.shape[1]):
        step = model.continued(states[:, time, None], memory)[0][:, 0]
        assert torch.allclose(step.exp(), law[:, time].exp(), atol=1e-5)


@pytest.mark.parametrize(("window", "seen"), [(1, 1), (2, 3), (3, 5), (0, 12)])
def test_a_window_limits_what_each_of_two_layers_sees(window, seen):
    model = network(replace(SMALL, window=window))
    states = some_walks(network(SMALL)).states[:, :12]
    law = model(states)[0][:, -1]
    for age in range(1, 12):
        changed = states.clone()
        changed[:, -1 - age] = torch.where(states[:, -1 - age] == 5, 6, 5)
        same = torch.equal(model(changed)[0][:, -1], law)
        assert same == (age >= seen)


def test_tied_weights_are_the_same_weights():
    tied, apart = (network(replace(SMALL, tied=tied)) for tied in (True, False))
    assert tied.head.weight is tied.embedding.weight
    assert apart.head.weight is not apart.embedding.weight


def test_an_untrained_transformer_is_close_to_the_base_policy():
    model = network(replace(SMALL, window=1), strength=0)
    base = [float(share) for share in TASK.graph.base()]
    assert max(abs(model_law(TASK, model) - base)) < 0.1


# --- measures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fork", ["env", "agent"])
def test_the_exact_cost_of_a_window_of_one_is_the_mean_of_its_walks(fork):
    """Null: the mean of 400 walks is the cost; |z| > 4.5 has probability 7e-6."""
    task = corridor_task(3, 1, 2, fork=fork)
    model = network(replace(SMALL, window=1), task=task, strength=0.3)
    exact = measured_cost(task, model, 2, 10, 0)
    assert exact.standard_error == 0
    assert exact.steps == pytest.approx(law_cost(task, model_law(task, model)))
    model.shape = replace(model.shape, window=0, positions="none")
    for block in model.blocks:
        block.shape = replace(block.shape, window=1)
    found = measured_cost(task, model, 400, 5000, 1)
    assert found.cut == 0
    assert abs(found.steps - exact.steps) < 4.5 * found.standard_error


def test_walks_that_are_cut_are_counted():
    found = measured_cost(TASK, network(SMALL, strength=0), 300, 20, 0)
    assert 0 < found.cut < 1
    assert found.steps <= 20


def test_the_way_back_of_a_table_is_its_backward_rows():
    """At base a walker enters a diamond with probability 2/3 and leaves it with 1/3; the return takes 28 steps.

    Null of the last line: the mean of 4000 ways back is 28; |z| > 4.5, for a standard deviation below 40.
    """
    model = network(replace(SMALL, window=1), strength=0)
    torch.nn.init.zeros_(model.head.weight)
    assert backward_rows(TASK, model, 20, 0).tolist() == pytest.approx([2 / 3, 1 / 3, 2 / 3, 1 / 3])
    found = returned(TASK, model, 4000, 2000, 0)
    assert found.share == 1
    assert abs(found.steps - 28) < 4.5 * 40 / 4000**0.5
