"""The figures, by name, in the order of the paper.

Main definition: `FIGURES`.
"""

from __future__ import annotations

from paper_figures import fig_graph
from paper_figures.figure import Figure

FIGURES: dict[str, Figure] = {figure.name: figure for figure in (fig_graph.FIGURE,)}
