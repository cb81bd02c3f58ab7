"""Proofs of the committed statements, by cvc5 in its format CPC, which a checker can follow without a solver.

A proof is *complete* if each of its steps follows by a rule of CPC and the last one is false. cvc5 marks the steps that
it does not explain with the rule `trust`. It leaves such gaps where it uses cylindrical algebraic coverings. So it is
asked twice (`OPTIONS`), the second time without coverings.

A proof file names its statement and the hash of it. The checker, ethos, reads the assumptions from the committed
statement, and the proof from its standard input: if the proof is an argument, ethos ignores the statement.

Main definitions: `obligations_of`, `make_proofs`, `attempts`, `read_proofs`, `find_checker`, `Checker`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from backproof.checks.index import claim_named
from backproof.checks.processes import Processes, threads
from backproof.checks.replay import SolverCommandError, Statement, command_words, load_statements
from backproof.theory.arguments import near_matches

PROOF_UNITS = 1_000_000
"""The most units of cvc5's own count for each set of options. With three times as many it finds one proof more."""

WALL_SECONDS = 60.0
"""A solver or a checker that is still running after this time is killed."""

ALWAYS = {"produce-proofs": "true", "proof-granularity": "dsl-rewrite", "proof-print-reference": "true"}
OPTIONS = ("", "nl-cov=false")
"""What cvc5 is asked with, besides `ALWAYS`, until a proof is complete."""

STEP = re.compile(r'\((?:define @t\d+ \(\)|assume(?:-push)? @p\d+|step(?:-pop)? @p\d+) [^"|;]*\)')
"""A line of a proof. No other command is let through, so that no file can bring rules or symbols of its own."""

GET_ETHOS = (
    "build it from https://github.com/cvc5/ethos, and give cvc5's rules too, from https://github.com/cvc5/cvc5: "
    "--checker 'ethos --include=cvc5/proofs/eo/cpc/Cpc.eo'"
)


class ProofError(ValueError):
    """There is no such obligation, proof file or checker, or the file is of another statement or incomplete."""


# --- statements ------------------------------------------------------------------------------------------------------


def obligations_of(name: str) -> tuple[Statement, ...]:
    """The committed obligations of ``CLAIM``, or the single one of ``CLAIM/OBLIGATION``.

    Raises UnknownClaimError or ProofError.
    """
    claim, slash, part = name.partition("/")
    owner = claim_named(claim).id
    found = {s.file.stem: s for s in load_statements() if s.claim == owner and s.expected == "unsat"}
    if not found:
        raise ProofError(f"the claim {claim} has no obligations for the solvers, so there is no proof")
    if slash and part not in found:
        hint = near_matches(part, found, "they are")
        raise ProofError(f"the claim {claim} has no obligation {part!r} (a control has no proof): {hint}")
    return (found[part],) if slash else tuple(found.values())


def proof_name(statement: Statement) -> str:
    """The name of its proof file."""
    return f"{statement.file.stem}.cpc"


def _header(statement: Statement) -> str:
    sha256 = hashlib.sha256(statement.file.read_bytes()).hexdigest()
    return f"; claim: {statement.claim}\n; obligation: {statement.file.stem}\n; sha256 of the statement: {sha256}\n"


# --- making proofs ---------------------------------------------------------------------------------------------------


