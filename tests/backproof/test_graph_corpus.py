"""Graph files as other programs write them give the graph that was meant: its nodes, directed edges, weights and cost.

networkx and igraph write their files here. Those of yEd, Gephi, OSMnx and neo4j are written by hand in the structure
that these programs document. networkx's own reader sees the same structure, but for what `as_networkx_reads` says.
"""

from __future__ import annotations

import io
import json

import networkx as nx
import pytest

from backproof.graphs.files import GraphFileError, load_graph
from backproof.graphs.report import as_markdown, as_text, examine_graph
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from backproof.theory.any_graph.tabular import exact_cost

ROOT = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" {more}>'
ENDS = (
    '<key id="S" for="graph" attr.name="source" attr.type="string"/>'
    '<key id="T" for="graph" attr.name="targets" attr.type="string"/>'
)
GIVEN = '<data key="S">s</data><data key="T">["t"]</data>'
PATH = '<node id="s"/><node id="a"/><node id="t"/><edge source="s" target="a"/><edge source="a" target="t"/>'


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


# --- the right value, where a file was once misread or refused -------------------------------------------------------

KEY_ONEWAY = '<key id="o" for="edge" attr.name="oneway" attr.type="{}"/>'
CHAIN = "".join(
    f'<edge source="{tail}" target="{head}"><data key="o">{{0}}</data></edge>'
    for tail, head in ("sa", "ab", "bt", "ba")
)
NODES = '<node id="s"/><node id="a"/><node id="b"/><node id="t"/>'
WEIGHT = '<key id="w" {} attr.name="weight"{}>{}</key>'
HEAVY = '<edge source="s" target="a"/><edge source="a" target="t"><data key="w">1</data></edge>'
THREE = '<node id="s"/><node id="a"/><node id="t"/>'
FIVE = "<default>5</default>"

