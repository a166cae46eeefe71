"""Which hand-ins have no function of what they are graded as: perhaps another assignment's, or last week's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from grader.wording import count_of, join_words

if TYPE_CHECKING:
    from grader.classroom.store import Store

FEW = 8  # students who are named
GRADED = """
SELECT assignment, student, NOT EXISTS (
    SELECT 1 FROM exercises WHERE submission = submissions.id AND verdict != 'missing'
) AS blank FROM submissions WHERE status = 'graded' ORDER BY assignment, student
"""


def blank_work_notes(store: Store) -> Iterator[str]:
    """Say of each assignment in how many hand-ins none of its functions was found, and whose they are."""
    for assignment, group in groupby(store.rows(GRADED), lambda row: str(row["assignment"])):
        rows = list(group)
        if students := [row["student"] for row in rows if row["blank"]]:
            names, total = join_words(list(dict.fromkeys(students)), FEW), count_of(len(rows), "hand-in")
            yield (
                f"{assignment}: in {len(students)} of {total} none of its functions was found, so nothing is earned: "
                f"{names}. If these are of another assignment, grade them without -a"
            )
