"""Weakenings that composition must notice: false predicates, statements that nobody proved, scopes in words only."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from backproof.checks.chosen import parts_of
from backproof.checks.claims import rlvr_optimal, separation
from backproof.checks.composition import Induction, Recurrence, Theorem, Use
from backproof.checks.formula import both, eq, ge, gt, le
from backproof.checks.grounds import composed, ungrounded
from backproof.checks.index import claims
from backproof.checks.kernel import decide
from backproof.checks.lock import BuiltClaim, texts_of
from backproof.checks.scope import CompositionError, Given, Policies, Scope
from backproof.checks.statement import Control, Generated, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, K, L, P, W, nonnegative, positive, real
from backproof.checks.verify import run_evidence, verify
from tests.checks.doubles import MadeUpClaim

DOUBLING = Recurrence("powers of two", I, {P: sp.Integer(1)}, {P: 2 * P})
SCOPE = Scope({K: 1})
GROWS = Induction("grows", ("base", "step"), DOUBLING, ge(P, I + 1))
GOAL = gt(P, K)
SAYS = "a power of two exceeds its exponent"
FALSE_TWIN = Control(Obligation("twin", "false", gt(K, K)))


def theorem(*uses, goal=GOAL, scope=SCOPE, **others):
    return Theorem(
        "made-up", "a power of two exceeds its exponent", scope, uses or (Use(GROWS, {I: K}),), goal, **others
    )


def claim(*evidence, name="made-up", uses=(), scope="all K", statement=SAYS):
    """A claim with this evidence, as its module would state it."""
    bare = MadeUpClaim(name, statement, "new", scope, uses=uses, twins=(FALSE_TWIN.twin,))
    return replace(bare, evidence=tuple(composed(bare, evidence)))


def verdicts(part):
    return {made.id: decide(made).verdict for made in part.parts()}


def results(*of):
    return {result.claim.id: {p.id: p for p in result.evidence} for result in verify(of, jobs=2).results}


# --- inductions ------------------------------------------------------------------------------------------------------


def test_an_induction_and_the_theorem_that_uses_it_are_proved():
    (result,) = verify([claim(GROWS, theorem())], jobs=2).results
    assert result.verdict == "proved"
    assert [part.id for part in result.evidence] == ["grows-base", "grows-step", "grows-domain", "theorem"]


@pytest.mark.parametrize(
    ("false", "red"),
    [
        (ge(P, 3 * I), "grows-step"),
        (ge(P, I + 2), "grows-base"),
        (le(P, I + 1), "grows-step"),
        (ge(I, 1), "grows-base"),
    ],
)
def test_a_false_predicate_has_a_red_part(false, red):
    assert verdicts(replace(GROWS, predicate=false))[red] == "refuted"


@pytest.mark.parametrize("false", [ge(P, (I + 1) ** 3), ge(P, (I + 2) ** 2), le(P, (I + 1) ** 2)])
def test_a_false_predicate_in_separation_has_a_red_part(false):
    assert "refuted" in verdicts(replace(separation.growing_power(), predicate=false)).values()


def test_a_true_predicate_that_is_too_weak_leaves_the_theorem_without_a_proof():
    weak = replace(GROWS, predicate=ge(P, 1))
    assert set(verdicts(weak).values()) == {"proved"}
    assert verdicts(theorem(Use(weak, {I: K})))["theorem"] == "refuted"


def test_base_step_and_use_are_made_from_the_one_predicate():
    changed = replace(GROWS, predicate=ge(P, I + 7))
    base, step, _ = changed.parts()
    assert base.goal == ge(P, I + 7)
    assert (step.hypotheses[-1], step.goal) == (ge(P, I + 7), ge(2 * P, I + 8))
    assert ge(P, K + 7) in Use(changed, {I: K}).formula().parts


def test_a_closed_form_is_replaced_in_the_step_and_checked_at_the_start():
    (x,) = real("x")
    sums = Recurrence("sums", I, {x: sp.Integer(0)}, {x: x + 2 * I + 1})
    words = ("base", "step")
    assert set(verdicts(Induction("sums", words, sums, eq(x, I**2))).values()) == {"proved"}
    assert verdicts(Induction("sums", words, sums, eq(x, I**2 + I)))["sums-step"] == "refuted"
    assert verdicts(Induction("sums", words, sums, eq(x, I**2 + 1)))["sums-base"] == "refuted"


def test_an_induction_from_a_later_index_says_nothing_of_earlier_ones():
    later = Induction("later", ("base", "step"), DOUBLING, ge(P, I**2), first=4)
    assert set(verdicts(later).values()) == {"proved"}
    assert verdicts(theorem(Use(later, {I: K}), goal=ge(P, K**2)))["theorem"] == "refuted"
    assert verdicts(theorem(Use(later, {I: K}), goal=ge(P, K**2), scope=Scope({K: 4})))["theorem"] == "proved"


def test_a_state_that_leaves_its_declared_domain_is_refuted():
    falling = Recurrence("falling", I, {P: sp.Integer(1)}, {P: P - 1})
    assert verdicts(Induction("falls", ("base", "step"), falling, ge(I, 0)))["falls-domain"] == "refuted"


def test_a_state_with_a_closed_form_that_leaves_its_declared_domain_is_refuted():
    (x,) = nonnegative("x")
    falling = Recurrence("falling", I, {x: sp.Integer(0)}, {x: x - 1})
    found = verdicts(Induction("falls", ("base", "step"), falling, eq(x, -I)))
    assert found == {"falls-base": "proved", "falls-step": "proved", "falls-domain": "refuted"}


def test_hypotheses_of_an_induction_are_about_parameters():
    with pytest.raises(CompositionError, match="must be about parameters alone"):
        replace(GROWS, hypotheses=(ge(P, 5),))


# --- uses ------------------------------------------------------------------------------------------------------------


def test_a_use_of_a_refuted_statement_is_an_error():
    false = replace(GROWS, predicate=ge(P, 3 * I + 1))
    found = results(claim(false, theorem(Use(false, {I: K}))))["made-up"]["theorem"].finding
    assert (found.verdict, found.detail) == ("error", "it uses grows-step, which is refuted")


def test_a_use_of_a_statement_that_is_not_there_is_an_error():
    found = results(claim(theorem()))["made-up"]["theorem"].finding
    assert found.verdict == "error"
    assert "uses grows-base, which neither its claim nor a claim in `uses` states" in found.detail


@pytest.mark.parametrize(("uses", "verdict"), [(("other",), "proved"), ((), "error")])
def test_a_use_of_another_claim_needs_that_claim_in_uses(uses, verdict):
    other = claim(GROWS, name="other")
    assert results(other, claim(theorem(), uses=uses))["made-up"]["theorem"].finding.verdict == verdict


def test_a_statement_of_the_same_id_is_not_the_same_statement():
    stated = [(part, "proved") for part in GROWS.parts()]
    (part,) = theorem(Use(replace(GROWS, predicate=ge(P, I + 9)), {I: K})).parts()
    assert "grows-base" in ungrounded(part, stated)


def test_a_value_must_lie_in_the_domain_of_the_symbol_that_it_replaces():
    (n,) = nonnegative("n")
    (y,) = real("y")
    obvious = Obligation("obvious", "n + 1 > 0", gt(n + 1, 0))
    assert verdicts(theorem(Use(obvious, {n: y}), goal=gt(y + 1, 0)))["theorem"] == "refuted"
    assert verdicts(theorem(Use(obvious, {n: K}), goal=gt(K + 1, -1)))["theorem"] == "proved"


def test_a_use_gives_values_to_symbols_of_the_statement_only():
    with pytest.raises(CompositionError, match="grows has no P"):
        Use(GROWS, {sp.Symbol("P"): K}).formula()


def test_one_symbol_cannot_be_a_state_of_two_recurrences():
    tripling = replace(GROWS, id="other", over=Recurrence("powers of three", I, {P: sp.Integer(1)}, {P: 3 * P}))
    with pytest.raises(CompositionError, match="P is a state of powers of three and of another run"):
        theorem(Use(GROWS, {I: K}), Use(tripling, {I: K}))
    with pytest.raises(CompositionError, match="of another run"):
        theorem(Use(GROWS, {I: K}), Use(GROWS, {I: K + 1}))


def test_a_state_may_not_be_declared_narrower_or_be_a_size():
    (x,) = real("x")
    sums = Induction("sums", ("base", "step"), Recurrence("sums", I, {x: sp.Integer(0)}, {x: x - 1}), le(x, 0))
    for symbol, wrong in ((positive("z")[0], "narrower than the state x"), (K, "narrower|size or parameter")):
        with pytest.raises(CompositionError, match=wrong):
            theorem(Use(sums, {I: K, x: symbol}))


def test_a_theorem_has_no_way_to_state_a_made_statement_itself():
    made = Generated("free", "1 > 2", gt(sp.Integer(1), 2))
    with pytest.raises(CompositionError, match="give the Induction or the Theorem"):
        claim(made)


# --- theorems --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trivial", [ge(K, 0), gt(P, 0), eq(P, P)])
def test_a_trivial_goal_is_vacuous(trivial):
    (part,) = theorem(goal=trivial).parts()
    found = run_evidence(part).finding
    assert (found.verdict, found.detail) == ("vacuous", "it follows from its scope alone")


def test_premises_that_contradict_each_other_are_vacuous():
    below = Obligation("below", "never", le(P, -1), (ge(K, 1),))
    (part,) = theorem(Use(GROWS, {I: K}), Use(below)).parts()
    assert run_evidence(part).finding.verdict == "vacuous"


def test_a_theorem_uses_something():
    with pytest.raises(CompositionError, match="must use what was proved"):
        Theorem("made-up", "words", SCOPE, (), GOAL)


def test_a_symbol_with_a_hidden_scope_is_refused():
    (room,) = positive("room")
    with pytest.raises(CompositionError, match="room is declared positive or nonnegative: put it in the scope"):
        theorem(goal=both(GOAL, ge(room, 0)))


def test_named_sizes_are_the_only_ones_of_the_scope():
    for sizes, expected in (((3, 4), "proved"), ((2, 4), "refuted")):
        named = Scope({K: 1}, named=tuple({K: sp.Integer(size)} for size in sizes))
        assert verdicts(theorem(goal=ge(P, 4), scope=named))["theorem"] == expected


def test_what_is_given_in_the_scope_is_a_hypothesis_within_its_range():
    (room,) = positive("room")
    goal = both(GOAL, gt(P - room, K - 1))
    within = theorem(goal=goal, scope=Scope({K: 1}, given=(Given("room", (room,), most=1),)))
    assert verdicts(within)["theorem"] == "proved"
    assert verdicts(replace(within, scope=Scope({K: 1}, given=(Given("room", (room,)),))))["theorem"] == "refuted"
    with pytest.raises(CompositionError, match="P is a size or parameter and cannot be a state too"):
        theorem(scope=Scope({K: 1}, given=(Given("power", (P,)),)))
    with pytest.raises(CompositionError, match="must be declared alike"):
        Given("room", (room, *real("z")))


@pytest.mark.parametrize("name", [*positive("h"), K, P])
def test_a_definition_cannot_narrow_the_scope(name):
    with pytest.raises(CompositionError, match="a definition must be of a real symbol that is new"):
        theorem(let={name: K - 5})


def test_a_definition_names_its_term_in_what_is_used_too():
    (h,) = real("h")
    above = Obligation("above", "P + K > 0", gt(P + K, 0))
    (part,) = theorem(Use(above), Use(GROWS, {I: K}), let={h: P + K}, goal=gt(h, 2 * K)).parts()
    assert part.hypotheses[1:3] == (eq(h, P + K), gt(h, 0))
    assert decide(part).verdict == "proved"
    assert verdicts(theorem(let={h: P + K}, goal=gt(h, 2 * K + 1)))["theorem"] == "refuted"


def test_the_policies_in_the_words_are_those_of_the_recurrence():
    p, q = rlvr_optimal.p, rlvr_optimal.q
    half = Policies("every policy in (0, 1]", (p, q), (le(p, sp.Rational(1, 2)), le(q, 1)))
    (made,) = (part for part in rlvr_optimal.evidence() if isinstance(part, Theorem))
    for policies, wrong in ((half, "is not about every policy"), (None, "must name policies where rows are chosen")):
        with pytest.raises(CompositionError, match=wrong):
            replace(made, scope=replace(made.scope, policies=policies))


@pytest.mark.parametrize(("confirm", "is_confirmed"), [({}, False), ({"confirm": lambda model: "so it is"}, True)])
def test_a_false_theorem_is_confirmed_only_by_a_check_of_its_own(confirm, is_confirmed):
    assert false_theorem(theorem(), "twice", "more", **confirm).is_confirmed is is_confirmed


def test_a_false_theorem_is_the_theorem_with_another_goal_or_scope():
    goal = ge(P, K + 3)
    twins = (
        false_theorem(theorem(), "twice", "more", goal=goal),
        false_theorem(theorem(), "any", "all", scope=Scope({K: 0})),
    )
    assert [control.twin.id for control in twins] == ["twice", "any"]
    assert twins[0].twin.goal == goal
    assert (ge(K, 1) in twins[0].twin.hypotheses, ge(K, 1) in twins[1].twin.hypotheses) == (True, False)
    assert [decide(control.twin).verdict for control in twins] == ["refuted", "proved"]


# --- the claim says what its theorem says ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wider", "name"),
    [
        ({"scope": "all K, and K = 0"}, "scope"),
        ({"statement": "a power of two exceeds its exponent twice"}, "statement"),
    ],
)
def test_a_scope_or_statement_enlarged_in_words_only_is_refused(wider, name):
    with pytest.raises(CompositionError, match=f"its {name} must be"):
        claim(GROWS, theorem(), **wider)


@pytest.mark.parametrize("change", [{"scope": "all W, K, L"}, {"statement": "more"}, {"assumptions": ()}])
def test_separation_in_other_words_is_an_error_and_cannot_be_locked(change):
    (indexed,) = (known for known in claims() if known.id == "separation")
    (broken,), _ = parts_of(replace(indexed, **change))
    assert run_evidence(broken).finding.verdict == "error"
    with pytest.raises(CompositionError):
        texts_of(BuiltClaim.of(replace(indexed, **change)))


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope({W: 1, K: 1}, named=({W: 2, K: 3}, {W: 4, K: 5})), "W = 2, K = 3 or W = 4, K = 5"),
        (Scope({W: 2, K: 3, L: 1}), "all W >= 2, K >= 3, L"),
        (rlvr_optimal.SCOPE, "all W, K, L, every policy in (0, 1]"),
        (Scope({K: 1}, given=(Given("weight", positive("w")),)), "all K, every weight w > 0"),
        (Scope({K: 1}, given=(Given("row", positive("p q"), most=1),)), "all K, every row p, q in (0, 1]"),
        (Scope({K: 1}, given=(Given("error", nonnegative("e"), most=2),)), "all K, every error e in [0, 2]"),
        (Scope({K: 1}, given=(Given("price", real("z"), most=3),)), "all K, every price z <= 3"),
        (Scope({K: 1}, given=(Given("value", real("z")),)), "all K, every value z"),
    ],
)
def test_the_words_of_a_scope_are_made_from_its_data(scope, words):
    assert scope.words == words


def test_a_claim_that_is_imported_but_not_used_is_an_error():
    (indexed,) = (known for known in claims() if known.id == "separation")
    (broken,), _ = parts_of(replace(indexed, uses=("sft-cost",)))
    finding = run_evidence(broken).finding
    assert finding.verdict == "error"
    assert "separation imports the claim rlvr-optimal: name it in its `uses`" in finding.detail


@pytest.mark.xdist_group("claims")  # building the claims takes a while
@pytest.mark.parametrize("claim_id", [known.id for known in claims() if known.composed])
def test_every_theorem_uses_what_its_claim_or_a_used_claim_states(claim_id, built):
    (indexed,) = (known for known in claims() if known.id == claim_id)
    stated = [(part, "proved") for name in (claim_id, *indexed.uses) for part in built[name][0]]
    assert [why for part in built[claim_id][0] if (why := ungrounded(part, stated))] == []


def test_what_a_claim_assumes_shows_with_the_claims_that_use_it():
    assuming = replace(claim(GROWS, name="other"), assumptions=("two is two",))
    report = verify([assuming, claim(theorem(), uses=("other",))], jobs=2)
    assert report.results[-1].assumed == {"other": ("two is two",)}


@pytest.mark.parametrize("off", [1, W, -K])
def test_another_least_cost_is_no_theorem(monkeypatch, off):
    monkeypatch.setattr(rlvr_optimal, "STATED", rlvr_optimal.STATED + off)
    (made,) = (part for part in rlvr_optimal.evidence() if isinstance(part, Theorem))
    assert verdicts(made)["theorem"] == "refuted"
