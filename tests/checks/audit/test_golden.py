"""Every number in a sentence of the audit has a value in ``golden.toml``, at a size other than the default.

The values of numbers that rest on a claim were computed by `tests.checks.audit.second_means`; the others were chosen,
such as sizes. Digits that stand in the text itself are listed too, as ``digits``.
"""

from __future__ import annotations

import json
import re
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from backproof.checks.audit.index import assumptions
from backproof.theory.graph import PAPER, CorridorGraph
from tests.checks.audit.second_means import SECOND_MEANS
from tests.repo.files import ROOT

GOLDEN = tomllib.loads(Path(__file__).with_name("golden.toml").read_text(encoding="utf-8"))
RECORD = ROOT / "paper_figures" / "records" / "audit.json"
"""The audit at the default size."""

SHOWN = 5e-6
"""The relative error of a number that is shown with five digits, as a sentence shows it."""

DIGITS = re.compile(r"\d+(?:[./]\d+)*%?")
SLOW = ("gradient-noise", "parametrisation", "reward-forms", "search-agent", "shared-rows")
"""Rows whose second means take seconds."""


def sentences(row):
    """The breaking point of a row and its other sentences, at the size of its golden values."""
    finding = row.examine(CorridorGraph(*GOLDEN[row.id]["size"]))
    return [finding.breaking_point, *finding.words]


def agree(found, golden):
    """Whether two numbers are equal, or as near as a sentence shows them if one is a float; "1/3" is a fraction."""
    golden = Fraction(golden) if isinstance(golden, str) else golden
    if isinstance(found, float) or isinstance(golden, float):
        return abs(float(found) - float(golden)) <= SHOWN * abs(float(golden))
    return found == golden


@pytest.mark.parametrize("row", assumptions(), ids=lambda row: row.id)
def test_every_number_of_a_sentence_has_its_golden_value(row):
    assert row.id in GOLDEN, f"give each number of {row.id} a value in golden.toml that you have found by other means"
    assert tuple(GOLDEN[row.id]["size"]) != (PAPER.width, PAPER.depth, PAPER.lanes)
    found = sentences(row)
    assert len(found) == len(GOLDEN[row.id]["sentences"])
    for sentence, golden in zip(found, GOLDEN[row.id]["sentences"], strict=True):
        numbers = {name: quantity.value for name, quantity in sentence.numbers.items()}
        assert numbers.keys() == golden.keys() - {"digits"}, sentence.text
        assert {name: found for name, found in numbers.items() if not agree(found, golden[name])} == {}, golden
        assert DIGITS.findall(re.sub(r"{\w+}", "", sentence.text)) == golden.get("digits", []), sentence.text


def test_every_golden_value_is_of_a_row():
    assert GOLDEN.keys() == {row.id for row in assumptions()}


def test_the_sentences_at_the_default_size_have_the_same_numbers():
    for row in json.loads(RECORD.read_text(encoding="utf-8"))["assumptions"]:
        found = [sorted(sentence["numbers"]) for sentence in (row["breaking_point"], *row["words"])]
        golden = [sorted(name for name in numbers if name != "digits") for numbers in GOLDEN[row["id"]]["sentences"]]
        assert found == golden, row["id"]


def test_every_number_that_rests_on_a_claim_has_a_second_means():
    claimed = {
        f"{row['id']}.{place}.{name}"
        for row in json.loads(RECORD.read_text(encoding="utf-8"))["assumptions"]
        for place, sentence in enumerate((row["breaking_point"], *row["words"]))
        for name, number in sentence["numbers"].items()
        if number["claim"]
    }
    assert claimed == SECOND_MEANS.keys()


@pytest.mark.parametrize("row", [pytest.param(row, marks=[pytest.mark.slow] * (row in SLOW)) for row in GOLDEN])
def test_golden_values_are_found_by_other_means(row):
    for place, golden in enumerate(GOLDEN[row]["sentences"]):
        for name, number in golden.items():
            if compute := SECOND_MEANS.get(f"{row}.{place}.{name}"):
                assert agree(compute(), number), (place, name, number)


def test_a_number_that_is_off_in_the_fifth_digit_is_found():
    assert agree(1532.6707, 1532.67074)
    assert not agree(1532.6907, 1532.67074)
    assert agree(Fraction(9, 2), "9/2")
    assert not agree(Fraction(9, 2) + Fraction(1, 10**9), "9/2")
