"""The schema of graph files accepts what the reader accepts, except for rules that it says it cannot express."""

from __future__ import annotations

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from backproof.graphs.files import GraphFileError, load_graph
from tests.repo.files import ROOT

SCHEMA = json.loads((ROOT / "backproof" / "schemas" / "graph-file.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
DOCUMENT = {
    "graph": {"source": "s", "targets": ["t", "u"], "prior": [3, 1], "fixed": ["a"]},
    "nodes": [{"id": name} for name in "satu"],
    "edges": [{"source": a, "target": b} for a, b in ("sa", "at", "au")],
}


def changed(place, value):
    """The document with ``value`` at a place like ``graph.prior`` or ``edges.0.weight``; None removes it."""
    document = copy.deepcopy(DOCUMENT)
    *way, last = (int(part) if part.isdecimal() else part for part in place.split("."))
    within = document
    for part in way:
        within = within[part]
    if value is None:
        del within[last]
    else:
        within[last] = value
    return document


def is_read(folder, document):
    path = folder / "graph.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        load_graph(path)
    except GraphFileError:
        return False
    return True


ACCEPTED = [
    *(("edges.0.weight", value) for value in (2, 0.5, "2.5", " 1e3 ")),
    *(("edges.0.oneway", value) for value in (True, False, 1, 0, "Yes", " no ", "TRUE")),
    *(("edges.0.key", value) for value in ("upper", 3, ["a", 1])),
    *(("edges.0.directed", value) for value in (False, "no", "maybe", [])),
    ("directed", True),
    ("multigraph", False),
    ("multigraph", "no"),
    ("graph.directed", False),
    ("graph.name", "mine"),
    ("comment", "mine"),
    ("nodes.0.colour", "red"),
    ("graph.fixed", []),
    ("graph.prior", None),
]
REFUSED = [
    *((name, DOCUMENT["edges"]) for name in ("links", "Edges", "LINKS", "Links")),
    *((name, [1]) for name in ("prior", "Prior", "FIXED", "graph.Prior", "graph.FIXED")),
    *((name, True) for name in ("Directed", "MultiGraph", "graph.directed", "graph.Directed")),
    *((name, None) for name in ("graph", "nodes", "edges", "graph.source", "graph.targets")),
    *(("edges.0.weight", value) for value in (0, -1, 1e10, 1e-10, "heavy", True, [], "-1")),
    *(("edges.0.oneway", value) for value in ("maybe", 2, [], {})),
    *(("edges.0.directed", value) for value in (True, 1, "yes", "True")),
    *(("edges.0.source", value) for value in (True, {}, "x" * 201)),
    ("edges.0.key", {}),
    ("edges.0", "sa"),
    ("edges", []),
    ("nodes", []),
    ("nodes.0", "s"),
    ("nodes.0.id", None),
    ("directed", "yes"),
    ("graph", []),
    ("graph.targets", []),
    ("graph.targets", ["t", "t"]),
    ("graph.targets", "t"),
    ("graph.fixed", ["a", "a"]),
    ("graph.prior", [3, "many"]),
    ("graph.prior", 3),
]
ONLY_THE_READER = {
    "ids of nodes are distinct": ("nodes.1", {"id": "s", "colour": "red"}),
    "source, targets, fixed and the ends of edges are ids of nodes": ("edges.0.source", "x"),
    "source is not a target": ("graph.targets", ["s", "t"]),
    "every target can be reached": ("edges.1", {"source": "a", "target": "a"}),
    "prior has one number per target": ("graph.prior", [1]),
    "text that is a number is within the limits for numbers": ("edges.0.weight", "1e10"),
}


@pytest.mark.parametrize(("place", "value"), ACCEPTED, ids=str)
def test_the_schema_and_the_reader_accept_it(tmp_path, place, value):
    document = changed(place, value)
    assert (VALIDATOR.is_valid(document), is_read(tmp_path, document)) == (True, True)


@pytest.mark.parametrize(("place", "value"), REFUSED, ids=str)
def test_the_schema_and_the_reader_refuse_it(tmp_path, place, value):
    document = changed(place, value)
    assert (VALIDATOR.is_valid(document), is_read(tmp_path, document)) == (False, False)


@pytest.mark.parametrize(("words", "change"), ONLY_THE_READER.items(), ids=ONLY_THE_READER)
def test_the_description_of_the_schema_lists_what_only_the_reader_refuses(tmp_path, words, change):
    document = changed(*change)
    assert (VALIDATOR.is_valid(document), is_read(tmp_path, document)) == (True, False)
    assert words in SCHEMA["description"]


@pytest.mark.parametrize(
    "again", [{"source": "s", "target": "a"}, {"source": "a", "target": "s", "weight": 2}], ids=str
)
def test_a_repeated_edge_needs_a_multigraph(tmp_path, again):
    """The schema sees only a repetition that is identical."""
    document = {**DOCUMENT, "edges": [*DOCUMENT["edges"], again], "multigraph": False}
    assert not is_read(tmp_path, document)
    assert VALIDATOR.is_valid(document) == (len(again) == 3)
    assert "with multigraph false, no two edges join the same nodes" in SCHEMA["description"]
    assert is_read(tmp_path, {**document, "multigraph": True})
    assert VALIDATOR.is_valid({**document, "multigraph": True})


def test_an_edge_of_a_directed_graph_cannot_be_called_two_way(tmp_path):
    for called, expected in ((False, False), ("no", False), (True, True)):
        document = {**changed("edges.0.directed", called), "directed": True}
        assert (VALIDATOR.is_valid(document), is_read(tmp_path, document)) == (expected, expected)


def test_the_examples_agree_with_the_schema():
    examples = sorted((ROOT / "examples" / "graphs").glob("*.json"))
    assert examples
    assert all(VALIDATOR.is_valid(json.loads(path.read_text(encoding="utf-8"))) for path in examples)
