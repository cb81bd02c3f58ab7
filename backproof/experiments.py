"""The experiments of the claims: what the theory predicts, the simulator confirms or rejects.

Each experiment draws episodes and compares their mean with a prediction. The interval in which it must lie is declared
before: Chernoff's bound for the mean of so many independent hitting times of the predicted law, or Hoeffding's where
all that is known of it is a longest walk. So the false-alarm rate of the whole list, `FALSE_ALARM`, holds whatever the
sample size. The false twin of each is a formula that is off by 1%, either way: the same sample must reject it.
Experiments that train, and draw nothing, are in `backproof.training_experiments`.

Main definitions: `Experiment`, `EXPERIMENTS`, `experiments_of` (of both kinds).
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from scipy import special

from backproof.training_experiments import TRAININGS, TrainingExperiment
from checks.claims.search_agent import rlvr_search_cost, sft_search_cost
from checks.index import Claim
from checks.kernel import Finding, Verdict
from checks.verify import EXPERIMENT, ControlOutcome, Outcome
from checks.verify import Experiment as Task
from sim.crossings import sample_crossings
from sim.search import search_walks
from sim.table import PolicyTable, corridor_table, multigraph_table
from sim.walkers import walk
from theory.chain import edge_state_chain
from theory.graph import START, CorridorGraph
from theory.hitting_law import chernoff_interval, hitting_time_variance, mean_interval
from theory.hitting_time import expected_hitting_time
from theory.policy import FAMILIES, Policy
from theory.unequal import Corridor, UnequalCorridors, unequal_hitting_time

FALSE_ALARM = 1e-6
"""Probability that any of the experiments rejects a prediction that is true."""

OFF = 0.01
"""How far off a formula is that must be rejected."""

Interval: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Prediction:
    """An expected hitting time, its law's standard deviation (None if not known), and where the mean must lie."""

    mean: float
    standard_deviation: float | None
    interval: Interval


@dataclass(frozen=True)
class Experiment:
    """``sample(seed)``: the mean of ``episodes`` hitting times. ``predict(episodes, false_alarm)``: what it must be."""

    claim: str
    id: str
    words: str
    episodes: int
    sample: Callable[[int], float]
    predict: Callable[[int, float], Prediction]

    def run(self, seed: int) -> tuple[Outcome, ControlOutcome]:
        """Walk, and judge the prediction and its false twins."""
        began = time.perf_counter()
        mean = self.sample(seed)
        prediction = self.predict(self.episodes, FALSE_ALARM / len(EXPERIMENTS))
        seconds = time.perf_counter() - began
        outcome = self._judged(self.id, self.words, mean, prediction, seconds)
        twins = [_scaled(prediction, 1 + sign * OFF) for sign in (1, -1)]
        judged = [self._judged(f"{self.id}-1%-off", "the same, but off by 1%", mean, twin, 0.0) for twin in twins]
        accepted = [twin for twin in judged if twin.finding.verdict != Verdict.REJECTED]
        return outcome, ControlOutcome((accepted or judged)[0], confirmed="", caught=not accepted)

    def _judged(self, name: str, words: str, mean: float, prediction: Prediction, seconds: float) -> Outcome:
        low, high = prediction.interval
        verdict = Verdict.CONFIRMED if low <= mean <= high else Verdict.REJECTED
        score = ""
        if prediction.standard_deviation:
            score = f", z = {(mean - prediction.mean) / prediction.standard_deviation * math.sqrt(self.episodes):+.2f}"
        detail = (
            f"predicted {prediction.mean:.8g}, found {mean:.8g}{score}; allowed {low:.8g} to {high:.8g} "
            f"for {self.episodes:.3g} episodes"
        )
        return Outcome(name, EXPERIMENT, words, Finding(verdict, detail, seconds=seconds), None)


def experiments_of(claim: Claim, seed: int) -> Sequence[Task]:
    """The experiments of a claim, ready to run, one thread each."""
    torch.set_num_threads(1)
    experiments: tuple[Experiment | TrainingExperiment, ...] = (*EXPERIMENTS, *TRAININGS)
    return [functools.partial(_safely, experiment, seed) for experiment in experiments if experiment.claim == claim.id]


def _safely(experiment: Experiment | TrainingExperiment, seed: int) -> tuple[Outcome, ControlOutcome]:
    """The outcome; an experiment that breaks is an error, never a confirmation."""
    try:
        return experiment.run(seed)
    except Exception as error:
        finding = Finding(Verdict.ERROR, f"{type(error).__name__}: {error}")
        outcome = Outcome(experiment.id, EXPERIMENT, experiment.words, finding, None)
        return outcome, ControlOutcome(outcome, confirmed="", caught=False)


def _scaled(prediction: Prediction, factor: float) -> Prediction:
    spread = None if prediction.standard_deviation is None else prediction.standard_deviation * factor
    low, high = prediction.interval
    return Prediction(prediction.mean * factor, spread, (low * factor, high * factor))


# --- engines ---------------------------------------------------------------------------------------------------------

WALKS = 1_500_000
"""Episodes of a step walk: the mean of hitting times that spread like their mean is then known to about 0.1%."""

POOLS, POOLED = 1000, 10_000
"""Draws of the crossing sampler, and episodes in each."""


def walked(claim: str, name: str, graph: CorridorGraph, policy: Policy, episodes: int = WALKS) -> Experiment:
    """Step by step on the full multigraph."""

    def sample(seed: int) -> float:
        return _mean_walk(corridor_table(graph, policy), episodes, seed)

    return Experiment(
        claim, name, f"walked step by step at {_sizes(graph)}", episodes, sample, _predicted(graph, policy)
    )


