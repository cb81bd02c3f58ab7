"""Output to a terminal: numbers are never split, text of users is unchanged, and a closed output is one line."""

from __future__ import annotations

import ast
import io
import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress, TimeRemainingColumn

from backproof import streams
from backproof.reports.terminal import Line, plain_text, show_facts, show_table, show_text
from backproof.reports.training import show_training
from backproof.theory.policy import FAMILIES
from tests.backproof.pseudoterminal import COMMAND, in_terminal
from tests.repo.files import python_files, tree

SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")


def printed(width, show, *arguments, **options):
    console = Console(file=io.StringIO(), width=width)
    show(console, *arguments, **options)
    return console.file.getvalue()


# --- tables ----------------------------------------------------------------------------------------------------------

cells = st.lists(st.text("a1.e+[/]:é路", min_size=1, max_size=9), min_size=1, max_size=4).map(" ".join)
tables = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=2, max_size=4))


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(1, 60))
def test_a_table_splits_no_word_and_lists_its_cells_if_it_is_too_wide(table, width):
    headings, *rows = table
    shown = printed(width, show_table, headings, rows, right=headings[:1])
    longest = (max(cell_len(word) for cell in column for word in cell.split()) for column in zip(*table, strict=True))
    if sum(longest) + 2 * (len(headings) - 1) <= width:
        assert sorted(shown.split()) == sorted(word for row in table for cell in row for word in cell.split())
        assert max(map(cell_len, shown.splitlines())) <= width
    else:
        listed = (f"{h}: {cell}" for row in rows for h, cell in zip(headings, row, strict=True))
        assert shown.split() == " ".join(listed).split()
        too_wide = [line for line in shown.splitlines() if cell_len(line) > width]
        assert [line for line in too_wide if len(line.split()) > 1] == []


def test_a_table_that_does_not_fit_lists_its_rows():
    headings, rows = ("step", "cost H"), [("1", "4.318448e+14"), ("2", "900")]
    assert printed(18, show_table, headings, rows).splitlines()[1] == "1     4.318448e+14"
    assert printed(17, show_table, headings, rows) == "step: 1\ncost H:\n4.318448e+14\n\nstep: 2\ncost H: 900\n"


def test_facts_wrap_between_words():
    facts = [("mean", "4.31e+14 to 4.38e+14")]
    assert printed(20, show_facts, facts) == "mean  4.31e+14 to   \n      4.38e+14      \n"
    assert printed(9, show_facts, [*facts, ("", "x")]) == "mean:\n4.31e+14\nto\n4.38e+14\nx\n"


MARKUP = ["[x].json", "[/red]", "[bold]b[/bold]", "[link=http://x]", ":smile:", r"\[x]"]


@pytest.mark.parametrize("text", MARKUP)
def test_text_is_not_read_as_markup(text):
    assert printed(80, show_text, text) == f"{text}\n"
    assert text in printed(80, show_facts, [(text, "x")])
    assert text in printed(80, show_facts, [("x", text)])
    for shown in (
        printed(80, show_table, (text, "h"), [("1", "2")]),
        printed(80, show_table, ("h", "i"), [("1", text)]),
    ):
        assert text in shown


