"""Three entropies of a policy, in nats: of its trajectories, of its tokens, of its answers.

- *Trajectory entropy*: that of the law of the edge words. By the chain rule it is the expected sum, over the moves of a
  walk, of the entropy of the row that chooses the move.
- *Token entropy*: the mean of these row entropies along a walk, averaged over walks. A token is a move, the first one,
  from the source to the fork, included.
- *Answer entropy*: a walk is asked for one answer, and there are three readings of what that is (`READINGS`).

Main definitions: `trajectory_entropy`, `token_entropy`, `answer_entropy`, `READINGS`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from backproof.theory.companions.numbers_given import numbers_in
from backproof.theory.companions.visit_ranks import edge_state_visits
from backproof.theory.companions.word_chain import Place, WordChain, checked_budget, fork_law, word_chain
from backproof.theory.graph import CorridorGraph, index_below
from backproof.theory.policy import Floats, Policy

READINGS = {
    "first leaf": "the first leaf that is reached, or none",
    "last leaf": "the leaf reached last when the walk stops, or none",
    "solved": "the target if it is reached, or none",
}


def trajectory_entropy(
    graph: CorridorGraph,
    policy: Policy,
    budget: int | None = None,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
) -> float:
    """The entropy of the edge words: of whole walks, or with a budget of their first steps.

    The fork may have weights, as in `theory.companions.word_chain.word_chain`. Errors as for `edge_state_visits`: a
    fork that never enters the target's corridor needs a budget.

    >>> graph = CorridorGraph(width=3, depth=2, lanes=2)
    >>> [round(trajectory_entropy(graph, policy), 6) for policy in (Policy.base(graph), Policy.optimal(graph))]
    [145.016822, 10.227309]
    """
    chain = word_chain(graph, policy, fork=fork, target=target)
    entropies = _row_entropies(chain)
    if budget is None:
        visits: Counter[Place] = Counter()
        for node in edge_state_visits(graph, policy, fork=fork, target=target):
            visits[node.place] += node.visits * node.number
        held = np.array([visits[state] for state in chain.states], dtype=np.float64)
        return float(held @ entropies)
    mass, total = chain.first_mass(), 0.0
    for _ in range(2, checked_budget(budget) + 1):
        total += float(mass @ entropies)
        mass = (chain.matrix @ mass)[:-1]
    return total


def token_entropy(
    graph: CorridorGraph, policy: Policy, budget: int, *, fork: Sequence[Any] | None = None, target: int = 0
) -> float:
    """The average over walks of at most ``budget`` steps of the mean row entropy along the walk.

    Arguments and errors as for `theory.companions.word_chain.word_chain`.
    """
    chain = word_chain(graph, policy, fork=fork, target=target)
    entropies = _row_entropies(chain)
    mass, sums, mean = chain.first_mass(), np.zeros(len(chain.states)), 0.0
    for step in range(2, checked_budget(budget) + 1):
        after = chain.matrix @ np.stack([mass, sums + mass * entropies], axis=1)
        mass, sums = after[:-1].T
        mean += float(after[-1, 1]) / step
    return mean + float(sums.sum()) / budget


def answer_law(
    graph: CorridorGraph,
    policy: Policy,
    budget: int,
    reading: str,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
) -> Floats:
    """The law of the answer in one of the `READINGS`: the W leaves, then none. "solved" gives no wrong leaf.

    Durations do not depend on which of the equal corridors are taken. So the first leaf has the fork's law, and the
    last one, if it is wrong, the fork's law over the wrong ones. Raises ValueError for an unknown reading, and as
    `theory.companions.word_chain.word_chain`.
    """
    if reading not in READINGS:
        raise ValueError(f"reading must be one of {', '.join(READINGS)}, got reading={reading!r}")
    shares = np.array([float(share) for share in fork_law(graph, fork)])
    target = index_below("target", target, graph.width)
    arrivals = word_chain(graph, policy, fork=fork, target=target).arrivals(checked_budget(budget))
    one_corridor = CorridorGraph(1, graph.depth, graph.lanes)
    solved, reached = (min(1.0, float(t.sum())) for t in (arrivals, word_chain(one_corridor, policy).arrivals(budget)))
    if reading == "first leaf":
        leaves = reached * shares
    else:
        leaves = np.zeros(graph.width)
        wrong = 1 - shares[target]
        if reading == "last leaf" and wrong > 0:
            leaves = max(0.0, reached - solved) * shares / wrong
        leaves[target] = solved
    return np.append(leaves, max(0.0, 1 - leaves.sum()))


def answer_entropy(
    graph: CorridorGraph,
    policy: Policy,
    budget: int,
    reading: str,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
) -> float:
    """The entropy of `answer_law`."""
    return entropy(answer_law(graph, policy, budget, reading, fork=fork, target=target))


def entropy(law: Floats) -> float:
    """-sum p log p, in nats. Raises TypeError or ValueError for what is no list of numbers in [0, 1]."""
    held = np.array([p for p in numbers_in("law", law, "[0, 1]") if p])
    return max(0.0, -float(held @ np.log(held)))


def _row_entropies(chain: WordChain) -> Floats:
    """The entropy of the row that chooses the move after each state."""
    return np.array(
        [-sum(float(p * n) * math.log(p) for _, p, n in row if 0 < p < 1) for row in chain.letters], dtype=np.float64
    )
