"""Attempts numbered in the order of time, and each given a folder of its own in its assignment.

`#`, which no name keeps (naming.safe_name), begins what is added to a person's folder: a number for an attempt
beyond the first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from grader import moments
from grader.submission.arrival import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.submission.arrival.delivery import Delivery

NOWHERE = "unrecognised"  # the folder of what lies in no group and answers no assignment


def number(
    deliveries: Iterable[Delivery], assignment_of: Callable[[Delivery], str] | None = None
) -> list[Delivery]:
    """Sort, and give every attempt of every person a label of its own within an assignment."""
    ordered = sorted(deliveries, key=_time_order)
    several = Counter(delivery.student for delivery in ordered)
    attempts: Counter[tuple[str, str]] = Counter()
    numbered = []
    for delivery in ordered:
        folder = _assignment_folder(delivery, assignment_of if several[delivery.student] > 1 else None)
        attempts[folder, delivery.student] += 1
        count = attempts[folder, delivery.student]
        label = delivery.label + (f"{naming.APART}{count}" if count > 1 else "")
        numbered.append(replace(delivery, attempt=max(delivery.attempt, count), label=label))
    return sorted(numbered, key=lambda delivery: (delivery.group, *_time_order(delivery)))


def _time_order(delivery: Delivery) -> tuple[str, moments.Order, int, str, str]:
    return delivery.student, moments.order(delivery.when), delivery.attempt, delivery.group, delivery.name


def _assignment_folder(delivery: Delivery, assignment_of: Callable[[Delivery], str] | None) -> str:
    """Return what attempts are counted in, as its folder is called on any file system."""
    folder = delivery.group
    if assignment_of:
        try:
            folder = delivery.assignment or assignment_of(delivery)
        except Exception:
            folder = delivery.group
    return naming.fold(naming.folder(folder)) or NOWHERE
