"""Mutants of the trusted core: does a fast test notice each small change of the code that judges a proof?

The rules of `tests.checks.mutator` change one place at a time. The tests of the changed module then run in a scratch
copy of the repository. A mutant that passes them all has *survived*, unless
`EQUIVALENT` says why nothing can tell it from the original.

``python -m tests.checks.mutants --number 60 --seed 14`` prints each survivor, and the counts.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.checks.mutator import Mutant, mutants

ROOT = Path(__file__).parents[2]
PATIENCE = 10
"""Tests of a mutant that take this many times as long as those of the original are ended, and it counts as caught."""

TESTS = {
    "kernel": ("kernel", "derivations_and_instances", "solvers"),
    "formula": ("formula", "kernel"),
    "statement": ("statement", "formula", "kernel"),
    "solver_worker": ("solvers", "worker", "processes", "cpc_proofs"),
    "verify": ("verify", "composition"),
}
"""The modules of ``checks`` that are trusted, each with its test files."""

EQUIVALENT = {
    "kernel._decide_derivation: point = dict(zip(symbols, map(sp.Integer, values), strict=True)) => "
    "point = dict(zip(symbols, map(sp.Integer, values), strict=False))": "``repeat`` gives a value for each symbol",
    "formula._require_positive: if all((c > 0 for _, c in terms)) and all((x.is_nonnegative for x in polynomial.gens)) "
    "and any(strict): => if all((c >= 0 for _, c in terms)) and all((x.is_nonnegative for x in polynomial.gens)) and "
    "any(strict):": "a denominator has no term with coefficient 0",
    "solver_worker.module: REQUEST_BYTES, REQUEST_FILES = (16, 5) => REQUEST_BYTES, REQUEST_FILES = (17, 5)": "both "
    "sides of the socket read this number",
    "formula._require_positive: strict = (all((x.is_positive for x, k in zip(polynomial.gens, powers, strict=True) "
    "if k)) for powers, _ in terms) => "
    "strict = (all((x.is_positive for x, k in zip(polynomial.gens, powers, strict=False) "
    "if k)) for powers, _ in terms)": "sympy gives a power for each generator",
    "formula._term: if expression.is_Pow and expression.exp.is_Integer and (expression.exp > 0): => "
    "if expression.is_Pow and expression.exp.is_Integer and (expression.exp >= 0):": "sympy.together has replaced a "
    "power with exponent 0 by 1",
    "formula._term: if expression.is_Pow and expression.exp.is_Integer and (expression.exp > 0): => "
    "if expression.is_Pow and expression.exp.is_Integer and (expression.exp > 1):": "no power has the exponent 1",
    "formula._apply: return parts[0] if len(parts) == 1 else f\"({name} {' '.join(parts)})\" => "
    "return parts[1] if len(parts) == 1 else f\"({name} {' '.join(parts)})\"": "no sum, product or power has one part",
    "kernel._lost: if ended.code < 0: => if ended.code <= 0:": "it is called for other codes than 0 alone",
    "kernel._lost: if ended.code < 0: => if ended.code < 1:": "it is called for other codes than 0 alone",
    "solver_worker.answer_one: os.closerange(0, 3) => pass": "the guard keeps them open, and ends when the solver does",
    "solver_worker.answer_one: os.closerange(0, 3) => os.closerange(1, 3)": "the guard keeps the input open, and ends "
    "when the solver does",
    "solver_worker.answer_one: os._exit(0) => os._exit(1)": "the server ignores how its children end",
    "solver_worker.answer_one: os._exit(0) => pass": "the process then ends where it closes a file for a second time",
    "solver_worker.ask_cvc5: parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text.replace('(check-sat)', ''), "
    "'statement') => parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text.replace('(check-sat)', ''), "
    "'XXstatement')": "the errors of the parser do not show the name of its input",
    "solver_worker.ask_z3: used = statistics.get_key_value('rlimit count') if 'rlimit count' in statistics.keys() "
    "else 0 => used = statistics.get_key_value('rlimit count') if 'rlimit count' in statistics.keys() "
    "else 1": "Z3 always counts",
    "solver_worker.answer_one: os.close(stream) => pass": "the guard keeps a copy open, and ends when the solver does",
    "verify.result: grounded = (_grounded(*pair, known) for pair in zip(self.of.evidence, outcomes, strict=True)) => "
    "grounded = (_grounded(*pair, known) for pair in zip(self.of.evidence, outcomes, strict=False))": "each part has a "
    "future",
    "verify.verdicts: return [(part, future.result().finding.verdict) for part, future in zip(self.of.evidence, "
    "self.evidence, strict=True)] => return [(part, future.result().finding.verdict) for part, future in "
    "zip(self.of.evidence, self.evidence, strict=False)]": "each part has a future",
    "solver_worker._in_its_process: sys.stderr.flush() => pass": "this stream is written after each line",
    "solver_worker.end_with: os._exit(0) => os._exit(1)": "the first fork only has to end; nobody reads its exit code",
}
"""Mutants that behave as the original does, each with the reason."""


def all_mutants() -> list[Mutant]:
    """Every mutant of the trusted core that is not known to be equivalent."""
    sources = {module: (ROOT / "checks" / f"{module}.py").read_text(encoding="utf-8") for module in TESTS}
    return [mutant for module, source in sources.items() for mutant in mutants(module, source)]


def known(mutant: Mutant) -> str:
    """Why the mutant is equivalent to the original; empty if it is not known to be."""
    return EQUIVALENT.get(f"{mutant.module}.{mutant.change}", "")


def copy_repository(folder: Path) -> None:
    """Copy all files that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name, follow_symlinks=False)


