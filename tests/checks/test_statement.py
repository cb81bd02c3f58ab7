"""The parts of a claim: what is committed of them, and that a control confirms nothing by itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from backproof.checks.formula import ge, le
from backproof.checks.statement import (
    KINDS,
    Control,
    Derivation,
    Generated,
    Instance,
    Obligation,
    asked_text,
    committed_text,
    fraction,
)
from tests.checks.doubles import SQUARE, X

LONG = "a square, which is a number times itself, is not negative whatever the number is, and so neither is this one"


def test_the_committed_text_is_the_refutation_under_a_header_in_words():
    text = committed_text("squares", Obligation("square", LONG, SQUARE.goal), expected="unsat")
    header = [
        "; claim: squares",
        "; obligation: square",
        "; In words: a square, which is a number times itself, is not negative whatever the number is, and so",
        "; neither is this one",
        "; expected answer: unsat",
    ]
    assert text == "\n".join(header) + "\n" + SQUARE.refutation()


def test_the_header_is_at_most_100_characters_wide():
    first, second = "a" * 45, "b" * 45
    lines = committed_text("", Obligation("", f"{first} {second}", SQUARE.goal), expected="unsat").splitlines()
    assert lines[2:4] == [f"; In words: {first}", f"; {second}"]


def test_the_solvers_are_not_given_the_header():
    assert asked_text(committed_text("squares", SQUARE, expected="unsat")) == SQUARE.refutation()


def test_numbers_are_whole_over_integers_and_decimal_over_reals():
    n = sp.Symbol("n", integer=True)
    assert "(assert (not (>= n 2)))" in Obligation("", "", ge(n, 2)).refutation()
    assert "(assert (not (>= x 2.0)))" in Obligation("", "", ge(X, 2)).refutation()


def test_the_variables_of_hypotheses_and_goal_are_declared_once_each_in_order():
    y = sp.Symbol("y", real=True)
    text = Obligation("", "", le(y, X), (ge(y, 0), ge(X, 0))).refutation()
    assert text.splitlines()[:3] == ["(set-logic QF_NRA)", "(declare-const x Real)", "(declare-const y Real)"]
    assert text.count("declare-const") == 2


def test_every_kind_of_evidence_has_its_name():
    assert {Obligation: "SMT proof", Generated: "SMT proof", Derivation: "derivation", Instance: "instance"} == KINDS


def test_a_control_without_a_graph_confirms_in_no_words():
    assert Control(SQUARE).confirm({"x": Fraction(1)}) == ""
    assert not Control(SQUARE).is_confirmed
    assert Control(SQUARE, confirm=str).is_confirmed


@pytest.mark.parametrize("value", [sp.Rational(-7, 3), sp.Integer(4), sp.Integer(0)], ids=str)
def test_a_rational_becomes_the_same_fraction(value):
    found = fraction(value)
    assert isinstance(found, Fraction)
    assert (found.numerator, found.denominator) == (value.p, value.q)
