"""Row `frozen-growth`: the theorem assumes that all rows start uniform.

From any other start the backward rows keep their starting values, and SFT's cost has the growth 1/(b d) per diamond.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import rlvr_cost, standard_costs
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy, frozen_policy
from backproof.theory.relaxations.frozen_growth import GRID, closing_error, frozen_cost

ERROR = Fraction(1, 10)
"""The error of every backward row in the start that is shown."""

CLOSED = 2
"""The separation counts as closed if SFT costs at most this many times as much as RLVR."""


def examine(graph: CorridorGraph) -> Examination:
    rlvr = rlvr_cost(graph)
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=_sft_from(graph, ERROR), rlvr=rlvr),
        dropped_at=f"backward rows start with an error of {ERROR}",
        breaking_point=_breaking_point(graph),
        formula=(
            "B = 2 sum_e 1/(q_1 ... q_e) - (2K+1)",
            "H_SFT = 1 + W(2K+1) + (W-1) B",
            "growth 1/(b d) per diamond",
        ),
        words=(
            Sentence(
                "SFT does not change the rows of the way back, so its cost depends on their starting values: every row "
                "that errs multiplies the way back. From uniform rows the cost grows by a factor of {uniform} per "
                "diamond. From rows that all have an error of {error} it grows by {growth}, and at this size SFT costs "
                "{sft} steps, compared with {rlvr} for RLVR.",
                {
                    "uniform": Quantity(Fraction((graph.lanes + 1) ** 2, graph.lanes), "sft-cost"),
                    "error": Quantity(ERROR),
                    "growth": _growth(ERROR),
                    "sft": _sft_from(graph, ERROR),
                    "rlvr": rlvr,
                },
            ),
            Sentence(
                "With two corridors or more no fixed error is small enough, since the cost ratio exceeds every bound "
                "as the depth grows. But errors below {few} = 1/(4K) keep SFT's cost within twice RLVR's, whatever W "
                "and L are. A start that already walks back that well leaves RLVR little to teach. The theorem's "
                "separation is that of a start which cannot walk back.",
                {"few": Quantity(Fraction(1, 4 * graph.depth), "frozen-growth")},
            ),
        ),
        table=_by_error(graph),
        checks=_checks(graph),
    )


def _sft_from(graph: CorridorGraph, error: Fraction) -> Quantity:
    """The cost of SFT's limit from a start at which all backward rows have this error."""
    return Quantity(frozen_cost(graph.width, [1 - error] * (2 * graph.depth)), "frozen-growth")


def _growth(error: Fraction) -> Quantity:
    return Quantity(1 / (1 - error) ** 2, "frozen-growth")


def _breaking_point(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence(
            "none at W = 1, since nobody comes back without a wrong corridor, and the start makes no difference"
        )
    return Sentence(
        "SFT costs at most {factor} times as much as RLVR if all backward rows start with an error of at most {error}",
        {
            "factor": Quantity(CLOSED),
            "error": Quantity(float(closing_error(graph, CLOSED)), "frozen-growth"),
        },
    )


def _by_error(graph: CorridorGraph) -> Curves:
    deep = Fraction(1, graph.depth)
    errors = {Fraction(1, n) for n in (2, 3, 5, 10, 20, 50, 100, 1000)} | {deep / 4, deep / 40}
    return Curves(
        ("error", "growth", "SFT", "RLVR", "SFT / RLVR"),
        tuple(
            (Quantity(error), _growth(error), sft, rlvr, Quantity(gap, "frozen-growth"))
            for error in sorted(errors)
            for sft, rlvr in [(_sft_from(graph, error), rlvr_cost(graph))]
            for gap in [Costs(sft, rlvr).cost_ratio]
        ),
        x="error",
        curves=("SFT", "RLVR"),
        log_x=True,
    )


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    """The sum of products compared with the recurrence, also at uniform rows and at the breaking point."""

    def recurrence(error: Fraction) -> Fraction:
        rows = [1 - error] * graph.depth
        return expected_hitting_time(graph, frozen_policy(rows, rows), exact=True)

    uniform = Policy.sft_limit(graph)
    found = [
        Check(
            "cost by the sum of products, compared with the recurrence",
            _sft_from(graph, ERROR).value,
            recurrence(ERROR),
        ),
        Check(
            "cost from uniform rows, compared with that of the theorem",
            frozen_cost(graph.width, uniform.passes()[1]),
            standard_costs(graph).sft.value,
        ),
    ]
    if graph.width > 1:
        # The error is rounded down to a multiple of 1/GRID. This changes log H by at most 2K/q units, with q > 1/4.
        found.append(
            Check(
                "cost of SFT at the breaking point, compared with the stated multiple of RLVR's",
                recurrence(closing_error(graph, CLOSED)),
                CLOSED * rlvr_cost(graph).value,
                8 * graph.depth / GRID,
            )
        )
    return tuple(found)


ASSUMPTION = Assumption(
    id="frozen-growth",
    statement="every row starts uniform",
    used_in="the rate of SFT's cost in Theorem 4, which is that of uniform backward rows",
    relaxation="any other start, with backward rows that pass with probability b and d",
    bearing=Bearing.PART,
    bearing_why="the cost stays exponential in K for every fixed error of the start, at a rate that depends on it; "
    "errors of order 1/K close the separation",
    claims=("frozen-growth", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
