"""Claim `distillation`: a student trained on RLVR's traces reaches H* in the limit if their dead ends are kept. If the
same traces are cleaned to their shortest path, its backward rows stay at base. A fraction eps > 0 of uncleaned traces
is enough, in a time of order 1/eps. For every W >= 2 and K, L >= 1.

The student starts at the base model and follows the gradient flow of its cross-entropy on traces of the all-one policy.
The *weight* w of a row is its expected number of visits per trace.

1. *Weights.* Departures from the fork are renewals: W are expected, one into each corridor (`renewal`). All but the
   last return. So a forward row has weight 1 and a backward row (W-1)/W, shared by the L lanes at an exit; the latter
   is positive if and only if W > 1 (`backward-weight`). Every visit takes the passing move (`visits`). A cleaned trace
   is golden: it consists of the edge s-f and the last passage out. By `zero-gradient` its backward rows have weight 0
   (`cleaned`).
2. *Flow.* Let m be a row's odds of passing at base (L at entries, 1/L at exits), D its logit gap and E = e^D, so that
   its error is 1/(1 + m E). D grows at w (1+1/L) times the error (`entry-velocity`, `exit-velocity`). Hence
   D + m (E-1) = tau with tau = w (1+1/L) t (`clock`). Only w t matters, so a weight of eps w takes 1/eps times as long
   (`same-clock`).
3. *Rate.* The error lies between 1/(1+m+tau) and 1/(1+m+tau m/(1+m)) (`error`). It takes a time between
   1/(4 eps w delta) and L/(eps w delta) to fall to delta (`time`).
4. *Cost.* If no error exceeds delta, the surplus crossings n vertices from the end are at most n delta/(1 - n delta)
   (`surplus-base`, `surplus-step`). So H - H* <= 2(2W-1)(2K+1) 2K delta/(1 - 2K delta), which vanishes with delta
   (`cost`).

At W = 1 backward rows stay at base on any trace, and the forward rows alone bring H to H*.

Main results: `visits_per_trace`, `evidence`, `controls`.
"""

from __future__ import annotations

import random
from fractions import Fraction

import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.claims.zero_gradient import is_backward
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost
from backproof.checks.tools.symbols import K, L, W, nonnegative, positive
from backproof.checks.tools.walks import cleaned_traces, expected_visits
from backproof.theory.chain import corridor_chain
from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES, Policy

CLAIM = Header(
    statement=(
        "the cost of a student of RLVR's traces tends to H* if their dead ends are kept, and to that of the SFT limit "
        "if they are removed; a fraction eps > 0 of uncleaned traces is enough, in a time of order 1/eps"
    ),
    source="paper, Theorem 5; cleaned and mixed traces, rates new",
    scope="all W >= 2, K, L, every row weight",
    assumptions=(
        "gradient flow of the expected cross-entropy from base, with a row of its own for every edge-state",
        "the teacher is RLVR's limit, the policy of all ones",
        "a trace is cleaned by erasing its loops",
        "the flow has one solution, and D <= e^D - 1 with e^D increasing (textbook)",
    ),
    uses=("zero-gradient", "sft-cost", "rlvr-optimal"),
    experiments=("student-in-time", "cleaned-student-frozen"),
)

w, m, E, delta = positive("w m E delta")
eps, D, t = nonnegative("eps D t")

ERROR, CLOCK = 1 / (1 + m * E), D + m * (E - 1)
TEXTBOOK = (ge(E, 1), le(D, E - 1))
"""All that is used of E = e^D for D >= 0."""


def _tau(weight: sp.Expr, time: sp.Expr) -> sp.Expr:
    """The clock of a row at ``time``."""
    return weight * (1 + 1 / L) * time


def _error_bounds(error: sp.Expr, progress: sp.Expr) -> tuple[Formula, Formula]:
    """The bounds of a row's error at tau = ``progress``."""
    return ge(error, 1 / (1 + m + progress)), le(error, 1 / (1 + m + progress * m / (1 + m)))


def evidence() -> list[Evidence]:
    return [*_weights(), *_rates(), *_costs(), *_flows(), *_on_full_multigraph()]


def _weights() -> list[Obligation]:
    departures, visits, weight, lane = nonnegative("departures visits weight lane")
    return [
        Obligation(
            "renewal",
            "a departure from the fork is the last with probability 1/W: W are expected, one into each corridor",
            both(eq(departures, W), eq(visits, 1)),
            (le(1, W), eq(W * departures, W + (W - 1) * departures), eq(W * visits, departures)),
        ),
        Obligation(
            "backward-weight",
            "one return is expected from a wrong corridor, which W-1 of the W targets make it: a backward row and each "
            "lane's share of one have positive weight if W > 1, and none if W = 1",
            both(implies(gt(W, 1), gt(lane, 0)), implies(eq(W, 1), eq(weight, 0))),
            (le(1, W), eq(W * weight, W - 1), eq(L * lane, weight)),
        ),
    ]


