"""Row `fork-square-root`: costs compared with the solved chain, the threshold with priors on both sides."""

import math
from fractions import Fraction

import pytest

from backproof.checks.audit import fork_square_root
from backproof.checks.audit.fork_square_root import ASSUMPTION, costs_with_own_forks, evenly_outside
from backproof.checks.tools.walks import fork_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SIZES = [(1, 1, 1), (2, 1, 1), (3, 3, 2), (15, 15, 5), (2, 100, 3)]


@pytest.mark.parametrize("size", SIZES)
def test_all_checks_hold_at_every_size(size):
    finding = ASSUMPTION.examine(CorridorGraph(*size))
    assert [check.words for check in finding.checks if not check.holds] == []
    assert finding.dropped.cost_ratio >= 1
    assert float(finding.dropped.sft.value) == pytest.approx(float(finding.held.sft.value))


def test_costs_agree_with_the_solved_chains():
    graph = CorridorGraph(3, 2, 2)
    squares = [Fraction(n, 49) for n in (36, 9, 4)]  # Zipf's prior of exponent 2
    roots = [Fraction(n, 11) for n in (6, 3, 2)]
    costs = costs_with_own_forks(graph, 2)
    assert costs.sft.value == fork_cost(graph, squares, squares, Policy.sft_limit(graph))
    assert costs.rlvr.value == fork_cost(graph, squares, roots)
    rows = {row[0].value: row for row in ASSUMPTION.examine(graph).table.rows}
    assert rows[2][3].value == fork_cost(graph, squares, roots, Policy.sft_limit(graph))


def test_the_threshold_lies_between_priors_that_do_and_do_not_close_the_separation():
    graph = CorridorGraph(3, 3, 2)
    mass = ASSUMPTION.examine(graph).breaking_point.numbers["mass"].value

    def gap(outside):
        prior = [1 - outside, outside / 2, outside / 2]
        roots = [math.sqrt(pi) for pi in prior]
        fork = [Fraction(root / sum(roots)) for root in roots]
        fork = [*fork[:2], 1 - fork[0] - fork[1]]
        exact = [Fraction(pi) for pi in prior]
        return float(fork_cost(graph, exact, fork, Policy.sft_limit(graph)) / fork_cost(graph, exact, fork))

    assert gap(mass * 0.99) < 2 < gap(mass * 1.01)


def test_the_cost_ratio_grows_with_depth():
    """At L = 2 it grows by rho = 4.5 per diamond, up to the factor K/(K+1) of the optimum's own growth."""
    gaps = [float(costs_with_own_forks(CorridorGraph(5, depth, 2), 1).cost_ratio) for depth in (20, 21)]
    assert gaps[1] / gaps[0] == pytest.approx(4.5 * 41 / 43, rel=0.01)


def test_a_single_corridor_is_mentioned_first():
    assert ASSUMPTION.examine(CorridorGraph(1, 2, 2)).words[0].text.startswith("With a single corridor")
    assert not ASSUMPTION.examine(CorridorGraph(2, 2, 2)).words[0].text.startswith("With a single corridor")


def test_a_wrong_mass_fails_a_check(monkeypatch):
    """A mass that is off by a thousandth is enough to fail the check."""
    true = fork_square_root.mass_outside
    monkeypatch.setattr(fork_square_root, "mass_outside", lambda *given: 1.001 * true(*given))
    assert [check.holds for check in ASSUMPTION.examine(CorridorGraph(3, 3, 2)).checks] == [True, True, True, False]


def test_any_other_spread_of_the_mass_costs_less():
    graph = CorridorGraph(4, 3, 2)
    mass = ASSUMPTION.examine(graph).breaking_point.numbers["mass"].value
    even = evenly_outside(4, mass)
    for parts in ((1.0, 0.0, 0.0), (0.5, 0.5, 0.0), (0.6, 0.3, 0.1)):
        assert sum(math.sqrt(pi) for pi in (1 - mass, *(mass * part for part in parts))) ** 2 < even
