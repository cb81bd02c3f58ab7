"""Replay the committed statements with any solver: nothing is derived, no claim is imported, sympy is not needed.

Each statement under ``checks/smt`` is put to each solver in a process of its own, and the answer is compared with the
one that the statement's header expects: unsat for an obligation, sat for a control. A replay is no verdict on a claim.
The kernel alone gives those; a replay says whether somebody else's solver answers as ours did.

A solver is a command line. The statement's path is its last argument; the last line of its output that is an answer
counts. A solver that ends with an error or answers nothing is lost on that statement alone. First every solver is asked
the canaries; one that gets any of them wrong is asked nothing else.

Main definitions: `load_statements` (statements, after comparing their hashes), `Solver`, `external`, `OWN`, `replay`,
`replay_exit_code`.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from backproof.checks.canaries import CANARIES
from backproof.checks.processes import Ended, Processes, memory_hint, threads
from backproof.checks.solver_worker import RESOURCE_LIMIT

ROOM = Path(__file__).resolve().parent
WALL_SECONDS = 60.0
"""A solver that is still running after this time is killed, with every process that it started."""

DECIDED = ("sat", "unsat")
ANSWERS = (*DECIDED, "unknown", "timeout")


class DriftError(RuntimeError):
    """A committed statement differs from its hash in the lock, or its header cannot be read."""


class SolverCommandError(RuntimeError):
    """A solver's command is missing, or its answer to a canary is wrong."""


@dataclass(frozen=True)
class Statement:
    """A committed statement: its file, the claim it belongs to, and the answer that its header expects."""

    file: Path
    claim: str
    expected: str

    def __str__(self) -> str:
        return f"{self.claim}/{self.file.name}"


@dataclass(frozen=True)
class Solver:
    """A solver, and how its answer is read from its standard output (None: there is none).

    A ``command`` is a foreign one: it gets the statement as its standard input, and as its last argument the path.
    Without a command the solver is our own, with a resource ``limit``.
    """

    name: str
    read: Callable[[str], str | None]
    command: tuple[str, ...] = ()
    limit: int = 0

    def ask(self, processes: Processes, file: Path, wall_seconds: float) -> Ended:
        """Put the statement in this file to it."""
        text = file.read_text(encoding="utf-8")
        if self.command:
            return processes.run([*self.command, str(file)], text, wall_seconds)
        return processes.ask(self.name, self.limit, text, wall_seconds)


@dataclass(frozen=True)
class Reply:
    """What one solver answered to one statement: sat, unsat, unknown, timeout, resource_out, or error.

    ``detail`` says how the solver was lost if the answer is *error*.
    """

    statement: Statement
    solver: str
    answer: str
    seconds: float
    detail: str = ""

    @property
    def agrees(self) -> bool:
        return self.answer == self.statement.expected

    @property
    def contradicts(self) -> bool:
        return self.answer in DECIDED and not self.agrees


# --- statements ------------------------------------------------------------------------------------------------------


def load_statements(room: Path = ROOM) -> tuple[Statement, ...]:
    """Every committed statement of ``room``, in the order of the lock.

    Raises DriftError where files and ``statements.lock`` differ, naming the first that does.
    """
    folder, lock = room / "smt", room / "statements.lock"
    if not lock.is_file():
        raise DriftError(f"{lock}: there is no statement lock: restore it, or run `make lock`")
    lines = (line.partition("  ") for line in _read(lock).decode().splitlines())
    locked = {path: sha256 for sha256, _, path in lines if path.endswith(".smt2")}
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.smt2")}
    for path in sorted(locked.keys() ^ files.keys()):
        raise DriftError(f"{path}: {'not in the lock' if path in files else 'locked, but there is no such file'}")
    return tuple(_statement(files[path], path, sha256) for path, sha256 in locked.items())


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DriftError(f"{file} cannot be read: {error.strerror}") from error


def _statement(file: Path, path: str, sha256: str) -> Statement:
    text = _read(file)
    if hashlib.sha256(text).hexdigest() != sha256:
        raise DriftError(f"{path}: its hash is not the one in the lock: restore the file, or run `make lock`")
    comments = (line[2:].partition(": ") for line in text.decode().splitlines() if line.startswith("; "))
    header = {key: value for key, _, value in comments}
    claim, expected = header.get("claim"), header.get("expected answer")
    if claim is None or expected not in DECIDED:
        raise DriftError(f"{path}: its header must name the claim and expect sat or unsat, got {claim} and {expected}")
    return Statement(file, claim, expected)


# --- solvers ---------------------------------------------------------------------------------------------------------


def external(command_line: str) -> Solver:
    """The solver behind a command line, split as a shell does but never run by one.

    Raises ValueError where there is no command in it, SolverCommandError where the command is not on this machine.
    """
    command = command_words(
        "solver", command_line, example="try --solver 'cvc5 --lang smt2'", remedy="install it, or give its path"
    )
    return Solver(Path(command[0]).name, _last_answer, command=command)


