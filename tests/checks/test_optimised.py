"""``python -O``, which drops every assert, changes no verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backproof.checks.index import claims_with_used

BROKEN = """
from fractions import Fraction
from backproof.checks import kernel
from tests.checks.doubles import SQUARE, solvers_saying
assert False, "asserts are on"
kernel.ask = solvers_saying(z3=("sat", {"x": Fraction(2)}), cvc5="unknown")
print(kernel.decide(SQUARE).verdict)
kernel.ask = solvers_saying(z3="unsat", cvc5="unsat")
print(kernel.decide(SQUARE).verdict)
"""


ROOT = Path(__file__).parents[2]


def optimised(*arguments):
    command = [sys.executable, "-O", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return run.stdout


@pytest.mark.slow
def test_verdicts_are_the_same():
    command = ["-m", "backproof.cli", "verify", "--only", "zero-gradient", "--format", "json"]
    (claim,) = json.loads(optimised(*command))["claims"]
    (indexed,) = claims_with_used(["zero-gradient"])
    names = {*indexed.obligations, *indexed.derivations, *indexed.instances}
    verdicts = dict.fromkeys(names, "proved") | dict.fromkeys(indexed.experiments, "confirmed")
    twins = dict.fromkeys(indexed.controls, "refuted")
    twins |= {f"{name}-twin": "rejected" for name in indexed.experiments}
    assert {part["id"]: part["verdict"] for part in claim["evidence"]} == verdicts
    assert {part["id"]: part["verdict"] for part in claim["controls"]} == twins
    assert claim["verdict"] == "proved"


def test_the_kernel_also_refuses_false_models_and_vacuous_statements():
    assert optimised("-c", BROKEN).split() == ["error", "vacuous"]
