"""The text for the solvers has the truth of the formula in fractions, and nothing is simplified or cancelled."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest
import sympy as sp
import z3
from hypothesis import given
from hypothesis import strategies as st

from backproof.checks.formula import both, either, eq, ge, gt, implies, is_true, le, lt, negation, smt_text, substituted
from backproof.checks.statement import Obligation
from backproof.checks.tools.symbols import K, L, naturals, real, sizes

n, m = sp.symbols("n m", integer=True)
(x,) = real("x")

RELATIONS = st.sampled_from([eq, lt, le, gt, ge])


def polynomials(*symbols):
    leaves = st.sampled_from(symbols) | st.integers(-3, 3).map(sp.Integer)
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(operator.add, inner, inner)
            | st.builds(operator.sub, inner, inner)
            | st.builds(operator.mul, inner, inner)
            | st.builds(pow, inner, st.integers(0, 3))
        ),
        max_leaves=5,
    )


def formulas(terms):
    comparisons = st.builds(lambda relation, left, right: relation(left, right), RELATIONS, terms, terms)
    return st.recursive(
        comparisons,
        lambda inner: (
            st.builds(both, inner, inner)
            | st.builds(either, inner, inner)
            | st.builds(both, inner)
            | st.builds(either, inner)
            | st.builds(implies, inner, inner)
            | st.builds(negation, inner)
        ),
        max_leaves=4,
    )


def fractions_of_polynomials():
    positive = st.sampled_from([L, L + 1, L**2 + 3 * L + 2, 2 * K + L, sp.Integer(3)])
    fraction = st.builds(operator.truediv, polynomials(x, K, L), positive)
    return st.builds(operator.add, fraction, fraction)


def read_by_z3(formula, model, sort, value):
    """The truth of the SMT-LIB text at ``model``, by z3's parser and simplifier alone."""
    declared = "".join(f"(declare-const {name} {sort().name()})" for name in model)
    (assertion,) = z3.parse_smt2_string(f"{declared}(assert {smt_text(formula, reals=sort is z3.RealSort)})")
    point = [(z3.Const(name, sort()), value(str(number))) for name, number in model.items()]
    simplified = z3.simplify(z3.substitute(assertion, *point))
    assert z3.is_true(simplified) or z3.is_false(simplified)
    return z3.is_true(simplified)


@pytest.mark.parametrize(
    ("relation", "truths"),
    [
        (lt, (True, False, False)),
        (le, (True, True, False)),
        (eq, (False, True, False)),
        (ge, (False, True, True)),
        (gt, (False, False, True)),
    ],
)
def test_each_relation_below_at_and_above_equality(relation, truths):
    models = [{"n": Fraction(value)} for value in (1, 2, 3)]
    assert tuple(is_true(relation(n, 2), model) for model in models) == truths
    assert tuple(read_by_z3(relation(n, 2), model, z3.IntSort, z3.IntVal) for model in models) == truths


@given(formulas(polynomials(n, m)), st.integers(-4, 4), st.integers(-4, 4))
def test_smt_text_over_integers_has_the_truth_of_the_formula(formula, first, second):
    model = {"n": Fraction(first), "m": Fraction(second)}
    assert is_true(formula, model) == read_by_z3(formula, model, z3.IntSort, z3.IntVal)


@given(
    formulas(fractions_of_polynomials()), st.fractions(-3, 3, max_denominator=4), st.integers(0, 3), st.integers(1, 3)
)
def test_smt_text_over_reals_has_the_truth_of_the_formula_with_denominators(formula, first, second, third):
    model = {"x": first, "K": Fraction(second), "L": Fraction(third, 2)}
    assert is_true(formula, model) == read_by_z3(formula, model, z3.RealSort, z3.RealVal)


@pytest.mark.parametrize(
    "denominator", [x, x - 1, 2 * x, L - 1, 1 - L, K, K + x, K * L, x**2, L + x, x**2 + 1, x**2 * L], ids=str
)
def test_a_denominator_that_may_not_be_positive_is_refused(denominator):
    with pytest.raises(ValueError, match=r"denominator must be visibly positive, got .*: clear it by hand"):
        smt_text(eq(1 / denominator, x + 7), reals=True)


@pytest.mark.parametrize("denominator", [L, L + 1, K + 1, K + L, 2 * K * L + L, sp.Integer(2)], ids=str)
def test_a_positive_denominator_is_multiplied_out(denominator):
    assert "/" not in smt_text(le(x / denominator, 1), reals=True)


