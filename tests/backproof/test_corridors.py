"""Unequal corridors on the command line: one option, its errors, and what the commands make of it."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from backproof.checks.claims.never_turn import ROOTS
from backproof.policies import policy_text
from backproof.reports.costs import policy_costs
from backproof.theory.chain import mean_hitting_time
from backproof.theory.graph import CorridorGraph, UnequalGraph
from backproof.theory.relaxations.never_turn import best_first_rows_cost, exact_best_cost
from backproof.unequal_policies import UNEQUAL_POLICIES

COMMANDS = ("cost", "simulate", "train", "audit")
SHAPE = "--corridors must be DEPTHxLANES for each corridor, integers >= 1 as in 5x3,2x4, got"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "text", ["5x", "x3", "5", "5x3,", "", "5x3;2x4", "0x3", "5x0", "-1x2", "1.5x2", "5x3x2", "5X3", "٣x2", "5x99999999"]
)
def test_what_is_no_list_of_corridors_is_refused_in_one_line(backproof, command, text):
    run = backproof(command, f"--corridors={text}")
    assert (run.code, run.out, run.err) == (2, "", f"backproof: {SHAPE} {text}\n")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("size", ["width", "depth", "lanes"])
def test_sizes_and_corridors_together_are_refused(backproof, command, size):
    run = backproof(command, "--corridors", "1x2,8x2", f"--{size}", "3")
    line = f"backproof: --corridors gives the sizes of all corridors: leave --{size} out\n"
    assert (run.code, run.out, run.err) == (2, "", line)


def test_too_many_diamonds_are_refused(backproof):
    run = backproof("cost", "--corridors", "999999x1,2x1")
    line = "backproof: --corridors must have at most 1000000 diamonds in all, got 999999x1,2x1\n"
    assert (run.code, run.err) == (2, line)


def test_corridors_too_deep_for_exact_costs_are_refused(backproof):
    run = backproof("cost", "--corridors", "9000x2,1x2")
    assert run.code == 2
    assert run.err == (
        "backproof: graph must have costs of at most 4000 digits, got about 8589: give fewer or shorter corridors\n"
    )


def test_the_costs_are_printed_as_decimals_and_exactly(backproof):
    assert backproof("cost", "--corridors", " 1x2,01x2, 10x2").out.splitlines() == [
        "base     375",
        "sft      about 9728782, exactly 2490568259/256",
        "straight 46",
        "rlvr     about 36.9776, exactly 44/3 + 8*sqrt(70)/3",
    ]


def test_the_json_report_has_the_costs_exactly(backproof):
    document = json.loads(backproof("cost", "--corridors", "1x2,1x2,10x2", "--format", "json").out)
    assert document["sizes"] == {"corridors": [[2], [2], [2] * 10]}
    exact = {cost["policy"]: cost["exact"] for cost in document["costs"]}
    assert exact == {
        "base": "375",
        "sft": "2490568259/256",
        "straight": "46",
        "rlvr": "44/3 + 8*sqrt(70)/3",
    }


@pytest.mark.parametrize("depths", ROOTS, ids=str)
def test_the_costs_are_those_of_the_chain_on_the_full_multigraph(depths):
    graph = UnequalGraph([[1 + (w + j) % 3 for j in range(depth)] for w, depth in enumerate(depths)])
    for cost in policy_costs(graph):
        assert cost.exact == mean_hitting_time(UNEQUAL_POLICIES[cost.policy](graph))


@pytest.mark.parametrize("size", [(1, 1, 1), (3, 2, 2), (15, 15, 5)], ids=str)
def test_equal_corridors_cost_what_the_graph_of_equal_corridors_costs(size):
    graph = CorridorGraph(*size)
    alike = UnequalGraph([[graph.lanes] * graph.depth] * graph.width)
    base, sft, straight, rlvr = policy_costs(alike)
    assert [base.exact, sft.exact, rlvr.exact] == [cost.exact for cost in policy_costs(graph)]
    assert straight.exact == rlvr.exact


@pytest.mark.parametrize("depths", [(1, 8), (1, 1, 10), (1, 3, 5), (4, 4), (7,), tuple(range(1, 32))], ids=str)
def test_the_exact_optimum_is_the_decimal_one(depths):
    assert float(exact_best_cost(depths)) == pytest.approx(best_first_rows_cost(depths), rel=1e-13)
    rlvr = policy_costs(UnequalGraph([[1] * depth for depth in depths]))[-1]
    assert 10**rlvr.log10 == pytest.approx(best_first_rows_cost(depths), rel=1e-12)
    assert (rlvr.exactly is None) == (len(depths) > 30)


def test_a_cost_of_many_square_roots_is_left_to_the_json_report(backproof):
    run = backproof("cost", "--corridors", "1x1,2x1,3x1,12x1,15x1,19x1")
    assert "exactly" not in run.out.splitlines()[-1]
    assert max(map(len, run.out.splitlines())) <= 60


@pytest.mark.parametrize("policy", UNEQUAL_POLICIES)
@pytest.mark.parametrize("engine", ["steps", "crossings"])
def test_walks_confirm_the_costs(backproof, policy, engine):
    """Null: the theory's law. 2000 walks, false alarms 1e-6 each by Chernoff's bound; the seed is fixed."""
    sizes = ("--corridors", "1x2,1x3,3x2", "--policy", policy, "--engine", engine, "--episodes", 2000)
    run = backproof("simulate", *sizes, "--compare", "--format", "json")
    record = json.loads(run.out)
    assert run.code == 0
    assert record["prediction"]["verdict"] == "confirmed"
    assert record["config"]["corridors"] == [[2], [3], [2, 2, 2]]
    costs = {cost.policy: cost for cost in policy_costs(UnequalGraph([[2], [3], [2, 2, 2]]))}
    assert record["prediction"]["mean"] == pytest.approx(10 ** costs[policy].log10)


def test_a_false_prediction_is_rejected(backproof, monkeypatch):
    """The twin: if the cost of never turning is said to be the optimum's, 20 000 walks reject it."""
    monkeypatch.setattr("backproof.reports.simulation.unequal_hitting_time", lambda corridors: 27.0)
    run = backproof("simulate", "--corridors", "1x2,8x2", "--policy", "straight", "--episodes", 20000, "--compare")
    assert (run.code, "rejected" in run.out) == (1, True)


