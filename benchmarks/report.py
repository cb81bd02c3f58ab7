"""The rows of a run as a table of the terminal, as Markdown and as JSON, with the machine and the date.

Main definitions: `Run`, `show`, `markdown`, `document`, `around`, `renew_page`.
"""

from __future__ import annotations

import dataclasses
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from backproof.api.arguments import RefusedError
from backproof.commands.output import write_whole
from backproof.reports.markdown import escape_markdown, markdown_table
from benchmarks.row import Row, Size

HEADINGS = ("what", "size", "ours", "peer", "ratio", "bar")
SHORT = ("ours", "ratio")
"""Columns of numbers."""

PACKAGES = ("backproof", "numpy", "torch", "duckdb", "pandas", "stable_baselines3", "stormpy")
BEGIN, END = "<!-- results of `make bench` -->\n", "<!-- end -->\n"


def machine() -> dict[str, str | int]:
    """The processor, the number of cores, the system, and the GPU if there is one."""
    import torch

    models = [line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")]
    gpu = {"gpu": torch.cuda.get_device_name()} if torch.cuda.is_available() else {}
    processor = models[0] if models else platform.processor() or platform.machine()
    return {"processor": processor, "cores": os.cpu_count() or 1, "system": platform.system(), **gpu}


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def versions() -> dict[str, str]:
    """Of Python, and of the packages that are installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@dataclass
class Run:
    """The rows of each benchmark, and when and where they were measured.

    ``load``: the load average of the machine before the run.
    """

    size: Size
    rows: dict[str, list[Row]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    date: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    machine: Mapping[str, str | int] = field(default_factory=machine)
    versions: Mapping[str, str] = field(default_factory=versions)

    def summary(self) -> str:
        """The date, the machine and the versions, in one line."""
        place = ", ".join(filter(None, (str(self.machine["processor"]), str(self.machine.get("gpu", "")))))
        packages = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        return (
            f"{self.date[:10]}, {self.machine['cores']} cores ({place}), load {self.load:.1f} before the run; "
            f"{self.seconds:.0f} s in all; {packages}"
        )


def figure(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "s" and value < 0.1:
        value, unit = (value * 1e3, "ms") if value >= 1e-4 else (value * 1e6, "µs")
    return f"{short(value)} {unit}"


def short(value: float) -> str:
    """Three digits, without an exponent where that is short."""
    return f"{value:,.0f}" if 1000 <= value < 1e5 else f"{value:.3g}"


def cells(row: Row) -> list[str]:
    """What each column shows."""
    ours = figure(row.ours, row.unit)
    if row.ours is None:
        peer = f"not run: {row.not_run}"
    elif row.not_run:
        peer = f"{row.peer}: not run, {row.not_run}"
    else:
        peer = f"{row.peer}: {figure(row.theirs, row.unit)}" if row.peer else ""
    verdict = {True: ": met", False: ": missed", None: ""}[row.met]
    return [row.what, row.size, ours, peer, "" if row.ratio is None else short(row.ratio), row.bar + verdict]


def show(run: Run, console: Console) -> None:
    table = Table(title="Benchmarks", box=box.SIMPLE_HEAD, show_edge=False)
    for heading in HEADINGS:
        short = heading in SHORT
        table.add_column(heading, justify="right" if short else "left", no_wrap=short)
    for rows in run.rows.values():
        for row in rows:
            table.add_row(*cells(row))
        table.add_section()
    console.print(table)
    console.print(run.summary(), markup=False, highlight=False)
    for name, message in run.failures.items():
        console.print(f"{name} failed: {message}", markup=False, highlight=False)


def markdown(run: Run) -> str:
    shown = ([escape_markdown(cell) for cell in cells(row)] for rows in run.rows.values() for row in rows)
    table = markdown_table(HEADINGS, shown, right=SHORT)
    return "\n".join([f"Measured on {escape_markdown(run.summary())}.", "", *table, ""])


def document(run: Run) -> dict[str, Any]:
    """What ``--json`` writes; `schema.json` describes it."""
    rows = [
        {"benchmark": name, **dataclasses.asdict(row), "ratio": row.ratio}
        for name, rows in run.rows.items()
        for row in rows
    ]
    about = {name: value for name, value in vars(run).items() if name != "rows"}
    return {"schema": "backproof.benchmarks/1", **about, "rows": rows}


def renew_page(run: Run, page: Path) -> None:
    """Put the results between the two marks of a page."""
    head, tail = around(page)
    write_whole(head + BEGIN + markdown(run) + END + tail, page)


def around(page: Path) -> tuple[str, str]:
    """What stands before and after the results. Raises RefusedError for a page without the two marks."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise RefusedError(f"--page {page}: must be a page with the lines {BEGIN.strip()} and {END.strip()}")
    return head, tail
