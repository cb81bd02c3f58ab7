"""A build writes the same bytes every time, and builds again only what has changed."""

from __future__ import annotations

import errno
import json
import signal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from backproof.paper_figures import build as building
from backproof.paper_figures import render as rendering
from backproof.paper_figures.build import MANIFEST, build
from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.check import built_afresh, differing_files
from backproof.paper_figures.records import digest
from backproof.paper_figures.render import picture, render
from tests.paper_figures.small import RECORD, numbers, save_run, small

KINDS = ("csv", "pdf", "png", "svg", "txt")


def states(outcomes):
    return [outcome.state for outcome in outcomes]


@pytest.fixture
def records(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    save_run(folder, 10.0)
    return folder


@pytest.fixture
def unrendered(monkeypatch):
    """Replace every picture by the text of its table, for tests of when figures are built."""
    monkeypatch.setattr(building, "render", lambda figure, table: dict.fromkeys(KINDS, table.text().encode()))


def test_a_figure_is_five_files_and_an_entry_in_the_manifest(tmp_path, records):
    out = tmp_path / "out"
    figure = small(records=(RECORD,))
    assert states(build([figure], out, records=records)) == ["built"]
    assert sorted(path.name for path in out.iterdir()) == [*(f"fig_small.{kind}" for kind in KINDS), MANIFEST]
    assert (out / "fig_small.csv").read_text() == "series,K,H\nbase,1,2.5\nbase,2,10\nrun,2,10\n"
    assert (out / "fig_small.txt").read_text() == "Nothing much, <at all>.\n"
    entry = json.loads((out / MANIFEST).read_text())["figures"]["fig_small"]
    origin = entry["origin"]
    assert (origin["script"], origin["seeds"]) == ("small.py", {"run": 3})
    assert origin["records"] == {"run.json": digest(records / "run.json")}
    assert {"tests/paper_figures/small.py", "paper_figures/style.py"} <= origin["sources"].keys()
    assert {"python", "numpy", "scipy", "matplotlib"} == origin["versions"].keys()
    assert entry["files"] == {f"fig_small.{kind}": digest(out / f"fig_small.{kind}") for kind in KINDS}


def test_a_figure_is_not_built_again_without_a_change(tmp_path, records, unrendered):
    figures = [small(records=(RECORD,)), small("fig_other")]
    assert states(build(figures, tmp_path / "out", records=records)) == ["built", "built"]
    assert states(build(figures, tmp_path / "out", records=records)) == ["up to date", "up to date"]
    save_run(records, 11.0)
    assert states(build(figures, tmp_path / "out", records=records)) == ["built", "up to date"]
    assert "run,2,11" in (tmp_path / "out" / "fig_small.csv").read_text()


@pytest.mark.parametrize("what", ["file", "manifest", "versions"])
def test_a_figure_is_built_again_after_a_change(tmp_path, monkeypatch, unrendered, what):
    build([small()], tmp_path)
    if what == "file":
        (tmp_path / "fig_small.svg").write_text("")
    elif what == "manifest":
        (tmp_path / MANIFEST).write_text('{"schema": "backproof.figures/0"}')
    else:
        monkeypatch.setattr(building.metadata, "version", lambda name: "0")
    assert states(build([small()], tmp_path)) == ["built"]
    assert states(build([small()], tmp_path)) == ["up to date"]


def test_a_failing_figure_does_not_stop_the_others(tmp_path, records, unrendered):
    (records / "run.json").write_text("{}")

    def none_there(table):
        return {}["mean"]

    figures = [small("fig_a", records=(RECORD,)), small("fig_b", numbers=none_there), small("fig_c")]
    told = []
    outcomes = build(figures, tmp_path / "out", records=records, on_done=told.append)
    assert states(outcomes) == ["not built", "not built", "built"]
    assert told == outcomes
    assert "run.json must have the SHA-256" in outcomes[0].detail
    assert not list((tmp_path / "out").glob("fig_a*"))


def test_nothing_is_left_half_written(tmp_path):
    def interrupted(canvas, table):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([small("fig_a"), small("fig_b", draw=interrupted)], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [*(f"fig_a.{kind}" for kind in KINDS), MANIFEST]


def test_ctrl_c_waits_until_the_files_of_a_figure_are_in_place(tmp_path, unrendered, monkeypatch):
    replace = Path.replace

    def interrupted(self, target):
        signal.raise_signal(signal.SIGINT)
        return replace(self, target)

    build([small()], tmp_path)
    before = digest(tmp_path / "fig_small.csv")
    monkeypatch.setattr(building.metadata, "version", lambda name: "0")
    monkeypatch.setattr(building, "render", lambda figure, table: dict.fromkeys(KINDS, b"new"))
    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build([small()], tmp_path)
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir()) == [*(f"fig_small.{kind}" for kind in KINDS), MANIFEST]
    assert {path.read_text() for path in tmp_path.glob("fig_*")} == {"new"}
    files = json.loads((tmp_path / MANIFEST).read_text())["figures"]["fig_small"]["files"]
    assert files == {f"fig_small.{kind}": digest(tmp_path / f"fig_small.{kind}") for kind in KINDS}
    assert before not in files.values()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_full_disk_leaves_the_old_files(tmp_path, unrendered, monkeypatch):
    build([small()], tmp_path)
    before = {path.name: digest(path) for path in tmp_path.iterdir()}
    write = Path.write_bytes

    def full(self, content):
        if self.name.startswith(".fig_small.svg"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, content)

    monkeypatch.setattr(building, "render", lambda figure, table: dict.fromkeys(KINDS, b"new"))
    monkeypatch.setattr(building.metadata, "version", lambda name: "0")
    monkeypatch.setattr(Path, "write_bytes", full)
    (outcome,) = build([small()], tmp_path)
    assert (outcome.state, outcome.detail) == ("not built", f"{tmp_path / 'fig_small.svg'}: No space left on device")
    assert {path.name: digest(path) for path in tmp_path.iterdir()} == before


def test_a_picture_has_a_title_and_a_description_for_screen_readers():
    """The title is the first element, where browsers look for a name."""
    picture = ElementTree.fromstring(render(small(), numbers({}))["svg"])  # noqa: S314 - written by ourselves
    assert picture.get("role") == "img"
    space = "{http://www.w3.org/2000/svg}"
    (title, described), more = picture[:2], picture[2:]
    assert (title.tag, title.text) == (f"{space}title", "Costs")
    assert (described.tag, described.text) == (f"{space}desc", "Nothing much, <at all>.")
    assert more


def test_the_style_of_a_user_has_no_effect(monkeypatch):
    monkeypatch.setattr(rendering, "METADATA", {"svg": rendering.METADATA["svg"]})
    table = numbers({})
    before = render(small(), table)
    monkeypatch.setitem(rendering.matplotlib.rcParams, "axes.grid", True)
    monkeypatch.setitem(rendering.matplotlib.rcParams, "font.size", 20)
    assert render(small(), table) == before


def test_positions_are_rounded():
    with rendering.matplotlib.rc_context():
        (axes,) = picture(small(), numbers({})).axes
    sides = axes.get_position().bounds
    assert sides == pytest.approx([round(side, 6) for side in sides], abs=1e-15)


def test_no_date_and_no_path_is_in_a_file():
    for kind, content in render(small(), numbers({})).items():
        assert not any(word in content for word in (b"20" + b"26", b"Date", b"matplotlib v", b"site-packages")), kind


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(tmp_path):
    build([FIGURES["fig_graph"]], tmp_path)
    here = {path.name: digest(path) for path in tmp_path.iterdir() if path.name != MANIFEST}
    assert built_afresh(["fig_graph"], tmp_path / "fresh") == here


@pytest.mark.slow
def test_two_processes_write_the_same_bytes_for_every_figure():
    assert differing_files(list(FIGURES)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_its_own_file_a_caption_and_known_claims(name):
    from backproof.checks.index import claims

    figure = FIGURES[name]
    assert figure.numbers.__module__ == f"backproof.paper_figures.{name}"
    assert 20 < len(figure.title) < 90
    assert len(figure.caption) > 100
    assert "\n" not in figure.caption
    assert figure.claims
    assert set(figure.claims) <= {claim.id for claim in claims()}
