"""Paths become deliveries: what is graded of all that was handed in, and an account of every file.

paths ─► listings ─► hand-ins ─► deliveries ─► persons ─► attempts
  walk       name       choose the work     join        number
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival import archive, naming
from grader.submission.arrival.companions import Part, imported_words
from grader.submission.arrival.file_list import File
from grader.submission.arrival.folders import Answer
from grader.submission.arrival.formats import Format, format_by_name
from grader.submission.arrival.hand_ins import HandIn, Listing, hand_ins, list_path
from grader.submission.arrival.times import add_times
from grader.submission.arrival.walking import LINK
from grader.submission.arrival.works import Choice, Work, choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.submission.arrival.examiner import Examiner
    from grader.submission.arrival.systems import Member


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one submission lies, and whose it is."""

    student: str  # the person: no other's in a run, and fit to name a folder
    path: Path  # the file on disk: the submission, or the archive that holds it
    member: str | None = None  # its name inside the archive
    group: str = ""  # the folder it shares with other students' work, often the assignment's name
    attempt: int = 1
    label: str = ""  # its folder's name, no other delivery's in its assignment: ada, ada#2
    system: str = ""  # whose naming it follows: canvas, moodle, gradescope, nbgrader, brightspace, blackboard
    identifier: str = ""  # the student's number, login or address in that system
    late: bool = False
    when: str = ""  # as it was delivered
    problem: str = ""  # why it cannot be read
    entry: archive.Entry | None = None
    called: str = ""  # the student's name as it was delivered
    remark: str = ""  # why this file, where there was a choice
    outer: archive.Entry | None = None  # the archive in the archive that holds it
    assignment: str = ""  # that it answers, where that had to be found out to choose it
    parts: tuple[Part, ...] = ()  # the student's own modules and data that go with it
    members: tuple[Member, ...] = ()  # those who handed it in together
    email: str = ""
    full_name: str = ""  # where the system names its students by a login
    hand_in: int = -1  # which of the arrival's
    is_folder: bool = False  # its student is named by a folder

    @property
    def name(self) -> str:
        """Where it lies, as text; no two submissions share one, though a file's name need not be text."""
        shown = shown_path(self.path, self.member)
        return f"{shown} (of {self.called})" if len(self.members) > 1 else shown

    @property
    def is_notebook(self) -> bool:
        name = (self.member or self.path.name).rpartition("/")[2]
        return format_by_name(name) is Format.NOTEBOOK


class Account(NamedTuple):
    """What a delivered file is to grading."""

    name: str  # where it lies, as text
    hand_in: int
    role: str  # work, part of a work, left aside
    reason: str = ""
    work: str = ""  # the name of the file that it is part of


@dataclass(frozen=True, slots=True)
class Arrival:
    """All that was delivered."""

    deliveries: tuple[Delivery, ...]  # persons not yet told apart, attempts not yet numbered
    idle: tuple[Delivery, ...]  # one for each hand-in without anything that could be graded
    accounts: tuple[Account, ...]


WORK, PART, ASIDE = "work", "part of a work", "left aside"


def shown_path(path: Path, member: str | None) -> str:
    """Return where a file lies as text, which no other file's is."""
    return naming.as_text(f"{path}/{member}" if member else str(path))


def arrive(paths: Sequence[Path], examiner: Examiner | None = None) -> Arrival:
    """List all that lies at paths, and choose what is graded; a path that is no good is a delivery with a problem."""
    listings = _without_repeats([list_path(Path(path)) for path in paths])
    answers = (lambda file: _answer(file, examiner)) if examiner else None
    found_hand_ins = hand_ins(listings, answers, examiner.ids if examiner else ())
    choices = [choose(hand_in, examiner) for hand_in in found_hand_ins]
    if examiner:
        choices = list(_without_helpers(found_hand_ins, choices, examiner))
    deliveries = [
        _delivery(number, hand_in, work)
        for number, (hand_in, choice) in enumerate(zip(found_hand_ins, choices, strict=True))
        for work in choice.works
    ]
    idle = [
        _delivery(number, hand_in, Work(hand_in.pieces[0].file))
        for number, (hand_in, choice) in enumerate(zip(found_hand_ins, choices, strict=True))
        if not choice.works
    ]
    accounts = [
        account
        for number, (hand_in, choice) in enumerate(zip(found_hand_ins, choices, strict=True))
        for account in _accounts(number, choice)
    ]
    empty = list(_without_work(listings, found_hand_ins, choices))
    timed = add_times(_without_links([*empty, *deliveries], paths), map(Path, paths))
    return Arrival(tuple(timed), tuple(idle), tuple(accounts))


