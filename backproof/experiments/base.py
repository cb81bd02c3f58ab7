"""The experiments of the claims: what the theory predicts, the simulator confirms or rejects.

Each experiment draws episodes and compares their mean with a prediction. The interval in which it must lie is declared
before: Chernoff's bound for the mean of so many independent hitting times of the predicted law, or Hoeffding's where
all that is known of it is a longest walk. So the false-alarm rate of the whole list, `FALSE_ALARM`, holds whatever the
sample size. The false twin of each is a formula that is off by 1%, either way: the same sample must reject it.
Experiments that train, and draw nothing, are in `backproof.experiments.training`, `sharing_experiments` and
`target_experiments`.

Main definitions: `Experiment`, `EXPERIMENTS`, `experiments_of` (of both kinds).
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import torch

from backproof.checks.claims.learning_curve import curve_cost
from backproof.checks.claims.restart import restart_cost as restart_cost
from backproof.checks.claims.search_agent import rlvr_search_cost, sft_search_cost
from backproof.checks.index import Claim
from backproof.checks.kernel import Finding, Verdict
from backproof.checks.verify import EXPERIMENT, ControlResult, PartResult
from backproof.checks.verify import Experiment as Task
from backproof.experiments.descent import DESCENTS
from backproof.experiments.sampling import SAMPLINGS
from backproof.experiments.sft import SFT_TRAININGS
from backproof.experiments.shared_rows import SHARING
from backproof.experiments.target_seen import SEEING
from backproof.experiments.training import TRAININGS, TrainingExperiment
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.search import search_walks
from backproof.sim.walk_table import PolicyTable, multigraph_table
from backproof.sim.walkers import walk
from backproof.theory.chain import HittingLaw, TargetBlind
from backproof.theory.costs import closed_forms
from backproof.theory.costs.hitting_law import chernoff_interval, hitting_time_moments, mean_time_interval
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, START, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.frozen_growth import frozen_cost, frozen_policy
from backproof.theory.relaxations.restart import RestartHarness
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

FALSE_ALARM = 1e-6
"""Probability that any of the experiments rejects a prediction that is true."""

OFF = 0.01
"""How far off a formula is that must be rejected."""

Sample: TypeAlias = tuple[float, float]
"""A mean of hitting times and its standard error, estimated."""


@dataclass(frozen=True)
class Prediction:
    """What a formula says the expected hitting time is, and how far below and above it a mean may be.

    ``spread`` is the standard deviation of the predicted law, None if not known.
    """

    mean: float
    below: float
    above: float
    spread: float | None = None

    @classmethod
    def of_law(cls, mean: float, law_mean: float, interval: tuple[float, float], spread: float) -> Prediction:
        """The interval is that of a law whose mean was computed by other means: only its reach is taken from it."""
        low, high = interval
        return cls(mean, law_mean - low, high - law_mean, spread)


@dataclass(frozen=True)
class Experiment:
    """``sample(seed)``: the mean of ``episodes`` hitting times. ``predict(episodes, false_alarm)``: what it must be,
    by the formula of the claim.
    """

    claim: str
    id: str
    words: str
    episodes: int
    sample: Callable[[int], Sample]
    predict: Callable[[int, float], Prediction]

    def run(self, seed: int) -> tuple[PartResult, ControlResult]:
        """Walk, and judge the prediction and its false twins."""
        began = time.perf_counter()
        own = np.random.SeedSequence([seed, *f"{self.claim}/{self.id}".encode()]).generate_state(1, np.uint64)[0]
        found = self.sample(int(own))
        prediction = self.predict(self.episodes, FALSE_ALARM / len(EXPERIMENTS))
        seconds = time.perf_counter() - began
        outcome = self._judged(self.id, self.words, found, prediction, seconds)
        twins = [replace(prediction, mean=prediction.mean * (1 + sign * OFF)) for sign in (1, -1)]
        judged = [self._judged(f"{self.id}-1%-off", "the same, but off by 1%", found, twin, 0.0) for twin in twins]
        accepted = [twin for twin in judged if twin.finding.verdict != Verdict.REJECTED]
        return outcome, ControlResult((accepted or judged)[0], confirmed="", caught=not accepted)

    def _judged(self, name: str, words: str, found: Sample, prediction: Prediction, seconds: float) -> PartResult:
        mean, standard_error = found
        if prediction.spread is not None:
            standard_error = prediction.spread / math.sqrt(self.episodes)
        off = mean - prediction.mean
        verdict = Verdict.CONFIRMED if -prediction.below <= off <= prediction.above else Verdict.REJECTED
        detail = (
            f"predicted {prediction.mean:.8g}, found {mean:.8g}, z = {off / standard_error:+.2f}; "
            f"allowed -{prediction.below:.2g} to +{prediction.above:.2g} for {self.episodes:.3g} episodes"
        )
        return PartResult(name, EXPERIMENT, words, Finding(verdict, detail, seconds=seconds), None)


def experiments_of(claim: Claim, seed: int) -> Sequence[Task]:
    """The experiments of a claim, ready to run, one thread each."""
    torch.set_num_threads(1)
    own = (experiment for experiment in every_experiment() if experiment.claim == claim.id)
    return [functools.partial(_safely, experiment, seed) for experiment in own]


def every_experiment() -> tuple[Experiment | TrainingExperiment, ...]:
    """Those that walk, and those that train."""
    return (*EXPERIMENTS, *TRAININGS, *SFT_TRAININGS, *SHARING, *SAMPLINGS, *SEEING, *DESCENTS)


def _safely(experiment: Experiment | TrainingExperiment, seed: int) -> tuple[PartResult, ControlResult]:
    """The outcome; an experiment that breaks is an error, never a confirmation."""
    try:
        return experiment.run(seed)
    except Exception as error:
        finding = Finding(Verdict.ERROR, f"{type(error).__name__}: {error}")
        outcome = PartResult(experiment.id, EXPERIMENT, experiment.words, finding, None)
        return outcome, ControlResult(outcome, confirmed="", caught=False)


# --- engines ---------------------------------------------------------------------------------------------------------

WALKS = 1_500_000
"""Episodes of a step walk: the mean of hitting times that spread like their mean is then known to about 0.1%."""

POOLS, POOLED = 1000, 10_000
"""Draws of the crossing sampler, and episodes in each."""


Formula: TypeAlias = Callable[[CorridorGraph], Fraction | float]
"""A claim's formula of the expected hitting time."""


