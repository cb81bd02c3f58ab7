"""Claim `separation`: the cost of the SFT limit exceeds every multiple of RLVR's, at the rate rho^K / K with
rho = (L+1)^2 / L.

For every W >= 2, K, L >= 1:  rho^K / (4 (2K+1)) <= H_SFT / H* <= 7 rho^K / (2K+1). The lower bound exceeds any M as
soon as K >= 8 M.

H_SFT and H* are the closed forms of `sft-cost` and `rlvr-optimal`. All that is used of P = rho^K is P >= (K+1)^2, which
follows by induction from rho >= 4 (`rho-at-least-4`, `power-base`, `power-step`). The two bounds are then polynomial
inequalities, and `theorem` composes them.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.claims import rlvr_optimal, sft_cost
from backproof.checks.composition import Induction, Part, Theorem, Use
from backproof.checks.formula import Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import S_BACK, SURPLUS, TOTAL, X_BACK, composed_cost
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, real
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SCOPE = Scope({W: 2, K: 1, L: 1})
ASSUMPTIONS = (Assumed("rlvr-converged", "RLVR has converged to its optimum"),)

CLAIM = Header(
    statement=(
        "the cost ratio H_SFT / H* lies between rho^K/(4(2K+1)) and 7 rho^K/(2K+1), so it exceeds every bound as K "
        "grows"
    ),
    source="paper, Theorem 4; rate new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("sft-cost", "rlvr-optimal"),
)

H_SFT = sft_cost.stated_cost(W, K, L, P)
H_RLVR = rlvr_optimal.STATED
GROWN = ge(P, (K + 1) ** 2)

LARGE_SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width in (2, 3, 15)
    for depth in (1, 2, 5, 15, 40, 100)
    for lanes in (1, 2, 5, 30)
)


def evidence() -> list[Part]:
    lower = Obligation(
        "lower",
        "for W >= 2, 4 (2K+1) H_SFT >= P H*",
        ge(4 * (2 * K + 1) * H_SFT, P * H_RLVR),
        (le(2, W), le(1, L), GROWN),
    )
    upper = Obligation(
        "upper",
        "for W >= 1, (2K+1) H_SFT <= 7 P H*",
        le((2 * K + 1) * H_SFT, 7 * P * H_RLVR),
        (le(1, W), le(1, L), GROWN),
    )
    grown, beyond = growing_power(), _beyond()
    return [
        Obligation("rho-at-least-4", "(L+1)^2 / L >= 4", ge(sft_cost.RHO, 4)),
        grown,
        lower,
        upper,
        beyond,
        _theorem(grown, lower, upper, beyond),
        Instance(
            "both-sides",
            "both bounds hold for the exact costs that the recurrences give",
            LARGE_SIZES,
            lambda width, depth, lanes: (_within(CorridorGraph(width, depth, lanes)), True),
        ),
    ]


def growing_power() -> Induction:
    """P >= (i+1)^2 for the power that the way back of `sft-cost` carries."""
    _, back = sft_cost.passages()
    words = ("rho^0 = 1 >= (0+1)^2", "if P >= (i+1)^2 then rho P >= (i+2)^2")
    return Induction("power", words, back.over, ge(P, (I + 1) ** 2))


def _beyond() -> Obligation:
    sft, least, bound = nonnegative("sft least M")
    return Obligation(
        "beyond-any-bound",
        "a cost of at least P / (4 (2K+1)) times the least is at least M times the least once K >= 8 M",
        ge(sft, bound * least),
        (GROWN, ge(4 * (2 * K + 1) * sft, P * least), ge(K, 8 * bound)),
    )


def _theorem(grown: Induction, lower: Obligation, upper: Obligation, beyond: Obligation) -> Theorem:
    """SFT costs what its surplus crossings make it cost, as in `sft-cost`; the least cost is H* of `rlvr-optimal`."""
    sft, least, bound = real("H_SFT H_RLVR M")
    return Theorem(
        "separation",
        CLAIM.statement,
        SCOPE,
        (
            Use(sft_cost.sft_cost_theorem()),
            Use(grown, {I: K, SURPLUS: X_BACK, TOTAL: S_BACK}),
            Use(lower),
            Use(upper),
            Use(beyond, dict(zip(nonnegative("sft least M"), (sft, least, bound), strict=True))),
        ),
        both(
            ge(4 * (2 * K + 1) * sft, P * least),
            le((2 * K + 1) * sft, 7 * P * least),
            implies(both(ge(bound, 0), ge(K, 8 * bound)), ge(sft, bound * least)),
        ),
        ASSUMPTIONS,
        let={sft: composed_cost(), least: H_RLVR},
    )


def _exact_ratio(graph: CorridorGraph) -> Fraction:
    """H_SFT / H* by the recurrences."""
    sft, optimal = (
        expected_hitting_time(graph, policy(graph), exact=True) for policy in (Policy.sft_limit, Policy.optimal)
    )
    return sft / optimal


def _within(graph: CorridorGraph) -> bool:
    power = Fraction((graph.lanes + 1) ** 2, graph.lanes) ** graph.depth
    edges = 2 * graph.depth + 1
    return power / (4 * edges) <= _exact_ratio(graph) <= 7 * power / edges


def controls() -> list[Control]:
    (theorem,) = (part for part in evidence() if isinstance(part, Theorem))
    return [
        false_theorem(
            theorem,
            "separated-at-width-one",
            "with a single corridor, too, H_SFT is at least rho^K/(4(2K+1)) times H*",
            confirm=_confirm_one_corridor,
            scope=Scope({W: 1, K: 1, L: 1}),
            goal=implies(le(W, 1), ge(4 * (2 * K + 1) * composed_cost(), P * H_RLVR)),
        ),
        Control(
            Instance(
                "rate-is-L",
                "H_SFT / H* <= 7 L^K / (2K+1), that is the upper bound with L for rho",
                LARGE_SIZES,
                lambda width, depth, lanes: (_within_rate_l(CorridorGraph(width, depth, lanes)), True),
            )
        ),
        Control(
            Obligation(
                "one-corridor",
                "the lower side holds for W = 1 too",
                ge(4 * (2 * K + 1) * H_SFT, P * H_RLVR),
                (eq(W, 1), le(1, L), GROWN),
            ),
            confirm=_confirm_one_corridor,
        ),
    ]


def _confirm_one_corridor(model: Model) -> str:
    """Without a wrong corridor there is nothing to return from, whatever the depth."""
    graph = CorridorGraph(width=1, depth=5, lanes=2)
    ratio, bound = _exact_ratio(graph), Fraction(9, 2) ** graph.depth / (4 * (2 * graph.depth + 1))
    if ratio >= bound:
        raise ValueError(f"H_SFT / H* = {ratio} >= {bound} at {graph}")
    return (
        f"at W={model['W']}, K={graph.depth}, L={graph.lanes}, H_SFT / H* = {ratio}, the control says at least {bound}"
    )


def _within_rate_l(graph: CorridorGraph) -> bool:
    return _exact_ratio(graph) <= Fraction(7 * graph.lanes**graph.depth, 2 * graph.depth + 1)
