"""Claim `untied-optimal`: no table with a uniform fork costs less than H* = 1 + (2W-1)(2K+1), also if every corridor
and every lane has rows of its own, for all W, K, L >= 1. For W >= 2 equality holds only if every
excursion goes straight to its leaf and back; rows that are never used, such as those of lanes that are never taken, do
not matter.

An excursion into corridor i reaches its leaf with probability e_i, whether or not the target is there. Let u_i = 1/e_i,
and let E_i and R_i be the expected steps of an excursion into i if the target is there, and if it is not. Let m = 2K+1.

1. *Cost.* By the first-step equation at the fork, target t costs (E_t + sum_(i != t) R_i) u_t from there (`fork`).
2. *Excursions.* One that reaches the leaf takes at least m steps, and 2m if it has to come back; any other takes at
   least 2. So E_i >= e_i m + 2 (1-e_i) and R_i >= 2 e_i m + 2 (1-e_i). Hence E_i u_i >= m + 2 (u_i - 1), and for each
   pair of corridors R_i u_t + R_t u_i >= 4m, since u_t/u_i + u_i/u_t >= 2 (`pair`).
3. *Sums*, corridor by corridor. Over n of them the V_t add up to what 1. gives (`values`), the E_i u_i to at least n m
   (`own`), and the R_i u_t to at least 2m n (n-1): one corridor makes a pair with each of n others (`pairs`, `cross`).
4. *Equality* needs E_i u_i = m for every i, hence u_i = 1, and then R_i = 2m for every i (`straight`).

The solvers compose the steps in `theorem`.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.theory.chain import mean_hitting_time
from backproof.theory.graph import CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy

u, u_t = positive("u u_t")
E, R, R_t, V = nonnegative("E R R_t V")
U, R_SUM, R_ALL, OWN, WRONG, V_SUM, TURNS, LONGER, H = real("U R_sum R_all EU RU V_sum turns longer H")
LENGTH = 2 * K + 1

TABLES = Policies("every table with a uniform fork that reaches every leaf", (u, E, R), (le(1, u),))
SCOPE = Scope({W: 1, K: 1, L: 1}, TABLES)
ASSUMPTIONS = (
    rlvr_optimal.FORK_FIXED,
    Assumed(
        "excursions", "an excursion that reaches the leaf takes at least 2K+1 steps each way, and any other at least 2"
    ),
    Assumed("target", "the target is uniform, and the policy and its excursions do not depend on it"),
)

CLAIM = Header(
    statement=(
        "no table with a uniform fork costs less than H*, even if every corridor and lane has rows of its own; for "
        "W >= 2 it costs H* only if every excursion reaches its leaf, in 2K+1 steps, and returns in as many"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("rlvr-optimal",),
)

CASES = tuple(size for size in SMALL_SIZES if size["width"] > 1 and size["depth"] < 3 and size["lanes"] < 3)


def evidence() -> list[Part]:
    return [_fork(), _pair(), *_sums(), untied_theorem(), *_on_full_multigraph()]


def _own(steps: sp.Expr, tries: sp.Expr) -> Formula:
    """E >= e m + 2 (1-e), times u = 1/e."""
    return ge(steps * tries, LENGTH + 2 * (tries - 1))


def _wrong(steps: sp.Expr, tries: sp.Expr) -> Formula:
    """R >= 2 e m + 2 (1-e), times u = 1/e."""
    return ge(steps * tries, 2 * LENGTH + 2 * (tries - 1))


def _at_fork(value: sp.Expr) -> Formula:
    """The first-step equation at the fork, where the target's corridor has u, E and R, and all together R_all."""
    return eq(W * value, R_ALL - R + (W - 1) * value + E + (1 - 1 / u) * value)


def _fork() -> Obligation:
    return Obligation(
        "fork",
        "with the wrong corridors' R adding up to R_all - R, the target is (E + R_all - R) u steps from the fork",
        eq(V, (E + R_ALL - R) * u),
        (le(1, W), le(1, u), _at_fork(V)),
    )


def _pair() -> Obligation:
    return Obligation(
        "pair",
        "if R >= 2 e m + 2 (1-e) for both of two corridors, then R u_t + R_t u >= 4m",
        ge(R * u_t + R_t * u, 4 * LENGTH),
        (le(1, u), le(1, u_t), _wrong(R, u), _wrong(R_t, u_t)),
    )