def command_words(what: str, command_line: str, *, example: str, remedy: str) -> tuple[str, ...]:
    """The words of the command line of the option ``--what``, split as a shell does. Errors as of `external`."""
    try:
        words = shlex.split(command_line)
    except ValueError as error:
        raise ValueError(f"--{what} must be a command line, got {command_line!r}: {str(error).lower()}") from error
    if not words:
        raise ValueError(f"--{what} must be a command line, got an empty one: {example}")
    if shutil.which(words[0]) is None:
        raise SolverCommandError(f"the {what} {words[0]!r} was not found: {remedy}")
    return tuple(words)


def _last_answer(output: str) -> str | None:
    lines = [line.strip() for line in output.splitlines()]
    if any(line.startswith("(error") for line in lines):
        return None
    return next((line for line in reversed(lines) if line in ANSWERS), None)


def _worker_answer(output: str) -> str | None:
    try:
        said = json.loads(output)
        answer = "resource_out" if said["out_of_resources"] else said["answer"]
    except (ValueError, KeyError, TypeError):
        return None
    return answer if answer in (*ANSWERS, "resource_out") else None


OWN = tuple(Solver(name, _worker_answer, limit=limit) for name, limit in RESOURCE_LIMIT.items())
"""The two solvers of the proofs, with their resource limits, in the kernel's own worker."""


def _ask(processes: Processes, solver: Solver, statement: Statement, wall_seconds: float) -> Reply:
    """Put one statement to one solver."""
    ended = solver.ask(processes, statement.file, wall_seconds)
    if ended.stopped == "timeout":
        return Reply(statement, solver.name, "timeout", wall_seconds)
    answer = solver.read(ended.output) if ended.code == 0 and not ended.stopped else None
    if answer is None:
        return Reply(statement, solver.name, "error", ended.seconds, _lost(solver, ended))
    return Reply(statement, solver.name, answer, ended.seconds)


def _lost(solver: Solver, ended: Ended) -> str:
    """How the solver ended, with its last line of output."""
    code, said = ended.code, (ended.output + ended.errors).strip()
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}" if code else "gave no answer"
    last = said.splitlines()[-1][:200] if said else "it said nothing"
    return ended.stopped or f"it {how} ({last}){memory_hint() if not solver.command else ''}"


# --- replay ----------------------------------------------------------------------------------------------------------


def replay(
    statements: Sequence[Statement],
    solvers: Iterable[Solver] = OWN,
    *,
    jobs: int,
    wall_seconds: float = WALL_SECONDS,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> tuple[Reply, ...]:
    """Put every statement to every solver, ``jobs`` at a time; the replies are in the order of the statements.

    Raises SolverCommandError if a solver answers a canary wrongly.
    """
    chosen = tuple(solvers)
    asked = [(solver, statement) for statement in statements for solver in chosen]
    with closing(Processes()) as processes, threads(jobs, processes.stop) as pool:
        _ask_canaries(processes, chosen, pool, wall_seconds)
        on_start(len(asked))
        futures = [pool.submit(_ask, processes, *question, wall_seconds) for question in asked]
        for future in futures:
            future.add_done_callback(lambda _: on_done())
        return tuple(future.result() for future in futures)


def _ask_canaries(
    processes: Processes, solvers: Sequence[Solver], pool: ThreadPoolExecutor, wall_seconds: float
) -> None:
    """Put the canaries to the solvers. A solver may leave one open, or be lost on it, but its answer may not be wrong.

    Raises SolverCommandError.
    """
    with tempfile.TemporaryDirectory(prefix="canaries-") as folder:
        files = [Path(folder) / f"{canary.id}.smt2" for canary in CANARIES]
        for canary, file in zip(CANARIES, files, strict=True):
            file.write_text(canary.text, encoding="utf-8")
        known = [Statement(file, "canary", canary.expected) for canary, file in zip(CANARIES, files, strict=True)]
        asked = [(solver, statement) for solver in solvers for statement in known]
        for reply in pool.map(lambda pair: _ask(processes, pair[0], pair[1], wall_seconds), asked):
            if reply.contradicts:
                name, answer = reply.statement.file.stem, reply.statement.expected
                raise SolverCommandError(
                    f"the solver {reply.solver} answers {reply.answer} to the canary {name}, which is {answer}: "
                    "its answers cannot be trusted; try another release of it"
                )


def replay_exit_code(replies: Iterable[Reply]) -> int:
    """0 if every answer is as expected, 1 if one is the opposite, 4 if a solver was lost, 3 if one is undecided."""
    found = list(replies)
    if any(reply.contradicts for reply in found):
        return 1
    if any(reply.answer == "error" for reply in found):
        return 4
    return 0 if all(reply.agrees for reply in found) else 3
