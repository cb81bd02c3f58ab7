"""Canaries: their answers are true, our solvers give them, and each catches the release that it names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from fractions import Fraction

import pytest
import z3

from backproof.checks.canaries import CANARIES
from backproof.checks.kernel import ask
from backproof.checks.processes import WORKER

ASK = f"""
import sys
sys.path.insert(0, {str(WORKER.parent)!r})
from solver_worker import RESOURCE_LIMIT, answer
answer(sys.argv[1], RESOURCE_LIMIT[sys.argv[1]])
"""
LINUX = [f"--platform={tag}" for tag in ("manylinux1_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64")]


@pytest.mark.parametrize("solver", ["z3", "cvc5"])
@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.id)
def test_each_canary_is_answered_correctly(solver, canary):
    assert ask(solver, canary.text).answer == canary.expected


def test_canaries_include_both_answers_and_what_is_satisfiable_names_a_release():
    assert {canary.expected for canary in CANARIES} == {"sat", "unsat"}
    assert len({canary.id for canary in CANARIES}) == len(CANARIES)
    assert all(canary.source for canary in CANARIES)
    assert all(canary.caught for canary in CANARIES if canary.expected == "sat")
    assert {canary.caught.partition("==")[0] for canary in CANARIES} == {"z3-solver", "cvc5", ""}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the old releases are fetched for Linux")
@pytest.mark.parametrize("canary", [canary for canary in CANARIES if canary.caught], ids=lambda canary: canary.id)
def test_each_canary_catches_the_release_that_it_names(tmp_path, canary):
    fetch = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", f"--dest={tmp_path}"]
    if subprocess.run([*fetch, *LINUX, canary.caught], capture_output=True, check=False).returncode:
        pytest.skip(f"{canary.caught} cannot be fetched")
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "old")
    solver = "z3" if canary.caught.startswith("z3") else "cvc5"
    asking = [sys.executable, "-c", ASK, solver]
    old = os.environ | {"PYTHONPATH": str(tmp_path / "old")}
    found = subprocess.run(asking, input=canary.text, env=old, capture_output=True, text=True, check=True)
    said = json.loads(found.stdout)
    assert canary.caught.partition("==")[2].startswith(said["version"])
    assert {said["answer"], canary.expected} == {"sat", "unsat"}


def canary_at(name, point):
    """The canary's assertions at a rational point, by evaluation alone."""
    (canary,) = (canary for canary in CANARIES if canary.id == name)
    values = [(z3.Real(variable), z3.RealVal(str(value))) for variable, value in point.items()]
    assertions = z3.parse_smt2_string(canary.text)
    return [z3.is_true(z3.simplify(z3.substitute(assertion, *values))) for assertion in assertions]


def test_the_witness_of_the_canary_nullification_satisfies_it():
    assert canary_at("nullification", {"x1": 1, "x2": 0, "x": Fraction(1, 2), "z": 0}) == [True] * 5


def test_the_witness_of_the_canary_two_roots_satisfies_what_is_rational_in_it():
    assert canary_at("two-roots", {"m": Fraction(1, 4), "p": 2, "q": -2, "v": 0}) == [True, False, False, True]


def test_the_canary_circle_is_satisfied_on_the_curve_that_its_source_names():
    norms = []
    for a in (Fraction(1, 10), Fraction(10)):
        b = -(a**2) / (1 + a)
        norms.append(a**2 + b**2)
        assert canary_at("circle", {"a": a, "b": b}) == [True, True, False]
    assert norms[0] < 1 < norms[1]
