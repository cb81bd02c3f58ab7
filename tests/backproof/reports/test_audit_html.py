"""The audit as HTML is self-contained, links each number to a claim on the page, and gives no warning in a browser."""

from __future__ import annotations

import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from backproof.checks.audit.index import assumptions, select_assumptions
from backproof.reports.audit import examine_assumptions
from backproof.reports.audit_html import audit_html
from backproof.theory.graph import CorridorGraph

pytestmark = pytest.mark.xdist_group("audit")  # the page takes seconds

ORDER = [row.id for row in assumptions()]
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr"),
)


@pytest.fixture(scope="module")
def page():
    graph = CorridorGraph(2, 2, 2)
    return audit_html(examine_assumptions(assumptions(), graph), graph)


class Reader(HTMLParser):
    """Collects ids, links, and all that a page could load."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.tags = [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        self.loads += [given[name] for name in ("src", "srcset", "data") if name in given]
        if tag == "link":
            self.loads.append(given["href"])


def test_the_page_loads_no_file_and_runs_no_script(page):
    reader = Reader(page)
    assert reader.loads == ["data:,"]
    assert not reader.tags & {"script", "iframe", "object", "embed", "img"}
    assert "@import" not in page
    assert "url(http" not in page


def test_every_link_leads_to_a_unique_id_on_the_page(page):
    reader = Reader(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert set(ORDER) <= set(reader.ids)
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert len(reader.links) > 300


def test_the_page_has_a_chart_for_most_assumptions(page):
    assert page.count("<svg") >= 12
    assert "nan" not in page.casefold().replace("nano", "").replace("finance", "")


def test_equal_audits_give_equal_pages():
    graph = CorridorGraph(2, 2, 2)
    one, two = (audit_html(examine_assumptions(select_assumptions(["lanes"]), graph), graph) for _ in range(2))
    assert one == two


@pytest.mark.slow  # 4 s of a browser
@pytest.mark.skipif(BROWSER is None, reason="no chromium, chromium-browser or google-chrome on this machine")
def test_a_browser_shows_the_page_without_a_warning(page, tmp_path):
    file, picture = tmp_path / "audit.html", tmp_path / "audit.png"
    file.write_text(page, encoding="utf-8")
    command = [BROWSER, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=390,844"]
    shot = subprocess.run(
        [*command, f"--screenshot={picture}", file.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "CONSOLE" not in shot.stderr
    assert picture.stat().st_size > 10_000
    dom = subprocess.run(
        [*command, "--dump-dom", file.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "CONSOLE" not in dom.stderr
    assert all(f'<section id="{name}">' in dom.stdout for name in ORDER)


def test_the_page_has_landmarks_and_named_regions(page):
    assert page.count("<main>") == page.count("</main>") == 1
    assert "<th></th>" not in page
    assert "<metadata" not in page
    assert page.count('class="scroll" tabindex="0" role="region" aria-label="') > 30
    assert page.count('class="scroll"') == page.count('class="scroll" tabindex="0" role="region" aria-label="')


def test_mathematics_is_typeset_and_chosen_numbers_are_not_links(page):
    assert "Θ(W ρ<sup>K</sup>)" in page
    assert not {"rho^K", "&gt;=", "kappa", "lambda"} & set(page.split())
    assert '<td class="r">0.01</td>' in page
