"""The audit of a user's graph as a table, as JSON and as Markdown.

Every number that is shown says whether it is exact, rounded, float64 with its error, sampled or infinite.

Main definitions: `show_graph_audit`, `graph_audit_document`, `graph_audit_markdown`.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rich.console import Console

from backproof import __version__
from backproof.graphs.best import BestFindings
from backproof.graphs.findings import (
    CONFIDENCE,
    SHARED,
    GraphAudit,
    PolicyFindings,
    SearchFindings,
    as_float,
)
from backproof.reports.markdown import escape_markdown, markdown_table
from backproof.reports.numbers import format_number
from backproof.reports.terminal import show_table, show_text
from backproof.theory.any_graph.best_memoryless import CLOSED
from backproof.theory.any_graph.tabular import TabularCost

SCHEMA = "backproof.graph-audit/1"
DIGITS = 6
LISTED = 5
"""Attributes that were not read and are named."""

NAMES = {"base": "base", "sft": "SFT limit", "rlvr": "RLVR, as found", "trained": "trained", "best": "best found"}
SHARES = ("golden", "silent")
HEADINGS = ("policy", "expected steps", *SHARES, "search steps", "stuck")
LEGEND = (
    "golden: share of the steps that follow a golden path. silent: share of the steps taken by rows without gradient "
    "under SFT. search: an agent that uses no edge twice in one direction, and the share of its walks that are stuck."
)
DETAILED = ("policy", "expected steps", "how known", "on golden edges", "after silent rows", "search")


# --- words -----------------------------------------------------------------------------------------------------------


def number(value: Fraction | Decimal | float) -> str:
    return format_number(value, DIGITS)


def how_known(cost: TabularCost) -> str:
    """What kind of figure a cost is."""
    if cost.infinite:
        return f"trapped with probability {number(cost.trapped)}" if cost.error < SHARED else "trapped"
    if isinstance(cost.value, Fraction):
        rounded = Fraction(number(cost.value)) != cost.value
        return "exact, rounded here" if rounded else "exact"
    if isinstance(cost.value, Decimal):
        return "to 40 digits, rounded here"
    return "beyond float64" if cost.error == math.inf else f"float64, relative error < {cost.error:.0e}"


def steps(cost: TabularCost) -> str:
    """The cost, to no more digits than its error supports."""
    if cost.infinite:
        return "infinite"
    if not isinstance(cost.value, float):
        return number(cost.value)
    if not cost.error < 0.1:
        return "unknown"
    supported = math.floor(-math.log10(max(cost.error, 1e-16)))
    return format_number(cost.value, min(DIGITS, max(1, supported)))


def percent(share: float | None, error: float = 0.0) -> str:
    """To a tenth of a percent; what is less to two digits, where the error allows."""
    if share is None:
        return "unknown"
    if 0 < share < 1e-3:
        return f"{100 * share:.2g}%" if error <= 5e-3 * share else "< 0.1%"
    return f"{100 * share:.1f}%"


def searching(search: SearchFindings) -> str:
    """One line on the search agent."""
    if search.stuck is None:
        return f"left out: {search.reason}"
    none = "never arrives" if search.kind == "exact" else f"hardly any of {search.episodes} walks arrives"
    found = none if search.steps is None else f"{number(search.steps)} steps"
    if search.steps_interval and search.steps_interval[0] < search.steps_interval[1]:
        found += f" ({number(search.steps_interval[0])} to {number(search.steps_interval[1])})"
    if search.steps is not None and search.stuck:
        found += " if it arrives"
    if search.stuck:
        found += f", stuck {percent(float(search.stuck))}"
    return f"{found}, {search.kind}"


def notes(audit: GraphAudit) -> list[str]:
    """What the table does not say, one line each."""
    away = f", {audit.unreached} nodes out of reach" if audit.unreached else ""
    found = [
        f"{audit.nodes} nodes, {audit.edges} edges, {audit.states} edge-states, {audit.moves} moves, {audit.targets} "
        f"target{'s' * (audit.targets != 1)}{away}; golden paths have {number(audit.shortest)} steps on average.",
        f"Rows without gradient under SFT on golden paths: {audit.silent} of {audit.rows}"
        + (f" ({percent(audit.silent / audit.rows)})." if audit.rows else "."),
    ]
    if audit.prior_total != 1:
        found.append(f"The prior sums to {number(audit.prior_total)}: it was divided by that.")
    if audit.unread:
        more = f", and {len(audit.unread) - LISTED} more" if len(audit.unread) > LISTED else ""
        listed = ", ".join(f"{name!r:.40}" for name in audit.unread[:LISTED])
        found.append(f"These attributes of edges were not read: {listed}{more}.")
    for policy in audit.policies:
        name = NAMES[policy.policy]
        if policy.cost is None:
            found.append(f"{name}: left out: {policy.reason}.")
        elif policy.cost.infinite:
            found.append(f"{name}: traps the walker, infinite cost; {how_known(policy.cost)}.")
        if policy.top:
            listed = ", ".join(f"{node} ({percent(share, policy.share_error)})" for node, share in policy.top)
            found.append(f"{name}: most steps end at {listed}.")
    if audit.stopped:
        found.append(
            f"RLVR: exact policy gradient from base; it stopped after {audit.iterations} steps, {audit.stopped} "
            f"(gradient norm {audit.gradient:.1e})."
        )
    if audit.best:
        found += _best_known(audit.best)
    if audit.trained_by:
        found.append(f"trained: by {audit.trained_by}.")
    if any(policy.search.kind == "sampled" for policy in audit.policies):
        found.append(f"Each interval of a sampled number has a confidence of {100 * CONFIDENCE:.0f}%, taken alone.")
    return found


def _best_known(best: BestFindings) -> list[str]:
    """How good the policies are."""
    found = []
    if best.restarts:
        found.append(
            f"Policy gradient from {best.restarts} random starts came to {number(best.restart_low)} to "
            f"{number(best.restart_high)} steps; {best.reached} of them came to the lowest cost."
        )
    if best.least is not None:
        floor = format_number(best.least, DIGITS, down=True)
        found.append(f"No agent that does not see the target needs fewer than {floor} steps on average.")
    better = "The policy best found" if best.law is not None else "RLVR's policy"
    if best.attained:
        found.append(f"{better} needs no more: it is optimal.")
    elif best.bracket is not None:
        low, high = format_number(best.bracket.low, DIGITS, down=True), number(best.bracket.high)
        boxes = best.bracket.boxes
        about = f" {better} is optimal to {100 * CLOSED:.1f}%." if best.bracket.closed else ""
        found.append(
            f"The best policy without memory costs from {low} to {high} steps (branch and bound, {boxes} boxes).{about}"
        )
    else:
        found.append("A better policy without memory may exist: the graph is too large for branch and bound.")
    return found


def _shares(policy: PolicyFindings) -> list[str]:
    return [percent(share, policy.share_error) for share in (policy.on_golden, policy.on_silent)]


def _detailed(policy: PolicyFindings) -> tuple[str, ...]:
    name = NAMES[policy.policy]
    if policy.cost is None:
        return (name, "none", policy.reason, "", "", "")
    return (name, steps(policy.cost), how_known(policy.cost), *_shares(policy), searching(policy.search))


def _brief(policy: PolicyFindings) -> tuple[str, ...]:
    name, search = NAMES[policy.policy], policy.search
    if policy.cost is None:
        return (name, "none", "", "", "", "")
    found = "" if search.steps is None else number(search.steps)
    stuck = "" if search.stuck is None else percent(float(search.stuck))
    return (name, steps(policy.cost), *_shares(policy), found, stuck)


# --- formats ---------------------------------------------------------------------------------------------------------


def show_graph_audit(console: Console, audit: GraphAudit) -> None:
    """One line per policy, then the notes."""
    show_table(console, HEADINGS, map(_brief, audit.policies), right=HEADINGS[1:], spare=SHARES)
    costs = [(NAMES[policy.policy], policy.cost, policy.search) for policy in audit.policies]
    details = [f"{name}: {how_known(cost)}; search: {searching(search)}." for name, cost, search in costs if cost]
    for line in ["", LEGEND, *details, *notes(audit)]:
        show_text(console, line)


def graph_audit_markdown(audit: GraphAudit) -> str:
    """The table and the notes as Markdown."""
    cells = ([escape_markdown(cell) for cell in _detailed(policy)] for policy in audit.policies)
    lines = ["## backproof graph", "", *markdown_table(DETAILED, cells, right=DETAILED[1:2] + DETAILED[3:5])]
    return "\n".join([*lines, "", *(f"- {escape_markdown(line)}" for line in notes(audit))]) + "\n"


def graph_audit_document(audit: GraphAudit) -> dict[str, Any]:
    """The findings as JSON; fractions are text, and what is infinite or unknown is null beside its ``kind``."""
    return {
        "schema": SCHEMA,
        "backproof": __version__,
        "sizes": {name: getattr(audit, name) for name in ("nodes", "unreached", "edges", "states", "moves", "targets")},
        "prior_total": str(audit.prior_total),
        "edge_attributes_not_read": list(audit.unread),
        "shortest": str(audit.shortest),
        "rows": {"trained": audit.rows, "without_gradient": audit.silent},
        **({"trained_by": audit.trained_by} if audit.trained_by else {}),
        "policies": [_policy(policy) for policy in audit.policies],
        "descent": {
            "iterations": audit.iterations,
            "gradient_norm": _finite(audit.gradient),
            "stopped": audit.stopped or None,
            "attains_shortest": audit.attained,
        },
        "best": None if audit.best is None else _best(audit.best),
    }


def _best(best: BestFindings) -> dict[str, Any]:
    bracket = best.bracket
    return {
        "least_of_any_agent": None if best.least is None else str(best.least),
        "attained": best.attained,
        "restarts": best.restarts,
        "restarts_at_lowest": best.reached,
        "restart_costs": [_finite(best.restart_low), _finite(best.restart_high)],
        "without_memory": None
        if bracket is None
        else {"low": float(bracket.low), "high": float(bracket.high), "boxes": bracket.boxes, "closed": bracket.closed},
    }


def _policy(policy: PolicyFindings) -> dict[str, Any]:
    cost, search = policy.cost, policy.search
    return {
        "policy": policy.policy,
        "cost": None
        if cost is None
        else {
            "kind": _kind(cost),
            "value": _finite(as_float(cost.value)),
            "exact": str(cost.value) if isinstance(cost.value, Fraction) else None,
            "digits": str(cost.value) if isinstance(cost.value, Decimal) else None,
            "relative_error": None if cost.infinite else _finite(cost.error),
            "trapped": _finite(float(cost.trapped)),
        },
        "left_out": policy.reason or None,
        "share_on_golden_edges": policy.on_golden,
        "share_after_rows_without_gradient": policy.on_silent,
        "most_steps_end_at": [{"node": node, "share": share} for node, share in policy.top],
        "search": {
            "kind": search.kind,
            "left_out": search.reason or None,
            "stuck": None if search.stuck is None else float(search.stuck),
            "stuck_interval": search.stuck_interval,
            "steps_if_it_arrives": None if search.steps is None else float(search.steps),
            "steps_interval": search.steps_interval,
            "episodes": search.episodes,
        },
    }


def _kind(cost: TabularCost) -> str:
    if cost.infinite:
        return "infinite"
    return {Fraction: "exact", Decimal: "40 digits"}.get(type(cost.value), "float64")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
