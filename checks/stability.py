"""How brittle are the proofs? Each obligation is asked again with its variables renamed and its assertions shuffled.

A proof that depends on the order of its assertions can break with the next version of a solver. `brittle` puts an
obligation to both solvers in several variants. It reports every answer other than unsat, and effort that varies more
than tenfold. ``make stability`` prints the reports.

Main definitions: `variants`, `brittle`.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator

from backproof.checks import kernel
from backproof.checks.index import claims
from backproof.checks.processes import threads
from backproof.checks.statement import Obligation

VARIANTS = 10
TENFOLD = 10


def variants(text: str, count: int, seed: int) -> Iterator[str]:
    """The statement with fresh variable names and its declarations and assertions in random order."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    names = re.findall(r"\(declare-const (\S+) ", text)
    first, *lines, last = text.strip().splitlines()
    for _ in range(count):
        fresh = dict(zip(names, draw.sample([f"v{i}" for i in range(len(names))], len(names)), strict=True))
        declared = [line for line in lines if line.startswith("(declare-const")]
        asserted = [line for line in lines if not line.startswith("(declare-const")]
        shuffled = [*draw.sample(declared, len(declared)), *draw.sample(asserted, len(asserted))]
        yield "\n".join([first, *(_renamed(line, fresh) for line in shuffled), last, ""])


def _renamed(line: str, fresh: dict[str, str]) -> str:
    """The line with every symbol replaced by its fresh name."""
    return re.sub(r"[^\s()]+", lambda symbol: fresh.get(symbol.group(), symbol.group()), line)


def brittle(obligation: Obligation, count: int = VARIANTS) -> list[str]:
    """What varies between the variants of one obligation, with at most one line for each solver."""
    found = []
    for solver in kernel.RESOURCE_LIMIT:
        answers = [kernel.ask(solver, text) for text in variants(obligation.refutation(), count, seed=0)]
        others = sorted({answer.answer for answer in answers} - {"unsat"})
        effort = [answer.resources for answer in answers]
        if others:
            found.append(f"{solver}: {', '.join(others)} in some of {count} variants")
        elif max(effort) > TENFOLD * min(effort):
            found.append(f"{solver}: effort from {min(effort)} to {max(effort)} units")
    return found


def main() -> None:
    """Print the brittle obligations and their number."""
    parts = [(claim.id, part) for claim in claims() for part in claim.build_evidence() if isinstance(part, Obligation)]
    total = 0
    with threads(os.cpu_count() or 1, kernel.stop_solvers) as pool:
        for (claim, part), lines in zip(parts, pool.map(lambda pair: brittle(pair[1]), parts), strict=True):
            total += bool(lines)
            for line in lines:
                print(f"{claim}/{part.id}: {line}")  # noqa: T201 - a command's answer
    print(f"{total} of {len(parts)} obligations are brittle over {VARIANTS} variants")  # noqa: T201


if __name__ == "__main__":
    main()
