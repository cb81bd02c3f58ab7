"""Row `fork-square-root`: the theorem assumes that fork and target are uniform, and that the fork is not trained.

With a skewed prior of the target and a trained fork the separation stays, unless the prior leaves almost nothing
outside one corridor.
"""

from __future__ import annotations

import math
from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import by_claim, rlvr_cost, sft_cost, single_corridor, standard_costs
from backproof.checks.claims.fork_square_root import all_one
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_square_root import (
    best_inverse,
    inverse,
    largest_inverse,
    mass_outside,
    passage_and_wrong,
    trained_fork_cost,
    zipf_weights,
)

_claimed = by_claim("fork-square-root")

EXPONENTS = (0, 0.5, 1, 2, 3, 4)
"""Zipf's: the w-th likeliest corridor has a prior of w^-s, up to a factor; 0 is uniform."""

REPRESENTATIVE = 1

NEAR = 2
"""The gap counts as closed where SFT's rows cost no more than so many times RLVR's, with the same fork."""

ROUNDING = 1e-12
"""Of a cost by that of its prior, relatively: it changes no faster than the root of the prior's mass."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=costs_with_own_forks(graph, REPRESENTATIVE),
        dropped_at="prior of Zipf's law, exponent 1; SFT's fork f = pi, the best f = sqrt(pi)/S for RLVR",
        breaking_point=_breaking_point(graph),
        formula=(
            "H = 1 + A + R (Q - 1), Q = sum pi/f; A = 2K+1, R = 2K+1 + g_K with SFT's rows, 2(2K+1) with RLVR's",
            "Q = W for f uniform and for f = pi; Q = (sum sqrt(pi))^2 for f = sqrt(pi)/S, the least",
        ),
        words=_words(graph),
        table=_by_exponent(graph),
        checks=(_matching(graph), _square_root(graph), *_at_the_threshold(graph)),
    )


def costs_with_own_forks(graph: CorridorGraph, exponent: float) -> Costs:
    """Each with a fork of its own: SFT the data's, which is the prior; for RLVR the best there is."""
    best = best_inverse(graph.width, exponent)
    return Costs(
        sft=_claimed(trained_fork_cost(Policy.sft_limit(graph), Fraction(graph.width))),
        rlvr=_claimed(trained_fork_cost(Policy.optimal(graph), best)),
    )


def _words(graph: CorridorGraph) -> tuple[Sentence, ...]:
    best = best_inverse(graph.width, REPRESENTATIVE)
    return (
        *single_corridor(graph),
        Sentence(
            "Golden data teach SFT the fork f = pi. That helps it by nothing: a likely corridor is entered more often "
            "when it is wrong as well, and sum pi/f is W for every prior, as for the uniform fork. SFT costs {sft} "
            "whatever the prior.",
            {"sft": costs_with_own_forks(graph, REPRESENTATIVE).sft},
        ),
        Sentence(
            "The best fork is proportional to the square root of pi. With Zipf's prior of exponent 1 it takes {best} "
            "steps with RLVR's rows, against {uniform} with a uniform fork: the gap to the best grows. That training "
            "the fork comes to it is not shown.",
            {"best": costs_with_own_forks(graph, REPRESENTATIVE).rlvr, "uniform": rlvr_cost(graph)},
        ),
        Sentence(
            "Put that fork on SFT's frozen rows, and they cost {kind}: each wrong corridor still takes the walker "
            "{return_} steps, against {plain} for RLVR, and only their number falls, to {wrong} from {before}.",
            {
                "kind": _claimed(trained_fork_cost(Policy.sft_limit(graph), best)),
                "return_": _claimed(passage_and_wrong(Policy.sft_limit(graph))[1]),
                "plain": _claimed(passage_and_wrong(Policy.optimal(graph))[1]),
                "wrong": _claimed(best - 1),
                "before": Quantity(graph.width - 1),
            },
        ),
    )


def _threshold(graph: CorridorGraph) -> Fraction | float | None:
    """sum pi/f - 1 of the best fork up to which SFT's rows are near RLVR's; None where every prior's is less."""
    limit = largest_inverse(Policy.sft_limit(graph), Policy.optimal(graph), NEAR)
    return None if limit >= graph.width else limit - 1


