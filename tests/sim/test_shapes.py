"""Arrays of wrong shapes are noticed in every function of `backproof.sim`, also after calls with right ones."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from beartype.roar import BeartypeCallHintViolation
from jaxtyping import Float64, TypeCheckError, jaxtyped
from torch import Tensor

from backproof.sim.exact_cost import cost_of_gaps, logits_of_gaps
from backproof.theory.graph import CorridorGraph
from tests import shapes
from tests.shapes import checked

GRAPH = CorridorGraph(3, 2, 2)


@pytest.mark.parametrize("function", [cost_of_gaps, logits_of_gaps])
def test_the_simulator_is_checked_also_after_a_right_call(function):
    function(GRAPH, np.zeros((4, 2)))
    for wrong in (np.zeros((3, 2)), np.zeros((4, 2), dtype=np.float32), np.zeros(2), [[0.0, 0.0]] * 4):
        for _ in range(2):
            with pytest.raises(TypeCheckError, match="gaps"):
                function(GRAPH, wrong)


def zeros(count: int, length: int) -> Float64[Tensor, " {count}"]:
    return torch.zeros(length, dtype=torch.float64)


def joined(parts: dict[str, list[Float64[Tensor, " n"]]]) -> Float64[Tensor, " n"]:
    return sum(*parts.values())


def test_a_shape_that_depends_on_a_number_is_checked_for_each_number():
    made = jaxtyped(zeros, typechecker=checked)
    assert len(made(5, 5)) == 5
    with pytest.raises(TypeCheckError, match="return value"):
        made(7, 5)


def test_arrays_in_containers_are_checked():
    added = jaxtyped(joined, typechecker=checked)
    right, wrong = torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float32)
    assert added({"parts": [right, right]}).tolist() == [0, 0]
    with pytest.raises(TypeCheckError, match="parts"):
        added({"parts": [wrong, wrong]})


def test_a_combination_is_checked_once_and_one_of_too_many_every_time(monkeypatch):
    calls = []
    monkeypatch.setattr(shapes, "beartype", lambda function: lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(shapes, "MOST", 2)
    check = checked(joined)
    for _ in range(3):
        for argument in (1, 2, "1", "2", [0, 0, 0]):
            check(argument)
    assert [calls.count((argument,)) for argument in (1, 2, "1", "2", [0, 0, 0])] == [1, 0, 1, 3, 3]


def test_what_is_refused_is_refused_again():
    check = checked(zeros)
    for _ in range(2):
        with pytest.raises(BeartypeCallHintViolation):
            check("five", 5)
