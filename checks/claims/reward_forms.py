"""Claim `reward-forms`: without a charge for steps the outcome teaches nothing, and at the SFT limit a horizon or a
discount teaches exponentially little. For every W, K, L >= 1

    outcome alone       dP(T < inf)/dgap = 0 in every row, at every policy without a zero,
    horizon N           0 <= dP(T <= N)/dgap <= (1-q)(1-1/W) (N/2) rho^-K in every backward row at the SFT limit,
    discount g          0 <= dE[g^T]/dgap <= (1-q)(1-1/W) (g/(1-g)/2) rho^-K there,
    charge per step     -dH/dgap >= 2 (1-q)(W-1) rho^K there.

In a row with passing probability p the derivative is p(1-p) times the gain of passing over turning (`row-slope`),
summed over its visits.

*Outcome.* Let u be the probability that a walker who came to a vertex from the leaf's side ever crosses the edge behind
it outward. It is one at the fork, which sends everybody out again, and hence at every vertex (`returns`). So a passage
is certain either way, and so is success (`success`): both moves of any row gain the same.

*Horizon.* Let V be the probability of success with a given number of steps left. At the SFT limit a turned walker goes
straight back to the leaf. By induction over the steps, being closer to the fork on the way in is better
(`closer-is-better`), so passing gains. It gains at most t = q_1...q_(v-1), the probability to reach the fork, since a
walker that is turned later is back at the leaf later (`gain`, `gain-at-most`). A departure from the leaf reaches the
row with probability q_(v+1)...q_2K, and at most (1-1/W) N/2 departures fit, as each takes two steps. The product of
all q is rho^-K, which gives the bound (`slope`), and P(T <= N) is at most 1/W + (1-1/W) (N/2) rho^-K
(`more-departures`). E[g^T] is an average of P(T <= N) over N (`discount`).

*Charge.* dH/dgap = -2(W-1)(1-q) s/(q_1...q_v) with s = 1 at the leaf and s' = 1 + s/q before it, so s grows as fast as
the rest of the product (`adjoint-base`, `adjoint`, `charge`).

Main results: `slope_bound`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.formula import Model, both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.scored_walks import joint_moments, success_and_slope
from backproof.checks.tools.symbols import W, nonnegative, positive
from backproof.checks.tools.walks import expected_visits
from backproof.theory.chain import corridor_chain, edge_state_chain
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import ScoredRow, scored_rows
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import Policy, next_move
from backproof.theory.relaxations.reward_forms import discounted_success, success_within

CLAIM = Header(
    statement=(
        "outcome reward alone has gradient zero at every policy; at the SFT limit each backward derivative is at most "
        "(1-q)(1-1/W)(N/2) rho^-K within a horizon of N steps, and at least 2(1-q)(W-1) rho^K with a charge per step"
    ),
    source="new",
    scope=(
        "all W, K, L; outcome alone: every policy in (0, 1]; horizon, discount and charge: backward rows at the SFT "
        "limit"
    ),
    assumptions=(
        "the gradient is exact, and taken by the logit gap of a row",
        "rows that are the same in all lanes and corridors share a gap",
    ),
    uses=("expected-cost", "sft-cost"),
    experiments=("outcome-teaches-nothing", "no-success-to-learn-from"),
)

p, q, through, reach, count, steps = positive("p q t Q n N")
near, turned, later, sooner, gain, again = nonnegative("V_near V_turn V_later V_sooner gain u")
(escape,) = positive("escape")

TINY = tuple({"width": width, "depth": depth, "lanes": 2} for width, depth in ((2, 1), (2, 2)))
SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width, depth, lanes in itertools.product((1, 2, 4), (1, 3), (1, 3))
)
HORIZONS = (1, 6, 7, 12, 25, 60)
EFFECTIVE = (2, 10, 1000, 10**9)
"""Effective horizons 1/(1-g)."""


def slope_bound(graph: CorridorGraph, passing: Fraction, horizon: Fraction | int) -> Fraction:
    """The bound at the SFT limit for a backward row that passes with this probability; ``horizon`` is N or g/(1-g)."""
    rho = Fraction((graph.lanes + 1) ** 2, graph.lanes)
    return (1 - passing) * (1 - Fraction(1, graph.width)) * Fraction(horizon) / 2 / rho**graph.depth


def evidence() -> list[Evidence]:
    gap, passed, other = sp.symbols("D a b", real=True)
    sigmoid = 1 / (1 + sp.exp(-gap))
    return [
        Derivation(
            "row-slope",
            "the derivative of p a + (1-p) b by the gap of p is p(1-p)(a-b)",
            sp.simplify(sp.diff(sigmoid * passed + (1 - sigmoid) * other, gap)),
            sp.simplify(sigmoid * (1 - sigmoid) * (passed - other)),
        ),
        _returns(p, "returns"),
        Obligation(
            "success",
            "s = 1/W + (1-1/W) s has the one solution s = 1",
            eq(gain, 1),
            (ge(W, 1), eq(W * gain, 1 + (W - 1) * gain)),
        ),
        *_within_a_horizon(),
        Derivation(
            "discount",
            "(1-g) times the sum of N g^N is g/(1-g), where N g^N is g d/dg g^N",
            (1 - p) * p * sp.diff(1 / (1 - p), p),
            p / (1 - p),
        ),
        *_charge(),
        *_instances(),
    ]


def _returns(passing: sp.Symbol, name: str) -> Obligation:
    """f is the probability to cross edge v outward ever after an arrival from the fork's side."""
    outward, back = nonnegative("f u_next")
    return Obligation(
        name,
        "if u = 1 before a vertex, f = p + (1-p) u f and u' = 1-q + q u f, then f = 1 and u' = 1 behind it",
        both(eq(outward, 1), eq(back, 1)),
        (
            le(passing, 1),
            le(q, 1),
            eq(again, 1),
            eq(outward, passing + (1 - passing) * again * outward),
            eq(back, 1 - q + q * again * outward),
        ),
    )


