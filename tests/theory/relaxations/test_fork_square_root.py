"""A trained fork: costs agree with the solved chain, priors with their definitions; thresholds are tight."""

import math
from fractions import Fraction

import pytest

from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.walks import fork_cost
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_square_root import (
    best_inverse,
    inverse,
    largest_inverse,
    mass_outside,
    trained_fork_cost,
    zipf_weights,
)

GRAPH = CorridorGraph(3, 2, 2)
PRIOR, FORK = ([Fraction(n, sum(parts)) for n in parts] for parts in ((5, 2, 1), (1, 4, 2)))


@pytest.mark.parametrize("policy", [Policy.base(GRAPH), Policy.sft_limit(GRAPH), random_policy(GRAPH, 3)])
def test_the_cost_matches_the_solved_chain(policy):
    assert trained_fork_cost(policy, inverse(PRIOR, FORK)) == fork_cost(GRAPH, PRIOR, FORK, policy)


@pytest.mark.parametrize("policy", [Policy.base(GRAPH), Policy.sft_limit(GRAPH), Policy.optimal(GRAPH)])
def test_uniform_and_matching_forks_have_the_costs_of_the_theorem(policy):
    uniform = [Fraction(1, 3)] * 3
    cost = expected_hitting_time(GRAPH, policy, exact=True)
    assert (
        trained_fork_cost(policy, inverse(PRIOR, PRIOR)) == trained_fork_cost(policy, inverse(PRIOR, uniform)) == cost
    )


@pytest.mark.parametrize("exponent", [0, 0.5, 1, 2])
def test_the_square_root_fork_has_the_least_mean_inverse(exponent):
    prior = [float(weight) for weight in zipf_weights(5, exponent)]
    found = best_inverse(5, exponent)
    assert float(found) == pytest.approx(inverse(prior, [math.sqrt(weight) for weight in prior]), rel=1e-14)
    assert isinstance(found, Fraction) == (exponent in (0, 2))
    assert found <= 5


def test_at_the_largest_inverse_the_costs_differ_by_the_factor():
    rows = [Policy.sft_limit(GRAPH), Policy.optimal(GRAPH)]
    limit = largest_inverse(*rows, 2)
    trained, optimal = (trained_fork_cost(policy, limit) for policy in rows)
    assert trained == 2 * optimal
    assert largest_inverse(rows[1], rows[1], 2) == math.inf


@pytest.mark.parametrize("gain", [0.0, 1e-12, 0.3, 2.0, 4.0])
def test_the_prior_for_a_given_inverse_has_that_inverse(gain):
    mass = mass_outside(5, gain)
    prior = [1 - mass] + [mass / 4] * 4
    # (sum sqrt(pi))^2 - 1 without the cancellation of subtracting one
    found = 3 * mass + 2 * math.sqrt(4 * mass * (1 - mass))
    assert found == pytest.approx(gain, rel=1e-12)
    assert sum(math.sqrt(pi) for pi in prior) ** 2 == pytest.approx(1 + gain, rel=1e-12)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match=r"got 5\.0 for width=5"):
        mass_outside(5, 5.0)
    with pytest.raises(ValueError, match="got 2 and 3"):
        inverse([1, 1], [1, 1, 1])
