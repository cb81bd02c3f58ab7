"""The comparison of two models by their samples: what is estimated, with intervals.

Main definitions: `SampleComparison`, `Measure`, `Support`, `Side`, `compared`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from backproof.samples.counts import Seen, Tally, mean_by_problem, seen, tally
from backproof.samples.estimators import (
    Counts,
    Floats,
    distinct_among,
    entropy_by_plugging_in,
    entropy_corrected,
    pass_at_k,
)
from backproof.samples.layouts import SamplesError
from backproof.samples.reading import Loaded
from backproof.samples.resampling import Estimated, Resamples
from backproof.samples.supports import RATES, SUPPORT, expected_support, identical_models, rates, support_shares

FINEST = 256
"""Up to this k every budget is examined for the crossover."""
GRID = 400
MOST_GRID_CELLS = 4 * 10**7


@dataclass(frozen=True)
class Side:
    """The samples of one model. ``alone``: problems that the other has not; ``unanswered``: samples without an answer;
    ``both_ways``: answers that were graded correct and incorrect.
    """

    loaded: Loaded
    alone: int
    samples: int
    fewest: int
    most: int
    unanswered: int
    both_ways: int


@dataclass(frozen=True)
class Measure:
    """A mean over the problems for base and tuned, and the difference tuned - base; ``budget`` is k or M."""

    name: str
    budget: int | None
    base: Estimated
    tuned: Estimated
    difference: Estimated


@dataclass(frozen=True)
class Support:
    """P, E, S, O and the four rates at a budget; ``null`` has what identical models would show."""

    budget: int
    found: dict[str, Estimated]
    null: dict[str, Estimated]


@dataclass(frozen=True)
class SampleComparison:
    """``crossover`` is the least k from which on base is ahead, inf where tuned is not behind up to the largest
    ``budgets``; it was looked for at ``examined`` budgets.
    """

    base: Side
    tuned: Side
    problems: int
    short: int
    fewest_of: str
    budgets: tuple[int, ...]
    measures: tuple[Measure, ...]
    crossover: Estimated
    examined: int
    supports: tuple[Support, ...]
    resamples: int


def compared(
    connection: duckdb.DuckDBPyConnection,
    base: Loaded,
    tuned: Loaded,
    budgets: Sequence[int],
    seed: int,
    tell: Callable[[str], None],
) -> SampleComparison:
    """Everything that the samples allow. ``budgets`` are powers of two up to the fewest samples, if none is given."""
    tell("counting")
    counted = tally(connection, base, tuned, max(budgets, default=None))
    budgets = tuple(sorted(set(budgets))) or _powers(int(counted.samples.min()))
    counts = np.concatenate([counted.samples, counted.correct])
    classes, members = np.unique(counts, axis=1, return_counts=True)
    alike = Resamples(members, seed)
    tell("pass@k")
    measures = _measures("pass@k", _passes(classes, np.array(budgets)), budgets, alike)
    crossover, examined = _crossover(classes, alike, budgets)
    tell("support")
    supports = tuple(_support(counted, classes, alike, budget, seed) for budget in budgets)
    each = Resamples(np.ones(counts.shape[1], np.int64), seed)
    both_ways = [0, 0]
    for role, what, has_entropy in (("answer", "answers", True), ("steps", "step sequences", False)):
        if all(role in side.columns for side in (base, tuned)):
            tell(what)
            groups, ways = zip(*(seen(connection, side, role) for side in (base, tuned)), strict=True)
            both_ways = [*ways] if has_entropy else both_ways
            measures += _distinct(what, groups, counted, budgets, each)
            measures += _entropies(groups, counted, each) if has_entropy else []
    if all("entropy" in side.columns for side in (base, tuned)):
        means = [mean_by_problem(connection, side, "entropy") for side in (base, tuned)]
        measures += _token_entropy(means, seed)
    first, second = (
        Side(
            loaded,
            counted.alone[i],
            int(counted.samples[i].sum()),
            int(counted.samples[i].min()),
            int(counted.samples[i].max()),
            int(counted.unanswered[i].sum()) if "answer" in loaded.columns else 0,
            both_ways[i],
        )
        for i, loaded in enumerate((base, tuned))
    )
    return SampleComparison(
        base=first,
        tuned=second,
        problems=counts.shape[1],
        short=counted.short,
        fewest_of=counted.fewest_of,
        budgets=budgets,
        measures=tuple(measures),
        crossover=crossover,
        examined=examined,
        supports=supports,
        resamples=alike.draws,
    )


def _powers(most: int) -> tuple[int, ...]:
    """1, 2, 4, ... and the most."""
    return tuple(sorted({*(2**power for power in range(most.bit_length())), most}))


def _passes(classes: Counts, budgets: Counts) -> tuple[Floats, Floats]:
    return pass_at_k(classes[0], classes[2], budgets), pass_at_k(classes[1], classes[3], budgets)


def _measures(
    name: str, values: Sequence[Floats], budgets: Sequence[int | None], resamples: Resamples
) -> list[Measure]:
    """The means of (classes, budgets) values of base and tuned; both are resampled together."""
    base, tuned = values
    found = resamples.means(np.hstack([base, tuned, tuned - base]))
    columns = len(budgets)
    return [
        Measure(name, budget, found[i], found[columns + i], found[2 * columns + i]) for i, budget in enumerate(budgets)
    ]


def _crossover(classes: Counts, alike: Resamples, budgets: Sequence[int]) -> tuple[Estimated, int]:
    """The least k at which base is ahead. The grid has every k up to `FINEST` unless there are very many classes."""
    most = max(budgets)
    points = min(GRID, max(len(budgets), MOST_GRID_CELLS // classes.shape[1]))
    grid = np.unique(
        np.concatenate([np.arange(1, min(most, FINEST, points) + 1), np.geomspace(1, most, points).round(), budgets])
    ).astype(np.int64)
    base, tuned = _passes(classes, grid)
    lead = tuned - base
    totals = np.vstack([alike.members @ lead, alike.sums(lead)])
    behind = totals < -1e-9 * alike.problems  # a difference of rounding is none
    found = np.where(behind.any(axis=1), grid[behind.argmax(axis=1)], math.inf)
    return alike.interval(float(found[0]), found[1:]), len(grid)


def _support(counted: Tally, classes: Counts, alike: Resamples, budget: int, seed: int) -> Support:
    base, tuned = (values[:, 0] for values in _passes(classes, np.array([budget])))
    shares = support_shares(base, tuned)
    numbers, resampled = alike.members @ shares, alike.sums(shares)
    dealt = identical_models(counted.samples, counted.correct, budget, alike.draws, seed)
    expected = expected_support(counted.samples, counted.correct, budget)
    names = SUPPORT + RATES
    found = alike.intervals(np.append(numbers, rates(numbers)), np.hstack([resampled, rates(resampled)]))
    null = alike.intervals(np.append(expected, rates(expected)), np.hstack([dealt, rates(dealt)]))
    return Support(budget, dict(zip(names, found, strict=True)), dict(zip(names, null, strict=True)))


def _distinct(
    what: str, groups: Sequence[dict[str, Seen]], counted: Tally, budgets: tuple[int, ...], each: Resamples
) -> list[Measure]:
    found = []
    for kind in ("all", "correct", "incorrect"):
        values = [
            distinct_among(group[kind].problem, group[kind].times, group[kind].how_many, samples, np.array(budgets))
            for group, samples in zip(groups, counted.samples, strict=True)
        ]
        found += _measures(f"distinct {what}" if kind == "all" else f"distinct {kind} {what}", values, budgets, each)
    return found


def _entropies(groups: Sequence[dict[str, Seen]], counted: Tally, each: Resamples) -> list[Measure]:
    found = []
    for name, estimate in (("plug-in", entropy_by_plugging_in), ("corrected", entropy_corrected)):
        values = [
            estimate(group["all"].problem, group["all"].times, group["all"].how_many, samples)[:, None]
            for group, samples in zip(groups, counted.samples, strict=True)
        ]
        found += _measures(f"answer entropy, {name}", values, [None], each)
    return found


def _token_entropy(means: Sequence[Floats], seed: int) -> list[Measure]:
    """Over the problems for which both models have it."""
    known = ~np.isnan(means[0]) & ~np.isnan(means[1])
    if not known.any():
        raise SamplesError("no problem has a token entropy from both models: leave --entropy out")
    values = [mean[known][:, None] for mean in means]
    return _measures("token entropy", values, [None], Resamples(np.ones(int(known.sum()), np.int64), seed))
