"""The audit of a graph: its findings on the examples, its words and JSON; the examples match their script."""

import dataclasses
import json
import math
import re
import runpy
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from backproof.checks.tools.walks import search_cost
from backproof.graphs import findings as graph_findings
from backproof.graphs import report as graph_audit
from backproof.graphs.files import load_graph
from backproof.graphs.findings import SearchFindings, examine_graph
from backproof.graphs.report import graph_audit_document, graph_audit_markdown, show_graph_audit
from backproof.reports.terminal import plain_text
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph, corridor_reasoning_graph
from backproof.theory.any_graph.tabular import TabularCost
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.repo.files import ROOT

EXAMPLES = ROOT / "examples" / "graphs"
FALSE_ALARM = 1e-2
"""The false-alarm rate of one sampled interval, as in the audit; the seed is fixed."""


def as_text(audit):
    return plain_text(lambda console: show_graph_audit(console, audit))


def as_words(audit):
    return " ".join(as_text(audit).split())


@pytest.fixture(scope="module")
def corridors():
    return examine_graph(load_graph(EXAMPLES / "corridors.json"))


def test_the_examples_match_the_output_of_their_script():
    files = runpy.run_path(str(EXAMPLES / "generate.py"))["files"]()
    assert {path.name for path in EXAMPLES.iterdir()} - {"generate.py", "__pycache__"} == set(files)
    for name, text in files.items():
        assert (EXAMPLES / name).read_text(encoding="utf-8") == text, f"{name}: run examples/graphs/generate.py"


def test_every_leaf_of_the_game_of_24_that_is_a_target_makes_24():
    graph = load_graph(EXAMPLES / "game-of-24.json")
    leaves = {node for node in graph.nodes if node.count(">") == 3}
    assert set(graph.targets) == {node for node in leaves if node.rsplit("> ", 1)[1] == "24"}
    for edge in graph.edges:
        before, after = ([Fraction(x) for x in node.rsplit("> ", 1)[-1].split()] for node in edge[:2])
        pairs = [(a, b) for i, a in enumerate(before) for j, b in enumerate(before) if i != j]
        made = [(a, b, x) for a, b in pairs for x in (a + b, a - b, a * b, *([a / b] if b else []))]
        # The remaining numbers and the two operands together are the earlier numbers and the result.
        assert any(sorted([*after, a, b]) == sorted([*before, x]) for a, b, x in made), f"{edge.tail} to {edge.head}"


def test_both_files_of_the_binary_tree_give_the_same_graph():
    left, right = (load_graph(EXAMPLES / f"binary-tree.{kind}") for kind in ("json", "graphml"))
    assert [edge[:2] for edge in left.edges] == [edge[:2] for edge in right.edges]
    assert (left.nodes, left.targets, left.base()) == (right.nodes, right.targets, right.base())


def test_all_costs_of_the_corridor_example_match_the_formulas(corridors):
    corridor = CorridorGraph(3, 2, 3)
    for policy, make in zip(corridors.policies, (Policy.base, Policy.sft_limit, Policy.optimal), strict=True):
        assert policy.cost.value == expected_hitting_time(corridor, make(corridor), exact=True)
    assert (corridors.silent, corridors.rows) == (24, 48)  # half of the 2 W K (L + 1) rows
    assert corridors.shortest == corridor.shortest_path_length
    assert not corridors.attained


def test_sampled_search_agrees_with_the_recursion_and_the_formulas(corridors):
    """Theorem 9: SFT 1 + (W-1)/2 (4K+2 + K(L-1)) + 2K+1 = 20, RLVR 1 + W(2K+1) = 16."""
    _, sft, rlvr = (policy.search for policy in corridors.policies)
    for search, exact in ((sft, 20), (rlvr, 16)):
        assert search.kind == "sampled"
        assert search.steps_interval[0] <= exact <= search.steps_interval[1], f"{exact=}, {FALSE_ALARM=}"
        assert search.stuck == 0


