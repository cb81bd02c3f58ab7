"""The kernel for a GPU, in Triton: a lane keeps its walker in registers for all moves of a call.

A program has `LANES` lanes. After each Philox block it records the episodes that are over, and a counter that all
programs share gives fresh ones to their lanes. The table is read through the caches, so it may have any size.

Main definition: `triton_kernel`.
"""

from __future__ import annotations

from typing import no_type_check

import torch
import triton
import triton.language as tl

from backproof.sim.kernels import Work

LANES = 128
"""Lanes of a program."""


@no_type_check
@triton.jit
def _draws(key, index, episode, STREAM: tl.constexpr):
    """The four words of a block of each episode, as in `sim.philox`."""
    c0, c1 = (index & 0xFFFFFFFF).to(tl.uint32), (index >> 32).to(tl.uint32)
    c2, c3 = (episode & 0xFFFFFFFF).to(tl.uint32), ((episode >> 32) + STREAM * 65536).to(tl.uint32)
    return tl.philox(key, c0, c1, c2, c3)


@no_type_check
@triton.jit
def _next_draws(key, index, episode, WIDE: tl.constexpr):
    """The words of the next four moves, those of the lower bits apart; there are none of these in a draw of 32 bits."""
    if WIDE:
        a0, b0, a1, b1 = _draws(key, 2 * index, episode, 0)
        a2, b2, a3, b3 = _draws(key, 2 * index + 1, episode, 0)
        return (a0, a1, a2, a3), (b0, b1, b2, b3)
    else:  # noqa: RET505 - Triton compiles one branch alone
        words = _draws(key, index, episode, 0)
        return words, words


@no_type_check
@triton.jit
def _move(table, tally, lanes, high, low, kinds, budget, WIDE: tl.constexpr, COUNTS: tl.constexpr, TIMES: tl.constexpr):
    """One move of every lane that walks."""
    degree_at, choices, goal_at, threshold = table
    state, steps, goal, first_goal, slot, walking = lanes
    degree = tl.load(degree_at + state).to(tl.int64)
    scaled = high.to(tl.int64) * degree
    if WIDE:  # the lower 21 bits, and their carry
        rest = (low >> 11).to(tl.int64) * degree
        scaled += rest >> 21
    cell = state.to(tl.int64) + (scaled >> 32)
    within = scaled & 0xFFFFFFFF
    if WIDE:
        within = (within << 21) | (rest & 0x1FFFFF)
    chosen = 2 * cell + (within >= tl.load(threshold + cell)).to(tl.int64)
    if COUNTS:
        kind_of, counts, elapsed = tally
        kind = tl.load(kind_of + chosen, mask=walking, other=-1)
        place = slot * kinds + kind
        tl.atomic_add(counts + place, 1, mask=kind >= 0)
        if TIMES:
            tl.atomic_add(elapsed + place, steps, mask=kind >= 0)
    state = tl.where(walking, tl.load(choices + chosen), state)
    steps += walking.to(tl.int64)
    reached = tl.load(goal_at + state).to(tl.int32)
    first_goal = tl.where(first_goal < 0, reached, first_goal)
    walking = walking & (reached != goal) & (steps < budget)
    return state, steps, goal, first_goal, slot, walking


@no_type_check
@triton.jit
def _hand_over(table, results, counters, lanes, ended, numbers, budget):
    """Record the episodes that are over, and give fresh ones to their lanes; and which lanes got one."""
    state, steps, goal, first_goal, slot, walking = lanes
    goal_at = table[2]
    goals, first_episode, episodes = tl.load(numbers), tl.load(numbers + 1), tl.load(numbers + 2)
    hit = tl.load(goal_at + state).to(tl.int32) == goal
    tl.store(results[0] + slot, steps, mask=ended)
    tl.store(results[1] + slot, hit.to(tl.uint8), mask=ended)
    tl.store(results[2] + slot, goal, mask=ended)
    tl.store(results[3] + slot, first_goal, mask=ended)
    tl.store(results[4] + slot, (steps > 0).to(tl.uint8), mask=ended)
    taken = tl.atomic_add(counters + slot * 0, 1, mask=ended)
    fresh = ended & (taken < episodes)
    slot = tl.where(ended, tl.where(fresh, taken, -1), slot)
    first, _second, _third, _fourth = _draws(tl.load(numbers + 6), slot * 0, slot + first_episode, 1)
    goal = tl.where(fresh, (first.to(tl.int64) * goals >> 32).to(tl.int32), goal)
    start = tl.load(goal_at).to(tl.int32)
    state = tl.where(fresh, state * 0, state)
    steps = tl.where(fresh, steps * 0 + 1, steps)
    first_goal = tl.where(fresh, start, first_goal)
    walking = walking | (fresh & (start != goal) & (steps < budget))
    return (state, steps, goal, first_goal, slot, walking), fresh


