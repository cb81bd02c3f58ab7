"""The audit as one self-contained HTML file: no script, no network, charts as inline SVG, every number linked to the
claim that it rests on.

Main definition: `audit_html`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, ScalarFormatter

from backproof import __version__
from backproof.checks.audit.assumption import Curves, Quantity, Sentence
from backproof.reports.audit import AuditRow, audit_sizes, claims_behind, failures
from backproof.reports.audit_documents import written_out
from backproof.reports.charts import LINES, inline_svg, pages
from backproof.reports.mathematics import as_html, as_mathtext
from backproof.reports.measured import HEADINGS, HOW, MeasuredRun, measured_lines
from backproof.reports.numbers import format_number
from backproof.theory.graph import CorridorGraph, UnequalGraph

LONGEST_OF_THREE = 20
"""Characters of a curve's name with which three stand side by side below a chart."""

LONGEST_TITLE = 60
"""Characters of an exact number that is shown when a reader points at it."""


def audit_html(rows: Sequence[AuditRow], graph: CorridorGraph | UnequalGraph, runs: Sequence[MeasuredRun] = ()) -> str:
    """The page; the same audit gives the same bytes."""
    environment = pages()
    environment.filters |= {"number": _number, "sentence": _sentence, "chart": _chart, "show": format_number}
    environment.filters["maths"] = as_html
    return environment.get_template("audit.html").render(
        rows=rows,
        sizes=audit_sizes(graph),
        width=graph.width,
        claims=claims_behind(rows),
        failures=failures(rows),
        measured=list(measured_lines(runs)),
        measured_headings=HEADINGS,
        measured_how=HOW,
        checks=sum(len(row.finding.checks) for row in rows),
        version=__version__,
        Quantity=Quantity,
    )


def _number(cell: Quantity | str | None) -> Markup:
    """The number as a link to its claim; one that was chosen rests on none."""
    if not isinstance(cell, Quantity):
        return as_html(cell or "")
    if cell.claim is None:
        return as_html(format_number(cell.value))
    exact = written_out(Fraction(cell.value)) if isinstance(cell.value, int | Fraction) else str(cell.value)
    title = f"{exact}, by {cell.claim}" if exact and len(exact) < LONGEST_TITLE else f"by {cell.claim}"
    link = Markup('<a class="n" href="#claim-{}" title="{}">{}</a>')
    return link.format(cell.claim, title, as_html(format_number(cell.value)))


def _sentence(sentence: Sentence) -> Markup:
    numbers = {name: _number(quantity) for name, quantity in sentence.numbers.items()}
    return as_html(sentence.text).format_map(numbers)


# --- charts ----------------------------------------------------------------------------------------------------------


def _chart(table: Curves, name: str) -> Markup:
    """The table's curves as SVG."""

    def draw(figure: Figure) -> bool:
        axes = figure.add_subplot()
        drawn = [_draw(axes, table, number) for number in range(len(table.curves))]
        axes.set_xlabel(as_mathtext(table.x))
        axes.set_ylabel(as_mathtext(table.y))
        _ticks(axes.xaxis, logarithmic=table.log_x)
        _ticks(axes.yaxis, logarithmic=table.log_y)
        wide = max(map(len, table.curves)) > LONGEST_OF_THREE
        figure.legend(loc="outside lower center", ncols=1 if wide else 3, frameon=False)
        return any(drawn)

    return inline_svg(draw, name, f"{', '.join(table.curves)} by {table.x}")


def _ticks(axis: Axis, *, logarithmic: bool) -> None:
    """Few ticks, all in one notation. A logarithmic axis shows decimal logarithms, named by the power of ten: at least
    a decade, so that it has two ticks, and at 1, 2 and 5 times the powers where there are less than two decades.
    """
    if not logarithmic:
        axis.set_major_locator(MaxNLocator(5))
        axis.set_major_formatter(ScalarFormatter(useMathText=True))
        return
    low, high = axis.get_view_interval()
    wider = max(0.0, 1 - (high - low)) / 2
    low, high = low - wider, high + wider
    axis.set_view_interval(low, high, ignore=True)
    if high - low >= 2:
        axis.set_major_locator(MaxNLocator(5, integer=True))
    else:
        powers = range(math.floor(low), math.ceil(high))
        ticks = [power + math.log10(times) for power in powers for times in (1, 2, 5)]
        axis.set_major_locator(FixedLocator([tick for tick in ticks if low <= tick <= high]))
    axis.set_major_formatter(FuncFormatter(_power))


def _power(logarithm: float, _: int | None = None) -> str:
    power = math.floor(logarithm + 1e-9)
    times = round(10 ** (logarithm - power))
    return f"$10^{{{power}}}$" if times == 1 else f"${times}\\cdot10^{{{power}}}$"


def _draw(axes: Axes, table: Curves, number: int) -> bool:
    """Draw one curve; a point that is not finite, or not positive on a logarithmic axis, is left out.

    matplotlib's own logarithmic axis overflows where costs come near the largest float: logarithms are drawn.
    """
    x, y = (table.columns.index(name) for name in (table.x, table.curves[number]))
    points = [(_float(row[x]), _float(row[y])) for row in table.rows]
    shown = [
        (at, cost)
        for at, cost in points
        if math.isfinite(at) and math.isfinite(cost) and (at > 0 or not table.log_x) and (cost > 0 or not table.log_y)
    ]
    if not shown:
        return False
    across, up = zip(*sorted(shown), strict=True)
    across = tuple(map(math.log10, across)) if table.log_x else across
    up = tuple(map(math.log10, up)) if table.log_y else up
    axes.plot(across, up, label=as_mathtext(table.curves[number]), **LINES[number])
    return True


def _float(cell: Quantity | str | None) -> float:
    """NaN where there is no number, or none that float64 holds."""
    try:
        return float(cell.value) if isinstance(cell, Quantity) else math.nan
    except OverflowError:
        return math.nan
