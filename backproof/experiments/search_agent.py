"""The cost of an agent that repeats no directed edge, against its walks."""

from __future__ import annotations

import math

from backproof.checks.claims.search_agent import rlvr_search_cost, sft_search_cost
from backproof.experiments.base import PredictedMean, Sample, WalkExperiment
from backproof.experiments.walks import Formula, mean_of, named_sizes
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.search import search_walks
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

GRAPH, SEARCHES = CorridorGraph(2, 2, 2), 900_000
"""Hoeffding's interval is then narrower than 0.7% of the mean, so that a twin that is 1% off is rejected."""


def searched(name: str, policy: Policy, formula: Formula, graph: CorridorGraph) -> WalkExperiment:
    """No walk is longer than there are edge-states, so Hoeffding's interval holds for the mean."""

    def sample(seed: int) -> Sample:
        return mean_of(search_walks(corridor_table(graph, policy), range(SEARCHES), seed=seed).steps)

    def predict(episodes: int, false_alarm: float) -> PredictedMean:
        longest = 2 * graph.edge_count - graph.shortest_path_length
        reach = longest * math.sqrt(math.log(2 / false_alarm) / 2 / episodes)
        return PredictedMean(float(formula(graph)), reach, reach)

    return WalkExperiment("search-agent", name, f"searched at {named_sizes(graph)}", SEARCHES, sample, predict)


EXPERIMENTS = (
    searched("sft-searched", Policy.sft_limit(GRAPH), sft_search_cost, GRAPH),
    searched("rlvr-searched", Policy.optimal(GRAPH), rlvr_search_cost, GRAPH),
)