def _breaking_point(graph: CorridorGraph) -> Sentence:
    gain = _threshold(graph)
    if gain is None:
        return Sentence(
            "none at this size: SFT costs less than {near} times H* with a uniform fork, too",
            {"near": Quantity(NEAR)},
        )
    return Sentence(
        "with f = pi none: SFT's cost is the same for every prior without zeros. With the best fork SFT's rows come "
        "within a factor of {near} once the expected wrong corridors, (sum sqrt(pi))^2 - 1, are at most {gain}; it is "
        "enough that at most {mass} of the prior is outside the likeliest corridor, however spread",
        {"near": Quantity(NEAR), "gain": _claimed(gain), "mass": _claimed(mass_outside(graph.width, float(gain)))},
    )


def _by_exponent(graph: CorridorGraph) -> Curves:
    columns = (
        "exponent",
        "sum pi/f at best",
        "SFT, f = pi",
        "SFT, best fork",
        "RLVR, best fork",
        "gap",
        "gap, best fork",
    )

    def row(exponent: float) -> tuple[Quantity, ...]:
        costs, best = costs_with_own_forks(graph, exponent), best_inverse(graph.width, exponent)
        lent = Costs(_claimed(trained_fork_cost(Policy.sft_limit(graph), best)), costs.rlvr)
        return (
            Quantity(exponent),
            _claimed(best),
            costs.sft,
            lent.sft,
            costs.rlvr,
            _claimed(costs.cost_ratio),
            _claimed(lent.cost_ratio),
        )

    return Curves(columns, tuple(map(row, EXPONENTS)), x="exponent", curves=columns[2:5])


def _matching(graph: CorridorGraph) -> Check:
    weights = zipf_weights(graph.width, REPRESENTATIVE)
    cost = trained_fork_cost(Policy.sft_limit(graph), inverse(weights, weights))
    return Check("SFT with f = pi, by its excursions, against SFT with a uniform fork", cost, sft_cost(graph).value)


def _square_root(graph: CorridorGraph) -> Check:
    """Exponent 2, whose square roots are 1/w."""
    best = inverse(zipf_weights(graph.width, 2), zipf_weights(graph.width, 1))
    found = trained_fork_cost(Policy.optimal(graph), best_inverse(graph.width, 2))
    return Check(
        "RLVR at exponent 2, by its excursions, against the formula", found, Fraction(all_one(graph.depth, best))
    )


def _at_the_threshold(graph: CorridorGraph) -> tuple[Check, ...]:
    gain = _threshold(graph)
    if gain is None:
        return ()
    trained_rows, least = (trained_fork_cost(rows(graph), 1 + gain) for rows in (Policy.sft_limit, Policy.optimal))
    spread = evenly_outside(graph.width, mass_outside(graph.width, float(gain)))
    sft, rlvr = (trained_fork_cost(rows(graph), spread) for rows in (Policy.sft_limit, Policy.optimal))
    return (
        Check(f"at the threshold SFT's rows cost {NEAR} times what RLVR's do", trained_rows, NEAR * least),
        Check(
            "so they do with that mass spread evenly, the worst there is, and the best fork: in fractions, the mass a "
            "float good to some 2^-53",
            sft,
            NEAR * rlvr,
            ROUNDING,
        ),
    )


def evenly_outside(width: int, mass: float) -> Fraction:
    """sum pi/f of the best fork for a prior with so much mass outside one corridor, even over the W-1 others.

    Exact for a prior with rational square roots 1 and r, which has that mass to the rounding of r.
    """
    root = Fraction(math.sqrt(mass / ((width - 1) * (1 - mass))))
    roots = [Fraction(1), *[root] * (width - 1)]
    return Fraction(inverse([r**2 for r in roots], roots))


ASSUMPTION = Assumption(
    id="fork-square-root",
    statement="the fork is uniform over the corridors and not trained; the target is uniform",
    used_in="the model of all the theorems: the number W of leaf visits",
    relaxation="a skewed prior of the target, and a fork trained on it",
    bearing=Bearing.HARMLESS,
    bearing_why="SFT learns the prior, which leaves its cost as it is; the best fork saves corridors, not the way back",
    claims=("fork-square-root", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
