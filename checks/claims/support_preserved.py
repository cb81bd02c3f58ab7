"""Claim `support-preserved`: under softmax gradient flows, multiplicative updates and KL-regularised optima, a move of
probability zero stays at zero and a positive probability stays positive at any finite time; for rows of any length.

The proof treats one row at a time and holds for any loss. No such update can open a move that the base model has
closed.

1. *Flows.* If the logits of a row move with velocities v, then d pi_k/dt = pi_k (v_k - sum_i pi_i v_i)
   (`softmax-flow`). If |v_i| <= V, the mean of v is in [-V, V], by induction on the moves (`moves`),
   so |d pi_k/dt| <= 2V pi_k (`rate`). By Grönwall's lemma (textbook) pi_k(t) lies between pi_k(0) e^(-2Vt) and pi_k(0)
   e^(2Vt): it is zero if pi_k(0) is, and positive otherwise.
2. *V is finite* for these losses. Cross-entropy moves logits at n_k - (sum n) pi_k (`zero-gradient`), which is at most
   sum n (`cross-entropy-velocity`). A policy gradient moves them at the row's weight times pi_k (Q_k - sum pi Q)
   (`policy-gradient`), which is bounded if Q is, and zero if pi_k = 0 (`policy-gradient-velocity`).
3. *Updates.* pi'_k = pi_k g_k / Z with g > 0. A gradient step on logits is one with g = e^(eta v) (`softmax-step`);
   exponentiated gradient, mirror descent and natural gradient steps are others. Z > 0 by induction on the moves
   (`moves`). The support stays the same, by induction on the updates (`support`).
4. *KL.* The maximiser of reward - beta KL(pi | q) has pi_k = q_k exp((r_k - lambda)/beta - 1) (`tilt`), which is one
   update of q. A projection in KL(. | q) gives weight only to moves with weight under q, since its divergence is
   infinite otherwise.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import I, nonnegative, positive, real
from backproof.theory.chain import edge_state_chain
from backproof.theory.graph import START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy

Row: TypeAlias = Mapping[EdgeState, Fraction]

p, p_next, p_start, weight = nonnegative("p p_next p_start weight")
g, Z, V, least = positive("g Z V g_min")
v, mean, n, total, mass = real("v mean n total mass")
(length,), (CARRIED,) = nonnegative("moves"), nonnegative("p_k")

SCOPE = Scope(
    {length: 1},
    Policies("every update with positive factors", (g,), ()),
    (Given("velocity bound", (V,)), Given("least factor", (least,)), Given("probability", (p, p_start))),
)
ASSUMPTIONS = (
    Assumed("own-row", "every edge-state has its own row"),
    Assumed("bounded-values", "action values stay bounded during a policy-gradient flow, and the time is finite"),
    Assumed(
        "gronwall",
        "Grönwall's lemma leads from |dp/dt| <= 2V p to p(0) e^(-2Vt) <= p(t) <= p(0) e^(2Vt); KL(pi | q) is infinite "
        "if pi has weight where q has none (textbook)",
    ),
    Assumed("updates", "gradient steps on logits and KL-regularised optima are such updates (softmax-step, tilt)"),
)

CLAIM = Header(
    statement=(
        "under softmax flows, multiplicative updates and KL-regularised optima a move of probability zero stays at "
        "zero and a positive probability stays positive"
    ),
    source="Wu et al., arXiv 2507.14843 (support preservation); this form new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("zero-gradient",),
)


def evidence() -> list[Part]:
    return [_moves(), _rate(), *_velocities(), _updated_often(), _theorem(), *_derivations(), _on_corridors()]


def _within(value: sp.Expr, bound: sp.Expr) -> Formula:
    """|value| <= bound."""
    return both(le(-bound, value), le(value, bound))


def _moves() -> Induction:
    """Sums over the moves of a row: of its probabilities, of these times the velocities, and times the factors."""
    (p_i,) = nonnegative("p_i")
    moves = Recurrence(
        "moves of a row",
        I,
        {mass: sp.Integer(0), mean: sp.Integer(0), total: sp.Integer(0)},
        {mass: mass + p_i, mean: mean + p_i * v, total: total + p_i * g},
        chosen=(p_i, v, g),
        constraints=(_within(v, V), ge(g, least)),
    )
    words = (
        "over no moves, |sum pi v| <= V (sum pi) and sum pi g >= min g (sum pi)",
        "if both hold over some moves, they do with one move more of |v| <= V and g >= min g",
    )
    return Induction("moves", words, moves, both(_within(mean, V * mass), ge(total, least * mass)))


def _rate() -> Obligation:
    return Obligation(
        "rate",
        "a probability changes at no more than 2V times itself, and a probability of zero not at all",
        both(_within(p * (v - mean), 2 * V * p), implies(eq(p, 0), eq(p * (v - mean), 0))),
        (_within(mean, V), _within(v, V)),
    )


def _velocities() -> list[Obligation]:
    taken, visits = nonnegative("taken visits")
    (value,) = real("value")
    return [
        Obligation(
            "cross-entropy-velocity",
            "cross-entropy moves no logit faster than the number of visits",
            _within(taken - visits * p, visits),
            (le(taken, visits), le(p, 1)),
        ),
        Obligation(
            "policy-gradient-velocity",
            "with |Q| <= V a policy gradient of row weight w moves no logit faster than 2 V w pi",
            _within(weight * p * (value - mean), 2 * V * weight * p),
            (_within(value, V), _within(mean, V), le(p, 1)),
        ),
    ]


def _updated_often() -> Induction:
    """One move of a row under updates pi' = pi g / Z."""
    updates = Recurrence(
        "updates of a row",
        I,
        {CARRIED: p_start},
        {CARRIED: p_next},
        chosen=(g, Z, p_next),
        constraints=(eq(p_next * Z, CARRIED * g),),
    )
    same = both(implies(eq(p_start, 0), eq(CARRIED, 0)), implies(gt(p_start, 0), gt(CARRIED, 0)))
    words = (
        "after no update, the support is that of the start",
        "if it is after n updates, it is after a further update pi' = pi g / Z with g > 0",
    )
    return Induction("support", words, updates, same)