def _rates() -> list[Obligation]:
    D_mixed, E_mixed = nonnegative("D_mixed E_mixed")
    increasing = (implies(lt(D, D_mixed), lt(E, E_mixed)), implies(lt(D_mixed, D), lt(E_mixed, E)))
    entry_or_exit = either(eq(m, L), eq(m * L, 1))
    error, dose, progress = nonnegative("error dose tau")
    return [
        Obligation(
            "same-clock",
            "a row of weight eps w has at time t the gap that a row of weight w has at time eps t",
            eq(D, D_mixed),
            (
                *increasing,
                eq(CLOCK, _tau(w, eps * t)),
                eq(CLOCK.subs({D: D_mixed, E: E_mixed}, simultaneous=True), _tau(eps * w, t)),
            ),
        ),
        Obligation(
            "error",
            "the error lies between 1/(1+m+tau) and 1/(1+m+tau m/(1+m))",
            both(*_error_bounds(ERROR, progress)),
            (*TEXTBOOK, eq(CLOCK, progress)),
        ),
        Obligation(
            "time",
            "with weight eps w the error is at most delta from time L/(eps w delta) on, and, for delta up to half the "
            "base error, not before 1/(4 eps w delta); dose stands for eps w t",
            both(
                implies(ge(dose * delta, L), le(error, delta)),
                implies(le(error, delta), ge(4 * dose * delta, 1)),
            ),
            (*_error_bounds(error, _tau(dose, sp.Integer(1))), le(1, L), entry_or_exit, le(2 * (1 + m) * delta, 1)),
        ),
    ]


def _costs() -> list[Obligation]:
    p, q = positive("p q")
    n, x, X, Y = nonnegative("n x X Y")
    before = crossings.next_surplus(x, p, q)
    out, back = (2 * K + 1 + 2 * total for total in (X, Y))
    room, share = 1 - 2 * K * delta, (2 * K + 1) * 2 * K * delta
    return [
        Obligation(
            "surplus-base",
            "at the end, x = 0 is at most 0 delta/(1 - 0 delta)",
            le(x * (1 - n * delta), n * delta),
            (eq(x, 0), eq(n, 0)),
        ),
        Obligation(
            "surplus-step",
            "if x_v <= n delta/(1 - n delta) and p_v >= 1 - delta then x_(v-1) <= (n+1) delta/(1 - (n+1) delta)",
            le(before * (1 - (n + 1) * delta), (n + 1) * delta),
            (le(x * (1 - n * delta), n * delta), lt((n + 1) * delta, 1), ge(p, 1 - delta), le(p, 1), le(q, 1)),
        ),
        Obligation(
            "cost",
            "if the sums X and Y over 2K+1 edges have that bound at n = 2K, then H - H* <= 2(2W-1)(2K+1) 2K delta/(1 - "
            "2K delta)",
            le((crossings.renewal_cost(W, out, back) - rlvr_optimal.STATED) * room, 2 * (2 * W - 1) * share),
            (le(1, W), gt(room, 0), le(X * room, share), le(Y * room, share)),
        ),
    ]


