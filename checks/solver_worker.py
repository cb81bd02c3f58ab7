"""One solver, one statement, one process: reads SMT-LIB 2 on standard input, writes one JSON object.

Run by path, as ``solver_worker.py serve SOLVER CONTROL``. It imports the solver without asking it anything, and forks
a process for each request that arrives on the socket CONTROL. So each statement gets a fresh solver in a process of its
own, while the solver is imported only once.

The answer is sat, unsat or unknown, with the reason for unknown, the values of the constants (fractions as text, null
for an irrational value), the resources used and the version of the solver.

``solver_worker.py become LIFELINE COMMAND...`` runs that command instead, which ends when the pipe LIFELINE does.
"""

from __future__ import annotations

import json
import os
import re
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

MEMORY_BYTES = 4 * 1024**3
REQUEST_BYTES, REQUEST_FILES = 16, 5
"""A request is a resource limit, as text of this many bytes, with this many files."""

RESOURCE_LIMIT = {"z3": 30_000_000, "cvc5": 3_000_000}
"""The most units of each solver's own count per statement; some seconds of work with the pinned versions."""


def ask_z3(text: str, limit: int) -> dict[str, Any]:
    import z3

    logic = re.search(r"\(set-logic (\w+)\)", text)
    solver = z3.SolverFor(logic.group(1)) if logic else z3.Solver()
    solver.set("rlimit", limit)
    for _ in range(text.count("(check-sat)") - 1):  # one canary asks before it asserts, which changes Z3's engine
        solver.check()
    solver.from_string(text)
    answer = solver.check()
    statistics = solver.statistics()
    used = statistics.get_key_value("rlimit count") if "rlimit count" in statistics.keys() else 0  # noqa: SIM118
    model = {}
    if answer == z3.sat:
        found = solver.model()
        for constant in (declaration for declaration in found.decls() if declaration.arity() == 0):
            value = found[constant]
            rational = z3.is_rational_value(value) or z3.is_int_value(value)
            model[constant.name()] = str(value) if rational else None
    reason = solver.reason_unknown() if answer == z3.unknown else ""
    return {
        "answer": str(answer),
        "out_of_resources": "resource" in reason or reason == "canceled",
        "reason": reason,
        "model": model,
        "resources": int(used),
        "version": z3.get_version_string(),
    }


def ask_cvc5(text: str, limit: int) -> dict[str, Any]:
    import cvc5

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("produce-models", "true")
    solver.setOption("rlimit", str(limit))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text.replace("(check-sat)", ""), "statement")
    symbols = parser.getSymbolManager()
    while not (command := parser.nextCommand()).isNull():
        command.invoke(solver, symbols)
    answer = solver.checkSat()
    model = {}
    if answer.isSat():
        for constant in symbols.getDeclaredTerms():
            value = solver.getValue(constant)
            rational = value.isRealValue() or value.isIntegerValue()
            model[constant.getSymbol()] = str(value.getRealValue()) if rational else None
    explanation = answer.getUnknownExplanation() if answer.isUnknown() else None
    proved = answer.isUnsat() and solver.getOption("produce-proofs") == "true"
    return {
        "proof": _cpc_steps(solver) if proved else "",
        "answer": "sat" if answer.isSat() else "unsat" if answer.isUnsat() else "unknown",
        "out_of_resources": explanation == cvc5.UnknownExplanation.RESOURCEOUT,
        "reason": str(explanation.name).lower() if explanation is not None else "",
        "model": model,
        "resources": int(dict(solver.getStatistics())["resource::resourceUnitsUsed"]["value"]),
        "version": cvc5.__version__,
    }


def _cpc_steps(solver: Any) -> str:
    """The steps of its proof, one a line, without the parentheses around them all."""
    import cvc5

    proof = str(solver.proofToString(solver.getProof()[0], cvc5.ProofFormat.CPC), "utf-8")
    return proof.removeprefix("(\n").removesuffix(")\n")


SOLVERS = {"z3": ask_z3, "cvc5": ask_cvc5}


def end_with(lifeline: int) -> None:
    """Have this process, and all that it starts, killed when the other side of the pipe is closed.

    A guard in the process group waits for that. It is forked twice, so that a solver has no child that it did not
    start, and closes the standard streams, so that nobody waits for them.
    """
    if os.fork() == 0:
        if os.fork() == 0:
            os.closerange(0, 3)
            os.read(lifeline, 1)
            os.killpg(0, signal.SIGKILL)
        os._exit(0)
    os.wait()
    os.close(lifeline)


def memory_allowed() -> int:
    """The bytes that a solver may use: our limit, or the user's if that is lower."""
    limits = (limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit != resource.RLIM_INFINITY)
    return min([MEMORY_BYTES, *limits])


def become(command: list[str]) -> None:
    """Run another program in place of this one, with the default handling of the signals that Python ignores."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)  # noqa: S606 - the user's own command, given as such
    except OSError as error:
        sys.exit(f"it could not be started: {error.strerror}")


def serve(solver: str, control: socket.socket) -> None:
    """Fork a process for every request: a resource limit, and the five files that `answer_one` wants."""
    with suppress(Exception):  # what cannot be imported fails again, and says so, in the process of each statement
        if solver == "z3":
            import z3

            z3.main_ctx()  # still empty, so each statement meets a fresh one; to make it takes 7 ms
        else:
            import cvc5  # noqa: F401
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, files, _, _ = socket.recv_fds(control, REQUEST_BYTES, REQUEST_FILES)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            answer_one(solver, int(message), *files)
        for file in files:
            os.close(file)


def answer_one(solver: str, limit: int, lifeline: int, status: int, *streams: int) -> NoReturn:
    """Run the solver in a child, with these standard streams, and write its exit code to ``status``.

    The child is killed when the other side of the pipe ``lifeline`` is closed.
    """
    for standard, stream in enumerate(streams):
        os.dup2(stream, standard)
        os.close(stream)
    ended, child_ended = os.pipe()
    child = os.fork()
    if child == 0:
        for file in (lifeline, status, ended):
            os.close(file)
        _in_its_process(lambda: answer(solver, limit))
    os.close(child_ended)
    os.closerange(0, 3)
    if lifeline in select.select([lifeline, ended], [], [])[0]:
        os.kill(child, signal.SIGKILL)
    _, how = os.waitpid(child, 0)
    with suppress(BrokenPipeError):
        os.write(status, str(os.waitstatus_to_exitcode(how)).encode())
    os._exit(0)


def answer(solver: str, limit: int) -> None:
    """Put the statement on standard input to the solver, and print the answer."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_allowed(), memory_allowed()))
    json.dump(SOLVERS[solver](sys.stdin.read(), limit), sys.stdout)


def _in_its_process(work: Callable[[], None]) -> NoReturn:
    """Run ``work`` as a program of its own would: an error is printed, and the exit code is then 1."""
    code = 0
    try:
        work()
    except BaseException:
        code = 1
        traceback.print_exc()
    with suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def main() -> None:
    what, *arguments = sys.argv[1:]
    if what == "serve":
        solver, control = arguments
        serve(solver, socket.socket(fileno=int(control)))
    else:
        lifeline, *command = arguments
        end_with(int(lifeline))
        become(command)


if __name__ == "__main__":
    main()
