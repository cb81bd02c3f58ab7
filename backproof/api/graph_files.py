"""The graph command's question, put to a file: that of a graph, or that of a learner with its graph.

Main definitions: `graph_or_learnt`, `examine_file`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backproof.graphs.files import load_graph
from backproof.graphs.findings import GraphAudit, examine_graph
from backproof.installed import is_installed
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph

if TYPE_CHECKING:
    from backproof.learners.learnt import Learnt


def graph_or_learnt(file: Path) -> ReasoningGraph | Learnt:
    """What the file has; without torch it is a graph. Raises ValueError where it is damaged, or has neither."""
    if is_installed("torch"):
        from backproof.learners.learnt import is_learnt, read_learnt

        if is_learnt(file):
            return read_learnt(file)
    return load_graph(file)


def examine_file(file: Path, on_step: Callable[[str], None] | None = None, *, restarts: int = 0) -> GraphAudit:
    """`examine_graph` of the graph; of a learner's file with what was learnt as a policy more. Raises ValueError."""
    found = graph_or_learnt(file)
    if isinstance(found, ReasoningGraph):
        return examine_graph(found, on_step, restarts=restarts)
    return examine_graph(found.graph, on_step, trained=found.law, trained_by=found.words, restarts=restarts)
