"""What a file holds, for telling which of several is the work: the functions in it, and how many were attempted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from grader.errors import SubmissionError
from grader.submission.arrival.delivery import Delivery
from grader.submission.arrival.examiner import Content
from grader.submission.extraction.extract import extract
from grader.submission.reading.reader import read
from grader.submission.recognition import code_of, functions_in, recognise

if TYPE_CHECKING:
    from grader.model import Assignment, Exercise, Submission
    from grader.submission.arrival.file_list import File

KEPT = 64  # files whose content is remembered: a hand-in is looked at as a whole


class FileExaminer:
    """Looks into files for a course's functions."""

    def __init__(
        self, assignments: Callable[[], Sequence[Assignment]], ids: Collection[str], only: str | None = None
    ) -> None:
        self.ids, self.only = ids, only
        self._load = assignments
        self.content = lru_cache(maxsize=KEPT)(self._content)

    @cached_property
    def _assignments(self) -> dict[str, Assignment]:
        """The course's assignments, which only a choice takes."""
        return {assignment.id: assignment for assignment in self._load()}

    @property
    def modules(self) -> Collection[str]:
        """The modules that the course gives its students."""
        return {name for assignment in self._assignments.values() for name in assignment.modules}

    def _content(self, file: File) -> Content | None:
        """Return what a file holds, or None where it cannot be read."""
        submission = _read(file)
        if submission is None:
            return None
        code = code_of(submission)
        defined = functions_in(code)
        counts = {id: _count(assignment.exercises, defined) for id, assignment in self._assignments.items()}
        answered = recognise(submission, list(self._assignments.values())).assignment
        digest = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
        return Content(answered if any(counts.values()) else None, counts, code, digest)

    def count_attempts(self, file: File, id: str) -> int:
        """Count an assignment's exercises of which there is more than the starter's placeholders."""
        submission, assignment = _read(file), self._assignments[id]
        if submission is None:
            return 0
        program = extract(submission, assignment)
        definitions = map(program.definition, assignment.exercises)
        return sum(definition is not None and definition.attempted for definition in definitions)


def _read(file: File) -> Submission | None:
    try:
        return read(
            Delivery("", file.path, file.member, problem=file.problem, entry=file.entry, outer=file.outer)
        )
    except SubmissionError:
        return None


def _count(exercises: Sequence[Exercise], defined: frozenset[str]) -> int:
    return sum(not defined.isdisjoint(exercise.names) for exercise in exercises)
