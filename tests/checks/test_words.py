"""The words of a claim fit what it states: numerals are numbers of its formulas, and names are names of its parts."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from fractions import Fraction

import pytest
import sympy as sp

from backproof.checks.composition import Induction, Theorem
from backproof.checks.formula import le, substituted
from backproof.checks.grounds import theorem_of
from backproof.checks.index import claims
from backproof.checks.statement import Derivation, Generated, Instance, Obligation
from backproof.checks.tools.symbols import K, L, W
from tests.checks.doubles import X
from tests.checks.expressions import missing_sums, sums
from tests.checks.numerals import numerals, stated_numbers, unstated
from tests.repo.files import ROOT

pytestmark = pytest.mark.xdist_group("claims")  # building the claims takes a while

CLAIMS = {claim.id: claim for claim in claims()}
each_claim = pytest.mark.parametrize("claim", CLAIMS)

ELSEWHERE = {
    "expected-cost/one-recurrence": ({3}, "K = 3 shows in the number of the variables"),
    "gradient-signs/by-differentiation-3": ({3}, "K = 3 shows in the number of the variables"),
    "cost-gradient/by-differentiation-3": ({3}, "K = 3 shows in the number of the variables"),
    "gradient-noise/visits-base": ({2}, "E[S^2] is the name of a mean"),
    "gradient-noise/visits-step": ({2}, "E[S^2] is the name of a mean"),
    "gradient-noise/squared-score": ({2}, "E[S^2] is the name of a mean"),
    "gradient-noise/three-for-two": ({3}, "the bound is multiplied out"),
    "fork-square-root/attained-base": ({2}, "s^2/f is the name of a term"),
    "rate-audit/blocks-base": ({3}, "3^0 is a variable that is one"),
    "rate-audit/if": ({3}, "3^m is a variable, and 6 3^(m+1) is 18 times it"),
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
    assert {name: numbers for name, numbers in odd.items() if not numbers <= ELSEWHERE.get(name, (set(), ""))[0]} == {}


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


# --- sums ------------------------------------------------------------------------------------------------------------

NOT_SHOWN = {
    "cot-pass/steps": "4K+2 steps a leaf are multiplied by g and by g - 1",
    "zero-gradient/golden-never-turns": "2K+2 is put in for the level",
    "expected-cost/passage": "sum x is a name",
    "expected-cost/one-recurrence": "sum x is a name, and K is 3",
    "frozen-growth/return": "sum y is a name",
    "frozen-growth/theorem": "a sum of products in parentheses is not read",
    "unequal-corridors/least-base": "2K+1 is the length of a corridor",
    "gradient-signs/one-lane": "K is u + m + 1",
    "sft-worse-than-base/longer-base": "3 (3L+4)(3/L+4) is multiplied out",
    "sft-worse-than-base/longer-step": "3 (KL+K+1)(K/L+K+1) is multiplied out",
    "sft-worse-than-base/return-grows": "K+1 is an index",
    "search-agent/ratio": "the bounds are multiplied out",
    "gradient-noise/visits-base": "W-1 is n q",
    "gradient-noise/visits-step": "W-1 is put in for a variable",
    "reward-forms/success": "1 - 1/W is multiplied out",
    "reward-forms/slope": "1 - 1/W is multiplied out",
    "reward-forms/theorem": "1 - 1/W is multiplied out",
    "cost-gradient/theorem": "2 (W-1) is part of a product",
    "target-seen/fork-velocity": "W-1 is n",
    "target-seen/fork-time": "W-1 is n",
}
"""Parts whose words have a sum that no side of their formulas has, with the reason."""


def formulas(part):
    """The formulas of a part, with what they are made from, or the sides of a derivation.

    Those of a theorem are its own: what its sentence says must not be said by what it uses alone. The words of an
    induction may call its index K.
    """
    if isinstance(part, Derivation):
        return [part.derived, part.stated]
    made = part.of if isinstance(part, Generated) else None
    if isinstance(made, Theorem):
        runs = (run.over for run in made.runs())
        return [part.goal, *made.let.values(), *(value for over in runs for value in over.following.values())]
    if isinstance(made, Induction):
        at_size = [substituted(formula, {made.over.index: K}) for formula in (part.goal, made.predicate)]
        steps = (*made.over.start.values(), *made.over.following.values())
        return [part.goal, made.predicate, *at_size, *part.hypotheses, *steps]
    return [part.goal, *part.hypotheses]


@each_claim
def test_the_sums_of_sizes_in_the_words_of_evidence_are_sums_of_its_formulas(claim, built):
    evidence = [part for part in built[claim][0] if not isinstance(part, Instance)]
    missing = {f"{claim}/{part.id}" for part in evidence if missing_sums(part.words, formulas(part))}
    assert missing <= set(NOT_SHOWN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("between rho^K/(4(2K+1)) and 7 rho^K/(2K+1)", {4 * (2 * K + 1), 2 * K + 1}),
        ("H = 1 + W(2K+1) + (W-1) g_K", {2 * K + 1, W - 1}),
        ("costs 1 + (2W-1)(KL+K+1)(K/L+K+1)", {1 + (2 * W - 1) * (K * L + K + 1) * (K / L + K + 1)}),
        ("2K+1 is open, (2K+ ends", {2 * K + 1}),
        ("A walker of 2 steps", set()),
    ],
)
def test_sums_of_sizes_are_read(text, found):
    assert sums(text) == found


def test_another_coefficient_in_a_sum_is_noticed():
    formula = le(4 * (2 * K + 1) * X, W * (2 * K + 1 + 2 * X))
    assert missing_sums("4 (2K+1) and 2K + 1", [formula]) == set()
    for wrong in ("2 (2K+1)", "4 (2K+2)", "3K+1", "2K-1", "4(2L+1)"):
        assert missing_sums(wrong, [formula]) != set(), wrong


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
def test_names_in_the_docstrings_of_a_claim_are_those_of_its_parts_or_of_variables(claim, built):
    tree = ast.parse(inspect.getsource(importlib.import_module(CLAIMS[claim].module)))
    scopes = (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef))
    variables = {str(symbol) for part in built[claim][0] for symbol in getattr(part, "symbols", ())}
    assert unknown_names(filter(None, map(ast.get_docstring, scopes)), claim, built) - variables == set()


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
