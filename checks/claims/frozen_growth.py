"""Claim `frozen-growth`: from any start, SFT's limit costs H = 1 + W(2K+1) + (W-1) B with
B = 2 sum_e 1/(q_1 ... q_e) - (2K+1), where q_v in (0, 1] are the backward rows of the start. For all W, K, L >= 1.

1. *Cost.* SFT leaves backward rows unchanged (`zero-gradient`) and takes forward rows to one. On the way back the
   surplus plus one is a product with a factor 1/q_v for each vertex, and the sum of these products gives B
   (`product-base`, `product-step`, `return`, `cost`). If the rows b, d are the same in every diamond, the sum is
   geometric with growth 1/(b d) (`alike`, `growth`); for uniform rows it is that of `sft-cost` (`uniform`).
2. *Exponential.* H >= 2 (W-1) / (q_1 ... q_2K) (`exponential`). If every row has an error of delta or more, then
   H >= (1 + K delta/2) H* for W >= 2, which exceeds every bound as K grows (`many-base`, `many-step`, `many-cost`).
3. *Close to RLVR.* If every row has an error of 1/(4K) or less then H <= 2 H* (`few-base`, `few-step`, `few-cost`). So
   the largest error at which SFT costs at most twice as much as RLVR is of order 1/K: between 1/(4K) and 2/K.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.formula import Formula, Model, both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import K, L, P, W, as_reals, nonnegative, positive
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy, frozen_policy
from backproof.theory.relaxations.frozen_growth import frozen_cost, frozen_return

CLAIM = Header(
    statement=(
        "from any start SFT's limit costs H = 1 + W(2K+1) + (W-1)(2 sum_e 1/(q_1 ... q_e) - (2K+1)), where q are the "
        "backward rows of the start; this is at most 2 H* if their errors are 1/(4K) or less"
    ),
    source="new",
    scope="all W, K, L, every start (lower bounds: W >= 2)",
    assumptions=("forward rows have reached their limit, one", "the start is the same in all lanes and corridors"),
    uses=("zero-gradient", "expected-cost", "sft-cost", "rlvr-optimal"),
    experiments=("frozen-crossed",),
)

q, product = positive("q product")
y, total, products, edges, n = nonnegative("y Y S edges n")
(delta,) = nonnegative("delta")

FOLLOWING = crossings.next_surplus(y, q, sp.Integer(1))
"""y_v from y_(v-1): on the way back the walker passes the vertex with q_v, and the forward row there is one."""

LENGTH = 2 * K + 1
COST = 1 + W * LENGTH + (W - 1) * (2 * products - LENGTH)
"""H with the sum of products as S."""

START = (eq(n, 0), eq(product, 1), eq(products, 1))

MULTIPLIED = (eq(y + 1, product), eq(products, total + edges))


def evidence() -> list[Evidence]:
    return [
        *_cost(),
        *_alike(),
        Obligation(
            "exponential",
            "2K terms of at least 1 and the last one P make a cost of at least 2 (W-1) P",
            ge(COST, 2 * (W - 1) * P),
            (le(1, W), ge(products, 2 * K + P)),
        ),
        *_many(),
        *_few(),
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


def _cost() -> list[Obligation]:
    (returning,) = positive("B")
    return [
        Obligation(
            "product-base",
            "at the fork y_0 = 0: the empty product less one, and the sums over one edge differ by one",
            both(*MULTIPLIED),
            (eq(y, 0), eq(total, 0), eq(products, 1), eq(edges, 1), eq(product, 1)),
        ),
        Obligation(
            "product-step",
            "if y + 1 is the product and the sums of the two differ by the number of edges, so it is one vertex on",
            both(eq(FOLLOWING + 1, product / q), eq(products + product / q, total + FOLLOWING + edges + 1)),
            (le(q, 1), *MULTIPLIED),
        ),
        Obligation(
            "return",
            "over all 2K + 1 edges, 2K + 1 + 2 sum y = 2 S - (2K+1)",
            eq(returning, 2 * products - LENGTH),
            (eq(returning, LENGTH + 2 * total), eq(edges, LENGTH), *MULTIPLIED[1:]),
        ),
        Obligation(
            "cost",
            "forward rows of one leave no surplus on the way out, so that H = 1 + W(2K+1) + (W-1) (2 S - (2K+1))",
            both(
                eq(crossings.next_surplus(sp.Integer(0), sp.Integer(1), q), 0),
                eq(crossings.renewal_cost(W, LENGTH, returning), COST),
            ),
            (eq(returning, 2 * products - LENGTH),),
        ),
    ]


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


def _at_least(rows: Any, last: Any, total_so_far: Any) -> tuple[Formula, Formula]:
    """The last product and the sum of all, after this many rows with an error of delta or more."""
    return ge(last, 1 + rows * delta), ge(total_so_far, (rows + 1) * (1 + rows * delta / 2))


def _many() -> list[Obligation]:
    return [
        Obligation("many-base", "before the first vertex both are one", both(*_at_least(n, product, products)), START),
        Obligation(
            "many-step",
            "if each row errs with probability delta or more, then after n rows the product is at least 1 + n delta, "
            "and the sum of all so far at least (n+1)(1 + n delta/2)",
            both(*_at_least(n + 1, product / q, products + product / q)),
            (*_at_least(n, product, products), le(q, 1 - delta)),
        ),
        Obligation(
            "many-cost",
            "for W >= 2, after 2K rows, this makes H at least (1 + K delta/2) H*",
            ge(COST, (1 + K * delta / 2) * rlvr_optimal.STATED),
            (le(2, W), *_at_least(2 * K, product, products)),
        ),
    ]


def _at_most(rows: Any, last: Any, total_so_far: Any) -> tuple[Formula, Formula]:
    """The same after this many rows with an error of delta or less, while n delta <= 1/2."""
    return le(last * (1 - rows * delta), 1), le(total_so_far, 2 * (rows + 1))


def _few() -> list[Obligation]:
    return [
        Obligation("few-base", "before the first vertex both are one", both(*_at_most(n, product, products)), START),
        Obligation(
            "few-step",
            "if each row errs with probability delta or less, then after n <= 1/(2 delta) rows the product is at most "
            "1/(1 - n delta) <= 2, and the sum of all so far at most 2 (n+1)",
            both(*_at_most(n + 1, product / q, products + product / q)),
            (*_at_most(n, product, products), ge(q, 1 - delta), le((n + 1) * delta, sp.Rational(1, 2))),
        ),
        Obligation(
            "few-cost",
            "after 2K rows this makes H at most 2 H*",
            le(COST, 2 * rlvr_optimal.STATED),
            (le(1, W), *_at_most(2 * K, product, products)),
        ),
    ]


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
        Control(
            Obligation(
                "one-corridor",
                "rows that err with probability delta or more cost at least (1 + K delta/2) H* for W = 1 too",
                ge(COST, (1 + K * delta / 2) * rlvr_optimal.STATED),
                (eq(W, 1), le(1, K), le(delta, 1), *_at_least(2 * K, product, products)),
            ),
            confirm=_confirm_one_corridor,
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
