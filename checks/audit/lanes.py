"""Row `lanes`: the theorem assumes L >= 2 lanes in every diamond. At L = 1 SFT's cost still has the growth rho = 4."""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import sft_cost, sft_growth, single_corridor, standard_costs
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph


def examine(graph: CorridorGraph) -> Examination:
    one_lane = CorridorGraph(graph.width, graph.depth, 1)
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(one_lane),
        dropped_at="L = 1",
        breaking_point=Sentence("none, since rho is smallest at L = 1, where it is {rho}", {"rho": sft_growth(1)}),
        formula=("rho = (L+1)^2 / L", "H_SFT = Theta(W rho^K)"),
        words=(
            *single_corridor(graph),
            Sentence(
                "Parallel lanes are not what makes the cost exponential. With a single lane, a walker that comes back "
                "from a dead end still turns at every vertex with probability 1/2, and each diamond multiplies the "
                "cost by {one}. With {L} lanes the factor is {here}.",
                {"one": sft_growth(1), "L": Quantity(graph.lanes), "here": sft_growth(graph.lanes)},
            ),
            Sentence(
                "At K = {K} and W = {W} SFT takes {sft} steps with one lane, compared with {rlvr} for RLVR. The "
                "paper's L^K would be {paper} at every depth.",
                {
                    "K": Quantity(graph.depth),
                    "W": Quantity(graph.width),
                    "sft": sft_cost(one_lane),
                    "rlvr": standard_costs(one_lane).rlvr,
                    "paper": Quantity(1, "rate-audit"),
                },
            ),
        ),
        table=_by_lanes(graph),
        checks=(
            Check(
                "SFT's cost at L = 1, by the recurrence and by sympy's closed form",
                sft_cost(one_lane).value,
                Fraction(closed_forms.sft_form().at(one_lane)),
            ),
        ),
    )


def _by_lanes(graph: CorridorGraph) -> Curves:
    def row(lanes: int) -> tuple[Quantity, ...]:
        costs = standard_costs(CorridorGraph(graph.width, graph.depth, lanes))
        return (Quantity(lanes), sft_growth(lanes), costs.sft, costs.rlvr)

    lanes = sorted({1, 2, 3, 4, 5, 8, 10, graph.lanes})
    return Curves(("L", "rho", "SFT", "RLVR"), tuple(map(row, lanes)), x="L", curves=("SFT", "RLVR"))


ASSUMPTION = Assumption(
    id="lanes",
    statement="every diamond has L >= 2 parallel lanes",
    used_in="the rate Theta(W L^K) of Theorem 4, which does not grow with K at L = 1",
    relaxation="L = 1: corridors without parallel lanes",
    bearing=Bearing.CORRECTED,
    bearing_why="without parallel lanes each diamond multiplies the cost by 4, while the stated rate L^K does not grow",
    claims=("rate-audit", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
