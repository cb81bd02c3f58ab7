"""The paper's figures: built from code and records, and checked against their references.

Main definitions: `figures`, `check_figures`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from backproof.api.arguments import RefusedError, names, path
from backproof.api.progress import Counter, OnProgress
from backproof.installed import require
from backproof.theory.graph import check_type

if TYPE_CHECKING:
    from backproof.paper_figures.build import Outcome
    from backproof.paper_figures.figure import Figure

DEFAULT = Path("figures")


class UnknownFigureError(ValueError):
    """A name that is not in the catalogue of figures."""


def figures(
    only: str | Iterable[str] = (),
    *,
    out: str | os.PathLike[str] = DEFAULT,
    on_progress: OnProgress | None = None,
) -> list[Outcome]:
    """Build the paper's figures that are not up to date in the folder ``out``, which is made if it is missing.

    Each is a PDF, SVG and PNG, its numbers as CSV, and its caption. An outcome has the figure's ``name``, its
    ``state`` ("built", "up to date" or "not built") and a ``detail`` that says why it was not built.

    Raises ValueError for an unknown name, for a folder that cannot be written, and where a file that backproof did not
    build would be lost; MissingPackageError without matplotlib. A KeyboardInterrupt says how many figures are ready.

    >>> import tempfile
    >>> from backproof import figures
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [outcome.state for outcome in figures("fig_graph", out=folder)]
    ['built']
    """
    require("matplotlib", "figures")
    counter, chosen = Counter(on_progress), select(only)
    folder = path("out", out)
    if folder is None:
        raise TypeError("out must be a path, got out=None")
    _prepare(folder, chosen)
    from backproof.paper_figures.build import build

    ready = 0

    def tell(outcome: Outcome) -> None:
        nonlocal ready
        ready += outcome.state != "not built"
        counter.advance()

    counter.start(len(chosen))
    try:
        return build(chosen, folder, on_done=tell)
    except KeyboardInterrupt:
        counted = f"{ready} of {len(chosen)} figure{'s' * (len(chosen) > 1)}"
        raise KeyboardInterrupt(f"{counted} up to date in {folder}, the rest as before") from None


def check_figures(
    only: str | Iterable[str] = (), *, quick: bool = False, on_progress: OnProgress | None = None
) -> dict[str, list[str]]:
    """Compare the numbers of figures with their references, and two builds byte for byte unless ``quick``.

    Returns for each figure a line for each number or file that differs; the list is empty where none does. Nothing is
    written. Raises ValueError for an unknown name, MissingPackageError without matplotlib.

    >>> from backproof import check_figures
    >>> check_figures("fig_graph", quick=True)
    {'fig_graph': []}
    """
    require("matplotlib", "figures")
    check_type("quick", quick, bool)
    counter, chosen = Counter(on_progress), select(only)
    from backproof.paper_figures.check import differing_files, drift

    counter.start(len(chosen))
    found: dict[str, list[str]] = {}
    for figure in chosen:
        try:
            found[figure.name] = drift(figure)
        except (ValueError, LookupError, ArithmeticError) as error:
            found[figure.name] = [str(error) or type(error).__name__]
        counter.advance()
    if not quick:
        sound = [name for name, lines in found.items() if not lines]
        for file in differing_files(sound) if sound else []:
            found[file.partition(".")[0]].append(f"{file} has other bytes in a second build")
    return found


def select(only: str | Iterable[str]) -> list[Figure]:
    """The named figures in the order of the paper, or all. Raises UnknownFigureError."""
    from backproof.paper_figures.catalogue import FIGURES
    from backproof.theory.arguments import near_matches

    wanted = names("only", only)
    for name in wanted:
        if name not in FIGURES:
            raise UnknownFigureError(f"there is no figure {name!r}: {near_matches(name, FIGURES, 'the figures are')}")
    return [figure for name, figure in FIGURES.items() if not wanted or name in wanted]


def _prepare(folder: Path, chosen: list[Figure]) -> None:
    """Make the folder; refuse one that cannot be written, or where a file of others would be lost."""
    from backproof.paper_figures.build import files_of_others

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"0")
    except OSError as error:
        raise RefusedError(
            f"--out {folder}: must be a folder that can be written ({error.strerror}); name another"
        ) from error
    if found := files_of_others(chosen, folder):
        raise RefusedError(f"--out {folder}: has a {found[0]} that backproof did not build; name another folder")
