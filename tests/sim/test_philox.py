"""Our Philox gives the known answers of its authors, in int64 as in unbounded integers, and its words pass tests."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from backproof.sim import philox
from tests.sim import plain

CPU = torch.device("cpu")
WORDS = st.integers(0, philox.WORD - 1)
ONES = philox.WORD - 1
PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)


def words(counter, key):
    """One block, as integers."""
    given_counter, given_key = (tuple(map(torch.tensor, numbers)) for numbers in (counter, key))
    return tuple(map(int, philox.words(given_counter, given_key)))


@pytest.mark.parametrize("generate", [words, plain.philox])
@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0,) * 4, (0,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (*PI, (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
    ],
)
def test_words_agree_with_the_known_answers_of_random123(generate, counter, key, expected):
    assert generate(counter, key) == expected


@given(st.tuples(*[WORDS] * 4), st.tuples(*[WORDS] * 2))
def test_int64_arithmetic_gives_the_words_of_unbounded_integers(counter, key):
    assert words(counter, key) == plain.philox(counter, key)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**48 - 1), st.integers(0, 2**16 - 1), st.integers(0, 2**64 - 1))
def test_different_blocks_episodes_streams_and_seeds_have_different_counters_or_keys(index, episode, stream, seed):
    counter = [int(c) for c in philox.counter_of(torch.tensor(index), torch.tensor(episode), stream)]
    low, high = map(int, philox.key_of(seed, CPU))
    assert all(0 <= word < philox.WORD for word in (*counter, low, high))
    assert counter[0] + (counter[1] << 32) == index
    assert counter[2] + ((counter[3] & 0xFFFF) << 32) == episode
    assert counter[3] >> 16 == stream
    assert low + (high << 32) == seed


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_seeds_beyond_the_key_are_refused(seed):
    with pytest.raises(ValueError, match=rf"^seed must be an integer from 0 to 2\*\*64 - 1, got seed={seed}$"):
        philox.key_of(seed, CPU)


def drawn(seed=0, stream=philox.WALK, shape=(2**9, 2**9)):
    """The four words of every (index, episode) of a rectangle."""
    index, episode = torch.meshgrid(*map(torch.arange, shape), indexing="ij")
    return philox.words(philox.counter_of(index, episode, stream), philox.key_of(seed, CPU))


FIRST, SECOND, THIRD, FOURTH = drawn()
PAIRS = {
    "words of a block": (FIRST, SECOND),
    "last words of a block": (THIRD, FOURTH),
    "a word and the next block's": (FIRST[:-1], FIRST[1:]),
    "a word and the next episode's": (FIRST[:, :-1], FIRST[:, 1:]),
    "two streams": (FIRST, drawn(stream=philox.SEARCH)[0]),
    "two seeds": (FIRST, drawn(seed=1)[0]),
    "two seeds that differ in the high word": (FIRST, drawn(seed=2**32)[0]),
}
FALSE_ALARM = 1e-9
"""The false-alarm rate of each test below; there are 15."""


@pytest.mark.parametrize("shift", [0, 28], ids=["lowest bits", "highest bits"])
@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_pairs_of_words_are_uniform_and_independent(pair, shift):
    """Null: four bits of each of the two words are uniform and independent. n about 2**18 pairs, in 256 cells."""
    left, right = ((word >> shift & 15).flatten() for word in pair)
    counts = torch.bincount(16 * left + right, minlength=256).double()
    expected = counts.sum() / 256
    statistic = float(((counts - expected) ** 2 / expected).sum())
    assert statistic < chi2.isf(FALSE_ALARM, 255), f"chi-square {statistic} on 255 degrees of freedom, n={counts.sum()}"


def test_the_mean_of_the_words_is_half_their_range():
    """Null: words are uniform. n = 2**20 draws from [0, 1); Hoeffding's bound at a false-alarm rate of 1e-9."""
    draws = torch.stack(drawn()).double() / philox.WORD
    radius = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * draws.numel()))
    assert abs(float(draws.mean()) - 0.5) < radius
