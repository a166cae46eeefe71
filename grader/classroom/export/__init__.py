"""What other systems take in: `grader export FORMAT OUT`.

gradescope           autograder.zip of one assignment, to upload as it is
gradescope-results   results.json of one graded submission; the zip's own script asks for it
canvas · moodle      the instructor's own exported CSV (--from), one column of it filled
coursera             feedback.json and htmlFeedback.html of one graded submission
github               a step summary, and annotations on standard output
junit                JUnit XML, a test case an exercise
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = {
    "gradescope": "gradescope.write_zip",
    "gradescope-results": "gradescope.write_results",
    "canvas": "canvas.fill",
    "moodle": "moodle.fill",
    "coursera": "coursera.write",
    "github": "github.write",
    "junit": "junit.write",
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


def export(system: str, request: Request) -> str:
    """Write what a system takes in, and say in a line what was written."""
    room, name = ROOMS[system].split(".")
    done: str = getattr(import_module(f"{__name__}.{room}"), name)(request)
    return done
