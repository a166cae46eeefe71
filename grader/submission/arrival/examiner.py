"""What looks into a file, for telling whether it is the work; examination.py does, for a course's functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.submission.arrival.file_list import File


class Content(NamedTuple):
    """What a file holds, for telling whether it is the work."""

    assignment: str | None  # that it answers
    functions: Mapping[str, int]  # by assignment: how many of its exercises are defined
    source: str
    digest: str  # of its code


class Examiner(Protocol):
    """Looks into files; what it may look for is the course's."""

    ids: Collection[str]  # of the course's assignments
    only: str | None  # the one that all is graded as

    @property
    def modules(self) -> Collection[str]:
        """The modules that the course gives its students."""

    def content(self, file: File) -> Content | None:
        """Return what a file holds, or None where it cannot be read."""

    def count_attempts(self, file: File, id: str) -> int:
        """Count the exercises of an assignment that are more than the starter's placeholders."""