RIGHT = {
    "directed, oneway false": (graphml(KEY_ONEWAY.format("boolean"), NODES + CHAIN.format("false"), default="directed"), 5),
    "directed, oneway as text": (graphml(KEY_ONEWAY.format("string"), NODES + CHAIN.format("False"), default="directed"), 5),
    "directed, oneway unreadable": (graphml(KEY_ONEWAY.format("string"), NODES + CHAIN.format("-1"), default="directed"), 5),
    "undirected, oneway True as text": (
        graphml(KEY_ONEWAY.format("string"), THREE + CHAIN.format("True").split("</edge>")[0] + '</edge><edge source="a" target="t"/>'),
        2,
    ),
    "default for all": (graphml(WEIGHT.format('for="all"', ' attr.type="double"', FIVE), THREE + HEAVY), 12),
    "default without for": (graphml(WEIGHT.format("", ' attr.type="float"', FIVE), THREE + HEAVY), 12),
    "default for edges": (graphml(WEIGHT.format('for="edge"', ' attr.type="integer"', FIVE), THREE + HEAVY), 12),
    "default for nodes": (
        graphml(WEIGHT.format('for="node"', ' attr.type="int"', FIVE), THREE + HEAVY.replace('<data key="w">1</data>', "")),
        4,
    ),
    "untyped weight": (graphml(WEIGHT.format('for="edge"', "", ""), THREE + HEAVY.replace(">1<", "> 2.0 <")), 3),
    "short weight": (graphml(WEIGHT.format('for="edge"', ' attr.type="short"', FIVE), THREE + HEAVY), 12),
    "schema types": (graphml(WEIGHT.format('for="edge"', ' attr.type="xs:double"', FIVE), THREE + HEAVY), 12),
    "an edge in foreign data": (
        graphml('<key id="x" for="node" attr.name="shape"/>', PATH.replace(
            '<node id="s"/>',
            '<node id="s"><data key="x"><e:shape><e:edge source="s" target="t"/><e:data/></e:shape></data></node>',
        ), more='xmlns:e="urn:example:ext"'),
        4,
    ),
    "an edge of our own in data": (
        graphml('<key id="x" for="node" attr.name="shape"/>', PATH.replace(
            '<node id="s"/>', '<node id="s"><data key="x"><edge source="s" target="t"/></data></node>'
        )),
        4,
    ),
    "a foreign element": (graphml("", PATH + '<e:edge source="s" target="t"/>', more='xmlns:e="urn:example:ext"'), 4),
    "an element without namespace": (graphml("", PATH + '<edge xmlns="" source="s" target="t"/>'), 4),
    "data of the graph that is no number": (
        graphml('<key id="d" for="graph" attr.name="density" attr.type="double"/>', given=GIVEN + '<data key="d">nan</data>'),
        4,
    ),
    "data of one name twice": (
        graphml(
            '<key id="d" for="graph" attr.name="label"/><key id="e" for="graph" attr.name="label"/>',
            given=GIVEN + '<data key="d">x</data><data key="e">y</data>',
        ),
        4,
    ),
    "ports": (
        graphml("", PATH.replace('<node id="a"/>', '<node id="a"><port name="p"><port name="q"/></port></node>').replace(
            '<edge source="s"', '<edge sourceport="p" source="s"'
        )),
        4,
    ),
    "an unknown type of what is not read": (
        graphml('<key id="x" for="edge" attr.name="tags" attr.type="list"/>', PATH.replace('target="t"/>', 'target="t"><data key="x">[]</data></edge>')), 4,
    ),
    "a type in capitals": (graphml(WEIGHT.format('for="edge"', ' attr.type="Double"', FIVE), THREE + HEAVY), 12),
    "a key that nothing uses after the graph": (graphml().replace("</graph>", '</graph><key id="x" for="node" attr.name="y"/>'), 4),
    "a key that nothing uses, twice": (graphml('<key id="z" for="node"/><key id="z" for="node"/>'), 4),
    "a key of nodes and of edges": (
        graphml(
            '<key id="w" for="node" attr.name="colour"/><key id="w" for="edge" attr.name="weight" attr.type="int"/>',
            HEAVY + THREE.replace('<node id="s"/>', '<node id="s"><data key="w">red</data></node>'),
        ),
        4,
    ),
    "source with spaces around it": (graphml(given=GIVEN.replace(">s<", ">\n  s\n<")), 4),
    "a default source": (graphml(given=GIVEN.replace('<data key="S">s</data>', "")).replace(
        'attr.name="source" attr.type="string"/>', 'attr.name="source"><default>s</default></key>'
    ), 4),
    "the old namespace": (graphml().replace("org/xmlns", "org/xmlns/graphml"), 4),
    "an edge of an older namespace": (
        graphml("", PATH + '<edge xmlns="http://graphml.graphdrawing.org/xmlns/1.0rc" source="s" target="t"/>'), 2,
    ),
    "no namespace": (graphml().replace('xmlns="http://graphml.graphdrawing.org/xmlns"', ""), 4),
    "a prefix": ((graphml().replace("xmlns=", "xmlns:g=").replace("<", "<g:").replace("<g:/", "</g:").replace("<g:?", "<?")), 4),
    "a two-way edge of a directed graph": (
        graphml("", PATH.replace("<edge ", '<edge directed="false" '), default="directed"), 4,
    ),
    "one-way edges of an undirected graph": (graphml("", PATH.replace("<edge ", '<edge directed="true" ')), 2),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_is_read_as_the_standard_has_it(tmp_path, name):
    text, expected = RIGHT[name]
    assert cost(load(tmp_path, text)) == expected


WRONG = {
    "two defaults": (graphml(WEIGHT.format("", "", FIVE) + '<key id="v" attr.name="weight"><default>2</default></key>'), "has another default on line"),
    "a boolean weight": (graphml(WEIGHT.format("", ' attr.type="boolean"', ""), THREE + HEAVY), "weight has a key of type 'boolean', on line 2: declare it as double"),
    "a weight of an unknown type": (graphml(WEIGHT.format("", ' attr.type="list"', ""), THREE + HEAVY), "weight has a key of type 'list', on line 2: declare it as double"),
    "oneway of an unknown type": (graphml(KEY_ONEWAY.format("double"), NODES + CHAIN.format("1")), "oneway has a key of type 'double', on line 2: declare it as boolean"),
    "a key after the graph": (graphml("", THREE + HEAVY).replace("</graph>", "</graph>" + WEIGHT.format("", "", "")), "the key of weight stands after the graph: put it before"),
    "a key in the graph": (graphml("", WEIGHT.format("", "", "") + THREE + HEAVY), "key must not stand in graph itself"),
    "a prior that is no list": (graphml('<key id="p" for="graph" attr.name="prior"/>', given=GIVEN + '<data key="p">3</data>'), "prior must be a list like [3, 1], got '3'"),
    "a key with two defaults": (graphml(WEIGHT.format("", "", FIVE + "<default>6</default>"), THREE + HEAVY), "key 'weight' has two defaults: keep one"),
    "a second graph": (graphml().replace("</graph>", "</graph><graph/>"), "a second graph: put each graph into a file of its own"),
    "a target that is not a number": (graphml("", PATH.replace('"t"', '"nan"'), given=GIVEN.replace('["t"]', "[NaN]")), "targets[0] must be a text, a number or a list of these, got NaN"),
    "a list of a target": (graphml(given=GIVEN.replace('["t"]', '[["t"]]')), "targets[0]: must be the id of a node, got ('t',)"),
    "source given twice": (graphml(given=GIVEN + '<data key="S">s</data>'), "source is given twice, on line 2 too: keep one"),
    "a hyperedge": (graphml("", PATH + "<hyperedge/>"), "write an edge for each two nodes that it joins"),
    "a weight that is no number": (graphml(WEIGHT.format("", "", ""), THREE + HEAVY.replace(">1<", ">heavy<")), "weight must be a number, got 'heavy'"),
    "a weight of infinity": (graphml(WEIGHT.format("", "", ""), THREE + HEAVY.replace(">1<", ">inf<")), "weight must be a number, got 'inf'"),
    "an element in a weight": (graphml(WEIGHT.format("", "", ""), THREE + HEAVY.replace(">1<", "><b>1</b><")), "weight must be text, got an element b in it"),
    "oneway the other way": (graphml(KEY_ONEWAY.format("string"), NODES + CHAIN.format("-1")), "oneway must be true or false, got '-1'"),
    "oneway against directed": (
        graphml(KEY_ONEWAY.format("string"), NODES + CHAIN.format("true").replace("<edge ", '<edge directed="false" ')),
        "oneway is true on an edge with directed='false': take one of them out",
    ),
    "a weight declared for nodes only": (graphml(WEIGHT.format('for="node"', "", ""), THREE + HEAVY), "is declared for node only: declare it for edge"),
    "a key of two meanings": (
        graphml(WEIGHT.format('for="edge"', "", "") + '<key id="w" for="edge" attr.name="colour"/>', THREE + HEAVY),
        "key 'w' is declared more than once, on lines 2 and 2: keep one",
    ),
    "targets in quotes of Python": (graphml(given=GIVEN.replace('["t"]', "['t']")), 'targets must be a list like ["a", "b"]'),
    "a key for no element": (graphml(WEIGHT.format('for="edges"', "", FIVE)), "the key of weight is for 'edges': write for=\"graph\" or for=\"edge\""),
    "a weight as an attribute": (graphml("", PATH.replace("<edge ", '<edge weight="5" ')), "weight is no attribute of edge in GraphML: write it as <data> with a <key>"),
    "a prior as an attribute": (graphml().replace("<graph ", '<graph prior="[3]" '), "prior is no attribute of graph in GraphML"),
    "an edge in capitals": (graphml("", PATH + '<Edge source="s" target="t"/>'), "element 'Edge' is not read: write edge, in small letters"),
    "edges in an element of no standard": (graphml("", THREE + f"<edges>{HEAVY}</edges>"), "edge must not stand in an element that is not read"),
    "an edge in a port": (graphml("", PATH.replace('<node id="a"/>', '<node id="a"><port name="p"><edge source="s" target="t"/></port></node>')), "edge must not stand in an element that is not read"),
    "directed as data": (
        graphml('<key id="d" for="edge" attr.name="directed"/>', PATH.replace('target="a"/>', 'target="a"><data key="d">true</data></edge>')),
        "edges[0]: directed is true, but the edge is two-way: write oneway, and leave directed out",
    ),
    "a nested graph": (graphml("", PATH.replace('<node id="a"/>', '<node id="a"><graph/></node>')), "write its nodes and edges into the outer one"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_could_change_the_graph_and_is_not_clear_is_refused(tmp_path, name):
    text, message = WRONG[name]
    with pytest.raises(GraphFileError) as error:
        load(tmp_path, text)
    assert message in str(error.value)
    assert ": line 2: " in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prior": [9]}, "'prior' stands beside graph, and is not read there: put it into graph"),
        ({"Fixed": ["a"]}, "'Fixed' stands beside graph, and is not read there: put it into graph"),
        ({"Directed": True}, "'Directed' is not read: write directed, in small letters"),
        (
            {"graph": {"source": "s", "targets": ["t"], "Prior": [9]}},
            "graph: 'Prior' is not read: write prior, in small",
        ),
        ({"graph": {"source": "s", "targets": ["t"], "directed": True}}, "graph: 'directed' is not read there: put it"),
        (
            {"multigraph": False, "edges": [*("sa", "at", "as")]},
            "edges[2]: joins the nodes of edges[0] though multigraph is false: set that to true, or take one out",
        ),
        (
            {"edges": [{"source": "s", "target": "t", "directed": True}]},
            "edges[0]: directed is true, but the edge is two-way: write oneway, and leave directed out",
        ),
        (
            {"directed": True, "edges": [{"source": "s", "target": "t", "directed": "False"}]},
            "edges[0]: directed is false, but the edge is one-way: write oneway, and leave directed out",
        ),
    ],
)
def test_json_that_would_be_passed_over_though_it_changes_the_graph_is_refused(tmp_path, change, message):
    with pytest.raises(GraphFileError) as error:
        load(tmp_path, document_of(**change))
    assert f": {message}" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"multigraph": True, "edges": ["sa", "at", "as"]}, 6),
        ({"edges": ["sa", "at", "as"]}, 6),
        ({"multigraph": False, "directed": True, "edges": ["sa", "at", "as"]}, 4),
        ({"graph": {"source": "s", "targets": ["t"], "directed": False, "Source": "a survey"}, "source": "web"}, 4),
        ({"edges": [{"source": "s", "target": "t", "directed": True, "oneway": True}]}, 1),
    ],
)
def test_json_that_says_the_same_twice_or_is_of_other_programs_is_read(tmp_path, change, expected):
    assert cost(load(tmp_path, document_of(**change))) == expected