def passes(folder: Path, module: str, source: str, seconds: float | None = None) -> bool:
    """Whether the tests of the module pass in this copy, with this source in its place, within this time."""
    (folder / "checks" / f"{module}.py").write_text(source, encoding="utf-8")
    files = [f"tests/checks/test_{name}.py" for name in TESTS[module]]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *files]
    surroundings = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": ""}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=folder, env=surroundings, start_new_session=True, **quiet) as tests:
        try:
            return tests.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            if tests.poll() is None:
                os.killpg(tests.pid, signal.SIGKILL)


def survivors(chosen: Sequence[Mutant], *, parallel: int) -> Iterator[Mutant]:
    """The mutants that pass the tests. Raises ValueError if the originals don't pass them."""
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(parallel):
            copy_repository(Path(scratch) / str(number))
            copies.put(Path(scratch) / str(number))

        usual: dict[str, float] = {}

        def survives(mutant: Mutant) -> bool:
            folder, file, began = copies.get(), f"{mutant.module}.py", time.monotonic()
            limit = PATIENCE * usual[mutant.module] if mutant.module in usual else None
            try:
                return passes(folder, mutant.module, mutant.source, limit)
            finally:
                shutil.copy(ROOT / "checks" / file, folder / "checks" / file)
                copies.put(folder)
                usual.setdefault(mutant.module, time.monotonic() - began)

        modules = dict.fromkeys(mutant.module for mutant in chosen)
        originals = [Mutant(name, "", (ROOT / "checks" / f"{name}.py").read_text(encoding="utf-8")) for name in modules]
        with ThreadPoolExecutor(parallel) as pool:
            red = [m.module for m, passed in zip(originals, pool.map(survives, originals), strict=True) if not passed]
            if red:
                raise ValueError(f"the tests of the original must pass, got failures for {', '.join(red)}: mend them")
            for mutant, survived in zip(chosen, pool.map(survives, chosen), strict=True):
                if survived:
                    yield mutant


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the tests of the trusted core on mutants of it.")
    parser.add_argument("--number", type=int, default=60, help="how many mutants are drawn (60); 0: all")
    parser.add_argument("--seed", type=int, default=14, help="the seed of the draw (14)")
    parser.add_argument("--module", choices=TESTS, help="only mutants of this module")
    parser.add_argument("--parallel", type=int, default=2, help="mutants at a time (2)")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGHUP):  # a shell has what runs in its background ignore them
        signal.signal(number, signal.SIG_DFL)
    found = [mutant for mutant in all_mutants() if given.module in (None, mutant.module)]
    equal = [mutant for mutant in found if known(mutant)]
    drawn = [mutant for mutant in found if not known(mutant)]
    if given.number:
        drawn = random.Random(given.seed).sample(drawn, min(given.number, len(drawn)))  # noqa: S311 - a draw of tests
    left = 0
    for left, mutant in enumerate(survivors(drawn, parallel=given.parallel), start=1):  # noqa: B007 - used below
        print(f"survived: {mutant.module}.{mutant.change}", flush=True)  # noqa: T201
    print(f"{len(drawn)} mutants of {len(found)} ({len(equal)} equivalent), {left} survived")  # noqa: T201
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
