"""Writes the figures into ``docs/figures.md``: a table of them, then each picture with its caption.

``docs/figures/SHA256SUMS`` holds the digests of the pictures and of what they show: scripts and reference tables. So an
outdated picture is noticed on any machine, even one whose libraries would draw other bytes.

Main definitions: `write_gallery`, `gallery_text`, `gallery_sums`.
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.paper_figures.figure import Figure
from backproof.paper_figures.records import SUMS, digest
from backproof.paper_figures.render import render, table_of
from backproof.paper_figures.sources import ROOM

DOCS = ROOM.parent / "docs"
BEGIN, END = "<!-- the figures, by `make pictures` -->\n", "<!-- end -->\n"


def write_gallery(figures: Iterable[Figure]) -> None:
    """Draw the pictures, and renew their digests and the page. Raises RecordError."""
    figures = tuple(figures)
    page, folder = DOCS / "figures.md", DOCS / "figures"
    folder.mkdir(exist_ok=True)
    for figure in figures:
        (folder / f"{figure.name}.svg").write_bytes(render(figure, table_of(figure))["svg"])
    (folder / SUMS).write_text(gallery_sums(figures), encoding="utf-8")
    head, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(head + BEGIN + gallery_text(figures) + END + rest.partition(END)[2], encoding="utf-8")


def gallery_sums(figures: Iterable[Figure]) -> str:
    """A line for each picture, script and reference table, for `sha256sum --check` in the root of the repository."""
    files = (
        path
        for figure in figures
        for path in (f"docs/figures/{figure.name}.svg", *(f"paper_figures/{part}" for part in _shown(figure.name)))
    )
    return "".join(f"{digest(ROOM.parent / path)}  {path}\n" for path in files)


def _shown(name: str) -> tuple[str, str]:
    return f"{name}.py", f"reference/{name}.csv"


def gallery_text(figures: Iterable[Figure]) -> str:
    """The table of figures, then a heading, the picture and the caption of each, as Markdown."""
    figures = tuple(figures)
    rows = (f"| [{figure.name}](#{figure.name}) | {_escaped(figure.title)} |\n" for figure in figures)
    shown = (
        f"\n## {figure.name}\n\n![{title}](figures/{figure.name}.svg)\n\n{caption}\n\n"
        for figure in figures
        for title, caption in [(_escaped(figure.title), _escaped(figure.caption))]
    )
    return "".join(["\n| figure | what it shows |\n|---|---|\n", *rows, *shown])


def _escaped(text: str) -> str:
    return text.replace("*", "\\*").replace("<", "&lt;")
