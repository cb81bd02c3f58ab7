"""A policy is a table of probability rows, and refuses invalid families, gaps and graphs."""

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import FAMILIES, Policy, by_family, by_vertex
from tests.strategies import exact_cases, graphs
from tests.theory.formulas import UNIT

GRAPH = CorridorGraph(width=3, depth=2, lanes=5)
HALF = Fraction(1, 2)


def policy_with(values):
    """A policy of depth 2 whose forward exits are ``values``."""
    return Policy(**dict.fromkeys(FAMILIES, (1, HALF)) | {"forward_exit": values})


@pytest.mark.parametrize("make", [Policy.base, Policy.sft_limit, Policy.optimal])
@given(graph=graphs())
def test_every_row_of_a_named_policy_sums_to_one(make, graph):
    assert_rows_are_laws(graph, make(graph))


@given(exact_cases())
def test_every_row_of_any_policy_sums_to_one(case):
    assert_rows_are_laws(*case)


def assert_rows_are_laws(graph, policy):
    states = set(graph.edge_states())
    for state in states:
        row = policy.row(graph, state)
        assert sum(row.values()) == 1
        assert min(row.values()) > 0
        assert states.issuperset(row)
        assert all(move.tail == state.head for move in row)


@given(graphs())
def test_base_is_uniform_over_the_edges_at_an_inner_vertex(graph):
    policy, net = Policy.base(graph), graph.multigraph()
    for state in graph.edge_states():
        if state.head.kind in ("left", "right"):
            ends = {(move.head, move.lane) for move in policy.row(graph, state)}
            assert ends == {(end, lane) for _, end, lane in net.edges(state.head, keys=True)}
            assert set(policy.row(graph, state).values()) == {Fraction(1, graph.lanes + 1)}


@given(graphs())
def test_the_limits_differ_from_base_in_the_trained_rows_only(graph):
    base, sft, optimal = Policy.base(graph), Policy.sft_limit(graph), Policy.optimal(graph)
    ones = (1,) * graph.depth
    assert sft.forward_exit == sft.forward_entry == ones
    assert (sft.backward_entry, sft.backward_exit) == (base.backward_entry, base.backward_exit)
    assert {getattr(optimal, name) for name in FAMILIES} == {ones}


def test_passes_are_in_the_order_of_the_vertices():
    families = {name: [Fraction(1, 2 * k), Fraction(1, 2 * k + 1)] for k, name in enumerate(FAMILIES, 1)}
    p, q = Policy(**families).passes()
    entry, exit_ = families["forward_entry"], families["forward_exit"]
    assert p == [entry[0], exit_[0], entry[1], exit_[1]]
    entry, exit_ = families["backward_entry"], families["backward_exit"]
    assert q == [exit_[0], entry[0], exit_[1], entry[1]]


@given(graphs(max_lanes=6))
def test_gaps_of_0_give_the_base_model(graph):
    zero, base = Policy.from_gaps(graph), Policy.base(graph).to_floats()
    for name in FAMILIES:
        # two roundings of the logit and those of the sigmoid, each of a number below ten
        np.testing.assert_allclose(getattr(zero, name), getattr(base, name), rtol=20 * UNIT, atol=0)


@given(st.lists(st.floats(-30, 10), min_size=8, max_size=8), st.integers(1, 9))
def test_gaps_is_the_inverse_of_from_gaps(values, lanes):
    graph = CorridorGraph(width=2, depth=2, lanes=lanes)
    given_gaps = dict(zip(FAMILIES, np.reshape(values, (4, 2)), strict=True))
    found = Policy.from_gaps(graph, **given_gaps).gaps(graph)
    for name, gaps in given_gaps.items():
        logits = gaps + math.log(lanes) * (1 if name.endswith("entry") else -1)
        # p carries a relative error below 8 (1 + |logit|) units, and d gap = (dp / p) (1 + e^logit)
        assert np.all(abs(found[name] - gaps) <= 8 * UNIT * (1 + abs(logits)) * (1 + np.exp(logits)))


def test_an_infinite_gap_gives_probability_one():
    policy = Policy.from_gaps(GRAPH, forward_exit=math.inf, forward_entry=[0, math.inf])
    assert policy.forward_exit.tolist() == [1, 1]
    assert policy.gaps(GRAPH)["forward_entry"].tolist() == [pytest.approx(0, abs=1e-15), math.inf]


@pytest.mark.parametrize(
    ("gap", "shown"),
    [
        (math.nan, "=nan"),
        (-800, "=-800.0"),
        (-math.inf, "=-inf"),
        ([0, -800], "[1]=-800.0"),
        ([[0, 1], [math.nan, 0]], "[1, 0]=nan"),
    ],
)
def test_gaps_without_a_positive_probability_are_refused_with_the_gap_and_its_place(gap, shown):
    with pytest.raises(ValueError, match="gaps") as caught:
        Policy.from_gaps(GRAPH, backward_entry=gap)
    message = f"backward_entry must hold logit gaps that leave a probability above 0, got backward_entry{shown}"
    assert str(caught.value) == message


