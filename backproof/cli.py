"""The command line. Whatever is heavy is imported inside the command that needs it.

Exit codes: 0 all hold; 1 refuted, vacuous, disagreement or a control that survived; 2 bad usage; 3 unknown, timeout or
resource limit; 4 a lost or unsound solver, an incomplete installation, too little memory, or an internal error; 5
output could not be written; 130 interrupted by Ctrl-C, and so 128 and the number of any signal that ended it; 141
nobody reads the output any more.
"""

from __future__ import annotations

import sys
import traceback
from typing import Annotated, NoReturn

import typer

from backproof import __version__, streams
from backproof.commands.audit import audit
from backproof.commands.companions import companions
from backproof.commands.compare import compare
from backproof.commands.cost import cost
from backproof.commands.export import export
from backproof.commands.figures import figures
from backproof.commands.graph import graph
from backproof.commands.output import InterruptedRun
from backproof.commands.prism import prism
from backproof.commands.replay import replay
from backproof.commands.runs import UnwrittenRecordError
from backproof.commands.simulate import simulate
from backproof.commands.sweep import sweep
from backproof.commands.train import train
from backproof.commands.trainer_options import TrainCommand
from backproof.commands.usage import usage_error
from backproof.commands.verify import verify
from backproof.installed import MissingPackageError
from backproof.memory import lacks_memory

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)

UNWRITTEN = 5
INTERRUPTED = 130
NOBODY_READS = 141


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"backproof {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def backproof(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Check the theorem that RLVR learns to backtrack where SFT on golden paths cannot.

    Exit codes: 0 all is well, 1 something is false, 2 bad usage, 3 undecided, 4 a solver or a package is missing or was
    lost, 5 output could not be written, 130 interrupted.

    Example: backproof verify
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for command in (
    verify,
    replay,
    cost,
    simulate,
    train,
    sweep,
    audit,
    graph,
    companions,
    compare,
    figures,
    export,
    prism,
):
    app.command(cls=TrainCommand if command is train else None)(command)

PARSER = typer.main.get_command(app)
"""Reads a command line. It is made once, however many a process runs."""


def _fail(message: str, code: int) -> NoReturn:
    """One line on standard error, then the end."""
    streams.complain(message)
    sys.exit(code)


def _is_ours(error: BaseException) -> bool:
    """Whether a module of this package cannot be imported, which is a fault of this program."""
    return isinstance(error, ImportError) and (error.name or "").partition(".")[0] == "backproof"


def _is_refusal(error: Exception) -> bool:
    """Whether it is a ValueError of a class of our own: these say what was wrong with a request."""
    return isinstance(error, ValueError) and type(error).__module__.startswith("backproof.")


def _unloaded(error: BaseException) -> str:
    """What to say of a package that is missing or cannot be loaded, or of too little memory."""
    from backproof.checks.processes import memory_hint

    if isinstance(error, ModuleNotFoundError):
        missing = (error.name or str(error)).partition(".")[0]
        return f"{missing} is not installed: in a clone, run `make .venv`, or `pip install -c constraints.txt .`"
    if lacks_memory(error):
        return f"there was not enough memory{memory_hint() or ': ask for smaller sizes'}"
    remedy = memory_hint() or "; in a clone, `make .venv` installs it again"
    return f"a package could not be loaded: {' '.join(str(error).split())[:200]}{remedy}"


def main() -> None:
    """Entry point: every expected failure is one line and an exit code."""
    streams.prepare()
    try:
        code = PARSER(standalone_mode=False)
    except SystemExit:  # typer exits so when nobody reads the output any more, as with `| head`
        streams.abandon(1, 2)
        sys.exit(NOBODY_READS)
    except typer.TyperException as error:
        _fail(usage_error(error), 2)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except InterruptedRun as error:
        _fail(f"interrupted; {error}", INTERRUPTED)
    except UnwrittenRecordError as error:
        _fail(str(error), UNWRITTEN)
    except OSError as error:
        if error.errno is None:  # a library could not be loaded
            _fail(_unloaded(error), 4)
        where = error.filename or "standard output"
        _fail(f"output could not be written: {where}: {error.strerror}", UNWRITTEN)
    except MissingPackageError as error:
        _fail(str(error), 2)
    except (ImportError, MemoryError) as error:
        if _is_ours(error):
            traceback.print_exc()
            _fail("internal error, see above; please report it", 4)
        _fail(_unloaded(error), 4)
    except Exception as error:
        if _is_refusal(error):
            _fail(str(error), 2)
        if lacks_memory(error):
            _fail(_unloaded(error), 4)
        from backproof.checks.index import BrokenIndexError
        from backproof.checks.kernel import SolverLostError, UnsoundSolverError
        from backproof.checks.replay import DriftError, SolverCommandError

        expected = SolverLostError | UnsoundSolverError | SolverCommandError | DriftError | BrokenIndexError
        if not isinstance(error, expected):
            traceback.print_exc()
            _fail("internal error, see above; please report it", 4)
        _fail(str(error), 4)
    if code == INTERRUPTED:
        _fail("interrupted; nothing was written", INTERRUPTED)
    sys.exit(code or 0)


if __name__ == "__main__":
    from backproof.start import start

    start()
