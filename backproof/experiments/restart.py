"""The cost of the SFT limit under a harness that restarts at the fork, against walks."""

from __future__ import annotations

from backproof.checks.claims.restart import restart_cost
from backproof.experiments.walks import SMALL, named_sizes, walked_by_rows
from backproof.theory.policy import Policy
from backproof.theory.relaxations.restart import RestartHarness

PRICE = 1
"""Steps that a restart takes."""

RESTARTED = RestartHarness(SMALL, Policy.sft_limit(SMALL), PRICE)
HARNESSED = f"at {named_sizes(SMALL)} with SFT's rows and a harness that restarts for a step"

EXPERIMENTS = (walked_by_rows("restart", "sft-restarted", HARNESSED, RESTARTED, lambda: restart_cost(SMALL, PRICE)),)
