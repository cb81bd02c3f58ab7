"""What the theorem's three policies do on a graph of the user, and which rows SFT never changes.

Base and SFT limit are solved exactly where that takes seconds, else in float64 with a bound on the error; the policy
that RLVR finds is exact policy gradient from base, and its cost is of the policy found: an optimum only where a golden
path's length says so. The search agent is followed exactly on small graphs, else sampled.

Main definitions: `examine_graph`, `GraphAudit`, `PolicyFindings`, `SearchFindings`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from backproof.graphs.best import BestFindings, attains, find_best
from backproof.installed import is_installed
from backproof.theory.any_graph.elimination import TooMuchWork
from backproof.theory.any_graph.graph_search import search_outcome
from backproof.theory.any_graph.reasoning_graph import Flags, Floats, ReasoningGraph
from backproof.theory.any_graph.tabular import Evaluation, TabularCost, each_once, evaluate_law, exact_cost
from backproof.theory.any_graph.tabular_descent import Descent, policy_gradient, rounded
from backproof.theory.graph import check_type

TOP = 5
"""Nodes that are listed, those with most steps first."""
SHARED = 5e-4
"""A share is shown to a tenth of a percent; one with a larger error than this is left out."""
ROUNDED = 1e-9
"""How far from 1 a row may sum."""
CONFIDENCE = 0.99
SEARCH_STATES = 20_000
SEARCH_CELLS = 16_000_000
SEARCH_EPISODES = 10_000
SEARCH_MOVES = 100_000_000
"""The most moves that are sampled, if every row were as wide as the widest and every walk as long as the longest of the
first few. They take about ten seconds per policy.
"""
FIRST_EPISODES = 8
FEWEST_EPISODES = 100
TOO_LONG = "walks take too long on a graph with so many edges at a node"


@dataclass(frozen=True)
class SearchFindings:
    """``kind``: exact, sampled, or left out, and then ``reason``. ``stuck``: the probability to be stuck before the
    target, ``steps``: expected steps of those that arrive; each with an interval where sampled, None where no walk
    arrives or all is left out.
    """

    kind: str
    reason: str = ""
    stuck: Fraction | float | None = None
    stuck_interval: tuple[float, float] | None = None
    steps: Fraction | float | None = None
    steps_interval: tuple[float, float] | None = None
    episodes: int = 0


@dataclass(frozen=True)
class PolicyFindings:
    """A policy on the graph. ``cost`` is None if there is no such policy, and ``reason`` then says why.

    ``on_golden`` is the share of its steps along golden paths, ``on_silent`` the share after edges whose rows SFT
    leaves as they are; ``top`` has the nodes where most steps end, each with its share. They are None or empty if
    unknown, and their error is at most ``share_error``.
    """

    policy: str
    cost: TabularCost | None
    reason: str = ""
    on_golden: float | None = None
    on_silent: float | None = None
    top: tuple[tuple[str, float], ...] = ()
    share_error: float = 0.0
    search: SearchFindings = SearchFindings("left out")


@dataclass(frozen=True)
class GraphAudit:
    """``rows``: trained rows that the base walk meets, ``silent`` of them without gradient under SFT on golden paths.

    ``shortest``: mean length of a golden path, which no policy beats. ``descent``: iterations, gradient norm in all
    logits, and why it stopped. ``attained``: whether the policy found costs no more than ``shortest``. ``prior_total``:
    the sum of the prior as given. ``unread``: edge attributes in the file that have no meaning here. ``trained_by``:
    what trained the policy that was given; empty without one. ``best`` is what is known of the best policy; None if
    there is no policy of RLVR.
    """

    nodes: int
    unreached: int
    edges: int
    states: int
    moves: int
    targets: int
    shortest: Fraction
    rows: int
    silent: int
    policies: tuple[PolicyFindings, ...]
    iterations: int
    gradient: float
    stopped: str
    attained: bool
    prior_total: Fraction = Fraction(1)
    unread: tuple[str, ...] = ()
    trained_by: str = ""
    best: BestFindings | None = None


def examine_graph(
    graph: ReasoningGraph,
    on_step: Callable[[str], None] | None = None,
    *,
    trained: Floats | None = None,
    trained_by: str = "its owner",
    restarts: int = 0,
) -> GraphAudit:
    """All findings on one graph, the same at every call. ``on_step`` is called with the name of each step.

    ``trained`` (moves,) is a policy of yours, as `Learning.law`: the probability of each move. It is examined too.
    Policy gradient is begun again at so many random ``restarts``. Raises ValueError for a policy that does not fit the
    graph, and for a number of restarts that is not an integer >= 0.
    """
    if not isinstance(graph, ReasoningGraph):
        raise TypeError(f"graph must be a ReasoningGraph, got graph={graph!r:.40}: use from_networkx or load_graph")
    if trained is not None:
        _check_law(graph, trained)
    check_type("restarts", restarts, int)
    if restarts < 0:
        raise ValueError(f"restarts must be an integer >= 0, got restarts={restarts}")
    tell = on_step or (lambda words: None)
    tell("base policy")
    base, sft = graph.base(), graph.sft_limit()
    first = evaluate_law(graph, _floats(base))
    rows = first.met & graph.trained
    silent = rows & ~_mask(graph, graph.golden)
    found = [_findings(graph, "base", base, first, silent, tell)]
    tell("SFT limit")
    found.append(_findings(graph, "sft", sft, evaluate_law(graph, _floats(sft)), silent, tell))
    descent = policy_gradient(graph, lambda i, cost: tell(f"policy gradient, step {i}: {cost:.6g}"))
    found.append(_optimum(graph, descent, found[0], silent, tell))
    cost = found[-1].cost
    if trained is not None:
        found.append(_findings(graph, "trained", trained, evaluate_law(graph, trained), silent, tell))
    best = None if descent is None else find_best(graph, descent, restarts, tell)
    if best is not None and best.law is not None:
        found.append(_nearby(graph, "best", best.law, evaluate_law(graph, best.law), silent, tell))
    states = graph.states
    return GraphAudit(
        nodes=len(graph.nodes),
        unreached=len(graph.nodes) - len(np.unique(states.head)),
        edges=len(graph.edges),
        states=len(states) - 1,
        moves=len(states.to),
        targets=len(graph.targets),
        shortest=graph.shortest_paths(),
        rows=int(rows.sum()),
        silent=int(silent.sum()),
        policies=tuple(found),
        iterations=descent.iterations if descent else 0,
        gradient=descent.gradient if descent else math.nan,
        stopped=descent.stopped if descent else "",
        attained=cost is not None and attains(cost, graph.shortest_paths()),
        prior_total=graph.prior_total,
        unread=graph.unread,
        trained_by="" if trained is None else trained_by,
        best=best,
    )


def _check_law(graph: ReasoningGraph, law: Floats) -> None:
    moves = len(graph.states.to)
    if np.shape(law) != (moves,):
        raise ValueError(f"trained must have one probability per move, {moves}, got shape {np.shape(law)}")
    rows = np.bincount(graph.states.row, law, minlength=len(graph.states))[np.diff(graph.states.first) > 0]
    if not (np.min(law) >= 0 and np.allclose(rows, 1, atol=ROUNDED)):
        raise ValueError("trained must be probabilities that sum to 1 in each row: divide each row by its sum")


def _optimum(
    graph: ReasoningGraph, descent: Descent | None, base: PolicyFindings, silent: Flags, tell: Callable[[str], None]
) -> PolicyFindings:
    """Of the policy that the gradient finds."""
    if descent is None:
        infinite = base.cost is not None and base.cost.infinite
        why = "infinite" if infinite else "beyond float64"
        return PolicyFindings("rlvr", None, f"the base policy's cost is {why}: it has no gradient")
    return _nearby(graph, "rlvr", descent.law, descent.evaluation, silent, tell)


def _nearby(
    graph: ReasoningGraph, policy: str, law: Floats, here: Evaluation, silent: Flags, tell: Callable[[str], None]
) -> PolicyFindings:
    """Exactly where the policy is next to one of small fractions that costs no more."""
    small = rounded(graph, law)
    near = None if small is None else evaluate_law(graph, _floats(small))
    if small is not None and near is not None and near.cost <= here.cost * (1 + here.error + near.error):
        return _findings(graph, policy, small, near, silent, tell)
    return _findings(graph, policy, law, here, silent, tell)


def _findings(
    graph: ReasoningGraph,
    policy: str,
    law: Sequence[Fraction] | Floats,
    here: Evaluation,
    silent: Flags,
    tell: Callable[[str], None],
) -> PolicyFindings:
    exact = None if isinstance(law, np.ndarray) else exact_cost(graph, law)
    cost = exact or TabularCost(here.cost, here.trapped, here.error)
    tell(f"search with the policy {policy}")
    search = _search(graph, law)
    if cost.infinite or (exact is None and not here.visits_error <= SHARED):
        return PolicyFindings(policy, cost, search=search)
    share = np.array([float(n / cost.value) for n in cost.visits]) if exact else here.visits / here.cost
    share[0] = 0.0  # nobody travels to the start
    golden = _mask(graph, {*graph.golden, *(to for row in graph.golden.values() for to in row)})
    ended = np.bincount(graph.states.head, share, minlength=len(graph.nodes))
    top = np.argsort(-ended, kind="stable")[:TOP]
    return PolicyFindings(
        policy,
        cost,
        on_golden=float(share[golden].sum()),
        on_silent=float(share[silent].sum()),
        top=tuple((graph.label(int(at)), float(ended[at])) for at in top if ended[at] > 0),
        share_error=0.0 if exact else here.visits_error,
        search=search,
    )


def as_float(value: Fraction | Decimal | float) -> float:
    """The number as a float, inf where it is beyond."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _mask(graph: ReasoningGraph, states: Iterable[int]) -> Flags:
    mask = np.zeros(len(graph.states), bool)
    mask[list(states)] = True
    return mask


