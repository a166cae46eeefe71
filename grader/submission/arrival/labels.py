"""Students and attempts told apart: two persons never share a name, a row or a folder on any file system.

A student's name stays as it was delivered wherever it can; `#`, which no name keeps (naming.safe_name), begins what
is added: a hash for a person whose name would else be another's, a number for an attempt beyond the first.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader import moments
from grader.submission.arrival import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.submission.arrival.delivery import Delivery

CLAIM = 4  # parts of its path that name what is nobody's
CLAIMED = "who has a folder with other work; move it there, or call it otherwise"
NOWHERE = "unrecognised"  # the folder of what lies in no group and answers no assignment


def number(
    deliveries: Iterable[Delivery], assignment_of: Callable[[Delivery], str] | None = None
) -> list[Delivery]:
    """Sort, and give every attempt of every student a label of its own within an assignment."""
    ordered = sorted(_tell_apart(_without_claims(list(deliveries))), key=_order)
    labels = _labels({delivery.student for delivery in ordered})
    groups = Counter(student for student, _ in {(delivery.student, delivery.group) for delivery in ordered})
    attempts: Counter[tuple[str, str]] = Counter()
    numbered = []
    for delivery in ordered:
        folder = _assignment_folder(delivery, assignment_of if groups[delivery.student] > 1 else None)
        attempts[folder, delivery.student] += 1
        count = attempts[folder, delivery.student]
        label = labels[delivery.student] + (f"{naming.APART}{count}" if count > 1 else "")
        numbered.append(replace(delivery, attempt=max(delivery.attempt, count), label=label))
    return numbered


def _order(delivery: Delivery) -> tuple[str, str, int, moments.Order, str]:
    return delivery.group, delivery.student, delivery.attempt, moments.order(delivery.when), delivery.name


def _assignment_folder(delivery: Delivery, assignment_of: Callable[[Delivery], str] | None) -> str:
    """Return what attempts are counted in, as its folder is called on any file system."""
    try:
        folder = assignment_of(delivery) if assignment_of else delivery.group
    except Exception:
        folder = delivery.group
    return naming.fold(naming.folder(folder)) or NOWHERE


def _without_claims(deliveries: list[Delivery]) -> list[Delivery]:
    """Refuse what lies elsewhere and is called as a system would call the work of somebody named by a folder.

    Where every student has a folder, what is in it may be called as anybody's: it must hand in for nobody else.
    """
    folders: Mapping[str, set[PurePosixPath]] = defaultdict(set)
    for delivery in deliveries:
        # whoever is named by a file lies in a folder that everybody's work is in
        if not delivery.system and naming.safe_name(_file(delivery).stem) != delivery.student:
            folders[naming.fold(delivery.student)].update(_file(delivery).parents)
    return [_disowned(delivery) if _claims(delivery, folders) else delivery for delivery in deliveries]


def _claims(delivery: Delivery, folders: Mapping[str, set[PurePosixPath]]) -> bool:
    """Say whether a file is called as the work of somebody in whose folder it does not lie."""
    own = folders.get(naming.fold(delivery.student))
    return bool(delivery.system) and own is not None and _file(delivery).parent not in own


def _disowned(delivery: Delivery) -> Delivery:
    called = "/".join(_file(delivery).with_suffix("").parts[-CLAIM:])
    problem = (
        delivery.problem or f"is called as {delivery.system} calls a file of {delivery.student}, {CLAIMED}"
    )
    student = naming.safe_name(called)
    return replace(
        delivery, student=student, called=called, identifier="", attempt=1, when="", problem=problem
    )


def _file(delivery: Delivery) -> PurePosixPath:
    return PurePosixPath(os.path.abspath(delivery.path), (delivery.member or "").replace("\\", "/"))


def _tell_apart(deliveries: list[Delivery]) -> Iterator[Delivery]:
    """Add the number that their system gave them to students of the same name, and a hash where that is not enough."""
    people = {(delivery.group, delivery.student, delivery.identifier) for delivery in deliveries}
    namesakes = Counter((group, student) for group, student, _ in people)
    full_names = [
        _full_name(delivery, namesakes[delivery.group, delivery.student] > 1) for delivery in deliveries
    ]
    taken: Mapping[str, set[tuple[str, ...]]] = defaultdict(set)
    for full_name in full_names:
        taken[naming.safe_name("_".join(full_name))].add(full_name)
    for delivery, full_name in zip(deliveries, full_names, strict=True):
        student = naming.safe_name("_".join(full_name))
        several = len(taken[student]) > 1
        yield replace(
            delivery, student=naming.with_hash(student, "\0".join(full_name)) if several else student
        )


def _full_name(delivery: Delivery, is_namesake: bool) -> tuple[str, ...]:
    """Return all that tells a student from others, as it was delivered: Ada 2 may be called as Ada's number 2."""
    name = naming.normalise(delivery.called or delivery.student)
    return (name, delivery.identifier) if delivery.identifier and is_namesake else (name,)


def _labels(students: Iterable[str]) -> dict[str, str]:
    """Return each student's folder; of names that some file system takes for one, each gets a hash."""
    folders = {student: naming.folder(student) for student in students}
    alike = Counter(map(naming.fold, folders.values()))
    return {
        student: naming.with_hash(name, student) if alike[naming.fold(name)] > 1 else name
        for student, name in folders.items()
    }
