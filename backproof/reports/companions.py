"""The quantities of the two companion papers for a policy on a corridor graph, beside those of a base model.

Main definitions: `CompanionReport`, `CompanionPolicy`, `WalkEstimates`, `companion_report`, `first_behind`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from backproof.theory.companions.distinct_trajectories import LEVELS, Distinct, distinct_trajectories
from backproof.theory.companions.entropies import READINGS, answer_entropy, token_entropy, trajectory_entropy
from backproof.theory.companions.pass_at_k import cot_success_probability, pass_at_k, success_probabilities
from backproof.theory.companions.supports import (
    Supports,
    expected_supports,
    fair_chance,
    word_supports,
)
from backproof.theory.companions.tilts import LengthTilt, length_tilt, tilted_success
from backproof.theory.companions.visit_ranks import (
    RankDecay,
    edge_state_visits,
    rank_decay,
    vertex_visits,
)
from backproof.theory.companions.word_chain import fork_law
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_square_root import zipf_weights

Given = ParamSpec("Given")
Result = TypeVar("Result")

MISSED = 0.05
"""A trajectory counts as one that a model can give if the samples miss it with a smaller probability."""

STEP_WEIGHTS = (0.999, 0.99, 0.9)
"""lam of the length tilts: a step multiplies the weight of a walk by it."""

SUCCESS_WEIGHTS = (2.0, 10.0)
"""u of the budget tilts: a success multiplies the weight of a walk by it."""

BATCHES, COVERAGE = 40, 0.95
"""Of walks from which the quantities are estimated, and of the interval of each estimate."""

NODES = {"directed edges": edge_state_visits, "vertices": vertex_visits}
LISTED_BUDGETS, LAST_BUDGET, FINER = 1024, 2.0**53, 1.01
"""The crossing is searched at every k up to the first number, and in steps of 1% from there to the second."""


class NamedPolicy(NamedTuple):
    """A policy with the name that the report has for it, and the weights of its fork; None is the uniform fork."""

    name: str
    policy: Policy
    fork: Sequence[Any] | None = None


class Question(NamedTuple):
    """What is asked of every policy."""

    graph: CorridorGraph
    budget: int
    samples: int
    k: tuple[int, ...]
    target: int

    @property
    def prior(self) -> tuple[float, ...]:
        """Zipf's: corridor i has a probability proportional to 1/i."""
        weights = zipf_weights(self.graph.width, 1)
        return tuple(float(weight / sum(weights)) for weight in weights)


@dataclass(frozen=True)
class CompanionPolicy:
    """One policy. Entropies are in nats; None stands for a number that is infinite or beyond float64.

    ``fork`` has the probability of each corridor.
    ``success`` and ``sound_success`` have the probability of a success and of a sound one for each target, by one
    walk; ``pass_at_k`` and ``cot_pass_at_k`` have for each k their averages over the prior. ``distinct`` is by level.
    ``whole_entropy`` is of trajectories without a budget. ``decays`` is by the nodes and by which of them are fitted:
    "all" that are visited; "sampled", those that all samples together are expected to visit more than once; "no
    budget", all those of walks without a budget. ``length_tilts`` is by `STEP_WEIGHTS`, ``tilted_success`` by
    `SUCCESS_WEIGHTS`.
    """

    name: str
    fork: tuple[float, ...]
    success: tuple[float, ...]
    sound_success: tuple[float, ...]
    pass_at_k: tuple[float, ...]
    cot_pass_at_k: tuple[float, ...]
    distinct: Mapping[str, Distinct]
    trajectory_entropy: float
    whole_entropy: float | None
    token_entropy: float
    answer_entropies: Mapping[str, float]
    decays: Mapping[tuple[str, str], RankDecay | None]
    length_tilts: Mapping[float, LengthTilt | None]
    tilted_success: Mapping[float, float]


class WalkEstimate(NamedTuple):
    """From walks, with its interval. None: the walks show too little for one."""

    exact: float
    estimate: float
    interval: tuple[float, float] | None


class WalkEstimates(NamedTuple):
    """By what they are estimates of, from ``walks`` walks of each policy to each target."""

    walks: int
    seed: int
    base: Mapping[str, WalkEstimate]
    tuned: Mapping[str, WalkEstimate]


@dataclass(frozen=True)
class CompanionReport:
    """A policy, ``tuned``, and the one that it is compared with, ``base``.

    ``prior`` has the probability of each target. What depends on the target and has no average is for ``target``.
    ``crossing`` is the least k at which base's pass@k is above tuned's by more than rounding; None if there is none.
    ``problems`` and ``null`` have for each k the expected numbers of targets that both solve, tuned alone or base
    alone; the null is of two models like base. ``words`` has by level the numbers of correct trajectories that are
    likelier than ``least``. ``estimates`` is None unless walks were asked for.
    """

    graph: CorridorGraph
    budget: int
    samples: int
    k: tuple[int, ...]
    prior: tuple[float, ...]
    target: int
    base: CompanionPolicy
    tuned: CompanionPolicy
    crossing: int | None
    problems: tuple[Supports, ...]
    null: tuple[Supports, ...]
    words: Mapping[str, Supports]
    least: float
    estimates: WalkEstimates | None = None