def document_of(**change):
    """The path s - a - t; an edge may be given as its two ends."""
    found = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": n} for n in "sat"], "edges": ["sa", "at"]}
    found |= change
    found["edges"] = [
        dict(zip(("source", "target"), e, strict=True)) if isinstance(e, str) else e for e in found["edges"]
    ]
    return json.dumps(found)


IDS = ["می\u200cشود", "Q\u00a01", "a\u3000b", "1 + 2 = 3 (left: 3)\n", "🙂", "\x1b[2J", " ", "", 3, 2.5, [0, [1, "x"]]]


@pytest.mark.parametrize("id_", IDS, ids=ascii)
def test_any_text_number_or_list_is_an_id_and_is_shown_on_one_line(tmp_path, id_):
    document = {
        "graph": {"source": "s", "targets": [id_]},
        "nodes": [{"id": "s"}, {"id": id_}],
        "edges": [{"source": "s", "target": id_}],
    }
    graph = load(tmp_path, json.dumps(document))
    assert graph.targets == (graph.nodes[1],)
    assert graph.label(1).isprintable()
    assert graph.name(1) == f"s -> {graph.label(1)}"


@pytest.mark.parametrize("key", ["a\nb", "\x1b[2J", "\u202e", [0, "\u200c"]], ids=ascii)
def test_a_key_is_shown_on_one_line_too(tmp_path, key):
    edges = [{"source": "s", "target": "t", "key": key}]
    document = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": "s"}, {"id": "t"}], "edges": edges}
    graph = load(tmp_path, json.dumps(document))
    shown = tuple(key) if isinstance(key, list) else key
    assert graph.name(1) == f"s -> t ({shown!r})"
    assert graph.name(1).isprintable()


