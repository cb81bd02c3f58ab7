"""``backproof compare``: what tuning did, by samples of both models."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backproof.commands.options import FORMAT, Out, Seed, parse_positive
from backproof.commands.output import check_file, check_writable, deliver, deliver_report, write_whole
from backproof.commands.progress import status
from backproof.installed import require

if TYPE_CHECKING:
    from backproof.samples.comparison import SampleComparison


class CompareFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class LayoutName(StrEnum):
    PLAIN = "plain"
    LM_EVAL = "lm-eval"
    INSPECT = "inspect"


def parse_where(text: str) -> str:
    """Check that it is a column and a value."""
    if not text.partition("=")[0] or "=" not in text:
        raise typer.BadParameter(f"must be COLUMN=VALUE, got {text!r:.60}")
    return text


def _column(what: str) -> Any:
    return typer.Option(metavar="COLUMN", help=what)


SAMPLES = "a file, a folder or a pattern in quotes"

Base = Annotated[str, typer.Argument(metavar="BASE", help=f"Samples of the base model: {SAMPLES}.")]
Tuned = Annotated[str, typer.Argument(metavar="TUNED", help="Samples of the tuned model, likewise.")]
Named = Annotated[LayoutName, typer.Option(help="How the columns are named: as below, or by an evaluation harness.")]
Problem = Annotated[str | None, _column("The column that names the problem.")]
Correct = Annotated[str | None, _column("The column with the grade: 0, 1, true or false.")]
Answer = Annotated[str | None, _column("The column with the final answer.")]
Sample = Annotated[str | None, _column("The column that numbers the samples of a problem.")]
Steps = Annotated[str | None, _column("The column with the steps, a list of texts or numbers.")]
Entropy = Annotated[str | None, _column("The column with the mean entropy of the tokens.")]
Model = Annotated[str | None, _column("The column with the name of the model.")]
Where = Annotated[str | None, typer.Option(parser=parse_where, metavar="COLUMN=VALUE", help="Use only these rows.")]
Budgets = Annotated[
    list[int] | None,
    typer.Option(parser=parse_positive, metavar="N", help="Samples for pass@k and all else; repeat for more."),
]
Graphs = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Write the steps as base.json and tuned.json for backproof graph.")
]


def compare(
    context: typer.Context,
    base: Base,
    tuned: Tuned,
    layout: Named = LayoutName.PLAIN,
    problem: Problem = None,
    correct: Correct = None,
    answer: Answer = None,
    sample: Sample = None,
    steps: Steps = None,
    entropy: Entropy = None,
    model: Model = None,
    where: Where = None,
    k: Budgets = None,
    graphs: Graphs = None,
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
    if graphs is not None:
        check_file("--graphs", graphs / "base.json")
    require("duckdb", "compare")
    if format_ is CompareFormat.HTML:
        require("matplotlib", "figures")
    from backproof.api.comparison import compare as compare_samples
    from backproof.samples.layouts import NAMED

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
    if graphs is not None:
        _write_graphs(graphs, found)
    _deliver(found, format_, out)


def _deliver(found: SampleComparison, format_: CompareFormat, out: Path | None) -> None:
    from backproof.samples.document import comparison_document
    from backproof.samples.report import comparison_markdown, show_comparison

    if format_ is CompareFormat.JSON:
        deliver(json.dumps(comparison_document(found), indent=1, allow_nan=False) + "\n", out)
    elif format_ is CompareFormat.MARKDOWN:
        deliver(comparison_markdown(found), out)
    elif format_ is CompareFormat.HTML:
        from backproof.samples.page import comparison_html

        deliver(comparison_html(found), out)
    else:
        deliver_report(lambda console: show_comparison(console, found), out)


def _write_graphs(folder: Path, found: SampleComparison) -> None:
    from backproof.samples.step_graph import policy_graph

    known = [one.graph for one in found.steps or () if one.graph is not None]
    if len(known) < 2:
        why = "too many different moves" if found.steps else "no steps"
        raise typer.BadParameter(f"--graphs needs steps of both models; the samples have {why}")
    for name, graph in zip(("base", "tuned"), known, strict=True):
        write_whole(json.dumps(policy_graph(graph), indent=1) + "\n", folder / f"{name}.json")
