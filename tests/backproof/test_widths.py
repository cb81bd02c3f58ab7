"""The output of a command fits the terminal: only a single word or number may be wider."""

from __future__ import annotations

import json

import pytest

SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")
COMMANDS = {
    "cost": ("cost",),
    "cost of a deep graph": ("cost", "--depth", "5000"),
    "cost of unequal corridors": ("cost", "--corridors", "1x2,2x3,12x5"),
    "simulate": ("simulate", "--policy", "sft", "--episodes", "500", "--compare"),
    "simulate unequal corridors": ("simulate", "--corridors", "1x2,8x2", "--episodes", "50", "--compare"),
    "simulate with a budget": ("simulate", *SMALL, "--engine", "steps", "--episodes", "50", "--budget", "9"),
    "companions": ("companions", *SMALL, "--budget", "26"),
    "search": ("simulate", *SMALL, "--engine", "search", "--episodes", "50"),
    "train": ("train", "--algorithm", "sft", "--steps", "96"),
    "graph": ("graph", "graph.json"),
    "replay": ("replay", "--only", "separation", "--solver", "sh -c 'echo unknown'"),
    "figures": ("figures", "--check", "--quick", "--only", "fig_graph"),
    "list": ("verify", "--list"),
}


@pytest.fixture(autouse=True)
def graph_file(tmp_path, monkeypatch):
    """A graph of two leaves, one of which is the target."""
    edges = [{"source": a, "target": b} for a, b in ("sa", "at", "au")]
    graph = {"graph": {"source": "s", "targets": ["t"]}, "nodes": [{"id": name} for name in "satu"], "edges": edges}
    (tmp_path / "graph.json").write_text(json.dumps(graph), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_no_line_is_wider_than_the_terminal(backproof, monkeypatch, arguments, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = backproof(*arguments)
    assert out
    assert [line for line in out.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize(
    ("arguments", "lines"), [(COMMANDS["graph"], 3), (COMMANDS["train"], 6)], ids=["graph", "train"]
)
def test_each_policy_or_step_is_one_line_of_the_table_at_60_columns(backproof, monkeypatch, arguments, lines):
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = backproof(*arguments)
    table = out.partition("Gaps: ")[0] if "Gaps: " in out else out.partition("\n\n")[0]
    headings = [place for place, line in enumerate(table.splitlines()) if line.startswith(("policy ", "step "))]
    assert len(table.splitlines()) - headings[0] - 1 == lines
