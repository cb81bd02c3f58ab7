"""Claim `restart`: if a harness takes the walker from a wrong leaf to the fork at a price of kappa steps, every policy
costs H = 1 + W A + (W-1) kappa. SFT's limit and RLVR's optimum then both cost 1 + W(2K+1) + (W-1) kappa, the least of
all policies. For all W, K, L >= 1 and real kappa >= 0.

1. *Cost.* A is the passage out of `expected-cost`. The leaf that is reached is the target with probability 1/W;
   otherwise the price is paid and everything starts again (`renewal`).
2. *Least.* Surplus crossings are not negative (`rlvr-optimal`), which bounds H from below (`least`). If forward rows
   are one, there are none, whatever the backward rows (`backward-rows-idle`), so SFT's limit attains the bound.
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

from backproof.checks.claims import rlvr_optimal, sft_cost
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import K, L, P, W, nonnegative, positive
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.restart import RestartHarness, restarted_hitting_time

CLAIM = Header(
    statement=(
        "if a harness restarts the walker at the fork for kappa steps, H = 1 + W A + (W-1) kappa; SFT's limit and "
        "RLVR's optimum both cost 1 + W(2K+1) + (W-1) kappa, the least of all policies"
    ),
    source="new",
    scope="all W, K, L, every policy in (0, 1], every price kappa >= 0",
    assumptions=(
        "the harness recognises a wrong leaf and restarts at the fork, whose row is unchanged",
        "the fork is uniform and not trained",
    ),
    uses=("expected-cost", "rlvr-optimal", "sft-cost"),
    experiments=("sft-restarted",),
)

(kappa,) = nonnegative("kappa")
H_RLVR = rlvr_optimal.STATED

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


def evidence() -> list[Evidence]:
    at_fork, out = positive("at_fork out")
    (factor,) = nonnegative("m")
    return [
        Obligation(
            "renewal",
            "a passage out ends at the target with probability 1/W, else at a wrong leaf, whence kappa steps of the "
            "harness lead to the fork: so H = 1 + W A + (W-1) kappa",
            eq(1 + at_fork, crossings.renewal_cost(W, out, kappa)),
            (le(1, W), eq(W * at_fork, W * out + (W - 1) * (kappa + at_fork))),
        ),
        *_least(),
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


def _least() -> list[Obligation]:
    surplus, q = positive("X q")
    return [
        Obligation(
            "least",
            "with a sum X >= 0 of surplus crossings H is at least 1 + W(2K+1) + (W-1) kappa, and more if X > 0",
            lt(STATED, crossings.renewal_cost(W, 2 * K + 1 + 2 * surplus, kappa)),
            (le(1, W),),
        ),
        Obligation(
            "backward-rows-idle",
            "no surplus beyond a vertex with p = 1 leaves none before it, whatever q is",
            eq(crossings.next_surplus(sp.Integer(0), sp.Integer(1), q), 0),
            (le(q, 1),),
        ),
    ]


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
    return [
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
