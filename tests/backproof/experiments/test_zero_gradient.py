"""SFT moves no backward row: a loss that moves one even by a bit is noticed."""

from __future__ import annotations

from backproof.experiments.zero_gradient import backward_rows_stay
from backproof.sim.losses import rlvr_loss, sft_loss
from backproof.theory.graph import PAPER


def test_sft_that_moves_a_backward_row_is_noticed():
    def leaking(gaps):
        value, gradient = sft_loss(PAPER)(gaps)
        return value, gradient + 1e-9 * rlvr_loss(PAPER)(gaps)[1] / 1e9

    assert backward_rows_stay(sft_loss(PAPER), 0.1).holds
    assert not backward_rows_stay(leaking, 0.1).holds
