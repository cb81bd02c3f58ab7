"""Samples that evaluation harnesses write, read by `backproof compare`."""

from __future__ import annotations

import numpy as np
import pytest

import backproof as front
from backproof.samples.layouts import SamplesError
from tests.backproof.samples.made import named, write_csv, write_jsonl
from tests.repo.files import ROOT

WRITTEN = ROOT / "tests" / "backproof" / "samples" / "harness"
"""What lm_eval 0.4.13 and inspect_ai 0.3.285 wrote for three problems of a toy task, sampled two and four times.

Inspect's column ``log`` is left out.
"""


def test_files_that_lm_evaluation_harness_wrote_are_read():
    """By hand: strict grades 0, 0, 1 and 1, 0, 1 of both models, three of six answers invalid."""
    sides = WRITTEN / "lm-eval-base", WRITTEN / "lm-eval-tuned"
    found = front.compare(*sides, layout="lm-eval", where=("filter", "strict-match"))
    assert (found.problems, found.budgets, found.base.unanswered) == (3, (1, 2), 3)
    assert named(found, "pass@k", 1).base.value == named(found, "pass@k", 1).tuned.value == 0.5
    with pytest.raises(SamplesError, match="choose with --where filter=flexible-extract"):
        front.compare(*sides, layout="lm-eval")


def test_a_samples_table_that_inspect_wrote_is_read():
    """By hand: CICI, IIII and CCII of base, CCIC, ICCI and CCCC of tuned."""
    found = front.compare(WRITTEN / "inspect-base.csv", WRITTEN / "inspect-tuned.csv", layout="inspect")
    assert (found.problems, found.budgets) == (3, (1, 2, 4))
    assert named(found, "pass@k", 1).base.value == pytest.approx(1 / 3)
    assert named(found, "pass@k", 1).tuned.value == pytest.approx(3 / 4)
    assert named(found, "distinct answers", 4).base.value == pytest.approx((3 + 2 + 2) / 3)


def lm_eval_rows(chances, filters=("strict-match",), seed=0):
    """As lm_eval 0.4.13 writes them: ``evaluator.py`` makes the example, ``evaluation_tracker.py`` the line."""
    rng = np.random.default_rng(seed)
    return [
        {
            "doc_id": doc,
            "doc": {"question": "?", "answer": "#### 18"},
            "target": "#### 18",
            "arguments": {"gen_args_0": {"arg_0": "Question: ?", "arg_1": {"until": ["Question:"]}}},
            "resps": [["The answer is 18."]],
            "filtered_resps": ["18" if right else "[invalid]"],
            "filter": name,
            "metrics": ["exact_match"],
            "doc_hash": "6d8e",
            "prompt_hash": "5d01",
            "target_hash": "c8d1",
            "exact_match": float(right),
        }
        for doc, chance in enumerate(chances)
        for right in [rng.random() < chance]
        for name in filters
    ]


def test_samples_of_lm_evaluation_harness_are_read(tmp_path):
    """A file is a run; the samples of a problem are in several."""
    for model, chance in (("base", 0.3), ("tuned", 0.8)):
        (tmp_path / model).mkdir()
        for run in range(4):
            write_jsonl(tmp_path / model / f"samples_gsm8k_{run}.jsonl", lm_eval_rows([chance] * 20, seed=run))
    found = front.compare(tmp_path / "base", tmp_path / "tuned", layout="lm-eval")
    assert (found.problems, found.budgets) == (20, (1, 2, 4))
    assert found.base.unanswered == 80 - round(80 * named(found, "pass@k", 1).base.value)
    assert named(found, "distinct correct answers", 4).tuned.value > 0.9


def test_two_filters_are_two_readings_of_one_sample(tmp_path):
    rows = lm_eval_rows([0.5] * 5, filters=("strict-match", "flexible-extract"))
    file = write_jsonl(tmp_path / "samples.jsonl", rows)
    with pytest.raises(SamplesError, match="choose with --where filter=flexible-extract"):
        front.compare(file, file, layout="lm-eval")
    found = front.compare(file, file, layout="lm-eval", where=("filter", "strict-match"))
    assert found.base.most == 1


def test_several_answers_in_one_row_are_refused(tmp_path):
    rows = [{**row, "filtered_resps": ["a", "b"]} for row in lm_eval_rows([0.5])]
    file = write_jsonl(tmp_path / "samples.jsonl", rows)
    with pytest.raises(SamplesError, match="an answer must be one text, problem '0' has another form; --answer ''"):
        front.compare(file, file, layout="lm-eval")


def inspect_rows(grades, scorer="match"):
    """As `samples_df(logs, columns=SampleSummary + SampleScores)` of inspect_ai 0.3.285 names them."""
    return [
        {
            "sample_id": f"s{i}-{epoch}",
            "eval_id": "e1",
            "log": "logs/1.eval",
            "id": f"q{i}",
            "epoch": epoch + 1,
            "input": "?",
            "target": "18",
            f"score_{scorer}": grade,
            f"score_{scorer}_answer": "18" if grade == "C" else "17",
            f"score_{scorer}_explanation": "...",
        }
        for i, row in enumerate(grades)
        for epoch, grade in enumerate(row)
    ]


def test_a_samples_table_of_inspect_is_read(tmp_path):
    file = write_csv(tmp_path / "samples.csv", inspect_rows(["CCI", "INI"]))
    found = front.compare(file, file, layout="inspect")
    assert named(found, "pass@k", 1).base.value == pytest.approx(1 / 3)
    assert found.base.loaded.columns == {
        "problem": "id",
        "correct": "score_match",
        "answer": "score_match_answer",
        "sample": "sample_id",
    }


def test_several_scorers_need_a_choice_and_partial_grades_are_refused(tmp_path):
    rows = [{**row, "score_other": "C"} for row in inspect_rows(["CI"])]
    file = write_csv(tmp_path / "samples.csv", rows)
    with pytest.raises(SamplesError, match="must have one column score_NAME, it has several: score_match, score_other"):
        front.compare(file, file, layout="inspect")
    assert front.compare(file, file, layout="inspect", columns={"correct": "score_other"}).problems == 1
    file = write_csv(tmp_path / "partial.csv", inspect_rows(["CP"]))
    with pytest.raises(SamplesError, match="score_match must be 0, 1, true or false, got 'p'"):
        front.compare(file, file, layout="inspect")
