"""The full table confirms the computations on gaps, and covers cases that gaps cannot describe."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import torch

from backproof.sim import logit_table as tables
from backproof.sim.descent import descend, normalised, plain, sign
from backproof.sim.exact_cost import cost_gradient, expected_moves
from backproof.sim.logit_table import with_gradient
from backproof.sim.losses import cross_entropy, golden_path_moves, rlvr_loss, sft_loss
from backproof.theory.any_graph.golden import golden_moves as golden_on_any_graph
from backproof.theory.chain import corridor_chain
from backproof.theory.graph import FORK, SOURCE, CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES
from tests.sim.gaps import policy_of, wide_start

SIZES = [(1, 1, 1), (2, 1, 3), (2, 2, 2), (3, 2, 1), (3, 1, 2)]
each_size = pytest.mark.parametrize("sizes", SIZES, ids=str)


def on_gaps(graph, table, function):
    """A function of the table's logits as a loss on gaps."""
    index = tables.gap_index(graph, table)
    return with_gradient(lambda gaps: function(tables.tied(gaps.flatten(), index)))


def spread(graph, table, logits):
    """The gaps if all rows of a family and diamond agree to 1e-10."""
    index = tables.gap_index(graph, table).tolist()
    found = np.full(4 * graph.depth, np.nan)
    for row in range(len(table.states)):
        moves = [(index[m], float(logits[m])) for m in np.flatnonzero(table.row.numpy() == row)]
        passing = [logit for place, logit in moves if place >= 0]
        turning = [logit for place, logit in moves if place < 0]
        if passing:
            place = max(place for place, _ in moves)
            for gap in (a - b for a in passing for b in turning):
                assert np.isnan(found[place]) or found[place] == pytest.approx(gap, abs=1e-10)
                found[place] = gap
    return found.reshape(4, graph.depth)


@each_size
def test_gaps_are_the_parameters_of_a_tied_table(sizes):
    graph = CorridorGraph(*sizes)
    table, gaps = tables.corridor_logit_table(graph), wide_start(graph, seed=3)
    cost, gradient = on_gaps(graph, table, table.hitting_time)(gaps)
    reduced, by_gap = cost_gradient(graph, gaps)
    assert cost == pytest.approx(float(reduced), rel=1e-11)
    np.testing.assert_allclose(gradient, by_gap, rtol=1e-9, atol=1e-11 * cost)


def test_the_table_has_the_same_chain_as_the_model():
    graph = CorridorGraph(2, 2, 3)
    table, gaps = tables.corridor_logit_table(graph), wide_start(graph, seed=4)
    exact = policy_of(graph, gaps).to_fractions()
    probabilities = table.log_probabilities(tables.tied(torch.tensor(gaps).flatten(), tables.gap_index(graph, table)))
    for (row, move), weight in zip(table.moves(), probabilities.exp().tolist(), strict=True):
        assert weight == pytest.approx(float(exact.row(graph, row).get(move, 0)), rel=1e-12)
    small = CorridorGraph(2, 1, 2)
    base = policy_of(small, np.zeros((4, 1)))
    costs = [1 + corridor_chain(small, base, target).expected_hitting_time() for target in (0, 1)]
    table = tables.corridor_logit_table(small)
    found = table.hitting_time(torch.zeros(len(table.row), dtype=torch.float64))
    assert found.item() == pytest.approx(float(sum(costs, Fraction(0)) / 2), rel=1e-12)


@each_size
def test_visits_on_the_table_agree_with_the_exact_cost(sizes):
    graph = CorridorGraph(*sizes)
    table, gaps = tables.corridor_logit_table(graph), wide_start(graph, seed=6)
    index = tables.gap_index(graph, table)
    moves = table.expected_moves(tables.tied(torch.tensor(gaps).flatten(), index))
    passes = torch.zeros(4 * graph.depth, dtype=torch.float64).index_add(0, index[index >= 0], moves[index >= 0])
    np.testing.assert_allclose(passes.reshape(4, -1), expected_moves(graph, gaps).passes, rtol=1e-10, atol=1e-12)


@each_size
def test_cross_entropies_on_gaps_and_on_the_table_agree(sizes):
    graph = CorridorGraph(*sizes)
    table, gaps, teacher = tables.corridor_logit_table(graph), wide_start(graph, seed=7), wide_start(graph, seed=8)
    index = tables.gap_index(graph, table)
    walked = table.expected_moves(tables.tied(torch.tensor(teacher).flatten(), index))
    golden = table.count(path for leaf in graph.leaves() for path in graph.golden_paths(leaf))
    for data, reduced in ((walked, expected_moves(graph, teacher)), (golden, golden_path_moves(graph))):
        value, gradient = on_gaps(graph, table, partial(table.cross_entropy, data=data))(gaps)
        fixed = -(data * table.log_probabilities(torch.zeros_like(data)))[fixed_rows(graph, table)].sum()
        expected, by_gap = cross_entropy(graph, reduced, gaps)
        assert value - fixed.item() == pytest.approx(expected, rel=1e-10)
        np.testing.assert_allclose(gradient, by_gap, rtol=1e-9, atol=1e-11 * value)


