"""`backproof companions --walks`: estimates against the same computed one walk after another, and their intervals."""

from __future__ import annotations

import json
import math
from collections import Counter

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from scipy import stats

import backproof as bp
from backproof.reports import walk_estimates
from backproof.reports.companions import NamedPolicy, Question, companion_report
from backproof.reports.companions_documents import companion_notes, companion_tables
from backproof.reports.companions_html import companions_html
from backproof.reports.tables import tables_markdown
from backproof.reports.walk_estimates import place_of, walk_tables, with_estimates
from backproof.sample_estimators import entropy_by_plugging_in
from backproof.sim.sampled_words import first_leaf, repeated
from backproof.sim.trajectories import goal_trajectories
from backproof.theory.companions.visit_ranks import vertex_visits
from tests.repo.files import ROOT
from tests.theory.companions.enumeration import spelt
from tests.theory.companions.test_pass_at_k import is_sound

GRAPH = bp.CorridorGraph(width=2, depth=1, lanes=2)
FORK, TARGET, BUDGET, M, WALKS, SEED = [3, 2], 1, 12, 4, 400, 5
SIZES = ("--width", "2", "--depth", "1", "--lanes", "2", "--budget", "12", "--samples", "4")
STUDENT = stats.t.isf(0.025, 39)


@pytest.fixture(scope="module")
def report():
    asked = {"budget": BUDGET, "samples": M, "fork": FORK, "target": TARGET, "walks": WALKS, "seed": SEED}
    return bp.companions(GRAPH, "sft", k=[1, 4], **asked)


@pytest.fixture(scope="module")
def walks():
    """The walks of SFT to each target, as edges; they are numbered after those of base."""
    asked = Question(GRAPH, BUDGET, M, (1, 4), TARGET)
    (table,) = walk_tables(asked, [NamedPolicy("sft", bp.Policy.sft_limit(GRAPH), FORK)], WALKS)
    found = []
    for goal in range(2):
        begin = (2 + goal) * WALKS
        walked = goal_trajectories(table, goal, range(begin, begin + WALKS), BUDGET, seed=SEED)
        moves = np.split(walked.state, np.cumsum(np.bincount(walked.walk))[:-1])
        found.append([[walked.edges[state] for state in one] for one in moves])
    return found


def solved(walk, goal):
    return walk[-1].head == GRAPH.leaves()[goal]


def jackknifed(items, statistic):
    """The pseudo-values of a statistic of a list whose 40 batches are left out in turn."""
    size = len(items) // 40
    without = [statistic(items[: i * size] + items[(i + 1) * size :]) for i in range(40)]
    return [40 * statistic(items) - 39 * one for one in without]


def ends(values):
    half = STUDENT * np.std(values, ddof=1) / math.sqrt(40)
    return pytest.approx((np.mean(values) - half, np.mean(values) + half), rel=1e-9)


def missing(things, samples, drawn):
    """The expected number of these things that a draw without replacement misses."""
    return sum(math.comb(samples - times, drawn) / math.comb(samples, drawn) for times in Counter(things).values())


def test_shares_and_pass_at_k_are_those_of_the_walks(report, walks):
    found = report.estimates.tuned
    for title, name, holds in (
        ("success", "pass", solved),
        ("sound success", "CoT-pass", lambda walk, goal: solved(walk, goal) and is_sound(walk)),
    ):
        hits = [[holds(walk, goal) for walk in walks[goal]] for goal in range(2)]
        count = sum(hits[TARGET])
        assert found[title].estimate == count / WALKS
        exact = stats.beta.ppf([0.025, 0.975], [count, count + 1], [WALKS - count + 1, WALKS - count])
        assert found[title].interval == pytest.approx(tuple(exact))
        for k in (1, 4):

            def failure(pairs, k=k):
                first, second = (math.comb(len(pairs) - sum(one), k) for one in zip(*pairs, strict=True))
                return (2 / 3 * first + 1 / 3 * second) / math.comb(len(pairs), k)

            pairs = list(zip(*hits, strict=True))
            one = found[f"{name}@{k}"]
            assert one.estimate == pytest.approx(1 - failure(pairs))
            assert tuple(-math.log1p(-x) for x in one.interval) == ends(
                jackknifed(pairs, lambda some: -math.log(failure(some)))
            )


