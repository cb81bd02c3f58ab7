"""Claim `gradient-noise`: at the SFT limit a sampled policy gradient needs at least 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1
walks to see the derivative of the row at inner vertex v, whatever the constant baseline: rho times more for each
diamond between the row and the fork. At base a polynomial number of walks is enough, for every W >= 2, K, L >= 1.

The estimate of one walk of T steps is (T - c) S, S the score of the row, c the baseline; its mean is m = dH/dgap. With
m^2 as large as the variance of the mean of n walks, n = E[(T-c)^2 S^2]/m^2 - 1.

*Scores.* Each visit of the row adds a score of mean 0 and variance q(1-q), whatever came before (`score-visit`): E[S^2]
is q(1-q) times the expected visits. At the SFT limit W - 1 times on average a walker gets from a dead end to the fork,
and visits of v are those of v-1 over q_v (`visits-base`, `visits-step`): E[S^2] = (W-1)(1-q_v)/(q_1...q_(v-1)).

*SFT limit.* Forward rows are one, so that each visit of v ends in one of three ways: the walker turns; or passes and
is turned before the fork; or passes and reaches it, with probability t = q_1...q_(v-1) once it has passed. Given how
often each came to be, S is known, and E[T] is a constant plus alpha, beta and gamma steps a time: alpha <= beta <=
gamma, since who is turned further on walks longer. By Jensen's inequality E[(T-c)^2 S^2] is at least what it is with
this conditional mean for T, of which `reduced` has all moments: m = -(1-q) alpha visits (`slope`), and for the best c
E[(T-c)^2 S^2] >= 2 m^2 E[S^2] (`least-noise`).

*Base.* |S| <= T, so the variance is at most E[T^4]. As T^(k+1) <= (k+1) sum over its steps of T^k (`power-1` to
`power-3`), E[T^4] <= 24 h^4, h being the longest expected time from any state, at most A + B + H <= 2H
(`worst-state`). And the derivative is at least W/(L+1) (`base-*`), in backward rows for W >= 2 w of `gradient-signs`:
384 H^4 (L+1)^2 / W^2 walks are enough there, a polynomial, if a crude one (`base-bound`).

Which walks there are, and that the reduction is one, is also computed on the full multigraph (`full-multigraph`,
`sft-bound`); how few walks the rows next to the fork need is shown for instances only (`next-to-the-fork`).

Main results: `least_walks`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims.gradient_signs import m as behind
from backproof.checks.claims.gradient_signs import u as before
from backproof.checks.claims.gradient_signs import vertex_slopes
from backproof.checks.formula import Model, both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.scored_walks import joint_moments
from backproof.checks.tools.symbols import L, W, nonnegative, positive, real
from backproof.theory.costs.gradient_signs import w_left, w_right
from backproof.theory.costs.walk_transform import ScoredRow, ScoreMoments, Series, score_moments, scored_rows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

CLAIM = Header(
    statement=(
        "at the SFT limit a sampled gradient needs at least 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1 walks for the row at v,"
        " whatever the constant baseline; at base polynomially many are enough"
    ),
    source="new",
    scope=(
        "all W >= 2, K, L; at base backward rows for W >= 2 w of gradient-signs; few walks next to the fork: instances"
    ),
    assumptions=(
        "one walk's estimate is (T - c) S, c a constant",
        "walks are independent",
        "rows alike over lanes and corridors share a gap",
    ),
    uses=("expected-cost", "gradient-signs"),
    experiments=("spread-at-base", "spread-at-sft-limit"),
)

r, s, dead_ends, alpha, q, visits = positive("r s w alpha q n")
longer, farther, out, back = nonnegative("b g A B")
(score,) = real("S")
(steps,) = positive("T")

TINY = tuple({"width": width, "depth": depth, "lanes": 2} for width, depth in ((2, 1), (3, 1), (2, 2)))
DEEPER = tuple({"width": width, "depth": 4, "lanes": lanes} for width in (2, 5) for lanes in (1, 3))


def least_walks(graph: CorridorGraph, vertex: int) -> Fraction:
    """The bound 2 E[S^2] - 1 at the SFT limit, for the backward row at v = 1..2K."""
    return 2 * _squared_score(graph, vertex) - 1


def _squared_score(graph: CorridorGraph, vertex: int) -> Fraction:
    _, backward = Policy.sft_limit(graph).passes()
    squared = (graph.width - 1) * (1 - backward[vertex - 1])
    for passing in backward[: vertex - 1]:
        squared /= passing
    return Fraction(squared)


def reduced(width: Any, turn: Any, failing: Any, escaping: Any) -> Series:
    """E[e^(aT + bS)] with T = alpha, beta, gamma steps for each visit of the three kinds, of such weights."""
    passage = escaping / (1 - turn - failing)
    walks: Series = 1 / (width - (width - 1) * passage)
    return walks


def reduced_moments() -> ScoreMoments:
    """Of one row, q = 1/(1+r), t = 1/(1+s) and W = 1 + w, so that all that is positive looks it."""
    passing, through = 1 / (1 + r), 1 / (1 + s)
    rise, fall = 1 - passing, -passing
    walks = reduced(
        1 + dead_ends,
        rise * Series.exponential(steps=alpha, score=fall),
        passing * (1 - through) * Series.exponential(steps=alpha + longer, score=rise),
        passing * through * Series.exponential(steps=alpha + longer + farther, score=rise),
    )
    orders = ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))
    return ScoreMoments(*(sp.factor(walks.moment(*order)) for order in orders))


def evidence() -> list[Evidence]:
    reduced_law = reduced_moments()
    return [
        Obligation(
            "score-visit",
            "a visit with passing probability q leaves the mean of S as it is and adds q(1-q) to the mean of S^2",
            both(
                eq(q * (score + 1 - q) + (1 - q) * (score - q), score),
                eq(q * (score + 1 - q) ** 2 + (1 - q) * (score - q) ** 2, score**2 + q * (1 - q)),
            ),
        ),
        *visits_at_sft(),
        Derivation(
            "slope",
            "E[T S] of the reduced walk is -(1-q) alpha times the visits w/(q t)",
            reduced_law.slope,
            -(r / (1 + r)) * alpha * dead_ends * (1 + r) * (1 + s),
        ),
        Derivation(
            "squared-score",
            "its E[S^2] is q(1-q) times the visits",
            reduced_law.score_squared,
            dead_ends * (r / (1 + r)) * (1 + s),
        ),
        Obligation(
            "least-noise",
            "E[T^2 S^2] E[S^2] - E[T S^2]^2 - 2 (m E[S^2])^2 >= 0: as a polynomial in alpha, beta - alpha and "
            "gamma - beta, none of them negative, it has no negative coefficient, whatever W > 1, q and t",
            both(*(ge(part, 0) for part in sp.Poly(least_noise(2), alpha, longer, farther).coeffs())),
        ),
        *fourth_moment(),
        *(base_slope(kind, side) for kind in ("left", "right") for side in (0, 1)),
        *instances(),
    ]


def visits_at_sft() -> list[Obligation]:
    rows, through = positive("n_v t")
    return [
        Obligation(
            "visits-base",
            "the first vertex is passed W-1 times: n q = W-1, so E[S^2] = n q(1-q) = (W-1)(1-q)",
            eq(rows * q * (1 - q), dead_ends * (1 - q)),
            (eq(rows * q, dead_ends),),
        ),
        Obligation(
            "visits-step",
            "if v-1 is visited (W-1)/t times, t = q_1...q_(v-1), and each is a pass at v, then E[S^2] = (W-1)(1-q)/t",
            eq(rows * q * (1 - q), dead_ends * (1 - q) / through),
            (eq(rows * q, visits), eq(visits * through, dead_ends)),
        ),
    ]


def least_noise(factor: int) -> Any:
    """E[T^2 S^2] E[S^2] - E[T S^2]^2 - factor (m E[S^2])^2, over what it shares with E[S^2]^2 and is positive."""
    law = reduced_moments()
    noise = law.both_squared * law.score_squared - law.steps_score_squared**2
    return sp.factor((noise - factor * law.slope**2 * law.score_squared**2) / law.score_squared**2)


def fourth_moment() -> list[Obligation]:
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


def base_slope(kind: str, side: int) -> Obligation:
    """By the gap: p(1-p) = L/(L+1)^2 at base."""
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


def instances() -> list[Instance]:
    return [
        Instance(
            "full-multigraph",
            "the joint moments of steps and score by the transform are those of the chain on the full multigraph",
            (*({**TINY[0], "policy": policy} for policy in ("base", "sft")), {**TINY[2], "policy": "random"}),
            lambda policy, **size: _both_moments(CorridorGraph(**size), policy),
        ),
        Instance(
            "sft-bound",
            "at the SFT limit E[S^2] is (W-1)(1-q_v)/(q_1...q_(v-1)) in every row, and fewer walks are not enough",
            (*TINY, *DEEPER),
            lambda **size: (_within_bound(CorridorGraph(**size), 2), True),
        ),
        Instance(
            "base-bound",
            "at base no forward row needs more than 384 H^4 (L+1)^2 / W^2 walks without a baseline",
            (*TINY, *DEEPER),
            lambda **size: (_within_base_bound(CorridorGraph(**size)), True),
        ),
        Instance(
            "next-to-the-fork",
            "at the SFT limit the row next to the fork needs fewer than 23 walks per wrong corridor with the best "
            "baseline, whatever K <= 8, for W <= 5, L <= 4",
            tuple(
                {"width": width, "depth": depth, "lanes": lanes}
                for width, depth, lanes in itertools.product((2, 3, 5), (1, 2, 4, 8), (1, 2, 4))
            ),
            lambda **size: (_next_to_fork(CorridorGraph(**size)) < 23 * (size["width"] - 1), True),
        ),
    ]


def _policy(graph: CorridorGraph, name: str) -> Policy:
    if name == "random":
        return random_policy(graph, 5)
    return Policy.base(graph) if name == "base" else Policy.sft_limit(graph)


def _both_moments(graph: CorridorGraph, name: str) -> tuple[Any, Any]:
    policy, rows = _policy(graph, name), scored_rows(graph)[:: graph.depth]
    brute = [joint_moments(graph, policy, row) for row in rows]
    orders = ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))
    solved = [(*(moments[order] for order in orders), moments[0, 1]) for moments in brute]
    found = [score_moments(graph, policy, row) for row in rows]
    return [(m.steps, m.score_squared, m.slope, m.steps_score_squared, m.both_squared, 0) for m in found], solved


def _within_bound(graph: CorridorGraph, factor: int) -> bool:
    """With ``factor`` for the 2 of the bound."""
    policy = Policy.sft_limit(graph)
    rows = [row for row in scored_rows(graph) if not row.is_forward]
    moments = {row.vertex: score_moments(graph, policy, row) for row in rows}
    return all(
        found.score_squared == _squared_score(graph, v)
        and found.walks_for_unit_ratio(found.best_baseline) >= factor * found.score_squared - 1
        for v, found in moments.items()
    )


def _within_base_bound(graph: CorridorGraph) -> bool:
    found = [score_moments(graph, Policy.base(graph), row) for row in scored_rows(graph) if row.is_forward]
    factor = Fraction(384 * (graph.lanes + 1) ** 2, graph.width**2)
    return all(moments.walks_for_unit_ratio() <= factor * moments.steps**4 for moments in found)


def _next_to_fork(graph: CorridorGraph) -> Fraction:
    found = score_moments(graph, Policy.sft_limit(graph), ScoredRow("backward_exit", 0))
    return Fraction(found.walks_for_unit_ratio(found.best_baseline))


def controls() -> list[Control]:
    return [
        Control(
            Obligation(
                "three-for-two",
                "the bound with 3 for 2, where every pass leads to the fork and all visits take a step",
                ge(least_noise(3).subs({s: 0, longer: 0, farther: 0, alpha: 1}), 0),
            ),
            confirm=_confirm_three,
        ),
        Control(
            Instance(
                "ten-for-two",
                "at the SFT limit every row needs at least 10 E[S^2] - 1 walks",
                tuple({"width": 100, "depth": depth, "lanes": 2} for depth in (2, 4)),
                lambda **size: (_within_bound(CorridorGraph(**size), 10), True),
            )
        ),
        Control(
            Instance(
                "no-more-than-at-base",
                "at the SFT limit no row needs more walks than at base, K <= 6",
                tuple({"width": 5, "depth": depth, "lanes": 2} for depth in (1, 3, 6)),
                lambda **size: (_no_more_than_at_base(CorridorGraph(**size)), True),
            )
        ),
        Control(
            Obligation(
                "any-width",
                "the derivative of a backward row at base is at least W/(L+1) for every W >= 2, also below w",
                base_slope("left", 1).goal,
                (ge(W, 2), ge(L, 1)),
            )
        ),
    ]


def _confirm_three(model: Model) -> str:
    """Long walks of one kind, of probability close to one: t = 1, K = 1, many lanes."""
    graph = CorridorGraph(100, 1, 60)
    law = score_moments(graph, Policy.sft_limit(graph), ScoredRow("backward_exit", 0))
    ratio = (law.variance(law.best_baseline) + law.slope**2) / (law.slope**2 * law.score_squared)
    if ratio >= 3:
        raise ValueError(f"E[(T-c)^2 S^2] is {float(ratio):.4g} times m^2 E[S^2] at {graph}")
    return f"at W=100, K=1, L=60 it is {float(ratio):.4g} times m^2 E[S^2], the control says 3"


def _no_more_than_at_base(graph: CorridorGraph) -> bool:
    def walks(policy: Policy, row: ScoredRow) -> Fraction:
        found = score_moments(graph, policy, row)
        return Fraction(found.walks_for_unit_ratio(found.best_baseline))

    rows = [row for row in scored_rows(graph) if not row.is_forward]
    return all(walks(Policy.sft_limit(graph), row) <= walks(Policy.base(graph), row) for row in rows)
