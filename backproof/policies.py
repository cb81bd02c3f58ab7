"""Policies by name, from a file, or from a checkpoint of `backproof train`.

A file is JSON: ``{"schema": "backproof.policy/1", "forward_exit": [...], ...}`` with the four families, one probability
per diamond each, as numbers or as fractions in a string, "1/6". The format is described in ``docs/policy-files.md``.

Main definitions: `Families`, `load_policy`, `load_gaps`, `check_policy`, `check_start`, `policy_text`,
`PolicyFileError`.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from backproof.reports.json_files import MOST_DIGITS, parse_json, read_bytes, short
from backproof.theory.arguments import near_matches
from backproof.theory.graph import CorridorGraph, UnequalGraph, check_type
from backproof.theory.policy import FAMILIES, POLICIES, Policy
from backproof.unequal_policies import UNEQUAL_POLICIES

SCHEMA = "backproof.policy/1"
MOST_EXPONENT = 400
"""Of a number in a string: float64 ends at 324."""

NUMBER = re.compile(r"\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE](?P<exponent>[+-]?\d+))?", re.ASCII)
Families: TypeAlias = dict[str, tuple[float, ...]]
"""The four families as floats from 0 to 1. They may be 0, which the theory's `Policy` excludes."""


class PolicyFileError(ValueError):
    """A name that is no policy, or a file that is no policy file."""


def load_policy(name: str, graph: CorridorGraph | UnequalGraph, option: str = "--policy") -> Families:
    """The policy of that name, or in that file. Raises PolicyFileError with what is wrong and where.

    ``option`` is what took the name, for the message.
    """
    if isinstance(graph, UnequalGraph):
        return _load_unequal(name, graph)
    if name in POLICIES:
        return floats(POLICIES[name](graph))
    path = _existing(name, option, POLICIES)
    if _is_checkpoint(path):
        from backproof.sim.training_checkpoints import read_gaps

        return floats(Policy.from_gaps(graph, **dict(zip(FAMILIES, read_gaps(path, graph), strict=True))))
    return _read_file(path, graph.depth)


def _load_unequal(name: str, graph: UnequalGraph) -> Families:
    """One probability per diamond, corridor by corridor."""
    if name in UNEQUAL_POLICIES:
        return floats(UNEQUAL_POLICIES[name](graph).policy())
    path = _existing(name, "--policy", UNEQUAL_POLICIES)
    if _is_checkpoint(path):
        from backproof.sim.training_checkpoints import check_training

        check_training(path)
        raise PolicyFileError(f"{path} is the checkpoint of a training on equal corridors: leave --corridors out")
    return _read_file(path, graph.diamonds)


def load_gaps(name: str, graph: CorridorGraph) -> Families:
    """The logit gaps of that policy; those of a checkpoint are exact. Raises PolicyFileError if one is infinite."""
    if name == "base":
        return dict.fromkeys(FAMILIES, (0.0,) * graph.depth)
    if name in POLICIES:
        families = load_policy(name, graph)
    else:
        path = _existing(name, "--start", ["base"])
        if _is_checkpoint(path):
            from backproof.sim.training_checkpoints import read_gaps

            return dict(zip(FAMILIES, (tuple(gaps.tolist()) for gaps in read_gaps(path, graph)), strict=True))
        families = _read_file(path, graph.depth)
    return finite_gaps(name, families, graph)


def finite_gaps(name: str, families: Families, graph: CorridorGraph) -> Families:
    """The logit gaps of the policy of that name. Raises PolicyFileError where one is infinite."""
    certain = [family for family in FAMILIES if not all(0 < value < 1 for value in families[family])]
    if certain:
        raise PolicyFileError(
            f"training must start from finite logits, and {name} has probability 0 or 1 in {', '.join(certain)}: its "
            "logits are infinite and never move; start from base or a checkpoint of --algorithm sft or rlvr"
        )
    gaps = Policy(**{family: families[family] for family in FAMILIES}).gaps(graph)
    return {family: tuple(gaps[family].tolist()) for family in FAMILIES}