@no_type_check
@triton.jit
def _walk(
    table,  # degree, choices, goal and threshold of the alias table
    numbers,
    under_way,  # state, steps, goal, first goal, walking and slot of the lanes
    results,  # steps, hit, goal, first goal and over
    counters,
    tally,  # kind, counts and elapsed
    lanes,
    WIDE: tl.constexpr,
    COUNTS: tl.constexpr,
    TIMES: tl.constexpr,
    SHARED: tl.constexpr,
    BLOCK: tl.constexpr,
):
    budget, chunk, kinds = tl.load(numbers + 3), tl.load(numbers + 4), tl.load(numbers + 5)
    first_episode, key = tl.load(numbers + 1), tl.load(numbers + 6)
    lane = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    inside = lane < lanes
    slot = tl.load(under_way[5] + lane, mask=inside, other=-1)
    walking = (tl.load(under_way[4] + lane, mask=inside, other=0) != 0) & (slot >= 0)
    state = tl.load(under_way[0] + lane, mask=inside, other=0)
    steps = tl.load(under_way[1] + lane, mask=inside, other=1)
    goal = tl.load(under_way[2] + lane, mask=inside, other=0)
    first_goal = tl.load(under_way[3] + lane, mask=inside, other=0)
    walked = tl.zeros((BLOCK,), tl.int64)
    done = tl.zeros((BLOCK,), tl.int64)
    made = chunk * 0
    while (made < chunk) & (tl.max((slot >= 0).to(tl.int32), axis=0) > 0):
        before = steps
        high, low = _next_draws(key, (steps - 1) // 4, slot + first_episode, WIDE)
        group = (state, steps, goal, first_goal, slot, walking)
        group = _move(table, tally, group, high[0], low[0], kinds, budget, WIDE, COUNTS, TIMES)
        group = _move(table, tally, group, high[1], low[1], kinds, budget, WIDE, COUNTS, TIMES)
        group = _move(table, tally, group, high[2], low[2], kinds, budget, WIDE, COUNTS, TIMES)
        group = _move(table, tally, group, high[3], low[3], kinds, budget, WIDE, COUNTS, TIMES)
        state, steps, goal, first_goal, slot, walking = group
        walked += steps - before
        made += 4
        ended = (slot >= 0) & ~walking
        if tl.max(ended.to(tl.int32), axis=0) > 0:
            group = (state, steps, goal, first_goal, slot, walking)
            group, fresh = _hand_over(table, results, counters, group, ended, numbers, budget)
            state, steps, goal, first_goal, slot, walking = group
            done += ended.to(tl.int64)
            walked += fresh.to(tl.int64)
            if SHARED:  # visits, of which the first move is one
                tl.atomic_add(tally[1] + slot * 0, 1, mask=fresh)
    tl.store(under_way[0] + lane, state, mask=inside)
    tl.store(under_way[1] + lane, steps, mask=inside)
    tl.store(under_way[2] + lane, goal, mask=inside)
    tl.store(under_way[3] + lane, first_goal, mask=inside)
    tl.store(under_way[4] + lane, walking.to(tl.uint8), mask=inside)
    tl.store(under_way[5] + lane, slot, mask=inside)
    tl.atomic_add(counters + 1, tl.sum(walked, axis=0))
    tl.atomic_add(counters + 2, tl.sum(done, axis=0))


def triton_kernel(work: Work) -> None:
    """Walk on the device of the tensors; with ``TRITON_INTERPRET=1`` in the environment on the CPU, slowly."""
    alias, lanes, results, tally = work.alias, work.lanes, work.results, work.tally
    kinds = 0 if tally is None else tally.kinds
    seed = work.seed - 2**64 if work.seed >= 2**63 else work.seed  # the same bits
    numbers = torch.tensor(
        [work.goals, work.first_episode, len(results.over), work.budget, work.chunk, kinds, seed],
        device=work.counters.device,
    )
    count, none = len(lanes.slot), work.counters
    walking, hit, over = (flags.view(torch.uint8) for flags in (lanes.walking, results.hit, results.over))
    _walk[(triton.cdiv(count, LANES),)](
        (alias.degree, alias.choices, alias.goal, alias.threshold),
        numbers,
        (lanes.state, lanes.steps, lanes.goal, lanes.first_goal, walking, lanes.slot),
        (results.steps, hit, results.goal, results.first_goal, over),
        work.counters,
        (none, none, none) if tally is None else (tally.kind, tally.counts, tally.elapsed),
        count,
        WIDE=alias.bits > 32,
        COUNTS=tally is not None,
        TIMES=tally is not None and len(tally.elapsed) > 0,
        SHARED=tally is not None and kinds == 0,
        BLOCK=LANES,
        enable_fp_fusion=False,
    )
