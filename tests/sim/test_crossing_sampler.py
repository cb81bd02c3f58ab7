"""The crossing sampler against walks taken step by step, exact expectations and the edge-state chain."""

from __future__ import annotations

import functools
import random
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.checks.tools.walks import expected_visits
from backproof.sim.crossing_sampler import sample_crossings
from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, START, CorridorGraph
from backproof.theory.policy import Policy
from tests.sim.comparisons import mean_excess, same_law
from tests.strategies import exact_cases, float_cases, graphs

PAPER = CorridorGraph(width=15, depth=15, lanes=5)
SMALL = CorridorGraph(width=3, depth=2, lanes=2)
UNEVEN = Policy(
    forward_exit=[Fraction(1, 2), Fraction(3, 4)],
    backward_entry=[Fraction(2, 3), 1],
    forward_entry=[Fraction(3, 5), Fraction(4, 5)],
    backward_exit=[1, Fraction(1, 3)],
)
WALKS = 4000


def draw(graph, policy, samples, *, seed=0, pooled=1):
    return sample_crossings(graph, policy, samples, generator=torch.Generator().manual_seed(seed), pooled=pooled)


def edge_of(graph, state):
    """The number 0..2K of the edge in its corridor, and whether it is travelled away from the fork."""
    tail, head = (graph.level(vertex) for vertex in state[:2])
    return min(tail, head) - 1, head > tail


@functools.cache
def walked():
    """Outward and homeward crossings of each edge, and leaves reached from the fork, in `WALKS` walks taken move by
    move.
    """
    choose = random.Random(0)  # noqa: S311 - not for secrets
    row = functools.cache(lambda state: moves(UNEVEN.row(SMALL, state)))
    edges = np.zeros((2, WALKS, 2 * SMALL.depth + 1), dtype=np.int64)
    visits = np.zeros(WALKS, dtype=np.int64)
    for walk in range(WALKS):
        target, state, fresh = choose.choice(SMALL.leaves()), START, True
        while state.head != target:
            options, weights = row(state)
            (state,) = choose.choices(options, weights)
            edge, away = edge_of(SMALL, state)
            edges[0 if away else 1, walk, edge] += 1
            visits[walk] += fresh and state.head.kind == "leaf"
            fresh = state.head == FORK or (fresh and state.head.kind != "leaf")
    return edges[0], edges[1], visits


def moves(law):
    return list(law), [float(weight) for weight in law.values()]


def test_every_walk_crosses_each_edge_once_more_outward():
    outward, homeward, _ = walked()
    assert (outward - homeward == 1).all()


def test_the_counts_have_the_law_of_walks_taken_step_by_step():
    """Null: one law. 4000 walks on the multigraph against 1e5 draws, nine comparisons at a false-alarm rate of 1e-6."""
    outward, homeward, visits = walked()
    crossings = draw(SMALL, UNEVEN, 100_000)
    assert same_law(1 + (outward + homeward).sum(axis=1), crossings.steps.numpy())
    assert same_law(visits, crossings.leaf_visits.numpy())
    for edge in range(2 * SMALL.depth + 1):
        assert same_law(homeward[:, edge], crossings.homeward[:, edge].numpy())
        assert same_law(outward[:, edge], crossings.outward[:, edge].numpy())


def test_counts_of_two_edges_have_their_joint_law():
    """Null: one law, of sums of two edges that only a joint sampler gets right; two comparisons as above."""
    _, homeward, _ = walked()
    drawn = draw(SMALL, UNEVEN, 100_000, seed=1).homeward.numpy()
    assert same_law(homeward[:, 0] - homeward[:, 3], drawn[:, 0] - drawn[:, 3])
    assert same_law(homeward[:, 1] - homeward[:, 2], drawn[:, 1] - drawn[:, 2])


