"""The figures, by name, in the order of the paper.

Main definition: `FIGURES`.
"""

from __future__ import annotations

from backproof.paper_figures import (
    fig_audit,
    fig_graph,
    fig_learning_curve,
    fig_occupancy,
    fig_phase,
    fig_separation,
    fig_sft_freeze,
    fig_sft_then_rl,
    fig_sft_time,
    fig_tail,
)
from backproof.paper_figures.figure import Figure

FIGURES: dict[str, Figure] = {
    module.FIGURE.name: module.FIGURE
    for module in (
        fig_graph,
        fig_sft_freeze,
        fig_learning_curve,
        fig_separation,
        fig_sft_time,
        fig_occupancy,
        fig_tail,
        fig_phase,
        fig_sft_then_rl,
        fig_audit,
    )
}
