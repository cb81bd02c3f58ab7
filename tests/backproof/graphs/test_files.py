"""Graphs from files: networkx's own JSON and GraphML are read, and everything else is refused in one line."""

import json
import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.graphs.files import GraphFileError, load_graph
from backproof.reports import json_files
from backproof.theory.any_graph.reasoning_graph import Edge
from tests.repo.files import ROOT
from tests.theory.reasoning import reasoning_graphs

SMALL = {
    "graph": {"source": "s", "targets": ["t"]},
    "nodes": [{"id": "s"}, {"id": "a"}, {"id": "t"}],
    "edges": [{"source": "s", "target": "a"}, {"source": "a", "target": "t"}],
}
XML = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{keys}<graph{graph}>\n{data}{rest}</graph>\n</graphml>\n'
)
KEYS = '<key id="k" for="graph" attr.name="source"/>\n<key id="l" for="graph" attr.name="targets"/>\n'
MORE_KEYS = (
    '<key id="w" attr.name="weight" attr.type="int"/><key id="f" attr.name="fixed"/><key id="p" attr.name="prior"/>'
)
DATA = '<data key="k">s</data>\n<data key="l">["t"]</data>\n'
REST = '<node id="s"/>\n<node id="t"/>\n<edge source="s" target="t"/>\n'