@settings(max_examples=40)
@given(case=float_cases())
def test_the_mean_is_the_expected_hitting_time(case):
    """Null: the expectation is that of theory. 2000 sums over 1000 episodes, a false-alarm rate of 1e-6 per case."""
    graph, policy = case
    steps = draw(graph, policy, 2000, pooled=1000).steps.numpy() / 1000
    assert mean_excess(steps, expected_hitting_time(graph, policy)) < 1


@settings(max_examples=20)
@given(case=exact_cases(max_width=3, max_depth=2, max_lanes=2))
def test_each_edge_is_crossed_as_often_as_the_chain_expects(case):
    """Null: expected crossings are the chain's, solved exactly. As above, each of the 4K+2 counts at a rate of 1e-6."""
    graph, policy = case
    expected = np.zeros((2, 2 * graph.depth + 1))
    for state, visits in expected_visits(corridor_chain(graph, policy)).items():
        if state != START:
            edge, away = edge_of(graph, state)
            expected[0 if away else 1, edge] += float(visits)
    expected[0, -1] += 1  # the last move reaches the target and is in no row
    crossings = draw(graph, policy, 2000, pooled=1000)
    assert (mean_excess(crossings.outward.numpy() / 1000, expected[0]) < 1).all()
    assert (mean_excess(crossings.homeward.numpy() / 1000, expected[1]) < 1).all()


@given(graph=graphs(max_width=20, max_depth=20), seed=st.integers(0, 2**32))
def test_a_policy_that_never_turns_crosses_each_edge_once_a_passage(graph, seed):
    crossings = draw(graph, Policy.optimal(graph), 50, seed=seed)
    passage, visits = 2 * graph.depth + 1, crossings.leaf_visits
    assert bool((crossings.steps == 1 + passage * (2 * visits - 1)).all())
    assert bool((crossings.homeward == visits[:, None] - 1).all())


@given(case=float_cases(max_width=1))
def test_a_single_corridor_takes_one_passage_per_episode(case):
    crossings = draw(*case, samples=20, pooled=3)
    assert crossings.leaf_visits.tolist() == [3] * 20


def test_leaf_visits_are_geometric():
    """Null: mean W of sums over 1000 episodes; 1e4 sums, a false-alarm rate of 1e-6."""
    visits = draw(PAPER, Policy.optimal(PAPER), 10_000, pooled=1000).leaf_visits.numpy()
    assert mean_excess(visits / 1000, PAPER.width) < 1


@pytest.mark.parametrize("policy", [UNEVEN, Policy.base(SMALL), Policy.sft_limit(SMALL)], ids=["uneven", "base", "sft"])
def test_pooled_episodes_have_the_law_of_a_sum(policy):
    """Null: one law. 2e4 sums of 8 episodes against 2e4 draws that pool 8, three comparisons at a rate of 1e-6."""
    alone, pooled = draw(SMALL, policy, 160_000), draw(SMALL, policy, 20_000, seed=1, pooled=8)
    for name in ("steps", "leaf_visits"):
        summed = getattr(alone, name).reshape(-1, 8).sum(dim=1)
        assert same_law(summed.numpy(), getattr(pooled, name).numpy())
    assert same_law(alone.homeward[:, 0].reshape(-1, 8).sum(dim=1).numpy(), pooled.homeward[:, 0].numpy())


@pytest.mark.parametrize("pooled", [1, 10**4, 10**9, 10**15])
@pytest.mark.parametrize("policy", [Policy.base(PAPER), Policy.sft_limit(PAPER)], ids=["base", "sft"])
def test_the_mean_at_the_sizes_of_the_paper_for_each_pooling(policy, pooled):
    """Null: the mean is H. 2e4 draws, a false-alarm rate of 1e-6 each; skewness moves it little (2/sqrt(2e4))."""
    steps = draw(PAPER, policy, 20_000, pooled=pooled).steps.numpy() / pooled
    assert mean_excess(steps, expected_hitting_time(PAPER, policy)) < 1
    assert np.isclose(
        steps.std() * np.sqrt(pooled), 1.04 * steps.mean(), rtol=0.06
    )  # relative sd of the sd: 2/sqrt(2e4)


