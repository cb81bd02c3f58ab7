"""Statements with known answers. A solver that gets one of them wrong is not trusted with any proof.

A released solver once called each of the satisfiable statements unsatisfiable. The unsatisfiable ones are classical.

Main definitions: `Canary`, `CANARIES`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Canary:
    """A statement in SMT-LIB 2 with its true answer and the reason why that is known."""

    id: str
    expected: str
    source: str
    text: str


def _reals(names: str, *assertions: str) -> str:
    declared = [f"(declare-const {name} Real)" for name in names.split()]
    return "\n".join(["(set-logic QF_NRA)", *declared, *(f"(assert {a})" for a in assertions), "(check-sat)", ""])


CANARIES = (
    Canary(
        "circle",
        "sat",
        "Z3Prover/z3 issue 7114: on a = t, b = -t^2/(1+t) the norm runs from 0 to infinity, so it is 1 somewhere",
        _reals("a b", "(< 0.0 a)", "(= (- b) (* a (+ a b)))", "(= 1.0 (+ (* a a) (* b b)))"),
    ),
    Canary(
        "coverings",
        "sat",
        "cvc5/cvc5 issue 12926: x1 = x2 = z = 0, x = 3^(-1/4)",
        _reals(
            "x1 x2 x z",
            "(= 0.0 (* x1 x1 x1 x1 x1))",
            "(= 0.0 (* x2 x2 x2 x2 x2))",
            "(= 0.0 (+ (/ 1.0 3.0) (- (* x x x x)) (* x2 z) (* x1 z z z)))",
        ),
    ),
    Canary(
        "small-scales",
        "sat",
        "cvc5/cvc5 issue 5726: u = 1/2048, v = 1/1024",
        _reals(
            "u v",
            "(> (* v v v v v v) 0.0)",
            "(> (* u u (- u (+ u (* u u (+ (* v (- v (/ 1.0 720.0))) (* u u)))))) 0.0)",
        ),
    ),
    Canary(
        "means",
        "unsat",
        "inequality of the arithmetic and the geometric mean of a^3, b^3, c^3",
        _reals("a b c", "(> a 0.0)", "(> b 0.0)", "(> c 0.0)", "(< (+ (* a a a) (* b b b) (* c c c)) (* 3.0 a b c))"),
    ),
    Canary(
        "geometric-growth",
        "unsat",
        "one step of Bernoulli's inequality: p >= 1 + 3k and r >= 4 give r p >= 4 + 3k",
        _reals("p r k", "(>= k 0.0)", "(>= p (+ 1.0 (* 3.0 k)))", "(>= r 4.0)", "(< (* r p) (+ 4.0 (* 3.0 k)))"),
    ),
)