def prints_markup(module):
    """Whether a module makes tables or columns of its own, or prints text that rich may take for markup."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module in ("rich.table", "rich.columns", "rich.panel"):
            return True
        if (
            isinstance(node, ast.Name | ast.Attribute)
            and getattr(node, "id", getattr(node, "attr", "")) == "TextColumn"
        ):
            return True
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "print":
            plain = [ast.unparse(keyword) for keyword in node.keywords]
            if "markup=False" not in plain:
                return True
    return False


def test_no_other_module_makes_tables_or_prints_markup():
    found = {str(path) for path in python_files("backproof") if prints_markup(tree(path))}
    assert found == {"backproof/reports/terminal.py"}


def test_control_characters_are_escaped():
    assert printed(80, show_text, "a\x1b[2Jb\r\n\x07\u202e\ud800") == "a\\x1b[2Jb\\r\\n\\x07\\u202e\\ud800\n"
    assert streams.printable("路径 é ok") == "路径 é ok"


# --- progress --------------------------------------------------------------------------------------------------------

NOTES = ("H = 2.500700e+14", "forward exit 0.01 to 12.5", "backward entry 0")


@pytest.mark.parametrize("width", [10, 17, 20, 38, 40, 60, 80, 120, 200])
def test_progress_always_shows_its_count_and_time_and_never_part_of_a_note(width):
    console = Console(file=io.StringIO(), width=width)
    progress = Progress(Line(console, TimeRemainingColumn()), console=console)
    progress.add_task("training", total=1200, completed=7, notes=NOTES)
    console.print(progress.get_renderable())
    (line,) = console.file.getvalue().splitlines()
    assert "7/1200" in line
    assert ("-:--:--" in line) is (width >= 17)
    assert "…" not in line
    ends = ["", *(", ".join(NOTES[:n]) for n in (1, 2, 3))]
    end = line.partition("-:--:--")[2].strip()
    assert end in ends
    assert (end == ends[-1]) is (width >= 120)
    assert (end == "") is (width <= 60)


# --- commands in a terminal ------------------------------------------------------------------------------------------

POINT = {"cost": 2.5007e14, "gaps": {family: [-0.4055, 12.25] for family in FAMILIES}}
SIZES = {"width": 15, "depth": 15, "lanes": 5}
HOW = {"algorithm": "sft", "uncleaned": None, "start": "[/red]", "optimiser": "sign", "step": 0.01, "seed": 0}
TRAINED = {
    "config": SIZES | HOW | {"steps": 1200},
    "optimal_cost": 900.0,
    "seconds": 1.5,
    "points": [{"step": step, **POINT} for step in (0, 1200)],
}


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 200])
def test_the_table_of_a_training_run_has_all_its_numbers_at_any_width(width):
    shown = printed(width, show_training, TRAINED)
    assert shown.count("2.500700e+14") == 2
    assert shown.count("2.77856e+11") == 2
    assert shown.count("-0.4055") == shown.count("12.25") == 8
    assert "sft from [/red] at" in " ".join(shown.split())


def test_optional_columns_are_dropped_before_a_cell_is_wrapped():
    headings, rows = ("claim", "derived", "walks"), [("sft-cost", "3", "2")]
    assert (
        printed(24, show_table, headings, rows, spare=("derived", "walks")).splitlines()[0]
        == "claim     derived  walks"
    )
    assert printed(23, show_table, headings, rows, spare=("derived", "walks")).splitlines()[1].split() == [
        "sft-cost",
        "3",
    ]
    assert printed(9, show_table, headings, rows, spare=("derived", "walks")).split() == ["claim", "sft-cost"]


def test_a_paragraph_wraps_between_words_and_keeps_its_indent():
    assert printed(10, show_text, "a file /no/such/folder is", indent=2) == "  a file\n  /no/such/folder\n  is\n"
    assert printed(10, show_text, "") == "\n"


def test_plain_text_has_80_columns_or_the_width_of_the_environment(monkeypatch):
    for columns, width in (("", 80), ("0", 80), ("x", 80), ("50", 50)):
        monkeypatch.setenv("COLUMNS", columns)
        longest = max(map(len, plain_text(lambda console: show_text(console, "word " * 99)).splitlines()))
        assert width - 5 < longest <= width


@pytest.mark.slow  # 3 s, in a process of its own
def test_training_in_a_narrow_ascii_terminal_shows_whole_numbers(tmp_path):
    slow = {family: ["1/9" if "backward" in family else "1/2"] * 60 for family in FAMILIES}
    (tmp_path / "路[x].json").write_text(json.dumps({"schema": "backproof.policy/1", **slow}))
    arguments = ("train", *SMALL, "--depth", "60", "--start", "路[x].json", "--steps", "60", "--out", "run.json")
    code, text = in_terminal(*arguments, columns=60, cwd=tmp_path, PYTHONIOENCODING="latin-1")
    assert code == 0
    assert "…" not in text
    assert "60/60" in text
    assert r"rlvr from \u8def[x].json at W=3, K=60, L=2: 60 sign steps" in text
    costs = [point["cost"] for point in json.loads((tmp_path / "run.json").read_text())["points"]]
    assert min(costs) > 1e9
    assert all(f"{cost:.6e}" in text for cost in costs)


@pytest.mark.slow  # two seconds, for torch
def test_a_dumb_terminal_gets_no_escape_sequence(tmp_path):
    halves = {"schema": "backproof.policy/1", **{family: ["1/2", 0.5] for family in FAMILIES}}
    (tmp_path / "a\x1b[31m\nb.json").write_text(json.dumps(halves))
    arguments = ("simulate", *SMALL, "--episodes", "50", "--policy", "a\x1b[31m\nb.json")
    code, text = in_terminal(*arguments, cwd=tmp_path, TERM="dumb", COLUMNS="0")
    assert code == 0
    assert r"a\x1b[31m\nb.json by crossings" in text
    assert "\x1b" not in text


# --- streams that are closed, full or without a reader ---------------------------------------------------------------


def shell(command, cwd):
    line = f'set -o pipefail; backproof() {{ {" ".join(COMMAND)} "$@"; }}; {command}'
    run = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, cwd=cwd)
    return run.returncode, run.stdout, run.stderr


CLOSED = "backproof: output could not be written: standard output: closed: open it, or send it to /dev/null\n"


@pytest.mark.parametrize(
    "command", ["verify --list", "verify --only base-cost", "--help", "simulate --help", "train", "figures", "audit"]
)
def test_a_closed_output_is_one_line_before_any_work(tmp_path, command):
    assert shell(f"backproof {command} >&-", tmp_path) == (5, "", CLOSED)


@pytest.mark.slow  # 2 s, in processes of its own
def test_with_a_file_to_write_no_output_is_needed(tmp_path):
    train = f"train {' '.join(SMALL)} --steps 3 --out run.json"
    assert shell(f"backproof {train} >&- 2>&- <&-", tmp_path) == (0, "", "")
    assert json.loads((tmp_path / "run.json").read_text())["schema"] == "backproof.training/1"
    assert len((tmp_path / "run.json").read_text().splitlines()) > 10


def test_no_file_gets_the_descriptor_of_a_closed_stream(tmp_path):
    (tmp_path / "show.py").write_text(
        "import subprocess, sys\nfrom backproof import streams\nstreams.prepare()\n"
        "file = open('shown', 'w')\nfile.write(str(file.fileno()))\nfile.flush()\n"
        "sys.exit(subprocess.run(['sh', '-c', 'echo mine; echo mine >&2']).returncode)"
    )
    assert shell(f"{COMMAND[0]} show.py >&- 2>&- <&-", tmp_path) == (0, "", "")
    assert int((tmp_path / "shown").read_text()) > 2


def test_a_closed_or_full_error_stream_does_not_change_the_exit_code(tmp_path):
    for stream in ("2>&-", "2>/dev/full"):
        assert shell(f"backproof verify --only nope {stream}", tmp_path) == (2, "", "")


def test_a_full_device_is_one_line(tmp_path):
    code, _, err = shell("backproof verify --list >/dev/full", tmp_path)
    assert (code, err) == (5, "backproof: output could not be written: standard output: No space left on device\n")


def test_a_closed_pipe_ends_the_command_quietly(tmp_path):
    assert shell("(sleep 0.2; backproof verify --list) | true", tmp_path) == (141, "", "")
    assert shell("(sleep 0.2; backproof verify --list 2>&1) | true", tmp_path) == (141, "", "")
