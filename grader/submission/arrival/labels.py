"""Students and attempts told apart: two persons never share a name, a row or a folder on any file system.

A student's name stays as it was delivered wherever it can; `#`, which no name keeps (naming.safe), begins what
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
    ordered = sorted(_told_apart(list(deliveries)), key=_order)
    labels = _labels({each.student for each in ordered})
    groups = Counter(student for student, _ in {(each.student, each.group) for each in ordered})
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for each in ordered:
        place = _place(each, assignment_of if groups[each.student] > 1 else None)
        seen[place, each.student] += 1
        count = seen[place, each.student]
        label = labels[each.student] + (f"{naming.APART}{count}" if count > 1 else "")
        numbered.append(replace(each, attempt=max(each.attempt, count), label=label))
    return numbered


def _order(each: Delivery) -> tuple[str, str, int, str, str]:
    return each.group, each.student, each.attempt, each.when, each.name


def _place(each: Delivery, assignment_of: Callable[[Delivery], str] | None) -> str:
    """Return what attempts are counted in, as its folder is called on any file system."""
    try:
        place = assignment_of(each) if assignment_of else each.group
    except Exception:
        place = each.group
    return naming.fold(naming.folder(place)) or NOWHERE


def _told_apart(deliveries: list[Delivery]) -> Iterator[Delivery]:
    """Add the number that their system gave them to students of the same name, and a hash where that is not enough."""
    people = {(each.group, each.student, each.identifier) for each in deliveries}
    namesakes = Counter((group, student) for group, student, _ in people)
    wholes = [_whole(each, namesakes[each.group, each.student] > 1) for each in deliveries]
    taken: Mapping[str, set[str]] = defaultdict(set)
    for whole in wholes:
        taken[naming.safe(whole)].add(whole)
    for each, whole in zip(deliveries, wholes, strict=True):
        student = naming.safe(whole)
        yield replace(each, student=naming.apart(student, whole) if len(taken[student]) > 1 else student)


def _whole(each: Delivery, is_namesake: bool) -> str:
    """Return all that tells a student from others, as it was delivered."""
    name = naming.whole(each.called or each.student)
    return f"{name}_{each.identifier}" if each.identifier and is_namesake else name


def _labels(students: Iterable[str]) -> dict[str, str]:
    """Return each student's folder; of names that some file system takes for one, each gets a hash."""
    folders = {student: naming.folder(student) for student in students}
    alike = Counter(map(naming.fold, folders.values()))
    return {
        student: naming.apart(name, student) if alike[naming.fold(name)] > 1 else name
        for student, name in folders.items()
    }
