"""Claim `restart`: if a harness takes the walker from a wrong leaf to the fork at a price of kappa steps, every policy
costs H = 1 + W A + (W-1) kappa. SFT's limit and RLVR's optimum then both cost 1 + W(2K+1) + (W-1) kappa, the least of
all policies. For all W, K, L >= 1 and real kappa >= 0.

1. *Cost.* A is the passage out of `expected-cost`. The leaf that is reached is the target with probability 1/W;
   otherwise the price is paid and everything starts again.
2. *Least.* Surplus crossings are not negative, and there are none exactly if all forward rows are one, whatever the
   backward rows (`rlvr-optimal`). This bounds H from below, and SFT's limit attains the bound. `theorem` composes both.
3. *SFT helps.* A higher forward probability lowers the surplus at its vertex, and less surplus behind a vertex means
   less before it (`forward-helps`). With the harness SFT therefore never raises the cost.
4. *Price.* For W >= 2, SFT with the harness is cheaper than RLVR without it if and only if kappa < 2K+1 (`cheaper`).
   It costs at most m times as much for kappa <= m (2K+1) (`within-factor`). It costs at least as much as SFT without
   the harness if and only if kappa >= g_K, SFT's own way back (`as-dear`), which grows like rho^K.

Main results: `restart_cost`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import expected_cost, rlvr_optimal, sft_cost
from backproof.checks.claims.expected_cost import EVERY_POLICY
from backproof.checks.composition import Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import K, L, P, W, nonnegative, positive
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.restart import RestartHarness, restarted_hitting_time

(kappa,) = nonnegative("kappa")
H_RLVR = rlvr_optimal.STATED

SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_POLICY, (Given("price", (kappa,)),))
ASSUMPTIONS = (
    Assumed("harness", "the harness recognises a wrong leaf and restarts at the fork, whose row is unchanged"),
    Assumed("fork-fixed", "the fork is uniform and not trained"),
)

CLAIM = Header(
    statement=(
        "if a harness restarts the walker at the fork for kappa steps, H = 1 + W A + (W-1) kappa; the policies whose "
        "forward rows are one, SFT's limit and RLVR's optimum among them, cost 1 + W(2K+1) + (W-1) kappa, the least of "
        "all policies"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "rlvr-optimal", "sft-cost"),
    experiments=("sft-restarted",),
)

CASES = tuple(
    {**size, "price": price}
    for size, price in itertools.product(SMALL_SIZES, (0, 1, 3))
    if size["width"] < 4 and size["lanes"] < 3
)


def _stated_cost(width: Any, depth: Any, price: Any) -> Any:
    """1 + W(2K+1) + (W-1) kappa."""
    return 1 + width * (2 * depth + 1) + (width - 1) * price


def restart_cost(graph: CorridorGraph, price: int | Fraction) -> Fraction:
    """The stated cost of SFT's limit and of RLVR's optimum with the harness."""
    return Fraction(_stated_cost(graph.width, graph.depth, price))


STATED = _stated_cost(W, K, kappa)


def evidence() -> list[Part]:
    (factor,) = nonnegative("m")
    return [
        restart_theorem(),
        _forward_helps(),
        Obligation(
            "cheaper",
            "for W >= 2, 1 + W(2K+1) + (W-1) kappa is below RLVR's H* without the harness if and only if kappa < 2K+1",
            _cheaper(),
            (le(2, W),),
        ),
        Obligation(
            "within-factor",
            "if kappa <= m (2K+1), m >= 1, it is at most m H*",
            le(STATED, factor * H_RLVR),
            (le(1, W), le(1, factor), le(kappa, factor * (2 * K + 1))),
        ),
        _as_dear(),
        Derivation(
            "optimum",
            "the passage out that sympy derives for the all-one policy gives the stated cost",
            crossings.renewal_cost(W, closed_forms.optimal_form().out.cost(K, sp.Integer(1)), kappa),
            STATED,
        ),
        Instance(
            "full-multigraph",
            "random rational policies cost H on the full multigraph with extra edges for the harness",
            CASES,
            lambda width, depth, lanes, price: _compare(CorridorGraph(width, depth, lanes), price),
        ),
        Instance(
            "limits",
            "the limits of SFT and RLVR cost 1 + W(2K+1) + (W-1) kappa there",
            CASES,
            lambda width, depth, lanes, price: _limits(CorridorGraph(width, depth, lanes), price),
        ),
    ]


def restart_theorem() -> Theorem:
    way = expected_cost.at_source("out")
    passage, cost = 2 * K + 1 + 2 * way[expected_cost.T], 1 + expected_cost.F
    goal = _if_restarted(
        eq(cost, crossings.renewal_cost(W, passage, kappa)),
        ge(cost, STATED),
        implies(eq(way[expected_cost.SHORT], 0), eq(cost, STATED)),
    )
    uses = (*expected_cost.through("out"), Use(rlvr_optimal.all_ones(), way))
    return Theorem("restart", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _if_restarted(*goals: Formula) -> Formula:
    """F solves the first-step equation at the fork, where a wrong leaf leads to the fork for kappa steps."""
    fork, out = expected_cost.F, expected_cost.passage_steps("out")
    first_step = eq(W * fork, W * out + (W - 1) * (kappa + fork))
    return implies(both(*expected_cost.at_end("out"), first_step), both(*goals))


def _forward_helps() -> Obligation:
    p, higher, q = positive("p p_higher q")
    x, less = nonnegative("x x_less")
    return Obligation(
        "forward-helps",
        "if p does not fall and the surplus behind the vertex does not rise, neither does that before it",
        le(crossings.next_surplus(less, higher, q), crossings.next_surplus(x, p, q)),
        (le(p, higher), le(higher, 1), le(q, 1), le(less, x)),
    )


def _cheaper() -> Formula:
    """Cheaper if and only if kappa < 2K+1."""
    short, saves = lt(kappa, 2 * K + 1), lt(STATED, H_RLVR)
    return both(implies(short, saves), implies(saves, short))


def _as_dear() -> Obligation:
    way_back = sft_cost.stated_return(K, L, P)
    no_help = ge(STATED, sft_cost.stated_cost(W, K, L, P))
    dear = ge(kappa, way_back)
    return Obligation(
        "as-dear",
        "for W >= 2 the harness saves SFT nothing if and only if kappa >= g_K",
        both(implies(dear, no_help), implies(no_help, dear)),
        (le(2, W), le(1, L)),
    )


# --- instances -------------------------------------------------------------------------------------------------------


def _walked_cost(graph: CorridorGraph, policy: Policy, price: int) -> Fraction:
    """The cost by the chains of the walk with the harness."""
    return mean_hitting_time(RestartHarness(graph, policy, price))


def _compare(graph: CorridorGraph, price: int) -> tuple[Fraction, Fraction]:
    policy = random_policy(graph, seed=3)
    return _walked_cost(graph, policy, price), restarted_hitting_time(graph, policy, price)


def _limits(graph: CorridorGraph, price: int) -> tuple[set[Fraction], set[Fraction]]:
    costs = {_walked_cost(graph, policy(graph), price) for policy in (Policy.sft_limit, Policy.optimal)}
    return costs, {restart_cost(graph, price)}


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    (x,) = nonnegative("x")
    p, q, other = positive("p q q_other")
    passage = 2 * K + 1 + 2 * expected_cost.at_source("out")[expected_cost.T]
    return [
        false_theorem(
            restart_theorem(),
            "paid-at-the-target-too",
            "H = 1 + W (A + kappa), for all policies and prices",
            confirm=_confirm_overpaid,
            goal=_if_restarted(eq(1 + expected_cost.F, 1 + W * (passage + kappa))),
        ),
        Control(
            Instance(
                "every-visit-restarts",
                "H = 1 + W (A + kappa), as if the price were paid at the target too",
                tuple(case for case in CASES if case["price"]),
                lambda width, depth, lanes, price: _overpaid(CorridorGraph(width, depth, lanes), price),
            )
        ),
        Control(
            Obligation(
                "cheaper-at-any-width",
                "SFT with the harness is cheaper than RLVR's way back if and only if kappa < 2K+1 for W = 1 too",
                _cheaper(),
                (le(1, W), le(1, K)),
            ),
            confirm=_confirm_one_corridor,
        ),
        Control(
            Obligation(
                "backward-rows-always-idle",
                "with the harness backward rows make no difference, before SFT has converged either",
                eq(crossings.next_surplus(x, p, q), crossings.next_surplus(x, p, other)),
                (le(p, 1), le(q, 1), le(other, 1)),
            ),
            confirm=_confirm_backward_rows,
        ),
    ]


def _overpaid(graph: CorridorGraph, price: int) -> tuple[Fraction, Fraction]:
    policy = random_policy(graph, seed=3)
    return _walked_cost(graph, policy, price), restarted_hitting_time(graph, policy, price) + price


def _confirm_overpaid(model: Model) -> str:
    graph, price = CorridorGraph(2, 1, 1), 1
    found, overpaid = _overpaid(graph, price)
    if found == overpaid:
        raise ValueError(f"at {graph} the walk costs {found}, as the control says")
    return f"at W=2, K=L=1, kappa=1 a random policy costs {found}, the control says {overpaid}"


def _confirm_one_corridor(model: Model) -> str:
    """At W = 1 there is no wrong leaf, so the harness never restarts and saves nothing."""
    graph = CorridorGraph(1, 1, 1)
    found, optimum = _walked_cost(graph, Policy.sft_limit(graph), 1), chain_cost(graph, Policy.optimal(graph))
    if model["W"] != 1 or found != optimum:
        raise ValueError(f"at W={model['W']} the cost is {found}, the optimum {optimum}")
    return f"at W=K=L=1 and kappa=1 < 2K+1, SFT with the harness and RLVR without both cost {found}"


def _confirm_backward_rows(model: Model) -> str:
    """The model's two backward probabilities on one small graph, with all forward rows at 1/2."""
    graph, half = CorridorGraph(2, 1, 1), Fraction(1, 2)
    costs = [
        _walked_cost(graph, Policy(**{name: [half if "forward" in name else model[q]] for name in FAMILIES}), 1)
        for q in ("q", "q_other")
    ]
    if costs[0] == costs[1]:
        raise ValueError(f"both policies cost {costs[0]} at {graph}")
    return (
        f"at W=2, K=L=1, kappa=1, forward rows 1/2: backward rows {model['q']} cost {costs[0]}, "
        f"{model['q_other']} cost {costs[1]}"
    )