def test_the_mean_of_times_beyond_1e250_steps():
    """Null: the mean is H; 5000 draws, a false-alarm rate of 1e-6."""
    graph = CorridorGraph(width=2, depth=300, lanes=5)
    policy = Policy.sft_limit(graph)
    steps = draw(graph, policy, 5000).steps.numpy()
    expected = expected_hitting_time(graph, policy)
    assert expected > 1e250
    assert mean_excess(steps / expected, 1.0) < 1


def test_times_beyond_float64_are_refused():
    graph = CorridorGraph(width=2, depth=400, lanes=5)
    with pytest.raises(OverflowError, match=r"counts must have means up to 1e\+300, got .*: ask for less depth"):
        draw(graph, Policy.sft_limit(graph), 100)


def test_an_episode_without_a_way_back_is_finite_even_if_the_way_back_would_overflow():
    graph = CorridorGraph(width=2, depth=1, lanes=1)
    policy = Policy(forward_exit=[1], forward_entry=[1], backward_entry=[1], backward_exit=[Fraction(1, 10**290)])
    crossings = draw(graph, policy, 200)
    first = crossings.leaf_visits == 1
    assert set(crossings.steps[first].tolist()) == {4.0}
    assert crossings.steps[~first].min().item() > 1e280


def test_equal_seeds_give_equal_draws():
    state = torch.get_rng_state()
    first, second, other = (draw(SMALL, UNEVEN, 5000, seed=seed) for seed in (3, 3, 4))
    assert torch.equal(first.homeward, second.homeward)
    assert torch.equal(first.leaf_visits, second.leaf_visits)
    assert not torch.equal(first.homeward, other.homeward)
    assert torch.equal(torch.get_rng_state(), state)


def test_one_generator_gives_fresh_draws_each_time():
    generator = torch.Generator().manual_seed(0)
    first, second = (sample_crossings(SMALL, UNEVEN, 100, generator=generator) for _ in range(2))
    assert not torch.equal(first.steps, second.steps)


def test_shapes_and_the_sum_of_crossings():
    crossings = draw(SMALL, UNEVEN, 3000, pooled=7)
    assert crossings.leaf_visits.shape == (3000,)
    assert crossings.homeward.shape == crossings.outward.shape == (3000, 5)
    assert bool((crossings.outward - crossings.homeward == 7).all())
    assert torch.equal(crossings.steps, 7 + crossings.outward.sum(dim=1) + crossings.homeward.sum(dim=1))


ONE_EACH = dict.fromkeys(("forward_exit", "backward_entry", "forward_entry", "backward_exit"), np.ones((4, 2)))


@pytest.mark.parametrize(
    ("policy", "options", "message"),
    [
        (UNEVEN, {"samples": 0}, "samples must be an integer >= 1, got samples=0"),
        (UNEVEN, {"samples": 1, "pooled": -1}, "pooled must be an integer >= 1, got pooled=-1"),
        (
            UNEVEN,
            {"samples": 1, "pooled": 2**54},
            r"pooled must be at most 2\*\*53, got pooled=18014398509481984: draw",
        ),
        (Policy.optimal(PAPER), {"samples": 1}, "policy must have one probability per diamond, got 15 per family for"),
        (Policy(**ONE_EACH), {"samples": 1}, r"policy must be a single one, got a batch of shape \(4,\): pass one"),
    ],
)
def test_bad_input_is_refused(policy, options, message):
    with pytest.raises(ValueError, match=message):
        draw(SMALL, policy, **options)


class Elsewhere(torch.Generator):
    """A generator that says it is on a GPU: most machines have none."""

    device = torch.device("cuda", 0)


def test_a_generator_that_is_not_on_the_cpu_is_refused():
    with pytest.raises(ValueError, match="generator must be on the CPU, got one on cuda:0: torch's Poisson sampler"):
        sample_crossings(SMALL, UNEVEN, 1, generator=Elsewhere())
