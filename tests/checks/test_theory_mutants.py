"""Each derivation and instance is refuted under the mutant of ``theory/`` that ``theory_mutants.toml`` names for it."""

from __future__ import annotations

import random

import pytest

from backproof.checks.index import claim_named
from backproof.checks.kernel import Verdict, decide
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.crossings import renewal_cost
from tests.checks.mutated_theory import changed_line, mutants_in, mutated, named
from tests.checks.theory_mutants import UNREFUTED, parts_of, parts_of_index, read_matrix, refuted_by, search

MATRIX = read_matrix()
SLOW = ("gradient-noise", "learning-curve", "rlvr-optimal", "sign-cycle")
"""Claims of which a part takes seconds."""

SAMPLE = random.Random(14).sample([part for part in MATRIX if not part.startswith(SLOW)], 4)  # noqa: S311 - a draw of tests
RENEW = "run make mutants, and read the differences"


def test_every_derivation_and_instance_has_a_mutant_or_a_reason():
    gone = [part for part in UNREFUTED if part not in parts_of_index()]
    assert gone == [], "take these out of the list in theory_mutants.py"
    assert sorted([*MATRIX, *UNREFUTED]) == sorted(parts_of_index()), RENEW
    assert all(UNREFUTED.values())


def test_every_mutant_changes_a_line_of_the_theory():
    assert {name for name in MATRIX.values() if not changed_line(name)} == set(), RENEW


@pytest.mark.parametrize(
    "part", [part if part in SAMPLE else pytest.param(part, marks=pytest.mark.slow) for part in MATRIX]
)
def test_the_part_is_refuted_under_its_mutant(part):
    claim, _, own = part.partition("/")
    assert refuted_by(named(MATRIX[part]), claim, [own]) == {own}, "run make mutants ARGS=--all"


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", UNREFUTED)
def test_no_mutant_refutes_a_part_that_is_listed(part):
    claim, _, own = part.partition("/")
    assert search(claim, [own]) == {}


# --- one mutant ------------------------------------------------------------------------------------------------------

MINUS = (
    "costs.crossings.renewal_cost: "
    "return 1 + width * out + (width - 1) * back => return 1 + width * out - (width - 1) * back"
)


def test_a_mutant_runs_wherever_its_function_was_imported_and_is_undone():
    with mutated(named(MINUS)):
        assert renewal_cost(3, 5, 4) == crossings.renewal_cost(3, 5, 4) == 1 + 15 - 8
    assert renewal_cost(3, 5, 4) == 1 + 15 + 8


def test_claims_compute_with_the_mutant_and_afterwards_with_the_theory():
    before = parts_of("base-cost")
    with mutated(named(MINUS)):
        under = parts_of("base-cost")
        assert decide(under["derived"]).verdict == Verdict.REFUTED
    after = parts_of("base-cost")
    assert after["derived"] == before["derived"] != under["derived"]
    assert decide(after["derived"]).verdict == Verdict.PROVED
    assert claim_named("base-cost").build_evidence()


def test_cached_methods_and_forms_are_mutated_too():
    true = closed_forms.optimal_form().cost
    with mutated(named(MINUS)):
        assert closed_forms.optimal_form().cost != true
    assert closed_forms.optimal_form().cost == true


def test_a_mutant_that_the_theory_no_longer_has_is_refused():
    with pytest.raises(LookupError, match="there is no mutant"):
        named("costs.crossings.renewal_cost: return 0 => return 1")
    assert not changed_line("costs.crossings.renewal_cost: return 0 => return 1")


def test_only_comparisons_operators_and_numbers_are_changed():
    changes = [mutant.change for mutant in mutants_in("costs.crossings", "renewal_cost")]
    assert MINUS.partition("crossings.")[2] in changes
    assert not any("None" in change for change in changes)


def test_a_part_that_the_claim_no_longer_has_is_named():
    with pytest.raises(ValueError, match=r"^base-cost must have every part .* got no lost: run make lock first$"):
        search("base-cost", ["derived", "lost"])
