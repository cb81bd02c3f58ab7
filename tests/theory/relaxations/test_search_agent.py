"""The search agent's recursions agree with every history of small graphs, and with the closed forms of the claim."""

from __future__ import annotations

import itertools
import math

import pytest

from backproof.checks.claims.search_agent import SEARCH_SIZES, rlvr_search_cost, sft_search_cost, stated_search_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.relaxations.search_agent import search_costs


@pytest.mark.parametrize(
    "sizes", [sizes for sizes in map(tuple, map(dict.values, SEARCH_SIZES)) if math.prod(sizes) <= 4]
)
def test_the_recursions_match_every_history_of_small_graphs(sizes):
    graph = CorridorGraph(*sizes)
    assert search_costs(graph) == (sft_search_cost(graph), rlvr_search_cost(graph))


@pytest.mark.parametrize("sizes", list(itertools.product((1, 2, 15), (1, 15, 40), (1, 5, 20))), ids=str)
def test_the_recursions_match_the_closed_forms(sizes):
    width, depth, lanes = sizes
    costs = search_costs(CorridorGraph(*sizes))
    assert costs.sft == stated_search_cost(width, depth, lanes)
    assert costs.rlvr == 1 + width * (2 * depth + 1)
