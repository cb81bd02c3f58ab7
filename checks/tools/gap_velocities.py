"""How gradient flows move the gap of a row, for the claim `parametrisation`.

Of n rows that are alike each has 1/n of the slope dH/dp and of the N visits in a walk.

Main definitions: `velocities`, `gap_rates`, `false_velocities`.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from backproof.checks.formula import ge, le, lt
from backproof.checks.statement import Control, Derivation, Obligation
from backproof.checks.tools.symbols import L, positive, real

E, m, n, N, p = positive("E m n N p")
(slope,) = real("slope")

PASS, ERROR = m * E / (1 + m * E), 1 / (1 + m * E)
"""Passing probability and error of a row with odds m of passing at base and gap D, where E = e^D."""


def _by_gap(expression: Any) -> Any:
    """The derivative by D, where E = e^D."""
    return E * sp.diff(expression, E)


def velocities() -> list[Derivation]:
    connector, lane, lanes = sp.symbols("connector lane lanes", real=True)
    total = sp.exp(connector) + sp.exp(lane) + (L - 1) * sp.exp(lanes)
    through = sp.exp(connector) / total

    def moved(passing: sp.Expr, by: sp.Symbol, other: sp.Symbol) -> sp.Expr:
        """Velocity of the gap between two logits; the derivative of H by ``passing`` of this one row is slope/n."""
        velocity = -slope / n * (sp.diff(passing, by) - sp.diff(passing, other))
        alike = velocity.subs(lanes, lane).subs({by: sp.log(E), other: 0}, simultaneous=True)
        return sp.simplify(alike)

    fisher = PASS * _by_gap(sp.log(PASS)) ** 2 + ERROR * _by_gap(sp.log(1 - PASS)) ** 2
    return [
        Derivation("gap-velocity", "dp/dD = p (1-p)", _by_gap(PASS), PASS * ERROR),
        Derivation(
            "exit-velocity",
            "descent on the logits of an exit row moves its gap at -(slope/n) (1+1/L) p (1-p), with m = 1/L",
            moved(through, connector, lane),
            (-slope / n * (1 + 1 / L) * PASS * ERROR).subs(m, 1 / L),
        ),
        Derivation(
            "entry-velocity",
            "descent on the logits of an entry row moves its gap at the same velocity, with m = L",
            moved(1 - through, lane, connector),
            (-slope / n * (1 + 1 / L) * PASS * ERROR).subs(m, L),
        ),
        Derivation(
            "natural-velocity",
            "the derivative by a gap divided by its Fisher information, N times the mean square of a score, is slope/N",
            slope * _by_gap(PASS) / (N * fisher),
            slope / N,
        ),
        _natural_logits(),
    ]


def _natural_logits() -> Derivation:
    """One row has 1/n of the visits and of the slope, and the Fisher matrix (N/n)(diag pi - pi pi^T)."""
    passing, a, b = p, (1 - p) * slope / N, -p * slope / N
    mean = passing * a + (1 - passing) * b
    first, second, k = N / n * passing * (a - mean), N / n * (1 - passing) * (b - mean), sp.Symbol("k")
    gradient = slope / n * passing * (1 - passing)
    return Derivation(
        "natural-logits",
        "on logits, the direction of (1-p) slope/N for passing moves and -p slope/N for the others, times the Fisher "
        "matrix, is the gradient (passing moves plus k times the others, each summed over its lanes)",
        first + k * second,
        gradient - k * gradient,
    )


def gap_rates() -> list[Derivation]:
    c, speed = positive("c speed")
    return [
        Derivation(
            "one-over-error",
            "on gaps, where D grows at c p (1-p), 1/error grows at c (1 - error)^2",
            _by_gap(1 / ERROR) * c * _by_gap(PASS),
            c * (1 - ERROR) ** 2,
        ),
        Derivation(
            "error-velocity",
            "if D grows at some speed, the error falls at that speed times error (1 - error)",
            _by_gap(ERROR) * speed,
            -speed * ERROR * (1 - ERROR),
        ),
    ]


def false_velocities() -> list[Control]:
    """False: a gap that moves as on gaps though its logits move, and errors that fall geometrically on gaps."""
    on_an_exit = next(part for part in velocities() if part.id == "exit-velocity")
    return [
        Control(
            Derivation(
                "lanes-do-not-move",
                "on logits the gap moves at -(slope/n) p (1-p), as if the logits of the lanes did not move",
                on_an_exit.derived,
                (-slope / n * PASS * ERROR).subs(m, 1 / L),
            )
        ),
        Control(
            Obligation(
                "geometric-on-gaps",
                "on gaps an error below 1/2 falls by at least a hundredth of itself a unit of time",
                ge((1 - p) * p * slope * (1 - p) * p, (1 - p) / 100),
                (lt(1 - p, sp.Rational(1, 2)), lt(p, 1), ge(slope, 4), le(slope, 100)),
            )
        ),
    ]
