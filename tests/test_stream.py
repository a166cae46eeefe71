"""A state of NumPy's random numbers is taken from elsewhere only where NumPy gets into it by itself."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from grader.worker.child.stream import SIZE, check, from_bytes, to_bytes

WORDS = np.random.RandomState(1).get_state()[1]


def data(words=WORDS, place: int = 624, kept: int = 0, number: float = 0.0) -> bytes:
    return np.asarray(words, "<u4").tobytes() + struct.pack("<HBd", place, kept, number)


def test_a_stream_goes_on_where_it_stood():
    stream = np.random.RandomState(5)
    for draws in range(1, 2000, 37):  # at every place, with a normal number kept and without
        stream.normal(size=draws)
        other = np.random.RandomState()
        other.set_state(from_bytes(to_bytes(stream.get_state())))
        assert np.array_equal(other.normal(size=700), stream.normal(size=700))


@pytest.mark.parametrize("place", [0, 1, 623, 624])
def test_every_place_is_one(place):
    assert from_bytes(data(place=place))[2] == place


def test_a_state_of_few_bits_is_one():
    check(data(np.eye(1, 624, 623, dtype=np.uint32)))
    check(data(np.eye(1, 624, dtype=np.uint32) << np.uint32(31)))


NONE = {
    "behind the words": data(place=625),
    "far behind them": data(place=65535),
    "zero": data(np.zeros(624)),
    "zero from the second draw on": data(np.eye(1, 624, dtype=np.uint32) * np.uint32(2**31 - 1)),
    "kept twice": data(kept=2),
    "not a number": data(kept=1, number=float("nan")),
    "infinite": data(kept=1, number=float("inf")),
    "larger than any": data(kept=0, number=-1e9),
    "short": data()[:-1],
    "long": data() + b"\0",
    "nothing": b"",
}


@pytest.mark.parametrize("wrong", NONE.values(), ids=NONE)
def test_a_state_that_numpy_must_not_get_is_refused(wrong):
    with pytest.raises(ValueError, match="not a state"):
        check(wrong)
    with pytest.raises(ValueError, match="not a state"):
        from_bytes(wrong)


@pytest.mark.parametrize(
    "state",
    [
        ("MT19937", WORDS, -1, 0, 0.0),
        ("MT19937", WORDS, 2**31 - 10, 0, 0.0),
        ("MT19937", WORDS[:-1], 0, 0, 0.0),
        ("MT19937", WORDS.reshape(24, 26), 0, 0, 0.0),
        ("PCG64", WORDS, 0, 0, 0.0),
        ("MT19937", WORDS),
        {"bit_generator": "PCG64"},
        None,
    ],
    ids=str,
)
def test_what_is_no_stream_s_state_is_not_packed(state):
    with pytest.raises(ValueError, match=r"np\.random"):
        to_bytes(state)


def test_all_states_are_of_one_size():
    assert len(to_bytes(np.random.RandomState(3).get_state())) == SIZE
