"""How good the best policy is, as the report says it: restarts, the bound of all agents, and branch and bound."""

import re
from fractions import Fraction

import pytest

from backproof.graphs.files import load_graph
from backproof.graphs.findings import examine_graph
from backproof.graphs.report import graph_audit_document, show_graph_audit
from backproof.reports.terminal import plain_text
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from tests.repo.files import ROOT

EXAMPLES = ROOT / "examples" / "graphs"


def as_words(audit):
    return " ".join(plain_text(lambda console: show_graph_audit(console, audit)).split())


def test_the_report_says_what_no_agent_beats_and_that_restarts_find_it():
    """On this example policy gradient from base ends in a local optimum of 5.25 steps."""
    audit = examine_graph(load_graph(EXAMPLES / "random-multigraph.json"), restarts=6)
    costs = {policy.policy: float(policy.cost.value) for policy in audit.policies}
    assert costs["rlvr"] == pytest.approx(5.25)
    assert costs["best"] == pytest.approx(5)
    assert (audit.best.least, audit.best.attained, audit.best.bracket) == (5, True, None)
    assert (audit.best.restart_low, audit.best.reached) == (pytest.approx(5), 3)
    text = as_words(audit)
    assert "Policy gradient from 6 random starts came to 5 to 5.5 steps; 3 of them came to the lowest cost." in text
    assert "The policy best found needs no more: it is optimal." in text
    assert graph_audit_document(audit)["best"] == {
        "least_of_any_agent": "5",
        "attained": True,
        "restarts": 6,
        "restarts_at_lowest": 3,
        "restart_costs": pytest.approx([5, 5.5]),
        "without_memory": None,
    }


def test_the_report_brackets_the_best_policy_without_memory():
    """Of two targets behind one row, at the end of a way of one step, that is 2 + 3 * 1."""
    edges = [Edge(*pair, oneway=True) for pair in ("xs", "sa", "sb", "ax", "bx")]
    audit = examine_graph(ReasoningGraph(tuple("xsab"), tuple(edges), "x", ("a", "b")))
    text = as_words(audit)
    assert re.search(r"without memory costs from 4.99\d+ to 5 steps \(branch and bound, \d+ boxes\)", text)
    assert "RLVR's policy is optimal to 0.1%." in text
    found = graph_audit_document(audit)["best"]
    assert (found["least_of_any_agent"], found["attained"]) == ("7/2", False)
    assert found["without_memory"]["closed"] is True


def rare_target(heavy):
    """Beyond the likely target t, u is found after 3 steps at best; every dead end before it costs 2 more."""
    edges = (Edge("s", "t"), *(Edge("t", f"b{i}") for i in range(3)), Edge("b2", "u"))
    return ReasoningGraph(("s", "t", "b0", "b1", "b2", "u"), edges, "s", ("t", "u"), (heavy, 1))


def test_a_policy_that_costs_a_billionth_too_much_is_not_called_optimal():
    """RLVR stops where the gradient of the rare target is too small to see."""
    audit = examine_graph(rare_target(10**9))
    least = Fraction(10**9 + 3, 10**9 + 1)
    assert audit.policies[2].cost.value > least
    assert (audit.best.least, audit.best.attained) == (least, True)
    assert not audit.attained
    assert audit.policies[-1].policy == "best"
    assert audit.policies[-1].cost.value == least
    assert "The policy best found needs no more: it is optimal." in as_words(audit)


def test_a_lower_bound_is_not_rounded_up():
    """It is 1003/1001 = 1.0019980..., and RLVR needs no more."""
    text = as_words(examine_graph(rare_target(1000)))
    assert "needs fewer than 1.00199 steps on average. RLVR's policy needs no more: it is optimal." in text
