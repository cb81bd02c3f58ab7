"""GraphML and JSON are read according to their standards, and ambiguous files are refused."""

from __future__ import annotations

import json

import pytest

from backproof.graphs.files import GraphFileError
from backproof.graphs.findings import examine_graph
from backproof.graphs.report import graph_audit_markdown, show_graph_audit
from backproof.reports.terminal import plain_text
from tests.backproof.graphs.corpus import GIVEN, PATH, THREE, arcs, cost, graphml, load

KEY_ONEWAY = '<key id="o" for="edge" attr.name="oneway" attr.type="{}"/>'
CHAIN = "".join(
    f'<edge source="{tail}" target="{head}"><data key="o">{{0}}</data></edge>'
    for tail, head in ("sa", "ab", "bt", "ba")
)
NODES = '<node id="s"/><node id="a"/><node id="b"/><node id="t"/>'
WEIGHT = '<key id="w" {} attr.name="weight"{}>{}</key>'
HEAVY = '<edge source="s" target="a"/><edge source="a" target="t"><data key="w">1</data></edge>'
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
def test_a_file_is_read_according_to_the_standard(tmp_path, name):
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
    "a weight as an attribute": (graphml("", PATH.replace("<edge ", '<edge weight="5" ')), "weight is not an attribute of edge in GraphML: write it as <data> with a <key>"),
    "a prior as an attribute": (graphml().replace("<graph ", '<graph prior="[3]" '), "prior is not an attribute of graph in GraphML"),
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
def test_an_ambiguous_element_that_could_change_the_graph_is_refused(tmp_path, name):
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
def test_json_that_would_change_the_graph_is_not_silently_ignored(tmp_path, change, message):
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
def test_json_with_harmless_repetitions_or_fields_of_other_programs_is_read(tmp_path, change, expected):
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


def test_an_id_is_not_read_as_markup_in_a_report(tmp_path):
    id_ = "[a](b) |x| <i> *y* `z` &amp; ~\u202e\n"
    document = {
        "graph": {"source": "s", "targets": [id_]},
        "nodes": [{"id": "s"}, {"id": id_}],
        "edges": [{"source": "s", "target": id_}],
    }
    audit = examine_graph(load(tmp_path, json.dumps(document)))
    text = " ".join(plain_text(lambda console: show_graph_audit(console, audit)).split())
    assert "most steps end at '[a](b) |x| <i> *y* `z` &amp; ~\\u202e\\n' (100.0%)" in text
    shown = r"'\[a\](b) &#124;x&#124; &lt;i> \*y\* \`z\` &amp;amp; &#126;\\u202e\\n' (100.0%)"
    assert f"most steps end at {shown}" in graph_audit_markdown(audit)


@pytest.mark.parametrize("value", [True, 1, "1", "True", "yes", False, 0, "0", "No", " false "])
def test_oneway_means_the_same_in_json_and_graphml(tmp_path, value):
    edges = [{"source": "s", "target": "a", "oneway": value}, {"source": "a", "target": "t"}]
    document = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": n} for n in "sat"], "edges": edges}
    body = THREE + f'<edge source="s" target="a"><data key="o">{value}</data></edge><edge source="a" target="t"/>'
    found = load(tmp_path, json.dumps(document))
    assert arcs(found) == arcs(load(tmp_path, graphml(KEY_ONEWAY.format("string"), body)))
    assert found.edges[0].oneway is (str(value).strip().lower() in {"true", "1", "yes"})


def test_text_for_true_or_a_number_is_read_in_json_too(tmp_path):
    edges = [{"source": "s", "target": "a", "oneway": "True", "weight": "2.5"}, {"source": "a", "target": "t"}]
    document = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": n} for n in "sat"], "edges": edges}
    graph = load(tmp_path, json.dumps(document))
    assert [(e.oneway, e.weight) for e in graph.edges] == [(True, 2.5), (False, 1)]