@pytest.mark.parametrize(("gap", "shape"), [([1, 2, 3], r"\(3,\)"), (np.zeros((2, 3)), r"\(2, 3\)")])
def test_gaps_of_a_wrong_shape_are_refused(gap, shape):
    message = rf"^gaps must be scalars or have shape \(\.\.\., depth=2\), got forward_exit {shape}, backward_entry \(\)"
    with pytest.raises(ValueError, match=message):
        Policy.from_gaps(GRAPH, forward_exit=gap)


@pytest.mark.parametrize("gap", [True, "3", None, 1j, [None, 1.0]])
def test_gaps_that_are_not_numbers_are_refused(gap):
    with pytest.raises(TypeError, match=r"^forward_exit must be an array of numbers, got forward_exit="):
        Policy.from_gaps(GRAPH, forward_exit=gap)


def test_gaps_broadcast_to_a_batch():
    policy = Policy.from_gaps(GRAPH, forward_exit=np.zeros((4, 3, 2)), backward_exit=[1, 2])
    assert policy.batch_shape == (4, 3)
    assert {getattr(policy, name).shape for name in FAMILIES} == {(4, 3, 2)}


def test_integers_and_fractions_make_an_exact_policy():
    policy = policy_with((HALF, 1))
    assert policy.is_exact
    assert policy.forward_exit == (HALF, Fraction(1))
    assert {type(value) for value in policy.forward_exit} == {Fraction}
    assert (policy.depth, policy.batch_shape) == (2, ())
    assert policy.to_fractions() is policy


@pytest.mark.parametrize("values", [[0.5, 1], [HALF, 1.0], np.array([0.5, 1])])
def test_any_float_makes_a_float_policy(values):
    policy = policy_with(values)
    assert not policy.is_exact
    assert {getattr(policy, name).dtype for name in FAMILIES} == {np.dtype(np.float64)}
    assert policy.forward_exit.tolist() == [0.5, 1]
    assert policy.backward_exit.tolist() == [1, 0.5]


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.float32])
def test_arrays_of_numbers_become_float64(dtype):
    policy = policy_with(np.array([1, 1], dtype=dtype))
    assert policy.forward_exit.dtype == np.float64
    assert policy.forward_exit.tolist() == [1, 1]


@given(exact_cases())
def test_to_fractions_gives_the_exact_value_of_each_float(case):
    floats = case[1].to_floats()
    assert [Fraction(p) for p in floats.forward_exit.tolist()] == list(floats.to_fractions().forward_exit)
    assert floats.to_fractions().to_floats().backward_entry.tolist() == floats.backward_entry.tolist()


def test_a_batch_cannot_be_converted_to_fractions():
    policy = Policy(**dict.fromkeys(FAMILIES, np.full((4, 3, 2), 0.5)))
    p, q = policy.passes()
    assert (policy.depth, policy.batch_shape, len(p), len(q), p[0].shape) == (2, (4, 3), 4, 4, (4, 3))
    with pytest.raises(ValueError, match=r"^only a single policy has fractions, got a batch of shape \(4, 3\)$"):
        policy.to_fractions()


def test_policies_cannot_be_changed_and_copy_the_callers_array():
    values = np.array([0.5, 1])
    policy = policy_with(values)
    values[0] = 0.25
    assert policy.forward_exit.tolist() == [0.5, 1]
    with pytest.raises(ValueError, match="read-only"):
        policy.forward_exit[0] = 0.25
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.forward_exit = values


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0, 1], "[0]=0"),
        ([1, 2], "[1]=2"),
        ([HALF, Fraction(-1, 3)], "[1]=-1/3"),
        ([0.0, 1], "[0]=0.0"),
        ([1, math.nextafter(1, 2)], "[1]=1.0000000000000002"),
        ([-0.5, 1], "[0]=-0.5"),
        ([1, math.nan], "[1]=nan"),
        ([1, math.inf], "[1]=inf"),
        ([[0.5, 1], [1, 0]], "[1, 1]=0.0"),
    ],
)
def test_numbers_outside_the_unit_interval_are_refused(values, shown):
    with pytest.raises(ValueError, match="probabilities") as caught:
        policy_with(values)
    assert str(caught.value) == f"forward_exit must hold probabilities in (0, 1], got forward_exit{shown}"


@pytest.mark.parametrize(
    "values", [[True, True], [True, HALF], np.array([True, True]), "ab", ["1", 1], None, [None, 1]]
)
def test_anything_but_a_number_is_refused(values):
    with pytest.raises(TypeError) as caught:
        policy_with(values)
    assert str(caught.value) == f"forward_exit must be an array of numbers, got forward_exit={values!r}"


@pytest.mark.parametrize(
    ("values", "shown"), [([], "none"), (np.array([]), "forward_exit="), (0.5, "forward_exit=0.5")]
)
def test_a_family_without_diamonds_is_refused(values, shown):
    with pytest.raises(ValueError, match=f"^forward_exit must have one probability per diamond, got {shown}"):
        policy_with(values)


