"""The closed form of the SFT limit against walks."""

from __future__ import annotations

from backproof.experiments.walks import SMALL, crossed, walked
from backproof.theory.costs import closed_forms
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy


def sft_formula(graph: CorridorGraph) -> float:
    return float(closed_forms.sft_form().at(graph))


EXPERIMENTS = (
    walked("sft-cost", "walked", SMALL, Policy.sft_limit(SMALL), sft_formula),
    crossed("sft-cost", "crossed", PAPER, Policy.sft_limit(PAPER), sft_formula),
)