def _flows() -> list[Derivation]:
    """Velocities from the cross-entropy of a row whose logits are the connector's, one lane's and the other lanes'."""
    connector, lane, lanes = sp.symbols("connector lane lanes", real=True)
    total = sp.exp(connector) + sp.exp(lane) + (L - 1) * sp.exp(lanes)
    exit_loss = w * (sp.log(total) - connector)
    entry_loss = w * (sp.log(total) - (lane + (L - 1) * lanes) / L)

    def gap_velocity(loss: sp.Expr, passing: sp.Symbol, other: sp.Symbol) -> sp.Expr:
        velocity = sp.diff(loss, other) - sp.diff(loss, passing)
        alike = velocity.subs(lanes, lane).subs({passing: sp.log(E), other: 0}, simultaneous=True)
        return sp.simplify(alike)

    gap = sp.Function("D")(t)
    clock = sp.diff(CLOCK.subs({D: gap, E: sp.exp(gap)}, simultaneous=True), t)
    speed = w * (1 + 1 / L)
    return [
        Derivation(
            "exit-velocity",
            "at an exit, where the data take the connector, the gap grows at w (1+1/L) times the error, with m = 1/L",
            gap_velocity(exit_loss, connector, lane),
            speed * ERROR.subs(m, 1 / L),
        ),
        Derivation(
            "entry-velocity",
            "at an entry, where the data take a uniform lane, the gap grows at w (1+1/L) times the error, with m = L",
            gap_velocity(entry_loss, lane, connector),
            speed * ERROR.subs(m, L),
        ),
        Derivation(
            "clock",
            "along that flow D + m (e^D - 1) grows at the constant rate w (1+1/L)",
            clock.subs(sp.Derivative(gap, t), speed * ERROR).subs(sp.exp(gap), E),
            speed,
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _on_full_multigraph() -> list[Instance]:
    return [
        Instance(
            "visits",
            "the all-one policy visits each row as often as stated, by the solution of n = start + n P, and never "
            "turns",
            SMALL_SIZES,
            lambda width, depth, lanes: _compare_visits(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "cleaned",
            "every trace of the all-one policy, to every target, is a golden path once its loops are erased; and every "
            "golden path is one",
            SMALL_SIZES,
            lambda width, depth, lanes: _cleaned_and_golden(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "near-optimal",
            "policies with random errors of at most delta = 1/(8K) cost no more than the bound of `cost`",
            SMALL_SIZES,
            lambda width, depth, lanes: (_within(CorridorGraph(width, depth, lanes)), True),
        ),
    ]


def visits_per_trace(graph: CorridorGraph) -> dict[EdgeState, Fraction]:
    """Expected visits to each inner row per trace of the all-one policy, the target uniform."""
    policy = Policy.optimal(graph)
    by_target = [expected_visits(corridor_chain(graph, policy, target)) for target in range(graph.width)]
    rows = (state for state in graph.edge_states() if state.head.kind in ("left", "right"))
    return {row: sum((visits.get(row, Fraction(0)) for visits in by_target), Fraction(0)) / graph.width for row in rows}


def _compare_visits(graph: CorridorGraph) -> tuple[object, object]:
    policy, found = Policy.optimal(graph), visits_per_trace(graph)
    turns = [
        (row, move)
        for row, weight in found.items()
        for move in policy.row(graph, row)
        if weight and is_backward(graph, move) != is_backward(graph, row)
    ]
    stated = {
        row: Fraction(graph.width - 1 if is_backward(graph, row) else graph.width, graph.width)
        / (1 if (row.head.kind == "left") != is_backward(graph, row) else graph.lanes)
        for row in found
    }
    return (found, turns), (stated, [])


def _cleaned_and_golden(graph: CorridorGraph) -> tuple[object, object]:
    policy, targets = Policy.optimal(graph), graph.leaves()
    cleaned = {target: sorted(cleaned_traces(graph, policy, target)) for target in targets}
    return cleaned, {target: sorted(graph.golden_paths(target)) for target in targets}


def _within(graph: CorridorGraph) -> bool:
    draw, error = random.Random(1), Fraction(1, 8 * graph.depth)  # noqa: S311 - not for secrets
    policy = Policy(**{f: [1 - error * draw.randint(0, 4) / 4 for _ in range(graph.depth)] for f in FAMILIES})
    excess = chain_cost(graph, policy) - chain_cost(graph, Policy.optimal(graph))
    surplus = 2 * graph.depth * error / (1 - 2 * graph.depth * error)
    return excess <= 2 * (2 * graph.width - 1) * (2 * graph.depth + 1) * surplus


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    (weight,) = nonnegative("weight")
    rate = (1 + sp.Rational(1, 2)) / 4
    return [
        Control(
            Instance(
                "cleaned-traces-turn-back",
                "for W >= 2 cleaned traces visit a backward row, as the traces themselves do",
                tuple(size for size in SMALL_SIZES if size["width"] > 1),
                lambda width, depth, lanes: (_cleaned_turns_back(CorridorGraph(width, depth, lanes)), True),
            )
        ),
        Control(
            Obligation(
                "one-corridor",
                "backward rows have positive weight for W = 1 too",
                gt(weight, 0),
                (le(1, W), eq(W * weight, W - 1)),
            ),
            confirm=_confirm_one_corridor,
        ),
        Control(
            Obligation(
                "no-uncleaned-trace",
                "the error falls below its base value even if the fraction eps of uncleaned traces is 0",
                lt(ERROR, 1 / (1 + m)),
                (*TEXTBOOK, gt(t, 0), eq(CLOCK, _tau(eps * w, t))),
            ),
            confirm=_confirm_no_uncleaned_trace,
        ),
        Control(
            Obligation(
                "time-without-eps",
                "an exit row of weight w = 1/4 (W = L = 2) has an error of at most delta from time L/(w delta) on, "
                "whatever eps > 0: the lower bound of its error allows that",
                le(1 / (1 + sp.Rational(1, 2) + eps * rate * t), delta),
                (gt(eps, 0), le(eps, 1), ge(delta * t, 8)),
            )
        ),
    ]


def _cleaned_turns_back(graph: CorridorGraph) -> bool:
    policy = Policy.optimal(graph)
    return any(
        is_backward(graph, state)
        for target in graph.leaves()
        for path in cleaned_traces(graph, policy, target)
        for state in path
    )


def _confirm_one_corridor(model: Model) -> str:
    graph = CorridorGraph(int(model["W"]), depth=2, lanes=2)
    visited = [row for row, weight in visits_per_trace(graph).items() if weight and is_backward(graph, row)]
    if visited:
        raise ValueError(f"{visited[0]} is visited at {graph}")
    return f"at W={graph.width}, K=L=2 no backward row is visited"


def _confirm_no_uncleaned_trace(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=2, lanes=2)
    if model["eps"] != 0 or _cleaned_turns_back(graph):
        raise ValueError(f"eps={model['eps']}, or cleaned traces visit backward rows at {graph}")
    return "at W=K=L=2 cleaned traces visit no backward row, so that its weight is 0 for eps = 0"
