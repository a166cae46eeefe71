"""The wire carries plain data exactly, and makes nothing but an error of anything else."""

import collections
import contextlib
import json
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.worker.wire import MAX_ENTRIES, MAX_NODES, Opaque, WireError, decode, encode, memory

DTYPES = st.one_of(
    arrays.boolean_dtypes(),
    arrays.integer_dtypes(endianness="="),
    arrays.unsigned_integer_dtypes(endianness="="),
    arrays.floating_dtypes(endianness="="),
    arrays.complex_number_dtypes(endianness="="),
    arrays.byte_string_dtypes(min_len=1, endianness="="),
)
ARRAYS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0)))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.one_of(TEXT, st.integers(-(2**60) + 1, 2**60 - 1), st.booleans(), st.none(), st.floats())
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), TEXT, st.binary()
)
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)


def same(one, other):
    """Say whether two values are of the same types all through, and of the same bits."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return one == other or (one != one and other != other)


@given(VALUES)
def test_what_is_sent_arrives(value):
    assert same(decode(encode(value)), value)


@given(VALUES, st.data())
@settings(max_examples=300)
def test_changed_bytes_are_another_value_or_a_wire_error(value, data):
    frame = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(frame) - 1))
        frame[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
        frame = frame or bytearray(b"x")
    with contextlib.suppress(WireError):
        decode(bytes(frame))


@given(st.binary(max_size=200))
def test_noise_is_a_wire_error(noise):
    with pytest.raises(WireError):
        decode(noise)


@given(st.recursive(SCALARS.filter(lambda v: not isinstance(v, bytes | complex)), st.lists))
def test_any_header_is_a_value_or_a_wire_error(tree):
    header = json.dumps(tree).encode()
    with contextlib.suppress(WireError):
        decode(struct.pack("<I", len(header)) + header + b"0123456789abcdef")


def frame_of(tree, buffer=b""):
    header = json.dumps(tree).encode()
    return struct.pack("<I", len(header)) + header + buffer


@pytest.mark.parametrize(
    "tree",
    [
        ["a", "|O", 2],  # objects
        ["a", "<f8", 2, 2],  # larger than what follows
        ["a", "<f8", -1],
        ["a", "<f8", 1.0],
        ["a", "<f8", True],
        ["a", "[('a','<f8')]", 2],
        ["a", "<f8", 2**47, 2**47, 0],
        ["a", "<U0", 2**40],
        ["s", "<f8", 2],
        ["d", 1],
        ["d", ["l"], 1],
        ["d", ["d"], 1],
        ["a", "<f8", 0, 2**47],
        ["a", "<f8", 2**24, 0],
        ["a", "<f8", 0, 2**11, 2**11],
        ["a", "<f8", 0, *[1] * 32],
        ["a", "<f16", 0],
        ["d", 2**60, 1],
        ["d", ["t", 1, 2], 1],
        ["d", ["t", 2**61 - 1], 1],
        ["d", ["c", 1.0, 2.0], 1],
        ["d", ["i", hex(2**61)], 1],
        ["d", ["s", "<i8"], 1],
        ["d", ["o", "x"], 1],
        10**400,
        ["l", 2**62],
        ["i", "os.system"],
        ["c", "1", 2],
        ["b", 99],
        ["pickle", "x"],
        ["o", 5],
        {"a": 1},
        [],
        [["a"]],
    ],
    ids=str,
)
def test_a_malformed_header_is_a_wire_error(tree):
    with pytest.raises(WireError):
        decode(frame_of(tree, b"12345678"))


def test_depth_is_capped_on_both_sides():
    value: list = []
    for _ in range(30):
        value = [value]
    with pytest.raises(WireError):
        encode(value)
    with pytest.raises(WireError):
        decode(frame_of(json.loads('["l",' * 30 + "1" + "]" * 30)))
    deep = b"[" * 100_000 + b"]" * 100_000
    with pytest.raises(WireError):
        decode(struct.pack("<I", len(deep)) + deep)


def test_a_value_that_holds_itself_is_a_wire_error():
    value: list = []
    value.append(value)
    with pytest.raises(WireError):
        encode(value)


def test_counts_are_capped_on_both_sides():
    with pytest.raises(WireError):
        encode([0] * (MAX_NODES + 1))
    with pytest.raises(WireError):
        decode(frame_of(["l", *[0] * (MAX_NODES + 1)]))
    many = [x for number in range(MAX_ENTRIES + 1) for x in (number, 0)]
    with pytest.raises(WireError):
        decode(frame_of(["d", *many]))


def test_a_subclass_becomes_its_base_and_its_methods_are_not_called():
    class Liar(np.ndarray):
        def __getattribute__(self, name):
            raise RuntimeError(name)

    class Book(dict):
        def items(self):
            raise RuntimeError

    class Number(float):
        def __float__(self):
            raise RuntimeError

    point = collections.namedtuple("point", "x y")(1, 2.5)
    value = [np.arange(3.0).view(Liar), Book(a=1), Number(2.5), point, np.array([[1, 2]]).view(np.matrix)]
    back = decode(encode(value))
    assert [type(item) for item in back] == [np.ndarray, dict, float, tuple, np.ndarray]
    assert back[0].tolist() == [0, 1, 2]
    assert back[4].shape == (1, 2)


def test_numpy_scalars_keep_their_dtype():
    frame = encode([np.float32(1.5), np.bool_(True), np.int64(7)])
    assert [(type(x), x.ndim, x.dtype.str) for x in decode(frame)] == [
        (np.ndarray, 0, "<f4"),
        (np.ndarray, 0, "|b1"),
        (np.ndarray, 0, "<i8"),
    ]
    assert [type(x) for x in decode(frame, scalars=True)] == [np.float32, np.bool_, np.int64]


def test_what_is_not_plain_data_is_named():
    def function():
        yield 1

    names = [
        x.type_name for x in decode(encode([function, function(), {1}, np.zeros(1, "M8[D]"), range(3), json]))
    ]
    assert names == ["function", "generator", "set", "array of datetime64[D]", "range", "module"]
    assert decode(encode(Opaque("spy"))) == Opaque("spy")


def test_arrays_of_any_layout_arrive_in_the_order_of_rows():
    base = np.arange(24.0).reshape(2, 3, 4)
    for array in (base.T, base[:, ::2], np.asfortranarray(base[0]), base.astype(">f8"), base[0, 0, 0:0]):
        back = decode(encode(array))
        assert back.tolist() == array.tolist()
        assert back.flags.c_contiguous
        assert back.flags.writeable


def test_bits_no_honest_array_has_are_made_harmless():
    flags = decode(frame_of(["a", "|b1", 2], b"\x02\x00"))
    assert flags.tobytes() == b"\x01\x00"
    text = decode(frame_of(["a", "<U1", 2], struct.pack("<II", 0x7FFFFFFF, 0xD800)))
    assert text.tolist() == ["\ufffd", "\ufffd"]
    assert decode(frame_of("\ud800 ok")) == "\ufffd ok"


def test_long_doubles_travel_as_doubles_and_carry_nothing_else():
    zeros = np.zeros(10, np.longdouble)
    zeros.view(np.uint8)[:] = np.tile([0] * 10 + [7] * 6, 10)  # what their padding happens to hold
    frame = encode(zeros)
    assert b"\7" not in frame
    assert same(decode(frame), np.zeros(10))
    assert same(
        decode(encode([np.longdouble("1e4000"), np.clongdouble(1j)])), [np.array(np.inf), np.array(1j)]
    )


@pytest.mark.parametrize(
    "value",
    [
        {(1, 2): 3.0},
        {1j: 1.0},
        {b"W1": 1.0},
        {2**61 - 1: 1.0},
        {(2**61 - 1, 1): 1.0},
        dict.fromkeys(range(MAX_ENTRIES + 1)),
        np.zeros((0, 2**47)),
        np.zeros((2**21, 0)),
        np.zeros((0, 2**11, 2**11)),
    ],
    ids=lambda value: f"{value!r:.30}",
)
def test_what_could_cost_more_than_it_weighs_is_named_instead(value):
    [named, kept] = decode(encode([value, 1]))
    assert type(named) is Opaque
    assert kept == 1


def test_keys_become_base_types():
    keys = [np.str_("W1"), np.int64(3), np.float32(0.5), np.bool_(False)]
    back = decode(encode(dict.fromkeys(keys, 1)))
    assert same(list(back), ["W1", 3, 0.5, False])


@pytest.mark.parametrize("piece", ["[]", "{}", '["l"]'])
def test_a_header_of_brackets_is_refused_before_memory_is_spent_on_it(piece):
    header = f'["l",{",".join([piece] * (2_000_000 // len(piece)))}]'.encode()
    tracemalloc.start()
    with pytest.raises(WireError, match="too many values"):
        decode(struct.pack("<I", len(header)) + header)
    assert tracemalloc.get_traced_memory()[1] < 3 * len(header)
    tracemalloc.stop()


@pytest.mark.parametrize(
    "value",
    [
        [0.1] * 100_000,
        ["ab"] * 100_000,
        [[]] * 100_000,
        [np.zeros(())] * 50_000,
        [{"a": 1}] * 50_000,
        [Opaque("x")] * 50_000,
        [b""] * 100_000,
        [2**200] * 20_000,
    ],
    ids=lambda value: type(value[0]).__name__,
)
def test_a_value_takes_no_more_memory_than_its_frame_says(value):
    frame = encode(value)
    tracemalloc.start()
    back = decode(frame)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(back) == len(value)
    assert held <= memory(frame)
