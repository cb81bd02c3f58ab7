"""The base policy's closed form against walks."""

from __future__ import annotations

from backproof.experiments.walks import SMALL, crossed, walked
from backproof.theory.costs import closed_forms
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy


def base_formula(graph: CorridorGraph) -> float:
    return float(closed_forms.base_form().at(graph))


EXPERIMENTS = (
    walked("base-cost", "walked", SMALL, Policy.base(SMALL), base_formula),
    crossed("base-cost", "crossed", PAPER, Policy.base(PAPER), base_formula),
)
