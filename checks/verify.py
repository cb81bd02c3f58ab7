"""Run claims: put every piece of evidence and every control to the kernel, several at a time.

Experiments, which walk, are passed in from outside. A claim names them, and the caller of `verify` provides them.

Main definitions: `verify`, `ClaimResult`, `PartResult` (of one piece of evidence or control), `verify_exit_code`.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from backproof.checks import kernel
from backproof.checks.certified import Certified, read_certified
from backproof.checks.chosen import Chosen, chosen_parts
from backproof.checks.forms import form_of
from backproof.checks.grounds import alone, ungrounded
from backproof.checks.index import Claim
from backproof.checks.kernel import Finding, Verdict
from backproof.checks.processes import threads
from backproof.checks.statement import KINDS, Control, Evidence, Instance, Obligation
from backproof.checks.values import Watched, locked_values

SURVIVED = "control survived"
"""The verdict of a claim with a control that was not refuted: its checks would pass a false statement."""

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
"""From best to worst. A claim is as strong as its worst part; a confirmed experiment adds nothing."""

EXPERIMENT = "simulation"
"""The kind of an experiment's result."""

GOOD = (Verdict.PROVED, Verdict.CONFIRMED)
FAILED = (Verdict.REFUTED, Verdict.REJECTED, Verdict.VACUOUS, Verdict.DISAGREE, SURVIVED)
UNDECIDED = (Verdict.UNKNOWN, Verdict.TIMEOUT, Verdict.RESOURCE_OUT)


@dataclass(frozen=True)
class PartResult:
    """The result of one piece of evidence, or of the false twin of a control.

    ``statement_sha256`` is the hash of what was put to the solvers, ``values_sha256`` of what an instance computed.
    ``form`` is that of `forms.form_of`.
    """

    id: str
    kind: str
    words: str
    finding: Finding
    statement_sha256: str | None
    values_sha256: str | None = None
    form: str = ""


@dataclass(frozen=True)
class ControlResult:
    """The result of a control: caught if its twin was refuted by a counterexample that was confirmed."""

    twin: PartResult
    confirmed: str
    caught: bool


Experiment: TypeAlias = Future[tuple[PartResult, ControlResult]]
"""An experiment under way, with the results of the prediction and of its false twin."""


@dataclass(frozen=True)
class ClaimResult:
    """A claim with the results of its parts; ``used`` has the verdicts of the claims that it uses.

    ``assumed`` has the assumptions in words by claim, its own and those of all claims that it rests on.
    ``rocq`` is "whole" or "part" where the last ``make certify`` closed the claim, else empty. If it is not ``whole``,
    only those of its statements were run on which a claim rests that was asked for.
    """

    claim: Claim
    evidence: tuple[PartResult, ...]
    controls: tuple[ControlResult, ...]
    used: dict[str, str]
    rocq: str = ""
    assumed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = True

    @property
    def own_verdict(self) -> str:
        """The worst verdict of its own parts. An undecided control, or one whose solver was lost, has not survived."""
        verdicts = [outcome.finding.verdict for outcome in self.evidence]
        shown = worst(verdicts if set(verdicts) != {Verdict.CONFIRMED} else [])
        return worst([shown, *map(control_verdict, self.controls)])

    @property
    def verdict(self) -> str:
        """The worst verdict of its own parts and of the claims that it uses."""
        return worst([self.own_verdict, *self.used.values()])

    @property
    def seconds(self) -> float:
        outcomes = (*self.evidence, *(control.twin for control in self.controls))
        return sum(outcome.finding.seconds for outcome in outcomes)


@dataclass(frozen=True)
class Report:
    """All results in the order of the index, with the versions of the solvers and the elapsed time.

    ``rocq`` is the version by which the last ``make certify`` checked these sources of ``proofs/``, empty without one.
    ``not_run`` are claims that are used in words only, of which nothing was run.
    """

    results: tuple[ClaimResult, ...]
    solvers: dict[str, str]
    seconds: float
    rocq: str = ""
    not_run: tuple[str, ...] = ()


def worst(verdicts: Sequence[str]) -> str:
    """The worst of the verdicts; vacuous if there are none."""
    return max(verdicts, key=STRENGTH.index, default=Verdict.VACUOUS)


def control_verdict(control: ControlResult) -> str:
    """Proved if the control was caught; otherwise what is wrong with it."""
    if control.caught:
        return Verdict.PROVED
    verdict = control.twin.finding.verdict
    return verdict if verdict in (*UNDECIDED, Verdict.ERROR, Verdict.DISAGREE) else SURVIVED


def verify_exit_code(report: Report) -> int:
    """0 all proved; 1 something is false, vacuous or survived; 4 a solver was lost; 3 something is undecided."""
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
    asked: Collection[str] = (),
    experiments: Mapping[str, Sequence[Experiment]] = MappingProxyType({}),
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> Report:
    """Check the canaries, then run all parts of the claims, and wait for the ``experiments`` of each, by its id.

    If the ids of some claims are ``asked``, only what these rest on is run of the others. ``on_start`` gets the number
    of parts, and ``on_done`` is called after each of them. Raises SolverLostError or UnsoundSolverError from the
    canaries; a solver that is lost later is a verdict.
    """
    began = time.perf_counter()
    with kernel.solvers_open():
        solvers = kernel.check_canaries()
        parts = [(of, experiments.get(of.claim.id, ())) for of in chosen_parts(claims, asked or [c.id for c in claims])]
        on_start(sum(len(of.evidence) + len(of.controls) + len(walks) for of, walks in parts))
        with threads(jobs, kernel.stop_solvers) as pool:
            futures = [
                _Futures(
                    of,
                    [pool.submit(run_evidence, part) for part in of.evidence],
                    [pool.submit(run_control, part) for part in of.controls],
                    walks,
                )
                for of, walks in parts
            ]
            for future in itertools.chain.from_iterable(submitted.all() for submitted in futures):
                future.add_done_callback(lambda _: on_done())
            rocq = read_certified() or Certified("", {})
            results = _collect(futures, claims, rocq.closes)
    ran = {result.claim.id for result in results}
    not_run = tuple(claim.id for claim in claims if claim.id not in ran)
    return Report(tuple(results), solvers, time.perf_counter() - began, rocq.rocq, not_run)


