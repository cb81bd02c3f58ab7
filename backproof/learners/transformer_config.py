"""The settings of transformers: what their moves are called, their shape, and how they are trained.

Main definitions: `TransformerConfig`, and the configurations of SFT, distillation, PPO, REINFORCE and GRPO.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from backproof.learners.learner import LearnerConfig, check_choice, check_within
from backproof.sim.trainer import setting
from backproof.theory.graph import positive_integer

TOKENS = ("edge", "undirected", "move")
POSITIONS = ("rotary", "none")
EMBEDDINGS = ("apart", "tied")
SCALES = ("group", "none")
OPTIMUM = "rlvr"
"""The teacher that needs no file."""
SECONDS = 3e-10
"""For one move and one parameter of the network: to walk it, or to train from it once."""
NUMBERS = 60
"""That a move needs in training, for each layer and dimension."""


@dataclass(frozen=True)
class TransformerConfig(LearnerConfig):
    """Before the first and after each update the cost is measured: exactly for a window of 1, else on ``evaluations``
    walks, which are cut after ``longest`` steps.
    """

    fits: ClassVar[tuple[str, ...]] = (
        *LearnerConfig.fits,
        *("tokens", "embeddings", "positions", "window", "layers", "heads", "dimension"),
    )
    step: float = 0.001
    tokens: str = setting("edge", "What moves are called.", "|".join(TOKENS))
    embeddings: str = setting("apart", "Whether input and output share their weights.", "|".join(EMBEDDINGS))
    positions: str = setting("rotary", "How a transformer knows the order of its moves.", "|".join(POSITIONS))
    window: int = setting(0, "Moves that a layer of a transformer sees: 0 for all, 1 makes it a table.", "N")
    layers: int = setting(2, "Layers of a transformer.", "N")
    heads: int = setting(4, "Heads of attention.", "N")
    dimension: int = setting(64, "Numbers that stand for a move inside a transformer.", "N")
    evaluations: int = setting(512, "Walks that measure the cost after each update.", "N")
    longest: int = setting(512, "Steps after which such a walk is cut.", "N")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choice("tokens", self.tokens, TOKENS)
        check_choice("embeddings", self.embeddings, EMBEDDINGS)
        check_choice("positions", self.positions, POSITIONS)
        for name in ("layers", "heads", "dimension", "evaluations", "longest"):
            positive_integer(name, getattr(self, name))
        if self.window:
            positive_integer("window", self.window)
        if self.dimension % (2 * self.heads):
            raise ValueError(
                f"dimension must be a multiple of twice the heads, {2 * self.heads}, got dimension={self.dimension}"
            )
        self._check_holds("longest", self.longest)

    @property
    def rounds_in_update(self) -> int:
        raise NotImplementedError

    def round_size(self) -> tuple[float, float]:
        """The most moves that a round walks or trains from, each counted as often, and the most at the same time."""
        raise NotImplementedError

    def effort(self) -> tuple[float, float]:
        moves, together = self.round_size()
        measured = 0 if self.window == 1 else self.evaluations * self.longest / 4  # most walks end long before
        parameters = 12 * self.layers * self.dimension**2
        seconds = SECONDS * parameters * self.steps * (self.rounds_in_update * moves + measured)
        return seconds, 4 * (NUMBERS * self.layers * self.dimension * together + 4 * parameters)

    def _check_holds(self, name: str, steps: int) -> None:
        least = 2 * max(map(len, self.corridors)) + 2
        if steps < least:
            raise ValueError(f"{name} must be at least a shortest path, {least} steps, got {name}={steps}")


@dataclass(frozen=True)
class ImitationConfig(TransformerConfig):
    """An update is ``batches`` steps, each on ``batch_traces`` of the ``traces``, which are drawn once."""

    steps: int = 10
    batches: int = setting(100, "Batches of traces in each update.", "N")
    batch_traces: int = setting(128, "Traces in a batch.", "N")
    traces: int = setting(1000, "Traces to sample.", "N")

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("batches", "batch_traces", "traces"):
            positive_integer(name, getattr(self, name))

    @property
    def rounds_in_update(self) -> int:
        return self.batches

    def round_size(self) -> tuple[float, float]:
        path = 2 * max(map(len, self.corridors)) + 2
        return self.batch_traces * path, self.batch_traces * path


@dataclass(frozen=True)
class DistillationConfig(ImitationConfig):
    """``teacher`` is rlvr, the theorem's optimum, or the file of a run of a learner. The share ``uncleaned`` of the
    traces, rounded to a whole number, keeps its dead ends.
    """

    files: ClassVar[Mapping[str, str]] = MappingProxyType({**ImitationConfig.files, "teacher": OPTIMUM})
    teacher: str = setting(OPTIMUM, "Whose walks are imitated: rlvr, or a run's FILE.safetensors.", "rlvr|FILE")
    uncleaned: float = setting(1.0, "Fraction of the traces that keep their dead ends.", "EPS")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_within("uncleaned", self.uncleaned, 0, 1)


@dataclass(frozen=True)
class OutcomeConfig(TransformerConfig):
    """An update is ``rounds`` rounds of ``walks`` walks. A walk that arrives is worth 1 less its steps as a fraction of
    the ``horizon``, at which walks are cut. `passes` are made over the walks of a round, in `cuts` pieces.
    """

    steps: int = 15
    rounds: int = setting(10, "Rounds of walks in each update.", "N")
    walks: int = setting(64, "Walks in a round.", "N")
    horizon: int = setting(256, "Steps after which a walk in training is cut.", "N")

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("rounds", "walks", "horizon"):
            positive_integer(name, getattr(self, name))
        self._check_holds("horizon", self.horizon)

    @property
    def rounds_in_update(self) -> int:
        return self.rounds

    @property
    def schedule(self) -> tuple[int, int]:
        """Passes over the walks of a round, and the pieces of each pass."""
        return 1, 1

    @property
    def credit(self) -> float:
        """Lambda of the estimate of advantages."""
        return 1.0

    def round_size(self) -> tuple[float, float]:
        passes, pieces = self.schedule
        moves = self.walks * self.horizon
        return moves * (1 + passes), moves / pieces


@dataclass(frozen=True)
class WalkReinforceConfig(OutcomeConfig):
    """One step along the gradient in each round."""


@dataclass(frozen=True)
class ClippedConfig(OutcomeConfig):
    """Several steps in each round, which are bounded by clipping."""

    passes: int = setting(4, "Passes over the walks of a round.", "N")
    pieces: int = setting(8, "Pieces into which each pass cuts the walks.", "N")

    def __post_init__(self) -> None:
        super().__post_init__()
        positive_integer("passes", self.passes)
        if positive_integer("pieces", self.pieces) > self.walks:
            raise ValueError(f"pieces must be at most walks, {self.walks}, got pieces={self.pieces}")

    @property
    def schedule(self) -> tuple[int, int]:
        return self.passes, self.pieces


@dataclass(frozen=True)
class WalkPPOConfig(ClippedConfig):
    """With a critic. ``trace`` is `credit`."""

    trace: float = setting(0.95, "Lambda of the estimate of advantages.", "X")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_within("trace", self.trace, 0, 1)

    @property
    def credit(self) -> float:
        return self.trace


@dataclass(frozen=True)
class WalkGRPOConfig(ClippedConfig):
    """Without a critic: a walk is compared with the others of its ``group``, which have the same target.

    The difference from their mean is divided by their standard deviation, if ``scale_rewards`` is group.
    """

    group: int = setting(8, "Walks that are compared with each other.", "N")
    scale_rewards: str = setting(
        "group", "What GRPO divides advantages by: the deviation in the group, or nothing.", "group|none"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choice("scale_rewards", self.scale_rewards, SCALES)
        if positive_integer("group", self.group) < 2 or self.walks % self.group:
            raise ValueError(f"group must be at least 2 and divide walks, {self.walks}, got group={self.group}")
