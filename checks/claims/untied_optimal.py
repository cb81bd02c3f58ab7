"""Claim `untied-optimal`: no table with a uniform fork costs less than H* = 1 + (2W-1)(2K+1), also if every corridor
and every lane has rows of its own, for all W, K, L >= 1. For W >= 2 equality holds only if no walk ever turns; rows
that are never used, such as those of lanes that are never taken, do not matter.

An excursion into corridor i reaches its leaf with probability e_i, whether or not the target is there. Let u_i = 1/e_i,
and let E_i and R_i be the expected steps of an excursion into i if the target is there, and if it is not. Let m = 2K+1.

1. *Cost.* By the first-step equation at the fork, target t costs (E_t + sum_(i != t) R_i) u_t from there (`fork`).
2. *Excursions.* One that reaches the leaf takes at least m steps, and 2m if it has to come back; any other takes at
   least 2. So E_i >= e_i m + 2 (1-e_i) and R_i >= 2 e_i m + 2 (1-e_i). Hence E_i u_i >= m (`own`), and for each pair of
   corridors R_i u_t + R_t u_i >= 4m, since u_t/u_i + u_i/u_t >= 2 (`pair`).
3. *Sums.* Over n corridors the E_i u_i add up to at least n m (`own-sum`), and the R_i u_t to at least 2m n (n-1):
   corridor n+1 makes a pair with each of n others (`new-pairs`, `pair-sum`). For n = W, H >= H* (`bound`).
4. *Equality.* It needs E_i u_i = m for every i, hence u_i = 1 (`own`), and then R_i = 2m for every pair (`pair`). So
   every walk goes straight to the leaf and back.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.formula import Formula, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import K, W, nonnegative, positive
from backproof.theory.chain import mean_hitting_time
from backproof.theory.graph import CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy

CLAIM = Header(
    statement=(
        "no table with a uniform fork costs less than H*, even if every corridor and lane has rows of its own; for "
        "W >= 2 it costs H* only if it never turns where it walks"
    ),
    source="new",
    scope="all W, K, L, every table with a uniform fork that reaches every leaf",
    assumptions=(
        "the fork is uniform whatever the last edge, and not trained (`fork-memory` drops this)",
        "an excursion that reaches the leaf takes at least 2K+1 steps each way, and any other at least 2",
    ),
    uses=("rlvr-optimal",),
)

u_i, u_t = positive("u_i u_t")
E, R_i, R_t, value, others, n = nonnegative("E R_i R_t V others n")
LENGTH = 2 * K + 1

CASES = tuple(size for size in SMALL_SIZES if size["width"] > 1 and size["depth"] < 3 and size["lanes"] < 3)


def evidence() -> list[Evidence]:
    return [*_excursions(), *_sums(), *_on_full_multigraph()]


def _own(steps: sp.Expr, tries: sp.Expr) -> Formula:
    """E >= e m + 2 (1-e), times u = 1/e."""
    return ge(steps * tries, LENGTH + 2 * (tries - 1))


def _wrong(steps: sp.Expr, tries: sp.Expr) -> Formula:
    """R >= 2 e m + 2 (1-e), times u = 1/e."""
    return ge(steps * tries, 2 * LENGTH + 2 * (tries - 1))


def _excursions() -> list[Obligation]:
    together = R_i * u_t + R_t * u_i
    return [
        Obligation(
            "fork",
            "with the wrong corridors' R adding up to `others`, the target is (E + others) u steps from the fork",
            eq(value, (E + others) * u_t),
            (le(1, W), le(1, u_t), eq(W * value, others + (W - 1) * value + E + (1 - 1 / u_t) * value)),
        ),
        Obligation(
            "own",
            "if E >= e m + 2 (1-e) with e = 1/u, then E u >= m, and E u = m only if u = 1",
            both(ge(E * u_t, LENGTH), implies(eq(E * u_t, LENGTH), eq(u_t, 1))),
            (le(1, u_t), _own(E, u_t)),
        ),
        Obligation(
            "pair",
            "if R >= 2 e m + 2 (1-e) for both of two corridors, then R_i u_t + R_t u_i >= 4m; if both u are 1, it is "
            "4m only if both R are 2m",
            both(
                ge(together, 4 * LENGTH),
                implies(
                    both(eq(u_i, 1), eq(u_t, 1), eq(together, 4 * LENGTH)),
                    both(eq(R_i, 2 * LENGTH), eq(R_t, 2 * LENGTH)),
                ),
            ),
            (le(1, u_i), le(1, u_t), _wrong(R_i, u_i), _wrong(R_t, u_t)),
        ),
    ]


def _sums() -> list[Obligation]:
    own, pairs, added, one_more, cost = nonnegative("own pairs new one_more H")
    return [
        Obligation(
            "own-sum",
            "if E_i u_i over n corridors add up to at least n m, so they do with one more",
            ge(own + one_more, (n + 1) * LENGTH),
            (ge(own, n * LENGTH), ge(one_more, LENGTH)),
        ),
        Obligation(
            "new-pairs",
            "if the pairs of a new corridor with n others add up to at least 4m n, so they do with one more",
            ge(added + one_more, 4 * LENGTH * (n + 1)),
            (ge(added, 4 * LENGTH * n), ge(one_more, 4 * LENGTH)),
        ),
        Obligation(
            "pair-sum",
            "if all pairs of n corridors add up to at least 2m n (n-1), those of n+1 do to 2m (n+1) n",
            ge(pairs + added, 2 * LENGTH * (n + 1) * n),
            (ge(pairs, 2 * LENGTH * n * (n - 1)), ge(added, 4 * LENGTH * n)),
        ),
        Obligation(
            "bound",
            "with both sums at n = W, the mean over the targets is H >= H*, and H = H* only if both are the least",
            both(
                ge(cost, rlvr_optimal.STATED),
                implies(
                    eq(cost, rlvr_optimal.STATED),
                    both(eq(own, W * LENGTH), eq(pairs, 2 * LENGTH * W * (W - 1))),
                ),
            ),
            (
                *(le(1, W), eq(W * (cost - 1), own + pairs)),
                *(ge(own, W * LENGTH), ge(pairs, 2 * LENGTH * W * (W - 1))),
            ),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UntiedTable:
    """A walk with a row of its own at every inner edge-state; elsewhere it moves as the base model does."""

    graph: CorridorGraph
    rows: Mapping[EdgeState, Mapping[EdgeState, Fraction]]

    def leaves(self) -> tuple[Vertex, ...]:
        return self.graph.leaves()

    def row(self, state: EdgeState) -> Mapping[EdgeState, Fraction]:
        return self.rows.get(state) or Policy.base(self.graph).row(self.graph, state)


def random_table(graph: CorridorGraph, seed: int) -> UntiedTable:
    """Random rational rows, the same for the same seed."""
    draw, base = random.Random(seed), Policy.base(graph)  # noqa: S311 - not for secrets
    rows = {}
    for state in graph.edge_states():
        if state.head.kind in ("left", "right"):
            weights = {move: draw.randint(1, 9) for move in base.row(graph, state)}
            rows[state] = {move: Fraction(weight, sum(weights.values())) for move, weight in weights.items()}
    return UntiedTable(graph, rows)


def _first_lane_only(graph: CorridorGraph) -> UntiedTable:
    """The walk that never turns and takes first lanes only; in the other lanes it always turns."""
    rows = {}
    for state in graph.edge_states():
        if state.head.kind in ("left", "right"):
            goes_on = [
                move for move in Policy.optimal(graph).row(graph, state) if move.lane == 0 and move != state.reversed()
            ]
            rows[state] = {state.reversed() if state.lane else goes_on[0]: Fraction(1)}
    return UntiedTable(graph, rows)


def _on_full_multigraph() -> list[Instance]:
    return [
        Instance(
            "random-tables",
            "tables of random rows cost more than H* on the full multigraph",
            tuple(size | {"seed": seed} for size in CASES for seed in (1, 2)),
            lambda seed, **size: (
                mean_hitting_time(random_table(CorridorGraph(**size), seed)) > _optimum(**size),
                True,
            ),
        ),
        Instance(
            "unused-lanes",
            "a table that takes first lanes only, and would turn in all others, costs H*",
            tuple(size for size in CASES if size["lanes"] > 1),
            lambda **size: (mean_hitting_time(_first_lane_only(CorridorGraph(**size))), _optimum(**size)),
        ),
    ]


def _optimum(width: int, depth: int, lanes: int) -> Fraction:
    return Fraction(int(rlvr_optimal.STATED.subs({W: width, K: depth})))


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        Control(
            Obligation(
                "each-of-a-pair",
                "R_i u_t >= 2m for each corridor, not only for a pair together",
                ge(R_i * u_t, 2 * LENGTH),
                (le(1, u_i), le(1, u_t), _wrong(R_i, u_i)),
            )
        ),
        Control(
            Instance(
                "all-ones-alone",
                "only the policy of all ones costs H*: a table that would turn in lanes it never takes costs more",
                tuple(size for size in CASES if size["lanes"] > 1),
                lambda **size: (mean_hitting_time(_first_lane_only(CorridorGraph(**size))) > _optimum(**size), True),
            )
        ),
    ]
