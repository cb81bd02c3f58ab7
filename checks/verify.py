"""Run claims: every piece of evidence and every control through the kernel, several at a time.

Experiments, which walk, come from outside: a claim names them, and whoever verifies may bring the means to run them.

Main definitions: `verify`, `ClaimResult`, `PartResult` (of one piece of evidence or control), `verify_exit_code`.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeAlias

from backproof.checks import kernel
from backproof.checks.index import Claim
from backproof.checks.kernel import Finding, Verdict
from backproof.checks.processes import threads
from backproof.checks.statement import KINDS, Control, Evidence, Instance, Obligation

SURVIVED = "control survived"
"""A claim's verdict where a control was not refuted: its checks would pass a false statement."""

STRENGTH = (
    Verdict.CONFIRMED,
    Verdict.PROVED,
    Verdict.UNKNOWN,
    Verdict.RESOURCE_OUT,
    Verdict.TIMEOUT,
    Verdict.ERROR,
    Verdict.VACUOUS,
    Verdict.DISAGREE,
    SURVIVED,
    Verdict.REJECTED,
    Verdict.REFUTED,
)
"""From best to worst: a claim is as strong as the worst of its parts; a confirmed experiment adds nothing to it."""

EXPERIMENT = "simulation"
"""The kind of an experiment's outcome."""

GOOD = (Verdict.PROVED, Verdict.CONFIRMED)
FAILED = (Verdict.REFUTED, Verdict.REJECTED, Verdict.VACUOUS, Verdict.DISAGREE, SURVIVED)
UNDECIDED = (Verdict.UNKNOWN, Verdict.TIMEOUT, Verdict.RESOURCE_OUT)


@dataclass(frozen=True)
class PartResult:
    """What became of one piece of evidence, or of the false twin of a control."""

    id: str
    kind: str
    words: str
    finding: Finding
    statement_sha256: str | None


@dataclass(frozen=True)
class ControlResult:
    """What became of a control: caught if its twin was refuted by a counterexample that was confirmed."""

    twin: PartResult
    confirmed: str
    caught: bool


Experiment: TypeAlias = Callable[[], tuple[PartResult, ControlResult]]
"""Walks, and tells what became of the prediction and of its false twin."""


@dataclass(frozen=True)
class ClaimResult:
    """A claim with what became of its parts; ``used`` has the verdicts of the claims that it uses."""

    claim: Claim
    evidence: tuple[PartResult, ...]
    controls: tuple[ControlResult, ...]
    used: dict[str, str]

    @property
    def own_verdict(self) -> str:
        """The worst of its own parts. Lost solvers and undecided controls count as such, not as survivals."""
        verdicts = [outcome.finding.verdict for outcome in self.evidence]
        shown = worst(verdicts if set(verdicts) != {Verdict.CONFIRMED} else [])
        return worst([shown, *map(control_verdict, self.controls)])

    @property
    def verdict(self) -> str:
        """The worst of its own parts and of the claims it uses."""
        return worst([self.own_verdict, *self.used.values()])

    @property
    def seconds(self) -> float:
        outcomes = (*self.evidence, *(control.twin for control in self.controls))
        return sum(outcome.finding.seconds for outcome in outcomes)


@dataclass(frozen=True)
class Report:
    """All results, in the order of the index, with the solvers' versions and the wall-clock time."""

    results: tuple[ClaimResult, ...]
    solvers: dict[str, str]
    seconds: float


def worst(verdicts: Sequence[str]) -> str:
    """The weakest of the verdicts; of none at all, vacuous."""
    return max(verdicts, key=STRENGTH.index, default=Verdict.VACUOUS)


def control_verdict(control: ControlResult) -> str:
    """Proved if it was caught; else what is wrong with it."""
    if control.caught:
        return Verdict.PROVED
    verdict = control.twin.finding.verdict
    return verdict if verdict in (*UNDECIDED, Verdict.ERROR, Verdict.DISAGREE) else SURVIVED