def walked(claim: str, name: str, graph: CorridorGraph, policy: Policy, formula: Formula) -> Experiment:
    """Step by step on the full multigraph."""
    words = f"walked step by step at {_sizes(graph)}"
    sample = functools.partial(_walks, corridor_table(graph, policy))
    return Experiment(claim, name, words, WALKS, sample, _predicted(graph, policy, formula))


def crossed(claim: str, name: str, graph: CorridorGraph, policy: Policy, formula: Formula) -> Experiment:
    """By crossing counts, each draw the sum over many episodes."""

    def sample(seed: int) -> Sample:
        generator = torch.Generator().manual_seed(seed)
        means = sample_crossings(graph, policy, POOLS, generator=generator, pooled=POOLED).steps / POOLED
        return float(means.mean()), float(means.std()) / math.sqrt(POOLS)

    words = f"drawn by crossing counts at {_sizes(graph)}"
    return Experiment(claim, name, words, POOLS * POOLED, sample, _predicted(graph, policy, formula))


def searched(name: str, policy: Policy, formula: Formula, graph: CorridorGraph) -> Experiment:
    """By the agent that repeats no directed edge: no walk is longer than there are edge-states."""

    def sample(seed: int) -> Sample:
        return _mean(search_walks(corridor_table(graph, policy), range(WALKS), seed=seed).steps)

    def predict(episodes: int, false_alarm: float) -> Prediction:
        longest = 2 * graph.edge_count - graph.shortest_path_length
        reach = longest * math.sqrt(math.log(2 / false_alarm) / 2 / episodes)
        return Prediction(float(formula(graph)), reach, reach)

    return Experiment("search-agent", name, f"searched at {_sizes(graph)}", WALKS, sample, predict)


def blind(claim: str, name: str, words: str, walk: TargetBlind, formula: Callable[[], Fraction | float]) -> Experiment:
    """Step by step, by rows of any kind; the interval is that of the chains' own law."""
    table = multigraph_table(START, walk.row, [{leaf} for leaf in walk.leaves()])

    def predict(episodes: int, false_alarm: float) -> Prediction:
        law = HittingLaw.of(walk)
        interval = chernoff_interval(law.log_generating_function, law.mean, law.std, episodes, false_alarm)
        return Prediction.of_law(float(formula()), law.mean, interval, law.std)

    return Experiment(claim, name, f"walked step by step {words}", WALKS, functools.partial(_walks, table), predict)


def _walks(table: PolicyTable, seed: int) -> Sample:
    return _mean(walk(table, range(WALKS), seed=seed, dtype=torch.float32).steps)


def _mean(steps: torch.Tensor) -> Sample:
    times = steps.double()
    return float(times.mean()), float(times.std()) / math.sqrt(len(times))


