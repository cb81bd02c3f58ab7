"""What the walks of a sample show: which of them are the same, what they answer, and which are sound.

The levels at which walks can be the same are those of the documentation: their edges, their vertices, the corridors of
their departures from the fork, and the leaves that they reach, immediate repetitions left out.

Main definitions: `walk_words`, `repeated`, `first_leaf`, `last_leaf`, `sound`, `mean_along`.
"""

from __future__ import annotations

import itertools

import numpy as np
from jaxtyping import Bool, Float64, Int64
from numpy import ndarray

from backproof.sim.trajectories import Trajectories
from backproof.theory.graph import FORK, SOURCE

Walks = Int64[ndarray, " walks"]
Rows = Int64[ndarray, " rows"]
NONE = -1


def walk_words(walked: Trajectories, level: str) -> Walks:
    """A number for each walk; two walks have the same one if and only if they are the same at this level.

    Raises KeyError for another level than edge, vertex, corridor and leaf.
    """
    letter = _letters(walked)[level][walked.state]
    kept = letter != NONE
    walk, letter = walked.walk[kept], letter[kept]
    if level == "leaf":
        new = np.append(True, (walk[1:] != walk[:-1]) | (letter[1:] != letter[:-1]))
        walk, letter = walk[new], letter[new]
    lengths = np.bincount(walk, minlength=len(walked.goal))
    place = np.arange(len(walk)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    found, in_order = np.zeros(len(lengths), np.int64), np.argsort(place, kind="stable")
    for begin, end in itertools.pairwise(np.cumsum([0, *np.bincount(place)])):  # walks alike so far, told apart
        now = in_order[begin:end]
        spelt = (found[walk[now]] + 1) * (len(walked.edges) + 1) + letter[now]
        found[walk[now]] = len(lengths) * (end + 1) + np.unique(spelt, return_inverse=True)[1]
    return found


def _letters(walked: Trajectories) -> dict[str, Int64[ndarray, " states"]]:
    """By level, the letter that the arrival in a state adds, or `NONE`."""
    heads = [edge.head for edge in walked.edges]
    number = {vertex: i for i, vertex in enumerate(dict.fromkeys(heads))}
    departures = [edge.head.corridor if edge.tail == FORK else NONE for edge in walked.edges]
    return {
        "edge": np.arange(len(heads)),
        "vertex": np.array([number[vertex] for vertex in heads]),
        "corridor": np.array(departures),
        "leaf": walked.leaf,
    }


def repeated(batch: Walks, word: Walks) -> tuple[Rows, Rows, Rows]:
    """(batch, times, how many): in this batch so many words were each seen so many times.

    These are the rows that the estimators of `backproof.sample_estimators` take.
    """
    number = np.unique(word, return_inverse=True)[1]
    pair, times = np.unique(batch * len(word) + number, return_counts=True)
    rows, how_many = np.unique(pair // len(word) * (len(word) + 1) + times, return_counts=True)
    return *np.divmod(rows, len(word) + 1), how_many


def first_leaf(walked: Trajectories) -> Walks:
    """The corridor of the first leaf that a walk reaches, or `NONE`."""
    return _one_leaf(walked, slice(None, None, -1))


def last_leaf(walked: Trajectories) -> Walks:
    """The corridor of the leaf that a walk reached last, or `NONE`."""
    return _one_leaf(walked, slice(None))


def _one_leaf(walked: Trajectories, order: slice) -> Walks:
    found = np.full(len(walked.goal), NONE)
    arrivals = np.flatnonzero(walked.leaf[walked.state] >= 0)[order]
    found[walked.walk[arrivals]] = walked.leaf[walked.state[arrivals]]  # the last one that is written stays
    return found


def sound(walked: Trajectories) -> Bool[ndarray, " walks"]:
    """Whether a walk reaches its target, never turns inside a corridor, and takes no corridor twice."""
    letters, (before, after) = _letters(walked), (walked.state[:-1], walked.state[1:])
    head, at_leaf = letters["vertex"], walked.leaf != NONE
    state = {edge: i for i, edge in enumerate(walked.edges)}
    tail = np.array([head[state[edge.reversed()]] if edge.tail != SOURCE else NONE for edge in walked.edges])
    turned = (walked.walk[:-1] == walked.walk[1:]) & (tail[before] == head[after]) & ~at_leaf[before]
    corridor = letters["corridor"][walked.state]
    departures = corridor != NONE
    taken, times = np.unique(walked.walk[departures] * len(state) + corridor[departures], return_counts=True)
    found = walked.hit.copy()
    found[walked.walk[1:][turned]] = False
    found[taken[times > 1] // len(state)] = False
    return found


def mean_along(walked: Trajectories, values: Float64[ndarray, " states"]) -> Float64[ndarray, " walks"]:
    """The sum of the ``values`` of the states of a walk, its last one left out, divided by its number of moves."""
    lengths = np.bincount(walked.walk)
    last = np.cumsum(lengths) - 1
    totals = np.bincount(walked.walk, values[walked.state]) - values[walked.state[last]]
    return np.asarray(totals / lengths)
