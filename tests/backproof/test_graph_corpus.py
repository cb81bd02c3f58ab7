"""Graph files of other programs give the original graph: its nodes, directed edges, weights and cost.

networkx and igraph write their files here. Those of yEd, Gephi, OSMnx and neo4j are written by hand in the structure
that these programs document. networkx's own reader sees the same structure, with the exceptions that
`as_networkx_reads` names.
"""

from __future__ import annotations

import io
import json

import networkx as nx
import pytest

from backproof.graphs.files import load_graph
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from tests.backproof.graphs.corpus import GIVEN, PATH, THREE, arcs, built, cost, graphml, load

# --- networkx --------------------------------------------------------------------------------------------------------


def example(kind):
    """s - a - t with a branch at a, and for multigraphs a parallel edge."""
    graph = kind(source="s", targets='["t"]')
    graph.add_edge("s", "a", weight=2.0)
    graph.add_edge("a", "t", weight=3.5)
    graph.add_edge("a", "b", weight=1.0)
    if graph.is_directed():
        graph.add_edge("b", "s", weight=1.0)
    if graph.is_multigraph():
        graph.add_edge("s", "a", weight=4.0)
    return graph


def meant(graph):
    """The same, built in Python."""
    edges = tuple(
        Edge(tail, head, n, data["weight"], graph.is_directed()) for n, (tail, head, data) in enumerate(graph.edges(data=True))
    )  # fmt: skip
    return ReasoningGraph(tuple(graph), edges, "s", ("t",))


def as_networkx_reads(text):
    """The directed edges by networkx's reader. It ignores ``oneway``, and refuses edges whose direction is not the graph's."""
    graph = nx.read_graphml(io.BytesIO(text.encode()))
    found = [(str(tail), str(head), float(data.get("weight", 1))) for tail, head, data in graph.edges(data=True)]
    return sorted(found + ([] if graph.is_directed() else [(head, tail, w) for tail, head, w in found if tail != head]))


KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]


def generated(graph, named):
    return "\n".join(nx.generate_graphml(graph, named_key_ids=named))


def written(graph, named):
    file = io.BytesIO()
    nx.write_graphml(graph, file, named_key_ids=named)
    return file.getvalue().decode()


@pytest.mark.parametrize("write", [generated, written])
@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_graphml_of_networkx_gives_the_original_graph(tmp_path, kind, named, write):
    graph = example(kind)
    text = write(graph, named)
    found = load(tmp_path, text)
    assert arcs(found) == arcs(meant(graph)) == as_networkx_reads(text)
    assert cost(found) == cost(meant(graph))


@pytest.mark.parametrize("edges", ["edges", "links"])
@pytest.mark.parametrize("kind", KINDS)
def test_json_of_networkx_gives_the_original_graph(tmp_path, kind, edges):
    graph = example(kind)
    graph.graph["targets"] = ["t"]
    found = load(tmp_path, json.dumps(nx.node_link_data(graph, edges=edges)))
    assert arcs(found) == arcs(meant(graph))
    assert cost(found) == cost(meant(graph))


def test_networkx_writes_integer_and_other_weights_under_two_keys_of_one_id(tmp_path):
    graph = example(nx.Graph)
    graph["s"]["a"]["weight"] = 2
    assert arcs(load(tmp_path, "\n".join(nx.generate_graphml(graph, named_key_ids=True)))) == arcs(meant(graph))


def test_tuples_of_networkx_are_read_as_ids(tmp_path):
    graph = nx.grid_2d_graph(2, 3)
    graph.graph |= {"source": (0, 0), "targets": [(1, 2)], "fixed": [(0, 1)]}
    found = load(tmp_path, json.dumps(nx.node_link_data(graph)))
    assert found.nodes == tuple(graph)
    assert (found.source, found.targets, found.fixed) == ((0, 0), ((1, 2),), {(0, 1)})
    edges = tuple(Edge(*edge) for edge in graph.edges)
    assert cost(found) == cost(ReasoningGraph(tuple(graph), edges, (0, 0), ((1, 2),), fixed=frozenset({(0, 1)})))


