"""Tabular policies on corridor graphs, reduced by symmetry to four families of probabilities.

A policy is a table with one softmax row per *edge-state*: the next edge depends on the last directed edge travelled.
The rows are alike over lanes and corridors, which leaves four probabilities per diamond j:

=================  ======  =========================================  =========  ==========
family             symbol  where the walker is                        moves on   base model
=================  ======  =========================================  =========  ==========
`forward_entry`    c_j     at l_j, coming from the fork's side        any lane   L / (L+1)
`forward_exit`     a_j     at r_j, coming through a lane              connector  1 / (L+1)
`backward_entry`   b_j     at r_j, coming from the leaf's side        any lane   L / (L+1)
`backward_exit`    d_j     at l_j, coming through a lane              connector  1 / (L+1)
=================  ======  =========================================  =========  ==========

Each is the probability to *pass* a vertex; otherwise the walker *turns* and goes back. Three things are fixed and
never trained: the fork is uniform over the corridors, also for a walker who returns to it; a wrong leaf sends the
walker back; the source is not entered again.

Main definitions: `Policy`, `POLICIES` (those of the theorem), `frozen_policy`, `by_vertex` and `by_family` (the two
orders of its 4K numbers), `next_move` (one row of the table, for probabilities of any kind).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backproof.theory.families import Family as Family
from backproof.theory.families import Floats as Floats
from backproof.theory.families import as_float64, float_array, held_families, interleaved, refuse_first, shape_of
from backproof.theory.graph import FORK, CorridorGraph, EdgeState, check_type

FAMILIES = ("forward_exit", "backward_entry", "forward_entry", "backward_exit")
ENTRIES = ("forward_entry", "backward_entry")


@dataclass(frozen=True, eq=False)
class Policy:
    """The four families, each with one probability in (0, 1] per diamond.

    A policy given in integers and Fractions alone is *exact*: each family is a tuple of K Fractions. Otherwise it is a
    float64 policy: each family is a read-only array of shape (..., K), where leading axes make a batch of policies.
    Two policies are equal if all their probabilities are, exact or not, and their batches have the same shape.

    Raises TypeError (not numbers) or ValueError (outside (0, 1], NaN, shapes that differ).

    >>> half = Fraction(1, 2)
    >>> Policy(forward_exit=[half], backward_entry=[1], forward_entry=[1], backward_exit=[half]).depth
    1
    """

    forward_exit: Family
    backward_entry: Family
    forward_entry: Family
    backward_exit: Family

    def __post_init__(self) -> None:
        for name, family in held_families(self._families()).items():
            object.__setattr__(self, name, family)

    def __eq__(self, other: object) -> bool:
        return self._numbers() == other._numbers() if isinstance(other, Policy) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._numbers())

    @classmethod
    def base(cls, graph: CorridorGraph) -> Policy:
        """The model before training: every row is uniform over the edges at its vertex. Exact."""
        entry, exit_ = _uniform(graph)
        return cls(forward_exit=exit_, backward_entry=entry, forward_entry=entry, backward_exit=exit_)

    @classmethod
    def sft_limit(cls, graph: CorridorGraph) -> Policy:
        """The limit of SFT on golden paths from base: forward rows one, backward rows as in base. Exact."""
        return frozen_policy(*_uniform(graph))

    @classmethod
    def optimal(cls, graph: CorridorGraph) -> Policy:
        """The limit of RLVR: never turn inside a corridor, all probabilities one. Exact."""
        ones = _ones(graph)
        return cls(forward_exit=ones, backward_entry=ones, forward_entry=ones, backward_exit=ones)

    @classmethod
    def from_gaps(
        cls,
        graph: CorridorGraph,
        *,
        forward_exit: ArrayLike = 0.0,
        backward_entry: ArrayLike = 0.0,
        forward_entry: ArrayLike = 0.0,
        backward_exit: ArrayLike = 0.0,
    ) -> Policy:
        """The float64 policy with these logit gaps: exits sigmoid(gap - ln L), entries sigmoid(gap + ln L).

        Each gap is a scalar or has shape (..., K), in nats; 0 is the base model, inf is probability one.
        Raises ValueError for NaN, for a wrong shape, and where a probability underflows to 0.
        """
        check_type("graph", graph, CorridorGraph)
        given = dict(zip(FAMILIES, (forward_exit, backward_entry, forward_entry, backward_exit), strict=True))
        gaps = {name: float_array(name, values) for name, values in given.items()}
        try:
            shape = np.broadcast_shapes((graph.depth,), *(gap.shape for gap in gaps.values()))
        except ValueError:
            shape = ()
        lengths = {gap.shape[-1] for gap in gaps.values() if gap.ndim}
        if shape[-1:] != (graph.depth,) or lengths - {graph.depth}:
            listed = ", ".join(f"{name} {gap.shape}" for name, gap in gaps.items())
            raise ValueError(f"gaps must be scalars or have shape (..., depth={graph.depth}), got {listed}")
        families = {name: _sigmoid(gap + _base_logit(name, graph)) for name, gap in gaps.items()}
        for name, family in families.items():
            refuse_first(name, gaps[name], ~(family > 0), "logit gaps that leave a probability above 0")
        return cls(**{name: np.broadcast_to(family, shape) for name, family in families.items()})

    @property
    def is_exact(self) -> bool:
        """Whether the probabilities are Fractions."""
        return isinstance(self.forward_exit, tuple)

    @property
    def depth(self) -> int:
        """Diamonds per corridor, K."""
        return shape_of(self.forward_exit)[-1]

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of a batch of policies, () for a single one."""
        return shape_of(self.forward_exit)[:-1]

    def gaps(self, graph: CorridorGraph) -> dict[str, Floats]:
        """The logit gaps of the four families, float64 of shape (..., K): the inverse of `from_gaps`."""
        self.check_fits(graph)
        families = {name: as_float64(family) for name, family in self._families().items()}
        with np.errstate(divide="ignore"):
            return {name: np.log(p) - np.log1p(-p) - _base_logit(name, graph) for name, p in families.items()}

    def to_floats(self) -> Policy:
        """This policy rounded to float64."""
        return Policy(**{name: as_float64(family) for name, family in self._families().items()})

    def to_fractions(self) -> Policy:
        """This single policy in Fractions, each the exact value of its float64. Raises ValueError for a batch."""
        if self.is_exact:
            return self
        if self.batch_shape:
            raise ValueError(f"only a single policy has fractions, got a batch of shape {self.batch_shape}")
        return Policy(**{name: [Fraction(p) for p in getattr(self, name).tolist()] for name in FAMILIES})

    def check_fits(self, graph: CorridorGraph) -> None:
        """Raise ValueError unless the policy has one probability per diamond of ``graph``."""
        check_type("graph", graph, CorridorGraph)
        if self.depth != graph.depth:
            raise ValueError(
                f"policy must have one probability per diamond, got {self.depth} per family for depth={graph.depth}"
            )

    def check_single(self, graph: CorridorGraph) -> None:
        """Raise ValueError unless this is a single policy, not a batch, and fits ``graph``."""
        self.check_fits(graph)
        if self.batch_shape:
            raise ValueError(
                f"policy must be a single one, got a batch of shape {self.batch_shape}: pass one at a time"
            )

    def passes(self) -> tuple[Any, Any]:
        """The probabilities to pass in the order of `by_vertex`: lists of 2K Fractions, or arrays (2K, ...)."""
        return by_vertex(self._families())

    def single_passes(self, graph: CorridorGraph, *, exact: bool) -> tuple[Any, Any]:
        """`passes` of a single policy: Fractions if ``exact``, else float64. Errors as for `check_single`."""
        self.check_single(graph)
        return (self.to_fractions() if exact else self.to_floats()).passes()

    def row(self, graph: CorridorGraph, state: EdgeState) -> dict[EdgeState, Any]:
        """The law of the next move after ``state``, without moves of probability 0: edge-state to probability.

        For a single policy; Fractions if it is exact. The target is like any other leaf here: it sends the walker back.
        """
        self.check_fits(graph)
        check_type("state", state, EdgeState)
        share = Fraction if self.is_exact else operator.truediv
        return next_move(graph, state, lambda family, diamond: getattr(self, family)[diamond], share=share)

    def _families(self) -> dict[str, Family]:
        return {name: getattr(self, name) for name in FAMILIES}

    def _numbers(self) -> tuple[Any, ...]:
        """The shape and the probabilities; a Fraction equals the float of its value, and has its hash."""
        families = self._families().values()
        return self.batch_shape, *(tuple(f.ravel().tolist()) if isinstance(f, np.ndarray) else f for f in families)


