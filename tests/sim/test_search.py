"""The search agent agrees with the exact recursion over its histories, and with its twin in plain Python."""

import dataclasses
import math
from collections import Counter
from fractions import Fraction

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from backproof.checks.tools.walks import search_cost
from backproof.sim import search
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.search import SearchWalks, corridor_rows, search_walks
from backproof.sim.walk_table import NO_GOAL, PolicyTable, multigraph_table
from backproof.sim.walkers import walk
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import Policy
from tests.sim import plain
from tests.strategies import exact_cases, exact_policies, float_cases

FALSE_ALARM = 1e-9
"""The false-alarm rate of each comparison with a law."""


def assert_same(left: SearchWalks, right: SearchWalks):
    for field in dataclasses.fields(SearchWalks):
        assert torch.equal(getattr(left, field.name), getattr(right, field.name)), field.name


# --- the twin --------------------------------------------------------------------------------------------------------


def assert_walks_as_its_twin(table: PolicyTable, episodes: range, seed: int):
    cells = [range(*ends) for ends in zip(table.first.tolist(), table.first[1:].tolist(), strict=False)]
    rows = {i: {int(table.moves[c]): float(table.weights[c]) for c in row} for i, row in enumerate(cells)}
    goal_of = dict(enumerate(table.goal.tolist()))
    found = search_walks(table, episodes, seed=seed)
    for i, episode in enumerate(episodes):
        walk, goal, stuck = plain.search_walk(rows, goal_of, table.goals, seed=seed, episode=episode)
        assert len(set(walk)) == len(walk) <= table.states
        met = [goal_of[state] for state in walk if goal_of[state] != NO_GOAL]
        expected = (len(walk), goal, met[0] if met else NO_GOAL, walk[-1], stuck)
        assert tuple(getattr(found, field.name)[i].item() for field in dataclasses.fields(found)) == expected


@settings(max_examples=30)
@given(float_cases(4, 3, 4), st.integers(0, 2**64 - 1), st.integers(0, 2**48 - 20))
def test_walks_match_the_plain_python_twin_move_by_move(case, seed, first):
    assert_walks_as_its_twin(corridor_table(*case), range(first, first + 20), seed)


@pytest.mark.parametrize("make", [Policy.base, Policy.sft_limit, Policy.optimal])
def test_walks_on_rows_with_zeros_match_the_twin(make):
    graph = CorridorGraph(width=5, depth=4, lanes=3)
    assert_walks_as_its_twin(corridor_table(graph, make(graph)), range(40), seed=7)


def test_tiny_weights_still_choose_an_unused_move():
    least = math.ulp(0.0)
    rows = {"ab": {"bc": 1.0, "bd": least, "be": 0.0}, "bc": {"cb": 1.0}, "cb": {"bc": 1.0, "bd": least, "be": 0.0}}
    rows |= {"bd": {"db": 1.0}, "db": {"bd": 1.0, "be": 0.0}, "be": {"be": 1.0}}
    table = multigraph_table("ab", rows.__getitem__, ["e"], head=lambda state: state[-1])
    walks = search_walks(table, range(100))
    assert set(walks.steps.tolist()) == {6}  # ab, bc, cb, bd though it is rare, db, be though it has no weight
    assert not walks.stuck.any()
    assert_walks_as_its_twin(table, range(10), seed=0)


def test_a_stuck_walker_is_reported_with_its_last_edge():
    rows = {"ab": {"bc": 0.5, "bd": 0.5}, "bc": {"cb": 1.0}, "cb": {"bc": 1.0}, "bd": {"db": 1.0}, "db": {"bd": 1.0}}
    table = multigraph_table("ab", rows.__getitem__, ["c", "d"], head=lambda state: state[-1])
    walks = search_walks(table, range(1000))
    assert torch.equal(walks.stuck, walks.first_goal != walks.goal)
    assert 0 < walks.stuck.sum() < 1000
    assert {table.name(state) for state in walks.last[walks.stuck].tolist()} == {"cb", "db"}
    assert {table.name(state) for state in walks.last[~walks.stuck].tolist()} == {"bc", "bd"}
    assert set(walks.steps[walks.stuck].tolist()) == {3}


def test_the_first_move_counts_as_used():
    table = multigraph_table("ab", {"ab": {"ba": 1}, "ba": {"ab": 1}}.__getitem__, ["c"], head=lambda state: state[-1])
    walks = search_walks(table, range(3))
    assert (walks.steps.tolist(), walks.first_goal.tolist(), walks.stuck.all()) == ([2] * 3, [-1] * 3, True)


def test_a_goal_at_the_end_of_the_first_move_is_reached_at_once():
    table = multigraph_table("ab", {}.__getitem__, ["b"], head=lambda state: state[-1])
    walks = search_walks(table, range(3))
    assert (walks.steps.tolist(), walks.first_goal.tolist(), walks.stuck.any()) == ([1] * 3, [0] * 3, False)


# --- the exact law ---------------------------------------------------------------------------------------------------


SIZES = [(1, 1, 1), (1, 2, 3), (2, 1, 3), (2, 2, 2), (3, 1, 2), (4, 1, 1)]


