"""Claim `equal-gaps`: where all rows have one gap D >= 0, a larger D lowers success at no budget. For all W, K, L.

This is the curve from base (D = 0) to RLVR's limit on which sign steps move as long as every gradient asks for a larger
gap. A gap D multiplies all odds of passing by x = e^D.

Weigh a walk by w for every two steps more than it needs. From the arrival at diamond v on the way out to the first
arrival behind it let its mean weight be E_v for D, and F_v for a larger gap. With (1-w) C_v = F_v - E_v, the
coefficients of C_v say how much likelier each number of steps suffices under the larger gap. The first steps of a walk
give (`inside`, `through`, `diamond`)

    E_(v+1) = 1/(g0 + g1 w + g2 w^2 - w^2 E_v),   g0 + g1 + g2 = 2,

where g0 falls and g2 rises as D rises (`falls`, `rises`). Hence (`difference`)

    C_(v+1) = E_(v+1) F_(v+1) (g0 - g0' + (g2' - g2) w + w^2 C_v),

in which everything has coefficients >= 0, if C_v has. So does C_1: the walker turns less often at the entry and at the
exit (`entry`, `exit`, `first`). The coefficients of a product are sums of products. So all C_v have coefficients >= 0
(`corridor`), and sums of independent times too (`times`). A trip out leads from the fork to the first arrival at a
leaf. The trip home has the same law, and each trip out ends at the target with probability 1/W, however long it takes.
So success does not fall (`leaves`).

Of one vertex alone it is false: `first-vertex-alone`.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.passages import passage_differences, passage_recursion
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, real
from backproof.checks.tools.words import success
from backproof.theory.companions.equal_gaps import diamond_terms, equal_gap_success, turns
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

ABOVE, FURTHER, LEAVES = nonnegative("a b g")
ODDS, MORE = 1 + ABOVE, 1 + ABOVE + FURTHER
"""e^D of both policies."""

EACH, WHOLE, each, whole, FIRST, CORRIDOR = real("each whole each_next whole_next first corridor")
"""The least coefficients of C_v, of that of the first v diamonds together, of C_1 and of the whole corridor's."""

FALL, RISE = real("fall rise")
"""g0 - g0' and g2' - g2."""

LATER, GAIN, later, gain = real("later gain later_next gain_next")
"""The least coefficient at the end of the j-th trip out; what the larger gap adds to success on the trips before it."""

(LEFT,) = nonnegative("left")
one, two, three, four, five = coefficients = nonnegative("c1 c2 c3 c4 c5")
"""Coefficients of E F, and sums of them."""

BOTH = Policies("every two policies, each with one gap for all its rows, D and D' with D' >= D >= 0", (), ())
SCOPE = Scope(
    {W: 1, K: 1, L: 1},
    BOTH,
    (Given("e^D = 1 + a and e^D' = 1 + a + b with", (ABOVE, FURTHER)), Given("number of trips to a leaf", (LEAVES,))),
)
ASSUMPTIONS = (
    Assumed("uniform-fork", "rows are the same in all corridors, the fork is uniform, the target uniform and unseen"),
    Assumed(
        "first-steps",
        "the mean weights obey the equations of a walk's first steps; the trip from a leaf home has the law of the "
        "trip out, since all diamonds are alike from both sides; which leaf is next is independent of when, as "
        "`answer-law` says",
    ),
    Assumed(
        "coefficients",
        "power series that agree for every weight w agree in every coefficient; a coefficient of a product is a sum of "
        "products of coefficients; laws and their tails have coefficients >= 0. So the least coefficient, up to any "
        "budget, on the left of `difference`, `entry`, `exit` and `times` is at least what the constraints say: sums "
        "of coefficients >= 0 times the least coefficients on the right",
    ),
    Assumed("budget", "within T steps only so many trips to a leaf can end; the j-th adds the first terms of its law"),
)

