"""Claim `target-seen`: if the policy sees its target, SFT on golden paths ends on the shortest path, 2K+2 steps, which
no policy beats. Nothing is left of the separation in the limit. Before the limit a wrong corridor costs R
steps: R is 2K+1 + g_K = Theta(rho^K) if wrong corridors use the rows of the target's, and 2(KL+K+1) if every row sees
the target. For every W >= 2 and K, L >= 1.

`error` is the fork's error at the first departure, and `wrong` : 1 are the odds of a wrong corridor at each later one;
if one row serves both, error = wrong/(1 + wrong). Inner rows are the same in all wrong corridors.

1. *Corridors.* Put one more vertex before a corridor. An excursion that must come back takes 2 + (p/q) R, from 2
   without vertices (`excursion`). One into the target's corridor succeeds with probability e and takes T steps, where
   e (1+x) = 1 and T (1+x) = A with x and A of `theory.costs.crossings` (`tries`).
2. *Fork.* First steps at the fork give H = 1 + A + R (error (1 + wrong) + x wrong) (`fork`). This is at least 2K+2,
   with equality if all probabilities are one (`straight`): RLVR's optimum.
3. *Wrong turns.* R = 2K+1 + g_K if forward rows are one and backward rows at base (`frozen`), which lies between
   2 rho^K and 5 rho^K since rho^K >= 1 (`grown`), and 2(KL+K+1) if all rows are at base (`untrained`). With x = 0 and
   A = 2K+1 this makes H = 2K+2 + error/(1-error) R if only the fork sees the target. If every row does, no golden path
   visits the fork's row after a return, and H = 2K+2 + W error R. `theorem` says all this. H is at most 2 (2K+2) up to
   an error of (2K+2)/(2K+2+R), or (2K+2)/(W R) (`twice`).
4. *Time.* The fork's row is like an exit row with W-1 lanes (`fork-velocity`). Its gap D follows the clock
   D + (e^D-1)/(W-1) = tau of `sft-dynamics`, and its error vanishes. If only the fork sees the target and inner rows
   have converged, the cost falls to 2 (2K+2) at a tau between R/(2K+2) - 1/(W-1) and W (1 + R/(2K+2)) (`fork-time`),
   which is of order rho^K/K.

Main results: `seen_on_graph`, `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from backproof.checks.claims.expected_cost import EVERY_POLICY, ONE_SOLUTION
from backproof.checks.claims.sft_cost import RHO, stated_return
from backproof.checks.claims.sft_dynamics import EXIT_CLOCK, EXIT_ERROR, E, gap, logit_velocity, pi, weight
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools import excursions
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import TWO_VERTICES
from backproof.checks.tools.instances import SMALL_SIZES, random_policy
from backproof.checks.tools.symbols import I, K, L, P, W, as_reals, nonnegative, positive, real
from backproof.theory.chain import edge_state_chain
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.target_seen import target_seen_cost

SCOPE = Scope({W: 2, K: 1, L: 1}, EVERY_POLICY)
ASSUMPTIONS = (
    Assumed("wrong-alike", "wrong corridors are alike, and the fork takes each of them with the same probability"),
    Assumed(
        "sft-converged",
        "SFT on golden paths has its limit where the fork's row and the forward rows of the target's corridor do not "
        "err; if every row sees the target, it leaves wrong corridors and the fork's row after a return at base",
    ),
    TWO_VERTICES,
    ONE_SOLUTION,
    Assumed(
        "flow-in-time",
        "for the time that SFT takes: inner rows have converged, and the fork starts uniform",
    ),
)

CLAIM = Header(
    statement=(
        "if the policy sees its target, SFT on golden paths ends at 2K+2 steps, the least possible; before that a "
        "wrong choice at the fork costs Theta(rho^K) if wrong corridors use the target's rows, and 2(KL+K+1) if every "
        "row sees the target"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "sft-dynamics", "sft-cost"),
    experiments=("fork-trained", "every-row-trained"),
)

A, COST, LATER, error, wrong = real("A H later error wrong")
SHORT, R, e, T = excursions.SHORT, excursions.WRONG, excursions.SUCCESS, excursions.STEPS
x, S = excursions.SURPLUS, excursions.TOTAL
(n,) = positive("n")
"""The number of wrong corridors, W - 1."""


def evidence() -> list[Part]:
    parts: list[Part] = [*_corridors(), _fork(), _frozen(), _grown(), _untrained(), _theorem()]
    return [*parts, _twice(), *_in_time(), *_on_full_multigraph()]


def _corridors() -> tuple[Induction, ...]:
    made = excursions.target_tries, excursions.straight, excursions.excursion
    return tuple(induction(EVERY_POLICY) for induction in made)


# --- the fork --------------------------------------------------------------------------------------------------------


def _fork() -> Obligation:
    return Obligation(
        "fork",
        "first steps: a departure is an excursion into the target's corridor, of T steps and success e, or into a "
        "wrong one, of R steps, and the fork again",
        eq(COST, target_seen_cost(error, wrong, A, x, R)),
        (eq(e * (1 + x), 1), eq(T * (1 + x), A), *_first_steps()),
    )


def _first_steps() -> tuple[Formula, Formula]:
    """The first-step equations at the fork after a return, and at the source."""
    return (
        eq((1 + wrong) * LATER, T + (1 - e) * LATER + wrong * (R + LATER)),
        eq(COST, 1 + (1 - error) * (T + (1 - e) * LATER) + error * (R + LATER)),
    )


# --- wrong corridors -------------------------------------------------------------------------------------------------


def _one_more(rows: closed_forms.DiamondRows) -> sp.Expr:
    """R with one more diamond, its right vertex added first."""
    behind = crossings.next_excursion(R, as_reals(rows.forward_exit), as_reals(rows.backward_entry))
    return crossings.next_excursion(behind, as_reals(rows.forward_entry), as_reals(rows.backward_exit))


def _frozen() -> Induction:
    words = ("without diamonds R is 2", "one more diamond takes 2i+1 + g_i to 2(i+1)+1 + g_(i+1)")
    over = Recurrence(
        "diamonds with forward rows one and backward rows at base",
        I,
        {R: sp.Integer(2), P: sp.Integer(1)},
        {R: _one_more(closed_forms.SFT_ROWS), P: RHO * P},
    )
    return Induction("frozen", words, over, eq(R, 2 * I + 1 + stated_return(I, L, P)))


def _grown() -> Induction:
    return Induction("grown", ("rho^0 = 1", "rho^i >= 1 makes rho^(i+1) >= 1"), _frozen().over, ge(P, 1))


def _untrained() -> Induction:
    words = ("without diamonds R is 2", "one more diamond takes 2(iL+i+1) to 2((i+1)L+i+2)")
    over = Recurrence("diamonds with all rows at base", I, {R: sp.Integer(2)}, {R: _one_more(closed_forms.BASE_ROWS)})
    return Induction("untrained", words, over, eq(R, 2 * (I * L + I + 1)))


def _theorem() -> Theorem:
    """H solves the first-step equations, with e and T of the target's corridor and R of a wrong one."""
    shared, seen = nonnegative("R_shared R_seen")
    uses = (
        *(Use(part, {I: 2 * K}) for part in _corridors()),
        Use(_fork(), {A: 2 * K + 1 + 2 * S}),
        *(Use(part, {I: K, R: shared}) for part in (_frozen(), _grown())),
        Use(_untrained(), {I: K, R: seen}),
    )
    goal = implies(
        both(ge(error, 0), le(error, 1), ge(wrong, 0), *_first_steps()),
        both(
            ge(COST, 2 * K + 2),
            implies(both(eq(error, 0), eq(wrong, 0), eq(SHORT, 0)), eq(COST, 2 * K + 2)),
            implies(both(eq(error * (1 + wrong), wrong), eq(SHORT, 0)), eq(COST, 2 * K + 2 + wrong * R)),
            implies(both(eq(wrong, W - 1), eq(SHORT, 0)), eq(COST, 2 * K + 2 + W * error * R)),
            *(le(2 * P, shared), le(shared, 5 * P)),
            eq(seen, 2 * (K * L + K + 1)),
        ),
    )
    return Theorem("target-seen", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _twice() -> Obligation:
    error, wrong = nonnegative("error wrong")
    alone, every = 2 * K + 2 + wrong * R, 2 * K + 2 + W * error * R
    within, same = 2 * (2 * K + 2), wrong / (1 + wrong) * (2 * K + 2 + R)
    return Obligation(
        "twice",
        "the cost is at most twice 2K+2 just where error <= (2K+2)/(2K+2+R), or (2K+2)/(W R)",
        both(
            implies(le(same, 2 * K + 2), le(alone, within)),
            implies(gt(same, 2 * K + 2), gt(alone, within)),
            implies(le(error * W * R, 2 * K + 2), le(every, within)),
            implies(gt(error * W * R, 2 * K + 2), gt(every, within)),
        ),
    )


def _in_time() -> list[Evidence]:
    (tau,) = nonnegative("tau")
    ratio = R / (2 * K + 2)
    fork_error, clock = (part.subs(L, n) for part in (EXIT_ERROR, EXIT_CLOCK))
    return [
        Derivation(
            "fork-velocity",
            "the fork's gap grows at w (1 + 1/(W-1)) times its error, like that of an exit row with W-1 lanes",
            logit_velocity(pi, weight) - logit_velocity((1 - pi) / n, 0),
            weight * (1 + 1 / n) * (1 - pi),
        ),
        Obligation(
            "fork-time",
            "with n = W-1, an error of at most (2K+2)/(2K+2+R) has tau >= R/(2K+2) - 1/n, and is there where tau >= "
            "(n+1)(1 + R/(2K+2))",
            both(
                implies(le(fork_error * (1 + ratio), 1), ge(tau + 1 / n, ratio)),
                implies(ge(tau, (n + 1) * (1 + ratio)), le(fork_error * (1 + ratio), 1)),
            ),
            (eq(clock, tau), ge(E, 1), le(gap, E - 1), ge(n, 1)),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------

SEVERAL = tuple(size for size in SMALL_SIZES if size["width"] > 1 and size["depth"] < 3)
ERROR, ODDS = Fraction(2, 5), Fraction(1, 3)


def seen_on_graph(
    graph: CorridorGraph, inside: Policy, elsewhere: Policy, error: Fraction, wrong: Fraction
) -> Fraction:
    """The cost by the full chain, with policy ``inside`` in the target's corridor, the first, and ``elsewhere``."""
    later = wrong / (1 + wrong)

    def row(state: EdgeState) -> dict[EdgeState, Fraction]:
        if state.head == FORK:
            missed = error if state == START else later
            law = [1 - missed, *[missed / (graph.width - 1)] * (graph.width - 1)]
            return {EdgeState(FORK, graph.corridor(w)[1]): chance for w, chance in enumerate(law) if chance}
        return (inside if state.head.corridor == 0 else elsewhere).row(graph, state)

    return 1 + edge_state_chain(START, row, frozenset({graph.leaves()[0]})).expected_hitting_time()


def _on_full_multigraph() -> list[Instance]:
    return [
        Instance(
            "random-rows",
            "random rows in the target's corridor and in wrong ones, with a fork that errs by 2/5 at first and at odds "
            "of 1/3 later",
            SEVERAL,
            lambda width, depth, lanes: _random_rows(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "fork-alone-sees",
            "SFT's limit with a fork that errs by 2/5 costs 2K+2 + (2/3)(2K+1 + g_K)",
            SEVERAL,
            lambda width, depth, lanes: (
                _fork_alone(CorridorGraph(width, depth, lanes), ERROR),
                2 * depth + 2 + Fraction(2, 3) * (2 * depth + 1 + _frozen_return(depth, lanes)),
            ),
        ),
        Instance(
            "every-row-sees",
            "with base rows in wrong corridors and at the fork after a return it costs 2K+2 + (2/5) W 2(KL+K+1)",
            SEVERAL,
            lambda width, depth, lanes: (
                _every_row(CorridorGraph(width, depth, lanes), ERROR),
                2 * depth + 2 + ERROR * width * 2 * (depth * lanes + depth + 1),
            ),
        ),
    ]


def _random_rows(graph: CorridorGraph) -> tuple[Fraction, Fraction]:
    inside, elsewhere = (random_policy(graph, seed) for seed in (1, 2))
    surplus = Fraction(0)
    for p_v, q_v in reversed(list(zip(*inside.passes(), strict=True))):
        surplus = crossings.next_surplus(surplus, p_v, q_v)
    passage, excursion = crossings.passage_cost(*inside.passes()), crossings.excursion_cost(*elsewhere.passes())
    stated = target_seen_cost(ERROR, ODDS, passage, surplus, excursion)
    return seen_on_graph(graph, inside, elsewhere, ERROR, ODDS), stated


def _frozen_return(depth: int, lanes: int) -> Fraction:
    return Fraction(stated_return(depth, Fraction(lanes), Fraction((lanes + 1) ** 2, lanes) ** depth))


def _fork_alone(graph: CorridorGraph, error: Fraction) -> Fraction:
    limit = Policy.sft_limit(graph)
    return seen_on_graph(graph, limit, limit, error, error / (1 - error))


def _every_row(graph: CorridorGraph, error: Fraction) -> Fraction:
    return seen_on_graph(graph, Policy.sft_limit(graph), Policy.base(graph), error, Fraction(graph.width - 1))


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        Control(
            Instance(
                "wrong-turn-for-a-constant",
                "if only the fork sees the target and errs by 1/10, the cost is at most 2 (2K+2)",
                tuple({"width": 3, "depth": depth, "lanes": 2} for depth in range(1, 4)),
                lambda width, depth, lanes: (
                    _fork_alone(CorridorGraph(width, depth, lanes), Fraction(1, 10)) <= 2 * (2 * depth + 2),
                    True,
                ),
            )
        ),
        Control(
            Instance(
                "every-row-like-the-fork",
                "a wrong turn costs the same if every row sees the target as if only the fork does",
                SEVERAL,
                lambda width, depth, lanes: (
                    _every_row(CorridorGraph(width, depth, lanes), ERROR),
                    _fork_alone(CorridorGraph(width, depth, lanes), ERROR),
                ),
            )
        ),
        Control(
            Obligation(
                "beats-the-shortest-path",
                "a fork that never errs costs less than 2K+2 where inner rows turn",
                lt(target_seen_cost(sp.Integer(0), sp.Integer(0), A, x, R), 2 * K + 2),
                (ge(A, 2 * K + 1), gt(x, 0)),
            )
        ),
        false_theorem(
            _theorem(),
            "inner-rows-may-turn",
            "a fork that never errs makes 2K+2 steps, whatever the inner rows",
            _confirm_turning,
            goal=implies(both(eq(error, 0), eq(wrong, 0), *_first_steps()), eq(COST, 2 * K + 2)),
        ),
        Control(
            Derivation(
                "fork-of-w-lanes",
                "the fork's gap grows like that of an exit row with W lanes",
                logit_velocity(pi, weight) - logit_velocity((1 - pi) / n, 0),
                weight * (1 + 1 / (n + 1)) * (1 - pi),
            )
        ),
    ]


def _confirm_turning(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=1, lanes=1)
    policy = random_policy(graph, 1)
    found = seen_on_graph(graph, policy, policy, Fraction(0), Fraction(0))
    if found == 2 * graph.depth + 2:
        raise ValueError(f"rows of {policy} cost {found} at {graph}, as the control says")
    return f"at W=2, K=L=1 random inner rows cost {found} where the fork never errs, the control says 4"