def test_distinct_trajectories_are_those_of_the_walks(report, walks):
    for level in ("edge", "vertex", "corridor", "leaf"):
        for side in ("correct", "incorrect"):
            ours = [solved(walk, TARGET) == (side == "correct") for walk in walks[TARGET]]
            words = [tuple(spelt(w, level)) if own else None for w, own in zip(walks[TARGET], ours, strict=True)]

            def among(some):
                kept = [word for word in some if word is not None]
                return len(set(kept)) - missing(kept, len(some), M)

            values, found = jackknifed(words, among), report.estimates.tuned[f"distinct {side}, {level}"]
            assert found.estimate == pytest.approx(np.mean(values))
            assert found.interval == ends(values)


def test_entropies_are_those_of_the_walks(report, walks):
    policy, found = bp.Policy.sft_limit(GRAPH), report.estimates.tuned

    def row_entropy(edge):
        row = FORK if edge.head.kind == "fork" else policy.row(GRAPH, edge).values()
        return -sum(float(p) / sum(row) * math.log(float(p) / sum(row)) for p in row if p)

    sums = [math.fsum(map(row_entropy, walk[:-1])) for walk in walks[TARGET]]
    assert found["entropy of trajectories"].interval == ends(jackknifed(sums, np.mean))
    means = [total / len(walk) for total, walk in zip(sums, walks[TARGET], strict=True)]
    assert found["entropy of tokens"].interval == ends(jackknifed(means, np.mean))

    def zhang(answers):
        n = len(answers)
        return sum(m / n * sum(1 / i for i in range(m, n)) for m in Counter(answers).values())

    leaves = [[edge.head.corridor for edge in walk if edge.head.kind == "leaf"] for walk in walks[TARGET]]
    readings = {
        "first leaf": [(one or [None])[0] for one in leaves],
        "last leaf": [(one or [None])[-1] for one in leaves],
        "solved": [solved(walk, TARGET) for walk in walks[TARGET]],
    }
    for reading, answers in readings.items():
        assert found[f"entropy of answers: {reading}"].interval == ends(jackknifed(answers, zhang))


def test_slopes_are_those_of_the_walks_in_the_exact_order(report, walks):
    of = {"fork": FORK, "target": TARGET}
    exact = {node.place: node.visits for node in vertex_visits(GRAPH, bp.Policy.sft_limit(GRAPH), BUDGET, **of)}
    where = {vertex: ("wrong", i) for i, vertex in enumerate(GRAPH.corridor(0))}
    where |= {vertex: ("target", i) for i, vertex in enumerate(GRAPH.corridor(1))} | {GRAPH.corridor(0)[0]: ("fork", 0)}
    ranked = sorted(where, key=lambda vertex: -exact[where[vertex]])

    def slope(some):
        seen = Counter(edge.head for walk in some for edge in walk)
        return -stats.linregress(range(1, len(ranked) + 1), [math.log10(seen[vertex]) for vertex in ranked]).slope

    assert report.estimates.tuned["slope over vertices, all"].interval == ends(jackknifed(walks[TARGET], slope))


def test_places_are_those_of_the_edges_along_a_corridor(walks):
    for edge in {edge for walk in walks[0] for edge in walk[1:]}:
        corridor = max(edge.tail.corridor, edge.head.corridor)
        tail, head = (GRAPH.corridor(corridor).index(vertex) for vertex in edge[:2])
        assert place_of(GRAPH, edge, 1) == ("target" if corridor == 1 else "wrong", min(tail, head), head > tail)
    assert place_of(GRAPH, walks[0][0][0], 1) == ("start", -1, True)


