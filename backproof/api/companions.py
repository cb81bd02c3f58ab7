"""The quantities of the two companion papers, exactly and from walks.

Main definition: `companions`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from backproof.api.arguments import RefusedError, check_count
from backproof.api.progress import Counter, OnProgress
from backproof.installed import require
from backproof.policies import load_policy
from backproof.reports.companions import PARTS, CompanionReport, NamedPolicy, Question, companion_report
from backproof.theory.arguments import checked_seed, near_matches
from backproof.theory.companions.word_chain import fork_law
from backproof.theory.graph import CorridorGraph, check_type, index_below, positive_integer
from backproof.theory.policy import POLICIES, Policy
from backproof.theory.relaxations.fork_square_root import zipf_weights

MOST_STEPS = 10**6
"""Steps of the budget, times the number of different weights of the fork."""

MOST_EDGES = 10**6
MOST_SAMPLES = 10**6
MOST_WALKED = 10**9
"""Steps of the walks of one policy to all targets, if each went on to its budget."""

FORKS: Mapping[str, Callable[[int], Sequence[Any]]] = {
    "uniform": lambda width: [1] * width,
    "sqrt": lambda width: zipf_weights(width, 0.5),
    "prior": lambda width: zipf_weights(width, 1),
    "one-hot": lambda width: [1] + [0] * (width - 1),
}
"""By name, the weights of a fork that is trained for Zipf's prior."""


def companions(
    graph: CorridorGraph,
    policy: Policy | str | os.PathLike[str],
    *,
    budget: int,
    samples: int = 256,
    k: Iterable[int] = (),
    fork: str | Sequence[Any] = "uniform",
    target: int = 0,
    base: Policy | str | os.PathLike[str] = "base",
    walks: int | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> CompanionReport:
    """The quantities of the two companion papers for ``policy`` and for ``base``, exactly.

    A policy is a `Policy`, the name "base", "sft" or "rlvr", a policy file or the checkpoint of a training. A walk has
    at most ``budget`` steps. Distinct trajectories are those among so many ``samples``. ``k`` lists the numbers of
    samples for pass@k, CoT-pass@k and supports; by default powers of two up to ``samples``.

    ``fork`` is the fork of ``policy``: weights, one per corridor, or "uniform", "sqrt", "prior" or "one-hot", which are
    those trained for Zipf's prior. The fork of ``base`` is uniform. pass@k and CoT-pass@k are averages over targets
    by Zipf's prior, corridor i with a weight of 1/i. All else but the supports of targets is for the leaf of corridor
    ``target``, counted from 0.

    The report has the two policies as ``base`` and ``tuned``, each with its pass@k, distinct trajectories at four
    levels, entropies, decay of visits with the ranks that were fitted, and tilts; and of both together ``crossing``,
    the supports ``problems`` and ``words``, and ``null``, the supports that two models like base would show. All are
    float64.

    With ``walks``, so many walks of each policy to each target are sampled, by the ``seed``, and ``estimates`` has for
    each policy what they show, with a 95 % interval and the exact value. ``walks`` is a multiple of 40, for as many
    batches. pass@k and distinct trajectories are estimated where a batch has at least as many walks as samples are
    asked for; entropies and the decay of visits are those within the budget.

    Raises ValueError or TypeError for arguments that make no sense or would take very long, and MissingPackageError if
    there are walks to sample and torch is missing.

    >>> from backproof import CorridorGraph, companions
    >>> found = companions(CorridorGraph(width=3, depth=2, lanes=2), "rlvr", budget=26)
    >>> [f"{one.distinct['edge'].correct:.2f}" for one in (found.base, found.tuned)]
    ['49.59', '87.71']
    """
    check_type("graph", graph, CorridorGraph)
    check_count("walks", walks)
    checked_seed(seed)
    counter = Counter(on_progress)
    budget, samples = positive_integer("budget", budget), positive_integer("samples", samples)
    if isinstance(k, str | bytes) or not isinstance(k, Iterable):
        raise TypeError(f"k must be integers >= 1, got k={k!r:.40}")
    chosen = tuple(sorted({positive_integer("k", one) for one in k}) or [2**i for i in range(samples.bit_length())])
    first, second = _named("base", base, graph), _named("policy", policy, graph)
    try:
        second = second._replace(fork=_weights(fork, graph.width))
        index_below("target", target, graph.width)
        _check_effort(graph, budget * len(set(fork_law(graph, second.fork))), samples, (walks or 0) * budget)
        asked = Question(graph, budget, samples, chosen, target)
        return _report(asked, (first, second), walks, seed, counter)
    except ValueError as error:
        raise RefusedError(str(error)) from error


def _report(
    asked: Question, policies: tuple[NamedPolicy, NamedPolicy], walks: int | None, seed: int, counter: Counter
) -> CompanionReport:
    if walks is None:
        counter.start(2 * PARTS)
        return companion_report(asked, *policies, counter.advance)
    require("torch", "sim")
    from backproof.reports.walk_estimates import walk_tables, with_estimates

    tables = walk_tables(asked, policies, walks)
    counter.start(2 * (PARTS + asked.graph.width))
    exact = companion_report(asked, *policies, counter.advance)
    return with_estimates(exact, asked, policies, tables, walks, seed, counter.advance)


def _weights(fork: str | Sequence[Any], width: int) -> Sequence[Any]:
    if not isinstance(fork, str):
        return fork
    if fork not in FORKS:
        near = near_matches(fork, FORKS, "there are")
        raise RefusedError(f"fork must be weights or a name; there is no fork {fork!r:.40}: {near}")
    return FORKS[fork](width)


def _check_effort(graph: CorridorGraph, steps: int, samples: int, walked: int) -> None:
    for name, value, most in (
        ("budget, times the different weights of the fork,", steps, MOST_STEPS),
        ("samples", samples, MOST_SAMPLES),
        ("the graph's directed edges", 2 * graph.edge_count, MOST_EDGES),
        ("walks, times the budget and the targets,", walked * graph.width, MOST_WALKED),
    ):
        if value > most:
            raise RefusedError(f"{name} must be at most {most} for this report, got {value}")


def _named(label: str, policy: Policy | str | os.PathLike[str], graph: CorridorGraph) -> NamedPolicy:
    """The name that the report has for a policy, and the policy; those of the theorem are exact."""
    if isinstance(policy, Policy):
        policy.check_single(graph)
        return NamedPolicy("given", policy)
    if not isinstance(policy, str | os.PathLike):
        raise TypeError(f"{label} must be a Policy, a name or a file, got {label}={policy!r:.40}")
    name = os.fspath(policy)
    if name in POLICIES:
        return NamedPolicy(name, POLICIES[name](graph))
    families = load_policy(name, graph, "--policy" if label == "policy" else "--against")
    try:
        return NamedPolicy(name, Policy(**families))
    except ValueError as error:
        raise RefusedError(f"{name}: {error}") from error
