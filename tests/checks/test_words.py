"""The words of a claim fit what it states: numerals are numbers of its formulas, and names are names of its parts."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from fractions import Fraction

import pytest
import sympy as sp

from backproof.checks.formula import le
from backproof.checks.grounds import theorem_of
from backproof.checks.index import claims
from backproof.checks.statement import Derivation, Generated, Instance, Obligation
from tests.checks.doubles import X
from tests.checks.numerals import numerals, stated_numbers, unstated
from tests.repo.files import ROOT

pytestmark = pytest.mark.xdist_group("claims")  # building the claims takes a while

CLAIMS = {claim.id: claim for claim in claims()}
each_claim = pytest.mark.parametrize("claim", CLAIMS)

ELSEWHERE = {
    "expected-cost/one-recurrence": ({3}, "K = 3 shows in the number of the variables"),
    "gradient-signs/by-differentiation-3": ({3}, "K = 3 shows in the number of the variables"),
    "gradient-noise/visits-base": ({2}, "E[S^2] is the name of a mean"),
    "gradient-noise/visits-step": ({2}, "E[S^2] is the name of a mean"),
    "gradient-noise/squared-score": ({2}, "E[S^2] is the name of a mean"),
    "gradient-noise/three-for-two": ({3}, "the bound is multiplied out"),
    "fork-square-root/attained-base": ({2}, "s^2/f is the name of a term"),
    "rate-audit/blocks-base": ({3}, "3^0 is a variable that is one"),
    "search-agent/ratio": ({14}, "the bound L/14 is multiplied out"),
    "shared-rows/one-corridor": ({4}, "4 is 2 (W+1) at W = 1"),
    "sft-worse-than-base/known-minimum": ({15, 50142}, "15 is the default size, 50142 the cost of base"),
    "unequal-corridors/never-turning-is-best": ({5}, "the depth shows in 1 + 2 (2 * 5 + 1)"),
    "distillation/time-without-eps": ({4}, "1/4 is 1/(W L) at W = L = 2"),
}
"""Numerals of words that are not numbers of the formula, with the reason."""


def parts_of(claim, built):
    evidence, controls = built[claim]
    return [*evidence, *(control.twin for control in controls)]


@each_claim
def test_the_numerals_in_the_words_of_a_part_are_numbers_that_it_states(claim, built):
    odd = {f"{claim}/{part.id}": unstated(part.words, [part]) for part in parts_of(claim, built)}
    known = {name: numbers for name, (numbers, _) in ELSEWHERE.items() if name in odd}
    assert {name: numbers for name, numbers in odd.items() if numbers} == known


@each_claim
def test_the_numerals_in_the_sentence_of_a_claim_are_numbers_that_its_theorem_states(claim, built):
    evidence, _ = built[claim]
    theorem = theorem_of(evidence)
    ends = [part for part in evidence if isinstance(part, Generated) and part.of is theorem] if theorem else evidence
    assert unstated(CLAIMS[claim].statement, ends) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 (2K+1)^3 + x_4, l1, `a@5`", {2, 1, 3}),
        ("7/2 and 0.5", {7, 2, Fraction(1, 2)}),
        ("the quantity of step 2, as Theorem 4 says", set()),
        ("no number", set()),
    ],
)
def test_numerals_stand_by_themselves(text, found):
    assert numerals(text) == found


def test_the_numbers_of_every_kind_of_part_are_found():
    seven = 7
    asked = Obligation("asked", "", le(X**5, sp.Rational(2, 3)), (le(X, 11),))
    cases = ({"n": 17}, {"n": Fraction(1, 19)}, {"n": "23"})
    instance = Instance("instance", "", cases, lambda n: (_thirteen() + seven, n))
    assert stated_numbers(asked) >= {5, 2, 3, 11}
    assert stated_numbers(Derivation("derivation", "", X + 29, 31 * X)) >= {29, 31}
    assert stated_numbers(instance) >= {3, 17, 19, 23, 13, 7}


def _thirteen():
    return 13


_thirteen.__module__ = "backproof.checks.made_up"


def test_another_number_in_the_words_is_noticed(built):
    """Each numeral of each part, one too great: half of them are no number of their part."""
    noticed = [
        numeral + 1 not in stated_numbers(part)
        for claim in CLAIMS
        for part in parts_of(claim, built)
        for numeral in numerals(part.words)
    ]
    assert len(noticed) > 500
    assert sum(noticed) / len(noticed) > Fraction(2, 5)


# --- names -----------------------------------------------------------------------------------------------------------


def named(text):
    """What is in single backquotes, without a star at its end."""
    return {name.rstrip("*") for name in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)}


def names_of(claim, built):
    """The ids of a claim's parts, experiments and assumptions, and of the inductions that parts are made from."""
    evidence, controls = built[claim]
    theorem = theorem_of(evidence)
    found = {part.id for part in evidence} | {part.of.id for part in evidence if isinstance(part, Generated)}
    found |= {control.twin.id for control in controls} | set(CLAIMS[claim].experiments)
    return found | {assumption.id for assumption in (theorem.assumptions if theorem else ())}


def unknown_names(texts, claim, built):
    module = importlib.import_module(CLAIMS[claim].module)
    known = {*CLAIMS, *vars(module)}.union(*(names_of(name, built) for name in (claim, *CLAIMS[claim].uses)))
    files = ("", ".py")
    return {
        name
        for name in set().union(*map(named, texts))
        if not any(other == name or (name.endswith("-") and other.startswith(name)) for other in known)
        and not ("." in name and any((ROOT / f"{name.replace('.', '/')}{end}").exists() for end in files))
    }


@each_claim
def test_names_in_the_docstrings_of_a_claim_are_those_of_its_parts(claim, built):
    tree = ast.parse(inspect.getsource(importlib.import_module(CLAIMS[claim].module)))
    scopes = (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef))
    assert unknown_names(filter(None, map(ast.get_docstring, scopes)), claim, built) == set()


@each_claim
def test_names_in_the_words_of_a_claim_are_those_of_its_parts_or_of_their_variables(claim, built):
    assert unknown_names([CLAIMS[claim].statement, *CLAIMS[claim].assumptions], claim, built) == set()
    for part in parts_of(claim, built):
        own = {str(symbol) for symbol in getattr(part, "symbols", ())}
        own |= {key for case in getattr(part, "cases", ()) for key in case}
        own |= set(part.compute.__code__.co_names) if isinstance(part, Instance) else set()
        assert unknown_names([part.words], claim, built) - own == set()


def test_a_name_that_is_not_there_is_noticed(built):
    claim = "separation"
    assert (
        unknown_names(["`lower` and `rlvr-optimal`, `sft-cost`, `expected-cost`, `checks.formula`"], claim, built)
        == set()
    )
    assert unknown_names(["`lowest`, `power-*`, `powers-*` and `checks.formulas`"], claim, built) == {
        "lowest",
        "powers-",
        "checks.formulas",
    }
