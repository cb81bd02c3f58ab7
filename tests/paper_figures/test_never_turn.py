"""The entrance in the figure is the first inward row of the deep corridor; its cost curve touches the least cost."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.paper_figures.fig_never_turn import DEEP, deep_entry, depths_of, ratio_at
from backproof.theory.any_graph.reasoning_graph import unequal_reasoning_graph
from backproof.theory.graph import FORK
from backproof.theory.relaxations.never_turn import squared_first_rows


@pytest.mark.parametrize("shallow", DEEP)
def test_the_entrance_is_one_row_of_the_deep_corridor(shallow):
    depths = depths_of(shallow, DEEP[shallow])
    graph = unequal_reasoning_graph([(1,) * depth for depth in depths], fixed=(FORK,))
    base = np.array([float(share) for share in graph.base()])
    assert deep_entry(depths, base) == 1 / 2
    first, changed = graph.states.first, []
    for state in range(len(graph.states)):
        law = base.copy()
        law[first[state] : first[state + 1]] += 0.1
        if deep_entry(depths, law) != 1 / 2:
            changed.append(state)
    (state,) = changed
    tail, head = (graph.nodes[place[state]] for place in (graph.states.tail, graph.states.head))
    assert (tail, head.kind, head.corridor, head.diamond) == (FORK, "left", shallow, 0)


@pytest.mark.parametrize("shallow", DEEP)
def test_the_cost_is_least_at_the_derived_entrance(shallow):
    depths = depths_of(shallow, DEEP[shallow])
    best = float(squared_first_rows(depths)[-1]) ** 0.5
    assert ratio_at(depths, best) == pytest.approx(1, abs=1e-12)
    assert min(ratio_at(depths, best - 0.05), ratio_at(depths, best + 0.05)) > 1.002
    assert max(ratio_at(depths, best - 0.05), ratio_at(depths, best + 0.05)) < 1.005
