"""`backproof compare` from files to reports."""

from __future__ import annotations

import json
import math
import re
import runpy

import pytest
from jsonschema import Draft202012Validator
from scipy import special

import backproof as front
from backproof.samples import database
from backproof.samples.layouts import SamplesError
from backproof.samples.report import comparison_notes, crossover_words
from tests.backproof.samples.made import ROWS, WRITERS, graded, named, write_jsonl
from tests.repo.files import ROOT

EXAMPLES = ROOT / "examples" / "samples"
SCHEMA = json.loads((ROOT / "backproof" / "schemas" / "compare.json").read_text(encoding="utf-8"))


@pytest.fixture
def files(tmp_path):
    """Writes rows of base and of tuned."""

    def write(base, tuned):
        return write_jsonl(tmp_path / "base.jsonl", base), write_jsonl(tmp_path / "tuned.jsonl", tuned)

    return write


def test_small_files_give_the_numbers_by_hand(files):
    """Problem 1: answers 7, 7 (correct), 3, 4; problem 2: 5, 5, 6 and none, all wrong. Tuned solves both always."""
    found = front.compare(*files(ROWS, [{**row, "answer": "x", "correct": True} for row in ROWS]))
    assert found.budgets == (1, 2, 4)
    assert [named(found, "pass@k", k).base.value for k in (1, 2, 4)] == pytest.approx([1 / 4, (1 - 1 / 6) / 2, 1 / 2])
    assert named(found, "distinct answers", 4).base.value == 3
    assert named(found, "distinct correct answers", 4).base.value == 0.5
    assert named(found, "distinct incorrect answers", 4).base.value == 2.5
    entropy = math.log(4) - math.log(2) / 2  # shares 1/2, 1/4, 1/4 in both problems
    assert named(found, "answer entropy, plug-in").base.value == pytest.approx(entropy)
    corrected = (2 * (special.digamma(4) - special.digamma(2)) + 2 * (special.digamma(4) - special.digamma(1))) / 4
    assert named(found, "answer entropy, corrected").base.value == pytest.approx(corrected)
    assert named(found, "answer entropy, corrected").tuned.value == 0
    assert {name: one.value for name, one in found.supports[-1].found.items()} == pytest.approx(
        {"P": 1, "E": 1, "S": 0, "O": 0, "SRR": 1, "NDR": 1 / 2, "SDS": 2 / 3, "NSCR": 1 / 2}
    )
    assert found.crossover.value == math.inf
    assert found.base.unanswered == 1


def test_the_example_crosses_within_its_interval():
    """Its chances are known, see generate.py: the curves of the true chances cross between k = 3 and 4."""
    base = [0.4 - 0.36 * i / 29 for i in range(30)]
    tuned = [0.9 if i < 15 else 0.02 for i in range(30)]
    lead = [sum((1 - b) ** k - (1 - t) ** k for b, t in zip(base, tuned, strict=True)) for k in range(1, 17)]
    true = next(k for k, ahead in enumerate(lead, 1) if ahead < 0)
    found = front.compare(EXAMPLES / "base.csv", EXAMPLES / "tuned.csv")
    assert found.crossover.low <= true <= found.crossover.high
    assert true == found.crossover.value == 4


def test_the_example_files_are_those_of_their_script(tmp_path):
    before = {name: (EXAMPLES / name).read_bytes() for name in ("base.csv", "tuned.csv")}
    copy = tmp_path / "generate.py"
    copy.write_bytes((EXAMPLES / "generate.py").read_bytes())
    runpy.run_path(str(copy), run_name="__main__")
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_curves_that_cross_the_other_way_are_told(files):
    """Base solves one problem of two always, tuned both now and then: tuned is ahead at many samples."""
    base = graded([1, 0], 8, seed=0)
    tuned = [{"problem": problem, "correct": int(i < 3)} for problem in (0, 1) for i in range(8)]
    found = front.compare(*files(base, tuned))
    assert [named(found, "pass@k", k).difference.value > 0 for k in (1, 2, 4, 8)] == [False, True, True, True]
    assert crossover_words(found).startswith("Crossover: base is ahead of tuned first at k = 1 (95% interval: ")
    assert crossover_words(found).endswith(". But tuned is ahead at k = 2.")


def test_models_with_the_same_samples_do_not_differ(files):
    rows = graded([0.1, 0.5, 0.9, 0.0], 8, seed=0)
    found = front.compare(*files(rows, rows))
    assert {measure.difference.value for measure in found.measures} == {0.0}
    assert found.crossover.value == math.inf


# --- what can be used in part ----------------------------------------------------------------------------------------


