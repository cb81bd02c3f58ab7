"""Claim `target-seen`: if the policy sees its target, SFT on golden paths ends on the shortest path, 2K+2 steps, which
no policy beats. Nothing is left of the separation in the limit. Before the limit a wrong turn at the fork costs R
steps: R is 2K+1 + g_K = Theta(rho^K) if wrong corridors use the rows of the target's, and 2(KL+K+1) if every row sees
the target. For every W >= 2 and K, L >= 1.

`error` is the fork's error at the first departure, and `wrong` : 1 are the odds of a wrong corridor at each later one;
if one row serves both, error = wrong/(1 + wrong). Inner rows are the same in all wrong corridors.

1. *Corridors.* Put one more vertex before a corridor. An excursion that must come back takes 2 + (p/q) R
   (`excursion-step`, from 2 without vertices). One into the target's corridor succeeds with probability e and takes T
   steps, where e (1+x) = 1 and T (1+x) = A with x and A of `theory.costs.crossings` (`tries-step`, `passage-step`).
2. *Fork.* First steps at the fork give H = 1 + A + R (error (1 + wrong) + x wrong) (`fork`). This is at least 2K+2
   (`optimum`), with equality if all probabilities are one: RLVR's optimum.
3. *Wrong turns.* R = 2K+1 + g_K if forward rows are one and backward rows at base (`frozen-base`, `frozen-step`), and
   2(KL+K+1) if all rows are at base (`untrained-step`). With x = 0 and A = 2K+1 this makes H = 2K+2 + error/(1-error) R
   if only the fork sees the target (`fork-alone`). If every row does, no golden path visits the fork's row after a
   return, and H = 2K+2 + W error R (`every-row`). H is at most 2 (2K+2) up to an error of (2K+2)/(2K+2+R), or
   (2K+2)/(W R) (`twice`).
4. *Time.* The fork's row is like an exit row with W-1 lanes (`fork-velocity`). Its gap D follows the clock
   D + (e^D-1)/(W-1) = tau of `sft-dynamics`, and its error vanishes. If only the fork sees the target and inner rows
   have converged, the cost falls to 2 (2K+2) at a tau between R/(2K+2) - 1/(W-1) and W (1 + R/(2K+2)) (`fork-time`),
   which is of order rho^K/K.

Main results: `seen_on_graph`, `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from backproof.checks.claims.sft_cost import RHO, stated_return
from backproof.checks.claims.sft_dynamics import EXIT_CLOCK, EXIT_ERROR, E, gap, logit_velocity, pi, weight
from backproof.checks.formula import both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, random_policy
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, positive
from backproof.theory.chain import edge_state_chain
from backproof.theory.costs import crossings
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.target_seen import target_seen_cost

CLAIM = Header(
    statement=(
        "if the policy sees its target, SFT on golden paths ends at 2K+2 steps, the least possible; before that a "
        "wrong choice at the fork costs Theta(rho^K) if wrong corridors use the target's rows, and 2(KL+K+1) if every "
        "row sees the target"
    ),
    source="new",
    scope="all W >= 2, K, L",
    assumptions=(
        "wrong corridors are alike, and the fork takes each of them with the same probability",
        "for the time that SFT takes: inner rows have converged, and the fork starts uniform",
    ),
    uses=("sft-dynamics", "sft-cost"),
    experiments=("fork-trained", "every-row-trained"),
)

p, q, e = positive("p q e")
R, A, T, x, error, wrong = nonnegative("R A T x error wrong")
(n,) = positive("n")
"""The number of wrong corridors, W - 1."""


def evidence() -> list[Evidence]:
    return [*_corridors(), *_fork(), *_wrong_turns(), *_in_time(), *_on_full_multigraph()]


def _corridors() -> list[Obligation]:
    out, before, success, chance = nonnegative("out before success chance")
    surplus = crossings.next_surplus(x, p, q)
    return [
        Obligation(
            "excursion-step",
            "from the steps R of an excursion behind a vertex, that before it takes R' = 2 + (p/q) R: 1, and with "
            "probability p tries behind until the vertex lets back, and 1",
            eq(before, crossings.next_excursion(R, p, q)),
            (eq(out, R + q + (1 - q) * out), eq(before, 1 + p * out + (1 - p))),
        ),
        Obligation(
            "tries-step",
            "an excursion that succeeds with probability 1/(1+x) behind a vertex does so with 1/(1+x') before it",
            eq(success * (1 + surplus), 1),
            (eq(e * (1 + x), 1), eq(chance, e + (1 - e) * (1 - q) * chance), eq(success, p * chance)),
        ),
        Obligation(
            "passage-step",
            "where it takes T = A/(1+x) behind the vertex it takes (A + 1 + 2x')/(1+x') before it",
            eq(before * (1 + surplus), A + 1 + 2 * surplus),
            (
                eq(e * (1 + x), 1),
                eq(T * (1 + x), A),
                eq(out, T + (1 - e) * (q + (1 - q) * out)),
                eq(before, 1 + p * out + (1 - p)),
            ),
        ),
    ]


def _fork() -> list[Obligation]:
    start, later = nonnegative("start later")
    cost = target_seen_cost(error, wrong, A, x, R)
    return [
        Obligation(
            "fork",
            "first steps: a departure is an excursion into the target's corridor, of T steps and success e, or into a "
            "wrong one, of R steps, and the fork again",
            eq(start, cost),
            (
                eq(e * (1 + x), 1),
                eq(T * (1 + x), A),
                eq((1 + wrong) * later, T + (1 - e) * later + wrong * (R + later)),
                eq(start, 1 + (1 - error) * (T + (1 - e) * later) + error * (R + later)),
            ),
        ),
        Obligation("optimum", "with A >= 2K+1, the cost is at least 2K+2", ge(cost, 2 * K + 2), (ge(A, 2 * K + 1),)),
    ]


def _wrong_turns() -> list[Evidence]:
    entry, exit_, one = L / (L + 1), 1 / (L + 1), sp.Integer(1)
    frozen = 2 * I + 1 + stated_return(I, L, P)

    def one_more(excursion: sp.Expr, c: sp.Expr, a: sp.Expr) -> sp.Expr:
        """The excursion with one more diamond, its right vertex added first; backward rows are at base."""
        return crossings.next_excursion(crossings.next_excursion(excursion, a, entry), c, exit_)

    limit = {A: 2 * K + 1, x: 0}
    cost = target_seen_cost(error, wrong, A, x, R)
    alone, every = 2 * K + 2 + wrong * R, 2 * K + 2 + W * error * R
    within, same = 2 * (2 * K + 2), wrong / (1 + wrong) * (2 * K + 2 + R)
    return [
        Obligation("frozen-base", "without diamonds R is 2", eq(frozen, 2), (eq(I, 0), eq(P, 1))),
        Obligation(
            "frozen-step",
            "with forward rows one, one more diamond takes 2i+1 + g_i to 2(i+1)+1 + g_(i+1)",
            eq(one_more(frozen, one, one), frozen.subs({I: I + 1, P: RHO * P}, simultaneous=True)),
        ),
        Obligation(
            "untrained-step",
            "with all rows at base, it takes 2(iL+i+1) to 2((i+1)L+i+2), from 2 for i = 0",
            both(eq(one_more(R, entry, exit_), 2 * ((I + 1) * L + I + 2)), implies(eq(I, 0), eq(R, 2))),
            (eq(R, 2 * (I * L + I + 1)),),
        ),
        Derivation(
            "fork-alone",
            "with one row at the fork, whose error is wrong/(1 + wrong), and converged inner rows H = 2K+2 + wrong R",
            cost.subs({**limit, error: wrong / (1 + wrong)}),
            alone,
        ),
        Derivation(
            "every-row",
            "with a fork that is uniform after a return H = 2K+2 + W error R",
            cost.subs({**limit, wrong: W - 1}),
            every,
        ),
        Obligation(
            "twice",
            "the cost is at most twice 2K+2 just where error <= (2K+2)/(2K+2+R), or (2K+2)/(W R)",
            both(
                implies(le(same, 2 * K + 2), le(alone, within)),
                implies(gt(same, 2 * K + 2), gt(alone, within)),
                implies(le(error * W * R, 2 * K + 2), le(every, within)),
                implies(gt(error * W * R, 2 * K + 2), gt(every, within)),
            ),
        ),
    ]


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
        Control(
            Derivation(
                "fork-of-w-lanes",
                "the fork's gap grows like that of an exit row with W lanes",
                logit_velocity(pi, weight) - logit_velocity((1 - pi) / n, 0),
                weight * (1 + 1 / (n + 1)) * (1 - pi),
            )
        ),
    ]