@pytest.mark.parametrize("quotient", [(x**2 - x) / (x - 1), (2 * x - 2) / (x - 1), (K * x - x) / x], ids=str)
def test_a_denominator_that_may_not_be_positive_is_not_cancelled(quotient):
    with pytest.raises(ValueError, match="denominator must be visibly positive"):
        smt_text(eq(quotient, x), reals=True)


def test_a_comparison_that_sympy_could_decide_stays_in_the_text():
    assert smt_text(eq(x, x), reals=True) == "(= x x)"
    assert "(assert (not (>= (* x x) 0.0)))" in Obligation("", "", ge(x**2, 0)).refutation()
    assert "(assert (not (> L 0.0)))" in Obligation("", "", gt(L, 0)).refutation()


@pytest.mark.parametrize("only", [both, either])
def test_a_connective_of_one_part_is_written_as_the_part(only):
    part = implies(lt(n, m), eq(n, 1))
    written = smt_text(part, reals=False)
    assert (
        smt_text(only(part), reals=False)
        == smt_text(only(both(part)), reals=False)
        == written
        == "(=> (< n m) (= n 1))"
    )
    assert smt_text(both(part, only(part)), reals=False) == f"(and {written} {written})"
    models = [{"n": Fraction(first), "m": Fraction(second)} for first, second in ((0, 1), (1, 2), (2, 1))]
    for model in models:
        assert (
            is_true(only(part), model) == is_true(part, model) == read_by_z3(only(part), model, z3.IntSort, z3.IntVal)
        )
    assert [is_true(part, model) for model in models] == [False, True, True]


@pytest.mark.parametrize("term", [sp.sqrt(L), sp.Rational(1, 2) ** K, sp.exp(x), sp.pi * x], ids=str)
def test_a_term_that_is_not_a_polynomial_is_refused(term):
    with pytest.raises(ValueError, match="term must be a polynomial with integer coefficients, got"):
        smt_text(eq(term, 1), reals=True)


@pytest.mark.parametrize(
    "use", [lambda f: smt_text(f, reals=True), lambda f: is_true(f, {}), lambda f: substituted(f, {})]
)
def test_what_is_no_formula_is_refused(use):
    with pytest.raises(ValueError, match=r"^formula must be a comparison or .*got 'x > 0'$"):
        use("x > 0")


def test_values_take_the_place_of_variables_everywhere_and_all_at_once():
    swapped = substituted(implies(lt(n, m), both(eq(n, 1), le(m, n))), {n: m, m: n})
    assert swapped == implies(lt(m, n), both(eq(m, 1), le(n, m)))


@pytest.mark.parametrize("formula", [eq(sp.sqrt(L), 1), eq(1 / (L - 2), 1)], ids=str)
def test_a_side_without_a_rational_value_is_an_error(formula):
    with pytest.raises(ValueError, match="has no rational value at"):
        is_true(formula, {"L": Fraction(2)})


def test_integers_and_reals_do_not_mix_in_one_statement():
    with pytest.raises(ValueError, match=r"^variables must be all integer or all real: make the sizes"):
        Obligation("", "", le(n, x)).refutation()


@pytest.mark.parametrize(
    ("symbol", "assertion"),
    [
        (L, "(assert (> L 0.0))"),
        (K, "(assert (>= K 0.0))"),
        (*sizes("W"), "(assert (> W 0))"),
        (*naturals("W"), "(assert (>= W 0))"),
    ],
    ids=str,
)
def test_domains_of_the_variables_are_premises(symbol, assertion):
    obligation = Obligation("", "", ge(symbol, -5))
    assert assertion in obligation.refutation()
    assert assertion in obligation.vacuity()
    assert not all(is_true(premise, {symbol.name: Fraction(-1)}) for premise in obligation.premises)


def test_an_unrestricted_variable_has_no_domain():
    assert Obligation("", "", ge(x, -5)).premises == []


def test_the_refutation_asserts_premises_and_negated_goal_and_vacuity_the_premises():
    obligation = Obligation("", "", le(x, 3), (ge(x, 1),))
    head, tail = "(set-logic QF_NRA)\n(declare-const x Real)\n(assert (>= x 1.0))\n", "(check-sat)\n"
    assert obligation.refutation() == head + "(assert (not (<= x 3.0)))\n" + tail
    assert obligation.vacuity() == head + tail


def test_a_product_with_a_denominator_is_written_as_it_stands():
    text = smt_text(le(x / (L + 1), 2), reals=True)
    assert text == "(<= x (* 2.0 (+ 1.0 L)))"
    assert smt_text(eq(2 / (L + 1), x), reals=True) == "(= 2.0 (* x (+ 1.0 L)))"
