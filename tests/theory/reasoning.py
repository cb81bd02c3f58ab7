"""Strategies that draw reasoning graphs, and the cost of a policy computed in the simplest way."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from backproof.theory.chain import EdgeStateChain


@st.composite
def reasoning_graphs(draw, max_nodes=6, max_more=5, oneway=True):
    """Graphs with loops, parallel and one-way edges, weights, priors and fixed nodes; every node can be reached."""
    size = draw(st.integers(2, max_nodes))
    node, weight = st.integers(0, size - 1), st.integers(1, 4)
    one = st.booleans() if oneway else st.just(False)
    edges = [Edge(draw(st.integers(0, v - 1)), v, None, draw(weight), draw(one)) for v in range(1, size)]
    more = st.builds(Edge, node, node, st.none(), weight, one)
    edges += draw(st.lists(more, max_size=max_more))
    targets = draw(st.lists(st.integers(1, size - 1), min_size=1, max_size=3, unique=True))
    prior = draw(st.just(()) | st.tuples(*[st.integers(1, 3)] * len(targets)))
    fixed = draw(st.frozensets(node, max_size=2))
    return ReasoningGraph(tuple(range(size)), tuple(edges), 0, tuple(targets), prior, fixed)


def full_chain(graph, law, target):
    """The chain of a policy for one target, move by move, on the states that it reaches; None where it can be trapped.

    The states are found here again, by plain recursion to a fixed point.
    """
    rows = {}
    for row, to, p in zip(graph.states.row.tolist(), graph.states.to.tolist(), law, strict=True):
        rows.setdefault(row, {})[to] = p
    head = [graph.nodes[at] for at in graph.states.head.tolist()]
    met, open_states = [0], [0]
    while open_states:
        for to, p in rows.get(open_states.pop(), {}).items():
            if p and head[to] != target and to not in met:
                met.append(to)
                open_states.append(to)
    able, before = set(), None
    while able != before:
        before = set(able)
        able |= {i for i in met if any(p and (head[j] == target or j in able) for j, p in rows.get(i, {}).items())}
    if set(met) != able:
        return None
    place = {state: i for i, state in enumerate(met)}
    inner = tuple({place[j]: p for j, p in rows[i].items() if p and head[j] != target} for i in met)
    return EdgeStateChain(tuple(met), inner)


def chain_cost(graph, law):
    """Expected steps, by the exact solution of the chain of each target; None if a walker can be trapped."""
    total = Fraction(0)
    for target, prior in zip(graph.targets, graph.target_law.values(), strict=True):
        chain = full_chain(graph, law, target)
        if chain is None:
            return None
        total += prior * chain.expected_hitting_time()
    return total


def normalised(graph, weights):
    """The law with rows proportional to these weights."""
    sums = [0] * len(graph.states)
    for row, weight in zip(graph.states.row.tolist(), weights, strict=True):
        sums[row] += weight
    return [weight / sums[row] for row, weight in zip(graph.states.row.tolist(), weights, strict=True)]
