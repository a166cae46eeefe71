"""A file that its student has checked, with the modules and data beside it, which go with it when it is handed in."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.submission.arrival.companions import find_parts
from grader.submission.arrival.delivery import Delivery
from grader.submission.arrival.file_list import IGNORED, File
from grader.submission.arrival.formats import Format
from grader.submission.arrival.hand_ins import Piece
from grader.submission.arrival.walking import walk
from grader.submission.examination import FileExaminer
from grader.submission.reading.reader import read
from grader.submission.recognition import code_of
from grader.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.model import Assignment, Submission

MOST = 500  # files that are looked at: a notebook may lie in a home folder


def with_parts(submission: Submission, path: Path, assignment: Assignment) -> Submission:
    """Return what was read of a file together with what it uses; raise SubmissionError as `read` does."""
    examiner = FileExaminer(lambda: [assignment], {assignment.id}, assignment.id)
    inner = PurePosixPath(path.name)
    work = Piece(inner, File(path, inner), Format.NOTEBOOK)
    files, source = list(_beside(path.parent)), code_of(submission)
    parts = tuple(find_parts(work, files, source, lambda piece: examiner.content(piece.file), examiner))
    if not parts:
        return submission
    names = [part.file.relative.as_posix() for part in parts]
    them = "it" if len(names) == 1 else "them"
    remark = f"{path.name} uses {join_words(names, most=6)}: hand {them} in as well."
    return read(Delivery(path.stem, path, parts=parts, remark=remark))


def _beside(folder: Path) -> Iterator[Piece]:
    """Yield what lies in and below a folder and could be a module or data."""
    for path, relative, problem, is_folder in islice(walk(folder, _is_skipped), MOST):
        if not problem and not is_folder:
            file = File(path, relative)
            yield Piece(relative, file, file.format)


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in IGNORED
