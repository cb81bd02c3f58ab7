"""What self-contained HTML reports share: the template environment, and charts as inline SVG.

Main definitions: `pages`, `inline_svg`, `LINES`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import matplotlib.style
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from backproof.paper_figures.style import BLACK, BLUE, GREEN, PURPLE, RC, VERMILLION

LINES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILLION, "linestyle": "--", "marker": "s"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": PURPLE, "linestyle": ":", "marker": "D"},
    {"color": BLACK, "linestyle": (0, (5, 1, 1, 1)), "marker": "v"},
)
"""Told apart by colour-blind readers, and in grey by their dashes and marks."""

SCREEN = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "legend.fontsize": 8,
}
"""Beside the figures' style: text stays text, so that it is small and found by a reader's search."""


def pages() -> Environment:
    """The templates; what is missing from a page is an error."""
    return Environment(
        loader=PackageLoader("backproof"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def inline_svg(draw: Callable[[Figure], bool], name: str, label: str) -> Markup:
    """What ``draw`` draws, as SVG with this label; nothing if it returns false.

    The ids in it get ``name`` in front, since charts share one page.
    """
    with matplotlib.style.context(["default", RC | SCREEN]):
        figure = Figure(figsize=(5.2, 3.2), layout="constrained")
        if not draw(figure):
            return Markup("")
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    svg = text.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    return Markup(svg.replace("<svg", f'<svg role="img" aria-label="{escape(label)}"', 1))  # noqa: S704 - drawn here
