"""Checks of arguments: numbers in an interval, lists of them, and laws that are given by weights.

Main definitions: `number_in`, `numbers_in`, `law_given`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np


def number_in(name: str, value: object, interval: str) -> Any:
    """``value``, an int, a float or a Fraction in an interval such as "(0, 1]"; a scalar of NumPy becomes Python's.

    Raises TypeError for what is no such number (a boolean is none), ValueError for one outside.
    """
    number = value.item() if isinstance(value, np.generic) else value
    if isinstance(number, bool) or not isinstance(number, int | float | Fraction):
        raise TypeError(f"{name} must be a number in {interval}, got {name}={_shown(value)}")
    low, high = map(float, interval[1:-1].split(","))
    above = number >= low if interval.startswith("[") else number > low
    below = number <= high if interval.endswith("]") else number < high
    if not (above and below):
        raise ValueError(f"{name} must be a number in {interval}, got {name}={_shown(number)}")
    return number


def numbers_in(name: str, values: object, interval: str) -> list[Any]:
    """The numbers of a list, tuple or array, at least one, by `number_in`."""
    if (
        not isinstance(values, Sequence | np.ndarray)
        or isinstance(values, str | bytes)
        or getattr(values, "ndim", 1) < 1
    ):
        raise TypeError(f"{name} must be a list of numbers in {interval}, got {name}={_shown(values)}")
    if not len(values):
        raise ValueError(f"{name} must hold at least one number, got none")
    return [number_in(f"{name}[{i}]", value, interval) for i, value in enumerate(values)]


def law_given(name: str, weights: object, size: int) -> list[Fraction]:
    """The law in proportion to ``size`` weights, in exact Fractions. A float counts with its exact value.

    Raises TypeError for what is no list of numbers; ValueError unless all are finite and >= 0, and one is above 0.
    """
    listed = [Fraction(weight) for weight in numbers_in(name, weights, "[0, inf)")]
    if len(listed) != size or not any(listed):
        raise ValueError(
            f"{name} must hold {size} weights >= 0 of which one is above 0, one per corridor, got {_shown(weights)}"
        )
    total = sum(listed)
    return [weight / total for weight in listed]


def _shown(value: object) -> str:
    """The start of the representation, on one line."""
    return f"{' '.join(repr(value).split()):.60}"
