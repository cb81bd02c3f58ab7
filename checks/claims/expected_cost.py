"""Claim `expected-cost`: the crossing recurrences give the expected hitting time of the edge-state chain.

For every W, K, L >= 1 and every policy with probabilities in (0, 1], H = 1 + W A + (W-1) B. Here A = (2K+1) + 2 sum x,
and B is A for the corridor read from its other end (`theory.costs.crossings`).

The proof follows one corridor, vertex by vertex.

1. *Folding.* All lanes of a diamond are alike, so they count as one edge (`fold-lanes`). The values of the chain,
   averaged over the corridors, satisfy the first-step equations of a single corridor (`fold`). The solution of these is
   determined by its value at the end of the corridor (`shift`). With F the expected number of further steps at the
   fork, W F = W A + (W-1)(B + F), and F + 1 = H (`renewal`).
2. *A passage.* Let delta_v be the expected steps from vertex v to v+1 for a walker who came to v from the fork's side,
   and eta_v the same for one who came from the leaf's side. Then A = 1 + sum delta_v, and by the first-step equations
   sum_(u<=v) delta_u + x_v eta_v + sum_(u>v) (x_u + x_(u-1) + 1) is the same for every v (`invariant`).
3. *Summation.* The last sum telescopes (`beyond`). At the ends of the corridor the invariant
   equals A.

The solvers compose the steps: `along` and `beyond` are the inductions, and `theorem` follows from them.

The way back is the same statement for the reversed corridor, since a wrong leaf sends the walker back as the fork does.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Policies, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.theory.chain import corridor_chain, corridor_role
from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

p, q = positive("p q")
eta, x = nonnegative("eta x")
D, X_V, ETA, R, T, SHORT, X_FORK, R_FORK, F = real("D x_v eta_v R T short x_fork R_fork F")

EVERY_POLICY = Policies("every policy in (0, 1]", (p, q), (le(p, 1), le(q, 1)))
SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_POLICY)
UNIFORM_FORK = Assumed("uniform-fork", "the fork is uniform, and the target is uniform and unknown to the policy")
ONE_SOLUTION = Assumed(
    "one-solution", "the expected steps are the only solution of the first-step equations (textbook)"
)
ASSUMPTIONS = (
    Assumed("tied-rows", "rows are the same in all lanes and corridors"),
    UNIFORM_FORK,
    ONE_SOLUTION,
)

CLAIM = Header(
    statement="every policy costs H = 1 + W A + (W-1) B, where the crossing recurrences give A and B",
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("random-walked", "random-crossed"),
)


def evidence() -> list[Part]:
    return [
        _fold_lanes(),
        _fold(),
        _shift(),
        _renewal(),
        invariant(_x_before()),
        along(),
        _beyond(),
        expected_cost_theorem(),
        _one_recurrence(),
        *_on_full_multigraph(),
    ]


def controls() -> list[Control]:
    out, back = (2 * K + 1 + 2 * at_source(way)[T] for way in ("out", "back"))
    return [
        false_theorem(
            expected_cost_theorem(),
            "a-way-back-from-the-target",
            "H = 1 + W A + W B, for every policy",
            confirm=_confirm_forgotten,
            goal=implies(first_steps(), eq(1 + F, 1 + W * (out + back))),
        ),
        Control(
            Obligation(
                "sign-changed-in-recurrence",
                "the invariant holds as well if x_(v-1) = (q x_v - 1 + p) / p",
                *_invariant((q * x - 1 + p) / p),
            ),
            confirm=_confirm_sign,
        ),
        Control(
            Instance(
                "width-minus-one-forgotten",
                "H = 1 + W A + W B",
                SMALL_SIZES,
                lambda width, depth, lanes: _forgotten(CorridorGraph(width, depth, lanes)),
            )
        ),
    ]


def _x_before() -> Any:
    """x_(v-1) as the theory computes it."""
    return crossings.next_surplus(x, p, q)


def _fold_lanes() -> Obligation:
    """Taking each lane with the same probability amounts to taking one edge with the sum of these."""
    share, ahead, behind = real("share ahead behind")
    return Obligation(
        "fold-lanes",
        "if each of the L lanes is taken with one share of p, and is worth the same, the first-step equation has one "
        "edge taken with p",
        eq(1 + L * share * ahead + (1 - p) * behind, 1 + p * ahead + (1 - p) * behind),
        (le(p, 1), eq(L * share, p)),
    )


def _fold() -> Obligation:
    """The average over all corridors, the target's among them, satisfies the same first-step equation."""
    target_next, target_back, wrong_next, wrong_back = real("target_next target_back wrong_next wrong_back")
    target = 1 + p * target_next + (1 - p) * target_back
    wrong = 1 + p * wrong_next + (1 - p) * wrong_back
    return Obligation(
        "fold",
        "if the values at a vertex of the target's corridor and of the wrong ones satisfy the first-step equation, so "
        "does their average over the W corridors",
        eq(
            _average(target, wrong),
            1 + p * _average(target_next, wrong_next) + (1 - p) * _average(target_back, wrong_back),
        ),
        (le(1, W), le(p, 1)),
    )


