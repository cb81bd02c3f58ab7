"""Row `unequal-corridors`: the theorem assumes that all corridors are alike. One deep corridor among shallow ones is
enough to keep the separation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import by_claim, sft_cost, standard_costs
from backproof.checks.claims.unequal_corridors import unequal_limit_cost
from backproof.theory.graph import CorridorGraph, UnequalGraph
from backproof.theory.relaxations.frozen_growth import frozen_return
from backproof.theory.relaxations.never_turn import best_first_rows_cost, squared_first_rows
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

_claimed = by_claim("unequal-corridors")
_best = by_claim("never-turn")
ROUNDING = 1e-9
"""The relative error of a cost in float64: some thousand roundings of 1e-16 each, with a margin."""

Lanes = Sequence[tuple[int, ...]]
"""The lanes of every diamond of every corridor."""


def examine(graph: CorridorGraph) -> Examination:
    one = _costs(deep_corridors(graph, 1))
    return Examination(
        held=standard_costs(graph),
        dropped=one,
        dropped_at="one corridor has depth K, the others depth 1",
        breaking_point=_breaking_point(graph),
        formula=FORMULA,
        words=(_one_deep(graph, one), _spread(graph), _optimum(graph, one)) if graph.width > 1 else (ALONE,),
        table=_by_deep(graph),
        checks=_checks(graph),
    )


FORMULA = (
    "H = 1 + mean_t (A_t + (1 + x_0)_t sum_(w != t) R_w)",
    "H_SFT = 1 + mean_w m_w + (W-1)/W sum_w R_w,  m_w = 2K_w+1",
)
ONE = Sentence("none at W = 1, where no corridor is wrong")
ALONE = Sentence(
    "With a single corridor there is nothing to compare and no way back: SFT and RLVR cost the same. What follows is "
    "for two corridors or more."
)


def deep_corridors(graph: CorridorGraph, count: int) -> Lanes:
    """This many corridors of depth K, and the others of depth 1."""
    return [(graph.lanes,) * (graph.depth if w < count else 1) for w in range(graph.width)]


def spread_depths(graph: CorridorGraph) -> Lanes:
    """Depths spread evenly from 1 to 2K-1, with mean K, and one more lane in every other diamond."""
    half = [1 + 2 * (graph.depth - 1) * w // max(graph.width - 1, 1) for w in range(graph.width // 2)]
    depths = [*half, *[graph.depth] * (graph.width % 2), *[2 * graph.depth - depth for depth in reversed(half)]]
    return [tuple(graph.lanes + j % 2 for j in range(depth)) for depth in depths]


def _costs(lanes: Lanes) -> Costs:
    """SFT's limit, with the policy that never turns in the place of RLVR."""
    return Costs(sft=_cost(lanes, Corridor.sft_limit), rlvr=_cost(lanes, Corridor.straight))


def elsewhere(lanes: Lanes) -> Quantity:
    """The fraction of SFT's cost that is not spent in the corridor with the longest way back while it is wrong."""
    width, sft = len(lanes), _cost(lanes, Corridor.sft_limit).value
    return _claimed(1 - Fraction(width - 1, width) * max(map(_excursion, set(lanes))) / Fraction(sft))


def _cost(lanes: Lanes, make: Callable[[Sequence[int]], Corridor]) -> Quantity:
    made = {counts: make(counts) for counts in set(lanes)}
    corridors = UnequalCorridors(tuple(made[counts] for counts in lanes))
    return _claimed(unequal_hitting_time(corridors, exact=True))


def _excursion(counts: Sequence[int]) -> Fraction:
    """R of SFT's limit: the way in, and the way back with the frozen rows."""
    _, backward = Corridor.sft_limit(counts).policy.passes()
    return Fraction(2 * len(counts) + 1 + frozen_return(backward))


