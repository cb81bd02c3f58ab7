"""The comparison of two models by their samples: what is estimated, with intervals.

Main definitions: `SampleComparison`, `Measure`, `Support`, `Side`, `compared`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backproof.sample_estimators import (
    Counts,
    Floats,
    distinct_among,
    entropy_by_plugging_in,
    entropy_corrected,
    estimated_pass_at_k,
)
from backproof.samples.counts import Seen, Tally, mean_by_problem, seen, tally
from backproof.samples.database import Database
from backproof.samples.reading import Loaded
from backproof.samples.resampling import DRAWS, Estimated, Resamples, central, near_the_ends
from backproof.samples.step_graph import StepGraph, Topology, topology
from backproof.samples.steps import step_graph
from backproof.samples.support_intervals import widened_differences, widened_support
from backproof.samples.supports import RATES, SUPPORT, identical_models, rates, support_shares

FINEST = 256
"""Up to this k every budget is examined for the crossover."""
GRID = 400
MOST_GRID_CELLS = 4 * 10**7


@dataclass(frozen=True)
class Side:
    """The samples of one model. ``alone``: problems that the other has not; ``unanswered``: samples without an answer;
    ``unmeasured``: samples without a token entropy, if both models have such a column; ``both_ways``: answers that were
    graded correct and incorrect.
    """

    loaded: Loaded
    alone: int
    samples: int
    fewest: int
    most: int
    unanswered: int
    unmeasured: int
    both_ways: int


@dataclass(frozen=True)
class Measure:
    """A mean over the problems for base and tuned, and the difference tuned - base; ``budget`` is k or M."""

    name: str
    budget: int | None
    base: Estimated
    tuned: Estimated
    difference: Estimated


@dataclass(frozen=True, eq=False)
class Family:
    """(problems, budgets): estimates of one name for base and tuned."""

    name: str
    budgets: tuple[int | None, ...]
    base: Floats
    tuned: Floats
    shares: bool = False
    """Whether all are from 0 to 1."""


@dataclass(frozen=True)
class Support:
    """P, E, S, O and the four rates at a budget.

    ``null`` has what identical models would show: the median over the deals of `identical_models`, and the range of 95%
    of them. Both are of the deals in which the number has a value; ``known`` is their share.
    """

    budget: int
    found: dict[str, Estimated]
    null: dict[str, Estimated]
    known: dict[str, float]


@dataclass(frozen=True)
class StepFindings:
    """The graph of the steps of one model; None, and the number of its ``triples``, where it would be too large."""

    graph: StepGraph | None
    topology: Topology | None
    triples: int


@dataclass(frozen=True)
class SampleComparison:
    """``crossover`` is the least k at which base is ahead, inf where tuned is not behind up to the largest
    ``budgets``; it was looked for at ``examined`` budgets. ``measurable`` problems have a token entropy of both models;
    None if a model has no column for it.
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
    steps: tuple[StepFindings, StepFindings] | None
    measurable: int | None
    resamples: int