def fixed_rows(graph, table):
    """The moves of rows without a gap: at the fork and the leaves."""
    return torch.tensor([row[1].kind in ("fork", "leaf") for row, _ in table.moves()])


def test_the_counts_of_golden_paths_agree_with_the_theory():
    graph = CorridorGraph(2, 2, 2)
    table = tables.corridor_logit_table(graph)
    counts = table.count(path for leaf in graph.leaves() for path in graph.golden_paths(leaf))
    expected = golden_on_any_graph(graph.multigraph(), SOURCE, graph.leaves())
    for (row, move), count in zip(table.moves(), counts.tolist(), strict=True):
        assert count == float(expected.get(row, {}).get(move, 0))


@pytest.mark.parametrize("seed", range(3))
def test_sft_on_a_sample_leaves_rows_without_data_bit_for_bit(seed):
    graph = CorridorGraph(3, 2, 3)
    table = tables.corridor_logit_table(graph)
    everything = [path for leaf in graph.leaves() for path in graph.golden_paths(leaf)]
    data = table.count(everything[i] for i in np.random.default_rng(seed).integers(len(everything), size=4))
    visits = torch.zeros(len(table.states), dtype=torch.float64).index_add(0, table.row, data)
    start = np.random.default_rng(seed).normal(size=len(data))
    for optimiser in (plain, normalised, sign):
        *_, last = descend(with_gradient(partial(table.cross_entropy, data=data)), start, optimiser, step=0.3, steps=60)
        unseen = (visits[table.row] == 0).numpy()
        backward = [graph.level(row[0]) > graph.level(row[1]) for row, _ in table.moves()]
        assert np.all(unseen[backward])
        assert last.logits[unseen].tobytes() == start[unseen].tobytes()
        assert np.all(last.gradient[unseen] == 0)
    assert last.loss < with_gradient(partial(table.cross_entropy, data=data))(start)[0]


@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 1, 2), (2, 2, 1)], ids=str)
@pytest.mark.parametrize("which", ["rlvr", "sft"])
def test_a_plain_step_on_the_table_is_a_step_on_gaps_at_their_speed(sizes, which):
    graph = CorridorGraph(*sizes)
    table = tables.corridor_logit_table(graph)
    golden = table.count(path for leaf in graph.leaves() for path in graph.golden_paths(leaf))
    full = with_gradient(table.hitting_time if which == "rlvr" else partial(table.cross_entropy, data=golden))
    reduced = rlvr_loss(graph) if which == "rlvr" else sft_loss(graph)
    speed = tables.gap_speed(graph, rows_tied=False)
    trained = ~fixed_rows(graph, table).numpy()
    on_table = descend(full, np.zeros(len(golden)), lambda g, _: trained * g, step=0.02, steps=40)
    in_gaps = descend(reduced, np.zeros((4, graph.depth)), lambda g, _: speed * g, step=0.02, steps=40)
    for a, b in zip(on_table, in_gaps, strict=True):
        np.testing.assert_allclose(spread(graph, table, a.logits), b.logits, rtol=0, atol=1e-10)


def test_tied_rows_with_untied_logits_have_a_speed_of_their_own():
    graph = CorridorGraph(2, 2, 3)
    table = tables.corridor_logit_table(graph)
    roles = {}
    index = torch.tensor([roles.setdefault(role(row, move), len(roles)) for row, move in table.moves()])
    index[fixed_rows(graph, table)] = -1
    full = with_gradient(lambda parameters: table.hitting_time(tables.tied(parameters, index)))
    speed = tables.gap_speed(graph, rows_tied=True)
    on_table = descend(full, np.zeros(len(roles)), plain, step=0.002, steps=40)
    in_gaps = descend(rlvr_loss(graph), np.zeros((4, 2)), lambda g, _: speed * g, step=0.002, steps=40)
    for a, b in zip(on_table, in_gaps, strict=True):
        logits = tables.tied(torch.tensor(a.logits), index).numpy()
        np.testing.assert_allclose(spread(graph, table, logits), b.logits, rtol=0, atol=1e-10)


def role(row, move):
    """What tied rows have in common: all but the corridor and the lane travelled. The next lane is told apart."""
    return tuple((v.kind, v.diamond) for v in (row[0], row[1], move[1])), move[2]


def test_a_sign_step_on_the_table_moves_a_gap_by_two_steps():
    graph = CorridorGraph(3, 1, 2)  # all signs are right from base: W = 3 > 4/3
    table = tables.corridor_logit_table(graph)
    trained = ~fixed_rows(graph, table).numpy()
    loss = with_gradient(table.hitting_time)
    *_, last = descend(loss, np.zeros(len(trained)), lambda g, _: trained * np.sign(g), step=0.005, steps=100)
    *_, gaps = descend(rlvr_loss(graph), np.zeros((4, 1)), sign, step=0.01, steps=100)
    np.testing.assert_allclose(spread(graph, table, last.logits), gaps.logits, rtol=1e-12)
    assert last.loss == pytest.approx(gaps.loss, rel=1e-12)


