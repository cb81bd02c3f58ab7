"""Training runs of networks that several figures draw, at L = 2 lanes and W = 3 corridors. All costs are exact.

The transformers have a window of one, so they are tables whose rows share what the network shares.

Main definitions: `SFT_RUNS`, `ppo_run`, `last_cost`.
"""

from __future__ import annotations

from backproof.paper_figures.records import LoadedRecord, Record

WIDTH, LANES, DEPTH = 3, 2, 2
SIZES = f"--width {WIDTH} --lanes {LANES}"
TRANSFORMER = "--policy-class transformer --window 1"


def _sft_run(tokens: str, depth: int, seed: int) -> Record:
    """SFT for 500 steps on batches of 128 golden paths; the record has the law of the moves at the end."""
    how = f"train --algorithm sft {TRANSFORMER} --tokens {tokens} --steps 5"
    return Record(f"network-sft-{tokens}-{depth}-{seed}", f"{how} {SIZES} --depth {depth} --seed {seed}", ("npz",))


TOKENS = ("edge", "undirected", "move")
SFT_RUNS = {
    (tokens, depth, seed): _sft_run(tokens, depth, seed)
    for depth in (1, 2, 3, 4)
    for tokens in TOKENS
    for seed in (0, 1)
}
"""By tokens, depth and seed."""


def ppo_run(learner: str, fork: str, seed: int) -> Record:
    """PPO from base of a ``transformer`` with names of edges, or of a ``table`` by stable-baselines3."""
    policy = f"{TRANSFORMER} --steps 8" if learner == "transformer" else "--policy-class table --steps 60"
    how = f"train --algorithm ppo {policy} --fork {fork}"
    return Record(f"network-ppo-{learner}-{fork}-{seed}", f"{how} {SIZES} --depth {DEPTH} --seed {seed}", ("npz",))


def last_cost(record: LoadedRecord) -> float:
    """The exact cost at the end."""
    return float(record.arrays["cost"][-1])
