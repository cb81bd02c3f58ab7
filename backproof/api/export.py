"""Claims, policies and chains as text for other programs.

Main definitions: `export`, `export_proofs`, `prism`.
"""

from __future__ import annotations

from backproof.api.arguments import checked_jobs
from backproof.api.progress import Counter, OnProgress
from backproof.checks.cpc_proofs import make_proofs, obligations_of
from backproof.checks.export import export_text
from backproof.checks.prism import corridor_model
from backproof.theory.graph import CorridorGraph, check_type
from backproof.theory.policy import Policy


def export(claim: str) -> str:
    """The statements of ``"CLAIM"``, or the one of ``"CLAIM/OBLIGATION"``, as SMT-LIB 2 text for any solver.

    Raises ValueError for an unknown id, with the near ones.

    >>> from backproof import export
    >>> print(export("sft-cost").splitlines()[0])
    ; claim: sft-cost
    """
    check_type("claim", claim, str)
    return export_text(claim)


def export_proofs(
    claim: str, *, jobs: int | None = None, on_progress: OnProgress | None = None
) -> dict[str, str | None]:
    """cvc5's proofs of the obligations of ``"CLAIM"``, or of the one of ``"CLAIM/OBLIGATION"``, in its format CPC.

    The result has the text of a proof file for each obligation by its id, None where cvc5 finds no complete proof.
    ``jobs`` is the number of proofs at a time, by default one for each core.

    Raises ValueError for an unknown id, with the near ones, and where there is nothing to prove; RuntimeError where
    cvc5 is missing or lost.

    >>> from backproof import export_proofs
    >>> proofs = export_proofs("sft-cost/out-base")
    >>> print(proofs["out-base"].splitlines()[0])
    ; claim: sft-cost
    """
    check_type("claim", claim, str)
    counter, jobs = Counter(on_progress), checked_jobs(jobs)
    statements = obligations_of(claim)
    proofs = make_proofs(statements, jobs=jobs, on_start=counter.start, on_done=counter.advance)
    return {statement.file.stem: proof for statement, proof in zip(statements, proofs, strict=True)}


def prism(graph: CorridorGraph, policy: Policy, *, name: str = "") -> str:
    """The walk of a policy as a PRISM model, for PRISM, Storm and other model checkers.

    States are the directed edges of the full multigraph, probabilities exact; ``name`` goes to a comment at the top.
    Raises ValueError for a batch of policies, for one of another depth, and for a graph of more than 20,000 states.

    >>> from backproof import CorridorGraph, Policy, prism
    >>> graph = CorridorGraph(width=2, depth=1, lanes=1)
    >>> print(prism(graph, Policy.base(graph)).splitlines()[-5])
    label "target" = s=12;
    """
    check_type("graph", graph, CorridorGraph)
    check_type("policy", policy, Policy)
    check_type("name", name, str)
    return corridor_model(graph, policy, name=name)
