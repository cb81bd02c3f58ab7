"""pass@k against every walk counted one by one, and against values worked out by other code."""

import itertools
import math
from fractions import Fraction

import pytest

from backproof.theory.companions.entropies import token_entropy, trajectory_entropy
from backproof.theory.companions.pass_at_k import cot_success_probability, crossing, pass_at_k, success_probabilities
from backproof.theory.companions.tilts import length_tilt
from backproof.theory.companions.visit_ranks import edge_state_visits, vertex_visits
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.costs import crossings
from backproof.theory.graph import FORK, PAPER, CorridorGraph, UnequalGraph
from backproof.theory.policy import POLICIES, Policy, by_family
from backproof.theory.relaxations.fork_square_root import zipf_weights
from tests.theory.companions.enumeration import walks
from tests.theory.companions.test_distinct_trajectories import mixed

TINY = CorridorGraph(3, 1, 2)


@pytest.mark.parametrize("fork", [None, [3, 2, 1], [1, 0, 0]])
def test_success_is_that_of_all_walks(fork):
    found = success_probabilities(TINY, mixed(TINY), 9, fork=fork)
    for target in range(3):
        lengths = [(len(w), p) for w, p, ok in walks(TINY, mixed(TINY), 9, target=target, fork=fork) if ok]
        stated = [float(sum(p for length, p in lengths if length <= budget)) for budget in range(10)]
        assert found[target] == pytest.approx(stated, abs=1e-15)


def is_sound(walk):
    corridors = [move.head.corridor for move in walk if move.tail == FORK]
    turns = any(a.tail == b.head and b.tail.kind != "leaf" for a, b in itertools.pairwise(walk))
    return not turns and len({*corridors}) == len(corridors)


@pytest.mark.parametrize(("width", "budget"), [(1, 9), (2, 10), (3, 10)])
def test_sound_success_is_that_of_all_walks(width, budget):
    graph = CorridorGraph(width, 1, 2 if width < 3 else 1)
    stated = sum(p for w, p, ok in walks(graph, mixed(graph), budget) if ok and is_sound(w))
    assert cot_success_probability(graph, mixed(graph), budget, exact=True) == stated > 0


@pytest.mark.parametrize("fork", [[3, 2, 1], [0, 2, 2], [1, 0, 0], [1, 1, 1]])
def test_sound_success_of_a_trained_fork_is_that_of_all_walks(fork):
    graph = CorridorGraph(3, 1, 1)
    for target in range(3):
        for budget in (3, 4, 10):
            listed = walks(graph, mixed(graph), budget, target=target, fork=fork)
            stated = sum(p for w, p, ok in listed if ok and is_sound(w))
            found = cot_success_probability(graph, mixed(graph), budget, fork=fork, target=target, exact=True)
            assert found == stated


def test_sound_success_tries_all_corridors_at_the_papers_sizes():
    """Without a limit of time RLVR's limit draws corridors until one repeats: by all subsets of the wrong ones."""
    zipf = zipf_weights(15, 1)
    shares = [weight / sum(zipf) for weight in zipf]
    wrong, target = shares[:2] + shares[3:], shares[2]
    subsets = (math.prod(some) * math.factorial(n) for n in range(15) for some in itertools.combinations(wrong, n))
    found = cot_success_probability(PAPER, Policy.optimal(PAPER), 9000, fork=zipf, target=2, exact=True)
    assert found == target * sum(subsets)


def test_sound_success_at_larger_sizes():
    assert cot_success_probability(PAPER, Policy.optimal(PAPER), 900, exact=True) == Fraction(
        21844512889051, 72081298828125
    )
    small = CorridorGraph(3, 2, 2)
    found = [cot_success_probability(small, build(small), 26) for build in POLICIES.values()]
    assert found == pytest.approx([0.0164876887, 0.3444879112, 17 / 27], abs=1e-10)


def test_pass_at_k_of_trained_forks():
    prior = [float(weight) for weight in zipf_weights(15, 1)]
    likeliest = prior[0] / sum(prior)
    share = [weight / sum(prior) for weight in prior]
    ks = [1, 2, 8, 32, 256]
    assert pass_at_k(share, ks, prior) == pytest.approx(
        [0.1435375018, 0.2542311442, 0.5849719885, 0.8730575365, 0.9996697495], abs=1e-10
    )
    assert pass_at_k([1.0] + [0.0] * 14, ks, prior) == pytest.approx([likeliest] * 5, rel=1e-14)
    assert pass_at_k([1e-20], [3]) == pytest.approx([3e-20], rel=1e-14)


@pytest.mark.parametrize(("budget", "stated"), [(32, 3.9e13), (900, 16.03), (9000, 1.898)])
def test_the_base_model_passes_a_fork_that_takes_one_corridor(budget, stated):
    success = success_probabilities(PAPER, Policy.base(PAPER), budget)[0, -1]
    assert crossing(0.3013655785, success) == pytest.approx(stated, rel=1e-3)


