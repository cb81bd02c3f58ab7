"""Every file ``fig_*.py`` is a figure; no list names it."""

from __future__ import annotations

import pytest

from backproof import paper_figures
from backproof.paper_figures import catalogue
from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.sources import ROOM

SCRIPT = """
from dataclasses import replace
from backproof.paper_figures.fig_graph import FIGURE as GRAPH
FIGURE = replace(GRAPH, name={name!r}, place={place})
"""


@pytest.fixture
def discovered(monkeypatch, tmp_path):
    """Discovers the figures with one more script."""

    def discover(name, script):
        (tmp_path / f"{name}.py").write_text(script)
        monkeypatch.setattr(paper_figures, "__path__", [*paper_figures.__path__, str(tmp_path)])
        return catalogue._discovered()

    return discover


def test_every_script_is_a_figure_and_places_order_them():
    assert set(FIGURES) == {path.stem for path in ROOM.glob("fig_*.py")}
    places = [(figure.place, figure.name) for figure in FIGURES.values()]
    assert places == sorted(places)


def test_a_new_script_is_found_and_put_in_its_place(discovered):
    found = discovered("fig_between", SCRIPT.format(name="fig_between", place=1))
    assert list(found) == ["fig_between", *FIGURES]


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("fig_empty", ""),
        ("fig_number", "FIGURE = 1\n"),
        ("fig_misnamed", SCRIPT.format(name="fig_another", place=1)),
    ],
)
def test_a_script_must_define_a_figure_with_its_name(discovered, name, script):
    with pytest.raises(
        TypeError, match=rf"paper_figures/{name}\.py must define FIGURE = Figure\(name='{name}', \.\.\.\)"
    ):
        discovered(name, script)