@dataclass(frozen=True)
class _Futures:
    """The parts of a claim as they were submitted."""

    of: Chosen
    evidence: list[Future[PartResult]]
    controls: list[Future[ControlResult]]
    walks: Sequence[Experiment]

    def all(self) -> list[Future[Any]]:
        return [*self.evidence, *self.controls, *self.walks]

    def result(self, verdicts: Mapping[str, str], stated: Mapping[str, _Stated]) -> ClaimResult:
        """The results of the parts, given the verdicts of the claims before and what they state."""
        claim = self.of.claim
        used = {name: verdicts[name] for name in claim.uses if name in verdicts}
        walked = [future.result() for future in self.walks]
        known = [*self.verdicts(), *itertools.chain.from_iterable(stated[name] for name in used)]
        outcomes = (future.result() for future in self.evidence)
        grounded = (_grounded(*pair, known) for pair in zip(self.of.evidence, outcomes, strict=True))
        shown = (*(_as_locked(claim.id, part) for part in grounded), *(outcome for outcome, _ in walked))
        caught = (future.result() for future in self.controls)
        controls = (_as_locked_control(claim.id, control) for control in caught)
        return ClaimResult(claim, shown, (*controls, *(control for _, control in walked)), used, whole=self.of.whole)

    def verdicts(self) -> _Stated:
        return [
            (part, future.result().finding.verdict)
            for part, future in zip(self.of.evidence, self.evidence, strict=True)
        ]


_Stated: TypeAlias = list[tuple[Evidence, str]]
"""Evidence with its verdicts."""


def _grounded(part: Evidence, outcome: PartResult, known: _Stated) -> PartResult:
    """The result; an error if the part uses what is not proved, or not stated by its claim or one in `uses`."""
    if outcome.finding.verdict != Verdict.PROVED or not (why := ungrounded(part, known)):
        return outcome
    return replace(outcome, finding=replace(outcome.finding, verdict=Verdict.ERROR, detail=why))


def _as_locked(claim: str, outcome: PartResult, expected: Verdict = Verdict.PROVED) -> PartResult:
    """The result; an error if an instance with the expected verdict computed other values than those in the lock."""
    locked = locked_values().get(f"{claim}/{outcome.id}", outcome.values_sha256)
    if outcome.finding.verdict != expected or outcome.values_sha256 == locked:
        return outcome
    why = "its values are not those in the lock: run `make lock`, and read what has changed"
    return replace(outcome, finding=replace(outcome.finding, verdict=Verdict.ERROR, detail=why))


def _as_locked_control(claim: str, control: ControlResult) -> ControlResult:
    twin = _as_locked(claim, control.twin, Verdict.REFUTED)
    return control if twin is control.twin else ControlResult(twin, confirmed="", caught=False)


def _collect(submitted: Sequence[_Futures], claims: Sequence[Claim], closes: Mapping[str, str]) -> list[ClaimResult]:
    """The results in the order of the index, where a claim comes after those that it uses."""
    verdicts: dict[str, str] = {}
    stated: dict[str, _Stated] = {}
    assumed = _assumed(claims)
    results = []
    for futures in submitted:
        name = futures.of.claim.id
        result = futures.result(verdicts, stated)
        results.append(replace(result, assumed=assumed[name], rocq=closes.get(name, "")))
        verdicts[name], stated[name] = result.verdict, futures.verdicts()
    return results


def _assumed(claims: Sequence[Claim]) -> dict[str, dict[str, tuple[str, ...]]]:
    """What each claim assumes in words, by claim: its own assumptions and those of the claims that it uses."""
    assumed: dict[str, dict[str, tuple[str, ...]]] = {}
    for claim in claims:
        assumed[claim.id] = {claim.id: claim.assumptions} if claim.assumptions else {}
        for used in claim.uses:
            assumed[claim.id] |= assumed[used]
    return assumed


def run_evidence(evidence: Evidence) -> PartResult:
    """The kernel's finding on one piece of evidence."""
    sha256 = hashlib.sha256(evidence.refutation().encode()).hexdigest() if isinstance(evidence, Obligation) else None
    watched = Watched(evidence) if isinstance(evidence, Instance) else None
    finding = kernel.decide(watched.instance if watched else evidence)
    bare = alone(evidence)
    if finding.verdict == Verdict.PROVED and bare is not None and kernel.decide(bare).verdict == Verdict.PROVED:
        finding = replace(finding, verdict=Verdict.VACUOUS, detail="it follows from its scope alone")
    values = watched.sha256 if watched else None
    form = form_of(evidence) if isinstance(evidence, Obligation) else ""
    return PartResult(evidence.id, KINDS[type(evidence)], evidence.words, finding, sha256, values, form)


def run_control(control: Control) -> ControlResult:
    """The kernel's finding on the false twin, with its counterexample confirmed."""
    twin = run_evidence(control.twin)
    if twin.finding.verdict != Verdict.REFUTED or twin.finding.counterexample is None:
        return ControlResult(twin, confirmed="", caught=False)
    try:
        return ControlResult(twin, control.confirm(twin.finding.counterexample), caught=True)
    except ValueError as error:
        return ControlResult(twin, f"not confirmed: {error}", caught=False)