def _within_a_horizon() -> list[Obligation]:
    return [
        Obligation(
            "closer-is-better",
            "V_turn <= V_leaf <= V at v-1, and V at v-1 no less with a step more: then q V + (1-q) V_turn, which is V "
            "at v with a step more, is at most that of v-1",
            le(q * near + (1 - q) * turned, sooner),
            (le(q, 1), le(turned, later), le(later, near), le(near, sooner)),
        ),
        Obligation(
            "gain",
            "if V <= t + (1-t) V_later at v-1, V_later of who turned there being at most V_turn, then at v V <= q t + "
            "(1 - q t) V_turn",
            le(q * near + (1 - q) * turned, q * through + (1 - q * through) * turned),
            (le(q, 1), le(through, 1), le(near, through + (1 - through) * later), le(later, turned)),
        ),
        Obligation(
            "gain-at-most",
            "so passing gains at most t over turning",
            le(near - turned, through),
            (le(through, 1), le(near, through + (1 - through) * later), le(later, turned), le(turned, 1)),
        ),
        Obligation(
            "slope",
            "n departures within N steps, each at the row with probability Q, give n Q q(1-q) gain, at most (1-q) "
            "(N/2) rho^-K, where rho^-K = Q q t and 2 n <= N",
            le(count * reach * q * (1 - q) * gain, (1 - q) * steps / 2 * escape),
            (le(q, 1), le(gain, through), eq(escape, reach * q * through), le(2 * count, steps)),
        ),
        _more_departures(count + 1, "more-departures"),
    ]


def _more_departures(bound: Any, name: str) -> Obligation:
    return Obligation(
        name,
        "if n departures succeed with probability V <= n rho^-K, one more makes it at most (n+1) rho^-K",
        le(escape + (1 - escape) * near, bound * escape),
        (le(escape, 1), le(near, count * escape)),
    )