# --- cases without gaps ----------------------------------------------------------------------------------------------


def test_a_trained_fork_learns_the_square_roots_of_the_prior():
    graph = CorridorGraph(3, 1, 1)
    table = tables.corridor_logit_table(graph)
    prior = torch.tensor([0.7, 0.2, 0.1], dtype=torch.float64)
    fork = {FORK: 0}
    index = torch.tensor([move[1].corridor if row[1] in fork else 3 + m for m, (row, move) in enumerate(table.moves())])
    passes = tables.gap_index(graph, table).numpy() >= 0
    start = np.concatenate([np.zeros(3), np.where(passes, 30.0, 0.0)])  # corridors that never turn

    def loss(parameters):
        return table.hitting_time(tables.tied(parameters, index), prior)

    at_fork = np.arange(len(start)) < 3
    *_, last = descend(with_gradient(loss), start, lambda g, _: at_fork * g, step=0.1, steps=150)
    share = np.exp(last.logits[:3]) / np.exp(last.logits[:3]).sum()
    roots = np.sqrt(prior.numpy()) / np.sqrt(prior.numpy()).sum()
    np.testing.assert_allclose(share, roots, atol=1e-6)


def test_a_trained_fork_with_memory_does_not_return_to_the_last_corridor():
    graph = CorridorGraph(2, 2, 2)
    table = tables.corridor_logit_table(graph)
    start = tables.tied(torch.full((4 * graph.depth,), 30.0).double(), tables.gap_index(graph, table)).numpy()
    *_, last = descend(with_gradient(table.hitting_time), start, normalised, step=0.2, steps=150)
    assert last.loss == pytest.approx(1 + graph.width * (2 * graph.depth + 1), rel=1e-6)  # the bound with memory


def unequal_corridors(lanes):
    """Edges of a graph whose corridor w has ``len(lanes[w])`` diamonds, diamond j with ``lanes[w][j]`` lanes.

    Vertices are ``"s"``, ``"f"`` and (w, v), v = 1..2K_w + 1, the last of which is the leaf.
    """
    edges = [("s", "f", 0)]
    for w, diamonds in enumerate(lanes):
        edges.append(("f", (w, 1), 0))
        for j, parallel in enumerate(diamonds):
            left, right = 2 * j + 1, 2 * j + 2
            edges += [((w, left), (w, right), lane) for lane in range(parallel)]
            edges.append(((w, right), (w, right + 1), 0))
    return edges


def test_training_in_unequal_corridors_reaches_the_least_cost():
    table = tables.edge_table(unequal_corridors([[2], [1, 3]]), [(0, 3), (1, 5)])
    fork = np.array([row[1] == "f" for row, _ in table.moves()])
    loss = with_gradient(table.hitting_time)
    start = np.random.default_rng(1).uniform(-1, 1, len(fork))
    start[fork] = 0
    *_, last = descend(loss, start, lambda g, x: normalised(~fork * g, x), step=0.4, steps=200)
    # Never turning: the wrong corridor is entered once on average, 2 * 3 or 2 * 5 steps; 1 step first, then 3 or 5.
    assert last.loss == pytest.approx(1 + ((3 + 10) + (5 + 6)) / 2, rel=1e-3)


def test_bad_tables_and_priors_are_refused():
    with pytest.raises(ValueError, match=r"targets must be vertices that the source reaches, got \['z'\]"):
        tables.edge_table([("s", "f", 0), ("y", "z", 0)], ["z"])
    with pytest.raises(ValueError, match="targets must be vertices that the source reaches, got none"):
        tables.edge_table([("s", "f", 0)], [])
    table = tables.corridor_logit_table(CorridorGraph(2, 1, 1))
    with pytest.raises(ValueError, match="prior must be 2 probabilities that sum to one"):
        table.hitting_time(torch.zeros(len(table.row), dtype=torch.float64), torch.tensor([0.5, 0.6]).double())
    with pytest.raises(ValueError, match="paths must hold at least one path, got none"):
        table.count([])
    with pytest.raises(TypeError, match="table must be that of a corridor graph"):
        tables.gap_index(CorridorGraph(2, 1, 1), tables.edge_table([("s", "f", 0), ("f", "t", 0)], ["t"]))


def test_the_speed_of_a_gap_follows_from_its_number_of_rows():
    graph = CorridorGraph(3, 1, 4)
    speeds = dict(zip(FAMILIES, tables.gap_speed(graph, rows_tied=False)[:, 0], strict=True))
    assert all(speed == (1.25 / 3 if family in ENTRIES else 1.25 / 12) for family, speed in speeds.items())
    assert np.all(tables.gap_speed(graph, rows_tied=True) == 1.25)
