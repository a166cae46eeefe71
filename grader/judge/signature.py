"""What a function did in all cases, as a few numbers a value: enough to tell whether two did the same.

A value in the answer is a slot, for instance grads["dW1"] of case 2. Of what a function gives there its
signature keeps a code (kind, shape, where it is not finite), two weighted sums and the largest magnitude.
Two arrays with one code whose sums agree to 1e-6 of their size are the same array: the weights are random, so
others meet by chance about once in 10^11 pairs, and pairs that do differ nearly always differ by 1e-2 or more.
A part that only one edition returns counts where it is returned; where it is not, anything is like it.
So thousands of mutants are compared with a student's function in a millisecond, and none is stored whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judge.compare import as_numbers, show
from grader.judge.parts import canonical, split
from grader.memo import LRUCache
from grader.model import Exercise, Observation, Outcome, Value
from grader.values import fits

RAISED, ABSENT, LARGER, CUT, FREE = 1, 2, 3, 4, 5  # codes that no array has
# FREE: an optional part that is not returned; LARGER: far larger than what is expected, and like nothing
SMALL, TIMES = 4096, 10  # numbers that any value may hold; and as many times as many as the expected one
Floats = NDArray[np.float64]
Row = tuple[int, tuple[float, float], float]  # code, sums, size


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one array, number or text in an answer, or of a sequence's length."""

    case: int  # index
    part: str
    path: tuple[Any, ...]  # keys and indices inside the part
    length: bool = False
    name: str = ""  # its key, with the part where other parts have it too; without keys, the part

    @property
    def key(self) -> str:
        return next((key for key in reversed(self.path) if isinstance(key, str)), "")


@dataclass(frozen=True, slots=True)
class Signature:
    """One row a slot; of many functions, an axis before it."""

    codes: NDArray[np.int64]
    sums: Floats  # (..., slots, 2)
    sizes: Floats  # largest finite magnitude

    def __getitem__(self, index: Any) -> Signature:
        return Signature(self.codes[index], self.sums[index], self.sizes[index])


def stack(signatures: Sequence[Signature], like: Signature) -> Signature:
    """Put signatures of one layout, that of `like`, above each other; there may be none."""
    count = len(signatures)
    return Signature(
        np.array([s.codes for s in signatures], np.int64).reshape(count, *like.codes.shape),
        np.array([s.sums for s in signatures], np.float64).reshape(count, *like.sums.shape),
        np.array([s.sizes for s in signatures], np.float64).reshape(count, *like.sizes.shape),
    )


def alike(
    first: Signature, second: Signature, tolerance: float | Floats, floor: float | Floats = 1e-12
) -> NDArray[np.bool_]:
    """Tell slot by slot whether two functions gave the same; either may be many."""
    free = (first.codes == FREE) | (second.codes == FREE)
    size = np.maximum(first.sizes, second.sizes)
    near = np.abs(first.sums - second.sums).max(axis=-1) <= tolerance * size + floor
    return np.asarray(((first.codes == second.codes) & near) | free)


class Layout:
    """An exercise's slots, in the order of the cases and of the reference's answers."""

    def __init__(self, exercise: Exercise, expected: Sequence[Observation]) -> None:
        self.exercise = exercise
        self._answers = [self._cut(observation) for observation in expected]
        self.slots = _with_names(
            slot
            for case, answer in enumerate(self._answers)
            for part in exercise.parts
            if answer is not None and part.name in answer
            for slot in _slots(case, part.name, (), answer[part.name], exercise.ignore)
        )
        self._optional = frozenset(part.name for part in exercise.parts if part.optional)

    @property
    def tolerances(self) -> tuple[Floats, Floats]:
        """The cases' relative and absolute tolerances, slot by slot."""
        cases = [self.exercise.cases[slot.case] for slot in self.slots]
        return np.array([case.rtol for case in cases]), np.array([case.atol for case in cases])

    def _cut(self, observation: Observation) -> Mapping[str, Value] | None:
        if observation.outcome is not Outcome.RETURNED:
            return None
        parts = split(self.exercise, canonical(self.exercise, observation.value))
        return parts if isinstance(parts, dict) else {}

    def read(self, observations: Sequence[Observation]) -> Signature:
        """Return the signature of what a function did in every case."""
        answers = [self._cut(observation) for observation in observations]
        rows = [self._row(slot, answers[slot.case]) for slot in self.slots]
        return Signature(
            np.array([row[0] for row in rows], np.int64),
            np.array([row[1] for row in rows], np.float64).reshape(-1, 2),
            np.array([row[2] for row in rows], np.float64),
        )

    def _row(self, slot: Slot, answer: Mapping[str, Value] | None) -> Row:
        if answer is not None and slot.part in self._optional and slot.part not in answer:
            return FREE, (0.0, 0.0), 0.0
        return _row(slot, answer, lambda: self._largest(slot))

    def _largest(self, slot: Slot) -> int:
        """Return how many numbers a value of this slot may hold to be told from others."""
        array = as_numbers(_value_at(slot, self._answers[slot.case]))
        return TIMES * (array.size if array is not None else 1)

    def values(self, observations: Sequence[Observation]) -> list[Value]:
        """Return what stands in every slot; None where nothing does."""
        answers = [self._cut(observation) for observation in observations]
        return [_value_at(slot, answers[slot.case]) for slot in self.slots]


