"""The step walker: many walkers on a multigraph at once, each by its row's draw, move by move.

A walk starts with the first move travelled. It ends on arrival at the walker's goal, which was drawn uniformly and
which the walker does not see; or after ``budget`` moves, and is then *censored*. Walkers sit in lanes; a lane whose
episode is over takes the next one. An episode depends on the seed and its own number alone: not on the lanes, the
device, an interruption, nor on whether the moves are compiled.

Main definitions: `walk`, `Walkers` (which can be stopped and resumed), `Walks`.
"""

from __future__ import annotations

import functools
import os
import shutil
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import torch
from jaxtyping import Bool, Int, Int64
from torch import Tensor

from backproof.sim import philox
from backproof.sim.alias import AliasTable
from backproof.sim.walk_table import PolicyTable
from backproof.theory.graph import positive_integer

MOVES = 16
"""Moves of every lane between two looks at which lanes are done: a multiple of the draws in one Philox block."""

LANES = {"cpu": 2**13, "cuda": 2**20}
"""Walkers at a time: on a CPU what its cache holds, and so few that torch keeps eager moves on one thread, since its
barriers cost more than they gain; on a GPU what keeps it busy."""

COMPILED_LANES = 2**16
"""The least number of lanes of compiled moves: less work in Python for each."""

UNBOUNDED = 2**62
MOST_EPISODES = 2**30
"""In one run: what is kept of each is held in memory."""

IDLE = -1


@dataclass(frozen=True, eq=False)
class Walks:
    """What became of each episode, in order.

    ``steps`` is the hitting time where ``hit`` holds; elsewhere the walk was censored after so many moves. ``goal`` is
    what the walker was after, ``first_goal`` the first goal of any number that it came to, -1 if none. ``visits``, if
    asked for, counts the moves along each edge-state over all episodes, censored ones included.
    """

    steps: Int64[Tensor, " episodes"]
    hit: Bool[Tensor, " episodes"]
    goal: Int[Tensor, " episodes"]
    first_goal: Int[Tensor, " episodes"]
    visits: Int64[Tensor, " states"] | None = None


class Lanes(NamedTuple):
    """The walkers under way; ``slot`` is the place of a lane's episode among the results, IDLE if it has none."""

    state: Int[Tensor, " lanes"]
    steps: Int64[Tensor, " lanes"]
    goal: Int[Tensor, " lanes"]
    first_goal: Int[Tensor, " lanes"]
    walking: Bool[Tensor, " lanes"]
    slot: Int64[Tensor, " lanes"]


