"""Claim `frozen-growth`: from any start, SFT's limit costs H = 1 + W(2K+1) + (W-1) B with
B = 2 sum_e 1/(q_1 ... q_e) - (2K+1), where q_v in (0, 1] are the backward rows of the start. For all W, K, L >= 1.

1. *Cost.* SFT leaves backward rows unchanged (`zero-gradient`) and takes forward rows to one. On the way back the
   surplus plus one is a product with a factor 1/q_v for each vertex, and the sum of these products gives B (`product`);
   on the way out there is no surplus (`straight-out`). If the rows b, d are the same in every diamond, the sum is
   geometric with growth 1/(b d) (`alike`, `growth`); for uniform rows it is that of `sft-cost` (`uniform`).
2. *Exponential.* 2K terms of at least 1 and the last one make H >= 2 (W-1) / (q_1 ... q_2K) (`last`). If every row has
   an error of delta or more, then H >= (1 + K delta/2) H* for W >= 2, which exceeds every bound as K grows (`many`).
3. *Close to RLVR.* If every row has an error of 1/(4K) or less then H <= 2 H* (`few`). So the largest error at which
   SFT costs at most twice as much as RLVR is of order 1/K: between 1/(4K) and 2/K.

`theorem` composes the three.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Derivation, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import I, K, L, P, W, as_reals, nonnegative, positive, real
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy, frozen_policy
from backproof.theory.relaxations.frozen_growth import frozen_cost, frozen_return

(q,) = positive("q")
delta, most = nonnegative("delta Delta")
PRODUCT, PRODUCTS, Y, Y_SUM = real("product S y Y")
X_OUT, X_SUM = real("x_out X_out")
LENGTH = 2 * K + 1

STARTS = Policies("every start with rows in (0, 1]", (q,), (le(q, 1),))
SCOPE = Scope({W: 1, K: 1, L: 1}, STARTS, (Given("range of errors", (delta, most)),))
ASSUMPTIONS = (
    Assumed("sft-converged", "SFT leaves backward rows as they start, and forward rows have reached their limit, one"),
    Assumed("tied-start", "the start is the same in all lanes and corridors"),
)

CLAIM = Header(
    statement=(
        "from any start SFT's limit costs H = 1 + W(2K+1) + (W-1)(2 sum_e 1/(q_1 ... q_e) - (2K+1)), where q are the "
        "backward rows of the start; this is at least 2 (W-1) / (q_1 ... q_2K), at least (1 + K delta/2) H* for W >= 2 "
        "if their errors are delta or more, and at most 2 H* if they are 1/(4K) or less"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("zero-gradient", "expected-cost", "sft-cost", "rlvr-optimal"),
    experiments=("frozen-crossed",),
)

COST = 1 + W * LENGTH + (W - 1) * (2 * PRODUCTS - LENGTH)
"""H with the sum of products as S."""


def evidence() -> list[Part]:
    return [
        *_inductions(),
        frozen_theorem(),
        *_alike(),
        Instance(
            "full-multigraph",
            "SFT's limits with random backward rows cost H on the full multigraph",
            SMALL_SIZES,
            lambda width, depth, lanes: _compare(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "order-of-the-error",
            "at K up to 100, H / H* is at most 2 with random errors of at most 1/(4K), and at least 1 + K delta/2 = "
            "5/4 with random errors of at least delta = 1/(2K)",
            tuple({"width": width, "depth": depth} for width in (2, 3, 15) for depth in (2, 5, 15, 40, 100)),
            lambda width, depth: (_within(width, depth), True),
        ),
    ]


def _homeward() -> Recurrence:
    """The surplus crossings of the way back, vertex by vertex from the fork, with errors from delta to Delta.

    The walker passes a vertex with q, and the forward row there is one. The sums are over all edges so far.
    """
    following = crossings.next_surplus(Y, q, sp.Integer(1))
    product, one, zero = PRODUCT / q, sp.Integer(1), sp.Integer(0)
    return Recurrence(
        "vertices from the fork, with errors 1 - q from delta to Delta",
        I,
        {Y: zero, Y_SUM: zero, PRODUCT: one, PRODUCTS: one},
        {Y: following, Y_SUM: Y_SUM + following, PRODUCT: product, PRODUCTS: PRODUCTS + product},
        chosen=(q,),
        constraints=(*STARTS.constraints, le(delta, 1 - q), le(1 - q, most)),
    )


def _outward() -> Recurrence:
    following = crossings.next_surplus(X_OUT, sp.Integer(1), q)
    return Recurrence(
        "vertices from the leaf, with forward rows of one",
        I,
        {X_OUT: sp.Integer(0), X_SUM: sp.Integer(0)},
        {X_OUT: following, X_SUM: X_SUM + following},
        chosen=(q,),
        constraints=STARTS.constraints,
    )


def _inductions() -> list[Induction]:
    back = _homeward()
    return [
        Induction(
            "straight-out",
            ("before the first vertex there is no surplus", "no surplus before a vertex leaves none behind it"),
            _outward(),
            both(eq(X_OUT, 0), eq(X_SUM, 0)),
        ),
        Induction(
            "product",
            (
                "at the fork y_0 = 0: the empty product less one, and the sums over one edge differ by one",
                "if y + 1 is the product and the sums of the two differ by the number of edges, so it is one vertex on",
            ),
            back,
            both(eq(Y, PRODUCT - 1), eq(Y_SUM, PRODUCTS - I - 1)),
        ),
        Induction(
            "last",
            ("the sum of one product is the last one", "every product is at least 1, so the sum is n + the last one"),
            back,
            both(ge(PRODUCT, 1), ge(PRODUCTS, I + PRODUCT)),
        ),
        Induction(
            "many",
            (
                "before the first vertex both are one",
                "if each row errs with probability delta or more, then after n rows the product is at least "
                "1 + n delta, and the sum of all so far at least (n+1)(1 + n delta/2)",
            ),
            back,
            both(ge(PRODUCT, 1 + I * delta), ge(PRODUCTS, (I + 1) * (1 + I * delta / 2))),
        ),
        Induction(
            "few",
            (
                "before the first vertex both are one",
                "if each row errs with probability Delta or less, then after n <= 1/(2 Delta) rows the product is at "
                "most 1/(1 - n Delta) <= 2, and the sum of all so far at most 2 (n+1)",
            ),
            back,
            implies(
                le(I * most, sp.Rational(1, 2)),
                both(ge(PRODUCT, 0), le(PRODUCT * (1 - I * most), 1), le(PRODUCTS, 2 * (I + 1))),
            ),
        ),
    ]


def frozen_theorem() -> Theorem:
    """Both passages are 2K+1 steps and two for each surplus crossing; all errors lie between delta and Delta."""
    straight, *back = _inductions()
    found, optimum = crossings.renewal_cost(W, LENGTH + 2 * X_SUM, LENGTH + 2 * Y_SUM), rlvr_optimal.STATED
    goal = both(
        eq(found, COST),
        ge(found, 2 * (W - 1) * PRODUCT),
        implies(ge(W, 2), ge(found, (1 + K * delta / 2) * optimum)),
        implies(le(4 * K * most, 1), le(found, 2 * optimum)),
    )
    uses = tuple(Use(induction, {I: 2 * K}) for induction in (straight, *back))
    return Theorem("frozen-growth", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _alike() -> list[Derivation]:
    """With rows b, d in every diamond the sum is geometric; P = (1/(b d))^K."""
    b, d = positive("b d")
    growth = 1 / (b * d)
    geometric = 2 * ((1 + 1 / d) * (P - 1) / (growth - 1) + P) - LENGTH
    one = sp.Integer(1)
    rows = DiamondRows(forward_exit=one, backward_entry=b, forward_entry=one, backward_exit=d)
    back = closed_forms.solve(rows).back
    return [
        Derivation(
            "alike",
            "if the rows b, d are the same in every diamond, the geometric sum is what sympy derives from the "
            "recurrence",
            as_reals(back.cost(closed_forms.K, closed_forms.POWER)),
            geometric,
        ),
        Derivation("growth", "the growth of that sum is 1/(b d)", back.growth, growth),
        Derivation(
            "uniform",
            "at b = L/(L+1), d = 1/(L+1) the sum is g_K, with rho for 1/(b d)",
            geometric.subs({b: L / (L + 1), d: 1 / (L + 1)}),
            as_reals(closed_forms.sft_form().back.cost(closed_forms.K, closed_forms.POWER)),
        ),
        Derivation(
            "as-run",
            "for K = 2 and four different rows the theory's recurrence gives B",
            crossings.passage_cost(*_four_rows()),
            frozen_return(_four_rows()[0][::-1]),
        ),
    ]


def _four_rows() -> tuple[list[Any], list[Any]]:
    """Starting at the leaf: the probabilities to pass toward the fork, and those to pass away from it."""
    return list(positive("q4 q3 q2 q1")), [sp.Integer(1)] * 4


# --- instances -------------------------------------------------------------------------------------------------------


def _compare(graph: CorridorGraph) -> tuple[Fraction, Fraction]:
    start = random_policy(graph, seed=5)
    policy = frozen_policy(start.backward_entry, start.backward_exit)
    return chain_cost(graph, policy), frozen_cost(graph.width, policy.passes()[1])


def _ratio(width: int, passing: list[Fraction]) -> Fraction:
    return Fraction(frozen_cost(width, passing) / frozen_cost(width, [1] * len(passing)))


def _within(width: int, depth: int) -> bool:
    draw = random.Random(depth)  # noqa: S311 - not for secrets
    shares = [Fraction(draw.randint(0, 16), 16) for _ in range(2 * depth)]
    few_errors = [1 - share / (4 * depth) for share in shares]
    many_errors = [1 - Fraction(1 + share, 2 * depth) for share in shares]
    return _ratio(width, few_errors) <= 2 and _ratio(width, many_errors) >= Fraction(5, 4)


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        Control(
            Instance(
                "errors-add-up",
                "B = 2K+1 + 2 sum_v (1/q_v - 1) (2K+1-v), as if errors added up instead of multiplying",
                SMALL_SIZES,
                lambda width, depth, lanes: _added_up(CorridorGraph(width, depth, lanes)),
            )
        ),
        Control(
            Instance(
                "errors-of-1/K",
                "errors of 1/K are small enough for H <= 2 H* at every depth",
                tuple({"width": 15, "depth": depth} for depth in (2, 5, 15, 40)),
                lambda width, depth: (_ratio(width, [1 - Fraction(1, depth)] * (2 * depth)) <= 2, True),
            )
        ),
        false_theorem(
            frozen_theorem(),
            "one-corridor",
            "rows that err with probability delta or more cost at least (1 + K delta/2) H* for W = 1 too",
            confirm=_confirm_one_corridor,
            goal=implies(le(W, 1), ge(COST, (1 + K * delta / 2) * rlvr_optimal.STATED)),
        ),
    ]


def _added_up(graph: CorridorGraph) -> tuple[Fraction, Fraction]:
    start = random_policy(graph, seed=5)
    policy = frozen_policy(start.backward_entry, start.backward_exit)
    length, passing = 2 * graph.depth + 1, policy.passes()[1]
    added = sum((1 / q_v - 1) * (length - v) for v, q_v in enumerate(passing, start=1))
    return chain_cost(graph, policy), Fraction(crossings.renewal_cost(graph.width, length, length + 2 * added))


def _confirm_one_corridor(model: Model) -> str:
    """Without a wrong corridor nobody comes back, so that errors of 1/2 cost nothing."""
    graph, half = CorridorGraph(1, 1, 1), [Fraction(1, 2)]
    found, optimum = chain_cost(graph, frozen_policy(half, half)), chain_cost(graph, Policy.optimal(graph))
    if model["W"] != 1 or found != optimum:
        raise ValueError(f"at W={model['W']} the cost is {found}, the optimum {optimum}")
    return f"at W=K=L=1 backward rows of 1/2 cost {found} = H*, the control says at least 5/4 of that"