@st.composite
def never_stuck(draw):
    """Forward rows are ones, so that the agent turns at leaves only and cannot get stuck."""
    graph = CorridorGraph(*draw(st.sampled_from(SIZES)))
    ones = [Fraction(1)] * graph.depth
    return graph, dataclasses.replace(draw(exact_policies(graph)), forward_entry=ones, forward_exit=ones)


def search_law(graph: CorridorGraph, policy: Policy) -> Counter[tuple[int, bool]]:
    """Probability of each (steps, stuck), by following every history of the agent."""
    moves_at = {}
    for state in set(graph.edge_states()) - {START.reversed()}:
        moves_at.setdefault(state.tail, set()).add(state)
    law = Counter()
    for target in graph.leaves():
        steps, at = 1, {(START, frozenset({START})): Fraction(1, graph.width)}
        while at:
            following = Counter()
            for (state, used), mass in at.items():
                row = {move: weight for move, weight in policy.row(graph, state).items() if move not in used}
                row = row or dict.fromkeys(moves_at[state.head] - used, 1)
                if state.head == target or not row:
                    law[steps, state.head != target] += mass
                    continue
                for move, weight in row.items():
                    following[move, used | {move}] += mass * weight / sum(row.values())
            steps, at = steps + 1, following
    return law


@settings(max_examples=15)
@given(never_stuck())
def test_the_exact_law_has_the_mean_of_the_recursion(case):
    law = search_law(*case)
    assert sum(law.values()) == 1
    assert sum(steps * probability for (steps, _), probability in law.items()) == search_cost(*case)


def assert_has_law(walks: SearchWalks, law: Counter[tuple[int, bool]]):
    """Null: episodes are drawn from ``law``. Hoeffding for each of its atoms, at FALSE_ALARM for all together."""
    found = Counter(zip(walks.steps.tolist(), walks.stuck.tolist(), strict=True))
    assert set(found) <= set(law)
    n = len(walks.steps)
    radius = math.sqrt(math.log(2 * len(law) / FALSE_ALARM) / (2 * n))
    for atom, probability in law.items():
        assert abs(found[atom] / n - float(probability)) < radius, f"{atom} of {probability}, {n=}"


def assert_has_mean(walks: SearchWalks, exact: Fraction, states: int):
    """Null: mean steps are ``exact``. They are from 1 to the number of edge-states; Hoeffding at FALSE_ALARM."""
    n = len(walks.steps)
    radius = (states - 1) * math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n))
    assert not walks.stuck.any()
    assert abs(float(walks.steps.double().mean()) - float(exact)) < radius, f"mean steps, {exact=}, {n=}, {radius=}"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("make", [Policy.sft_limit, Policy.optimal])
def test_mean_steps_of_the_limit_policies_match_the_recursion(make, size):
    graph = CorridorGraph(*size)
    table = corridor_table(graph, make(graph))
    assert_has_mean(search_walks(table, range(50_000), seed=1), search_cost(graph, make(graph)), table.states)


@settings(max_examples=15)
@given(never_stuck())
def test_mean_steps_with_any_backward_rows_match_the_recursion(case):
    table = corridor_table(*case)
    assert_has_mean(search_walks(table, range(20_000), seed=2), search_cost(*case), table.states)


@settings(max_examples=15)
@given(exact_cases(max_width=2, max_depth=1, max_lanes=2))
def test_steps_and_stuck_walks_have_the_exact_law(case):
    assert_has_law(search_walks(corridor_table(*case), range(20_000), seed=3), search_law(*case))


@pytest.mark.parametrize("make", [Policy.base, Policy.sft_limit])
def test_a_deeper_corridor_has_the_exact_law(make):
    graph = CorridorGraph(width=2, depth=2, lanes=2) if make == Policy.sft_limit else CorridorGraph(1, 2, 2)
    law = search_law(graph, make(graph))
    assert_has_law(search_walks(corridor_table(graph, make(graph)), range(50_000), seed=4), law)


@pytest.mark.parametrize("size", [(3, 2, 3), (5, 4, 2), (1, 3, 2), (7, 1, 1)], ids=str)
def test_rlvr_visits_the_corridors_in_a_uniform_order(size):
    """Null: the target's corridor is the i-th with probability 1/W, i = 1..W. n = 70000, chi-square at FALSE_ALARM."""
    graph = CorridorGraph(*size)
    walks = search_walks(corridor_table(graph, Policy.optimal(graph)), range(70_000), seed=5)
    counts = Counter(walks.steps.tolist())
    assert sorted(counts) == [1 + (2 * graph.depth + 1) * (2 * i - 1) for i in range(1, graph.width + 1)]
    assert graph.width == 1 or chisquare(list(counts.values())).pvalue > FALSE_ALARM, counts
    assert torch.equal(walks.steps == min(counts), walks.first_goal == walks.goal)


