"""Every JSON document has a strict schema, which is part of the package and agrees with the output of the commands."""

from __future__ import annotations

import copy
import dataclasses
import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from backproof.api.cells import CELL_KINDS, DESCENT, SIZES, TRAINED
from backproof.checks.audit.assumption import Bearing
from backproof.checks.kernel import Verdict
from backproof.learners.algorithms import LEARNERS
from backproof.reports.costs import policy_costs
from backproof.reports.verification_documents import verification_json
from backproof.sim.trainers import TRAINERS
from backproof.theory.graph import CorridorGraph
from tests.backproof.made_reports import BAD, GOOD
from tests.repo.files import ROOT

FOLDER = ROOT / "backproof" / "schemas"
SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")
GRAPH = CorridorGraph(3, 2, 2)
TRAP = {
    "directed": True,
    "graph": {"source": "s", "targets": ["t"], "prior": [2]},
    "nodes": [{"id": "s"}, {"id": "a"}, {"id": "t"}],
    "edges": [{"source": "s", "target": "t", "weight": 2}, {"source": "s", "target": "a", "colour": "red"}],
}

QUICK = {"evaluations": 16, "longest": 64, "batches": 2, "traces": 64, "rounds": 1, "walks": 16, "horizon": 64}
"""Settings with which a learner that has them is done at once."""


def faults(name, document):
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(document)]


def quickly(learner):
    """The options of a short run."""
    names = {field.name for field in dataclasses.fields(learner.config)}
    return [word for name, value in QUICK.items() if name in names for word in (f"--{name}", str(value))]


