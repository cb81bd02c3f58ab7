"""One solver, one statement, one process: reads SMT-LIB 2 on standard input, writes one JSON object.

Run by path, as ``solver_worker.py LIFELINE own SOLVER LIMIT`` with a resource limit; it imports nothing but the solver,
so that a fresh process is a fresh solver. The answer says sat, unsat or unknown, why unknown, the values of the
constants (a fraction as text, null where a value is irrational), the resources used and the solver's version.
``LIFELINE other COMMAND...`` becomes that command. Either ends when the pipe LIFELINE does.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sys
from typing import Any

MEMORY_BYTES = 4 * 1024**3
RESOURCE_LIMIT = {"z3": 30_000_000, "cvc5": 3_000_000}
"""Units of each solver's own count, per statement; some seconds with the pinned versions."""


def ask_z3(text: str, limit: int) -> dict[str, Any]:
    import z3

    logic = re.search(r"\(set-logic (\w+)\)", text)
    solver = z3.SolverFor(logic.group(1)) if logic else z3.Solver()
    solver.set("rlimit", limit)
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
    return {
        "answer": "sat" if answer.isSat() else "unsat" if answer.isUnsat() else "unknown",
        "out_of_resources": explanation == cvc5.UnknownExplanation.RESOURCEOUT,
        "reason": str(explanation.name).lower() if explanation is not None else "",
        "model": model,
        "resources": int(dict(solver.getStatistics())["resource::resourceUnitsUsed"]["value"]),
        "version": cvc5.__version__,
    }


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
    """Bytes that a solver may have: ours, or less where the user has set a lower limit."""
    limits = (limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit != resource.RLIM_INFINITY)
    return min([MEMORY_BYTES, *limits])


def become(command: list[str]) -> None:
    """Run another program in place of this one, with the signals that Python ignores as they were."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)  # noqa: S606 - the user's own command, given as such
    except OSError as error:
        sys.exit(f"it could not be started: {error.strerror}")


def main() -> None:
    lifeline, whose, *arguments = sys.argv[1:]
    end_with(int(lifeline))
    if whose == "other":
        become(arguments)
    name, limit = arguments
    resource.setrlimit(resource.RLIMIT_AS, (memory_allowed(), memory_allowed()))
    json.dump(SOLVERS[name](sys.stdin.read(), int(limit)), sys.stdout)


if __name__ == "__main__":
    main()
