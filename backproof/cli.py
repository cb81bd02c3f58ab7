"""The command line. Whatever is heavy is imported inside the command that needs it.

Exit codes: 0 all hold; 1 refuted, vacuous, disagreement or a control that survived; 2 bad usage; 3 unknown, timeout or
resource limit; 4 a lost or unsound solver, or an internal error; 5 output that could
not be written; 130 interrupted.
"""

from __future__ import annotations

import sys
import traceback
from typing import NoReturn

import typer

from backproof.commands.audit import audit
from backproof.commands.export import export
from backproof.commands.figures import figures
from backproof.commands.options import InterruptedRun, UnwrittenRecordError
from backproof.commands.simulate import simulate
from backproof.commands.train import train
from backproof.commands.verify import verify

app = typer.Typer(
    help="Check the theorem that RLVR learns to backtrack where SFT on golden paths cannot.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

UNWRITTEN = 5
INTERRUPTED = 130


@app.callback(invoke_without_command=True)
def backproof(context: typer.Context) -> None:
    """Check the theorem that RLVR learns to backtrack where SFT on golden paths cannot."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command()(verify)
app.command()(audit)
app.command()(simulate)
app.command()(train)
app.command()(export)
app.command()(figures)


def _fail(message: str, code: int) -> NoReturn:
    """One line on standard error, then the end."""
    typer.echo(f"backproof: {message}", err=True)
    sys.exit(code)


def main() -> None:
    """Entry point: every expected failure is one line and an exit code."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _fail(f"{error.format_message()} (see backproof --help)", 2)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except InterruptedRun as error:
        _fail(f"interrupted; {error}", INTERRUPTED)
    except UnwrittenRecordError as error:
        _fail(str(error), UNWRITTEN)
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror or error}; nothing was written", 2)
    except Exception as error:
        from checks.kernel import SolverLostError, UnsoundSolverError
        from checks.replay import DriftError, SolverCommandError

        if not isinstance(error, SolverLostError | UnsoundSolverError | SolverCommandError | DriftError):
            traceback.print_exc()
            _fail("internal error, see above; please report it", 4)
        _fail(str(error), 4)
    if code == INTERRUPTED:
        _fail("interrupted; nothing was written", INTERRUPTED)
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
