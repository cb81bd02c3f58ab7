"""The functions of the API return what the commands write, print nothing, and refuse bad arguments in one line."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

import backproof as bp
from backproof.checks import kernel, mutation

GRAPH = bp.CorridorGraph(width=3, depth=2, lanes=2)
SIZES = ("--width", "3", "--depth", "2", "--lanes", "2")
VARIES = {"seconds", "threads", "versions"}


def written(backproof, *arguments):
    """What the command prints as JSON."""
    code, out, err = backproof(*arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def steady(record):
    return {name: value for name, value in json.loads(json.dumps(record)).items() if name not in VARIES}


def test_costs_match_the_command(backproof):
    document = written(backproof, "cost", *SIZES)
    found = [(one.policy, str(one.exact), one.log10) for one in bp.policy_costs(GRAPH)]
    assert found == [(one["policy"], one["exact"], one["log10"]) for one in document["costs"]]


def test_an_audit_matches_the_command(backproof):
    document = written(backproof, "audit", *SIZES, "--only", "shared-rows,restart")
    rows = bp.audit(GRAPH, ["shared-rows", "restart"])
    assert len(rows) == 2
    for row, entry in zip(rows, document["assumptions"], strict=True):
        assert (row.assumption.id, row.assumption.bearing) == (entry["id"], entry["verdict"])
        assert [check.holds for check in row.finding.checks] == [check["holds"] for check in entry["checks"]]
        assert float(row.finding.dropped.sft.value) == entry["without"]["sft"]["value"]


def test_a_verification_matches_the_command(backproof, verified, proved):
    verified(proved)
    document = written(backproof, "verify", "--only", "zero-gradient")
    report = bp.verify("zero-gradient")
    assert [(one["id"], one["verdict"]) for one in document["claims"]] == [("zero-gradient", "proved")]
    assert [(one.claim.id, one.verdict) for one in report.results] == [("zero-gradient", "proved")]
    parts = [(part["id"], part["verdict"]) for part in document["claims"][0]["evidence"]]
    assert [(part.id, part.finding.verdict) for part in report.results[0].evidence] == parts


@pytest.mark.parametrize("engine", ["steps", "crossings", "search"])
def test_a_simulation_matches_the_command(backproof, engine):
    options = ("--engine", engine, "--episodes", "600", "--seed", "3", "--policy", "rlvr", "--compare")
    document = written(backproof, "simulate", *SIZES, *options)
    found = bp.simulate(GRAPH, "rlvr", engine=engine, episodes=600, seed=3, compare=True)
    assert steady(found.record) == steady(document)
    assert dataclasses.asdict(found.estimate) | {"interval": None} == document["estimate"] | {"interval": None}
    assert list(found.estimate.interval) == document["estimate"]["interval"]
    assert (found.hits, list(found.hits_interval)) == (document["hits"]["count"], document["hits"]["interval"])
    assert (found.prediction.mean, found.prediction.z) == (document["prediction"]["mean"], document["prediction"]["z"])
    assert found.prediction.verdict == document["prediction"].get("verdict")
    assert found.times.shape == found.reached.shape == (600,)
    assert found.times[found.reached].mean() == pytest.approx(found.estimate.mean)


def test_a_policy_object_is_accepted():
    named = bp.simulate(GRAPH, "sft", episodes=500)
    given = bp.simulate(GRAPH, bp.Policy.sft_limit(GRAPH), episodes=500)
    assert given.estimate == named.estimate
    assert (named.record["config"]["policy"], given.record["config"]["policy"]) == ("sft", "given")


def test_a_training_run_matches_the_command(backproof, tmp_path):
    document = written(backproof, "train", *SIZES, "--steps", "40")
    found = bp.train(GRAPH, steps=40)
    assert steady(found.record) == steady(document)
    assert (found.cost, found.optimal_cost) == (document["points"][-1]["cost"], document["optimal_cost"])
    assert found.curve.cost.shape == (41,)
    assert bp.expected_hitting_time(GRAPH, found.policy) == pytest.approx(found.cost)


def test_a_training_run_starts_from_a_policy_and_continues_from_a_file(tmp_path):
    half = bp.train(GRAPH, steps=20, out=tmp_path / "run.json")
    whole = bp.train(GRAPH, steps=40, out=tmp_path / "run.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.json", "run.json.npz", "run.json.safetensors"]
    assert np.array_equal(whole.curve.cost[:21], half.curve.cost)
    assert np.array_equal(whole.curve.cost, bp.train(GRAPH, steps=40).curve.cost)
    fresh = bp.train(GRAPH, steps=20, start=half.policy)
    assert fresh.cost == pytest.approx(whole.cost, rel=1e-9)


def test_a_figure_is_built_and_its_numbers_hold(tmp_path):
    (outcome,) = bp.figures("fig_graph", out=tmp_path)
    assert (outcome.name, outcome.state) == ("fig_graph", "built")
    assert (tmp_path / "fig_graph.svg").is_file()
    assert bp.figures(["fig_graph"], out=str(tmp_path))[0].state == "up to date"


def test_texts_match_the_commands(backproof):
    assert backproof("export", "sft-cost").out == bp.export("sft-cost")
    told = []
    proofs = bp.export_proofs("sft-cost/out-base", on_progress=lambda *so_far: told.append(so_far))
    assert proofs == {"out-base": backproof("export", "sft-cost/out-base", "--proof").out}
    assert told == [(0, 1), (1, 1)]
    assert backproof("export", "--policy", "sft", *SIZES).out == bp.policy_text(bp.Policy.sft_limit(GRAPH))
    assert backproof("prism", *SIZES).out == bp.prism(GRAPH, bp.Policy.base(GRAPH), name="base")


# --- progress --------------------------------------------------------------------------------------------------------


def test_progress_is_reported_to_the_callback_and_nothing_is_printed(capsys, tmp_path):
    told = []
    bp.audit(GRAPH, ["shared-rows", "restart"], on_progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]
    episodes, steps = [], []
    bp.simulate(GRAPH, episodes=3000, on_progress=lambda done, walked: episodes.append(done))
    bp.train(GRAPH, steps=5, on_progress=lambda step, point: steps.append(step))
    assert (episodes[-1], steps) == (3000, [0, 1, 2, 3, 4, 5])
    bp.figures("fig_graph", out=tmp_path)
    bp.simulate(GRAPH)
    assert capsys.readouterr() == ("", "")


def test_a_verification_can_be_interrupted_and_started_again(monkeypatch):
    """Ctrl-C stops the solvers; the next call lets them start again."""
    kernel.stop_solvers()
    one = [mutant for mutant in mutation._mutants_of(bp.claims()[0]) if "flipped" in mutant.id][:1]
    monkeypatch.setattr(mutation, "_mutants_of", lambda claim: one)
    (score,) = bp.mutation_scores(bp.claims()[0].id)
    assert score.total == 1


# --- bad arguments ---------------------------------------------------------------------------------------------------

REFUSED = {
    "claim": (lambda: bp.verify("sft-kost"), ValueError, "there is no claim 'sft-kost': did you mean sft-cost"),
    "claims of a wrong type": (lambda: bp.verify([3]), TypeError, "only must be a text or several, got only=[3]"),
    "no claims": (lambda: bp.verify(None), TypeError, "only must be a text or several, got only=None"),
    "jobs": (lambda: bp.verify(jobs=0), ValueError, "jobs must be an integer >= 1, got jobs=0"),
    "jobs as text": (lambda: bp.verify(jobs="2"), TypeError, "jobs must be an integer >= 1, got jobs='2'"),
    "seed": (lambda: bp.verify(seed=-1), ValueError, "seed must be an integer from 0 to 2**64 - 1, got seed=-1"),
    "seed as text": (lambda: bp.verify(seed="1"), TypeError, "seed must be an integer from 0 to 2**64 - 1"),
    "progress": (lambda: bp.verify(on_progress=True), TypeError, "on_progress must be a function or None"),
    "solver": (lambda: bp.replay(solver=["z3"]), TypeError, "solver must be a str, got solver="),
    "empty solver": (lambda: bp.replay(solver=""), ValueError, "--solver must be a command line, got an empty one"),
    "graph": (lambda: bp.audit((15, 15, 5)), TypeError, "graph must be a CorridorGraph, got graph=(15, 15, 5)"),
    "costs of no graph": (lambda: bp.policy_costs(None), TypeError, "graph must be a CorridorGraph, got graph=None"),
    "assumption": (lambda: bp.audit(GRAPH, "shared-row"), ValueError, "did you mean shared-rows"),
    "depth": (lambda: bp.audit(bp.CorridorGraph(15, 400, 5)), ValueError, "depth must be at most 161 for the audit"),
    "policy": (lambda: bp.simulate(GRAPH, 0.5), TypeError, "policy must be a Policy, a name or a file, got policy=0.5"),
    "policy's name": (lambda: bp.simulate(GRAPH, "bas"), ValueError, "there is no file 'bas': did you mean base?"),
    "policy's depth": (
        lambda: bp.simulate(GRAPH, bp.Policy.base(bp.CorridorGraph(2, 1, 1))),
        ValueError,
        "policy must have one probability per diamond",
    ),
    "episodes": (lambda: bp.simulate(GRAPH, episodes=1), ValueError, "episodes must be at least 2, got 1"),
    "episodes as text": (lambda: bp.simulate(GRAPH, episodes="9"), TypeError, "episodes must be an integer >= 1"),
    "budget": (
        lambda: bp.simulate(GRAPH, engine="steps", budget="x"),
        TypeError,
        "budget must be an integer >= 1, got budget='x'",
    ),
    "seed of a run": (lambda: bp.simulate(GRAPH, seed=1.5), TypeError, "seed must be an integer from 0 to 2**64 - 1"),
    "device": (lambda: bp.train(GRAPH, "grpo", device=None), TypeError, "device must be a str, got device=None"),
    "step": (lambda: bp.train(GRAPH, step="a"), TypeError, "step must be a number, got step='a'"),
    "optimiser": (lambda: bp.train(GRAPH, optimiser=[]), TypeError, "optimiser must be a str, got optimiser=[]"),
    "batch": (lambda: bp.train(GRAPH, "grpo", batch="x"), TypeError, "batch must be an int, got batch='x'"),
    "no such setting": (
        lambda: bp.train(GRAPH, batch=8),
        ValueError,
        "algorithm=rlvr takes no batch: leave it out, or",
    ),
    "uncleaned": (lambda: bp.train(GRAPH, "distil", uncleaned="a"), TypeError, "uncleaned must be a number, got"),
    "flag": (lambda: bp.simulate(GRAPH, compare="yes"), TypeError, "compare must be a bool, got compare='yes'"),
    "out": (lambda: bp.simulate(GRAPH, out=3), TypeError, "out must be a path or None, got out=3"),
    "folder": (lambda: bp.simulate(GRAPH, out="no/run.json"), ValueError, "the folder no does not exist; create it"),
    "algorithm": (lambda: bp.train(GRAPH, "rlhf"), ValueError, "algorithm must be one of distil, grpo, "),
    "steps": (lambda: bp.train(GRAPH, steps=0), ValueError, "steps must be an integer >= 1, got steps=0"),
    "start": (lambda: bp.train(GRAPH, start=1), TypeError, "start must be a Policy, base or a file, got start=1"),
    "infinite start": (
        lambda: bp.train(GRAPH, start=bp.Policy.optimal(GRAPH)),
        ValueError,
        "training must start from finite logits, and start has probability 0 or 1 in ",
    ),
    "figure": (lambda: bp.figures("fig_grap"), ValueError, "there is no figure 'fig_grap': did you mean fig_graph"),
    "quick": (lambda: bp.check_figures(quick=1), TypeError, "quick must be a bool, got quick=1"),
    "exported": (lambda: bp.export("sft"), ValueError, "there is no claim 'sft'"),
    "exported type": (lambda: bp.export(None), TypeError, "claim must be a str, got claim=None"),
    "proved": (lambda: bp.export_proofs("sft-cost/cots"), ValueError, "has no obligation 'cots'"),
    "proved type": (lambda: bp.export_proofs(None), TypeError, "claim must be a str, got claim=None"),
    "proved jobs": (lambda: bp.export_proofs("sft-cost", jobs=0), ValueError, "jobs must be an integer >= 1"),
    "prism": (lambda: bp.prism(GRAPH, "base"), TypeError, "policy must be a Policy, got policy='base'"),
    "policy file": (lambda: bp.policy_text("base"), TypeError, "policy must be a Policy, got policy='base'"),
}


@pytest.mark.parametrize(("call", "kind", "said"), REFUSED.values(), ids=REFUSED)
def test_bad_arguments_are_refused_in_one_line(call, kind, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(kind) as refusal:
        call()
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_the_command_and_the_function_give_the_same_message(backproof):
    with pytest.raises(ValueError, match="depth must be at most") as refusal:
        bp.audit(bp.CorridorGraph(15, 400, 5))
    assert backproof("audit", "--depth", "400") == (2, "", f"backproof: {refusal.value}\n")


@pytest.mark.parametrize(("name", "package"), [("simulate", "torch"), ("Estimate", "torch")])
def test_a_missing_package_is_an_import_error_that_says_what_to_install(monkeypatch, name, package):
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: False)
    with pytest.raises(bp.MissingPackageError, match=rf"^{package} is not installed: .*pip install '\.\[sim\]'"):
        getattr(bp, name)
    with pytest.raises(bp.MissingPackageError, match="matplotlib is not installed"):
        bp.figures()
    assert issubclass(bp.MissingPackageError, ImportError)


def test_a_result_cannot_be_changed():
    found = bp.simulate(GRAPH, episodes=10)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.hits = 3
