"""Mutants of the theory that refute derivations and instances: each of these parts must test ``theory/``.

``theory_mutants.toml`` names, for every derivation and instance of every claim, one mutant of a function of ``theory/``
under which the part is refuted: a comparison, an operator or a number is changed. A part that no such mutant refutes is
listed in `UNREFUTED` with the reason. ``make mutants`` looks for a mutant for each part that has none, and with
``ARGS=--all`` confirms all others first.

Main definitions: `refuted_by`, `read_matrix`, `search`, `UNREFUTED`.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import itertools
import json
import signal
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from backproof.checks.index import claim_named, claims
from backproof.checks.kernel import Verdict, decide
from backproof.checks.statement import Derivation, Evidence, Instance
from tests.checks.mutated_theory import THEORY, forget_results, imported_again, mutants_in, mutated, named
from tests.checks.mutator import Mutant

MATRIX = Path(__file__).with_suffix(".toml")
SECONDS = 60
"""Processor time after which a mutant is given up: it may make a loop endless."""

FORMULAS_FIRST = (
    "relaxations",
    "companions",
    "costs",
    "sft",
    "training_flows",
    "any_graph",
    "chain",
    "policy",
    "graph",
)
"""Modules and folders of the theory, those first in which a wrong formula would be; all others come last."""

QUICK = 0.5
"""A part that takes less processor time, in seconds, is decided along with any other that a mutant is tried for."""

MOST, MOST_IF_SLOW = 40, 12
"""Mutants that are tried for one part, if it is quick and if it is not."""

HEADING = """# Under which mutant of theory/ each derivation and instance is refuted, found by `make mutants`.
# A mutant is named by its module and function, and shown by the line that it changes.
"""

SOFTMAX = "calculus of a softmax row or of its flow, for which theory/ has no expressions; its flows are numbers"
TILT = "calculus of what a word adds to the entropy under a tilt, for which theory/ has no expressions"
REWRITTEN = "rewrites a formula of the claim; other parts of the claim compare that formula with the theory"
GRAPH = (
    "compares walks on the graph with a formula of the claim: of theory/ it takes the graph, whose mutants raise errors"
)
SLACK = "an inequality with room, which holds for wrong values of the theory too"

_UNREFUTED = {
    SOFTMAX: {
        "zero-gradient": "row-gradient",
        "sft-dynamics": "exit-solution entry-solution",
        "sft-worse-than-base": "same-speed",
        "distillation": "exit-velocity entry-velocity clock",
        "support-preserved": "softmax-flow policy-gradient softmax-step tilt",
        "shared-rows": "own-velocity-exit own-velocity-entry shared-velocity",
        "reward-forms": "row-slope",
        "target-seen": "fork-velocity",
        "parametrisation": "gap-velocity exit-velocity entry-velocity natural-velocity natural-logits one-over-error "
        "error-velocity",
    },
    TILT: {"tilt-entropy": "correct-word incorrect-word covariance"},
    REWRITTEN: {
        "search-agent": "leave turned-back",
        "reward-forms": "discount",
    },
    GRAPH: {
        "blind-lower-bound": "best-walk attained",
        "support-preserved": "corridors",
        "fork-square-root": "one-visit",
    },
    SLACK: {"global-convergence": "random-points", "gradient-noise": "base-bound"},
}
UNREFUTED = {
    f"{claim}/{part}": reason
    for reason, claims_parts in _UNREFUTED.items()
    for claim, parts in claims_parts.items()
    for part in parts.split()
}
"""Parts that no mutant of ``theory/`` refutes, each with the reason."""


class GivenUp(BaseException):
    """A part took too long under a mutant."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within it this process may use so many seconds of processor time."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise GivenUp

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def parts_of(claim: str) -> dict[str, Evidence]:
    """The derivations and instances of a claim, as its module states them now."""
    evidence = importlib.import_module(claim_named(claim).module).evidence()
    return {part.id: part for part in evidence if isinstance(part, Derivation | Instance)}


def refuted_by(mutant: Mutant, claim: str, wanted: Iterable[str]) -> set[str]:
    """Which of the wanted parts of the claim are refuted under the mutant."""
    found: set[str] = set()
    try:
        with at_most(SECONDS), mutated(mutant):
            parts = parts_of(claim)
            found.update(part for part in wanted if decide(parts[part]).verdict == Verdict.REFUTED)
    except (Exception, GivenUp):  # the claim cannot even be stated under this mutant
        return found
    return found


# --- the matrix ------------------------------------------------------------------------------------------------------


def parts_of_index() -> list[str]:
    """Every derivation and instance, by claim and id."""
    return [f"{claim.id}/{part}" for claim in claims() for part in (*claim.derivations, *claim.instances)]