def test_exact_search_matches_the_recursion():
    corridor = CorridorGraph(2, 1, 3)
    _, sft, rlvr = (policy.search for policy in examine_graph(corridor_reasoning_graph(corridor)).policies)
    assert (sft.kind, sft.stuck, sft.steps) == ("exact", 0, search_cost(corridor, Policy.sft_limit(corridor)))
    assert (rlvr.kind, rlvr.stuck, rlvr.steps) == ("exact", 0, 7)


def test_sampled_search_has_the_law_of_the_prior(monkeypatch):
    """Null: the exact outcome. Six intervals, each with a false-alarm rate of 1e-6; 10000 walks, of which some 5500 are
    kept.
    """
    monkeypatch.setattr(graph_findings, "CONFIDENCE", 1 - 1e-6)
    edges = (Edge("s", "a"), Edge("a", "t"), Edge("s", "u"), Edge("s", "b"))
    graph = ReasoningGraph(("s", "a", "b", "t", "u"), edges, "s", ("t", "u"), (9, 1))
    exact = [policy.search for policy in examine_graph(graph).policies]
    monkeypatch.setattr(graph_findings, "search_outcome", refuse)
    sampled = [policy.search for policy in examine_graph(graph).policies]
    for one, other in zip(exact, sampled, strict=True):
        assert (one.kind, other.kind) == ("exact", "sampled")
        assert other.stuck_interval[0] <= one.stuck <= other.stuck_interval[1]
        assert other.steps_interval[0] <= one.steps <= other.steps_interval[1]


def refuse(*arguments):
    raise graph_findings.TooMuchWork("as if there were more histories")


def test_if_walks_would_take_too_long_fewer_or_none_are_made(monkeypatch):
    """Inner vertices have L + 1 = 4 edges, and a walk takes at most as many steps as there are edge-states."""
    graph = corridor_reasoning_graph(CorridorGraph(3, 2, 3))
    law = np.array(graph.sft_limit(), dtype=float)
    cells = 4 * len(graph.states)
    monkeypatch.setattr(graph_findings, "SEARCH_MOVES", 150 * cells)
    fewer = graph_findings._search(graph, law)
    assert 150 <= fewer.episodes < graph_findings.SEARCH_EPISODES
    assert fewer.steps_interval[0] <= 20 <= fewer.steps_interval[1], f"Theorem 9, {FALSE_ALARM=}"
    for moves in (graph_findings.FIRST_EPISODES * cells, graph_findings.FIRST_EPISODES * cells - 1):
        # just enough for the first walks, or not enough
        monkeypatch.setattr(graph_findings, "SEARCH_MOVES", moves)
        assert (
            graph_findings._search(graph, law).reason == "walks take too long on a graph with so many edges at a node"
        )


def test_without_torch_the_report_says_that_sampled_search_is_left_out(monkeypatch, corridors):
    monkeypatch.setattr(graph_findings, "is_installed", lambda module: False)
    audit = examine_graph(load_graph(EXAMPLES / "corridors.json"))
    assert [policy.search.kind for policy in audit.policies] == ["left out"] * 3
    assert "left out: torch is not installed" in as_words(audit)
    assert [p.cost.value for p in audit.policies] == [p.cost.value for p in corridors.policies]


def test_the_shares_of_the_steps_add_up(corridors):
    """RLVR at W = 3, K = 2 walks 3 corridors out and 2 back on average."""
    for policy in corridors.policies:
        assert 0 < policy.on_golden < 1
        assert policy.on_golden + policy.on_silent <= 1 + 1e-12
    rlvr = corridors.policies[-1]
    # 26 steps: 1 to the fork, 3 corridors out and 2 back of 5 steps each. 16 are out; 8 follow silent rows of the way
    # back.
    assert rlvr.on_golden == pytest.approx(16 / 26)
    assert rlvr.on_silent == pytest.approx(8 / 26)
    assert rlvr.top[0] == ("f", pytest.approx(3 / 26))


def trapping():
    edges = (Edge("s", "a"), Edge("s", "b", oneway=True), Edge("b", "b"), Edge("a", "t"), Edge("a", "u"))
    return examine_graph(ReasoningGraph(("s", "a", "b", "t", "u", "off"), edges, "s", ("t", "u")))


