"""The page of the audit passes an HTML validator and an accessibility checker, if they are installed.

Run `npm install vnu-jar axe-core playwright-core` in a folder, and let the variable name its `node_modules`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from backproof.checks.audit.index import assumptions
from backproof.reports.audit import examine_assumptions
from backproof.reports.audit_html import audit_html
from backproof.theory.graph import CorridorGraph

MODULES = Path(os.environ.get("BACKPROOF_NODE_MODULES", "node_modules")).resolve()
VALIDATOR = MODULES / "vnu-jar/build/dist/vnu.jar"
JAVA, NODE, BROWSER = map(shutil.which, ("java", "node", "chromium"))
MISSING = (
    "BACKPROOF_NODE_MODULES does not lead to vnu-jar, axe-core and playwright-core, or java, node or chromium misses"
)

needs_validator = pytest.mark.skipif(not (JAVA and VALIDATOR.is_file()), reason=MISSING)
needs_browser = pytest.mark.skipif(
    not (NODE and BROWSER and all((MODULES / name).is_dir() for name in ("axe-core", "playwright-core"))),
    reason=MISSING,
)


@pytest.fixture(scope="module", params=[(1, 1, 1), (2, 2, 3), (15, 15, 5), (15, 60, 5)], ids=str)
def file(request, tmp_path_factory):
    graph = CorridorGraph(*request.param)
    path = tmp_path_factory.mktemp("page") / "audit.html"
    path.write_text(audit_html(examine_assumptions(assumptions(), graph), graph), encoding="utf-8")
    return path


def validated(path):
    command = [JAVA, "-jar", str(VALIDATOR), "--format", "json", str(path)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return [message["message"] for message in json.loads(found.stderr)["messages"]]


@pytest.mark.slow
@needs_validator
def test_a_validator_finds_no_fault(file):
    assert validated(file) == []


@pytest.mark.slow
@needs_validator
def test_the_validator_would_find_an_unknown_element(file, tmp_path):
    spoiled = tmp_path / "audit.html"
    spoiled.write_text(file.read_text(encoding="utf-8").replace("<nav ", "<navy ", 1), encoding="utf-8")
    assert validated(spoiled)


def checked(path):
    script = Path(__file__).with_name("audit_page_checks.mjs")
    command = [NODE, str(script), path.as_uri(), BROWSER, str(MODULES)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout)
    assert len(found) == 4
    return found


@pytest.mark.slow
@needs_browser
def test_an_accessibility_checker_finds_no_fault(file):
    for found in checked(file):
        assert found["violations"] == [], found
        assert found["passes"] > 15
        assert found["fits"], "the page itself must not scroll sideways"


@pytest.mark.slow
@needs_browser
def test_the_accessibility_checker_would_find_an_empty_header(file, tmp_path):
    spoiled = tmp_path / "audit.html"
    text = file.read_text(encoding="utf-8").replace('<th scope="row">with it</th>', "<th></th>", 1)
    spoiled.write_text(text, encoding="utf-8")
    assert all("empty-table-header" in found["violations"] for found in checked(spoiled))
