"""Claim `trajectory-entropy`: the entropy of the whole walk in closed form, for base, for SFT's limit and for RLVR's.
RLVR's is less than base's. For all W, K, L >= 1.

By the chain rule the entropy of a walk is the expected sum of the entropies of the rows that choose its moves:
w = log W at the fork, a = log L where a walker takes any lane and nothing else, and b = log(L+1) in a uniform row.
Leaves and rows that are one add nothing. A passage out has 2K + 2S - x moves that are chosen at inner vertices, where S
is the sum of the surplus crossings and x that of the fork's connector. For a passage back x is that of the leaf's.
There are W passages out, W - 1 back, and W (1 + x) departures from the fork.

At base every inner row has b (`base-out`, `base-back`). At SFT's limit a walker on its way back chooses with b when it
goes homeward, 2K + S times, and with a when it goes outward into a diamond (`sft-back`). RLVR's walker chooses among
lanes alone, K times on each passage.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, both, eq, gt, implies, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import SURPLUS, TOTAL, TWO_VERTICES, diamonds
from backproof.checks.tools.instances import SMALL_SIZES
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, positive, real
from backproof.theory.companions.entropies import trajectory_entropy
from backproof.theory.companions.visit_ranks import edge_state_visits
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES, Policy

a, w = nonnegative("a w")
(b,) = positive("b")
ENTRIES = real("entries")[0]
X_OUT, S_OUT, X_BACK, S_BACK, X_SFT, S_SFT, E_SFT = real("x_out S_out x_back S_back x_sft S_sft entries_sft")
R, G, D = real("R G D")
P_OUT, P_BACK, P_SFT = positive("P_out P_back P_sft")

SCOPE = Scope({W: 1, K: 1, L: 1}, given=(Given("logarithm", (a, w)), Given("larger logarithm", (b,))))
ASSUMPTIONS = (
    Assumed("chain-rule", "the entropy of a walk is the expected sum of the entropies of the rows that it meets"),
    Assumed("logarithms", "w = log W, a = log L and b = log(L+1), so that a < b"),
    TWO_VERTICES,
)

CLAIM = Header(
    statement=(
        "the entropy of the walk is R (W w + (2W-1) K (L+1) b) at base, R = K/L + K + 1; W w + (2W-1) K a at RLVR's "
        "limit, which is less; and W w + K a + (W-1) (G a + D b) at SFT's, G = L (rho^K - 1)/(L^2+L+1) and "
        "D = (L+1)(2L+1)(rho^K - 1)/(L^2+L+1), with w = log W, a = log L, b = log(L+1)"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost",),
    experiments=("rows-walked", "words-walked"),
)

RHO = (L + 1) ** 2 / L
SUM = L * (P - 1) / (L**2 + L + 1)
ALL = (L + 1) * (2 * L + 1) * (P - 1) / (L**2 + L + 1)


def evidence() -> list[Part]:
    return [*_base_passages(), _sft_back(), trajectory_entropy_theorem(), _on_graphs()]


def _base_passages() -> tuple[Induction, Induction]:
    words = (
        "before the first diamond all sums are 0",
        "if x = i/L + i and 2i + 2S - x = (i/L + i + 1) i (L+1), so with one diamond more",
    )
    chosen = eq(2 * I + 2 * TOTAL - SURPLUS, (I / L + I + 1) * I * (L + 1))
    rows, predicate = closed_forms.BASE_ROWS, both(eq(SURPLUS, I / L + I), chosen)
    out, back = diamonds("out at base", rows, sp.Integer(1)), diamonds("back at base", rows.reversed(), sp.Integer(1))
    return Induction("base-out", words, out, predicate), Induction("base-back", words, back, predicate)


def _sft_back() -> Induction:
    """With the outward crossings of the connectors before each diamond, behind which a lane is entered."""
    through = diamonds("back at SFT's limit", closed_forms.SFT_ROWS.reversed(), RHO)
    over = Recurrence(
        through.words,
        I,
        {**through.start, ENTRIES: sp.Integer(0)},
        {**through.following, ENTRIES: ENTRIES + SURPLUS},
    )
    words = (
        "before the first diamond all sums are 0",
        "if y = P - 1, the sum of y before each diamond is L (P - 1)/(L^2+L+1) - i and that of all surpluses "
        "(L+1)(2L+1)(P - 1)/(L^2+L+1) - 2i, so with one diamond more",
    )
    return Induction("sft-back", words, over, both(eq(SURPLUS, P - 1), eq(ENTRIES, SUM - I), eq(TOTAL, ALL - 2 * I)))


def trajectory_entropy_theorem() -> Theorem:
    out, back = _base_passages()
    uses = (
        Use(out, {I: K, SURPLUS: X_OUT, TOTAL: S_OUT, P: P_OUT}),
        Use(back, {I: K, SURPLUS: X_BACK, TOTAL: S_BACK, P: P_BACK}),
        Use(_sft_back(), {I: K, SURPLUS: X_SFT, TOTAL: S_SFT, ENTRIES: E_SFT, P: P_SFT}),
    )
    let = {R: K / L + K + 1, G: SUM.subs(P, P_SFT), D: ALL.subs(P, P_SFT)}
    return Theorem("trajectory-entropy", CLAIM.statement, SCOPE, uses, _entropies(), ASSUMPTIONS, let=let)


def _base() -> sp.Expr:
    """The rows that the base model meets, times their entropies."""
    chosen = W * (2 * K + 2 * S_OUT - X_OUT) + (W - 1) * (2 * K + 2 * S_BACK - X_BACK)
    return W * (1 + X_OUT) * w + chosen * b


def _sft() -> sp.Expr:
    return W * w + W * K * a + (W - 1) * (E_SFT * a + (2 * K + S_SFT) * b)


def _rlvr() -> sp.Expr:
    return W * w + (2 * W - 1) * K * a


def _entropies() -> Formula:
    base = R * (W * w + (2 * W - 1) * K * (L + 1) * b)
    sft = W * w + K * a + (W - 1) * (G * a + D * b)
    return both(eq(_base(), base), eq(_sft(), sft), implies(lt(a, b), lt(_rlvr(), _base())))


# --- instances -------------------------------------------------------------------------------------------------------


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "the expected number of choices among n equally likely edges, for each n, is that of the three closed forms",
        SMALL_SIZES,
        lambda **size: (
            [_choices(CorridorGraph(**size), policy(CorridorGraph(**size))) for policy in POLICIES.values()],
            _stated(CorridorGraph(**size)),
        ),
    )


def _choices(graph: CorridorGraph, policy: Policy) -> dict[int, Fraction]:
    """By n: the visits of the theory to rows that choose among n equally likely edges, n > 1."""
    chain = word_chain(graph, policy)
    visits = {node.place: node.visits * node.number for node in edge_state_visits(graph, policy, exact=True)}
    found: dict[int, Fraction] = defaultdict(Fraction)
    for place, row in zip(chain.states, chain.letters, strict=True):
        edges = [letters.probability for letters in row for _ in range(letters.number) if letters.probability]
        if len(set(edges)) > 1:
            raise ValueError(f"the row behind {place} is not uniform over its edges")
        if len(edges) > 1:
            found[len(edges)] += visits.get(place, Fraction(0))
    return {among: number for among, number in found.items() if number}


def _stated(graph: CorridorGraph) -> list[dict[int, Fraction]]:
    width, depth, lanes = graph.width, graph.depth, graph.lanes
    rate, growth = Fraction(depth, lanes) + depth + 1, Fraction((lanes + 1) ** 2, lanes)
    geometric = (growth**depth - 1) / (growth - 1)
    both_ways = (2 * width - 1) * depth
    listed = (
        ((width, rate * width), (lanes + 1, rate * both_ways * (lanes + 1))),
        (
            (width, Fraction(width)),
            (lanes, depth + (width - 1) * geometric),
            (lanes + 1, (width - 1) * geometric * (growth + lanes + 1)),
        ),
        ((width, Fraction(width)), (lanes, Fraction(both_ways))),
    )
    return [_added(pairs) for pairs in listed]


def _added(pairs: Iterable[tuple[int, Fraction]]) -> dict[int, Fraction]:
    """The numbers by n > 1; W, L and L + 1 may be equal."""
    found: dict[int, Fraction] = defaultdict(Fraction)
    for among, number in pairs:
        if among > 1 and number:
            found[among] += number
    return dict(found)


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            trajectory_entropy_theorem(),
            "sft-below-base",
            "the entropy at SFT's limit is less than at base",
            confirm=lambda model: _confirm(CorridorGraph(2, 4, 1), above=True),
            goal=lt(_sft(), _base()),
        ),
        false_theorem(
            trajectory_entropy_theorem(),
            "sft-above-base",
            "the entropy at SFT's limit is more than at base",
            confirm=lambda model: _confirm(CorridorGraph(3, 2, 2), above=False),
            goal=gt(_sft(), _base()),
        ),
    ]


def _confirm(graph: CorridorGraph, *, above: bool) -> str:
    sft, base = (trajectory_entropy(graph, policy(graph)) for policy in (Policy.sft_limit, Policy.base))
    if (sft > base) != above:
        raise ValueError(f"at {graph} the entropy is {sft} at SFT's limit and {base} at base")
    return f"at W={graph.width}, K={graph.depth}, L={graph.lanes} it is {sft:.2f} at SFT's limit and {base:.2f} at base"
