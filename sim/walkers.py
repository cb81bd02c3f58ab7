"""The step walker: many walkers on a multigraph at once. Each draws every move from its row.

A walk starts with the first move already made. It ends when the walker arrives at its goal, which was drawn uniformly
and which it does not see, or after ``budget`` moves; it is then *censored*. Here a *lane* is a place in the arrays,
which one walker occupies. A lane whose episode is over takes the next one. An episode depends on the seed and its own
number alone, not on the lanes, the device, interruptions or compilation.

Main definitions: `walk`, `Walkers` (which can be stopped and resumed), `Walks`.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Bool, Int, Int64
from torch import Tensor

from backproof.sim import philox
from backproof.sim.alias import AliasTable
from backproof.sim.kernels import Kernel, Work
from backproof.sim.moves import IDLE, UNBOUNDED, ChoiceTally, Lanes, Results, drawn_goals, moves
from backproof.sim.walk_table import PolicyTable
from backproof.theory.graph import positive_integer

LANES = {"cpu": 7 * 2**12, "cuda": 2**20}
"""Walkers at a time. On a CPU they are many, since a call of torch takes as long as thousands of moves, but fewer than
2**15, from where on torch uses more threads, which would wait for each other. On a GPU they are enough to keep it busy.
"""

MOST_EPISODES = 2**30
"""In one run, since the results of all episodes are held in memory."""


WITHOUT_TRITON = "triton is not installed, so a GPU walks without its kernel, far slower: pip install triton"


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
    ``compiled``: use the kernel for the CPU, which takes a C compiler; None means if there is one. On a GPU with Triton
    a kernel is always used. The walks are the same. ``visits``: count the moves along each edge-state. ``tally``, a
    function of the alias table: count choices.

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
        compiled: bool | None = False,
        visits: bool = False,
        tally: Callable[[AliasTable], ChoiceTally] | None = None,
    ) -> None:
        check_episodes(episodes)
        check_budget(table, budget)
        where = checked_device(device)
        self.episodes = episodes
        self.walked = 0
        self._goals = table.goals
        self._seed, self._key = seed, philox.key_of(seed, where)
        self._alias = AliasTable.of(table, device=where, dtype=dtype)
        self._budget = UNBOUNDED if budget is None else budget
        self._kernel = kernel_for(where, compiled=compiled)
        self._visits = torch.zeros(len(table.moves) if visits else 0, dtype=torch.int64, device=where)
        self._tally = tally(self._alias) if tally else self._visit_tally() if visits else None
        count = len(episodes)
        self._width = self._begun = min(LANES[where.type] if lanes is None else positive_integer("lanes", lanes), count)
        self._lanes = self._start(torch.arange(self._begun, device=where))
        zeros = torch.zeros(count, dtype=torch.int64, device=where)
        self._results = Results(zeros, zeros.bool(), zeros.int() + IDLE, zeros.int() + IDLE, zeros.bool())
        self.done = 0
        self._hand_over()

    def _visit_tally(self) -> ChoiceTally:
        """Counts of the addresses to which choices lead, of all episodes together."""
        return ChoiceTally(self._alias.choices.int(), 0, self._visits, self._visits[:0])

    @property
    def finished(self) -> bool:
        return self.done == len(self.episodes)

    def advance(self, observe: Callable[[Tensor, Tensor], None] | None = None) -> None:
        """Moves of every lane, then a fresh episode for each lane whose own is over.

        ``observe`` is called for one part of the lanes after another, with their slots (lanes,) and the addresses
        (MOVES, lanes) that their moves led to, -1 where there was none. No kernel is used then.
        """
        if self._kernel is not None and observe is None:
            self._advance_far(self._kernel)
            return
        before = self._lanes.steps.sum()
        tiles = []
        width = LANES[self._results.over.device.type]
        for begin in range(0, len(self._lanes.slot), width):
            lanes = Lanes(*(value[begin : begin + width] for value in self._lanes))
            after, made = moves(self._alias, lanes, lanes.slot + self.episodes[0], self._key, self._budget)
            tiles.append(after)
            if observe is None and self._tally is None:
                continue
            chosen = torch.stack(made)
            if observe is not None:
                observe(lanes.slot, torch.where(chosen >= 0, self._alias.choices[chosen], -1))
            if self._tally is not None:
                self._tally.add(lanes, chosen)
        self._lanes = Lanes(*map(torch.cat, zip(*tiles, strict=True))) if len(tiles) > 1 else tiles[0]
        self.walked += int(self._lanes.steps.sum() - before)
        self._hand_over()

    def _advance_far(self, kernel: Kernel) -> None:
        """Many moves of every lane by the kernel, which hands over itself."""
        counters = torch.tensor([self._begun, self.walked, self.done, 0], device=self._results.over.device)
        kernel(
            Work(
                self._alias,
                self._goals,
                self._seed,
                self.episodes[0],
                self._budget,
                self._lanes,
                self._results,
                counters,
                self._tally,
            )
        )
        begun, self.walked, self.done, _ = counters.tolist()
        self._begun = min(begun, len(self.episodes))  # a kernel counts requests for fresh episodes, too
        self._drop_idle()

    def results(self) -> Walks:
        """The results of all episodes. Raises RuntimeError while some are under way."""
        if not self.finished:
            raise RuntimeError(f"{len(self.episodes) - self.done} episodes are under way: advance until finished")
        visits = self._visits.index_select(0, self._alias.address) if len(self._visits) else None
        return Walks(*self._results[:-1], visits)

    def snapshot(self) -> dict[str, Tensor]:
        """The whole state by name, from which `restore` continues."""
        results = {f"results.{name}": value for name, value in self._results._asdict().items() if name != "over"}
        busy = self._lanes.slot != IDLE
        lanes = {f"lanes.{name}": value[busy] for name, value in self._lanes._asdict().items()}
        numbers = {"begun": torch.tensor(self._begun), "walked": torch.tensor(self.walked)}
        return {**results, **lanes, **numbers, "over": self._results.over, "visits": self._visits}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        """Continue from a `snapshot` of these episodes or of the first of them; everything else must be the same."""
        here = {name: value.to(self._results.over.device) for name, value in snapshot.items()}
        known = len(here["over"])
        for name in ("steps", "hit", "goal", "first_goal"):
            getattr(self._results, name)[:known] = here[f"results.{name}"]
        self._results.over[:known] = here["over"]
        self._begun, self.walked = int(here["begun"]), int(here["walked"])
        self._visits.copy_(here["visits"])
        self.done = int(self._results.over.sum())
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
        self._results.over[slot] = True
        self.done += len(slot)
        fresh = min(len(ended), len(self.episodes) - self._begun)
        slots = torch.full_like(slot, IDLE)
        slots[:fresh] = torch.arange(self._begun, self._begun + fresh, device=slot.device)
        self._begun += fresh
        starting = self._start(slots[:fresh])
        lanes.slot[ended] = slots
        for name in Lanes._fields:
            getattr(lanes, name)[ended[:fresh]] = getattr(starting, name)
        self._drop_idle()

    def _drop_idle(self) -> None:
        """Drop the lanes without an episode if they are half of all, or more."""
        busy = torch.nonzero(self._lanes.slot != IDLE).squeeze(1)
        if 2 * len(busy) <= len(self._lanes.slot):
            self._lanes = Lanes(*(value.index_select(0, busy) for value in self._lanes))


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


def kernel_for(device: torch.device, *, compiled: bool | None) -> Kernel | None:
    """The kernel for a device; None if moves are made by `sim.moves`. ``compiled`` is for the CPU: None means that the
    kernel is used where it can be compiled. Raises ValueError where it must be and cannot.
    """
    if device.type == "cpu":
        from backproof.sim.kernel_c import c_kernel

        try:
            return None if compiled is False else c_kernel()
        except ValueError:
            if compiled:
                raise
            return None
    if importlib.util.find_spec("triton"):
        from backproof.sim.kernel_triton import triton_kernel

        return triton_kernel
    warnings.warn(WITHOUT_TRITON, stacklevel=2)
    return None
