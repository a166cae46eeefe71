"""Whom an instructor means: a student by the name in grades.csv, else by identifier, address or name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grader.submission.arrival.naming import fold

if TYPE_CHECKING:
    from grader.classroom.store import Store

KEYS = (
    "SELECT student, student AS key FROM submissions UNION SELECT student, identifier FROM submissions"
    " UNION SELECT student, student FROM roster UNION SELECT student, identifier FROM roster"
    " UNION SELECT student, email FROM roster UNION SELECT student, name FROM roster"
    " UNION SELECT student, called FROM persons WHERE student IN (SELECT student FROM submissions)"
)


class People:
    """The class as the record knows it; what fits several people names nobody."""

    def __init__(self, store: Store) -> None:
        self._students: set[str] = set()
        self._by_key: dict[str, set[str]] = defaultdict(set)
        for row in store.rows(KEYS):
            self._students.add(row["student"])
            if row["key"]:
                self._by_key[fold(row["key"])].add(row["student"])

    def find(self, text: str) -> str | None:
        """Return the student that a name, a number or an address is of, or None."""
        if text in self._students:
            return text
        students = self._by_key.get(fold(text), set())
        return next(iter(students)) if len(students) == 1 else None

    def name(self, text: str) -> str:
        """Return the student that is meant, or what was written where that is nobody yet."""
        return self.find(text) or text
