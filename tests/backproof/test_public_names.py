"""The names that users import from `backproof`."""

from __future__ import annotations

import json
import subprocess
import sys

import networkx as nx
import pytest

import backproof
from backproof.graphs.report import graph_audit_document

PROMISED = {"CorridorGraph", "Policy", "expected_hitting_time"}


def test_the_promised_names_are_public():
    assert set(backproof.__all__) >= PROMISED
    assert list(backproof.__all__) == sorted(backproof.__all__)


@pytest.mark.parametrize("name", backproof.__all__)
def test_a_public_name_gives_the_object_of_that_name(name):
    found = getattr(backproof, name)
    assert found.__name__ == name
    assert found.__module__.startswith(("theory.", "backproof."))
    assert found.__doc__


def test_dir_shows_the_public_names():
    assert set(backproof.__all__) <= set(dir(backproof))


def test_a_star_import_gives_the_public_names():
    names = {}
    code = compile("from backproof import *", "star", "exec")
    exec(code, names)  # noqa: S102 - a constant; a star import is allowed at module level alone
    assert set(backproof.__all__) <= set(names)


def test_an_unknown_name_is_an_attribute_error_that_names_the_near_ones():
    with pytest.raises(AttributeError, match=r": did you mean Policy or PolicyCost\?$"):
        _ = backproof.Polizy
    with pytest.raises(AttributeError, match=r"^backproof has no public name 'xyz': it has AuditRow, "):
        _ = backproof.xyz
    with pytest.raises(ImportError, match="cannot import name 'Polizy'"):
        from backproof import Polizy  # noqa: F401


def test_a_bad_size_is_refused():
    with pytest.raises(ValueError, match="width must be an integer >= 1, got width=0"):
        backproof.CorridorGraph(width=0, depth=1, lanes=1)


def test_importing_backproof_loads_nothing_heavy():
    code = "import sys, backproof; print(*sorted({'numpy', 'sympy', 'typer', 'backproof.theory'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


WRONG = {"None": None, "text": "base", "number": 3, "list": [], "class": object}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("name", [name for name in backproof.__all__ if "hitting" in name])
def test_every_cost_names_an_argument_of_the_wrong_type(name, value):
    use, graph = getattr(backproof, name), backproof.CorridorGraph(width=2, depth=1, lanes=1)
    given = {"graph": graph, "policies" if name.endswith("times") else "policy": backproof.Policy.base(graph)}
    assert use(**given) is not None
    for argument in given:
        with pytest.raises(TypeError, match=rf"^{argument} must be a \w+, got {argument}="):
            use(**given | {argument: value})
    if name in ("expected_hitting_time", "expected_hitting_time_gradient"):
        with pytest.raises(TypeError, match=r"^exact must be a bool, got exact="):
            use(**given, exact=value)


@pytest.mark.parametrize("value", [None, "graph.json", {}])
def test_only_a_graph_can_be_examined(value):
    with pytest.raises(TypeError, match=r"^graph must be a ReasoningGraph, got graph=.*: use from_networkx or "):
        backproof.examine_graph(value)


def test_a_graph_of_networkx_is_examined_without_a_file(tmp_path):
    graph = nx.path_graph(["s", "a", "t"])
    graph.graph |= {"source": "s", "targets": ["t"]}
    audit = backproof.examine_graph(backproof.from_networkx(graph))
    assert [policy.cost.value for policy in audit.policies] == [4, 2, 2]
    (tmp_path / "graph.json").write_text(json.dumps(nx.node_link_data(graph)), encoding="utf-8")
    read = backproof.examine_graph(backproof.load_graph(str(tmp_path / "graph.json")))
    assert graph_audit_document(read) == graph_audit_document(audit)
