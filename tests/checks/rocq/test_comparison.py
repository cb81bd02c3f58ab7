"""A claim or a theorem that says something else than when they were compared is seen."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from backproof.checks.index import claim_named, claims
from backproof.checks.rocq import sources
from backproof.checks.rocq.comparison import fingerprint, meaning, uncompared


@pytest.fixture
def folder(tmp_path):
    """A copy of the sources that a test may spoil."""
    return shutil.copytree(sources.PROOFS, tmp_path / "proofs")


def test_every_claim_and_its_theorems_are_as_they_were_compared():
    assert uncompared(claims()) == []


@pytest.mark.parametrize(
    "changed",
    [{"statement": "every policy costs more than H*"}, {"scope": "all real W"}, {"assumptions": ()}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_claim_is_seen(changed):
    known = [dataclasses.replace(claim, **changed) if claim.id == "rlvr-optimal" else claim for claim in claims()]
    (line,) = uncompared(known)
    now = fingerprint(dataclasses.replace(claim_named("rlvr-optimal"), **changed), _tie("rlvr-optimal").theorems)
    assert line.startswith("claims.toml: rlvr-optimal: the claim or a theorem says something else")
    assert line.endswith(f'write compared = "{now}"')


@pytest.mark.parametrize(
    ("file", "old", "new", "claim"),
    [
        ("Optimum.v", "1 <= W -> Forall proper l -> optimum W l <= cost W l.", "0 <= 1.", "rlvr-optimal"),
        ("Optimum.v", "1 + (2 * W - 1) * edges l.", "1 + edges l.", "rlvr-optimal"),
        ("Corridor.v", "1 + W * passage l + (W - 1) * way_back l.", "1 + W * passage l.", "rlvr-optimal"),
        ("Chain.v", "Un_cv (fun N => within_horizon N s) E.", "True.", "fork-memory"),
        ("SftDynamics.v", "Hypothesis Hw : 0 <= w.", "Hypothesis Hw : w = 0.", "sft-dynamics"),
    ],
    ids=["theorem", "definition", "definition of an import", "definition far away", "hypothesis"],
)
def test_a_changed_theorem_is_seen(folder, file, old, new, claim):
    spoiled = folder / file
    text = spoiled.read_text(encoding="utf-8")
    assert old in text
    spoiled.write_text(text.replace(old, new, 1), encoding="utf-8")
    kept = meaning(_tie(claim).theorems)
    assert meaning(_tie(claim).theorems, folder) != kept
    assert any(f": {claim}: " in line for line in uncompared(claims(), folder))


def test_proofs_and_comments_do_not_matter(folder):
    spoiled = folder / "Optimum.v"
    text = spoiled.read_text(encoding="utf-8")
    spoiled.write_text(text.replace("Proof. ", "Proof. idtac. (* more *) "), encoding="utf-8")
    assert spoiled.read_text(encoding="utf-8") != text
    assert uncompared(claims(), folder) == []


def test_a_definition_that_nothing_names_does_not_matter(folder):
    kept = meaning(["Optimum.rlvr_optimal"])
    with (folder / "Corridor.v").open("a", encoding="utf-8") as file:
        file.write("\nDefinition unheard_of := 0.\n")
    assert meaning(["Optimum.rlvr_optimal"], folder) == kept
    assert "Definition optimum (W : R) (l : corridor) : R := 1 + (2 * W - 1) * edges l." in kept


def _tie(claim):
    return next(tie for tie in sources.ties() if tie.claim == claim)
