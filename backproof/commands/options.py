"""Options that several commands have, spelt alike, and what becomes of their values.

Main definitions: `Width`, `Depth`, `Lanes`, `Corridors`, `Seed`, `Scheduler`, `Out`, `make_graph`, `chosen_graph`,
`select_claims`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.theory.arguments import SEEDS, checked_seed
from backproof.theory.graph import CorridorGraph, UnequalGraph, read_corridors

if TYPE_CHECKING:
    from backproof.checks.index import Claim

MAX_DEPTH = 1_000_000


class PolicyName(StrEnum):
    BASE = "base"
    SFT = "sft"
    RLVR = "rlvr"


class RunFormat(StrEnum):
    TABLE = "table"
    JSON = "json"


def parse_positive(text: str | int) -> int:
    """Parse a size; typer's own message would leave out what was given."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise typer.BadParameter(f"must be an integer >= 1, got {_short(text)}")
    return number


def parse_real(text: str | float) -> float:
    """Parse a number."""
    try:
        return float(text)
    except ValueError as error:
        raise typer.BadParameter(f"must be a number, got {_short(text)}") from error


def parse_seed(text: str | int) -> int:
    """Parse a seed."""
    try:
        return checked_seed(int(text))
    except ValueError as error:
        raise typer.BadParameter(f"must be {SEEDS}, got {_short(text)}") from error


def parse_corridors(text: str) -> UnequalGraph:
    """Parse the depth and lanes of each corridor: ``5x3,2x4``."""
    try:
        graph = read_corridors(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if graph.diamonds > MAX_DEPTH:
        raise typer.BadParameter(f"must have at most {MAX_DEPTH} diamonds in all, got {_short(text)}")
    return graph


def _short(text: str | float) -> str:
    return str(text) if len(str(text)) <= 60 else f"{str(text)[:57]}..."


FORMAT = "How to print the report."

Width = Annotated[int, typer.Option(parser=parse_positive, metavar="N", help="Corridors of the graph, W.")]
Depth = Annotated[int, typer.Option(parser=parse_positive, metavar="N", help="Diamonds per corridor, K.")]
Lanes = Annotated[int, typer.Option(parser=parse_positive, metavar="N", help="Lanes per diamond, L.")]
Corridors = Annotated[
    UnequalGraph | None,
    typer.Option(
        parser=parse_corridors,
        metavar="KxL,...",
        help="Unequal corridors, instead of width, depth and lanes: the depth and lanes of each, as in 5x3,2x4.",
    ),
]
Seed = Annotated[int, typer.Option(parser=parse_seed, metavar="N", help="Seed of the random numbers, 0 to 2**64 - 1.")]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Compute on the workers of this dask scheduler, as tcp://host:8786."),
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file instead of standard output.")]
Only = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Only this claim and what it uses; repeat for more."),
]


def make_graph(width: int, depth: int, lanes: int) -> CorridorGraph:
    from backproof.theory.graph import CorridorGraph

    try:
        graph = CorridorGraph(width, depth, lanes)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if depth > MAX_DEPTH:
        raise typer.BadParameter(f"depth must be at most {MAX_DEPTH} on the command line, got depth={depth}")
    return graph


def chosen_graph(
    context: typer.Context, width: int, depth: int, lanes: int, corridors: UnequalGraph | None
) -> CorridorGraph | UnequalGraph:
    """The graph of the sizes or of the corridors. Both together are refused."""
    if corridors is None:
        return make_graph(width, depth, lanes)
    refuse(context, "width depth lanes", "--corridors gives the sizes of all corridors")
    return corridors


def select_claims(only: list[str] | None) -> tuple[Claim, ...]:
    """The claims named by --only with those that they use; all of them where none is named."""
    from backproof.api.arguments import names
    from backproof.checks.index import claims_with_used

    return claims_with_used(names("only", only or []))
