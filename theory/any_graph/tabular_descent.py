"""The tabular policy that exact policy gradient finds from base or elsewhere, on any reasoning graph.

The steps follow the natural gradient, scaled row by row. Each logit moves against the advantage A of its move, which is
averaged over the targets with the visits as weights:

    log p_m  <-  log p_m - eta clip(A_m / sqrt(sum_row p A^2), -1, 1),    A_m = pull_m / visits_i.

The derivative of the cost along this direction is not positive, so a small enough step does not raise the cost. The
step eta doubles after each step and shrinks until a step lowers the cost; for large eta this is policy iteration. The
cost is not convex. The descent ends where the gradient is small; that this is an optimum is known only if the cost is
the length of the golden paths.

Main definitions: `policy_gradient`, `Descent`, `random_law`, `rounded`.
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
"""A step must bring this share of the decrease that the gradient predicts."""
STILL = 1e-10
"""The descent ends when the gradient, relative to the cost, is this small."""
NOISE = 1e-9
"""An advantage this small, relative to the cost, counts as rounding."""
SHRINKS = 20
RARE = 1e-6
"""Moves of less probability are left out at the end if that does not raise the cost."""
LARGEST_DENOMINATOR = 1000
TRUSTED = 1e-6
"""Costs with a larger relative error are not compared."""
MOST_ITERATIONS = 400
FEWEST_EVALUATIONS = 2
WORK = 20_000_000
"""The work of all evaluations together, in the unit of `ReasoningGraph.work`: some 15 seconds."""
SPENT = "at the limit of evaluations for a graph of this size"


@dataclass(frozen=True, eq=False)
class Descent:
    """``law`` (moves,) is the policy found, in float64, and ``evaluation`` its cost and gradient.

    ``gradient`` is the Euclidean norm of the gradient in all trained logits at the end of the descent. ``limit`` says
    whether rare moves were left out after that, ``stopped`` why it ended.
    """

    law: Floats
    evaluation: Evaluation
    iterations: int
    gradient: float
    limit: bool
    stopped: str


def policy_gradient(
    graph: ReasoningGraph, on_step: Callable[[int, float], None] | None = None, begin: Floats | None = None
) -> Descent | None:
    """Exact policy gradient from the base policy, or from ``begin`` (moves,), in which every move is possible; None if
    the cost there is infinite or beyond float64.

    The result is deterministic. ``on_step`` is called after each step with its number and the cost.
    """
    law = np.array(each_once(graph.base(), float)) if begin is None else begin
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


def random_law(graph: ReasoningGraph, seed: int) -> Floats:
    """Trained rows drawn uniformly from all probabilities, the others as at base."""
    law, row = np.array(each_once(graph.base(), float)), graph.states.row
    drawn = np.random.default_rng(seed).standard_exponential(len(law))
    drawn /= np.bincount(row, drawn, minlength=len(graph.states))[row]
    return np.where(graph.trained[row], drawn, law)


def _direction(graph: ReasoningGraph, law: Floats, here: Evaluation) -> Floats:
    """The clipped advantages of all moves; 0 in rows that are not trained, not met, or at rounding level."""
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
    """A step that lowers the cost, found in at most ``most`` evaluations; None if there is none.

    Returns logits, law, evaluation, the size of the next step, and the number of evaluations.
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
    """The logits less the log-sum-exp of their row."""
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
    """The policy without its rare moves and its evaluation, if it has any and costs no more without them."""
    rare = graph.trained[graph.states.row] & (law < RARE) & (law > 0)
    if not rare.any():
        return None
    kept = np.where(rare, 0.0, law)
    kept /= np.bincount(graph.states.row, kept, minlength=len(graph.states))[graph.states.row]
    there = evaluate_law(graph, kept)
    return (kept, there) if there.error <= TRUSTED and there.cost <= here.cost else None


def rounded(graph: ReasoningGraph, law: Floats) -> list[Fraction] | None:
    """The policy of small fractions close to ``law``, whose cost can be computed exactly; None if there is none."""
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
