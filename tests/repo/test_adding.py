"""A new claim, row of the audit, figure or trainer is one new file: everything else follows from it.

The files are those that CONTRIBUTING.md shows as examples.
"""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch

import pytest

from tests.repo.adding import EXAMPLES, Copy
from tests.repo.files import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

WRITTEN = (
    *("checks/claims.toml", "checks/statements.lock", "checks/smt/rlvr-growth/*", "docs/claims.md"),
    *("checks/values.lock", "checks/ratchet.lock"),
    *("checks/survivors.lock", "tests/checks/theory_mutants.toml"),
    *("docs/audit.md", "paper_figures/records/audit.json", "paper_figures/records/SHA256SUMS"),
    *("paper_figures/reference/fig_*.csv", "docs/figures.md", "docs/figures/*"),
)
"""The files that `make` writes after the examples were added."""

RECORD = "paper_figures/records/audit.json"
SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The repository with the examples, after the commands that CONTRIBUTING.md names."""
    made = Copy(tmp_path_factory.mktemp("adding") / "copy")
    for path in EXAMPLES:
        made.write(path)
    made.run("backproof.checks.lock")
    made.run("backproof.checks.survivors")
    made.run("tests.checks.theory_mutants")
    made.run("docs.audit_table")
    (made.folder / "paper_figures" / "records" / "audit.json").unlink()
    made.run("backproof.paper_figures.renew", "records")
    made.run("backproof.paper_figures.renew", "references", "fig_audit", "fig_optimum")
    made.run("backproof.paper_figures.renew", "pictures")
    return made


def test_only_the_examples_are_written_by_hand(copy):
    by_hand = {path for path in copy.changed() if not any(fnmatch(path, pattern) for pattern in WRITTEN)}
    assert by_hand == set(EXAMPLES)


def test_the_examples_obey_the_rules_of_the_repository(copy):
    copy.run("ruff", "check", ".")
    copy.run("ruff", "format", "--check", ".")
    copy.run("mypy")
    assert " passed" in copy.run("pytest", "-q", "tests/repo/test_imports.py", "tests/repo/test_code_rules.py")


def test_a_claim_is_in_the_index_on_the_page_and_proved(copy):
    assert (
        copy.run("backproof", "verify", "--list", "--only", "rlvr-growth").splitlines()[-1].startswith("rlvr-growth ")
    )
    assert {"checks/smt/rlvr-growth/added.smt2", "checks/smt/rlvr-growth/four-W.smt2"} <= copy.changed()
    assert "\n## rlvr-growth\n" in copy.text("docs/claims.md")
    report = copy.run("backproof", "verify", "--only", "rlvr-growth", "--format", "markdown")
    assert re.search(r"rlvr-growth.*proved", report)
    (found,) = json.loads(copy.run("backproof", "verify", "--only", "rlvr-growth", "--format", "json"))["claims"][-1:]
    assert [part["verdict"] for part in found["evidence"] if part["kind"] == "simulation"] == ["confirmed"]
    tests = (f"tests/checks/test_{name}.py" for name in ("index", "lock", "survivors", "theory_mutants"))
    assert " passed" in copy.run("pytest", "-q", "-m", "not slow", *tests)


def test_a_row_of_the_audit_is_in_the_command_on_the_page_and_in_the_figure(copy):
    rows = json.loads(copy.run("backproof", "audit", "--format", "json", *SMALL))["assumptions"]
    assert len(rows) == len(json.loads((ROOT / RECORD).read_text(encoding="utf-8"))["assumptions"]) + 1
    assert "\ndepth  " in copy.run("backproof", "audit", "--only", "depth", *SMALL)
    assert "| depth: corridors are deep |" in copy.text("docs/audit.md")
    assert ",depth,carries the separation," in copy.text("paper_figures/reference/fig_audit.csv")
    tests = ("tests/checks/audit/test_index.py", "tests/paper_figures/test_audit.py", "tests/backproof/test_audit.py")
    assert " passed" in copy.run("pytest", "-q", "-m", "not slow", *tests)


def test_a_trainer_is_in_the_help_and_trains(copy):
    shown = copy.run("backproof", "train", "--help")
    assert "differences: descent on the expected cost by differences" in " ".join(shown.split())
    assert "--nudge NATS" in shown
    copy.run("backproof", "train", "--algorithm", "differences", "--steps", "9", *SMALL, "--out", "../differences.json")
    copy.run("backproof", "train", "--algorithm", "rlvr", "--steps", "9", *SMALL, "--out", "../rlvr.json")
    found, exact = (json.loads(copy.text(f"../{name}.json"))["points"] for name in ("differences", "rlvr"))
    assert [point["cost"] for point in found] == pytest.approx([point["cost"] for point in exact], rel=1e-9)
    assert " passed" in copy.run("pytest", "-q", "tests/sim/trainers/test_registry.py")


def test_a_figure_is_built_checked_and_on_the_page(copy):
    copy.run("backproof", "figures", "--only", "fig_optimum", "--out", str(copy.folder / "out"))
    assert (copy.folder / "out" / "fig_optimum.pdf").is_file()
    assert "holds" in copy.run("backproof", "figures", "--check", "--quick", "--only", "fig_optimum")
    assert "| [fig_optimum](#fig_optimum) |" in copy.text("docs/figures.md")
    tests = (f"tests/paper_figures/test_{name}.py" for name in ("build", "catalogue", "gallery", "looks", "legibility"))
    assert " passed" in copy.run("pytest", "-q", "-k", "fig_optimum or page or script or pictures", *tests)
