"""Assumption `restart`: a wrong leaf only sends the walker back. A harness that restarts it at the fork leaves SFT no
way back to walk, and no exponential cost.
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
"""Of a restart in the relaxation shown: one step."""

HALF_WAY = 10
"""By this factor the forward odds of an SFT policy on its way exceed those of base."""


def examine(graph: CorridorGraph) -> Examination:
    restarted = _restarted(graph, Policy.sft_limit(graph), PRICE)
    walk_home, sft_home = _ways_back(graph)
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=restarted, rlvr=_restarted(graph, Policy.optimal(graph), PRICE)),
        dropped_at=f"kappa = {PRICE}",
        breaking_point=Sentence(
            "a restart is cheaper than RLVR's way back up to kappa = {walk} steps, and saves SFT something up to kappa "
            "= {frozen}, the length of its own way back"
            if graph.width > 1
            else "none at W = 1, where there is no wrong corridor: the way back from another one of this size would "
            "take {walk} steps with RLVR's rows and {frozen} with SFT's",
            {"walk": walk_home, "frozen": sft_home},
        ),
        formula=("H = 1 + W A + (W-1) kappa", "H_SFT = H_RLVR = 1 + W(2K+1) + (W-1) kappa"),
        words=_words(graph, restarted),
        table=_by_price(graph),
        checks=_checks(graph),
    )


def _ways_back(graph: CorridorGraph) -> tuple[Quantity, Quantity]:
    """What a wrong corridor costs to leave without the harness: with RLVR's rows, and with SFT's."""
    p, q = Policy.sft_limit(graph).passes()
    return Quantity(2 * graph.depth + 1, "rlvr-optimal"), Quantity(Fraction(passage_cost(q[::-1], p[::-1])), "sft-cost")


def _words(graph: CorridorGraph, restarted: Quantity) -> tuple[Sentence, ...]:
    return (
        *single_corridor(graph),
        Sentence(
            "SFT knows the way to every leaf; what it lacks is the way back. A harness that takes the walker from a "
            "wrong leaf to the fork for kappa = {price} step replaces just that: converged SFT then costs {sft} steps, "
            "RLVR's policy the same, and RLVR's without the harness {rlvr}. No exponential cost is left.",
            {"price": Quantity(PRICE), "sft": restarted, "rlvr": rlvr_cost(graph)},
        ),
        Sentence(
            "The price may grow: at kappa = 2K+1 = {walk} the harness costs what RLVR's own backtracking costs, which "
            "is what that training buys. With the harness more SFT is never worse: on the way, where all forward odds "
            "are {odds} times those of base, it costs {early}.",
            {
                "walk": Quantity(2 * graph.depth + 1, "restart"),
                "odds": Quantity(HALF_WAY),
                "early": _restarted(graph, half_way(graph), PRICE),
            },
        ),
        Sentence(
            "So the theorem is about agents that must undo their steps by their own policy. Where a reset is at hand, "
            "and a wrong leaf is known for one, SFT and a loop around it are enough.",
        ),
    )


def half_way(graph: CorridorGraph) -> Policy:
    """SFT on its way: forward odds `HALF_WAY` times those of base, backward rows as at base."""
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
    """At this size by counting, and on the chain of the harness itself at a size where that is solved in a moment."""
    width, edges = graph.width, 2 * graph.depth + 1
    small = CorridorGraph(min(width, 3), min(graph.depth, 2), min(graph.lanes, 2))
    return (
        Check(
            "W leaves visited on average, each 2K+1 steps from the fork, all but the last with a restart",
            restarted_hitting_time(graph, Policy.sft_limit(graph), PRICE),
            1 + width * edges + (width - 1) * PRICE,
        ),
        Check(
            f"the formula at odds x {HALF_WAY} against the chain of the harness at W={small.width}, K={small.depth}, "
            f"L={small.lanes}",
            restarted_hitting_time(small, half_way(small), PRICE),
            mean_hitting_time(RestartHarness(small, half_way(small), PRICE)),
        ),
    )


ASSUMPTION = Assumption(
    id="restart",
    statement="a wrong leaf only sends the walker back",
    used_in="the cost of SFT in Theorem 4: all that is exponential in it is the way back from wrong leaves",
    relaxation="a harness restarts the walker at the fork from a wrong leaf, for kappa steps",
    bearing=Bearing.CARRIES,
    bearing_why="with the harness SFT's cost is that of RLVR, linear in W and K",
    claims=("restart", "sft-cost", "rlvr-optimal"),
    examine=examine,
    foremost=True,
)