def loaded(folder, content, name="graph.json"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_graph(path)


def as_networkx(graph):
    whole = nx.MultiGraph(source=graph.source, targets=list(graph.targets), fixed=list(graph.fixed))
    if graph.prior:
        whole.graph["prior"] = list(graph.prior)
    whole.add_nodes_from(graph.nodes)
    for edge in graph.edges:
        whole.add_edge(edge.tail, edge.head, weight=edge.weight, oneway=edge.oneway)
    return whole


def by_ends(graph):
    """The edges as a multiset, since networkx lists them by node."""
    return sorted((sorted(map(str, edge[:2])), edge.weight, edge.oneway) for edge in graph.edges)


@given(graph=reasoning_graphs(oneway=False))
def test_json_of_networkx_is_read(tmp_path_factory, graph):
    text = json.dumps(nx.node_link_data(as_networkx(graph)))
    found = loaded(tmp_path_factory.mktemp("graphs"), text)
    assert by_ends(found) == by_ends(graph)
    assert (found.nodes, found.source, found.targets, found.fixed) == (graph.nodes, 0, graph.targets, graph.fixed)
    assert found.target_law == graph.target_law


@given(graph=reasoning_graphs(oneway=False))
def test_graphml_of_networkx_is_read_with_its_ids_as_text(tmp_path_factory, graph):
    whole = as_networkx(graph)
    whole.graph = {name: json.dumps(value) for name, value in whole.graph.items()}
    found = loaded(tmp_path_factory.mktemp("graphs"), "".join(nx.generate_graphml(whole)))
    assert by_ends(found) == by_ends(graph)
    assert found.nodes == tuple(map(str, graph.nodes))
    assert (found.source, found.targets) == ("0", tuple(map(str, graph.targets)))
    assert found.fixed == frozenset(map(str, graph.fixed))
    assert list(found.target_law.values()) == list(graph.target_law.values())


def test_links_weights_keys_and_directed_graphs_are_read(tmp_path):
    document = {**SMALL, "directed": True, "links": [{**edge, "key": 0, "weight": 2.5} for edge in SMALL["edges"]]}
    del document["edges"]
    graph = loaded(tmp_path, json.dumps(document))
    assert [(e.oneway, e.weight, e.key) for e in graph.edges] == [(True, 2.5, 0)] * 2
    assert len(graph.states) == 3


def test_graphml_has_defaults_and_directions(tmp_path):
    keys = KEYS + '<key id="w" for="edge" attr.name="weight" attr.type="double"><default>3</default></key>\n'
    keys += '<key id="other" for="node" attr.name="colour" attr.type="string"/>\n'
    rest = '<node id="s"><data key="other">red</data></node><node id="t"/><edge source="s" target="t"/>'
    rest += '<edge source="s" target="t" directed="false" id="e"><data key="w">1</data></edge>'
    graph = loaded(tmp_path, XML.format(keys=keys, graph=' edgedefault="directed"', data=DATA, rest=rest))
    assert [(e.oneway, e.weight, e.key) for e in graph.edges] == [(True, 3.0, None), (False, 1.0, "e")]


BOMB = '<!DOCTYPE g [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<graphml><graph>&b;</graph></graphml>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1, column 1: not JSON: Expecting value"),
        ("{", "line 1, column 2: not JSON"),
        ('{"nodes": [],\n "edges": [}', "line 2, column 12: not JSON: Expecting value"),
        (b'{"a": "\xff"}', "must be UTF-8 text, got byte 0xff at 7"),
        ("[" * 100_000, "the JSON is nested too deeply"),
        ("[1]", r"must be an object with nodes and edges, got \[1\]"),
        ('{"nodes": [], "nodes": []}', "'nodes' is given twice in one object: keep one"),
        (
            '{"nodes": [{"id": 1' + "0" * 5000 + "}]}",
            "line 1, column 19: a number has 5,001 digits: write it with at most 1,000",
        ),
        (BOMB, "line 1: a document type is declared: entities are not expanded, take the declaration out"),
        ("<graphml>\n<graph>\n</graphml>", "line 3: not XML: mismatched tag"),
        ("<html/>", "line 1: must be GraphML, got an element html"),
        ("<graphml/>", "a GraphML file must have one graph, got 0"),
        ("<graphml><graph><node id='a'><graph/></node></graph></graphml>", "line 1: a graph inside a graph"),
        ("<graphml><graph><hyperedge/></graph></graphml>", "line 1: a hyperedge is not supported"),
        (
            "<?xml version='1.0' encoding='latin-9999'?><graphml/>",
            "line 1: encoding 'latin-9999' is not known: use UTF-8",
        ),
        (
            "<?xml version='1.0' encoding='shift_jis'?><graphml/>",
            "line 1: encoding 'shift_jis' is not known: use UTF-8",
        ),
        ("<graphml/>".encode("utf-16"), "must be UTF-8 text, looks like UTF-16: save it as UTF-8"),
        ("<graphml/>".encode("utf-16-be"), "must be UTF-8 text, looks like UTF-16: save it as UTF-8"),
        ("<graphml xmlns='urn:other'/>", "line 1: must be GraphML, got the namespace 'urn:other'"),
        ("<graphml>\n<key/></graphml>", "line 2: a key must have an id"),
        ("<graphml>\n<node id='a'/></graphml>", "line 2: node must not stand in graphml itself"),
        ("<graphml><graph><edge source='a' target='b'><node id='c'/></edge></graph></graphml>", "must not stand in"),
        ("<graphml><graph><locator/></graph></graphml>", "a locator is not followed: put what it leads to into this"),
        ("<graphml>\n<key id='weight' for='edge'/></graphml>", "line 2: key 'weight' has no attr.name: write"),
        ("<graphml><graph edgedefault=''/></graphml>", "line 1: edgedefault must be directed or undirected, got ''"),
        ("<graphml><default>1</default></graphml>", "a GraphML file must have one graph, got 0"),
        ("<" + "a" * 10**6 + "/>", "line 1: must be GraphML, got an element aaaa"),
        ("<graphml><graph><data key='source'/></graph></graphml>", "data has the key 'source', which is not declared"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place_of_its_fault(tmp_path, content, message):
    with pytest.raises(GraphFileError, match=message) as error:
        loaded(tmp_path, content)
    assert str(error.value).startswith(str(tmp_path / "graph.json"))
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300 + len(str(tmp_path))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"graph": {}}, "graph: source is missing: name the node where walks start"),
        ({"graph": 3}, "graph must be an object with source and targets, got graph=3"),
        ({"graph": {"source": "s"}}, "graph: targets is missing: list the nodes where the answer may be"),
        ({"graph": {"source": "s", "targets": "t"}}, "graph: targets must be a list, got 't'"),
        ({"graph": {"source": ["s"], "targets": ["t"]}}, r"source must be the id of a node, got source=\('s',\)"),
        ({"graph": {"source": "s", "targets": [True]}}, r"targets\[0\] must be a text, a number or a list"),
        ({"directed": "no"}, "directed must be true or false, got directed='no'"),
        ({"links": []}, "the edges must be a list named edges, or links, got edges and links"),
        ({"nodes": {}}, r"nodes must be a list, got \{\}"),
        ({"nodes": [{"id": "s"}, "a"]}, r"nodes\[1\]: must be an object with id, got 'a'"),
        ({"nodes": [{"id": "s"}, {"name": "a"}]}, r"nodes\[1\]: id is missing"),
        ({"nodes": [{"id": "s"}, {"id": None}]}, r"nodes\[1\]: id must be a text, a number or a list"),
        ({"nodes": [{"id": "s"}, {"id": float("nan")}]}, r"nodes\[1\]: id must be a text, a number or a list"),
        ({"nodes": [{"id": "s"}, {"id": [0, True]}]}, r"nodes\[1\]: id\[1\] must be a text, a number or a list"),
        ({"nodes": [{"id": "s"}, {"id": [[0] * 100]}]}, r"nodes\[1\]: id\[0\] must have at most 200 characters"),
        ({"nodes": [{"id": 1}, {"id": 1.0}]}, r"nodes\[1\]: id 1.0 is that of nodes\[0\]: ids must differ"),
        ({"nodes": [{"id": "s"}, {"id": "\ud800"}]}, r"nodes\[1\]: id must be text that UTF-8 can hold"),
        ({"edges": [{"source": "s", "target": "t", "weight": 10**400}]}, r"edges\[0\]: weight must be a number from"),
        ({"nodes": [*SMALL["nodes"], {"id": "a"}]}, r"nodes\[3\]: id 'a' is that of nodes\[1\]: ids must differ"),
        ({"nodes": [], "edges": []}, "nodes must name at least one node, got none"),
        ({"nodes": None}, "nodes must be a list, got null"),
        ({"edges": [3]}, r"edges\[0\]: must be an object with source and target, got 3"),
        ({"edges": [{"source": "s", "target": "t", "oneway": 2}]}, r"edges\[0\]: oneway must .* got oneway=2"),
        ({"edges": [{"source": "s", "target": "t", "oneway": 1.0}]}, r"edges\[0\]: oneway must .* got oneway=1.0"),
        ({"nodes": [{"id": 1}, {"id": True}]}, r"nodes\[1\]: id must be a text, a number or a list .* got true"),
        ({"nodes": [{"id": [1]}, {"id": [1.0]}]}, r"nodes\[1\]: id \(1.0,\) is that of nodes\[0\]: ids must differ"),
        ({"edges": [{"source": "s", "target": "t", "oneway": None}]}, r"edges\[0\]: oneway must .* got oneway=null"),
        ({"graph": {**SMALL["graph"], "fixed": ["a", "zz"]}}, r"fixed\[1\]: must be the id of a node, got 'zz'"),
        ({"graph": {**SMALL["graph"], "fixed": ["a", "a"]}}, r"fixed\[1\]: 'a' is named twice"),
        ({"graph": {**SMALL["graph"], "prior": [None]}}, r"prior\[0\]: must be a number from 1e-09 .* got null"),
        ({"graph": {**SMALL["graph"], "prior": [0]}}, r"prior\[0\]: must be a number .* got 0: drop that target"),
        ({"nodes": [{"id": "x" * 201}]}, r"nodes\[0\]: id must have at most 200 characters, got 201"),
        ({"graph": {**SMALL["graph"], "source": "x" * 10**6}}, "graph: source must have at most 200 characters"),
        ({"edges": [{"source": "s", "target": "x" * 10**6}]}, r"edges\[0\]: target must have at most 200 characters"),
        ({"edges": [{"source": "s", "target": "t", "oneway": "x" * 10**6}]}, r"oneway must be true or false"),
        ({"edges": [{"source": "s"}]}, r"edges\[0\]: target is missing"),
        ({"edges": [{"source": "s", "target": "x"}]}, r"edges\[0\]: its ends must be ids of nodes, got 'x'"),
        ({"edges": [{"source": "s", "target": "t", "key": {}}]}, r"edges\[0\]: key must be a text, a number"),
        ({"edges": [{"source": "s", "target": "t", "weight": -2}]}, r"edges\[0\]: weight must be a number from"),
        ({"edges": [{"source": "s", "target": "t", "weight": None}]}, r"edges\[0\]: weight must be a number from"),
        ({"edges": [{"source": "s", "target": "t", "weight": float("nan")}]}, r"edges\[0\]: weight must be a number"),
        ({"edges": [{"source": "s", "target": "a"}]}, r"targets\[0\]: no path leads from the source 's' to 't'"),
    ],
)
def test_a_faulty_reasoning_graph_is_refused_with_the_place_of_its_fault(tmp_path, change, message):
    with pytest.raises(GraphFileError, match=message) as error:
        loaded(tmp_path, json.dumps({**SMALL, **change}))
    assert len(str(error.value)) < 300 + len(str(tmp_path))


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        (REST + '<node id="s"/>', r"line 10: nodes\[2\]: id 's' is that of nodes\[0\]"),
        (REST + '<edge source="s" target="x"/>', r"line 10: edges\[1\]: its ends must be ids of nodes, got 'x'"),
        (REST + '\n<edge source="s"/>', r"line 11: edges\[1\]: target is missing"),
        (REST + '\n<edge source="s" target="t" directed="yes"/>', "line 11: directed must be true or false, got 'yes'"),
        (REST + '\n<edge source="s" target="t"><data key="w">1_0</data></edge>', "line 11: weight must be a number"),
        (
            REST + '<edge source="s" target="t"><data key="w">1</data>\n<data key="w">2</data></edge>',
            "line 11: weight is given twice, on line 10 too: keep one",
        ),
        (REST + '<data key="k">s</data>', "line 10: source is given twice, on line 5 too: keep one"),
        (REST + '\n<data key="f">["x"]</data>', r"line 11: fixed\[0\]: must be the id of a node, got 'x'"),
        (REST + '\n<data key="p">[1, 2]</data>', "line 11: prior must have 1 numbers"),
    ],
)
def test_a_fault_in_graphml_is_reported_with_its_line(tmp_path, rest, message):
    with pytest.raises(GraphFileError, match=message):
        loaded(tmp_path, XML.format(keys=KEYS + MORE_KEYS, graph="", data=DATA, rest=rest))


