"""The simulator against the theory, on sizes and policies that hypothesis draws.

Every test here declares its null hypothesis, sample size and false-alarm rate. The intervals are those of
`theory.costs.hitting_law`, whose rate holds for every sample size; hypothesis draws the same examples on every run.
"""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.walk_table import multigraph_table
from backproof.sim.walkers import walk
from backproof.theory.chain import HittingLaw
from backproof.theory.costs.hitting_law import (
    chernoff_interval,
    hitting_time_moments,
    hitting_time_variance,
    mean_time_interval,
)
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time
from tests.strategies import float_policies, graphs

EXAMPLES = 25
FALSE_ALARM = 1e-6 / EXAMPLES
"""The false-alarm rate of an example; that of a whole test is one in a million."""

some_examples = settings(max_examples=EXAMPLES)


@st.composite
def walkable(draw):
    """A graph and a policy whose walks are short enough for a test."""
    graph = draw(graphs(max_width=5, max_depth=4, max_lanes=4))
    policy = draw(
        st.builds(
            Policy,
            **{name: st.lists(st.floats(0.25, 1), min_size=graph.depth, max_size=graph.depth) for name in FAMILIES},
        )
    )
    return graph, policy


@some_examples
@given(walkable(), st.integers(0, 2**64 - 1), st.sampled_from([torch.float32, torch.float64]))
@pytest.mark.slow  # as an experiment, `make verify` runs it
def test_the_mean_of_walks_is_the_expected_time(case, seed, dtype):
    """Null: hitting times have the policy's law. 3000 walks an example."""
    graph, policy = case
    steps = walk(corridor_table(graph, policy), range(3000), seed=seed, dtype=dtype).steps.double()
    low, high = mean_time_interval(graph, policy, 3000, FALSE_ALARM)
    assert low <= float(steps.mean()) <= high


@some_examples
@given(st.data(), st.integers(0, 2**63 - 1), st.integers(1, 1000))
def test_the_mean_of_crossings_is_the_expected_time(data, seed, pooled):
    """Null: hitting times have the policy's law. 400 samples of up to 1000 episodes an example."""
    graph = data.draw(graphs(max_width=20, max_depth=12, max_lanes=6))
    policy = data.draw(float_policies(graph))
    generator = torch.Generator().manual_seed(seed)
    steps = sample_crossings(graph, policy, 400, generator=generator, pooled=pooled).steps
    low, high = mean_time_interval(graph, policy, 400 * pooled, FALSE_ALARM)
    assert low <= float(steps.mean()) / pooled <= high


@some_examples
@given(walkable(), st.integers(0, 2**63 - 1))
@pytest.mark.slow  # `make verify` compares each with the theory
def test_walks_and_crossings_have_the_same_law(case, seed):
    """Null: both samples of 3000 come from one law. Kolmogorov-Smirnov, whose rate is even lower on integers."""
    graph, policy = case
    walked = walk(corridor_table(graph, policy), range(3000), seed=seed).steps.numpy()
    drawn = sample_crossings(graph, policy, 3000, generator=torch.Generator().manual_seed(seed)).steps.numpy()
    assert stats.ks_2samp(walked, drawn, method="asymp").pvalue > FALSE_ALARM


@some_examples
@given(walkable(), st.integers(0, 2**63 - 1))
def test_the_variance_of_crossings_is_the_exact_one(case, seed):
    """Null: hitting times have the policy's law. 400 means of 10,000 episodes each: their variance over the exact one
    has variance 2/399 + k/400, k being the excess kurtosis of a mean. It is 6 for an exponential time and at most 100
    for these laws, hence 0.01 for a mean. The ratio is taken as normal.
    """
    graph, policy = case
    exact = hitting_time_variance(graph, policy)
    generator = torch.Generator().manual_seed(seed)
    steps = sample_crossings(graph, policy, 400, generator=generator, pooled=10_000).steps / 10_000
    if exact == 0:
        assert float(steps.std()) == 0
    else:
        ratio = float(steps.var()) / (exact / 10_000)
        assert abs(ratio - 1) < special.ndtri(1 - FALSE_ALARM / 2) * math.sqrt(2 / 399 + 0.01 / 400)


def test_the_variance_of_walks_is_the_exact_one():
    """As above, for 400 means of 500 walks each: an excess kurtosis of 100 would be 0.2 for a mean."""
    graph = CorridorGraph(3, 2, 2)
    steps = walk(corridor_table(graph, Policy.base(graph)), range(200_000), seed=8).steps.double()
    ratio = float(steps.reshape(400, 500).mean(dim=1).var()) / (hitting_time_variance(graph, Policy.base(graph)) / 500)
    assert abs(ratio - 1) < special.ndtri(1 - FALSE_ALARM / 2) * math.sqrt(2 / 399 + 0.2 / 400)


@some_examples
@given(st.data(), st.integers(0, 2**64 - 1))
@pytest.mark.slow  # as an experiment, `make verify` runs it
def test_the_mean_of_walks_in_unequal_corridors_is_the_expected_time(data, seed):
    """Null: hitting times have the law of the chain. 2000 walks an example; the predicted mean is from the O(K)
    formula.
    """
    own = [
        CorridorGraph(1, data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3)))
        for _ in range(data.draw(st.integers(1, 3)))
    ]
    probabilities = st.floats(0.3, 1)
    corridors = UnequalCorridors(
        tuple(
            Corridor(
                tuple(data.draw(st.integers(1, 3)) for _ in range(graph.depth)),
                Policy(**{name: [data.draw(probabilities) for _ in range(graph.depth)] for name in FAMILIES}),
            )
            for graph in own
        )
    )
    leaves = corridors.leaves()
    table = multigraph_table(START, corridors.row, [{leaf} for leaf in leaves])
    steps = walk(table, range(2000), seed=seed).steps.double()
    law = HittingLaw.of(corridors)
    assert unequal_hitting_time(corridors) == pytest.approx(law.mean, rel=1e-12)  # some hundred roundings
    low, high = chernoff_interval(law.log_generating_function, law.mean, law.std, 2000, FALSE_ALARM)
    # the interval of a law without spread has width 0
    assert low * (1 - 1e-9) <= float(steps.mean()) <= high * (1 + 1e-9)


@pytest.mark.parametrize("policy", [Policy.base, Policy.sft_limit, Policy.optimal])
def test_the_mean_of_the_law_agrees_with_the_formula(policy):
    """The tests compare the formula's prediction with intervals computed from the law, so the two must agree."""
    graph = CorridorGraph(15, 15, 5)
    assert hitting_time_moments(graph, policy(graph)).mean == pytest.approx(
        expected_hitting_time(graph, policy(graph)), rel=1e-12
    )