def _breaking_point(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return ONE
    return Sentence(
        "one corridor must be deep: the cost ratio is unbounded as soon as the way back of a single corridor outgrows "
        "the total length of all. With none deep, all of depth 1, the cost ratio is {shallow}",
        {"shallow": _claimed(_costs(deep_corridors(graph, 0)).cost_ratio)},
    )


def _one_deep(graph: CorridorGraph, one: Costs) -> Sentence:
    return Sentence(
        "One deep corridor is enough. A walker that does not see the target enters it in vain for all targets but its "
        "own. With one corridor of depth {K} and {others} of depth 1, SFT costs {sft} steps and never turning costs "
        "{straight}. All but a fraction of {rest} of SFT's cost is spent in the deep corridor. With all of them deep "
        "SFT costs {all}.",
        {
            "K": Quantity(graph.depth),
            "others": Quantity(graph.width - 1),
            "sft": one.sft,
            "straight": one.rlvr,
            "rest": elsewhere(deep_corridors(graph, 1)),
            "all": sft_cost(graph),
        },
    )


def _spread(graph: CorridorGraph) -> Sentence:
    lanes = spread_depths(graph)
    mixed = _costs(lanes)
    return Sentence(
        "The corridor with the longest way back determines the cost up to a factor of W. With depths spread from "
        "{least} to {most}, with mean {K}, and one more lane in every other diamond, SFT costs {sft} and never turning "
        "costs {straight}. All but a fraction of {rest} of SFT's cost is due to that corridor.",
        {
            "least": Quantity(min(map(len, lanes))),
            "most": Quantity(max(map(len, lanes))),
            "K": Quantity(graph.depth),
            "sft": mixed.sft,
            "straight": mixed.rlvr,
            "rest": elsewhere(lanes),
        },
    )


def _optimum(graph: CorridorGraph, one: Costs) -> Sentence:
    deep, spread = deep_corridors(graph, 1), spread_depths(graph)
    return Sentence(
        "The cost for RLVR is that of the policy that never turns. It is the least of all if no corridor is deeper "
        "than the mean depth plus 1/2. Otherwise it pays to turn back at the entrance of a deep corridor. With one "
        "corridor of depth {K} the best policy enters it with probability {first} and costs {best} steps instead of "
        "{straight}. With the spread depths the best policy costs {mixed}. That RLVR reaches the optimum is shown for "
        "equal corridors only.",
        {
            "K": Quantity(graph.depth),
            "first": _best(math.sqrt(squared_first_rows([*map(len, deep)])[0])),
            "best": unequal_optimum(deep),
            "straight": one.rlvr,
            "mixed": unequal_optimum(spread),
        },
    )


def unequal_optimum(lanes: Lanes) -> Quantity:
    """Of all policies with a uniform fork."""
    return _best(best_first_rows_cost([*map(len, lanes)]))


def _by_deep(graph: CorridorGraph) -> Curves:
    def row(count: int) -> tuple[Quantity, ...]:
        lanes = deep_corridors(graph, count)
        found = _costs(lanes)
        ratio, rest = _claimed(found.cost_ratio), elsewhere(lanes)
        return (Quantity(count), found.sft, found.rlvr, unequal_optimum(lanes), ratio, rest)

    counts = sorted({0, 1, 2, graph.width // 2, graph.width} & set(range(graph.width + 1)))
    return Curves(
        (
            "deep corridors",
            "SFT",
            "never turning",
            "optimum",
            "SFT / never turning",
            "fraction of SFT outside the longest",
        ),
        tuple(map(row, counts)),
        x="deep corridors",
        curves=("SFT", "never turning"),
    )


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    """The limits compared with sums of excursions, and equal corridors with the cost of the theorem."""
    lanes = spread_depths(graph)
    mixed, every = _costs(lanes), _costs(deep_corridors(graph, graph.width))
    return (
        _limit_check(lanes, "with spread depths"),
        Check(
            "cost of never turning with spread depths of mean K, compared with RLVR with equal depths",
            mixed.rlvr.value,
            standard_costs(graph).rlvr.value,
        ),
        _least_check(deep_corridors(graph, 1), "with one deep corridor"),
        Check(
            "cost of SFT with all corridors deep, compared with that of the theorem",
            every.sft.value,
            sft_cost(graph).value,
        ),
    )


def _limit_check(lanes: Lanes, words: str) -> Check:
    excursion = {counts: _excursion(counts) for counts in set(lanes)}
    return Check(
        f"cost of SFT {words}, by the chain of excursions and by the sum of the frozen ways back",
        _cost(lanes, Corridor.sft_limit).value,
        unequal_limit_cost([2 * len(counts) + 1 for counts in lanes], [excursion[counts] for counts in lanes]),
    )


def _least_check(lanes: Lanes, words: str) -> Check:
    return Check(
        f"least cost {words}, by its closed form and by the excursions of the best first rows",
        unequal_optimum(lanes).value,
        unequal_hitting_time(_entered(lanes)),
        tolerance=ROUNDING,
    )


def _entered(lanes: Lanes) -> UnequalCorridors:
    """With the best first rows, and all others one."""
    firsts = map(math.sqrt, squared_first_rows([*map(len, lanes)]))
    return UnequalCorridors(tuple(Corridor.entered(*pair) for pair in zip(lanes, firsts, strict=True)))


# --- on corridors that are given -------------------------------------------------------------------------------------


def examine_unequal(graph: UnequalGraph) -> Examination:
    """These corridors, compared with as many that are all like the one with the longest way back; SFT's limit with the
    best policy.
    """
    longest = [max(graph.lanes, key=_excursion)] * graph.width
    found = _best_costs(graph.lanes)
    return Examination(
        held=_best_costs(longest),
        dropped=found,
        dropped_at=f"corridors {graph}",
        breaking_point=_shallow(graph),
        formula=FORMULA,
        words=(_given(graph, found),) if graph.width > 1 else (ALONE,),
        table=_by_corridor(graph),
        checks=(_limit_check(graph.lanes, "at these corridors"), _least_check(graph.lanes, "at these corridors")),
    )


def _shallow(graph: UnequalGraph) -> Sentence:
    if graph.width == 1:
        return ONE
    shortest = min(graph.lanes, key=_excursion)
    return Sentence(
        "as long as one corridor is deep there is none. With all corridors like the one with the shortest way back the "
        "cost ratio is {ratio}",
        {"ratio": _claimed(_best_costs([shortest] * graph.width).cost_ratio)},
    )


def _given(graph: UnequalGraph, found: Costs) -> Sentence:
    return Sentence(
        "With the assumption there are {width} corridors like the one with the longest way back. At the corridors "
        "that are given SFT's limit costs {sft} steps, all but a fraction of {rest} of them in that corridor "
        "while it is wrong. The best policy with a uniform fork costs {best}, and never turning {straight}. The cost "
        "for RLVR is that of the best policy; that RLVR reaches it is shown for equal corridors only.",
        {
            "width": Quantity(graph.width),
            "sft": found.sft,
            "straight": _cost(graph.lanes, Corridor.straight),
            "rest": elsewhere(graph.lanes),
            "best": found.rlvr,
        },
    )


def _best_costs(lanes: Lanes) -> Costs:
    return Costs(sft=_cost(lanes, Corridor.sft_limit), rlvr=unequal_optimum(lanes))


def _by_corridor(graph: UnequalGraph) -> Curves:
    """A row for each kind of corridor."""
    entered = dict(zip(graph.lanes, squared_first_rows(graph.depths), strict=True))

    def row(lanes: tuple[int, ...]) -> tuple[Quantity | str, ...]:
        depth, back = len(lanes), _excursion(lanes) - 2 * len(lanes) - 1
        first = _best(math.sqrt(entered[lanes]))
        kind, count = str(UnequalGraph([lanes])), graph.lanes.count(lanes)
        return (kind, Quantity(count), Quantity(depth), _claimed(back), _claimed(2 * depth + 1), first)

    return Curves(
        ("corridor", "how many", "depth", "SFT's way back", "straight way back", "best first row"),
        tuple(map(row, sorted(entered, key=lambda lanes: (len(lanes), lanes)))),
        x="depth",
        curves=("SFT's way back", "straight way back"),
    )


ASSUMPTION = Assumption(
    id="unequal-corridors",
    statement="all corridors have one depth, one number of lanes and one set of rows",
    used_in="the reduction of the policy to four probabilities per diamond, used in Theorems 3 and 4",
    relaxation="every corridor has its own depth, lanes and rows",
    bearing=Bearing.HARMLESS,
    bearing_why="one deep corridor keeps the exponential growth, whatever the depths of the others",
    claims=("unequal-corridors", "never-turn", "sft-cost", "rlvr-optimal"),
    examine=examine,
    examine_unequal=examine_unequal,
)
