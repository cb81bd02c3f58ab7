"""Claim `shared-rows`: if all rows share a feature, golden-path SFT moves backward rows that it never visits.

Egocentric is the feature "go straight on" (phi = 1), allocentric "away from the fork" (phi = -1 on backward rows).
1. *Portion.* Row r changes theta_r at w_r e_r, weight times error (`own-velocity-exit`, `own-velocity-entry`), and the
   shared theta_0 at lambda w_r e_r (`shared-velocity`). So theta_0 = lambda sum theta_r, by induction on the rows
   (`forward-rows`), and a backward gap is phi sigma/(1+sigma) Y, with sigma = N lambda^2 and Y the mean gap of the N
   forward rows (`portion`); here N = 2K.
2. *Clock.* Let E_a, E_c be e^gap at exits and entries, and M = e^Y their geometric mean. If E_a < L^2 E_c, the exit has
   the larger error and its theta gains; beyond that it loses. So E_c <= E_a <= L^2 E_c throughout (`barrier`). The mean
   error lies between those of an entry and of an exit row with gap Y (`between`), and Y moves at 1 + sigma times the
   mean error. So the exit clock of Y runs at most at 1 + sigma, and its entry clock at least (`clock-speeds`). Hence
   1 + tau/(1+L) <= M <= 1 + L tau with tau = (1 + sigma) t (`progress`), by the clocks of `sft-dynamics`. Forward
   errors fall like 1/t, and F = M^(sigma/(1+sigma)), e to the size of a backward gap, grows without bound.
3. *Egocentric.* No error exceeds L/(L+F) (`egocentric-errors`), so the cost goes to H* by `distillation`. It is at most
   2 H* if F >= 6KL (`room`, `within-factor-two`), from time (1+L) (6KL)^(1 + 1/sigma) / (1+sigma) on. This is
   exponential in K only if sigma is below a constant times ln(KL)/K.
4. *Allocentric.* With P = F^i the return from a leaf crosses the edge after i diamonds at least P - 1 times too often,
   by induction on the diamonds (`way-back`, whose step uses `return-lanes`, `return-growth` and `return-step`). No
   surplus of the way out is negative (`way-out`). So H >= H* + 2(W-1)(F^K - 1) (`allocentric-cost`), which grows
   without bound.
5. *RLVR.* Gaps move against (1 + lambda^2 phi phi^T) g with g the gradient. The cost falls at |g|^2 + lambda^2
   (phi.g)^2 (`descent`) and is stationary only where it was without sharing, so LaSalle's argument in
   `global-convergence` leads every interior start to H*.

`theorem` composes the steps, with F = `size`.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.claims import distillation, expected_cost, rlvr_optimal
from backproof.checks.claims.distillation import delta
from backproof.checks.claims.sft_dynamics import ENTRY_CLOCK, ENTRY_ERROR, EXIT_CLOCK, EXIT_ERROR, E, flow_time, gap
from backproof.checks.composition import Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt, substituted
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools import allocentric, shared_sums
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import S_BACK, S_OUT, TWO_VERTICES, X_BACK, composed_cost, through_corridor
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.row_clock import w
from backproof.checks.tools.shared_frames import (
    SEVERAL,
    allocentric_excess,
    allocentric_gain,
    first_velocity,
    on_shared_tables,
)
from backproof.checks.tools.shared_sums import SHARED, N, backward, lam, mean, phi, s, theta
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, positive, real
from backproof.theory.graph import CorridorGraph
from backproof.theory.relaxations.shared_rows import Frame, shared_portion

E_a, E_c, M, F, growth, SIZE = positive("E_a E_c M F growth size")
"""In the theorem F is SIZE, since expected-cost has an F of its own."""

tau, error = nonnegative("tau error")
(cost,) = real("cost")

SCOPE = Scope(
    {W: 2, K: 1, L: 1},
    expected_cost.EVERY_POLICY,
    (
        Given("weight", (lam,)),
        Given("number of forward rows", (N,)),
        Given("exponential of an exit's and an entry's gap", (E_a, E_c)),
        Given("exponential of their mean", (M,)),
        Given("size of a backward gap's exponential", (SIZE,)),
        Given("bound of the errors", (delta,)),
        Given("time", (flow_time,)),
        Given("forward row of the allocentric student", (allocentric.a, allocentric.c), most=1),
    ),
    shared_sums.EVERY_ROW,
)
ASSUMPTIONS = (
    Assumed(
        "one-parameter", "the gap of row r is theta_r + lambda phi_r theta_0, with one theta_0 for the whole table"
    ),
    Assumed("flow", "gradient flow of all theta_r and of theta_0; SFT starts from base, RLVR from any interior point"),
    Assumed(
        "one-row",
        "rows of a family at one diamond are one row of weight one (the factor phi sigma/(1+sigma) does not need this)",
    ),
    Assumed(
        "chain-rule",
        "each row moves theta and theta_0 as the derivations say, so that the mean gap moves at 1 + sigma times the "
        "mean error",
    ),
    Assumed("barrier", "a flow from E_a = E_c that points inward at both ends of E_c <= E_a <= L^2 E_c stays there"),
    Assumed(
        "bounded-speed",
        "what is zero at the start and never grows faster (or slower) than at a constant speed is at most (at least) "
        "that speed times time (textbook)",
    ),
    Assumed("power", "F = M^(sigma/(1+sigma)) is between 1 and M >= 1, and exceeds every bound as M does (textbook)"),
    Assumed("limits", "as F tends to infinity the bounds on the cost tend to H* and to infinity (textbook)"),
    Assumed("shared-flow", "LaSalle's principle applies to RLVR's flow as in global-convergence, since the cost falls"),
    TWO_VERTICES,
)

CLAIM = Header(
    statement=(
        "if all rows share a feature with weight lambda > 0, SFT on golden paths moves backward gaps to phi "
        "sigma/(1+sigma) times the mean forward gap, where sigma = N lambda^2 for N forward rows; with an egocentric "
        "feature (phi = 1) its cost tends to H*, with an allocentric one (phi = -1) to infinity; RLVR's tends to H* "
        "with both"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("zero-gradient", "sft-dynamics", "expected-cost", "distillation", "rlvr-optimal", "global-convergence"),
    experiments=("egocentric-learns", "allocentric-unlearns", "rlvr-reaches", "network-measured"),
)

EXIT, ENTRY = EXIT_ERROR.subs(E, E_a), ENTRY_ERROR.subs(E, E_c)
MEAN_ERROR = (EXIT + ENTRY) / 2
TOGETHER = (le(1, L), le(1, E_c), le(E_c, E_a), le(E_a, L**2 * E_c), eq(M**2, E_a * E_c))
"""What is known about the two forward rows; M = e^Y."""

GROWTH = 1 + N * lam**2
"""1 + sigma."""


def evidence() -> list[Part]:
    found: list[Part] = [*_velocities(), shared_sums.forward_rows(), shared_sums.portion(), *_clocks(), *_egocentric()]
    found += [*allocentric.surplus_steps(), *allocentric.stays_nonnegative(), *allocentric.ways()]
    found.append(allocentric.allocentric_cost(rlvr_optimal.STATED))
    return [*found, shared_sums.descent(), _theorem(), *on_shared_tables()]


def _velocities() -> list[Derivation]:
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


def _clocks() -> tuple[Obligation, Obligation, Obligation, Obligation]:
    return (
        Obligation(
            "barrier",
            "the exit errs at least as much as the entry where E_a <= L^2 E_c, at most as much where E_a >= L^2 E_c",
            both(implies(le(E_a, L**2 * E_c), ge(EXIT, ENTRY)), implies(ge(E_a, L**2 * E_c), le(EXIT, ENTRY))),
            (le(1, L),),
        ),
        Obligation(
            "between",
            "the mean error is between those of an entry row and of an exit row whose gap is the mean gap",
            both(le(MEAN_ERROR, EXIT_ERROR.subs(E, M)), ge(MEAN_ERROR, ENTRY_ERROR.subs(E, M))),
            TOGETHER,
        ),
        Obligation(
            "clock-speeds",
            "if Y moves at 1 + sigma times that error, its exit clock does not run faster than at 1 + sigma, nor its "
            "entry clock slower",
            _speeds(growth, error),
            (le(error, EXIT_ERROR.subs(E, M)), ge(error, ENTRY_ERROR.subs(E, M))),
        ),
        Obligation(
            "progress",
            "an exit clock not beyond tau and an entry clock not behind it leave 1 + tau/(1+L) <= e^Y <= 1 + L tau",
            _progress(E, tau),
            (le(EXIT_CLOCK, tau), ge(ENTRY_CLOCK, tau), ge(E, 1), le(gap, E - 1)),
        ),
    )


def _speeds(rate: sp.Expr, error: sp.Expr) -> Formula:
    """Of the clocks Y + (M-1)/L and Y + L (M-1), where M grows at M times the speed of Y."""
    return both(le((1 + M / L) * rate * error, rate), ge((1 + L * M) * rate * error, rate))


def _progress(exponential: sp.Expr, clock: sp.Expr) -> Formula:
    return both(ge(exponential, 1 + clock / (1 + L)), le(exponential, 1 + L * clock))


def _egocentric() -> tuple[Obligation, Obligation, Obligation]:
    most = EXIT_ERROR.subs(E, F)
    far = (le(1, K), le(1, L), ge(F, 6 * K * L), eq(delta * (L + F), L))
    return (
        Obligation(
            "egocentric-errors",
            "no error of the four families exceeds L/(L+F)",
            both(*(le(error, most) for error in (EXIT, ENTRY, ENTRY_ERROR.subs(E, F), most))),
            (*TOGETHER, le(1, F), le(F, M)),
        ),
        Obligation("room", "for delta = L/(L+F) and F >= 6KL, 2K delta is less than one", lt(2 * K * delta, 1), far),
        Obligation(
            "within-factor-two",
            "where no error exceeds delta = L/(L+F) and F >= 6KL, the bound of `distillation` is at most H*",
            le(cost, 2 * rlvr_optimal.STATED),
            (
                le(1, W),
                *far,
                le((cost - rlvr_optimal.STATED) * (1 - 2 * K * delta), 2 * (2 * W - 1) * (2 * K + 1) * 2 * K * delta),
            ),
        ),
    )


# --- the theorem -----------------------------------------------------------------------------------------------------


def _theorem() -> Theorem:
    barrier, between, speeds, progress = _clocks()
    errors, room, factor_two = _egocentric()
    out, back = through_corridor(*allocentric.ways())
    backward_rows = {allocentric.b: L / (L + SIZE), allocentric.d: 1 / (1 + L * SIZE)}
    surplus = {allocentric.out: PASSAGES[0], allocentric.back: PASSAGES[1], allocentric.y: X_BACK}
    uses = (
        Use(shared_sums.forward_rows(), {I: N}),
        *map(Use, (shared_sums.portion(), barrier, between)),
        Use(speeds, {growth: GROWTH, error: MEAN_ERROR}),
        Use(progress, AT_MEAN),
        *(Use(part, {F: SIZE}) for part in (errors, room)),
        Use(factor_two, {F: SIZE, cost: 1 + expected_cost.F}),
        Use(distillation.distillation_theorem(), {w: sp.Integer(1)}),
        Use(out.of, {**out.at, **backward_rows}),
        Use(back.of, {**back.at, F: SIZE}),
        Use(allocentric.allocentric_cost(rlvr_optimal.STATED), surplus),
        Use(shared_sums.descent(), {I: 4 * K}),
    )
    gap_of_backward_rows = shared_sums.backward_gap(phi * shared_portion(N * lam**2) * mean)
    costs = (*_egocentric_cost(), _allocentric_cost(), shared_sums.falls(lam**2 * shared_sums.C**2))
    goal = both(gap_of_backward_rows, *_forward_gaps(), *costs)
    return Theorem("shared-rows", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


AT_MEAN = {E: M, gap: mean, tau: GROWTH * flow_time}
PASSAGES = (2 * K + 1 + 2 * S_OUT, 2 * K + 1 + 2 * S_BACK)


def _forward_gaps() -> tuple[Formula, ...]:
    barrier, _, _, progress = _clocks()
    clocks = (ge(mean, 0), *(substituted(hypothesis, AT_MEAN) for hypothesis in progress.hypotheses))
    return (
        barrier.goal,
        implies(both(*TOGETHER), _speeds(GROWTH, MEAN_ERROR)),
        implies(both(*clocks), substituted(progress.goal, AT_MEAN)),
    )


def _egocentric_cost() -> tuple[Formula, ...]:
    part = _egocentric()[0]
    errors = substituted(implies(both(*part.hypotheses), part.goal), {F: SIZE})
    small = distillation.no_error_above()
    far = both(ge(SIZE, 6 * K * L), eq(delta * (L + SIZE), L))
    return (
        errors,
        implies(both(small, lt(2 * K * delta, 1)), distillation.near_the_optimum()),
        implies(both(small, far), le(1 + expected_cost.F, 2 * rlvr_optimal.STATED)),
    )


def _allocentric_cost() -> Formula:
    rows = (substituted(row, {F: SIZE}) for row in allocentric.NO_WORSE_THAN_BASE)
    return implies(both(*rows), ge(composed_cost(), rlvr_optimal.STATED + 2 * (W - 1) * (P - 1)))


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
        false_theorem(
            _theorem(),
            "no-faster-descent",
            "sharing a feature does not change how fast the cost falls under RLVR",
            goal=shared_sums.falls(sp.Integer(0)),
        ),
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
                lambda width, depth, lanes: (allocentric_gain(CorridorGraph(width, depth, lanes)) >= 0, True),
            )
        ),
        Control(
            Instance(
                "one-corridor",
                "for W = 1 the allocentric cost is at least H* + 4 (3^K - 1)",
                tuple(size for size in SMALL_SIZES if size["width"] == 1),
                lambda **size: (allocentric_excess(CorridorGraph(**size), turns=2) >= 0, True),
            )
        ),
    ]


def _confirm_table(model: Model) -> str:
    (_, gaps), _ = first_velocity(CorridorGraph(2, 1, 2), Frame.EGOCENTRIC, weight := model["any_weight"])
    if any(gaps):
        raise ValueError(f"backward gaps move at {gaps} with lambda = {weight}")
    return f"at W=2, K=1, L=2 with lambda = {weight} golden paths do not move any backward gap"
