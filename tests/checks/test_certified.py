"""What `make certify` found is reported for the sources that it read, and for no others."""

from __future__ import annotations

import shutil

import pytest

from backproof.checks import certified
from backproof.checks.certified import Certified, keep_certified, read_certified

CLOSES = {"base-cost": "whole", "restart": "part"}


@pytest.fixture
def root(tmp_path):
    """A folder with a copy of the sources."""
    shutil.copytree(certified.ROOT / "proofs", tmp_path / "proofs")
    return tmp_path


def test_what_is_kept_is_found_again(root):
    keep_certified("8.16.1", CLOSES, root)
    assert read_certified(root) == Certified("8.16.1", CLOSES)


@pytest.mark.parametrize("changed", ["Optimum.v", "claims.toml", "New.v"])
def test_it_is_ignored_once_a_source_has_changed(root, changed):
    keep_certified("8.16.1", CLOSES, root)
    with (root / "proofs" / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert read_certified(root) is None


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"rocq": "8", "closes": {}, "sources": "other"}'])
def test_where_there_is_none_nothing_is_certified(root, text):
    if text is not None:
        (root / "build").mkdir()
        (root / "build" / "certified.json").write_text(text, encoding="utf-8")
    assert read_certified(root) is None
