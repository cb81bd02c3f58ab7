"""What the graphs of the steps show, as rows of a table and as JSON.

Main definitions: `step_rows`, `step_notes`, `step_document`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backproof.reports.numbers import format_number
from backproof.samples.comparison import StepFindings
from backproof.samples.step_graph import Decay
from backproof.samples.steps import MOST_MOVES

DIGITS = 3
DECAYS = ("visits", "degree", "betweenness")
MEASURES = {
    "gini": "Gini coefficient of visits",
    "density": "edge density",
    "clustering": "clustering",
    "assortativity": "assortativity",
    "modularity": "modularity",
    "centralisation": "Freeman centralisation",
    "path_length": "mean path length",
    "efficiency": "efficiency",
    "algebraic_connectivity": "algebraic connectivity",
}


def step_rows(steps: tuple[StepFindings, StepFindings]) -> list[tuple[str, str, str]]:
    """The name of a measure, and its values for base and tuned."""
    base, tuned = map(_values, steps)
    return [(name, base.get(name, "unknown"), tuned.get(name, "unknown")) for name in {**base, **tuned}]


def _values(one: StepFindings) -> dict[str, str]:
    graph, found = one.graph, one.topology
    if graph is None or found is None:
        return {}
    repeats, reversals = graph.backtracking()
    counts = {"different steps": len(graph.names), "different moves": len(graph.edges()), "steps made": graph.steps}
    rows = {name: format_number(count, DIGITS) for name, count in counts.items()}
    rows |= {"repeated steps": f"{repeats:.1%}", "reversed moves": f"{reversals:.1%}"}
    for name in DECAYS:
        decay: Decay | None = getattr(found, name)
        if decay is not None:
            rows[f"decay of {name} per rank"] = format_number(decay.slope, DIGITS)
            rows[f"R^2 of {name}, ranks fitted"] = f"{decay.r_squared:.2f}, 1 to {decay.last}"
    measures = {words: getattr(found, name) for name, words in MEASURES.items()}
    return rows | {words: format_number(value, DIGITS) for words, value in measures.items() if value is not None}


def step_notes(steps: tuple[StepFindings, StepFindings]) -> list[str]:
    """What the table of the graph does not say."""
    found = [
        "Reasoning graph: a node is a step, an edge leads to the next step of a sample, over all problems together. "
        "Without intervals. Degree, betweenness and topology are of the undirected graph without weights.",
        "A decay is the fall of the decimal logarithm per rank, fitted to all positive values. It depends on the ranks "
        "that are fitted, so compare it with care where they differ.",
    ]
    for name, one in zip(("base", "tuned"), steps, strict=True):
        if one.graph is None:
            found.append(
                f"{name}: no reasoning graph: the steps make {one.triples} different moves, more than {MOST_MOVES}. "
                "Give steps of the same meaning the same text or number first."
            )
        elif one.topology and one.topology.sources < len(one.graph.names):
            found.append(
                f"{name}: betweenness and paths are estimated from {one.topology.sources} nodes, drawn at random."
            )
    return found


def step_document(one: StepFindings) -> dict[str, Any] | None:
    """JSON; None where there is no graph."""
    if one.graph is None or one.topology is None:
        return None
    repeats, reversals = one.graph.backtracking()
    return {
        "nodes": len(one.graph.names),
        "edges": len(one.graph.edges()),
        "steps": one.graph.steps,
        "samples": one.graph.samples,
        "repeated_steps": repeats,
        "reversed_moves": reversals,
        **asdict(one.topology),
    }
