"""The step walker draws from the rows of its table, and an episode does not depend on its batch."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from backproof.checks.tools.walks import expected_visits
from backproof.sim import alias, walkers
from backproof.sim.alias import AliasTable, drawn_law, share_slots
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.moves import IDLE
from backproof.sim.walk_table import NeverHitsError, multigraph_table
from backproof.sim.walkers import Walkers, walk
from backproof.theory.chain import corridor_chain
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.sim.traces import trajectories

SMALL = CorridorGraph(width=3, depth=2, lanes=3)
TABLE = corridor_table(SMALL, Policy.base(SMALL))


def same(left, right):
    pairs = zip(vars(left).values(), vars(right).values(), strict=True)
    return all(a is b is None or torch.equal(a, b) for a, b in pairs)


def joined(parts):
    return walkers.Walks(*(torch.cat([getattr(part, name) for part in parts]) for name in list(vars(parts[0]))[:4]))


# --- alias tables ----------------------------------------------------------------------------------------------------


def drawn(accepted, other):
    """The probability of each cell, by adding up the slots."""
    law = np.zeros(accepted.shape)
    rows, degree = accepted.shape
    np.add.at(law, (np.arange(rows)[:, None], np.arange(degree)[None]), accepted)
    np.add.at(law, (np.arange(rows)[:, None], other), 1 - accepted)
    return law / degree


@given(st.lists(st.lists(st.integers(0, 1000), min_size=5, max_size=5).filter(any), min_size=1, max_size=4))
def test_the_slots_of_a_row_have_its_probabilities_and_no_cell_of_weight_zero(rows):
    weights = np.array(rows) / np.sum(rows, axis=1, keepdims=True)
    law = drawn(*share_slots(weights))
    np.testing.assert_allclose(law, weights, atol=1e-14)  # 4 roundings of numbers up to 5
    assert np.all(law[weights == 0] == 0)


@pytest.mark.parametrize("kind", [lambda w: w, lambda w: w**20, np.round, np.ones_like])
def test_wide_rows_are_shared_as_short_ones(kind, monkeypatch):
    """To the last bit, where cells are equal or empty, too: a walk does not depend on how its table was made."""
    random = np.random.default_rng(1)
    for degree in (2, 3, 17, 70):
        weights = kind(random.random((9, degree)) + (np.arange(degree) == 1))
        rows = weights / weights.sum(axis=1, keepdims=True)
        monkeypatch.setattr(alias, "WIDE", degree)
        together = share_slots(rows)
        monkeypatch.setattr(alias, "WIDE", 0)
        for ours, theirs in zip(share_slots(rows), together, strict=True):
            np.testing.assert_array_equal(ours, theirs)


@given(st.integers(2, 7), st.integers(3, 9), st.data())
def test_the_law_of_the_draws_agrees_with_counting_them(degree, bits, data):
    threshold = np.array([[data.draw(st.integers(0, 2**bits)) for _ in range(degree)]])
    other = np.array([[data.draw(st.integers(0, degree - 1)) for _ in range(degree)]])
    counts = np.zeros(degree)
    for draw in range(2**bits):
        slot, place = divmod(draw * degree, 2**bits)
        counts[slot if place < threshold[0, slot] else other[0, slot]] += 1
    assert drawn_law(threshold, other, bits).tolist() == [(counts / 2**bits).tolist()]


@pytest.mark.parametrize(("dtype", "bits"), [(torch.float32, 32), (torch.float64, 53)])
def test_probabilities_are_as_exact_as_stated(dtype, bits):
    """The error is at most d 2**-bits, with d = 3. A cell of 1e-8 is drawn, in the finer table accurately."""
    graph = CorridorGraph(2, 1, 2)
    table = corridor_table(graph, Policy(**{name: [1e-8] for name in FAMILIES}))
    alias = AliasTable.of(table, device=torch.device("cpu"), dtype=dtype)
    states, cells = table.rows_of_degree(3)
    other = alias.choices[1::2].numpy()[cells]
    local = (table.first[table.moves[cells]][:, None, :] == other[:, :, None]).argmax(axis=2)
    law = drawn_law(alias.threshold.numpy()[cells], local, bits)
    assert len(states)
    assert np.abs(law - table.weights[cells]).max() <= 3 * 2.0**-bits


@pytest.mark.parametrize(("dtype", "least"), [(torch.float32, 1e-11), (torch.float64, 1e-17)])
def test_a_move_that_would_never_be_drawn_is_refused(dtype, least):
    table = corridor_table(SMALL, Policy(**{name: [least, 0.5] for name in FAMILIES}))
    with pytest.raises(ValueError, match=r"a move of probability .* is below what a draw of \d+ bits resolves"):
        walk(table, range(10), dtype=dtype)


def test_small_probabilities_are_drawn_at_their_rate():
    """Null: a lane is entered with probability 1e-5, the rest turn back. 2,000,000 first moves, Poisson, a false-alarm
    rate of 1e-7.
    """
    graph = CorridorGraph(1, 1, 5)
    ones = {name: [1.0] for name in FAMILIES}
    table = corridor_table(graph, Policy(**ones | {"forward_entry": [1e-5]}))
    paths = trajectories(table, range(100_000), budget=41)
    at_left = (paths == 1).sum(), (table.goal[paths.clamp(min=0)] >= 0).sum()
    entered = int(((paths >= 5) & (paths < 10)).sum())
    low, high = stats.poisson.interval(1 - 1e-7, 1e-5 * int(at_left[0]))
    assert low <= entered <= high


# --- one episode, one walk -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("lanes", [16, 1000])
def test_an_episode_is_the_same_in_every_batch(lanes, dtype):
    whole = walk(TABLE, range(300), seed=3, dtype=dtype)
    parts = [walk(TABLE, part, seed=3, lanes=lanes, dtype=dtype) for part in (range(110), range(110, 300))]
    assert same(whole, joined(parts))


def test_another_seed_gives_another_walk():
    assert not torch.equal(walk(TABLE, range(300), seed=3).steps, walk(TABLE, range(300), seed=4).steps)


def test_a_walk_continues_from_a_snapshot_to_the_same_end():
    options = {"seed": 5, "lanes": 50, "visits": True, "budget": 400}
    whole = walk(TABLE, range(200), **options)
    begun = Walkers(TABLE, range(200), **options)
    for _ in range(9):
        begun.advance()
    kept = {name: value.clone() for name, value in begun.snapshot().items()}
    begun.advance()
    resumed = Walkers(TABLE, range(200), **options)
    resumed.restore(kept)
    assert 0 < resumed.done < 200
    while not resumed.finished:
        resumed.advance()
    assert same(whole, resumed.results())
    assert resumed.walked == int(whole.steps.sum())


def test_results_are_refused_until_all_episodes_are_over():
    with pytest.raises(RuntimeError, match="10 episodes are under way: advance until finished"):
        Walkers(TABLE, range(10)).results()


# --- what is walked --------------------------------------------------------------------------------------------------


def test_every_move_of_a_trajectory_is_one_of_the_table():
    walks = walk(TABLE, range(100), seed=7)
    paths = trajectories(TABLE, range(100), seed=7)
    assert torch.equal((paths >= 0).sum(dim=1), walks.steps)
    for path, goal in zip(paths.tolist(), walks.goal.tolist(), strict=True):
        states = [state for state in path if state >= 0]
        assert path == states + [-1] * (len(path) - len(states))
        assert states[0] == 0
        assert [TABLE.goal[state] == goal for state in states] == [False] * (len(states) - 1) + [True]
        for state, following in itertools.pairwise(states):
            cells = slice(TABLE.first[state], TABLE.first[state + 1])
            assert TABLE.weights[cells][TABLE.moves[cells] == following] > 0


def test_mean_visits_match_the_exact_chain():
    """Null: visits per episode have the chain's means. n = 40,000; A two-sided normal test for each of 60 states, at a
    false-alarm rate of 1e-8.
    """
    episodes = 40_000
    paths_visits = walk(TABLE, range(episodes), seed=11, visits=True)
    assert int(paths_visits.visits.sum()) == int(paths_visits.steps.sum())
    assert int(paths_visits.visits[0]) == episodes
    means = np.zeros(TABLE.states)
    index = {TABLE.name(state): state for state in range(TABLE.states)}
    for target in range(SMALL.width):
        for state, visits in expected_visits(corridor_chain(SMALL, Policy.base(SMALL), target)).items():
            means[index[state]] += float(visits) / SMALL.width
    for leaf in range(SMALL.width):  # the chain does not count the last move
        means[TABLE.goal == leaf] += 1 / SMALL.width
    single = trajectories(TABLE, range(2000), seed=12)
    spread = torch.stack([(single == state).sum(dim=1).double().std() for state in range(TABLE.states)]).numpy()
    found = paths_visits.visits.numpy() / episodes
    # 1.2, since the spread is itself estimated, from n = 2000
    allowed = stats.norm.isf(5e-9) * 1.2 * spread / np.sqrt(episodes)
    assert np.all(np.abs(found - means) <= allowed)


def test_goals_and_first_leaves_are_uniform():
    """Null: both uniform over the corridors. n = 30,000; chi-square tests at a false-alarm rate of 1e-7 each."""
    walks = walk(TABLE, range(30_000), seed=2)
    for drawn_goal in (walks.goal, walks.first_goal):
        counts = torch.bincount(drawn_goal.long(), minlength=3)
        assert stats.chisquare(counts.numpy()).pvalue > 1e-7


# --- censoring -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [6, 7, 16, 17, 33, 100])
def test_a_budget_cuts_long_walks_and_leaves_the_others_unchanged(budget):
    free, cut = walk(TABLE, range(500), seed=1), walk(TABLE, range(500), seed=1, budget=budget)
    assert torch.equal(cut.hit, free.steps <= budget)
    assert torch.equal(cut.steps, free.steps.clamp(max=budget))
    assert torch.equal(cut.goal, free.goal)


def test_a_policy_that_cannot_reach_the_target_needs_a_budget():
    families = {name: np.array([0.5, 0.5]) for name in FAMILIES} | {"forward_exit": np.array([0.5, 0.0])}
    table = corridor_table(SMALL, families)
    with pytest.raises(NeverHitsError, match="s -> f never reaches its target"):
        walk(table, range(10))
    assert not walk(table, range(10), budget=200).hit.any()


def test_a_walk_that_starts_at_a_goal_takes_one_step():
    table = multigraph_table("a", lambda state: {"a": 1.0}, [{"a"}], head=lambda state: state)
    walks = walk(table, range(5))
    assert walks.steps.tolist() == [1] * 5
    assert walks.hit.all()


@settings(max_examples=20)
@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3))
def test_a_policy_that_never_turns_takes_the_shortest_times(width, depth, lanes):
    graph = CorridorGraph(width, depth, lanes)
    steps = walk(corridor_table(graph, Policy.optimal(graph)), range(200)).steps
    assert bool(((steps - 1) % (2 * (2 * depth + 1)) == 2 * depth + 1).all())


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"episodes": range(0)}, r"episodes must be a range of at least one number from 0 to 2\*\*48 - 1, got range"),
        ({"episodes": range(-1, 5)}, "episodes must be a range"),
        ({"episodes": range(0, 10, 2)}, "episodes must be a range"),
        ({"budget": 5}, "budget must be at least the shortest path, 6 steps, got budget=5"),
        ({"device": "tpu"}, "device must be cpu or cuda, got device=tpu"),
        ({"device": "cuda:99"}, "got device=cuda:99: torch sees no such GPU; use cpu"),
        ({"dtype": torch.float16}, "dtype must be torch.float32 or torch.float64, got dtype=torch.float16"),
        ({"seed": -1}, r"seed must be an integer from 0 to 2\*\*64 - 1, got seed=-1"),
        ({"seed": 2**64}, "seed must be an integer"),
        ({"lanes": 0}, "lanes must be an integer >= 1, got lanes=0"),
        ({"budget": 2**63}, r"budget must be at most 2\*\*62 steps, got budget="),
        ({"episodes": range(2**31)}, r"episodes must be at most 2\*\*30 in one run, got range"),
        ({"device": "cpu:3"}, "device must be cpu or cuda, got device=cpu:3"),
    ],
)
def test_bad_arguments_of_a_walk_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        walk(TABLE, **{"episodes": range(10), **options})


def test_an_idle_lane_has_no_episode():
    walkers_under_way = Walkers(TABLE, range(10), lanes=4)
    seen = []

    def look(slots, path):
        seen.append(bool((path[:, slots == IDLE] == -1).all()))

    while not walkers_under_way.finished:
        walkers_under_way.advance(look)
    assert all(seen)


def test_lanes_are_walked_a_tile_at_a_time(monkeypatch):
    whole = walk(TABLE, range(500), seed=9, visits=True)
    monkeypatch.setitem(walkers.LANES, "cpu", 64)
    assert same(whole, walk(TABLE, range(500), seed=9, visits=True, lanes=300))
    assert torch.equal(trajectories(TABLE, range(50), seed=9)[:, 0], torch.zeros(50, dtype=torch.int64))
