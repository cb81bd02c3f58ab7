"""The rules that make mutants of the trusted core, and a sample of the mutants themselves."""

from __future__ import annotations

import random

import pytest

from tests.checks.mutants import EQUIVALENT, ROOT, TESTS, all_mutants, known, survivors
from tests.checks.mutator import mutants

SOURCE = '''
def f(x: int = 1) -> str:
    """A text."""
    y = x
    if not x < 2 and y:
        return f"n {x + 1}"
    return [z for z in (True, "a") if z]
'''

EXPECTED = {
    "module: def f(x: int=1) -> str: => def f(x: int=2) -> str:",
    "f: y = x => pass",
    "f: if not x < 2 and y: => if not x <= 2 and y:",
    "f: if not x < 2 and y: => if not x < 3 and y:",
    "f: if not x < 2 and y: => if not x < 2 or y:",
    "f: if not x < 2 and y: => if not not x < 2 and y:",
    "f: if not x < 2 and y: => if not (not x < 2 and y):",
    "f: return f'n {x + 1}' => return None",
    "f: return [z for z in (True, 'a') if z] => return None",
    "f: return [z for z in (True, 'a') if z] => return [z for z in (True, 'a')]",
    "f: return [z for z in (True, 'a') if z] => return [z for z in (False, 'a') if z]",
    "f: return [z for z in (True, 'a') if z] => return [z for z in (True, 'XXa') if z]",
}


def test_each_rule_makes_its_mutants_and_leaves_texts_and_types_alone():
    made = list(mutants("made-up", SOURCE))
    assert {mutant.change for mutant in made} == EXPECTED
    assert len({mutant.source for mutant in made}) == len(made)
    assert all(mutant.source.count('"""A text."""') == 1 for mutant in made)


def test_every_trusted_module_has_mutants_and_each_equivalent_one_is_among_them():
    found = all_mutants()
    assert {mutant.module for mutant in found} == set(TESTS)
    assert set(EQUIVALENT) == {f"{mutant.module}.{mutant.change}" for mutant in found if known(mutant)}
    assert all(EQUIVALENT.values())
    files = {ROOT / "tests" / "checks" / f"test_{name}.py" for names in TESTS.values() for name in names}
    assert [file.name for file in files if not file.is_file()] == []


@pytest.mark.slow
def test_a_sample_of_the_mutants_is_caught():
    drawn = random.Random(0).sample([mutant for mutant in all_mutants() if not known(mutant)], 10)  # noqa: S311
    assert [f"{mutant.module}.{mutant.change}" for mutant in survivors(drawn, parallel=2)] == []