def _charge() -> list[Obligation]:
    return [
        Obligation("adjoint-base", "s Q = 1 at the leaf", ge(count * reach, 1), (ge(count, 1), eq(reach, 1))),
        Obligation(
            "adjoint",
            "s Q >= 1 gives (1 + s/q) (Q q) >= 1",
            ge((1 + count / q) * reach * q, 1),
            (ge(count * reach, 1),),
        ),
        Obligation(
            "charge",
            "s Q >= 1 makes 2(W-1)(1-q) s/(t q) at least 2(W-1)(1-q) rho^K, rho^-K = Q q t",
            ge(2 * (W - 1) * (1 - q) * count / (through * q), 2 * (W - 1) * (1 - q) / escape),
            (ge(W, 1), le(q, 1), ge(count * reach, 1), eq(escape, reach * q * through)),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _instances() -> list[Instance]:
    return [
        Instance(
            "outcome",
            "at random policies, on the full multigraph, success has probability one and derivative zero in every row",
            tuple(size | {"seed": seed} for size in TINY for seed in (1, 2)),
            lambda seed, **size: (_outcome(CorridorGraph(**size), seed), (1, {0})),
        ),
        Instance(
            "horizon",
            "success within N <= 16 steps and its derivatives equal those of the walk on the full multigraph, step by "
            "step",
            tuple(size | {"base": base} for size in TINY for base in (True, False)),
            lambda base, **size: _stepped(CorridorGraph(**size), base),
        ),
        Instance(
            "horizon-bound",
            "at the SFT limit every backward derivative within a horizon is between 0 and the bound",
            SIZES,
            lambda **size: (_horizon_within(CorridorGraph(**size), 1), True),
        ),
        Instance(
            "discount-bound",
            "at the SFT limit every backward derivative with a discount is between 0 and the bound",
            SIZES,
            lambda **size: (_discount_within(CorridorGraph(**size)), True),
        ),
        Instance(
            "charge-bound",
            "at the SFT limit every backward derivative of the length is at least 2 (1-q)(W-1) rho^K",
            SIZES,
            lambda **size: (_charge_within(CorridorGraph(**size)), True),
        ),
    ]


def _outcome(graph: CorridorGraph, seed: int) -> tuple[Any, Any]:
    """The probability of success, from the visits to each state and the probability to end there, and all E[S]."""
    policy = random_policy(graph, seed)
    chain = corridor_chain(graph, policy)
    visits = expected_visits(chain)
    success = sum(
        visits[state] * (1 - sum(map(Fraction, row.values())))
        for state, row in zip(chain.states, chain.rows, strict=True)
    )
    return success, {joint_moments(graph, policy, row, most=(0, 1))[0, 1] for row in scored_rows(graph)}


def _stepped(graph: CorridorGraph, base: bool) -> tuple[Any, Any]:
    policy = Policy.base(graph) if base else Policy.sft_limit(graph)
    found = success_within(graph, policy, range(1, 17), exact=True)
    rows = scored_rows(graph)
    stepped = [list(success_and_slope(graph, policy, row, 16)) for row in rows]
    return [[(part.success, part.of_row(row)) for part in found.values()] for row in rows], stepped


def _backward(graph: CorridorGraph) -> list[tuple[ScoredRow, Fraction]]:
    """The backward rows with their passing probabilities at the SFT limit."""
    policy = Policy.sft_limit(graph)
    return [(row, getattr(policy, row.family)[row.diamond]) for row in scored_rows(graph) if not row.is_forward]


def _horizon_within(graph: CorridorGraph, power: int) -> bool:
    """Whether the bound holds with the factor rho^-K raised to ``power``."""
    rho = Fraction((graph.lanes + 1) ** 2, graph.lanes)
    rarer = rho ** (graph.depth * (power - 1))
    found = success_within(graph, Policy.sft_limit(graph), HORIZONS, exact=True)
    return all(
        0 <= part.of_row(row) <= slope_bound(graph, passing, horizon) / rarer
        for horizon, part in found.items()
        for row, passing in _backward(graph)
    )


def _discount_within(graph: CorridorGraph) -> bool:
    found = {
        length: discounted_success(graph, Policy.sft_limit(graph), 1 - Fraction(1, length), exact=True)
        for length in EFFECTIVE
    }
    return all(
        0 <= part.of_row(row) <= slope_bound(graph, passing, length - 1)
        for length, part in found.items()
        for row, passing in _backward(graph)
    )


def _charge_within(graph: CorridorGraph) -> bool:
    slopes = expected_hitting_time_gradient(graph, Policy.sft_limit(graph), exact=True, coordinates="gaps")
    power = Fraction((graph.lanes + 1) ** 2, graph.lanes) ** graph.depth
    return all(
        -getattr(slopes, row.family)[row.diamond] >= 2 * (1 - passing) * (graph.width - 1) * power
        for row, passing in _backward(graph)
    )


def controls() -> list[Control]:
    return [
        Control(_returns(nonnegative("p")[0], "a-zero-allowed"), confirm=_confirm_zero),
        Control(_more_departures(count, "no-more-departures")),
        Control(
            Instance(
                "rho-squared",
                "at the SFT limit the derivative within a horizon is at most the bound with rho^-2K",
                SIZES[-2:],
                lambda **size: (_horizon_within(CorridorGraph(**size), 2), True),
            )
        ),
        Control(
            Instance(
                "horizon-teaches-nothing",
                "at base success within a horizon also has derivative zero",
                TINY,
                lambda **size: (_steepest(CorridorGraph(**size)), 0),
            )
        ),
    ]


def _steepest(graph: CorridorGraph) -> Fraction:
    (found,) = success_within(graph, Policy.base(graph), [12], exact=True).values()
    return Fraction(max(*found.by_forward, *found.by_backward))


def _confirm_zero(model: Model) -> str:
    """A walker that never leaves a diamond, solved on the full multigraph."""
    graph = CorridorGraph(2, 1, 2)

    def row(state: Any) -> Any:
        return next_move(graph, state, lambda family, diamond: Fraction(0 if family == "forward_exit" else 1, 1))

    chain = edge_state_chain(START, row, frozenset({graph.leaves()[0]}))
    try:
        chain.expected_hitting_time()
    except ZeroDivisionError:
        return f"with p = {model.get('p', 0)} at r the target is not reached with probability one at W=2, K=1, L=2"
    raise ValueError("the target is reached with probability one")
