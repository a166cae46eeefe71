"""What a regrade would change: each submission's standing before and after, and a sentence for each that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.classroom.marks import marks
from grader.report.text import number

if TYPE_CHECKING:
    from grader.classroom.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission's worth: its mark, and what each exercise earned."""

    status: str
    score: float | None
    mark: float | None
    exercises: Mapping[str, float]


def standings(store: Store) -> dict[str, Standing]:
    """Return the standing of every submission in a record, by assignment/label."""
    exercises: dict[int, dict[str, float]] = {}
    for row in store.rows("SELECT submission, name, score FROM exercises ORDER BY submission, place"):
        exercises.setdefault(row["submission"], {})[row["name"]] = row["score"]
    return {
        f"{mark.assignment}/{mark.label}": Standing(
            mark.status,
            mark.score,
            None if mark.mark is None else float(mark.mark),
            exercises.get(mark.id, {}),
        )
        for mark in marks(store)
    }


def changes(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> Iterator[str]:
    """Say who would change, most lost first, then how many and by how much on the whole."""
    common = [name for name in before if name in after and before[name] != after[name]]
    moved = sorted(common, key=lambda name: (_step(before[name], after[name]), name))
    for name in moved:
        yield _line(name, before[name], after[name])
    for name in sorted(after.keys() - before.keys()):
        yield f"{name}: new, {_mark(after[name])}"
    steps = [_step(before[name], after[name]) for name in moved]
    down, up = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    new = len(after.keys() - before.keys())
    yield (
        f"{len(moved)} of {len(before)} submissions would change: {up} up, {down} down; {new} new. "
        "Nothing was written."
    )


def _step(before: Standing, after: Standing) -> float:
    """Return by how much a mark changes; none counts as nothing earned."""
    return round((after.mark or 0.0) - (before.mark or 0.0), 6)


def _line(student: str, before: Standing, after: Standing) -> str:
    names = [*before.exercises, *(after.exercises.keys() - before.exercises.keys())]
    steps = {name: after.exercises.get(name, 0.0) - before.exercises.get(name, 0.0) for name in names}
    details = ", ".join(f"{name} {_signed(step)}" for name, step in steps.items() if abs(step) > 1e-9)
    step = _step(before, after)
    head = f"{student}: {_mark(before)} -> {_mark(after)}" + (f" ({_signed(step)})" if step else "")
    return f"{head}: {details}" if details else head


def _mark(standing: Standing) -> str:
    return standing.status.replace("_", " ") if standing.mark is None else number(standing.mark)


def _signed(step: float) -> str:
    return f"{'+' if step > 0 else '-'}{number(abs(step))}"
