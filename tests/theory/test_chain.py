"""The edge-state chain, its quotient and the recurrences agree exactly, and agree with a power series."""

import functools
import math
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
import scipy.sparse.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.theory.chain import (
    SURVIVAL_ERROR,
    EdgeStateChain,
    corridor_chain,
    corridor_role,
    edge_state_chain,
    hitting_time_survival,
)
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, SOURCE, START, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import exact_cases
from tests.theory.formulas import UNIT

HALF = Fraction(1, 2)


@given(exact_cases())
def test_chain_quotient_and_recurrences_agree_exactly(case):
    graph, policy = case
    chain = corridor_chain(graph, policy)
    expected = expected_hitting_time(graph, policy, exact=True) - 1  # the chain starts after the first move
    assert chain.expected_hitting_time() == expected
    assert chain.lump(corridor_role).expected_hitting_time() == expected


@given(exact_cases())
def test_the_target_corridor_does_not_matter(case):
    graph, policy = case
    laws = []
    for target in range(graph.width):
        chain = corridor_chain(graph, policy, target)
        quotient = chain.lump(functools.partial(corridor_role, target=target))
        moves = [{quotient.states[j]: weight for j, weight in row.items()} for row in quotient.rows]
        laws.append((quotient.states[0], dict(zip(quotient.states, moves, strict=True))))
    assert all(law == laws[0] for law in laws)


@given(st.integers(2, 5), st.integers(1, 3), st.integers(1, 3))
def test_the_states_are_the_edge_states_that_can_be_reached(width, depth, lanes):
    graph = CorridorGraph(width, depth, lanes)
    leaf = graph.leaves()[0]
    # no state leaves the target, enters the source, or is the arrival at the target
    ends = {leaf, SOURCE}
    expected = {state for state in graph.edge_states() if state.tail != leaf and state.head not in ends}
    chain = corridor_chain(graph, Policy.base(graph))
    assert set(chain.states) == expected
    assert len(chain.lump(corridor_role).states) == 8 * depth + 3


@settings(max_examples=30)
@given(exact_cases())
def test_the_sparse_system_has_the_exact_solution(case):
    graph, policy = case
    chain = corridor_chain(graph, policy)
    matrix, ones = chain.sparse_system()
    times = scipy.sparse.linalg.spsolve(matrix, ones)
    # The inverse is nonnegative, so its norm is the largest hitting time, here at most twice the one found. The error
    # is at most that norm times the residual. The rounding of the residual (rows of up to 6 entries with a sum of at
    # most 2) and of the entries is below 20 units.
    bound = 2 * times.max() * (abs(ones - matrix @ times).max() + 20 * UNIT * times.max())
    assert abs(times[0] - chain.expected_hitting_time()) <= bound
    assert bound < 1e-3 * times[0]


@given(exact_cases(max_width=1))
def test_with_one_corridor_there_is_no_way_back(case):
    graph, policy = case
    ones = [1] * graph.depth
    forward = Policy(
        forward_exit=ones,
        forward_entry=ones,
        backward_entry=policy.backward_entry,
        backward_exit=policy.backward_exit,
    )
    assert corridor_chain(graph, forward).expected_hitting_time() == graph.shortest_path_length - 1


@pytest.mark.parametrize("theta", [-1e4, -3.0, -0.1, -1e-12, 0.0, 1e-12, 0.1, 0.69, 0.7, 800.0])
def test_the_waiting_time_of_a_coin_is_geometric(theta):
    coin = EdgeStateChain(("toss",), ({0: HALF},))
    assert (coin.expected_hitting_time(), coin.hitting_time_variance()) == (2, 2)
    # log(z/2 / (1 - z/2)) with z = e^theta
    expected = theta - math.log1p(-math.expm1(theta)) if theta < math.log(2) else math.inf
    # the solution loses as many digits as 2 - z
    assert coin.log_generating_function(theta) == pytest.approx(expected, rel=1e-12, abs=0)


