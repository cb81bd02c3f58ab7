"""The row of the audit that is measured, in every format, against the records."""

from __future__ import annotations

import json
import shutil

import pytest

from backproof.paper_figures import records
from backproof.paper_figures.network_runs import SFT_RUNS
from backproof.reports.measured import network_runs
from backproof.theory.any_graph.reasoning_graph import corridor_reasoning_graph
from backproof.theory.any_graph.tabular import evaluate_law


def test_the_costs_are_those_of_the_saved_laws_and_the_names_decide():
    runs = network_runs()
    assert len(runs) == len(SFT_RUNS)
    for run in runs:
        law = records.load_record(SFT_RUNS[run.tokens, run.graph.depth, run.seed]).arrays["law"]
        assert run.cost == pytest.approx(float(evaluate_law(corridor_reasoning_graph(run.graph), law).cost))
        if run.graph.depth > 1 and run.tokens != "undirected":
            assert (run.cost > run.limit) == (run.tokens == "edge")


def test_each_run_is_printed_with_its_tokens_its_fork_and_its_size(backproof):
    code, out, err = backproof("audit", "--only", "network")
    assert (code, err) == (0, "")
    assert "network, measured (beside shared-rows)" in out
    for tokens in ("edge", "move", "undirected"):
        lines = [line.split() for line in out.splitlines() if line.startswith(tokens)]
        assert [(line[1], " ".join(line[2:5]), line[5:7]) for line in lines] == [
            ("env", f"W=3, K={depth}, L=2", ["0,", "1"]) for depth in (1, 2, 3, 4)
        ]
    assert "Cost of SFT divided by cost of RLVR" not in out


def test_it_stands_in_every_format_and_not_beside_other_rows(backproof):
    document = json.loads(backproof("audit", "--only", "network", "--format", "json").out)
    assert (document["assumptions"], len(document["measured"])) == ([], len(SFT_RUNS))
    assert {run["verdict"] for run in document["measured"]} == {"measured"}
    for format_ in ("markdown", "html"):
        assert "measured" in backproof("audit", "--only", "network", "--format", format_).out
    assert "network" not in backproof("audit", "--only", "lanes").out
    assert "network" not in backproof("audit", "--corridors", "1x2,3x2").out


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_record_that_is_missing_or_changed_is_named(backproof, tmp_path, monkeypatch, damage):
    shutil.copytree(records.FOLDER, tmp_path / "records")
    file = tmp_path / "records" / "network-sft-move-2-1.json"
    file.unlink() if damage == "missing" else file.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(records.load_record, "__defaults__", (tmp_path / "records",))
    code, out, err = backproof("audit", "--only", "network")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "network-sft-move-2-1.json" in err
    assert "make records" in err
