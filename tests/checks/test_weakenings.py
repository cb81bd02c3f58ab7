"""The committed weakenings can be applied, and something turns red for each."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.checks.weakenings import STEPS, Weakening, noticed_by, weakenings
from tests.repo.files import ROOT

ALL = weakenings()
UNCHANGED = Weakening("nothing is changed", "base-cost", "claims", ())
READ_ALONE = [weakening for weakening in ALL if weakening.red == "sides"]
"""They need no claim to be built and no solver."""


def named(weakening: Weakening) -> str:
    return weakening.kind


def test_there_is_an_example_of_each_kind_and_it_fits_the_source():
    assert len(ALL) >= 24
    assert [kind for kind, times in Counter(map(named, ALL)).items() if times > 1] == []
    assert {weakening.red for weakening in ALL} == set(STEPS)
    for weakening in ALL:
        for file, old, new in weakening.changes:
            assert ((ROOT / file).read_text(encoding="utf-8").count(old), old == new) == (1, False), weakening.kind


def test_an_example_that_no_longer_fits_is_refused(tmp_path):
    (tmp_path / "file").write_text("one two two", encoding="utf-8")
    Weakening("", "", "", (("file", "one", "three"),)).apply(tmp_path)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "three two two"
    with pytest.raises(ValueError, match="file must have 'two' once, got 2: follow it"):
        Weakening("", "", "", (("file", "two", "three"),)).apply(tmp_path)


def test_a_weakening_is_noticed():
    assert noticed_by(READ_ALONE[0]).startswith("sides: FAILED tests/checks/test_sides.py::test_no_two_sides_are_one")


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nothing_is_noticed_where_nothing_is_changed():
    assert noticed_by(UNCHANGED) == ""


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("weakening", ALL, ids=named)
def test_every_weakening_is_noticed_as_it_says(weakening):
    assert noticed_by(weakening).startswith(f"{weakening.red}: ")