def moves(
    alias: AliasTable,
    lanes: Lanes,
    episode: Int64[Tensor, " lanes"],
    key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]],
    budget: Int64[Tensor, ""],
) -> tuple[Lanes, Int[Tensor, "moves lanes"]]:
    """MOVES moves of every lane that still walks, and the addresses that they led to, -1 where there was none."""
    state, steps, goal, first_goal, walking, slot = lanes
    words = 1 if alias.bits == 32 else 2
    index = (steps - 1) // 4 * words + torch.arange(MOVES * words // 4, device=steps.device)[:, None]
    drawn = philox.words(philox.counter_of(index, episode.expand_as(index), philox.WALK), key)
    path = []
    for i in range(0, MOVES * words, words):
        degree = alias.degree.index_select(0, state)
        scaled = drawn[i % 4][i // 4] * degree
        if words == 2:  # the lower 21 bits, and what they carry over
            low = (drawn[(i + 1) % 4][(i + 1) // 4] >> 11) * degree
            scaled = scaled + (low >> 21)
        cell = state + (scaled >> 32)
        within = scaled & (philox.WORD - 1)
        if words == 2:
            within = (within << 21) | (low & (2**21 - 1))
        beyond = within >= alias.threshold.index_select(0, cell)
        state = torch.where(walking, alias.choices.index_select(0, 2 * cell + beyond), state)
        path.append(torch.where(walking, state, -1))
        steps = steps + walking
        reached = alias.goal.index_select(0, state)
        first_goal = torch.where(first_goal < 0, reached, first_goal)
        walking = walking & (reached != goal) & (steps < budget)
    return Lanes(state, steps, goal, first_goal, walking, slot), torch.stack(path)


class Walkers:
    """Walkers under way through numbered episodes: `advance` until `finished`, then `results`.

    ``episodes``: their numbers. ``budget``: moves after which a walk is censored; without one every walker must be able
    to reach its goal from wherever it can be. ``dtype``: precision of the probabilities (`sim.alias`). ``compiled``:
    moves compiled by torch, which takes half a minute and a C++ compiler, and pays beyond 1e9 moves; the walks are the
    same. ``visits``: count the moves along each edge-state.

    Raises ValueError for an argument out of range, a GPU or compiler that is not here and a budget below the shortest
    path, NeverHitsError where a walker could walk forever.
    """

    def __init__(
        self,
        table: PolicyTable,
        episodes: range,
        *,
        seed: int = 0,
        device: str = "cpu",
        dtype: torch.dtype = torch.float64,
        budget: int | None = None,
        lanes: int | None = None,
        compiled: bool = False,
        visits: bool = False,
    ) -> None:
        check_episodes(episodes)
        check_budget(table, budget)
        where = checked_device(device)
        self.episodes = episodes
        self.walked = 0
        self._goals = table.goals
        self._key = philox.key_of(seed, where)
        self._alias = AliasTable.of(table, device=where, dtype=dtype)
        self._budget = torch.tensor(UNBOUNDED if budget is None else budget, device=where)
        self._compiled = compiled_moves(where) if compiled else None
        self._tile = max(LANES[where.type], COMPILED_LANES if compiled else 0)
        self._visits = torch.zeros(len(table.moves) if visits else 0, dtype=torch.int64, device=where)
        count = len(episodes)
        self._width = self._begun = min(self._tile if lanes is None else positive_integer("lanes", lanes), count)
        self._lanes = self._start(torch.arange(self._begun, device=where))
        zeros = torch.zeros(count, dtype=torch.int64, device=where)
        self._over = zeros.bool()
        self._results = Walks(zeros, zeros.bool(), zeros.int() + IDLE, zeros.int() + IDLE)
        self.done = 0
        self._hand_over()

    @property
    def finished(self) -> bool:
        return self.done == len(self._over)

    def advance(self, observe: Callable[[Tensor, Tensor], None] = lambda slots, path: None) -> None:
        """MOVES moves of every lane, then fresh episodes for the lanes whose own are over.

        ``observe`` is told the slots (lanes,) of some lanes and the addresses (MOVES, lanes) that their moves led to,
        -1 where there was none, until it was told of all.
        """
        before = self._lanes.steps.sum()
        tiles = []
        for tile, path in self._tiles():
            tiles.append(tile)
            observe(tile.slot, path)
            if len(self._visits):
                self._visits += torch.bincount(path[path >= 0], minlength=len(self._visits))
        self._lanes = Lanes(*map(torch.cat, zip(*tiles, strict=True))) if len(tiles) > 1 else tiles[0]
        self.walked += int(self._lanes.steps.sum() - before)
        self._hand_over()

    def _tiles(self) -> Iterator[tuple[Lanes, Int[Tensor, "moves lanes"]]]:
        """The lanes after MOVES moves, so many at a time, and the addresses that they came to."""
        for begin in range(0, len(self._lanes.slot), self._tile):
            lanes = Lanes(*(value[begin : begin + self._tile] for value in self._lanes))
            step = self._compiled if self._compiled is not None and len(lanes.slot) == self._tile else moves
            episode = lanes.slot + self.episodes[0]
            yield step(self._alias, lanes, episode, self._key, self._budget)

    def results(self) -> Walks:
        """What became of the episodes. Raises RuntimeError while some are under way."""
        if not self.finished:
            raise RuntimeError(f"{len(self._over) - self.done} episodes are under way: advance until finished")
        visits = self._visits.index_select(0, self._alias.address) if len(self._visits) else None
        return replace(self._results, visits=visits)

    def snapshot(self) -> dict[str, Tensor]:
        """Everything that changes, by name: what `restore` needs to go on from here."""
        results = {f"results.{name}": getattr(self._results, name) for name in ("steps", "hit", "goal", "first_goal")}
        busy = self._lanes.slot != IDLE
        lanes = {f"lanes.{name}": value[busy] for name, value in self._lanes._asdict().items()}
        numbers = {"begun": torch.tensor(self._begun), "walked": torch.tensor(self.walked)}
        return {**results, **lanes, **numbers, "over": self._over, "visits": self._visits}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        """Go on from a `snapshot` of these episodes or the first of them, all else being the same."""
        here = {name: value.to(self._over.device) for name, value in snapshot.items()}
        known = len(here["over"])
        for name in ("steps", "hit", "goal", "first_goal"):
            getattr(self._results, name)[:known] = here[f"results.{name}"]
        self._over[:known] = here["over"]
        self._begun, self.walked, self._visits = int(here["begun"]), int(here["walked"]), here["visits"]
        self.done = int(self._over.sum())
        lanes = Lanes(**{name: here[f"lanes.{name}"] for name in Lanes._fields})
        fresh = min(self._width - len(lanes.slot), len(self.episodes) - self._begun)
        if fresh > 0:  # a run is made longer
            begun = torch.arange(self._begun, self._begun + fresh, device=lanes.slot.device)
            lanes = Lanes(*map(torch.cat, zip(lanes, self._start(begun), strict=True)))
            self._begun += fresh
        self._lanes = lanes
        self._hand_over()

    def _start(self, slots: Int64[Tensor, " lanes"]) -> Lanes:
        """Walkers that have travelled the first move, each with a goal drawn for its episode."""
        episode = slots + self.episodes[0]
        goal = drawn_goals(episode, self._goals, self._key).int()
        state = self._alias.address[0].repeat(len(slots))
        reached = self._alias.goal.index_select(0, state).int()
        steps = torch.ones_like(slots)
        self.walked += len(slots)
        if len(self._visits):
            self._visits[self._alias.address[0]] += len(slots)
        return Lanes(state, steps, goal, reached, (reached != goal) & (steps < self._budget), slots)

    def _hand_over(self) -> None:
        """Take down the episodes that are over and put fresh ones into their lanes, or drop the lanes."""
        lanes = self._lanes
        ended = torch.nonzero(~lanes.walking & (lanes.slot != IDLE)).squeeze(1)
        if not len(ended):
            return
        slot = lanes.slot[ended]
        goal, reached = lanes.goal[ended], self._alias.goal.index_select(0, lanes.state[ended])
        self._results.steps[slot], self._results.goal[slot] = lanes.steps[ended], goal
        self._results.hit[slot], self._results.first_goal[slot] = reached == goal, lanes.first_goal[ended]
        self._over[slot] = True
        self.done += len(slot)
        fresh = min(len(ended), len(self.episodes) - self._begun)
        slots = torch.full_like(slot, IDLE)
        slots[:fresh] = torch.arange(self._begun, self._begun + fresh, device=slot.device)
        self._begun += fresh
        starting = self._start(slots[:fresh])
        lanes.slot[ended] = slots
        for name in Lanes._fields:
            getattr(lanes, name)[ended[:fresh]] = getattr(starting, name)
        busy = torch.nonzero(lanes.slot != IDLE).squeeze(1)
        if 2 * len(busy) <= len(lanes.slot):
            self._lanes = Lanes(*(value.index_select(0, busy) for value in lanes))


def walk(
    table: PolicyTable,
    episodes: range,
    *,
    on_progress: Callable[[int, int], None] = lambda done, walked: None,
    **options: Any,
) -> Walks:
    """Walk every episode to its end. ``options`` are those of `Walkers`; ``on_progress`` is told episodes and moves."""
    walkers = Walkers(table, episodes, **options)
    while not walkers.finished:
        walkers.advance()
        on_progress(walkers.done, walkers.walked)
    return walkers.results()


def drawn_goals(
    episode: Int64[Tensor, " episodes"], goals: int, key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]]
) -> Int64[Tensor, " episodes"]:
    """The goal that each episode's walker is after, uniform over so many."""
    return philox.words(philox.counter_of(torch.zeros_like(episode), episode, philox.GOAL), key)[0] * goals >> 32


def check_episodes(episodes: range) -> None:
    """Refuse what is no range of episode numbers."""
    if not episodes or episodes.step != 1 or episodes[0] < 0 or episodes[-1] >= 2**48:
        raise ValueError(f"episodes must be a range of at least one number from 0 to 2**48 - 1, got {episodes}")
    if episodes[-1] - episodes[0] >= MOST_EPISODES:
        raise ValueError(f"episodes must be at most 2**30 in one run, got {episodes}: split them")


def check_budget(table: PolicyTable, budget: int | None) -> None:
    """Refuse a budget below the shortest path, and a table that needs one and has none."""
    if budget is None:
        table.check_hits()
        return
    if budget > UNBOUNDED:
        raise ValueError(f"budget must be at most 2**62 steps, got budget={budget}: leave it out")
    shortest = table.shortest_path() or 1
    if budget < shortest:
        raise ValueError(f"budget must be at least the shortest path, {shortest} steps, got budget={budget}")


def checked_device(device: str) -> torch.device:
    """The device of that name. Raises ValueError where there is none."""
    try:
        found = torch.device(device)
    except RuntimeError:
        found = None
    if found is None or found.type not in LANES or (found.type == "cpu" and found.index is not None):
        raise ValueError(f"device must be cpu or cuda, got device={device}")
    if found.type == "cuda" and (found.index or 0) >= torch.cuda.device_count():
        raise ValueError(f"device must be one that is here, got device={device}: torch sees no such GPU; use cpu")
    return found


@functools.cache
def compiled_moves(device: torch.device) -> Any:
    """`moves`, compiled at its first call. Raises ValueError where there is nothing to compile with."""
    compiler = os.environ.get("CXX", "g++")
    header = Path(sysconfig.get_path("include"), "Python.h")
    if device.type == "cpu" and not (shutil.which(compiler) and header.exists()):
        raise ValueError(f"--compile needs a C++ compiler and Python.h, found no {compiler} or {header}: leave it out")
    return torch.compile(moves, fullgraph=True, dynamic=False)
