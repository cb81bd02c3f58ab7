"""A small decoder-only transformer that reads the walk so far, and gives each move at the vertex a probability.

Its input is the name of each move made, its output a score for every name, of which those of the moves at the vertex
are kept. It has pre-normed blocks, no dropout, and a second head for the value of the walk. A *window* limits how
many moves it looks back, its last one included, *in each layer*. With a window of one it sees its last move alone, so
that it is a table.

The weights of the output are small, so that an untrained transformer is close to the base policy.

Sources: A. Vaswani et al., arXiv 1706.03762; J. Su et al., arXiv 2104.09864 (rotary positions).

Main definitions: `Transformer`, `NetworkShape`, `PaddedRows`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812, the name that torch's documentation gives it
from torch import Tensor, nn

from backproof.environments.tasks import WalkTask
from backproof.learners.tokens import Vocabulary

SMALL = 0.02
"""The standard deviation of the weights of the output, and of tied embeddings."""
SLOWEST = 10_000
"""The ratio of the fastest rotation to the slowest."""


@dataclass(frozen=True)
class NetworkShape:
    """``tied``: the output has the weights of the input. ``window`` 0 is the whole walk."""

    dim: int = 64
    layers: int = 2
    heads: int = 4
    positions: str = "rotary"
    window: int = 0
    tied: bool = False


class PaddedRows:
    """The moves of a task as tensors with one row for each state, padded to the longest row.

    ``to`` (states, actions) has the next state, ``valid`` whether there is such a move. ``asked`` (states,) says if
    the walker chooses; where it does not, ``given`` (states, actions) has the law of the move. ``arrives`` (states,) is
    the number of the target at which the state arrives, or negative.
    """

    def __init__(self, task: WalkTask) -> None:
        table = task.table
        degrees = table.degrees
        column = np.arange(degrees.max())
        valid = column < degrees[:, None]
        cell = np.where(valid, table.first[:-1, None] + column, 0)
        self.states = table.states
        self.valid = torch.as_tensor(valid)
        self.to = torch.as_tensor(np.where(valid, table.moves[cell], 0))
        self.given = torch.as_tensor(np.where(valid, table.weights[cell], 0.0))
        self.asked = torch.as_tensor(~task.drawn & (degrees > 1))
        self.arrives = torch.as_tensor(table.goal)
        self.prior = torch.as_tensor(task.prior)


class Transformer(nn.Module):
    """``forward`` (walks, time) states gives log-probabilities (walks, time, actions) and values (walks, time)."""

    def __init__(self, rows: PaddedRows, vocabulary: Vocabulary, shape: NetworkShape) -> None:
        super().__init__()
        self.rows, self.shape = rows, shape
        self._name = torch.as_tensor(vocabulary.name)
        self._names_of_moves = self._name[rows.to]
        self.embedding = nn.Embedding(vocabulary.size, shape.dim)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.dim)
        self.head = nn.Linear(shape.dim, vocabulary.size, bias=False)
        self.value = nn.Linear(shape.dim, 1)
        nn.init.normal_(self.embedding.weight, std=SMALL if shape.tied else 1.0)
        nn.init.normal_(self.head.weight, std=SMALL)
        nn.init.zeros_(self.value.weight)
        nn.init.zeros_(self.value.bias)
        if shape.tied:
            self.head.weight = self.embedding.weight

    @property
    def is_table(self) -> bool:
        """Whether the last move alone decides."""
        return self.shape.window == 1

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        if not self.is_table:
            return self.continued(states, [])
        scores, values = self.continued(torch.arange(self.rows.states)[:, None], [])
        return scores[states, 0], values[states, 0]

    def continued(self, states: Tensor, memory: list[Memory]) -> tuple[Tensor, Tensor]:
        """The same for the walks' next states, after those in ``memory``, to which these are added."""
        x = self.embedding(self._name[states])
        for i, block in enumerate(self.blocks):
            x = block(x, memory[i] if memory else None)
        x = self.norm(x)
        scores = self.head(x).gather(-1, self._names_of_moves[states])
        law = scores.masked_fill(~self.rows.valid[states], -math.inf).log_softmax(-1)
        return law, self.value(x).squeeze(-1)

    def memories(self) -> list[Memory]:
        """Of walks that have not begun."""
        return [Memory() for _ in self.blocks]

    def table(self) -> Tensor:
        """(states, actions): the law of the move in each state, for a window of one."""
        with torch.no_grad():
            law, _ = self.continued(torch.arange(self.rows.states)[:, None], [])
            return law[:, 0].exp().double()


class Block(nn.Module):
    """Causal attention, then two layers, each added to its input."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        dim, self.shape = shape.dim, shape
        self.norm_1, self.norm_2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attend, self.collect = nn.Linear(dim, 3 * dim, bias=False), nn.Linear(dim, dim, bias=False)
        self.widen, self.narrow = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
        for into_the_sum in (self.collect, self.narrow):
            nn.init.normal_(into_the_sum.weight, std=SMALL / math.sqrt(2 * shape.layers))

    def forward(self, x: Tensor, memory: Memory | None) -> Tensor:
        walks, time, dim = x.shape
        split = self.attend(self.norm_1(x)).view(walks, time, 3, self.shape.heads, dim // self.shape.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        before = 0 if memory is None else memory.length
        if self.shape.positions == "rotary":
            query, key = rotated(query, before), rotated(key, before)
        if memory is not None:
            key, value = memory.with_these(key, value)
        seen = F.scaled_dot_product_attention(query, key, value, **self._mask(before, time))
        x = x + self.collect(seen.transpose(1, 2).reshape(walks, time, dim))
        narrowed: Tensor = self.narrow(F.gelu(self.widen(self.norm_2(x))))
        return x + narrowed

    def _mask(self, before: int, time: int) -> dict[str, Any]:
        """Which moves each of the last ``time`` moves sees, as the attention takes it."""
        if not self.shape.window and 1 in (time, before + 1):
            return {"is_causal": time > 1}
        ages = torch.arange(before, before + time)[:, None] - torch.arange(before + time)
        return {"attn_mask": (ages >= 0) & (ages < (self.shape.window or before + time))}


class Memory:
    """The keys and values (walks, heads, time, dim) of the moves so far. Room is made in advance, twice as much each
    time.
    """

    def __init__(self) -> None:
        self.length = 0
        self._held: list[Tensor] = []

    def with_these(self, *fresh: Tensor) -> tuple[Tensor, Tensor]:
        """All keys and all values, after these were added."""
        end = self.length + fresh[0].shape[2]
        if not self._held:
            self._held = [new[:, :, :0] for new in fresh]
        if end > self._held[0].shape[2]:
            self._held = [F.pad(old, (0, 0, 0, 2 * end - old.shape[2])) for old in self._held]
        for old, new in zip(self._held, fresh, strict=True):
            old[:, :, self.length : end] = new
        self.length = end
        keys, values = (held[:, :, :end] for held in self._held)
        return keys, values

    def keep(self, walks: Tensor) -> None:
        """Forget the others."""
        self._held = [held[walks] for held in self._held]


def rotated(x: Tensor, before: int) -> Tensor:
    """(walks, heads, time, dim): the pairs of each vector turned by angles that grow with the time."""
    half = x.shape[-1] // 2
    speeds = SLOWEST ** (-torch.arange(half) / half)
    angles = torch.arange(before, before + x.shape[2])[:, None] * speeds
    cos, sin = angles.cos(), angles.sin()
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
