"""Claim `sft-visits`: on the way back that SFT leaves untrained, visits rise by exactly rho = (L+1)^2/L a diamond, from
the fork to the leaf. For all W, K, L >= 1.

At SFT's limit forward rows are one and backward rows are uniform. Let y be the surplus crossings of a connector on a
passage back, and P = rho^j after j diamonds, counted from the fork. The recurrence of the theory takes y = P - 1 to
y + 1 = (L+1) P for the lanes of the next diamond, and to y + 1 = rho P for the connector behind it (`back`). On the way
out nothing is crossed twice (`out`). So the connectors behind j diamonds are crossed (W-1) P times homeward and 1 more
outward, all corridors together; that one crossing is in the target's corridor. The sum over a corridor gives the cost
in another form (`theorem`).

Base visits every edge of a wrong corridor equally often: the exponential law is SFT's alone (`on-graphs`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from backproof.checks.composition import Induction, Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import (
    P_OUT,
    S_BACK,
    S_OUT,
    SURPLUS,
    TOTAL,
    TWO_VERTICES,
    X_BACK,
    X_OUT,
    composed_cost,
    diamonds,
    passage_induction,
)
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import I, K, L, P, W, as_reals, nonnegative, positive, real
from backproof.theory.any_graph.reasoning_graph import corridor_reasoning_graph
from backproof.theory.any_graph.tabular import exact_cost
from backproof.theory.companions.visit_ranks import edge_state_visits
from backproof.theory.companions.word_chain import Place
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

(J,) = nonnegative("j")
X_HERE, S_HERE, X_AHEAD, S_AHEAD = real("x_here S_here x_ahead S_ahead")
P_HERE, P_AHEAD = positive("P_here P_ahead")
(G,) = real("G")

SCOPE = Scope({W: 1, K: 1, L: 1}, given=(Given("number of diamonds", (J,)),))
ASSUMPTIONS = (
    Assumed("limit", "SFT starts from base and has converged: forward rows are one, backward rows uniform"),
    Assumed(
        "wrong-corridors",
        "in the target's corridor each edge is crossed once, outward; the W-1 wrong corridors share the rest alike",
    ),
    TWO_VERTICES,
)

CLAIM = Header(
    statement=(
        "at the limit of SFT the connectors behind j diamonds are crossed (W-1) P times homeward and 1 + (W-1) P "
        "times outward, P = rho^j, the lanes of the next diamond (W-1) (L+1) P times homeward, and the connectors "
        "behind it (W-1) rho P times: visits rise by exactly rho = (L+1)^2/L a diamond; so that "
        "H = 2K+2 + 2 (W-1) (1 + (L+1)(2L+1)(rho^K - 1)/(L^2+L+1))"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost",),
    experiments=("visits-walked", "decay-walked"),
)

RHO = (L + 1) ** 2 / L
LANES, BEYOND = (as_reals(edge) for edge in closed_forms.diamond_step(closed_forms.SFT_ROWS.reversed(), X_HERE))
"""The surplus crossings of the lanes and of the connector behind a connector with surplus ``x_here``."""


def evidence() -> list[Part]:
    return [_out(), back(), sft_visits_theorem(), *_on_graphs()]


def _out() -> Induction:
    return passage_induction("out", closed_forms.SFT_ROWS, closed_forms.sft_form().out)


def back() -> Induction:
    rows = closed_forms.SFT_ROWS.reversed()
    words = (
        "at the fork's connector y + 1 = 1, and no surplus has been added up",
        "if y + 1 = P, so behind one diamond more, with rho P for P; the surpluses of lanes and connectors add up to "
        "(L+1)(2L+1)(P - 1)/(L^2+L+1) - 2i",
    )
    return Induction("back", words, diamonds("back", rows, RHO), both(eq(SURPLUS, P - 1), eq(TOTAL, _sum(P) - 2 * I)))


def _sum(power: sp.Expr) -> sp.Expr:
    return (L + 1) * (2 * L + 1) * (power - 1) / (L**2 + L + 1)


def sft_visits_theorem() -> Theorem:
    uses = (
        Use(_out(), {I: J, SURPLUS: X_AHEAD, TOTAL: S_AHEAD, P: P_AHEAD}),
        Use(back(), {I: J, SURPLUS: X_HERE, TOTAL: S_HERE, P: P_HERE}),
        Use(_out(), {I: K, SURPLUS: X_OUT, TOTAL: S_OUT, P: P_OUT}),
        Use(back(), {I: K, SURPLUS: X_BACK, TOTAL: S_BACK}),
    )
    return Theorem("sft-visits", CLAIM.statement, SCOPE, uses, _visits(RHO), ASSUMPTIONS, let={G: _sum(P)})


def _visits(rate: sp.Expr) -> Formula:
    """The crossings of W passages out and W - 1 back, whose surplus crossings are in both directions."""
    return both(
        eq(_homeward(X_HERE), (W - 1) * P_HERE),
        eq(_homeward(X_HERE) + 1, W * (1 + X_AHEAD) + (W - 1) * X_HERE),
        eq(_homeward(LANES), (W - 1) * (L + 1) * P_HERE),
        eq(_homeward(BEYOND), (W - 1) * rate * P_HERE),
        eq(composed_cost(), 2 * K + 2 + 2 * (W - 1) * (1 + G)),
    )


def _homeward(surplus: sp.Expr) -> sp.Expr:
    """The homeward crossings of an edge with this surplus on a passage back, all corridors together."""
    return W * X_AHEAD + (W - 1) * (1 + surplus)


# --- instances -------------------------------------------------------------------------------------------------------

SEVERAL = tuple(size for size in SMALL_SIZES if size["width"] > 1)
FEW = tuple(size for size in SEVERAL if max(size.values()) < 4 and size["depth"] < 3 and size["lanes"] < 3)


def _on_graphs() -> list[Instance]:
    return [
        Instance(
            "on-graphs",
            "the visits of the theory to each edge of a wrong corridor, homeward and lanes together, are powers of "
            "rho, times L+1 for lanes; those of the base model are K/L + K + 1 for every edge-state",
            SEVERAL,
            lambda **size: (_wrong_visits(CorridorGraph(**size)), _powers(CorridorGraph(**size))),
        ),
        Instance(
            "on-full-multigraph",
            "an exact elimination on the full multigraph, which knows no corridors, gives these visits to each "
            "edge-state, averaged over the targets",
            FEW,
            lambda **size: _eliminated(CorridorGraph(**size)),
        ),
    ]


def _wrong_visits(graph: CorridorGraph) -> tuple[list[Fraction], set[Fraction]]:
    sft, base = (edge_state_visits(graph, policy(graph), exact=True) for policy in (Policy.sft_limit, Policy.base))
    found = {node.place: node.visits * node.number / (graph.width - 1) for node in sft if node.place.kind == "wrong"}
    homeward = [found[Place("wrong", edge, False)] for edge in range(2 * graph.depth + 1)]
    return homeward, {node.visits for node in base if node.place.kind == "wrong"}


def _powers(graph: CorridorGraph) -> tuple[list[Fraction], set[Fraction]]:
    growth = Fraction((graph.lanes + 1) ** 2, graph.lanes)
    edges = [growth**j * more for j in range(graph.depth) for more in (1, graph.lanes + 1)]
    return [*edges, growth**graph.depth], {Fraction(graph.depth, graph.lanes) + graph.depth + 1}


def _eliminated(graph: CorridorGraph) -> tuple[list[Fraction], list[Fraction]]:
    """The visits to each edge-state of the corridors, solved and stated. Each leaf is the target with 1/W."""
    whole, (powers, _) = corridor_reasoning_graph(graph), _powers(graph)
    solved = exact_cost(whole, whole.sft_limit())
    if solved is None:
        raise ValueError(f"{graph} is too large for an exact solution")
    states, stated = whole.states, []
    ends = [[graph.level(whole.nodes[at]) for at in (states.tail[i], states.head[i])] for i in range(2, len(states))]
    for tail, head in ends:
        edge = min(tail, head) - 1
        crossed = (graph.width - 1) * powers[edge] + (1 if head > tail else 0)
        stated.append(crossed / graph.width / (graph.lanes if edge % 2 else 1))
    return [Fraction(visits) for visits in solved.visits[2:]], stated


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            sft_visits_theorem(),
            "rate-of-the-lanes",
            "visits rise by L a diamond",
            confirm=_confirm_rate,
            goal=_visits(L),
        ),
        Control(
            Instance(
                "base-rises-too",
                "in the base model a wrong corridor's connector at the leaf is visited more often than the fork's",
                tuple({"width": 2, "depth": depth, "lanes": 1} for depth in (1, 2)),
                lambda **size: (_base_rises(CorridorGraph(**size)), True),
            ),
            _confirm_base,
        ),
    ]


def _confirm_rate(model: Model) -> str:
    (_, lanes, connector), _ = _wrong_visits(CorridorGraph(2, 1, 1))
    if connector == 1:
        raise ValueError(f"at W=2, K=L=1 the leaf's connector is crossed {connector} times homeward, as L^K says")
    return f"at W=2, K=L=1 the lane is crossed {lanes} times homeward and the leaf's connector {connector}, not once"


def _base_rises(graph: CorridorGraph) -> bool:
    nodes = edge_state_visits(graph, Policy.base(graph), exact=True)
    visits = {node.place: node.visits for node in nodes}
    return bool(visits[Place("wrong", 2 * graph.depth, True)] > visits[Place("wrong", 0, True)])


def _confirm_base(model: Model) -> str:
    graph = CorridorGraph(2, 1, 1)
    if _base_rises(graph):
        raise ValueError(f"at {graph} visits rise in the base model")
    return "at W=2, K=L=1 the base model visits every edge-state of the wrong corridor equally often"