def test_a_policy_file_has_the_rows_of_all_corridors(backproof, tmp_path):
    graph = UnequalGraph([[2], [2, 3]])
    file = tmp_path / "policy.json"
    file.write_text(policy_text(UNEQUAL_POLICIES["base"](graph).policy()))
    run = backproof("simulate", "--corridors", "1x2,2x2", "--policy", file, "--episodes", 10)
    assert run.code == 0
    short = backproof("simulate", "--corridors", "1x2,3x2", "--policy", file)
    assert short.code == 2
    assert short.err == (f"backproof: {file}: forward_exit must have one probability per diamond, 4, got 3\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--engine", "search"), "engine=search needs equal corridors: use engine=steps or crossings"),
        (("--policy", "strait"), "there is no file 'strait': did you mean straight?"),
        (("--budget", "5"), "a budget of steps goes with engine=steps, got engine=crossings: leave it out"),
        (("--engine", "steps", "--budget", "50", "--compare"), "leave --budget or --compare out"),
    ],
    ids=str,
)
def test_what_cannot_be_simulated_is_refused_in_one_line(backproof, arguments, message):
    run = backproof("simulate", "--corridors", "1x2,8x2", *arguments)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert message in run.err


@pytest.mark.parametrize(
    ("lanes", "error"),
    [
        ([], "lanes must hold at least one corridor, got none"),
        ([[2], []], r"lanes\[1\] must hold at least one diamond, got none"),
        ([[2], [0]], r"lanes\[1\]\[0\] must be an integer >= 1"),
        ([2, 3], r"lanes\[0\] must be a list"),
        ("2x3", "lanes must be a list"),
        ([[2.5]], r"lanes\[0\]\[0\] must be an integer >= 1"),
    ],
    ids=str,
)
def test_impossible_corridors_are_refused(lanes, error):
    with pytest.raises((TypeError, ValueError), match=error):
        UnequalGraph(lanes)


def test_corridors_are_named_as_on_the_command_line():
    graph = UnequalGraph([[3, 3], (4,), [1, 2]])
    assert (str(graph), graph.depths, graph.diamonds, graph.width) == ("2x3,1x4,2x1/2", (2, 1, 2), 5, 3)
    assert graph == UnequalGraph(((3, 3), (4,), (1, 2)))


def test_a_single_corridor_costs_the_shortest_path_after_sft():
    base, *others = policy_costs(UnequalGraph([[2, 3]]))
    assert [cost.exact for cost in others] == [Fraction(6)] * 3
    assert base.exact > 6


def test_the_trainer_of_equal_corridors_says_what_to_use_instead(backproof):
    run = backproof("train", "--corridors", "1x2,8x2", "--algorithm", "sampled-distil")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "backproof: algorithm=sampled-distil trains equal corridors, got 1x2,8x2: use --algorithm distil, rlvr, sft, "
        "ppo, grpo or reinforce, or --policy-class mlp or transformer\n"
    )


def test_ppo_trains_on_unequal_corridors(backproof):
    run = backproof("train", "--corridors", "1x2,3x2", "--algorithm", "ppo", "--steps", 1, "--format", "json")
    record = json.loads(run.out)
    assert record["config"]["corridors"] == [[2], [2, 2, 2]]
    assert record["least_cost"] == pytest.approx(best_first_rows_cost((1, 3)))
