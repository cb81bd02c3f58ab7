"""Entropies of trajectories, tokens and answers along SFT and along RLVR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import (
    DASH_DOT,
    DASH_DOT_DOT,
    DOTTED,
    GREEN,
    LOOKS,
    ORANGE,
    OUTSIDE,
    PURPLE,
    SKY,
    Look,
    key,
    log_axis,
    panel_label,
)
from backproof.theory.companions.entropies import READINGS, answer_entropy, token_entropy, trajectory_entropy
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.sft import sft_policy

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

BUDGET, LONG = 900, 9000
TIMES = np.geomspace(1e-2, 1e3, 31)
GAPS = np.linspace(0, 8, 31)
LINES = {
    "last leaf": Look("answer: last leaf", PURPLE, "-", ""),
    "late last leaf": Look(f"last leaf, $T={LONG}$", SKY, DOTTED, ""),
    "first leaf": Look("first leaf", GREEN, DASH_DOT, ""),
    "solved": Look("solved or not", ORANGE, DASH_DOT_DOT, ""),
}
ACROSS = {"sft": "SFT time $t$", "rlvr": "RLVR: all gaps $D$ (nats)"}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Every entropy at times of SFT, and at gaps of RLVR."""
    rows: list[tuple[str | float, ...]] = []
    sft = [(time, sft_policy(PAPER, time)) for time in TIMES]
    rlvr = [(gap, Policy.from_gaps(PAPER, **dict.fromkeys(FAMILIES, gap))) for gap in GAPS]
    for name, policies in (("sft", sft), ("rlvr", rlvr)):
        for i, (at, policy) in enumerate(policies):
            answers: dict[str, float | str] = {
                reading: answer_entropy(PAPER, policy, BUDGET, reading) for reading in READINGS
            }
            answers["late last leaf"] = "" if i % 2 else answer_entropy(PAPER, policy, LONG, "last leaf")
            others = (trajectory_entropy(PAPER, policy, BUDGET), token_entropy(PAPER, policy, BUDGET))
            rows.append((name, at, *others, *(answers[reading] for reading in LINES)))
    return Table.of(("series", "at", "trajectory", "token", *LINES), rows)


def draw(canvas: Canvas, table: Table) -> None:
    panels = canvas.subplots(2, 3, sharey="col")
    letters = iter("abcdef")
    for (name, label), across in zip(ACROSS.items(), panels, strict=True):
        at = table.column("at", series=name)
        trajectory, token, answer = across
        for axes, what in ((trajectory, "trajectory"), (token, "token")):
            axes.plot(at, table.column(what, series=name), **LOOKS[name].drawn)
        for what, look in LINES.items():
            entropy = table.column(what, series=name)
            known = ~np.isnan(entropy)
            answer.plot(at[known], entropy[known], **look.drawn)
        for axes, what in zip(across, ("trajectories", "tokens", "answers"), strict=True):
            if name == "sft":
                log_axis(axes, "x")
            axes.set(xlabel=label, ylabel="entropy (nats)")
            axes.set_ylim(bottom=0)
            panel_label(axes, next(letters), f"{what}, {LOOKS[name].label}")
    handles = [key(replace(look, marker="")) for look in (LOOKS["sft"], LOOKS["rlvr"], *LINES.values())]
    canvas.legend(handles=handles, **OUTSIDE)


FIGURE = Figure(
    name="fig_entropies",
    place=16,
    width="double",
    height=3.7,
    claims=("trajectory-entropy",),
    title="Entropies of trajectories, tokens and answers along SFT and along RLVR",
    caption=(
        "Entropies along SFT on golden paths (above) and along RLVR (below), from base, for W = K = 15 and L = 5. SFT "
        "is the gradient flow at time t, RLVR the sign descent that raises all logit gaps together to D. Walks have at "
        "most T = 900 steps unless stated otherwise. Left: the entropy of the law of the trajectories, by edges. "
        "Middle: the mean entropy of the row that chooses a move, along a walk. Right: the entropy of the answer in "
        "three readings: the leaf reached first or none, the leaf reached last or none, and whether the target is "
        "reached. Nothing is sampled. Trajectories and tokens lose entropy under both. The answer's entropy falls "
        "under RLVR if the last leaf is the answer and there is time to finish (T = 9000); at T = 900 it rises first. "
        "The first leaf cannot show the fall."
    ),
    numbers=numbers,
    draw=draw,
)
