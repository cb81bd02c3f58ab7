"""A record is read completely, or refused in one line that says what to do."""

from __future__ import annotations

import json
import shutil
import tomllib

import numpy as np
import pytest

from backproof.paper_figures import renew
from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.records import FOLDER, SCHEMAS, SUMS, Record, RecordError, digest, load_record, read_sums
from backproof.reports import audit_documents, simulation, training
from tests.repo.files import ROOT

RECORD = Record("curve", "train --width 2 --depth 1 --lanes 2 --steps 3", keep=("npz",))
ALL = {record.name: record for figure in FIGURES.values() for record in figure.records}


@pytest.fixture
def folder(tmp_path):
    """A folder with the record, written by hand."""
    document = {"schema": SCHEMAS["train"], "config": {"seed": 7}}
    (tmp_path / "curve.json").write_text(json.dumps(document))
    np.savez(tmp_path / "curve.json.npz", cost=np.arange(3.0))
    seal(tmp_path)
    return tmp_path


def seal(folder):
    (folder / SUMS).write_text("".join(f"{digest(folder / name)}  {name}\n" for name in RECORD.files))


def test_a_record_is_read(folder):
    found = load_record(RECORD, folder)
    assert found.config == {"seed": 7}
    assert found.arrays["cost"].tolist() == [0, 1, 2]
    assert list(found.digests) == ["curve.json", "curve.json.npz"]


@pytest.mark.parametrize("name", RECORD.files)
def test_a_missing_file_is_named_with_its_command(folder, name):
    (folder / name).unlink()
    with pytest.raises(RecordError) as error:
        load_record(RECORD, folder)
    assert str(error.value) == (
        f"record {name} is missing: `make records` makes it, by `backproof train --width 2 --depth 1 --lanes 2 "
        "--steps 3 --out paper_figures/records/curve.json`"
    )


@pytest.mark.parametrize("name", RECORD.files)
def test_a_file_that_was_changed_is_refused(folder, name):
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(
        RecordError, match=f"record {name} must have the SHA-256 [0-9a-f]+ of SHA256SUMS, got [0-9a-f]+"
    ):
        load_record(RECORD, folder)


@pytest.mark.parametrize("text", ["[]", "{", '{"schema": "backproof.training/0"}', "{}"])
def test_another_schema_is_refused(folder, text):
    (folder / "curve.json").write_text(text)
    seal(folder)
    with pytest.raises(RecordError, match="schema"):
        load_record(RECORD, folder)


def test_a_record_needs_a_command_that_saves_one():
    with pytest.raises(ValueError, match="must begin with one of simulate, train, audit, got 'verify'"):
        Record("x", "verify")


def test_the_schemas_of_records_match_the_commands():
    assert {"simulate": simulation.SCHEMA, "train": training.SCHEMA, "audit": audit_documents.SCHEMA} == SCHEMAS


@pytest.mark.slow
def test_a_record_is_made_once_by_its_command(tmp_path, monkeypatch):
    folder = tmp_path / "paper_figures" / "records"
    record = Record("deep/base", "simulate --width 2 --depth 1 --lanes 2 --episodes 10")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    renew.make_records([record], folder)
    assert {path.name for path in (folder / "deep").iterdir()} == {"base.json"}
    found = load_record(record, folder)
    assert found.config["episodes"] == 10
    monkeypatch.setattr(renew.subprocess, "run", lambda *arguments, **options: pytest.fail("it is there"))
    renew.make_records([record], folder)
    assert load_record(record, folder) == found


def test_a_changed_record_is_refused_and_not_made_again(folder):
    (folder / "curve.json").write_text("{}")
    with pytest.raises(RecordError, match=r"record curve\.json must have the SHA-256 .* or move it away and run"):
        renew.make_records([RECORD], folder)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("records", "fig_x"), "there is no figure 'fig_x': the figures are fig_graph"),
        (("picture",), "there is no 'picture' to renew: say records, references or pictures"),
        ((), "there is no '' to renew: say records, references or pictures"),
        (("pictures", "fig_graph"), "pictures takes no names: the page has all figures"),
    ],
)
def test_bad_arguments_of_renew_are_one_line(words, message):
    with pytest.raises(SystemExit, match=message):
        renew.main(*words)


def test_a_command_that_fails_is_named(tmp_path, monkeypatch):
    record = Record("x", "train --algorithm wishful")
    monkeypatch.setattr(renew.sys, "executable", shutil.which("false"))
    with pytest.raises(RecordError, match="record x was not made: `backproof train --algorithm wishful --out"):
        renew.make_records([record], tmp_path / "records")


@pytest.mark.parametrize("name", ALL)
def test_a_record_has_the_configuration_of_its_command(name):
    """So no record can be that of another run."""
    record, config = ALL[name], load_record(ALL[name]).config
    words = record.arguments.split()
    given = dict(zip(words[1::2], words[2::2], strict=True))
    assert given.pop("--format", "json") == "json"
    assert given
    for option, value in given.items():
        key = {"--start": "start", "--policy": "policy"}.get(option, option.removeprefix("--").replace("-", "_"))
        if key == "corridors":
            assert config[key] == [
                [lanes] * depth for depth, lanes in (map(int, each.split("x")) for each in value.split(","))
            ]
        else:
            assert str(config[key]) == value or float(config[key]) == float(value)


def test_exactly_the_records_in_use_have_a_digest():
    kept = {name for record in ALL.values() for name in record.files}
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()} - {SUMS}
    assert read_sums().keys() == kept == there


def test_the_records_are_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 3_000_000


def test_records_and_references_are_installed():
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    data = setuptools["package-data"]["backproof.paper_figures"]
    installed = {path for pattern in data for path in (ROOT / "paper_figures").glob(pattern)}
    folders = (FOLDER.resolve(), ROOT / "paper_figures" / "reference")
    assert installed == {path for folder in folders for path in folder.rglob("*") if path.is_file()}