def farthest(found, exact):
    """The largest distance between an estimate and what is stated, in half intervals of their side."""
    far = 0.0
    for name, one in found.items():
        if one.interval is None or "success" in name:  # Clopper and Pearson's is no multiple of an error
            continue
        of = (lambda x: -math.log1p(-min(x, 1 - 1e-15))) if "@" in name else float
        low, high = map(of, one.interval)
        far = max(far, abs(of(exact[name].exact) - (low + high) / 2) / ((high - low) / 2))
    return far


def test_intervals_are_about_the_exact_values(report):
    """Null: each is Student's with 39 degrees of freedom. 1e-6 for all together, by the union bound."""
    found = report.estimates
    allowed = stats.t.isf(1e-6 / (2 * len(found.base) * 2), 39) / STUDENT
    assert len(found.base) == len(found.tuned) == 23
    assert max(farthest(found.base, found.base), farthest(found.tuned, found.tuned)) < allowed
    assert farthest(found.base, found.tuned) > allowed


def test_wrong_corridors_are_told_apart_by_their_weights():
    """Null and false-alarm rate as above. A slope that took one corridor for another would be far off."""
    graph, asked = bp.CorridorGraph(3, 1, 2), {"budget": BUDGET, "samples": M, "target": 1, "walks": 2000}
    found = bp.companions(graph, "sft", fork=[1, 8, 3], **asked).estimates.tuned
    slopes = {name: one for name, one in found.items() if name.startswith("slope")}
    assert len(slopes) == 4
    assert farthest(slopes, found) < stats.t.isf(1e-6 / 8, 39) / STUDENT


def test_the_seed_decides_and_the_two_policies_have_walks_of_their_own():
    first, again, other = (
        bp.companions(GRAPH, "base", budget=BUDGET, samples=M, walks=160, seed=seed).estimates for seed in (1, 1, 2)
    )
    assert first == again
    names = [name for name in first.base if name.startswith("entropy")]
    assert all(first.base[name] != other.base[name] != first.tuned[name] for name in names)
    assert all(first.base[name] != first.tuned[name] for name in names)


def test_a_policy_file_and_a_checkpoint_walk(tmp_path):
    """Null: each pivot is Student's with 39 degrees of freedom. For 7 half intervals, 3e-15 for all 46 together."""
    (tmp_path / "mine.json").write_text(bp.policy_text(bp.Policy.sft_limit(GRAPH)))
    bp.train(GRAPH, "sft", steps=2, out=tmp_path / "trained.json")
    files = {"policy": tmp_path / "trained.json.safetensors", "base": tmp_path / "mine.json"}
    found = bp.companions(GRAPH, **files, budget=BUDGET, samples=M, walks=400).estimates
    assert farthest(found.base, found.base) < 7
    assert farthest(found.tuned, found.tuned) < 7
    assert found.base["entropy of tokens"].exact < found.tuned["entropy of tokens"].exact


