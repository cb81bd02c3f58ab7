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
"""Exponents s of Zipf's law: the w-th likeliest corridor has a prior proportional to w^-s; 0 is uniform."""

REPRESENTATIVE = 1

NEAR = 2
"""The separation counts as closed if SFT's rows cost at most this many times RLVR's with the same fork."""

ROUNDING = 1e-12
"""The relative rounding error of a cost, which changes no faster than the square root of the prior's mass."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=costs_with_own_forks(graph, REPRESENTATIVE),
        dropped_at="a prior by Zipf's law with exponent 1; SFT's fork is f = pi, RLVR's the best one, f = sqrt(pi)/S",
        breaking_point=_breaking_point(graph),
        formula=(
            "H = 1 + A + R (Q - 1), Q = sum pi/f; A = 2K+1; R = 2K+1 + g_K with SFT's rows, 2(2K+1) with RLVR's",
            "Q = W for f uniform and for f = pi; Q = (sum sqrt(pi))^2, the least, for f = sqrt(pi)/S",
        ),
        words=_words(graph),
        table=_by_exponent(graph),
        checks=(_matching(graph), _square_root(graph), *_at_the_threshold(graph)),
    )


def costs_with_own_forks(graph: CorridorGraph, exponent: float) -> Costs:
    """SFT with the fork of its data, which is the prior, and RLVR with the best fork."""
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
            "Golden data teach SFT the fork f = pi, which does not help: a likely corridor is also entered more often "
            "when it is wrong, and sum pi/f is W for every prior, as for the uniform fork. SFT costs {sft} steps "
            "whatever the prior.",
            {"sft": costs_with_own_forks(graph, REPRESENTATIVE).sft},
        ),
        Sentence(
            "The best fork is proportional to the square root of pi. With Zipf's prior of exponent 1, RLVR's rows then "
            "take {best} steps, compared with {uniform} for a uniform fork, so the cost ratio grows. That training the "
            "fork leads to it is not shown.",
            {"best": costs_with_own_forks(graph, REPRESENTATIVE).rlvr, "uniform": rlvr_cost(graph)},
        ),
        Sentence(
            "With that fork SFT's frozen rows cost {kind} steps. Each wrong corridor still takes the walker {return_} "
            "steps, compared with {plain} for RLVR; only the expected number of wrong corridors falls, from {before} "
            "to {wrong}.",
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
    """The largest sum pi/f - 1 of the best fork at which SFT's rows are near RLVR's; None if all are below."""
    limit = largest_inverse(Policy.sft_limit(graph), Policy.optimal(graph), NEAR)
    return None if limit >= graph.width else limit - 1


def _breaking_point(graph: CorridorGraph) -> Sentence:
    gain = _threshold(graph)
    if gain is None:
        return Sentence(
            "none at this size, since SFT costs less than {near} times H* with a uniform fork too",
            {"near": Quantity(NEAR)},
        )
    return Sentence(
        "with f = pi none, since SFT's cost is the same for every prior without zeros. With the best fork SFT's rows "
        "cost at most {near} times as much as RLVR's once the expected number of wrong corridors, (sum sqrt(pi))^2 - "
        "1, is at most {gain}. It is enough that at most {mass} of the prior lies outside the likeliest corridor, "
        "however it is spread",
        {"near": Quantity(NEAR), "gain": _claimed(gain), "mass": _claimed(mass_outside(graph.width, float(gain)))},
    )


def _by_exponent(graph: CorridorGraph) -> Curves:
    columns = (
        "exponent",
        "sum pi/f at best",
        "SFT, f = pi",
        "SFT, best fork",
        "RLVR, best fork",
        "ratio",
        "ratio, best fork",
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
    return Check(
        "cost of SFT with f = pi, by its excursions, compared with a uniform fork", cost, sft_cost(graph).value
    )


def _square_root(graph: CorridorGraph) -> Check:
    """The case of exponent 2, whose square roots are 1/w."""
    best = inverse(zipf_weights(graph.width, 2), zipf_weights(graph.width, 1))
    found = trained_fork_cost(Policy.optimal(graph), best_inverse(graph.width, 2))
    return Check(
        "cost of RLVR at exponent 2, by its excursions, compared with the formula",
        found,
        Fraction(all_one(graph.depth, best)),
    )


def _at_the_threshold(graph: CorridorGraph) -> tuple[Check, ...]:
    gain = _threshold(graph)
    if gain is None:
        return ()
    trained_rows, least = (trained_fork_cost(rows(graph), 1 + gain) for rows in (Policy.sft_limit, Policy.optimal))
    spread = evenly_outside(graph.width, mass_outside(graph.width, float(gain)))
    sft, rlvr = (trained_fork_cost(rows(graph), spread) for rows in (Policy.sft_limit, Policy.optimal))
    return (
        Check(
            f"cost of SFT's rows at the threshold, compared with {NEAR} times that of RLVR's",
            trained_rows,
            NEAR * least,
        ),
        Check(
            "the same with that mass spread evenly, the worst case, and the best fork; in fractions, but for the mass, "
            "a float",
            sft,
            NEAR * rlvr,
            ROUNDING,
        ),
    )


def evenly_outside(width: int, mass: float) -> Fraction:
    """sum pi/f of the best fork for a prior with this mass outside one corridor, spread evenly over the W-1 others.

    The result is exact for a prior with the rational square roots 1 and r, which has this mass up to the rounding of r.
    """
    root = Fraction(math.sqrt(mass / ((width - 1) * (1 - mass))))
    roots = [Fraction(1), *[root] * (width - 1)]
    return Fraction(inverse([r**2 for r in roots], roots))


ASSUMPTION = Assumption(
    id="fork-square-root",
    statement="the fork is uniform over the corridors and not trained, and the target is uniform",
    used_in="the model of all theorems, for the expected number W of leaf visits",
    relaxation="the prior of the target is skewed, and the fork is trained on it",
    bearing=Bearing.HARMLESS,
    bearing_why="SFT learns the prior, which does not change its cost; the best fork saves wrong corridors but not the "
    "way back",
    claims=("fork-square-root", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
