"""Mutants of the obligations: how many small changes of a statement do the solvers notice?

A mutant flips or tightens one comparison of the goal, shifts its right side by one, or drops one hypothesis. It is
*caught* if Z3 finds values that refute it. A mutant that is not caught is still true or undecided: the bound has slack,
or the proof does not need the hypothesis. The share of caught mutants tells how sharp the statements are. It is no test
of the proofs.

Main definitions: `mutants`, `is_caught`, `score`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from backproof.checks import kernel
from backproof.checks.formula import Comparison, Connective, Formula
from backproof.checks.index import Claim
from backproof.checks.processes import threads
from backproof.checks.statement import Obligation

FLIPPED = {"=": "<", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
TIGHTENED = {"<=": "<", ">=": ">"}
SHIFT = {"=": 1, "<": -1, "<=": -1, ">": 1, ">=": 1}


@dataclass(frozen=True)
class Score:
    """The mutants of one claim: how many there are, how many were caught, and which ones were not."""

    claim: str
    total: int
    caught: int
    survivors: tuple[str, ...]


def mutants(obligation: Obligation) -> Iterator[Obligation]:
    """Every mutant of one obligation, with an id that says what was changed."""
    for number, (change, goal) in enumerate(_mutated(obligation.goal), start=1):
        yield replace(obligation, id=f"{obligation.id}: change {number}, {change}", goal=goal)
    for number in range(len(obligation.hypotheses)):
        rest = obligation.hypotheses[:number] + obligation.hypotheses[number + 1 :]
        yield replace(obligation, id=f"{obligation.id}: hypothesis {number + 1} dropped", hypotheses=rest)


def _mutated(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """The formula with one comparison changed, in every possible way."""
    if isinstance(formula, Comparison):
        yield "flipped", replace(formula, relation=FLIPPED[formula.relation])
        if formula.relation in TIGHTENED:
            yield "tightened", replace(formula, relation=TIGHTENED[formula.relation])
        yield "shifted", replace(formula, right=formula.right + SHIFT[formula.relation])
        return
    for place, part in enumerate(formula.parts):
        for change, mutant in _mutated(part):
            parts = (*formula.parts[:place], mutant, *formula.parts[place + 1 :])
            yield change, Connective(formula.operator, parts)


def is_caught(mutant: Obligation) -> bool:
    """Whether Z3 finds values that refute the mutant. Raises SolverLostError."""
    return kernel.ask("z3", mutant.refutation()).answer == "sat"


def score(
    claims: Sequence[Claim],
    *,
    jobs: int,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> list[Score]:
    """Put every mutant of the claims' obligations to Z3. Raises SolverLostError.

    ``on_start`` gets the number of mutants, and ``on_done`` is called after each of them.
    """

    def noticed(mutant: Obligation) -> bool:
        caught = is_caught(mutant)
        on_done()
        return caught

    found = {claim.id: _mutants_of(claim) for claim in claims}
    on_start(sum(map(len, found.values())))
    scores = []
    with threads(jobs, kernel.stop_solvers) as pool:
        for claim, of_claim in found.items():
            caught = list(pool.map(noticed, of_claim))
            survivors = tuple(mutant.id for mutant, seen in zip(of_claim, caught, strict=True) if not seen)
            scores.append(Score(claim, len(of_claim), sum(caught), survivors))
    return scores


def _mutants_of(claim: Claim) -> list[Obligation]:
    return [mutant for part in claim.build_evidence() if isinstance(part, Obligation) for mutant in mutants(part)]
