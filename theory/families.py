"""One family of a policy's probabilities: what is accepted, and how it is held.

A family is given as a sequence of K numbers or as an array of shape (..., K). It is held as a tuple of K Fractions, or
as a read-only float64 array.

Main definitions: `Family`, `held_families` (from given ones), `float_array`, `shape_of`, `as_float64`, `interleaved`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Family: TypeAlias = Sequence[Any] | NDArray[Any]


def held_families(given: Mapping[str, Family]) -> dict[str, Family]:
    """All families as they are held: Fractions if every number is an integer or a Fraction, else float64.

    Raises TypeError for what is not a number, ValueError for a probability outside (0, 1] and for shapes that differ.
    """
    exact = all(_holds_rationals(values) for values in given.values())
    hold: Callable[[str, Any], Family] = _fractions if exact else _floats
    held = {name: hold(name, values) for name, values in given.items()}
    shapes = {name: shape_of(family) for name, family in held.items()}
    if len(set(shapes.values())) > 1:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"the four families must have one probability per diamond each, got shapes {listed}")
    return held


def float_array(name: str, values: object) -> Floats:
    """``values`` as a new float64 array. Booleans, text and anything else that is not a number raise TypeError."""
    try:
        array = values if isinstance(values, np.ndarray) else np.array(values, dtype=object)
        numbers = array.dtype.kind in "fiu" or all(isinstance(x, Real) and not isinstance(x, bool) for x in array.flat)
        if numbers and array.dtype.kind in "fiuO":
            return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(f"{name} must be an array of numbers, got {name}={values!r}") from error
    raise TypeError(f"{name} must be an array of numbers, got {name}={values!r}")


def refuse_first(name: str, values: Floats, wrong: NDArray[np.bool_], expected: str) -> None:
    """Raise ValueError with the first of the ``values`` that is ``wrong``, and its position."""
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f"[{', '.join(map(str, place))}]" if place else ""
        raise ValueError(f"{name} must hold {expected}, got {name}{where}={values[place]}")


def shape_of(family: Family) -> tuple[int, ...]:
    return family.shape if isinstance(family, np.ndarray) else (len(family),)


def as_float64(family: Family) -> Floats:
    """The family in float64."""
    if isinstance(family, np.ndarray):
        return family
    floats = {key: float(value) for key, value in _distinct(family).items()}
    return np.array([floats[id(value)] for value in family])


def interleaved(left: Family, right: Family) -> Any:
    """The families of a diamond's two vertices, vertex by vertex: a list of 2K, or an array of shape (2K, ...)."""
    if not (isinstance(left, np.ndarray) and isinstance(right, np.ndarray)):
        return [probability for pair in zip(left, right, strict=True) for probability in pair]
    pairs = np.stack([np.moveaxis(left, -1, 0), np.moveaxis(right, -1, 0)], axis=1)
    return pairs.reshape(-1, *pairs.shape[2:])


def _holds_rationals(values: object) -> bool:
    return (
        isinstance(values, Sequence)
        and not isinstance(values, str | bytes)
        and all(isinstance(value, Rational) and not isinstance(value, bool) for value in _distinct(values).values())
    )


def _fractions(name: str, values: Sequence[Rational]) -> tuple[Fraction, ...]:
    if not values:
        raise ValueError(f"{name} must have one probability per diamond, got none")
    distinct = _distinct(values)
    for key, value in distinct.items():
        if not 0 < value <= 1:
            j = next(j for j, other in enumerate(values) if other is value)
            raise ValueError(f"{name} must hold probabilities in (0, 1], got {name}[{j}]={value}")
        distinct[key] = Fraction(int(value.numerator), int(value.denominator))  # never numpy's bounded integers
    return tuple(distinct[id(value)] for value in values)


def _floats(name: str, values: object) -> Floats:
    family = float_array(name, values)
    if family.ndim == 0 or family.size == 0:
        raise ValueError(f"{name} must have one probability per diamond, got {name}={values!r}")
    refuse_first(name, family, ~((family > 0) & (family <= 1)), "probabilities in (0, 1]")
    family.setflags(write=False)
    return family


def _distinct(values: Sequence[Any]) -> dict[int, Any]:
    """The distinct objects by id. A family often repeats one Fraction, and Fractions are slow to check and convert."""
    return {id(value): value for value in values}