def test_a_chain_of_certain_moves_has_variance_0():
    line = EdgeStateChain((0, 1, 2), ({1: 1}, {2: 1}, {}))
    assert (line.expected_hitting_time(), line.hitting_time_variance()) == (3, 0)
    # at the first theta E itself is below float64, but its logarithm is computed without underflow
    for theta in (-500.0, -1e-9, 1e-9, 200.0):
        assert line.log_generating_function(theta) == pytest.approx(3 * theta, rel=1e-14, abs=0)


def test_roles_that_hide_the_target_cannot_be_lumped():
    graph = CorridorGraph(width=2, depth=2, lanes=2)
    chain = corridor_chain(graph, Policy.base(graph))
    with pytest.raises(ValueError, match=r"^not lumpable: .*@\d.* and .*@\d.* have one role but move differently$"):
        chain.lump(functools.partial(corridor_role, target=None))


def test_roles_that_hide_the_direction_cannot_be_lumped():
    graph = CorridorGraph(width=2, depth=1, lanes=2)
    chain = corridor_chain(graph, Policy.sft_limit(graph))
    with pytest.raises(ValueError, match=r"^not lumpable: "):
        chain.lump(lambda state: (corridor_role(state)[0], frozenset(corridor_role(state)[1:])))


def test_a_target_that_is_never_reached_has_no_hitting_time():
    graph = CorridorGraph(width=2, depth=1, lanes=2)
    policy = Policy.base(graph)
    nowhere = edge_state_chain(START, lambda state: policy.row(graph, state), frozenset())
    with pytest.raises(ZeroDivisionError, match="the target is not reached with probability one"):
        nowhere.expected_hitting_time()


def test_a_target_that_may_be_missed_has_no_hitting_time():
    trap = EdgeStateChain(("start", "trap"), ({1: HALF}, {1: Fraction(1)}))
    with pytest.raises(ZeroDivisionError, match="the expected hitting time is infinite"):
        trap.expected_hitting_time()
    with pytest.raises(ZeroDivisionError, match="the expected hitting time is infinite"):
        trap.hitting_time_variance()
    for theta in (-1.0, 0.0, 1.0):
        with pytest.raises(ZeroDivisionError, match=r"^the target is not reached with probability one$"):
            trap.log_generating_function(theta)


@pytest.mark.parametrize("length", [2, 3, 7])
def test_a_plain_walk_on_a_line_takes_the_square_of_its_length(length):
    line = [Vertex("left", 0, j) for j in range(length + 1)]

    def row(state):
        place = line.index(state.head)
        ends = [line[j] for j in (place - 1, place + 1) if j >= 0]
        return {EdgeState(state.head, end): Fraction(1, len(ends)) for end in ends}

    chain = edge_state_chain(EdgeState(*line[:2]), row, frozenset({line[-1]}))
    assert 1 + chain.expected_hitting_time() == length**2


def test_a_chain_needs_a_policy_of_its_depth():
    policy = Policy.base(CorridorGraph(width=2, depth=3, lanes=2))
    with pytest.raises(ValueError, match=r"^policy must have one probability per diamond, got 3 .* for depth=2$"):
        corridor_chain(CorridorGraph(width=2, depth=2, lanes=2), policy)


def test_a_power_series_gives_the_chains_hitting_time():
    graph = CorridorGraph(width=3, depth=1, lanes=2)
    values = dict(zip(FAMILIES, ([HALF], [Fraction(2, 3)], [Fraction(3, 4)], [Fraction(2, 5)]), strict=True))
    chain = corridor_chain(graph, Policy(**values))
    moves = np.zeros((len(chain.states),) * 2)
    for i, row in enumerate(chain.rows):
        moves[i, list(row)] = [float(weight) for weight in row.values()]
    assert_sum_of_survival(moves, chain.states.index(START), chain.expected_hitting_time())


