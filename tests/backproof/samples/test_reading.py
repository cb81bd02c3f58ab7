"""Files of every kind give the same samples; what is broken or unclear is refused in one line with its place."""

from __future__ import annotations

import json
import signal

import pytest

from backproof.samples import database
from backproof.samples.database import opened
from backproof.samples.files import LONGEST, sample_files
from backproof.samples.layouts import LAYOUTS, SamplesError
from backproof.samples.reading import load
from tests.backproof.samples.made import ROWS, WRITERS, write_csv, write_jsonl, write_parquet


def read(file, layout="plain", given=None, where=None, columns="problem, correct, answer IS NULL"):
    """What was loaded, and the rows of the table."""
    with opened() as connection:
        loaded = load(connection, "base", sample_files(file, "BASE"), LAYOUTS[layout], given or {}, where)
        return loaded, sorted(connection.execute(f"SELECT {columns} FROM base").fetchall())


def refusal(file, **options):
    with pytest.raises(SamplesError) as found:
        read(file, **options)
    assert "\n" not in str(found.value)
    return str(found.value)


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_kind_of_file_gives_the_same_samples(tmp_path, suffix):
    loaded, rows = read(WRITERS[suffix](tmp_path / f"samples{suffix}", ROWS))
    assert rows == sorted((str(row["problem"]), row["correct"], row["answer"] == "") for row in ROWS)
    assert (loaded.rows, loaded.ungraded, loaded.nameless, loaded.copies) == (8, 0, 0, 0)


@pytest.mark.parametrize("suffix", WRITERS)
def test_several_files_a_folder_and_a_pattern_are_one_table(tmp_path, suffix):
    first, second = (WRITERS[suffix](tmp_path / f"{i}{suffix}", ROWS[4 * i : 4 * i + 4]) for i in range(2))
    whole = read([first, second])[1]
    assert whole == read(tmp_path)[1] == read(str(tmp_path / f"*{suffix}"))[1]
    assert len(whole) == 8


@pytest.mark.parametrize("grades", [[True, False], [1, 0], ["1", "0"], ["TRUE", "False"], [1.0, 0.0]])
@pytest.mark.parametrize("suffix", WRITERS)
def test_grades_may_be_written_in_several_ways(tmp_path, suffix, grades):
    rows = [{"problem": "a", "correct": grade} for grade in grades]
    assert [row[1] for row in read(WRITERS[suffix](tmp_path / f"x{suffix}", rows))[1]] == [False, True]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("grade", ["maybe", 2, 0.5, -1])
def test_another_grade_is_refused(tmp_path, suffix, grade):
    rows = [{"problem": "p1", "correct": 1}, {"problem": "p2", "correct": grade}]
    said = refusal(WRITERS[suffix](tmp_path / f"x{suffix}", rows))
    assert f"correct must be 0, 1, true or false, got '{grade}" in said
    assert "'p2'" in said


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_rows_without_a_grade_or_a_problem_are_left_out_and_counted(tmp_path, missing):
    rows = [*ROWS, {"problem": 3, "correct": missing}, {"problem": None, "correct": 1}]
    loaded, found = read(write_jsonl(tmp_path / "x.jsonl", rows))
    assert (loaded.rows, loaded.ungraded, loaded.nameless, len(found)) == (10, 1, 1, 8)


def test_a_column_of_floats_names_the_same_problems(tmp_path):
    """pandas writes whole numbers as floats where one is missing."""
    for suffix, write in WRITERS.items():
        rows = [{"problem": 1.0, "correct": 1}, {"problem": 2.0, "correct": 0}]
        assert [row[0] for row in read(write(tmp_path / f"x{suffix}", rows))[1]] == ["1", "2"]


def test_problems_of_two_types_are_refused(tmp_path):
    rows = [{"problem": 7, "correct": 1}, {"problem": "b", "correct": 1}]
    assert "problem must be a text everywhere, or a number everywhere, got " in refusal(
        write_jsonl(tmp_path / "x.jsonl", rows)
    )