def crossed(claim: str, name: str, graph: CorridorGraph, policy: Policy) -> Experiment:
    """By crossing counts, each draw the sum over many episodes."""

    def sample(seed: int) -> float:
        generator = torch.Generator().manual_seed(seed)
        return float(sample_crossings(graph, policy, POOLS, generator=generator, pooled=POOLED).steps.mean()) / POOLED

    words = f"drawn by crossing counts at {_sizes(graph)}"
    return Experiment(claim, name, words, POOLS * POOLED, sample, _predicted(graph, policy))


def searched(name: str, policy: Policy, cost: Callable[[CorridorGraph], object], graph: CorridorGraph) -> Experiment:
    """By the agent that repeats no directed edge: no walk is longer than there are edge-states."""

    def sample(seed: int) -> float:
        walks = search_walks(corridor_table(graph, policy), range(WALKS), seed=seed)
        return float(walks.steps.double().mean())

    def predict(episodes: int, false_alarm: float) -> Prediction:
        mean = float(cost(graph))  # type: ignore[arg-type]
        reach = (2 * graph.edge_count - graph.shortest_path_length) * math.sqrt(
            math.log(2 / false_alarm) / 2 / episodes
        )
        return Prediction(mean, None, (mean - reach, mean + reach))

    return Experiment("search-agent", name, f"searched at {_sizes(graph)}", WALKS, sample, predict)


def unequal(name: str, corridors: UnequalCorridors) -> Experiment:
    """Step by step where every corridor has a depth, lanes and rows of its own."""
    leaves = corridors.leaves()

    def sample(seed: int) -> float:
        return _mean_walk(multigraph_table(START, corridors.row, [{leaf} for leaf in leaves]), WALKS, seed)

    def predict(episodes: int, false_alarm: float) -> Prediction:
        chains = [edge_state_chain(START, corridors.row, frozenset({leaf})) for leaf in leaves]
        means = [1 + float(chain.expected_hitting_time()) for chain in chains]
        spread = math.sqrt(np.mean([float(chain.hitting_time_variance()) for chain in chains]) + np.var(means))

        def log_generating_function(theta: float) -> float:
            logs = [chain.log_generating_function(theta) for chain in chains]
            return theta + float(special.logsumexp(logs)) - math.log(len(logs))

        mean = unequal_hitting_time(corridors)
        return Prediction(mean, spread, chernoff_interval(log_generating_function, mean, spread, episodes, false_alarm))

    words = "walked step by step where every corridor has its own depth, lanes and rows"
    return Experiment("expected-cost", name, words, WALKS, sample, predict)


def _mean_walk(table: PolicyTable, episodes: int, seed: int) -> float:
    return float(walk(table, range(episodes), seed=seed).steps.double().mean())


def _predicted(graph: CorridorGraph, policy: Policy) -> Callable[[int, float], Prediction]:
    def predict(episodes: int, false_alarm: float) -> Prediction:
        return Prediction(
            expected_hitting_time(graph, policy),
            math.sqrt(hitting_time_variance(graph, policy)),
            mean_interval(graph, policy, episodes, false_alarm),
        )

    return predict


def _sizes(graph: CorridorGraph) -> str:
    return f"W={graph.width}, K={graph.depth}, L={graph.lanes}"


def drawn_policy(depth: int, seed: int, least: float) -> Policy:
    """A policy with every probability uniform from ``least`` to 1."""
    draw = np.random.default_rng(seed)
    return Policy(**{name: draw.uniform(least, 1, depth) for name in FAMILIES})


# --- the list --------------------------------------------------------------------------------------------------------

SMALL = CorridorGraph(3, 2, 2)
DEEP = CorridorGraph(4, 12, 3)
PAPER = CorridorGraph(15, 15, 5)
STEP_300 = Policy.from_gaps(PAPER, **dict.fromkeys(FAMILIES, 3.0))
"""On the learning curve: 300 steps of 0.01 in every gap."""

OWN = UnequalCorridors(
    (
        Corridor((3,), drawn_policy(1, 1, 0.4)),
        Corridor((1, 2), drawn_policy(2, 2, 0.4)),
        Corridor((2, 1, 3), drawn_policy(3, 3, 0.4)),
    )
)

EXPERIMENTS = (
    walked("expected-cost", "random-walked", SMALL, drawn_policy(2, 4, 0.3)),
    crossed("expected-cost", "random-crossed", DEEP, drawn_policy(12, 5, 0.3)),
    unequal("unequal-walked", OWN),
    walked("base-cost", "walked", SMALL, Policy.base(SMALL)),
    crossed("base-cost", "crossed", PAPER, Policy.base(PAPER)),
    walked("sft-cost", "walked", SMALL, Policy.sft_limit(SMALL)),
    crossed("sft-cost", "crossed", PAPER, Policy.sft_limit(PAPER)),
    walked("rlvr-optimal", "walked", SMALL, Policy.optimal(SMALL)),
    crossed("rlvr-optimal", "crossed", PAPER, Policy.optimal(PAPER)),
    crossed("learning-curve", "step-300-crossed", PAPER, STEP_300),
    searched("sft-searched", Policy.sft_limit(SMALL), sft_search_cost, SMALL),
    searched("rlvr-searched", Policy.optimal(SMALL), rlvr_search_cost, SMALL),
)
