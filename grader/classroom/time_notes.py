"""What an instructor is told of times: where a due date cannot act, what a lateness was taken for, who is nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from grader.classroom.hand_in_times import HandInTimes
from grader.classroom.people import People
from grader.classroom.rounding import in_short
from grader.classroom.rules import ONE_DAY
from grader.wording import count_of, has_or_have, join_words, plural

if TYPE_CHECKING:
    from grader.classroom.marks import ClassMarks, Mark
    from grader.classroom.rules import Rules
    from grader.classroom.store import Store

FEW = 8  # students who are named
WAY_OUT = "Give their times with --times FILE (student, assignment, handed_in)"


def time_notes(store: Store, marks: ClassMarks) -> list[str]:
    """Say in a sentence each what could not act, or was taken for something, among all hand-ins in the record."""
    rules = marks.rules
    notes = [*_zone_note(rules)]
    for id, group in groupby(marks.submissions, lambda mark: mark.assignment):
        notes += _notes_of(id, list(group), rules)
    notes += _uncounted(rules, marks.submissions)
    return notes + list(_nobodies(store, rules))


def _zone_note(rules: Rules) -> Iterator[str]:
    if rules.due and not rules.time_zone:
        yield (
            "course.toml has due dates and no time_zone: a time without a zone is taken for UTC's, and days have 24 "
            'hours when clocks change. Declare it, such as time_zone = "Europe/Berlin"'
        )


def _notes_of(id: str, marks: Sequence[Mark], rules: Rules) -> Iterator[str]:
    timeless = [mark for mark in marks if mark.handed_in is None or id not in rules.due]
    unknown = [mark for mark in timeless if not mark.flagged]
    late = [mark for mark in timeless if mark.flagged]
    if id in rules.due and unknown:
        odd = next((mark for mark in unknown if mark.when), None)
        example = f" (that of {odd.student} cannot be read: {odd.when[:60]!r})" if odd else ""
        yield (
            f"{id}: {len(unknown)} of {count_of(len(marks), 'hand-in')} {has_or_have(len(unknown))} no time{example}, "
            f"so its due date cannot act: in time, as far as is known: {_names(unknown)}. {WAY_OUT}"
        )
    if late and (id in rules.due or rules.late.costs):
        days = ONE_DAY if rules.late_without_time is None else rules.late_without_time
        source = "" if rules.late_without_time is None else "late_without_time = "
        why = "without a time" if id in rules.due else "and course.toml has no due date"
        remedy = WAY_OUT if id in rules.due else f"Give [assignments.{id}] a due date"
        yield (
            f"{id}: {count_of(len(late), 'hand-in')} called late by the system they come from, {why}: "
            f"each is taken for {source}{in_short(days)} {plural('day', float(days))} late: {_names(late)}. "
            f"{remedy}{'' if source else ', or declare late_without_time'}"
        )


def _uncounted(rules: Rules, marks: Iterable[Mark]) -> Iterator[str]:
    """Name the assignments that were handed in and have no weight, where others do."""
    graded = {mark.assignment for mark in marks if mark.mark is not None}
    missing = sorted(graded - rules.weights.keys()) if rules.weights else []
    if missing:
        yield (
            f"Handed in, but without a weight in course.toml, so no part of the final grade: {join_words(missing, FEW)}"
        )


def _nobodies(store: Store, rules: Rules) -> Iterator[str]:
    """Name those whom course.toml or a CSV of times names, and who are nobody in the class."""
    people = People(store)
    named: Mapping[str, Iterable[str]] = {
        "extensions of course.toml": [extension.student for extension in rules.extensions],
        "teams of course.toml": [member for team in rules.teams for member in team.members],
        "--times": HandInTimes(store, people, rules.zone).unknown,
    }
    for where, texts in named.items():
        if unknown := [text for text in dict.fromkeys(texts) if people.find(text) is None]:
            yield f"Named in {where}, but nobody of the class: {join_words(unknown, FEW)}"


def _names(marks: Iterable[Mark]) -> str:
    return join_words(list(dict.fromkeys(mark.student for mark in marks)), FEW)