def test_problems_of_another_type_in_another_file_are_refused(tmp_path):
    """Parquet has one type for a column of a file, but files may differ."""
    for i, problem in enumerate((7, "b")):
        write_parquet(tmp_path / f"{i}.parquet", [{"problem": problem, "correct": 1}])
    assert refusal(tmp_path).endswith(
        "problem must be a text everywhere, or a number everywhere: it is a number in "
        f"{tmp_path}/0.parquet and a text in {tmp_path}/1.parquet"
    )


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_empty_problem_is_none(tmp_path, suffix):
    rows = [{"problem": problem, "correct": 1} for problem in ("", "a")]
    loaded, found = read(WRITERS[suffix](tmp_path / f"x{suffix}", rows))
    assert (loaded.nameless, [row[0] for row in found]) == (1, ["a"])


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_missing_column_is_named_with_the_near_ones(tmp_path, suffix):
    rows = [{"problem_id": 1, "corect": 1, "b": 2}]
    file = WRITERS[suffix](tmp_path / f"x{suffix}", rows)
    assert "has no column 'problem': did you mean problem_id? (choose with --problem)" in refusal(file)
    given = {"problem": "problem_id"}
    assert "has no column 'correct': did you mean corect? (choose with --correct)" in refusal(file, given=given)
    assert read(file, given={**given, "correct": "corect"})[0].columns == {"problem": "problem_id", "correct": "corect"}


@pytest.mark.parametrize(
    ("columns", "layout"),
    [(("doc_id", "filtered_resps", "exact_match", "filter"), "lm-eval"), (("id", "sample_id", "model"), "inspect")],
)
def test_a_table_of_another_layout_is_known(tmp_path, columns, layout):
    file = write_jsonl(tmp_path / "x.jsonl", [dict.fromkeys(columns, 1)])
    assert refusal(file).endswith(f"(choose with --problem, or use --layout {layout})")
    assert "--layout" not in refusal(file, layout=layout, given={"problem": "x"})


# --- broken files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"problem": 2, "corr', "line 2, column 16: not JSON: Unterminated string starting at; the line is cut short"),
        ("[1]\n", "line 2: must be an object, got [1]"),
        (
            '{"answer": "' + "x" * (2 * LONGEST) + '"}\n',
            f"line 2: longer than {LONGEST} bytes, the most of one line: shorten the texts",
        ),
        ('{"problem": }\n', "line 2, column 13: not JSON: Expecting value"),
        ("{\n", "line 2, column 2: not JSON: Expecting property name enclosed in double quotes"),
    ],
)
def test_a_broken_line_of_json_is_named(tmp_path, line, said):
    file = tmp_path / "x.jsonl"
    file.write_text('{"problem": 1, "correct": 1}\n' + line)
    assert refusal(file) == f"{file}: {said}"


def test_a_list_of_objects_is_not_taken_for_a_line(tmp_path):
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps(ROWS) + "\n")
    assert refusal(file).startswith(f"{file}: line 1: must be an object, got [")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("problem,correct\n1,1\n2\n", "row 3, the header being row 1: Expected Number of Columns: 2 Found: 1"),
        ('problem,correct\n1,1\n"2,0\n', "row 3, the header being row 1: Value with unterminated quote found."),
        ("", "the header is missing: the first line must name the columns"),
        (
            "problem,Problem\n",
            "the header names a column twice (upper and lower case are alike): the first line must name the columns",
        ),
        (
            "problem;correct\n1;1\n",
            "the header has one column, 'problem;correct': put commas between columns, or tabs in a .tsv file",
        ),
    ],
)
def test_a_broken_row_of_csv_is_named(tmp_path, text, said):
    file = tmp_path / "x.csv"
    file.write_text(text)
    assert refusal(file) == f"{file}: {said}"


def test_a_cut_parquet_file_is_named(tmp_path):
    file = write_parquet(tmp_path / "x.parquet", ROWS)
    file.write_bytes(file.read_bytes()[:-20])
    assert refusal(file).startswith(f"{file}: not a whole Parquet file: ")


def test_a_parquet_file_with_damaged_bytes_is_named(tmp_path):
    file = write_parquet(tmp_path / "x.parquet", ROWS)
    whole = file.read_bytes()
    for damaged in (whole[20:], whole[:60] + bytes(40) + whole[100:]):
        file.write_bytes(damaged)
        assert refusal(file).startswith(f"{file}: not a whole Parquet file: ")


def test_empty_files_are_refused(tmp_path):
    (tmp_path / "x.jsonl").touch()
    assert refusal(tmp_path / "x.jsonl").endswith("there is no sample in it")
    (tmp_path / "x.csv").write_text("problem,correct\n")
    assert refusal(tmp_path / "x.csv").endswith("x.csv has no graded sample (rows: 0)")


