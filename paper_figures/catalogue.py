"""The figures, by name: each file ``paper_figures/fig_<name>.py`` is one. There is no list to keep.

Main definition: `FIGURES`.
"""

from __future__ import annotations

import importlib
import pkgutil

from backproof import paper_figures
from backproof.paper_figures.figure import Figure


def _figure_of(module: str) -> Figure:
    """``FIGURE`` of that file. Raises TypeError where it has none, or one of another name."""
    found = getattr(importlib.import_module(f"{paper_figures.__name__}.{module}"), "FIGURE", None)
    if not isinstance(found, Figure) or found.name != module:
        raise TypeError(f"paper_figures/{module}.py must define FIGURE = Figure(name={module!r}, ...)")
    return found


def _discovered() -> dict[str, Figure]:
    names = [file.name for file in pkgutil.iter_modules(paper_figures.__path__) if file.name.startswith("fig_")]
    found = sorted(map(_figure_of, names), key=lambda figure: (figure.place, figure.name))
    return {figure.name: figure for figure in found}


FIGURES: dict[str, Figure] = _discovered()
"""In the order of their places, those of one place by name."""
