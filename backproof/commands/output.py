"""Where reports go: to the terminal, to standard output, or to a file that is whole or not there.

Main definitions: `deliver`, `deliver_report`, `write_whole`, `check_writable`, `check_file`, `InterruptedRun`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from backproof.api.arguments import check_file as check_file

if TYPE_CHECKING:
    from backproof.reports.terminal import Show


class InterruptedRun(Exception):  # noqa: N818 - no error: the user's wish
    """A run was interrupted; the message says what is kept of it."""


def deliver(text: str, out: Path | None) -> None:
    """Print the text, or write the file."""
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_whole(text, out)


def deliver_report(show: Show, out: Path | None = None) -> None:
    """Print a report, in a terminal with its width and colours, or write it as plain text."""
    from backproof.reports.terminal import plain_text

    if out is None and sys.stdout.isatty():
        from rich.console import Console

        show(Console())
    else:
        deliver(plain_text(show), out)


def write_whole(text: str, out: Path) -> None:
    """Write a file that is whole or stays as it was; a pipe or device gets the text as it comes.

    Raises OSError naming ``out``.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        if is_device(out):
            out.write_text(text, encoding="utf-8")
        else:
            part.write_text(text, encoding="utf-8")
            part.replace(out)
    except OSError as error:  # a full disk names no file, and the name of the part means nothing to a user
        raise OSError(error.errno, error.strerror, str(out)) from error
    finally:
        part.unlink(missing_ok=True)


def is_device(out: Path | None) -> bool:
    """Whether it is a pipe or device, beside which no file is put."""
    return out is not None and out.exists() and not out.is_file()


def check_writable(out: Path | None) -> None:
    """Refuse, before any work, an output that could not be written after it."""
    if out is None:
        sys.stdout.write("")  # raises where it is closed
        return
    check_file("--out", out)
