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
   1/(4 eps w delta) and L/(eps w delta) to fall to delta (`soon`, `not-sooner`).
4. *Cost.* If no error exceeds delta, the surplus crossings n vertices from the end are at most n delta/(1 - n delta)
   (`surplus`). So H - H* <= 2(2W-1)(2K+1) 2K delta/(1 - 2K delta), which vanishes with delta (`cost`).

`theorem` says 3 and 4 of the cost of `expected-cost`.

At W = 1 backward rows stay at base on any trace, and the forward rows alone bring H to H*.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from backproof.checks.claims import expected_cost, rlvr_optimal
from backproof.checks.claims.expected_cost import EVERY_POLICY, p, q
from backproof.checks.claims.zero_gradient import is_backward
from backproof.checks.composition import Induction, Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies, le, lt, substituted
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost
from backproof.checks.tools.row_clock import (
    CLOCK,
    ERROR,
    TEXTBOOK,
    D,
    E,
    clock_derivations,
    clock_rates,
    eps,
    m,
    t,
    tau,
    w,
)
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.checks.tools.walks import cleaned_traces, visits_per_trace
from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

(delta,) = positive("delta")
MORE, MORE_OUT, MORE_BACK = nonnegative("more more_out more_back")
"""By how much errors so far exceed delta, in all: zero if none does."""

AT_ROW = dict(zip((m, E, eps, D, t), real("m_row E_row eps_row D_row t_row"), strict=True))
"""The numbers of one row in the theorem."""

SCOPE = Scope({W: 2, K: 1, L: 1}, EVERY_POLICY, (Given("bound of the errors", (delta,)), Given("row weight", (w,))))
ASSUMPTIONS = (
    Assumed(
        "flow",
        "gradient flow of the expected cross-entropy from base, with a row of its own for every edge-state; its rows "
        "obey the clock",
    ),
    Assumed("teacher", "the teacher is RLVR's limit, the policy of all ones"),
    Assumed("cleaned", "a trace is cleaned by erasing its loops, and is then a golden path, as instances show"),
    Assumed("weights", "the weights of rows are their visits, as the parts `renewal` and `backward-weight` count them"),
    Assumed("limits", "the cost is continuous, so that it tends to that of the limits of the rows (textbook)"),
    Assumed("textbook", "the flow has one solution, and D <= e^D - 1 with e^D increasing (textbook)"),
)

CLAIM = Header(
    statement=(
        "the cost of a student of RLVR's traces tends to H* if their dead ends are kept, and to that of the SFT limit "
        "if they are removed; a fraction eps > 0 of uncleaned traces is enough, in a time of order 1/eps"
    ),
    source="paper, Theorem 5; cleaned and mixed traces, rates new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "zero-gradient", "sft-cost", "rlvr-optimal"),
    experiments=("student-in-time", "cleaned-student-frozen"),
)


def evidence() -> list[Part]:
    cost: list[Part] = [surplus(), _cost(), *_in_time(), distillation_theorem()]
    return [*_weights(), *clock_rates(), *cost, *clock_derivations(), *_on_full_multigraph()]


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


def _on_the_clock() -> tuple[Formula, ...]:
    """A row with odds L or 1/L at base, and weight eps w, at time t."""
    return *TEXTBOOK, either(eq(m, L), eq(m * L, 1)), ge(L, 1), eq(CLOCK, tau(eps * w, t))


def _row_at_time() -> Formula:
    return both(ge(D, 0), ge(t, 0), ge(eps, 0), gt(m, 0), *_on_the_clock())


def _in_time() -> tuple[Obligation, ...]:
    dose, small = eps * w * t * delta, ge(delta * (1 + m * E), 1)
    row = (*_on_the_clock(), gt(m, 0))
    return (
        Obligation(
            "soon",
            "from time L/(eps w delta) on the error 1/(1 + m e^D) is at most delta",
            implies(ge(dose, L), small),
            row,
        ),
        Obligation(
            "not-sooner",
            "for delta up to half the base error it is not so before 1/(4 eps w delta)",
            implies(both(small, le(2 * (1 + m) * delta, 1)), ge(4 * dose, 1)),
            row,
        ),
        Obligation("frozen", "where the weight is 0 the gap stays 0", implies(eq(eps, 0), eq(E, 1)), row),
    )


