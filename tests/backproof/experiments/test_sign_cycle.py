"""Large sign steps stall, small ones descend."""

from __future__ import annotations

from backproof.experiments import sign_cycle


def test_large_steps_stall_and_small_steps_descend(monkeypatch):
    monkeypatch.setattr(sign_cycle, "TRAVEL", 8.0)
    assert sign_cycle.stalls(0.02).holds
    assert not sign_cycle.stalls(0.02, times=1e6).holds
