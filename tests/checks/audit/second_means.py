"""Numbers of the audit's sentences at the sizes of ``golden.toml``, computed by other means than the audit's own.

Costs are solutions of chains on the full multigraph, times are roots of these costs, and RLVR's flows run on the
simulator's cost. The harness, the remembering fork and unequal corridors are walks that ``theory`` defines row by row.

Main definition: `SECOND_MEANS`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from backproof.checks.tools.instances import chain_cost
from backproof.checks.tools.scored_walks import ScoredRow, joint_moments
from backproof.checks.tools.walks import best_walk_cost, fork_cost
from backproof.sim.descent import natural, plain
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import rlvr_loss
from backproof.theory.chain import EdgeStateChain, mean_hitting_time
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.fork_memory import RememberingFork
from backproof.theory.relaxations.restart import RestartHarness
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors
from tests.checks.audit.chains import (
    BACKWARD,
    BASE,
    DEEPER,
    ENTRY,
    EXIT,
    FORWARD,
    GRAPH,
    LONG,
    NARROW,
    OPTIMUM,
    SFT,
    best_entrance,
    best_growth,
    best_time,
    chain_of,
    cost,
    discounted,
    dose,
    odds,
    root,
    rows,
    searched,
    sft,
    shared,
    slopes,
    solved,
    soon,
    trained,
)

# --- RLVR's flows, on the simulator's cost ---------------------------------------------------------------------------


def arrival(graph: CorridorGraph, bound: float, velocity: Callable[[Any, Any], Any]) -> float:
    """The time at which the flow from base costs ``bound``; ``velocity`` turns a gradient and gaps into the descent."""
    loss = rlvr_loss(graph)

    def move(time: float, flat: Any) -> Any:
        gaps = flat.reshape(4, graph.depth)
        return -np.asarray(velocity(loss(gaps)[1], gaps)).ravel()

    def arrived(time: float, flat: Any) -> float:
        return math.log(float(loss(flat.reshape(4, graph.depth))[0]) / bound)

    arrived.terminal = True  # type: ignore[attr-defined]
    start = np.zeros(4 * graph.depth)
    found = solve_ivp(move, (0, 1e4), start, "LSODA", events=arrived, rtol=1e-11, atol=1e-11)
    return float(found.t_events[0][0])


def next_digit(velocity: Callable[[Any, Any], Any]) -> float:
    """The time from 5% above H* = 26 to 0.5%."""
    return arrival(GRAPH, 26 * 1.005, velocity) - arrival(GRAPH, 26 * 1.05, velocity)


def on_logits(gradient: Any, gaps: Any) -> Any:
    return gap_speed(GRAPH, rows_tied=False) * gradient


# --- a fork that sees the target -------------------------------------------------------------------------------------


def with_sight(error: float, inside: Policy, *, every: bool) -> EdgeStateChain:
    """The fork errs with this probability. If every row sees the target, those that never were used are at base."""

    def row(state: EdgeState) -> Mapping[EdgeState, Any]:
        if state.head == FORK:
            wrong = Fraction(2, 3) if every and state != START else error
            law = (1 - wrong, wrong / 2, wrong / 2)
            return {EdgeState(FORK, GRAPH.corridor(w)[1]): chance for w, chance in enumerate(law)}
        return (BASE if every and state.head.corridor else inside).row(GRAPH, state)

    return chain_of(GRAPH, row)


def sighted(time: float, *, every: bool) -> float:
    """SFT at this time, whose fork is a row with two wrong corridors."""
    return 1 + solved(with_sight(1 / (1 + odds(1 / 2, time)), trained(time), every=every))


def allowed_error(*, every: bool) -> float:
    return root(lambda error: 1 + solved(with_sight(error, SFT, every=every)) - 12, 1e-6, 0.5)


def wrong_turn(*, every: bool) -> Fraction:
    """What a wrong corridor costs at an error of 1/7: its expected number is 3/7 with every row, else 1/6."""
    chain = with_sight(Fraction(1, 7), SFT, every=every)
    return (1 + chain.expected_hitting_time() - 6) / (Fraction(3, 7) if every else Fraction(1, 6))


# --- a trained fork, unequal corridors, walks ------------------------------------------------------------------------

ZIPF = [Fraction(6, 11), Fraction(3, 11), Fraction(2, 11)]


def best_fork() -> list[Fraction]:
    """Proportional to the square roots of the prior, in fractions that are near them."""
    weights = [Fraction(math.sqrt(pi)) for pi in ZIPF]
    return [weight / sum(weights) for weight in weights]


def evenly_outside() -> float:
    """The mass outside the likeliest corridor, spread evenly, at which (sum sqrt(pi))^2 is 1 + 4/43."""
    return root(lambda e: (math.sqrt(1 - e) + math.sqrt(2 * e)) ** 2 - 47 / 43, 1e-9, 0.1)


ONE_DEEP, SPREAD, SHALLOW = ((2, 2), (2,), (2,)), ((2,), (2, 3), (2, 3, 2)), ((2,),) * 3
"""The lanes of each corridor's diamonds."""


