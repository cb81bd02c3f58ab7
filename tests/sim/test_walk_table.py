"""The table of a corridor graph has the rows of its policy; a walk that may never end is refused by a named state."""

import math
import operator
import re

import numpy as np
import pytest
from hypothesis import given

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.walk_table import NO_GOAL, NeverHitsError, multigraph_table
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import exact_cases, float_cases, graphs
from tests.theory.formulas import UNIT

GRAPH = CorridorGraph(width=2, depth=2, lanes=2)
HALVES = dict.fromkeys(FAMILIES, (0.5, 0.5))

LOLLIPOP = {
    "sa": {"ab": 0.5, "ac": 0.5, "as": 0.0},
    "ab": {"ba": 1},
    "ba": {"ac": 0.75, "ab": 0.25},
    "ac": {"ca": 1},
    "ca": {"ab": 0.5, "ac": 0.5},
    "as": {"sa": 1},
}
"""Rows of a walk on letters; an edge-state is the two letters that it joins."""


def lollipop(changes=None, goals=("b", "c")):
    return multigraph_table("sa", ({**LOLLIPOP, **(changes or {})}).__getitem__, goals, head=operator.itemgetter(-1))


def rows_by_name(table):
    """{edge-state: {move: weight}} without the moves of weight zero."""
    cells = [range(*ends) for ends in zip(table.first[:-1], table.first[1:], strict=True)]
    return {
        table.name(i): {table.name(int(table.moves[c])): table.weights[c] for c in row if table.weights[c]}
        for i, row in enumerate(cells)
    }


def assert_same_rows(found, expected):
    assert found.keys() == expected.keys()
    for state, row in expected.items():
        assert found[state].keys() == row.keys()
        for move, weight in row.items():
            # one minus a rounded probability, a division by the lanes, and the normalisation of a row of a few cells
            assert abs(found[state][move] - float(weight)) <= 16 * UNIT


@given(exact_cases(max_width=3))
def test_a_corridor_table_has_the_policys_rows_at_every_edge_state(case):
    graph, policy = case
    states = set(graph.edge_states()) - {START.reversed()}
    table = corridor_table(graph, policy)
    assert table.states == len(states)
    assert_same_rows(rows_by_name(table), {state: policy.row(graph, state) for state in states})


@given(float_cases(max_width=4, max_depth=4, max_lanes=4))
def test_a_corridor_table_equals_that_of_its_multigraph(case):
    graph, policy = case
    corridors = corridor_table(graph, policy)
    walked = multigraph_table(START, lambda state: policy.row(graph, state), [{leaf} for leaf in graph.leaves()])
    goals = {corridors.name(i): goal for i, goal in enumerate(corridors.goal)}
    rows = rows_by_name(corridors)
    names = list(map(walked.name, range(walked.states)))
    absorbing = [name for name in names if graph.width == 1 and goals[name] != NO_GOAL]
    expected = {name: {name: 1} if name in absorbing else rows[name] for name in names}
    assert_same_rows(rows_by_name(walked), expected)
    assert walked.goal.tolist() == [goals[name] for name in names]
    assert walked.goals == corridors.goals == graph.width


@given(float_cases())
def test_rows_sum_to_one_and_state_0_is_the_first_move(case):
    table = corridor_table(*case)
    sums = np.add.reduceat(table.weights, table.first[:-1])
    assert np.all(abs(sums - 1) <= 16 * UNIT)
    assert table.weights.min() >= 0
    assert (table.name(0), str(table.name(0))) == (START, "s -> f")


@given(float_cases())
def test_rows_by_degree_cover_every_cell_once(case):
    table = corridor_table(*case)
    parts = [table.rows_of_degree(degree) for degree in np.unique(table.degrees).tolist()]
    assert sorted(np.concatenate([states for states, _ in parts]).tolist()) == list(range(table.states))
    assert sorted(np.concatenate([cells.ravel() for _, cells in parts]).tolist()) == list(range(len(table.moves)))
    for states, cells in parts:
        assert np.array_equal(cells[:, 0], table.first[states])


@given(graphs())
def test_each_leaf_is_a_goal_reached_by_its_connector_alone(graph):
    table = corridor_table(graph, Policy.base(graph))
    arrivals = {table.name(i).head: int(goal) for i, goal in enumerate(table.goal) if goal != NO_GOAL}
    assert arrivals == {leaf: leaf.corridor for leaf in graph.leaves()}
    assert np.count_nonzero(table.goal != NO_GOAL) == graph.width


# --- goals out of reach ----------------------------------------------------------------------------------------------


@given(exact_cases())
def test_the_shortest_walk_goes_straight_to_a_leaf(case):
    table = corridor_table(*case)
    assert table.shortest_path() == case[0].shortest_path_length
    table.check_hits()


def test_the_shortest_path_counts_the_first_move_and_takes_the_nearest_goal():
    assert lollipop().shortest_path() == 2
    assert lollipop(goals="a").shortest_path() == 1
    assert lollipop({"sa": {"ab": 1}}, goals=["c"]).shortest_path() == 4
    assert lollipop(goals=["x"]).shortest_path() is None


