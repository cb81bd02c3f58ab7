"""What ``theory``'s code computes, written as instances that Rocq recomputes from its own definitions.

``proofs/Constants.v`` lists policies at several sizes, each with its rows and its exact cost; derivatives of the cost;
costs of unequal corridors; and those of the search agent. Small costs are solved on the full multigraph, without the
crossing recurrences. Rocq fails to compile the file if one number differs from what its definitions give.

Main definitions: `instances`, `gradients`, `unequal`, `searches`, `text` (the file).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from backproof.checks.tools.instances import chain_cost, random_policy
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs.crossings import walk_cost_gradient
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.search_agent import search_costs
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors

FILE = Path(__file__).resolve().parents[2] / "proofs" / "Constants.v"

SIZES = ((1, 1, 1), (2, 1, 1), (2, 1, 3), (2, 2, 2), (3, 2, 1), (4, 3, 2), (2, 8, 3), (3, 12, 1), (15, 15, 5))
"""W, K, L: from the smallest graph to that of the paper's experiment."""

SOLVED = 3
"""The greatest depth at which costs are solved on the full multigraph."""

UNEQUAL = (((1, 1),), ((1, 1), (2, 1)), ((1, 3), (3, 1)), ((1, 2), (2, 2), (3, 1)), ((2, 1), (2, 2), (1, 3)))
"""Sets of corridors: the depth of each, and its lanes."""

HEADING = """(* Numbers as theory/ computes them, recomputed here from the definitions of the proofs.

   Written by `python -m backproof.checks.rocq.constants`: change theory/ or that script, not this file.

   Main results: instances_agree (by computation over Q), costs_agree (hence over R), gradients_agree, unequal_agree. *)
From Coq Require Import Reals List QArith Qreals Lra Lia.
From Backproof Require Import Corridor SearchAgent Rationals Computed.
Import ListNotations.
Local Open Scope Q_scope.

(* Each has a policy, the width W, the depth K, the rows (p, q) from the fork on, and the cost. *)
Definition instances : list instance := [
"""

INSTANCES_AGREE = """
].

Lemma instances_agree : forallb agrees instances = true.
Proof. vm_compute. reflexivity. Qed.

Theorem costs_agree : Forall (fun i => cost (Q2R (width i)) (policy_of i) = Q2R (costs i)) instances.
Proof.
  apply Forall_forall. intros i Hi. apply agrees_sound. pose proof instances_agree as All.
  rewrite forallb_forall in All. now apply All.
Qed.

(* The width, the rows, and the derivatives of the cost by p and by q at each vertex. *)
Definition gradients : list (Q * list row * list (Q * Q)) := [
"""

GRADIENTS_AGREE = """
].

Lemma gradients_agree : forallb (fun g => slopes_agree (fst (fst g)) [] (snd (fst g)) (snd g)) gradients = true.
Proof. vm_compute. reflexivity. Qed.

(* The rows of each corridor, and the cost, the target being any of them. *)
Definition unequal : list (list (list row) * Q) := [
"""

UNEQUAL_AGREE = """
].

Lemma unequal_agree : forallb (fun u => corridors_agree (fst u) (snd u)) unequal = true.
Proof. vm_compute. reflexivity. Qed.

(* The search agent, with SFT's rows and with RLVR's. *)
Local Open Scope R_scope.
"""


@dataclass(frozen=True)
class ComputedCost:
    """A policy on a graph, by its name in ``proofs/Rationals.v``, with its exact cost."""

    name: str
    graph: CorridorGraph
    policy: Policy
    cost: Fraction

    def term(self) -> str:
        """The instance as a Rocq term."""
        width, cost = _rational(Fraction(self.graph.width)), _rational(self.cost)
        return f"Instance {self.name} {width} {self.graph.depth} {_rows(self.policy)} {cost}"


def instances() -> Iterator[ComputedCost]:
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
            yield ComputedCost(name, graph, policy, _cost(graph, policy))


def _cost(graph: CorridorGraph, policy: Policy) -> Fraction:
    return chain_cost(graph, policy) if graph.depth <= SOLVED else expected_hitting_time(graph, policy, exact=True)


def gradients() -> Iterator[str]:
    """Derivatives at a random policy for each of `SIZES` up to the depth `SOLVED`."""
    for seed, (width, depth, lanes) in enumerate(SIZES):
        if depth <= SOLVED:
            graph = CorridorGraph(width=width, depth=depth, lanes=lanes)
            policy = random_policy(graph, seed)
            found = walk_cost_gradient(width, *policy.passes())
            yield f"({width}, {_rows(policy)}, {_pairs(found.by_forward, found.by_backward)})"


def unequal() -> Iterator[str]:
    """Corridors with random rows, solved on the graph."""
    for seed, shapes in enumerate(UNEQUAL):
        policies = [
            random_policy(CorridorGraph(width=1, depth=depth, lanes=lanes), seed=10 * seed + place)
            for place, (depth, lanes) in enumerate(shapes)
        ]
        corridors = UnequalCorridors(
            tuple(Corridor((lanes,) * depth, policy) for (depth, lanes), policy in zip(shapes, policies, strict=True))
        )
        rows = "; ".join(_rows(policy) for policy in policies)
        yield f"([{rows}], {_rational(mean_hitting_time(corridors))})"


def searches() -> Iterator[str]:
    """The search agent's two costs at each of `SIZES`, as a lemma."""
    for width, depth, lanes in SIZES:
        costs = search_costs(CorridorGraph(width=width, depth=depth, lanes=lanes))
        sft, rlvr = (f"{cost.numerator} / {cost.denominator}" for cost in costs)
        yield (
            f"\nLemma search_{width}_{depth}_{lanes} :\n"
            f"  search_cost {width} {depth} (leaving ({lanes} - 1)) = {sft} /\\\n"
            f"  search_cost {width} {depth} 1 = {rlvr}.\n"
            f"Proof. destruct (search_agent {width} {depth} {lanes}) as [-> ->]; try lia. "
            "rewrite !INR_IZR_INZ. cbn. lra. Qed.\n"
        )


def _rows(policy: Policy) -> str:
    return _pairs(*policy.passes())


def _pairs(first: Iterable[Fraction], second: Iterable[Fraction]) -> str:
    pairs = (f"({_rational(p)}, {_rational(q)})" for p, q in zip(first, second, strict=True))
    return f"[{'; '.join(pairs)}]"


def _rational(number: Fraction) -> str:
    """A number of Q; a negative one in brackets."""
    if number.denominator == 1:
        return str(number.numerator) if number >= 0 else f"({number.numerator})"
    return f"({number.numerator} # {number.denominator})"


def text() -> str:
    """The file as it should be."""
    listed = (
        _listed(instance.term() for instance in instances()),
        _listed(gradients()),
        _listed(unequal()),
    )
    headings = (HEADING, INSTANCES_AGREE, GRADIENTS_AGREE)
    parts = (f"{heading}{terms}" for heading, terms in zip(headings, listed, strict=True))
    return "".join(parts) + UNEQUAL_AGREE + "".join(searches())


def _listed(terms: Iterable[str]) -> str:
    return ";\n".join(f"  {term}" for term in terms)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
