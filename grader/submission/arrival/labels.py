"""Students and attempts told apart: two persons never share a name, a row or a folder on any file system.

A student's name stays as it was delivered wherever it can; `#`, which no name keeps (naming.safe_name), begins what
is added: a hash for a person whose name would else be another's, a number for an attempt beyond the first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.submission.arrival import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.submission.arrival.delivery import Delivery

NOWHERE = "unrecognised"  # the folder of what lies in no group and answers no assignment


def number(
    deliveries: Iterable[Delivery], assignment_of: Callable[[Delivery], str] | None = None
) -> list[Delivery]:
    """Sort, and give every attempt of every student a label of its own within an assignment."""
    ordered = sorted(_tell_apart(list(deliveries)), key=_order)
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


def _order(delivery: Delivery) -> tuple[str, str, int, str, str]:
    return delivery.group, delivery.student, delivery.attempt, delivery.when, delivery.name


def _assignment_folder(delivery: Delivery, assignment_of: Callable[[Delivery], str] | None) -> str:
    """Return what attempts are counted in, as its folder is called on any file system."""
    try:
        folder = assignment_of(delivery) if assignment_of else delivery.group
    except Exception:
        folder = delivery.group
    return naming.fold(naming.folder(folder)) or NOWHERE


def _tell_apart(deliveries: list[Delivery]) -> Iterator[Delivery]:
    """Add the number that their system gave them to students of the same name, and a hash where that is not enough."""
    people = {(delivery.group, delivery.student, delivery.identifier) for delivery in deliveries}
    namesakes = Counter((group, student) for group, student, _ in people)
    full_names = [
        _full_name(delivery, namesakes[delivery.group, delivery.student] > 1) for delivery in deliveries
    ]
    taken: Mapping[str, set[str]] = defaultdict(set)
    for full_name in full_names:
        taken[naming.safe_name(full_name)].add(full_name)
    for delivery, full_name in zip(deliveries, full_names, strict=True):
        student = naming.safe_name(full_name)
        yield replace(
            delivery, student=naming.with_hash(student, full_name) if len(taken[student]) > 1 else student
        )


def _full_name(delivery: Delivery, is_namesake: bool) -> str:
    """Return all that tells a student from others, as it was delivered."""
    name = naming.normalise(delivery.called or delivery.student)
    return f"{name}_{delivery.identifier}" if delivery.identifier and is_namesake else name


def _labels(students: Iterable[str]) -> dict[str, str]:
    """Return each student's folder; of names that some file system takes for one, each gets a hash."""
    folders = {student: naming.folder(student) for student in students}
    alike = Counter(map(naming.fold, folders.values()))
    return {
        student: naming.with_hash(name, student) if alike[naming.fold(name)] > 1 else name
        for student, name in folders.items()
    }
