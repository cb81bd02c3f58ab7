"""The four families of rows during SFT: forward rows are learnt, backward rows do not change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Cell, Figure, Table, Tolerance
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import INK, LOOKS, OUTSIDE, Look, key, log_axis, panel_label
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
from backproof.theory.sft import sft_policy

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

STEP = 0.05
RUN = Record("freeze-sft", f"train --algorithm sft --optimiser plain --step {STEP:g} --steps 2000", keep=("npz",))
SHOWN = ("forward_entry", "forward_exit", "backward_entry", "backward_exit")
TIMES = np.logspace(-2, 2, 49)
KINDS = Look("gradient flow", INK, "-", ""), Look("trained", INK, "none", "o")
MARKS = np.array([2, 4, 8, 16, 32, 64, 125, 250, 500, 1000, 2000])


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """By time: the probability of making the move and that of turning back, their least and greatest over diamonds."""
    return Table.of(
        ("series", "kind", "time", "p_least", "p_greatest", "error_least", "error_greatest"),
        [*_flow(), *_run(records[RUN.name])],
    )


def _flow() -> Iterator[tuple[Cell, ...]]:
    policies = sft_policy(PAPER, TIMES)
    for family in SHOWN:
        for time, p in zip(TIMES, getattr(policies, family), strict=True):
            yield family, "flow", time, p.min(), p.max(), 1 - p.max(), 1 - p.min()


def _run(record: LoadedRecord) -> Iterator[tuple[Cell, ...]]:
    """The run's gaps as probabilities. Its least gaps make one policy, its greatest another."""
    order = [str(family) for family in record.arrays["families"]]
    least, greatest = (_policies(record.arrays[end][MARKS], order) for end in ("least", "greatest"))
    for family in SHOWN:
        lows, highs = getattr(least, family)[:, 0], getattr(greatest, family)[:, 0]
        for step, low, high in zip(MARKS, lows, highs, strict=True):
            yield family, "run", STEP * step, low, high, 1 - high, 1 - low


def _policies(gaps: np.ndarray, order: list[str]) -> Policy:
    """The policies with these gaps, of shape (points, 4), the same in every diamond."""
    across = np.zeros(PAPER.depth)
    return Policy.from_gaps(PAPER, **{family: gaps[:, [place]] + across for place, family in enumerate(order)})


def draw(canvas: Canvas, table: Table) -> None:
    """(a) the probabilities, (b) 1 minus the probabilities."""
    for axes, ends, letter, title in zip(
        canvas.subplots(1, 2),
        (("p_least", "p_greatest"), ("error_least", "error_greatest")),
        "ab",
        ("to make the move", "to turn back instead"),
        strict=True,
    ):
        for family in SHOWN:
            look = LOOKS[family]
            flow, run = (table.where(series=family, kind=kind) for kind in ("flow", "run"))
            axes.plot(flow.column("time"), flow.column(ends[0]), **look.drawn)
            for end in ends:
                axes.plot(run.column("time"), run.column(end), **look.measured)
        log_axis(axes, "x")
        axes.set(xlabel="SFT time $t$ (sum of step sizes)", ylabel="probability")
        panel_label(axes, letter, title)
    probabilities, errors = canvas.axes
    probabilities.set_ylim(0, 1.03)
    log_axis(errors, "y")
    canvas.legend(handles=[key(look) for look in (*(LOOKS[name] for name in SHOWN), *KINDS)], **OUTSIDE)


FIGURE = Figure(
    name="fig_sft_freeze",
    place=2,
    width="double",
    height=2.6,
    claims=("zero-gradient", "sft-dynamics"),
    title="The four families of rows during SFT: backward rows do not change",
    caption=(
        "The four families of rows during SFT on golden paths from base, for W = K = 15 and L = 5. (a) The probability "
        "of each of the four moves (see fig_graph). (b) The probability of turning back instead, which is 1 minus the "
        "first. Lines are the gradient flow in closed form. The logit gap D of a row is 0 at base. It solves D + (e^D "
        "- 1)/L = t in exit rows and D + L (e^D - 1) = t in entry rows. It stays 0 in backward rows, which have no "
        "gradient. Marks are exact plain gradient descent with steps of 0.05. The least and the greatest value over "
        "the 15 diamonds are both drawn, and they coincide. In forward rows the probability of turning back falls like "
        "1/t. Backward rows keep their probabilities at base, L/(L+1) and 1/(L+1). Nothing is sampled."
    ),
    records=(RUN,),
    numbers=numbers,
    draw=draw,
    tolerances=(Tolerance("1 minus a probability, which is rounded to 1e-16", absolute=1e-12, relative=1e-9),),
)
