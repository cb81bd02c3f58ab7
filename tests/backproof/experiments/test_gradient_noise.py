"""The spread of estimates of a gradient: a wrong moment is noticed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from backproof.experiments import gradient_noise
from backproof.experiments.gradient_noise import second_moments_match
from backproof.experiments.trainings import sft_limit_gaps
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES, Policy


@pytest.mark.parametrize("at_sft", [False, True])
def test_a_second_moment_that_is_half_too_large_is_noticed(at_sft, monkeypatch):
    true = gradient_noise.score_moments

    def wrong(*args, **options):
        found = true(*args, **options)
        return dataclasses.replace(found, both_squared=found.both_squared * 1.5)

    assert second_moments_match(at_sft, 1.0).holds
    monkeypatch.setattr(gradient_noise, "score_moments", wrong)
    assert not second_moments_match(at_sft, 1.0).holds


def test_the_gaps_of_the_sft_limit_give_its_policy():
    exact = Policy.sft_limit(PAPER).gaps(PAPER)
    for family, gaps in zip(FAMILIES, sft_limit_gaps(PAPER), strict=True):
        if np.isinf(gaps).all():
            assert np.isinf(exact[family]).all()
        else:
            assert np.abs(exact[family] - gaps).max() < 1e-12
