"""Claims, policies and chains as text for other programs.

Main definitions: `export`, `prism`.
"""

from __future__ import annotations

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
