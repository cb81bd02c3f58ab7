"""What `make certify` found is reported for the sources that it read, and for no others."""

from __future__ import annotations

import shutil

import pytest

from backproof.checks.rocq import record, sources
from backproof.checks.rocq.record import Certificate

TIES = [sources.Tie("base-cost", ("A.b",), "whole", "all"), sources.Tie("restart", ("A.c",), "part", "all", "the rest")]
FOUND = Certificate("8.16.1", {"base-cost": "whole", "restart": "part"})


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A copy of the sources, which the record is about."""
    copy = shutil.copytree(sources.PROOFS, tmp_path / "proofs")
    monkeypatch.setattr(record, "PROOFS", copy)
    monkeypatch.setattr(record.sources, "files", lambda: sorted(copy.glob("*.v")))
    return copy


def test_what_is_kept_is_found_again(folder, tmp_path):
    record.keep("8.16.1", TIES, tmp_path / "kept.json")
    assert record.certificate(tmp_path / "kept.json") == FOUND


@pytest.mark.parametrize("changed", ["Optimum.v", "claims.toml"])
def test_it_is_ignored_once_a_source_has_changed(folder, tmp_path, changed):
    record.keep("8.16.1", TIES, tmp_path / "kept.json")
    with (folder / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert record.certificate(tmp_path / "kept.json") is None


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"rocq": "8", "closes": {}, "sources": "other"}'])
def test_where_there_is_none_nothing_is_certified(tmp_path, text):
    if text is not None:
        (tmp_path / "kept.json").write_text(text, encoding="utf-8")
    assert record.certificate(tmp_path / "kept.json") is None