def test_an_id_is_no_markup_in_a_report(tmp_path):
    id_ = "[a](b) |x| <i> *y* `z` &amp; ~\u202e\n"
    document = {
        "graph": {"source": "s", "targets": [id_]},
        "nodes": [{"id": "s"}, {"id": id_}],
        "edges": [{"source": "s", "target": id_}],
    }
    audit = examine_graph(load(tmp_path, json.dumps(document)))
    assert "most steps end at '[a](b) |x| <i> *y* `z` &amp; ~\\u202e\\n' 100.0%" in as_text(audit)
    shown = r"'\[a\](b) \|x\| \<i\> \*y\* \`z\` \&amp; \~\\u202e\\n' 100.0%"
    assert f"most steps end at {shown}" in as_markdown(audit)


@pytest.mark.parametrize("value", [True, 1, "1", "True", "yes", False, 0, "0", "No", " false "])
def test_oneway_means_the_same_in_json_and_graphml(tmp_path, value):
    edges = [{"source": "s", "target": "a", "oneway": value}, {"source": "a", "target": "t"}]
    document = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": n} for n in "sat"], "edges": edges}
    body = THREE + f'<edge source="s" target="a"><data key="o">{value}</data></edge><edge source="a" target="t"/>'
    found = load(tmp_path, json.dumps(document))
    assert arcs(found) == arcs(load(tmp_path, graphml(KEY_ONEWAY.format("string"), body)))
    assert found.edges[0].oneway is (str(value).strip().lower() in {"true", "1", "yes"})


