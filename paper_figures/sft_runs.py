"""Training runs that several figures draw from: SFT by plain steps, each run going on from the one before.

A run's time is the sum of its steps' sizes. By Euler's method, with a velocity that falls, they run ahead of the
gradient flow, here by less than 2% of the time: a test holds that.

Main definitions: `CHECKPOINTS` (times), `checkpoint` (the run that ends at one), `run_points`.
"""

from __future__ import annotations

from collections.abc import Iterator

from backproof.paper_figures.records import LoadedRecord, Record

CHECKPOINTS = (0.1, 1.0, 10.0, 100.0, 1000.0)
"""Times of SFT at which a run ends, at W = K = 15, L = 5."""

_STEPS = {0.1: (0.0005, 200), 1.0: (0.005, 180), 10.0: (0.05, 180), 100.0: (0.5, 180), 1000.0: (5.0, 180)}
"""Size and number of steps from the checkpoint before."""


def checkpoint(time: float) -> Record:
    """The run that ends at this time, with its trained gaps."""
    size, steps = _STEPS[time]
    place = CHECKPOINTS.index(time)
    start = f" --start {gaps_file(checkpoint(CHECKPOINTS[place - 1]))}" if place else ""
    options = f"--algorithm sft --optimiser plain --step {size:g} --steps {steps}{start}"
    return Record(f"sft-to-{time:g}", f"train {options}", keep=("safetensors",))


def gaps_file(record: Record) -> str:
    """Where its trained gaps are, as an option of a command says it."""
    return f"paper_figures/records/{record.name}.json.safetensors"


def run_points(loaded: LoadedRecord, began: float = 0.0) -> Iterator[tuple[float, float]]:
    """(time, cost) of the points that a record of SFT repeats, its start at time ``began``."""
    size = loaded.config["step"]
    for point in loaded.document["points"]:
        yield began + size * point["step"], point["cost"]
