"""The theory needs neither solvers nor simulator, and checks its arguments also under ``python -O``."""

import subprocess
import sys

IMPORT_ALL = """
import importlib, pkgutil, sys
from backproof import theory
names = [module.name for module in pkgutil.walk_packages(theory.__path__, "backproof.theory.")]
for name in names:
    importlib.import_module(name)
print(*sorted(names))
rooms = {f"backproof.{room}" for room in ("checks", "sim", "paper_figures", "commands")}
print(*sorted(({"torch", "z3", "cvc5", "matplotlib"} | rooms) & set(sys.modules)))
"""

BAD_INPUT = """
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
assert False, "asserts are on"
for bad in (
    lambda: CorridorGraph(width=0, depth=1, lanes=1),
    lambda: Policy(forward_exit=[2], backward_entry=[1], forward_entry=[1], backward_exit=[1]),
):
    try:
        bad()
    except ValueError as error:
        print(error)
"""


def output(code):
    return subprocess.run(
        [sys.executable, "-O", "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_importing_all_of_theory_loads_no_solver_simulator_or_other_room():
    names, strangers = output(IMPORT_ALL)
    assert {f"backproof.theory.{name}" for name in ("chain", "costs.closed_forms", "any_graph.golden")} <= set(
        names.split()
    )
    assert strangers == ""


def test_bad_input_is_refused_without_asserts():
    assert output(BAD_INPUT) == [
        "width must be an integer >= 1, got width=0",
        "forward_exit must hold probabilities in (0, 1], got forward_exit[0]=2",
    ]
