"""The exact cost of what was learnt: any policy that sees its last edge alone is a table, and its cost is solved.

Main definitions: `law_of_rows`, `law_cost`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backproof.environments.tasks import WalkTask
from backproof.theory.any_graph.tabular import evaluate_law

Floats = NDArray[np.float64]


def law_of_rows(task: WalkTask, probabilities: Floats) -> Floats:
    """(moves,): the probability of each move of the graph, from those of the actions in each state (states, actions).

    An action beyond the row counts as that modulo its length, as in the environments. The law of the rows that the
    environment draws is its own. Raises ValueError for rows that are not probabilities.
    """
    table = task.table
    rows = np.asarray(probabilities, np.float64)
    if rows.ndim != 2 or len(rows) != table.states or not np.allclose(rows.sum(1), 1) or rows.min() < 0:
        raise ValueError(f"probabilities must be rows that sum to 1, one for each of {table.states} states")
    degrees = table.degrees
    state = np.repeat(np.arange(table.states), rows.shape[1])
    cell = table.first[state] + np.tile(np.arange(rows.shape[1]), table.states) % degrees[state]
    chosen = np.bincount(cell, rows.ravel(), minlength=len(table.moves))
    asked = np.repeat(~task.drawn, degrees)
    law = np.empty(len(table.moves))
    law[task.order] = np.where(asked, chosen, table.weights)
    return law


def law_cost(task: WalkTask, law: Floats) -> float:
    """The expected hitting time, in steps: infinite if a walk may never end, NaN if float64 gives no bound."""
    return float(evaluate_law(task.graph, law).cost)
