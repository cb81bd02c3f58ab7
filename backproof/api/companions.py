"""The exact quantities of the two companion papers.

Main definition: `companions`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from backproof.api.arguments import RefusedError
from backproof.api.progress import Counter, OnProgress
from backproof.policies import load_policy
from backproof.reports.companions import PARTS, CompanionReport, NamedPolicy, companion_report
from backproof.theory.companions.distinct_trajectories import MOST_LETTERS, different_letters
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.graph import CorridorGraph, check_type, positive_integer
from backproof.theory.policy import POLICIES, Policy

MOST_STEPS = 10**6
MOST_NODES = 10**6
"""Directed edges of the graph."""
MOST_SAMPLES = 10**6
MOST_BY_MOMENTS = 1024
"""Samples for rows of many different probabilities: the work grows with the third power of the samples."""


def companions(
    graph: CorridorGraph,
    policy: Policy | str | os.PathLike[str],
    *,
    budget: int,
    samples: int = 256,
    k: Iterable[int] = (),
    base: Policy | str | os.PathLike[str] = "base",
    on_progress: OnProgress | None = None,
) -> CompanionReport:
    """The quantities of the two companion papers for ``policy`` and for ``base``, exactly, without sampling.

    A policy is a `Policy`, the name "base", "sft" or "rlvr", a policy file or the checkpoint of a training. A walk has
    at most ``budget`` steps. Distinct trajectories are those among so many ``samples``. ``k`` lists the numbers of
    samples for pass@k, CoT-pass@k and supports; by default powers of two up to ``samples``.

    The report has the two policies as ``base`` and ``tuned``, each with its pass@k, distinct trajectories at four
    levels, entropies, decay of visits with the ranks that were fitted, and tilts; and of both together ``crossing``,
    the supports ``problems`` and ``words``, and ``null``, the supports that two models like base would show. All are
    float64.

    Raises ValueError or TypeError for arguments that make no sense or would take very long.

    >>> from backproof import CorridorGraph, companions
    >>> found = companions(CorridorGraph(width=3, depth=2, lanes=2), "rlvr", budget=26)
    >>> [f"{one.distinct['edge'].correct:.2f}" for one in (found.base, found.tuned)]
    ['49.59', '87.71']
    """
    check_type("graph", graph, CorridorGraph)
    counter = Counter(on_progress)
    budget, samples = positive_integer("budget", budget), positive_integer("samples", samples)
    if isinstance(k, str | bytes) or not isinstance(k, Iterable):
        raise TypeError(f"k must be integers >= 1, got k={k!r:.40}")
    chosen = sorted({positive_integer("k", one) for one in k}) or [2**i for i in range(samples.bit_length())]
    _check_effort(graph, budget, samples)
    first, second = _named("base", base, graph), _named("policy", policy, graph)
    for one in (first, second):
        if samples > MOST_BY_MOMENTS and different_letters(word_chain(graph, one.policy)) > MOST_LETTERS:
            raise RefusedError(
                f"samples must be at most {MOST_BY_MOMENTS} for a policy with many different probabilities, as "
                f"{one.name} is, got samples={samples}"
            )
    counter.start(2 * PARTS)
    return companion_report(graph, first, second, budget, samples, chosen, counter.advance)


def _check_effort(graph: CorridorGraph, budget: int, samples: int) -> None:
    for name, value, most in (
        ("budget", budget, MOST_STEPS),
        ("samples", samples, MOST_SAMPLES),
        ("the graph's directed edges", 2 * graph.edge_count, MOST_NODES),
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
