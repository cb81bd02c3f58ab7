"""One style for all figures: sizes for print, and looks that can be told apart without colour.

Colours are those of Okabe and Ito, for colour-blind readers. Within a panel every look has a line style or a marker of
its own. In every figure black is base, vermillion SFT and blue RLVR. What is not a series is drawn in `INK`. Fonts are
those that matplotlib ships.

Main definitions: `RC`, `Look`, `LOOKS` (one per policy, student or family of rows), `key`, `panel_label`, `log_axis`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullFormatter

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY, INK, SHADE = "#777777", "#444444", "#eeeeee"

RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "mathtext.fontset": "dejavusans",
    "font.size": 7.5,
    "axes.titlesize": 7.5,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "legend.handlelength": 2.4,
    "legend.labelspacing": 0.3,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "lines.linewidth": 1.2,
    "lines.markersize": 3.5,
    "errorbar.capsize": 1.5,
    "figure.constrained_layout.use": True,
    "savefig.dpi": 300,
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "backproof",
}
"""matplotlib's parameters. All others are its defaults, whatever a user's own file says."""


@dataclass(frozen=True)
class Look:
    """Colour, line style, marker and the label for the legend. Marks are open unless ``filled``."""

    label: str
    colour: str
    line: Any
    marker: str
    filled: bool = False

    @property
    def drawn(self) -> dict[str, Any]:
        """Keywords of ``plot`` for a derived line."""
        return {"color": self.colour, "linestyle": self.line, "label": self.label}

    @property
    def measured(self) -> dict[str, Any]:
        """Keywords of ``plot`` and ``errorbar`` for measured points: marks without a line."""
        face = self.colour if self.filled else "white"
        return {"color": self.colour, "marker": self.marker, "linestyle": "none", "markerfacecolor": face}


def key(look: Look, **changes: Any) -> Line2D:
    """A legend entry with both the line and the mark of a look; ``changes`` are keywords of `Line2D`."""
    return Line2D([], [], **look.measured | look.drawn | changes)


OUTSIDE: dict[str, Any] = {"loc": "outside upper center", "ncols": 6, "columnspacing": 1.6}
"""Keywords of a legend above all panels."""

DASHED, DOTTED, DASH_DOT = (0, (5, 1.5)), (0, (1, 1.2)), (0, (5, 1.2, 1, 1.2))
DASH_DOT_DOT = (0, (3, 1, 1, 1, 1, 1))

LOOKS = {
    "base": Look("base", BLACK, DOTTED, "s"),
    "sft": Look("SFT", VERMILLION, DASHED, "^"),
    "rlvr": Look("RLVR", BLUE, "-", "o"),
    "search-sft": Look("search with SFT", PURPLE, DASH_DOT, "v"),
    "search-rlvr": Look("search with RLVR", GREEN, DASH_DOT_DOT, "D"),
    "student": Look("student, dead ends kept", GREEN, "none", "D"),
    "cleaned": Look("student, cleaned traces", ORANGE, DASH_DOT_DOT, "v"),
    "reinforce": Look("REINFORCE, mean over seeds", PURPLE, DASHED, ""),
    "forward_exit": Look(r"$a$ forward exit", PURPLE, "-", "D"),
    "forward_entry": Look(r"$c$ forward entry", GREEN, DASH_DOT, ">"),
    "backward_entry": Look(r"$b$ backward entry", ORANGE, DASHED, "<"),
    "backward_exit": Look(r"$d$ backward exit", SKY, (0, (1.6, 1)), "s"),
}
"""The look of each policy, student and family of rows in every figure."""


def panel_label(axes: Axes, letter: str, title: str = "") -> None:
    """Write a bold (a), (b), ... and the title above the panel, at the left."""
    axes.set_title(rf"$\bf{{({letter})}}$ {title}".rstrip(), loc="left")


def log_axis(axes: Axes, which: str, decades: int = 1) -> None:
    """Make the "x" or "y" axis logarithmic, with a labelled tick every ``decades`` decades."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    (axes.set_xscale if which == "x" else axes.set_yscale)("log")
    axis.set_major_locator(LogLocator(base=10.0**decades, numticks=50))
    axis.set_minor_locator(LogLocator(subs="auto", numticks=50))
    axis.set_minor_formatter(NullFormatter())