def objects(schema):
    """Every object with named fields in a schema."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_allows_no_other_fields(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    if name != "graph-file":  # a user's own attributes are ignored
        assert all(part["additionalProperties"] is False for part in objects(SCHEMAS[name]))


def test_every_schema_is_in_the_page_on_reports():
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert all(f"| `{name}.json` |" in page for name in SCHEMAS)
    named = {schema["properties"]["schema"]["const"] for name, schema in SCHEMAS.items() if not name.endswith("-file")}
    assert all(f"`{name}`" in page for name in named)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("cost", ("cost", *SMALL)),
        ("cost", ("cost", "--depth", "5000")),
        ("cost", ("cost", "--corridors", "1x2,1x2,10x2")),
        ("simulation", ("simulate", *SMALL, "--policy", "sft", "--episodes", "200", "--compare")),
        ("simulation", ("simulate", *SMALL, "--engine", "steps", "--episodes", "200", "--budget", "10")),
        ("simulation", ("simulate", *SMALL, "--engine", "search", "--episodes", "200")),
        ("simulation", ("simulate", "--policy", "sft", "--episodes", "100")),
        (
            "simulation",
            ("simulate", "--corridors", "1x2,4x3", "--policy", "straight", "--episodes", "100", "--compare"),
        ),
        ("training", ("train", *SMALL, "--steps", "5")),
        *(("training", ("train", *SMALL, "--steps", "1", "--algorithm", name)) for name in TRAINERS),
        ("training", ("train", *SMALL, "--steps", "2", "--algorithm", "distil", "--optimiser", "natural")),
        *(
            (
                "learning",
                (
                    "train",
                    *(SMALL if "fork" in learner.config.settings() else ("--corridors", "1x2,2x3")),
                    "--steps",
                    "1",
                    "--algorithm",
                    learner.name,
                    "--policy-class",
                    kind,
                    *quickly(learner),
                ),
            )
            for learner in LEARNERS
            for kind in learner.policy_classes
        ),
        ("audit", ("audit", *SMALL, "--only", "rate,search-agent,shared-rows")),
        ("audit", ("audit", "--width", "1", "--depth", "1", "--lanes", "1", "--only", "converged,restart")),
        ("audit", ("audit", "--corridors", "1x2,3x1")),
        ("graph", ("graph", ROOT / "examples" / "graphs" / "game-of-24.json")),
    ],
    ids=str,
)
def test_the_output_of_a_command_agrees_with_its_schema(backproof, name, arguments):
    run = backproof(*map(str, arguments), "--format", "json")
    assert run.code == 0
    assert faults(name, json.loads(run.out)) == []


def test_a_saved_record_agrees_with_its_schema(backproof, tmp_path):
    for name, command in (("simulation", ("simulate", "--episodes", "100")), ("training", ("train", "--steps", "3"))):
        file = tmp_path / f"{name}.json"
        assert backproof(*command, *SMALL, "--out", file).code == 0
        assert faults(name, json.loads(file.read_text())) == []


def test_a_graph_with_a_trap_and_its_file_agree_with_their_schemas(backproof, tmp_path):
    (tmp_path / "trap.json").write_text(json.dumps(TRAP), encoding="utf-8")
    assert faults("graph-file", TRAP) == []
    assert faults("graph-file", {**TRAP, "links": []}) != []
    assert faults("graph", json.loads(backproof("graph", tmp_path / "trap.json", "--format", "json").out)) == []


@pytest.mark.parametrize("policy", ["base", "sft", "rlvr"])
def test_a_policy_file_agrees_with_its_schema(backproof, policy):
    assert faults("policy", json.loads(backproof("export", "--policy", policy, *SMALL).out)) == []


@pytest.mark.parametrize("report", [GOOD, BAD], ids=["good", "bad"])
def test_a_verification_agrees_with_its_schema(report):
    assert faults("verify", json.loads(verification_json(report, GRAPH, policy_costs(GRAPH)))) == []


def test_the_manifest_of_figures_agrees_with_its_schema(backproof, tmp_path):
    assert backproof("figures", "--only", "fig_graph", "--out", tmp_path).code == 0
    assert faults("figures", json.loads((tmp_path / "manifest.json").read_text())) == []


def test_the_manifest_of_a_sweep_agrees_with_its_schema(backproof, tmp_path):
    (tmp_path / "sweep.toml").write_text("[simulate]\nwidth = 2\ndepth = 1\nepisodes = 10\npolicy = 'mine.json'\n")
    (tmp_path / "mine.json").write_text(backproof("export", "--policy", "base", *SMALL, "--depth", "1").out)
    assert backproof("sweep", tmp_path / "sweep.toml", "--out", tmp_path / "results", "--jobs", "1").code == 0
    assert faults("sweep", json.loads((tmp_path / "results" / "manifest.json").read_text())) == []


def test_the_examples_of_sweeps_agree_with_their_schema():
    page = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")
    written = page.partition("```toml\n")[2].partition("```")[0]
    example = (ROOT / "examples" / "sweeps" / "depths.toml").read_text(encoding="utf-8")
    for text in (written, example, '[graph]\nfile = ["a.json", "b.json"]'):
        assert tomllib.loads(text)
        assert faults("sweep-file", tomllib.loads(text)) == []
    for wrong in (
        "",
        "[simulat]",
        "[simulate]\nseed = []",
        "[simulate]\nwdith = 3",
        "[[train]]\nseed = {first = 0}",
        "[graph]",
    ):
        assert faults("sweep-file", tomllib.loads(wrong)) != []


def test_the_schema_of_sweep_files_has_the_settings_of_the_cells():
    """Each takes the values of its type alone; the settings of an algorithm are not listed one by one."""
    names = {
        "BIGINT": "integers",
        "UBIGINT": "integers",
        "DOUBLE": "numbers",
        "VARCHAR": "texts",
        "BOOLEAN": "booleans",
    }
    for command, kind in CELL_KINDS.items():
        listed = SCHEMAS["sweep-file"]["$defs"][command]["properties"]
        keys = kind.keys()
        assert {name: about["$ref"] for name, about in listed.items()} == {
            name: f"#/$defs/{names[keys[name]]}" for name in (keys if command != "train" else listed)
        }
    assert {*SIZES, *TRAINED, *DESCENT, "seed"} == SCHEMAS["sweep-file"]["$defs"]["train"]["properties"].keys()


def test_an_extra_missing_or_mistyped_field_is_a_fault(backproof):
    document = json.loads(backproof("cost", "--format", "json").out)
    more, fewer, other = (copy.deepcopy(document) for _ in range(3))
    more["costs"][0]["note"] = ""
    del fewer["sizes"]["lanes"]
    other["costs"][0]["exact"] = 50142
    assert all(faults("cost", wrong) for wrong in (more, fewer, other, {**document, "schema": "backproof.cost/2"}))


def test_the_verdicts_of_the_schemas_match_the_code():
    claims = SCHEMAS["verify"]["properties"]["claims"]["items"]["properties"]
    assert set(claims["verdict"]["enum"]) == {*map(str, Verdict), "control survived"}
    assumption = SCHEMAS["audit"]["properties"]["assumptions"]["items"]["properties"]
    assert set(assumption["verdict"]["enum"]) == {bearing.value for bearing in Bearing}
