"""Row `rate`: the theorem says that SFT's cost is Theta(W L^K). The exact rate, Theta(W rho^K), is larger."""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import rlvr_cost, sft_cost, sft_growth, single_corridor, standard_costs
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph


def examine(graph: CorridorGraph) -> Examination:
    stated, exact = _paper_rate(graph), _growth_over(graph)
    return Examination(
        held=Costs(sft=stated, rlvr=rlvr_cost(graph)),
        dropped=standard_costs(graph),
        dropped_at="the exact cost",
        breaking_point=Sentence(
            "K = O(L): for K <= L the ratio rho^K / L^K is at most 9, and beyond every multiple of L it is "
            f"unbounded; at K={graph.depth}, L={graph.lanes} it is {{ratio}}",
            {"ratio": Quantity(exact.value / Fraction(graph.lanes**graph.depth), "rate-audit")},
        ),
        formula=("H_SFT = Theta(W rho^K)", "rho = (L+1)^2 / L", "rho^K / L^K = (1+1/L)^(2K) >= 1 + 2K/L"),
        words=(
            *single_corridor(graph),
            Sentence(
                "On the way back a walker crosses a diamond with probability b d = L/(L+1)^2, and after a failure it "
                "has to repeat everything behind it. So each diamond multiplies the cost by 1/(b d) = {rho} and not by "
                "{lanes}.",
                {"rho": sft_growth(graph.lanes), "lanes": Quantity(graph.lanes)},
            ),
            Sentence(
                "W L^K is {stated} here, and the cost is {sft}. The two rates agree up to a constant only along sizes "
                "with K at most a multiple of L. At L = 1 the stated rate is constant in K, while each diamond "
                "multiplies the cost by {one}.",
                {"stated": stated, "sft": sft_cost(graph), "one": sft_growth(1)},
            ),
            Sentence("The error is on the safe side: with two corridors or more the separation is larger than stated."),
        ),
        table=_by_depth(graph),
        checks=(
            Check(
                "H_SFT by the recurrence and by sympy's closed form",
                sft_cost(graph).value,
                Fraction(closed_forms.sft_form().at(graph)),
            ),
        ),
    )


def _paper_rate(graph: CorridorGraph) -> Quantity:
    """W L^K, taken as a cost."""
    return Quantity(graph.width * graph.lanes**graph.depth, "rate-audit")


def _growth_over(graph: CorridorGraph) -> Quantity:
    """rho^K."""
    return Quantity(Fraction(sft_growth(graph.lanes).value) ** graph.depth, "rate-audit")


def _by_depth(graph: CorridorGraph) -> Curves:
    def row(depth: int) -> tuple[Quantity, ...]:
        at = CorridorGraph(graph.width, depth, graph.lanes)
        ratio = Quantity(Fraction(sft_cost(at).value) / Fraction(_paper_rate(at).value), "rate-audit")
        return (Quantity(depth), _paper_rate(at), sft_cost(at), ratio)

    depths = sorted({1, 2, 3, 5, 8, 10, 15, 20, graph.depth})
    columns = ("K", "W L^K", "SFT", "SFT / (W L^K)")
    return Curves(columns, tuple(map(row, depths)), x="K", curves=("W L^K", "SFT"))


ASSUMPTION = Assumption(
    id="rate",
    statement="SFT's cost is Theta(W L^K)",
    used_in="Theorem 4, for the size of the separation",
    relaxation="the exact rate, Theta(W rho^K) with rho = (L+1)^2 / L",
    bearing=Bearing.CORRECTED,
    bearing_why="the exact rate is larger; the stated one is right only along sizes with K = O(L)",
    claims=("rate-audit", "sft-cost", "rlvr-optimal"),
    examine=examine,
    foremost=True,
)
