"""Plain-text maths, as the audit has it, set with raised and lowered characters and Greek letters.

The audit writes ``rho^K``, ``H_SFT``, ``W >= 2`` and ``4.8e11``, which a terminal can show. Here that becomes pieces of
text, each on the line, raised or lowered, and those become HTML or matplotlib's mathtext. A word that is no maths stays
as it is.

Main definitions: `in_html`, `in_mathtext`, `in_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from markupsafe import Markup

GREEK = {
    "rho": "ρ", "lambda": "λ", "kappa": "κ", "sigma": "σ", "eps": "ε", "pi": "π", "Theta": "Θ", "omega": "ω",
}  # fmt: skip
REPLACED = (
    (r"\bsum(?=_|\s(?:pi|sqrt)\b)", "∑"),
    (r"\bsqrt\((\w+)\)", r"√\1"),
    (rf"(?<![A-Za-z])({'|'.join(GREEK)})(?![A-Za-z])", lambda found: GREEK[found[1]]),
    (r">=", "≥"),
    (r"<=", "≤"),
    (r"!=", "≠"),
    (r"\.\.\.", "…"),
    (r"(?<=\w) x (?=\d)", " × "),
    (r"(?<=[\w)}*]) - (?=[\w(])", " − "),
    (r"(?<![A-Za-z-])([A-Za-z]\w?|\d\w*)-(?=\d)", r"\1−"),
    (r"(?<=\d)-(?=[a-zεσA-Z(])", "−"),
    (r"(?<=\))-(?=\w)", "−"),
    (r"(?<=[\s(^])-(?=[\wσρ])", "−"),
    (r"(?<![A-Za-z0-9])([WKL]) (?=[WKLAR](?![A-Za-z])|ρ)", r"\1·"),
)
"""Patterns and what they become, in this order."""

SCRIPT = re.compile(
    r"""(?P<number>\b\d[\d.]*e[+−-]?\d+\b)
    | (?P<star>(?<=[A-Za-z])\*)
    | (?P<mark>[\^_])(?P<low>\((?:[^()]|\([^()]*\))*\)|\{\w+\}|−?[A-Za-zρ]+|−?\d+)""",
    re.VERBOSE,
)
FIELD = re.compile(r"\{\w+\}")
EMPTY = re.compile(r"\{\}")


class Piece(NamedTuple):
    """Text, and where it stands."""

    text: str
    place: Literal["line", "sup", "sub"] = "line"


def pieces(text: str) -> Iterator[Piece]:
    """The text in pieces; fields in braces, to be filled in later, are left as they are."""
    fields = iter(FIELD.findall(text))
    text = _replaced(FIELD.sub("{}", text))
    text = EMPTY.sub(lambda found: next(fields), text)
    at = 0
    for found in SCRIPT.finditer(text):
        if found.start() < at or _inside_a_field(text, found.start()):
            continue
        if text[at : found.start()]:
            yield Piece(text[at : found.start()])
        yield from _scripted(found)
        at = found.end()
    if text[at:]:
        yield Piece(text[at:])


def _replaced(text: str) -> str:
    for pattern, new in REPLACED:
        text = re.sub(pattern, new, text)
    return text


def _inside_a_field(text: str, at: int) -> bool:
    return any(field.start() < at < field.end() for field in FIELD.finditer(text))


def _scripted(found: re.Match[str]) -> Iterator[Piece]:
    if found["number"]:
        mantissa, _, exponent = found["number"].partition("e")
        yield Piece("10" if float(mantissa) == 1 else f"{mantissa} × 10")
        yield Piece(str(int(exponent.replace("−", "-"))).replace("-", "−"), "sup")
    elif found["star"]:
        yield Piece("*", "sup")
    else:
        low = found["low"]
        yield Piece(low[1:-1] if low[0] == "(" else low, "sup" if found["mark"] == "^" else "sub")


def in_html(text: str) -> Markup:
    """Escaped, with ``sup`` and ``sub``.

    >>> in_html("H_SFT = Theta(W rho^K) <= 4.8e11")
    Markup('H<sub>SFT</sub> = Θ(W·ρ<sup>K</sup>) ≤ 4.8 × 10<sup>11</sup>')
    """
    return Markup("").join(
        Markup("{}").format(text) if place == "line" else Markup(f"<{place}>{{}}</{place}>").format(text)  # noqa: S704
        for text, place in pieces(text)
    )


def in_mathtext(text: str) -> str:
    """For matplotlib's labels.

    >>> in_mathtext("W L^K")
    'W·L$^{\\\\mathrm{K}}$'
    """
    marks = {"sup": "^", "sub": "_"}

    def one(piece: Piece) -> str:
        if piece.place == "line":
            return piece.text.replace("$", r"\$")
        inner = piece.text.replace("*", r"\ast")
        return f"${marks[piece.place]}{{\\mathrm{{{inner}}}}}$"

    return "".join(map(one, pieces(text)))


def in_words(text: str) -> str:
    """Without raised characters, for labels that are read aloud.

    >>> in_words("W L^K, H* and rho")
    'W·L^K, H* and ρ'
    """
    marks = {"line": "", "sup": "^", "sub": "_"}
    return "".join(f"{'' if part == '*' else marks[place]}{part}" for part, place in pieces(text))
