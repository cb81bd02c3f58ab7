"""A changed sign in the theory or a changed coefficient in a stated formula is refuted by an exact counterexample."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from backproof.checks.claims import base_cost, rlvr_optimal, sft_cost, zero_gradient
from backproof.checks.index import claims, claims_with_used
from backproof.checks.kernel import Finding, Verdict, decide
from backproof.checks.statement import Instance, Obligation
from backproof.checks.tools.symbols import K, L, W
from backproof.checks.verify import verify, verify_exit_code
from backproof.theory.costs import closed_forms, crossings

taken, others, pi_move = zero_gradient.taken, zero_gradient.others, zero_gradient.pi_move


class Mutation(NamedTuple):
    """``new`` in place of ``name`` in ``where``, which solvers notice in ``proof`` and instances in ``instances``."""

    where: Any
    name: str
    new: Any
    proof: str | None
    instances: tuple[str, ...] = ()


def wrong_return(depth, lanes, power):
    """g_K with 3 (2L+1) for 2 (2L+1)."""
    leading = 3 * (2 * lanes + 1) * (lanes + 1) * power
    return (leading - (3 * lanes**2 + 5 * lanes + 1)) / (lanes**2 + lanes + 1) - 2 * depth


def wrong_scan(factors, terms, start, scan=crossings.scan):
    """The recurrence with its term subtracted instead of added."""
    return scan(factors, -terms, start)


COSTS = ("expected-cost", "base-cost", "sft-cost")
"""Claims whose instances compare the theory with the full multigraph."""

ODDS = {
    "turn = (p - 1) / p": lambda p, q: (q / p, (p - 1) / p),
    "turn = (1 + p) / p": lambda p, q: (q / p, (1 + p) / p),
    "ratio = -q / p": lambda p, q: (-q / p, (1 - p) / p),
    "ratio = q": lambda p, q: (q, (1 - p) / p),
}
RENEWAL = {
    "H = -1 + W A + (W-1) B": lambda width, out, back: -1 + width * out + (width - 1) * back,
    "H = 1 + W A - (W-1) B": lambda width, out, back: 1 + width * out - (width - 1) * back,
    "H = 1 + W A + (W+1) B": lambda width, out, back: 1 + width * out + (width + 1) * back,
}
ALL = {
    **{name: Mutation(crossings, "odds", new, "expected-cost", COSTS) for name, new in ODDS.items()},
    **{name: Mutation(crossings, "renewal_cost", new, "expected-cost", COSTS) for name, new in RENEWAL.items()},
    "x' = (q x - 1 + p) / p, on symbols": Mutation(
        crossings, "next_surplus", lambda x, p, q: (q * x - 1 + p) / p, "expected-cost", ("base-cost", "sft-cost")
    ),
    "x' = (q x - 1 + p) / p, on numbers": Mutation(crossings, "scan", wrong_scan, None, ("expected-cost",)),
    "base: K+1 for KL+K+1": Mutation(base_cost, "STATED", 1 + (2 * W - 1) * (K + 1) * (K / L + K + 1), "base-cost"),
    "base: 2W+1": Mutation(base_cost, "STATED", 1 + (2 * W + 1) * (K * L + K + 1) * (K / L + K + 1), "base-cost"),
    "optimum: 3K+1": Mutation(rlvr_optimal, "STATED", 1 + (2 * W - 1) * (3 * K + 1), "rlvr-optimal"),
    "optimum: 2W": Mutation(rlvr_optimal, "STATED", 1 + 2 * W * (2 * K + 1), "rlvr-optimal"),
    "sft: 3 for 2": Mutation(sft_cost, "stated_return", wrong_return, "sft-cost"),
    "rho: L": Mutation(sft_cost, "RHO", L, "separation"),
    "row gradient: + n": Mutation(zero_gradient, "ROW_GRADIENT", (taken + others) * pi_move + taken, "zero-gradient"),
}


def forget_closed_forms():
    for derived in (closed_forms.base_form, closed_forms.sft_form, closed_forms.optimal_form):
        derived.cache_clear()


@pytest.fixture
def mutate(monkeypatch):
    """A function that applies a mutation. Closed forms are derived again, now and after the test."""

    def apply(mutation: Mutation) -> None:
        monkeypatch.setattr(mutation.where, mutation.name, mutation.new)
        forget_closed_forms()

    yield apply
    monkeypatch.undo()
    forget_closed_forms()


def first_refuted(claim_id: str, kind: type) -> Finding | None:
    """The first part of this kind that is refuted."""
    (claim,) = (claim for claim in claims() if claim.id == claim_id)
    found = (decide(part) for part in claim.build_evidence() if isinstance(part, kind))
    return next((finding for finding in found if finding.verdict == Verdict.REFUTED), None)


QUICK = ("base: K+1 for KL+K+1", "rho: L", "row gradient: + n")
"""The mutations for every run. The others take half a minute; graphs refute all of them in every run."""


def proofs():
    for name, mutation in ALL.items():
        if mutation.proof:
            yield pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow])


@pytest.mark.parametrize("name", list(proofs()))
def test_solvers_refute_it_by_an_exact_counterexample(mutate, name):
    mutate(ALL[name])
    found = first_refuted(ALL[name].proof, Obligation)
    assert found is not None, "the mutation survived"
    assert all(isinstance(value, Fraction) for value in found.counterexample.values())


@pytest.mark.parametrize(("name", "claim"), [(name, claim) for name in ALL for claim in ALL[name].instances])
def test_the_full_multigraph_refutes_it_at_small_sizes(mutate, name, claim):
    mutate(ALL[name])
    found = first_refuted(claim, Instance)
    assert found is not None, "the mutation survived"
    assert {"width", "depth", "lanes"} <= set(found.counterexample)


def test_nothing_is_refuted_without_a_mutation():
    assert first_refuted("base-cost", Instance) is None
    assert first_refuted("base-cost", Obligation) is None


@pytest.mark.parametrize("name", ["turn = (p - 1) / p", pytest.param("row gradient: + n", marks=pytest.mark.slow)])
def test_verify_then_exits_with_1(mutate, name):
    mutate(ALL[name])
    report = verify(claims_with_used([ALL[name].proof]), jobs=2)
    assert report.results[-1].verdict == Verdict.REFUTED
    assert verify_exit_code(report) == 1
