"""Sign steps stall by their size."""

from __future__ import annotations

from backproof.experiments import sign_cycle


def test_steps_stall_or_descend_by_their_size(monkeypatch):
    monkeypatch.setattr(sign_cycle, "TRAVEL", 8.0)
    assert sign_cycle.stalls(0.02).holds
    assert not sign_cycle.stalls(0.02, times=1e6).holds
