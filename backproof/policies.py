"""Policies by name, from a file, or from a checkpoint of `backproof train`.

A file is JSON: ``{"schema": "backproof.policy/1", "forward_exit": [...], ...}`` with the four families, one probability
per diamond each, as numbers or as fractions in a string, "1/6".

Main definitions: `Families`, `load_policy`, `load_gaps`, `save_policy`, `PolicyFileError`.
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from backproof.costs import POLICIES
from theory.graph import CorridorGraph
from theory.policy import FAMILIES, Policy

SCHEMA = "backproof.policy/1"
Families: TypeAlias = dict[str, tuple[float, ...]]
"""The four families as floats from 0 to 1: a policy may be walked that is none of the theory's, which has no zeros."""


class PolicyFileError(ValueError):
    """A policy that is neither a name nor a file of one."""


def load_policy(name: str, graph: CorridorGraph) -> Families:
    """The policy of that name, or of the file. Raises PolicyFileError saying what is wrong and where."""
    if name in POLICIES:
        return _floats(POLICIES[name](graph).to_floats())
    path = Path(name)
    if not path.is_file():
        raise PolicyFileError(f"policy must be {', '.join(POLICIES)} or a file, got {name!r}, which is neither")
    if _is_checkpoint(path):
        from sim.training import read_gaps

        return _floats(Policy.from_gaps(graph, **dict(zip(FAMILIES, read_gaps(path, graph), strict=True))))
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise PolicyFileError(f"{name} is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise PolicyFileError(f"{name} must be an object with schema {SCHEMA!r} and the families {', '.join(FAMILIES)}")
    return {family: _family(name, family, document.get(family), graph.depth) for family in FAMILIES}


def load_gaps(name: str, graph: CorridorGraph) -> Families:
    """The logit gaps of that policy, which a checkpoint has exactly. Raises PolicyFileError where one is infinite."""
    if _is_checkpoint(Path(name)):
        from sim.training import read_gaps

        return dict(zip(FAMILIES, (tuple(gaps.tolist()) for gaps in read_gaps(Path(name), graph)), strict=True))
    if name == "base":
        return dict.fromkeys(FAMILIES, (0.0,) * graph.depth)
    families = load_policy(name, graph)
    certain = [family for family in FAMILIES if not all(0 < value < 1 for value in families[family])]
    if certain:
        raise PolicyFileError(
            f"training must start from finite logits, and {name} has probability 0 or 1 in {', '.join(certain)}: its "
            "logits are infinite and never move; start from base or a checkpoint of --algorithm sft or rlvr"
        )
    gaps = Policy(**{family: families[family] for family in FAMILIES}).gaps(graph)
    return {family: tuple(gaps[family].tolist()) for family in FAMILIES}


def _is_checkpoint(path: Path) -> bool:
    """Whether it is a file that is no text: safetensors open with a length in eight bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return b"\0" in file.read(8)


def _floats(policy: Policy) -> Families:
    return {family: tuple(getattr(policy, family).tolist()) for family in FAMILIES}


def _family(file: str, family: str, values: Any, depth: int) -> tuple[float, ...]:
    if not isinstance(values, list) or len(values) != depth:
        found = f"{len(values)} values" if isinstance(values, list) else type(values).__name__
        raise PolicyFileError(f"{file}: {family} must be a list of one probability per diamond, {depth}, got {found}")
    return tuple(_probability(f"{file}: {family}[{j}]", value) for j, value in enumerate(values))


def _probability(place: str, value: Any) -> float:
    try:
        number = float(Fraction(value)) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError, OverflowError):
        number = None
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1 or math.isnan(number):
        raise PolicyFileError(f"{place} must be a probability from 0 to 1, got {value!r}")
    return float(number)


def save_policy(policy: Policy) -> str:
    """The text of a policy's file: fractions of an exact policy, else floats in full precision."""
    families = {
        name: [str(value) if policy.is_exact else float(value) for value in getattr(policy, name)] for name in FAMILIES
    }
    return json.dumps({"schema": SCHEMA, **families}, indent=1) + "\n"
