"""Claim `fork-square-root`: with a target prior pi and any inner rows that are the same in all corridors, the best fork
is f_w = sqrt(pi_w) / S with S = sum sqrt(pi_w), for every W, K, L >= 1. Its cost is 1 + A + R (S^2 - 1), where A is the
passage to the leaf and R the steps spent in wrong corridors per try at the target's. RLVR's optimum, all rows one, has
A = 2K+1 and R = 2(2K+1); SFT's limit has R = 2K+1 + g_K. If only one leaf may be visited and all rows are one, a fork
is best if and only if it takes most likely corridors alone. If a single corridor is most likely, the best fork takes it
always: its support collapses. Among several, every law is as good.

The fork is one law f over the W corridors, the same at every arrival. Sums run, by induction, over the corridors with
pi_w > 0, where f_w must be positive; there f may sum to less than one. With the variables s_w = sqrt(pi_w) every
statement is polynomial.

1. *Cost.* For target w a departure goes into its corridor with probability f_w; it takes E steps on average and ends
   the walk with probability e, otherwise it returns. A departure into another corridor takes r steps and returns. By
   the first-step equation the walk takes A + R (1/f_w - 1) from the fork, with A = E/e and R = r/e (`first-step`). The
   average over pi is 1 + A + R (Q - 1) with Q = sum pi/f (`sum-base`, `sum-step`, `cost`). If all rows are one, every
   excursion takes 2K+1 steps each way (`all-one`).
2. *Lower bound.* (sum s)^2 <= (sum s^2/f) (sum f) over any corridors (`bound-base`, `bound-step`). Since sum f <= 1,
   Q >= S^2.
3. *Equality* requires sum f = 1, and s F = a f at each corridor, where F and a are the sums of f and s over the
   corridors before it (`equality-step`). From the last corridor down, where the sums are 1 and S, this gives s = S f
   throughout (`proportional-step`). Conversely, f = s/S has Q = S^2 (`attained-base`, `attained-step`) and the support
   of pi.
4. *One leaf visit.* The probability of success is sum pi f <= max pi, with equality only if f lives on corridors of the
   largest pi (`single-base`, `single-step`). Every law on these has it (`any-of-the-likeliest`).

A fork that matches the prior, f = pi, as SFT's would, has Q = W like the uniform fork, so it costs the same as that for
every prior without zeros.

Main results: `all_one`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from backproof.checks.formula import Model, both, either, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Evidence, Instance, Obligation
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import K, nonnegative, positive
from backproof.checks.tools.walks import first_leaf_success, fork_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_square_root import trained_fork_cost

CLAIM = Header(
    statement=(
        "with a skewed target prior pi the best fork is proportional to sqrt(pi), whatever the inner rows; if only one "
        "leaf may be visited and all inner rows are one, it takes most likely corridors alone, in any proportion"
    ),
    source="new",
    scope="all W, K, L, every prior",
    assumptions=(
        "inner rows are the same in all corridors",
        "the fork has the same probabilities at every arrival",
        "the target follows the prior and is unknown to the policy",
    ),
)

(f,) = positive("f")
s, a, F, Q, S, M = nonnegative("s a F Q S M")

ROOTS = ((1, 1), (2, 1), (3, 1), (1, 1, 1), (3, 2, 1), (4, 1, 1), (4, 3, 2, 1))
"""Square roots of priors, up to a common factor."""

ROWS = {"one": Policy.optimal, "sft": Policy.sft_limit, "random": lambda graph: random_policy(graph, 4)}
"""The inner rows by name."""

CASES: tuple[dict[str, Any], ...] = tuple(
    {"roots": roots, "depth": depth, "lanes": lanes} for roots, depth, lanes in itertools.product(ROOTS, (1, 2), (1, 2))
)


def _stated_cost(passage: Any, wrong: Any, inverse: Any) -> Any:
    """The cost with ``passage`` = A, ``wrong`` = R and ``inverse`` = Q = sum pi/f."""
    return 1 + passage + wrong * (inverse - 1)


def all_one(depth: Any, inverse: Any) -> Any:
    """The cost if all inner rows are one."""
    return 1 + (2 * depth + 1) + 2 * (2 * depth + 1) * (inverse - 1)


def evidence() -> list[Evidence]:
    return [*_costs(), *_lower_bound(), *_equality(), *_single_visit(), *_on_chains()]


def _costs() -> list[Obligation]:
    value, mass, prior, partial = nonnegative("value mass prior partial")
    passage, wrong, into, arrives = positive("A R E e")
    so_far = eq(partial, passage * mass + wrong * (Q - mass))
    return [
        Obligation(
            "first-step",
            "for target w the walk takes A + R (1/f_w - 1) from the fork, with E = A e and r = R e",
            eq(value, passage + wrong * (1 / f - 1)),
            (
                *(le(f, 1), le(arrives, 1), eq(into, passage * arrives)),
                eq(value, f * (into + (1 - arrives) * value) + (1 - f) * (wrong * arrives + value)),
            ),
        ),
        Obligation(
            "sum-base",
            "over no corridors, the sum of pi times the walk is A (sum pi) + R (Q - sum pi)",
            so_far,
            (eq(partial, 0), eq(Q, 0), eq(mass, 0)),
        ),
        Obligation(
            "sum-step",
            "if the sum of pi times the walk is A (sum pi) + R (Q - sum pi), it is so with one corridor more",
            eq(
                partial + prior * (passage + wrong * (1 / f - 1)),
                passage * (mass + prior) + wrong * (Q + prior / f - (mass + prior)),
            ),
            (so_far,),
        ),
        Obligation(
            "cost",
            "where the prior sums to one, with the first step the cost is 1 + A + R (Q - 1)",
            eq(1 + partial, _stated_cost(passage, wrong, Q)),
            (so_far, eq(mass, 1)),
        ),
        Obligation(
            "all-one",
            "rows all one have E = 2K+1, e = 1 and r = 2(2K+1)",
            eq(_stated_cost(passage, wrong, Q), all_one(K, Q)),
            (eq(arrives, 1), eq(passage * arrives, 2 * K + 1), eq(wrong * arrives, 2 * (2 * K + 1))),
        ),
    ]


def _lower_bound() -> list[Obligation]:
    return [
        Obligation("bound-base", "over no corridors, 0 <= 0", le(a**2, Q * F), (eq(a, 0), eq(Q, 0), eq(F, 0))),
        Obligation(
            "bound-step",
            "if (sum s)^2 <= (sum s^2/f)(sum f), it is so with one corridor more",
            le((a + s) ** 2, (Q + s**2 / f) * (F + f)),
            (le(a**2, Q * F),),
        ),
    ]


def _equality() -> list[Obligation]:
    return [
        Obligation(
            "equality-step",
            "with equality after a corridor, there was equality before it, and s F = a f",
            both(eq(a**2, Q * F), eq(s * F, a * f)),
            (le(a**2, Q * F), eq((a + s) ** 2, (Q + s**2 / f) * (F + f))),
        ),
        Obligation(
            "proportional-step",
            "if sum s = S (sum f) up to a corridor with s F = a f, then s = S f for it and sum s = S (sum f) before it",
            both(eq(s, S * f), eq(a, S * F)),
            (eq(a + s, S * (F + f)), eq(s * F, a * f)),
        ),
        Obligation(
            "attained-base",
            "over no corridors, with s = S f, sum s^2/f = S (sum s)",
            eq(Q, S * a),
            (eq(Q, 0), eq(a, 0)),
        ),
        Obligation(
            "attained-step",
            "if it is so, then with one corridor more, and Q = S^2 where the sum of s is S",
            both(eq(Q + s**2 / f, S * (a + s)), implies(eq(a + s, S), eq(Q + s**2 / f, S**2))),
            (eq(Q, S * a), eq(s, S * f)),
        ),
    ]


def _single_visit() -> list[Obligation]:
    success, prior, chosen = nonnegative("success prior chosen")
    return [
        Obligation(
            "single-base",
            "over no corridors, sum pi f is max pi (sum f)",
            both(le(success, M * F), eq(success, M * F)),
            (eq(success, 0), eq(F, 0)),
        ),
        Obligation(
            "single-step",
            "if sum pi f <= max pi (sum f), it is so with one corridor more; equal only if it was before, and the "
            "corridor is unused or of largest pi",
            both(
                le(success + prior * chosen, M * (F + chosen)),
                implies(
                    eq(success + prior * chosen, M * (F + chosen)),
                    both(eq(success, M * F), either(eq(chosen, 0), eq(prior, M))),
                ),
            ),
            (le(success, M * F), le(prior, M)),
        ),
        Obligation(
            "any-of-the-likeliest",
            "if sum pi f is max pi (sum f), it is so with one corridor more that is unused or of largest pi",
            eq(success + prior * chosen, M * (F + chosen)),
            (eq(success, M * F), either(eq(chosen, 0), eq(prior, M))),
        ),
    ]


def _on_chains() -> list[Instance]:
    few = tuple({"roots": roots} for roots in ROOTS if len(roots) < 4)
    return [
        Instance(
            "cost-formula",
            "a fork with f_w proportional to w, which is not the best, has the cost of `cost` on the full multigraph, "
            "with rows of one, of SFT's limit, or random",
            tuple(case | {"rows": rows} for case in CASES for rows in ROWS if rows == "one" or len(case["roots"]) < 4),
            lambda roots, depth, lanes, rows: _rising_fork(
                CorridorGraph(len(roots), depth, lanes), _prior_of(roots), ROWS[rows]
            ),
        ),
        Instance(
            "square-root",
            "the square-root fork costs 1 + (2K+1) + 2(2K+1)(S^2 - 1) on the full multigraph",
            CASES,
            lambda roots, depth, lanes: (
                fork_cost(CorridorGraph(len(roots), depth, lanes), _prior_of(roots), _law(roots)),
                all_one(depth, Fraction(sum(roots) ** 2, sum(root**2 for root in roots))),
            ),
        ),
        Instance(
            "no-better-fork",
            "no fork in steps of 1/12 costs less than the square-root fork",
            few,
            lambda roots: (
                _cheapest(roots) >= fork_cost(CorridorGraph(len(roots), 1, 1), _prior_of(roots), _law(roots)),
                True,
            ),
        ),
        Instance(
            "one-visit",
            "the forks in steps of 1/12, zero included, that succeed most often in one leaf visit are those that take "
            "most likely corridors alone",
            few,
            lambda roots: _best_for_one_visit(CorridorGraph(len(roots), 1, 1), _prior_of(roots)),
        ),
    ]


def _law(weights: Sequence[int]) -> list[Fraction]:
    """The law over the corridors that is proportional to these weights."""
    return [Fraction(weight, sum(weights)) for weight in weights]


def _prior_of(roots: Sequence[int]) -> list[Fraction]:
    """The prior with these square roots, up to a factor."""
    return _law([root**2 for root in roots])


def _rising_fork(
    graph: CorridorGraph, prior: Sequence[Fraction], rows: Callable[[CorridorGraph], Policy]
) -> tuple[Any, Any]:
    """The cost by the chain, by the theory and, if the rows are all one, by the formula for that case."""
    policy = rows(graph)
    fork = _law(range(1, graph.width + 1))
    inverse = sum((pi / chosen for pi, chosen in zip(prior, fork, strict=True)), Fraction(0))
    solved, found = fork_cost(graph, prior, fork, policy), trained_fork_cost(policy, inverse)
    whole = all(probability == 1 for side in policy.passes() for probability in side)
    return (solved, solved), (found, all_one(graph.depth, inverse) if whole else found)


def _forks(width: int, least: int) -> Iterator[list[Fraction]]:
    """Every law over the corridors in steps of 1/12, with at least ``least`` steps each."""
    return (_law(parts) for parts in itertools.product(range(least, 13), repeat=width) if sum(parts) == 12)


def _cheapest(roots: Sequence[int]) -> Fraction:
    graph, prior = CorridorGraph(len(roots), 1, 1), _prior_of(roots)
    return min(fork_cost(graph, prior, fork) for fork in _forks(graph.width, 1))


def _best_for_one_visit(graph: CorridorGraph, prior: Sequence[Fraction]) -> tuple[object, object]:
    successes = [(first_leaf_success(graph, prior, fork), fork) for fork in _forks(graph.width, 0)]
    best = max(success for success, _ in successes)
    likeliest = [fork for _, fork in successes if all(pi == max(prior) for pi, f in zip(prior, fork, strict=True) if f)]
    return (best, [fork for success, fork in successes if success == best]), (max(prior), likeliest)


def controls() -> list[Control]:
    f_1, f_2 = nonnegative("f_1 f_2")
    return [
        _false_optimum("matching", "matches the prior, f = pi,", width=2, fork_for=lambda prior: prior),
        _false_optimum("uniform", "is uniform", width=3, fork_for=lambda prior: _law([1] * len(prior))),
        _square_root_for_one_visit(),
        Control(
            Obligation(
                "collapse-without-a-single-likeliest",
                "if two corridors are equally likely, a fork that is best for one leaf visit takes one of them only",
                either(eq(f_1, 0), eq(f_2, 0)),
                (eq(f_1 + f_2, 1), eq(f_1 / 2 + f_2 / 2, M), eq(2 * M, 1)),
            )
        ),
    ]


def _false_optimum(
    name: str, words: str, *, width: int, fork_for: Callable[[Sequence[Fraction]], Sequence[Fraction]]
) -> Control:
    """The control that no fork has less than sum pi/f = W, the value of both the matching and the uniform fork."""
    priors, fork = (positive(" ".join(f"{letter}_{w}" for w in range(1, width + 1))) for letter in ("pi", "f"))
    inverse = sum(pi / chosen for pi, chosen in zip(priors, fork, strict=True))

    def confirm(model: Model) -> str:
        graph = CorridorGraph(width, 1, 1)
        prior, other = ([model[symbol.name] for symbol in symbols] for symbols in (priors, fork))
        claimed, found = (fork_cost(graph, prior, law_) for law_ in (fork_for(prior), other))
        if found >= claimed:
            raise ValueError(f"the fork {other} costs {found}, the claimed optimum {claimed}")
        return f"at W={width}, K=L=1 the fork that {words} costs {claimed}, another one {found}"

    return Control(
        Obligation(
            f"{name}-is-best",
            f"for W = {width}, the fork that {words} is the best",
            ge(inverse, width),
            (eq(sum(priors), 1), eq(sum(fork), 1)),
        ),
        confirm,
    )


def _square_root_for_one_visit() -> Control:
    s_1, s_2 = positive("s_1 s_2")
    f_1, f_2 = nonnegative("f_1 f_2")

    def confirm(model: Model) -> str:
        graph, roots = CorridorGraph(2, 1, 1), [model["s_1"], model["s_2"]]
        prior, square_root = ([root**n / sum(x**n for x in roots) for root in roots] for n in (2, 1))
        claimed, found = (first_leaf_success(graph, prior, f) for f in (square_root, [model["f_1"], model["f_2"]]))
        if found <= claimed:
            raise ValueError(f"the probability of success is {found}, with the square-root fork {claimed}")
        return f"at W=2, K=L=1 the square-root fork succeeds with {claimed} in one leaf visit, another with {found}"

    return Control(
        Obligation(
            "square-root-for-one-visit",
            "for W = 2, the square-root fork is the best for one leaf visit too",
            ge((s_1**3 + s_2**3) / (s_1 + s_2), s_1**2 * f_1 + s_2**2 * f_2),
            (eq(f_1 + f_2, 1),),
        ),
        confirm,
    )
