"""When a file was handed in, as raw text, from where each system says so.

    nbgrader    the name in its exchange (exchange.py), else submitted/ada/ps1/timestamp.txt (hand_ins.py)
    Gradescope  :created_at: in submission_metadata.yml (gradescope.py)
    Brightspace, Blackboard   their folders' and files' names (systems.py)
    Git         the last commit of a clone that holds one person's work, where nothing else tells (git_clone.py)

A student's own file may say anything of itself: a timestamp.txt counts where nbgrader puts it, and nowhere else. What
a clone says is what its owner's clock said. `grader.moments` turns the text into a moment.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.submission.arrival.git_clone import FOLDER, last_commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from grader.submission.arrival.delivery import Delivery


def add_times(deliveries: Iterable[Delivery], roots: Iterable[Path]) -> Iterator[Delivery]:
    """Say of each delivery that does not know it when it was handed in, where a clone tells.

    `roots` are the folders that were named: a clone is looked for in them and below.
    """
    deliveries = list(deliveries)
    clones = _clones([delivery for delivery in deliveries if not delivery.when], list(roots))
    for delivery in deliveries:
        clone = clones.get(delivery.path) if not delivery.when else None
        yield replace(delivery, when=last_commit(clone)) if clone else delivery


def _clones(deliveries: Iterable[Delivery], roots: list[Path]) -> dict[Path, Path]:
    """Return the clone that each file lies in; one that holds several people's work is the class's, not a student's."""
    clones: dict[Path, Path] = {}
    students: dict[Path, set[str]] = defaultdict(set)
    for delivery in deliveries:
        clone = None if delivery.member else _clone(delivery.path.parent, frozenset(roots))
        if clone:
            clones[delivery.path] = clone
            students[clone].add(delivery.student)
    return {path: clone for path, clone in clones.items() if len(students[clone]) == 1}


def _clone(folder: Path, roots: frozenset[Path]) -> Path | None:
    """Return the nearest clone around a folder, no further up than what was named."""
    around = [folder, *folder.parents]
    below = next((depth for depth, path in enumerate(around) if path in roots), None)
    if below is None:
        return None
    return next((path for path in around[: below + 1] if os.path.isdir(path / FOLDER)), None)
