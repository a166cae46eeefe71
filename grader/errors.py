"""Every error a user can meet, with the exit status it ends a command with.

    GraderError                     3   our own fault, unless a subclass says otherwise
    ├── WorkerError                 3   the worker could not be started or spoke nonsense
    ├── InputError                  1   something we were given is invalid
    │   ├── CourseError             1   no course here, or no such assignment
    │   ├── AssignmentError         1   checks.py or the reference is wrong: file and line
    │   └── SubmissionError         1   a submission that cannot be read: the file
    └── IsolationUnavailable        1   this machine cannot isolate as well as was required

A student's failing code is none of these: it is data, an Observation. Messages are one line,
name the file and say the way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class GraderError(Exception):
    exit_status = 3


class WorkerError(GraderError):
    pass


class InputError(GraderError):
    exit_status = 1


class CourseError(InputError):
    pass


class AssignmentError(InputError):
    def __init__(self, message: str, path: Path | str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {message}")
        self.path, self.line, self.reason = str(path), line, message

    def __reduce__(
        self,
    ) -> tuple[object, ...]:  # from a grading process, else what it is made of is lost on the way
        return type(self), (self.reason, self.path, self.line)


class SubmissionError(InputError):
    def __init__(self, message: str, path: Path | str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.reason = str(path), message

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reason, self.path)


class IsolationUnavailable(GraderError):  # noqa: N818 - says what is the case
    exit_status = 1
