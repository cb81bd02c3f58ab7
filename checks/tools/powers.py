"""The induction that powers keep the order of their bases.

Main result: `ordered_powers`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence
from backproof.checks.formula import ge, le
from backproof.checks.tools.symbols import I


def ordered_powers(smaller: sp.Symbol, larger: sp.Symbol, power: sp.Symbol, larger_power: sp.Symbol) -> Induction:
    """The i-th power of a base from 0 on is at most that of a larger base."""
    over = Recurrence(
        "powers of two bases",
        I,
        {power: sp.Integer(1), larger_power: sp.Integer(1)},
        {power: smaller * power, larger_power: larger * larger_power},
    )
    words = ("at k = 0 both powers are 1", "the power of the smaller base stays the smaller one")
    return Induction("powers", words, over, le(power, larger_power), (ge(smaller, 0), le(smaller, larger)))