PARTS = len(NODES) + len(LEVELS) + 4
"""Calls of ``advance`` for each policy."""


def companion_report(
    asked: Question, base: NamedPolicy, tuned: NamedPolicy, advance: Callable[[], None]
) -> CompanionReport:
    """The report on two policies. ``advance`` is called 2 `PARTS` times."""
    graph, budget, samples, k, target = asked
    first, second = (_quantities(asked, one, advance) for one in (base, tuned))
    least = fair_chance(samples, MISSED)
    supports = partial(word_supports, graph, base.policy, tuned.policy, budget, least)
    return CompanionReport(
        graph,
        budget,
        samples,
        k,
        asked.prior,
        target,
        first,
        second,
        crossing=first_behind(first.success, second.success, asked.prior, budget),
        problems=tuple(expected_supports(first.success, second.success, one) for one in k),
        null=tuple(expected_supports(first.success, first.success, one) for one in k),
        words={level: supports(level, fork=base.fork, tuned_fork=tuned.fork, target=target) for level in LEVELS},
        least=least,
    )


def first_behind(base: Sequence[float], tuned: Sequence[float], prior: Sequence[float], budget: int) -> int | None:
    """The least k at which base is ahead, by the success probabilities of one walk for each target.

    A success probability errs by at most a factor 1 + 3 ``budget`` 2^-53, and pass@k by no more: base is ahead if the
    difference is larger than that of both. Beyond k = `LISTED_BUDGETS` two crossings within 1% of k can be missed.
    """
    rounding = 1 + 8 * budget * 2.0**-53

    def ahead(k: ArrayLike) -> Any:
        return pass_at_k(base, k, prior) > pass_at_k(tuned, k, prior) * rounding

    coarse = np.geomspace(LISTED_BUDGETS, LAST_BUDGET, math.ceil(math.log(LAST_BUDGET / LISTED_BUDGETS, FINER)))
    examined = np.unique(np.append(np.arange(1, LISTED_BUDGETS), coarse.round()))
    places = np.flatnonzero(ahead(examined))
    if not len(places):
        return None
    high, low = int(examined[places[0]]), int(examined[places[0] - 1]) if places[0] else 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if ahead(middle) else (middle, high)
    return high


def _quantities(asked: Question, one: NamedPolicy, advance: Callable[[], None]) -> CompanionPolicy:
    graph, budget, samples, k, target = asked
    policy, law = one.policy, fork_law(graph, one.fork)
    of: dict[str, Any] = {"fork": one.fork, "target": target}
    success = np.minimum(success_probabilities(graph, policy, budget, fork=one.fork)[:, -1], 1)
    sound = _sound_success(asked, one)
    advance()
    distinct = {}
    for level in LEVELS:
        distinct[level] = distinct_trajectories(graph, policy, level, budget, samples, **of)
        advance()
    decays = {}
    for nodes, visits in NODES.items():
        within, whole = visits(graph, policy, budget, **of), _known(visits, graph, policy, **of)
        decays[nodes, "all"] = _known(rank_decay, within)
        decays[nodes, "sampled"] = _known(rank_decay, within, 1 / samples)
        decays[nodes, "no budget"] = None if whole is None else _known(rank_decay, whole)
        advance()
    trajectories = trajectory_entropy(graph, policy, budget, **of), _known(trajectory_entropy, graph, policy, **of)
    advance()
    tokens = token_entropy(graph, policy, budget, **of)
    advance()
    answers = {reading: answer_entropy(graph, policy, budget, reading, **of) for reading in READINGS}
    tilts = {step: _known(length_tilt, graph, policy, step, **of) for step in STEP_WEIGHTS}
    advance()
    return CompanionPolicy(
        name=one.name,
        fork=tuple(map(float, law)),
        success=tuple(success.tolist()),
        sound_success=sound,
        pass_at_k=tuple(pass_at_k(success, k, asked.prior).tolist()),
        cot_pass_at_k=tuple(pass_at_k(sound, k, asked.prior).tolist()),
        distinct=distinct,
        trajectory_entropy=trajectories[0],
        whole_entropy=trajectories[1],
        token_entropy=tokens,
        answer_entropies=answers,
        decays=decays,
        length_tilts=tilts,
        tilted_success={weight: tilted_success(float(success[target]), weight) for weight in SUCCESS_WEIGHTS},
    )


def _sound_success(asked: Question, one: NamedPolicy) -> tuple[float, ...]:
    """For each target; targets to which the fork gives the same weight are computed once."""
    law = fork_law(asked.graph, one.fork)
    known = {
        share: cot_success_probability(asked.graph, one.policy, asked.budget, fork=one.fork, target=law.index(share))
        for share in set(law)
    }
    return tuple(known[share] for share in law)


def _known(compute: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result | None:
    """The result; None where it is infinite, beyond float64, or a fit to fewer than two nodes."""
    try:
        return compute(*given, **named)
    except (ValueError, OverflowError):
        return None
