"""Row `restart`: the theorem assumes that a wrong leaf only sends the walker back.

If a harness restarts the walker at the fork instead, SFT has no way back to walk and no exponential cost.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import rlvr_cost, single_corridor, standard_costs
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs.crossings import passage_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.restart import RestartHarness, restarted_hitting_time

PRICE = 1
"""The price of a restart in the relaxation that is shown: one step."""

HALF_WAY = 10
"""The factor by which the forward odds of a half-trained SFT policy exceed those of base."""


def examine(graph: CorridorGraph) -> Examination:
    restarted = _restarted(graph, Policy.sft_limit(graph), PRICE)
    walk_home, sft_home = _ways_back(graph)
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=restarted, rlvr=_restarted(graph, Policy.optimal(graph), PRICE)),
        dropped_at=f"kappa = {PRICE}",
        breaking_point=Sentence(
            "a restart is cheaper than RLVR's way back up to kappa = {walk} steps, and cheaper than SFT's own way back "
            "up to kappa = {frozen}"
            if graph.width > 1
            else "none at W = 1, where there is no wrong corridor; the way back from one of this size would take "
            "{walk} steps with RLVR's rows and {frozen} with SFT's",
            {"walk": walk_home, "frozen": sft_home},
        ),
        formula=("H = 1 + W A + (W-1) kappa", "H_SFT = H_RLVR = 1 + W(2K+1) + (W-1) kappa"),
        words=_words(graph, restarted),
        table=_by_price(graph),
        checks=_checks(graph),
    )


def _ways_back(graph: CorridorGraph) -> tuple[Quantity, Quantity]:
    """The steps out of a wrong corridor without the harness, with RLVR's rows and with SFT's."""
    p, q = Policy.sft_limit(graph).passes()
    return Quantity(2 * graph.depth + 1, "rlvr-optimal"), Quantity(Fraction(passage_cost(q[::-1], p[::-1])), "sft-cost")


def _words(graph: CorridorGraph, restarted: Quantity) -> tuple[Sentence, ...]:
    return (
        *single_corridor(graph),
        Sentence(
            "SFT knows the way to every leaf but not the way back. A harness that takes the walker from a wrong leaf "
            "to the fork for kappa = {price} step replaces the way back. Converged SFT then costs {sft} steps, and so "
            "does RLVR's policy, which costs {rlvr} without the harness. No exponential cost is left.",
            {"price": Quantity(PRICE), "sft": restarted, "rlvr": rlvr_cost(graph)},
        ),
        Sentence(
            "The price may be higher. At kappa = 2K+1 = {walk} the harness costs as much as RLVR's own backtracking, "
            "so this is what RLVR's training is worth. With the harness more SFT is never worse: half-way, with all "
            "forward odds {odds} times those of base, it costs {early} steps.",
            {
                "walk": Quantity(2 * graph.depth + 1, "restart"),
                "odds": Quantity(HALF_WAY),
                "early": _restarted(graph, half_way(graph), PRICE),
            },
        ),
        Sentence(
            "So the theorem is about agents that must undo their steps by their own policy. If a reset is available "
            "and a wrong leaf can be recognised, SFT in a loop is enough.",
        ),
    )


def half_way(graph: CorridorGraph) -> Policy:
    """Half-trained SFT: forward odds `HALF_WAY` times those of base, and backward rows at base."""
    base = Policy.base(graph)
    families = {name: getattr(base, name) for name in ("backward_entry", "backward_exit")}
    for name in ("forward_entry", "forward_exit"):
        families[name] = [HALF_WAY * p / (1 + (HALF_WAY - 1) * p) for p in getattr(base, name)]
    return Policy(**families)


def _restarted(graph: CorridorGraph, policy: Policy, price: Fraction | float) -> Quantity:
    return Quantity(restarted_hitting_time(graph, policy, Fraction(price)), "restart")


def _by_price(graph: CorridorGraph) -> Curves:
    walk_home, sft_home = (int(way.value) for way in _ways_back(graph))
    policies = (Policy.base(graph), half_way(graph), Policy.sft_limit(graph))
    prices = sorted({PRICE, graph.depth, walk_home, 10 * walk_home, 100 * walk_home, sft_home})
    return Curves(
        ("kappa", "base", f"SFT at odds x {HALF_WAY}", "SFT", "RLVR without the harness"),
        tuple(
            (
                Quantity(price),
                *(_restarted(graph, policy, price) for policy in policies),
                rlvr_cost(graph),
            )
            for price in prices
        ),
        x="kappa",
        curves=("base", f"SFT at odds x {HALF_WAY}", "SFT", "RLVR without the harness"),
        log_x=True,
    )


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    """At this size by counting, and at a small size on the chain of the harness itself."""
    width, edges = graph.width, 2 * graph.depth + 1
    small = CorridorGraph(min(width, 3), min(graph.depth, 2), min(graph.lanes, 2))
    return (
        Check(
            "SFT's cost, by the formula and by counting: W leaf visits, each 2K+1 steps from the fork, and W-1 "
            "restarts",
            restarted_hitting_time(graph, Policy.sft_limit(graph), PRICE),
            1 + width * edges + (width - 1) * PRICE,
        ),
        Check(
            f"cost at odds x {HALF_WAY}, by the formula and by the chain of the harness at W={small.width}, "
            f"K={small.depth}, L={small.lanes}",
            restarted_hitting_time(small, half_way(small), PRICE),
            mean_hitting_time(RestartHarness(small, half_way(small), PRICE)),
        ),
    )


ASSUMPTION = Assumption(
    id="restart",
    statement="a wrong leaf only sends the walker back",
    used_in="SFT's cost in Theorem 4, whose exponential part is the way back from wrong leaves",
    relaxation="a harness restarts the walker at the fork from a wrong leaf, for kappa steps",
    bearing=Bearing.CARRIES,
    bearing_why="with the harness SFT costs as much as RLVR, linear in W and K",
    claims=("restart", "sft-cost", "rlvr-optimal"),
    examine=examine,
    foremost=True,
)