def test_a_power_series_of_the_walk_on_vertices_gives_the_base_hitting_time():
    graph = CorridorGraph(width=3, depth=1, lanes=2)
    net = graph.multigraph()
    net.remove_node(SOURCE)  # the base model is the plain random walk, except that the source is never re-entered
    moves = nx.to_numpy_array(net)
    moves /= moves.sum(axis=1, keepdims=True)
    vertices = list(net)
    target = vertices.index(graph.leaves()[2])
    moves[target], moves[:, target] = 0, 0
    expected = expected_hitting_time(graph, Policy.base(graph), exact=True) - 1
    assert_sum_of_survival(moves, vertices.index(FORK), expected)


def assert_sum_of_survival(moves, start, expected):
    """Assert that the sum over t of P(not absorbed after t moves), up to a negligible rest, is ``expected``."""
    block = 32
    survivors = np.linalg.matrix_power(moves, block).sum(axis=1).max()
    rest = block / (1 - survivors)  # a bound on the expected number of further moves from any state
    alive = np.zeros(len(moves))
    alive[start] = 1
    total, steps = 0.0, 0
    while alive.sum() * rest > 1e-12:
        total += alive.sum()
        alive = alive @ moves
        steps += 1
    # the rest, and at most one rounding per state in each product and sum of all steps
    assert abs(total - expected) <= 1e-12 + 2 * steps * len(moves) * UNIT * total


def test_the_chain_of_a_float_policy_uses_the_exact_values_of_its_floats():
    graph = CorridorGraph(width=3, depth=12, lanes=7)
    policy = Policy.sft_limit(graph).to_floats()
    quotient = corridor_chain(graph, policy).lump(corridor_role)
    assert 1 + quotient.expected_hitting_time() == expected_hitting_time(graph, policy, exact=True)


@given(exact_cases(max_width=3, max_depth=2), st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_survival_matches_exact_moves_one_by_one(case, moves):
    """Against moves one by one in fractions on the full chain; the error of squaring is the one of its docstring."""
    graph, policy = case
    chain = corridor_chain(graph, policy)
    left = {0: Fraction(1)}
    alive = [Fraction(1)]
    for _ in range(max(moves)):
        after = {}
        for i, weight in left.items():
            for j, move in chain.rows[i].items():
                after[j] = after.get(j, Fraction(0)) + weight * move
        left = after
        alive.append(sum(left.values(), Fraction(0)))
    bound = 2 * max(moves) * (len(chain.rows) + 1) * UNIT
    for n, found, law in zip(moves, chain.survival(moves), hitting_time_survival(graph, policy, moves), strict=True):
        assert abs(found - alive[n]) <= bound * alive[n]
        assert abs(law - alive[max(n - 1, 0)]) <= bound * alive[max(n - 1, 0)]


def test_survival_adds_up_to_the_hitting_time():
    graph = CorridorGraph(width=3, depth=4, lanes=2)
    policy = Policy.sft_limit(graph)
    survival = hitting_time_survival(graph, policy, range(200_000))
    # what is left after the last step is below 1e-15 of the sum, and each term has an error of 2 n m UNIT < 2e-9
    assert survival[-1] < 1e-15
    assert survival.sum() == pytest.approx(expected_hitting_time(graph, policy), rel=2e-9)


@pytest.mark.parametrize("step", [-1, 10**12])
def test_survival_is_refused_where_floats_are_too_inaccurate(step):
    graph = CorridorGraph(width=2, depth=2, lanes=2)
    chain = corridor_chain(graph, Policy.base(graph))
    with pytest.raises(ValueError, match=f"^moves must be from 0 to [0-9]+ with {len(chain.rows)} states, got {step}"):
        chain.survival([5, step])
    most = int(SURVIVAL_ERROR * 2**52 / (len(chain.rows) + 1))
    assert chain.survival([most]).tolist() == [0.0]
