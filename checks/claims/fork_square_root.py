"""Claim `fork-square-root`: with a target prior pi and any inner rows that are the same in all corridors, the best fork
is f_w = sqrt(pi_w) / S with S = sum sqrt(pi_w), for every W, K, L >= 1. Its cost is 1 + A + R (S^2 - 1), where A is the
passage to the leaf and R the steps spent in wrong corridors per try at the target's. RLVR's optimum, all rows one, has
A = 2K+1 and R = 2(2K+1); SFT's limit has R = 2K+1 + g_K. If only one leaf may be visited and all rows are one, a fork
is best if and only if it takes only the most likely corridors. If a single corridor is most likely, the best fork
always takes it: its support collapses. Among several, every law is as good.

The fork is one law f over the W corridors, the same at every arrival. Sums run, by induction, over the corridors with
pi_w > 0, where f_w must be positive; there f may sum to less than one. With the variables s_w = sqrt(pi_w) every
statement is polynomial.

1. *Cost.* For target w a departure goes into its corridor with probability f_w; it takes E steps on average and ends
   the walk with probability e, otherwise it returns. A departure into another corridor takes r steps and returns. By
   the first-step equation the walk takes A + R (1/f_w - 1) from the fork, with A = E/e and R = r/e (`first-step`). The
   average over pi is 1 + A + R (Q - 1) with Q = sum pi/f (`sums`). If all rows are one, every excursion takes 2K+1
   steps each way (`all-one`).
2. *Lower bound.* With the sums F of f and a of s, the sum of (s - S f)^2/f is Q - 2 S a + S^2 F (`sums`), and it is
   nonnegative. Since a = S and F <= 1, Q >= S^2.
3. *Equality* requires that this sum is zero, that is f = s/S throughout, and conversely.
4. *One leaf visit.* The probability of success is sum pi f, and the sum of (max pi - pi) f is max pi less that
   (`single`). So it is at most max pi, with equality if and only if f lives on corridors of the largest pi.

`theorem` says this of the sums over all W corridors.

A fork that matches the prior, f = pi, as SFT's would, has Q = W like the uniform fork, so it costs the same as that for
every prior without zeros.

Main results: `all_one`, `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.forks import best_for_one_visit, cheapest_fork, law_of, prior_of
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.checks.tools.walks import first_leaf_success, fork_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_square_root import trained_fork_cost

s, f = positive("s f")
F, A_SUM, MASS, Q, APART, WALK = nonnegative("F a mass Q apart walk")
"""The sums of f, s, pi = s^2, pi/f, (s - S f)^2/f, and pi times the steps from the fork."""

A, R, ARRIVES = positive("A R e")
"""E/e, r/e and e, where an excursion to the target takes E steps and succeeds with e, and another one takes r."""
prior, chosen, SUCCESS, TAKEN, MISSED = nonnegative("prior chosen success taken missed")
"""pi and f of a fork that may have zeros, and the sums of pi f, f and (M - pi) f."""

S, M = real("S M")

FORKS = Policies("every prior and every fork without zeros", (s, f), (le(f, 1),))
ONE_VISIT = Policies("for one leaf visit every prior and every fork", (prior, chosen), ())
RATES = Given("passage", (A,)), Given("excursion", (R,)), Given("success", (ARRIVES,), most=1)
SCOPE = Scope({W: 1, K: 1, L: 1}, FORKS, RATES, (ONE_VISIT,))
ASSUMPTIONS = (
    Assumed("alike", "inner rows are the same in all corridors"),
    Assumed("one-law", "the fork has the same probabilities at every arrival"),
    Assumed("blind", "the target follows the prior and is unknown to the policy"),
    Assumed(
        "rates",
        "an excursion into the target's corridor succeeds with probability e and takes A e steps, one into another "
        "corridor takes R e steps",
    ),
    Assumed(
        "terms",
        "a sum of nonnegative terms is zero only if each is: those of (s - S f)^2/f where f = s/S in every corridor, "
        "those of (max pi - pi) f where f lives on most likely corridors",
    ),
    Assumed("one-visit", "where all inner rows are one, the first leaf visit succeeds with probability sum pi f"),
)

CLAIM = Header(
    statement=(
        "with a skewed target prior pi the best fork is proportional to sqrt(pi), whatever the inner rows; if only one "
        "leaf may be visited and all inner rows are one, it takes only the most likely corridors, in any proportion"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
)

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


def evidence() -> list[Part]:
    return [_first_step(), _all_one(), sums(), _whole(), single(), _theorem(), *_on_chains()]


def _walk(value: sp.Expr) -> Formula:
    """The first-step equation at the fork for one target, where E = A e and r = R e."""
    return eq(value, f * (A * ARRIVES + (1 - ARRIVES) * value) + (1 - f) * (R * ARRIVES + value))


def _first_step() -> Obligation:
    (value,) = nonnegative("value")
    return Obligation(
        "first-step",
        "for target w the walk takes A + R (1/f_w - 1) from the fork, with E = A e and r = R e",
        eq(value, A + R * (1 / f - 1)),
        (le(f, 1), le(ARRIVES, 1), _walk(value)),
    )


def _all_one() -> Obligation:
    return Obligation(
        "all-one",
        "rows all one have E = 2K+1, e = 1 and r = 2(2K+1)",
        eq(_stated_cost(A, R, Q), all_one(K, Q)),
        (eq(ARRIVES, 1), eq(A * ARRIVES, 2 * K + 1), eq(R * ARRIVES, 2 * (2 * K + 1))),
    )


def _corridors() -> Recurrence:
    (value,) = nonnegative("value")
    sums = {F: f, A_SUM: s, MASS: s**2, Q: s**2 / f, APART: (s - S * f) ** 2 / f, WALK: s**2 * value}
    return Recurrence(
        "corridors with pi > 0, one after the other",
        I,
        dict.fromkeys(sums, sp.Integer(0)),
        {total: total + term for total, term in sums.items()},
        chosen=(s, f, value),
        constraints=(*FORKS.constraints, _walk(value)),
    )


def sums() -> Induction:
    words = (
        "over no corridors all sums are 0",
        "if the sum of pi times the walk is A (sum pi) + R (Q - sum pi), and that of (s - S f)^2/f is Q - 2 S (sum s) "
        "+ S^2 (sum f), then so with one corridor more",
    )
    predicate = both(eq(WALK, A * MASS + R * (Q - MASS)), eq(APART, Q - 2 * S * A_SUM + S**2 * F))
    return Induction("sums", words, _corridors(), predicate, (le(ARRIVES, 1),), (Use(_first_step()),))


def _whole() -> Induction:
    words = ("0 >= 0", "if (sum s)^2 >= sum pi, so with one corridor more")
    return Induction("whole", words, _corridors(), ge(A_SUM**2, MASS))


def single() -> Induction:
    over = Recurrence(
        "corridors that one leaf visit may take, one after the other",
        I,
        dict.fromkeys((SUCCESS, TAKEN, MISSED), sp.Integer(0)),
        {SUCCESS: SUCCESS + prior * chosen, TAKEN: TAKEN + chosen, MISSED: MISSED + (M - prior) * chosen},
        chosen=(prior, chosen),
        constraints=(le(prior, M),),
    )
    words = (
        "over no corridors all sums are 0",
        "if the sums of pi f and (M - pi) f add up to M (sum f), so with one more",
    )
    return Induction("single", words, over, eq(SUCCESS + MISSED, M * TAKEN))


def _theorem() -> Theorem:
    """`apart` is zero exactly where f = s/S throughout, and `missed` where f > 0 only for pi = M."""
    cost, least = 1 + WALK, _stated_cost(A, R, S**2)
    best = both(eq(APART, 0), eq(F, 1))
    goal = both(
        implies(
            both(eq(MASS, 1), eq(A_SUM, S), le(F, 1)),
            both(
                eq(cost, _stated_cost(A, R, Q)),
                ge(cost, least),
                implies(eq(cost, least), best),
                implies(best, eq(cost, least)),
            ),
        ),
        implies(
            eq(TAKEN, 1),
            both(le(SUCCESS, M), implies(eq(SUCCESS, M), eq(MISSED, 0)), implies(eq(MISSED, 0), eq(SUCCESS, M))),
        ),
    )
    uses = tuple(Use(part, {I: W}) for part in (sums(), _whole(), single()))
    return Theorem("fork-square-root", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _on_chains() -> list[Instance]:
    few = tuple({"roots": roots} for roots in ROOTS if len(roots) < 4)
    return [
        Instance(
            "cost-formula",
            "a fork with f_w proportional to w, which is not the best, has the cost of `theorem` on the full "
            "multigraph, with rows of one, of SFT's limit, or random",
            tuple(case | {"rows": rows} for case in CASES for rows in ROWS if rows == "one" or len(case["roots"]) < 4),
            lambda roots, depth, lanes, rows: _rising_fork(
                CorridorGraph(len(roots), depth, lanes), prior_of(roots), ROWS[rows]
            ),
        ),
        Instance(
            "square-root",
            "the square-root fork costs 1 + (2K+1) + 2(2K+1)(S^2 - 1) on the full multigraph",
            CASES,
            lambda roots, depth, lanes: (
                fork_cost(CorridorGraph(len(roots), depth, lanes), prior_of(roots), law_of(roots)),
                all_one(depth, _best_inverse(roots)),
            ),
        ),
        Instance(
            "no-better-fork",
            "no fork in steps of 1/12 costs less than the square-root fork",
            few,
            lambda roots: (
                cheapest_fork(roots) >= trained_fork_cost(Policy.optimal(CorridorGraph(1, 1, 1)), _best_inverse(roots)),
                True,
            ),
        ),
        Instance(
            "one-visit",
            "the forks in steps of 1/12, zero included, that succeed most often in one leaf visit are those that take "
            "most likely corridors alone",
            few,
            lambda roots: best_for_one_visit(CorridorGraph(len(roots), 1, 1), prior_of(roots)),
        ),
    ]


def _best_inverse(roots: Sequence[int]) -> Fraction:
    """Q of the square-root fork: (sum sqrt(pi))^2."""
    return Fraction(sum(roots) ** 2, sum(root**2 for root in roots))


def _rising_fork(
    graph: CorridorGraph, prior: Sequence[Fraction], rows: Callable[[CorridorGraph], Policy]
) -> tuple[Any, Any]:
    """The cost by the chain, by the theory and, if the rows are all one, by the formula for that case."""
    policy = rows(graph)
    fork = law_of(range(1, graph.width + 1))
    inverse = sum((pi / chosen for pi, chosen in zip(prior, fork, strict=True)), Fraction(0))
    solved, found = fork_cost(graph, prior, fork, policy), trained_fork_cost(policy, inverse)
    whole = all(probability == 1 for side in policy.passes() for probability in side)
    return (solved, solved), (found, all_one(graph.depth, inverse) if whole else found)


def controls() -> list[Control]:
    f_1, f_2 = nonnegative("f_1 f_2")
    return [
        _false_optimum("matching", "matches the prior, f = pi,", width=2, fork_for=lambda prior: prior),
        _false_optimum("uniform", "is uniform", width=3, fork_for=lambda prior: law_of([1] * len(prior))),
        _square_root_for_one_visit(),
        false_theorem(
            _theorem(),
            "no-best-fork",
            "every fork costs more than 1 + A + R (S^2 - 1)",
            lambda model: _confirm_best((2, 1)),
            goal=implies(both(eq(MASS, 1), eq(A_SUM, S), le(F, 1)), gt(1 + WALK, _stated_cost(A, R, S**2))),
        ),
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


def _confirm_best(roots: Sequence[int]) -> str:
    graph, bound = CorridorGraph(len(roots), 1, 1), all_one(1, Fraction(sum(roots) ** 2, sum(s**2 for s in roots)))
    found = fork_cost(graph, prior_of(roots), law_of(roots))
    if found > bound:
        raise ValueError(f"the square-root fork costs {found}, more than {bound}")
    return f"at W={graph.width}, K=L=1 the square-root fork costs {found}, as much as the control excludes"
