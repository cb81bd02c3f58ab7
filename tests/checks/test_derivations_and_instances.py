"""Identities of expressions and finite lists of sizes: proved, refuted by an exact counterexample, or neither."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from backproof.checks.kernel import Verdict, decide
from backproof.checks.statement import Derivation, Instance
from backproof.checks.tools.symbols import K, L, W, real

(x,) = real("x")
CASES = ({"n": 1}, {"n": 2}, {"n": 3})


def derivation(derived, stated):
    return decide(Derivation("made-up", "", sp.sympify(derived), sp.sympify(stated)))


@pytest.mark.parametrize(
    ("derived", "stated"),
    [
        ((x + 1) ** 2, x**2 + 2 * x + 1),
        (K / L + K / (L + 1), K * (2 * L + 1) / (L * (L + 1))),
        (sp.summation(sp.Symbol("i") ** 2, (sp.Symbol("i"), 1, 4)), 30),
    ],
    ids=["square", "fractions", "sum"],
)
def test_expressions_that_cancel_are_equal(derived, stated):
    found = derivation(derived, stated)
    assert (found.verdict, found.counterexample) == (Verdict.PROVED, None)
    assert found.detail == "the difference is identically zero"


def test_expressions_that_differ_are_refuted_at_a_point():
    found = derivation(W * K, W + K)
    assert found.verdict == Verdict.REFUTED
    assert found.counterexample == {"K": Fraction(1), "W": Fraction(1)}
    assert found.detail == "counterexample K=1, W=1: derived 1, stated 2"


def test_the_counterexample_avoids_poles_and_points_where_both_agree():
    found = derivation(1 / (x - 1) + (x - 2), 0)
    assert found.verdict == Verdict.REFUTED
    value = found.counterexample["x"]
    assert 1 / (value - 1) + value - 2 != 0


@pytest.mark.parametrize(
    ("derived", "stated"),
    [(W + 1, W), (W * K + K, W * K), (W / L + K, W / L + 2), (sp.Integer(7), sp.Integer(8))],
    ids=str,
)
def test_a_difference_with_fewer_variables_than_the_sides_is_refuted(derived, stated):
    found = derivation(derived, stated)
    assert found.verdict == Verdict.REFUTED
    point = {symbol: found.counterexample[symbol.name] for symbol in derived.free_symbols | stated.free_symbols}
    assert derived.subs(point) != stated.subs(point)


def test_a_difference_without_rational_values_is_unknown():
    assert derivation(sp.pi * x, 3 * x).verdict == Verdict.UNKNOWN


def test_a_difference_that_vanishes_at_all_points_that_are_tried_is_unknown():
    assert derivation((x - 1) * (x - 2) * (x - 3) * (x - 4), 0).verdict == Verdict.UNKNOWN


def instance(compute, cases=CASES):
    return decide(Instance("made-up", "", cases, compute))


def test_an_instance_is_proved_for_the_cases_it_names():
    found = instance(lambda n: (n * n, n**2))
    assert (found.verdict, found.detail, found.counterexample) == (Verdict.PROVED, "3 cases", None)


def test_an_instance_is_refuted_by_the_first_case_that_fails():
    found = instance(lambda n: (Fraction(n, 2), 1 if n > 1 else Fraction(1, 2)))
    assert found.verdict == Verdict.REFUTED
    assert found.counterexample == {"n": 3}
    assert found.detail == "counterexample n=3: 3/2 against 1"


def test_an_instance_without_cases_is_vacuous():
    found = instance(lambda n: (n, n), cases=())
    assert (found.verdict, found.detail) == (Verdict.VACUOUS, "there are no cases")


def test_an_instance_stops_at_the_first_counterexample():
    seen = []

    def compute(n):
        seen.append(n)
        return n, 1

    instance(compute)
    assert seen == [1, 2]


def test_a_computation_that_fails_is_an_error():
    found = decide(Instance("a", "", ({"n": 0},), lambda n: (1 / n, 0)))
    assert (found.verdict, found.detail) == (Verdict.ERROR, "ZeroDivisionError: division by zero")


def test_a_derivation_that_holds_for_one_corridor_edge_only_is_refuted_at_two():
    found = derivation(W * K, W * K**2)
    assert found.verdict == Verdict.REFUTED
    assert found.counterexample == {"K": Fraction(2), "W": Fraction(1)}
    assert found.detail == "counterexample K=2, W=1: derived 2, stated 4"


def test_the_difference_is_shown_if_it_is_neither_zero_nor_seen_at_a_point():
    found = derivation(sp.pi * x, 3 * x)
    assert (found.counterexample, found.answers) == (None, ())
    assert found.detail.startswith("the difference did not simplify to zero: ")
