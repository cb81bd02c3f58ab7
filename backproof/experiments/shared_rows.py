"""Training of rows that share a feature: every gap has a part in common with all others.

Parameters are a gap for each of the 4K rows, flattened, and then the shared one, theta_0. A small network is measured
beside: it sees the name of the last move and scores the names of the next, and the environment draws at the fork. Its
rows share all of its weights. What they share of a direction depends on the names.

Main definitions: `sharing_loss`, `shared_gaps`, `network_costs`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Hashable

import numpy as np
import torch
from torch import nn

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, FORWARD, ROUNDING, Floats, least_cost
from backproof.experiments.walks import SMALL, named_sizes
from backproof.sim.descent import descend, gradient_flow, normalised
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.logit_table import TableEdge, corridor_logit_table
from backproof.sim.losses import Loss, rlvr_loss, sft_loss
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, PAPER, START, EdgeState
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.shared_rows import Frame, SharedFlow, progress_beyond, progress_within_factor_two

WEIGHT = 0.1
RLVR_STEPS = 2000
"""Of length 1; a shared gradient may point the wrong way for a while, so that 400 do not suffice."""

ROUNDED = 1e-6
"""Relative error allowed of a cost: 1e-11 for each of some thousand integration steps, in 4K gaps, with a margin."""

ROWS = len(FAMILIES), PAPER.depth


def base_parameters() -> Floats:
    return np.zeros(4 * PAPER.depth + 1)


def shared_gaps(parameters: Floats, weight: float, frame: Frame) -> Floats:
    """theta + lambda phi theta_0, of shape (4, K)."""
    return np.asarray(parameters[:-1].reshape(ROWS) + weight * pointing(frame) * parameters[-1])


def pointing(frame: Frame) -> Floats:
    """phi of each family, as a column."""
    phi = np.ones((len(FAMILIES), 1))
    phi[BACKWARD] = frame
    return phi


def sharing_loss(loss: Loss, weight: float, frame: Frame) -> Loss:
    """The loss as a function of the own parameters and the shared one: its gradient by the chain rule."""

    def shared(parameters: Floats) -> tuple[float, Floats]:
        value, gradient = loss(shared_gaps(parameters, weight, frame))
        return value, np.append(gradient.ravel(), weight * (pointing(frame) * gradient).sum())

    return shared


def costs_when_said(level: float, last: float, frame: Frame, weight: float = WEIGHT) -> Judgement:
    """SFT with lambda = `WEIGHT`: the cost is ``level`` at the time that the theory of ``weight`` says, and all the way
    each backward gap is in its proportion to the mean forward gap.
    """
    predicted = SharedFlow(PAPER, weight, last)
    time = math.exp(predicted.log_time(predicted.last_at(level, frame)))
    times = [0.0, *np.geomspace(0.1, time, 6)]
    run = gradient_flow(sharing_loss(sft_loss(PAPER), WEIGHT, frame), base_parameters(), times)
    gaps = np.array([shared_gaps(point, WEIGHT, frame) for point in run])
    mean = gaps[:, FORWARD].mean(axis=(1, 2))
    portion = gaps[1:, BACKWARD] / mean[1:, None, None]
    expected = frame * predicted.sigma / (1 + predicted.sigma)
    apart = float(np.abs(portion / expected - 1).max())
    cost = float(cost_of_gaps(PAPER, gaps[-1]))
    detail = (
        f"at time {time:.6g} the cost is {cost:.8g}, said to be {level:.8g}; backward gaps are {expected:+.6g} times "
        f"the mean forward gap, at most {apart:.2g} off; allowed {ROUNDED:g}"
    )
    return Judgement(abs(cost / level - 1) <= ROUNDED and apart <= ROUNDED, detail)


def learns(frame: Frame, weight: float = WEIGHT) -> Judgement:
    """SFT is at twice the optimum when the theory of an egocentric feature says."""
    last = progress_within_factor_two(PAPER, weight)
    return costs_when_said(2 * least_cost(PAPER), last, frame, weight)


def unlearns(frame: Frame, weight: float = WEIGHT) -> Judgement:
    """SFT passes the table's limit when the theory of an allocentric feature says."""
    table = expected_hitting_time(PAPER, Policy.sft_limit(PAPER))
    return costs_when_said(table, progress_beyond(PAPER, weight, table), frame, weight)


def reaches(loss: Loss) -> Judgement:
    """Normalised steps from base, with either feature at lambda = 1: at H*."""
    found = []
    for frame in Frame:
        shared = sharing_loss(loss, 1.0, frame)
        *_, last = descend(shared, base_parameters(), normalised, step=1.0, steps=RLVR_STEPS)
        found.append(float(cost_of_gaps(PAPER, shared_gaps(last.logits, 1.0, frame))) / least_cost(PAPER) - 1)
    detail = f"relatively above H* after {RLVR_STEPS} normalised steps: " + ", ".join(
        f"{frame.name.lower()} {excess:.2g}" for frame, excess in zip(Frame, found, strict=True)
    )
    return Judgement(max(map(abs, found)) <= ROUNDING, f"{detail}; allowed {ROUNDING:g}")


