"""Claim `blind-lower-bound`: every target-blind agent needs at least 1 + W(2K+1) expected steps, for all W, K, L >= 1.

A target-blind agent may remember everything and toss coins, but it knows nothing of the target before it stands on it.
Depth-first search attains the bound. RLVR's H* = 1 + (2W-1)(2K+1), the cost of an agent without memory, is at most
(2W-1)/W < 2 times the bound.

1. *Distances.* Let x be the distance from the fork. For a given leaf let side be 1 in its corridor and -1 elsewhere,
   the source included. Then phi = 2K+1 - side x is 0 at that leaf, 2K+2 at the source and 2(2K+1) at any other leaf. A
   move changes x by one, and changes side only at the fork, where x = 0. So n moves lower phi by at most n
   (`distance-base`, `distance-step`).
2. *Visits.* Until it meets its target, a deterministic blind agent walks one fixed walk, whatever the target. Let T_k
   be the time at which that walk first reaches a k-th distinct leaf. From T_k to T_(k+1) it goes from one leaf to
   another, so T_k >= 1 + (2K+1)(2k-1) (`visit-base`, `visit-step`). A leaf that is never visited has T = infinity.
3. *Average.* The cost is (T_1 + ... + T_W) / W. The first k terms add up to at least k + (2K+1) k^2 (`sum-base`,
   `sum-step`), which gives the bound (`average`).
4. *Coins.* A randomised agent is a mixture of deterministic ones, drawn before it starts. Its cost is the average of
   theirs and so no less than the bound. `mixture-step` adds one agent; for infinite mixtures this is a textbook fact.
5. *RLVR.* W H* <= (2W-1) (1 + W(2K+1)) and H* < 2 (1 + W(2K+1)) (`within-factor-two`).

Main results: `BOUND`, `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import sympy as sp

from backproof.checks.claims import rlvr_optimal
from backproof.checks.formula import Model, both, either, eq, ge, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost
from backproof.checks.tools.symbols import K, W, nonnegative, real, sizes
from backproof.checks.tools.walks import best_walk_cost, depth_first_cost
from backproof.theory.graph import SOURCE, CorridorGraph
from backproof.theory.policy import Policy

CLAIM = Header(
    statement=(
        "every target-blind agent needs at least 1 + W(2K+1) steps, and depth-first search needs no more; H* is at "
        "most (2W-1)/W < 2 times this bound"
    ),
    source="new",
    scope="all W, K, L; every agent, with memory and randomness",
    assumptions=(
        "the target is uniform, and the agent recognises it only when it stands on it",
        "a randomised agent is a mixture of deterministic ones (textbook)",
    ),
    uses=("rlvr-optimal",),
)

BOUND = 1 + W * (2 * K + 1)


def _distance_to_leaf(side: sp.Expr, x: sp.Expr) -> sp.Expr:
    """phi, the distance to a leaf from a vertex at distance x from the fork; side is 1 in its corridor, else -1."""
    return 2 * K + 1 - side * x


FROM_SOURCE = _distance_to_leaf(sp.Integer(-1), sp.Integer(1))
FROM_OTHER_LEAF = _distance_to_leaf(sp.Integer(-1), 2 * K + 1)
AT_LEAF = _distance_to_leaf(sp.Integer(1), 2 * K + 1)


def _visit_bound(k: sp.Expr) -> sp.Expr:
    """A lower bound of T_k."""
    return 1 + (2 * K + 1) * (2 * k - 1)


def _sum_bound(k: sp.Expr) -> sp.Expr:
    """A lower bound of T_1 + ... + T_k."""
    return k + (2 * K + 1) * k**2


def evidence() -> list[Evidence]:
    return [*distances(), *_visits(), *_averages(), *_on_small_graphs()]


def distances() -> list[Obligation]:
    steps, start, x, x_next = nonnegative("steps start x x_next")
    side, side_next = real("side side_next")
    moved = either(eq(x_next, x + 1), eq(x_next, x - 1))
    same_side = either(eq(side_next, side), eq(x, 0), eq(x_next, 0))
    return [
        Obligation(
            "distance-base",
            "after 0 moves phi has fallen by at most 0",
            ge(steps, start - _distance_to_leaf(side, x)),
            (eq(steps, 0), eq(side**2, 1), eq(start, _distance_to_leaf(side, x))),
        ),
        Obligation(
            "distance-step",
            "if phi has fallen by at most n after n moves, it has fallen by at most n+1 after one move more",
            ge(steps + 1, start - _distance_to_leaf(side_next, x_next)),
            (
                ge(steps, start - _distance_to_leaf(side, x)),
                eq(side**2, 1),
                eq(side_next**2, 1),
                moved,
                same_side,
            ),
        ),
    ]


def _visits() -> list[Obligation]:
    k, first, time, time_next = nonnegative("k T_1 T_k T_next")
    return [
        Obligation(
            "visit-base",
            "the first leaf is met at T_1 >= 1 + (2K+1)",
            ge(first, _visit_bound(sp.Integer(1))),
            (ge(first, FROM_SOURCE - AT_LEAF),),
        ),
        Obligation(
            "visit-step",
            "if T_k >= 1 + (2K+1)(2k-1) then T_(k+1) >= 1 + (2K+1)(2(k+1)-1)",
            ge(time_next, _visit_bound(k + 1)),
            (le(1, k), ge(time, _visit_bound(k)), ge(time_next - time, FROM_OTHER_LEAF - AT_LEAF)),
        ),
    ]


def _averages() -> list[Obligation]:
    k, total, time, cost, mass, weight, mixed = nonnegative("k total T_next cost mass weight mixed")
    return [
        Obligation(
            "sum-base",
            "the sum of the first visit is at least 1 + (2K+1)",
            ge(total, _sum_bound(sp.Integer(1))),
            (ge(total, _visit_bound(sp.Integer(1))),),
        ),
        Obligation(
            "sum-step",
            "if the first k visits sum to at least k + (2K+1) k^2, the first k+1 do to k+1 + (2K+1)(k+1)^2",
            ge(total + time, _sum_bound(k + 1)),
            (le(1, k), ge(total, _sum_bound(k)), ge(time, _visit_bound(k + 1))),
        ),
        Obligation(
            "average",
            "a deterministic blind agent's cost, the mean of its W visits, is at least 1 + W(2K+1)",
            ge(cost, BOUND),
            (le(1, W), eq(W * cost, total), ge(total, _sum_bound(W))),
        ),
        Obligation(
            "mixture-step",
            "if agents of weight `mass` together cost at least mass (1 + W(2K+1)), so they do with one agent more",
            ge(mixed + weight * cost, (mass + weight) * BOUND),
            (ge(mixed, mass * BOUND), ge(cost, BOUND)),
        ),
        Obligation(
            "within-factor-two",
            "H* is at most (2W-1)/W times the bound, and less than twice it",
            both(le(W * rlvr_optimal.STATED, (2 * W - 1) * BOUND), lt(rlvr_optimal.STATED, 2 * BOUND)),
            (le(1, W),),
        ),
    ]


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
