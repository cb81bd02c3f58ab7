"""Intervals of the support near 0 and 1, where resampling alone would say that a rare outcome never happens.

Main definition: `widened_support`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from backproof.sample_estimators import Floats
from backproof.samples.resampling import Estimated, near_the_ends
from backproof.samples.supports import SUPPORT


def widened_support(found: dict[str, Estimated], problems: int, cases: Floats) -> dict[str, Estimated]:
    """Numbers of problems, shares of such numbers, and what is made of these; ``cases`` are those of P, E, S and O."""
    of = dict(zip(SUPPORT, cases.tolist(), strict=True))
    wider = {name: near_the_ends(found[name], of[name], unit=problems) for name in SUPPORT}
    for rate, part, rest in (("SRR", "P", "S"), ("NDR", "E", "P")):
        both = sum(found[name].value or 0.0 for name in (part, rest))
        wider[rate] = near_the_ends(found[rate], both * of[part] / problems)
    wider = {**found, **wider}
    changed = {name for name in found if wider[name] != found[name]}
    return {**wider, "SDS": _including(found["SDS"], _sds_at(wider, changed)), "NSCR": _nscr(wider, changed)}


def _sds_at(wider: Mapping[str, Estimated], changed: Container[str]) -> list[float]:
    """SDS where SRR or NDR is at an end of its widened interval, and the other as estimated."""
    pairs = (("SRR", wider["NDR"].value), ("NDR", wider["SRR"].value))
    ends = [(end, other) for name, other in pairs if other is not None for end in _ends(wider[name], name in changed)]
    return [2 * end * other / (end + other) if end + other else 0.0 for end, other in ends]


def _nscr(wider: Mapping[str, Estimated], changed: Container[str]) -> Estimated:
    """NSCR widened to where E or S is at an end of its widened interval, and all else as estimated."""
    gained, lost = (wider[name].value or 0.0 for name in "ES")
    solved = gained + lost + (wider["P"].value or 0.0)
    nets = [end - lost for end in _ends(wider["E"], "E" in changed)]
    nets += [gained - end for end in _ends(wider["S"], "S" in changed)]
    return _including(wider["NSCR"], [min(max(net / solved, -1.0), 1.0) for net in nets] if solved else [])


def _ends(one: Estimated, wanted: bool) -> list[float]:
    return [one.low, one.high] if wanted and one.low is not None and one.high is not None else []


def _including(found: Estimated, values: Sequence[float]) -> Estimated:
    """The interval, so wide that it has these values."""
    if found.low is None or found.high is None or not values:
        return found
    return Estimated(found.value, min(found.low, *values), max(found.high, *values))