@pytest.mark.parametrize(("values", "shape"), [([1, 1, 1], r"\(3,\)"), ([[0.5, 1]], r"\(1, 2\)")])
def test_families_of_different_shapes_are_refused(values, shape):
    message = rf"^the four families must have one probability per diamond each, got shapes forward_exit {shape}, "
    with pytest.raises(ValueError, match=message + r"backward_entry \(2,\)"):
        policy_with(values)


def test_a_policy_fits_only_graphs_of_its_depth():
    policy = Policy.base(GRAPH)
    message = "^policy must have one probability per diamond, got 2 per family for depth=3$"
    for use in (policy.check_fits, policy.gaps):
        with pytest.raises(ValueError, match=message):
            use(CorridorGraph(width=3, depth=3, lanes=5))


@pytest.mark.parametrize("values", [[True, 0.5], [True, 1], [np.True_, 1.0]])
def test_booleans_among_numbers_are_refused(values):
    with pytest.raises(TypeError, match="must be an array of numbers"):
        policy_with(values)


def test_numpy_integers_stay_exact():
    graph = CorridorGraph(width=2, depth=30, lanes=3)
    backward = {"backward_entry": [Fraction(1, 7)] * 30, "backward_exit": [Fraction(1, 9)] * 30}
    ours, theirs = (Policy(forward_entry=[one] * 30, forward_exit=[one] * 30, **backward) for one in (1, np.int64(1)))
    assert {type(value.numerator) for value in theirs.forward_exit} == {int}
    assert expected_hitting_time(graph, theirs, exact=True) == expected_hitting_time(graph, ours, exact=True)


# --- equality --------------------------------------------------------------------------------------------------------


@given(graphs())
def test_policies_are_equal_if_their_probabilities_are(graph):
    base, optimal = Policy.base(graph), Policy.optimal(graph)
    assert base == Policy.base(graph)
    assert hash(base) == hash(Policy.base(graph))
    assert base != optimal
    assert optimal == optimal.to_floats()
    assert hash(optimal) == hash(optimal.to_floats())
    rounded = base.to_floats()
    assert (rounded == base) is (rounded.to_fractions() == base)
    assert rounded == rounded.to_fractions()
    assert base != Policy.base(CorridorGraph(graph.width, graph.depth + 1, graph.lanes))


def test_batches_are_equal_if_all_their_policies_are():
    one, two = (Policy.from_gaps(GRAPH, forward_exit=np.zeros((3, 2))) for _ in range(2))
    assert (one == two) is True
    assert hash(one) == hash(two)
    assert one != Policy.from_gaps(GRAPH, forward_exit=np.zeros((1, 3, 2)))
    assert one != Policy.from_gaps(GRAPH, forward_exit=[[0, 0], [0, 0], [0, 1e-9]])
    assert one != Policy.from_gaps(GRAPH)


def test_a_policy_is_unequal_to_other_types():
    assert Policy.base(GRAPH) != "base"
    assert Policy.base(GRAPH) != None  # noqa: E711 - by its operator
    assert {Policy.base(GRAPH): 1}[Policy.base(GRAPH)] == 1


# --- arguments that are not graphs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("graph", [None, "graph", 3, (3, 2, 5), CorridorGraph])
def test_anything_but_a_graph_is_a_type_error(graph):
    policy = Policy.base(GRAPH)
    uses = (Policy.base, Policy.sft_limit, Policy.optimal, Policy.from_gaps, policy.gaps, policy.check_fits)
    for use in (*uses, lambda graph: policy.row(graph, START)):
        with pytest.raises(TypeError, match=r"^graph must be a CorridorGraph, got graph="):
            use(graph)


def test_a_row_needs_an_edge_state_of_the_graph():
    policy = Policy.base(GRAPH)
    with pytest.raises(TypeError, match=r"^state must be an EdgeState, got state=None \(NoneType\)$"):
        policy.row(GRAPH, None)
    with pytest.raises(ValueError, match=r"^corridor must be an integer from 0 to 2, got corridor=7$"):
        policy.row(GRAPH, EdgeState(FORK, Vertex("left", 7, 0)))


@given(exact_cases())
def test_by_family_is_the_inverse_of_by_vertex(case):
    _, policy = case
    families = {name: getattr(policy, name) for name in FAMILIES}
    assert {name: tuple(numbers) for name, numbers in by_family(*by_vertex(families)).items()} == families


def test_the_order_by_vertex_is_the_order_along_the_corridor():
    policy = Policy(
        forward_exit=[0.1, 0.2], backward_entry=[0.3, 0.4], forward_entry=[0.5, 0.6], backward_exit=[0.7, 0.8]
    )
    assert [side.tolist() for side in policy.passes()] == [[0.5, 0.1, 0.6, 0.2], [0.7, 0.3, 0.8, 0.4]]
