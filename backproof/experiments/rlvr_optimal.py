"""The closed form of the RLVR optimum against walks."""

from __future__ import annotations

from backproof.experiments.walks import SMALL, crossed, walked
from backproof.theory.costs import closed_forms
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy


def optimal_formula(graph: CorridorGraph) -> float:
    return float(closed_forms.optimal_form().at(graph))


EXPERIMENTS = (
    walked("rlvr-optimal", "walked", SMALL, Policy.optimal(SMALL), optimal_formula),
    crossed("rlvr-optimal", "crossed", PAPER, Policy.optimal(PAPER), optimal_formula),
)
