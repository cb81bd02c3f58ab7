"""Reports written by hand."""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.index import Claim
from backproof.checks.kernel import Answer, Finding, Verdict
from backproof.checks.verify import ClaimResult, ControlResult, PartResult, Report

ANSWERS = (Answer("z3", "sat", resources=7, version="1"), Answer("cvc5", "sat", resources=8, version="2"))


def outcome(verdict: str, name: str = "", kind: str = "SMT proof", detail: str = "", form: str = "") -> PartResult:
    example = {"x": Fraction(-1, 3)} if verdict == Verdict.REFUTED else None
    found = Finding(Verdict(verdict), detail or f"why it is {verdict}", example, ANSWERS, seconds=0.5)
    return PartResult(name or f"part-{verdict}", kind, "what is <asked> & why, a | b", found, "ab" * 32, form=form)


def control(verdict: str, *, caught: bool, confirmed: str = "") -> ControlResult:
    return ControlResult(outcome(verdict, f"twin-{verdict}"), confirmed, caught)


def result(
    id: str,  # noqa: A002
    evidence: tuple[PartResult, ...] = (),
    controls: tuple[ControlResult, ...] = (),
    used: dict[str, str] | None = None,
) -> ClaimResult:
    claim = Claim(id, f"the statement of {id}: x < 1 | *y*", "new", "all W, K in (0, 1]", ("an assumption",))
    return ClaimResult(claim, evidence, controls, used or {})


def report(*results: ClaimResult) -> Report:
    return Report(results, {"z3": "1", "cvc5": "2"}, 1.25)


CAUGHT = control("refuted", caught=True, confirmed="confirmed on a graph")
GOOD = report(result("good", (outcome("proved"),), (CAUGHT,)))
BAD = report(
    result("false", (outcome("proved"), outcome("refuted")), (CAUGHT,)),
    result("open", (outcome("unknown"), outcome("timeout")), (CAUGHT,)),
    result("lost", (outcome("error", detail="z3 was lost: its process was killed by signal 9"),), (CAUGHT,)),
    result("blind", (outcome("proved"),), (control("proved", caught=False), control("unknown", caught=False))),
    result("loose", (outcome("proved"),), (control("refuted", caught=False, confirmed="not confirmed: no graph"),)),
    result("resting", (outcome("proved"),), (CAUGHT,), {"false": "refuted", "good": "proved"}),
)
