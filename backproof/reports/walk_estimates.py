"""The quantities of the companion papers, estimated from walks of both policies, with intervals.

The walks come in `BATCHES` independent batches of equal size. A share of successes has the interval of Clopper and
Pearson. All else has Student's over the jackknife's pseudo-values of the batches, which are its batch means if it is a
mean. That assumes that the average of the pseudo-values is nearly normal. An interval which contains values that the
quantity cannot have shows that it is not, and is left out. The pseudo-values of pass@k are those of -log(1 - pass@k),
which remains nearly normal where pass@k is near 1.

Slopes are fitted to the sampled visits in the order of the exact ones: in their own order, visits that are equal would
seem to decay. Nodes that are alike by symmetry are taken together.

Main definitions: `walk_tables`, `with_estimates`, `place_of`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from scipy import stats

from backproof.reports.companions import (
    BATCHES,
    COVERAGE,
    NODES,
    CompanionPolicy,
    CompanionReport,
    NamedPolicy,
    Question,
    WalkEstimate,
    WalkEstimates,
)
from backproof.sample_estimators import (
    Counts,
    Floats,
    distinct_among,
    entropy_corrected,
    missed,
    pseudo_values,
)
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.sampled_words import first_leaf, last_leaf, mean_along, sound, walk_words
from backproof.sim.trajectories import Trajectories, check_trajectories, goal_trajectories
from backproof.sim.walk_table import PolicyTable
from backproof.theory.companions.distinct_trajectories import LEVELS
from backproof.theory.companions.visit_ranks import Visited
from backproof.theory.companions.word_chain import Place, fork_law
from backproof.theory.graph import START, CorridorGraph, EdgeState

Named: TypeAlias = Iterator[tuple[str, WalkEstimate]]
Advance: TypeAlias = Callable[[], None]


def walk_tables(asked: Question, policies: Sequence[NamedPolicy], walks: int) -> list[PolicyTable]:
    """What the policies walk by. Raises ValueError if ``walks`` for each target are too many or no equal batches."""
    if walks % BATCHES:
        raise ValueError(f"walks must be a multiple of {BATCHES}, the number of batches, got walks={walks}")
    tables = [corridor_table(asked.graph, one.policy, fork_law(asked.graph, one.fork)) for one in policies]
    for table in tables:
        check_trajectories(replace(table, goals=1), walks, asked.budget)
    return tables


def with_estimates(
    report: CompanionReport,
    asked: Question,
    policies: Sequence[NamedPolicy],
    tables: Sequence[PolicyTable],
    walks: int,
    seed: int,
    advance: Advance,
) -> CompanionReport:
    """The report with estimates from so many ``walks`` of each policy to each target. ``advance`` is called 2W times.

    No two walks have the same number, so that all are independent.
    """
    found = []
    for turn, exact in enumerate((report.base, report.tuned)):
        first = turn * asked.graph.width * walks
        found.append(
            dict(_estimates(asked, policies[turn], tables[turn], exact, range(first, first + walks), seed, advance))
        )
    return replace(report, estimates=WalkEstimates(walks, seed, *found))


def _estimates(
    asked: Question,
    one: NamedPolicy,
    table: PolicyTable,
    exact: CompanionPolicy,
    block: range,
    seed: int,
    advance: Advance,
) -> Named:
    """``block`` has the numbers of the walks to the first target; those to the next one follow."""
    solved: dict[str, list[Counts]] = {"pass": [], "CoT-pass": []}
    target: list[tuple[str, WalkEstimate]] = []
    for goal in range(asked.graph.width):
        episodes = range(block.start + goal * len(block), block.stop + goal * len(block))
        walked = goal_trajectories(table, goal, episodes, asked.budget, seed=seed)
        solved["pass"].append(_batched(walked.hit).sum(axis=1))
        solved["CoT-pass"].append(_batched(sound(walked)).sum(axis=1))
        if goal == asked.target:
            target = [
                *_distinct(asked, exact, walked),
                *_entropies(table, exact, walked),
                *_slopes(asked, one, exact, walked),
            ]
        advance()
    stated = {"pass": (exact.success, exact.pass_at_k), "CoT-pass": (exact.sound_success, exact.cot_pass_at_k)}
    for name, successes in solved.items():
        yield from _pass_at_k(asked, name, np.column_stack(successes), len(block) // BATCHES, *stated[name])
    yield from target


def _batched(walks: Any) -> Any:
    return np.reshape(walks, (BATCHES, -1))


def _student(exact: float, values: Floats, most: float = math.inf, *, least: float = 0.0) -> WalkEstimate:
    """From pseudo-values (batches,) of a quantity between ``least`` and ``most``."""
    low, high = _ends(values)
    possible = least <= low < high <= most
    return WalkEstimate(exact, float(values.mean()), (low, high) if possible else None)


def _ends(values: Floats | Counts) -> tuple[float, float]:
    """Of Student's interval."""
    error = float(values.std(ddof=1)) / math.sqrt(BATCHES) if np.ptp(values) else 0.0
    half = float(stats.t.isf((1 - COVERAGE) / 2, BATCHES - 1)) * error
    return float(values.mean()) - half, float(values.mean()) + half