POLICIES: Mapping[str, Callable[[CorridorGraph], Policy]] = {
    "base": Policy.base,
    "sft": Policy.sft_limit,
    "rlvr": Policy.optimal,
}
"""The three policies of the theorem, by the names that commands and records use."""


def frozen_policy(backward_entry: Family, backward_exit: Family) -> Policy:
    """The limit of SFT on golden paths from a start with these backward rows: it keeps them, forward rows are one."""
    ones = [1] * len(backward_exit)
    return Policy(forward_exit=ones, backward_entry=backward_entry, forward_entry=ones, backward_exit=backward_exit)


def by_vertex(families: Mapping[str, Family]) -> tuple[Any, Any]:
    """The numbers of the four families vertex by vertex: those of p_1..p_2K, then those of q_1..q_2K.

    The 2K inner vertices of a corridor are l_1, r_1, l_2, ...; p_v is the probability to pass vertex v for a walker
    from the fork's side, q_v for one from the leaf's side.
    """
    forward = interleaved(families["forward_entry"], families["forward_exit"])
    return forward, interleaved(families["backward_exit"], families["backward_entry"])


def by_family(forward: Any, backward: Any) -> dict[str, Any]:
    """The inverse of `by_vertex`: each family's K numbers, from those of p_1..p_2K and of q_1..q_2K."""
    found = {
        "forward_entry": forward[0::2],
        "forward_exit": forward[1::2],
        "backward_exit": backward[0::2],
        "backward_entry": backward[1::2],
    }
    return {name: found[name] for name in FAMILIES}