def corridor(lanes: tuple[int, ...]) -> Corridor:
    """SFT's rows: forward rows of one, backward rows uniform."""
    ones = [1] * len(lanes)
    return Corridor(lanes, Policy(ones, [Fraction(n, n + 1) for n in lanes], ones, [Fraction(1, n + 1) for n in lanes]))


def unequal(lanes: tuple[tuple[int, ...], ...], make: Callable[[Any], Corridor] = corridor) -> Fraction:
    return mean_hitting_time(UnequalCorridors(tuple(map(make, lanes))))


def not_in(longest: tuple[int, ...], lanes: tuple[tuple[int, ...], ...]) -> Fraction:
    """The part of the cost that is not spent in this corridor while it is wrong; two alike give its way back."""
    passage = 2 * len(longest) + 1
    back = unequal((longest, longest)) - 1 - 2 * passage
    return 1 - Fraction(2, 3) * (passage + back) / unequal(lanes)


def walks(policy: Policy, diamond: int, baseline: str = "best") -> Fraction:
    """Walks until the derivative by a gap is as large as its standard error."""
    found = joint_moments(GRAPH, policy, ScoredRow("backward_exit", diamond))
    c = {"best": found[1, 2] / found[0, 2], "mean": found[1, 0], "none": Fraction(0)}[baseline]
    square = found[2, 2] - 2 * c * found[1, 2] + c**2 * found[0, 2]
    return square / found[1, 1] ** 2 - 1


def early() -> Policy:
    """SFT at time 0.1, in short fractions."""
    return Policy(
        **{
            name: [Fraction(float(p)).limit_denominator(10**7) for p in getattr(trained(0.1), name)]
            for name in FAMILIES
        }
    )


def threshold() -> float:
    """The width at which the last backward derivative at base changes its sign: it is affine in the width."""
    two, three = (list(slopes(lambda p, g=g: cost(g, p), BASE, BACKWARD)) for g in (NARROW, GRAPH))
    return max(2 + a / (a - b) for a, b in zip(two, three, strict=True))


def not_right(graph: CorridorGraph) -> int:
    return sum(slope >= 0 for slope in slopes(lambda policy: cost(graph, policy), BASE, BACKWARD))


def wrong_forward(time: float) -> list[float]:
    return [slope for slope in slopes(lambda policy: cost(GRAPH, policy), trained(time), FORWARD) if slope > 0]


def first_turn() -> float:
    """Where the greatest forward derivative rises through 0."""
    return root(lambda t: max(slopes(lambda policy: cost(GRAPH, policy), trained(t), FORWARD)), 0.1, 10.0)


def length(of: Callable[[Policy], float], policy: Policy) -> float:
    return math.hypot(*slopes(of, policy, BACKWARD))


LONG_BASE, LONG_SFT = rows((ENTRY, EXIT), depth=10), rows((1, 1), depth=10)


def by_discount(policy: Policy) -> float:
    return length(lambda moved: discounted(LONG, moved, 1 - 1 / 64), policy)


