"""The comparison as HTML is self-contained, has what the table has, and is the same every time."""

from __future__ import annotations

import pytest

import backproof as front
from backproof.samples.page import comparison_html
from backproof.samples.report import comparison_notes, tables
from tests.backproof.reports.test_audit_html import Reader
from tests.backproof.samples.made import graded, write_jsonl
from tests.repo.files import ROOT

EXAMPLES = ROOT / "examples" / "samples"


def walks(tmp_path):
    graph = front.CorridorGraph(10, 1, 2)
    files = [tmp_path / f"{name}.parquet" for name in ("base", "rlvr")]
    for seed, file in enumerate(files):
        front.sample_walks(graph, file.stem, walks=8, budget=12, seed=seed, out=file)
    return front.compare(*files)


@pytest.fixture(scope="module", params=["answers", "steps", "grades"])
def comparison(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    if request.param == "answers":
        return front.compare(EXAMPLES / "base.csv", EXAMPLES / "tuned.csv")
    if request.param == "steps":
        return walks(folder)
    rows = graded([0.5, 0.2], 1, 0)
    return front.compare(*(write_jsonl(folder / name, rows) for name in ("a.jsonl", "b.jsonl")))


@pytest.fixture(scope="module")
def page(comparison):
    return comparison_html(comparison)


def test_the_page_loads_no_file_and_runs_no_script(page):
    reader = Reader(page)
    assert reader.loads == ["data:,"]
    assert not reader.tags & {"script", "iframe", "object", "embed", "img"}
    assert "url(http" not in page


def test_every_id_is_unique(page):
    reader = Reader(page)
    assert len(reader.ids) == len(set(reader.ids))


def test_every_table_and_note_is_on_the_page(comparison, page):
    for table in tables(comparison):
        assert f"<h2>{table.title}</h2>" in page
        assert all(f">{cell}<" in page for row in table.rows for cell in row[1:])
    assert all(note.split(":")[0] in page for note in comparison_notes(comparison))


def test_there_is_a_chart_where_there_is_something_to_draw(comparison, page):
    curves = len(comparison.budgets) > 1
    diversity = curves and any(measure.name == "distinct correct answers" for measure in comparison.measures)
    assert page.count("<svg") == curves + 1 + diversity + (comparison.steps is not None)


def test_the_same_comparison_gives_the_same_page(comparison, page):
    assert comparison_html(comparison) == page


def test_the_command_writes_the_page(backproof, tmp_path):
    out = tmp_path / "report.html"
    run = backproof("compare", EXAMPLES / "base.csv", EXAMPLES / "tuned.csv", "--format", "html", "--out", out)
    assert (run.code, run.out) == (0, "")
    assert out.read_text().startswith("<!DOCTYPE html>")


def test_names_of_files_are_text(tmp_path):
    rows = graded([0.5, 0.2], 4, 0)
    file = write_jsonl(tmp_path / "<b>&.jsonl", rows)
    text = comparison_html(front.compare(file, file))
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;.jsonl" in text