def _predicted(graph: CorridorGraph, policy: Policy, formula: Formula) -> Callable[[int, float], Prediction]:
    def predict(episodes: int, false_alarm: float) -> Prediction:
        law = hitting_time_moments(graph, policy)
        interval = mean_time_interval(graph, policy, episodes, false_alarm)
        return Prediction.of_law(float(formula(graph)), law.mean, interval, math.sqrt(law.variance))

    return predict


def by_recurrence(policy: Policy) -> Formula:
    """The crossing recurrences."""
    return lambda graph: expected_hitting_time(graph, policy)


def by_products(graph: CorridorGraph) -> float:
    """SFT's limit from the start that `FROZEN` comes from, by the products of its backward rows."""
    return float(frozen_cost(graph.width, FROZEN.passes()[1]))


def _sizes(graph: CorridorGraph) -> str:
    return f"W={graph.width}, K={graph.depth}, L={graph.lanes}"


def drawn_policy(depth: int, seed: int, least: float) -> Policy:
    """A policy with every probability uniform from ``least`` to 1."""
    draw = np.random.default_rng(seed)
    return Policy(**{name: draw.uniform(least, 1, depth) for name in FAMILIES})


# --- the list --------------------------------------------------------------------------------------------------------

SMALL = CorridorGraph(3, 2, 2)
DEEP = CorridorGraph(4, 12, 3)
ONE_LANE = CorridorGraph(15, 15, 1)
STEP_300 = Policy.from_gaps(PAPER, **dict.fromkeys(FAMILIES, 3.0))
"""On the learning curve: 300 steps of 0.01 in every gap."""

OWN = UnequalCorridors(
    (
        Corridor((3,), drawn_policy(1, 1, 0.4)),
        Corridor((1, 2), drawn_policy(2, 2, 0.4)),
        Corridor((2, 1, 3), drawn_policy(3, 3, 0.4)),
    )
)

RANDOM, DEEP_RANDOM = drawn_policy(2, 4, 0.3), drawn_policy(12, 5, 0.3)

UNEQUAL = "where every corridor has its own depth, lanes and rows"

FROZEN = frozen_policy(DEEP_RANDOM.backward_entry, DEEP_RANDOM.backward_exit)

PRICE = 1
RESTARTED = RestartHarness(SMALL, Policy.sft_limit(SMALL), PRICE)
HARNESSED = f"at {_sizes(SMALL)} with SFT's rows and a harness that restarts for a step"

EXPERIMENTS = (
    walked("expected-cost", "random-walked", SMALL, RANDOM, by_recurrence(RANDOM)),
    crossed("expected-cost", "random-crossed", DEEP, DEEP_RANDOM, by_recurrence(DEEP_RANDOM)),
    crossed("frozen-growth", "frozen-crossed", DEEP, FROZEN, by_products),
    blind("unequal-corridors", "unequal-walked", UNEQUAL, OWN, lambda: unequal_hitting_time(OWN)),
    blind("restart", "sft-restarted", HARNESSED, RESTARTED, lambda: restart_cost(SMALL, PRICE)),
    walked("base-cost", "walked", SMALL, Policy.base(SMALL), lambda graph: closed_forms.base_form().at(graph)),
    crossed("base-cost", "crossed", PAPER, Policy.base(PAPER), lambda graph: closed_forms.base_form().at(graph)),
    walked("sft-cost", "walked", SMALL, Policy.sft_limit(SMALL), lambda graph: closed_forms.sft_form().at(graph)),
    crossed("sft-cost", "crossed", PAPER, Policy.sft_limit(PAPER), lambda graph: closed_forms.sft_form().at(graph)),
    walked("rlvr-optimal", "walked", SMALL, Policy.optimal(SMALL), lambda graph: closed_forms.optimal_form().at(graph)),
    crossed(
        "rlvr-optimal", "crossed", PAPER, Policy.optimal(PAPER), lambda graph: closed_forms.optimal_form().at(graph)
    ),
    crossed("learning-curve", "step-300-crossed", PAPER, STEP_300, lambda graph: curve_cost(graph, 300)),
    crossed(
        "rate-audit",
        "one-lane-crossed",
        ONE_LANE,
        Policy.sft_limit(ONE_LANE),
        lambda graph: closed_forms.sft_form().at(graph),
    ),
    searched("sft-searched", Policy.sft_limit(SMALL), sft_search_cost, SMALL),
    searched("rlvr-searched", Policy.optimal(SMALL), rlvr_search_cost, SMALL),
)
