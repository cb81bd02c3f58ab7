"""The environment has the versions of constraints.txt, and no file names the machine on which it was written."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repo.files import ROOT, kept_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = [Requirement(line) for line in LINES if line and not line.startswith("#")]
PINNED = {canonicalize_name(pin.name): Version(next(iter(pin.specifier)).version) for pin in PINS}

MACHINE = ("/" + "work/", "fa" + "rm")
"""Put together here, so that this file does not contain them."""


def requirements():
    project = PROJECT["project"]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    return [Requirement(text) for text in (*project["dependencies"], *extras, *PROJECT["build-system"]["requires"])]


def test_every_pin_is_one_exact_version():
    for pin in PINS:
        assert [specifier.operator for specifier in pin.specifier] == ["=="], pin
        assert "*" not in str(pin.specifier), pin


def test_nothing_is_pinned_twice():
    assert len(PINNED) == len(PINS)


def test_every_requirement_allows_its_pinned_version():
    for requirement in requirements():
        assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)]), requirement


def test_every_installed_package_has_its_pinned_version():
    installed = {canonicalize_name(found.name): Version(found.version) for found in metadata.distributions()}
    others = installed.keys() - {"pip", "backproof"}
    wrong = {name: str(installed[name]) for name in others if Version(installed[name].public) != PINNED.get(name)}
    assert wrong == {}


def test_the_package_has_one_version():
    import backproof

    assert PROJECT["project"]["version"] == backproof.__version__ == metadata.version("backproof")


def test_no_file_names_a_machine():
    kept = kept_files()
    if not kept:
        pytest.skip("not a git checkout")
    pattern = re.compile("|".join(map(re.escape, MACHINE)).encode(), re.IGNORECASE)
    assert [
        str(path) for path in kept if pattern.search((ROOT / path).read_bytes()) or pattern.search(bytes(path))
    ] == []


def test_no_build_output_is_committed():
    assert [str(path) for path in kept_files() if {".venv", "__pycache__", "build"} & set(path.parts)] == []