def test_every_format_has_the_estimates(backproof, report):
    asked = ("--policy", "sft", "--fork", "3,2", "--k", "1", "--k", "4", "--walks", "400", "--seed", "5")
    document = json.loads(backproof("companions", *SIZES, *asked, "--format", "json").out)
    schema = json.loads((ROOT / "backproof" / "schemas" / "companions.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    same = bp.companions(GRAPH, "sft", budget=BUDGET, samples=M, fork=FORK, k=[1, 4], walks=400, seed=5).estimates
    assert document["estimates"]["tuned"] == [
        {"of": name, "exact": exact, "estimate": estimate, "interval": interval and list(interval)}
        for name, (exact, estimate, interval) in same.tuned.items()
    ]
    pages = tables_markdown("", companion_tables(report), companion_notes(report)), companions_html(report)
    for text in pages:
        assert "Estimates from 400 walks of tuned to each target, M = 4" in text
        assert f"{report.estimates.tuned['entropy of trajectories'].estimate:.3f}" in text
        assert "Nothing is sampled" not in text


def test_what_walks_show_too_little_of_is_left_out(backproof):
    small = bp.companions(GRAPH, "sft", budget=4, samples=M, k=[1, 2], walks=40).estimates
    assert not [name for name in small.base if name.startswith("distinct") or name.endswith(("@2", ", all"))]
    deep = (*SIZES, "--depth", "3", "--budget", "8")
    out = " ".join(backproof("companions", *deep, "--walks", "40").out.split())
    assert "among more samples than a batch has walks, 1. 160 walks are enough for all" in out
    assert "No interval: all batches show the same, or the interval would contain impossible values." in out
    impossible = [walk_estimates._student(0.5, np.array([0.0] * n + [1.0] * (40 - n)), 1.0) for n in (0, 2, 20, 38)]
    assert [one.interval is None for one in impossible] == [True, True, False, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--walks", "41"), "walks must be a multiple of 40, the number of batches, got walks=41"),
        (("--walks", "0"), "--walks must be an integer >= 1, got 0"),
        (("--seed", "3"), "without --walks nothing is sampled: leave --seed out"),
        (("--walks", "40", "--budget", "3"), "budget must be at least the shortest path, 4 steps"),
        (("--walks", "40000000"), "walks may have 134217728 steps in all, got 40000000 walks of up to 12"),
        (("--walks", "400000000"), "walks, times the budget and the targets, must be at most 1000000000"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_walks_are_refused_in_one_line(backproof, arguments, said):
    code, out, err = backproof("companions", *SIZES, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_progress_is_told_to_the_end_of_the_walks():
    told = []
    bp.companions(GRAPH, "rlvr", budget=4, walks=40, on_progress=lambda *so_far: told.append(so_far))
    assert told == [(i, told[0][1]) for i in range(len(told))]
    assert told[-1][0] == told[-1][1]


# --- how often the intervals cover -----------------------------------------------------------------------------------

REPEATED = 200
MISSES = int(stats.binom.isf(1e-6 / 100, REPEATED, 0.05))
"""Null: an interval misses its exact value with 5 % at most. 1e-6 for 100 quantities, by the union bound."""


@pytest.mark.slow
def test_intervals_cover_as_often_as_stated_and_biased_or_narrow_ones_do_not():
    graph = bp.CorridorGraph(3, 2, 2)
    policies = NamedPolicy("base", bp.Policy.base(graph)), NamedPolicy("rlvr", bp.Policy.optimal(graph), [1, 3, 2])
    asked = Question(graph, 26, 16, (1, 2, 4, 8, 16), 1)
    exact, tables = companion_report(asked, *policies, lambda: None), walk_tables(asked, policies, 1000)

    found, narrow = Counter(), Counter()
    for seed in range(REPEATED):
        estimates = with_estimates(exact, asked, policies, tables, 1000, seed, lambda: None).estimates
        for side in ("base", "tuned"):
            for name, (stated, _, interval) in getattr(estimates, side).items():
                low, high = interval or (stated, stated)
                found[side, name] += not low <= stated <= high
                narrow[side, name] += abs(stated - (low + high) / 2) > (high - low) / 4
    assert len(found) == 58
    assert max(found.values()) <= MISSES
    assert min(narrow.values()) > MISSES
    exactly, plugged = exact.base.answer_entropies["first leaf"], 0
    for seed in range(REPEATED):
        answer = first_leaf(goal_trajectories(tables[0], 1, range(1000), 26, seed=seed))
        batches = entropy_by_plugging_in(*repeated(np.arange(1000) // 25, answer), np.full(40, 25))
        low, high = walk_estimates._student(exactly, batches).interval
        plugged += not low <= exactly <= high
    assert plugged > MISSES
