"""The report on the quantities of the companion papers as tables and notes, and as JSON.

Main definitions: `companion_tables`, `companion_notes`, `companions_document`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from backproof import __version__
from backproof.reports.companions import (
    BATCHES,
    COVERAGE,
    CompanionPolicy,
    CompanionReport,
    WalkEstimate,
    WalkEstimates,
)
from backproof.reports.costs import sizes_document
from backproof.reports.numbers import format_number
from backproof.reports.tables import MEANINGS, ReportTable
from backproof.theory.companions.supports import Supports
from backproof.theory.companions.visit_ranks import RankDecay

SCHEMA = "backproof.companions/1"
DIGITS = 4
FEW = 3
"""Weights of a fork that are shown."""

MODELS = ("base", "tuned", "tuned - base")
RATES = {"SRR": "retention", "NDR": "discovery", "SDS": "dynamics", "NSCR": "net_change"}
Support: TypeAlias = dict[str, float | None]
GIVEN = {"P": "likely under both", "E": "under tuned only", "S": "under base only"}


# --- tables ----------------------------------------------------------------------------------------------------------


def companion_tables(report: CompanionReport) -> list[ReportTable]:
    """pass@k, supports at the largest k, trajectories, entropies, visits and tilts; then what walks show of them."""
    base, tuned, k, samples = report.base, report.tuned, report.k, report.samples
    levels = [(f"{level}, {side}", side, level) for level in base.distinct for side in ("correct", "incorrect")]
    problems, null = support_entries(report)[-1]
    return [
        _compared(f"pass@k, within {report.budget} steps", "k", zip(k, base.pass_at_k, tuned.pass_at_k, strict=True)),
        _compared(
            "CoT-pass@k: the same for sound success", "k", zip(k, base.cot_pass_at_k, tuned.cot_pass_at_k, strict=True)
        ),
        ReportTable(
            f"Support: targets solved within k = {k[-1]}, and what two models like base would show",
            ("", "meaning", "found", "identical models"),
            tuple((name, MEANINGS[name], _counted(problems[name]), _counted(null[name])) for name in MEANINGS),
            right=("found", "identical models"),
        ),
        _compared(
            f"Distinct trajectories expected among M = {samples} samples",
            "level",
            (
                (title, getattr(base.distinct[at], side), getattr(tuned.distinct[at], side))
                for title, side, at in levels
            ),
        ),
        _words(report),
        _compared(
            "Entropies, in nats",
            "of",
            zip(_entropies(base), _entropies(base).values(), _entropies(tuned).values(), strict=True),
        ),
        _visits(report),
        _compared(
            "Tilts of the policy",
            "number",
            zip(_tilts(base), _tilts(base).values(), _tilts(tuned).values(), strict=True),
        ),
        *_estimated(report),
    ]


def _estimated(report: CompanionReport) -> Iterator[ReportTable]:
    """A table for each policy."""
    if report.estimates is None:
        return
    headings = ("of", "exact", "estimate", f"{COVERAGE:.0%} interval")
    for name, estimates in (("base", report.estimates.base), ("tuned", report.estimates.tuned)):
        rows = ((of, _shown(one.exact), _shown(one.estimate), _interval(one)) for of, one in estimates.items())
        title = f"Estimates from {report.estimates.walks} walks of {name} to each target, M = {report.samples}"
        yield ReportTable(title, headings, tuple(rows), right=headings[1:])


def _interval(one: WalkEstimate) -> str:
    return "none" if one.interval is None else " to ".join(map(_shown, one.interval))


def _words(report: CompanionReport) -> ReportTable:
    words = {level: _support(found) for level, found in report.words.items()}
    meanings = {name: meaning for name, meaning in (MEANINGS | GIVEN).items() if name in words["edge"]}
    return ReportTable(
        f"Support: correct trajectories likelier than {_shown(report.least)}",
        ("", "meaning", *words),
        tuple((name, what, *(_counted(one[name]) for one in words.values())) for name, what in meanings.items()),
        right=tuple(words),
    )


def _compared(title: str, heading: str, rows: Iterable[tuple[Any, float | None, float | None]]) -> ReportTable:
    cells = (
        (str(name), _shown(base), _shown(tuned), _shown(None if base is None or tuned is None else tuned - base))
        for name, base, tuned in rows
    )
    return ReportTable(title, (heading, *MODELS), tuple(cells), right=MODELS)


def support_entries(report: CompanionReport) -> list[tuple[Support, Support]]:
    """For each k: P, E, S and O with the rates by their names, as found and of two models like base."""
    base, tuned = report.base.success, report.tuned.success
    return [
        (
            _support(found) | {"O": _unsolved(base, tuned, k)},
            _support(null) | {"O": _unsolved(base, base, k)},
        )
        for k, found, null in zip(report.k, report.problems, report.null, strict=True)
    ]


def _unsolved(base: Sequence[float], tuned: Sequence[float], k: int) -> float:
    """The expected number of targets that k samples of both leave unsolved; rounding may put a probability above 1."""
    return math.fsum((max(0.0, 1 - p) * max(0.0, 1 - q)) ** k for p, q in zip(base, tuned, strict=True))


def _support(counts: Supports) -> Support:
    """The counts and the rates by their names; a rate that is 0/0 is None."""
    found = {"P": counts.preserved, "E": counts.expansion, "S": counts.shrinkage}
    rates = {name: getattr(counts, rate) for name, rate in RATES.items()}
    return found | {name: None if rate is None else float(rate) for name, rate in rates.items()}


def _counted(value: float | None) -> str:
    return "0/0" if value is None else _shown(value)


def _entropies(one: CompanionPolicy) -> dict[str, float | None]:
    return {
        "trajectories": one.trajectory_entropy,
        "trajectories, no budget": one.whole_entropy,
        "tokens": one.token_entropy,
        **{f"answers: {reading}": value for reading, value in one.answer_entropies.items()},
    }


def _tilts(one: CompanionPolicy) -> dict[str, float | None]:
    return {
        **{f"E[lam^steps], lam = {step}": tilt and tilt.weight for step, tilt in one.length_tilts.items()},
        **{f"fork to target, lam = {step}": tilt and tilt.target_share for step, tilt in one.length_tilts.items()},
        **{f"success, u = {weight:g}": success for weight, success in one.tilted_success.items()},
    }


def _visits(report: CompanionReport) -> ReportTable:
    headings = ("nodes", "fitted", "model", "slope", "R^2", "Gini", "ranks")
    rows = [
        (nodes, fitted, model, *_decay(one.decays[nodes, fitted]))
        for nodes, fitted in report.base.decays
        for model, one in (("base", report.base), ("tuned", report.tuned))
    ]
    title = "Expected visits by rank: the fall of log10 per rank, with the ranks that were fitted"
    return ReportTable(title, headings, tuple(rows), right=headings[3:])


def _decay(decay: RankDecay | None) -> tuple[str, ...]:
    if decay is None:
        return ("unknown",) * 4
    return _shown(decay.slope), _shown(_finite(decay.r_squared)), _shown(decay.gini), f"1 to {decay.nodes}"


def _shown(value: float | None) -> str:
    return "unknown" if value is None else format_number(value, DIGITS)


# --- sentences -------------------------------------------------------------------------------------------------------


def companion_notes(report: CompanionReport) -> list[str]:
    """What the tables do not say."""
    graph = report.graph
    found = [
        f"base: {_named(report.base)}. tuned: {_named(report.tuned)}. W={graph.width}, K={graph.depth}, "
        f"L={graph.lanes}; walks of at most {report.budget} steps."
        + (" Nothing is sampled." if report.estimates is None else ""),
        crossing_words(report),
        "pass@k and CoT-pass@k are averages over the targets by Zipf's prior: corridor i has a weight of 1/i. All else "
        f"but the support of targets is for the target of corridor {report.target + 1}.",
        "Identical models: two models like base. E and S above 0 mean nothing unless they are above what this shows.",
        "A success is sound if the walk never turns inside a corridor and takes no corridor twice.",
        f"Fitted nodes: all that are visited; sampled, those with more than 1/{report.samples} visits; no budget, all "
        "nodes of walks that end at the target. The ranks that are fitted change the slope.",
        "A length tilt weighs each step by lam, a budget tilt each success by u.",
    ]
    if any(value is None for one in (report.base, report.tuned) for value in [one.whole_entropy, *one.decays.values()]):
        found.append("Unknown: infinite, undefined or beyond float64, or fewer than two nodes are visited so often.")
    return found if report.estimates is None else found + _estimate_notes(report, report.estimates)


def _estimate_notes(report: CompanionReport, walked: WalkEstimates) -> list[str]:
    size, most, answers = walked.walks // BATCHES, max(report.samples, *report.k), report.graph.width + 1
    found = [
        f"Estimates: {BATCHES} batches, seed {walked.seed}. Each interval has a confidence of {COVERAGE:.0%}, taken "
        "alone. Those of success and sound success are Clopper and Pearson's, which cover at least as often. The "
        "others are Student's over the batches, by the jackknife; it is assumed that an average over batches is nearly "
        "normal. They cover less often where few walks show what is counted.",
        f"The bias of an entropy of answers is at most {answers}/{walked.walks}, that of a slope of order 1/walks^2; "
        "all else is unbiased. Slopes are fitted to the sampled visits in the order of the exact ones, since in their "
        "own order equal visits would seem to decay.",
        "Not estimated: supports, the crossover, tilts, what has no budget, and slopes over nodes of which some have "
        "visits that cannot be told from 0.",
    ]
    if most > size:
        found.append(
            "Not estimated either: pass@k and distinct trajectories among more samples than a batch has walks, "
            f"{size}. {BATCHES * most} walks are enough for all."
        )
    if any(one.interval is None for one in (*walked.base.values(), *walked.tuned.values())):
        found.append("No interval: all batches show the same, or the interval would contain impossible values.")
    return found


def _named(one: CompanionPolicy) -> str:
    """The policy and its fork."""
    if len(set(one.fork)) == 1:
        return f"{one.name}, uniform fork"
    shown = ", ".join(map(_shown, one.fork[:FEW]))
    return f"{one.name}, fork {shown}" + (" and so on" if len(one.fork) > FEW else "")


def crossing_words(report: CompanionReport) -> str:
    if report.crossing is None:
        return "Crossover: none; base is not ahead of tuned at any k."
    if report.crossing == 1:
        return "Crossover: base is ahead of tuned from k = 1."
    return f"Crossover: base is ahead of tuned first at k = {format_number(report.crossing, DIGITS)}."


# --- JSON ------------------------------------------------------------------------------------------------------------


def companions_document(report: CompanionReport) -> dict[str, Any]:
    """The numbers; null is infinite, unknown or beyond float64."""
    return {
        "schema": SCHEMA,
        "backproof": __version__,
        "sizes": sizes_document(report.graph),
        "budget": report.budget,
        "samples": report.samples,
        "k": list(report.k),
        "prior": list(report.prior),
        "target": report.target,
        "base": _policy(report.base),
        "tuned": _policy(report.tuned),
        "crossover": report.crossing,
        "support": [
            {"k": k, "found": found, "identical_models": null}
            for k, (found, null) in zip(report.k, support_entries(report), strict=True)
        ],
        "trajectory_support": {level: _support(found) for level, found in report.words.items()},
        "likelier_than": report.least,
        "estimates": None if report.estimates is None else _estimates_entry(report.estimates),
    }


def _estimates_entry(found: WalkEstimates) -> dict[str, Any]:
    def entries(of: Mapping[str, WalkEstimate]) -> list[dict[str, Any]]:
        return [{"of": name, **one._asdict()} for name, one in of.items()]

    known = {"walks": found.walks, "batches": BATCHES, "seed": found.seed, "confidence": COVERAGE}
    return {**known, "base": entries(found.base), "tuned": entries(found.tuned)}


def _policy(one: CompanionPolicy) -> dict[str, Any]:
    return {
        "policy": one.name,
        "fork": list(one.fork),
        "success": list(one.success),
        "sound_success": list(one.sound_success),
        "pass_at_k": list(one.pass_at_k),
        "cot_pass_at_k": list(one.cot_pass_at_k),
        "distinct": {level: found._asdict() for level, found in one.distinct.items()},
        "entropy": {
            "trajectory": one.trajectory_entropy,
            "trajectory_without_budget": one.whole_entropy,
            "token": one.token_entropy,
            "answer": dict(one.answer_entropies),
        },
        "visits": [
            {"nodes": nodes, "fitted": fitted, "decay": None if decay is None else _decay_entry(decay)}
            for (nodes, fitted), decay in one.decays.items()
        ],
        "length_tilts": [
            {"step": step, "tilt": None if tilt is None else tilt._asdict()} for step, tilt in one.length_tilts.items()
        ],
        "budget_tilts": [{"weight": weight, "success": success} for weight, success in one.tilted_success.items()],
    }


def _decay_entry(decay: RankDecay) -> dict[str, Any]:
    return {**decay._asdict(), "r_squared": _finite(decay.r_squared)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