def test_the_base_model_passes_sft_at_a_long_budget():
    """First at 108 steps, at the small size."""
    graph = CorridorGraph(3, 2, 2)
    base, sft = (success_probabilities(graph, build(graph), 120)[0] for build in (Policy.base, Policy.sft_limit))
    assert next(t for t in range(121) if base[t] > sft[t]) == 108


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([1.5], [1]), r"success\[0\] must be a number in \[0, 1\], got success\[0\]=1.5"),
        (([-0.5], [1]), r"success\[0\] must be a number in \[0, 1\]"),
        (([0.5, math.nan], [1]), r"success\[1\] must be a number in \[0, 1\], got success\[1\]=nan"),
        (([], [1]), "success must hold at least one number, got none"),
        (([0.5], [0]), r"samples\[0\] must be a number in \[1, inf\), got samples\[0\]=0"),
        (([0.5], [2, -1]), r"samples\[1\] must be a number in \[1, inf\), got samples\[1\]=-1"),
        (([0.5, 0.5], [1], [-1, 2]), r"prior\[0\] must be a number in \[0, inf\), got prior\[0\]=-1"),
        (([0.5, 0.5], [1], [0, 0]), "prior must hold 2 weights >= 0 of which one is above 0"),
        (([0.5, 0.5], [1], [1]), "prior must hold 2 weights >= 0"),
    ],
)
def test_pass_at_k_of_no_probabilities_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        pass_at_k(*given)


@pytest.mark.parametrize("given", [(0.5, [1]), (["a"], [1]), ([[0.5, 0.5]], [1]), ([0.5], ["x"]), ([0.5], [1], {1})])
def test_pass_at_k_of_no_numbers_is_refused(given):
    with pytest.raises(TypeError, match=r"must be a (list of numbers|number) in \["):
        pass_at_k(*given)


@pytest.mark.parametrize(
    "given", [(0.5, 0), (0, 0.5), (1, 0.5), (0.5, 1), (-1, 0.5), (1.5, 0.5), (math.nan, 0.5), (0.5, math.nan)]
)
def test_curves_that_cannot_cross_are_refused(given):
    with pytest.raises(ValueError, match=r"(capped|success) must be a number in \(0, 1\), got"):
        crossing(*given)


QUANTITIES = [
    trajectory_entropy,
    token_entropy,
    edge_state_visits,
    vertex_visits,
    cot_success_probability,
    success_probabilities,
    length_tilt,
]


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_quantity_checks_what_walks_and_where(quantity):
    most = Fraction(1, 2) if quantity is length_tilt else 9
    batch = Policy.from_gaps(TINY, forward_exit=[[0.0], [1.0]])
    for graph in (UnequalGraph([[2], [2], [2]]), None, "x"):
        with pytest.raises(TypeError, match="graph must be a CorridorGraph, got graph="):
            quantity(graph, mixed(TINY), most)
    with pytest.raises(TypeError, match="policy must be a Policy, got policy='base'"):
        quantity(TINY, "base", most)
    for policy in (batch, Policy.base(PAPER)):
        with pytest.raises(ValueError, match="policy must"):
            quantity(TINY, policy, most)
    with pytest.raises(ValueError, match="fork must hold 3 weights >= 0"):
        quantity(TINY, mixed(TINY), most, fork=[1, 1])
    if quantity is not success_probabilities:
        with pytest.raises(ValueError, match="target must be an integer from 0 to 2"):
            quantity(TINY, mixed(TINY), most, target=3)


# --- success along training ------------------------------------------------------------------------------------------


def exact_success(graph, policy, budget):
    chain = word_chain(graph, policy)
    mass, found = [1] + [0] * (len(chain.states) - 1), 0
    for _ in range(2, budget + 1):
        *mass, arrived = chain.exact_step(mass)
        found += arrived
    return found


def test_success_falls_along_the_flow_from_some_starts():
    """At W=2, K=L=1 success within 4 steps is c a/2. The flow of the gaps moves c by -(c(1-c))^2 dH/dc, and a alike."""
    graph, (c, a), back = CorridorGraph(2, 1, 1), (Fraction(1, 2), Fraction(1, 4)), [Fraction(1, 16)]
    policy = Policy(forward_entry=[c], forward_exit=[a], backward_entry=back, backward_exit=back)
    assert exact_success(graph, policy, 4) == c * a / 2
    by_entry, by_exit = crossings.walk_cost_gradient(2, *policy.passes()).by_forward
    moved = [-((p * (1 - p)) ** 2) * slope for p, slope in ((c, by_entry), (a, by_exit))]
    assert (a * moved[0] + c * moved[1]) / 2 == Fraction(-55, 16)


def test_success_falls_in_a_large_step_of_the_sign_gradient_from_base():
    """At W=2, K=3, L=1 and 34 steps, exactly. A step multiplies or divides all odds by 3/2, and the cost falls too."""
    graph, odds, seen = CorridorGraph(2, 3, 1), [Fraction(1)] * 12, []
    for _ in range(3):
        passing = [o / (1 + o) for o in odds]
        policy = Policy(**by_family(passing[:6], passing[6:]))
        found = crossings.walk_cost_gradient(2, *policy.passes())
        seen.append((found.cost, exact_success(graph, policy, 34)))
        slopes = [*found.by_forward, *found.by_backward]
        odds = [o * Fraction(3, 2) ** int((slope < 0) - (slope > 0)) for o, slope in zip(odds, slopes, strict=True)]
    _, (before, likely), (after, unlikely) = seen
    assert after < before
    assert unlikely < Fraction(31, 100) < Fraction(38, 100) < likely
