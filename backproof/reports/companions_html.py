"""The report on the quantities of the companion papers as one self-contained HTML file.

Main definition: `companions_html`.
"""

from __future__ import annotations

import numpy as np
from markupsafe import Markup
from matplotlib.figure import Figure

from backproof import __version__
from backproof.reports.charts import LINES, inline_svg, pages
from backproof.reports.companions import CompanionReport
from backproof.reports.companions_documents import companion_notes, companion_tables, crossing_words

SIDES = ("correct", "incorrect")


def companions_html(report: CompanionReport) -> str:
    """The page; the same report gives the same bytes."""
    tables = companion_tables(report)
    none = Markup("")
    charts = [_curves(report), none, none, _distinct(report), *[none] * (len(tables) - 4)]
    policies, _, *notes = companion_notes(report)
    return (
        pages()
        .get_template("companions.html")
        .render(
            version=__version__,
            policies=policies,
            crossover=crossing_words(report),
            sections=list(zip(tables, charts, strict=True)),
            notes=notes,
            zip=zip,
        )
    )


def _curves(report: CompanionReport) -> Markup:
    """pass@k and CoT-pass@k of both."""

    def draw(figure: Figure) -> bool:
        axes = figure.add_subplot()
        for number, (name, one) in enumerate((("base", report.base), ("tuned", report.tuned))):
            axes.plot(report.k, one.pass_at_k, label=f"{name}: pass@k", **LINES[number])
            axes.plot(report.k, one.cot_pass_at_k, label=f"{name}: CoT-pass@k", **LINES[number + 2])
        axes.set_xscale("log", base=2)
        axes.set_xlabel("samples k")
        axes.set_ylabel("share of targets")
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
        return True

    return inline_svg(draw, "pass-k", "pass@k and CoT-pass@k of both policies")


def _distinct(report: CompanionReport) -> Markup:
    """Distinct trajectories at each level."""

    def draw(figure: Figure) -> bool:
        levels = list(report.base.distinct)
        places = np.arange(len(levels))
        for number, (panel, side) in enumerate(zip(figure.subplots(1, 2, sharey=True), SIDES, strict=True)):
            for i, (name, one) in enumerate((("base", report.base), ("tuned", report.tuned))):
                values = [getattr(one.distinct[level], side) for level in levels]
                hatch, colour = ("", "//")[i], LINES[i]["color"]
                label = None if number else name
                panel.bar(places + 0.4 * i - 0.2, values, 0.38, label=label, color=colour, alpha=0.8, hatch=hatch)
            panel.set_xticks(places, levels)
            panel.set_title(side)
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
        return True

    return inline_svg(draw, "distinct", "distinct correct and incorrect trajectories of both policies by level")