def test_tuples_become_text_in_graphml_of_networkx(tmp_path):
    graph = nx.grid_2d_graph(2, 3)
    graph.graph |= {"source": "(0, 0)", "targets": '["(1, 2)"]'}
    found = load(tmp_path, generated(graph, named=False))
    edges = tuple(Edge(*edge) for edge in graph.edges)
    expected = ReasoningGraph(tuple(graph), edges, (0, 0), ((1, 2),))
    assert arcs(found) == arcs(expected)
    assert cost(found) == cost(expected)


@pytest.mark.parametrize(("default", "directed"), [("directed", "false"), ("undirected", "true")])
def test_an_edge_may_have_its_own_direction_which_networkx_refuses(tmp_path, default, directed):
    text = graphml("", PATH.replace("<edge ", f'<edge directed="{directed}" ', 1), default=default)
    with pytest.raises(nx.NetworkXError, match="found in"):
        as_networkx_reads(text)
    there, back = ("s", "a", 1.0), ("a", "s", 1.0)
    assert (there in arcs(load(tmp_path, text)), back in arcs(load(tmp_path, text))) == (True, directed == "false")


# --- igraph, yEd, Gephi, OSMnx, neo4j --------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
def test_graphml_of_igraph_gives_the_original_graph(tmp_path, directed):
    igraph = pytest.importorskip("igraph")
    graph = igraph.Graph([(0, 1), (1, 2), (1, 3), (3, 0), (0, 1)], directed=directed)
    graph["source"], graph["targets"], graph["name"] = "n0", '["n2"]', "of igraph"
    graph.es["weight"] = [2.0, 3.5, 1.0, 1.0, 4.0]
    graph.vs["name"] = list("satb")
    path = tmp_path / "graph.graphml"
    graph.write_graphml(str(path))
    found = load_graph(path)
    edges = tuple(Edge(f"n{e.source}", f"n{e.target}", i, e["weight"], directed) for i, e in enumerate(graph.es))
    expected = ReasoningGraph(("n0", "n1", "n2", "n3"), edges, "n0", ("n2",))
    assert arcs(found) == arcs(expected) == as_networkx_reads(path.read_text())
    assert cost(found) == cost(expected)


YED = (
    '<key for="port" id="d0" yfiles.type="portgraphics"/><key for="node" id="d6" yfiles.type="nodegraphics"/>'
    '<key attr.name="description" attr.type="string" for="node" id="d5"/><key for="graphml" id="d7" yfiles.type="resources"/>'
    '<key attr.name="url" attr.type="string" for="edge" id="d8"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>'
    '<key attr.name="weight" attr.type="double" for="edge" id="d11"/>'
)  # fmt: skip
YED_NODE = (
    '<node id="{0}"><data key="d5"/><data key="d6"><y:ShapeNode><y:Geometry height="30.0" width="30.0" x="0" y="0"/>'
    '<y:NodeLabel>{0}<y:LabelModel/></y:NodeLabel></y:ShapeNode></data><port name="p"/></node>'
)
YED_EDGE = (
    '<edge id="e{0}" source="{1}" target="{2}"><data key="d8" xml:space="preserve"/><data key="d10"><y:PolyLineEdge>'
    '<y:Arrows source="none" target="standard"/></y:PolyLineEdge></data><data key="d11">{3}</data></edge>'
)


