"""Claim `blind-lower-bound`: every target-blind agent needs at least 1 + W(2K+1) expected steps, for all W, K, L >= 1.

A target-blind agent may remember everything and toss coins, but it knows nothing of the target before it stands on it.
Depth-first search attains the bound. RLVR's H* = 1 + (2W-1)(2K+1), the cost of an agent without memory, is at most
(2W-1)/W < 2 times the bound.

1. *Walk.* Until it meets its target, a deterministic blind agent walks one fixed walk, whatever the target. Let T_k be
   the time at which that walk first reaches a k-th distinct leaf; a leaf that is never visited has T = infinity. Let x
   be the distance from the fork, and side 1 in the corridor of the last new leaf and -1 elsewhere. A move changes x by
   one, and side only at the fork, where x = 0. So from T_k on the walk is 2K+1 - side x moves from its last new leaf,
   or more, and T_(k+1) >= T_k + 2(2K+1). By induction on the moves T_k >= 1 + (2K+1)(2k-1), and the first k of them
   add up to at least k + (2K+1) k^2 (`walk`). The start counts as distance 1 from a leaf 0 with T_0 = -2K.
2. *Average.* The cost is (T_1 + ... + T_W) / W, which gives the bound.
3. *Coins.* A randomised agent is a mixture of deterministic ones, drawn before it starts. Its cost is the average of
   theirs and so no less than the bound (`mixture`); for infinite mixtures this is a textbook fact.
4. *Attained.* Depth-first search is at T_1 = 2K+2 and then goes from leaf to leaf in 2(2K+1) (`search`).
5. *RLVR.* W H* <= (2W-1) (1 + W(2K+1)) and H* < 2 (1 + W(2K+1)).

`theorem` composes the five.

Main results: `BOUND`, `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, either, eq, ge, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, real, sizes
from backproof.checks.tools.walks import best_walk_cost, depth_first_cost
from backproof.theory.graph import SOURCE, CorridorGraph
from backproof.theory.policy import Policy

X, x_next, weight, n, agents = nonnegative("x x_next weight n m")
SIDE, side_next, new, cost_of_one, LEAST = real("side side_next new cost least")
VISITS, LAST, TIMES, MASS, MIXED, T_NEXT, T_SUM = real("visits last times mass mixed T_next T_sum")

EVERY_AGENT = Policies("every agent with memory and randomness", (), ())
SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_AGENT, (Given("number of moves and of agents", (n, agents)),))
ASSUMPTIONS = (
    Assumed("target", "the target is uniform, and the agent recognises it only when it stands on it"),
    Assumed("one-walk", "until it meets its target a deterministic agent walks one walk, whatever the target"),
    Assumed("moves", "a move changes the distance from the fork by one, and the corridor only at the fork"),
    Assumed("mixture", "a randomised agent is a mixture of deterministic ones (textbook)"),
    Assumed(
        "depth-first",
        "depth-first search goes straight to a leaf and from leaf to leaf (compared with its run on small graphs)",
    ),
)

CLAIM = Header(
    statement=(
        "every target-blind agent needs at least 1 + W(2K+1) steps, and depth-first search needs no more; H* is at "
        "most (2W-1)/W < 2 times this bound"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("rlvr-optimal",),
    experiments=("agents-walked",),
)

LENGTH = 2 * K + 1
BOUND = 1 + W * LENGTH


def evidence() -> list[Part]:
    return [*_inductions(), blind_theorem(), *_on_small_graphs()]


def _visit_bound(k: sp.Expr) -> sp.Expr:
    """A lower bound of T_k."""
    return 1 + LENGTH * (2 * k - 1)


def _sum_bound(k: sp.Expr) -> sp.Expr:
    """A lower bound of T_1 + ... + T_k."""
    return k + LENGTH * k**2


def _walk() -> Recurrence:
    """The moves of a walk. It may count a leaf as new (``new`` is 1) that is not the last one that it counted."""
    other_leaf = both(eq(x_next, LENGTH), eq(side_next, -1))
    return Recurrence(
        "moves of a walk, with the number of new leaves, the time of the last and the sum of their times",
        I,
        {X: sp.Integer(1), SIDE: sp.Integer(1), VISITS: sp.Integer(0), LAST: -2 * K, TIMES: sp.Integer(0)},
        {
            X: x_next,
            SIDE: side_next + 2 * new,
            VISITS: VISITS + new,
            LAST: LAST + new * (I + 1 - LAST),
            TIMES: TIMES + new * (I + 1),
        },
        chosen=(x_next, side_next, new),
        constraints=(
            either(eq(x_next, X + 1), eq(x_next, X - 1)),
            either(eq(side_next, SIDE), eq(X, 0), eq(x_next, 0)),
            eq(side_next**2, 1),
            either(eq(new, 0), both(eq(new, 1), other_leaf)),
        ),
    )


def _inductions() -> list[Induction]:
    walk = Induction(
        "walk",
        (
            "at the source the bounds hold for no leaf",
            "if the walk is at least as far in time from its last new leaf as in moves, and the times of the first k "
            "leaves have their bounds, so it is after one move more, which may reach a new leaf",
        ),
        _walk(),
        both(
            eq(SIDE**2, 1),
            ge(VISITS, 0),
            ge(I, LAST + LENGTH - SIDE * X),
            ge(LAST, _visit_bound(VISITS)),
            ge(TIMES, _sum_bound(VISITS)),
        ),
    )
    agents_mixed = Recurrence(
        "agents with their weights, each of which costs at least the bound",
        I,
        {MASS: sp.Integer(0), MIXED: sp.Integer(0)},
        {MASS: MASS + weight, MIXED: MIXED + weight * cost_of_one},
        chosen=(weight, cost_of_one),
        constraints=(ge(cost_of_one, LEAST),),
    )
    mixture = Induction(
        "mixture",
        (
            "no agents have no weight and cost nothing",
            "if agents of weight `mass` together cost at least mass times the bound, so they do with one agent more",
        ),
        agents_mixed,
        ge(MIXED, MASS * LEAST),
    )
    leaves = Recurrence(
        "leaves in the order of depth-first search",
        I,
        {T_NEXT: 1 + LENGTH, T_SUM: sp.Integer(0)},
        {T_NEXT: T_NEXT + 2 * LENGTH, T_SUM: T_SUM + T_NEXT},
    )
    search = Induction(
        "search",
        ("the first leaf is met at 1 + (2K+1)", "each later one 2(2K+1) after the one before: T_k and their sum"),
        leaves,
        both(eq(T_NEXT, _visit_bound(I + 1)), eq(T_SUM, _sum_bound(I))),
    )
    return [walk, mixture, search]


def blind_theorem() -> Theorem:
    walk, mixture, search = _inductions()
    uses = (Use(walk, {I: n}), Use(mixture, {I: agents, LEAST: BOUND}), Use(search, {I: W}))
    optimum = rlvr_optimal.STATED
    goal = both(
        _walks_cost(BOUND),
        implies(eq(MASS, 1), ge(MIXED, BOUND)),
        eq(T_SUM / W, BOUND),
        le(optimum, (2 * W - 1) / W * BOUND),
        lt((2 * W - 1) / W, 2),
    )
    return Theorem("blind-lower-bound", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _walks_cost(bound: sp.Expr) -> Formula:
    """The mean time of first visit is at least this when W leaves have been visited."""
    return implies(eq(VISITS, W), ge(TIMES / W, bound))


# --- instances -------------------------------------------------------------------------------------------------------


def _on_small_graphs() -> list[Instance]:
    return [
        Instance(
            "distances",
            "by breadth-first search, phi is the distance from every vertex to each leaf",
            SMALL_SIZES,
            lambda width, depth, lanes: _distances(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "best-walk",
            "no walk has a smaller mean time of first visit to the leaves, by a shortest path over pairs of a vertex "
            "and the leaves seen, where a move costs the number of leaves unseen",
            SMALL_SIZES,
            lambda width, depth, lanes: (best_walk_cost(CorridorGraph(width, depth, lanes)), bound(width, depth)),
        ),
        Instance(
            "attained",
            "the mean cost of depth-first search, run for every target, equals the bound",
            SMALL_SIZES,
            lambda width, depth, lanes: (depth_first_cost(CorridorGraph(width, depth, lanes)), bound(width, depth)),
        ),
    ]


def bound(width: int, depth: int) -> Fraction:
    return Fraction(int(BOUND.subs({W: width, K: depth})))


def _distances(graph: CorridorGraph) -> tuple[object, object]:
    network, corridor_end = graph.multigraph(), 2 * graph.depth + 1
    found, stated = {}, {}
    for leaf in graph.leaves():
        for vertex, distance in nx.single_source_shortest_path_length(network, leaf).items():
            found[leaf, vertex] = distance
            side = 1 if vertex.corridor == leaf.corridor else -1
            stated[leaf, vertex] = corridor_end - side * abs(graph.level(vertex) - 1)
    return found, stated


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    width, depth = sizes("W K")
    small = (le(width, 3), le(depth, 3))
    blind, optimum = (cost.subs({W: width, K: depth}) for cost in (BOUND, rlvr_optimal.STATED))
    return [
        false_theorem(
            blind_theorem(),
            "a-walk-more",
            "every walk has a mean time of first visit of at least 2 + W(2K+1)",
            confirm=_confirm_a_walk,
            goal=_walks_cost(1 + BOUND),
        ),
        Control(
            Obligation(
                "memory-is-no-use",
                "no blind agent beats H*, that is 1 + W(2K+1) >= H*, already for W, K <= 3",
                ge(blind, optimum),
                small,
            ),
            confirm=_confirm_memory,
        ),
        Control(
            Obligation(
                "target-seen",
                "an agent that sees the target, and walks the 2K+2 steps to it, needs the bound as well",
                ge(2 * depth + 2, blind),
                small,
            ),
            confirm=_confirm_seen,
        ),
        Control(
            Instance(
                "one-step-more",
                "every blind agent needs at least 2 + W(2K+1) steps",
                SMALL_SIZES,
                lambda width, depth, lanes: (
                    depth_first_cost(CorridorGraph(width, depth, lanes)) >= 1 + bound(width, depth),
                    True,
                ),
            )
        ),
    ]


def _confirm_a_walk(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=1, lanes=2)
    found, stated = best_walk_cost(graph), 1 + bound(graph.width, graph.depth)
    if found >= stated:
        raise ValueError(f"at {graph} the best walk needs {found}, as the control says")
    return f"at W=2, K=1, L=2 the best walk needs {found}, the control says at least {stated}"


def _confirm_memory(model: Model) -> str:
    graph = CorridorGraph(int(model["W"]), int(model["K"]), lanes=2)
    searched, optimum = depth_first_cost(graph), chain_cost(graph, Policy.optimal(graph))
    if searched >= optimum:
        raise ValueError(f"at {graph} depth-first search costs {searched}, RLVR {optimum}")
    return f"at W={graph.width}, K={graph.depth}, L=2 depth-first search costs {searched}, the optimal policy {optimum}"


def _confirm_seen(model: Model) -> str:
    graph = CorridorGraph(int(model["W"]), int(model["K"]), lanes=2)
    network = graph.multigraph()
    lengths = [nx.shortest_path_length(network, SOURCE, leaf) for leaf in graph.leaves()]
    mean, least = Fraction(sum(lengths), graph.width), best_walk_cost(graph)
    if mean >= least:
        raise ValueError(f"at {graph} an agent that sees the target needs {mean} steps, the best blind walk {least}")
    return f"at W={graph.width}, K={graph.depth}, L=2 seeing the target costs {mean}, walking blindly at least {least}"
