"""Writes the two files of samples beside it: `python examples/samples/generate.py`.

30 problems, 16 samples of each. Base solves every problem now and then; tuned solves the easier half nearly always and
the others hardly ever. So tuned is ahead at one sample, and base at many.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

PROBLEMS, SAMPLES = 30, 16
WRONG = ("0", "1", "12", "no solution")


def main() -> None:
    draw = random.Random(1)  # noqa: S311 - not for secrets
    chances = {
        "base": [0.4 - 0.36 * number / (PROBLEMS - 1) for number in range(PROBLEMS)],
        "tuned": [0.9 if number < PROBLEMS // 2 else 0.02 for number in range(PROBLEMS)],
    }
    for model, chance in chances.items():
        with Path(__file__).with_name(f"{model}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("problem", "sample", "answer", "correct"))
            for problem in range(PROBLEMS):
                for sample in range(SAMPLES):
                    correct = draw.random() < chance[problem]
                    answer = str(40 + problem) if correct else draw.choice(("", *WRONG))
                    rows.writerow((f"p{problem:02}", sample, answer, int(correct)))


if __name__ == "__main__":
    main()