def _corridors() -> Recurrence:
    """Sums over the corridors: of u, R, E u, R u and V, of u - 1, and of what R u has above its least."""
    zero = sp.Integer(0)
    added = {
        U: u,
        R_SUM: R,
        OWN: E * u,
        WRONG: R * u,
        V_SUM: V,
        TURNS: u - 1,
        LONGER: R * u - 2 * LENGTH - 2 * (u - 1),
    }
    return Recurrence(
        "corridors with rows of their own",
        I,
        dict.fromkeys(added, zero),
        {state: state + term for state, term in added.items()},
        chosen=(u, E, R, V),
        constraints=(*TABLES.constraints, _own(E, u), _wrong(R, u), _at_fork(V)),
    )


def _sums() -> list[Induction]:
    over = _corridors()
    values = Induction(
        "values",
        (
            "over no corridors all sums are 0",
            "if the V_t add up to the sum of (E_t + sum_(i != t) R_i) u_t over n corridors, so they do over n+1",
        ),
        over,
        eq(V_SUM, OWN + R_ALL * U - WRONG),
        hypotheses=(le(1, W),),
        uses=(Use(_fork()),),
    )
    own = Induction(
        "own",
        ("over no corridors the sum is 0", "if the E_i u_i add up to at least n m + 2 sum (u_i - 1), so over n+1"),
        over,
        ge(OWN, I * LENGTH + 2 * TURNS),
    )
    pairs = Induction(
        "pairs",
        (
            "with no corridor there is no pair",
            "if the pairs of one corridor with n others add up to at least 4m n, so they do with one more",
        ),
        over,
        ge(R_SUM * u_t + R_t * U, 4 * LENGTH * I),
        hypotheses=(le(1, u_t), _wrong(R_t, u_t)),
        uses=(Use(_pair()),),
    )
    cross = Induction(
        "cross",
        (
            "one corridor makes no pair",
            "if all R_i u_t with i != t over n corridors add up to at least 2m n (n-1), so over n+1",
        ),
        over,
        ge(R_SUM * U - WRONG, 2 * LENGTH * I * (I - 1)),
        uses=(Use(pairs, {u_t: u, R_t: R}),),
    )
    straight = Induction(
        "straight",
        (
            "over no corridors all sums are 0",
            "the u_i add up to n and the sum of u_i - 1, which is not negative; if it is 0, R_i u_i is R_i",
        ),
        over,
        both(
            ge(TURNS, 0),
            ge(LONGER, 0),
            eq(U, I + TURNS),
            eq(WRONG, 2 * LENGTH * I + 2 * TURNS + LONGER),
            implies(eq(TURNS, 0), eq(WRONG, R_SUM)),
        ),
    )
    return [values, own, pairs, cross, straight]


def untied_theorem() -> Theorem:
    values, own, _, cross, straight = _sums()
    uses = tuple(Use(sums, {I: W}) for sums in (values, own, cross, straight))
    return Theorem("untied-optimal", CLAIM.statement, SCOPE, uses, _least(unique_from=2), ASSUMPTIONS)


def _least(*, unique_from: int) -> Formula:
    """H, one step and the mean of the V_t, is at least H*; from this W on only straight excursions cost that."""
    straight = both(eq(OWN, W * LENGTH), eq(TURNS, 0), eq(LONGER, 0))
    optimum = rlvr_optimal.STATED
    return implies(
        both(eq(W * (H - 1), V_SUM), eq(R_ALL, R_SUM)),
        both(ge(H, optimum), implies(both(ge(W, unique_from), eq(H, optimum)), straight)),
    )


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
        false_theorem(
            untied_theorem(),
            "straight-at-width-one",
            "for W = 1, too, only straight excursions cost H*",
            confirm=rlvr_optimal.confirm_width_one,
            goal=_least(unique_from=1),
        ),
        Control(
            Obligation(
                "each-of-a-pair",
                "R u_t >= 2m for each corridor, not only for a pair together",
                ge(R * u_t, 2 * LENGTH),
                (le(1, u), le(1, u_t), _wrong(R, u)),
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