def _average(target: Any, wrong: Any) -> Any:
    """The average over the corridors, one of which is the target's."""
    return (target + (W - 1) * wrong) / W


def _shift() -> Obligation:
    value, ahead, behind, constant = real("value ahead behind constant")
    return Obligation(
        "shift",
        "a solution of the first-step equation plus a constant is one again: ending a passage with a value adds it",
        eq(value + constant, 1 + p * (ahead + constant) + (1 - p) * (behind + constant)),
        (le(p, 1), eq(value, 1 + p * ahead + (1 - p) * behind)),
    )


def _renewal() -> Obligation:
    at_fork, out, back = positive("at_fork out back")
    return Obligation(
        "renewal",
        "a passage out ends at the target with probability 1/W, else at a wrong leaf, whence a passage back leads to "
        "the fork: so H = 1 + W A + (W-1) B",
        eq(1 + at_fork, crossings.renewal_cost(W, out, back)),
        (le(1, W), eq(W * at_fork, W * out + (W - 1) * (back + at_fork))),
    )


def invariant(before: Any) -> Obligation:
    return Obligation(
        "invariant",
        "delta_v + x_v eta_v = x_(v-1) eta_(v-1) + x_v + x_(v-1) + 1 at every vertex: the quantity of step 2 does not "
        "change from v-1 to v",
        *_invariant(before),
    )


def _invariant(before: Any) -> tuple[Any, Any]:
    """Goal and hypotheses of the invariant for a recurrence whose x_(v-1) is ``before``."""
    delta, eta_next = nonnegative("delta eta_next")
    first_steps = (
        eq(delta, p + (1 - p) * (1 + eta + delta)),
        eq(eta_next, (1 - q) + q * (1 + eta + delta)),
    )
    return eq(delta + x * eta_next, before * eta + x + before + 1), (le(p, 1), le(q, 1), *first_steps)


def along() -> Induction:
    """The quantity of step 2 does not change along the corridor."""
    delta, eta_next, x_next = nonnegative("delta eta_next x_next")
    outward = Recurrence(
        "vertices from the fork",
        I,
        {D: sp.Integer(0), ETA: sp.Integer(1), X_V: X_FORK, R: R_FORK},
        {D: D + delta, ETA: eta_next, X_V: x_next, R: R - (x_next + X_V + 1)},
        chosen=(p, q, delta, eta_next, x_next),
        constraints=(
            *EVERY_POLICY.constraints,
            eq(delta, p + (1 - p) * (1 + ETA + delta)),
            eq(eta_next, (1 - q) + q * (1 + ETA + delta)),
            eq(X_V, _x_before().subs(x, x_next)),
        ),
    )
    words = ("at the fork the quantity of step 2 is x_0 + the sum beyond", "it does not change from v-1 to v")
    return Induction("along", words, outward, eq(D + X_V * ETA + R, X_FORK + R_FORK))


def from_leaf() -> Recurrence:
    """x, the sums T of x and R of (x_u + x_(u-1) + 1), and the sum of 1 - p, vertex by vertex from the leaf on."""
    before, zero = _x_before().subs(x, X_V), sp.Integer(0)
    return Recurrence(
        "vertices from the leaf",
        I,
        {X_V: zero, T: zero, R: zero, SHORT: zero},
        {X_V: before, T: T + before, R: R + X_V + before + 1, SHORT: SHORT + 1 - p},
        chosen=(p, q),
        constraints=EVERY_POLICY.constraints,
    )


def _beyond() -> Induction:
    words = (
        "at the leaf the sum of (x_u + x_(u-1) + 1) beyond v is 2 (sum of x from v on) - x_v + their number",
        "if so at v, then so at v-1",
    )
    return Induction("beyond", words, from_leaf(), eq(R, 2 * T - X_V + I))


def at_source(way: str) -> dict[sp.Symbol, sp.Expr]:
    """The states of `from_leaf` after the whole passage ``way``, out or back."""
    return {I: 2 * K, **{state: real(f"{state}_{way}")[0] for state in (X_V, T, R, SHORT)}}


def through(way: str) -> list[Use]:
    """The passage ``way``: a run from the fork whose x and sum beyond are those of the run from the leaf."""
    steps, last, far, end = real(f"D_{way} x_end_{way} eta_{way} R_end_{way}")
    near = at_source(way)
    ends = {I: 2 * K, D: steps, X_V: last, ETA: far, R: end, X_FORK: near[X_V], R_FORK: near[R]}
    return [Use(along(), ends), Use(_beyond(), near)]


