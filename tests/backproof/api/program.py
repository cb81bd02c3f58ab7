"""A user's program with every public name. `mypy --strict` checks it, and it is never run.

Lines that mypy has to refuse are marked; mypy also complains about a mark without an error.
"""

# ruff: noqa: F841 - variables are there for their types

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import backproof as bp


def networkx_graph() -> Any:
    """A graph of networkx, which has no types of its own here."""


def heard(done: int, total: int) -> None:
    """A user's progress bar."""


def use(graph: bp.CorridorGraph) -> None:
    policy: bp.Policy = bp.Policy.base(graph)

    # costs
    cost: float = bp.expected_hitting_time(graph, policy)
    exact: Fraction = bp.expected_hitting_time(graph, policy, exact=True)
    many: NDArray[np.float64] = bp.expected_hitting_times(graph, policy)
    log10: float = bp.log10_expected_hitting_time(graph, policy)
    slopes = bp.expected_hitting_time_gradient(graph, policy)
    costs: list[bp.PolicyCost] = bp.policy_costs(graph)
    steps: list[Fraction | None] = [one.exact for one in costs]
    unequal: bp.UnequalGraph = bp.UnequalGraph([[2, 2], [3]])
    exactly: list[str | None] = [one.exactly for one in bp.policy_costs(unequal)]

    # verification
    report: bp.Report = bp.verify(["sft-cost"], jobs=2, seed=1, on_progress=heard)
    results: tuple[bp.ClaimResult, ...] = report.results
    parts: tuple[bp.PartResult, ...] = results[0].evidence
    controls: tuple[bp.ControlResult, ...] = results[0].controls
    claim: bp.Claim = bp.claims()[0]
    verdict: str = results[0].verdict
    replies: tuple[bp.Reply, ...] = bp.replay("sft-cost", solver="z3 -in")
    share: list[float] = [score.caught / score.total for score in bp.mutation_scores()]

    # the audit
    rows: tuple[bp.AuditRow, ...] = bp.audit(graph)
    bearings: list[str] = [row.assumption.bearing for row in bp.audit(graph, "shared-rows")]

    # sweeps
    swept: bp.Sweep = bp.sweep("depths.toml", out="depths", jobs=2, yes=True)
    failures: list[str] = list(swept.failures.values())

    # runs
    found: bp.Simulation = bp.simulate(graph, policy, engine="steps", episodes=100, out=Path("run.json"), compare=True)
    estimate: bp.Estimate = found.estimate
    times: NDArray[np.float64] = found.times
    prediction: bp.Prediction | None = found.prediction
    record: dict[str, Any] = found.record
    trained: bp.Training = bp.train(graph, "sft", steps=10, start=policy)
    curve: bp.Curve = trained.curve
    last: float = trained.cost
    student: bp.Policy = trained.policy
    learnt: bp.Learning = bp.train(graph, "ppo", policy_class="mlp", fork="agent", walkers=64)
    learning: bp.LearnerCurve = learnt.curve
    network: bp.Learning = bp.train(graph, "sft", policy_class="transformer", tokens="move", window=1)
    turning: bp.Learning = bp.train(bp.UnequalGraph([[2], [1, 1, 1]]), steps=10)
    try:
        bp.simulate(graph, "base")
    except bp.UnwrittenError as error:
        where = error.filename
    except bp.TrainingStoppedError as error:
        curve = error.curve
    except bp.MissingPackageError as error:
        where = error.name

    # any graph
    edge = bp.Edge("s", "t")
    reasoning: bp.ReasoningGraph = bp.load_graph("graph.json")
    findings: bp.GraphAudit = bp.examine_graph(bp.from_networkx(networkx_graph()))
    policies: tuple[bp.PolicyFindings, ...] = findings.policies
    silent = bp.rows_without_gradient(networkx_graph(), "s", ["t"])

    # samples of models
    exactly_compared: bp.CompanionReport = bp.companions(graph, "rlvr", budget=900, k=[1, 8], base=policy)
    one: bp.CompanionPolicy = exactly_compared.tuned
    compared: bp.SampleComparison = bp.compare("base.jsonl", [Path("tuned.jsonl")], budgets=[1, 8])
    walks: bp.SampledWalks = bp.sample_walks(graph, policy, walks=100, budget=900, out="base.parquet")
    crossing: float | None = compared.crossover.value

    # figures and files
    states: list[str] = [outcome.state for outcome in bp.figures("fig_graph", out="figures")]
    drift: dict[str, list[str]] = bp.check_figures(quick=True)
    proofs: dict[str, str | None] = bp.export_proofs("sft-cost/out-base", jobs=1)
    texts: list[str] = [bp.export("sft-cost"), bp.prism(graph, policy), bp.policy_text(policy)]


def misuse(graph: bp.CorridorGraph, policy: bp.Policy, found: bp.Simulation, estimate: bp.Estimate) -> None:
    bp.verify(only=3)  # type: ignore[arg-type]
    bp.verify(jobs="two")  # type: ignore[arg-type]
    bp.replay(solver=["z3"])  # type: ignore[arg-type]
    bp.audit("15 15 5")  # type: ignore[arg-type]
    bp.policy_costs(15)  # type: ignore[arg-type]
    bp.simulate(graph, 0.5)  # type: ignore[arg-type]
    bp.simulate(graph, engine="stroll")  # type: ignore[arg-type]
    bp.train(graph, steps="many")  # type: ignore[call-overload]
    bp.train(graph, "sft", policy_class="transfomer")  # type: ignore[call-overload]
    bp.figures(out=None)  # type: ignore[arg-type]
    bp.export(claim=None)  # type: ignore[arg-type]
    bp.export_proofs("sft-cost")["cost"].splitlines()  # type: ignore[union-attr]
    bp.prism(policy, graph)  # type: ignore[arg-type]
    bp.sample_walks(graph)  # type: ignore[call-arg]
    bp.companions(graph, policy)  # type: ignore[call-arg]
    bp.compare("base.jsonl")  # type: ignore[call-arg]
    bp.examine_graph({})  # type: ignore[arg-type]
    found.estimate = estimate  # type: ignore[misc]
    bp.stroll(graph)  # type: ignore[attr-defined]
