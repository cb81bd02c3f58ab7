"""Claim `gradient-noise`: at the SFT limit a sampled policy gradient needs at least 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1
walks to detect the derivative of the row at inner vertex v, whatever the constant baseline. Each diamond between the
row and the fork multiplies this by rho. At base a polynomial number of walks is enough. For every W >= 2, K, L >= 1.

The estimate of one walk of T steps is (T - k) S, with S the score of the row and k the baseline; its mean is
the slope dH/dD. A derivative is detected when slope^2 is as large as the variance of the mean of n walks, that is for
n = E[(T-k)^2 S^2]/slope^2 - 1.

*Scores.* Each visit of the row adds a score of mean 0 and variance q(1-q), whatever came before (`score-visit`), so
E[S^2] is q(1-q) times the expected visits. At the SFT limit a walker returns from a dead end to the fork W - 1 times on
average, and the visits of v are those of v-1 divided by q_v (`visits`). Hence
E[S^2] = (W-1)(1-q_v)/(q_1...q_(v-1)).

*SFT limit.* Forward rows are one, so a visit of v ends in one of three ways: the walker turns; or it passes and is
turned before the fork; or it passes and reaches the fork, with probability q_1...q_(v-1) after passing. Given how
often each happened, S is known, and E[T] is a constant plus alpha, beta and gamma steps each time. alpha <= beta <=
gamma, since a walker that is turned later walks longer. By Jensen's inequality E[(T-k)^2 S^2] is at least its value
with T replaced by this conditional mean. `_reduced` has all moments of the reduced walk: slope = -(1-q) alpha visits
(`slope`), and E[(T-k)^2 S^2] >= 2 slope^2 E[S^2] for the best k (`least-noise`, `any-baseline`). `theorem` composes
this.

*Base.* |S| <= T, so the variance is at most E[T^4]. T^(j+1) is at most j+1 times the sum over the steps of T^j
(`power-1` to `power-3`), so E[T^4] <= 24 h^4, where h is the longest expected time from any state. h is at most
A + B + H <= 2H (`worst-state`). The derivative is at least W/(L+1) (`base-*`), for backward rows if W is at least twice
their threshold in `gradient-signs`. There 384 H^4 (L+1)^2 / W^2 walks are enough (`base-bound`), a crude polynomial.

The reduction is also checked on the full multigraph (`full-multigraph`, `sft-bound`). That rows next to the fork need
few walks is shown for instances only (`next-to-the-fork`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any

import sympy as sp

from backproof.checks.claims.expected_cost import EVERY_POLICY
from backproof.checks.claims.gradient_signs import m as behind
from backproof.checks.claims.gradient_signs import u as before
from backproof.checks.claims.gradient_signs import vertex_slopes
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools import walks_needed
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.theory.costs.gradient_signs import w_left, w_right
from backproof.theory.costs.walk_transform import ScoredRow, ScoreMoments, Series, score_moments
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

r, s, dead_ends, alpha, q, visits = positive("r s w alpha q n")
longer, farther, out, back = nonnegative("b g A B")
(score,) = real("S")
(steps,) = positive("T")
THROUGH, VISITS = positive("t visits")
VERTEX, PASSING = real("v q_v")
SQUARED, SCORED, SLOPE, BASELINE, WALKS, SCORES = real("u_2 u_1 slope k walks scores")
"""E[T^2 S^2] and E[T S^2] over E[S^2], the derivative, a baseline, the walks that are needed, and E[S^2]."""

SCOPE = Scope({W: 2, K: 1, L: 1}, EVERY_POLICY)
ASSUMPTIONS = (
    Assumed(
        "estimate",
        "one walk's estimate is (T - k) times the row's score, with T its number of steps and k a constant baseline",
    ),
    Assumed("independent", "walks are independent"),
    Assumed("tied-gaps", "rows that are the same in all lanes and corridors share a gap"),
    Assumed(
        "least-noise",
        "at the SFT limit E[T^2 S^2] E[S^2] - E[T S^2]^2 >= 2 (slope E[S^2])^2, as the part `least-noise` shows for "
        "the moments that sympy derives; T is replaced by its mean given how the row's visits ended (Jensen's "
        "inequality)",
    ),
    Assumed("visits", "E[S^2] is q(1-q) times the visits of the row, as the part `score-visit` counts them"),
    Assumed(
        "at-base",
        "at base the fourth moment of T is at most 24 (2H)^4, and a derivative of such a row at least W/(L+1), as the "
        "parts `power-1` to `base-backward-right` show; the threshold is that of gradient-signs",
    ),
)

CLAIM = Header(
    statement=(
        "at the SFT limit a sampled gradient needs at least 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1 walks for the row at v, "
        "whatever the constant baseline; at base a polynomial number of walks is enough for forward rows, and for "
        "backward rows if W is at least twice their threshold"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "gradient-signs"),
    experiments=("spread-at-base", "spread-at-sft-limit"),
)

TINY = tuple({"width": width, "depth": depth, "lanes": 2} for width, depth in ((2, 1), (3, 1), (2, 2)))
DEEPER = tuple({"width": width, "depth": 4, "lanes": lanes} for width in (2, 5) for lanes in (1, 3))


def _reduced(width: Any, turn: Any, failing: Any, escaping: Any) -> Series:
    """E[e^(aT + bS)] of the reduced walk, given the weights of the three kinds of visits."""
    passage = escaping / (1 - turn - failing)
    walks: Series = 1 / (width - (width - 1) * passage)
    return walks


@functools.cache
def _reduced_moments() -> ScoreMoments:
    """The moments of one row with q = 1/(1+r), t = 1/(1+s) and W = 1 + w, where r, s and w are positive."""
    passing, through = 1 / (1 + r), 1 / (1 + s)
    rise, fall = 1 - passing, -passing
    walks = _reduced(
        1 + dead_ends,
        rise * Series.exponential(steps=alpha, score=fall),
        passing * (1 - through) * Series.exponential(steps=alpha + longer, score=rise),
        passing * through * Series.exponential(steps=alpha + longer + farther, score=rise),
    )
    orders = ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))
    return ScoreMoments(*(sp.factor(walks.moment(*order)) for order in orders))


def evidence() -> list[Part]:
    reduced_law = _reduced_moments()
    return [
        Obligation(
            "score-visit",
            "a visit with passing probability q leaves the mean of S as it is and adds q(1-q) to the mean of S^2",
            both(
                eq(q * (score + 1 - q) + (1 - q) * (score - q), score),
                eq(q * (score + 1 - q) ** 2 + (1 - q) * (score - q) ** 2, score**2 + q * (1 - q)),
            ),
        ),
        visits_at_sft(),
        _any_baseline(),
        _theorem(),
        Derivation(
            "slope",
            "E[T S] of the reduced walk is -(1-q) alpha times the visits w/(q t)",
            reduced_law.slope,
            -(r / (1 + r)) * alpha * dead_ends * (1 + r) * (1 + s),
        ),
        Derivation(
            "squared-score",
            "E[S^2] of the reduced walk is q(1-q) times the visits",
            reduced_law.score_squared,
            dead_ends * (r / (1 + r)) * (1 + s),
        ),
        Obligation(
            "least-noise",
            "E[T^2 S^2] E[S^2] - E[T S^2]^2 - 2 (m E[S^2])^2 >= 0: as a polynomial in alpha, beta - alpha and gamma - "
            "beta, none of them negative, it has no negative coefficient, whatever W > 1, q and t",
            both(*(ge(part, 0) for part in sp.Poly(_least_noise(reduced_law, 2), alpha, longer, farther).coeffs())),
        ),
        *_fourth_moment(),
        *(_base_slope(kind, side) for kind in ("left", "right") for side in (0, 1)),
        *_instances(),
    ]


def visits_at_sft() -> Induction:
    """t, and the visits of the vertex behind: each is visited as often as the one before it, divided by its q."""
    p, q = EVERY_POLICY.rows
    over = Recurrence(
        "vertices on the way in at the SFT limit",
        I,
        {THROUGH: sp.Integer(1), VISITS: W - 1},
        {THROUGH: q * THROUGH, VISITS: VISITS / q},
        chosen=(p, q),
        constraints=EVERY_POLICY.constraints,
    )
    words = ("the fork is reached W-1 times", "if v-1 is passed (W-1)/t times, then v is passed (W-1)/(t q) times")
    return Induction("visits", words, over, eq(VISITS * THROUGH, W - 1), (gt(W, 1),))


def _estimated() -> tuple[Formula, ...]:
    """slope^2 is the variance of the mean of so many walks with this baseline, where `least-noise` holds."""
    noise = SCORES * (SQUARED - 2 * BASELINE * SCORED + BASELINE**2)
    return ge(SQUARED - SCORED**2, 2 * SLOPE**2), lt(SLOPE, 0), eq((WALKS + 1) * SLOPE**2, noise)


def _any_baseline() -> Obligation:
    return Obligation(
        "any-baseline",
        "if E[T^2 S^2] E[S^2] - E[T S^2]^2 >= 2 (slope E[S^2])^2, then slope^2 is the variance of the mean of n walks "
        "only for n of at least 2 E[S^2] - 1",
        ge(WALKS + 1, 2 * SCORES),
        (gt(SCORES, 0), *_estimated()),
    )


def _at_row() -> Formula:
    """The row at v, whose E[S^2] is q(1-q) times its visits."""
    scores = eq(SCORES, VISITS * (1 - PASSING))
    return both(ge(VERTEX, 1), le(VERTEX, 2 * K), gt(PASSING, 0), lt(PASSING, 1), scores, *_estimated())


def _theorem() -> Theorem:
    goal = implies(_at_row(), ge((WALKS + 1) * THROUGH, 2 * (W - 1) * (1 - PASSING)))
    uses = Use(visits_at_sft(), {I: VERTEX - 1}), Use(_any_baseline())
    return Theorem("gradient-noise", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _least_noise(law: ScoreMoments, factor: int) -> Any:
    """E[T^2 S^2] E[S^2] - E[T S^2]^2 - factor (m E[S^2])^2, divided by E[S^2]^2."""
    noise = law.both_squared * law.score_squared - law.steps_score_squared**2
    return sp.factor((noise - factor * law.slope**2 * law.score_squared**2) / law.score_squared**2)


def _fourth_moment() -> list[Obligation]:
    powers = [
        Obligation(
            f"power-{k}",
            f"T^{k + 1} - (T-1)^{k + 1} <= {k + 1} T^{k} for T >= 1",
            le(steps ** (k + 1) - (steps - 1) ** (k + 1), (k + 1) * steps**k),
            (ge(steps, 1),),
        )
        for k in (1, 2, 3)
    ]
    hitting = 1 + W * out + (W - 1) * back
    return [
        *powers,
        Obligation(
            "worst-state",
            "for W >= 2, A + B + H <= 2 H: out to a leaf, back, and then as from the source",
            le(out + back + hitting, 2 * hitting),
            (ge(W, 2),),
        ),
    ]


def _base_slope(kind: str, side: int) -> Obligation:
    """The derivative by the gap, with p(1-p) = L/(L+1)^2 at base."""
    slope = vertex_slopes(kind)[side] * L / (L + 1) ** 2
    least, wide = W / (L + 1), [ge(W, 2), ge(L, 1)]
    if side:
        numerator, denominator = (w_left if kind == "left" else w_right)(before, behind, L)
        wide.append(ge(W * denominator, 2 * numerator))
    name = "backward" if side else "forward"
    return Obligation(
        f"base-{name}-{kind}",
        f"at base -dH/dgap of a {name} row at a {kind} vertex is at least W/(L+1)" + (", if W >= 2 w" if side else ""),
        ge(-slope, least),
        tuple(wide),
    )


# --- instances -------------------------------------------------------------------------------------------------------


def _instances() -> list[Instance]:
    return [
        Instance(
            "full-multigraph",
            "the joint moments of steps and score from the transform equal those of the chain on the full multigraph",
            (*({**TINY[0], "policy": policy} for policy in ("base", "sft")), {**TINY[2], "policy": "random"}),
            lambda policy, **size: walks_needed.both_moments(CorridorGraph(**size), policy),
        ),
        Instance(
            "sft-bound",
            "at the SFT limit E[S^2] is (W-1)(1-q_v)/(q_1...q_(v-1)) in every row, and no row needs fewer walks than "
            "the bound",
            (*TINY, *DEEPER),
            lambda **size: (walks_needed.within_bound(CorridorGraph(**size), 2), True),
        ),
        Instance(
            "base-bound",
            "at base no forward row needs more than 384 H^4 (L+1)^2 / W^2 walks, without a baseline",
            (*TINY, *DEEPER),
            lambda **size: (walks_needed.within_base_bound(CorridorGraph(**size)), True),
        ),
        Instance(
            "next-to-the-fork",
            "at the SFT limit and with the best baseline, the row next to the fork needs fewer than 23 walks per wrong "
            "corridor, for W <= 5, K <= 8, L <= 4",
            tuple(
                {"width": width, "depth": depth, "lanes": lanes}
                for width, depth, lanes in itertools.product((2, 3, 5), (1, 2, 4, 8), (1, 2, 4))
            ),
            lambda **size: (walks_needed.next_to_fork(CorridorGraph(**size)) < 23 * (size["width"] - 1), True),
        ),
    ]


def controls() -> list[Control]:
    return [
        Control(
            Obligation(
                "three-for-two",
                "the bound with 3 for 2, where every pass leads to the fork and all visits take a step",
                ge(_least_noise(_reduced_moments(), 3).subs({s: 0, longer: 0, farther: 0, alpha: 1}), 0),
            ),
            confirm=_confirm_three,
        ),
        false_theorem(
            _theorem(),
            "three-for-two-in-all",
            "3(W-1)(1-q)/t - 1 walks are needed, 3 for 2",
            _confirm_three,
            goal=implies(_at_row(), ge((WALKS + 1) * THROUGH, 3 * (W - 1) * (1 - PASSING))),
        ),
        Control(
            Instance(
                "ten-for-two",
                "at the SFT limit every row needs at least 10 E[S^2] - 1 walks",
                tuple({"width": 100, "depth": depth, "lanes": 2} for depth in (2, 4)),
                lambda **size: (walks_needed.within_bound(CorridorGraph(**size), 10), True),
            )
        ),
        Control(
            Instance(
                "no-more-than-at-base",
                "at the SFT limit no row needs more walks than at base, for K <= 6",
                tuple({"width": 5, "depth": depth, "lanes": 2} for depth in (1, 3, 6)),
                lambda **size: (walks_needed.no_more_than_at_base(CorridorGraph(**size)), True),
            )
        ),
        Control(
            Obligation(
                "any-width",
                "the derivative of a backward row at base is at least W/(L+1) for every W >= 2, also below w",
                _base_slope("left", 1).goal,
                (ge(W, 2), ge(L, 1)),
            )
        ),
    ]


def _confirm_three(model: Model) -> str:
    """A graph with t = 1, K = 1 and many lanes, where most visits end alike."""
    graph = CorridorGraph(100, 1, 60)
    law = score_moments(graph, Policy.sft_limit(graph), ScoredRow("backward_exit", 0))
    ratio = (law.variance(law.best_baseline) + law.slope**2) / (law.slope**2 * law.score_squared)
    if ratio >= 3:
        raise ValueError(f"at {graph} E[(T-c)^2 S^2] is {float(ratio):.4g} times m^2 E[S^2]")
    return f"at W=100, K=1, L=60 E[(T-c)^2 S^2] is {float(ratio):.4g} times m^2 E[S^2], the control says 3"