@pytest.mark.filterwarnings("ignore:GraphML port tag not supported")  # by networkx
def test_an_export_of_yed_is_read(tmp_path):
    body = "".join(map(YED_NODE.format, "sat")) + YED_EDGE.format(0, "s", "a", 2.0) + YED_EDGE.format(1, "a", "t", 1.0)
    text = graphml(YED, body, default="directed", more='xmlns:y="http://www.yworks.com/xml/graphml"')
    text = text.replace("</graph>", '</graph><data key="d7"><y:Resources/></data>')
    found = load(tmp_path, text)
    assert arcs(found) == arcs(built(("s", "a", 2), ("a", "t"), oneway=True)) == as_networkx_reads(text)
    assert [edge.key for edge in found.edges] == ["e0", "e1"]
    assert cost(found) == 2


def test_an_export_of_gephi_is_read(tmp_path):
    keys = (
        '<key attr.name="label" attr.type="string" for="node" id="label"/>'
        '<key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/>'
        '<key attr.name="weight" attr.type="double" for="edge" id="weight"/>'
        '<key attr.name="Edge Id" attr.type="string" for="edge" id="edgeid"/>'
        '<key attr.name="r" attr.type="int" for="node" id="r"/><key attr.name="x" attr.type="float" for="node" id="x"/>'
    )
    body = "".join(
        f'<node id="{n}"><data key="label">{n}</data><data key="r">1</data><data key="x">-1.5</data></node>'
        for n in "sat"
    )
    body += '<edge id="0" source="s" target="a"><data key="edgeid">0</data><data key="weight">2.0</data></edge>'
    body += '<edge source="a" target="t"><data key="weight">1.0</data></edge>'
    text = graphml(keys, body)
    found = load(tmp_path, text)
    assert arcs(found) == arcs(built(("s", "a", 2), ("a", "t"))) == as_networkx_reads(text)
    assert found.unread == ("Edge Id",)
    assert cost(found) == 6


def test_an_export_of_osmnx_is_read(tmp_path):
    """A street map is directed and has a street that runs both ways as two edges; every value is text."""
    names = {"d10": "oneway", "d11": "length", "d12": "osmid", "d13": "reversed"}
    keys = '<key id="d0" for="graph" attr.name="crs" attr.type="string"/><key id="d4" for="node" attr.name="y" attr.type="string"/>'
    keys += "".join(
        f'<key id="{id_}" for="edge" attr.name="{name}" attr.type="string"/>' for id_, name in names.items()
    )
    street = (
        '<edge source="{}" target="{}" id="0"><data key="d10">{}</data><data key="d11">12.5</data>'
        '<data key="d12">[1, 2]</data><data key="d13">False</data></edge>'
    )
    body = THREE + street.format("s", "a", "False") + street.format("a", "s", "False") + street.format("a", "t", "True")
    text = graphml(keys, body, default="directed", given=GIVEN + '<data key="d0">epsg:4326</data>')
    found = load(tmp_path, text)
    assert arcs(found) == arcs(built(("s", "a"), ("a", "s"), ("a", "t"), oneway=True)) == as_networkx_reads(text)
    assert found.unread == ("length", "osmid", "reversed")
    assert cost(found) == 4


@pytest.mark.filterwarnings("ignore:No key type for id")  # by networkx
def test_an_export_of_neo4j_is_read(tmp_path):
    """One key for the labels of nodes, and another with the same id for those of edges; ``label`` is also an attribute."""
    keys = '<key id="labels" for="node" attr.name="labels"/><key id="label" for="node" attr.name="label"/>'
    keys += '<key id="label" for="edge" attr.name="label"/><key id="weight" for="edge" attr.name="weight"/>'
    body = "".join(f'<node id="{n}" labels=":X"><data key="labels">:X</data></node>' for n in "sat")
    body += '<edge id="e0" source="s" target="a" label="R"><data key="label">R</data><data key="weight">2</data></edge>'
    body += '<edge id="e1" source="a" target="t" label="R"><data key="label">R</data></edge>'
    text = graphml(keys, body, default="directed")
    found = load(tmp_path, text)
    assert arcs(found) == arcs(built(("s", "a", 2), ("a", "t"), oneway=True)) == as_networkx_reads(text)
    assert found.unread == ("label",)
    assert cost(found) == 2