def read_matrix() -> dict[str, str]:
    """The mutant for each part, by claim and id."""
    if not MATRIX.exists():
        return {}
    tables = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
    return {f"{claim}/{part}": name for claim, table in tables.items() for part, name in table.items()}


def matrix_text(matrix: Mapping[str, str]) -> str:
    lines = [HEADING]
    for claim in claims():
        rows = [(part, matrix.get(f"{claim.id}/{part}")) for part in (*claim.derivations, *claim.instances)]
        found = [f"{_quoted(part)} = {_quoted(name)}\n" for part, name in rows if name]
        lines += [f"\n[{claim.id}]\n", *found] if found else []
    return "".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def called(run: Callable[[], Any]) -> dict[tuple[str, str], None]:
    """The functions of the theory that are called, by module and name, in the order of their first calls."""
    found: dict[tuple[str, str], None] = {}

    def note(frame: FrameType, event: str, argument: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith(THEORY) and not frame.f_code.co_name.startswith("<"):
            found[module.removeprefix(THEORY), frame.f_code.co_name] = None

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return found


@dataclass(frozen=True)
class Candidates:
    """The mutants of the functions behind a part, and the processor time that it takes without a mutant."""

    mutants: tuple[Mutant, ...]
    seconds: float


def candidates(claim: str, wanted: Iterable[str]) -> dict[str, Candidates]:
    """For each part, the quickest first. Mutants of functions that few other parts call come first in each module.

    Raises ValueError for a part that the claim does not have.
    """
    seconds, of_part = {}, {}
    with imported_again():
        stating = called(lambda: parts_of(claim))
        for name, part in parts_of(claim).items():
            forget_results()
            began = time.process_time()
            of_part[name] = called(functools.partial(decide, part))
            seconds[name] = time.process_time() - began
    if lost := sorted(set(wanted) - seconds.keys()):
        raise ValueError(f"{claim} must have every part that the index lists, got no {lost[0]}: run make lock first")
    found = {}
    for part in sorted(wanted, key=seconds.__getitem__):
        functions = dict.fromkeys([*of_part[part], *stating])
        calls = {function: sum(function in other for other in of_part.values()) for function in functions}
        ranked = sorted(functions, key=lambda function: (_place(function[0]), calls[function]))
        queues = [mutants_in(*function) for function in ranked]
        rounds = itertools.chain.from_iterable(itertools.zip_longest(*queues))
        most = MOST if seconds[part] < QUICK else MOST_IF_SLOW
        found[part] = Candidates(tuple(itertools.islice(filter(None, rounds), most)), seconds[part])
    return found


def _place(module: str) -> int:
    room = module.partition(".")[0]
    return FORMULAS_FIRST.index(room) if room in FORMULAS_FIRST else len(FORMULAS_FIRST)


def search(claim: str, wanted: Iterable[str]) -> dict[str, str]:
    """A mutant for each of the wanted parts of the claim, if one is found; quick parts are tried along with others."""
    found: dict[str, str] = {}
    tried: dict[str, set[Mutant]] = defaultdict(set)
    behind = candidates(claim, wanted)
    for part, own in behind.items():
        for mutant in own.mutants:
            if part in found:
                break
            if mutant in tried[part]:
                continue
            along = [part, *(other for other, given in behind.items() if other != part and given.seconds < QUICK)]
            along = [other for other in along if other not in found and mutant not in tried[other]]
            for other in along:
                tried[other].add(mutant)
            for refuted in refuted_by(mutant, claim, along):
                found[refuted] = f"{mutant.module}.{mutant.change}"
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Renew tests/checks/theory_mutants.toml.")
    parser.add_argument("--all", action="store_true", help="confirm the mutants that are there too")
    everything = parser.parse_args().all
    parts = parts_of_index()
    matrix = {part: name for part, name in read_matrix().items() if part in parts and holds(part, name, everything)}
    missing = [part for part in parts if part not in matrix and part not in UNREFUTED]
    for claim in claims():
        wanted = [part.partition("/")[2] for part in missing if part.startswith(f"{claim.id}/")]
        if wanted:
            matrix |= {f"{claim.id}/{part}": name for part, name in search(claim.id, wanted).items()}
        MATRIX.write_text(matrix_text(matrix), encoding="utf-8")
    lost = [part for part in missing if part not in matrix]
    lines = [f"{part}: no mutant of the theory refutes it" for part in lost]
    print("\n".join([*lines, f"{len(matrix)} of {len(parts)} parts are refuted by a mutant"]))  # noqa: T201
    return 1 if lost else 0


def holds(part: str, name: str, confirm: bool) -> bool:
    """Whether there is a mutant with this name and, if it is to be confirmed, whether it refutes the part."""
    try:
        mutant = named(name)
    except LookupError:
        return False
    claim, _, own = part.partition("/")
    return not confirm or own in refuted_by(mutant, claim, [own])


if __name__ == "__main__":
    sys.exit(main())
