"""Whose work a file is, from where each students' system puts the name.

    Canvas      lovelaceada_LATE_1234_567890_notebook-1.ipynb      all in one folder or zip
    Moodle      Ada Lovelace_1234567_assignsubmission_file_/notebook.ipynb
    Gradescope  assignment_99_export/submission_123456/notebook.ipynb, and submission_metadata.yml
    nbgrader    submitted/ada/ps1/notebook.ipynb, or ada+ps1+2026-01-31 10:00:00 UTC/notebook.ipynb
    Brightspace 310021-77120 - Ada Lovelace - Oct 5, 2026 1059 PM/notebook.ipynb
    Blackboard  Week 2_alovelace_attempt_2026-10-05-22-59-00_notebook.ipynb, and a receipt that ends in .txt

The outermost name counts, for a system gives that one: what lies below it is the student's own, and may be called
as anybody. What follows no system's naming, folders.py looks at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival.exchange import exchange_name
from grader.submission.arrival.formats import stem

if TYPE_CHECKING:
    from collections.abc import Mapping

CANVAS = re.compile(
    r"(?P<student>[^_]+)(?P<late>_LATE)?_(?P<identifier>\d{3,})_\d{4,}_(?P<name>.+?)(?:-(?P<again>\d{1,2}))?",
    re.DOTALL,
)
MOODLE = re.compile(r"(?P<student>.+?)_(?P<identifier>\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)")
GRADESCOPE = re.compile(r"submission_(?P<identifier>\d+)")
BRIGHTSPACE = re.compile(
    r"(?P<identifier>\d{1,20})-\d{1,20} - (?P<student>.{1,300}?) - (?P<when>[^-]{0,20}\b\d{4}\b[^-]{0,30})"
    r"(?: - (?P<name>.+))?",
    re.DOTALL,
)
BLACKBOARD = re.compile(r"_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_|(?=\.txt$)|$)")


RECEIPT = ".txt"  # what is left of the name of what Blackboard says of an attempt


class Member(NamedTuple):
    """One of those who handed something in together, as their system names them."""

    name: str
    identifier: str = ""
    email: str = ""


class Upload(NamedTuple):
    """What Gradescope's export says of a submission: who handed it in, and when."""

    members: tuple[Member, ...] = ()
    when: str = ""


class Attribution(NamedTuple):
    """Whose a file is, as far as its path tells; all as it was delivered."""

    student: str
    group: str = ""  # the folder it shares with other students' work
    system: str = ""
    identifier: str = ""  # the student's in that system
    attempt: int = 1
    late: bool = False
    when: str = ""
    members: tuple[Member, ...] = ()  # of several who handed it in together
    inner: tuple[str, ...] = ()  # the file's place in what its student handed in
    full_name: str = ""  # where the system names its students by a login
    is_folder: bool = False  # the student is named by a folder that is the student's own


def recognise_naming(parts: tuple[str, ...], uploads: Mapping[str, Upload]) -> Attribution | None:
    """Recognise a system's naming in a path, whose last part is the file's name."""
    folders, name = parts[:-1], parts[-1]
    for depth, folder in enumerate(folders):
        group, inner = folders[depth - 1] if depth else "", parts[depth + 1 :]
        attribution = (
            _in_folder_name(folder, group, uploads)
            or _in_exchange((folder, *inner[:-1], stem(inner[-1])))
            or _in_attempt(folder, group)
            or _in_tree(folder, inner)
        )
        if attribution:
            return attribution._replace(inner=attribution.inner or inner, is_folder=True)
    return _in_file_name(name, folders[-1] if folders else "")


def _in_folder_name(folder: str, group: str, uploads: Mapping[str, Upload]) -> Attribution | None:
    if match := MOODLE.match(folder):
        return Attribution(match["student"], group, "moodle", match["identifier"])
    if match := BRIGHTSPACE.fullmatch(folder):
        return _brightspace(match, group)
    if match := GRADESCOPE.fullmatch(folder):
        members, when = uploads.get(folder, Upload())
        student = " & ".join(member.name for member in members if member.name) or folder
        first = members[0] if members else Member(folder)
        identifier = first.identifier or first.email or match["identifier"]
        return Attribution(student, group, "gradescope", identifier, when=when, members=members)
    return None


def _in_exchange(parts: tuple[str, ...]) -> Attribution | None:
    """Recognise what nbgrader's exchange calls a folder, or a file where a course keeps single files."""
    if name := exchange_name(parts):
        return Attribution(name.student, name.group, "nbgrader", name.student, when=name.when)
    return None


def _in_tree(folder: str, below: tuple[str, ...]) -> Attribution | None:
    """Recognise nbgrader's own tree: submitted/STUDENT/ASSIGNMENT/file."""
    if folder != "submitted" or len(below) < 3:
        return None
    student, group, *inner = below
    return Attribution(student, group, "nbgrader", student, inner=tuple(inner))


def _in_attempt(name: str, group: str) -> Attribution | None:
    match = BLACKBOARD.search(name[:1000])
    if not match:
        return None
    title, _, login = name[: match.start()].rpartition("_")
    inner = (name[match.end() :] or RECEIPT,)
    return Attribution(login, title or group, "blackboard", login, when=match["when"], inner=inner)


def _in_file_name(name: str, group: str) -> Attribution | None:
    if match := MOODLE.match(name):
        return Attribution(
            match["student"], group, "moodle", match["identifier"], inner=(name[match.end() :],)
        )
    bare = stem(name)
    if match := CANVAS.fullmatch(bare):
        attempt = int(match["again"] or 0) + 1  # Canvas counts from the second upload: -1
        return Attribution(
            match["student"],
            group,
            "canvas",
            match["identifier"],
            attempt=attempt,
            late=bool(match["late"]),
            inner=(match["name"] + name[len(bare) :],),
        )
    if match := BRIGHTSPACE.fullmatch(name):
        return _brightspace(match, group) if match["name"] else None
    if attribution := _in_attempt(name, group):
        return attribution
    if attribution := _in_exchange((bare,)):
        return attribution._replace(inner=(name,))
    return None


def _brightspace(match: re.Match[str], group: str) -> Attribution:
    inner = (match["name"],) if match["name"] else ()
    return Attribution(
        match["student"], group, "brightspace", match["identifier"], when=match["when"], inner=inner
    )
