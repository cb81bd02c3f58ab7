"""The row of the audit that is measured and not computed: a network in the place of the table.

Its numbers are the exact costs at the end of saved runs, those of the figure `fig_network_names`, and so are for the
sizes of these runs. Each was one training, and nothing about networks is proved.

Main definitions: `MeasuredRun`, `network_runs`, `show_measured`, `measured_markdown`, `measured_entries`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.console import Console

from backproof.paper_figures.network_runs import SFT_RUNS, last_cost
from backproof.paper_figures.records import load_record
from backproof.reports.costs import sizes_document
from backproof.reports.markdown import markdown_table
from backproof.reports.numbers import format_number
from backproof.reports.terminal import show_table, show_text
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

NETWORK = "network"
BESIDE = "shared-rows"
"""The row that this one stands beside: the policy is a table."""
TITLE = f"{NETWORK}, measured (beside {BESIDE}): cost of SFT of a transformer divided by the least cost"
HOW = (
    "A transformer that sees its last move is trained on golden paths, and its cost at the end is exact. Each size and "
    "name of the moves was trained with the seeds shown. Nothing is proved here: another size or network may differ."
)
HEADINGS = ("tokens", "fork", "size", "seeds", "network", "table, in the limit")


class MeasuredRun(NamedTuple):
    """SFT of a network: what its moves are called, who draws at the fork, and the exact ``cost`` at its end, in steps.

    ``file`` is the record, ``sha256`` its digest, and ``command`` what made it.
    """

    tokens: str
    fork: str
    graph: CorridorGraph
    seed: int
    cost: float
    command: str
    file: str
    sha256: str

    @property
    def least(self) -> float:
        """H*, which the policy of RLVR costs."""
        return float(expected_hitting_time(self.graph, Policy.optimal(self.graph)))

    @property
    def limit(self) -> float:
        """What SFT of the theorem's table costs in the limit."""
        return float(expected_hitting_time(self.graph, Policy.sft_limit(self.graph)))


def network_runs() -> tuple[MeasuredRun, ...]:
    """The saved runs, by tokens, depth and seed. Raises RecordError for a record that is missing or was changed."""
    found = []
    for record in SFT_RUNS.values():
        loaded = load_record(record)
        config, file = loaded.config, record.files[0]
        graph = CorridorGraph(config["width"], config["depth"], config["lanes"])
        found.append(
            MeasuredRun(
                config["tokens"],
                config["fork"],
                graph,
                config["seed"],
                last_cost(loaded),
                record.command,
                file,
                loaded.digests[file],
            )
        )
    return tuple(sorted(found, key=lambda run: (run.tokens, run.graph.depth, run.seed)))


def show_measured(console: Console, runs: Sequence[MeasuredRun], *, explain: bool = False) -> None:
    """A line for each size and naming; with ``explain`` the commands of the runs."""
    show_text(console, TITLE)
    show_table(console, HEADINGS, measured_lines(runs), right=HEADINGS[3:])
    show_text(console, "")
    show_text(console, HOW)
    for run in runs if explain else ():
        show_text(console, f"{format_number(run.cost)} steps: {run.command}")


def measured_markdown(runs: Sequence[MeasuredRun]) -> list[str]:
    """Its lines."""
    return [f"{TITLE}:", "", *markdown_table(HEADINGS, measured_lines(runs)), "", HOW]


def measured_entries(runs: Sequence[MeasuredRun]) -> list[dict[str, Any]]:
    """The runs as JSON."""
    return [
        {
            "id": NETWORK,
            "beside": BESIDE,
            "verdict": "measured",
            "tokens": run.tokens,
            "fork": run.fork,
            "graph": sizes_document(run.graph),
            "seed": run.seed,
            "cost": run.cost,
            "least_cost": run.least,
            "table_limit": run.limit,
            "command": run.command,
            "sha256": run.sha256,
        }
        for run in runs
    ]


def measured_lines(runs: Sequence[MeasuredRun]) -> Iterator[tuple[str, ...]]:
    """A line for each naming of the moves and each size."""
    for (tokens, fork, graph), alike in itertools.groupby(runs, lambda run: (run.tokens, run.fork, run.graph)):
        same = list(alike)
        ratios = [run.cost / run.least for run in same]
        between = " to ".join(dict.fromkeys(map(format_number, (min(ratios), max(ratios)))))
        size, seeds = f"W={graph.width}, K={graph.depth}, L={graph.lanes}", ", ".join(str(run.seed) for run in same)
        yield tokens, fork, size, seeds, between, format_number(same[0].limit / same[0].least)
