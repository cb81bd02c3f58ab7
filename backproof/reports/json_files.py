"""JSON from files of other people: limited in size, digits and depth, with every error in one line.

Main definitions: `read_bytes`, `parse_json`, `short`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_BYTES = 64 * 2**20
MOST_DIGITS = 1000


def read_bytes(path: Path) -> bytes:
    """The bytes of a file or pipe. Raises ValueError where it cannot be read, is too long or is no UTF-8 text."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise ValueError(f"must have at most {MOST_BYTES // 2**20} MiB: cut it down")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2].count(0) == 1:
        raise ValueError("must be UTF-8 text, looks like UTF-16: save it as UTF-8")
    return data


def parse_json(data: bytes, *, parse_float: Callable[[str], Any] = float) -> Any:
    """The document. Raises ValueError with the place for what is no JSON, and for a name twice in one object."""
    text = ""
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=parse_float)
    except _LongNumberError as error:
        before = text[: text.find(error.args[0])]
        place = f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
        digits = len(error.args[0].lstrip("-"))
        raise ValueError(f"{place}: a number has {digits:,} digits: write it with at most {MOST_DIGITS:,}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"must be UTF-8 text, got byte {error.object[error.start]:#x} at {error.start}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


class _LongNumberError(ValueError):
    """Its digits as they are in the file."""


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise _LongNumberError(digits)
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{short(name)} is given twice in one object: keep one")
        found[name] = value
    return found


def short(value: Any) -> str:
    """The value as JSON, text as Python's repr, cut to 60 characters."""
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
