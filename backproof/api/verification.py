"""Verification and replay of the claims.

Main definitions: `verify`, `mutation_scores`, `replay`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from backproof.api.arguments import RefusedError, checked_jobs, names
from backproof.api.progress import Counter, OnProgress
from backproof.checks import solver_worker
from backproof.checks.index import claims_with_used
from backproof.installed import is_installed
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import check_type

if TYPE_CHECKING:
    from backproof.checks.mutation import Score
    from backproof.checks.replay import Reply
    from backproof.checks.verify import Report

LEAST_MEMORY = 1792 * 1024**2
"""Bytes of address space in which torch, sympy and two proofs were seen to fit."""


def verify(
    only: str | Iterable[str] = (), *, jobs: int | None = None, seed: int = 0, on_progress: OnProgress | None = None
) -> Report:
    """Prove claims again, and confirm them by simulation where torch is installed.

    ``only`` names the claims; by default all are proved. Of the claims that they use, the statements on which they rest
    are proved too, and the report says what was not run. ``jobs`` is the number of
    proofs at a time, by default one for each core. ``seed`` is that of the simulations, from 0 to 2**64 - 1.

    Raises ValueError for an unknown id, with the near ones, and where ``ulimit -v`` leaves too little memory;
    RuntimeError where a solver is missing or fails its own test. A solver lost later is a verdict of the report.

    >>> from backproof import verify
    >>> report = verify("zero-gradient")
    >>> [(result.claim.id, str(result.verdict)) for result in report.results]
    [('zero-gradient', 'proved')]
    """
    counter, asked = Counter(on_progress), names("only", only)
    chosen = claims_with_used(asked)
    jobs, seed = checked_jobs(jobs), checked_seed(seed)
    if (allowed := solver_worker.memory_allowed()) < LEAST_MEMORY:
        raise RefusedError(
            f"verify needs {LEAST_MEMORY >> 20} MiB of address space, `ulimit -v` allows {allowed >> 20} MiB: raise it"
        )
    from backproof.checks.verify import verify as verify_claims

    run = functools.partial(
        verify_claims, chosen, jobs=jobs, asked=asked, on_start=counter.start, on_done=counter.advance
    )
    if not is_installed("torch"):
        return run()
    from backproof.experiments.apart import started_apart

    with started_apart([claim for claim in chosen if not asked or claim.id in asked], seed) as experiments:
        return run(experiments=experiments)


def mutation_scores(
    only: str | Iterable[str] = (), *, jobs: int | None = None, on_progress: OnProgress | None = None
) -> list[Score]:
    """Change the obligations of claims in one place at a time, and count the changes that Z3 refutes, claim by claim.

    The share shows how sharp the statements are. Arguments and errors are those of `verify`.

    >>> from backproof import mutation_scores
    >>> [(score.claim, score.caught, score.total) for score in mutation_scores("zero-gradient")]
    [('zero-gradient', 38, 54)]
    """
    counter, chosen = Counter(on_progress), claims_with_used(names("only", only))
    jobs = checked_jobs(jobs)
    from backproof.checks.kernel import solvers_open
    from backproof.checks.mutation import score

    with solvers_open():
        return score(chosen, jobs=jobs, on_start=counter.start, on_done=counter.advance)


def replay(
    only: str | Iterable[str] = (),
    *,
    solver: str | None = None,
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[Reply, ...]:
    """Put the committed statements to a solver, and compare its answers with those that are expected.

    ``only`` names the claims, and those that they use are added. ``solver`` is a command line such as
    ``"cvc5 --lang smt2"``, which no shell reads; by default both solvers of this project are asked. Nothing is derived.

    Raises ValueError for an unknown id, for a text that is not a command line, and where the claims have no committed
    statement; RuntimeError where a solver is missing or gets a canary wrong, and where a committed file does not have
    the hash in the lock. A solver that fails on a statement is the reply *error*.

    >>> from backproof import replay
    >>> all(reply.agrees for reply in replay("zero-gradient"))
    True
    """
    counter, ids = Counter(on_progress), [claim.id for claim in claims_with_used(names("only", only))]
    jobs = checked_jobs(jobs)
    if solver is not None:
        check_type("solver", solver, str)
    from backproof.checks import replay as committed

    try:
        solvers = committed.OWN if solver is None else (committed.external(solver),)
    except ValueError as error:
        raise RefusedError(str(error)) from error
    statements = [statement for statement in committed.load_statements() if statement.claim in ids]
    if not statements:
        raise RefusedError(f"nothing is committed under checks/smt for {', '.join(sorted(ids))}: run `make lock`")
    return committed.replay(statements, solvers, jobs=jobs, on_start=counter.start, on_done=counter.advance)
