"""``backproof compare``: what tuning did, by samples of both models."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from backproof.commands.options import FORMAT, Out, Seed, parse_positive
from backproof.commands.output import check_writable, deliver, deliver_report
from backproof.commands.progress import status
from backproof.installed import require


class CompareFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class LayoutName(StrEnum):
    PLAIN = "plain"
    LM_EVAL = "lm-eval"
    INSPECT = "inspect"


def parse_where(text: str) -> str:
    """Check that it is a column and a value."""
    if not text.partition("=")[0] or "=" not in text:
        raise typer.BadParameter(f"must be COLUMN=VALUE, got {text!r:.60}")
    return text


def _column(what: str) -> object:
    return typer.Option(metavar="COLUMN", help=what)


SAMPLES = "a file, a folder or a pattern in quotes"


def compare(
    context: typer.Context,
    base: Annotated[str, typer.Argument(metavar="BASE", help=f"Samples of the base model: {SAMPLES}.")],
    tuned: Annotated[str, typer.Argument(metavar="TUNED", help="Samples of the tuned model, likewise.")],
    layout: Annotated[
        LayoutName, typer.Option(help="How the columns are named: as below, or by an evaluation harness.")
    ] = LayoutName.PLAIN,
    problem: Annotated[str | None, _column("The column that names the problem.")] = None,
    correct: Annotated[str | None, _column("The column with the grade: 0, 1, true or false.")] = None,
    answer: Annotated[str | None, _column("The column with the final answer.")] = None,
    sample: Annotated[str | None, _column("The column that numbers the samples of a problem.")] = None,
    steps: Annotated[str | None, _column("The column with the steps, a list of texts or numbers.")] = None,
    entropy: Annotated[str | None, _column("The column with the mean entropy of the tokens.")] = None,
    model: Annotated[str | None, _column("The column with the name of the model.")] = None,
    where: Annotated[
        str | None, typer.Option(parser=parse_where, metavar="COLUMN=VALUE", help="Use only these rows.")
    ] = None,
    k: Annotated[
        list[int] | None,
        typer.Option(parser=parse_positive, metavar="N", help="Samples for pass@k and all else; repeat for more."),
    ] = None,
    seed: Seed = 0,
    format_: Annotated[CompareFormat, typer.Option("--format", help=FORMAT)] = CompareFormat.TABLE,
    out: Out = None,
) -> None:
    """Compare a base model with a tuned one by their samples.

    Prints pass@k of both with intervals and where the curves cross, which problems each solves beside what two
    identical models would show, and how diverse the answers and the steps are. A row of the files is a sample.

    Example: backproof compare base.jsonl tuned.jsonl --k 8
    """
    check_writable(out)
    require("duckdb", "compare")
    from backproof.api.comparison import compare as compare_samples
    from backproof.samples.document import comparison_document
    from backproof.samples.layouts import NAMED
    from backproof.samples.report import comparison_markdown, show_comparison

    column, _, value = (where or "").partition("=")
    with status() as tell:
        found = compare_samples(
            base,
            tuned,
            layout=layout.value,
            columns={role: context.params[role] for role in NAMED if context.params[role] is not None},
            where=(column, value) if where else None,
            budgets=k or (),
            seed=seed,
            on_step=tell,
        )
    if format_ is CompareFormat.JSON:
        deliver(json.dumps(comparison_document(found), indent=1, allow_nan=False) + "\n", out)
    elif format_ is CompareFormat.MARKDOWN:
        deliver(comparison_markdown(found), out)
    else:
        deliver_report(lambda console: show_comparison(console, found), out)