def _pass_at_k(
    asked: Question, name: str, solved: Counts, size: int, success: Sequence[float], stated: Sequence[float]
) -> Named:
    """``solved``, (batches, targets), of ``size`` walks in each batch; first the share for the report's target."""
    hits, walks = int(solved[:, asked.target].sum()), BATCHES * size
    share = stats.binomtest(hits, walks).proportion_ci(COVERAGE)
    title = "success" if name == "pass" else "sound success"
    yield title, WalkEstimate(success[asked.target], hits / walks, (float(share.low), float(share.high)))
    known = [(k, exact) for k, exact in zip(asked.k, stated, strict=True) if k <= size]
    budgets = np.array([k for k, _ in known], np.int64)

    def failures(batches: Counts) -> Floats:
        samples = np.full((asked.graph.width, 1), len(batches) * size)
        return np.asarray(asked.prior @ missed(samples, batches.sum(axis=0)[:, None], budgets))

    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = pseudo_values(solved, lambda batches: -np.log(failures(batches))).T
    for (k, exact), failed, values in zip(known, failures(solved), logarithms, strict=True):
        ends = _student(exact, values).interval
        interval = None if ends is None else (-math.expm1(-ends[0]), -math.expm1(-ends[1]))
        yield f"{name}@{k}", WalkEstimate(exact, 1 - float(failed), interval)


def _distinct(asked: Question, exact: CompanionPolicy, walked: Trajectories) -> Named:
    samples = asked.samples
    if samples * BATCHES > len(walked.hit):
        return
    for level in LEVELS:
        words = np.unique(walk_words(walked, level), return_inverse=True)[1]
        for side, ours in (("correct", walked.hit), ("incorrect", ~walked.hit)):

            def among(batches: Counts) -> float:
                return float(distinct_among(*_repeats(batches), np.array([batches.size]), np.array([samples]))[0, 0])

            values = pseudo_values(_batched(np.where(ours, words, -1)), among)
            stated = getattr(exact.distinct[level], side)
            yield f"distinct {side}, {level}", _student(stated, values, samples)


def _entropies(table: PolicyTable, exact: CompanionPolicy, walked: Trajectories) -> Named:
    """Of trajectories and tokens by the rows along the walks, of answers by how often each was given."""
    tokens = mean_along(walked, table.row_entropies())
    means = {"trajectories": tokens * np.bincount(walked.walk), "tokens": tokens}
    stated = {"trajectories": exact.trajectory_entropy, "tokens": exact.token_entropy}
    for of, values in means.items():
        yield f"entropy of {of}", _student(stated[of], _batched(values).mean(axis=1))
    answers = {"first leaf": first_leaf(walked), "last leaf": last_leaf(walked), "solved": walked.hit}
    for reading, answer in answers.items():
        given = _batched(np.unique(answer, return_inverse=True)[1])
        values = pseudo_values(
            given, lambda batches: entropy_corrected(*_repeats(batches), np.array([batches.size]))[0]
        )
        yield f"entropy of answers: {reading}", _student(exact.answer_entropies[reading], values)


