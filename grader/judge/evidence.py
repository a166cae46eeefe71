"""What a student's function did, beside what is expected and what is known: all that a diagnosis goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judge.cause_table import CauseTable
from grader.judge.compare import as_numbers
from grader.judge.signature import RAISED, Layout, Signature, Slot, alike
from grader.model import Exercise, ExerciseResult, Observation, Value, Verdict
from grader.wording import has_or_have, is_or_are, it_or_them, join_words

Numbers = NDArray[Any] | None
USUAL = 1e-5  # relative tolerance of a case; an author who gives more says that there is noise
MATCH = 1e-6  # two functions that agree so far do the same; others are nearly always 1e-2 or more apart


@dataclass(frozen=True)
class Evidence:
    """One failed exercise."""

    exercise: Exercise
    result: ExerciseResult
    expected: Sequence[Observation]
    table: CauseTable

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.exercise, self.expected)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.layout.slots

    @cached_property
    def observations(self) -> list[Observation]:
        return [case.observation for case in self.result.cases]

    @cached_property
    def signature(self) -> Signature:
        return self.layout.read(self.observations)

    @cached_property
    def returned(self) -> NDArray[np.bool_]:
        return np.asarray(self.signature.codes != RAISED)

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """The slots that hold a wrong value: not where the call raised, not in cases that were accepted."""
        rtol, atol = self.layout.tolerances
        failed = np.array([self.result.cases[slot.case].verdict is not Verdict.PASSED for slot in self.slots])
        return np.asarray(~alike(self.signature, self.table.reference, rtol, atol) & self.returned & failed)

    @cached_property
    def match(self) -> NDArray[np.float64]:
        """How near values must be to be the same, slot by slot: MATCH, or as near as noise lets them come."""
        rtol, _ = self.layout.tolerances
        return np.where(rtol > USUAL, rtol, MATCH)

    @cached_property
    def telling(self) -> bool:
        """Whether some wrong value holds a finite number, or is no number: nothing but NaN has many causes."""
        return any(actual is None or np.isfinite(actual).any() for _, actual, _ in self.pairs)

    @cached_property
    def pairs(self) -> list[tuple[int, Numbers, Numbers]]:
        """Every wrong slot with the student's value and the expected one, as arrays where they are numbers."""
        return [
            (index, as_numbers(self.values[index]), as_numbers(self.right_values[index]))
            for index in self.wrong_slots
        ]

    @cached_property
    def wrong_slots(self) -> list[int]:
        return [int(index) for index in np.flatnonzero(self.wrong)]

    @cached_property
    def wrong_names(self) -> list[str]:
        """Names of wrong values, in the order in which the reference computes them."""
        names = {self.slots[index].name for index in self.wrong_slots}
        order = self.table.order
        return sorted(names, key=lambda name: order.index(name) if name in order else len(order))

    @cached_property
    def returned_names(self) -> set[str]:
        """Names of what the reference returns as it stands, before it is brought into canonical form."""
        plain = Layout(replace(self.exercise, canonical=None), self.expected)
        return {slot.name for slot in plain.slots}

    @cached_property
    def values(self) -> list[Value]:
        return self.layout.values(self.observations)

    @cached_property
    def right_values(self) -> list[Value]:
        return self.layout.values(self.expected)


def join_names(names: Sequence[str]) -> str:
    """Name values in a sentence."""
    return join_words([name or "the result" for name in names], most=4, shown=3)


def has(names: Sequence[str]) -> str:
    return has_or_have(len(names))


def are(names: Sequence[str]) -> str:
    return is_or_are(len(names))


def them(names: Sequence[str]) -> str:
    return it_or_them(len(names))
