"""The derived closed forms agree with those worked out by hand, and with exact solutions of the full chain."""

import itertools
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.theory.chain import corridor_chain
from backproof.theory.costs import closed_forms
from backproof.theory.costs.closed_forms import POWER, DiamondRows, K, L, W
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import exact_probabilities
from tests.theory import formulas

SIZES = list(itertools.product(range(1, 5), range(1, 4), range(1, 4)))


@pytest.mark.parametrize(
    ("form_of", "policy"),
    [
        (closed_forms.base_form, Policy.base),
        (closed_forms.sft_form, Policy.sft_limit),
        (closed_forms.optimal_form, Policy.optimal),
    ],
    ids=["base", "sft", "optimal"],
)
def test_each_closed_form_equals_the_solution_on_the_full_multigraph(form_of, policy):
    form = form_of()
    for size in SIZES:
        graph = CorridorGraph(*size)
        chain = corridor_chain(graph, policy(graph))
        assert form.at(graph) == 1 + chain.expected_hitting_time(), graph


def test_the_base_cost_is_the_product_worked_out_by_hand():
    assert sp.cancel(closed_forms.base_form().cost - (1 + (2 * W - 1) * (K * L + K + 1) * (K / L + K + 1))) == 0


def test_the_optimal_cost_is_linear_in_the_depth():
    assert sp.expand(closed_forms.optimal_form().cost - (4 * W * K + 2 * W - 2 * K)) == 0


def test_the_way_back_of_sft_costs_the_steps_worked_out_by_hand():
    form = closed_forms.sft_form()
    assert sp.cancel(form.back.growth - (L + 1) ** 2 / L) == 0
    assert sp.cancel(form.back.cost(K, POWER) - formulas.sft_way_back(K, L, POWER)) == 0
    assert sp.expand(form.out.cost(K, POWER) - (2 * K + 1)) == 0
    assert form.cost == 1 + W * form.out.cost(K, 1) + (W - 1) * form.back.cost(K, form.back.growth**K)


def test_sft_grows_at_most_at_the_rate_of_its_frozen_backward_rows():
    b, d = sp.symbols("b d", positive=True)
    rows = DiamondRows(forward_exit=sp.S.One, backward_entry=b, forward_entry=sp.S.One, backward_exit=d)
    assert sp.cancel(closed_forms.solve(rows).back.growth - 1 / (b * d)) == 0


def test_the_costs_at_the_sizes_of_the_paper():
    graph = PAPER
    assert (closed_forms.base_form().at(graph), closed_forms.optimal_form().at(graph)) == (50142, 900)
    sft = closed_forms.sft_form().at(graph)
    assert type(sft) is Fraction
    assert sft == expected_hitting_time(graph, Policy.sft_limit(graph), exact=True)


@settings(max_examples=10)  # a symbolic solution each
@given(st.tuples(*[exact_probabilities()] * 4))
def test_rows_that_are_equal_along_the_corridor_have_a_closed_form(rows):
    form = closed_forms.solve(DiamondRows(*(sp.Rational(p.numerator, p.denominator) for p in rows)))
    for depth in (1, 2, 5):
        graph = CorridorGraph(width=3, depth=depth, lanes=2)
        policy = Policy(**{name: [p] * depth for name, p in zip(FAMILIES, rows, strict=True)})
        assert form.at(graph) == expected_hitting_time(graph, policy, exact=True)