def at_end(way: str) -> tuple[Formula, ...]:
    """The passage ends at x = 0 with nothing beyond."""
    return tuple(eq(symbol, 0) for symbol in real(f"x_end_{way} R_end_{way}"))


def passage_steps(way: str) -> sp.Expr:
    """A or B: the edge that leads into the corridor, and the expected steps D from vertex to vertex."""
    return 1 + real(f"D_{way}")[0]


def first_steps() -> Formula:
    """Both passages end, and F solves the first-step equation at the fork."""
    out, back = passage_steps("out"), passage_steps("back")
    return both(*at_end("out"), *at_end("back"), eq(W * F, W * out + (W - 1) * (back + F)))


def expected_cost_theorem() -> Theorem:
    goal = implies(first_steps(), cost_by_crossings())
    uses = (*through("out"), *through("back"))
    return Theorem("expected-cost", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def cost_by_crossings() -> Formula:
    """H = 1 + F by the sums of x on the ways out and back."""
    out, back = (2 * K + 1 + 2 * at_source(way)[T] for way in ("out", "back"))
    return eq(1 + F, crossings.renewal_cost(W, out, back))


def _one_recurrence() -> Derivation:
    """The function that is run for whole corridors applies the step that is proved for one vertex."""
    ps, qs = (list(positive(" ".join(f"{name}{v}" for v in range(1, 7)))) for name in "pq")
    surplus, total = sp.Integer(0), sp.Integer(0)
    for p_v, q_v in zip(reversed(ps), reversed(qs), strict=True):
        surplus = crossings.next_surplus(surplus, p_v, q_v)
        total += surplus
    return Derivation(
        "one-recurrence",
        "for K = 3 the passage cost that the theory computes is 2K + 1 + 2 sum x, with x computed vertex by vertex",
        crossings.passage_cost(ps, qs),
        7 + 2 * total,
    )


# --- instances -------------------------------------------------------------------------------------------------------


def _on_full_multigraph() -> list[Instance]:
    """The recurrences compared with the exact solution of the full chain and of its quotient."""
    cases = tuple({**size, "seed": seed} for size, seed in itertools.product(SMALL_SIZES, range(2)))
    return [
        Instance(
            "full-multigraph",
            "random rational policies have the cost given by the recurrences, on the full multigraph",
            cases,
            lambda width, depth, lanes, seed: _compare(CorridorGraph(width, depth, lanes), seed, quotient=False),
        ),
        Instance(
            "quotient",
            "the same on the quotient by lanes and wrong corridors, whose strong lumpability is checked",
            cases,
            lambda width, depth, lanes, seed: _compare(CorridorGraph(width, depth, lanes), seed, quotient=True),
        ),
    ]


def _compare(graph: CorridorGraph, seed: int, *, quotient: bool) -> tuple[Any, Any]:
    policy = random_policy(graph, seed)
    full = corridor_chain(graph, policy)
    chain = full.lump(corridor_role) if quotient else full
    return 1 + chain.expected_hitting_time(), crossings.walk_cost(graph.width, *policy.passes())


def _forgotten(graph: CorridorGraph) -> tuple[Any, Any]:
    policy = random_policy(graph, seed=0)
    p_list, q_list = policy.passes()
    out, back = crossings.passage_cost(p_list, q_list), crossings.passage_cost(q_list[::-1], p_list[::-1])
    return chain_cost(graph, policy), 1 + graph.width * (out + back)


def _confirm_forgotten(model: Model) -> str:
    cost, forgotten = _forgotten(CorridorGraph(2, 1, 1))
    if cost == forgotten:
        raise ValueError(f"at W=2, K=L=1 a random policy costs {cost}, as the control says")
    return f"at W=2, K=L=1 a random policy costs {cost}, the control says {forgotten}"


def _confirm_sign(model: Model) -> str:
    """The changed recurrence compared with the chain of one small graph, with the model's p and q at every vertex."""
    graph = CorridorGraph(width=1, depth=1, lanes=1)
    policy = Policy(**{name: [model["p" if "forward" in name else "q"]] for name in FAMILIES})
    cost = chain_cost(graph, policy)
    surplus, total = Fraction(0), Fraction(0)
    for _ in range(2):
        surplus = (model["q"] * surplus - 1 + model["p"]) / model["p"]
        total += surplus
    changed = 1 + 3 + 2 * total
    if changed == cost:
        raise ValueError(f"the changed recurrence gives the true cost, {cost}, at {graph}")
    return f"at W=K=L=1 the chain costs {cost}, the changed recurrence gives {changed}"