def compared(
    connection: Database,
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
    measures = measured([Family("pass@k", budgets, *_passes(classes, np.array(budgets)), shares=True)], alike)
    crossover, examined = _crossover(classes, alike, budgets)
    tell("support")
    supports = _supports(counted, classes, alike, budgets, seed)
    families, both_ways = _families(connection, (base, tuned), counted, budgets, tell)
    each = Resamples(np.ones(counts.shape[1], np.int64), seed)
    measures += measured(families, each) if families else []
    measurable = None
    if all("entropy" in side.columns for side in (base, tuned)):
        means = np.stack([mean_by_problem(connection, side, "entropy") for side in (base, tuned)])
        known = means[:, ~np.isnan(means).any(axis=0)]
        measurable = known.shape[1]
        measures += _token_entropy(known, seed)
    first, second = (
        Side(
            loaded,
            counted.alone[i],
            int(counted.samples[i].sum()),
            int(counted.samples[i].min()),
            int(counted.samples[i].max()),
            int(counted.unanswered[i].sum()) if "answer" in loaded.columns else 0,
            0 if measurable is None else int(counted.unmeasured[i].sum()),
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
        steps=_steps(connection, (base, tuned), seed, tell),
        measurable=measurable,
        resamples=DRAWS,
    )


def _powers(most: int) -> tuple[int, ...]:
    """1, 2, 4, ... and the most."""
    return tuple(sorted({*(2**power for power in range(most.bit_length())), most}))


def _passes(classes: Counts, budgets: Counts) -> tuple[Floats, Floats]:
    return estimated_pass_at_k(classes[0], classes[2], budgets), estimated_pass_at_k(classes[1], classes[3], budgets)


def measured(families: Sequence[Family], resamples: Resamples) -> list[Measure]:
    """The means over the problems; everything is resampled together."""
    columns = np.hstack([part for one in families for part in (one.base, one.tuned, one.tuned - one.base)])
    means = iter(resamples.means(columns))
    found: list[Measure] = []
    for family in families:
        base, tuned, difference = ([next(means) for _ in family.budgets] for _ in range(3))
        if family.shares:
            difference = widened_differences(difference, family.base, family.tuned, resamples)
            base, tuned = (
                list(map(near_the_ends, means_of, resamples.alike_as(values).tolist()))
                for means_of, values in ((base, family.base), (tuned, family.tuned))
            )
        found += map(Measure, [family.name] * len(base), family.budgets, base, tuned, difference)
    return found


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


def _supports(
    counted: Tally, classes: Counts, alike: Resamples, budgets: Sequence[int], seed: int
) -> tuple[Support, ...]:
    base, tuned = _passes(classes, np.array(budgets))
    shares = support_shares(base, tuned)  # (classes, budgets, 4)
    sums = alike.sums(shares.reshape(len(shares), -1)).reshape(DRAWS, *shares.shape[1:])
    numbers = np.tensordot(alike.members, shares, axes=1)
    dealt = identical_models(counted.samples, counted.correct, np.array(budgets), DRAWS, seed)
    names = SUPPORT + RATES
    found = []
    for i, budget in enumerate(budgets):
        deals = np.hstack([dealt[:, i], rates(dealt[:, i])])
        here = alike.intervals(np.append(numbers[i], rates(numbers[i])), np.hstack([sums[:, i], rates(sums[:, i])]))
        widened = widened_support(dict(zip(names, here, strict=True)), alike.problems, alike.alike_as(shares[:, i]))
        known = 1 - np.isnan(deals).mean(axis=0)
        null, share = (dict(zip(names, of, strict=True)) for of in (central(deals), known.tolist()))
        found.append(Support(budget, widened, null, share))
    return tuple(found)


def _families(
    connection: Database,
    sides: Sequence[Loaded],
    counted: Tally,
    budgets: tuple[int, ...],
    tell: Callable[[str], None],
) -> tuple[list[Family], tuple[int, int]]:
    """What is known of answers and of steps, and how many answers of each model were graded both ways."""
    found: list[Family] = []
    both_ways = (0, 0)
    for role, what in (("answer", "answers"), ("steps", "step sequences")):
        if all(role in side.columns for side in sides):
            tell(what)
            (base, base_ways), (tuned, tuned_ways) = (seen(connection, side, role) for side in sides)
            for kind in ("all", "correct", "incorrect"):
                name = f"distinct {what}" if kind == "all" else f"distinct {kind} {what}"
                first, second = _estimates((base[kind], tuned[kind]), counted, distinct_among, np.array(budgets))
                found.append(Family(name, budgets, first, second))
            if role == "answer":
                both_ways = base_ways, tuned_ways
                for name, estimate in (("plug-in", entropy_by_plugging_in), ("corrected", entropy_corrected)):
                    first, second = _estimates((base["all"], tuned["all"]), counted, estimate)
                    found.append(Family(f"answer entropy, {name}", (None,), first, second))
    return found, both_ways


def _estimates(groups: Sequence[Seen], counted: Tally, estimate: Callable[..., Floats], *more: Counts) -> list[Floats]:
    """(problems, columns) for base and tuned."""
    found = (
        estimate(group.problem, group.times, group.how_many, samples, *more)
        for group, samples in zip(groups, counted.samples, strict=True)
    )
    return [values.reshape(len(values), -1) for values in found]


def _steps(
    connection: Database, sides: Sequence[Loaded], seed: int, tell: Callable[[str], None]
) -> tuple[StepFindings, StepFindings] | None:
    """The graphs of the steps, where both models have steps."""
    if not all("steps" in side.columns for side in sides):
        return None
    found = []
    for side in sides:
        tell(f"graph of the steps of {side.table}")
        graph = step_graph(connection, side)
        if isinstance(graph, int):
            found.append(StepFindings(None, None, graph))
        else:
            found.append(StepFindings(graph, topology(graph, seed) if graph.names else None, len(graph.moves)))
    return found[0], found[1]


def _token_entropy(means: Floats, seed: int) -> list[Measure]:
    """(2, problems) means of base and tuned; none if there is no problem."""
    if not means.size:
        return []
    every = Resamples(np.ones(means.shape[1], np.int64), seed)
    return measured([Family("token entropy", (None,), means[0][:, None], means[1][:, None])], every)
