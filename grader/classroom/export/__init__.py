"""What other systems take in: `grader export FORMAT OUT`. A format is a row of FORMATS and the function it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from grader.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


class Format(NamedTuple):
    """What writes a format, what its file is called where no name is given, and what `--help` says of it."""

    writer: str  # module.function in this folder; imported only where it is asked for
    file_name: str
    summary: str


FORMATS = {
    "gradescope": Format(
        "gradescope.write_zip",
        "autograder.zip",
        "autograder.zip of one assignment (-a), to upload as it is; nothing need be graded",
    ),
    "gradescope-results": Format(
        "gradescope.write_results",
        "results.json",
        "results.json of one graded submission; the zip's own script asks for it",
    ),
    "canvas": Format("canvas.fill", "canvas.csv", "the gradebook you exported (--from), one column filled"),
    "moodle": Format(
        "moodle.fill", "moodle.csv", "the worksheet or gradebook you exported (--from), one column filled"
    ),
    "coursera": Format(
        "coursera.write", "feedback.json", "feedback.json and htmlFeedback.html of one graded submission"
    ),
    "github": Format("github.write", "summary.md", "a step's summary, and annotations on standard output"),
    "junit": Format("junit.write", "junit.xml", "JUnit XML: a suite a submission, a test case an exercise"),
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
    file_name: str = ""  # where no target is named

    def target_path(self, folder: Path | None = None) -> Path:
        """Return the file to write: the target, or the usual name in a folder, OUT where none is given."""
        path = self.target or (folder or self.out) / self.file_name
        if path.is_dir():
            raise InputError(f"{path}: a folder; name the file to write, such as {path / self.file_name}")
        return path


def export(system: str, request: Request) -> str:
    """Write what a system takes in, and say in a line what was written."""
    module, function = FORMATS[system].writer.split(".")
    write = getattr(import_module(f"{__name__}.{module}"), function)
    summary: str = write(replace(request, file_name=FORMATS[system].file_name))
    return summary
