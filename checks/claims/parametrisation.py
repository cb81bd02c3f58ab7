"""Claim `parametrisation`: gradient flow on the gaps, gradient flow on all L+1 logits and the natural gradient all move
every gap against dH/dp, with positive factors. From every interior start they therefore reach the optimum, as in
`global-convergence`. Their rates differ: (H - H*) t tends to 4K on gaps and to 2WKL on logits, while H - H* falls like
e^(-2t) under the natural gradient. For every W >= 2 and K, L >= 1.

1. *Velocities.* Let n rows be alike, with N visits per walk together. D moves at -dH/dp p(1-p) on gaps
   (`gap-velocity`), at (1 + 1/L)/n times that on logits (`exit-velocity`, `entry-velocity`; `alike-rows` on the full
   table), and at -(dH/dp)/N under the natural gradient, on gaps (`natural-velocity`) and on logits (`natural-logits`).
2. *Limit.* Each makes H fall unless every row has dH/dp = 0 or p = 1 (`descent`), and its factor is continuous and
   positive on (0, 1]^4K, so LaSalle's principle applies as in `global-convergence`. The flow of -sign(dH/dp) has this
   property in Filippov's sense. Nothing is said here about sign steps of finite size, which can cycle (`sign-cycle`).
3. *Near the optimum.* At the optimum the slopes of p_v and q_v are -2Wv and -2(W-1)(2K+1-v) (`optimum`). Let M = 2K. If
   no error exceeds delta and k = 16 M^2 delta <= 1, the slopes are within a relative k of these (`adjoint-base`,
   `adjoint-step`, `scale`, `small-products`, `near-p`, `near-q`). H - H* is then the sum of slopes times errors up to a
   relative k (`excess`, by the mean value theorem). From then on every error falls, and k with it.
4. *Rates.* On gaps 1/error grows at c (1 - error)^2 with c = |dH/dp| (`one-over-error`), so c error t tends to one for
   each of 4K rows. On logits it tends to n/(1+1/L), and the sum of these is 2WKL. The natural gradient moves the gaps
   at 2v and 2(2K+1-v) there (`at-the-optimum`), at least 2, and errors fall like e^-D (`error-velocity`).

Textbook facts: LaSalle's principle; the mean value theorem; a function whose derivative tends to c grows like c t.
The steps are put together in words: a theorem made of these parts takes Z3 50 seconds.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims.global_convergence import p, q, s, s_next, slope_p, slope_q, t, x, y
from backproof.checks.formula import Formula, Model, both, either, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.rows import RowUse, in_vertex_order, place, row_uses
from backproof.checks.tools.symbols import K, L, W, nonnegative, positive, real
from backproof.checks.tools.walks import visits_per_trace
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.training_flows import alike_rows, row_visits

CLAIM = Header(
    statement=(
        "gradient flow on gaps, gradient flow on all logits and the natural gradient all tend to the optimum; (H - H*) "
        "t tends to 4K on gaps and to 2WKL on logits, and H - H* falls like e^(-2t) under the natural gradient"
    ),
    source="new",
    scope="all W >= 2, K, L, every interior start",
    assumptions=(
        "the start is the same in all lanes and corridors",
        "exact gradients",
        "LaSalle's invariance principle; the mean value theorem (textbook)",
    ),
    uses=("global-convergence", "distillation"),
    experiments=("lanes-stay-alike", "excess-times-time", "excess-times-time-on-gaps", "natural-geometric"),
)

E, m, n, N, M, v, delta, kappa = positive("E m n N M v delta k")
slope, fall = real("slope fall")

PASS, ERROR = m * E / (1 + m * E), 1 / (1 + m * E)
"""Passing probability and error of a row with odds m of passing at base and gap D, where E = e^D."""


def evidence() -> list[Evidence]:
    return [*_velocities(), _descent(), *_near_the_optimum(), *_rates(), *_instances()]


def _by_gap(expression: Any) -> Any:
    """The derivative by D, where E = e^D."""
    return E * sp.diff(expression, E)


def _velocities() -> list[Derivation]:
    connector, lane, lanes = sp.symbols("connector lane lanes", real=True)
    total = sp.exp(connector) + sp.exp(lane) + (L - 1) * sp.exp(lanes)
    through = sp.exp(connector) / total

    def moved(passing: sp.Expr, by: sp.Symbol, other: sp.Symbol) -> sp.Expr:
        """Velocity of the gap between two logits; the derivative of H by ``passing`` of this one row is slope/n."""
        velocity = -slope / n * (sp.diff(passing, by) - sp.diff(passing, other))
        alike = velocity.subs(lanes, lane).subs({by: sp.log(E), other: 0}, simultaneous=True)
        return sp.simplify(alike)

    fisher = PASS * _by_gap(sp.log(PASS)) ** 2 + ERROR * _by_gap(sp.log(1 - PASS)) ** 2
    return [
        Derivation("gap-velocity", "dp/dD = p (1-p)", _by_gap(PASS), PASS * ERROR),
        Derivation(
            "exit-velocity",
            "descent on the logits of an exit row moves its gap at -(slope/n) (1+1/L) p (1-p), with m = 1/L",
            moved(through, connector, lane),
            (-slope / n * (1 + 1 / L) * PASS * ERROR).subs(m, 1 / L),
        ),
        Derivation(
            "entry-velocity",
            "descent on the logits of an entry row moves its gap at the same velocity, with m = L",
            moved(1 - through, lane, connector),
            (-slope / n * (1 + 1 / L) * PASS * ERROR).subs(m, L),
        ),
        Derivation(
            "natural-velocity",
            "the derivative by a gap divided by its Fisher information, N times the mean square of a score, is slope/N",
            slope * _by_gap(PASS) / (N * fisher),
            slope / N,
        ),
        _natural_logits(),
    ]


def _natural_logits() -> Derivation:
    """One row has 1/n of the visits and of the slope, and the Fisher matrix (N/n)(diag pi - pi pi^T)."""
    passing, a, b = p, (1 - p) * slope / N, -p * slope / N
    mean = passing * a + (1 - passing) * b
    first, second, k = N / n * passing * (a - mean), N / n * (1 - passing) * (b - mean), sp.Symbol("k")
    gradient = slope / n * passing * (1 - passing)
    return Derivation(
        "natural-logits",
        "on logits, the direction of (1-p) slope/N for passing moves and -p slope/N for the others, times the Fisher "
        "matrix, is the gradient (passing moves plus k times the others, each summed over its lanes)",
        first + k * second,
        gradient - k * gradient,
    )


def _descent() -> Obligation:
    (factor,) = positive("factor")
    (velocity,) = real("velocity")
    signs = both(implies(gt(slope, 0), eq(velocity, -1)), implies(lt(slope, 0), eq(velocity, 1)))
    whole = fall + slope * p * (1 - p) * velocity
    return Obligation(
        "descent",
        "if the rows so far let H fall or stay, so does one more, whose gap moves at a positive factor times -slope or "
        "by minus the slope's sign; H stays only if it did so before and this row has slope 0 or p = 1",
        both(le(whole, 0), implies(eq(whole, 0), both(eq(fall, 0), either(eq(slope, 0), eq(p, 1))))),
        (le(fall, 0), le(p, 1), either(eq(velocity, -factor * slope), signs)),
    )


# --- near the optimum ------------------------------------------------------------------------------------------------


def _window(adjoint: Any, number: Any) -> tuple[Formula, Formula]:
    """``adjoint`` lies between number (1 - number delta) and number/(1 - number delta)."""
    return ge(adjoint, number * (1 - number * delta)), le(adjoint * (1 - number * delta), number)


def _near_the_optimum() -> list[Obligation]:
    (share,) = nonnegative("share")
    near_v, near_v_back = ((le(v * (32 - kappa), 32 * a), le(a * (32 - kappa), 32 * v), ge(v, 1)) for a in (s, t))
    box = (ge(W, 2), le(kappa, 1), le(p, 1), le(q, 1), le(64 * (1 - p), kappa), le(64 * (1 - q), kappa))
    return [
        Obligation(
            "optimum",
            "where all is one x and y are 0, s and t grow by one a vertex, and with s = v and t = 2K+1-v half the "
            "slopes are -W v and -(W-1)(2K+1-v)",
            both(eq(s_next, v + 1), eq(slope_p(x, y), -W * v), eq(slope_q(x, y), -(W - 1) * t)),
            (eq(p, 1), eq(q, 1), eq(x, 0), eq(y, 0), eq(s, v), eq(t, 2 * K + 1 - v)),
        ),
        Obligation("adjoint-base", "s_0 = 1 is within delta of one", both(*_window(s, sp.Integer(1))), (eq(s, 1),)),
        Obligation(
            "adjoint-step",
            "if n(1 - n delta) <= s <= n/(1 - n delta) and no error exceeds delta, it is so at n + 1",
            both(*_window(s_next, n + 1)),
            (*_window(s, n), lt((n + 1) * delta, 1), ge(p, 1 - delta), ge(q, 1 - delta), le(p, 1), le(q, 1)),
        ),
        Obligation(
            "scale",
            "with k = 16 M^2 delta <= 1 that is within k/32, an error is at most k/64, and a surplus at most k/(15 M)",
            both(*near_v[:2], le(64 * delta, kappa), le(15 * M * x, kappa)),
            (
                *(eq(kappa, 16 * M * share), eq(share, M * delta), le(kappa, 1), ge(M, 2), le(v, M)),
                *(*_window(s, v), le(x * (1 - share), share)),
            ),
        ),
        Obligation(
            "small-products",
            "a surplus of at most k/(15 M) times the other adjoint, at most 32 M/31, is at most 11 k/155",
            le(155 * y * t, 11 * kappa),
            (le(15 * M * y, kappa), le(31 * t, 32 * M)),
        ),
        Obligation(
            "near-p",
            "then half the slope of p_v is within k of -W v",
            both(le(-slope_p(x, y), W * v * (1 + kappa)), ge(-slope_p(x, y), W * v * (1 - kappa))),
            (*box, *near_v, le(30 * x, kappa), le(155 * y * t, 11 * kappa)),
        ),
        Obligation(
            "near-q",
            "and half the slope of q_v within k of -(W-1) v, v counted from the leaf",
            both(le(-slope_q(x, y), (W - 1) * v * (1 + kappa)), ge(-slope_q(x, y), (W - 1) * v * (1 - kappa))),
            (*box, *near_v_back, le(30 * y, kappa), le(155 * x * s, 11 * kappa)),
        ),
    ]


# --- rates -----------------------------------------------------------------------------------------------------------


def _rates() -> list[Derivation]:
    c, speed = positive("c speed")
    return [
        Derivation(
            "one-over-error",
            "on gaps, where D grows at c p (1-p), 1/error grows at c (1 - error)^2",
            _by_gap(1 / ERROR) * c * _by_gap(PASS),
            c * (1 - ERROR) ** 2,
        ),
        Derivation(
            "error-velocity",
            "if D grows at some speed, the error falls at that speed times error (1 - error)",
            _by_gap(ERROR) * speed,
            -speed * ERROR * (1 - ERROR),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------

FEW = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "seed": seed}
    for (width, depth, lanes), seed in itertools.product(((2, 1, 2), (3, 2, 1), (2, 2, 2), (3, 1, 3)), (1, 2))
)


def _instances() -> list[Instance]:
    return [
        Instance(
            "alike-rows",
            "on the full multigraph each of n rows that are alike has 1/n of the slope and of the visits N",
            FEW,
            lambda width, depth, lanes, seed: _single_rows(CorridorGraph(width, depth, lanes), seed),
        ),
        Instance(
            "at-the-optimum",
            "with the solved visits at the optimum the natural gradient moves the gaps at 2v and 2(2K+1-v), and the "
            "sum of n/(1+1/L) is 2WKL",
            tuple(size for size in SMALL_SIZES if size["width"] > 1),
            lambda width, depth, lanes: _at_the_optimum(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "excess",
            "with random errors of at most 1/(32 M^2), H - H* is the sum of slopes times errors up to a relative 1/2",
            FEW,
            lambda width, depth, lanes, seed: (_excess_is_linear(CorridorGraph(width, depth, lanes), seed), True),
        ),
    ]


def _below_one(graph: CorridorGraph, seed: int) -> Policy:
    """A random policy without ones."""
    drawn = random_policy(graph, seed)
    return Policy(**{name: [min(value, Fraction(7, 8)) for value in getattr(drawn, name)] for name in FAMILIES})


def _single_rows(graph: CorridorGraph, seed: int) -> tuple[Any, Any]:
    policy = _below_one(graph, seed)
    uses = row_uses(graph, policy)
    alike = Counter(place(graph, row) for row in uses)
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, policy, exact=True))
    visits = row_visits(graph.width, *policy.passes())
    stated = [RowUse(visits[part] / count, slopes[part] / count) for part, count in sorted(alike.items())]
    expected = {row: stated[place(graph, row)] for row in uses}
    return (uses, dict(alike)), (expected, dict(enumerate(alike_rows(graph))))


def _at_the_optimum(graph: CorridorGraph) -> tuple[Any, Any]:
    visits: Counter[int] = Counter()
    for row, weight in visits_per_trace(graph).items():
        visits[place(graph, row)] += weight  # type: ignore[assignment]
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, Policy.optimal(graph), exact=True))
    found = [-slope / visits[vertex] for vertex, slope in enumerate(slopes)]
    out = [2 * vertex for vertex in range(1, 2 * graph.depth + 1)]
    total = sum(map(int, alike_rows(graph))) / (1 + Fraction(1, graph.lanes))
    return (found, total), ([*out, *out[::-1]], 2 * graph.width * graph.depth * graph.lanes)


def _excess_is_linear(graph: CorridorGraph, seed: int) -> bool:
    """Whether H - H* is linear in the errors up to a relative k = 16 M^2 delta = 1/2."""
    draw, most = random.Random(seed), Fraction(1, 32 * (2 * graph.depth) ** 2)  # noqa: S311 - not for secrets
    policy = Policy(**{f: [1 - most * draw.randint(0, 4) / 4 for _ in range(graph.depth)] for f in FAMILIES})
    optimum = Policy.optimal(graph)
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, optimum, exact=True))
    linear = -sum(slope * (1 - pi) for slope, pi in zip(slopes, in_vertex_order(policy), strict=True))
    excess = chain_cost(graph, policy) - chain_cost(graph, optimum)
    return bool(linear / 2 <= excess <= linear * 3 / 2)


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        Control(
            Instance(
                "each-row-the-whole-slope",
                "each of n rows that are alike has the whole slope, as a gap does",
                FEW,
                lambda width, depth, lanes, seed: _whole_slope(CorridorGraph(width, depth, lanes), seed),
            )
        ),
        Control(
            Derivation(
                "lanes-do-not-move",
                "on logits the gap moves at -(slope/n) p (1-p), as if the logits of the lanes did not move",
                _velocities()[1].derived,
                (-slope / n * PASS * ERROR).subs(m, 1 / L),
            )
        ),
        Control(
            Obligation(
                "geometric-on-gaps",
                "on gaps an error below 1/2 falls by at least a hundredth of itself a unit of time",
                ge((1 - p) * p * slope * (1 - p) * p, (1 - p) / 100),
                (lt(1 - p, sp.Rational(1, 2)), lt(p, 1), ge(slope, 4), le(slope, 100)),
            )
        ),
        Control(
            Obligation(
                "alike-along-the-corridor",
                "near the optimum half the slope of every p_v is within k of -W",
                ge(slope_p(x, y), -W * (1 + kappa)),
                (ge(W, 2), le(kappa, 1), eq(p, 1), eq(q, 1), eq(x, 0), eq(y, 0), eq(s, v), ge(v, 1)),
            ),
            confirm=_confirm_slopes_differ,
        ),
    ]


def _whole_slope(graph: CorridorGraph, seed: int) -> tuple[Any, Any]:
    policy = _below_one(graph, seed)
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, policy, exact=True))
    uses = row_uses(graph, policy)
    return {row: use.slope for row, use in uses.items()}, {row: slopes[place(graph, row)] for row in uses}


def _confirm_slopes_differ(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=2, lanes=2)
    gradient = expected_hitting_time_gradient(graph, Policy.optimal(graph), exact=True)
    first, last = gradient.forward_entry[0], gradient.forward_exit[-1]
    if first == last:
        raise ValueError(f"at {graph} the slopes of p_1 and p_4 are both {first}")
    return f"at W=K=L=2 the slope of p_1 is {first}, that of p_4 {last}"
