"""Blackboard's receipts: a text beside each attempt that says whose it is, with the login that file names hide.

`Week 2_Lab_a_love_attempt_2026-10-05-22-59-00.txt` could be of `love` or of `a_love`; its first line tells. No
student can write one: what students hand in has a name of its own behind the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.submission.arrival.systems import Attribution

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = re.compile(r"^\s*\S{1,20}: (?P<name>[^\n]{1,300}?) \((?P<login>[^()\s]{1,100})\)\s*$", re.MULTILINE)
MAX_RECEIPT = 4_096  # bytes that are looked at


def head_of(name: str) -> str:
    """Return what all files of a student's attempts at an assignment begin with."""
    return name.partition("_attempt_")[0]


def read_receipt(head: str, content: bytes) -> tuple[str, str] | None:
    """Return login and full name; None where the text does not fit the name of its file."""
    match = NAME.search(content[:MAX_RECEIPT].decode("utf-8", "replace"))
    return (match["login"], match["name"]) if match and head.endswith(f"_{match['login']}") else None


def correct(attribution: Attribution, head: str, people: Mapping[str, tuple[str, str]]) -> Attribution:
    """Name the student as the receipts do."""
    if head not in people:
        return attribution
    login, name = people[head]
    title = head.removesuffix(f"_{login}")
    return attribution._replace(student=login, identifier=login, group=title, full_name=name)
