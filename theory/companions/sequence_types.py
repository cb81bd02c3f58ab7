"""Sequences of corridors by type: how often each weight of the fork occurs in them.

Corridors of equal weight are alike, so all sequences of one *type* are equally likely. Types are built layer by layer:
those with n + 1 entries follow from those with n. How many sequences have a type is an exact integer.

Main definitions: `type_layers`, `Layer`, `WeightGroups`, `weight_groups`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]
"""Of float64 or, where results are exact, of Fractions or ints as objects."""


MOST_CELLS = 10**7
"""Types of one length, times the different weights; beyond that memory could run out."""


class WeightGroups(NamedTuple):
    """The different weights of corridors, and how many corridors have each."""

    weights: Array
    sizes: Array


class Layer(NamedTuple):
    """The types with equally many entries.

    ``values`` has a row for each type, which says what `type_layers` was told to follow, and ``numbers`` the number of
    its sequences. If not ``complete``, types of this layer or of one before are left out.
    """

    values: Array
    numbers: Array
    complete: bool


def weight_groups(weights: Sequence[Fraction], *, exact: bool) -> WeightGroups:
    """The weights above 0: as Fractions if ``exact``, else in float64."""
    groups = Counter(weight for weight in weights if weight)
    return WeightGroups(
        np.array(list(groups), dtype=object if exact else np.float64), np.array(list(groups.values()), dtype=object)
    )


def type_layers(
    groups: WeightGroups,
    first: Array,
    follow: Callable[[Array, Array], Array],
    bound: Callable[[Array, Array], Array],
    least: float,
    *,
    repeating: bool,
) -> Iterator[Layer]:
    """The layers of 0, 1, 2, ... entries, without end. Unless ``repeating``, no corridor comes twice in a row.

    ``first`` (columns) is the row of the empty sequence. ``follow`` gives the rows with one more entry, from rows
    (types, columns) and the weights (types) of that entry. ``bound`` (types), from rows and how often each weight
    occurs (types, weights), must not grow with one more entry. A type is left out if its bound is ``least`` or less;
    one with the bound 0 cannot occur and does not count as left out.
    """
    one_more = np.eye(len(groups.weights), dtype=np.int64)
    counts = one_more[:0].sum(axis=0, keepdims=True)
    by_last: Array = counts.astype(object)  # the sequences of each type by the weight of their last entry
    layer = Layer(first[None, :], np.array([1], dtype=object), complete=True)
    while True:
        yield layer
        ways = layer.numbers[:, None] * groups.sizes - (0 if repeating else by_last)
        before, entry = np.nonzero(ways)
        if not len(before):
            layer = Layer(layer.values[:0], layer.numbers[:0], layer.complete)
            counts, by_last = counts[:0], by_last[:0]
            continue
        if len(before) * len(groups.weights) > MOST_CELLS:
            raise ValueError(
                f"the sequences of corridors must be of fewer types to be counted, got {len(before)} of one length for "
                f"{len(groups.weights)} different weights: give the fork fewer weights, or lower the samples"
            )
        longer = counts[before] + one_more[entry]
        as_bytes = longer.view(np.dtype((np.void, longer.itemsize * longer.shape[1]))).ravel()  # fast to compare
        _, origin, place = np.unique(as_bytes, return_index=True, return_inverse=True)
        counts = longer[origin]
        by_last = np.zeros(counts.shape, dtype=object)
        np.add.at(by_last, (place, entry), ways[before, entry])
        values = follow(layer.values[before[origin]], groups.weights[entry[origin]])
        bounds = bound(values, counts)
        kept = bounds > least
        layer = Layer(
            values[kept], by_last[kept].sum(axis=1), complete=layer.complete and not (bounds[~kept] > 0).any()
        )
        counts, by_last = counts[kept], by_last[kept]
