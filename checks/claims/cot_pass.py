"""Claim `cot-pass`: the probability of a sound success, for all W, K, L and every policy; no policy has more than the
one that never turns, which has at most sqrt(2/W).

A success is *sound* if the walk never turns inside a corridor and takes no corridor twice. It passes the 2K vertices of
a corridor with probability P = product of p on the way out and Q = product of q on the way back. A policy that passes
no vertex less often than another has no smaller P and Q (`vertices`).

A walk that has come back from i different wrong corridors takes the target's corridor with 1/W and another new one with
(W-1-i)/W. So after i of them it is still sound with the probability (W-1)!/((W-1-i)! W^i) (PQ)^i, and the sum of these
times P/W is the probability of a sound success at the first g leaves (`formula`), which rises with P and Q (`order`).
For P = Q = 1 let S_g be the sum of the first g terms without the factor 1/W, and a_i the i-th term. As a_i <= 1, and
a_1 + 2 a_2 + ... + g a_g = W (1 - a_(g+1)) by telescoping, S_g (S_g + 1) <= 2W (`cap`). At g = W the sum is Ramanujan's
Q(W).

Nobody is at the g-th leaf before step 2K+2 + (g-1)(4K+2) (`steps`). After W leaves no corridor is new.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive
from backproof.checks.tools.walks import sound_success
from backproof.checks.tools.words import success
from backproof.theory.companions.pass_at_k import cot_success_probability
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

p, q, more_p, more_q = nonnegative("p q p_more q_more")
OUT, HOME, MORE_OUT, MORE_HOME = nonnegative("P Q P_more Q_more")
"""The products of p and of q over the vertices, of a policy and of one that passes no vertex less often."""

AGAIN, SOUND, MORE_AGAIN, MORE_SOUND = sp.symbols("again sound again_more sound_more", real=True, seq=True)
"""After i departures: the probability to be at the fork again, sound so far, and that of a sound success."""

SHARE, ROUNDS, SUM, BEST = sp.symbols("share rounds sum best", real=True, seq=True)
"""(W-1)!/((W-1-i)! W^i), (PQ)^i, the sum of the theory, and the sum for P = Q = 1."""

(G,) = nonnegative("g")

PAIRS = Policies(
    "every two policies in [0, 1] of which one has no smaller row",
    (p, q, more_p, more_q),
    (le(p, more_p), le(more_p, 1), le(q, more_q), le(more_q, 1)),
)
SCOPE = Scope({W: 1, K: 1, L: 1}, PAIRS, (Given("number of leaves", (G,)),))
ASSUMPTIONS = (
    Assumed("uniform-fork", "rows are the same in all corridors, and the fork is uniform"),
    Assumed("sound", "a sound walk passes each vertex of a corridor once on the way out and once on the way back"),
)

CLAIM = Header(
    statement=(
        "a sound success at one of the first g <= W leaves has the probability "
        "c = sum_(i=1)^g (W-1)!/((W-i)! W^i) P^i Q^(i-1), P and Q the products of p and q; c does not fall if a row or "
        "g rises, and is largest where no row turns; there c (W c + 1) <= 2, so that no policy has more than sqrt(2/W)"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("sound-walked",),
)


def evidence() -> list[Part]:
    return [_steps(), rows_passed(), formula(), order(), cap(), cot_pass_theorem(), _on_graphs()]


def _steps() -> Obligation:
    (budget,) = positive("T")
    at_leaf, counted = le(2 * K + 2 + (G - 1) * (4 * K + 2), budget), le(G * (4 * K + 2), budget + 2 * K)
    return Obligation(
        "steps",
        "the g-th leaf, after one step to the fork, 4K+2 for each leaf before and 2K+1 more, is within T steps exactly "
        "if g (4K+2) <= T + 2K",
        both(implies(at_leaf, counted), implies(counted, at_leaf)),
    )


def rows_passed() -> Induction:
    rows = {OUT: p, HOME: q, MORE_OUT: more_p, MORE_HOME: more_q}
    over = Recurrence(
        "vertices that are passed",
        I,
        dict.fromkeys(rows, sp.Integer(1)),
        {state: row * state for state, row in rows.items()},
        chosen=PAIRS.rows,
        constraints=PAIRS.constraints,
    )
    words = ("before the first vertex all products are 1", "products of larger rows stay larger, and at most 1")
    return Induction("vertices", words, over, _larger())


def _larger() -> Formula:
    return both(le(OUT, MORE_OUT), le(MORE_OUT, 1), le(HOME, MORE_HOME), le(MORE_HOME, 1))


def _departures() -> Recurrence:
    new = (W - 1 - I) / W
    return Recurrence(
        "departures from the fork",
        I,
        {
            **dict.fromkeys((AGAIN, MORE_AGAIN, SHARE, ROUNDS), sp.Integer(1)),
            **dict.fromkeys((SOUND, MORE_SOUND, SUM, BEST), sp.Integer(0)),
        },
        {
            AGAIN: new * OUT * HOME * AGAIN,
            SOUND: SOUND + AGAIN * OUT / W,
            MORE_AGAIN: new * MORE_OUT * MORE_HOME * MORE_AGAIN,
            MORE_SOUND: MORE_SOUND + MORE_AGAIN * MORE_OUT / W,
            SHARE: new * SHARE,
            ROUNDS: OUT * HOME * ROUNDS,
            SUM: SUM + SHARE * ROUNDS * OUT / W,
            BEST: BEST + SHARE / W,
        },
    )


def formula() -> Induction:
    words = (
        "before the first departure the walk is sound and has not succeeded",
        "one departure more adds the next term of the sum",
    )
    return Induction("formula", words, _departures(), both(eq(AGAIN, SHARE * ROUNDS), eq(SOUND, SUM)))


def order() -> Induction:
    words = (
        "before the first departure all are equal",
        "if larger rows made no probability smaller, nor any larger than at P = Q = 1, so with a departure more",
    )
    goal = both(ge(AGAIN, 0), le(AGAIN, MORE_AGAIN), le(MORE_AGAIN, SHARE), le(SOUND, MORE_SOUND), le(MORE_SOUND, BEST))
    return Induction("order", words, _departures(), _while_new(goal), (_larger(), ge(W, 1)))


def cap() -> Induction:
    words = (
        "before the first departure the sum is 0",
        "if S <= i and S (S+1) <= 2W (1 - a), where a is the share of the walks that go on, so with a departure more",
    )
    total = W * BEST
    goal = both(ge(SHARE, 0), le(SHARE, 1), ge(total, 0), le(total, I), le(total * (total + 1), 2 * W * (1 - SHARE)))
    return Induction("cap", words, _departures(), _while_new(goal), (ge(W, 1),))


def _while_new(goal: Formula) -> Formula:
    """As long as there are corridors that were not taken."""
    return implies(le(I, W), goal)


def cot_pass_theorem() -> Theorem:
    uses = (Use(rows_passed(), {I: 2 * K}), *(Use(part(), {I: G}) for part in (formula, order, cap)))
    return Theorem("cot-pass", CLAIM.statement, SCOPE, uses, _stated(le(BEST * (W * BEST + 1), 2)), ASSUMPTIONS)


def _stated(capped: Formula) -> Formula:
    rises = both(le(SOUND, MORE_SOUND), ge(AGAIN * OUT, 0))
    return implies(le(G, W), both(eq(SOUND, SUM), rises, le(MORE_SOUND, BEST), capped))


# --- instances -------------------------------------------------------------------------------------------------------

CASES: tuple[dict[str, Any], ...] = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "budget": budget}
    for width, depth, lanes in ((1, 1, 2), (2, 1, 2), (3, 1, 1), (4, 1, 1), (2, 2, 1))
    for budget in (4, 9, 10, 15, 16, 22, 30)
)


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "a random policy, and the one that never turns: the sound walks of the full multigraph, followed one by one, "
        "have the probability of the theory",
        CASES,
        lambda width, depth, lanes, budget: (
            [sound_success(graph, policy, budget) for graph, policy in _policies(width, depth, lanes)],
            [
                cot_success_probability(graph, policy, budget, exact=True)
                for graph, policy in _policies(width, depth, lanes)
            ],
        ),
    )


def _policies(width: int, depth: int, lanes: int) -> list[tuple[CorridorGraph, Policy]]:
    graph = CorridorGraph(width, depth, lanes)
    return [(graph, random_policy(graph, width)), (graph, Policy.optimal(graph))]


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            cot_pass_theorem(),
            "at-most-root-of-one",
            "no policy has more than sqrt(1/W)",
            confirm=_confirm_root,
            goal=_stated(le(W * BEST * BEST, 1)),
        ),
        Control(
            Instance(
                "every-success-is-sound",
                "where a walk never turns, every success is sound",
                tuple({"budget": budget} for budget in (4, 10, 16)),
                lambda budget: _sound_and_any(2, budget),
            ),
            _confirm_any,
        ),
    ]


def _sound_and_any(width: int, budget: int) -> tuple[Fraction, Fraction]:
    graph = CorridorGraph(width, 1, 1)
    policy = Policy.optimal(graph)
    return cot_success_probability(graph, policy, budget, exact=True), success(graph, policy, budget)


def _confirm_root(model: Model) -> str:
    graph = CorridorGraph(2, 1, 1)
    found = sound_success(graph, Policy.optimal(graph), 10)
    if 2 * found**2 <= 1:
        raise ValueError(f"at W=2 and 10 steps the sound success is {found}")
    return f"at W=2, K=L=1 and 10 steps the walk that never turns has a sound success with {found}, more than sqrt(1/2)"


def _confirm_any(model: Model) -> str:
    sound, reached = _sound_and_any(2, 16)
    if sound >= reached:
        raise ValueError(f"sound successes have {sound}, all successes {reached}")
    return f"at W=2, K=L=1 and 16 steps without turning a success has {reached}, a sound one {sound}"