def make_proofs(
    statements: Sequence[Statement],
    *,
    jobs: int,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> tuple[str | None, ...]:
    """The text of each proof file, None where cvc5 finds no complete proof. Raises SolverCommandError."""
    on_start(len(statements))
    with closing(Processes()) as processes, threads(jobs, processes.stop) as pool:
        futures = [pool.submit(_make_proof, processes, statement) for statement in statements]
        for future in futures:
            future.add_done_callback(lambda _: on_done())
        return tuple(future.result() for future in futures)


def _make_proof(processes: Processes, statement: Statement) -> str | None:
    for options, version, steps in attempts(processes, statement, WALL_SECONDS):
        if not incomplete(steps):
            return f"{_header(statement)}; cvc5: {version}\n; options: {options or 'default'}\n{steps}"
    return None


def attempts(processes: Processes, statement: Statement, wall_seconds: float) -> Iterator[tuple[str, str, str]]:
    """(options, version, steps) for each set of options with which cvc5 ends; without a proof there are no steps.

    Raises SolverCommandError.
    """
    for options in OPTIONS:  # where the first runs out of resources, of time or of room, the next may not
        given = {**ALWAYS, **dict(option.split("=") for option in options.split())}
        lines = [f"(set-option :{name} {value})\n" for name, value in given.items()]
        text = "".join(lines) + statement.file.read_text(encoding="utf-8")
        ended = processes.ask("cvc5", PROOF_UNITS, text, wall_seconds)
        if ended.stopped == "timeout" or ended.stopped.startswith("it wrote more"):
            continue
        try:
            said = json.loads(ended.output)
            steps, version = said.get("proof", ""), said["version"]
        except (ValueError, KeyError) as error:
            said = ended.errors.strip().splitlines() or [f"its process ended with code {ended.code}"]
            raise SolverCommandError(f"cvc5 was lost on {statement}: {ended.stopped or said[-1]}") from error
        yield options, version, steps


def incomplete(proof: str) -> str:
    """Why these steps are no complete proof of false; empty if they are one, provided that each step is right."""
    lines = proof.splitlines()
    for line in lines:
        if not STEP.fullmatch(line):
            return f"a line is not a step of a proof: {line[:60]}"
        if ":rule trust" in line:
            return f"a step is not explained: {line[:60]}"
    pushed, popped = (sum(line.startswith(f"({command} ") for line in lines) for command in ("assume-push", "step-pop"))
    if pushed != popped:
        return f"{pushed} assumptions are made for a while and {popped} are taken back"
    if not lines or not re.match(r"\(step @p\d+ false ", lines[-1]):
        return "the last step is not false"
    return ""


# --- checking proofs -------------------------------------------------------------------------------------------------


def read_proofs(folder: Path, statements: Sequence[Statement]) -> dict[Statement, str]:
    """The steps of the proofs of these statements that are in the folder. Raises ProofError."""
    found = {statement: folder / proof_name(statement) for statement in statements}
    if not any(file.exists() for file in found.values()):
        raise ProofError(
            f"--check {folder}: no proofs of {statements[0].claim} are there; write them with --proof --out"
        )
    return {statement: read_proof(file, statement) for statement, file in found.items() if file.exists()}


def read_proof(file: Path, statement: Statement) -> str:
    """The steps of the proof of this statement in this file. Raises ProofError."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProofError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}") from error
    if not text.startswith(_header(statement)):
        raise ProofError(
            f"{file} does not belong to {statement}: its header must give that claim, obligation and sha256; "
            "write it again with `backproof export --proof`"
        )
    steps = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("; "))
    if why := incomplete(steps):
        raise ProofError(f"{file} is no complete proof: {why}")
    return steps


@dataclass(frozen=True)
class Checker:
    """The command line of ethos, without a file."""

    command: tuple[str, ...]

    def refusal(self, statement: Statement, steps: str) -> str:
        """Why the checker does not accept these steps as a proof of the statement; empty if it does."""
        with closing(Processes()) as processes:
            ended = processes.run([*self.command, f"--reference={statement.file}"], steps, WALL_SECONDS)
        if ended.code == 0 and not ended.stopped and ended.output.split() == ["correct"]:
            return ""
        said = (ended.output + ended.errors).strip().splitlines()
        errors = [line for line in said if line.startswith("Error: ")]
        return ended.stopped or (errors or said or [f"it ended with code {ended.code}"])[-1]


def find_checker(command_line: str) -> Checker:
    """The checker behind a command line, split as a shell does but never run by one.

    Raises ProofError if it is none, SolverCommandError if the command is not on this machine.
    """
    try:
        command = command_words("checker", command_line, example=GET_ETHOS, remedy=GET_ETHOS)
    except ValueError as error:
        raise ProofError(str(error)) from error
    if files := [argument for argument in command[1:] if not argument.startswith("--include=")]:
        raise ProofError(f"--checker may have only --include=FILE for an option, got {files[0]!r}: {GET_ETHOS}")
    return Checker(command)
