"""``backproof companions``: the quantities of the two companion papers, exactly and from walks."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import FORMAT, Depth, Lanes, Out, Seed, Width, make_graph, parse_positive
from backproof.commands.output import check_writable, deliver, deliver_report
from backproof.commands.progress import progress_bar
from backproof.installed import require
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.reports.companions import CompanionReport


class CompanionsFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


def parse_fork(text: str) -> str | list[float]:
    """Parse the weights; what has no comma is a name, or the weight of a single corridor."""
    try:
        return [float(weight) for weight in text.split(",")]
    except ValueError as error:
        if "," not in text:
            return text
        raise typer.BadParameter(f"must be a name or a weight for each corridor, got {text:.60}") from error


Chosen = Annotated[
    str, typer.Option(metavar="base|sft|rlvr|FILE", help="The policy to report on, by name or from a file.")
]
Against = Annotated[str, typer.Option(metavar="base|sft|rlvr|FILE", help="The policy that it is compared with.")]
Budget = Annotated[int, typer.Option(parser=parse_positive, metavar="N", help="The most steps of a walk.")]
Samples = Annotated[
    int, typer.Option(parser=parse_positive, metavar="N", help="Samples among which trajectories are distinct.")
]
Budgets = Annotated[
    list[int] | None,
    typer.Option(parser=parse_positive, metavar="N", help="Samples for pass@k and the supports; repeat for more."),
]

Walks = Annotated[
    int | None,
    typer.Option(
        parser=parse_positive,
        metavar="N",
        help="Also estimate from N walks of each policy to each target, with 95% intervals; a multiple of 40.",
    ),
]

Fork = Annotated[
    str,
    typer.Option(
        parser=parse_fork,
        metavar="uniform|sqrt|prior|one-hot|N,...",
        help="The fork of the policy, as trained for Zipf's prior, or a weight for each corridor. That of --against is "
        "uniform.",
    ),
]


def companions(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    policy: Chosen = "rlvr",
    against: Against = "base",
    budget: Budget = 900,
    samples: Samples = 256,
    fork: Fork = "uniform",
    k: Budgets = None,
    walks: Walks = None,
    seed: Seed = 0,
    format_: Annotated[CompanionsFormat, typer.Option("--format", help=FORMAT)] = CompanionsFormat.TABLE,
    out: Out = None,
) -> None:
    """Compute what two papers on RL and SFT measure, exactly.

    Prints pass@k and CoT-pass@k of two policies and where the curves cross, which targets and trajectories each can
    give beside what two identical models would show, distinct trajectories at four levels, entropies, the decay of
    visits with the ranks that were fitted, and tilts. Targets follow Zipf's prior; where a number depends on the
    target, it is the likeliest. With --walks N it also estimates from walks what walks can show.

    Example: backproof companions --policy rlvr --against sft --budget 900
    """
    check_writable(out)
    if walks is None:
        refuse(context, "seed", "without --walks nothing is sampled")
    graph = make_graph(width, depth, lanes)
    if format_ is CompanionsFormat.HTML:
        require("matplotlib", "figures")
    from backproof.api.companions import companions as compute

    with progress_bar("computing", "computing") as on_progress:
        found = compute(
            graph,
            policy,
            budget=budget,
            samples=samples,
            k=k or (),
            fork=fork,
            base=against,
            walks=walks,
            seed=seed,
            on_progress=on_progress,
        )
    _deliver(found, format_, out)


def _deliver(found: CompanionReport, format_: CompanionsFormat, out: Path | None) -> None:
    from backproof.reports.companions_documents import companion_notes, companion_tables, companions_document
    from backproof.reports.tables import show_tables, tables_markdown

    if format_ is CompanionsFormat.JSON:
        deliver(json.dumps(companions_document(found), indent=1, allow_nan=False) + "\n", out)
        return
    if format_ is CompanionsFormat.HTML:
        from backproof.reports.companions_html import companions_html

        deliver(companions_html(found), out)
        return
    tables, notes = companion_tables(found), companion_notes(found)
    if format_ is CompanionsFormat.MARKDOWN:
        deliver(tables_markdown("backproof companions", tables, notes), out)
    else:
        deliver_report(lambda console: show_tables(console, tables, notes, spare=("meaning",)), out)