CLAIM = Header(
    statement=(
        "where all rows of a policy have one gap D >= 0, the probability of success within T steps does not fall as D "
        "rises, for every T"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("equal-gaps-walked",),
)


def evidence() -> list[Part]:
    order = (_falls(), _rises(), _turns_less())
    signs = (_first(), _corridor(), _leaves(), equal_gaps_theorem())
    return [*passage_recursion(L, ODDS), *order, *passage_differences(), *signs, _on_graphs()]


# --- what changes with the gap ---------------------------------------------------------------------------------------


def _falls() -> Obligation:
    (before, *_), (after, *_) = diamond_terms(L, ODDS), diamond_terms(L, MORE)
    return Obligation("falls", "g0 does not rise with the gap", le(after, before))


def _rises() -> Obligation:
    (*_, before), (*_, after) = diamond_terms(L, ODDS), diamond_terms(L, MORE)
    return Obligation("rises", "g2 does not fall with the gap", le(sp.factor(before), sp.factor(after)))


def _turns_less() -> Obligation:
    less = (le(after, before) for before, after in zip(turns(L, ODDS), turns(L, MORE), strict=True))
    return Obligation("turns-less", "the walker turns no more often at an entry, nor at an exit", both(*less))


# --- the sign of all coefficients ------------------------------------------------------------------------------------


def _first() -> Obligation:
    return Obligation("first", "C_1 has no coefficient below 0", ge(FIRST, 0), (*_of_the_first(), _turned_less()))


def _of_the_first() -> tuple[Formula, ...]:
    """The least coefficients at the first entry and exit, and of both together: `entry`, `exit`, `times`."""
    at_entry, at_exit = real("at_entry at_exit")
    (q, s), (more_q, more_s) = real("q s"), real("q_more s_more")
    positive = (ge(c, 0) for c in _first_coefficients())
    c1, c2, c3, c4, c5 = _first_coefficients()
    return (
        *positive,
        ge(at_entry, c1 * (q - more_q)),
        ge(at_exit, c2 * (s - more_s) + c3 * at_entry),
        ge(FIRST, c4 * at_entry + c5 * at_exit),
    )


def _first_coefficients() -> tuple[sp.Symbol, ...]:
    return real("d1 d2 d3 d4 d5")


def _turned_less() -> Formula:
    q, s, more_q, more_s = real("q s q_more s_more")
    return both(le(more_q, q), le(more_s, s))


def _corridor() -> Induction:
    over = Recurrence(
        "diamonds after the first",
        I,
        {EACH: FIRST, WHOLE: FIRST},
        {EACH: each, WHOLE: whole},
        chosen=(*coefficients, each, whole),
        constraints=(
            ge(each, one * FALL + two * RISE + three * EACH),
            ge(whole, four * WHOLE + five * each),
        ),
    )
    words = (
        "at the first diamond no coefficient is below 0",
        "if no coefficient of C_v is below 0, nor of the diamonds so far together, so with a diamond more",
    )
    signs = both(ge(EACH, 0), ge(WHOLE, 0))
    return Induction("corridor", words, over, signs, (ge(FIRST, 0), ge(FALL, 0), ge(RISE, 0)))


def _leaves() -> Induction:
    over = Recurrence(
        "trips to a leaf",
        I,
        {LATER: CORRIDOR, LEFT: sp.Integer(1), GAIN: sp.Integer(0)},
        {LATER: later, LEFT: (1 - 1 / W) * LEFT, GAIN: GAIN + LEFT / W * gain},
        chosen=(one, two, three, later, gain),
        constraints=(ge(later, one * LATER + two * CORRIDOR), ge(gain, three * LATER)),
    )
    words = (
        "before the first trip nothing is gained",
        "if no coefficient of the time of a trip's end is below 0, nor the gain so far, so with a trip more",
    )
    return Induction("leaves", words, over, both(ge(LATER, 0), ge(GAIN, 0)), (ge(CORRIDOR, 0), ge(W, 1)))


def equal_gaps_theorem() -> Theorem:
    uses = (
        Use(_falls()),
        Use(_rises()),
        Use(_turns_less()),
        Use(_first()),
        Use(_corridor(), {I: K - 1}),
        Use(_leaves(), {I: LEAVES}),
    )
    return Theorem("equal-gaps", CLAIM.statement, SCOPE, uses, _stated(ge(GAIN, 0)), ASSUMPTIONS)


def _stated(gained: Formula) -> Formula:
    (q, s), (more_q, more_s) = turns(L, ODDS), turns(L, MORE)
    (g0, _, g2), (h0, _, h2) = diamond_terms(L, ODDS), diamond_terms(L, MORE)
    names = zip(real("q s q_more s_more"), (q, s, more_q, more_s), strict=True)
    given = (
        *(eq(name, value) for name, value in names),
        *_of_the_first(),
        eq(CORRIDOR, WHOLE),
        eq(FALL, g0 - h0),
        eq(RISE, h2 - g2),
    )
    return implies(both(*given), gained)


# --- instances -------------------------------------------------------------------------------------------------------

GAPS = (Fraction(1), Fraction(3, 2), Fraction(4))
CASES: tuple[dict[str, Any], ...] = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "budget": budget}
    for width, depth, lanes in ((1, 1, 1), (2, 1, 2), (3, 2, 1), (2, 3, 2))
    for budget in (3, 4, 8, 11, 16)
)


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "for e^D = 1, 3/2 and 4 the success within a budget is that of the walks of the chain, and does not fall",
        CASES,
        lambda width, depth, lanes, budget: (
            _formula(CorridorGraph(width, depth, lanes), budget),
            ([_walked(CorridorGraph(width, depth, lanes), odds, budget) for odds in GAPS], True),
        ),
    )


