"""What a mutant is: one idea of what can go wrong, at one place or at every place where it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Operator(StrEnum):
    """The kinds of change, in the order in which one is believed before another that does the same."""

    TERM = "term_dropped"
    CALL = "function_not_applied"
    SIGN = "sign"
    AXIS = "axis"
    PARENTHESES = "parentheses"
    CONSTANT = "constant"
    COMPARISON = "comparison"
    OPERATION = "operation"
    FUNCTION = "function_exchanged"
    DERIVATIVE = "derivative"
    WEIGHTS = "weights_exchanged"
    STATEMENT = "never_updated"
    INDEX = "index"
    SIBLING = "other_value"
    ORDER = "order_of_steps"
    SLIP = "slip"


RANK = {operator: rank for rank, operator in enumerate(Operator)}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a function's text."""

    operator: Operator
    start: int  # offsets of what is replaced
    end: int
    new: str
    statement: int
    line: int  # within the function's text, from 1
    target: str  # what the statement computes
    idea: str  # equal for the same change at another place
    effect: str  # what it does to a value, with {target} in the value's place


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong version of a function, made by edits of one idea."""

    operator: Operator
    edits: tuple[Edit, ...]

    @property
    def effect(self) -> str:
        return self.edits[0].effect

    @property
    def line(self) -> int:
        return self.edits[0].line

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(edit.target for edit in self.edits))

    def apply_to(self, text: str) -> str:
        """Return the function's text with the mutant's edits in it."""
        for edit in sorted(self.edits, key=lambda edit: edit.start, reverse=True):
            text = text[: edit.start] + edit.new + text[edit.end :]
        return text


def overlap(edits: Sequence[Edit]) -> bool:
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    return any(later.start < earlier.end for earlier, later in pairwise(ordered))