@pytest.mark.parametrize(
    ("source", "targets", "message"),
    [
        ("x", '["t"]', "line 3: source must be the id of a node, got source='x'"),
        ("s", '["t", "x"]', r"line 4: targets\[1\]: must be the id of a node, got 'x'"),
        ("s", "7", "line 4: targets must be a list like"),
        ("s", "no list", "line 4: targets must be a list like"),
    ],
)
def test_a_fault_in_the_data_of_the_graph_is_reported_with_its_line(tmp_path, source, targets, message):
    data = f'<data key="k">{source}</data><data key="l">\n{targets}</data>\n'
    with pytest.raises(GraphFileError, match=message):
        loaded(tmp_path, XML.format(keys=KEYS.replace("\n", ""), graph="", data=data, rest=REST))


@pytest.mark.slow
def test_a_graph_that_is_too_large_is_refused_before_any_work(tmp_path, monkeypatch):
    million = {**SMALL, "nodes": [{"id": i} for i in range(1_000_000)]}
    with pytest.raises(GraphFileError, match="nodes must be at most 400,000, got 1,000,000: cut the graph down"):
        loaded(tmp_path, json.dumps(million))
    monkeypatch.setattr(json_files, "MOST_BYTES", 2**20)
    with pytest.raises(GraphFileError, match="must have at most 1 MiB: cut it down"):
        loaded(tmp_path, json.dumps(million))


