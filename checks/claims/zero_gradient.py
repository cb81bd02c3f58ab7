"""Claim `zero-gradient`: SFT on golden paths gives no gradient to backward rows, for every W, K, L >= 1.

A row is *backward* if its edge-state was travelled toward the source.

1. *No data.* Every edge joins adjacent levels (distances from the source). A walk of n steps of which m went down a
   level therefore ends at level n - 2m (`walk`). A leaf is at level 2K+2, and that is also the length
   of a golden path, so m = 0 (`golden-never-turns`).
2. *No gradient.* The loss of a row is -sum_i n_i log pi_i, where the data take move i there n_i times. Its gradient in
   the logits is (sum n) pi_k - n_k (`row-gradient`). It vanishes if the data never visit the row (`unvisited-row`). If
   they always take the same move, it does not vanish before that move has probability one (`visited-row`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import both, either, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import I, K, L, W, naturals, nonnegative, positive, real, sizes
from backproof.theory.graph import CorridorGraph, EdgeState

steps, level, down = real("steps level down")
(downs,) = nonnegative("downs")
pi_move, taken, others = *positive("pi"), *nonnegative("taken others")

SCOPE = Scope(
    {W: 1, K: 1, L: 1},
    Policies("every walk", (down,), (either(eq(down, 0), eq(down, 1)),)),
    (Given("probability", (pi_move,), most=1), Given("number of visits", (taken, others))),
)
ASSUMPTIONS = (
    Assumed("own-row", "every edge-state has its own softmax row"),
    Assumed("golden-data", "the data are shortest paths"),
    Assumed(
        "adjacent-levels",
        "every edge joins two vertices whose distances from the source differ by one (true by construction, and "
        "checked on instances)",
    ),
    Assumed(
        "backward-row",
        "a path visits a backward row at most as often as it goes down a level, and the gradient of the data is the "
        "sum over their paths",
    ),
)

CLAIM = Header(
    statement="SFT on golden paths, which are shortest paths, gives no gradient to backward rows",
    source="paper, Theorem 2",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("sft-leaves-backward-rows",),
)

ROW_GRADIENT = (taken + others) * pi_move - taken
"""The derivative of a row's loss by the logit of a move that has probability pi and is taken `taken` times."""


def evidence() -> list[Part]:
    return [
        _walk(),
        _golden(),
        _row_gradient(),
        _no_data(),
        Obligation(
            "visited-row",
            "a row where the data always takes one move is pushed toward it until its probability is one",
            both(le(ROW_GRADIENT, 0), implies(lt(pi_move, 1), lt(ROW_GRADIENT, 0))),
            (le(pi_move, 1), eq(others, 0), gt(taken, 0)),
        ),
        _theorem(),
        Instance(
            "adjacent-levels",
            "every edge joins two adjacent levels",
            SMALL_SIZES,
            lambda width, depth, lanes: (_level_steps(CorridorGraph(width, depth, lanes)), {1}),
        ),
        Instance(
            "golden-paths",
            "no golden path visits a backward edge-state, by enumeration of all golden paths",
            SMALL_SIZES,
            lambda width, depth, lanes: (_backward_visits(CorridorGraph(width, depth, lanes)), []),
        ),
        Instance(
            "full-table",
            "with one logit per inner edge-state and move, the loss of all golden paths has a nonzero derivative in "
            "every forward row and in no backward row",
            tuple(size for size in SMALL_SIZES if max(size.values()) <= 2),
            lambda width, depth, lanes: _rows_with_gradient(CorridorGraph(width, depth, lanes)),
        ),
    ]


def _walk() -> Induction:
    """A walk from the source goes up a level at each step, or down, if ``down`` is 1."""
    walk = Recurrence(
        "steps of a walk from the source",
        I,
        {level: sp.Integer(0), downs: sp.Integer(0)},
        {level: level + 1 - 2 * down, downs: downs + down},
        chosen=(down,),
        constraints=(either(eq(down, 0), eq(down, 1)),),
    )
    words = (
        "at the source, after 0 steps, a walk stands at level steps - 2 downs",
        "if it does after n steps, it does after one step more, up a level or down",
    )
    return Induction("walk", words, walk, eq(level, I - 2 * downs))


def _golden() -> Obligation:
    return Obligation(
        "golden-never-turns",
        "a walk to a leaf, at level 2K+2, in at most 2K+2 steps has never gone down",
        eq(downs, 0),
        (eq(level, steps - 2 * downs), eq(level, 2 * K + 2), le(steps, 2 * K + 2)),
    )


