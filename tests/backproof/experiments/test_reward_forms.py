"""Walks that succeed after a dead end are noticed."""

from __future__ import annotations

import numpy as np

from backproof.experiments.reward_forms import none_returns
from backproof.theory.graph import PAPER


def test_backtracking_walks_are_noticed():
    assert not none_returns(np.full((4, PAPER.depth), np.inf)).holds
