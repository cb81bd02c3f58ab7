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
from tests.theory.companions.enumeration import walks
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


@pytest.mark.parametrize("build", POLICIES.values(), ids=POLICIES)
def test_floats_near_one_are_rounded_once(build):
    """Without cancellation: the mean weights of the walks to come are all near 1."""
    for graph in (PAPER, CorridorGraph(3, 60, 20), CorridorGraph(2, 1, 1)):
        assert length_tilt(graph, build(graph), 1.0) == (1.0, 1 / graph.width)
    p, q = build(PAPER).passes()
    for lam in (1 - 2.0**-53, 1 - 1e-15, 1 - 1e-9):
        stated = walk_transform(PAPER.width, decisions(p), decisions(q), Fraction(lam))
        assert length_tilt(PAPER, build(PAPER), lam).weight == float(stated)


def by_fork_weight(graph, policy, lam, fork, target):
    """(weight, target's share) from two tilts of a uniform fork, which have the mean weights of a corridor in them.

    A graph of one corridor has the weight lam^2 T/(1 - lam B), one of two lam^2 T/(2 - lam B - lam B').
    """
    alone, two = (Fraction(1) / length_tilt(CorridorGraph(w, graph.depth, graph.lanes), policy, lam)[0] for w in (1, 2))
    share = Fraction(fork[target], sum(fork))
    return 1 / (alone + (1 - share) / share * (two - alone))


@pytest.mark.parametrize("fork", [[3, 2, 1], [2, 2, 0], [1, 0, 0], [1, 1, 1]])
def test_a_trained_fork_weighs_its_corridors(fork):
    """Against two other sizes; and against all walks, as far as a budget goes."""
    graph, lam, budget = CorridorGraph(3, 1, 1), Fraction(1, 4), 12
    for target in range(3):
        if not fork[target]:
            with pytest.raises(ValueError, match="a weight above 0 for walks to end"):
                length_tilt(graph, mixed(graph), lam, fork=fork, target=target)
            continue
        found = length_tilt(graph, mixed(graph), lam, fork=fork, target=target)
        assert found.weight == by_fork_weight(graph, mixed(graph), lam, fork, target)
        listed = [(w, p * lam ** len(w)) for w, p, ok in walks(graph, mixed(graph), budget, target, fork) if ok]
        seen = sum(p for _, p in listed)
        assert seen < found.weight < seen + lam**budget
        first = sum(p for w, p in listed if w[1].head.corridor == target) / seen
        assert float(found.target_share) == pytest.approx(float(first), abs=float(2 * lam**budget / seen))


@pytest.mark.parametrize("fork", [[3, 2, 1], [0, 1, 1], [1, 0, 0]])
@pytest.mark.parametrize("weight", [1e-300, 0.5, 20, 1e300])
def test_the_budget_tilt_of_a_trained_fork_arrives_as_often_as_its_law_says(fork, weight):
    for target, success in enumerate(success_probabilities(SMALL, mixed(SMALL), 26, fork=fork)[:, -1]):
        tilt = budget_tilt(word_chain(SMALL, mixed(SMALL), fork=fork, target=target), 26, weight)
        assert tilt.success() == pytest.approx(tilted_success(success, weight), rel=1e-12, abs=1e-300)


def test_success_that_is_sure_stays_sure():
    assert tilted_success(1.0, 1e-300) == 1
    assert tilted_success(Fraction(1, 3), 7) == Fraction(7, 9)


@pytest.mark.parametrize("step", [0, 1.5, -1, float("nan"), float("inf")])
def test_weights_that_make_no_sense_are_refused(step):
    with pytest.raises(ValueError, match=r"step must be a number in \(0, 1\], got step="):
        length_tilt(SMALL, Policy.base(SMALL), step)
    with pytest.raises(ValueError, match=r"success must be a number in \[0, 1\], got success=2"):
        tilted_success(2, 3)
    weight = -abs(step) if step != float("inf") else step
    for tilted in (
        lambda: tilted_success(0.5, weight),
        lambda: budget_tilt(word_chain(SMALL, mixed(SMALL)), 9, weight),
    ):
        with pytest.raises(ValueError, match=r"weight must be a number in \(0, inf\), got weight="):
            tilted()


@pytest.mark.parametrize("step", [None, "x", True, [0.5], 0.5j])
def test_a_weight_is_a_number(step):
    with pytest.raises(TypeError, match=r"step must be a number in \(0, 1\], got step="):
        length_tilt(SMALL, Policy.base(SMALL), step)
    with pytest.raises(TypeError, match=r"weight must be a number in \(0, inf\), got weight="):
        tilted_success(0.5, step)
