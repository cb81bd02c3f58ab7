"""What a learner is: a name, the classes of policies that it trains, a configuration that checks itself, and a run.

Each file of `backproof.learners.algorithms` holds one. Its configuration extends `LearnerConfig`; a field that is made
by `setting` becomes an option of ``backproof train``. Its run depends on nothing but the configuration and its own
snapshot, so that an interrupted run continues with the same numbers.

Main definitions: `Learner`, `LearnerConfig`, `LearnerRun`, `LearningPoint`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from backproof.sim.descent import check_step
from backproof.sim.trainer import WithSettings, setting
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import CorridorGraph, UnequalGraph, positive_integer

if TYPE_CHECKING:
    from torch import Tensor

FORKS = ("env", "agent")
BASE = "base"
"""The start of a run that begins with no data."""


@dataclass(frozen=True)
class LearnerConfig(WithSettings):
    """The settings of every run; with the learner's own settings they determine the numbers.

    ``corridors`` has the lanes of each diamond of each corridor.
    ``start`` is base, or the file of a run whose policy is trained further; it must agree in the fields ``fits``.
    ``steps`` updates are made with ``step``, the learning rate. Raises TypeError or ValueError for settings that are
    not possible.
    """

    fits: ClassVar[tuple[str, ...]] = ("corridors", "policy_class", "fork")
    files: ClassVar[Mapping[str, str]] = MappingProxyType({"start": BASE})
    """The settings that may name a file, each with its value that needs none."""
    corridors: tuple[tuple[int, ...], ...]
    policy_class: str
    start: str = BASE
    step: float = 0.01
    steps: int = 100
    fork: str = setting("env", "Who chooses the next corridor at the fork.", "env|agent")
    seed: int = setting(0, "Seed of the random numbers, 0 to 2**64 - 1.", "N")

    def __post_init__(self) -> None:
        positive_integer("steps", self.steps)
        check_step(self.step)
        check_choice("fork", self.fork, FORKS)
        checked_seed(self.seed)
        object.__setattr__(self, "corridors", UnequalGraph(self.corridors).lanes)

    @property
    def fork_sees_arrivals(self) -> bool:
        """Whether the agent chooses at the fork, and can tell from which corridor it came."""
        return self.fork == "agent"

    def effort(self) -> tuple[float | None, float]:
        """About how many seconds and bytes the whole run takes; None where there is no estimate of the time."""
        raise NotImplementedError


def lanes_of(graph: CorridorGraph | UnequalGraph) -> tuple[tuple[int, ...], ...]:
    """The lanes of each diamond of each corridor."""
    return graph.lanes if isinstance(graph, UnequalGraph) else ((graph.lanes,) * graph.depth,) * graph.width


def sizes_in_words(corridors: Sequence[Sequence[int]]) -> str:
    """``W=3, K=2, L=2``, or the corridors if they differ."""
    if len({tuple(corridor) for corridor in corridors}) == len(set(corridors[0])) == 1:
        return f"W={len(corridors)}, K={len(corridors[0])}, L={corridors[0][0]}"
    return f"corridors {UnequalGraph(corridors)}"


class LearningPoint(NamedTuple):
    """Where a run stands: the moves that the agent has chosen so far, and the expected steps that its policy costs.

    A cost that is estimated from walks has a ``standard_error``; an exact one has 0. ``cut`` is the share of these
    walks that were cut, and so are too short.
    """

    agent_steps: int
    cost: float
    standard_error: float = 0.0
    cut: float = 0.0


class LearnerRun(Protocol):
    """A run between two updates."""

    def update(self) -> None:
        """Walk, and improve the policy once. Raises DivergedError where the numbers leave the range of floats."""

    def point(self) -> LearningPoint:
        """Where the run stands. It changes nothing, and gives the same numbers again."""

    def snapshot(self) -> dict[str, Tensor]:
        """Copies of all that the next update depends on. The policy's own names begin with ``policy.``; ``law``
        (moves,) float64 has the probability of each move of the reasoning graph, if the policy is a table.
        """

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        """Go on from a snapshot."""

    def adopt(self, policy: Mapping[str, Tensor]) -> None:
        """Begin with the policy of a snapshot, and with nothing else of it."""


@dataclass(frozen=True)
class Learner:
    """``name`` is what ``--algorithm`` takes, ``policy_classes`` what ``--policy-class`` takes with it.

    ``begin`` makes a run at its beginning. It imports what the learner needs.
    """

    name: str
    policy_classes: tuple[str, ...]
    summary: str
    config: type[LearnerConfig]
    begin: Callable[[Any], LearnerRun]


def check_choice(name: str, value: Any, choices: tuple[str, ...]) -> None:
    """Raise ValueError for what is none of the choices."""
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {name}={value!r:.40}")


def check_within(name: str, value: float, low: float, high: float) -> None:
    """Raise ValueError for a number that is not between these."""
    if not low <= value <= high:
        raise ValueError(f"{name} must be from {low:g} to {high:g}, got {name}={value}")
