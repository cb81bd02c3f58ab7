"""The checks of shapes in `backproof.sim`, for `--jaxtyping-packages`.

What beartype finds depends on the types of the arguments and the result, on the shapes and dtypes of arrays, and on
plain values. So each function is checked once for each combination of these. To check every call again took a third of
the processor time of tests/sim.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from beartype import beartype

MOST = 1000
"""Combinations that are kept of one function, and values of one container: beyond these every call is checked."""


def checked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Check the arguments of a function unless such arguments were checked before."""
    check, seen = beartype(function), set[Any]()

    @functools.wraps(function)
    def once(*arguments: Any, **named: Any) -> None:
        such = (kinds(arguments), tuple(named), kinds(named.values()))
        if such not in seen:
            check(*arguments, **named)
            if len(seen) < MOST:
                seen.add(such)

    return once


def kinds(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(map(kind, values))


def kind(value: Any) -> Any:
    """All that a check can depend on; of a long container nothing that was seen before."""
    of = type(value)
    if of in (int, str, bool):
        return of, value
    if isinstance(value, tuple | list | dict):
        if len(value) > MOST:
            return object()
        return of, kinds(value), kinds(value.values() if isinstance(value, dict) else ())
    if hasattr(value, "dtype"):
        return of, tuple(value.shape), value.dtype
    return of
