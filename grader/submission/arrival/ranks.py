"""Which of a student's files can be the work, by their names: the first, a copy, what only comes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.submission.arrival.formats import LONGEST, stem

if TYPE_CHECKING:
    from pathlib import PurePosixPath

WORK, COPY, COMPANION = 0, 1, 2
COPIES = re.compile(
    r"^(untitled\d*|copy[ _]of[ _].*)$|(-copy\d*|-checkpoint|[ _-](old|backup|bak|copy))$", re.IGNORECASE
)
# what comes with an assignment, or tests it, and is handed in along with the notebook
COMPANIONS = re.compile(
    r"(^|_)(test_?cases?|public_tests?|test_utils)(_?v\w{1,20})?$|_utils(_?v\w{1,20})?$"
    r"|^(__init__|__main__|conftest|setup|noxfile|tasks|auto_?grader?|grader?|test_.*|.*_test)$",
    re.IGNORECASE,
)
COMPANY = frozenset({"tests", "test", "autograder", "grading", ".github"})  # folders


def rank(inner: PurePosixPath) -> int:
    """Return how likely a file is not the work: 0 where nothing speaks against it."""
    name = stem(inner.name)[:LONGEST]
    if COMPANIONS.search(name) or not COMPANY.isdisjoint(part.lower() for part in inner.parts[:-1]):
        return COMPANION
    return COPY if COPIES.search(name) else WORK
