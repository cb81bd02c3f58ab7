"""A replay of the committed statements as a table: what each solver answered, claim by claim.

Main definitions: `table`, `complaints`, `summary`.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from backproof.checks.replay import Reply
from backproof.reports.terminal import show_line, show_table

WIDTH = 120
"""Columns of a table that is not printed to a terminal."""


def complaints(replies: Sequence[Reply]) -> list[str]:
    """A line for every answer that is not the expected one, the contradictions first."""
    bad = sorted((reply for reply in replies if not reply.agrees), key=lambda reply: not reply.contradicts)
    return [
        f"{reply.statement}: {reply.solver} {'CONTRADICTS it' if reply.contradicts else 'leaves it open'}: "
        f"{reply.answer}, expected {reply.statement.expected}"
        for reply in bad
    ]


def summary(replies: Sequence[Reply], seconds: float) -> str:
    """One line: statements, answers as expected, contradicted, and open ones by kind."""
    statements = {reply.statement for reply in replies}
    solvers = " and ".join(dict.fromkeys(reply.solver for reply in replies))
    other = Counter("contradicted" if reply.contradicts else reply.answer for reply in replies if not reply.agrees)
    answers = [f"{sum(reply.agrees for reply in replies)} of {len(replies)} answers as expected"]
    answers += [f"{number} {kind}" for kind, number in other.items()]
    claims = len({statement.claim for statement in statements})
    return (
        f"{len(statements)} committed statements of {claims} claim{'s' * (claims != 1)} replayed by {solvers}: "
        f"{', '.join(answers)}, {seconds:.0f} s"
    )


def table(replies: Sequence[Reply], seconds: float, *, console: Console | None = None) -> str:
    """The table, the complaints and the summary; printed to ``console`` or returned as plain text."""
    plain = io.StringIO()
    out = console or Console(file=plain, width=WIDTH)
    solvers = list(dict.fromkeys(reply.solver for reply in replies))
    headings = ("claim", "statements", *solvers, "seconds")
    rows: list[tuple[str | Text, ...]] = []
    for claim in dict.fromkeys(reply.statement.claim for reply in replies):
        own = [reply for reply in replies if reply.statement.claim == claim]
        statements = str(len({reply.statement for reply in own}))
        shares = (_share([reply for reply in own if reply.solver == solver]) for solver in solvers)
        rows.append((claim, statements, *shares, f"{sum(reply.seconds for reply in own):.1f}"))
    show_table(out, headings, rows, right=headings[1:])
    for line in ["", *complaints(replies), summary(replies, seconds)]:
        show_line(out, line)
    return plain.getvalue()


def _share(replies: Sequence[Reply]) -> Text:
    colour = "red" if any(r.contradicts for r in replies) else "green" if all(r.agrees for r in replies) else "yellow"
    return Text(f"{sum(reply.agrees for reply in replies)}/{len(replies)}", style=colour)
