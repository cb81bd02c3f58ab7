"""A figure depends on the modules that it imports, however deep, and on no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from backproof.paper_figures import build as building
from backproof.paper_figures.build import build
from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.records import digest
from backproof.paper_figures.sources import files_behind

MODULES = {
    "paper_figures/fig_x.py": "from backproof.theory import near\n",
    "theory/__init__.py": "",
    "theory/near.py": "import numpy\n\ndef f():\n    from backproof.theory.folder.deep import g\n",
    "theory/other.py": "from backproof.theory import near\n",
    "theory/folder/__init__.py": "import backproof.theory.beside\n",
    "theory/folder/deep.py": "from backproof.theory.near import f\n",
    "theory/beside.py": "",
}


@pytest.fixture
def root(tmp_path):
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_imported_module_is_found_and_no_other(root):
    found = files_behind([root / "paper_figures" / "fig_x.py"], root)
    assert {path.relative_to(root).as_posix() for path in found} == MODULES.keys() - {"theory/other.py"}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ("paper_figures/fig_tail.py", "built"),
        ("paper_figures/style.py", "built"),
        ("paper_figures/render.py", "built"),
        ("theory/chain.py", "built"),
        ("theory/graph.py", "built"),
        ("theory/costs/crossings.py", "built"),
        ("paper_figures/fig_graph.py", "up to date"),
        ("paper_figures/sft_runs.py", "up to date"),
        ("paper_figures/check.py", "up to date"),
        ("theory/costs/learning_curve.py", "up to date"),
        ("theory/relaxations/shared_rows.py", "up to date"),
    ],
)
def test_a_figure_is_built_again_only_if_a_module_behind_it_has_changed(tmp_path, monkeypatch, changed, state):
    """`fig_tail` reaches `costs.crossings` only through `costs.hitting_time`."""
    figure, root = FIGURES["fig_tail"], building.ROOM.parent
    assert (root / changed).is_file()
    monkeypatch.setattr(building, "rounded_table", lambda figure, loaded: None)
    monkeypatch.setattr(building, "render", lambda figure, table: {"csv": b"numbers"})
    build([figure], tmp_path)

    def changed_digest(path: Path) -> str:
        return "changed" if path == root / changed else digest(path)

    monkeypatch.setattr(building, "digest", changed_digest)
    (outcome,) = build([figure], tmp_path)
    assert outcome.state == state
