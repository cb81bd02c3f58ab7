"""Closed forms of the expected hitting time in the symbols W, K and L, derived from the crossing recurrences.

No result is typed in. One diamond of the recurrence, run on symbols, is an affine map x -> growth x + shift; sympy
solves that recurrence and sums it over the diamonds. The claims `base-cost`, `sft-cost` and `rlvr-optimal` compare the
results with the exact solution of the edge-state chain and with the formulas of the literature.

Main definitions: `DiamondPassage` (through i diamonds), `ClosedForm`, `base_form`, `sft_form`, `optimal_form`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph

W, K, L = sp.symbols("W K L", integer=True, positive=True)
"""Corridors, diamonds per corridor, lanes per diamond."""

INDEX = sp.Symbol("i", integer=True, nonnegative=True)
"""Diamonds passed so far."""

POWER = sp.Symbol("P", positive=True)
"""growth ** i, kept as one symbol so that closed forms are rational functions."""


@dataclass(frozen=True)
class DiamondRows:
    """The four probabilities of a policy whose diamonds are all alike, as expressions in L."""

    forward_exit: sp.Expr
    backward_entry: sp.Expr
    forward_entry: sp.Expr
    backward_exit: sp.Expr

    def reversed(self) -> DiamondRows:
        """The rows for a walker from the leaf: forward and backward change places."""
        return DiamondRows(self.backward_exit, self.forward_entry, self.backward_entry, self.forward_exit)


@dataclass(frozen=True)
class DiamondPassage:
    """A first passage through diamonds that are counted from the end to which it leads.

    After i diamonds the recurrence has come to ``surplus``, and ``total`` is the sum of all surpluses up to there.
    Both are rational in L, in `INDEX` (i) and in `POWER`, which stands for ``growth ** i``.
    """

    growth: sp.Expr
    surplus: sp.Expr
    total: sp.Expr

    def cost(self, diamonds: sp.Expr, power: sp.Expr) -> sp.Expr:
        """The expected steps of the passage, given ``power = growth ** diamonds``.

        There are 2K + 1 edges, and two steps for each surplus crossing.
        """
        return 2 * diamonds + 1 + 2 * self.total.subs({INDEX: diamonds, POWER: power}, simultaneous=True)


@dataclass(frozen=True)
class ClosedForm:
    """A cost as an expression in W, K, L, and the two passages of which it is made."""

    out: DiamondPassage
    back: DiamondPassage

    @functools.cached_property
    def cost(self) -> sp.Expr:
        """The expected hitting time H = 1 + W A + (W-1) B."""
        out, back = (passage.cost(K, passage.growth**K) for passage in (self.out, self.back))
        return crossings.renewal_cost(W, out, back)

    def at(self, graph: CorridorGraph) -> Fraction:
        """The exact value for one graph."""
        value = self.cost.subs({W: graph.width, K: graph.depth, L: graph.lanes})
        return Fraction(int(value.p), int(value.q))


def diamond_step(rows: DiamondRows, x: Any) -> tuple[Any, Any]:
    """The surplus crossings of a diamond's lanes and of the connector before it, from ``x`` behind it."""
    lanes = crossings.next_surplus(x, rows.forward_exit, rows.backward_entry)
    return lanes, crossings.next_surplus(lanes, rows.forward_entry, rows.backward_exit)


def solve_passage(rows: DiamondRows) -> DiamondPassage:
    """Solve x_(i+1) = growth x_i + shift from x_0 = 0, and sum over both edges of a diamond, for symbolic i and L."""
    x = sp.Symbol("x")
    lanes, connector = (sp.expand(edge) for edge in diamond_step(rows, x))
    growth, shift = (sp.factor(connector.coeff(x, degree)) for degree in (1, 0))
    after = sp.Function("x")
    equation = after(INDEX + 1) - growth * after(INDEX) - shift
    surplus = sp.rsolve(equation, after(INDEX), {after(0): 0})
    if growth != 1:
        surplus = surplus.subs(growth**INDEX, POWER)
    increment = sp.expand((lanes + connector).subs(x, surplus))
    geometric, polynomial = (sp.factor(increment.coeff(POWER, degree)) for degree in (1, 0))
    total = sp.summation(polynomial, (INDEX, 0, INDEX - 1))
    if geometric != 0:
        total += geometric * (POWER - 1) / sp.factor(growth - 1)
    return DiamondPassage(growth, surplus, total)


def solve(rows: DiamondRows) -> ClosedForm:
    """The closed form of the cost of the policy whose diamonds all have these rows."""
    return ClosedForm(out=solve_passage(rows), back=solve_passage(rows.reversed()))


_ENTRY, _EXIT, _ONE = L / (L + 1), 1 / (L + 1), sp.Integer(1)

BASE_ROWS = DiamondRows(forward_exit=_EXIT, backward_entry=_ENTRY, forward_entry=_ENTRY, backward_exit=_EXIT)
SFT_ROWS = DiamondRows(forward_exit=_ONE, backward_entry=_ENTRY, forward_entry=_ONE, backward_exit=_EXIT)
OPTIMAL_ROWS = DiamondRows(forward_exit=_ONE, backward_entry=_ONE, forward_entry=_ONE, backward_exit=_ONE)


@functools.cache
def base_form() -> ClosedForm:
    """The cost of the base model, whose rows are uniform."""
    return solve(BASE_ROWS)


@functools.cache
def sft_form() -> ClosedForm:
    """The cost at the limit of SFT on golden paths."""
    return solve(SFT_ROWS)


@functools.cache
def optimal_form() -> ClosedForm:
    """The cost of the policy that never turns inside a corridor."""
    return solve(OPTIMAL_ROWS)
