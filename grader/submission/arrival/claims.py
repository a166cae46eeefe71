"""Nobody hands in for somebody else: a file in one student's folder may be called as any system calls a classmate's."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.submission.arrival import naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.submission.arrival.delivery import Delivery

CLAIM = 4  # parts of its path that name what is nobody's
CLAIMED = "who has a folder with other work; move it there, or call it otherwise"


def without_claims(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """Refuse what lies elsewhere and is called as a system would call the work of somebody named by a folder."""
    deliveries = list(deliveries)
    folders: Mapping[str, set[PurePosixPath]] = defaultdict(set)
    for delivery in deliveries:
        if delivery.is_folder:
            folders[naming.fold(delivery.student)].update(_file(delivery).parents)
    return [_disowned(delivery) if _claims(delivery, folders) else delivery for delivery in deliveries]


def _claims(delivery: Delivery, folders: Mapping[str, set[PurePosixPath]]) -> bool:
    """Say whether a file is called as the work of somebody in whose folder it does not lie."""
    name = naming.fold(delivery.student)
    own = folders.get(name)
    if not delivery.system or own is None or _file(delivery).parent in own:
        return False
    return not any(folder in own and naming.fold(folder.name) == name for folder in _file(delivery).parents)


def _disowned(delivery: Delivery) -> Delivery:
    called = "/".join(_file(delivery).with_suffix("").parts[-CLAIM:])
    problem = (
        delivery.problem or f"is called as {delivery.system} calls a file of {delivery.student}, {CLAIMED}"
    )
    return replace(
        delivery,
        student=naming.safe_name(called),
        called=called,
        system="",
        identifier="",
        members=(),
        attempt=1,
        when="",
        problem=problem,
    )


def _file(delivery: Delivery) -> PurePosixPath:
    return PurePosixPath(os.path.abspath(delivery.path), (delivery.member or "").replace("\\", "/"))
