"""Support counts, their rates, and what identical models show."""

from __future__ import annotations

import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pytest

import backproof as front
from backproof.samples.resampling import Estimated, central
from backproof.samples.supports import RATES, SUPPORT, identical_models, rates, support_shares
from tests.backproof.samples.made import graded, write_jsonl


def rate(p, e, s):
    """SRR, NDR, SDS and NSCR by their definitions."""
    srr, ndr = Fraction(p, p + s), Fraction(e, p + e)
    return srr, ndr, 2 * srr * ndr / (srr + ndr), Fraction(e - s, p + e + s)


@pytest.mark.parametrize(("p", "e", "s"), [(4, 128, 48), (1, 6, 31), (25, 1, 3)])
def test_rates_are_those_of_their_definitions(p, e, s):
    found = rates(np.array([p, e, s, 7.0]))
    assert found == pytest.approx([float(one) for one in rate(p, e, s)], rel=1e-12)


def test_a_rate_without_a_denominator_is_unknown():
    assert np.isnan(rates(np.array([0.0, 0.0, 0.0, 5.0]))).all()
    srr, ndr, _, nscr = rates(np.array([0.0, 0.0, 3.0, 5.0]))
    assert (srr, nscr) == (0, -1)
    assert np.isnan(ndr)


def test_the_net_change_is_that_of_the_problems_solved():
    base, tuned = np.array([0.25, 1.0, 0.5]), np.array([0.75, 0.0, 0.5])
    _, gained, lost, _ = support_shares(base, tuned).sum(axis=0)
    assert gained - lost == pytest.approx(tuned.sum() - base.sum())


def test_the_shares_of_a_problem_sum_to_one():
    assert support_shares(np.array([0.3]), np.array([0.9])).sum() == pytest.approx(1)


def deals(first, second, solved):
    """Every way in which ``solved`` correct grades may lie among the samples of both models."""
    for places in itertools.combinations(range(first + second), solved):
        base = sum(place < first for place in places)
        yield base, solved - base


@pytest.mark.parametrize(
    ("first", "second", "solved", "budget"), [(3, 3, 2, 1), (4, 2, 3, 2), (3, 4, 5, 3), (3, 3, 3, 3)]
)
@pytest.mark.parametrize("problems", [1, 7])
def test_deals_have_the_mean_over_all_deals(first, second, solved, budget, problems):
    """Problems that outnumber the outcomes of a deal are dealt by their law, fewer ones one by one."""

    def passes(samples, correct):
        return 1 - Fraction(math.comb(samples - correct, budget), math.comb(samples, budget))

    every = [(passes(first, base), passes(second, tuned)) for base, tuned in deals(first, second, solved)]
    exact = [float(sum(one)) / len(every) for one in zip(*map(support_of, every), strict=True)]
    counts = np.full((2, problems), [[first], [second]]), np.full((2, problems), [[solved], [0]])
    dealt = identical_models(*counts, np.array([budget]), draws=4000, seed=0)[:, 0]
    error = dealt.std(axis=0) / math.sqrt(len(dealt)) + 1e-9
    assert (np.abs(dealt.mean(axis=0) - problems * np.array(exact)) < 5 * error).all()
    assert dealt.sum(axis=1) == pytest.approx(np.full(4000, problems))


def support_of(chances):
    base, tuned = chances
    return base * tuned, (1 - base) * tuned, base * (1 - tuned), (1 - base) * (1 - tuned)


def test_identical_models_have_new_problems_and_lost_ones():
    """So E > 0 alone shows nothing."""
    samples, correct = np.full((2, 50), 8), np.full((2, 50), 1)
    _, gained, lost, _ = central(identical_models(samples, correct, np.array([4]), draws=200, seed=0)[:, 0])
    assert min(gained.low, lost.low) > 5


def test_a_deal_without_a_value_is_left_out_of_the_median_and_of_the_range():
    found = central(np.array([[np.nan, 1.0], [0.5, 1.0], [0.25, 1.0], [0.25, 3.0]]))
    assert found == [Estimated(0.25, 0.25, 0.5), Estimated(1.0, 1.0, 3.0)]
    assert central(np.full((3, 1), np.nan)) == [Estimated(None)]


# --- in a comparison -------------------------------------------------------------------------------------------------


def hard(seed):
    """Models that hardly ever solve a problem, so that E or S is above 0 in few deals."""
    rng = np.random.default_rng(seed)
    return [graded(rng.beta(0.02, 1.0, 8), 4, seed + side) for side in (1, 2)]


def lopsided():
    """Two of 16 samples of base are correct, and tuned has two samples: few deals give a correct one to each."""
    return graded([1, 0], 2, 0) + graded([0, 0], 14, 0), graded([0, 0], 2, 0)


@pytest.fixture(scope="module")
def hard_ones(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hard")
    found = []
    for models in (*map(hard, range(8)), lopsided()):
        files = (write_jsonl(folder / f"{name}.jsonl", rows) for name, rows in zip("bt", models, strict=True))
        found.append(front.compare(*files))
    return [support for comparison in found for support in comparison.supports]


@pytest.mark.parametrize("name", SUPPORT + RATES)
def test_every_number_lies_in_its_own_range(hard_ones, name):
    """Rates too whose deals mostly have no value, and counts that are above 0 in fewer than 2.5% of the deals."""
    for law in (one for support in hard_ones for one in (support.found[name], support.null[name])):
        assert law.value is None or law.low <= law.value <= law.high


def test_rates_of_hard_problems_mostly_have_no_value(hard_ones):
    """So the test above is not empty."""
    shares = [support.known["SDS"] for support in hard_ones if support.null["SDS"].value is not None]
    assert 0 < min(shares) < 0.5
    assert all((support.null["SDS"].value is None) == (support.known["SDS"] == 0) for support in hard_ones)


def test_the_report_says_how_many_deals_have_a_value(tmp_path, backproof):
    """One correct sample in all: it is dealt to base, and P/(P+S) = 0, or to tuned, and E/(P+E) = 1."""
    base = write_jsonl(tmp_path / "base.jsonl", graded([0, 0, 1], 1, 0))
    tuned = write_jsonl(tmp_path / "tuned.jsonl", graded([0, 0, 0], 1, 0))
    out = " ".join(backproof("compare", base, tuned).out.split())
    assert "NDR E/(P+E) unknown 1 (1..1)" in out
    assert "SDS harmonic mean unknown unknown" in out
    assert re.search(r"in which it has one: SRR in (4\d|5\d)%, NDR in (4\d|5\d)%, SDS in 0% of them\.", out)
