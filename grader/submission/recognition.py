"""Which assignment a submission answers, from the functions it defines and the support modules it imports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.model import Assignment, Submission

DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
IMPORTED = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)
VERSION = re.compile(r"_v\d+\w*$")
CLOSE = 0.75  # a runner-up of at least this share of the best score is named


@dataclass(frozen=True, slots=True)
class Recognition:
    assignment: str | None  # its id; None: not one exercise of any assignment was found
    runner_up: str | None = None  # another that fits almost as well
    scores: Mapping[str, float] = field(default_factory=dict)  # assignment -> 0 to 1


def recognise(submission: Submission, assignments: Sequence[Assignment]) -> Recognition:
    """Find the assignment that the submission's functions and imports fit best."""
    code = "\n".join(cell.source for cell in submission.cells)
    defined = set(DEFINED.findall(code))
    imported = {VERSION.sub("", name) for name in IMPORTED.findall(code)}
    scores = {each.id: _score(each, defined, imported) for each in assignments}
    ranked = sorted((name for name in scores if scores[name] > 0), key=lambda name: (-scores[name], name))
    if not ranked:
        return Recognition(None, None, scores)
    close = len(ranked) > 1 and scores[ranked[1]] >= CLOSE * scores[ranked[0]]
    return Recognition(ranked[0], ranked[1] if close else None, scores)


def _score(assignment: Assignment, defined: set[str], imported: set[str]) -> float:
    found = sum(bool(defined.intersection(each.names)) for each in assignment.exercises)
    helped = any(name in imported for name in assignment.modules)
    return (found / max(1, len(assignment.exercises)) + 0.25 * helped) / 1.25
