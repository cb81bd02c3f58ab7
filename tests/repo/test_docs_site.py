"""The documentation agrees with the index of claims; the built site needs no network and has no dead links.

Tests marked ``site`` read what ``make docs`` has built.
"""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

import backproof
from backproof.checks.claims_page import claims_page
from backproof.checks.index import claims
from tests.repo.files import ROOT

DOCS, SITE = ROOT / "docs", ROOT / "build" / "site"
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`]+`", re.MULTILINE | re.DOTALL)
LOADED = {"link": "href", **dict.fromkeys(("script", "img", "iframe", "source", "video", "audio"), "src")}
"""The elements whose address a browser loads without a click, and the attribute with the address."""


def prose(path):
    return CODE.sub("", path.read_text(encoding="utf-8"))


# --- the sources of the pages ----------------------------------------------------------------------------------------


def test_the_page_of_claims_agrees_with_the_index():
    assert (DOCS / "claims.md").read_text(encoding="utf-8") == claims_page(claims()), "run make lock"


def test_the_page_of_mathematics_names_every_claim():
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", (DOCS / "mathematics.md").read_text(encoding="utf-8")))
    assert named == {claim.id for claim in claims()}


def test_every_link_to_a_file_leads_to_one():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]
    links = [(page, urlsplit(link)) for page in pages for link in LINK.findall(prose(page))]
    inside = [(page, link.path) for page, link in links if not link.scheme]
    assert len(inside) > 20
    assert [(page.name, path) for page, path in inside if not (page.parent / path).exists()] == []


def test_vendored_files_have_a_licence():
    folders = [folder for folder in (DOCS / "assets").iterdir() if folder.is_dir()]
    assert folders
    assert all("MIT" in (folder / "LICENSE").read_text(encoding="utf-8") for folder in folders)


# --- the built site --------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The links of a page, the files that it loads, its anchors, and its text outside code and formulas."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.anchors, self.words, self.skipped = [], [], {""}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.anchors |= {has[name] for name in ("id", "name") if has.get(name)}
        if tag == "a" and has.get("href"):
            self.links.append(has["href"])
        if has.get(LOADED.get(tag, "")) and has.get("rel") != "canonical":
            self.loads.append(has[LOADED[tag]])
        if tag in {"code", "pre", "script", "style"} or "arithmatex" in (has.get("class") or ""):
            self.skipped.append(tag)

    def handle_endtag(self, tag):
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


@functools.cache
def site():
    """Every page of the site, except for the one for missing addresses, whose links are absolute."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in SITE.rglob("*.html") if path.name != "404.html"}
    assert pages, "make docs builds the site"
    return pages


@pytest.mark.site
def test_every_page_is_built():
    assert {path.stem for path in site()} >= {path.stem for path in DOCS.glob("*.md")}


@pytest.mark.site
def test_a_page_loads_nothing_from_a_network():
    loaded = [(path, address) for path, page in site().items() for address in page.loads]
    assert len(loaded) > len(site())
    assert [(path.name, address) for path, address in loaded if "//" in address] == []
    assert [(path.name, address) for path, address in loaded if not is_there(path, address)] == []


@pytest.mark.site
def test_a_style_sheet_loads_nothing_from_a_network():
    sheets = {path: path.read_text(encoding="utf-8") for path in SITE.rglob("*.css")}
    assert any("fonts/" in text for text in sheets.values())
    for path, text in sheets.items():
        assert "@import" not in text, path
        assert not re.search(r"""url\(["']?(?:https?:)?//""", text), path


@pytest.mark.site
def test_no_link_inside_the_site_is_dead():
    links = [(path, link) for path, page in site().items() for link in page.links if not urlsplit(link).scheme]
    assert len(links) > 100
    assert [(path.name, link) for path, link in links if not is_there(path, link)] == []


@pytest.mark.site
def test_a_link_out_of_the_site_has_the_form_of_an_address():
    links = {link for page in site().values() for link in page.links if urlsplit(link).scheme}
    assert links
    assert {link for link in links if urlsplit(link).scheme != "https" or "." not in urlsplit(link).netloc} == set()


@pytest.mark.site
def test_every_public_name_is_in_the_reference():
    reference = site()[SITE / "api.html"]
    assert {f"backproof.{name}" for name in backproof.__all__} <= reference.anchors


@pytest.mark.site
def test_examples_in_docstrings_are_shown_as_code():
    text = (SITE / "api.html").read_text(encoding="utf-8")
    assert "&gt;&gt;&gt;" in text
    assert "<blockquote" not in text


@pytest.mark.site
def test_every_formula_is_typeset():
    assert [path.name for path, page in site().items() if "$" in "".join(page.words)] == []
    assert any("arithmatex" in path.read_text(encoding="utf-8") for path in site())


def is_there(path, address):
    """Whether the address on that page leads to a file of the site, and to an anchor in it."""
    parts = urlsplit(address)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target not in site():
        return target.is_file() and not parts.fragment
    return unquote(parts.fragment) in site()[target].anchors
