"""The tabular policy that exact policy gradient finds from base, on any reasoning graph.

The steps follow the natural gradient, row by row to one scale: a row's visits and probabilities cancel, and every logit
moves against the advantage of its move, averaged over the targets with the visits as weights,

    log p_m  <-  log p_m - eta clip(A_m / sqrt(sum_row p A^2), -1, 1),    A_m = pull_m / visits_i.

Every term has the advantage's sign, so the derivative along it is <= 0 and a small enough step never raises the cost;
eta doubles after a step that is taken and shrinks until one is. With large eta that is policy iteration. The cost is
not convex: where it ends is a point of small gradient, and an optimum only where the golden paths' length says so.

Main definitions: `policy_gradient`, `Descent`, `rounded`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from backproof.theory.any_graph.reasoning_graph import Floats, ReasoningGraph
from backproof.theory.any_graph.tabular import Evaluation, each_once, evaluate_law

SLOPE = 1e-4
"""Of what the gradient promises, a step must bring this share."""
STILL = 1e-10
"""A gradient of so little, relative to the cost, is none."""
NOISE = 1e-9
"""An advantage of so little, relative to the cost, is rounding."""
SHRINKS = 20
RARE = 1e-6
"""The limit leaves out moves of less probability, where that does not cost."""
LARGEST_DENOMINATOR = 1000
TRUSTED = 1e-6
"""A cost with a larger relative error decides no step."""
MOST_ITERATIONS = 400
FEWEST_EVALUATIONS = 2
WORK = 20_000_000
"""Of all evaluations, as `ReasoningGraph.work` has it: some 15 seconds, where that allows the fewest."""
SPENT = "at the limit of evaluations for a graph of this size"


@dataclass(frozen=True, eq=False)
class Descent:
    """``law`` (moves,): the policy found, in float64, and its ``evaluation``; ``gradient`` is the Euclidean norm of the
    gradient in all trained logits, where the descent ended; ``limit`` says whether rare moves were left out after it.
    ``stopped`` says why it ended.
    """

    law: Floats
    evaluation: Evaluation
    iterations: int
    gradient: float
    limit: bool
    stopped: str


def policy_gradient(graph: ReasoningGraph, on_step: Callable[[int, float], None] | None = None) -> Descent | None:
    """Exact policy gradient from the base policy; None where the base cost is infinite or beyond float64.

    It is deterministic. ``on_step`` is called after each step with its number and the cost.
    """
    law = np.array(each_once(graph.base(), float))
    here = evaluate_law(graph, law)
    if not math.isfinite(here.cost) or here.error > TRUSTED:
        return None
    left = max(FEWEST_EVALUATIONS, WORK // graph.work)
    logs, eta, steps, stopped = np.log(law), 1.0, 0, f"at the limit of {MOST_ITERATIONS} steps"
    while steps < MOST_ITERATIONS:
        direction = _direction(graph, law, here)
        slope = float(np.sum(law * here.pull * direction))
        if _norm(graph, law, here) <= STILL * here.cost:
            stopped = "where the gradient vanishes"
            break
        if left <= 0:
            stopped = SPENT
            break
        found = _line_search(graph, logs, direction, slope, here, eta, min(SHRINKS, left))
        if found is None:
            stopped = SPENT if left < SHRINKS else "where no step lowers the cost in float64"
            break
        logs, law, here, eta, tries = found
        left -= tries
        steps += 1
        if on_step:
            on_step(steps, here.cost)
    gradient = _norm(graph, law, here)
    kept = _without_rare_moves(graph, law, here)
    law, here = kept or (law, here)
    return Descent(law, here, steps, gradient, kept is not None, stopped)


def _direction(graph: ReasoningGraph, law: Floats, here: Evaluation) -> Floats:
    """The clipped advantages of all moves; 0 in rows that are not trained, not met, or without one to speak of."""
    row, size = graph.states.row, len(graph.states)
    visits = (here.visits * (here.met & graph.trained))[row]
    advantage = np.where(visits > 0, here.pull / np.where(visits > 0, visits, 1.0), 0.0)
    spread = np.sqrt(np.bincount(row, law * advantage**2, minlength=size))
    return np.clip(advantage / np.maximum(spread, NOISE * here.cost)[row], -1.0, 1.0)


def _norm(graph: ReasoningGraph, law: Floats, here: Evaluation) -> float:
    return float(np.linalg.norm((law * here.pull)[graph.trained[graph.states.row]]))


def _line_search(
    graph: ReasoningGraph, logs: Floats, direction: Floats, slope: float, here: Evaluation, eta: float, most: int
) -> tuple[Floats, Floats, Evaluation, float, int] | None:
    """A step that lowers the cost by more than its error, found in at most so many evaluations: logits, law,
    evaluation, the next step's size, and evaluations made.
    """
    for tries in range(1, most + 1):
        tried = _normalised(graph, logs - eta * direction)
        law = np.exp(tried)
        there = evaluate_law(graph, law)
        enough = here.cost - min(SLOPE * eta * slope, SLOPE * here.cost)
        if there.error <= TRUSTED and there.cost < enough:
            return tried, law, there, 2 * eta, tries
        eta /= 4
    return None


def _normalised(graph: ReasoningGraph, logs: Floats) -> Floats:
    """Logits less the logarithm of their row's sum of exponentials; every row of a state with moves."""
    begin = graph.states.first[:-1][np.diff(graph.states.first) > 0]
    if not len(begin):
        return logs
    peak = np.zeros(len(graph.states))
    rows = graph.states.row[begin]
    peak[rows] = np.maximum.reduceat(logs, begin)
    shifted = logs - peak[graph.states.row]
    total = np.ones(len(graph.states))
    total[rows] = np.add.reduceat(np.exp(shifted), begin)
    return np.asarray(shifted - np.log(total)[graph.states.row])


def _without_rare_moves(graph: ReasoningGraph, law: Floats, here: Evaluation) -> tuple[Floats, Evaluation] | None:
    """The policy without its rare moves, if that has any, and costs no more: the limit of going on, as far as seen."""
    rare = graph.trained[graph.states.row] & (law < RARE) & (law > 0)
    if not rare.any():
        return None
    kept = np.where(rare, 0.0, law)
    kept /= np.bincount(graph.states.row, kept, minlength=len(graph.states))[graph.states.row]
    there = evaluate_law(graph, kept)
    return (kept, there) if there.error <= TRUSTED and there.cost <= here.cost else None


def rounded(graph: ReasoningGraph, law: Floats) -> list[Fraction] | None:
    """A policy of small fractions next to ``law``, where its probabilities are all next to such: one whose cost can be
    had exactly. None where they are not.
    """
    values, kind = np.unique(law, return_inverse=True)
    near = [Fraction(p).limit_denominator(LARGEST_DENOMINATOR) for p in values.tolist()]
    if any(abs(float(p) - q) >= RARE for p, q in zip(near, values.tolist(), strict=True)):
        return None
    alike, times = np.unique(graph.states.row * len(values) + kind, return_counts=True)
    sums = dict.fromkeys(graph.states.row.tolist(), Fraction(0))
    for cell, count in zip(alike.tolist(), times.tolist(), strict=True):
        row, value = divmod(cell, len(values))
        sums[row] += count * near[value]
    return [near[value] for value in kind.tolist()] if all(total == 1 for total in sums.values()) else None
