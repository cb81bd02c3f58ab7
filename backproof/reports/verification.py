"""A verification report in a terminal: one line per claim, or every part of every claim.

Main definitions: `show_verification`, `verification_summary`, `verification_complaints`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from backproof.checks.forms import IDENTITY, LINEAR
from backproof.checks.kernel import Verdict
from backproof.checks.mutation import Score
from backproof.checks.verify import (
    EXPERIMENT,
    FAILED,
    GOOD,
    ClaimResult,
    ControlResult,
    PartResult,
    Report,
    control_verdict,
)
from backproof.reports.costs import PolicyCost, format_costs
from backproof.reports.terminal import show_table, show_text
from backproof.theory.graph import CorridorGraph

WITH_TORCH = "in a clone, pip install '.[sim]'"

SHORT = {"SMT proof": "SMT", "derivation": "derived", "instance": "on instances", EXPERIMENT: "simulated"}
"""The kinds of evidence as a column of a table has them."""


def evidence_kinds(result: ClaimResult) -> str:
    """The kinds of evidence with their numbers: ``5 SMT, 1 derived, 3 on instances, Rocq: whole``."""
    count = Counter(outcome.kind for outcome in result.evidence)
    counted = [f"{count[kind]} {short}" for kind, short in SHORT.items() if count[kind]]
    return ", ".join([*counted, *([f"Rocq: {result.rocq}"] if result.rocq else [])])


PROVERS = {
    "SMT proof": ("statement", "statements", "by Z3 and cvc5"),
    "derivation": ("identity", "identities", "by sympy"),
    "instance": ("list of cases", "lists of cases", "by computation"),
}
"""What is proved by evidence of each kind, and who proves it."""


def who_proved(result: ClaimResult) -> str:
    """``5 statements by Z3 and cvc5 (2 linear), 1 of 2 identities by sympy, in Rocq: whole``; or that nothing was."""
    said = []
    for kind, (one, several, by) in PROVERS.items():
        of_kind = [outcome for outcome in result.evidence if outcome.kind == kind]
        proved = sum(outcome.finding.verdict == Verdict.PROVED for outcome in of_kind)
        number = f"{proved} of {len(of_kind)}" if proved < len(of_kind) else f"{proved}"
        if of_kind:
            said.append(f"{number} {one if len(of_kind) == 1 else several} {by}{_easy(of_kind)}")
    return ", ".join([*said, *([f"in Rocq: {result.rocq}"] if result.rocq else [])]) or "nothing"


def _easy(outcomes: Iterable[PartResult]) -> str:
    """How many of these are identities or linear: `` (1 identity, 2 linear)``."""
    count = Counter(outcome.form for outcome in outcomes)
    identities = f"{count[IDENTITY]} {'identity' if count[IDENTITY] == 1 else 'identities'}"
    easy = [*([identities] if count[IDENTITY] else []), *([f"{count[LINEAR]} linear"] if count[LINEAR] else [])]
    return f" ({', '.join(easy)})" if easy else ""


def composition(result: ClaimResult) -> str:
    """How the claim follows from its parts."""
    composed = result.claim.composed
    return f"a theorem from {', '.join(composed)}" if composed else "in words"


def assumed_elsewhere(result: ClaimResult) -> list[str]:
    """What the claims that it rests on assume in words."""
    others = {name: words for name, words in result.assumed.items() if name != result.claim.id}
    return [f"{name}: {words}" for name, assumptions in others.items() for words in assumptions]


def composed_claims(report: Report) -> str:
    """How many claims of the report end in a theorem that the solvers decide; the others are composed in words."""
    return f"{sum(bool(result.claim.composed) for result in report.results if result.whole)} composed"


def verdict_of(result: ClaimResult) -> str:
    """The verdict, and whether only those statements were run on which a claim rests that was asked for."""
    return str(result.verdict) if result.whole else f"{result.verdict}, in part"


def not_run(report: Report) -> list[str]:
    """What was left out because other claims were asked for: parts of claims that they use, and whole claims."""
    partial = [result for result in report.results if not result.whole]
    ran = sum(len(result.evidence) for result in partial)
    said = []
    if partial:
        ids = ", ".join(result.claim.id for result in partial)
        said.append(f"of {ids} only the {ran} statement{'s' * (ran > 1)} on which these rest were run")
    if report.not_run:
        said.append(f"used in words and not run: {', '.join(report.not_run)}")
    return said


def controls_caught(result: ClaimResult) -> str:
    return f"{sum(control.caught for control in result.controls)}/{len(result.controls)}"


def solver_versions(report: Report) -> str:
    return " and ".join(f"{name} {version}" for name, version in report.solvers.items())


def rocq_closes(report: Report) -> str:
    """How many claims of the report the last ``make certify`` closed."""
    if not report.rocq:
        return "Rocq left out: in a clone, `make certify` checks proofs/"
    closes = Counter(result.rocq for result in report.results)
    return f"{closes['whole']} closed as a whole and {closes['part']} in part by Rocq {report.rocq} in `make certify`"


def verification_summary(report: Report) -> str:
    """One line: claims by verdict, evidence by kind, controls, solvers, time."""
    asked = [result for result in report.results if result.whole]
    verdicts = Counter(result.verdict for result in asked)
    controls = [control for result in report.results for control in result.controls]
    outcomes = [outcome for result in report.results for outcome in result.evidence]
    evidence = Counter(outcome.kind for outcome in outcomes)
    easy = {"SMT proof": _easy(outcomes)}
    left_out = sum(len(result.claim.experiments) for result in asked) - evidence[EXPERIMENT]
    parts = [
        f"{len(asked)} claim{'s' * (len(asked) != 1)}: "
        + ", ".join(f"{n} {verdict}" for verdict, n in verdicts.items()),
        ", ".join(
            f"{evidence[kind]} {kind}{'s' * (evidence[kind] > 1)}{easy.get(kind, '')}"
            for kind in SHORT
            if evidence[kind]
        ),
        *not_run(report),
        composed_claims(report),
        f"{sum(control.caught for control in controls)} of {len(controls)} controls caught",
        *(
            [f"{left_out} simulation{'s' * (left_out > 1)} left out because torch is not installed: {WITH_TORCH}"]
            if left_out
            else []
        ),
        rocq_closes(report),
        f"{solver_versions(report)}, {report.seconds:.0f} s",
    ]
    return "; ".join(parts)


def verification_complaints(report: Report) -> list[str]:
    """A line for everything that is not as it should be."""
    lines: list[str] = []
    for result in report.results:
        name = result.claim.id
        bad = (outcome for outcome in result.evidence if outcome.finding.verdict not in GOOD)
        lines.extend(f"{name}/{o.id}: {o.finding.verdict}: {o.finding.detail}" for o in bad)
        missed = (control for control in result.controls if not control.caught)
        lines.extend(f"{name}/{c.twin.id}: {control_verdict(c)}: {control_detail(c)}" for c in missed)
        weak = (f"{used} ({verdict})" for used, verdict in result.used.items() if verdict != Verdict.PROVED)
        lines.extend(f"{name}: rests on {used}" for used in weak)
    return lines


def control_detail(control: ControlResult) -> str:
    return control.confirmed or control.twin.finding.detail


# --- terminal --------------------------------------------------------------------------------------------------------

COLUMNS = {"SMT": "SMT proof", "derived": "derivation", "cases": "instance", "sim.": EXPERIMENT}
"""A column for each kind of evidence."""


def show_verification(
    console: Console, report: Report, graph: CorridorGraph, costs: list[PolicyCost], *, explain: bool = False
) -> None:
    """The claims, what is wrong with them, the costs and the summary; with ``explain`` every part of every claim."""
    if explain:
        for result in report.results:
            _show_claim(console, result)
        if any(outcome.kind == EXPERIMENT for result in report.results for outcome in result.evidence):
            show_text(console, "If the theory holds, fewer than one simulation in a million leaves its allowed range.")
    else:
        headings = ("claim", "verdict", *COLUMNS, "Rocq", "controls", "time")
        right = (*COLUMNS, "controls", "time")
        show_table(console, headings, map(_cells, report.results), right=right, spare=(*COLUMNS, "Rocq"))
        show_text(console, "")
    for line in (*verification_complaints(report), format_costs(graph, costs), verification_summary(report)):
        show_text(console, line)


def _cells(result: ClaimResult) -> tuple[str | Text, ...]:
    count = Counter(outcome.kind for outcome in result.evidence)
    counts = (str(count[kind] or "") for kind in COLUMNS.values())
    caught, seconds = controls_caught(result) if result.whole else "", f"{result.seconds:.0f} s"
    return result.claim.id, _coloured(verdict_of(result), result.verdict), *counts, result.rocq, caught, seconds


def _coloured(text: str, verdict: str = "") -> Text:
    """The text in the colour of the verdict, which it is itself if none is given."""
    verdict = verdict or text
    good, bad = verdict in GOOD or verdict == "caught", verdict in FAILED or verdict == "NOT CAUGHT"
    return Text(text, style="green" if good else "red" if bad else "yellow")


def _show_claim(console: Console, result: ClaimResult) -> None:
    """The claim with its evidence and its controls, each with the detail that a reader can check."""
    claim = result.claim
    title = Text(claim.id, style="bold")
    show_text(
        console,
        Text.assemble(
            title, ": ", _coloured(verdict_of(result), result.verdict), f", {result.seconds:.1f} s, {claim.scope}"
        ),
    )
    show_text(console, claim.statement, indent=2)
    show_text(console, f"Proved: {who_proved(result)}", indent=2)
    show_text(console, f"Composed: {composition(result)}", indent=2)
    for words in (*claim.assumptions, *assumed_elsewhere(result)):
        show_text(console, f"Assumes {words}", indent=2)
    for outcome in result.evidence:
        kind = f"{outcome.kind}, {outcome.form}," if outcome.form else outcome.kind
        _show_part(console, outcome, kind, str(outcome.finding.verdict), outcome.finding.detail)
    for control in result.controls:
        detail = "; ".join(filter(None, (control.twin.finding.detail, control.confirmed)))
        _show_part(console, control.twin, "control", "caught" if control.caught else "NOT CAUGHT", detail)
    show_text(console, "")


def _show_part(console: Console, part: PartResult, kind: str, verdict: str, detail: str) -> None:
    show_text(console, Text.assemble(f"{kind} {part.id}: ", _coloured(verdict)), indent=2)
    show_text(console, part.words, indent=4)
    if detail:
        show_text(console, detail, indent=4)


def show_mutants(console: Console, scores: Sequence[Score]) -> None:
    """How many changes of the obligations were noticed, claim by claim, and each one that was not."""
    show_text(console, "")
    show_text(console, "Mutants: obligations changed in one place. One that is not caught is still true, or undecided.")
    for line in _mutants(scores):
        show_text(console, line)


def _mutants(scores: Sequence[Score]) -> Iterator[str]:
    for score in scores:
        yield f"  {score.caught:3} of {score.total:3} caught  {score.claim}"
        yield from (f"      NOT CAUGHT {survivor}" for survivor in score.survivors)
    total, caught = sum(score.total for score in scores), sum(score.caught for score in scores)
    yield f"{caught} of {total} mutants caught" + (f", {100 * caught / total:.0f}%" if total else "")
