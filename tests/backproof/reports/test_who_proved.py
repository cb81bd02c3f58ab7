"""Every report says who proved what, and how much of it is easy."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from backproof.reports.costs import policy_costs
from backproof.reports.terminal import plain_text
from backproof.reports.verification import show_verification, verification_summary
from backproof.reports.verification_documents import verification_json, verification_markdown
from backproof.theory.graph import CorridorGraph
from tests.backproof.made_reports import outcome, report, result

GRAPH = CorridorGraph(15, 15, 5)
COSTS = policy_costs(GRAPH)
EVIDENCE = (
    outcome("proved", "first", form="identity"),
    outcome("proved", "second", form="linear"),
    outcome("proved", "third", form="linear"),
    outcome("proved", "fourth"),
    outcome("proved", "expanded", "derivation"),
    outcome("unknown", "cancelled", "derivation"),
    outcome("proved", "small", "instance"),
    outcome("confirmed", "walked", "simulation"),
)


def explained(of):
    return plain_text(lambda console: show_verification(console, of, GRAPH, COSTS, explain=True))


@pytest.mark.parametrize(
    ("evidence", "rocq", "sentence"),
    [
        (EVIDENCE[:1], "whole", "1 statement by Z3 and cvc5 (1 identity), in Rocq: whole"),
        (EVIDENCE[3:4], "", "1 statement by Z3 and cvc5"),
        (EVIDENCE[4:5] + EVIDENCE[6:], "", "1 identity by sympy, 1 list of cases by computation"),
        (EVIDENCE[6:7] * 2, "", "2 lists of cases by computation"),
        (EVIDENCE[-1:], "", "nothing"),
        (
            EVIDENCE + EVIDENCE[:1],
            "part",
            "5 statements by Z3 and cvc5 (2 identities, 2 linear), 1 of 2 identities by sympy, "
            "1 list of cases by computation, in Rocq: part",
        ),
        ((outcome("unknown"),), "", "0 of 1 statement by Z3 and cvc5"),
    ],
)
def test_every_report_says_who_proved_what(evidence, rocq, sentence):
    made = report(replace(result("good", evidence), rocq=rocq))
    for shown in (explained(made), verification_markdown(made, GRAPH, COSTS)):
        assert f"Proved: {sentence} Composed:" in " ".join(shown.replace("- ", "").split())
    assert json.loads(verification_json(made, GRAPH, COSTS))["claims"][0]["proved_by"] == sentence


def test_every_report_counts_the_statements_that_are_easy():
    made = report(result("good", EVIDENCE), result("better", EVIDENCE[1:4]))
    assert "; 7 SMT proofs (1 identity, 4 linear), 2 derivations, " in verification_summary(made)
    document = json.loads(verification_json(made, GRAPH, COSTS))
    assert document["statements"] == {"all": 7, "identities": 1, "linear": 4}
    assert [part["form"] for part in document["claims"][0]["evidence"][:4]] == ["identity", "linear", "linear", None]
    assert "SMT proof, linear, second: proved" in explained(made)
    assert "- second (SMT proof, linear, proved): " in verification_markdown(made, GRAPH, COSTS)


@pytest.mark.parametrize(
    ("run", "left_out"),
    [(0, "; 3 simulations left out"), (1, "; 2 simulations left out"), (2, "; 1 simulation left out"), (3, "")],
)
def test_the_summary_counts_the_simulations_that_did_not_run(run, left_out):
    walked = tuple(outcome("confirmed", f"walked-{number}", "simulation") for number in range(run))
    claim = replace(result("good").claim, experiments=("one", "two", "three"))
    summary = verification_summary(report(replace(result("good", (outcome("proved"), *walked)), claim=claim)))
    assert (f"{left_out} because torch is not installed: " in summary) == bool(left_out)
    assert summary.count("left out because") == bool(left_out)
