"""Training runs that several figures draw: SFT by plain steps, where each run continues the one before.

The time of a run is the sum of its step sizes. Plain steps are Euler's method for the gradient flow. The velocity
of the flow falls, so the steps run ahead of it; a test checks that this is less than 2% of the time.

Main definitions: `CHECKPOINTS` (times), `checkpoint` (the run that ends at one), `run_points`.
"""

from __future__ import annotations

from collections.abc import Iterator

from backproof.paper_figures.records import LoadedRecord, Record

CHECKPOINTS = (0.1, 1.0, 10.0, 100.0, 1000.0)
"""SFT times at which a run ends, at W = K = 15, L = 5."""

_STEPS = {0.1: (0.0005, 200), 1.0: (0.005, 180), 10.0: (0.05, 180), 100.0: (0.5, 180), 1000.0: (5.0, 180)}
"""Size and number of the steps from the previous checkpoint."""


def checkpoint(time: float) -> Record:
    """The record of the run that ends at this time, with its trained gaps."""
    size, steps = _STEPS[time]
    place = CHECKPOINTS.index(time)
    start = f" --start {gaps_file(checkpoint(CHECKPOINTS[place - 1]))}" if place else ""
    options = f"--algorithm sft --optimiser plain --step {size:g} --steps {steps}{start}"
    return Record(f"sft-to-{time:g}", f"train {options}", keep=("safetensors",))


def gaps_file(record: Record) -> str:
    """The file of its trained gaps, as an option of a command."""
    return f"paper_figures/records/{record.name}.json.safetensors"


def run_points(loaded: LoadedRecord, began: float = 0.0) -> Iterator[tuple[float, float]]:
    """(time, cost) of the points of an SFT record that starts at time ``began``."""
    size = loaded.config["step"]
    for point in loaded.document["points"]:
        yield began + size * point["step"], point["cost"]