# --- episodes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mask_bytes", [1, 2**9])
def test_an_episode_does_not_depend_on_its_batch(mask_bytes, monkeypatch):
    graph = CorridorGraph(width=3, depth=2, lanes=3)
    table = corridor_table(graph, Policy.base(graph))
    whole = search_walks(table, range(100), seed=6)
    monkeypatch.setitem(search.MASK_BYTES, "cpu", mask_bytes)
    parts = [search_walks(table, episodes, seed=6) for episodes in (range(37), range(37, 100))]
    joined = (torch.cat([getattr(part, f.name) for part in parts]) for f in dataclasses.fields(SearchWalks))
    assert_same(whole, SearchWalks(*joined))


def test_other_seeds_give_other_walks_and_goals_match_the_step_walker():
    graph = CorridorGraph(width=4, depth=1, lanes=2)
    table = corridor_table(graph, Policy.optimal(graph))
    ours, others = (search_walks(table, range(200), seed=seed) for seed in (8, 9))
    assert not torch.equal(ours.steps, others.steps)
    assert torch.equal(ours.goal, walk(table, range(200), seed=8).goal.long())


@pytest.mark.parametrize("episodes", [range(0), range(-1, 2), range(0, 4, 2), range(2**48, 2**48 + 1)])
def test_episodes_out_of_range_are_refused(episodes):
    table = corridor_table(CorridorGraph(1, 1, 1), Policy.base(CorridorGraph(1, 1, 1)))
    with pytest.raises(ValueError, match=r"^episodes must be a range of at least one number from 0 to 2\*\*48 - 1"):
        search_walks(table, episodes)


@pytest.mark.parametrize(("option", "value"), [("seed", -1), ("device", "tpu")])
def test_other_arguments_out_of_range_are_refused(option, value):
    table = corridor_table(CorridorGraph(1, 1, 1), Policy.base(CorridorGraph(1, 1, 1)))
    with pytest.raises(ValueError, match=f"^{option} must be .*, got {option}={value}"):
        search_walks(table, range(1), **{option: value})


@given(float_cases(), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_the_rows_of_one_corridor_give_the_walks_of_the_whole_table(case, seed):
    """Bit for bit, since longer padding only adds zeros."""
    graph, policy = case
    rows = corridor_rows(graph, policy, torch.device("cpu"))
    assert rows.moves.shape[1] * graph.width + 1 == rows.states
    assert_same(
        search_walks(rows, range(40), seed=seed), search_walks(corridor_table(graph, policy), range(40), seed=seed)
    )


def test_only_one_corridor_is_held_in_memory():
    """Depth 100,000 of 15 corridors and 5 lanes: a table of every edge-state has 1e8 cells, and took 13 GB."""
    graph = CorridorGraph(15, 1000, 5)
    rows = corridor_rows(graph, Policy.base(graph), torch.device("cpu"))
    assert rows.moves.numel() == (5 + 1) * (2 * 1001 + 2 * 1000 * 5)
    deep = dataclasses.replace(rows, graph=CorridorGraph(15 * 1000, 1000, 5))
    assert search.batch_size(deep) == 1
    assert search.batch_size(rows) == search.MASK_BYTES["cpu"] // (rows.states + 1)
    shallow = corridor_rows(CorridorGraph(2, 1, 1), Policy.base(CorridorGraph(2, 1, 1)), torch.device("cpu"))
    assert search.batch_size(shallow) == search.MOST["cpu"]


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [
        (0, 2**11 - 1, 0),
        (0, 2**11, 1),
        (0, 2**32 - 1, 2**21 - 1),
        (1, 0, 2**21),
        (2**31, 3 * 2**11, 2**52 + 3),
        (2**32 - 1, 2**32 - 1, 2**53 - 1),
    ],
)
def test_a_draw_consists_of_the_53_highest_bits_of_two_words(monkeypatch, high, low, expected):
    """The draw times 2**53, to the last bit, for each of the two draws that a block gives."""
    for place in range(2):
        given = [(0, 0), (0, 0)]
        given[place] = (high, low)
        words = tuple(torch.tensor([word]) for pair in given for word in pair)
        monkeypatch.setattr(search.philox, "words", lambda counter, key, words=words: words)
        drawn = search._draws(torch.tensor([0]), 0, (torch.tensor(0), torch.tensor(0)))
        assert [int(draw.item() * 2**53) for draw in drawn] == [expected if place == at else 0 for at in range(2)]
        assert all(0 <= draw.item() < 1 for draw in drawn)


def test_a_hub_does_not_widen_the_other_rows():
    """Rows are padded to those of similar width alone; the walks are those of the twin."""
    spokes = [f"{i}" for i in range(40)]
    rows = {"a": dict.fromkeys(spokes, 1 / 40)} | {spoke: {"a": 0.5, "x": 0.5} for spoke in spokes}
    rows |= {"x": {"a": 0.25, "b": 0.75}, "b": {"a": 1.0}}
    table = multigraph_table("a", rows.__getitem__, ["7", "b"], head=lambda state: state)
    held = search._TableRows.of(table, torch.device("cpu"))
    state = torch.arange(table.states)
    widths = [held.at(state[who])[0].shape[0] for who in held.alike(state)]
    assert sorted(widths) == [1, 2, 40]
    assert sum(len(who) for who in held.alike(state)) == table.states
    assert_walks_as_its_twin(table, range(50), seed=3)
