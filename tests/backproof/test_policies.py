"""Policy files: what is read, what is refused and with which message; the page on their format is true."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
import threading
from fractions import Fraction

import pytest

from backproof.policies import PolicyFileError, load_gaps, load_policy, policy_text
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, POLICIES, Policy
from tests.repo.files import ROOT

GRAPH = CorridorGraph(3, 2, 2)
HALVES = {"schema": "backproof.policy/1", **{name: ["1/2", 0.5] for name in FAMILIES}}
PLACE = 'backward_entry[1] must be a probability from 0 to 1 in float64, as 0.25 or "1/6", got '


@pytest.fixture
def refusal(tmp_path):
    """The message about a file with that content, after its name."""

    def read(content: str | bytes) -> str:
        file = tmp_path / "policy.json"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(PolicyFileError) as caught:
            load_policy(str(file), GRAPH)
        message = str(caught.value)
        assert message.startswith(f"{file}: ")
        assert "\n" not in message
        return message.removeprefix(f"{file}: ")

    return read


def with_value(literal: str) -> str:
    return json.dumps(HALVES | {"backward_entry": [0.5, 7]}).replace("7", literal)


# --- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("literal", "number"),
    [
        ('"1/3"', 1 / 3),
        ('" 1/3 "', 1 / 3),
        ('"1e-10"', 1e-10),
        ('"0"', 0.0),
        ('".5"', 0.5),
        ("0e5", 0.0),
        ("-0.0", 0.0),
        ("1", 1.0),
        ("5e-324", 5e-324),
        ('"5e-324"', 5e-324),
        (f"0.{'3' * 5000}", 1 / 3),
    ],
)
def test_a_probability_may_be_a_number_or_text(tmp_path, literal, number):
    file = tmp_path / "policy.json"
    file.write_text(with_value(literal))
    found = load_policy(str(file), GRAPH)["backward_entry"][1]
    assert (found, str(found)) == (number, str(number))


def test_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "policy.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(HALVES).encode())
    assert load_policy(str(file), GRAPH)["forward_exit"] == (0.5, 0.5)


@pytest.mark.parametrize("name", POLICIES)
def test_a_written_policy_can_be_read(backproof, tmp_path, name):
    sizes = ("--width", "3", "--depth", "2", "--lanes", "2")
    assert backproof("export", "--policy", name, *sizes, "--out", tmp_path / "p.json") == (0, "", "")
    assert load_policy(str(tmp_path / "p.json"), GRAPH) == load_policy(name, GRAPH)
    (tmp_path / "floats.json").write_text(policy_text(POLICIES[name](GRAPH).to_floats()))
    assert load_policy(str(tmp_path / "floats.json"), GRAPH) == load_policy(name, GRAPH)


def test_a_batch_cannot_be_written():
    with pytest.raises(ValueError, match=r"^a file holds a single policy, got a batch of shape \(3,\)$"):
        policy_text(Policy.from_gaps(GRAPH, forward_exit=[[0, 1]] * 3))


def test_a_policy_can_be_read_from_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(json.dumps(HALVES),))
    writer.start()
    assert load_policy(str(pipe), GRAPH)["forward_exit"] == (0.5, 0.5)
    writer.join()


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("literal", "shown"),
    [
        ('"1e-99999999"', "'1e-99999999'"),
        (f'"1e{"9" * 900}"', f"'1e{'9' * 54}..."),
        ('"1/10**9"', "'1/10**9'"),
        (f'"{"9" * 10_000}"', f"'{'9' * 56}..."),
        ('"1/0"', "'1/0'"),
        ('"4/3"', "'4/3'"),
        ('"-1/3"', "'-1/3'"),
        ('"x"', "'x'"),
        ('""', "''"),
        ('"1_0/20"', "'1_0/20'"),
        ('"nan"', "'nan'"),
        ("1e-400", "'1e-400'"),
        ('"1e-400"', "'1e-400'"),
        ("1e400", "'1e400'"),
        ("1.5", "1.5"),
        ("-0.1", "-0.1"),
        ("NaN", "NaN"),
        ("null", "null"),
        ("true", "true"),
        ("[0.5]", "[0.5]"),
    ],
)
def test_anything_but_a_probability_is_refused_with_its_place(refusal, literal, shown):
    assert refusal(with_value(literal)) == PLACE + shown


@pytest.mark.parametrize(
    "text", ["1e-99999999", "1e99999999", f"1e-{'9' * 900}", f"{'9' * 10_000}", f"1/{'9' * 10_000}"]
)
def test_a_number_of_too_many_digits_is_refused_unread(refusal, monkeypatch, text):
    made = []
    monkeypatch.setattr("backproof.policies.Fraction", lambda written: made.append(written) or Fraction(1, 2))
    assert refusal(with_value(f'"{text}"')).startswith(PLACE)
    assert set(made) == {"1/2"}


TEXT = json.dumps(HALVES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode("utf-16"), "must be UTF-8 text, looks like UTF-16: save it as UTF-8"),
        (TEXT.encode("utf-16-le"), "must be UTF-8 text, looks like UTF-16: save it as UTF-8"),
        (TEXT.encode("utf-16-be"), "must be UTF-8 text, looks like UTF-16: save it as UTF-8"),
        (b'{"caf\xe9": 1}', "must be UTF-8 text, got byte 0xe9 at 5"),
        (bytes(9), "line 1, column 1: not JSON: Expecting value"),
        ("", "line 1, column 1: not JSON: Expecting value"),
        ('{"schema": \n}', "line 2, column 1: not JSON: Expecting value"),
        ("[" * 100_000, "the JSON is nested too deeply"),
        (
            with_value("1" * 10_000),
            f"line 1, column {with_value('7').index('7') + 1}: a number has 10,000 digits: write it with at most 1,000",
        ),
        ('{"schema": "a", "schema": "b"}', "'schema' is given twice in one object: keep one"),
        ("null", f"must be an object with schema and the families {', '.join(FAMILIES)}, got null"),
        ("{}", "must have schema 'backproof.policy/1', it has none"),
        ('{"schema": null}', "must have schema 'backproof.policy/1', got schema=null"),
        ('{"schema": "backproof.policy/2"}', "must have schema 'backproof.policy/1', got schema='backproof.policy/2'"),
        (
            json.dumps(HALVES | {"forward_exti": []}),
            "a policy has no 'forward_exti': did you mean forward_exit or forward_entry or backward_exit?",
        ),
        (
            json.dumps(HALVES | {"by": "me"}),
            f"a policy has no 'by': it has schema and the families {', '.join(FAMILIES)}",
        ),
        (
            json.dumps({name: HALVES[name] for name in HALVES if "entry" not in name}),
            "backward_entry, forward_entry is missing: give each family a list of one probability per diamond",
        ),
        (
            json.dumps(HALVES | {"forward_exit": None}),
            "forward_exit must be a list of one probability per diamond, got null",
        ),
        (
            json.dumps(HALVES | {"forward_exit": [1]}),
            "forward_exit must have one probability per diamond, 2, got 1",
        ),
        (b"PK\x03\x04\x14\0\0\0", "is an archive; for the policy of a training run, give its FILE.safetensors"),
        (
            '{"schema": "backproof.simulation/1"}',
            "is the record of a simulation, which holds no policy: give the policy that was simulated",
        ),
    ],
)
def test_a_file_that_is_not_a_policy_is_refused_in_one_line(refusal, content, said):
    assert refusal(content) == said


def test_the_record_of_a_training_run_names_the_file_with_its_policy(tmp_path):
    record, beside = tmp_path / "t.json", tmp_path / "t.json.safetensors"
    record.write_text('{"schema": "backproof.training/1"}')
    said = f"{record}: is the record of a training run; its policy is in the file beside it, {beside}"
    for there in (False, True):
        beside.touch() if there else None
        for load in (load_policy, load_gaps):
            with pytest.raises(PolicyFileError) as caught:
                load(str(record), GRAPH)
            assert str(caught.value) == said + ("" if there else ", which is not there")


@pytest.mark.parametrize(
    ("load", "takes"), [(load_policy, "--policy takes base, sft, rlvr,"), (load_gaps, "--start takes base,")]
)
def test_an_unknown_name_is_answered_with_the_values_of_the_option(load, takes):
    message = f"{takes} a policy file or the FILE.safetensors of a training run; there is no file "
    for name, end in (("bass", "'bass': did you mean base?"), ("nope", "'nope'"), ("", "''")):
        with pytest.raises(PolicyFileError) as caught:
            load(name, GRAPH)
        assert str(caught.value) == message + end


def test_a_folder_is_refused_as_a_policy(tmp_path):
    with pytest.raises(PolicyFileError, match="cannot be read: Is a directory"):
        load_policy(str(tmp_path), GRAPH)


@pytest.mark.parametrize("arguments", [("simulate", "--policy", "nope"), ("train", "--start", "nope")])
def test_torch_is_not_loaded_for_a_bad_policy(arguments):
    code = (
        "import sys\nfrom backproof import cli\nsys.argv = ['backproof', *sys.argv[1:]]\n"
        "try:\n    cli.main()\nfinally:\n    print('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "False\n")


# --- what is documented ----------------------------------------------------------------------------------------------

DOCUMENT = (ROOT / "docs" / "policy-files.md").read_text(encoding="utf-8")


def blocks(language: str) -> str:
    return "".join(re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL))


def test_the_commands_and_the_python_of_the_page_do_what_it_says(backproof, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    commands = [line.removeprefix("$ .venv/bin/backproof ").split() for line in blocks("console").splitlines()]
    assert len(commands) == 4
    for command in commands:
        code, _, err = backproof(*command)
        assert (code, err) == (0, "")
    assert (tmp_path / "mine.json").read_text() == blocks("json")
    test = doctest.DocTestParser().get_doctest(blocks("python"), {}, "policy-files.md", "policy-files.md", 0)
    result = doctest.DocTestRunner().run(test)
    assert (result.failed, result.attempted) == (0, 10)