def _floats(law: Sequence[Fraction]) -> Floats:
    return np.array(each_once(law, float))


# --- search ----------------------------------------------------------------------------------------------------------


def _search(graph: ReasoningGraph, law: Sequence[Fraction] | Floats) -> SearchFindings:
    """Exactly if the histories are few, else by sampling if torch is installed and the graph is not too large."""
    if not isinstance(law, np.ndarray):
        try:
            found = search_outcome(graph, law)
        except TooMuchWork:
            pass
        else:
            arrive = 1 - found.stuck
            return SearchFindings("exact", stuck=found.stuck, steps=found.steps / arrive if arrive else None)
    if len(graph.states) > SEARCH_STATES:
        return SearchFindings("left out", f"the graph has more than {SEARCH_STATES:,} edge-states")
    if not is_installed("torch"):
        return SearchFindings("left out", "torch is not installed: in a clone, pip install '.[sim]'")
    if FIRST_EPISODES * len(graph.states) * _widest(graph) > SEARCH_MOVES:
        return SearchFindings("left out", TOO_LONG)
    return _sampled_search(graph, law if isinstance(law, np.ndarray) else _floats(law))


def _widest(graph: ReasoningGraph) -> int:
    return max(1, int(np.max(np.diff(graph.states.first))))


def _sampled_search(graph: ReasoningGraph, law: Floats) -> SearchFindings:
    """The simulator draws targets uniformly; walks are kept with probability in proportion to the prior."""
    from scipy import stats

    from backproof.sim.estimate import estimate
    from backproof.sim.search import search_walks
    from backproof.sim.walk_table import NO_GOAL, PolicyTable

    states, prior = graph.states, [float(p) for p in graph.target_law.values()]
    goal = np.full(len(graph.nodes), NO_GOAL)
    goal[list(graph.target_law)] = np.arange(len(prior))
    table = PolicyTable(states.first, states.to, law, goal[states.head], len(prior), graph.name)
    first = search_walks(table, range(SEARCH_EPISODES, SEARCH_EPISODES + FIRST_EPISODES))
    affordable = SEARCH_MOVES // (int(first.steps.max()) * _widest(graph))
    if affordable < FEWEST_EPISODES:
        return SearchFindings("left out", TOO_LONG)
    walks = search_walks(table, range(min(SEARCH_EPISODES, SEARCH_CELLS // len(graph.states), affordable)))
    chances = np.array(prior)[walks.goal.numpy()] / max(prior)
    kept = np.random.default_rng(0).random(len(chances)) < chances
    stuck, steps = walks.stuck.numpy()[kept], walks.steps.numpy()[kept] - 1.0  # the start is no step
    among = stats.binomtest(int(stuck.sum()), len(stuck)).proportion_ci(CONFIDENCE, "exact")
    arrived = steps[~stuck]
    mean = estimate(arrived, confidence=CONFIDENCE) if len(arrived) > 1 else None
    return SearchFindings(
        "sampled",
        stuck=float(stuck.mean()),
        stuck_interval=(float(among.low), float(among.high)),
        steps=mean.mean if mean else None,
        steps_interval=mean.interval if mean else None,
        episodes=len(stuck),
    )
