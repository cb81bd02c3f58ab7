"""Intervals of the support, and of differences of pass@k, where resampling alone would say that what was not seen
never happens.

Main definitions: `widened_support`, `widened_differences`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from backproof.sample_estimators import Floats
from backproof.samples.resampling import Estimated, Resamples, near_the_ends
from backproof.samples.supports import SUPPORT, support_shares


def widened_support(found: dict[str, Estimated], problems: int, cases: Floats) -> dict[str, Estimated]:
    """Numbers of problems, shares of such numbers, and what is made of these; ``cases`` are those of P, E, S and O."""
    of = dict(zip(SUPPORT, cases.tolist(), strict=True))
    wider = {name: near_the_ends(found[name], of[name], unit=problems) for name in SUPPORT}
    for rate, part, rest in (("SRR", "P", "S"), ("NDR", "E", "P")):
        both = sum(found[name].value or 0.0 for name in (part, rest))
        wider[rate] = near_the_ends(found[rate], both * of[part] / problems)
    wider = {**found, **wider}
    changed = {name for name in found if wider[name] != found[name]}
    solved = sum(found[name].value or 0.0 for name in "PES")
    nets = _nets([found["E"], found["S"]], [wider["E"], wider["S"]], solved)
    return {
        **wider,
        "SDS": _including(found["SDS"], _sds_at(wider, changed)),
        "NSCR": _including(found["NSCR"], nets),
    }


def widened_differences(
    found: Sequence[Estimated], base: Floats, tuned: Floats, resamples: Resamples
) -> list[Estimated]:
    """Mean differences tuned - base of (classes, columns) probabilities: the share E that tuned alone solves, less S.

    Where E and S are estimated as 0 in all of n problems, resampling says that the difference is certainly 0. But if
    the true share is E, then n problems all show 0 with a probability of at most (1 - E)^n, as for a share of cases.
    """
    shares = support_shares(base, tuned)
    before = [resamples.means(shares[..., SUPPORT.index(name)]) for name in "ES"]
    cases = [resamples.alike_as(shares[..., SUPPORT.index(name)]).tolist() for name in "ES"]
    after = [list(map(near_the_ends, *of)) for of in zip(before, cases, strict=True)]
    return [
        _including(one, _nets([gained, lost], [wider_gained, wider_lost], 1.0))
        for one, gained, lost, wider_gained, wider_lost in zip(found, *before, *after, strict=True)
    ]


def _sds_at(wider: Mapping[str, Estimated], changed: Container[str]) -> list[float]:
    """SDS where SRR or NDR is at an end of its widened interval, and the other as estimated."""
    pairs = (("SRR", wider["NDR"].value), ("NDR", wider["SRR"].value))
    ends = [(end, other) for name, other in pairs if other is not None for end in _ends(wider[name], name in changed)]
    return [2 * end * other / (end + other) if end + other else 0.0 for end, other in ends]


def _nets(found: Sequence[Estimated], wider: Sequence[Estimated], of: float) -> list[float]:
    """(E - S) / ``of`` where E or S is at an end of its interval, if that was widened, and the other as estimated."""
    gained, lost = (one.value or 0.0 for one in found)
    of_gained, of_lost = (_ends(after, after != before) for before, after in zip(found, wider, strict=True))
    nets = [end - lost for end in of_gained] + [gained - end for end in of_lost]
    return [min(max(net / of, -1.0), 1.0) for net in nets] if of else []


def _ends(one: Estimated, wanted: bool) -> list[float]:
    return [one.low, one.high] if wanted and one.low is not None and one.high is not None else []


def _including(found: Estimated, values: Sequence[float]) -> Estimated:
    """The interval, so wide that it has these values."""
    if found.low is None or found.high is None or not values:
        return found
    return Estimated(found.value, min(found.low, *values), max(found.high, *values))