def by_charge(policy: Policy) -> float:
    return length(lambda moved: cost(LONG, moved), policy)


SECOND_MEANS: dict[str, Callable[[], Any]] = {
    "converged.0.time": lambda: root(lambda t: sft(t) - 141, 2, 100),
    "converged.1.base": lambda: chain_cost(GRAPH, BASE),
    "converged.2.least": lambda: sft(best_time(GRAPH)),
    "converged.2.best": lambda: best_time(GRAPH),
    "converged.2.share": lambda: sft(best_time(GRAPH)) / 141,
    "converged.3.growth": best_growth,
    "converged.3.later": lambda: best_time(DEEPER),
    "converged.3.fixed": lambda: sft(10 * best_time(GRAPH), DEEPER) / cost(DEEPER, rows((ENTRY, EXIT), depth=4)),
    "converged.3.here": lambda: sft(10 * best_time(GRAPH)) / 141,
    "converged.4.ratio": lambda: sft(best_time(GRAPH)) / 26,
    "distillation.0.eps_soon": lambda: dose(soon()) / soon(),
    "distillation.0.dose_soon": lambda: dose(soon()),
    "distillation.0.eps_late": lambda: dose(100 * soon()) / (100 * soon()),
    "distillation.0.dose_late": lambda: dose(100 * soon()),
    "distillation.1.optimum": lambda: chain_cost(GRAPH, OPTIMUM),
    "distillation.2.clean": lambda: sft(soon()),
    "distillation.2.percent": lambda: sft(soon(), kept=0.01),
    "distillation.3.base": lambda: chain_cost(GRAPH, BASE),
    "distillation.3.clean": lambda: sft(100 * soon()),
    "restart.0.walk": lambda: (chain_cost(GRAPH, OPTIMUM) - 16) / 2,
    "restart.0.frozen": lambda: (chain_cost(GRAPH, SFT) - 16) / 2,
    "restart.1.sft": lambda: mean_hitting_time(RestartHarness(GRAPH, SFT, 1)),
    "restart.1.rlvr": lambda: chain_cost(GRAPH, OPTIMUM),
    "restart.2.walk": lambda: (chain_cost(GRAPH, OPTIMUM) - 16) / 2,
    "restart.2.early": lambda: mean_hitting_time(
        RestartHarness(GRAPH, rows((Fraction(20, 21), Fraction(5, 6))), 1),
    ),
    "shared-rows.0.ten": lambda: root(lambda t: shared(0.1, 1)(t) - 52, 1e10, 2e13),
    "shared-rows.0.one": lambda: root(lambda t: shared(1.0, 1)(t) - 52, 0.1, 100),
    "shared-rows.0.sigma": lambda: 4 * 0.1**2,
    "shared-rows.0.most": lambda: 3 * 24.0**26 / 1.04,
    "shared-rows.1.rlvr": lambda: chain_cost(GRAPH, OPTIMUM),
    "shared-rows.1.portion": lambda: 1 / 26,
    "shared-rows.1.worst": lambda: max(shared(0.1, 1)(t) for t in np.geomspace(1e-9, 1e13, 400)),
    "shared-rows.2.table": lambda: chain_cost(GRAPH, SFT),
    "shared-rows.2.ten": lambda: root(lambda t: shared(0.1, -1)(t) - 175, 1, 100),
    "shared-rows.3.rlvr": lambda: chain_cost(GRAPH, OPTIMUM),
    "rate.0.ratio": lambda: Fraction(9, 2) ** 2 / 2**2,
    "rate.1.rho": lambda: 1 / (ENTRY * EXIT),
    "rate.2.stated": lambda: 3 * 2**2,
    "rate.2.sft": lambda: chain_cost(GRAPH, SFT),
    "rate.2.one": lambda: 1 / (Fraction(1, 2) * Fraction(1, 2)),
    "search-agent.0.ratio": lambda: searched(SFT) / searched(OPTIMUM),
    "search-agent.1.sft": lambda: searched(SFT),
    "search-agent.1.alone": lambda: chain_cost(GRAPH, SFT),
    "search-agent.2.walk": lambda: chain_cost(GRAPH, OPTIMUM),
    "search-agent.3.rlvr": lambda: searched(OPTIMUM),
    "search-agent.3.bound": lambda: best_walk_cost(GRAPH),
    "target-seen.0.fork": lambda: allowed_error(every=False),
    "target-seen.0.fork_time": lambda: root(lambda t: sighted(t, every=False) - 12, 1, 1e4),
    "target-seen.0.every": lambda: allowed_error(every=True),
    "target-seen.0.every_time": lambda: root(lambda t: sighted(t, every=True) - 12, 1, 1e4),
    "target-seen.1.steps": lambda: 1 + with_sight(Fraction(0), SFT, every=True).expected_hitting_time(),
    "target-seen.2.wrong": lambda: wrong_turn(every=False),
    "target-seen.2.time": lambda: root(lambda t: sighted(t, every=False) - 12, 1, 1e4),
    "target-seen.3.wrong": lambda: wrong_turn(every=True),
    "target-seen.3.time": lambda: root(lambda t: sighted(t, every=True) - 12, 1, 1e4),
    "frozen-growth.0.error": lambda: root(lambda e: cost(GRAPH, rows((1, 1), (1 - e, 1 - e))) - 52, 0.01, 0.9),
    "frozen-growth.1.uniform": lambda: 1 / (ENTRY * EXIT),
    "frozen-growth.1.growth": lambda: 1 / Fraction(9, 10) ** 2,
    "frozen-growth.1.sft": lambda: chain_cost(GRAPH, rows((1, 1), (Fraction(9, 10),) * 2)),
    "frozen-growth.1.rlvr": lambda: chain_cost(GRAPH, OPTIMUM),
    "frozen-growth.2.few": lambda: Fraction(1, 4 * 2),
    "reward-forms.0.N": lambda: math.floor(6 * Fraction(9, 2) ** 10 / 10**6),
    "reward-forms.1.base": lambda: 1 + 3 * (20 + 11) * (5 + 11),
    "reward-forms.1.sft": lambda: cost(LONG, LONG_SFT),
    "reward-forms.1.optimum": lambda: 1 + 2 * 21 + 21,
    "reward-forms.2.at_base": lambda: by_discount(LONG_BASE),
    "reward-forms.2.at_sft": lambda: by_discount(LONG_SFT),
    "reward-forms.2.charged_base": lambda: by_charge(LONG_BASE),
    "reward-forms.2.charged_sft": lambda: by_charge(LONG_SFT),
    "reward-forms.3.optimum": lambda: 1 + 2 * 21 + 21,
    "lanes.0.rho": lambda: 1 / (Fraction(1, 2) * Fraction(1, 2)),
    "lanes.1.one": lambda: 1 / (Fraction(1, 2) * Fraction(1, 2)),
    "lanes.1.here": lambda: 1 / (ENTRY * EXIT),
    "lanes.2.sft": lambda: chain_cost(CorridorGraph(3, 2, 1), rows((1, 1), (Fraction(1, 2),) * 2)),
    "lanes.2.rlvr": lambda: chain_cost(CorridorGraph(3, 2, 1), OPTIMUM),
    "lanes.2.paper": lambda: 1**2,
    "fork-memory.1.going_on": lambda: mean_hitting_time(RememberingFork(GRAPH, OPTIMUM)),
    "fork-memory.1.optimum": lambda: chain_cost(GRAPH, OPTIMUM),
    "fork-memory.2.given": lambda: mean_hitting_time(RememberingFork(GRAPH, SFT)),
    "fork-memory.2.sft": lambda: chain_cost(GRAPH, SFT),
    "fork-square-root.0.gain": lambda: (
        Fraction(12 - 6) / (chain_cost(GRAPH, SFT) / 2 - 3 - chain_cost(GRAPH, OPTIMUM) + 6)
    ),
    "fork-square-root.0.mass": evenly_outside,
    "fork-square-root.1.sft": lambda: fork_cost(GRAPH, ZIPF, ZIPF, SFT),
    "fork-square-root.2.best": lambda: fork_cost(GRAPH, ZIPF, best_fork()),
    "fork-square-root.2.uniform": lambda: chain_cost(GRAPH, OPTIMUM),
    "fork-square-root.3.kind": lambda: fork_cost(GRAPH, ZIPF, best_fork(), SFT),
    "fork-square-root.3.return_": lambda: (chain_cost(GRAPH, SFT) - 6) / 2,
    "fork-square-root.3.plain": lambda: (chain_cost(GRAPH, OPTIMUM) - 6) / 2,
    "fork-square-root.3.wrong": lambda: (fork_cost(GRAPH, ZIPF, best_fork()) - 6) / 10,
    "parametrisation.0.threshold": threshold,
    "parametrisation.2.gaps": lambda: 4 * 2,
    "parametrisation.2.logits": lambda: 2 * 3 * 2 * 2,
    "parametrisation.2.from_gaps": lambda: next_digit(plain),
    "parametrisation.2.from_logits": lambda: next_digit(on_logits),
    "parametrisation.3.taken": lambda: next_digit(natural(GRAPH)),
    "parametrisation.3.digit": lambda: math.log(10) / 2,
    "parametrisation.4.base": lambda: chain_cost(GRAPH, BASE),
    "unequal-corridors.0.shallow": lambda: unequal(SHALLOW) / unequal(SHALLOW, Corridor.straight),
    "unequal-corridors.1.sft": lambda: unequal(ONE_DEEP),
    "unequal-corridors.1.straight": lambda: unequal(ONE_DEEP, Corridor.straight),
    "unequal-corridors.1.rest": lambda: not_in(ONE_DEEP[0], ONE_DEEP),
    "unequal-corridors.1.all": lambda: chain_cost(GRAPH, SFT),
    "unequal-corridors.2.sft": lambda: unequal(SPREAD),
    "unequal-corridors.2.straight": lambda: unequal(SPREAD, Corridor.straight),
    "unequal-corridors.2.rest": lambda: not_in(SPREAD[2], SPREAD),
    "unequal-corridors.3.first": lambda: best_entrance(ONE_DEEP)[0],
    "unequal-corridors.3.best": lambda: best_entrance(ONE_DEEP)[1],
    "unequal-corridors.3.straight": lambda: unequal(ONE_DEEP, Corridor.straight),
    "unequal-corridors.3.mixed": lambda: best_entrance(SPREAD)[1],
    "gradient-noise.0.K": lambda: next(
        k for k in range(1, 99) if 4 * (1 - EXIT) * Fraction(9, 2) ** (k - 1) > 10**6 + 1
    ),
    "gradient-noise.2.near": lambda: walks(SFT, 0),
    "gradient-noise.2.far": lambda: walks(SFT, 1),
    "gradient-noise.2.steps": lambda: chain_cost(GRAPH, SFT),
    "gradient-noise.3.checkpoint": lambda: walks(early(), 1),
    "gradient-noise.3.steps": lambda: chain_cost(GRAPH, BASE),
    **{f"gradient-noise.3.{name}": functools.partial(walks, BASE, 1, name) for name in ("best", "mean", "none")},
    "start.1.optimum": lambda: chain_cost(GRAPH, OPTIMUM),
    "start.2.cost": lambda: sft(1e4),
    "start.2.wrong": lambda: len(wrong_forward(1e4)),
    "start.3.turn": first_turn,
    "start.4.cost": lambda: chain_cost(GRAPH, BASE),
    "width.0.threshold": threshold,
    "width.1.wrong": lambda: not_right(NARROW),
    "width.1.here": lambda: not_right(GRAPH),
    "width.2.time": lambda: arrival(NARROW, 16 * 1.05, plain),
    "width.2.sft": lambda: chain_cost(NARROW, SFT),
    "width.2.rlvr": lambda: chain_cost(NARROW, OPTIMUM),
}
"""By row, place of the sentence (0 is the breaking point) and name of the number."""