def test_unequal_samples_problems_of_one_model_and_a_larger_k_are_told(files):
    base = graded([0.2, 0.5, 0.7], 8, seed=0) + graded([0.5] * 4, 3, seed=1)[9:]  # problem 3 has three samples
    tuned = graded([0.4, 0.6, 0.8, 0.9, 0.9], 8, seed=2)
    paths = files(base, tuned)
    found = front.compare(*paths)
    assert (found.problems, found.budgets, found.short) == (4, (1, 2, 3), 0)
    assert (found.base.alone, found.tuned.alone, found.fewest_of) == (0, 1, "3")
    found = front.compare(*paths, budgets=[8])
    assert (found.problems, found.budgets, found.short) == (3, (8,), 1)
    with pytest.raises(
        SamplesError, match="k must be at most 8, the most samples that both models have of one problem"
    ):
        front.compare(*paths, budgets=[1, 9])


def test_disjoint_problems_are_refused(files):
    paths = files([{"problem": "a", "correct": 1}], [{"problem": "b", "correct": 1}])
    with pytest.raises(SamplesError, match="have no problem in common: 'a' and 'b'; name the column"):
        front.compare(*paths)


def test_an_answer_that_only_one_model_has_is_refused_if_named(files):
    paths = files(ROWS, graded([1, 1, 1], 4, 0))
    assert {measure.name for measure in front.compare(*paths).measures} == {"pass@k"}
    with pytest.raises(SamplesError, match=r"tuned\.jsonl has no column 'answer': it has problem, correct"):
        front.compare(*paths, columns={"answer": "answer"})


def test_one_of_a_kind_is_singular(files, backproof):
    """One sample of one problem, twice in the file, without an answer, graded; and one that nobody graded."""
    row = {"problem": 1, "sample": 0, "correct": 1, "answer": "", "steps": ["a"]}
    paths = files([row, row, {**row, "correct": None}, {**row, "problem": None}], [row, {**row, "problem": 2}])
    for form in ("table", "markdown", "html"):
        out = " ".join(backproof("compare", *paths, "--format", form).out.split())
        assert re.findall(r"\b(?:1|one) (?:samples|problems|rows|files|answers|nodes|moves|steps)\b", out) == []
        assert "1 sample of 1 problem, 1 each." in out
        assert "1 sample repeating another, by number and content, left out." in out
        assert "among M = 1 sample" in out


