"""The Rocq sources and their tie to the claims, read without the prover.

``proofs/claims.toml`` has an entry for each claim that the proofs close, in whole or in part: its theorems, the scope
in which they are proved, and what is left to other evidence.

Main definitions: `Tie`, `ties`, `theorems`, `refusals`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

PROOFS = Path(__file__).resolve().parents[2] / "proofs"

UNPROVED = (
    *("Admitted", "admit", "give_up", "Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Conjectures"),
    *("Declare", "bypass_check", "Unset", "Register", "Primitive", "native_compute", "Load"),
)
"""Words by which a file could assume what it should prove, or switch off a check of the kernel."""

ASSUMES = ("Variable", "Variables", "Hypothesis", "Hypotheses", "Context")
"""Inside a section these are hypotheses of its theorems; outside they would be axioms."""

NEWLINE = "\n"
SENTENCE = re.compile(r"\S.*?(?:\.(?=\s)|\Z)", re.DOTALL)
WORD = re.compile(r"[\w']+")
MODIFIERS = ("Local", "Global", "Polymorphic", "Monomorphic")

STATED = ("Theorem", "Lemma", "Corollary")
STATES = re.compile(rf"^[ \t]*(?:{'|'.join(STATED)})[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Tie:
    """What the proofs say of one claim: ``closes`` is "whole" or "part"; ``left`` is what they do not show.

    ``compared`` is the fingerprint of the claim and its theorems when they were compared (`checks.rocq.comparison`).
    """

    claim: str
    theorems: tuple[str, ...]
    closes: str
    scope: str
    compared: str
    left: str = ""

    def __post_init__(self) -> None:
        if self.closes not in ("whole", "part"):
            raise ValueError(f'closes must be "whole" or "part", got closes={self.closes!r} for {self.claim}')
        if (self.closes == "part") != bool(self.left):
            raise ValueError(f"left must be given exactly where closes is part: mend {self.claim} in claims.toml")


def ties(folder: Path = PROOFS) -> tuple[Tie, ...]:
    """The entries of ``claims.toml``, in its order. Raises ValueError where it is missing or malformed."""
    try:
        entries = tomllib.loads((folder / "claims.toml").read_text(encoding="utf-8"))["claim"]
        return tuple(Tie(**{**entry, "theorems": tuple(entry["theorems"])}) for entry in entries)
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise ValueError(f"proofs/claims.toml cannot be read: {error}: restore it") from error


def files(folder: Path = PROOFS) -> list[Path]:
    return sorted(folder.glob("*.v"))


def theorems(folder: Path = PROOFS) -> set[str]:
    """Every theorem and lemma, as ``File.name``."""
    return {f"{file.stem}.{name}" for file in files(folder) for name in STATES.findall(code(file))}


def code(file: Path) -> str:
    """The text of a file without its comments, which may be nested; lines stay where they are.

    Raises ValueError for a comment that does not end.
    """
    kept, depth = [], 0
    for piece in re.split(r"(\(\*|\*\)|\n)", file.read_text(encoding="utf-8")):
        if piece == "(*":
            depth += 1
        elif piece == "*)":
            depth -= 1
        elif depth == 0 or piece == "\n":
            kept.append(piece)
    if depth:
        raise ValueError(f"{file.name}: a comment does not end: close it")
    return "".join(kept)


def refusals(folder: Path = PROOFS) -> list[str]:
    """Where a file assumes what it should prove; empty where none does."""
    return [refusal for file in files(folder) for refusal in _refusals_of(file)]


def _refusals_of(file: Path) -> list[str]:
    found, sections, text = [], 0, code(file)
    for sentence in SENTENCE.finditer(text):
        place = f"{file.name}:{text.count(NEWLINE, 0, sentence.start()) + 1}"
        words = [word for word in WORD.findall(sentence.group()) if word not in MODIFIERS]
        found += [f"{place}: {word}: prove it instead" for word in words if word in UNPROVED]
        if words[:1] and words[0] in ASSUMES and not sections:
            found.append(f"{place}: {words[0]} outside a section is an axiom: put it into a section")
        sections += (words[:1] == ["Section"]) - (words[:1] == ["End"])
    return found