@pytest.mark.parametrize(
    ("changes", "width", "named"),
    [
        ({"forward_exit": [1, 0]}, 1, "s -> f"),  # no leaf can be reached from the start
        ({"forward_entry": [0, 1]}, 2, "s -> f"),
        ({"backward_exit": [0, 0.5]}, 2, "l1@2 -> r1@2 by lane 1"),  # the way back to the fork ends there
        ({"backward_exit": [0.5, 0], "forward_entry": [1, 1]}, 2, "r1@2 -> l2@2"),
        ({"backward_exit": [0, 0], "forward_entry": [1, 1]}, 2, "f -> l1@2"),  # a corridor is entered for good
    ],
)
def test_a_state_without_a_way_to_the_goal_is_named(changes, width, named):
    table = corridor_table(CorridorGraph(width, 2, 2), HALVES | changes)
    message = f"^a walker that has travelled {re.escape(named)} never reaches its target: no moves of positive "
    with pytest.raises(NeverHitsError, match=message + "probability lead there; give a budget of steps"):
        table.check_hits()


def test_a_single_corridor_needs_no_way_back():
    table = corridor_table(CorridorGraph(1, 2, 2), HALVES | {"backward_exit": [0, 0]})
    table.check_hits()
    assert table.shortest_path() == 6


def test_a_trap_that_a_walker_can_reach_is_named():
    lollipop().check_hits()
    trapped = {"ca": {"ad": 0.5, "ab": 0.5}, "ad": {"dd": 1}, "dd": {"dd": 1}}
    with pytest.raises(NeverHitsError, match=r"^a walker that has travelled ad never reaches"):
        lollipop(trapped).check_hits()
    lollipop(trapped, goals=["c"]).check_hits()  # a walker after c stops before it can come there


def test_every_goal_must_stay_within_reach():
    one_way = {"ba": {"ab": 1}}
    lollipop(one_way, goals=["b"]).check_hits()
    with pytest.raises(NeverHitsError, match=r"^a walker that has travelled ab never reaches"):
        lollipop(one_way).check_hits()
    lollipop(one_way, goals=[{"b", "c"}]).check_hits()
    with pytest.raises(NeverHitsError, match=r"^a walker that has travelled sa never reaches"):
        lollipop(goals=["b", "x"]).check_hits()


# --- any multigraph --------------------------------------------------------------------------------------------------


def test_states_of_any_type_are_numbered_in_the_order_of_discovery():
    table = lollipop()
    assert list(map(table.name, range(table.states))) == ["sa", "ab", "ac", "as", "ba", "ca"]
    assert table.goal.tolist() == [NO_GOAL, 0, 1, NO_GOAL, NO_GOAL, NO_GOAL]
    assert table.degrees.tolist() == [3, 1, 1, 1, 2, 2]
    assert_same_rows(
        rows_by_name(table), {state: {move: p for move, p in row.items() if p} for state, row in LOLLIPOP.items()}
    )


def test_a_walk_stops_at_a_single_goal():
    rows = rows_by_name(lollipop(goals=["b"]))
    assert rows["ab"] == {"ab": 1}
    assert "ba" not in rows


@pytest.mark.parametrize("row", [{"ab": 0.5}, {"ab": 1.5, "ac": -0.5}, {"ab": math.nan}, {}, {"ab": 1, "ac": 1e-6}])
def test_rows_that_do_not_sum_to_one_are_refused(row):
    message = re.escape(f"the row after sa must be probabilities that sum to 1, got {row}")
    with pytest.raises(ValueError, match=f"^{message}$"):
        lollipop({"sa": row})


@pytest.mark.parametrize("goals", [[], [set()], ["b", "cb"]])
def test_missing_and_overlapping_goals_are_refused(goals):
    message = re.escape(f"goals must be one or more disjoint sets of vertices, none of them empty, got {goals}")
    with pytest.raises(ValueError, match=f"^{message}$"):
        lollipop(goals=goals)


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [[0.5], [[0.5, 0.5]], [0.5, 1.5], [0.5, -0.5], [0.5, math.nan], 0.5])
def test_families_that_are_not_probabilities_are_refused(values):
    message = re.escape(f"backward_entry must hold depth=2 probabilities in [0, 1], got backward_entry={values}")
    with pytest.raises(ValueError, match=f"^{message}$"):
        corridor_table(GRAPH, HALVES | {"backward_entry": values})


def test_policies_that_do_not_fit_the_graph_are_refused():
    with pytest.raises(
        ValueError, match=r"^policy must have one probability per diamond, got 2 per family for depth=3$"
    ):
        corridor_table(CorridorGraph(2, 3, 2), Policy.base(GRAPH))
    batch = Policy.from_gaps(GRAPH, forward_exit=np.zeros((4, 2)))
    with pytest.raises(
        ValueError, match=r"^policy must be a single one, got a batch of shape \(4,\): pass one at a time$"
    ):
        corridor_table(GRAPH, batch)


@pytest.mark.parametrize("fork", [[1, 2, 3], [0, 0], [1, -1], [1, math.inf], [1, math.nan]])
def test_forks_that_are_no_weights_are_refused(fork):
    with pytest.raises(ValueError, match="fork must hold width=2 weights >= 0 that are not all 0"):
        corridor_table(GRAPH, Policy.base(GRAPH), fork)