def _theorem() -> Theorem:
    """A row of some moves, the velocity of one of them, and one of them after n updates."""
    whole, after = eq(mass, 1), real("p_after")[0]
    flow = both(_within(p * (v - mean), 2 * V * p), implies(eq(p, 0), eq(p * (v - mean), 0)))
    kept = both(implies(eq(p_start, 0), eq(after, 0)), implies(gt(p_start, 0), gt(after, 0)))
    goal = both(
        implies(both(whole, _within(v, V)), flow),
        implies(whole, gt(total, 0)),
        implies(ge(n, 0), kept),
    )
    uses = Use(_moves(), {I: length}), Use(_rate()), Use(_updated_often(), {I: n, CARRIED: after})
    return Theorem("support-preserved", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _derivations() -> list[Derivation]:
    """One logit z and the rest of its row, R, which is the sum of exp over all other logits."""
    time, z, value, others, reward, beta, multiplier = sp.symbols("t z value others reward beta lambda", real=True)
    own, rest, rest_after, q, tilted = positive("own rest rest_after q tilted")
    z_t, rest_t = sp.Function("z")(time), sp.Function("R")(time)
    chosen = own / (own + rest)
    moving = sp.diff(sp.exp(z_t) / (sp.exp(z_t) + rest_t), time)
    moving = moving.subs({sp.diff(z_t, time): v, sp.diff(rest_t, time): others}).subs({sp.exp(z_t): own, rest_t: rest})
    objective = (value * sp.exp(z) + others) / (sp.exp(z) + rest)
    penalised = reward * tilted - beta * tilted * sp.log(tilted / q) - multiplier * tilted
    return [
        Derivation(
            "softmax-flow",
            "the derivative of a softmax probability in time is pi_k (v_k - sum pi v)",
            moving,
            chosen * (v - (own * v + others) / (own + rest)),
        ),
        Derivation(
            "policy-gradient",
            "the derivative of sum pi Q by a logit is pi_k (Q_k - sum pi Q)",
            sp.diff(objective, z).subs(sp.exp(z), own),
            chosen * (value - objective.subs(sp.exp(z), own)),
        ),
        Derivation(
            "softmax-step",
            "a step eta v on the logits is an update with g = e^(eta v)",
            own * g / (own * g + rest_after),
            chosen * g / (chosen * g + rest_after / (own + rest)),
        ),
        Derivation(
            "tilt",
            "reward - beta KL(pi | q) - lambda sum pi is stationary in pi_k at q_k exp((r_k - lambda)/beta - 1)",
            sp.solve(sp.diff(penalised, tilted), tilted)[0],
            q * sp.exp((reward - multiplier) / beta - 1),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _on_corridors() -> Instance:
    return Instance(
        "corridors",
        "on the full multigraph with moves closed at random, three random updates leave the same moves open and the "
        "same edge-states reachable, and the target is reached with certainty after them if and only if it was before",
        SMALL_SIZES,
        lambda width, depth, lanes: (_first_change(CorridorGraph(width, depth, lanes), _updated), None),
    )


def _first_change(graph: CorridorGraph, update: Callable[[Row, random.Random], Row]) -> str | None:
    """The first move that three updates of every row open or close; None if there is none."""
    draw = random.Random(repr(graph))  # noqa: S311 - not for secrets
    policy = Policy.base(graph)
    start = {state: _close_some(policy.row(graph, state), draw) for state in graph.edge_states()}
    rows = start
    for _ in range(3):
        rows = {state: update(row, draw) for state, row in rows.items()}
        for state, row in rows.items():
            for move, weight in row.items():
                if (weight == 0) != (start[state][move] == 0):
                    return f"after {state} the move {move} went from {start[state][move]} to {weight}"
    return None if _reached(graph, start) == _reached(graph, rows) else "other edge-states are reachable"


def _close_some(row: Row, draw: random.Random) -> Row:
    """The row with some of its moves closed, at probability 0; at least one stays open."""
    stays = draw.choice(list(row))
    kept = {move: weight * (move == stays or draw.random() < 0.8) for move, weight in row.items()}
    return _normalised(kept)


def _normalised(row: Row) -> Row:
    total = sum(row.values(), Fraction(0))
    return {move: weight / total for move, weight in row.items()}


def _updated(row: Row, draw: random.Random) -> Row:
    """The row pi g / Z with random g > 0."""
    return _normalised({move: weight * draw.randint(1, 9) for move, weight in row.items()})


def _projected(row: Row, draw: random.Random) -> Row:
    """The row nearest to pi + v in Euclidean distance, with random v >= 0."""
    moved = {move: weight + Fraction(draw.randint(0, 4), 8) for move, weight in row.items()}
    ordered = sorted(moved.values(), reverse=True)
    excesses = [(sum(ordered[:n], Fraction(-1)) / n, ordered[n - 1]) for n in range(1, len(ordered) + 1)]
    cut = [excess for excess, least in excesses if least > excess][-1]
    return {move: max(weight - cut, Fraction(0)) for move, weight in moved.items()}


def _reached(graph: CorridorGraph, rows: Mapping[EdgeState, Row]) -> tuple[frozenset[object], bool]:
    """The reachable edge-states, and whether the first leaf is reached with certainty."""

    def row(state: EdgeState) -> Row:
        return {move: weight for move, weight in rows[state].items() if weight}

    chain = edge_state_chain(START, row, frozenset(graph.leaves()[:1]))
    try:
        chain.expected_hitting_time()
    except ZeroDivisionError:
        return frozenset(chain.states), False
    return frozenset(chain.states), True


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    (kept,) = nonnegative("g")
    (eta,) = positive("eta")
    return [
        false_theorem(
            _theorem(),
            "half-the-rate",
            "a probability changes at no more than V times itself",
            goal=implies(both(eq(mass, 1), _within(v, V)), _within(p * (v - mean), V * p)),
        ),
        Control(
            Obligation(
                "additive-step",
                "a step on the probabilities themselves, pi' = pi + eta (v - mean), leaves zero at zero too",
                eq(p_next, 0),
                (eq(p, 0), eq(p_next, p + eta * (v - mean)), le(p_next, 1)),
            ),
            confirm=_confirm_additive,
        ),
        Control(
            Instance(
                "projected-step",
                "projected gradient steps leave the same moves open",
                SMALL_SIZES,
                lambda width, depth, lanes: (_first_change(CorridorGraph(width, depth, lanes), _projected), None),
            )
        ),
        Control(
            Obligation(
                "filtered-data",
                "a positive move stays positive under an update with g >= 0, as when samples are filtered",
                gt(p_next, 0),
                (gt(p, 0), eq(p_next * Z, p * kept)),
            )
        ),
        Control(
            Obligation(
                "unbounded-velocity",
                "|d pi/dt| <= 2V pi without a bound on the velocities",
                _within(p * (v - mean), 2 * V * p),
            )
        ),
    ]


def _confirm_additive(model: Model) -> str:
    """Two moves, pi = (0, 1): the model's step opens the only way back from the wrong leaf, which was closed."""
    graph = CorridorGraph(width=2, depth=1, lanes=1)
    policy, wrong = Policy.base(graph), graph.corridor(1)
    closed = {state: policy.row(graph, state) for state in graph.edge_states()}
    at_right = EdgeState(wrong[3], wrong[2])
    way_back, turn = EdgeState(wrong[2], wrong[1]), at_right.reversed()
    closed[at_right] = {way_back: Fraction(0), turn: Fraction(1)}
    opened = closed | {at_right: {way_back: model["p_next"], turn: 1 - model["p_next"]}}
    certain = [_reached(graph, rows)[1] for rows in (closed, opened)]
    if certain != [False, True]:
        raise ValueError(
            f"the target is reached with certainty before and after the step: {certain}, expected [False, True]"
        )
    return f"at W=2, K=L=1 a step that opens {way_back} after {at_right} makes an infinite cost finite"
