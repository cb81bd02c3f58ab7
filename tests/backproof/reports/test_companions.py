"""`backproof companions`: the numbers of the theory, in every format, and what is refused."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

import backproof as bp
from backproof.reports.companions import first_behind
from backproof.theory.companions import sequence_types
from backproof.theory.companions.distinct_trajectories import LEVELS, distinct_trajectories
from backproof.theory.companions.entropies import READINGS, answer_entropy, token_entropy, trajectory_entropy
from backproof.theory.companions.pass_at_k import (
    cot_success_probability,
    crossing,
    pass_at_k,
    success_probabilities,
)
from backproof.theory.companions.supports import expected_supports, fair_chance, word_supports
from backproof.theory.companions.tilts import length_tilt, tilted_success
from backproof.theory.companions.visit_ranks import edge_state_visits, rank_decay, vertex_visits
from tests.repo.files import ROOT

GRAPH = bp.CorridorGraph(width=3, depth=2, lanes=2)
SIZES = ("--width", "3", "--depth", "2", "--lanes", "2", "--budget", "26")
SCHEMA = json.loads((ROOT / "backproof" / "schemas" / "companions.json").read_text(encoding="utf-8"))


def test_the_report_has_the_numbers_of_the_theory():
    tuned = bp.Policy.sft_limit(GRAPH)
    report = bp.companions(GRAPH, "sft", budget=26, samples=100, k=[8, 1, 8])
    found, success = report.tuned, success_probabilities(GRAPH, tuned, 26)[:, -1]
    sound = cot_success_probability(GRAPH, tuned, 26)
    assert (report.k, report.base.name, found.name) == ((1, 8), "base", "sft")
    assert found.success == tuple(success)
    assert found.pass_at_k == pytest.approx(pass_at_k(success, [1, 8]), rel=1e-14)
    assert found.cot_pass_at_k == pytest.approx(pass_at_k([sound], [1, 8]), rel=1e-14)
    assert found.distinct == {level: distinct_trajectories(GRAPH, tuned, level, 26, 100) for level in LEVELS}
    assert found.trajectory_entropy == trajectory_entropy(GRAPH, tuned, 26)
    assert found.whole_entropy == trajectory_entropy(GRAPH, tuned)
    assert found.token_entropy == token_entropy(GRAPH, tuned, 26)
    assert found.answer_entropies == {name: answer_entropy(GRAPH, tuned, 26, name) for name in READINGS}
    for nodes, visits in (("directed edges", edge_state_visits), ("vertices", vertex_visits)):
        assert found.decays[nodes, "all"] == rank_decay(visits(GRAPH, tuned, 26))
        assert found.decays[nodes, "sampled"] == rank_decay(visits(GRAPH, tuned, 26), 1 / 100)
        assert found.decays[nodes, "no budget"] == rank_decay(visits(GRAPH, tuned))
    assert found.length_tilts == {step: length_tilt(GRAPH, tuned, step) for step in (0.999, 0.99, 0.9)}
    assert found.tilted_success == {u: tilted_success(success[0], u) for u in (2, 10)}


FORK = [3, 0.5, 1]


@pytest.mark.parametrize("target", [0, 2])
def test_a_trained_fork_is_that_of_the_policy_and_base_has_a_uniform_one(target):
    policy, prior = bp.Policy.optimal(GRAPH), [1, 1 / 2, 1 / 3]
    report = bp.companions(GRAPH, policy, budget=40, samples=50, k=[4], fork=FORK, target=target)
    found, of = report.tuned, {"fork": FORK, "target": target}
    success = success_probabilities(GRAPH, policy, 40, fork=FORK)[:, -1]
    sound = [cot_success_probability(GRAPH, policy, 40, fork=FORK, target=one) for one in range(3)]
    assert report.base == bp.companions(GRAPH, "base", budget=40, samples=50, k=[4], target=target).tuned
    assert (report.prior, found.fork) == (pytest.approx([6 / 11, 3 / 11, 2 / 11]), pytest.approx([2 / 3, 1 / 9, 2 / 9]))
    assert (found.success, found.sound_success) == (tuple(success), tuple(sound))
    assert found.pass_at_k == pytest.approx(pass_at_k(success, [4], prior))
    assert found.cot_pass_at_k == pytest.approx(pass_at_k(sound, [4], prior))
    assert found.distinct == {level: distinct_trajectories(GRAPH, policy, level, 40, 50, **of) for level in LEVELS}
    assert found.trajectory_entropy == trajectory_entropy(GRAPH, policy, 40, **of)
    assert found.whole_entropy == trajectory_entropy(GRAPH, policy, **of)
    assert found.token_entropy == token_entropy(GRAPH, policy, 40, **of)
    assert found.answer_entropies == {name: answer_entropy(GRAPH, policy, 40, name, **of) for name in READINGS}
    assert found.decays["vertices", "all"] == rank_decay(vertex_visits(GRAPH, policy, 40, **of))
    assert found.decays["directed edges", "no budget"] == rank_decay(edge_state_visits(GRAPH, policy, **of))
    assert found.length_tilts[0.9] == length_tilt(GRAPH, policy, 0.9, **of)
    assert found.tilted_success[2] == tilted_success(float(success[target]), 2)
    supports = [GRAPH, bp.Policy.base(GRAPH), policy, 40, report.least]
    assert report.words == {level: word_supports(*supports, level, tuned_fork=FORK, target=target) for level in LEVELS}


def test_forks_by_name_are_those_of_zipfs_prior():
    laws = {"uniform": [1, 1, 1], "sqrt": [1, 2**-0.5, 3**-0.5], "prior": [6, 3, 2], "one-hot": [1, 0, 0]}
    for name, weights in laws.items():
        found = bp.companions(GRAPH, "rlvr", budget=8, samples=4, fork=name).tuned.fork
        assert found == pytest.approx([weight / sum(weights) for weight in weights])


def test_the_leash_crosses_where_the_page_on_the_companions_says():
    """With Zipf's prior at the paper's sizes, for the fork that takes one corridor alone against base."""
    graph = bp.CorridorGraph(15, 15, 5)
    found = {T: bp.companions(graph, "rlvr", budget=T, samples=2, fork="one-hot").crossing for T in (32, 900)}
    assert found[900] == 17
    assert found[32] == pytest.approx(3.9e13, rel=0.01)


def test_the_supports_are_those_of_the_theory_with_their_null():
    base, tuned = bp.Policy.base(GRAPH), bp.Policy.optimal(GRAPH)
    report = bp.companions(GRAPH, tuned, budget=26, samples=8192)
    first, second = (success_probabilities(GRAPH, one, 26)[:, -1] for one in (base, tuned))
    assert report.k[-1] == 8192
    assert report.problems == tuple(expected_supports(first, second, k) for k in report.k)
    assert report.null == tuple(expected_supports(first, first, k) for k in report.k)
    assert report.least == fair_chance(8192, 0.05)
    assert report.words == {level: word_supports(GRAPH, base, tuned, 26, report.least, level) for level in LEVELS}
    assert tuple(report.words["edge"]) == (4, 128, 48)  # as docs/companions.md says


def test_without_a_budget_the_policy_file_and_the_name_give_the_same(tmp_path):
    (tmp_path / "mine.json").write_text(bp.policy_text(bp.Policy.optimal(GRAPH)))
    named, read = (bp.companions(GRAPH, policy, budget=26) for policy in ("rlvr", tmp_path / "mine.json"))
    assert read.tuned.name == str(tmp_path / "mine.json")
    assert read.tuned.pass_at_k == pytest.approx(named.tuned.pass_at_k, rel=1e-12)
    assert read.tuned.distinct["edge"] == pytest.approx(named.tuned.distinct["edge"], rel=1e-9)


# --- where the curves cross ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("success", [1e-13, 1e-9, 1e-4, 0.01, 0.2])
def test_the_crossing_is_the_least_k_above_the_capped_share(success):
    """A third of the targets is always solved by one model, and each target sometimes by the other."""
    exactly = crossing(1 / 3, success)
    assert first_behind([success] * 3, [1.0, 0.0, 0.0], [1, 1, 1], budget=1) == int(exactly) + 1


def test_a_base_model_that_is_never_ahead_has_no_crossing():
    assert first_behind([0.2, 0.3], [0.2, 0.3], [1, 1], budget=100) is None
    assert first_behind([0.2, 0.2], [0.3, 0.3], [1, 1], budget=100) is None
    assert first_behind([0.3, 0.3], [0.2, 0.2], [1, 1], budget=100) == 1
    assert first_behind([0.3, 0.1], [0.2, 0.4], [3, 1], budget=100) is None  # 0.25 to 0.25
    assert first_behind([0.2 * (1 + 1e-14)], [0.2], [1], budget=100) is None  # within rounding


# --- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "fork"), [("base", "uniform"), ("sft", "2,1,1"), ("rlvr", "0,1,1"), ("rlvr", "sqrt")]
)
def test_the_json_agrees_with_the_schema_and_the_report(backproof, policy, fork):
    options = ("--policy", policy, "--against", "sft", "--fork", fork)
    code, out, err = backproof("companions", *SIZES, *options, "--format", "json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    weights = fork if fork.isalpha() else [float(weight) for weight in fork.split(",")]
    report = bp.companions(GRAPH, policy, budget=26, fork=weights, base="sft")
    assert document["tuned"]["distinct"]["leaf"]["correct"] == report.tuned.distinct["leaf"].correct
    assert document["support"][-1]["found"]["S"] == report.problems[-1].shrinkage
    counts = document["support"][0]["found"]
    assert sum(counts[name] for name in "PESO") == pytest.approx(GRAPH.width)


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
def test_the_numbers_are_in_every_format(backproof, format_, tmp_path):
    file = tmp_path / "report"
    assert backproof("companions", *SIZES, "--format", format_, "--out", file) == (0, "", "")
    text = file.read_text(encoding="utf-8")
    assert "87.71" in text  # distinct correct trajectories of RLVR by edges
    assert "1 to 16" in text  # the fork, and five vertices of each corridor
    assert "Crossover: none" in text
    if format_ == "html":
        assert text.count("<svg") == 2
        assert "http" not in text.replace("http://www.w3.org", "")


def test_a_short_budget_and_a_single_corridor_have_a_report(backproof):
    for arguments in (("--width", "1", "--depth", "1", "--lanes", "1"), ("--depth", "2")):
        for budget in ("1", "2", "9"):
            assert backproof("companions", *arguments, "--budget", budget, "--samples", "1").code == 0


def test_what_is_beyond_float64_is_unknown(backproof):
    sizes = ("--width", "2", "--depth", "110", "--lanes", "1000")  # SFT takes about 10^330 steps
    run = backproof("companions", *sizes, "--policy", "sft", "--budget", "9", "--samples", "4")
    assert run.code == 0
    assert "trajectories, no budget" in run.out
    assert "Unknown: infinite, undefined or beyond float64" in " ".join(run.out.split())


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--policy", "bas"), "--policy takes base, sft, rlvr, a policy file or the FILE.safetensors"),
        (("--against", "rlv"), "--against takes base, sft, rlvr, a policy file or the FILE.safetensors"),
        (("--budget", "0"), "--budget must be an integer >= 1, got 0"),
        (("--budget", "1000001"), "budget, times the different weights of the fork, must be at most 1000000 for"),
        (("--budget", "500000", "--fork", "3,2,1"), "must be at most 1000000 for this report, got 1500000"),
        (("--fork", "square"), "there is no fork 'square': did you mean sqrt?"),
        (("--fork", "1,x,1"), "--fork must be a name or a weight for each corridor, got 1,x,1"),
        (("--fork", "1,2"), "fork must hold 3 weights >= 0"),
        (("--fork", "1,nan,1"), "fork[1] must be a number in [0, inf), got fork[1]=nan"),
        (("--samples", "x"), "--samples must be an integer >= 1, got x"),
        (("--k", "-1"), "--k must be an integer >= 1, got -1"),
        (("--width", "1000", "--lanes", "1000"), "the graph's directed edges must be at most 1000000"),
        (("--policy", "zero.json"), "zero.json: "),
        (("--samples", "1000001"), "samples must be at most 1000000 for this report, got 1000001"),
    ],
    ids=str,
)
def test_bad_input_is_refused_in_one_line(backproof, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    families = ("forward_exit", "backward_entry", "forward_entry", "backward_exit")
    document = {"schema": "backproof.policy/1", **{family: [0, 0.5] for family in families}}
    (tmp_path / "zero.json").write_text(json.dumps(document))
    code, out, err = backproof("companions", *SIZES, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("call", "kind", "said"),
    [
        (lambda: bp.companions((3, 2, 2), "base", budget=9), TypeError, "graph must be a CorridorGraph"),
        (
            lambda: bp.companions(GRAPH, 3, budget=9),
            TypeError,
            "policy must be a Policy, a name or a file",
        ),
        (
            lambda: bp.companions(GRAPH, "rlvr", budget=9, base=None),
            TypeError,
            "base must be a Policy, a name",
        ),
        (lambda: bp.companions(GRAPH, "rlvr", budget=9, fork=3), TypeError, "fork must be a list of numbers"),
        (lambda: bp.companions(GRAPH, "rlvr", budget=9, target=3), ValueError, "target must be an integer from 0 to 2"),
        (lambda: bp.companions(GRAPH, "rlvr", budget=9.5), TypeError, "budget must be an integer >= 1"),
        (lambda: bp.companions(GRAPH, "rlvr", budget=9, k=8), TypeError, "k must be integers >= 1, got k=8"),
        (lambda: bp.companions(GRAPH, "rlvr", budget=9, k=[0]), ValueError, "k must be an integer >= 1, got k=0"),
    ],
    ids=lambda value: "call" if callable(value) and not isinstance(value, type) else str(value),
)
def test_bad_arguments_are_refused(call, kind, said):
    with pytest.raises(kind, match="^" + said.replace("(", r"\(")):
        call()


def test_sequences_of_too_many_types_are_refused(backproof, monkeypatch):
    monkeypatch.setattr(sequence_types, "MOST_CELLS", 5)
    code, out, err = backproof("companions", *SIZES, "--fork", "3,2,1")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "the sequences of corridors must be of fewer types to be counted, got 4 of one length for 2" in err


def test_progress_is_told_to_the_end():
    told = []
    bp.companions(GRAPH, "rlvr", budget=9, on_progress=lambda *so_far: told.append(so_far))
    assert told == [(i, told[0][1]) for i in range(len(told))]
    assert told[-1][0] == told[-1][1]
