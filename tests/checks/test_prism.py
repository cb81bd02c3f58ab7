"""A PRISM model agrees with the chain: read back by a small reader, it has the same hitting time."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given

from backproof.checks import prism
from backproof.checks.prism import PROPERTY, ModelTooLargeError, corridor_model, parametric_model
from backproof.theory.chain import EdgeStateChain
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import exact_cases

GRAPH = CorridorGraph(width=2, depth=1, lanes=2)
VALUES = {"a_1": Fraction(2, 3), "b_1": Fraction(3, 5), "c_1": Fraction(5, 7), "d_1": Fraction(7, 11)}


def literal(text: str) -> Fraction:
    """A number by PRISM's lexical rules: an integer of 32 bits, or a double, which has a point and is finite."""
    assert re.fullmatch(r"\d+(\.\d+)?", text)
    assert math.isfinite(float(text)) if "." in text else int(text) < 2**31
    return Fraction(text)


def number(text: str, values: dict[str, Fraction]) -> Fraction:
    """A weight: a fraction, a parameter, or one minus a parameter."""
    if match := re.fullmatch(r"1 - (\w+)", text):
        return 1 - values[match[1]]
    if text in values:
        return values[text]
    over, slash, under = text.partition("/")
    return literal(over) / literal(under) if slash else literal(over)


def exactly(probability: Fraction) -> Policy:
    """A policy of one diamond with this forward exit."""
    rows = {name: [Fraction(1, 3)] for name in FAMILIES}
    return Policy(**{**rows, "forward_exit": [probability]})


def test_the_reader_refuses_what_prism_does_not_read():
    for text in ("2147483648", "6004799503160661", "1e5", f"1{'0' * 309}.0", "1.", "-1"):
        with pytest.raises(AssertionError):
            literal(text)


def read_chain(text: str, values: dict[str, Fraction] | None = None) -> EdgeStateChain:
    """The chain of a model text with its source; the last state, the target, absorbs."""
    lines = re.findall(r"^  \[\] s=(\d+) -> (.*?);(?: //.*)?$", text, flags=re.MULTILINE)
    rows = []
    for i, (state, law) in enumerate(lines):
        assert int(state) == i
        moves = re.findall(r"([^+]+) : \(s'=(\d+)\)(?: \+ )?", law)
        rows.append({int(j): number(weight.strip(), values or {}) for weight, j in moves})
        assert sum(rows[-1].values()) == 1
    target = len(rows) - 1
    assert rows[target] == {target: 1}
    assert f'label "target" = s={target};\n' in text
    assert f'rewards "steps"\n  s<{target} : 1;\nendrewards\n' in text
    assert f"s : [0..{target}] init 0;" in text
    return EdgeStateChain(
        tuple(range(target)),
        tuple({j: weight for j, weight in row.items() if j != target} for row in rows[:target]),
    )


@given(exact_cases())
def test_the_model_has_the_hitting_time_of_the_policy(case):
    graph, policy = case
    assert read_chain(corridor_model(graph, policy)).expected_hitting_time() == expected_hitting_time(
        graph, policy, exact=True
    )


LARGE = {
    "floats": Policy.from_gaps(GRAPH, forward_exit=0.3, backward_exit=-1.1),
    "floats next to 0": Policy.from_gaps(GRAPH, forward_exit=-700.0),
    "the largest integer": exactly(Fraction(2**31 - 2, 2**31 - 1)),
    "past the largest integer": exactly(Fraction(2**31 - 1, 2**31)),
    "past the largest double": exactly(Fraction(1, 7**500)),
    "both past the largest double": exactly(Fraction(7**500 - 1, 7**500)),
}


@pytest.mark.parametrize("policy", LARGE.values(), ids=LARGE)
def test_fractions_of_any_size_are_exact_literals_that_prism_reads(policy):
    found = read_chain(corridor_model(GRAPH, policy)).expected_hitting_time()
    assert found == expected_hitting_time(GRAPH, policy, exact=True)


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("lanes", [1, 3])
def test_the_parametric_model_covers_every_policy_and_number_of_lanes(width, lanes):
    text = parametric_model(width, 1)
    policy = Policy(**dict(zip(FAMILIES, ([VALUES[f"{letter}_1"]] for letter in "abcd"), strict=True)))
    graph = CorridorGraph(width=width, depth=1, lanes=lanes)
    found = read_chain(text, VALUES).expected_hitting_time()
    assert found == expected_hitting_time(graph, policy, exact=True)
    assert re.findall(r"^const double (\w+);$", text, flags=re.MULTILINE) == ["a_1", "b_1", "c_1", "d_1"]


def test_the_header_names_the_model_and_the_property():
    header = corridor_model(GRAPH, Policy.base(GRAPH), name="base").split("dtmc\n")[0]
    assert "W = 2, depth K = 1, lanes L = 2" in header
    assert "the policy base" in header
    assert header.endswith(f"{PROPERTY}\n")
    assert all(line.startswith("// ") for line in header.splitlines())


def test_the_whole_text_of_a_small_model():
    graph = CorridorGraph(width=1, depth=1, lanes=1)
    body = corridor_model(graph, Policy.optimal(graph)).split("dtmc\n")[1]
    assert (
        body
        == """
module walk
  s : [0..4] init 0;
  [] s=0 -> 1 : (s'=1); // at the source
  [] s=1 -> 1 : (s'=2); // s -> f
  [] s=2 -> 1 : (s'=3); // f -> l1@1
  [] s=3 -> 1 : (s'=4); // l1@1 -> r1@1 by lane 1
  [] s=4 -> 1 : (s'=4); // at the target
endmodule

label "target" = s=4;

rewards "steps"
  s<4 : 1;
endrewards
"""
    )


def test_states_of_the_quotient_are_named():
    names = re.findall(r"// (\w+ -> .*)$", parametric_model(2, 2), flags=re.MULTILINE)
    assert names[:3] == ["source -> fork", "fork -> l1 of the target corridor", "fork -> l1 of a wrong corridor"]
    assert "r2 -> leaf of a wrong corridor" in names
    assert len(set(names)) == len(names)


def test_a_graph_too_large_to_write_is_refused(monkeypatch):
    monkeypatch.setattr(prism, "MAX_STATES", 2 * GRAPH.edge_count - 1)
    with pytest.raises(ModelTooLargeError, match=r"at most 17, got 18 for width=2, depth=1, lanes=2: choose smaller"):
        corridor_model(GRAPH, Policy.base(GRAPH))


def test_a_policy_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="policy must have one probability per diamond, got 2 per family for depth=1"):
        corridor_model(GRAPH, Policy.base(CorridorGraph(width=2, depth=2, lanes=2)))


@pytest.mark.parametrize("sizes", [(0, 1), (1, 0)])
def test_sizes_below_one_are_refused(sizes):
    with pytest.raises(ValueError, match="must be an integer >= 1"):
        parametric_model(*sizes)
