"""The clock of a row that gradient flow of the cross-entropy moves from base, and its error on the way.

The row has odds m of passing at base, gap D with E = e^D, and weight w. Its error is 1/(1 + m E), and D + m (E-1) is
w (1 + 1/L) t at time t.

Main definitions: `ERROR`, `CLOCK`, `tau`, `error_bounds`, `clock_rates`, `clock_derivations`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.formula import Formula, both, eq, ge, implies, le, lt
from backproof.checks.statement import Derivation, Obligation
from backproof.checks.tools.symbols import L, nonnegative, positive

w, m, E = positive("w m E")
D, eps, t = nonnegative("D eps t")

ERROR, CLOCK = 1 / (1 + m * E), D + m * (E - 1)
TEXTBOOK = (ge(E, 1), le(D, E - 1))
"""All that is used of E = e^D for D >= 0."""


def tau(weight: sp.Expr, time: sp.Expr) -> sp.Expr:
    """The clock of a row at ``time``."""
    return weight * (1 + 1 / L) * time


def error_bounds(error: sp.Expr, progress: sp.Expr) -> tuple[Formula, Formula]:
    """The bounds of a row's error at tau = ``progress``."""
    return ge(error, 1 / (1 + m + progress)), le(error, 1 / (1 + m + progress * m / (1 + m)))


def clock_rates() -> list[Obligation]:
    D_mixed, E_mixed = nonnegative("D_mixed E_mixed")
    increasing = (implies(lt(D, D_mixed), lt(E, E_mixed)), implies(lt(D_mixed, D), lt(E_mixed, E)))
    (progress,) = nonnegative("tau")
    return [
        Obligation(
            "same-clock",
            "a row of weight eps w has at time t the gap that a row of weight w has at time eps t",
            eq(D, D_mixed),
            (
                *increasing,
                eq(CLOCK, tau(w, eps * t)),
                eq(CLOCK.subs({D: D_mixed, E: E_mixed}, simultaneous=True), tau(eps * w, t)),
            ),
        ),
        Obligation(
            "error",
            "the error lies between 1/(1+m+tau) and 1/(1+m+tau m/(1+m))",
            both(*error_bounds(ERROR, progress)),
            (*TEXTBOOK, eq(CLOCK, progress)),
        ),
    ]


def clock_derivations() -> list[Derivation]:
    """Velocities from the cross-entropy of a row whose logits are the connector's, one lane's and the other lanes'."""
    connector, lane, lanes = sp.symbols("connector lane lanes", real=True)
    total = sp.exp(connector) + sp.exp(lane) + (L - 1) * sp.exp(lanes)
    exit_loss = w * (sp.log(total) - connector)
    entry_loss = w * (sp.log(total) - (lane + (L - 1) * lanes) / L)

    def gap_velocity(loss: sp.Expr, passing: sp.Symbol, other: sp.Symbol) -> sp.Expr:
        velocity = sp.diff(loss, other) - sp.diff(loss, passing)
        alike = velocity.subs(lanes, lane).subs({passing: sp.log(E), other: 0}, simultaneous=True)
        return sp.simplify(alike)

    gap = sp.Function("D")(t)
    clock = sp.diff(CLOCK.subs({D: gap, E: sp.exp(gap)}, simultaneous=True), t)
    speed = w * (1 + 1 / L)
    return [
        Derivation(
            "exit-velocity",
            "at an exit, where the data take the connector, the gap grows at w (1+1/L) times the error, with m = 1/L",
            gap_velocity(exit_loss, connector, lane),
            speed * ERROR.subs(m, 1 / L),
        ),
        Derivation(
            "entry-velocity",
            "at an entry, where the data take a uniform lane, the gap grows at w (1+1/L) times the error, with m = L",
            gap_velocity(entry_loss, lane, connector),
            speed * ERROR.subs(m, L),
        ),
        Derivation(
            "clock",
            "along that flow D + m (e^D - 1) grows at the constant rate w (1+1/L)",
            clock.subs(sp.Derivative(gap, t), speed * ERROR).subs(sp.exp(gap), E),
            speed,
        ),
    ]
