"""Which problems both models solve within k samples, one of them, or none; and what two identical models would show.

The problem is the unit: P problems are solved by both (preserved), E by the tuned model alone (expanded), S by the base
model alone (shrunk), O by none. If k is below the number of samples, each is the expected number over the choice of k
samples. Definitions: F. Wu et al., arXiv 2507.14843.

Main definitions: `SUPPORT`, `RATES`, `support_shares`, `rates`, `expected_support`, `identical_models`.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from backproof.samples.estimators import Counts, Floats, missed

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


def expected_support(samples: Counts, correct: Counts, budget: int) -> Floats:
    """(4,): the expected P, E, S, O of identical models, exact for the dealing of `identical_models`.

    With N and C of both models together, the chance that k of base's samples are all wrong is C(N-C, k) / C(N, k), and
    the chance that k of tuned's are too is the same with 2k. So E[E] = E[S] is an unbiased estimate of the sum of
    u(1-u), u = 1-(1-p)^k.
    """
    pooled, solved = samples.sum(axis=0), correct.sum(axis=0)
    one, two = (missed(pooled, solved, np.array(k)) for k in (budget, 2 * budget))
    return np.array([(1 - 2 * one + two).sum(), (one - two).sum(), (one - two).sum(), two.sum()])


def identical_models(samples: Counts, correct: Counts, budget: int, draws: int, seed: int) -> Floats:
    """(draws, 4): P, E, S, O where the grades of each problem are dealt anew to the two models' samples.

    Dealing is exact under the hypothesis that both models solve each problem with one probability. ``samples`` and
    ``correct`` are (2, problems). Problems of equal counts are dealt together.
    """
    rng = np.random.default_rng(seed)
    pooled = np.stack([samples[0], samples[1], correct.sum(axis=0)])
    found = np.zeros((draws, 4))
    classes, members = np.unique(pooled, axis=1, return_counts=True)
    for (first, second, solved), count in zip(classes.T.tolist(), members.tolist(), strict=True):
        least, most = max(0, solved - second), min(first, solved)
        dealt = np.arange(least, most + 1)
        law = stats.hypergeom.pmf(dealt, first + second, solved, first)
        how_often = rng.multinomial(count, law / law.sum(), size=draws)
        base, tuned = (
            1 - missed(np.array(n), c, np.array(budget)) for n, c in ((first, dealt), (second, solved - dealt))
        )
        found += how_often @ support_shares(base, tuned)
    return found
