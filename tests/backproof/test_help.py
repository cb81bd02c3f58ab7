"""The help of every command: a summary of one sentence, what it prints, and an example that runs."""

from __future__ import annotations

import shlex

import pytest

from backproof import cli

COMMANDS = [command.callback.__name__ for command in cli.app.registered_commands]


@pytest.fixture
def shown(backproof, monkeypatch):
    """The help of a command, at 80 columns."""

    def show(*command):
        monkeypatch.setenv("COLUMNS", "80")
        code, out, err = backproof(*command, "--help")
        assert (code, err) == (0, "")
        return out

    return show


def test_every_command_has_a_summary_of_one_sentence(shown):
    listed = shown().partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("..") for line in listed)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_what_is_printed_and_fits_the_width(shown, name):
    text = shown(name)
    assert max(map(len, text.splitlines())) <= 80
    assert "\n\n  Prints " in text or "\n\n  Writes " in text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_uses_the_command_and_its_options(shown, name):
    text = shown(name)
    (line,) = (line for line in text.splitlines() if line.startswith("  Example: "))
    example = shlex.split(line.removeprefix("  Example: "))
    assert example[:2] == ["backproof", name]
    assert {word for word in example if word.startswith("--")} <= set(text.split())


def test_an_option_of_several_commands_has_the_same_help(shown):
    said = {}
    for name in COMMANDS:
        for part in shown(name).partition("Options:\n")[2].split("\n  --"):
            option, _, words = " ".join(part.removeprefix("  --").split()).partition(" ")
            said.setdefault(option, set()).add(words)
    alike = ("width", "depth", "lanes", "yes")
    assert {name: len(said[name]) for name in alike} == dict.fromkeys(alike, 1)