def policy_text(policy: Policy) -> str:
    """The text of a policy file: fractions of an exact policy, else floats in full precision.

    Raises ValueError for a batch of policies.

    >>> from backproof import CorridorGraph, Policy, policy_text
    >>> print(policy_text(Policy.base(CorridorGraph(width=2, depth=1, lanes=1))).splitlines()[2])
     "forward_exit": ["1/2"],
    """
    check_type("policy", policy, Policy)
    if policy.batch_shape:
        raise ValueError(f"a file holds a single policy, got a batch of shape {policy.batch_shape}")
    lists = {
        name: [str(value) if policy.is_exact else float(value) for value in getattr(policy, name)] for name in FAMILIES
    }
    lines = [f' "{name}": {json.dumps(value)}' for name, value in {"schema": SCHEMA, **lists}.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _existing(name: str, option: str, names: Iterable[str]) -> Path:
    if name and os.path.lexists(name):
        return Path(name)
    takes = f"{', '.join(names)}, a policy file or the FILE.safetensors of a training run"
    hint = near_matches(name, names)
    raise PolicyFileError(f"{option} takes {takes}; there is no file {short(name)}{hint and f': {hint}'}")


def _is_checkpoint(path: Path) -> bool:
    """Whether it is a safetensors file, even a cut one: the length of a JSON object in eight bytes, then the object."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(9)
    except OSError:
        return False  # reading the file reports the error
    return head[6:] == b"\0\0{"  # no header is as long as 2**48, and no text has a zero


def check_policy(name: str, graph: CorridorGraph | UnequalGraph) -> None:
    """Raise PolicyFileError for what is neither the name of a policy nor a file, without reading it."""
    known = UNEQUAL_POLICIES if isinstance(graph, UnequalGraph) else POLICIES
    if name not in known:
        _existing(name, "--policy", known)


def check_start(name: str) -> None:
    """The same for what training may start from."""
    if name not in POLICIES:
        _existing(name, "--start", ["base"])


def floats(policy: Policy) -> Families:
    """The probabilities of a single policy, rounded to float64."""
    rounded = policy.to_floats()
    return {family: tuple(getattr(rounded, family).tolist()) for family in FAMILIES}


# --- policy files ----------------------------------------------------------------------------------------------------


def _read_file(path: Path, diamonds: int) -> Families:
    try:
        data = read_bytes(path)
        if data.startswith(b"PK"):
            raise ValueError("is an archive; for the policy of a training run, give its FILE.safetensors")
        document = parse_json(data, parse_float=_float_or_text)
        _check_kind(path, document)
        return {family: _family(family, document[family], diamonds) for family in FAMILIES}
    except ValueError as error:
        raise PolicyFileError(f"{path}: {error}") from error


def _check_kind(path: Path, document: Any) -> None:
    """Raise ValueError unless it is an object of our schema with the four families and nothing else."""
    if not isinstance(document, dict):
        raise ValueError(f"must be an object with schema and the families {', '.join(FAMILIES)}, got {short(document)}")
    schema = document.get("schema")
    if isinstance(schema, str) and schema.startswith(("backproof.training/", "backproof.learning/")):
        beside = path.with_name(f"{path.name}.safetensors")
        where = "" if beside.is_file() else ", which is not there"
        raise ValueError(f"is the record of a training run; its policy is in the file beside it, {beside}{where}")
    if isinstance(schema, str) and schema.startswith("backproof.simulation/"):
        raise ValueError("is the record of a simulation, which holds no policy: give the policy that was simulated")
    if schema != SCHEMA:
        got = f"got schema={short(schema)}" if "schema" in document else "it has none"
        raise ValueError(f"must have schema {SCHEMA!r}, {got}")
    for name in document:
        if name != "schema" and name not in FAMILIES:
            hint = near_matches(name, FAMILIES, "it has schema and the families")
            raise ValueError(f"a policy has no {short(name)}: {hint}")
    missing = [family for family in FAMILIES if family not in document]
    if missing:
        raise ValueError(f"{', '.join(missing)} is missing: give each family a list of one probability per diamond")


def _family(family: str, values: Any, diamonds: int) -> tuple[float, ...]:
    if not isinstance(values, list):
        raise ValueError(f"{family} must be a list of one probability per diamond, got {short(values)}")
    if len(values) != diamonds:
        raise ValueError(f"{family} must have one probability per diamond, {diamonds}, got {len(values)}")
    return tuple(_probability(f"{family}[{j}]", value) for j, value in enumerate(values))


def _probability(place: str, value: Any) -> float:
    number = _from_text(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
        raise ValueError(f'{place} must be a probability from 0 to 1 in float64, as 0.25 or "1/6", got {short(value)}')
    return float(number) + 0.0  # no -0.0


def _from_text(text: str) -> float | None:
    """The number that the text is; None if it is not from 0 to 1, or is positive and rounds to 0."""
    written = NUMBER.fullmatch(text.strip()) if len(text) <= MOST_DIGITS else None
    if written is None or abs(int(written["exponent"] or 0)) > MOST_EXPONENT:
        return None
    try:
        exact = Fraction(text)
    except ZeroDivisionError:
        return None
    number = float(exact) if exact <= 1 else None
    return None if exact and not number else number


def _float_or_text(literal: str) -> float | str:
    """A JSON number as a float; as text if it would become 0 or infinite, so that it is refused with its place."""
    number = float(literal)
    lost = number == 0 and re.match(r"-?[0.]*[1-9]", literal)
    return literal if lost or math.isinf(number) else number