def test_edge_attributes_that_are_not_read_are_kept_by_name(tmp_path):
    edges = [{**SMALL["edges"][0], "wieght": 2, "colour": "red"}, {**SMALL["edges"][1], "weight": 2}]
    assert loaded(tmp_path, json.dumps({**SMALL, "edges": edges})).unread == ("colour", "wieght")
    keys = KEYS + '<key id="w" for="edge" attr.name="wieght" attr.type="int"/><key id="n" attr.name="colour"/>'
    rest = '<node id="s"><data key="n">red</data></node><node id="t"/>'
    rest += '<edge source="s" target="t"><data key="w">2</data></edge>'
    assert loaded(tmp_path, XML.format(keys=keys, graph="", data=DATA, rest=rest)).unread == ("wieght",)


def test_data_with_an_undeclared_key_are_named_by_the_key(tmp_path):
    rest = REST.replace('target="t"/>', 'target="t"><data key="w">2</data></edge>')
    assert loaded(tmp_path, XML.format(keys=KEYS, graph="", data=DATA, rest=rest)).unread == ("w",)


def test_an_attribute_without_a_name_is_ignored(tmp_path):
    assert loaded(tmp_path, json.dumps({**SMALL, "edges": [{**edge, "": 1} for edge in SMALL["edges"]]})).unread == ()
    keys = KEYS + '<key id="w" for="edge" attr.name=""/><key id="v" for="edge"/>'
    rest = REST.replace('target="t"/>', 'target="t"><data key="w">2</data><data key="v">2</data></edge>')
    assert loaded(tmp_path, XML.format(keys=keys, graph="", data=DATA, rest=rest)).unread == ()


