"""The first inward rows of a learnt table."""

from __future__ import annotations

from backproof.environments.tasks import corridor_task


def first_rows(corridors, law):
    """The probability to go on at l_1 of each corridor, coming from the fork."""
    task = corridor_task(corridors=corridors)
    states = task.graph.states
    places = {task.name(state): state for state in range(len(states))}
    found = []
    for corridor in range(1, len(corridors) + 1):
        state = places[f"f -> l1@{corridor}"]
        row = range(states.first[state], states.first[state + 1])
        found.append(float(sum(law[move] for move in row if states.head[states.to[move]] != states.tail[state])))
    return found
