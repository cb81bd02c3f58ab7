"""A comparison as JSON.

Main definition: `comparison_document`.
"""

from __future__ import annotations

import math
from typing import Any

from backproof import __version__
from backproof.samples.comparison import Measure, SampleComparison, Side
from backproof.samples.resampling import CONFIDENCE, Estimated
from backproof.samples.step_report import step_document

SCHEMA = "backproof.compare/1"


def comparison_document(comparison: SampleComparison) -> dict[str, Any]:
    """The numbers; null is unknown. A crossover beyond the largest budget is null beside ``beyond``."""
    return {
        "schema": SCHEMA,
        "backproof": __version__,
        "confidence": CONFIDENCE,
        "resamples": comparison.resamples,
        "base": _side(comparison.base),
        "tuned": _side(comparison.tuned),
        "problems": {
            "compared": comparison.problems,
            "with_token_entropies": comparison.measurable,
            "with_too_few_samples": comparison.short,
        },
        "budgets": list(comparison.budgets),
        "measures": [_measure(measure) for measure in comparison.measures],
        "crossover": {
            "k": _finite(comparison.crossover.value),
            "interval": [_finite(comparison.crossover.low), _finite(comparison.crossover.high)],
            "beyond": comparison.budgets[-1],
            "budgets_examined": comparison.examined,
        },
        "support": [
            {
                "k": support.budget,
                "found": {name: _interval(one) for name, one in support.found.items()},
                "identical_models": {name: _interval(one) for name, one in support.null.items()},
                "deals_with_a_value": support.known,
            }
            for support in comparison.supports
        ],
        "step_graphs": None
        if comparison.steps is None
        else {name: step_document(one) for name, one in zip(("base", "tuned"), comparison.steps, strict=True)},
    }


def _side(side: Side) -> dict[str, Any]:
    loaded = side.loaded
    return {
        "files": list(loaded.files.paths),
        "model": loaded.model,
        "columns": dict(loaded.columns),
        "rows": loaded.rows,
        "samples": side.samples,
        "samples_of_a_problem": [side.fewest, side.most],
        "without_an_answer": side.unanswered,
        "without_a_token_entropy": side.unmeasured,
        "answers_graded_both_ways": side.both_ways,
        "left_out": {
            "rows_without_a_grade": loaded.ungraded,
            "rows_without_a_problem": loaded.nameless,
            "copies": loaded.copies,
            "problems_of_this_model_alone": side.alone,
        },
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "budget": measure.budget,
        "base": _interval(measure.base),
        "tuned": _interval(measure.tuned),
        "difference": _interval(measure.difference),
    }


def _interval(found: Estimated) -> dict[str, Any]:
    return {"value": found.value, "interval": None if found.low is None else [found.low, found.high]}


def _finite(value: float | None) -> int | None:
    return None if value is None or not math.isfinite(value) else int(value)
