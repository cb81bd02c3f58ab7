"""Names of moves: the vocabulary in which a transformer reads a walk and writes the next move.

- ``edge``: the directed edge. There and back are two names that have nothing in common.
- ``undirected``: the edge. There and back have the same name.
- ``move``: what was done and not where: the first move, into corridor w, along lane i, along a connector.

Names are arbitrary numbers. The network is not told which of them belong together.

Main definitions: `Vocabulary`, `vocabulary`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof.environments.tasks import WalkTask
from backproof.theory.any_graph.reasoning_graph import START_STATE, edge_state
from backproof.theory.graph import FORK, START, Vertex

FIRST, ALONG = 0, 1
"""The names of the first move, which the state before it shares, and of a connector."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """``name`` (states,) int64 has the name of the move that led to each state, below ``size``."""

    tokens: str
    name: NDArray[np.int64]
    size: int


def vocabulary(task: WalkTask, tokens: str) -> Vocabulary:
    """The names of the moves on this graph. Raises ValueError for names of moves on a graph without corridors.

    >>> from backproof.environments.tasks import corridor_task
    >>> task = corridor_task(width=3, depth=2, lanes=2)
    >>> [vocabulary(task, tokens).size for tokens in ("edge", "undirected", "move")]
    [44, 23, 7]
    """
    states = task.graph.states
    if tokens == "edge":
        name = np.arange(len(states))
    elif tokens == "undirected":
        name = states.edge + 1
    elif all(isinstance(node, Vertex) for node in task.graph.nodes):
        name = np.array([_move(task, state) for state in range(len(states))])
    else:
        raise ValueError(f"tokens={tokens} needs a corridor graph: use tokens=edge or undirected")
    return Vocabulary(tokens, name, int(name.max()) + 1)


def _move(task: WalkTask, state: int) -> int:
    """Corridors come after connectors, and lanes after corridors."""
    edge, corridors = edge_state(task.graph, state), len(task.graph.targets)
    if state == START_STATE or edge == START:
        return FIRST
    if edge.is_lane:
        return ALONG + corridors + 1 + edge.lane
    return ALONG + 1 + edge.head.corridor if edge.tail == FORK else ALONG