def test_a_trap_is_reported_and_is_not_an_error():
    audit = trapping()
    base, sft, rlvr = audit.policies
    assert base.cost.infinite
    assert sft.cost.trapped == Fraction(1, 7)
    assert rlvr.cost is None
    text = as_words(audit)
    assert "SFT limit: traps the walker, infinite cost; trapped with probability 0.142857." in text
    assert "1 nodes out of reach" in text
    row = next(line for line in graph_audit_markdown(audit).splitlines() if line.startswith("| RLVR"))
    assert "the base policy's cost is infinite: it has no gradient" in row
    document = graph_audit_document(audit)["policies"][1]["cost"]
    assert (document["kind"], document["value"], document["trapped"]) == ("infinite", None, pytest.approx(1 / 7))


def test_the_report_says_if_the_optimum_of_one_target_is_attained():
    graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a"), Edge("a", "t"), Edge("s", "s")), "s", ("t",))
    audit = examine_graph(graph)
    assert audit.attained
    assert audit.policies[-1].cost.value == 2
    assert "RLVR's policy needs no more: it is optimal." in as_words(audit)


@pytest.mark.parametrize(("restarts", "error"), [(-1, ValueError), (1.5, TypeError)])
def test_an_impossible_number_of_restarts_is_refused(restarts, error):
    graph = ReasoningGraph(("s", "t"), (Edge("s", "t"),), "s", ("t",))
    with pytest.raises(error, match="restarts must be an"):
        examine_graph(graph, restarts=restarts)


@pytest.mark.parametrize("restarts", ["-1", "some", "9999999999"])
def test_the_command_names_an_impossible_number_of_restarts(backproof, restarts):
    code, out, err = backproof("graph", EXAMPLES / "binary-tree.json", "--restarts", restarts)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"--restarts must be an integer from 0 to 999999999, got {restarts}" in err


def test_the_report_tells_of_a_normalised_prior_ignored_attributes_and_ids_of_two_types():
    edges = (Edge("s", 1), Edge("s", "1"))
    graph = ReasoningGraph(("s", 1, "1"), edges, "s", (1, "1"), (0.3, 0.3), unread=("wieght",))
    audit = examine_graph(graph)
    text = as_words(audit)
    assert "The prior sums to 0.6: it was divided by that." in text
    assert "These attributes of edges were not read: 'wieght'." in text
    assert re.search(r" 1 \(\d+\.\d%\), '1' \(\d", text)
    document = graph_audit_document(audit)
    assert (document["prior_total"], document["edge_attributes_not_read"]) == ("3/5", ["wieght"])


def test_the_report_has_no_remark_on_a_normal_prior_and_known_attributes(corridors):
    text = as_words(corridors)
    assert "prior sums" not in text
    assert "not read" not in text
    assert "f (11.5%)" in text


@pytest.mark.parametrize(
    ("share", "error", "shown"),
    [
        (None, 0.0, "unknown"),
        (0.0, 0.0, "0.0%"),
        (0.5, 4e-4, "50.0%"),
        (1.234e-5, 1e-12, "0.0012%"),
        (1.234e-5, 1e-6, "< 0.1%"),
    ],
)
def test_small_shares_have_two_digits_if_the_error_allows_it(share, error, shown):
    assert graph_audit.percent(share, error) == shown


@pytest.mark.parametrize(
    ("search", "words"),
    [
        (SearchFindings("exact", stuck=Fraction(1)), "never arrives, stuck 100.0%, exact"),
        (SearchFindings("sampled", stuck=1.0, episodes=9), "hardly any of 9 walks arrives, stuck 100.0%, sampled"),
        (SearchFindings("exact", stuck=Fraction(1, 4), steps=Fraction(2)), "2 steps if it arrives, stuck 25.0%, exact"),
        (SearchFindings("left out", "too large"), "left out: too large"),
    ],
)
def test_a_sample_without_arrivals_is_not_called_never(search, words):
    assert graph_audit.searching(search) == words


