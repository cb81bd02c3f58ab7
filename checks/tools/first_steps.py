"""The cost of a policy from the first-step equations of its chain alone, for symbolic probabilities and width.

This is an independent encoding: it uses neither the crossing recurrences nor the multigraph. Wrong corridors are alike,
so one of them stands for all W-1.

Main result: `first_step_cost`.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp
from sympy.polys.matrices import DomainMatrix


def first_step_cost(width: sp.Expr, p: Sequence[sp.Expr], q: Sequence[sp.Expr]) -> sp.Expr:
    """H, where p_v and q_v are the probabilities to pass inner vertex v = 1..2K from the fork's and the leaf's side."""
    size = len(p)
    fork, leaf = sp.symbols("fork leaf")
    outward = {name: [None, *sp.symbols(f"{name}_out1:{size + 1}")] for name in ("target", "wrong")}
    inward = {name: [fork, *sp.symbols(f"{name}_in1:{size + 1}")] for name in outward}
    further = {fork: outward["target"][1] / width + (1 - 1 / width) * outward["wrong"][1]}
    for name, end in (("target", sp.Integer(0)), ("wrong", leaf)):
        ahead, back = [*outward[name], end], inward[name]
        for v, (p_v, q_v) in enumerate(zip(p, q, strict=True), start=1):
            further[ahead[v]] = p_v * ahead[v + 1] + (1 - p_v) * back[v - 1]
            further[back[v]] = q_v * back[v - 1] + (1 - q_v) * ahead[v + 1]
    further[leaf] = inward["wrong"][size]
    del further[inward["target"][size]]  # nobody comes back from the target
    system, ones = sp.linear_eq_to_matrix([value - 1 - rest for value, rest in further.items()], list(further))
    reduced, _ = DomainMatrix.from_Matrix(system.row_join(ones)).to_field().to_sparse().rref(method="GJ")
    at_fork = reduced[0, len(further)].element
    return reduced.domain.to_sympy(1 + at_fork)  # in lowest terms, as all elements of the field are
