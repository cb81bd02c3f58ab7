"""Experiments in a process of their own, beside the proofs: one Python computes on one core at a time.

``python -m backproof.experiments.apart SEED CLAIM...`` runs the experiments of these claims in order, and writes the
result of each as a line of JSON. It ends when its standard input does, and so with the process that started it.

Main definition: `started_apart`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any, TypeAlias

from backproof.checks.index import Claim, claim_named
from backproof.checks.kernel import Finding, Verdict
from backproof.checks.verify import EXPERIMENT, ControlResult, Experiment, PartResult

Results: TypeAlias = tuple[PartResult, ControlResult]
UnderWay: TypeAlias = dict[str, dict[str, Future[Results]]]
"""The experiments by claim and id."""


@contextmanager
def started_apart(claims: Sequence[Claim], seed: int) -> Iterator[dict[str, Sequence[Experiment]]]:
    """Start the experiments of the claims; within it, each claim has its own. At the end those that run are killed."""
    under_way: UnderWay = {claim.id: {name: Future() for name in claim.experiments} for claim in claims}
    if not any(under_way.values()):
        yield {}
        return
    command = [sys.executable, "-P", "-m", __name__, str(seed), *under_way]
    with subprocess.Popen(  # noqa: S603 - this module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        process_group=0,
    ) as process:
        reader = threading.Thread(target=_read, args=(process, under_way))
        reader.start()
        try:
            yield {name: list(own.values()) for name, own in under_way.items()}
        finally:
            process.kill()
            reader.join()


def _read(process: subprocess.Popen[str], under_way: UnderWay) -> None:
    """Hand the results over as they arrive. Experiments without a result are errors."""
    last = "it said nothing"
    for line in process.stdout or ():
        try:
            said = json.loads(line)
            under_way[said["claim"]][said["outcome"]["id"]].set_result(_results(said))
        except (ValueError, LookupError, TypeError, InvalidStateError):
            last = line.strip()[:200] or last
    code = process.wait()
    for name, future in ((name, future) for own in under_way.values() for name, future in own.items()):
        if not future.done():
            future.set_result(_lost(name, f"the simulations ended with code {code}: {last}"))


def _results(said: dict[str, Any]) -> Results:
    caught = said["caught"]
    if not isinstance(caught, bool):
        raise TypeError(f"caught must be true or false, got {caught!r}")
    return _part(**said["outcome"]), ControlResult(_part(**said["twin"]), confirmed="", caught=caught)


def _part(id: str, words: str, verdict: str, detail: str, seconds: float) -> PartResult:  # noqa: A002 - its name
    return PartResult(id, EXPERIMENT, words, Finding(Verdict(verdict), detail, seconds=seconds), None)


def _lost(name: str, why: str) -> Results:
    outcome = _part(name, "this experiment", Verdict.ERROR, why, 0.0)
    return outcome, ControlResult(outcome, confirmed="", caught=False)


# --- in the process --------------------------------------------------------------------------------------------------


def main(seed: str, *claims: str) -> None:
    """Run the experiments, and print their results. The thread ends the process with its standard input."""
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()
    from backproof.experiments.base import experiments_of

    for claim in map(claim_named, claims):
        for run in experiments_of(claim, int(seed)):
            outcome, control = run()
            said = {"claim": claim.id, "outcome": _said(outcome), "twin": _said(control.twin), "caught": control.caught}
            print(json.dumps(said), flush=True)  # noqa: T201 - what the reader waits for


def _said(part: PartResult) -> dict[str, Any]:
    finding = asdict(part.finding)
    return {"id": part.id, "words": part.words, **{name: finding[name] for name in ("verdict", "detail", "seconds")}}


def _end_with(stream: IO[str]) -> None:
    stream.read()
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
