"""The crossing recurrences and their gradient, on fractions and on symbols."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.strategies import exact_cases, exact_probabilities
from tests.theory import formulas


@given(*[exact_probabilities()] * 4, st.integers(1, 9))
def test_one_diamond_worked_out_by_hand(a, b, c, d, width):
    lanes = (1 - a) / a  # each turn at r_1 crosses a lane once more in each direction
    connector = (d * lanes + 1 - c) / c
    out = 3 + 2 * (lanes + connector)
    lanes = (1 - d) / d
    connector = (a * lanes + 1 - b) / b
    back = 3 + 2 * (lanes + connector)
    assert crossings.walk_cost(width, [c, a], [d, b]) == 1 + width * out + (width - 1) * back


@given(exact_cases())
def test_the_way_back_counts_once_less_than_the_way_out(case):
    p, q = case[1].passes()
    out, back = crossings.passage_cost(p, q), crossings.passage_cost(q[::-1], p[::-1])
    assert crossings.walk_cost(1, p, q) == 1 + out
    assert crossings.walk_cost(2, p, q) - crossings.walk_cost(1, p, q) == out + back
    assert crossings.walk_cost(7, p, q) == 1 + 7 * out + 6 * back == crossings.renewal_cost(7, out, back)


@given(exact_cases())
def test_no_policy_costs_less_than_the_one_that_never_turns(case):
    graph, policy = case
    least = 1 + (2 * graph.width - 1) * (2 * graph.depth + 1)
    p, q = policy.passes()
    cost = crossings.walk_cost(graph.width, p, q)
    assert crossings.walk_cost(graph.width, [1] * len(p), [1] * len(q)) == least
    assert cost > least if min(p) < 1 or (min(q) < 1 and graph.width > 1) else cost == least


@given(exact_cases(max_depth=5))
def test_the_gradient_is_the_one_worked_out_by_hand(case):
    graph, policy = case
    p, q = policy.passes()
    found = crossings.walk_cost_gradient(graph.width, p, q)
    assert found.cost == crossings.walk_cost(graph.width, p, q)
    assert ([*found.by_forward], [*found.by_backward]) == formulas.gradient(graph.width, p, q)


@given(exact_cases(), st.data())
def test_the_gradient_is_the_limit_of_exact_secants(case, data):
    graph, policy = case
    p, q = policy.passes()
    rows = [*p, *q]
    found = crossings.walk_cost_gradient(graph.width, p, q)
    place = data.draw(st.integers(0, len(rows) - 1), label="coordinate")

    def cost(value):
        changed = [*rows[:place], value, *rows[place + 1 :]]
        return crossings.walk_cost(graph.width, changed[: len(p)], changed[len(p) :])

    # In one coordinate H(u) = alpha + beta / u + gamma u, so the secant from z to u has slope gamma - beta / (z u).
    # That is affine in 1/u. Its value at 1/u = 1/z is the derivative, and follows exactly from those at 2/z and 3/z.
    z = rows[place]
    slope = {n: (cost(z / n) - cost(z)) / (z / n - z) for n in (2, 3)}
    assert [*found.by_forward, *found.by_backward][place] == 2 * slope[2] - slope[3]


@pytest.mark.parametrize("depth", [1, 2])
def test_the_gradient_agrees_with_the_derivative_by_sympy(depth):
    width = sp.Symbol("W")
    p, q = sp.symbols(f"p1:{2 * depth + 1}"), sp.symbols(f"q1:{2 * depth + 1}")
    cost = crossings.walk_cost(width, p, q)
    found = crossings.walk_cost_gradient(width, p, q)
    assert sp.cancel(found.cost - cost) == 0
    for by, slope in zip((*p, *q), [*found.by_forward, *found.by_backward], strict=True):
        assert sp.cancel(sp.diff(cost, by) - slope) == 0


@given(exact_probabilities(), exact_probabilities(), st.integers(1, 6), st.integers(1, 9))
def test_the_cost_along_the_learning_curve_has_its_closed_form(x, y, depth, width):
    """Sign gradient from the base model keeps a_j = d_j = x and b_j = c_j = y, so that both ways cost the same."""
    passage = 2 * depth + 1
    passage += (depth * (depth + 1) * (1 - x) + depth * (depth - 1) * (1 - y)) / x
    passage += depth * (depth + 1) * (2 - x - y) / y
    assert crossings.walk_cost(width, [y, x] * depth, [x, y] * depth) == 1 + (2 * width - 1) * passage


@pytest.mark.parametrize(
    ("width", "depth", "lanes", "right"),
    [(15, 15, 5, True), (9, 15, 5, False), (10, 15, 5, True), (2, 8, 3, False), (3, 12, 1, False), (7, 12, 1, True)],
)
def test_backward_rows_of_the_base_model_are_right_signed_in_wide_graphs_only(width, depth, lanes, right):
    """The bound on W is 1980/211 at K = 15, L = 5, and (K+1)^2 / (2K+1) for one lane."""
    found = crossings.walk_cost_gradient(width, *Policy.base(CorridorGraph(width, depth, lanes)).passes())
    assert max(found.by_forward) < 0
    assert (max(found.by_backward) < 0) is right


def test_rows_of_different_lengths_are_refused():
    one = [Fraction(1)]
    for use in (crossings.walk_cost, crossings.walk_cost_gradient):
        with pytest.raises(ValueError, match="p and q must have one probability per vertex each"):
            use(2, one * 2, one * 4)


@pytest.mark.parametrize(("backward", "growth"), [((0.5, 0.25), 6.48), ((0.9, 0.5), 1.8)])
def test_a_diamond_multiplies_the_way_back_by_the_return_growth(backward, growth):
    """At 200 diamonds the terms that do not grow are below 10 * 200 / 1.8^200, far below rounding."""
    p, q = (np.tile(row, 201) for row in ((0.9, 0.9), backward))
    assert crossings.return_growth(p, q) == pytest.approx(growth, rel=1e-12)
    shorter, longer = (crossings.walk_cost(2, p[:end], q[:end]) for end in (400, 402))
    assert longer / shorter == pytest.approx(growth, rel=1e-12)
    batch = crossings.return_growth(np.stack([p, q], axis=-1), np.stack([q, p], axis=-1))
    assert batch == pytest.approx([growth, 1 / growth], rel=1e-12)
