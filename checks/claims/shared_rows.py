"""Claim `shared-rows`: if all rows share a feature, golden-path SFT moves backward rows that it never visits.

Egocentric is the feature "go straight on" (phi = 1), allocentric "away from the fork" (phi = -1 on backward rows).
1. *Portion.* Row r changes theta_r at w_r e_r, weight times error (`own-velocity-exit`, `own-velocity-entry`), and the
   shared theta_0 at lambda w_r e_r (`shared-velocity`). So theta_0 = lambda sum theta_r, and a backward gap is
   phi sigma/(1+sigma) Y, with sigma = N lambda^2 and Y the mean gap of the N forward rows (`portion`); here N = 2K.
2. *Clock.* Let E_a, E_c be e^gap at exits and entries, and M = e^Y their geometric mean. If E_a < L^2 E_c, the exit has
   the larger error and its theta gains; beyond that it loses. So E_c <= E_a <= L^2 E_c throughout (`barrier`). The mean
   error lies between those of an entry and of an exit row with gap Y (`between`), and Y moves at 1 + sigma times the
   mean error. Hence 1 + tau/(1+L) <= M <= 1 + L tau with tau = (1 + sigma) t (`progress`), by the clocks of
   `sft-dynamics`. Forward errors fall like 1/t, and F = M^(sigma/(1+sigma)), e to the size of a backward gap, grows
   without bound.
3. *Egocentric.* No error exceeds L/(L+F) (`egocentric-errors`), so the cost goes to H* by `distillation`. It is at most
   2 H* if F >= 6KL (`within-factor-two`), from time (1+L) (6KL)^(1 + 1/sigma) / (1+sigma) on. This is
   exponential in K only if sigma is below a constant times ln(KL)/K.
4. *Allocentric.* With P = F^i the return from a leaf crosses the edge after i diamonds at least P - 1 times too often
   (`return-base`, `return-lanes`, `return-growth`, `return-step`), and H >= H* + 2(W-1)(F^K - 1)
   (`allocentric-cost`), which grows without bound.
5. *RLVR.* Gaps move against (1 + lambda^2 phi phi^T) g with g the gradient. The cost falls at |g|^2 + lambda^2
   (phi.g)^2 (`descent`) and is stationary only where it was without sharing, so LaSalle's argument in
   `global-convergence` leads every interior start to H*.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.claims.sft_dynamics import ENTRY_CLOCK, ENTRY_ERROR, EXIT_CLOCK, EXIT_ERROR, E, gap
from backproof.checks.claims.zero_gradient import is_backward
from backproof.checks.formula import Model, both, eq, ge, gt, implies, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost
from backproof.checks.tools.symbols import K, L, P, W, nonnegative, positive, real
from backproof.theory.any_graph.golden import sft_gradient
from backproof.theory.costs import crossings
from backproof.theory.graph import SOURCE, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.shared_rows import Frame, shared_portion

CLAIM = Header(
    statement=(
        "if all rows share a feature with weight lambda > 0, SFT on golden paths moves backward gaps to phi "
        "sigma/(1+sigma) times the mean forward gap, where sigma = N lambda^2 for N forward rows; with an egocentric "
        "feature (phi = 1) its cost tends to H*, with an allocentric one (phi = -1) to infinity; RLVR's tends to H* "
        "with both"
    ),
    source="new",
    scope="all lambda > 0, W, K, L; allocentric and RLVR: W >= 2",
    assumptions=(
        "the gap of row r is theta_r + lambda phi_r theta_0, with one theta_0 for the whole table",
        "gradient flow of all theta_r and of theta_0; SFT starts from base, RLVR from any interior point",
        "rows of a family at one diamond are one row of weight one (the factor phi sigma/(1+sigma) does not need this)",
    ),
    uses=("zero-gradient", "sft-dynamics", "distillation", "rlvr-optimal", "global-convergence"),
    experiments=("egocentric-learns", "allocentric-unlearns", "rlvr-reaches", "network-measured"),
)

E_a, E_c, M, F, lam, N = positive("E_a E_c M F lam N")
phi, theta, s, mean, backward = real("phi theta s mean backward")

EXIT, ENTRY = EXIT_ERROR.subs(E, E_a), ENTRY_ERROR.subs(E, E_c)
TOGETHER = (le(1, L), le(1, E_c), le(E_c, E_a), le(E_a, L**2 * E_c), eq(M**2, E_a * E_c))
"""What is known about the two forward rows; M = e^Y."""


def evidence() -> list[Evidence]:
    return [*_velocities(), _portion(), *_clocks(), *_egocentric(), *_allocentric(), _descent(), *_on_full_multigraph()]


def _velocities() -> list[Evidence]:
    """From the cross-entropy of an exit and an entry row, visited w_a and w_c times, in A = exp theta_a,
    C = exp theta_c and S = exp(lambda theta_0): d/dtheta = A d/dA, and d/dtheta_0 = lambda S d/dS.
    """
    A, C, S, w_a, w_c = positive("A C S w_a w_c")
    loss = w_a * sp.log(1 + L / (A * S)) + w_c * sp.log(1 + 1 / (L * C * S))
    at = {E_a: A * S, E_c: C * S}
    pull_a, pull_c = (w_a * EXIT).subs(at), (w_c * ENTRY).subs(at)
    return [
        Derivation(
            "own-velocity-exit", "an exit row changes its theta at weight times error", -A * sp.diff(loss, A), pull_a
        ),
        Derivation(
            "own-velocity-entry", "an entry row changes its theta at weight times error", -C * sp.diff(loss, C), pull_c
        ),
        Derivation(
            "shared-velocity",
            "both together change the shared parameter at lambda times the sum of these",
            -lam * S * sp.diff(loss, S),
            lam * (pull_a + pull_c),
        ),
    ]


def _portion() -> Obligation:
    return Obligation(
        "portion",
        "with s = lambda sum theta, a backward gap phi lambda s is phi sigma/(1+sigma) times the mean forward gap",
        eq(backward, phi * shared_portion(N * lam**2) * mean),
        SHARED,
    )


SHARED = (eq(s, lam * theta), eq(N * mean, theta + N * lam * s), eq(backward, phi * lam * s))
"""theta is the sum over the N forward rows."""


def _clocks() -> list[Obligation]:
    (tau,) = nonnegative("tau")
    return [
        Obligation(
            "barrier",
            "the exit errs at least as much as the entry where E_a <= L^2 E_c, at most as much where E_a >= L^2 E_c",
            both(implies(le(E_a, L**2 * E_c), ge(EXIT, ENTRY)), implies(ge(E_a, L**2 * E_c), le(EXIT, ENTRY))),
            (le(1, L),),
        ),
        Obligation(
            "between",
            "the mean error is between those of an entry row and of an exit row whose gap is the mean gap",
            both(le((EXIT + ENTRY) / 2, EXIT_ERROR.subs(E, M)), ge((EXIT + ENTRY) / 2, ENTRY_ERROR.subs(E, M))),
            TOGETHER,
        ),
        Obligation(
            "progress",
            "an exit clock not beyond tau and an entry clock not behind it leave 1 + tau/(1+L) <= e^Y <= 1 + L tau",
            both(ge(E, 1 + tau / (1 + L)), le(E, 1 + L * tau)),
            (le(EXIT_CLOCK, tau), ge(ENTRY_CLOCK, tau), ge(E, 1), le(gap, E - 1)),
        ),
    ]


def _egocentric() -> list[Obligation]:
    delta, cost = nonnegative("delta cost")
    most = EXIT_ERROR.subs(E, F)
    errors = (EXIT, ENTRY, ENTRY_ERROR.subs(E, F), most)
    room = 1 - 2 * K * delta
    return [
        Obligation(
            "egocentric-errors",
            "no error of the four families exceeds L/(L+F)",
            both(*(le(error, most) for error in errors)),
            (*TOGETHER, le(1, F), le(F, M)),
        ),
        Obligation(
            "within-factor-two",
            "where no error exceeds delta = L/(L+F) and F >= 6KL, the bound of `distillation` is at most H*",
            le(cost, 2 * rlvr_optimal.STATED),
            (
                le(1, W),
                le(1, K),
                le(1, L),
                ge(F, 6 * K * L),
                eq(delta * (L + F), L),
                le((cost - rlvr_optimal.STATED) * room, 2 * (2 * W - 1) * (2 * K + 1) * 2 * K * delta),
            ),
        ),
    ]


def _allocentric() -> list[Obligation]:
    y, between, out, back = nonnegative("y between out back")
    a, c = positive("a c")
    b, d = L / (L + F), 1 / (1 + L * F)
    least = (1 + L * F) * L * P - (L + 1)
    return [
        Obligation(
            "return-base",
            "before the first diamond of the way back there is no surplus crossing, and P = 1",
            ge(y, P - 1),
            (eq(y, 0), eq(P, 1)),
        ),
        Obligation(
            "return-lanes",
            "if the surplus after i diamonds is at least P - 1, that on the next lanes is at least (1 + LF) P L/(L+1) "
            "- 1, forward entries being no worse than base",
            ge(crossings.next_surplus(y, d, c) * (L + 1), least),
            (ge(y, P - 1), ge(c * (L + 1), L)),
        ),
        Obligation(
            "return-growth", "(L + F)(1 + LF) >= F (L+1)^2", ge((L + F) * (1 + L * F), F * (L + 1) ** 2), (ge(F, 1),)
        ),
        Obligation(
            "return-step",
            "hence it is at least F P - 1 after that diamond, forward exits being no worse than base",
            ge(crossings.next_surplus(between, b, a), F * P - 1),
            (
                ge(between * (L + 1), least),
                ge((L + F) * (1 + L * F), F * (L + 1) ** 2),
                ge(a * (L + 1), 1),
                le(a, 1),
            ),
        ),
        Obligation(
            "allocentric-cost",
            "with passages of 2K+1 steps or more out, and twice the last surplus more than that back, H >= H* + "
            "2(W-1)(P-1)",
            ge(crossings.renewal_cost(W, out, back), rlvr_optimal.STATED + 2 * (W - 1) * (P - 1)),
            (le(1, W), ge(out, 2 * K + 1), ge(back, 2 * K + 1 + 2 * y), ge(y, P - 1)),
        ),
    ]


def _descent() -> Obligation:
    """Sums over the rows so far: fall of g (g + lambda^2 phi C), squares of g^2, part of phi g."""
    fall, squares, part, C, g = real("fall squares part C g")
    more = fall + g * (g + lam**2 * phi * C)
    return Obligation(
        "descent",
        "the cost falls at sum g^2 + lambda^2 C^2 >= sum g^2, C the sum of phi g: one row more, and at the last one",
        both(
            eq(more, squares + g**2 + lam**2 * C * (part + phi * g)),
            implies(eq(part + phi * g, C), ge(more, squares + g**2)),
        ),
        (eq(fall, squares + lam**2 * C * part),),
    )


# --- instances -------------------------------------------------------------------------------------------------------

SEVERAL = tuple(size for size in SMALL_SIZES if size["width"] > 1 and size["depth"] < 3)


def _policy_of_odds(graph: CorridorGraph, exit_: Fraction, entry: Fraction, frame: Frame, size: Fraction) -> Policy:
    """The policy with e^gap = ``exit_`` and ``entry`` at forward rows, ``size`` to the power phi at backward rows."""
    away = size**frame
    odds = (exit_ / graph.lanes, away * graph.lanes, entry * graph.lanes, away / graph.lanes)
    return Policy(*([m / (1 + m)] * graph.depth for m in odds))


def _on_full_multigraph() -> list[Instance]:
    return [
        Instance(
            "first-velocity",
            "on the table of all edge-states, at base and with lambda = 1/3, golden paths move s at lambda K and each "
            "backward gap at phi lambda^2 K",
            tuple({**size, "frame": frame} for size in SEVERAL for frame in Frame),
            lambda frame, **size: _first_velocity(CorridorGraph(**size), frame, Fraction(1, 3)),
        ),
        Instance(
            "egocentric-cost",
            "if F = 6KL and the forward gaps are as far apart as they can be, the cost is at most 2 H*",
            SEVERAL,
            lambda width, depth, lanes: (_egocentric_ratio(CorridorGraph(width, depth, lanes)) <= 2, True),
        ),
        Instance(
            "allocentric-bound",
            "at F = 3 and forward gaps of ln 5 the cost is at least H* + 2(W-1)(3^K - 1)",
            SEVERAL,
            lambda width, depth, lanes: (_allocentric_excess(CorridorGraph(width, depth, lanes)) >= 0, True),
        ),
    ]


def _first_velocity(graph: CorridorGraph, frame: Frame, weight: Fraction) -> tuple[Any, Any]:
    base = Policy.base(graph)
    rows: Any = {state: base.row(graph, state) for state in graph.edge_states() if state.head.kind in ("left", "right")}
    gradient: Any = sft_gradient(graph.multigraph(), SOURCE, graph.leaves(), rows)

    def feature(row: EdgeState, move: EdgeState) -> int:
        outward = not is_backward(graph, move)
        straight = outward != is_backward(graph, row)
        return int(straight if frame is Frame.EGOCENTRIC else outward)

    push = -sum(weight * feature(row, move) * value for row, moves in gradient.items() for move, value in moves.items())
    gaps = {
        weight * push * (feature(row, passing) - feature(row, turning))
        for row, moves in rows.items()
        if is_backward(graph, row)
        for passing in moves
        for turning in moves
        if is_backward(graph, passing) and not is_backward(graph, turning)
    }
    return (push, gaps), (weight * graph.depth, {frame * weight**2 * graph.depth})


def _egocentric_ratio(graph: CorridorGraph) -> Fraction:
    size = Fraction(6 * graph.depth * graph.lanes)
    policy = _policy_of_odds(graph, size * graph.lanes, size / graph.lanes, Frame.EGOCENTRIC, size)
    return chain_cost(graph, policy) / chain_cost(graph, Policy.optimal(graph))


def _allocentric_excess(graph: CorridorGraph, turns: int | None = None) -> Fraction:
    """The cost minus H* + 2(W-1)(3^K - 1), or minus the same with ``turns`` for W-1."""
    policy = _policy_of_odds(graph, Fraction(5), Fraction(5), Frame.ALLOCENTRIC, Fraction(3))
    surplus = 2 * (graph.width - 1 if turns is None else turns) * (Fraction(3) ** graph.depth - 1)
    return chain_cost(graph, policy) - chain_cost(graph, Policy.optimal(graph)) - surplus


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    (any_weight,) = nonnegative("any_weight")
    unweighted = (
        eq(s, any_weight * theta),
        eq(N * mean, theta + N * any_weight * s),
        eq(backward, any_weight * s),
        gt(mean, 0),
    )
    return [
        Control(
            Obligation(
                "whatever-the-weight",
                "an egocentric backward gap grows with the mean forward gap for lambda = 0 too",
                gt(backward, 0),
                unweighted,
            ),
            confirm=_confirm_table,
        ),
        Control(
            Obligation(
                "whole-gap",
                "an egocentric backward gap is as large as the mean forward gap",
                eq(backward, mean),
                (*SHARED, eq(phi, 1), gt(mean, 0)),
            )
        ),
        Control(
            Instance(
                "allocentric-learns",
                "at F = 3 and forward gaps of ln 5 the allocentric policy costs no more than base",
                SEVERAL,
                lambda width, depth, lanes: (_allocentric_gain(CorridorGraph(width, depth, lanes)) >= 0, True),
            )
        ),
        Control(
            Instance(
                "one-corridor",
                "for W = 1 the allocentric cost is at least H* + 4 (3^K - 1)",
                tuple(size for size in SMALL_SIZES if size["width"] == 1),
                lambda **size: (_allocentric_excess(CorridorGraph(**size), turns=2) >= 0, True),
            )
        ),
    ]


def _allocentric_gain(graph: CorridorGraph) -> Fraction:
    policy = _policy_of_odds(graph, Fraction(5), Fraction(5), Frame.ALLOCENTRIC, Fraction(3))
    return chain_cost(graph, Policy.base(graph)) - chain_cost(graph, policy)


def _confirm_table(model: Model) -> str:
    (_, gaps), _ = _first_velocity(CorridorGraph(2, 1, 2), Frame.EGOCENTRIC, weight := model["any_weight"])
    if any(gaps):
        raise ValueError(f"backward gaps move at {gaps} with lambda = {weight}")
    return f"at W=2, K=1, L=2 with lambda = {weight} golden paths do not move any backward gap"
