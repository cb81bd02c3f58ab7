"""Visits of walks at SFT's limit, and how they decay with the rank, against the claim and the theory."""

from __future__ import annotations

import functools

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree, sampled
from backproof.experiments.trainings import Floats
from backproof.experiments.walks import SMALL, named_sizes
from backproof.reports.walk_estimates import place_of
from backproof.sample_estimators import pseudo_values
from backproof.theory.companions.visit_ranks import Visited, edge_state_visits, rank_decay
from backproof.theory.companions.word_chain import Place
from backproof.theory.policy import Policy

BATCH = 80
WHOLE = 9000
"""A budget that a walk, of 175 steps on average, exceeds with a probability below e^-40: these are whole walks."""

RHO = (SMALL.lanes + 1) ** 2 / SMALL.lanes


def visits_rise_by(rate: float) -> Judgement:
    """Crossings of one edge of a wrong corridor in either direction: ``rate``^j of the connector behind j diamonds,
    and (L+1)/L times that of a lane of the next one.
    """
    wrong = [place for place in _places() if place.kind == "wrong"]
    factor = {0: 1.0, 1: (SMALL.lanes + 1) / SMALL.lanes}
    stated = [rate ** (place.edge // 2) * factor[place.edge % 2] for place in wrong]
    return means_agree("visits", _visits()[:, [_places().index(place) for place in wrong]], stated)


def decay_is_that_of(policy: Policy) -> Judgement:
    """The slope of log10 visits by rank over all directed edges. The fit to mean visits is corrected by the jackknife,
    since it is not linear in them: each batch has its pseudo-value.
    """
    known = {node.place: node.number for node in edge_state_visits(SMALL, policy)}

    def slope(visits: Floats) -> float:
        means = zip(_places(), visits.mean(axis=0), strict=True)
        return rank_decay([Visited(at, x, known[at]) for at, x in means]).slope

    found = pseudo_values(_visits(), slope)
    return means_agree("slope", found[:, None], [rank_decay(edge_state_visits(SMALL, policy)).slope])


@functools.cache
def _visits() -> Floats:
    """(batches, places): the mean visits to one edge-state of each place."""
    found = sampled("sft", WHOLE, BATCH)
    states, walked = len(found.walked.edges), found.walked
    address = walked.walk // BATCH * states + walked.state
    visits = np.bincount(address, minlength=found.batches * states).reshape(found.batches, states) / BATCH
    number = {place: at for at, place in enumerate(_places())}  # nobody comes back from the target
    by_goal = [[number.get(place_of(SMALL, edge, goal), -1) for edge in walked.edges] for goal in range(SMALL.width)]
    place = np.array(by_goal)[walked.goal[::BATCH]]
    here = (place == at for at in range(len(_places())))
    return np.column_stack([(visits * at).sum(axis=1) / at.sum(axis=1) for at in here])


@functools.cache
def _places() -> list[Place]:
    return [node.place for node in edge_state_visits(SMALL, Policy.base(SMALL))]


EXPERIMENTS = (
    TrainingExperiment(
        "sft-visits",
        "visits-walked",
        f"visits of whole walks rise by rho a diamond, at {named_sizes(SMALL)}",
        lambda: visits_rise_by(RHO),
        "they rise by L a diamond",
        lambda: visits_rise_by(SMALL.lanes),
    ),
    TrainingExperiment(
        "sft-visits",
        "decay-walked",
        f"visits of whole walks decay with the rank as the theory says, at {named_sizes(SMALL)}",
        lambda: decay_is_that_of(Policy.sft_limit(SMALL)),
        "they decay as at base",
        lambda: decay_is_that_of(Policy.base(SMALL)),
    ),
)
