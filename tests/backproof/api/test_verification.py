"""Which experiments a verification starts, and what it says of those that it leaves out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

import backproof as bp
from backproof.checks.index import claim_named, claims
from backproof.reports.verification import verification_summary
from tests.backproof.made_reports import GOOD


@pytest.fixture
def verified(monkeypatch):
    """The options with which the claims are verified; nothing is proved."""
    given = []

    def verify(claims, **options):
        given.append(options)
        return replace(GOOD, results=tuple(replace(GOOD.results[0], claim=claim) for claim in claims))

    monkeypatch.setattr("backproof.checks.verify.verify", verify)
    return given


def test_the_experiments_of_all_claims_are_started_with_the_seed(monkeypatch, verified):
    started = []

    @contextmanager
    def started_apart(claims, seed):
        started.append((claims, seed))
        yield {"sft-cost": ["under way"]}

    monkeypatch.setattr("backproof.experiments.apart.started_apart", started_apart)
    bp.verify("sft-cost", seed=5, jobs=3)
    assert started == [([claim_named("sft-cost")], 5)]
    assert verified[0]["asked"] == ["sft-cost"]
    assert (verified[0]["experiments"], verified[0]["jobs"]) == ({"sft-cost": ["under way"]}, 3)


def test_without_names_the_experiments_of_every_claim_are_started(monkeypatch, verified):
    started = []

    @contextmanager
    def started_apart(claims, seed):
        started.extend(claims)
        yield {}

    monkeypatch.setattr("backproof.experiments.apart.started_apart", started_apart)
    bp.verify()
    assert started == list(claims())
    assert verified[0]["asked"] == []


def test_without_torch_none_is_started_and_the_summary_counts_them(monkeypatch, verified):
    monkeypatch.setattr("backproof.api.verification.is_installed", lambda module: module != "torch")
    monkeypatch.setattr("backproof.experiments.apart.started_apart", None)
    report = bp.verify("zero-gradient")
    assert "experiments" not in verified[0]
    assert "; 1 simulation left out because torch is not installed: " in verification_summary(report)