def test_a_deeply_nested_id_is_refused_in_one_line(tmp_path):
    deep = "[" * 900 + "]" * 900
    text = '{"graph": {"source": "s", "targets": ["t"]}, "edges": [], "nodes": [{"id": ' + deep + "}]}"
    with pytest.raises(GraphFileError, match="nested too deeply: an id needs only a few levels"):
        loaded(tmp_path, text)


DOCUMENT = (ROOT / "docs" / "graph-files.md").read_text(encoding="utf-8")


def template(language):
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    return block


@pytest.mark.parametrize("language", ["json", "xml"])
def test_the_templates_of_the_page_give_the_graph_that_it_describes(tmp_path, language):
    graph = loaded(tmp_path, template(language))
    assert graph.nodes == ("s", "a", "t", "u")
    assert graph.edges == (
        Edge("s", "a", oneway=True),
        Edge("a", "t", "upper", 2),
        Edge("a", "t", "lower", 0.5),
        Edge("a", "u"),
    )
    assert (graph.source, graph.targets, graph.prior, graph.fixed) == ("s", ("t", "u"), (3, 1), {"a"})
    assert graph.unread == ()


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(GraphFileError, match=r"cannot be read: (Is a directory|No such file or directory)"):
            load_graph(path)


@given(st.binary(max_size=60) | st.text('{}[]":,<>/! graphmlnodesid0', max_size=60).map(str.encode))
def test_random_bytes_are_read_or_refused(tmp_path_factory, content):
    with pytest.raises(GraphFileError) as error:
        loaded(tmp_path_factory.mktemp("graphs"), content)
    assert "\n" not in str(error.value)
