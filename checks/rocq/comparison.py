"""A claim and its theorems are compared by reading; this sees to it that they are read again when either changes.

For each tie ``proofs/claims.toml`` keeps a fingerprint of what was compared: the claim's statement, scope and
assumptions, and the statements of its theorems with all definitions that these rest on. Proofs do not matter to it.

Main definitions: `meaning`, `fingerprint`, `uncompared`.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backproof.checks.index import Claim
from backproof.checks.rocq.sources import ASSUMES, MODIFIERS, PROOFS, SENTENCE, STATED, WORD, Tie, code, files, ties

DEFINED = ("Definition", "Fixpoint", "Inductive", "Record", "Notation", "Let")
IMPORTS = re.compile(r"^From Backproof Require Import ([\w ]+)\.", re.MULTILINE)
FIELD = re.compile(r"(\w+)\s*:(?!=)")
"""A field of a record or a constructor of an inductive type, with other names that do no harm."""

DIGITS = 12
"""Of the hexadecimal digits of a fingerprint, so many are kept."""


@dataclass
class _Module:
    """What a file says besides its proofs: sentences by the names that they state or define, on one line each."""

    imports: tuple[str, ...]
    stated: dict[str, str] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    defined: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    local: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@functools.cache
def _read(text: str) -> _Module:
    """What the code of a file says. Many theorems rest on one file, which is read once."""
    module = _Module(tuple(" ".join(IMPORTS.findall(text)).split()))
    for sentence in (" ".join(found.group().split()) for found in SENTENCE.finditer(text)):
        words = [word for word in WORD.findall(sentence) if word not in MODIFIERS]
        kind, name, *_ = [*words, "", ""]
        if kind in STATED:
            module.stated[name] = sentence
        elif kind in ASSUMES:
            module.assumed.append(sentence)
        elif kind in DEFINED:
            table = module.local if kind == "Let" or sentence.startswith("Local ") else module.defined
            for each in {name, *(FIELD.findall(sentence) if kind in ("Record", "Inductive") else ())}:
                table[each].append(sentence)
    return module


def meaning(theorems: Sequence[str], folder: Path = PROOFS) -> list[str]:
    """The statements of these theorems, the hypotheses of their files, and each definition named so far, in turn.

    A name is looked up in its own file, and if that has none, in those that the file imports. Raises KeyError for a
    theorem that is not stated.
    """
    modules = {file.stem: _read(code(file)) for file in files(folder)}
    split = [name.split(".") for name in theorems]
    queue = [(home, modules[home].stated[name]) for home, name in split]
    for home in dict.fromkeys(home for home, _ in split):
        queue += [(home, sentence) for sentence in modules[home].assumed]
    seen = set(queue)
    for home, sentence in queue:  # which grows
        for word in dict.fromkeys(WORD.findall(sentence)):
            new = dict.fromkeys(found for found in _looked_up(word, home, modules) if found not in seen)
            queue += new
            seen |= set(new)
    return sorted({sentence for _, sentence in seen})


def _looked_up(word: str, home: str, modules: Mapping[str, _Module]) -> list[tuple[str, str]]:
    """The definitions of a word, each with the file that it is in."""
    own = modules[home]
    if found := [*own.local.get(word, ()), *own.defined.get(word, ())]:
        return [(home, sentence) for sentence in found]
    others = _imported(home, modules)
    return [(other, sentence) for other in others for sentence in modules[other].defined.get(word, ())]


def _imported(home: str, modules: Mapping[str, _Module]) -> list[str]:
    """The files that a file imports, and those that they do, each once."""
    queue = list(modules[home].imports)
    for name in queue:  # which grows
        queue += [other for other in modules[name].imports if other not in queue]
    return queue


def fingerprint(claim: Claim, theorems: Sequence[str], folder: Path = PROOFS) -> str:
    """Of what the claim and its theorems say."""
    said = [claim.statement, claim.scope, *claim.assumptions, *meaning(theorems, folder)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:DIGITS]


def uncompared(known: Iterable[Claim], folder: Path = PROOFS) -> list[str]:
    """A line for each tie of which the claim or a theorem has changed since they were compared."""
    by_id = {claim.id: claim for claim in known}
    found = [(tie, fingerprint(by_id[tie.claim], tie.theorems, folder)) for tie in ties(folder)]
    return [_line(tie, now) for tie, now in found if now != tie.compared]


def _line(tie: Tie, now: str) -> str:
    return (
        f"claims.toml: {tie.claim}: the claim or a theorem says something else than when they were compared: "
        f'compare them, then write compared = "{now}"'
    )
