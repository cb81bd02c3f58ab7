"""Graph files written by hand, and what tests compare of the graphs that are read."""

from __future__ import annotations

from backproof.graphs.files import load_graph
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from backproof.theory.any_graph.tabular import exact_cost

ROOT = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" {more}>'
ENDS = (
    '<key id="S" for="graph" attr.name="source" attr.type="string"/>'
    '<key id="T" for="graph" attr.name="targets" attr.type="string"/>'
)
GIVEN = '<data key="S">s</data><data key="T">["t"]</data>'
PATH = '<node id="s"/><node id="a"/><node id="t"/><edge source="s" target="a"/><edge source="a" target="t"/>'

THREE = '<node id="s"/><node id="a"/><node id="t"/>'


def graphml(keys="", body=PATH, *, default="undirected", more="", given=GIVEN):
    return f'{ROOT.format(more=more)}{ENDS}{keys}<graph edgedefault="{default}">{given}{body}</graph></graphml>'


def load(folder, text, name="graph"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_graph(path)


def arcs(graph):
    """Every directed edge that can be travelled, with its weight, as text."""
    there = [(str(e.tail), str(e.head), float(e.weight)) for e in graph.edges]
    back = [(str(e.head), str(e.tail), float(e.weight)) for e in graph.edges if not e.oneway and e.tail != e.head]
    return sorted(there + back)


def cost(graph):
    found = exact_cost(graph, graph.base())
    return found.value


def built(*edges, oneway=False):
    """The graph from s to t with these edges, as it is built in Python."""
    nodes = dict.fromkeys(end for edge in edges for end in edge[:2])
    listed = tuple(Edge(*edge[:2], None, *(edge[2:] or (1,)), oneway=oneway) for edge in edges)
    return ReasoningGraph(tuple(nodes), listed, "s", ("t",))