def next_move(
    graph: CorridorGraph,
    state: EdgeState,
    probability: Callable[[str, int], Any],
    *,
    share: Callable[[int, int], Any] = Fraction,
) -> dict[EdgeState, Any]:
    """`Policy.row` for probabilities of any kind, symbols included: ``probability(family, diamond)``, diamond from 0.

    ``share(n, m)`` is the fixed probability n/m in the same kind of number.
    """
    vertex = state.head
    if vertex == FORK:
        corridors = (EdgeState(FORK, graph.corridor(w)[1]) for w in range(graph.width))
        return {move: share(1, graph.width) for move in corridors}
    if vertex.kind in ("source", "leaf"):
        return {state.reversed(): share(1, 1)}
    path = graph.corridor(vertex.corridor)
    place = path.index(vertex)
    inward, outward = path[place - 1], path[place + 1]
    lane_end, far_end = (outward, inward) if vertex.kind == "left" else (inward, outward)
    lanes = graph.parallel_edges(vertex, lane_end)
    connector = EdgeState(vertex, far_end)
    family = _FAMILY_AT[vertex.kind, state.tail == lane_end]
    chosen = probability(family, vertex.diamond)
    enter = chosen if family in ENTRIES else 1 - chosen
    moves = dict.fromkeys(lanes, enter / graph.lanes) | {connector: 1 - enter}
    return {move: weight for move, weight in moves.items() if weight != 0}


_FAMILY_AT = {
    ("left", False): "forward_entry",
    ("right", True): "forward_exit",
    ("right", False): "backward_entry",
    ("left", True): "backward_exit",
}
"""The family, by the kind of the vertex and by whether the walker came through a lane."""


def _uniform(graph: CorridorGraph) -> tuple[list[Fraction], list[Fraction]]:
    """The entry and exit families of uniform rows."""
    check_type("graph", graph, CorridorGraph)
    ways = graph.lanes + 1
    return [Fraction(graph.lanes, ways)] * graph.depth, [Fraction(1, ways)] * graph.depth


def _ones(graph: CorridorGraph) -> list[Fraction]:
    check_type("graph", graph, CorridorGraph)
    return [Fraction(1)] * graph.depth


def _base_logit(name: str, graph: CorridorGraph) -> float:
    """The log-odds of passing in the base model, from which gaps are measured."""
    return math.log(graph.lanes) if name in ENTRIES else -math.log(graph.lanes)


def _sigmoid(logit: Floats) -> Floats:
    """1 / (1 + exp(-logit)) without overflow."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-logit)))
