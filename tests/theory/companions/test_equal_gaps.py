"""Policies with one gap for all rows: the renewal formula against the chain, and success that rises with the gap."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from backproof.theory.companions.equal_gaps import corridor_law, diamond_terms, equal_gap_success
from backproof.theory.companions.pass_at_k import success_probabilities
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy


def along(graph, gap, budget):
    """The success of the chain within 1, ..., budget steps."""
    policy = Policy.from_gaps(graph, **dict.fromkeys(FAMILIES, gap))
    return success_probabilities(graph, policy, budget)[0, 1:]


@pytest.mark.parametrize("size", [(1, 1, 1), (2, 2, 1), (3, 2, 2), (2, 3, 4), (4, 1, 5)], ids=str)
@pytest.mark.parametrize("gap", [-1.0, 0.0, 0.7, 3.0])
def test_the_success_is_that_of_the_chain(size, gap):
    graph = CorridorGraph(*size)
    found = [equal_gap_success(graph, math.exp(gap), budget) for budget in range(1, 61)]
    assert found == pytest.approx(along(graph, gap, 60), abs=1e-13)


def test_at_base_the_last_term_vanishes_for_every_number_of_lanes():
    for lanes in range(1, 8):
        constant = Fraction((lanes + 1) ** 2, lanes)
        assert diamond_terms(lanes, Fraction(1)) == (constant, 2 - constant, 0)


def test_a_corridor_takes_the_shortest_time_with_the_product_of_its_rows():
    (shortest, *_) = corridor_law(CorridorGraph(2, 3, 2), Fraction(3, 2), 1)
    assert shortest == (Fraction(3, 4) * Fraction(3, 7)) ** 3


@pytest.mark.parametrize("size", [(15, 15, 5), (3, 8, 1), (2, 12, 40)], ids=str)
def test_the_success_rises_with_the_gap_at_every_budget(size):
    """By the chain, which does not know the formula. Its sums of positive terms are rounded by less than 1e-13."""
    graph = CorridorGraph(*size)
    curves = np.array([along(graph, gap, 700) for gap in (0.0, 0.05, 0.5, 1.0, 2.0, 4.0, 8.0)])
    assert np.diff(curves, axis=0).min() > -1e-13
    assert (curves[-1] > curves[0]).any()


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ((3, 1.0, 9), TypeError, "graph must be a CorridorGraph"),
        ((CorridorGraph(2, 1, 1), 0.0, 9), ValueError, "odds must be a number in"),
        ((CorridorGraph(2, 1, 1), "1", 9), TypeError, "odds must be"),
        ((CorridorGraph(2, 1, 1), math.nan, 9), ValueError, "odds must be"),
        ((CorridorGraph(2, 1, 1), 1.0, 0), ValueError, "must be"),
    ],
    ids=["graph", "zero", "text", "nan", "budget"],
)
def test_bad_arguments_are_refused(given, error, message):
    with pytest.raises(error, match=message):
        equal_gap_success(*given)
