"""How fast the O(K) recurrences are: time against depth, and against a dense solve of the same chain.

Run as ``python benchmarks/bench_hitting_time.py``. Each figure is the best of several runs in this process.
"""

from __future__ import annotations

import os
from functools import partial

import numpy as np
from rich.console import Console
from rich.table import Table

from backproof.theory.chain import corridor_chain, corridor_role
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from timing import best, verdict

DEPTHS = (100_000, 1_000_000)
SOLVED = CorridorGraph(width=2, depth=200, lanes=5)


def gradients(table: Table) -> None:
    """Cost and gradient at two depths, W = 15, L = 5, base policy."""
    shallow, deep = (CorridorGraph(width=15, depth=depth, lanes=5) for depth in DEPTHS)
    exact = Policy.base(shallow)
    rounding = best(partial(expected_hitting_time_gradient, shallow, exact), 9)
    few = best(partial(expected_hitting_time_gradient, shallow, exact.to_floats()), 9)
    many = best(partial(expected_hitting_time_gradient, deep, Policy.base(deep).to_floats()), 3)
    what = "cost and gradient in the 4K rows of a float64 policy, K="
    table.add_row(f"{what}{DEPTHS[0]:,}", f"{few:.3f} s", "< 0.5 s", verdict(few < 0.5))
    table.add_row(f"{what}{DEPTHS[1]:,}", f"{many:.3f} s")
    table.add_row("  ratio of the two depths", f"{many / few:.1f}x", "< 12x", verdict(many < 12 * few))
    what = "the first from an exact policy, its 4K fractions rounded first"
    table.add_row(what, f"{rounding:.3f} s", end_section=True)


def against_dense_solve(table: Table) -> None:
    """Cost alone at K = 200, with the matrix and the two lists of probabilities built beforehand."""
    policy = Policy.base(SOLVED)
    quotient = corridor_chain(SOLVED, policy).lump(corridor_role)
    sparse, ones = quotient.sparse_system()
    matrix = sparse.toarray()
    p, q = policy.to_floats().passes()

    found = 1 + np.linalg.solve(matrix, ones)[0]
    expected = expected_hitting_time(SOLVED, policy)
    if abs(found - expected) > 1e-6 * expected:
        raise ValueError(f"the solve and the recurrences must agree, got {found} and {expected}")

    solve = best(lambda: np.linalg.solve(matrix, ones), 10)
    evaluation = best(lambda: crossings.walk_cost(SOLVED.width, p, q), 300)
    whole = best(lambda: expected_hitting_time(SOLVED, policy), 100)
    table.add_row(f"numpy.linalg.solve of the dense quotient chain, {len(ones)} states, K=200", f"{solve * 1e3:.2f} ms")
    table.add_row("crossings.walk_cost on float64 arrays, the same policy", f"{evaluation * 1e3:.4f} ms")
    table.add_row("  ratio of the two", f"{solve / evaluation:.0f}x", ">= 1000x", verdict(solve >= 1000 * evaluation))
    table.add_row("expected_hitting_time on the exact policy, rounding and checks included", f"{whole * 1e3:.4f} ms")
    table.add_row("  ratio of the solve to it", f"{solve / whole:.0f}x")


def same_quotient_at_any_width() -> bool:
    """Whether the quotient chains of widths 2 and 15 have the same roles (checked at K = 3)."""
    roles = []
    for width in (2, 15):
        graph = CorridorGraph(width, 3, SOLVED.lanes)
        roles.append(set(corridor_chain(graph, Policy.base(graph)).lump(corridor_role).states))
    return roles[0] == roles[1]


def main() -> None:
    """Measure and print."""
    console = Console(width=120)
    table = Table(title="Expected hitting time", show_edge=False)
    table.add_column("what is timed (best of several)")
    for title in ("figure", "bar", ""):
        table.add_column(title, justify="right", no_wrap=True)
    gradients(table)
    against_dense_solve(table)
    console.print(table)
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    console.print(f"The solve uses {threads} of {os.cpu_count()} cores (OPENBLAS_NUM_THREADS), the recurrences one.")
    console.print("A busy machine slows a many-core solve most, which flatters the ratio; 1 compares core to core.")
    console.print("Building the chain, its quotient and the matrix is left out; the solve gets W=2, L=5.")
    same = "the same roles" if same_quotient_at_any_width() else "DIFFERENT ROLES"
    console.print(f"The quotients at W=2 and W=15 have {same}: the size of the solve does not depend on the width.")


if __name__ == "__main__":
    main()