def verify_exit_code(report: Report) -> int:
    """0 all proved; 1 something is false, empty or unchecked; 4 a solver was lost; 3 something stayed undecided."""
    verdicts = {result.verdict for result in report.results}
    if verdicts & set(FAILED):
        return 1
    if Verdict.ERROR in verdicts:
        return 4
    return 3 if verdicts & set(UNDECIDED) else 0


def verify(
    claims: Sequence[Claim],
    *,
    jobs: int,
    experiments: Callable[[Claim], Sequence[Experiment]] = lambda claim: (),
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> Report:
    """Check the canaries, then run everything that the claims list, and the ``experiments`` of each.

    ``on_start`` is told how many parts there are, ``on_done`` each time one is finished. Raises SolverLostError or
    UnsoundSolverError from the canaries; later losses are verdicts.
    """
    began = time.perf_counter()
    with kernel.solvers_open():
        solvers = kernel.check_canaries()
        parts = [(claim, *parts_of(claim), experiments(claim)) for claim in claims]
        on_start(sum(len(evidence) + len(controls) + len(walks) for _, evidence, controls, walks in parts))
        with threads(jobs, kernel.stop_solvers) as pool:
            futures = [
                _Futures(
                    claim,
                    [pool.submit(run_evidence, part) for part in evidence],
                    [pool.submit(run_control, part) for part in controls],
                    [pool.submit(part) for part in walks],
                )
                for claim, evidence, controls, walks in parts
            ]
            for future in itertools.chain.from_iterable(submitted.all() for submitted in futures):
                future.add_done_callback(lambda _: on_done())
            results = _collect(futures)
    return Report(tuple(results), solvers, time.perf_counter() - began)


def parts_of(claim: Claim) -> tuple[list[Evidence], list[Control]]:
    """What the claim's module says; where it fails, say after a change in the theory, evidence that fails likewise."""
    try:
        return claim.build_evidence(), claim.build_controls()
    except Exception as error:
        failure = error

    def fail(**case: object) -> tuple[object, object]:
        raise failure

    return [Instance("module", f"{claim.module} can say what it claims", ({},), fail)], []


@dataclass(frozen=True)
class _Futures:
    """The parts of a claim, submitted."""

    claim: Claim
    evidence: list[Future[PartResult]]
    controls: list[Future[ControlResult]]
    walks: list[Future[tuple[PartResult, ControlResult]]]

    def all(self) -> list[Future[Any]]:
        return [*self.evidence, *self.controls, *self.walks]

    def result(self, verdicts: Mapping[str, str]) -> ClaimResult:
        """What became of the parts, given the verdicts of the claims before."""
        used = {name: verdicts[name] for name in self.claim.uses}
        walked = [future.result() for future in self.walks]
        shown = (*(future.result() for future in self.evidence), *(outcome for outcome, _ in walked))
        controls = (*(future.result() for future in self.controls), *(control for _, control in walked))
        return ClaimResult(self.claim, shown, controls, used)


def _collect(submitted: Sequence[_Futures]) -> list[ClaimResult]:
    """Results in the order of the index, in which a claim comes after those that it uses."""
    verdicts: dict[str, str] = {}
    results = []
    for futures in submitted:
        results.append(futures.result(verdicts))
        verdicts[futures.claim.id] = results[-1].verdict
    return results


def run_evidence(evidence: Evidence) -> PartResult:
    """The kernel's finding on one piece of evidence."""
    sha256 = hashlib.sha256(evidence.refutation().encode()).hexdigest() if isinstance(evidence, Obligation) else None
    return PartResult(evidence.id, KINDS[type(evidence)], evidence.words, kernel.decide(evidence), sha256)


def run_control(control: Control) -> ControlResult:
    """The kernel's finding on the false twin, its counterexample confirmed."""
    twin = run_evidence(control.twin)
    if twin.finding.verdict != Verdict.REFUTED or twin.finding.counterexample is None:
        return ControlResult(twin, confirmed="", caught=False)
    try:
        return ControlResult(twin, control.confirm(twin.finding.counterexample), caught=True)
    except ValueError as error:
        return ControlResult(twin, f"not confirmed: {error}", caught=False)
