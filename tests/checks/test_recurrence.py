"""Runs that share states, and choices that are none."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from backproof.checks.composition import Induction, Recurrence, Use
from backproof.checks.formula import eq, ge, le
from backproof.checks.scope import CompositionError, Policies, Scope
from backproof.checks.tools.symbols import I, K, P, nonnegative, positive, real
from tests.checks.test_composition import DOUBLING, GROWS, theorem, verdicts


def extended(**changed):
    """Powers of two, with their sum as a second state."""
    (total,) = real("total")
    laws = {"start": {**DOUBLING.start, total: sp.Integer(0)}, "following": {**DOUBLING.following, total: total + P}}
    over = replace(DOUBLING, words="powers and their sum", **laws)
    return Induction("sums", ("base", "step"), replace(over, **changed), eq(total, P - 1))


def test_a_run_may_have_more_states_than_another_one_that_a_theorem_uses():
    (total,) = real("total")
    uses = [Use(GROWS, {I: K}), Use(extended(), {I: K})]
    for order in (uses, uses[::-1]):
        assert verdicts(theorem(*order, goal=ge(total, K)))["theorem"] == "proved"


def test_a_run_of_another_law_index_or_choice_does_not_extend_a_run():
    (total,) = real("total")
    faster = {P: 3 * P, total: total + P}
    (c,) = positive("c")
    for wrong in ({"following": faster}, {"start": {P: sp.Integer(2), total: sp.Integer(1)}}):
        with pytest.raises(CompositionError, match="P is a state of powers and their sum and of another run"):
            theorem(Use(GROWS, {I: K}), Use(extended(**wrong), {I: K}))
    with pytest.raises(CompositionError, match="P is a state of"):
        theorem(Use(GROWS, {I: K}), Use(extended(), {I: K + 1}))
    chosen = replace(DOUBLING, following={P: c * P}, chosen=(c,), constraints=(le(c, 2),))
    assert not extended().over.extends(chosen)
    assert not replace(chosen, constraints=(le(c, 1),)).extends(chosen)
    assert not replace(chosen, constraints=()).extends(chosen)
    assert replace(chosen, constraints=(le(c, 2), ge(c, 1))).extends(chosen)
    moving = {P: P * total, total: total + P}
    assert not extended(following=moving).over.extends(replace(DOUBLING, following={P: P * total}))


# --- choices ---------------------------------------------------------------------------------------------------------


def alternating(*constraints, **changed):
    """c follows the state x, which is 0 and 1 in turn."""
    x, c = nonnegative("x c")
    over = Recurrence("turns", I, {x: sp.Integer(0)}, {x: c}, chosen=(c,), constraints=constraints, **changed)
    return Induction("turns", ("base", "step"), over, le(x, 1))


def test_a_scope_may_name_policies_of_two_kinds_each_of_them_that_of_a_run():
    x, c = nonnegative("x c")
    (row,) = positive("row")
    falling = Recurrence("rows", I, {P: sp.Integer(1)}, {P: row * P}, chosen=(row,), constraints=(le(row, 1),))
    uses = Use(Induction("falls", ("base", "step"), falling, le(P, 1)), {I: K}), Use(alternating(le(c, 1)), {I: K})
    rows, turns = Policies("every row", (row,), (le(row, 1),)), Policies("every turn", (c,), (le(c, 1),))
    scope = Scope({K: 1}, rows, more=(turns,))
    assert scope.words == "all K, every row, every turn"
    assert verdicts(theorem(*uses, goal=le(P + x, 2), scope=scope))["theorem"] == "proved"
    with pytest.raises(CompositionError, match="turns is not about every row"):
        theorem(*uses, goal=le(P + x, 2), scope=Scope({K: 1}, rows))
    with pytest.raises(CompositionError, match="no run is about every turn"):
        theorem(uses[0], goal=le(P, 2), scope=scope)


def test_a_choice_that_is_determined_is_proved_to_be_so():
    x, c = nonnegative("x c")
    assert set(verdicts(alternating(eq(x + c, 1), determined=True)).values()) == {"proved"}
    assert verdicts(alternating(le(x + c, 1), determined=True))["turns-choice"] == "refuted"


def test_only_choices_that_are_not_determined_are_of_policies():
    x, c = nonnegative("x c")
    determined, free = (alternating(eq(x + c, 1), determined=one) for one in (True, False))
    assert verdicts(theorem(Use(determined, {I: K}), goal=le(x, 1)))["theorem"] == "proved"
    with pytest.raises(CompositionError, match="must name policies where rows are chosen"):
        theorem(Use(free, {I: K}), goal=le(x, 1))


def test_what_else_is_chosen_is_named_in_the_scope_too():
    (m,) = positive("m")
    lengths = Policies("corridors of any depth", (m,), (ge(m, 3),))
    over = Recurrence("lengths", I, {P: sp.Integer(1)}, {P: P + m}, chosen=(m,), constraints=(ge(m, 3),))
    long = Induction("long", ("base", "step"), over, ge(P, 3 * I + 1))
    p, q = positive("p q")
    goal, scope = ge(P, 3 * K), Scope({K: 1}, more=(lengths,))
    assert verdicts(theorem(Use(long, {I: K}), goal=goal, scope=scope))["theorem"] == "proved"
    assert scope.words == "all K, corridors of any depth"
    shorter = replace(lengths, constraints=(ge(m, 1),))
    for more, wrong in (
        ((), "the scope must name policies"),
        ((shorter,), "lengths is not about corridors of any depth"),
        ((lengths, Policies("all rows", (p, q), ())), "no run is about all rows"),
    ):
        with pytest.raises(CompositionError, match=wrong):
            theorem(Use(long, {I: K}), goal=goal, scope=Scope({K: 1}, more=more))


def test_the_notes_of_a_theorem_say_from_which_range_a_run_chooses():
    p, m = positive("p"), real("m")
    over = Recurrence("steps", I, {P: sp.Integer(1)}, {P: P + 1}, chosen=(*p, *m), constraints=(ge(*m, 3),))
    (run,) = Induction("steps", ("base", "step"), over, ge(P, 1)).runs()
    assert str(run).endswith("from P = 1 to P = P + 1, for any p > 0, m with (>= m 3)")
