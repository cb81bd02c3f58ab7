"""Statements with known answers. A solver that gets one of them wrong is not trusted with any proof.

Each satisfiable statement names a release of a solver that calls it unsatisfiable when asked as the kernel asks. The
unsatisfiable ones are classical. No release is known that gets them wrong; they catch a solver that always says sat.

Main definitions: `Canary`, `CANARIES`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Canary:
    """A statement in SMT-LIB 2 with its true answer and the reason why that is known.

    ``caught`` is a release in the package registry that gives the opposite answer; empty if none is known.
    """

    id: str
    expected: str
    source: str
    text: str
    caught: str = ""


def _reals(names: str, *assertions: str, first: str = "") -> str:
    """The statement of these assertions. The command ``first`` stands before them."""
    declared = [f"(declare-const {name} Real)" for name in names.split()]
    asserted = [f"(assert {assertion})" for assertion in assertions]
    return "\n".join(["(set-logic QF_NRA)", *declared, *filter(None, [first]), *asserted, "(check-sat)", ""])


CANARIES = (
    Canary(
        "circle",
        "sat",
        "Z3Prover/z3 issue 7114: on a = t, b = -t^2/(1+t) the norm runs from 0 to infinity, so it is 1 somewhere",
        _reals("a b", "(< 0.0 a)", "(= (- b) (* a (+ a b)))", "(= 1.0 (+ (* a a) (* b b)))", first="(check-sat)"),
        caught="z3-solver==4.12.5.0",
    ),
    Canary(
        "two-roots",
        "sat",
        "Z3Prover/z3 issue 6098: m = 1/4, p = 2, q = -2, v = 3^(1/2)",
        _reals(
            "m v p q",
            "(< 0.0 m)",
            "(= 0.0 (+ 1.0 (* v v) (* (- 1.0) p p)))",
            "(= 0.0 (+ 1.0 (* v v) (* (- 1.0) q q)))",
            "(= 0.0 (+ 1.0 (* m q) (* (- 1.0) m p)))",
        ),
        caught="z3-solver==4.8.12.0",
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
        caught="cvc5==1.3.4",
    ),
    Canary(
        "nullification",
        "sat",
        "cvc5/cvc5 issue 12927: x1 = 1, x2 = 0, x = 1/2, z = 0",
        _reals(
            "x1 x2 x z",
            "(= 0.0 (* (- x2 1.0) (- x1 1.0) (- x1 1.0) (- x1 1.0)))",
            "(= 0.0 (* x2 x2 x2))",
            "(> x 0.0)",
            "(> (- z (- x 1.0)) 0.0)",
            "(< (+ (* z z z) (* 2.0 (+ x2 (* (- x 1.0) (- x 1.0) (- x 1.0))))"
            " (* z (- 3.0) (+ (- x1 1.0) (* (- x 1.0) (- x 1.0))))) 0.0)",
        ),
        caught="cvc5==1.3.4",
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
