"""The cost of the SFT limit with one lane, at the paper's width and depth, against walks."""

from __future__ import annotations

from backproof.experiments.sft_cost import sft_formula
from backproof.experiments.walks import crossed
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy

ONE_LANE = CorridorGraph(PAPER.width, PAPER.depth, 1)

EXPERIMENTS = (crossed("rate-audit", "one-lane-crossed", ONE_LANE, Policy.sft_limit(ONE_LANE), sft_formula),)