def test_text_that_says_true_or_a_number_is_read_in_json_too(tmp_path):
    edges = [{"source": "s", "target": "a", "oneway": "True", "weight": "2.5"}, {"source": "a", "target": "t"}]
    document = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": n} for n in "sat"], "edges": edges}
    graph = load(tmp_path, json.dumps(document))
    assert [(e.oneway, e.weight) for e in graph.edges] == [(True, 2.5), (False, 1)]


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
    """The arcs by networkx's reader, which knows no ``oneway`` and refuses edges of another ``directed`` than the graph."""
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
def test_graphml_of_networkx_is_the_graph_that_was_written(tmp_path, kind, named, write):
    graph = example(kind)
    text = write(graph, named)
    found = load(tmp_path, text)
    assert arcs(found) == arcs(meant(graph)) == as_networkx_reads(text)
    assert cost(found) == cost(meant(graph))


@pytest.mark.parametrize("edges", ["edges", "links"])
@pytest.mark.parametrize("kind", KINDS)
def test_json_of_networkx_is_the_graph_that_was_written(tmp_path, kind, edges):
    graph = example(kind)
    graph.graph["targets"] = ["t"]
    found = load(tmp_path, json.dumps(nx.node_link_data(graph, edges=edges)))
    assert arcs(found) == arcs(meant(graph))
    assert cost(found) == cost(meant(graph))


def test_whole_and_other_weights_are_two_keys_of_one_id_which_networkx_itself_cannot_read_again(tmp_path):
    graph = example(nx.Graph)
    graph["s"]["a"]["weight"] = 2
    assert arcs(load(tmp_path, "\n".join(nx.generate_graphml(graph, named_key_ids=True)))) == arcs(meant(graph))


def test_tuples_of_networkx_are_ids(tmp_path):
    graph = nx.grid_2d_graph(2, 3)
    graph.graph |= {"source": (0, 0), "targets": [(1, 2)], "fixed": [(0, 1)]}
    found = load(tmp_path, json.dumps(nx.node_link_data(graph)))
    assert found.nodes == tuple(graph)
    assert (found.source, found.targets, found.fixed) == ((0, 0), ((1, 2),), {(0, 1)})
    edges = tuple(Edge(*edge) for edge in graph.edges)
    assert cost(found) == cost(ReasoningGraph(tuple(graph), edges, (0, 0), ((1, 2),), fixed=frozenset({(0, 1)})))


def test_tuples_are_text_in_graphml_of_networkx(tmp_path):
    graph = nx.grid_2d_graph(2, 3)
    graph.graph |= {"source": "(0, 0)", "targets": '["(1, 2)"]'}
    found = load(tmp_path, generated(graph, named=False))
    edges = tuple(Edge(*edge) for edge in graph.edges)
    expected = ReasoningGraph(tuple(graph), edges, (0, 0), ((1, 2),))
    assert arcs(found) == arcs(expected)
    assert cost(found) == cost(expected)


@pytest.mark.parametrize(("default", "directed"), [("directed", "false"), ("undirected", "true")])
def test_networkx_refuses_an_edge_that_is_directed_otherwise_which_the_standard_allows(tmp_path, default, directed):
    text = graphml("", PATH.replace("<edge ", f'<edge directed="{directed}" ', 1), default=default)
    with pytest.raises(nx.NetworkXError, match="found in"):
        as_networkx_reads(text)
    there, back = ("s", "a", 1.0), ("a", "s", 1.0)
    assert (there in arcs(load(tmp_path, text)), back in arcs(load(tmp_path, text))) == (True, directed == "false")


# --- igraph, yEd, Gephi, OSMnx, neo4j --------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
def test_graphml_of_igraph_is_the_graph_that_was_written(tmp_path, directed):
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
    """One key for the labels of nodes, another of the same id for those of edges; ``label`` is an attribute too."""
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