# --- the cost --------------------------------------------------------------------------------------------------------


def surplus() -> Induction:
    """x and its sum T over i vertices from the leaf, where no error exceeds delta."""
    over = expected_cost.from_leaf()
    x, total, more = expected_cost.X_V, expected_cost.T, nonnegative("more_next")[0]
    errors = replace(
        over,
        words="vertices from the leaf, with what errors have beyond delta",
        start={**over.start, MORE: sp.Integer(0)},
        following={**over.following, MORE: MORE + more},
        chosen=(*over.chosen, more),
        constraints=(*over.constraints, le(1 - p, delta + more), le(1 - q, delta + more)),
    )
    words = (
        "at the end, x = 0 is at most 0 delta/(1 - 0 delta)",
        "if x <= i delta/(1 - i delta) and its sum is at most i times that, then so with one vertex more whose errors "
        "do not exceed delta",
    )
    small = both(le(x * (1 - I * delta), I * delta), le(total * (1 - I * delta), I**2 * delta))
    predicate = both(ge(x, 0), ge(total, 0), implies(both(eq(MORE, 0), lt(I * delta, 1)), small))
    return Induction("surplus", words, errors, predicate)


def _cost() -> Obligation:
    X, Y = nonnegative("X Y")
    H = crossings.renewal_cost(W, *(2 * K + 1 + 2 * total for total in (X, Y)))
    room, most = 1 - 2 * K * delta, 4 * K**2 * delta
    return Obligation(
        "cost",
        "if the sums X and Y have that bound at i = 2K, then H - H* <= 2(2W-1)(2K+1) 2K delta/(1 - 2K delta)",
        le((H - rlvr_optimal.STATED) * room, 2 * (2 * W - 1) * (2 * K + 1) * 2 * K * delta),
        (le(1, W), gt(room, 0), le(X * room, most), le(Y * room, most)),
    )


def no_error_above() -> Formula:
    """The cost is that of a policy none of whose errors exceeds delta."""
    return both(expected_cost.first_steps(), eq(MORE_OUT, 0), eq(MORE_BACK, 0))


def near_the_optimum() -> Formula:
    excess = 1 + expected_cost.F - rlvr_optimal.STATED
    return le(excess * (1 - 2 * K * delta), 2 * (2 * W - 1) * (2 * K + 1) * 2 * K * delta)


def distillation_theorem() -> Theorem:
    """H = 1 + F of a policy none of whose errors exceeds delta, and the time after which those of a row do not."""
    ways = [expected_cost.at_source(way) for way in ("out", "back")]
    sums = dict(zip(nonnegative("X Y"), (way[expected_cost.T] for way in ways), strict=True))
    uses = (
        Use(expected_cost.expected_cost_theorem()),
        *(Use(surplus(), {**way, MORE: more}) for way, more in zip(ways, (MORE_OUT, MORE_BACK), strict=True)),
        Use(_cost(), sums),
        *(Use(part, AT_ROW) for part in _in_time()),
    )
    reached = both(*(part.goal for part in _in_time()))
    near = implies(both(no_error_above(), lt(2 * K * delta, 1)), near_the_optimum())
    goal = both(near, substituted(implies(_row_at_time(), reached), AT_ROW))
    return Theorem("distillation", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


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
                (*TEXTBOOK, gt(t, 0), eq(CLOCK, tau(eps * w, t))),
            ),
            confirm=_confirm_no_uncleaned_trace,
        ),
        false_theorem(
            distillation_theorem(),
            "cleaned-traces-reach-any-error",
            "the error is at most delta at some time even where the weight is 0",
            lambda model: _confirm_no_uncleaned_trace({"eps": model["eps_row"]}),
            goal=substituted(implies(both(_row_at_time(), eq(eps, 0)), ge(delta * (1 + m * E), 1)), AT_ROW),
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
