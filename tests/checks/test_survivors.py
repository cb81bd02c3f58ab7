"""The surviving mutants of the obligations are those of ``checks/survivors.lock``, and they can only become fewer."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from backproof.checks import survivors
from backproof.checks.formula import ge, gt
from backproof.checks.statement import Obligation
from backproof.checks.survivors import (
    Entry,
    asked_hash,
    committed,
    entries_of,
    main,
    read_survivors,
    refused,
    renew,
    stale,
)
from tests.checks.doubles import SQUARE, X

SAMPLE = 4
SLACK = Obligation("slack", "a square is more than -2, if it is not 0", gt(X**2, -2), (gt(X**2, 0),))
"""Shifting its right side and dropping its hypothesis leave it true."""


def test_every_obligation_has_an_entry_that_is_not_stale():
    assert stale(read_survivors(), committed()) == [], "run make mutants, and read the differences"


@pytest.mark.xdist_group("claims")
def test_no_more_mutants_of_a_sample_survive(built):
    found = {f"{claim}/{part.id}": part for claim, (parts, _) in built.items() for part in parts}
    entries = read_survivors()
    drawn = random.Random(14).sample(sorted(entries), SAMPLE)  # noqa: S311 - a draw of tests
    assert refused(entries, entries_of({name: found[name] for name in drawn})) == {}


@pytest.mark.slow
def test_the_survivors_of_all_obligations_are_those_of_the_lock():
    assert entries_of(survivors.obligations_now()) == read_survivors(), "run make mutants ARGS=--all"


def test_survivors_are_mutants_that_are_still_true():
    entries = entries_of({"a/slack": SLACK, "a/square": SQUARE})
    assert entries["a/slack"] == Entry(asked_hash(SLACK.refutation()), ("change 2, shifted", "hypothesis 1 dropped"))
    assert entries["a/square"].alive == ()


def test_new_changed_and_lost_obligations_are_stale():
    entries = {name: Entry(name, ()) for name in ("kept", "changed", "lost")}
    assert stale(entries, {"kept": "kept", "changed": "other", "new": "new"}) == [
        "new: no entry",
        "lost: an entry, but no obligation",
        "changed: changed since its entry",
    ]


@pytest.fixture
def lock(tmp_path, monkeypatch):
    """A lock for two obligations."""
    path = tmp_path / "survivors.lock"
    monkeypatch.setattr(survivors, "SURVIVORS", path)
    assert renew({"a/slack": SLACK, "a/square": SQUARE}, everything=False) == {}
    return path


def test_a_lock_reads_as_it_was_written(lock):
    entries = read_survivors()
    assert survivors.survivors_text(entries) == lock.read_text(encoding="utf-8")
    assert [len(entry.alive) for entry in entries.values()] == [2, 0]


def test_an_unchanged_obligation_gets_no_new_survivor(lock):
    text = lock.read_text(encoding="utf-8").replace("; hypothesis 1 dropped", "")
    lock.write_text(text, encoding="utf-8")
    reason = "unchanged, but new mutants survive: hypothesis 1 dropped"
    assert renew({"a/slack": SLACK, "a/square": SQUARE}, everything=True) == {"a/slack": reason}
    assert lock.read_text(encoding="utf-8") == text


def test_survivors_that_are_caught_now_leave_the_lock(lock):
    before = lock.read_text(encoding="utf-8")
    lock.write_text(before.replace("change 2", "change 1, flipped; change 2"), encoding="utf-8")
    assert renew({"a/slack": SLACK, "a/square": SQUARE}, everything=True) == {}
    assert lock.read_text(encoding="utf-8") == before


def test_only_what_changed_is_asked_again(lock, monkeypatch):
    other, asked = replace(SLACK, goal=gt(X**2, -1)), []
    monkeypatch.setattr(survivors, "surviving", lambda part: asked.append(part.id) or ("change 2, shifted",))
    assert (renew({"a/slack": other, "a/square": SQUARE}, everything=False), asked) == ({}, ["slack"])
    now = {"a/slack": asked_hash(other.refutation()), "a/square": asked_hash(SQUARE.refutation())}
    assert stale(read_survivors(), now) == []


WEAKER = replace(SQUARE, goal=ge(X**2, -5))
REASON = "changed, and 2 mutants survive, before 0"


def test_a_refused_obligation_keeps_its_entry_and_stays_stale_while_all_others_are_written(lock):
    now = {"a/slack": replace(SLACK, goal=gt(X**2, -1)), "a/square": WEAKER, "b/new": SQUARE}
    before = read_survivors()
    assert renew(now, everything=False) == {"a/square": REASON}
    entries = read_survivors()
    assert entries["a/square"] == before["a/square"]
    assert entries == before | entries_of({name: now[name] for name in ("a/slack", "b/new")})
    hashes = {name: asked_hash(part.refutation()) for name, part in now.items()}
    assert stale(entries, hashes) == ["a/square: changed since its entry"]


def test_an_obligation_without_a_line_is_not_refused(lock):
    lock.write_text(lock.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    assert renew({"a/slack": SLACK, "a/square": WEAKER}, everything=False) == {}


def test_the_command_lists_what_it_refused_and_what_to_do(lock, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["survivors"])
    monkeypatch.setattr(survivors, "obligations_now", lambda: {"a/slack": SLACK, "a/square": WEAKER})
    assert main() == 1
    assert capsys.readouterr().out.splitlines() == [
        f"refused: a/square: {REASON}",
        "2 obligations, 2 surviving mutants",
        "entries left as they were: 1; make these obligations sharper, or delete their lines from "
        "checks/survivors.lock and run make mutants again",
    ]
    monkeypatch.setattr(survivors, "obligations_now", lambda: {"a/slack": SLACK, "a/square": SQUARE})
    assert (main(), capsys.readouterr().out) == (0, "2 obligations, 2 surviving mutants\n")
