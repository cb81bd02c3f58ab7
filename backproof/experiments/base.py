"""What an experiment is, and the list of all: each module of this package named after a claim has ``EXPERIMENTS``.

A `WalkExperiment` compares the mean of many hitting times with a prediction. The interval in which the mean must lie is
declared before, for the predicted law and the sample size, so that all walks together have the false-alarm rate
`FALSE_ALARM`. A `TrainingExperiment` trains or descends, and compares with what the theory says; it uses no seed of the
verification, and nearly all of them draw nothing.

Each experiment comes with its false twin, which the same sample, or a training, must reject.

Main definitions: `WalkExperiment`, `PredictedMean`, `TrainingExperiment`, `Judgement`, `every_experiment`,
`experiments_of`.
"""

from __future__ import annotations

import functools
import importlib
import math
import pkgutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
import torch

from backproof import experiments
from backproof.checks.index import Claim
from backproof.checks.kernel import Finding, Verdict
from backproof.checks.verify import EXPERIMENT, ControlResult, PartResult

FALSE_ALARM = 1e-6
"""Probability that any of the walks rejects a prediction that is true."""

OFF = 0.01
"""Relative error of the false twin of a prediction, which must be rejected."""

Sample: TypeAlias = tuple[float, float]
"""A mean of hitting times and its standard error, estimated."""


@dataclass(frozen=True)
class PredictedMean:
    """What a formula says the expected hitting time is, and how far below and above it a sample's mean may be.

    ``spread`` is the standard deviation of one hitting time, None if not known.
    """

    mean: float
    below: float
    above: float
    spread: float | None = None

    @classmethod
    def of_law(cls, mean: float, law_mean: float, interval: tuple[float, float], spread: float) -> PredictedMean:
        """With the interval of a law, whose mean was computed in another way: only the distances are taken from it."""
        low, high = interval
        return cls(mean, law_mean - low, high - law_mean, spread)


@dataclass(frozen=True)
class WalkExperiment:
    """``sample(seed)`` returns the mean of ``episodes`` hitting times, ``predict(episodes, false_alarm)`` what the
    claim's formula says that it is.
    """

    claim: str
    id: str
    words: str
    episodes: int
    sample: Callable[[int], Sample]
    predict: Callable[[int, float], PredictedMean]

    def run(self, seed: int) -> tuple[PartResult, ControlResult]:
        """Walk, and judge the prediction and its two false twins."""
        began = time.perf_counter()
        own = np.random.SeedSequence([seed, *f"{self.claim}/{self.id}".encode()]).generate_state(1, np.uint64)[0]
        found = self.sample(int(own))
        prediction = self.predict(self.episodes, false_alarm_of_each())
        seconds = time.perf_counter() - began
        outcome = self._judged(self.id, self.words, found, prediction, seconds)
        twins = [replace(prediction, mean=prediction.mean * (1 + sign * OFF)) for sign in (1, -1)]
        judged = [self._judged(f"{self.id}-1%-off", "the same, but off by 1%", found, twin, 0.0) for twin in twins]
        accepted = [twin for twin in judged if twin.finding.verdict != Verdict.REJECTED]
        return outcome, ControlResult((accepted or judged)[0], confirmed="", caught=not accepted)

    def _judged(self, name: str, words: str, found: Sample, prediction: PredictedMean, seconds: float) -> PartResult:
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


class Judgement(NamedTuple):
    """Whether a statement about a training held, and the numbers that show it."""

    holds: bool
    detail: str


@dataclass(frozen=True)
class TrainingExperiment:
    """``judge`` trains and compares with the claim, ``twin`` does so with a false statement in its place."""

    claim: str
    id: str
    words: str
    judge: Callable[[], Judgement]
    twin_words: str
    twin: Callable[[], Judgement]

    def run(self, seed: int) -> tuple[PartResult, ControlResult]:
        """Judge the claim and its false twin; the ``seed`` makes no difference."""
        outcome = _outcome(self.id, self.words, self.judge)
        twin = _outcome(f"{self.id}-twin", self.twin_words, self.twin)
        return outcome, ControlResult(twin, confirmed="", caught=twin.finding.verdict == Verdict.REJECTED)


def _outcome(name: str, words: str, judge: Callable[[], Judgement]) -> PartResult:
    began = time.perf_counter()
    holds, detail = judge()
    verdict = Verdict.CONFIRMED if holds else Verdict.REJECTED
    return PartResult(name, EXPERIMENT, words, Finding(verdict, detail, seconds=time.perf_counter() - began), None)


# --- the list --------------------------------------------------------------------------------------------------------


@functools.cache
def every_experiment() -> tuple[WalkExperiment | TrainingExperiment, ...]:
    """The experiments of all modules of this package."""
    names = [module.name for module in pkgutil.iter_modules(experiments.__path__)]
    modules = [importlib.import_module(f"{experiments.__name__}.{name}") for name in names]
    return tuple(experiment for module in modules for experiment in getattr(module, "EXPERIMENTS", ()))


def false_alarm_of_each() -> float:
    """The share of `FALSE_ALARM` that each walk gets."""
    return FALSE_ALARM / sum(isinstance(experiment, WalkExperiment) for experiment in every_experiment())


def experiments_of(claim: Claim, seed: int) -> Sequence[Callable[[], tuple[PartResult, ControlResult]]]:
    """The experiments of a claim, ready to run. Torch computes in one thread from then on."""
    torch.set_num_threads(1)
    own = (experiment for experiment in every_experiment() if experiment.claim == claim.id)
    return [functools.partial(_safely, experiment, seed) for experiment in own]


def _safely(experiment: WalkExperiment | TrainingExperiment, seed: int) -> tuple[PartResult, ControlResult]:
    """The outcome. An experiment that breaks is an error and confirms nothing."""
    try:
        return experiment.run(seed)
    except Exception as error:
        finding = Finding(Verdict.ERROR, f"{type(error).__name__}: {error}")
        outcome = PartResult(experiment.id, EXPERIMENT, experiment.words, finding, None)
        return outcome, ControlResult(outcome, confirmed="", caught=False)
