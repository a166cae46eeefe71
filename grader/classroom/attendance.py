"""Who handed in and who did not: the roster and what counts side by side, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom.gradebook import write_table
from grader.wording import join_words

if TYPE_CHECKING:
    from grader.classroom.marks import ClassMarks
    from grader.classroom.store import Store

COLUMNS = ("student", "on_roster", "handed_in", "called", "identifier")
FEW = 8  # names in a sentence
ROSTER = "SELECT student FROM roster ORDER BY student"


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is on the roster, and who handed in."""

    roster: tuple[str, ...]
    assignments: dict[str, list[str]]  # by student, those that something was handed in for

    @property
    def absent(self) -> list[str]:
        """Those on the roster who handed in nothing."""
        return [student for student in self.roster if student not in self.assignments]

    @property
    def strangers(self) -> list[str]:
        """Those who handed in and are not on the roster; nobody where there is none."""
        listed = set(self.roster)
        return [student for student in self.assignments if student not in listed] if listed else []

    def sentences(self) -> Iterator[str]:
        """Say who is missing on either side."""
        if self.absent:
            yield f"On the roster, and handed in nothing ({len(self.absent)}): {_few(self.absent)}"
        if self.strangers:
            yield f"Handed in, and not on the roster ({len(self.strangers)}): {_few(self.strangers)}"


def _few(names: list[str]) -> str:
    return join_words(names, FEW) if len(names) > FEW else ", ".join(names)


def attendance(store: Store, marks: ClassMarks) -> Attendance:
    """Read who is on the roster, and who handed in; what a team hands in is of each of its members."""
    assignments: dict[str, list[str]] = {}
    for student, assignment in sorted({(mark.student, mark.assignment) for mark in marks.counting}):
        assignments.setdefault(student, []).append(assignment)
    return Attendance(tuple(row["student"] for row in store.rows(ROSTER)), assignments)


def write_persons(store: Store, marks: ClassMarks, path: Path) -> None:
    """Write a row for each person: those on the roster, and all who handed in."""
    present = attendance(store, marks)
    names: dict[str, list[tuple[str, str]]] = {}
    for row in store.rows(
        "SELECT student, called, identifier FROM persons ORDER BY student, called, identifier"
    ):
        names.setdefault(row["student"], []).append((row["called"], row["identifier"]))
    listed = set(present.roster)
    rows = (
        [
            student,
            ("yes" if student in listed else "no") if listed else "",
            " ".join(present.assignments.get(student, ())),
            "; ".join(dict.fromkeys(called for called, _ in names.get(student, ()))),
            "; ".join(dict.fromkeys(number for _, number in names.get(student, ()) if number)),
        ]
        for student in sorted(listed | present.assignments.keys())
    )
    write_table(path, COLUMNS, rows)
