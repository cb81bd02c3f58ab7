"""What a reasoning graph is made of, and what it accepts: nodes, edges with weights, targets with a prior.

Each check raises ValueError with the place of the first fault (``nodes[3]``, ``edges[17]``). ``place`` is the position
of each node's first mention.

Main definitions: `Edge`, `check_nodes`, `check_edges`, `check_targets`, `exact_weight`, `shown`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

LEAST_WEIGHT, MOST_WEIGHT = 1e-9, 1e9


class Edge(NamedTuple):
    """An edge between two nodes. The base policy takes it in proportion to ``weight``, in either direction. ``key``
    distinguishes parallel edges.
    """

    tail: Hashable
    head: Hashable
    key: Hashable = None
    weight: Any = 1
    oneway: Any = False


def check_nodes(nodes: Sequence[Hashable], place: Mapping[Hashable, int]) -> None:
    if not nodes:
        raise ValueError("nodes must name at least one node, got none")
    for number, node in enumerate(nodes):
        if place[node] != number:
            raise ValueError(f"nodes[{number}]: id {node!r:.40} is that of nodes[{place[node]}]: ids must differ")


def check_edges(edges: Sequence[Edge], place: Mapping[Hashable, int]) -> None:
    keyed: dict[Hashable, int] = {}
    for number, edge in enumerate(edges):
        for end in edge[:2]:
            if end not in place:
                raise ValueError(f"edges[{number}]: its ends must be ids of nodes, got {end!r:.40}")
        if not _is_weight(edge.weight):
            raise ValueError(
                f"edges[{number}]: weight must be a number from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}, got "
                f"weight={edge.weight!r:.40}"
            )
        if not isinstance(edge.oneway, bool):
            raise ValueError(f"edges[{number}]: oneway must be true or false, got oneway={edge.oneway!r:.40}")
        ends = edge[:2] if edge.oneway else frozenset(edge[:2])
        first = keyed.setdefault((ends, edge.key), number) if edge.key is not None else number
        if first != number:
            raise ValueError(
                f"edges[{number}]: key {edge.key!r:.40} is that of edges[{first}] between the same nodes: keys of "
                "parallel edges must differ"
            )


def check_targets(
    targets: Sequence[Hashable], prior: Sequence[Any], source: Hashable, place: Mapping[Hashable, int]
) -> None:
    if not targets:
        raise ValueError("targets must name at least one node, got none")
    first: dict[Hashable, int] = {}
    for number, target in enumerate(targets):
        if target not in place:
            raise ValueError(f"targets[{number}]: must be the id of a node, got {target!r:.40}")
        if target == source:
            raise ValueError(f"targets[{number}]: must not be the source, got {target!r:.40}")
        if first.setdefault(target, number) != number:
            raise ValueError(f"targets[{number}]: {target!r:.40} is named twice")
    if prior and len(prior) != len(targets):
        raise ValueError(f"prior must have {len(targets)} numbers, as targets has, got {len(prior)}")
    for number, weight in enumerate(prior):
        if not _is_weight(weight):
            drop = ": drop that target" if weight == 0 else ""
            raise ValueError(f"prior[{number}]: must be a number from 1e-9 to 1e9, got {weight!r:.40}{drop}")


def exact_weight(weight: float | Fraction) -> Fraction:
    """The weight as a Fraction; a float stands for the decimal that it is written as."""
    return Fraction(repr(weight)) if isinstance(weight, float) else Fraction(weight)


def shown(id_: Hashable, *, quoted: bool = False) -> str:
    """An id for readers, on one line: as it is if that is plain text and not to be ``quoted``, else Python's repr."""
    plain = isinstance(id_, str) and id_.isprintable() and id_ == id_.strip("'\" ") != ""
    if plain and not quoted:
        return str(id_)
    text = repr(id_)
    return text if text.isprintable() else repr(text)  # a class of the user's may write itself on several lines


def _is_weight(value: object) -> bool:
    number = isinstance(value, int | float | Fraction) and not isinstance(value, bool)
    return number and LEAST_WEIGHT <= value <= MOST_WEIGHT  # type: ignore[operator]
