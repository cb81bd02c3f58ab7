"""Tilts against the weights of all walks, the transform of `theory.costs`, and closed forms of the base model."""

import math
from fractions import Fraction

import pytest

from backproof.theory.companions.pass_at_k import success_probabilities
from backproof.theory.companions.tilts import budget_tilt, length_tilt, tilted_success
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.costs.walk_transform import decisions, walk_transform
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import POLICIES, Policy
from tests.theory.companions.test_distinct_trajectories import mixed

SMALL = CorridorGraph(3, 2, 2)


@pytest.mark.parametrize("build", [*POLICIES.values(), mixed], ids=[*POLICIES, "mixed"])
@pytest.mark.parametrize("graph", [SMALL, CorridorGraph(1, 1, 1), CorridorGraph(4, 3, 1)], ids=str)
def test_the_weight_is_the_transform_of_the_hitting_time(graph, build):
    p, q = build(graph).passes()
    lam = Fraction(9, 10)
    stated = walk_transform(graph.width, decisions(p), decisions(q), lam)
    assert length_tilt(graph, build(graph), lam).weight == stated
    assert length_tilt(graph, build(graph), 0.9).weight == pytest.approx(float(stated), rel=1e-13)


def base_weight(graph, lam):
    """The weight in the base model in closed form, by hyperbolic sines."""
    width, depth, lanes = graph.width, graph.depth, graph.lanes
    ways = (lanes + 1) / lam
    angle = math.acosh((ways**2 - lanes**2 - 1) / (2 * lanes))
    s = [math.sinh(j * angle) / math.sinh(angle) for j in (depth - 1, depth, depth + 1)]
    back = ((ways - lam) / lanes * s[1] - lam * s[0]) / (s[2] - s[1])
    through = s[2] + s[1] / lanes
    rest = 1 - (lanes + 1) * s[1] / (width * lanes * through) - lam * (width - 1) * back / width
    return lam * (lam / (width * through) / rest)


@pytest.mark.parametrize("lam", [0.5, 0.9, 0.99, 0.999])
def test_the_base_model_has_a_closed_form(lam):
    for graph in (SMALL, PAPER, CorridorGraph(2, 1, 1)):
        found = length_tilt(graph, Policy.base(graph), lam).weight
        assert found == pytest.approx(base_weight(graph, lam), rel=1e-10)


@pytest.mark.parametrize("lam", [0.3, 0.9, 0.999])
def test_the_policy_that_never_turns_has_a_closed_form(lam):
    width, depth = SMALL.width, SMALL.depth
    stated = lam ** (2 * depth + 2) / (width - (width - 1) * lam ** (4 * depth + 2))
    assert length_tilt(SMALL, Policy.optimal(SMALL), lam).weight == pytest.approx(stated, rel=1e-13)


def test_the_tilted_fork_knows_the_target():
    shares = [length_tilt(PAPER, Policy.base(PAPER), lam).target_share for lam in (1.0, 0.99999, 0.999, 0.99, 0.9)]
    assert shares == pytest.approx([1 / 15, 0.0683455991, 0.1519031241, 0.3262568167, 0.6883933634], abs=1e-10)


@pytest.mark.parametrize(("graph", "budget", "weight"), [(SMALL, 26, math.e), (PAPER, 900, math.e**3)])
def test_the_walk_of_the_budget_tilt_arrives_as_often_as_its_law_says(graph, budget, weight):
    base = Policy.base(graph)
    success = float(success_probabilities(graph, base, budget)[0, -1])
    tilt = budget_tilt(word_chain(graph, base), budget, weight)
    assert tilt.success() == pytest.approx(tilted_success(success, weight), rel=1e-12)
    assert tilt.success() > success


def test_weights_that_make_no_sense_are_refused():
    for step in (0, 1.5, float("nan")):
        with pytest.raises(ValueError, match=r"step must be a weight in \(0, 1\]"):
            length_tilt(SMALL, Policy.base(SMALL), step)
    with pytest.raises(ValueError, match="weight must be a number above 0, got weight=0"):
        budget_tilt(word_chain(SMALL, Policy.base(SMALL)), 9, 0)
