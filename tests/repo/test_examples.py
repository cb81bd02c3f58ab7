"""The examples of CONTRIBUTING.md work with the current names; `test_adding` adds them to a copy of the repository."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from backproof.checks.statement import Control, Evidence
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.repo.adding import EXAMPLES


@pytest.fixture
def example(tmp_path, monkeypatch):
    """Imports an example as a module of its own."""

    def load(path):
        file = tmp_path / "example.py"
        file.write_text(EXAMPLES[path], encoding="utf-8")
        spec = importlib.util.spec_from_file_location("example_of_contributing", file)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, spec.name, module)  # where a dataclass looks for its module
        spec.loader.exec_module(module)
        return module

    return load


def test_the_claim_has_evidence_and_a_control_that_is_false(example):
    claim = example("checks/claims/rlvr_growth.py")
    assert all(isinstance(part, Evidence) for part in claim.evidence())
    (control,) = claim.controls()
    assert isinstance(control, Control)
    assert "the control says 12" in control.confirm({})


def test_the_row_of_the_audit_has_checks_that_hold(example):
    row = example("checks/audit/depth.py").ASSUMPTION
    assert [check.holds for check in row.examine(CorridorGraph(3, 2, 2)).checks] == [True]


def test_the_figure_has_numbers(example):
    figure = example("paper_figures/fig_optimum.py").FIGURE
    assert figure.numbers({}).column("H", K=15.0).tolist() == [900]


def test_the_trainer_finds_the_exact_gradient(example):
    """The error is of the order of third derivatives times nudge^2 = 1e-8, plus the rounding of costs over nudge,
    1e-11.
    """
    from backproof.sim.exact_cost import cost_gradient

    module = example("sim/trainers/differences.py")
    config = module.DifferencesConfig(3, 1, 2, dict.fromkeys(FAMILIES, (0.0,)), steps=1)
    first, _ = module.TRAINER.train(config, config.gaps(), 0)
    _, gradient = cost_gradient(config.graph, config.gaps())
    assert first.gradient == pytest.approx(gradient, rel=1e-6)


def test_the_experiment_predicts_the_least_cost(example):
    from backproof.theory.costs.hitting_time import expected_hitting_time

    module = example("backproof/experiments/rlvr_growth.py")
    least = expected_hitting_time(module.GRAPH, Policy.optimal(module.GRAPH))
    (experiment,) = module.EXPERIMENTS
    assert module.grown(module.GRAPH) == least == experiment.predict(100, 0.1).mean


def test_every_example_has_a_test_here():
    assert set(EXAMPLES) == {
        *("checks/claims/rlvr_growth.py", "checks/audit/depth.py", "backproof/experiments/rlvr_growth.py"),
        *("paper_figures/fig_optimum.py", "sim/trainers/differences.py"),
    }
