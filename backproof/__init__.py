"""backproof: a machine-checked theorem on learning to backtrack.

>>> from backproof import CorridorGraph, Policy, expected_hitting_time
>>> graph = CorridorGraph(width=15, depth=15, lanes=5)
>>> expected_hitting_time(graph, Policy.optimal(graph), exact=True)
Fraction(900, 1)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backproof.api.audit import audit as audit
    from backproof.api.companions import companions as companions
    from backproof.api.comparison import compare as compare
    from backproof.api.export import export as export
    from backproof.api.export import export_proofs as export_proofs
    from backproof.api.export import prism as prism
    from backproof.api.figures import check_figures as check_figures
    from backproof.api.figures import figures as figures
    from backproof.api.simulation import Prediction as Prediction
    from backproof.api.simulation import Simulation as Simulation
    from backproof.api.simulation import simulate as simulate
    from backproof.api.sweeps import Sweep as Sweep
    from backproof.api.sweeps import sweep as sweep
    from backproof.api.training import Learning as Learning
    from backproof.api.training import Training as Training
    from backproof.api.training import train as train
    from backproof.api.trajectories import SampledWalks as SampledWalks
    from backproof.api.trajectories import sample_walks as sample_walks
    from backproof.api.verification import mutation_scores as mutation_scores
    from backproof.api.verification import replay as replay
    from backproof.api.verification import verify as verify
    from backproof.checks.index import Claim as Claim
    from backproof.checks.index import claims as claims
    from backproof.checks.replay import Reply as Reply
    from backproof.checks.verify import ClaimResult as ClaimResult
    from backproof.checks.verify import ControlResult as ControlResult
    from backproof.checks.verify import PartResult as PartResult
    from backproof.checks.verify import Report as Report
    from backproof.graphs.files import load_graph as load_graph
    from backproof.graphs.findings import GraphAudit as GraphAudit
    from backproof.graphs.findings import PolicyFindings as PolicyFindings
    from backproof.graphs.findings import examine_graph as examine_graph
    from backproof.installed import MissingPackageError as MissingPackageError
    from backproof.learners.training import LearnerCurve as LearnerCurve
    from backproof.policies import policy_text as policy_text
    from backproof.reports.audit import AuditRow as AuditRow
    from backproof.reports.companions import CompanionPolicy as CompanionPolicy
    from backproof.reports.companions import CompanionReport as CompanionReport
    from backproof.reports.costs import PolicyCost as PolicyCost
    from backproof.reports.costs import policy_costs as policy_costs
    from backproof.samples.comparison import SampleComparison as SampleComparison
    from backproof.sim.checkpoints import UnwrittenError as UnwrittenError
    from backproof.sim.curves import Curve as Curve
    from backproof.sim.curves import TrainingStoppedError as TrainingStoppedError
    from backproof.sim.estimate import Estimate as Estimate
    from backproof.theory.any_graph.golden import rows_without_gradient as rows_without_gradient
    from backproof.theory.any_graph.networkx_graphs import from_networkx as from_networkx
    from backproof.theory.any_graph.reasoning_graph import Edge as Edge
    from backproof.theory.any_graph.reasoning_graph import ReasoningGraph as ReasoningGraph
    from backproof.theory.costs.hitting_time import expected_hitting_time as expected_hitting_time
    from backproof.theory.costs.hitting_time import expected_hitting_time_gradient as expected_hitting_time_gradient
    from backproof.theory.costs.hitting_time import expected_hitting_times as expected_hitting_times
    from backproof.theory.costs.hitting_time import log10_expected_hitting_time as log10_expected_hitting_time
    from backproof.theory.graph import CorridorGraph as CorridorGraph
    from backproof.theory.graph import UnequalGraph as UnequalGraph
    from backproof.theory.policy import Policy as Policy

__version__ = "0.1.0"

_HOMES = {
    "AuditRow": "backproof.reports.audit",
    "Claim": "backproof.checks.index",
    "ClaimResult": "backproof.checks.verify",
    "CompanionPolicy": "backproof.reports.companions",
    "CompanionReport": "backproof.reports.companions",
    "ControlResult": "backproof.checks.verify",
    "CorridorGraph": "backproof.theory.graph",
    "Curve": "backproof.sim.curves",
    "Edge": "backproof.theory.any_graph.reasoning_graph",
    "Estimate": "backproof.sim.estimate",
    "GraphAudit": "backproof.graphs.findings",
    "LearnerCurve": "backproof.learners.training",
    "Learning": "backproof.api.training",
    "MissingPackageError": "backproof.installed",
    "PartResult": "backproof.checks.verify",
    "Policy": "backproof.theory.policy",
    "PolicyCost": "backproof.reports.costs",
    "PolicyFindings": "backproof.graphs.findings",
    "Prediction": "backproof.api.simulation",
    "ReasoningGraph": "backproof.theory.any_graph.reasoning_graph",
    "Reply": "backproof.checks.replay",
    "Report": "backproof.checks.verify",
    "SampleComparison": "backproof.samples.comparison",
    "SampledWalks": "backproof.api.trajectories",
    "Simulation": "backproof.api.simulation",
    "Sweep": "backproof.api.sweeps",
    "Training": "backproof.api.training",
    "TrainingStoppedError": "backproof.sim.curves",
    "UnequalGraph": "backproof.theory.graph",
    "UnwrittenError": "backproof.sim.checkpoints",
    "audit": "backproof.api.audit",
    "check_figures": "backproof.api.figures",
    "claims": "backproof.checks.index",
    "companions": "backproof.api.companions",
    "compare": "backproof.api.comparison",
    "examine_graph": "backproof.graphs.findings",
    "expected_hitting_time": "backproof.theory.costs.hitting_time",
    "expected_hitting_time_gradient": "backproof.theory.costs.hitting_time",
    "expected_hitting_times": "backproof.theory.costs.hitting_time",
    "export": "backproof.api.export",
    "export_proofs": "backproof.api.export",
    "figures": "backproof.api.figures",
    "from_networkx": "backproof.theory.any_graph.networkx_graphs",
    "load_graph": "backproof.graphs.files",
    "log10_expected_hitting_time": "backproof.theory.costs.hitting_time",
    "mutation_scores": "backproof.api.verification",
    "policy_costs": "backproof.reports.costs",
    "policy_text": "backproof.policies",
    "prism": "backproof.api.export",
    "replay": "backproof.api.verification",
    "rows_without_gradient": "backproof.theory.any_graph.golden",
    "sample_walks": "backproof.api.trajectories",
    "simulate": "backproof.api.simulation",
    "sweep": "backproof.api.sweeps",
    "train": "backproof.api.training",
    "verify": "backproof.api.verification",
}
"""The module of each public name."""

_WITH_TORCH = (
    *("backproof.api.simulation", "backproof.api.sweeps", "backproof.api.training"),
    *("backproof.learners.", "backproof.sim."),
)
"""Modules that the extra ``sim`` is for."""

__all__ = [
    "AuditRow",
    "Claim",
    "ClaimResult",
    "CompanionPolicy",
    "CompanionReport",
    "ControlResult",
    "CorridorGraph",
    "Curve",
    "Edge",
    "Estimate",
    "GraphAudit",
    "LearnerCurve",
    "Learning",
    "MissingPackageError",
    "PartResult",
    "Policy",
    "PolicyCost",
    "PolicyFindings",
    "Prediction",
    "ReasoningGraph",
    "Reply",
    "Report",
    "SampleComparison",
    "SampledWalks",
    "Simulation",
    "Sweep",
    "Training",
    "TrainingStoppedError",
    "UnequalGraph",
    "UnwrittenError",
    "audit",
    "check_figures",
    "claims",
    "companions",
    "compare",
    "examine_graph",
    "expected_hitting_time",
    "expected_hitting_time_gradient",
    "expected_hitting_times",
    "export",
    "export_proofs",
    "figures",
    "from_networkx",
    "load_graph",
    "log10_expected_hitting_time",
    "mutation_scores",
    "policy_costs",
    "policy_text",
    "prism",
    "replay",
    "rows_without_gradient",
    "sample_walks",
    "simulate",
    "sweep",
    "train",
    "verify",
]


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])


def _import(name: str) -> Any:
    """Import a public name on first use: the command line starts without numpy and sympy."""
    if name not in _HOMES:
        from backproof.theory.arguments import near_matches

        raise AttributeError(f"backproof has no public name {name!r}: {near_matches(name, __all__, 'it has')}")
    if _HOMES[name].startswith(_WITH_TORCH):
        from backproof.installed import require

        require("torch", "sim")
    return getattr(importlib.import_module(_HOMES[name]), name)


if not TYPE_CHECKING:  # mypy would take any name for one that is there
    __getattr__ = _import