def test_a_cost_beyond_float64_is_still_exact():
    """Each of 20 nodes leads on with weight 1e-9 and back to the source with 1e9, so the cost is about 1e18 to the
    power 20.
    """
    nodes = tuple(range(21))
    on = [Edge(i, i + 1, weight=1e-9, oneway=True) for i in range(20)]
    back = [Edge(i, 0, weight=10**9, oneway=True) for i in range(20)]
    audit = examine_graph(ReasoningGraph(nodes, (*on, *back), 0, (20,)))
    base, sft, rlvr = audit.policies
    assert 10**360 < base.cost.value < 10**361
    assert "1e360" in as_words(audit)
    assert sft.cost.value == 20
    assert rlvr.cost is None
    cost = graph_audit_document(audit)["policies"][0]["cost"]
    assert (cost["kind"], cost["value"], cost["exact"]) == ("exact", None, str(base.cost.value))


@pytest.mark.parametrize("make", ["corridors", "trap"])
def test_every_format_has_all_policies_and_the_json_is_valid(make, corridors):
    audit = corridors if make == "corridors" else trapping()
    document = json.loads(json.dumps(graph_audit_document(audit), allow_nan=False))
    assert document["schema"] == "backproof.graph-audit/1"
    assert [policy["policy"] for policy in document["policies"]] == ["base", "sft", "rlvr"]
    for text in (as_words(audit), graph_audit_markdown(audit)):
        for name in ("base", "SFT limit", "RLVR, as found", "Rows without gradient"):
            assert name in text
    assert as_text(audit) == as_text(audit)


@pytest.mark.parametrize(
    ("cost", "shown", "known"),
    [
        (TabularCost(Fraction(26)), "26", "exact"),
        (TabularCost(Fraction(1, 3)), "0.333333", "exact, rounded here"),
        (TabularCost(123456.789, error=3e-4), "1.23e5", "float64, relative error < 3e-04"),
        (TabularCost(123456.789, error=0.5), "unknown", "float64, relative error < 5e-01"),
        (TabularCost(math.nan, error=math.inf), "unknown", "beyond float64"),
        (TabularCost(math.inf, Fraction(1, 4)), "infinite", "trapped with probability 0.25"),
    ],
)
def test_no_more_digits_are_shown_than_the_error_supports(cost, shown, known):
    assert (graph_audit.steps(cost), graph_audit.how_known(cost)) == (shown, known)


def test_a_poor_float_cost_has_no_shares(monkeypatch):
    """As for a graph too large for elimination, whose residual is a poor bound."""
    real = graph_findings.evaluate_law
    monkeypatch.setattr(graph_findings, "exact_cost", lambda *arguments: None)
    monkeypatch.setattr(
        graph_findings, "evaluate_law", lambda *given: dataclasses.replace(real(*given), error=0.02, visits_error=0.02)
    )
    audit = examine_graph(corridor_reasoning_graph(CorridorGraph(2, 1, 3)))
    base = audit.policies[0]
    assert base.on_golden is None
    assert "36 " in as_words(audit) or "4e1" in as_words(audit)


def test_another_process_has_the_same_findings(tmp_path):
    """The graph is so small that nothing is sampled."""
    path = tmp_path / "graph.json"
    edges = [{"source": a, "target": b} for a, b in (("s", "a"), ("a", "t"), ("a", "u"), ("s", "u"))]
    nodes = [{"id": name} for name in "satu"]
    path.write_text(json.dumps({"graph": {"source": "s", "targets": ["t", "u"]}, "nodes": nodes, "edges": edges}))
    code = (
        "from pathlib import Path; from backproof import examine_graph, load_graph; import sys; "
        "from backproof.graphs.report import show_graph_audit; from backproof.reports.terminal import plain_text; "
        "audit = examine_graph(load_graph(Path(sys.argv[1]))); "
        "print(plain_text(lambda console: show_graph_audit(console, audit)), end='')"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == as_text(examine_graph(load_graph(path)))
    assert "sampled" not in run.stdout