def _formula(graph: CorridorGraph, budget: int) -> tuple[list[Fraction], bool]:
    found = [equal_gap_success(graph, odds, budget) for odds in GAPS]
    return found, found == sorted(found)


def _walked(graph: CorridorGraph, odds: Fraction, budget: int) -> Fraction:
    at_entry, at_exit = turns(graph.lanes, odds)
    rows = {name: [1 - (at_entry if name.endswith("entry") else at_exit)] * graph.depth for name in FAMILIES}
    return success(graph, Policy(**rows), budget)


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            equal_gaps_theorem(),
            "strictly",
            "success rises strictly with D at every budget",
            confirm=_confirm_equal,
            goal=_stated(gt(GAIN, 0)),
        ),
        Control(
            Instance(
                "first-vertex-alone",
                "success rises if the walker passes only the first vertex more often, on the way out and home",
                tuple({"budget": budget} for budget in (4, 6)),
                lambda budget: (_first_passed(Fraction(15, 16), budget) >= _first_passed(Fraction(7, 8), budget), True),
            ),
            _confirm_vertex,
        ),
    ]


def _first_passed(p: Fraction, budget: int) -> Fraction:
    half = [Fraction(1, 2)]
    policy = Policy(forward_entry=[p], backward_exit=[p], forward_exit=half, backward_entry=half)
    return success(CorridorGraph(1, 1, 1), policy, budget)


def _confirm_equal(model: Model) -> str:
    graph = CorridorGraph(2, 1, 1)
    low, high = (_walked(graph, odds, 3) for odds in (Fraction(1), Fraction(4)))
    if high != low:
        raise ValueError(f"the success rises from {low} to {high}")
    return "at W=2, K=L=1 and 3 steps no walk succeeds, whatever D is"


def _confirm_vertex(model: Model) -> str:
    low, high = (_first_passed(p, 6) for p in (Fraction(7, 8), Fraction(15, 16)))
    if high >= low:
        raise ValueError(f"the success goes from {low} to {high}")
    return f"at W=K=L=1 and 6 steps it falls from {low} to {high} as the first vertex is passed with 15/16, not 7/8"
