"""The checks of shapes in `backproof.sim`, for `--jaxtyping-packages`.

What beartype finds depends on the types of the arguments and the result, on the shapes and dtypes of arrays, on texts,
and on numbers where an annotation has them in braces, as in " {count}" for a length. So each function is checked once
for each combination of these. To check every call again took a third of the processor time of tests/sim.
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
    alike = (int, bool) if "{" not in str([*function.__annotations__.values()]) else ()

    @functools.wraps(function)
    def once(*arguments: Any, **named: Any) -> None:
        such = (kinds(arguments, alike), tuple(named), kinds(named.values(), alike))
        if such not in seen:
            check(*arguments, **named)
            if len(seen) < MOST:
                seen.add(such)

    return once


def kinds(values: Iterable[Any], alike: tuple[type, ...]) -> tuple[Any, ...]:
    """All that a check of each value can depend on, if not on values of the types ``alike``."""
    return tuple([kind(value, alike) for value in values])


def kind(value: Any, alike: tuple[type, ...]) -> Any:
    """All that a check can depend on; of a long container nothing that was seen before."""
    of = type(value)
    if of in (int, bool, str):
        return of if of in alike else (of, value)
    if isinstance(value, tuple | list | dict):
        if len(value) > MOST:
            return object()
        return of, kinds(value, alike), kinds(value.values() if isinstance(value, dict) else (), alike)
    if hasattr(value, "dtype"):
        return of, value.shape, value.dtype
    return of