def _repeats(things: Counts) -> tuple[Counts, Counts, Counts]:
    """(zeros, times, how many): so many things were each seen so many times. Numbers below 0 are no things."""
    seen = np.bincount(things[things >= 0])
    times, how_many = np.unique(seen[seen > 0], return_counts=True)
    return np.zeros_like(times), times, how_many


def _slopes(asked: Question, one: NamedPolicy, exact: CompanionPolicy, walked: Trajectories) -> Named:
    """Where each node that is fitted has visits whose own interval is above 0."""
    batch = walked.walk // (len(walked.hit) // BATCHES)
    for nodes, expected in NODES.items():
        known = expected(asked.graph, one.policy, asked.budget, fork=one.fork, target=asked.target)
        number = _numbers(asked, one, known, walked.edges, by_vertex=nodes == "vertices")
        address = batch * (len(known) + 1) + number[walked.state]
        visits = np.bincount(address, minlength=BATCHES * (len(known) + 1)).reshape(BATCHES, -1)
        for fitted in ("all", "sampled"):
            decay = exact.decays[nodes, fitted]
            kept = [i for i, node in enumerate(known) if decay and node.visits > decay.least]
            if decay and all(_ends(visits[:, i])[0] > 0 for i in kept):
                values = pseudo_values(visits[:, kept], _slope_of([known[i] for i in kept]))
                yield f"slope over {nodes}, {fitted}", _student(decay.slope, values, least=-math.inf)


def _slope_of(known: Sequence[Visited]) -> Callable[[Counts], float]:
    """The slope of log10 of the visits, summed over batches and over nodes that are alike, by the exact ranks."""
    count, order = np.array([node.number for node in known]), np.argsort([-float(node.visits) for node in known])
    last = np.cumsum(count[order])
    rank = np.empty(len(known))
    rank[order] = last - (count[order] - 1) / 2
    total = int(last[-1])
    weight = count * (rank - (total + 1) / 2) / (total * (total**2 - 1) / 12)
    return lambda batches: -float(weight @ np.log10(batches.sum(axis=0) / count))


def _numbers(
    asked: Question, one: NamedPolicy, known: Sequence[Visited], edges: Sequence[EdgeState], *, by_vertex: bool
) -> Counts:
    """(states,): at which of the ``known`` nodes a state arrives; their number where it is never visited.

    A place in wrong corridors is listed once for each weight that the fork gives to some of them.
    """
    law = fork_law(asked.graph, one.fork)
    weights = list(dict.fromkeys(share for i, share in enumerate(law) if i != asked.target))
    turn = [weights.index(share) if i != asked.target else 0 for i, share in enumerate(law)]
    listed: dict[Any, list[int]] = {}
    for i, node in enumerate(known):
        listed.setdefault(node.place, []).append(i)
    found = np.full(len(edges), len(known))
    for state, edge in enumerate(edges):
        place: Any = place_of(asked.graph, edge, asked.target)
        if by_vertex:
            at = place.edge + place.outward
            place = (place.kind if at else "fork", at)
        if place in listed:
            corridor = max(edge.tail.corridor, edge.head.corridor)
            found[state] = listed[place][turn[corridor] if place[0] == "wrong" else 0]
    return found


def place_of(graph: CorridorGraph, edge: EdgeState, target: int) -> Place:
    """The place of an edge-state if the target is in corridor ``target``."""
    if edge == START:
        return Place("start", -1, True)
    corridor = max(edge.tail.corridor, edge.head.corridor)
    vertices = graph.corridor(corridor)
    tail, head = vertices.index(edge.tail), vertices.index(edge.head)
    return Place("target" if corridor == target else "wrong", min(tail, head), head > tail)
