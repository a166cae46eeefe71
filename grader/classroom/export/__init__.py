"""What other systems take in: `grader export FORMAT OUT`.

gradescope           autograder.zip of one assignment, to upload as it is
gradescope-results   results.json of one graded submission; the zip's own script asks for it
canvas · moodle      the instructor's own exported CSV (--from), one column of it filled
coursera             feedback.json and htmlFeedback.html of one graded submission
github               a step summary, and annotations on standard output
junit                JUnit XML, a test case an exercise
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from grader.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = {  # what writes it, and what it is called where no name is given
    "gradescope": ("gradescope.write_zip", "autograder.zip"),
    "gradescope-results": ("gradescope.write_results", "results.json"),
    "canvas": ("canvas.fill", "canvas.csv"),
    "moodle": ("moodle.fill", "moodle.csv"),
    "coursera": ("coursera.write", "feedback.json"),
    "github": ("github.write", "summary.md"),
    "junit": ("junit.write", "junit.xml"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What `grader export` was asked for."""

    out: Path  # the folder that `grader grade` wrote
    course: Path  # where to look for the course from
    assignment: str | None = None
    source: Path | None = None  # the instructor's exported file
    target: Path | None = None
    column: str | None = None  # of the source, the one to fill
    name: str = ""  # of the file, where no target is named

    def place(self, folder: Path | None = None) -> Path:
        """Return the file to write: the target, or the usual name in a folder, OUT where none is given."""
        place = self.target or (folder or self.out) / self.name
        if place.is_dir():
            raise InputError(f"{place}: a folder; name the file to write, such as {place / self.name}")
        return place


def export(system: str, request: Request) -> str:
    """Write what a system takes in, and say in a line what was written."""
    writer, name = ROOMS[system]
    room, function = writer.split(".")
    done: str = getattr(import_module(f"{__name__}.{room}"), function)(replace(request, name=name))
    return done
