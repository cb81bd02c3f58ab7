"""Which problems both models solve within k samples, one of them, or none; and what two identical models would show.

The problem is the unit: P problems are solved by both (preserved), E by the tuned model alone (expanded), S by the base
model alone (shrunk), O by none. If k is below the number of samples, each is the expected number over the choice of k
samples. Definitions: F. Wu et al., arXiv 2507.14843.

Main definitions: `SUPPORT`, `RATES`, `support_shares`, `rates`, `identical_models`.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from backproof.sample_estimators import Counts, Floats, missed

FEWEST_DEALS = 200
MOST_DEALT = 2 * 10**7
"""Random numbers for all deals, which bounds the time."""

SUPPORT = ("P", "E", "S", "O")
RATES = ("SRR", "NDR", "SDS", "NSCR")
"""P/(P+S), the share of the support that is retained; E/(P+E), the share of the new support that is new; the harmonic
mean of both; and (E-S)/(P+E+S), the net change."""


def support_shares(base: Floats, tuned: Floats) -> Floats:
    """(..., 4): for probabilities to be solved, those of P, E, S and O. The models are sampled independently."""
    return np.stack([base * tuned, (1 - base) * tuned, base * (1 - tuned), (1 - base) * (1 - tuned)], axis=-1)


def rates(support: Floats) -> Floats:
    """(..., 4): the rates of numbers P, E, S, O in the last axis; NaN where a denominator is 0.

    >>> rates(np.array([4.0, 128.0, 48.0, 0.0])).round(4).tolist()
    [0.0769, 0.9697, 0.1425, 0.4444]
    """
    both, gained, lost = support[..., 0], support[..., 1], support[..., 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        harmonic = 2 * both * gained / (both * both + 2 * both * gained + gained * lost)
        net = (gained - lost) / (both + gained + lost)
        return np.stack([both / (both + lost), gained / (both + gained), harmonic, net], axis=-1)


def identical_models(samples: Counts, correct: Counts, budgets: Counts, draws: int, seed: int) -> Floats:
    """(draws, budgets, 4): P, E, S, O where the grades of each problem are dealt anew to the two models' samples.

    Dealing is exact under the hypothesis that both models solve each problem with one probability. ``samples`` and
    ``correct`` are (2, problems). Problems of equal counts are dealt together. There are at most ``draws`` deals, and
    fewer if there are very many problems.
    """
    rng = np.random.default_rng(seed)
    classes, members = np.unique([*samples, correct.sum(axis=0)], axis=1, return_counts=True)
    outcomes = np.minimum(classes.min(axis=0), classes[:2].sum(axis=0) - classes[2]) + 1
    draws = max(FEWEST_DEALS, min(draws, MOST_DEALT // int(np.minimum(members, outcomes).sum())))
    found = np.zeros((draws, 4 * len(budgets)))
    for (first, second, solved), count in zip(classes.T.tolist(), members.tolist(), strict=True):
        least = max(0, solved - second)
        dealt = np.arange(least, min(first, solved) + 1)[:, None]
        base, tuned = (1 - missed(np.array(n), c, budgets) for n, c in ((first, dealt), (second, solved - dealt)))
        shares = support_shares(base, tuned).reshape(len(dealt), -1)
        if count < len(dealt):
            given = rng.hypergeometric(solved, first + second - solved, first, size=(draws, count)) - least
            found += sum(shares[column] for column in given.T)
        else:
            law = stats.hypergeom.pmf(dealt[:, 0], first + second, solved, first)
            found += rng.multinomial(count, law / law.sum(), size=draws) @ shares
    return found.reshape(draws, len(budgets), 4)
