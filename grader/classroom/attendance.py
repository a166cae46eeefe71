"""Who handed in and who did not: the roster and what counts side by side, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom.gradebook import write_table
from grader.report.text import plain_text
from grader.wording import join_words

if TYPE_CHECKING:
    from grader.classroom.marks import ClassMarks
    from grader.classroom.store import Store

COLUMNS = ("student", "on_roster", "handed_in", "called", "identifier")
FEW = 8  # names in a sentence
WITH_FILES = "SELECT DISTINCT student FROM files"
ROSTER = "SELECT student FROM roster ORDER BY student"


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is on the roster, and who handed in."""

    roster: tuple[str, ...]
    assignments: dict[str, list[str]]  # by student, those that something was handed in for
    with_files: frozenset[str] = frozenset()  # of whom there are files, gradable or not

    @property
    def absent(self) -> list[str]:
        """Those on the roster who handed in nothing."""
        present = self.assignments.keys() | self.with_files
        return [student for student in self.roster if student not in present]

    @property
    def ungradable(self) -> list[str]:
        """Those on the roster who handed in nothing that can be graded, a text document perhaps."""
        present = self.with_files - self.assignments.keys()
        return [student for student in self.roster if student in present]

    @property
    def strangers(self) -> list[str]:
        """Those who handed in and are not on the roster; nobody where there is none."""
        listed = set(self.roster)
        return [student for student in self.assignments if student not in listed] if listed else []

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """Who is missing on either side, each group with its title; none that is empty."""
        groups = [
            ("On the roster, and handed in nothing", self.absent),
            ("On the roster, and handed in nothing that can be graded", self.ungradable),
            ("Handed in, and not on the roster", self.strangers),
        ]
        return [(title, students) for title, students in groups if students]

    def sentences(self) -> Iterator[str]:
        """Say who is missing on either side."""
        for title, students in self.groups:
            yield f"{title} ({len(students)}): {join_words(students, FEW)}"


def attendance(store: Store, marks: ClassMarks) -> Attendance:
    """Read who is on the roster, and who handed in; what a team hands in is of each of its members."""
    assignments: dict[str, list[str]] = {}
    for student, assignment in sorted({(mark.student, mark.assignment) for mark in marks.counting}):
        assignments.setdefault(student, []).append(assignment)
    with_files = frozenset(row["student"] for row in store.rows(WITH_FILES))
    return Attendance(tuple(row["student"] for row in store.rows(ROSTER)), assignments, with_files)


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
            "; ".join(dict.fromkeys(plain_text(called) for called, _ in names.get(student, ()))),
            "; ".join(dict.fromkeys(number for _, number in names.get(student, ()) if number)),
        ]
        for student in sorted(listed | present.assignments.keys())
    )
    write_table(path, COLUMNS, rows)