def _without_helpers(
    all_hand_ins: Sequence[HandIn], choices: Sequence[Choice], examiner: Examiner
) -> Iterator[Choice]:
    """Leave aside what lies beside the folders of a student's works and has none of the functions in it."""
    pairs = list(zip(all_hand_ins, choices, strict=True))
    owners = Counter((each.root, each.attribution.student) for each, choice in pairs if choice.works)
    for hand_in, choice in pairs:
        attribution = hand_in.attribution
        is_plain = attribution.is_folder and not attribution.system
        several = is_plain and owners[hand_in.root, attribution.student] > 1
        if several and all(_is_helper(work, examiner) for work in choice.works):
            aside = [
                (work.file, "has none of the functions; the work lies beside it") for work in choice.works
            ]
            choice = Choice((), (*choice.aside, *aside))
        yield choice


def _is_helper(work: Work, examiner: Examiner) -> bool:
    content = None if work.problem else examiner.content(work.file)
    return content is not None and content.assignment is None


def _answer(file: File, examiner: Examiner) -> Answer | None:
    content = examiner.content(file)
    if content is None:
        return Answer("", 0)  # it cannot be read: of whatever assignment, it is one
    if content.assignment is None:
        return None
    imports = frozenset(imported_words(content.source))
    return Answer(content.assignment, content.functions[content.assignment], imports)


def _without_repeats(listings: Iterable[Listing]) -> list[Listing]:
    """Leave out files that were listed before, at a path that leads to the same, and paths that only repeat others."""
    listed: set[tuple[str, str]] = set()
    fresh = []
    for listing in listings:
        keys = [(os.path.abspath(file.path), file.member or "") for file in listing.files]
        files = [file for file, key in zip(listing.files, keys, strict=True) if key not in listed]
        if files or not listing.files:
            fresh.append(replace(listing, files=files))
        listed.update(keys)
    return fresh


def _delivery(number: int, hand_in: HandIn, work: Work) -> Delivery:
    attribution, file = hand_in.attribution, work.file
    return Delivery(
        naming.safe_name(attribution.student),
        file.path,
        file.member,
        naming.safe_name(attribution.group) if attribution.group else "",
        attribution.attempt,
        system=attribution.system,
        identifier=attribution.identifier,
        late=attribution.late,
        when=hand_in.when,
        problem=work.problem,
        entry=file.entry,
        called=naming.as_text(attribution.student),
        remark=work.remark,
        outer=file.outer,
        assignment=work.assignment,
        parts=work.parts,
        members=attribution.members if len(attribution.members) > 1 else (),
        full_name=attribution.full_name,
        hand_in=number,
        is_folder=attribution.is_folder and not attribution.system,
    )


def _accounts(number: int, choice: Choice) -> Iterator[Account]:
    for work in choice.works:
        name = _name(work.file)
        yield Account(name, number, WORK, work.problem or work.remark, name)
        for part in work.parts:
            yield Account(_name(part.file), number, PART, f"goes with {work.file.name}", name)
    for file, reason in choice.aside:
        yield Account(_name(file), number, ASIDE, reason)


def _name(file: File) -> str:
    if file.is_folder and file.entry:
        return shown_path(file.path, str(file.relative))
    return shown_path(file.path, file.member)


def _without_work(
    listings: Sequence[Listing], all_hand_ins: Sequence[HandIn], choices: Sequence[Choice]
) -> Iterator[Delivery]:
    """Yield a delivery with the problem for each path at which nothing can be graded."""
    at_work = {hand_in.root for hand_in, choice in zip(all_hand_ins, choices, strict=True) if choice.works}
    for listing in listings:
        problem = listing.problem or f"no notebook and no Python file in this {listing.kind}"
        if listing.problem or (listing.kind and listing.root not in at_work):
            student = listing.own
            yield Delivery(naming.safe_name(student), listing.root, called=student, problem=problem)


def _without_links(deliveries: list[Delivery], paths: Iterable[Path]) -> list[Delivery]:
    """Refuse what a link on the command line leads to where that is delivered under its own name, too."""
    links = [path for path in paths if Path(path).is_symlink()]
    if not links:
        return deliveries
    linked = [any(delivery.path.is_relative_to(link) for link in links) for delivery in deliveries]
    own = {
        (os.path.realpath(delivery.path), delivery.member)
        for delivery, is_linked in zip(deliveries, linked, strict=True)
        if not is_linked
    }
    return [
        replace(delivery, problem=LINK, entry=None)
        if is_linked and (os.path.realpath(delivery.path), delivery.member) in own
        else delivery
        for delivery, is_linked in zip(deliveries, linked, strict=True)
    ]
