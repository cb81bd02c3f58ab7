"""Costs by ``theory``'s code, written as instances that Rocq recomputes from its own definitions.

``proofs/Constants.v`` lists policies at several sizes, each with its rows and its exact cost. Small ones are solved on
the full multigraph, where no crossing recurrence is used; the others come from the recurrences. Rocq fails to compile
the file if one cost or one row differs from what ``proofs/Rationals.v`` computes.

Main definitions: `instances`, `text`, `write`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from backproof.checks.tools.instances import chain_cost, random_policy
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

FILE = Path(__file__).resolve().parents[2] / "proofs" / "Constants.v"

SIZES = ((1, 1, 1), (2, 1, 1), (2, 1, 3), (2, 2, 2), (3, 2, 1), (4, 3, 2), (2, 8, 3), (3, 12, 1), (15, 15, 5))
"""W, K, L: from the smallest graph to that of the paper's experiment."""

SOLVED = 3
"""The greatest depth at which costs are solved on the full multigraph."""

HEADING = """(* Costs as theory/ computes them, recomputed here from the definitions of the proofs.

   Written by `python -m backproof.checks.rocq.constants`: change theory/ or that script, not this file.
   Each instance has a policy, the width W, the depth K, the rows (p, q) from the fork on, and the cost.

   Main results: instances_agree (by computation over Q), costs_agree (hence over R). *)
From Coq Require Import Reals List QArith Qreals.
From Backproof Require Import Corridor Rationals.
Import ListNotations.
Local Open Scope Q_scope.

Definition instances : list instance := [
"""

ENDING = """
].

Lemma instances_agree : forallb agrees instances = true.
Proof. vm_compute. reflexivity. Qed.

Theorem costs_agree : Forall (fun i => cost (Q2R (width i)) (policy_of i) = Q2R (costs i)) instances.
Proof.
  apply Forall_forall. intros i Hi. apply agrees_sound. pose proof instances_agree as All.
  rewrite forallb_forall in All. now apply All.
Qed.
"""


@dataclass(frozen=True)
class Instance:
    """A policy on a graph, by its name in ``proofs/Rationals.v``, with its exact cost."""

    name: str
    graph: CorridorGraph
    policy: Policy
    cost: Fraction

    def term(self) -> str:
        """The instance as a Rocq term."""
        rows = "; ".join(f"({_rational(p)}, {_rational(q)})" for p, q in zip(*self.policy.passes(), strict=True))
        cost = _rational(self.cost)
        return f"  Instance {self.name} {_rational(Fraction(self.graph.width))} {self.graph.depth} [{rows}] {cost}"


def instances() -> Iterator[Instance]:
    """The three limits and a random policy at each of `SIZES`."""
    for seed, (width, depth, lanes) in enumerate(SIZES):
        graph = CorridorGraph(width=width, depth=depth, lanes=lanes)
        policies = {
            f"(Base {lanes})": Policy.base(graph),
            f"(SftLimit {lanes})": Policy.sft_limit(graph),
            "Straight": Policy.optimal(graph),
            "Table": random_policy(graph, seed),
        }
        for name, policy in policies.items():
            yield Instance(name, graph, policy, _cost(graph, policy))


def _cost(graph: CorridorGraph, policy: Policy) -> Fraction:
    return chain_cost(graph, policy) if graph.depth <= SOLVED else expected_hitting_time(graph, policy, exact=True)


def _rational(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"({number.numerator} # {number.denominator})"


def text() -> str:
    """The file as it should be."""
    return HEADING + ";\n".join(instance.term() for instance in instances()) + ENDING


def write() -> None:
    """Rewrite ``proofs/Constants.v``."""
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
