"""The cost where every corridor has its own depth, lanes and rows, against walks."""

from __future__ import annotations

from backproof.experiments.walks import drawn_policy, walked_by_rows
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

OWN = UnequalCorridors(
    (
        Corridor((3,), drawn_policy(1, 1, 0.4)),
        Corridor((1, 2), drawn_policy(2, 2, 0.4)),
        Corridor((2, 1, 3), drawn_policy(3, 3, 0.4)),
    )
)
UNEQUAL = "where every corridor has its own depth, lanes and rows"

EXPERIMENTS = (walked_by_rows("unequal-corridors", "unequal-walked", UNEQUAL, OWN, lambda: unequal_hitting_time(OWN)),)
