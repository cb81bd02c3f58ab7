"""An independent oracle: the model checker Storm finds the same hitting times in the exported PRISM models.

Only its exact and parametric engines are used: the default engine iterates in floating point, and was seen to return
50427 for 50142. stormpy is GPL, so the package never imports it. `make oracle` installs it and runs these tests.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import sympy as sp

from backproof.checks.prism import LETTERS, PROPERTY, corridor_model, parametric_model
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

stormpy = pytest.importorskip("stormpy", reason="stormpy is not installed: `make oracle` does so")

pytestmark = pytest.mark.oracle

CHAINS = 220
SEED = 20260622
LARGEST = {"width": 5, "depth": 4, "lanes": 4}


def random_case(generator: random.Random) -> tuple[CorridorGraph, Policy]:
    """A graph of at most these sizes and a policy of fractions, of which one in six is 1."""
    graph = CorridorGraph(**{name: generator.randint(1, most) for name, most in LARGEST.items()})

    def probability() -> Fraction:
        denominator = generator.randint(2, 1000)
        return Fraction(generator.randint(1, denominator), denominator) if generator.randrange(6) else Fraction(1)

    return graph, Policy(**{name: [probability() for _ in range(graph.depth)] for name in FAMILIES})


def storm_value(text, path, number):
    """Storm's answer to the exported property at the source, computed with one of its exact types of number."""
    path.write_text(text, encoding="utf-8")
    program = stormpy.parse_prism_program(path)
    (wanted,) = stormpy.parse_properties(PROPERTY, program)
    built = stormpy.build_model[number](program, wanted)
    (start,) = built.initial_states
    return stormpy.model_checking(built, wanted).get_value(start)


def hitting_time_by_storm(text, path):
    value = storm_value(text, path, stormpy.Rational)
    return Fraction(int(str(value.numerator)), int(str(value.denominator)))


def test_random_chains_have_the_same_exact_hitting_times(tmp_path):
    generator = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    cases = [random_case(generator) for _ in range(CHAINS)]
    assert len({(graph, policy.forward_exit, policy.backward_exit) for graph, policy in cases}) == CHAINS
    for graph, policy in cases:
        found = hitting_time_by_storm(corridor_model(graph, policy), tmp_path / "walk.prism")
        assert found == expected_hitting_time(graph, policy, exact=True), (graph, policy)


@pytest.mark.parametrize("make", [Policy.base, Policy.sft_limit, Policy.optimal])
def test_the_policies_of_the_theorem_have_the_same_costs_at_the_sizes_of_the_experiment(make, tmp_path):
    graph = CorridorGraph(width=15, depth=15, lanes=5)
    found = hitting_time_by_storm(corridor_model(graph, make(graph)), tmp_path / "walk.prism")
    assert found == expected_hitting_time(graph, make(graph), exact=True)


@pytest.mark.parametrize("gap", [-0.3, -200.0, -700.0], ids=str)
def test_a_float_policy_is_exported_with_its_exact_values(gap, tmp_path):
    graph = CorridorGraph(width=2, depth=2, lanes=3)
    policy = Policy.from_gaps(graph, backward_exit=[0.1, 2.7], forward_entry=gap)
    found = hitting_time_by_storm(corridor_model(graph, policy), tmp_path / "walk.prism")
    assert found == expected_hitting_time(graph, policy, exact=True)


def test_the_oracle_notices_a_wrong_chain(tmp_path):
    """A control: one probability is changed by a millionth, and the exact answers differ."""
    graph = CorridorGraph(width=2, depth=2, lanes=2)
    policy = Policy.base(graph)
    shifted = Policy(
        **{name: getattr(policy, name) for name in FAMILIES[:3]},
        backward_exit=[Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**6)],
    )
    found = hitting_time_by_storm(corridor_model(graph, shifted), tmp_path / "walk.prism")
    assert found != expected_hitting_time(graph, policy, exact=True)


@pytest.mark.parametrize(("width", "depth"), [(1, 1), (2, 1), (3, 1), (1, 2), (4, 2), (2, 3), (3, 4)])
def test_the_parametric_solution_matches_the_recurrences(width, depth, tmp_path):
    value = storm_value(parametric_model(width, depth), tmp_path / "walk.prism", stormpy.RationalFunction)
    symbols = {name: [sp.Symbol(f"{LETTERS[name]}_{j + 1}") for j in range(depth)] for name in FAMILIES}
    forward = [p for pair in zip(symbols["forward_entry"], symbols["forward_exit"], strict=True) for p in pair]
    backward = [q for pair in zip(symbols["backward_exit"], symbols["backward_entry"], strict=True) for q in pair]
    stated = sp.fraction(sp.together(crossings.walk_cost(width, forward, backward)))
    generators = [*forward, *backward]
    n, d = (polynomial(part, generators) for part in (value.numerator, value.denominator))
    N, D = (sp.Poly(part, *generators, domain="QQ") for part in stated)
    assert not d.is_zero
    assert not D.is_zero
    assert n * D == N * d


def polynomial(given, generators):
    """Storm's polynomial converted to sympy term by term; only the coefficients are parsed as text."""
    places = {str(symbol): place for place, symbol in enumerate(generators)}
    terms = {}
    for term in given.polynomial():
        exponents = [0] * len(generators)
        for variable, power in term.monomial or ():
            exponents[places[variable.name]] = power
        terms[tuple(exponents)] = sp.Rational(str(term.coeff))
    return sp.Poly.from_dict(terms, *generators, domain="QQ")