# --- a network, measured ---------------------------------------------------------------------------------------------

SEEDS = range(5)
ADAM_STEPS, RATE = 100, 3e-3
DIM = 32
SPREAD_OF_SCORES = 0.02
"""The standard deviation of the weights of the output: an untrained network is near base."""

NEAR_OPTIMUM = 1.05


def move_name(state: TableEdge, tokens: str) -> Hashable:
    """The directed edge, or what was done and not where: the first move, corridor w, lane i, a connector."""
    if tokens == "edge" or not isinstance(state, EdgeState):
        return state
    if state.is_lane:
        return "lane", state.lane
    if state.tail == FORK:
        return "corridor", state.head.corridor
    return "first" if state == START else "connector"


@functools.cache
def network_costs(tokens: str) -> tuple[float, ...]:
    """The exact costs after SFT on all golden paths, one for each of `SEEDS`."""
    table = corridor_logit_table(SMALL)
    numbers: dict[Hashable, int] = {}
    named = torch.tensor([numbers.setdefault(move_name(state, tokens), len(numbers)) for state in table.states])
    data = table.count(path for leaf in SMALL.leaves() for path in SMALL.golden_paths(leaf))
    trained = torch.tensor([table.states[row][1] != FORK for row in table.row.tolist()])
    costs = []
    for seed in SEEDS:
        network = _network(len(numbers), seed)
        adam = torch.optim.Adam(network.parameters(), lr=RATE)
        for step in range(ADAM_STEPS + 1):
            logits = network(torch.arange(len(numbers)))[named[table.row], named[table.to]] * trained
            if step < ADAM_STEPS:
                adam.zero_grad()
                torch.autograd.backward(table.cross_entropy(logits, data))
                adam.step()
        costs.append(table.hitting_time(logits.detach()).item())
    return tuple(costs)


def _network(names: int, seed: int) -> nn.Module:
    """An embedding, a hidden layer and a score for each name."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        hidden = (nn.Linear(DIM, 4 * DIM), nn.GELU(), nn.Linear(4 * DIM, DIM), nn.LayerNorm(DIM))
        scores = nn.Linear(DIM, names, bias=False)
        nn.init.normal_(scores.weight, std=SPREAD_OF_SCORES)
        return nn.Sequential(nn.Embedding(names, DIM), *hidden, scores).double()


def names_decide(*, worse: str, near: str) -> Judgement:
    """With some names every network ends worse than the table does in the limit, with others near the optimum."""
    limit, optimum = expected_hitting_time(SMALL, Policy.sft_limit(SMALL)), least_cost(SMALL)
    least, most = min(network_costs(worse)), max(network_costs(near))
    detail = (
        f"after {ADAM_STEPS} steps {len(SEEDS)} networks cost {least:.5g} or more with names of {worse}s, the table "
        f"{limit:.5g} in the limit; with names of {near}s {most:.5g} or less, H* is {optimum:g}"
    )
    return Judgement(least > limit and most <= NEAR_OPTIMUM * optimum, detail)


EXPERIMENTS = (
    TrainingExperiment(
        "shared-rows",
        "egocentric-learns",
        "with an egocentric feature of weight 0.1 SFT is at twice the optimum when the theory says",
        lambda: learns(Frame.EGOCENTRIC),
        "with an egocentric feature of weight 0.1 it is there when the theory of a weight 1% greater says",
        lambda: learns(Frame.EGOCENTRIC, 1.01 * WEIGHT),
    ),
    TrainingExperiment(
        "shared-rows",
        "allocentric-unlearns",
        "with an allocentric feature of weight 0.1 SFT passes the table's limit when the theory says",
        lambda: unlearns(Frame.ALLOCENTRIC),
        "with an allocentric feature of weight 0.1 it passes that limit when the theory of a weight 1% greater says",
        lambda: unlearns(Frame.ALLOCENTRIC, 1.01 * WEIGHT),
    ),
    TrainingExperiment(
        "shared-rows",
        "rlvr-reaches",
        "RLVR reaches H* from base with either feature at weight 1",
        lambda: reaches(rlvr_loss(PAPER)),
        "SFT reaches H* from base with either feature at weight 1",
        lambda: reaches(sft_loss(PAPER)),
    ),
    TrainingExperiment(
        "shared-rows",
        "network-measured",
        f"measured at {named_sizes(SMALL)}, fork drawn by the environment: SFT makes a network worse than a table if "
        "its tokens are directed edges, and takes it within 1.05 of H* if they are moves",
        lambda: names_decide(worse="edge", near="move"),
        "SFT makes a network worse than a table if its tokens are moves, and takes it within 1.05 of H* if they are "
        "directed edges",
        lambda: names_decide(worse="move", near="edge"),
    ),
)
