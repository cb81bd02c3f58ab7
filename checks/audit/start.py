"""Row `start`: the theorem assumes that RLVR starts from the base model.

At SFT checkpoints some forward gradients have the wrong sign at first. RLVR converges all the same, and in about as
many sign steps.
"""

from __future__ import annotations

import math

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.near_optimum import fades
from backproof.checks.audit.standard import base_cost, by_claim, rlvr_cost, single_corridor, standard_costs
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import sft_policy
from backproof.theory.sign_descent import STEP, sign_steps_until
from backproof.theory.training_flows import arrivals, base_gaps, vertex_gaps

_claimed = by_claim("global-convergence")

TIMES = (0.01, 0.1, 1.0, 10.0, 1e2, 1e4)
"""The SFT times of the checkpoints."""

TAIL = (0.0005, 0.00005)
"""The relative excesses over H* at which the flow from a checkpoint is checked."""

NEAR = 1.05
"""A descent has arrived when it costs this many times H*."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(graph),
        dropped_at="from an SFT checkpoint, RLVR in the limit",
        breaking_point=Sentence(
            "no interior start; only a row at exactly one or zero, which training reaches in the limit, stays there"
        ),
        formula=("dH/dp_v = -2W (x_(v-1)+1) s_(v-1)/p_v + 2(W-1) y_(v-1) t_v/q_v", "y grows like rho^v at SFT's limit"),
        words=_words(graph),
        table=_by_time(graph),
        checks=_checks(graph),
    )


def wrong_signed(graph: CorridorGraph, policy: Policy, *, exact: bool) -> int:
    """The number of forward rows, out of 2K, that would lower H by passing less often."""
    gradient = expected_hitting_time_gradient(graph, policy, exact=exact)
    return sum(int(slope > 0) for family in (gradient.forward_entry, gradient.forward_exit) for slope in family)


def first_turn(graph: CorridorGraph) -> float | None:
    """The SFT time at which a forward gradient first gets the wrong sign; None if none has by the last of `TIMES`."""

    def turned(exponent: float) -> bool:
        return wrong_signed(graph, sft_policy(graph, 10.0**exponent), exact=False) > 0

    last = math.log10(TIMES[-1])
    grid = [last * part / 24 for part in range(-12, 25)]
    after = next((place for place, exponent in enumerate(grid) if turned(exponent)), None)
    if after is None or after == 0:
        return None if after is None else 10.0 ** grid[0]
    low, high = grid[after - 1], grid[after]
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if turned(middle) else (middle, high)
    return float(10.0**high)


def _steps(graph: CorridorGraph, policy: Policy | None) -> int | None:
    """The number of sign steps to `NEAR` H*; None if they do not get there."""
    start = base_gaps(graph) if policy is None else vertex_gaps(graph, policy)
    (steps,) = sign_steps_until(graph, start, [NEAR * float(rlvr_cost(graph).value)])
    return steps


def _words(graph: CorridorGraph) -> tuple[Sentence, ...]:
    late = sft_policy(graph, TIMES[-1])
    from_base, from_late, turn = _steps(graph, None), _steps(graph, late), first_turn(graph)
    words = [
        *single_corridor(graph),
        Sentence(
            "No interior start is a trap. The optimum is the only point at which every row is stationary, so exact "
            "gradient flow reaches H* = {optimum} from every interior start, SFT's checkpoints included, for every W "
            ">= 2.",
            {"optimum": rlvr_cost(graph)},
        ),
        Sentence(
            "The advantage of base is the sign of its forward gradients. At an SFT checkpoint at t = {time}, which "
            "costs {cost}, {wrong} of {rows} have the wrong sign: a walker on its way back is turned so often that a "
            "forward row which turned it again would help. RLVR first unlearns a part of what SFT taught.",
            {
                "time": Quantity(TIMES[-1]),
                "cost": Quantity(expected_hitting_time(graph, late), "sft-dynamics"),
                "wrong": _claimed(wrong_signed(graph, late, exact=False)),
                "rows": Quantity(2 * graph.depth),
            },
        ),
    ]
    if turn is not None:
        words.append(
            Sentence(
                "A forward gradient first gets the wrong sign at t = {turn} of SFT.",
                {"turn": Quantity(turn, "sft-dynamics")},
            )
        )
    if from_base is not None and from_late is not None:
        words.append(
            Sentence(
                f"Sign steps of {STEP} do not depend on the size of a gradient: in one run each, they take "
                f"{from_late} steps to {NEAR} H* from that checkpoint and {from_base} from base, which costs "
                f"{{cost}}.",
                {"cost": base_cost(graph)},
            )
        )
    else:
        words.append(
            Sentence(
                f"Sign steps of {STEP} are too coarse here: in one run each, they do not reach {NEAR} H* from "
                "base or from that checkpoint.",
            )
        )
    return tuple(words)


def _by_time(graph: CorridorGraph) -> Curves:
    columns = (
        "SFT time t",
        "cost",
        "forward rows with the wrong sign",
        f"sign steps of {STEP} to {NEAR} H*",
        "RLVR",
    )

    def row(time: float) -> tuple[Quantity | str | None, ...]:
        policy = sft_policy(graph, time)
        steps = _steps(graph, policy)
        return (
            Quantity(time),
            Quantity(expected_hitting_time(graph, policy), "sft-dynamics"),
            _claimed(wrong_signed(graph, policy, exact=False)),
            None if steps is None else str(steps),
            rlvr_cost(graph),
        )

    return Curves(columns, tuple(map(row, TIMES)), x=columns[0], curves=("cost", "RLVR"), log_x=True)


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    late = sft_policy(graph, TIMES[3])
    return (
        Check(
            f"forward rows with the wrong sign at t = {TIMES[3]:g}, in float64 and in fractions",
            wrong_signed(graph, late, exact=False),
            wrong_signed(graph, late, exact=True),
        ),
        Check(
            "the cost at that checkpoint, in float64 and in fractions",
            expected_hitting_time(graph, late),
            expected_hitting_time(graph, late, exact=True),
            20 * (graph.depth + 1) * 2.0**-53,
        ),
        *_flow_ends(graph),
    )


def _flow_ends(graph: CorridorGraph) -> tuple[Check, ...]:
    """RLVR's flow from the early checkpoint, whose forward rows still learn."""
    if graph.width == 1:
        return ()
    bounds = [float(rlvr_cost(graph).value) * (1 + excess) for excess in TAIL]
    seen = arrivals("gaps", graph, bounds, vertex_gaps(graph, sft_policy(graph, TIMES[1])))
    return (fades(graph, seen, TAIL[-1], f"from the checkpoint at t = {TIMES[1]:g}"),)


ASSUMPTION = Assumption(
    id="start",
    statement="RLVR starts from the base model",
    used_in="Theorem 3, where forward gradients have the right sign at base",
    relaxation="RLVR starts from any interior point, SFT checkpoints included",
    bearing=Bearing.PROOF,
    bearing_why="gradient flow has the same limit from every interior start",
    claims=("global-convergence", "sft-dynamics", "gradient-signs", "sign-cycle"),
    examine=examine,
)
