"""The record that `fig_audit` shows agrees with other computations, and with the current audit."""

from __future__ import annotations

import functools
import json
import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from backproof.checks.audit.index import select_assumptions
from backproof.paper_figures.fig_audit import AUDIT, FIGURE, SHARING, STUDENTS, VERDICTS
from backproof.paper_figures.records import load_record
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES, Policy
from backproof.theory.relaxations.search_agent import search_costs
from tests.paper_figures.small import table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once

W, K, L = PAPER.width, PAPER.depth, PAPER.lanes


@functools.cache
def assumptions():
    return {found["id"]: found for found in load_record(AUDIT).document["assumptions"]}


def ratio(policy, graph=PAPER):
    return expected_hitting_time(graph, policy) / expected_hitting_time(graph, Policy.optimal(graph))


def test_the_record_has_the_current_assumptions_verdicts_and_claims():
    """If this fails: remove `paper_figures/records/audit.json`, then `make records`."""
    today = select_assumptions(())
    assert list(assumptions()) == [assumption.id for assumption in today]
    for assumption in today:
        found = assumptions()[assumption.id]
        assert found["verdict"] == assumption.bearing.value
        assert found["claims"] == list(assumption.claims)
    assert {found["verdict"] for found in assumptions().values()} == set(VERDICTS)


def test_every_check_of_the_record_holds():
    checks = [check["holds"] for found in assumptions().values() for check in found["checks"]]
    assert len(checks) > len(assumptions())
    assert all(checks)


def test_cost_ratios_with_and_without_an_assumption_match_those_of_policies():
    """Each is computed for a policy or a graph by the recurrences in float64, with some 4K roundings."""
    rows = {row[1]: row[3:5] for row in table(FIGURE).where(series="cost ratio").rows}
    held = ratio(Policy.sft_limit(PAPER))
    nine = np.full(K, 0.9)
    careful = Policy(forward_exit=nine / nine, forward_entry=nine / nine, backward_exit=nine, backward_entry=nine)
    search = search_costs(PAPER)
    dropped = {
        **dict.fromkeys(("shared-rows", "restart", "distillation", "target-seen"), 1.0),
        **dict.fromkeys(("rate", "start", "gradient-noise", "parametrisation"), held),
        "frozen-growth": ratio(careful),
        "lanes": ratio(Policy.sft_limit(thin := CorridorGraph(W, K, 1)), thin),
        "width": ratio(Policy.sft_limit(two := CorridorGraph(2, K, L)), two),
        "search-agent": float(search.sft / search.rlvr),
        "reward-forms": held * 900 / expected_hitting_time(PAPER, Policy.base(PAPER)),
    }
    assert rows.keys() == assumptions().keys()
    for name, gap in dropped.items():
        assert rows[name][1] == pytest.approx(gap, rel=1e-11), name
    assert all(rows[name][0] == pytest.approx(held, rel=1e-11) for name in rows if name != "rate")
    assert rows["rate"][0] == pytest.approx(W * L**K / 900, rel=1e-11)


@pytest.mark.parametrize("time", STUDENTS)
def test_the_costs_of_students_match_those_of_their_gaps(time):
    """The gap from D + m (e^D - 1) = tau by bisection, not from Wright's omega."""
    points = table(FIGURE).where(series="eps audited", time=time)
    assert len(points.rows) == 9
    for eps, cost in zip(points.column("at"), points.column("H"), strict=True):
        gaps = {}
        for family in FAMILIES:
            weight = eps * W + (1 - eps) if family.startswith("forward") else eps * (W - 1)
            odds, tau = L if family in ENTRIES else 1 / L, weight * time
            gaps[family] = brentq(lambda gap, m=odds, tau=tau: gap + m * math.expm1(gap) - tau, 0, 40, xtol=1e-14)
        assert cost == pytest.approx(expected_hitting_time(PAPER, Policy.from_gaps(PAPER, **gaps)), rel=1e-9)


@pytest.mark.parametrize("frame", SHARING)
def test_the_costs_of_shared_rows_match_the_flow_of_all_parameters(frame):
    """Three parameters in the logarithm of time, from 1e-9 on, before which a gap moves by less than 1e-8."""
    points = table(FIGURE).where(series=f"{frame.name.lower()} audited")
    assert len(points.rows) == len(SHARING[frame])

    def velocity(log_time, at, weight):
        exits, entries, shared = at
        errors = [1 / (1 + odds * math.exp(own + weight * shared)) for own, odds in ((exits, 1 / L), (entries, L))]
        return [math.exp(log_time) * speed for speed in (*errors, weight * K * sum(errors))]

    for weight, time, cost in zip(*(points.column(name) for name in ("at", "time", "H")), strict=True):
        span = (math.log(1e-9), math.log(time))
        found = solve_ivp(velocity, span, [0, 0, 0], "LSODA", args=(weight,), rtol=1e-11, atol=1e-11)
        exits, entries, shared = found.y[:, -1]
        forward = {"forward_exit": exits + weight * shared, "forward_entry": entries + weight * shared}
        away = frame * weight * shared
        policy = Policy.from_gaps(PAPER, **forward, backward_exit=away, backward_entry=away)
        assert cost == pytest.approx(expected_hitting_time(PAPER, policy), rel=4 * K * 1e-8)


def test_marks_lie_on_their_lines():
    """A mark lies between the points of its line on both sides, since lines are monotone there."""
    for row in (row for row in table(FIGURE).rows if row[0].endswith(" audited")):
        line = table(FIGURE).where(series=row[0].removesuffix(" audited"), time=row[6])
        at, costs = line.column("at"), line.column("H")
        place = int(np.clip(np.searchsorted(at, row[5] * (1 - 1e-9)), 1, len(at) - 1))
        low, high = sorted(costs[place - 1 : place + 1])
        assert low * (1 - 1e-8) <= row[7] <= high * (1 + 1e-8)


def test_growth_is_rho_at_the_limit_and_falls_to_one_with_eps():
    limits = {row[0]: row[8] for row in table(FIGURE).rows if row[0].startswith("limit ")}
    assert limits == pytest.approx({"limit SFT": (L + 1) ** 2 / L, "limit base": 1, "limit RLVR": 1}, rel=1e-11)
    growth = table(FIGURE).column("growth", series="eps", time=max(STUDENTS))
    assert np.all(np.diff(growth) < 0)
    assert limits["limit SFT"] > growth[0] > growth[-1] > 1


@pytest.mark.slow
def test_the_current_audit_gives_the_record():
    """Cost ratios and tables, up to the error of integrating a flow, which may differ between machines."""
    from backproof.reports.audit import examine_assumptions
    from backproof.reports.audit_documents import audit_json

    today = json.loads(audit_json(examine_assumptions(select_assumptions(()), PAPER), PAPER))
    assert load_record(AUDIT).config == today["graph"]
    for found in today["assumptions"]:
        kept = assumptions()[found["id"]]
        for side in ("with", "without"):
            assert kept[side]["cost_ratio"]["value"] == pytest.approx(
                found[side]["cost_ratio"]["value"], rel=4 * K * 1e-10
            )
        for row, old in zip(found["table"]["rows"], kept["table"]["rows"], strict=True):
            for cell, was in zip(row, old, strict=True):
                if isinstance(cell, dict) and cell["value"] is not None:
                    assert was["value"] == pytest.approx(cell["value"], rel=1e-6)
                else:
                    assert was == cell
