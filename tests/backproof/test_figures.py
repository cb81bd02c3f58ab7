"""The command `backproof figures`: builds, checks, and one line for every bad input."""

from __future__ import annotations

import sys

import pytest

from backproof.paper_figures import catalogue as paper_figures_catalogue
from tests.paper_figures.small import RECORD, small


def words(text):
    return " ".join(text.split()) + " "


@pytest.fixture
def catalogue(monkeypatch):
    """Two figures, one of which has no record."""
    figures = {"fig_small": small(), "fig_lost": small("fig_lost", records=(RECORD,))}
    monkeypatch.setattr(paper_figures_catalogue, "FIGURES", figures)
    return figures


def test_a_second_build_finds_all_figures_up_to_date(backproof, catalogue, tmp_path):
    for state in ("built", "up to date"):
        code, out, err = backproof("figures", "--only", "fig_small", "--out", tmp_path / "new" / "out")
        assert (code, err) == (0, "")
        assert out.splitlines()[0] == f"fig_small: {state}"
        assert f"1 figure: in {tmp_path / 'new' / 'out'}; " in words(out)
    assert (tmp_path / "new" / "out" / "fig_small.pdf").read_bytes().startswith(b"%PDF")


def test_figures_are_written_to_the_current_folder_by_default(backproof, catalogue, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("figures", "--only", " fig_small , fig_small")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("1 figure: in figures; ")
    assert (tmp_path / "figures" / "fig_small.svg").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["figures"]


@pytest.mark.parametrize("name", ["fig_small.pdf", "manifest.json"])
def test_a_file_of_another_program_is_not_overwritten(backproof, catalogue, tmp_path, name):
    (tmp_path / name).write_text('{"version": 1}')
    code, out, err = backproof("figures", "--only", "fig_small", "--out", tmp_path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"has a {name} that backproof did not build; name another folder" in err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, '{"version": 1}')]


def test_a_figure_that_is_not_built_shows_in_the_exit_code(backproof, catalogue, tmp_path):
    code, out, _ = backproof("figures", "--out", tmp_path)
    assert code == 1
    assert out.splitlines()[0] == "fig_small: built"
    assert (
        "fig_lost: not built: record run.json is missing: `make records` makes it, by "
        f"`backproof simulate --policy base --out paper_figures/records/run.json` 2 figures: 1 not built, the rest in "
        f"{tmp_path}; "
    ) in words(out)


def test_a_check_says_which_figures_hold(backproof):
    code, out, err = backproof("figures", "--check", "--quick", "--only", "fig_graph")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "fig_graph: holds"
    assert out.splitlines()[1].startswith("1 figure: holds; ")


def test_a_check_says_which_figures_drifted(backproof, catalogue):
    code, out, _ = backproof("figures", "--check", "--quick")
    assert code == 1
    assert words(out).startswith("fig_small: reference fig_small.csv is missing: run `make references` fig_lost: ")
    assert "2 figures: 2 do not hold; " in out


def test_a_check_says_which_bytes_differ(backproof, monkeypatch):
    place = "backproof.paper_figures.check.differing_files"
    monkeypatch.setattr(place, lambda names: [f"{name}.svg" for name in names])
    code, out, _ = backproof("figures", "--check", "--only", "fig_graph")
    assert (code, out.splitlines()[0]) == (1, "fig_graph: fig_graph.svg has other bytes in a second build")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--only", "fig_grpah"), "there is no figure 'fig_grpah': did you mean fig_graph"),
        (("--quick",), "--quick needs --check"),
        (("--check", "--out", "x"), "--check writes nothing: leave --out out"),
        (("--only", "fig_graph,,fig_tail"), "there is no figure ''"),
        (("--out", __file__), f"--out {__file__}: must be a folder that can be written (File exists); name another"),
        (("--out", f"{__file__}/x"), "x: must be a folder that can be written (Not a directory); name another"),
        (("--out", "/proc/figures"), "/proc/figures: must be a folder that can be written"),
        (("--out", "/sys"), "/sys: must be a folder that can be written"),
    ],
)
def test_bad_usage_is_one_line(backproof, arguments, message):
    code, out, err = backproof("figures", *arguments)
    assert (code, out, err.count("\n")) == (5 if message == "Not a directory" else 2, "", 1)
    assert message in err


def test_without_matplotlib_the_message_says_what_to_install(backproof, monkeypatch):
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: False)
    code, _, err = backproof("figures")
    assert (code, "matplotlib is not installed: in a clone, run `make .venv`, or pip install '.[figures]'" in err) == (
        2,
        True,
    )


def test_an_interrupt_says_which_figures_are_complete(backproof, catalogue, monkeypatch, tmp_path):
    def interrupted(canvas, table):
        raise KeyboardInterrupt

    catalogue["fig_late"] = small("fig_late", draw=interrupted)
    code, _, err = backproof("figures", "--out", tmp_path)
    assert code == 130
    assert err == f"backproof: interrupted; 1 of 3 figures up to date in {tmp_path}, the rest as before\n"
    assert "matplotlib.pyplot" not in sys.modules
