"""Environments for learners, in the interface of Gymnasium: walks on corridor graphs and on any reasoning graph.

Importing this package registers ``backproof/Corridor-v0`` and ``backproof/Graph-v0``. Gymnasium does so itself for
``gymnasium.make("backproof.environments:backproof/Corridor-v0")``.
"""

from __future__ import annotations

from backproof.installed import require

require("gymnasium", "rl")
require("torch", "sim")

import gymnasium  # noqa: E402, because a missing package is reported first

ENVIRONMENTS = {"backproof/Corridor-v0": "Corridor", "backproof/Graph-v0": "Graph"}

for _id, _name in ENVIRONMENTS.items():
    if _id not in gymnasium.registry:
        gymnasium.register(
            _id,
            entry_point=f"backproof.environments.single:{_name}Env",
            vector_entry_point=f"backproof.environments.vector:{_name}VectorEnv",
        )
