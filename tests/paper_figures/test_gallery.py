"""The page of figures shows the current figures, numbers and captions."""

from __future__ import annotations

from backproof.paper_figures import gallery
from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.gallery import BEGIN, DOCS, END, gallery_sums, gallery_text, write_gallery
from backproof.paper_figures.records import SUMS
from tests.paper_figures.small import small
from tests.repo.files import ROOT


def test_the_page_has_every_figure_with_its_caption():
    assert BEGIN + gallery_text(FIGURES.values()) + END in (DOCS / "figures.md").read_text(encoding="utf-8")


def test_the_pictures_show_the_current_scripts_and_numbers():
    """If this fails: `make pictures`."""
    assert (DOCS / "figures" / SUMS).read_text() == gallery_sums(FIGURES.values())
    assert {path.stem for path in (DOCS / "figures").glob("fig_*.svg")} == set(FIGURES)


def test_the_readme_shows_a_picture_that_exists():
    shown = [word.split(")")[0] for word in (ROOT / "README.md").read_text(encoding="utf-8").split("](")[1:]]
    pictures = [path for path in shown if path.endswith(".svg")]
    assert len(pictures) == 1
    assert all((ROOT / path).is_file() for path in pictures)


def test_renewing_leaves_the_rest_of_the_page_unchanged(tmp_path, monkeypatch):
    monkeypatch.setattr(gallery, "DOCS", tmp_path)
    monkeypatch.setattr(gallery, "gallery_sums", lambda figures: "sums")
    monkeypatch.setattr(gallery, "render", lambda figure, table: {"svg": b"<svg/>"})
    (tmp_path / "figures.md").write_text(f"before\n{BEGIN}old\n{END}after\n")
    for _ in range(2):
        write_gallery([small()])
        text = (tmp_path / "figures.md").read_text()
        assert text.startswith(
            f"before\n{BEGIN}\n| figure | what it shows |\n|---|---|\n| [fig_small](#fig_small) | Costs |\n"
            "\n## fig_small\n\n![Costs](figures/fig_small.svg)\n\nNothing much, &lt;at all>."
        )
        assert text.endswith(f"{END}after\n")
        assert "old" not in text
    assert (tmp_path / "figures" / "fig_small.svg").read_bytes() == b"<svg/>"
    assert (tmp_path / "figures" / SUMS).read_text() == "sums"
