"""Tabular policies on corridor graphs, reduced by symmetry to four families of probabilities.

The policy is a table of softmax rows, one per *edge-state*: the next edge depends on the last directed edge
travelled. Symmetry over lanes and corridors leaves four probabilities per diamond j:

=================  ======  =========================================  =========  ==========
family             symbol  where the walker is                        moves      base model
=================  ======  =========================================  =========  ==========
`forward_entry`    c_j     at l_j, came from the fork's side          any lane   L / (L+1)
`forward_exit`     a_j     at r_j, came through a lane                connector  1 / (L+1)
`backward_entry`   b_j     at r_j, came from the leaf's side          any lane   L / (L+1)
`backward_exit`    d_j     at l_j, came through a lane                connector  1 / (L+1)
=================  ======  =========================================  =========  ==========

Fixed, never trained: the fork is uniform over the corridors (also on return), a wrong leaf sends the walker
back, the source is not re-entered.

Main definitions: `Policy`, `next_move` (a row of the table, for probabilities of any kind).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backproof.theory.graph import FORK, CorridorGraph, EdgeState, check_type

Floats: TypeAlias = NDArray[np.float64]
Family: TypeAlias = Sequence[Any] | NDArray[Any]
"""As given: K numbers or an array of shape (..., K). As held: a tuple of Fractions, or a float64 array."""

FAMILIES = ("forward_exit", "backward_entry", "forward_entry", "backward_exit")
ENTRIES = ("forward_entry", "backward_entry")


@dataclass(frozen=True, eq=False)
class Policy:
    """The four families, each with one probability in (0, 1] per diamond.

    Given integers or fractions throughout, a policy is exact: each family is a tuple of K Fractions. Any float
    makes it a float64 policy: each family is a read-only array of shape (..., K), the leading axes, if any,
    being a batch of policies. Policies are equal where all their probabilities are, exact or not, batch by batch.

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
        given = {name: getattr(self, name) for name in FAMILIES}
        exact = all(_holds_rationals(values) for values in given.values())
        for name, values in given.items():
            family = _rational_family(name, values) if exact else _float_family(name, values)
            object.__setattr__(self, name, family)
        shapes = {name: _shape(getattr(self, name)) for name in FAMILIES}
        if len(set(shapes.values())) > 1:
            listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
            raise ValueError(f"the four families must have one probability per diamond each, got shapes {listed}")

    def __eq__(self, other: object) -> bool:
        return self._numbers() == other._numbers() if isinstance(other, Policy) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._numbers())

    def _numbers(self) -> tuple[Any, ...]:
        """The shape and the probabilities; a Fraction equals the float of its value, and has its hash."""
        families = (getattr(self, name) for name in FAMILIES)
        return self.batch_shape, *(tuple(f.ravel().tolist()) if isinstance(f, np.ndarray) else f for f in families)

    @property
    def is_exact(self) -> bool:
        """Whether the probabilities are Fractions."""
        return isinstance(self.forward_exit, tuple)

    @property
    def depth(self) -> int:
        """Diamonds per corridor, K."""
        return _shape(self.forward_exit)[-1]

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """Shape of the batch of policies, () for a single one."""
        return _shape(self.forward_exit)[:-1]

    @classmethod
    def base(cls, graph: CorridorGraph) -> Policy:
        """Every row uniform over the edges at its vertex: the model before training. Exact."""
        entry, exit_ = _uniform(graph)
        return cls(forward_exit=exit_, backward_entry=entry, forward_entry=entry, backward_exit=exit_)

    @classmethod
    def sft_limit(cls, graph: CorridorGraph) -> Policy:
        """Limit of SFT on golden shortest paths from base: forward rows one, backward rows as they were. Exact."""
        entry, exit_ = _uniform(graph)
        ones = _ones(graph)
        return cls(forward_exit=ones, backward_entry=entry, forward_entry=ones, backward_exit=exit_)

    @classmethod
    def optimal(cls, graph: CorridorGraph) -> Policy:
        """All ones: never turn inside a corridor. The limit of RLVR. Exact."""
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

        Each gap is a scalar or of shape (..., K), in nats; 0 is the base model, inf is probability one.
        Raises ValueError for NaN, for a wrong shape, and where the probability underflows to 0.
        """
        check_type("graph", graph, CorridorGraph)
        given = dict(zip(FAMILIES, (forward_exit, backward_entry, forward_entry, backward_exit), strict=True))
        gaps = {name: _float_array(name, values) for name, values in given.items()}
        try:
            shape = np.broadcast_shapes((graph.depth,), *(gap.shape for gap in gaps.values()))
        except ValueError:
            shape = ()
        lengths = {gap.shape[-1] for gap in gaps.values() if gap.ndim}
        if shape[-1:] != (graph.depth,) or lengths - {graph.depth}:
            listed = ", ".join(f"{name} {gap.shape}" for name, gap in gaps.items())
            raise ValueError(f"gaps must be scalars or have shape (..., depth={graph.depth}), got {listed}")
        families = {name: _sigmoid(gap + _gap_shift(name, graph)) for name, gap in gaps.items()}
        for name, family in families.items():
            _refuse_first(name, gaps[name], ~(family > 0), "logit gaps that leave a probability above 0")
        return cls(**{name: np.broadcast_to(family, shape) for name, family in families.items()})

    def gaps(self, graph: CorridorGraph) -> dict[str, Floats]:
        """The logit gaps of the four families, float64 of shape (..., K): the inverse of `from_gaps`."""
        self.check_fits(graph)
        families = {name: _rounded(getattr(self, name)) for name in FAMILIES}
        with np.errstate(divide="ignore"):
            return {name: np.log(p) - np.log1p(-p) - _gap_shift(name, graph) for name, p in families.items()}

    def to_floats(self) -> Policy:
        """This policy rounded to float64."""
        return Policy(**{name: _rounded(getattr(self, name)) for name in FAMILIES})

    def to_fractions(self) -> Policy:
        """This policy with each probability the exact value of its float64 (a single policy, not a batch)."""
        if self.is_exact:
            return self
        if self.batch_shape:
            raise ValueError(f"only a single policy has fractions, got a batch of shape {self.batch_shape}")
        return Policy(**{name: [Fraction(p) for p in getattr(self, name).tolist()] for name in FAMILIES})

    def check_fits(self, graph: CorridorGraph) -> None:
        """Raise TypeError or ValueError unless the policy has one probability per diamond of ``graph``."""
        check_type("graph", graph, CorridorGraph)
        if self.depth != graph.depth:
            raise ValueError(
                f"policy must have one probability per diamond, got {self.depth} per family for depth={graph.depth}"
            )

    def passes(self) -> tuple[Any, Any]:
        """(p, q): p[v-1] is the probability to pass inner vertex v = 1..2K coming from the fork's side, q[v-1] from
        the leaf's side. Lists of 2K fractions of an exact policy, else float64 arrays of shape (2K, ...).
        """
        forward = _interleaved(self.forward_entry, self.forward_exit)
        return forward, _interleaved(self.backward_exit, self.backward_entry)

    def row(self, graph: CorridorGraph, state: EdgeState) -> dict[EdgeState, Any]:
        """The next move's law after travelling ``state``: edge-state to probability, moves of probability 0 left out.

        For a single policy; Fractions if it is exact. The target is no special vertex here: a leaf sends back.
        """
        self.check_fits(graph)
        check_type("state", state, EdgeState)
        share = Fraction if self.is_exact else operator.truediv
        return next_move(graph, state, lambda family, diamond: getattr(self, family)[diamond], share=share)


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
"""The family by vertex kind and whether the walker came through a lane."""


def _uniform(graph: CorridorGraph) -> tuple[list[Fraction], list[Fraction]]:
    """Entry and exit families of uniform rows."""
    check_type("graph", graph, CorridorGraph)
    ways = graph.lanes + 1
    return [Fraction(graph.lanes, ways)] * graph.depth, [Fraction(1, ways)] * graph.depth


def _ones(graph: CorridorGraph) -> list[Fraction]:
    check_type("graph", graph, CorridorGraph)
    return [Fraction(1)] * graph.depth


def _gap_shift(name: str, graph: CorridorGraph) -> float:
    """Logit of the base probability: gaps are measured from it."""
    return math.log(graph.lanes) if name in ENTRIES else -math.log(graph.lanes)


def _distinct(values: Sequence[Any]) -> dict[int, Any]:
    """The distinct objects by id: a family often repeats one fraction, and fractions are slow to check and convert."""
    return {id(value): value for value in values}


def _holds_rationals(values: object) -> bool:
    return (
        isinstance(values, Sequence)
        and not isinstance(values, str | bytes)
        and all(isinstance(value, Rational) and not isinstance(value, bool) for value in _distinct(values).values())
    )


def _rational_family(name: str, values: Sequence[Rational]) -> tuple[Fraction, ...]:
    if not values:
        raise ValueError(f"{name} must have one probability per diamond, got none")
    distinct = _distinct(values)
    for key, value in distinct.items():
        if not 0 < value <= 1:
            j = next(j for j, other in enumerate(values) if other is value)
            raise ValueError(f"{name} must hold probabilities in (0, 1], got {name}[{j}]={value}")
        distinct[key] = Fraction(int(value.numerator), int(value.denominator))  # never numpy's bounded integers
    return tuple(distinct[id(value)] for value in values)


def _float_array(name: str, values: object) -> Floats:
    """``values`` as a new float64 array; booleans, text and anything else that is no number raise TypeError."""
    try:
        array = values if isinstance(values, np.ndarray) else np.array(values, dtype=object)
        numbers = array.dtype.kind in "fiu" or all(isinstance(x, Real) and not isinstance(x, bool) for x in array.flat)
        if numbers and array.dtype.kind in "fiuO":
            return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(f"{name} must be an array of numbers, got {name}={values!r}") from error
    raise TypeError(f"{name} must be an array of numbers, got {name}={values!r}")


def _float_family(name: str, values: object) -> Floats:
    family = _float_array(name, values)
    if family.ndim == 0 or family.size == 0:
        raise ValueError(f"{name} must have one probability per diamond, got {name}={values!r}")
    _refuse_first(name, family, ~((family > 0) & (family <= 1)), "probabilities in (0, 1]")
    family.setflags(write=False)
    return family


def _refuse_first(name: str, values: Floats, wrong: NDArray[np.bool_], expected: str) -> None:
    """Raise ValueError with the first of the values that are ``wrong``, and its place."""
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f"[{', '.join(map(str, place))}]" if place else ""
        raise ValueError(f"{name} must hold {expected}, got {name}{where}={values[place]}")


def _shape(family: Family) -> tuple[int, ...]:
    return family.shape if isinstance(family, np.ndarray) else (len(family),)


def _rounded(family: Family) -> Floats:
    if isinstance(family, np.ndarray):
        return family
    floats = {key: float(value) for key, value in _distinct(family).items()}
    return np.array([floats[id(value)] for value in family])


def _interleaved(left: Family, right: Family) -> Any:
    """The two families of a diamond's vertices, vertex by vertex along the first axis."""
    if not (isinstance(left, np.ndarray) and isinstance(right, np.ndarray)):
        return [probability for pair in zip(left, right, strict=True) for probability in pair]
    pairs = np.stack([np.moveaxis(left, -1, 0), np.moveaxis(right, -1, 0)], axis=1)
    return pairs.reshape(-1, *pairs.shape[2:])


def _sigmoid(logit: Floats) -> Floats:
    """1 / (1 + exp(-logit)) without overflow."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-logit)))