def _no_data() -> Obligation:
    return Obligation(
        "unvisited-row",
        "a row that the data does not visit has gradient zero, whatever its probabilities",
        eq(ROW_GRADIENT, 0),
        (le(pi_move, 1), eq(taken + others, 0)),
    )


def _theorem() -> Theorem:
    """A golden path is a walk to a leaf in 2K+2 steps; the visits are those of one backward row by the path."""
    golden = both(ge(steps, 0), eq(level, 2 * K + 2), eq(steps, 2 * K + 2))
    goal = implies(both(golden, le(taken + others, downs)), both(eq(downs, 0), eq(ROW_GRADIENT, 0)))
    uses = Use(_walk(), {I: steps}), Use(_golden()), Use(_no_data())
    return Theorem("zero-gradient", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _row_gradient() -> Derivation:
    """The cross-entropy of a softmax row differentiated by one logit; exp(rest) is the sum over the other moves."""
    logit, rest = sp.symbols("logit rest", real=True)
    chosen = sp.exp(logit) / (sp.exp(logit) + sp.exp(rest))
    loss = -taken * sp.log(chosen) - others * sp.log(1 - chosen)
    return Derivation(
        "row-gradient",
        "the derivative of a row's loss by a logit is (sum n) pi - n",
        sp.simplify(sp.diff(loss, logit)),
        sp.simplify(ROW_GRADIENT.subs(pi_move, chosen)),
    )


def controls() -> list[Control]:
    (taken_steps, end, wrong), (depth,) = naturals("steps level downs"), sizes("K")
    longer = both(ge(steps, 0), eq(level, 2 * K + 2), eq(steps, 2 * K + 4))
    return [
        false_theorem(
            _theorem(),
            "longer-paths",
            "SFT on paths that are two steps longer gives no gradient to backward rows either",
            goal=implies(both(longer, le(taken + others, downs)), eq(ROW_GRADIENT, 0)),
        ),
        Control(
            Instance(
                "golden-paths-visit-every-edge-state",
                "golden paths visit every edge-state",
                SMALL_SIZES,
                lambda width, depth, lanes: (_unvisited(CorridorGraph(width, depth, lanes)), []),
            )
        ),
        Control(
            Obligation(
                "two-steps-more",
                "a walk to a leaf that is two steps longer than the shortest has never gone down either",
                eq(wrong, 0),
                (eq(end, taken_steps - 2 * wrong), eq(end, 2 * depth + 2), le(taken_steps, 2 * depth + 4)),
            )
        ),
        Control(
            Obligation(
                "visited-row-unmoved",
                "a row that the data visits has gradient zero too",
                eq(ROW_GRADIENT, 0),
                (le(pi_move, 1), gt(taken + others, 0)),
            )
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _level_steps(graph: CorridorGraph) -> set[int]:
    return {graph.level(edge.head) - graph.level(edge.tail) for edge in graph.edges()}


def _golden_visits(graph: CorridorGraph) -> set[EdgeState]:
    """Every edge-state on a golden path to any leaf."""
    return {state for leaf in graph.leaves() for path in graph.golden_paths(leaf) for state in path}


def is_backward(graph: CorridorGraph, state: EdgeState) -> bool:
    return graph.level(state.head) < graph.level(state.tail)


def _backward_visits(graph: CorridorGraph) -> list[str]:
    return sorted(str(state) for state in _golden_visits(graph) if is_backward(graph, state))


def _unvisited(graph: CorridorGraph) -> list[str]:
    return sorted({*map(str, graph.edge_states())} - {*map(str, _golden_visits(graph))})


def _rows_with_gradient(graph: CorridorGraph) -> tuple[list[str], list[str]]:
    """The rows whose loss has a derivative that is not identically zero, and the forward rows."""
    edge_states = list(graph.edge_states())
    rows = {
        state: {move: sp.Dummy() for move in edge_states if move.tail == state.head}
        for state in edge_states
        if state.head.kind in ("left", "right")
    }
    loss = sp.Integer(0)
    for leaf in graph.leaves():
        for state, move in itertools.chain.from_iterable(map(itertools.pairwise, graph.golden_paths(leaf))):
            if state in rows:
                loss += sp.log(sum(map(sp.exp, rows[state].values()))) - rows[state][move]
    moved = {state for state, logits in rows.items() if any(sp.diff(loss, logit) != 0 for logit in logits.values())}
    forward = {state for state in rows if not is_backward(graph, state)}
    return sorted(map(str, moved)), sorted(map(str, forward))