def test_files_that_are_not_there_or_unlike_are_refused(tmp_path):
    assert refusal(tmp_path / "no.csv") == f"BASE {tmp_path}/no.csv: there is no such file"
    assert refusal(f"{tmp_path}/*.csv") == f"BASE {tmp_path}/*.csv: no file matches the pattern"
    assert "the folder has no file that ends in .jsonl" in refusal(tmp_path)
    (tmp_path / "x.txt").touch()
    assert "must end in .jsonl, .ndjson, .csv, .tsv, .parquet, unpacked, so that" in refusal(tmp_path / "x.txt")
    both = [write_jsonl(tmp_path / "x.jsonl", ROWS), write_csv(tmp_path / "x.csv", ROWS)]
    assert "files of several kinds, .csv and .jsonl" in refusal(both)
    (tmp_path / "y.csv").write_text("problem,other\n")
    assert "its columns are not those of" in refusal([tmp_path / "x.csv", tmp_path / "y.csv"])


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_answer_may_have_a_megabyte(tmp_path, suffix):
    rows = [{"problem": 1, "correct": 1, "answer": letter * 2**20} for letter in "aab"]
    file = WRITERS[suffix](tmp_path / f"x{suffix}", rows)
    assert len(read(file, columns="DISTINCT answer")[1]) == 2


@pytest.mark.slow
def test_many_long_answers_need_little_memory(tmp_path, monkeypatch):
    """duckdb works on up to 2048 rows at once: they may not all be in memory."""
    monkeypatch.setattr(database, "MEMORY", "200MB")
    rows = [{"problem": 1, "correct": 1, "answer": str(i) * 2**20} for i in range(10)]
    file = write_jsonl(tmp_path / "x.jsonl", rows * 30)
    assert len(read(file, columns="DISTINCT answer")[1]) == 10


# --- copies, runs, steps ---------------------------------------------------------------------------------------------


def test_a_repeated_sample_is_left_out_and_a_contradicting_one_is_refused(tmp_path):
    loaded, rows = read(write_jsonl(tmp_path / "x.jsonl", [*ROWS, ROWS[0], ROWS[0], ROWS[3]]))
    assert (loaded.copies, len(rows)) == (3, 8)
    other = {**ROWS[0], "answer": "8"}
    said = refusal(write_jsonl(tmp_path / "x.jsonl", [*ROWS, other]))
    assert "has different samples of one number, '0', for problem '1'" in said


def test_samples_of_several_models_are_not_mixed(tmp_path):
    rows = [{**row, "model": model} for model in ("a", "b") for row in ROWS]
    file = write_jsonl(tmp_path / "x.jsonl", rows)
    assert "model must have one value, got 'a', 'b': choose with --where model=a" in refusal(file)
    loaded, found = read(file, where=("model", "b"))
    assert (loaded.model, len(found)) == ("b", 8)
    assert "has no column 'modle': did you mean model?" in refusal(file, where=("modle", "b"))
    assert "has no graded sample with model=c" in refusal(file, where=("model", "c"))


@pytest.mark.parametrize("suffix", WRITERS)
def test_steps_are_lists_of_texts_or_numbers(tmp_path, suffix):
    lists = [["a, b"], ["a", "b"], ["a", "b"]]
    rows = [{"problem": 1, "correct": 1, "steps": json.dumps(s) if suffix == ".csv" else s} for s in lists]
    found = read(WRITERS[suffix](tmp_path / f"x{suffix}", rows), columns="length, steps")[1]
    assert [length for length, _ in found] == [1, 2, 2]
    assert len({steps for _, steps in found}) == 2


@pytest.mark.parametrize("steps", ["[1, [2]]", '{"a": 1}', '"a"', "[null]"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_other_steps_are_refused(tmp_path, suffix, steps):
    row = {"problem": "p", "correct": 1, "steps": steps if suffix == ".csv" else json.loads(steps)}
    said = refusal(WRITERS[suffix](tmp_path / f"x{suffix}", [row]))
    assert "the steps must be a list of texts or numbers, problem 'p' has another form" in said


def test_names_with_quotes_are_names(tmp_path):
    rows = [{'pro"blem': "it's", "x'y": 1}]
    given = {"problem": 'pro"blem', "correct": "x'y"}
    for suffix, write in WRITERS.items():
        found = read(write(tmp_path / f"x{suffix}", rows), given=given, where=('pro"blem', "it's"))[1]
        assert found == [("it's", True, True)]


def test_an_interrupt_gives_up_the_query_and_leaves_nothing(tmp_path, monkeypatch):
    """As Ctrl-C does, while duckdb works on what would take hours."""

    def interrupt(number, frame):
        raise KeyboardInterrupt

    monkeypatch.setattr(database.tempfile, "tempdir", str(tmp_path))
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(KeyboardInterrupt), opened() as connection:
            connection.execute("SELECT sum(hash(range)) FROM range(1000000000000)")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert list(tmp_path.iterdir()) == []


def test_lines_that_are_no_objects_are_named(tmp_path):
    file = tmp_path / "numbers.jsonl"
    file.write_text("1\n2\n")
    assert refusal(file).endswith("numbers.jsonl: line 1: must be an object, got 1")
