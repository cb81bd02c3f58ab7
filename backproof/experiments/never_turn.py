"""Never turning and the best first rows on unequal corridors, against walks and against descent on the cost."""

from __future__ import annotations

import math

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.walks import walked_by_rows
from backproof.sim.descent import descend, sign
from backproof.sim.exact_cost import FORWARD_ENTRY
from backproof.sim.unequal_cost import unequal_cost_gradient, unequal_logits
from backproof.theory.graph import UnequalGraph
from backproof.theory.policy import FAMILIES
from backproof.theory.relaxations.never_turn import best_first_rows_cost, squared_first_rows, straight_cost
from backproof.unequal_policies import UNEQUAL_POLICIES

GRAPH = UnequalGraph([[2], [2], [2] * 10])
AT = "at depths 1, 1 and 10 by the policy"

STEP, STEPS = 0.01, 1500
NEAR = 1.2 * STEP / 4
"""A sign step moves a probability by a quarter of its size at most. At the end all rows but the first ones turn with
probability 1e-6 at most, which moves these by far less than the fifth that is added."""


def descent_reaches(stated: list[float]) -> Judgement:
    """Sign descent on the exact cost, from base. All rows are trained, those of each corridor by themselves."""
    start = np.zeros((len(FAMILIES), GRAPH.diamonds))
    *_, last = descend(lambda gaps: unequal_cost_gradient(GRAPH, gaps), start, sign, step=STEP, steps=STEPS)
    entries = unequal_logits(GRAPH, last.logits)[FORWARD_ENTRY]
    firsts = [sum(GRAPH.depths[:w]) for w in range(GRAPH.width)]
    found = [1 / (1 + math.exp(-entries[first])) for first in firsts]
    off = max(abs(a - b) for a, b in zip(found, stated, strict=True))
    rows = ", ".join(f"{row:.4f}" for row in found)
    return Judgement(off <= NEAR, f"first rows {rows} after {STEPS} steps, at most {off:.2g} off; allowed {NEAR:g}")


EXPERIMENTS = (
    walked_by_rows(
        "never-turn",
        "best-walked",
        f"{AT} with the best first rows",
        UNEQUAL_POLICIES["rlvr"](GRAPH),
        lambda: best_first_rows_cost(GRAPH.depths),
    ),
    walked_by_rows(
        "never-turn",
        "straight-walked",
        f"{AT} that never turns",
        UNEQUAL_POLICIES["straight"](GRAPH),
        lambda: straight_cost(GRAPH.depths),
    ),
    TrainingExperiment(
        "never-turn",
        "first-rows-trained",
        "descent on the cost at depths 1, 1 and 10 reaches the best first rows",
        lambda: descent_reaches([math.sqrt(square) for square in squared_first_rows(GRAPH.depths)]),
        "descent on the cost at depths 1, 1 and 10 reaches the policy that never turns",
        lambda: descent_reaches([1.0] * GRAPH.width),
    ),
)
