"""A replay of the committed statements as a table: what each solver answered, claim by claim.

Main definitions: `show_replay`, `replay_complaints`, `replay_summary`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from backproof.checks.replay import Reply
from backproof.reports.terminal import show_table, show_text


def replay_complaints(replies: Sequence[Reply]) -> list[str]:
    """A line for every answer that is not the expected one, the contradictions first."""
    means = {True: "CONTRADICTS it", False: "leaves it open"}
    bad = sorted((reply for reply in replies if not reply.agrees), key=lambda reply: not reply.contradicts)
    return [
        f"{reply.statement}: {reply.solver} {means[reply.contradicts]}: "
        f"{reply.answer}{reply.detail and f' ({reply.detail})'}, expected {reply.statement.expected}"
        for reply in bad
    ]


def replay_summary(replies: Sequence[Reply], seconds: float) -> str:
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


def show_replay(console: Console, replies: Sequence[Reply], seconds: float) -> None:
    """One line per claim, what is not as expected, and the summary."""
    solvers = list(dict.fromkeys(reply.solver for reply in replies))
    headings = ("claim", "statements", *solvers, "seconds")
    rows: list[tuple[str | Text, ...]] = []
    for claim in dict.fromkeys(reply.statement.claim for reply in replies):
        own = [reply for reply in replies if reply.statement.claim == claim]
        statements = str(len({reply.statement for reply in own}))
        shares = (_share([reply for reply in own if reply.solver == solver]) for solver in solvers)
        rows.append((claim, statements, *shares, f"{sum(reply.seconds for reply in own):.1f}"))
    show_table(console, headings, rows, right=headings[1:])
    for line in ["", *replay_complaints(replies), replay_summary(replies, seconds)]:
        show_text(console, line)


def _share(replies: Sequence[Reply]) -> Text:
    colour = "red" if any(r.contradicts for r in replies) else "green" if all(r.agrees for r in replies) else "yellow"
    return Text(f"{sum(reply.agrees for reply in replies)}/{len(replies)}", style=colour)
