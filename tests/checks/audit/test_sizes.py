"""Every row at sizes far from the default: all checks hold there too, and a wrong coefficient still fails."""

import math
from fractions import Fraction

import mpmath
import pytest

from backproof.checks.audit import converged, parametrisation, search_agent, start
from backproof.checks.audit.index import assumptions
from backproof.checks.audit.near_optimum import fades
from backproof.theory import sign_descent, training_flows
from backproof.theory.costs.crossings import walk_cost
from backproof.theory.costs.hitting_time import expected_hitting_time, log10_expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.frozen_growth import log10_least_sft_cost
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

SIZES = [(1, 15, 5), (2, 2, 10**5), (15, 2, 10**7)]
LARGE = [
    (2, 1, 10**9),
    (7, 3, 10**6),
    (15, 15, 30_000),
    (15, 2, 10**9),
    (2, 15, 10**9),
    (1, 228, 1),
    (2, 228, 1),
    (15, 160, 1),
    (15, 100, 30),
]
WIDE = [(10_000, 5, 5), (10_000, 225, 1), (10_000, 14, 10**9)]
EXTREME = CorridorGraph(15, 2, 10**9)


@pytest.mark.parametrize(
    "size", [*SIZES, *(pytest.param(size, marks=pytest.mark.slow) for size in LARGE + WIDE)], ids=str
)
@pytest.mark.parametrize("row", assumptions(), ids=lambda row: row.id)
def test_all_checks_hold(row, size):
    finding = row.examine(CorridorGraph(*size))
    assert [check for check in finding.checks if not check.holds] == []
    assert not any(math.isnan(quantity.value) for quantity in finding.quantities())


@pytest.mark.parametrize("size", [(2, 1, 1), (2, 1, 3), (2, 228, 1), (15, 15, 5), (10_000, 14, 10**9)], ids=str)
def test_the_bound_that_refuses_sizes_is_close_to_the_cost(size):
    graph = CorridorGraph(*size)
    excess = log10_expected_hitting_time(graph, Policy.sft_limit(graph)) - log10_least_sft_cost(*size)
    assert 0 < excess < math.log10(4)


# --- what a wrong coefficient would show -----------------------------------------------------------------------------


@pytest.mark.parametrize("off", [0.99, 1.01])
@pytest.mark.parametrize("size", [(15, 15, 5), (15, 2, 10**9)], ids=str)
def test_a_flow_that_is_off_by_a_hundredth_fails(size, off):
    graph = CorridorGraph(*size)
    seen = [at._replace(time=off * at.time) for at in training_flows.arrivals("gaps", graph, _bounds(graph))]
    assert not fades(graph, seen, start.TAIL[-1], "").holds


def _bounds(graph):
    return [(1 + excess) * (1 + (2 * graph.width - 1) * (2 * graph.depth + 1)) for excess in start.TAIL]


@pytest.mark.parametrize("size", [(15, 15, 5), (15, 2, 10**9)], ids=str)
def test_odds_off_by_a_billionth_fail(monkeypatch, size):
    true = converged.odds_after
    monkeypatch.setattr(converged, "odds_after", lambda *given: true(*given) * (1 + 1e-9))
    held = [check.holds for check in converged.examine(CorridorGraph(*size)).checks]
    assert held[2:] == [False] * 6


@pytest.mark.parametrize("size", [(15, 15, 5), (15, 2, 10**9)], ids=str)
def test_a_cost_off_by_a_billionth_fails(monkeypatch, size):
    true = converged.expected_hitting_time

    def wrong(graph, policy, **exact):
        return true(graph, policy, **exact) * (1 if exact else 1 + 1e-9)

    monkeypatch.setattr(converged, "expected_hitting_time", wrong)
    assert [check.holds for check in converged.examine(CorridorGraph(*size)).checks][:2] == [False] * 2


def test_a_search_cost_with_one_lane_more_fails(monkeypatch):
    true, most = search_agent.with_sft, search_agent.MOST_LANES
    more = CorridorGraph(EXTREME.width, EXTREME.depth, most + 1)
    monkeypatch.setattr(search_agent, "with_sft", lambda graph: true(more if graph.lanes == most else graph))
    assert [check.holds for check in search_agent.examine(EXTREME).checks] == [False, True, True]


def test_a_sign_step_in_the_wrong_direction_is_found(monkeypatch):
    """The run leaves the closed curve at a step where the exact difference has the other sign."""
    true = sign_descent.cost_and_slopes

    def wrong(graph, gaps):
        cost, slopes = true(graph, gaps)
        slopes[3] *= -1
        return cost, slopes

    monkeypatch.setattr(sign_descent, "cost_and_slopes", wrong)
    graph = CorridorGraph(15, 3, 2)
    step, row, sign = parametrisation.leaving_the_curve(graph, 10)
    assert (step, row, sign) == (0, 3, 1)
    assert parametrisation.exact_sign(graph, 1.0, row) == -1


def test_the_first_step_off_the_curve_is_found_and_confirmed():
    graph = CorridorGraph(2, 2, 10**5)
    step, row, sign = parametrisation.leaving_the_curve(graph, 2000)
    assert (step, row, sign) == (1, 6, 1)
    assert parametrisation.exact_sign(graph, math.exp(0.01), row) == 1
    assert parametrisation.exact_sign(graph, 1.0, row) == -1


# --- the numbers themselves, by high precision -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1, 228, 1), (2, 2, 10**9), (10_000, 14, 10**9), (15, 160, 1)], ids=str)
@pytest.mark.parametrize("time", [0.0, 0.01, 3.0, 1e6])
def test_costs_during_sft_agree_with_fifty_digits(size, time):
    """Newton's method on ln o + o instead of Lambert's function, and the recurrences in mpmath's numbers."""
    graph = CorridorGraph(*size)
    with mpmath.workdps(50):
        odds = [_odds(base, time) for base in (mpmath.mpf(graph.lanes), 1 / mpmath.mpf(graph.lanes))]
        p = [o / (1 + o) for o in odds] * graph.depth
        q = [mpmath.mpf(1) / (graph.lanes + 1), mpmath.mpf(graph.lanes) / (graph.lanes + 1)] * graph.depth
        expected = walk_cost(graph.width, p, q)
        found = converged.sft_at(graph, time).value
        assert abs(found / expected - 1) <= converged._rounding(graph)


def _odds(base, clock):
    """o + ln o = f + ln f + clock, by Newton's method in ln o."""
    aim = base + mpmath.log(base) + clock
    log_odds = mpmath.log(base + clock) if base + clock > 1 else aim
    for _ in range(60):
        log_odds -= (log_odds + mpmath.exp(log_odds) - aim) / (1 + mpmath.exp(log_odds))
    return mpmath.exp(log_odds)


def test_sharing_corridor_objects_does_not_change_the_cost():
    short, long = ((1,), (2, 1))
    shared = {counts: Corridor.sft_limit(counts) for counts in (short, long)}
    kinds = [short, long, long, short, long]
    once = unequal_hitting_time(UnequalCorridors(tuple(shared[counts] for counts in kinds)), exact=True)
    each = unequal_hitting_time(UnequalCorridors(tuple(map(Corridor.sft_limit, kinds))), exact=True)
    assert once == each
    assert isinstance(once, Fraction)


def test_a_single_corridor_has_a_finite_cost_whatever_its_way_back():
    graph = CorridorGraph(1, 400, 1)
    backward = [1e-3] * 400
    policy = Policy(
        forward_exit=[1.0] * 400, forward_entry=[1.0] * 400, backward_entry=backward, backward_exit=backward
    )
    assert expected_hitting_time(graph, policy) == 1 + 801
