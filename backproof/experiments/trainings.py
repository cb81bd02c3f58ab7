"""What the experiments that train share: families by direction, the gaps of base and SFT limit, the least cost.

Main definitions: `untrained_gaps`, `sft_limit_gaps`, `least_cost`.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.sim.exact_cost import BACKWARD_ENTRY, BACKWARD_EXIT, FORWARD_ENTRY, FORWARD_EXIT
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

Floats: TypeAlias = NDArray[np.float64]

FORWARD, BACKWARD = [FORWARD_ENTRY, FORWARD_EXIT], [BACKWARD_ENTRY, BACKWARD_EXIT]
"""Indices of the families along the first axis of an array of gaps."""

ROUNDING = 1e-9
"""Relative error allowed of a cost: some thousand roundings of 1e-16 each, with a margin."""

SAMPLING_ALARM = 1e-7
"""Probability that the derivatives of one experiment together reject what is true, their means taken as normal."""


def least_cost(graph: CorridorGraph) -> float:
    """H*, in steps."""
    return expected_hitting_time(graph, Policy.optimal(graph))


def untrained_gaps(graph: CorridorGraph) -> Floats:
    """The gaps of the base model, shape (4, K): 0."""
    return np.zeros((len(FAMILIES), graph.depth))


def sft_limit_gaps(graph: CorridorGraph) -> Floats:
    """The gaps of the SFT limit, shape (4, K): infinite forward, 0 backward."""
    gaps = untrained_gaps(graph)
    gaps[FORWARD] = np.inf
    return gaps
