"""The step walker: many walkers on a multigraph at once. Each draws every move from its row.

A walk starts with the first move already made. It ends when the walker arrives at its goal, which was drawn uniformly
and which it does not see, or after ``budget`` moves; it is then *censored*. Here a *lane* is a place in the arrays,
which one walker occupies. A lane whose episode is over takes the next one. An episode depends on the seed and its own
number alone, not on the lanes, the device, interruptions or compilation.

Main definitions: `walk`, `Walkers` (which can be stopped and resumed), `Walks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from jaxtyping import Bool, Int, Int64
from torch import Tensor

from backproof.sim import philox
from backproof.sim.alias import AliasTable
from backproof.sim.moves import IDLE, Lanes, compiled_moves, drawn_goals, moves
from backproof.sim.walk_table import PolicyTable
from backproof.theory.graph import positive_integer

LANES = {"cpu": 2**13, "cuda": 2**20}
"""Walkers at a time. On a CPU they fit into the cache, and are so few that torch uses one thread for moves that are not
compiled, since more threads would cost more than they gain. On a GPU they are enough to keep it busy."""

COMPILED_LANES = 2**16
"""The least number of lanes of compiled moves: with more lanes each takes less work in Python."""

UNBOUNDED = 2**62
MOST_EPISODES = 2**30
"""In one run, since the results of all episodes are held in memory."""


@dataclass(frozen=True, eq=False)
class Walks:
    """What became of each episode, in order.

    ``steps`` is the hitting time where ``hit`` holds; elsewhere the walk was censored after so many moves. ``goal`` is
    the walker's own goal, ``first_goal`` the first goal that it came to, its own or not, -1 if none. ``visits``, if
    asked for, counts the moves along each edge-state over all episodes, including censored ones.
    """

    steps: Int64[Tensor, " episodes"]
    hit: Bool[Tensor, " episodes"]
    goal: Int[Tensor, " episodes"]
    first_goal: Int[Tensor, " episodes"]
    visits: Int64[Tensor, " states"] | None = None


class Walkers:
    """Walks of numbered episodes: call `advance` until `finished`, then `results`.

    ``episodes``: their numbers. ``budget``: moves after which a walk is censored; without one, every walker must be
    able to reach its goal from every state that it can reach. ``dtype``: precision of the probabilities (`sim.alias`).
    ``compiled``: let torch compile the moves, which takes half a minute and a C++ compiler and pays beyond 1e9 moves;
    the walks are the same. ``visits``: count the moves along each edge-state.

    Raises ValueError for an argument out of range, a missing GPU or compiler and a budget below the shortest path,
    NeverHitsError where a walker could walk forever.
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
        """MOVES moves of every lane, then a fresh episode for each lane whose own is over.

        ``observe`` is called for one part of the lanes after another, with their slots (lanes,) and the addresses
        (MOVES, lanes) that their moves led to, -1 where there was none.
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
        """The lanes after MOVES moves, and the addresses that the moves led to; computed a tile of lanes at a time."""
        for begin in range(0, len(self._lanes.slot), self._tile):
            lanes = Lanes(*(value[begin : begin + self._tile] for value in self._lanes))
            step = self._compiled if self._compiled is not None and len(lanes.slot) == self._tile else moves
            episode = lanes.slot + self.episodes[0]
            yield step(self._alias, lanes, episode, self._key, self._budget)

    def results(self) -> Walks:
        """The results of all episodes. Raises RuntimeError while some are under way."""
        if not self.finished:
            raise RuntimeError(f"{len(self._over) - self.done} episodes are under way: advance until finished")
        visits = self._visits.index_select(0, self._alias.address) if len(self._visits) else None
        return replace(self._results, visits=visits)

    def snapshot(self) -> dict[str, Tensor]:
        """The whole state by name, from which `restore` continues."""
        results = {f"results.{name}": getattr(self._results, name) for name in ("steps", "hit", "goal", "first_goal")}
        busy = self._lanes.slot != IDLE
        lanes = {f"lanes.{name}": value[busy] for name, value in self._lanes._asdict().items()}
        numbers = {"begun": torch.tensor(self._begun), "walked": torch.tensor(self.walked)}
        return {**results, **lanes, **numbers, "over": self._over, "visits": self._visits}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        """Continue from a `snapshot` of these episodes or of the first of them; everything else must be the same."""
        here = {name: value.to(self._over.device) for name, value in snapshot.items()}
        known = len(here["over"])
        for name in ("steps", "hit", "goal", "first_goal"):
            getattr(self._results, name)[:known] = here[f"results.{name}"]
        self._over[:known] = here["over"]
        self._begun, self.walked, self._visits = int(here["begun"]), int(here["walked"]), here["visits"]
        self.done = int(self._over.sum())
        lanes = Lanes(**{name: here[f"lanes.{name}"] for name in Lanes._fields})
        fresh = min(self._width - len(lanes.slot), len(self.episodes) - self._begun)
        if fresh > 0:  # the run is made longer
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
        """Record the episodes that are over and start fresh ones in their lanes, or drop the lanes."""
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
    """Walk every episode to its end. ``options`` are those of `Walkers`; ``on_progress`` is called with the numbers of
    episodes and moves so far.
    """
    walkers = Walkers(table, episodes, **options)
    while not walkers.finished:
        walkers.advance()
        on_progress(walkers.done, walkers.walked)
    return walkers.results()


def check_episodes(episodes: range) -> None:
    """Refuse a range that does not consist of episode numbers."""
    if not episodes or episodes.step != 1 or episodes[0] < 0 or episodes[-1] >= 2**48:
        raise ValueError(f"episodes must be a range of at least one number from 0 to 2**48 - 1, got {episodes}")
    if episodes[-1] - episodes[0] >= MOST_EPISODES:
        raise ValueError(f"episodes must be at most 2**30 in one run, got {episodes}: split them")


def check_budget(table: PolicyTable, budget: int | None) -> None:
    """Refuse a budget below the shortest path, and walks that may never end without one."""
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
        raise ValueError(f"device must exist on this machine, got device={device}: torch sees no such GPU; use cpu")
    return found
