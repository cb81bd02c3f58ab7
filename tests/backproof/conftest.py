"""The command line in this process, with or without solvers behind it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from backproof import cli
from backproof.checks import verify as checks_verify
from backproof.checks.index import claims_with_used
from backproof.checks.verify import Report


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def backproof(monkeypatch, capsys) -> Callable[..., Run]:
    """Run a command: ``backproof("verify", "--list")``."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["backproof", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return Run(end.value.code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def proved() -> Report:
    """The report on zero-gradient, made once by the solvers for all tests that only read it."""
    return checks_verify.verify(claims_with_used(["zero-gradient"]), jobs=2)


@pytest.fixture
def verified(monkeypatch) -> Callable[[Report], None]:
    """Let ``backproof verify`` return that report without a solver."""

    def use(report: Report) -> None:
        monkeypatch.setattr(checks_verify, "verify", lambda claims, **options: report)

    return use


@pytest.fixture
def unsolved(monkeypatch):
    """Fail if a solver is started."""

    def refuse(*arguments, **options):
        raise RuntimeError("the solvers were started")

    monkeypatch.setattr(checks_verify, "verify", refuse)