def _with_names(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Give every slot the name that a sentence calls it by."""
    listed = list(slots)
    parts: dict[str, set[str]] = {}
    for slot in listed:
        parts.setdefault(slot.key, set()).add(slot.part)
    return tuple(replace(slot, name=_name(slot, several=len(parts[slot.key]) > 1)) for slot in listed)


def _name(slot: Slot, *, several: bool) -> str:
    if not slot.key:
        return slot.part
    return f'{slot.part}["{slot.key}"]' if several else slot.key


def _slots(
    case: int, part: str, path: tuple[Any, ...], value: Value, ignore: Sequence[str]
) -> Iterator[Slot]:
    # walks as the comparison does, not leaf by leaf: a list of numbers is one slot, another's length is one more
    if as_numbers(value) is not None:
        yield Slot(case, part, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not fits(key, ignore):
                yield from _slots(case, part, (*path, key), item, ignore)
    elif isinstance(value, list | tuple):
        yield Slot(case, part, path, length=True)
        for index, item in enumerate(value):
            yield from _slots(case, part, (*path, index), item, ignore)
    else:
        yield Slot(case, part, path)


MISSING = object()


def _row(slot: Slot, answer: Mapping[str, Value] | None, largest: Callable[[], int]) -> Row:
    if answer is None:
        return RAISED, (0.0, 0.0), 0.0
    value = _value_at(slot, answer, MISSING)
    if value is MISSING:
        return ABSENT, (0.0, 0.0), 0.0
    if slot.length:
        counts = isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)
        length = len(value) if counts else -1
        return CUT, (float(length), 0.0), 1.0
    array = as_numbers(value)
    if array is None:
        return _code("text", show(value, 500)), (0.0, 0.0), 0.0
    if array.size > SMALL and array.size > largest():
        return LARGER, (float("nan"), float("nan")), 0.0
    return _array_row(array)


def _value_at(slot: Slot, answer: Mapping[str, Value] | None, default: Any = None) -> Value:
    value: Value = (answer or {}).get(slot.part, default)
    for key in slot.path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return default
    return value


def _array_row(array: NDArray[Any]) -> Row:
    flat = np.ravel(array)
    if flat.dtype.kind == "c":
        flat = np.concatenate([flat.real, flat.imag])
    finite = np.isfinite(flat)
    holes = (
        b"" if finite.all() else (np.isnan(flat) + 2 * np.isposinf(flat) + 4 * np.isneginf(flat)).tobytes()
    )
    if holes:
        flat = np.where(finite, flat, 0.0)
    size = float(np.abs(flat).max(initial=0.0))
    if not flat.size:
        return _code(array.shape, holes), (0.0, 0.0), 0.0
    scaled = flat / size if size > 1e150 else flat  # nothing overflows
    first, second = (weights(flat.size) @ scaled).tolist()
    shape = () if array.size == 1 else array.shape
    return _code(shape, holes), (first, second), min(size, 1e150)


def weights(size: int) -> Floats:
    """Return two rows of weights between 0.5 and 1.5 with random signs, the same for the same size."""
    rows = _WEIGHTS.get(size)
    if rows is None:
        rng = np.random.default_rng(size)
        signs = rng.uniform(0.5, 1.5, (2, size)) * rng.choice([-1.0, 1.0], (2, size))
        rows = np.asarray(signs / np.sqrt(size))
        _WEIGHTS.put(size, rows, rows.nbytes)
    return rows


# bounded by bytes: a student may return arrays of a new size each time
_WEIGHTS: LRUCache[int, Floats] = LRUCache(room=16 << 20)


def _code(*what: object) -> int:
    return zlib.crc32(repr(what).encode()) + 100
