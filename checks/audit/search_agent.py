"""Row `search-agent`: the theorem assumes that nothing searches at inference.

An agent that repeats no directed edge pays Theta(W K L) with SFT's rows and Theta(W K) with RLVR's. The cost ratio that
is left depends on the lanes and not on the depth.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import single_corridor, standard_costs
from backproof.checks.claims import blind_lower_bound, search_agent
from backproof.checks.tools.walks import search_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.search_agent import search_costs

SMALL = CorridorGraph(width=2, depth=2, lanes=2)
"""The recursion over sets of used edges only works for small graphs. It is run on this one at every size."""

MOST_LANES = 100_000
"""The recursion over lanes takes a step for each lane. It is run for at most this many."""


def examine(graph: CorridorGraph) -> Examination:
    held, sft, rlvr = standard_costs(graph), with_sft(graph), _with_rlvr(graph)
    bound = Quantity(blind_lower_bound.bound(graph.width, graph.depth), "blind-lower-bound")
    return Examination(
        held=held,
        dropped=Costs(sft=sft, rlvr=rlvr, search=sft),
        dropped_at="no directed edge is walked twice",
        breaking_point=Sentence(
            "L = 1, where search needs no training; at this size the cost ratio is {ratio}, which is at most (L+3)/4",
            {"ratio": Quantity(Fraction(sft.value) / Fraction(rlvr.value), "search-agent")},
        ),
        formula=(
            "search with SFT's rows: 1 + (W-1)/2 (4K+2 + K(L-1)) + 2K+1",
            "search with RLVR's rows: 1 + W(2K+1), the least cost of any blind agent",
        ),
        words=(
            *single_corridor(graph),
            Sentence(
                "An agent that remembers which directed edges it has used cannot walk around in a dead end for long: "
                "each diamond on the way back has L lanes, and after them it has to leave. With SFT's rows search "
                "costs {sft} steps, while a walk without memory costs {alone}.",
                {"sft": sft, "alone": held.sft},
            ),
            Sentence(
                "A walk without memory with RLVR's rows costs {walk}. Search with SFT's rows is cheaper than that if L "
                "<= 5 and W >= 2, since then K(L-1) < 4K+2.",
                {"walk": held.rlvr},
            ),
            Sentence(
                "Search with RLVR's rows costs {rlvr}, which no blind agent can beat ({bound}). Training adds a factor "
                "that comes from the lanes, at most (L+3)/4, and no power of K. The exponential separation is one "
                "between policies without memory.",
                {"rlvr": rlvr, "bound": bound},
            ),
        ),
        table=_by_depth(graph),
        checks=_checks(graph),
    )


def with_sft(graph: CorridorGraph) -> Quantity:
    """Search with the rows of the SFT limit."""
    return Quantity(search_agent.stated_search_cost(graph.width, graph.depth, Fraction(graph.lanes)), "search-agent")


def _with_rlvr(graph: CorridorGraph) -> Quantity:
    """Search with the rows of RLVR's optimum."""
    return Quantity(blind_lower_bound.bound(graph.width, graph.depth), "search-agent")


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    counted = CorridorGraph(graph.width, graph.depth, min(graph.lanes, MOST_LANES))
    recursion, at = search_costs(counted), f" at L={MOST_LANES}" if counted != graph else ""
    return (
        Check(
            f"cost of search with SFT's rows{at}, by the formula and by the recursion over lanes and corridors",
            with_sft(counted).value,
            recursion.sft,
        ),
        Check(
            f"cost of search with RLVR's rows{at}, by the formula and by that recursion",
            _with_rlvr(counted).value,
            recursion.rlvr,
        ),
        Check(
            "cost of search with SFT's rows at W=K=L=2, by the formula and by the recursion over used edges",
            with_sft(SMALL).value,
            search_cost(SMALL, Policy.sft_limit(SMALL)),
        ),
    )


def _by_depth(graph: CorridorGraph) -> Curves:
    def row(depth: int) -> tuple[Quantity, ...]:
        at = CorridorGraph(graph.width, depth, graph.lanes)
        alone = standard_costs(at)
        return (Quantity(depth), with_sft(at), _with_rlvr(at), alone.sft, alone.rlvr)

    columns = ("K", "search with SFT", "search with RLVR", "SFT alone", "RLVR alone")
    depths = sorted({1, 2, 3, 5, 8, 10, 15, 20, graph.depth})
    return Curves(columns, tuple(map(row, depths)), x="K", curves=columns[1:])


ASSUMPTION = Assumption(
    id="search-agent",
    statement="nothing searches at inference",
    used_in="Theorem 4; Corollary 1 is about the agent that searches",
    relaxation="the agent walks no directed edge twice",
    bearing=Bearing.CARRIES,
    bearing_why="with search the cost ratio is at most (L+3)/4, whatever K is",
    claims=("search-agent", "blind-lower-bound"),
    examine=examine,
)
