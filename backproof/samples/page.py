"""A comparison as one self-contained HTML file: no script, no network, charts as inline SVG.

Main definition: `comparison_html`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backproof import __version__
from backproof.reports.charts import LINES, inline_svg, pages
from backproof.samples.comparison import Measure, SampleComparison
from backproof.samples.report import comparison_notes, crossover_words, tables
from backproof.samples.resampling import Estimated
from backproof.samples.step_graph import StepGraph
from backproof.samples.supports import SUPPORT

SIDES = ("base", "tuned")


def comparison_html(comparison: SampleComparison) -> str:
    """The page; the same comparison gives the same bytes."""
    charts = [_curves(comparison, "pass@k"), _support(comparison), _diversity(comparison), _ranks(comparison)]
    shown = tables(comparison)
    has_answers = len(shown) > 2 and not shown[2].title.startswith("Reasoning")
    chosen = charts if has_answers else [*charts[:2], charts[3]]
    return (
        pages()
        .get_template("compare.html")
        .render(
            comparison=comparison,
            version=__version__,
            crossover=crossover_words(comparison),
            sections=list(zip(shown, chosen, strict=False)),
            notes=comparison_notes(comparison)[1:],
            zip=zip,
        )
    )


def _curves(comparison: SampleComparison, *names: str) -> Markup:
    """Measures against the budget, with a band for the intervals."""
    found = [[one for one in comparison.measures if one.name == name] for name in names]
    drawn = [(name, rows) for name, rows in zip(names, found, strict=True) if len(rows) > 1]

    def draw(figure: Figure) -> bool:
        if not drawn:
            return False
        axes = figure.add_subplot()
        for number, (name, rows) in enumerate(drawn):
            for i, side in enumerate(SIDES):
                look = LINES[2 * number + i]
                label = side if len(names) == 1 else f"{side}: {name}"
                _line(axes, rows, [getattr(one, side) for one in rows], label, look)
        axes.set_xscale("log", base=2)
        axes.set_xlabel("samples of a problem")
        axes.set_ylabel(names[0] if len(names) == 1 else "distinct per problem")
        figure.legend(loc="outside lower center", ncols=2 if len(names) == 1 else 1, frameon=False)
        return True

    return inline_svg(draw, names[0].replace("@", "-").replace(" ", "-"), f"{', '.join(names)} by samples")


def _line(axes: Axes, rows: Sequence[Measure], values: Sequence[Estimated], label: str, look: dict[str, Any]) -> None:
    budgets = [float(one.budget or 0) for one in rows]
    axes.plot(budgets, _floats(values, "value"), label=label, **look)
    axes.fill_between(budgets, _floats(values, "low"), _floats(values, "high"), color=look["color"], alpha=0.15, lw=0)


def _floats(values: Sequence[Estimated], part: str) -> list[float]:
    return [np.nan if getattr(one, part) is None else getattr(one, part) for one in values]


def _support(comparison: SampleComparison) -> Markup:
    """Bars of P, E, S, O beside those of identical models, with the intervals and the ranges."""
    support = comparison.supports[-1]

    def draw(figure: Figure) -> bool:
        axes = figure.add_subplot()
        places = np.arange(len(SUPPORT))
        for i, (label, law) in enumerate((("found", support.found), ("identical models", support.null))):
            bars = [law[name] for name in SUPPORT]
            values = np.array(_floats(bars, "value"))
            spread = np.abs(np.array([_floats(bars, "low"), _floats(bars, "high")]) - values)
            axes.bar(
                places + 0.4 * i - 0.2,
                values,
                0.38,
                yerr=np.nan_to_num(spread),
                label=label,
                capsize=2,
                color=LINES[i]["color"],
                alpha=0.8,
                hatch=("", "//")[i],
            )
        axes.set_xticks(places, ["P: both", "E: tuned only", "S: base only", "O: none"])
        axes.set_ylabel("problems")
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
        return True

    return inline_svg(draw, "support", "P, E, S and O, found and of identical models")


def _diversity(comparison: SampleComparison) -> Markup:
    what = "step sequences" if comparison.steps else "answers"
    return _curves(comparison, f"distinct correct {what}", f"distinct incorrect {what}")


def _ranks(comparison: SampleComparison) -> Markup:
    """Visits in falling order."""
    graphs = [one.graph for one in comparison.steps or () if one.graph is not None]
    if len(graphs) < len(SIDES):
        return Markup("")
    return inline_svg(_visits_drawer(graphs), "visits", "visits of a step by its rank")


def _visits_drawer(graphs: Sequence[StepGraph]) -> Callable[[Figure], bool]:
    def draw(figure: Figure) -> bool:
        axes = figure.add_subplot()
        for side, graph, look in zip(SIDES, graphs, LINES, strict=False):
            visits = np.sort(graph.visits())[::-1]
            axes.plot(np.arange(1, len(visits) + 1), visits, label=side, **look | {"marker": ""})
        axes.set_yscale("log")
        axes.set_xlabel("rank of a step")
        axes.set_ylabel("visits")
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
        return any(len(graph.names) for graph in graphs)

    return draw
