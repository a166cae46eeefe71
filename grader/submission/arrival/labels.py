"""Students and attempts told apart: two persons never share a name, a row or a folder on any file system.

A student's name stays as it was delivered wherever it can; `#`, which no name keeps (naming.safe), begins what
is added: a hash for a person whose name would else be another's, a number for an attempt beyond the first.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

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
    ordered = sorted(_told_apart(_without_claims(list(deliveries))), key=_order)
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


def _without_claims(deliveries: list[Delivery]) -> list[Delivery]:
    """Refuse what lies elsewhere and is called as a system would call the work of somebody named by a folder.

    Where every student has a folder, what is in it may be called as anybody's: it must hand in for nobody else.
    """
    folders: Mapping[str, set[PurePosixPath]] = defaultdict(set)
    for each in deliveries:
        # whoever is named by a file lies in a folder that everybody's work is in
        if not each.system and naming.safe(_file(each).stem) != each.student:
            folders[naming.fold(each.student)].update(_file(each).parents)
    return [
        _disowned(each)
        if each.system and folders.get(naming.fold(each.student), {file.parent}).isdisjoint({file.parent})
        else each
        for each, file in ((each, _file(each)) for each in deliveries)
    ]


def _disowned(each: Delivery) -> Delivery:
    called = "/".join(_file(each).with_suffix("").parts[-CLAIM:])
    problem = each.problem or f"is called as {each.system} calls a file of {each.student}, {CLAIMED}"
    return replace(
        each, student=naming.safe(called), called=called, identifier="", attempt=1, when="", problem=problem
    )


def _file(each: Delivery) -> PurePosixPath:
    return PurePosixPath(os.path.abspath(each.path), (each.member or "").replace("\\", "/"))


def _told_apart(deliveries: list[Delivery]) -> Iterator[Delivery]:
    """Add the number that their system gave them to students of the same name, and a hash where that is not enough."""
    people = {(each.group, each.student, each.identifier) for each in deliveries}
    namesakes = Counter((group, student) for group, student, _ in people)
    wholes = [_whole(each, namesakes[each.group, each.student] > 1) for each in deliveries]
    taken: Mapping[str, set[tuple[str, ...]]] = defaultdict(set)
    for whole in wholes:
        taken[naming.safe("_".join(whole))].add(whole)
    for each, whole in zip(deliveries, wholes, strict=True):
        student = naming.safe("_".join(whole))
        several = len(taken[student]) > 1
        yield replace(each, student=naming.apart(student, "\0".join(whole)) if several else student)


def _whole(each: Delivery, is_namesake: bool) -> tuple[str, ...]:
    """Return all that tells a student from others, as it was delivered: Ada 2 may be called as Ada's number 2."""
    name = naming.whole(each.called or each.student)
    return (name, each.identifier) if each.identifier and is_namesake else (name,)


def _labels(students: Iterable[str]) -> dict[str, str]:
    """Return each student's folder; of names that some file system takes for one, each gets a hash."""
    folders = {student: naming.folder(student) for student in students}
    alike = Counter(map(naming.fold, folders.values()))
    return {
        student: naming.apart(name, student) if alike[naming.fold(name)] > 1 else name
        for student, name in folders.items()
    }