def test_one_problem_has_numbers_without_intervals(files, backproof):
    paths = files(graded([0.5], 4, 0), graded([0.5], 4, 1))
    found = front.compare(*paths)
    assert found.measures[0].base.low is None
    assert backproof("compare", *paths).code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"layout": "lmeval"}, "there is no layout 'lmeval': did you mean lm-eval?"),
        ({"columns": {"problm": "x"}}, "there is no column for 'problm': did you mean problem?"),
        ({"budgets": [0]}, "k must be an integer >= 1, got k=0"),
        ({"seed": -1}, "seed must be an integer from 0"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options, said):
    with pytest.raises(ValueError, match=said):
        front.compare(EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", **options)


def test_token_entropy_is_averaged_where_both_models_have_it(files, backproof):
    base = [{"problem": p, "correct": 1, "entropy": e} for p, e in ((1, 0.5), (1, 1.5), (2, 7), (3, None))]
    tuned = [{"problem": p, "correct": 1, "entropy": e} for p, e in ((1, 2), (2, float("nan")), (3, 4))]
    found = named(front.compare(*files(base, tuned)), "token entropy")
    assert (found.base.value, found.tuned.value, found.difference.value) == (1, 2, 1)
    none = [{**row, "entropy": None} for row in tuned]
    run = backproof("compare", *files(base, none))
    assert run.code == 0
    assert "Problems with a token entropy of both models: none." in run.out


@pytest.mark.parametrize("suffix", WRITERS)
def test_samples_without_a_token_entropy_are_counted(tmp_path, suffix):
    """Those of problem 1: one of six is a number from 0 on. Problem 2 has none, problem 3 has one in both models."""
    others = ["high", "nan", "inf", -1, ""] if suffix == ".csv" else ["high", "NaN", "inf", "-1", None]
    values = [(1, "0.5"), *((1, other) for other in others), (2, others[0]), (3, "0.25")]
    base = [{"problem": problem, "correct": 1, "entropy": value} for problem, value in values]
    tuned = [{"problem": problem, "correct": 1, "entropy": "0"} for problem in (1, 2, 3)]
    paths = [WRITERS[suffix](tmp_path / f"{name}{suffix}", rows) for name, rows in (("base", base), ("tuned", tuned))]
    found = front.compare(*paths)
    assert (found.base.unmeasured, found.tuned.unmeasured, found.measurable, found.problems) == (6, 0, 2, 3)
    assert named(found, "token entropy").base.value == (0.5 + 0.25) / 2
    notes = comparison_notes(found)
    assert "base: 6 samples without a token entropy, a number from 0 on, left out of its mean." in notes
    assert "Problems with a token entropy of both models: 2." in notes


def test_a_difference_of_no_problem_is_not_certain(files):
    """All of 12 problems are solved always. Of a share u that one model alone solves, none is seen with (1-u)^12."""
    rows = graded([1] * 12, 4, seed=0)
    difference = named(front.compare(*files(rows, rows)), "pass@k", 2).difference
    unseen = 1 - 0.025 ** (1 / 12)
    assert (difference.value, difference.low, difference.high) == pytest.approx((0, -unseen, unseen))
    never = [{**row, "correct": 0} for row in rows]
    found = front.compare(*files(never, rows))
    difference = named(found, "pass@k", 2).difference
    assert (difference.value, difference.low, difference.high) == pytest.approx((1, 1 - unseen, 1))


def test_an_interval_without_width_is_told(files):
    words = "An interval without width says that all resamples agree."
    rows = [{**row, "answer": "a"} for row in graded([0.5] * 12, 4, seed=0)]
    assert any(note.startswith(words) for note in comparison_notes(front.compare(*files(rows, rows))))
    other = graded([0.5] * 12, 4, seed=1)
    assert not any(words in note for note in comparison_notes(front.compare(*files(rows, other))))


def test_a_column_of_another_meaning_can_be_left_out(files):
    """A number of steps is no list of steps."""
    rows = [{"problem": 1, "correct": 1, "steps": 12, "answer": "a"}]
    paths = files(rows, rows)
    with pytest.raises(SamplesError, match=r"must be a list of texts or numbers, .* --steps '' leaves the column out"):
        front.compare(*paths)
    found = front.compare(*paths, columns={"steps": "", "answer": ""})
    assert found.base.loaded.columns == {"problem": "problem", "correct": "correct"}


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--k", 2, "--k", 8, "--seed", 5)])
def test_the_json_report_agrees_with_its_schema(backproof, options):
    run = backproof("compare", EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", *options, "--format", "json")
    assert (run.code, run.err) == (0, "")
    document = json.loads(run.out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert document["crossover"]["k"] == 4
    assert document["problems"] == {"compared": 30, "with_token_entropies": None, "with_too_few_samples": 0}


def test_a_report_without_answers_and_crossover_agrees_with_the_schema(backproof, files):
    run = backproof("compare", *files(graded([0.2, 0.3], 4, 0), graded([1, 1], 4, 0)), "--format", "json")
    document = json.loads(run.out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert document["crossover"]["k"] is None


def test_the_same_files_give_the_same_report(backproof):
    runs = [backproof("compare", EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--format", "json") for _ in range(2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("columns", [60, 80])
def test_the_table_fits_the_terminal(backproof, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out = backproof("compare", EXAMPLES / "base.csv", EXAMPLES / "tuned.csv").out
    assert [line for line in out.splitlines() if len(line) > columns and " " in line.strip()] == []
    assert "Crossover: base is ahead of tuned first at k = 4 (95%" in " ".join(out.split())


def test_the_markdown_report_has_the_tables_and_the_notes(backproof, tmp_path):
    file = tmp_path / "report.md"
    run = backproof("compare", EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--format", "markdown", "--out", file)
    assert (run.code, run.out) == (0, "")
    text = file.read_text()
    assert "| k | base | tuned | tuned - base |\n|---|---:|---:|---:|\n| 1 | 0.208 (" in text
    assert "- Crossover: base is ahead of tuned first at k = 4" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no.csv", "no.csv"), "BASE no.csv: there is no such file"),
        (
            (EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--k", 17),
            "k must be at most 16, the most samples that both",
        ),
        ((EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--k", 0), "--k must be an integer >= 1, got 0"),
        (
            (EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--answer", "ansver"),
            "no column 'ansver': did you mean answer?",
        ),
        ((EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--where", "x"), "--where must be COLUMN=VALUE, got 'x'"),
        (
            (EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--correct", "answer"),
            "answer must be 0, 1, true or false, got",
        ),
        ((EXAMPLES / "base.csv",), "TUNED is missing (see backproof compare --help)"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(backproof, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("compare", *arguments, "--out", "report")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_duckdb_is_one_line(backproof, monkeypatch):
    from backproof import installed

    monkeypatch.setattr(installed, "is_installed", lambda module: module != "duckdb")
    code, out, err = backproof("compare", "a.csv", "b.csv")
    assert (code, out) == (2, "")
    assert err == "backproof: duckdb is not installed: in a clone, run `make .venv`, or pip install '.[compare]'\n"


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(database.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SamplesError):
        front.compare(EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", budgets=[99])
    assert list(tmp_path.iterdir()) == []
