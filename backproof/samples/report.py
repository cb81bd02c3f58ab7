"""A comparison as tables and sentences, on a terminal and as Markdown.

Main definitions: `tables`, `comparison_notes`, `show_comparison`, `comparison_markdown`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.console import Console

from backproof.reports.numbers import format_number
from backproof.reports.tables import MEANINGS, ReportTable, show_tables, tables_markdown
from backproof.samples.comparison import Measure, SampleComparison, Side, Support
from backproof.samples.resampling import CONFIDENCE, EQUAL, Estimated
from backproof.samples.step_report import step_notes, step_rows
from backproof.samples.supports import RATES, SUPPORT

DIGITS = 3
FEW = 10
"""Problems; with fewer a percentile interval does not cover as often as it says."""
MODELS = ("base", "tuned", "tuned - base")


def three_digits(value: float) -> str:
    """To three digits; what is off a whole number by rounding alone is whole."""
    return format_number(round(value, 9), DIGITS)


def interval(found: Estimated) -> str:
    if found.value is None:
        return "unknown"
    if found.low is None or found.high is None:
        return three_digits(found.value)
    return f"{three_digits(found.value)} ({three_digits(found.low)}..{three_digits(found.high)})"


def tables(comparison: SampleComparison) -> list[ReportTable]:
    """pass@k; the support at the largest k; and the rest at the largest M."""
    passes = [measure for measure in comparison.measures if measure.name == "pass@k"]
    most = comparison.budgets[-1]
    rest = [measure for measure in comparison.measures if measure.name != "pass@k" and measure.budget in (None, most)]
    support = comparison.supports[-1]
    found = [
        ReportTable(
            "pass@k, the probability to solve a problem with k samples",
            ("k", *MODELS),
            _rows(passes, by_budget=True),
            MODELS,
        ),
        ReportTable(
            f"Support: problems solved within k = {most}, and what two identical models would show",
            ("", "meaning", "found", "identical models"),
            tuple(
                (name, MEANINGS[name], interval(support.found[name]), interval(support.null[name]))
                for name in SUPPORT + RATES
            ),
            right=("found", "identical models"),
        ),
    ]
    if rest:
        title = f"Diversity: per problem, entropies in nats; distinct things among M = {_count(most, 'sample')}"
        found.append(ReportTable(title, ("", *MODELS), _rows(rest, by_budget=False), MODELS))
    if comparison.steps:
        rows = tuple(step_rows(comparison.steps))
        found.append(ReportTable("Reasoning graph of the steps", ("", *MODELS[:2]), rows, right=MODELS[:2]))
    return found


def _rows(measures: Iterable[Measure], *, by_budget: bool) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(one.budget) if by_budget else one.name, *map(interval, (one.base, one.tuned, one.difference)))
        for one in measures
    )


# --- sentences -------------------------------------------------------------------------------------------------------


def crossover_words(comparison: SampleComparison) -> str:
    found, most = comparison.crossover, comparison.budgets[-1]
    if found.value == math.inf:
        words = f"Crossover: none; tuned is not behind base at any k up to {most}"
    else:
        words = f"Crossover: base is ahead of tuned first at k = {found.value:.0f}"
    if found.low is not None and found.high is not None:
        ends = [f"{end:.0f}" if math.isfinite(end) else f"beyond {most}" for end in (found.low, found.high)]
        words += f" ({CONFIDENCE:.0%} interval: {' to '.join(dict.fromkeys(ends))})"
    return f"{words}.{_ahead_later(comparison)}"


def _ahead_later(comparison: SampleComparison) -> str:
    """Where tuned is ahead at a larger k than that of the crossover, in the table of pass@k."""
    later = [
        one.budget
        for one in comparison.measures
        if one.name == "pass@k"
        and (one.budget or 0) > (comparison.crossover.value or 0)
        and (one.difference.value or 0) > EQUAL
    ]
    return f" But tuned is ahead at k = {later[0]}." if later else ""


def comparison_notes(comparison: SampleComparison) -> list[str]:
    """What the tables do not say: the crossover, the samples, what was left out, and how to read the numbers."""
    found = [crossover_words(comparison)]
    for name, side in (("base", comparison.base), ("tuned", comparison.tuned)):
        found += [_samples(name, side, comparison), *_left_out(name, side)]
    if comparison.short:
        most = _count(comparison.budgets[-1], "sample")
        found.append(f"{_count(comparison.short, 'problem')} with fewer than {most} left out.")
    least = min(comparison.base.fewest, comparison.tuned.fewest)
    if least < max(comparison.base.most, comparison.tuned.most):
        found.append(
            f"The numbers of samples are unequal: problem {comparison.fewest_of:.60} has the fewest, {least}. A "
            "larger --k leaves problems with fewer samples out."
        )
    if not all("sample" in side.loaded.columns for side in (comparison.base, comparison.tuned)):
        found.append("Where samples have no number, a sample that is in the files twice counts twice.")
    found += _of_intervals(comparison)
    if comparison.measurable is not None and comparison.measurable < comparison.problems:
        found.append(f"Problems with a token entropy of both models: {comparison.measurable or 'none'}.")
    found += step_notes(comparison.steps) if comparison.steps else []
    return [*found, *_of_identical_models(comparison.supports[-1])]


def _of_intervals(comparison: SampleComparison) -> list[str]:
    if comparison.problems == 1:
        return ["No intervals: they come from resamples of the problems, and there is one problem."]
    found = [
        f"Each interval has a confidence of {CONFIDENCE:.0%}, taken alone, by {comparison.resamples} resamples of the "
        "problems."
    ]
    if comparison.problems < FEW:
        found.append(f"With fewer than {FEW} problems the intervals are too narrow: no resample leaves their range.")
    estimates = (one for each in comparison.measures for one in (each.base, each.tuned, each.difference))
    if any(one.low == one.high for one in estimates):
        found.append(
            "An interval without width says that all resamples agree. That alone is no certainty: few problems can be "
            "alike by chance."
        )
    return found


def _of_identical_models(support: Support) -> list[str]:
    found = [
        "Identical models: the grades of each problem are dealt anew to both models, many times. The table has the "
        f"median of these deals and the range of {CONFIDENCE:.0%} of them. E and S above 0 mean nothing unless they "
        "are above what this shows."
    ]
    rare = [f"{name} in {_share(support.known[name])}" for name in RATES if support.known[name] < 1]
    if rare:
        found.append(
            "Where a rate divides by 0 it has no value. The median and the range are of the deals in which it has one: "
            f"{', '.join(rare)} of them."
        )
    return found


def _share(share: float) -> str:
    """A share below 1 in percent, which is not rounded to 0% or 100%."""
    percent = f"{share:.0%}"
    return {"0%": "less than 1%" if share else "0%", "100%": "more than 99%"}.get(percent, percent)


def _samples(name: str, side: Side, comparison: SampleComparison) -> str:
    model = f" of {side.loaded.model:.60}" if side.loaded.model else ""
    each = f"{side.fewest}" if side.fewest == side.most else f"{side.fewest} to {side.most}"
    files = _count(len(side.loaded.files.paths), "file")
    return (
        f"{name}: {side.loaded.files.name} ({files}){model}: {_count(side.samples, 'sample')} of "
        f"{_count(comparison.problems, 'problem')}, {each} each."
    )


def _left_out(name: str, side: Side) -> list[str]:
    loaded = side.loaded
    facts = [
        (loaded.ungraded, "row", "without a grade left out"),
        (loaded.nameless, "row", "without a problem left out"),
        (loaded.copies, "sample", "repeating another, by number and content, left out"),
        (side.alone, "problem", "without a sample of the other model left out"),
        (side.unanswered, "sample", "without an answer, which counts as one answer"),
        (side.unmeasured, "sample", "without a token entropy, a number from 0 on, left out of its mean"),
        (side.both_ways, "answer", "graded correct and incorrect, counted as one of each"),
    ]
    return [f"{name}: {_count(how_many, what)} {words}." for how_many, what, words in facts if how_many]


def _count(how_many: int, what: str) -> str:
    return f"{how_many} {what}{'s' * (how_many != 1)}"


# --- formats ---------------------------------------------------------------------------------------------------------


def show_comparison(console: Console, comparison: SampleComparison) -> None:
    show_tables(console, tables(comparison), comparison_notes(comparison), spare=("meaning",))


def comparison_markdown(comparison: SampleComparison) -> str:
    return tables_markdown("backproof compare", tables(comparison), comparison_notes(comparison))
