"""An exercise's causes of wrong values, each with the signature of what it answers: mistakes, then mutants."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from grader.judge.signature import RAISED, Layout, Signature, alike, stack
from grader.model import Exercise, Observation

SAME = 1e-4  # nearer to each other than this is one class: they differ by less than rounding may
MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Cause:
    """A wrong version of the reference: where it comes from, and its sentence."""

    name: str
    message: str
    operator: str  # MISTAKE where the author wrote it
    line: int = 0  # of the reference's function
    targets: tuple[str, ...] = ()
    raised: tuple[int, ...] = ()  # of a mistake: a checksum of what it raised in each case; 0: it returned


def causes_text(causes: Sequence[Cause]) -> str:
    """Write causes as JSON, which keys and packs keep."""
    return json.dumps([asdict(cause) for cause in causes])


def causes_in(text: str) -> tuple[Cause, ...]:
    """Read what `causes_text` wrote."""
    return tuple(
        Cause(**{**fields, "targets": tuple(fields["targets"]), "raised": tuple(fields["raised"])})
        for fields in json.loads(text)
    )


@dataclass(frozen=True, slots=True)
class CauseTable:
    causes: tuple[Cause, ...]
    signatures: Signature  # the causes' rows
    reference: Signature
    order: tuple[str, ...] = ()  # names of slots, in the order in which the reference computes them ...
    ordered: bool = False  # ... if its text tells that order


def wrong_in(row: Signature, layout: Layout, reference: Signature) -> NDArray[np.bool_]:
    """Tell where a version gives a wrong value: versions that merely raise alike prove nothing."""
    rtol, atol = layout.tolerances
    return np.asarray(~alike(row, reference, rtol, atol) & (row.codes != RAISED))


def classes(rows: Sequence[Signature]) -> list[int]:
    """Return the indices of the rows that no row before them resembles; what is like nothing explains nothing."""
    kept: list[int] = []
    by_codes: dict[bytes, list[int]] = {}
    for index, row in enumerate(rows):
        similar = by_codes.setdefault(row.codes.tobytes(), [])
        if alike(row, row, SAME).all() and not any(
            alike(row, rows[earlier], SAME).all() for earlier in similar
        ):
            similar.append(index)
            kept.append(index)
    return kept


def order_of(text: str, names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return slot names in the order in which a function's text computes them, and whether it tells of all.

    A list or dictionary that begins empty is not computed there.
    """
    matches = {
        name: re.search(rf"^\s+(?:\w+, )*{re.escape(name)}(?:, \w+)* = (?![\[{{][\]}}]$)", text, re.MULTILINE)
        for name in names
    }
    places = {name: match.start() if match else len(text) for name, match in matches.items()}
    return tuple(sorted(places, key=lambda name: places[name])), all(matches.values())


def raised_in(observations: Sequence[Observation]) -> tuple[int, ...]:
    """Return a checksum of what each case raised: the sizes and names in its message tell mistakes apart."""
    errors = [observation.raised for observation in observations]
    return tuple(zlib.crc32(f"{error.type}: {error.message}".encode()) if error else 0 for error in errors)


def mistakes_of(
    exercise: Exercise, layout: Layout, mistakes: Mapping[str, Sequence[Observation]]
) -> tuple[list[Cause], list[Signature]]:
    """Return the author's mistakes as causes, with their signatures."""
    messages = {mistake.name: mistake.message for mistake in exercise.mistakes}
    causes = [
        Cause(name, messages[name], MISTAKE, raised=raised_in(observed))
        for name, observed in mistakes.items()
    ]
    return causes, [layout.read(observed) for observed in mistakes.values()]


def empty_table(exercise: Exercise, expected: Sequence[Observation]) -> CauseTable:
    """Make a table that knows what is right and no cause of anything wrong."""
    layout = Layout(exercise, expected)
    reference = layout.read(expected)
    order = tuple(dict.fromkeys(slot.name for slot in layout.slots))
    return CauseTable((), stack([], reference), reference, order)
