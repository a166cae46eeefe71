"""Hand-ins become persons': one person over all assignments of a run, and two never one.

A person is known by what the delivering system calls one: an identifier where it has one. A roster joins what
several systems call one person, by identifier, e-mail, login or name, whatever the accents and the case; without it
equal names of different systems are one person's. Whoever was graded before keeps name and folder.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival import naming
from grader.submission.arrival.roster import NUMBERED_ANEW, Identity, RosterFinder, RosterRow
from grader.submission.arrival.systems import Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.submission.arrival.delivery import Delivery

TOGETHER = re.compile(r" (?:&|and|und|et|y|\+) ")

Numbers = dict[tuple[str, str], dict[str, set[str]]]  # by system and name: in each group, which


class Person(NamedTuple):
    """Somebody who handed something in, as the record keeps one."""

    student: str  # the person's name in every table
    label: str  # of the person's folders
    system: str = ""
    identifier: str = ""
    called: str = ""  # as the system does


@dataclass(frozen=True, slots=True)
class Identification:
    """Deliveries, each with its person's name and folder, and who the persons are."""

    deliveries: list[Delivery]
    persons: list[Person]
    remarks: list[str]  # who could not be joined with the roster, and why


def identify(
    deliveries: Iterable[Delivery], roster: Sequence[RosterRow] = (), known: Sequence[Person] = ()
) -> Identification:
    """Tell persons apart, and join them with the roster; what several handed in together is each one's."""
    finder = RosterFinder(roster)
    each = [own for delivery in deliveries for own in _of_each(delivery, finder)]
    identities = _identities(each, known)
    by_identity = dict(zip(reversed(identities), reversed(each), strict=True))  # the first of each stays
    rows, remarks = finder.join(by_identity) if roster else ({}, [])
    names = _names(by_identity, rows, roster, known)
    labels = _labels(set(names.values()), known)
    own = [
        replace(delivery, student=names[identity], label=labels[names[identity]])
        for delivery, identity in zip(each, identities, strict=True)
    ]
    persons = {
        Person(delivery.student, delivery.label, identity.system, delivery.identifier, delivery.called)
        for delivery, identity in zip(own, identities, strict=True)
    }
    return Identification(own, sorted(persons), remarks)


def _of_each(delivery: Delivery, finder: RosterFinder) -> Iterator[Delivery]:
    """Yield a delivery for each of those who handed it in together: as their system says, or names on the roster."""
    members = delivery.members
    names = TOGETHER.split(delivery.called) if not members else []
    if len(names) > 1 and all(finder.knows(name) for name in names):
        members = tuple(Member(name) for name in names)
    for member in members:
        identifier = member.identifier or member.email
        called = member.name or identifier
        yield replace(delivery, called=called, identifier=identifier, members=members, email=member.email)
    if not members:
        yield delivery


def _identities(deliveries: Sequence[Delivery], known: Sequence[Person]) -> list[Identity]:
    """Return what tells each delivery's person apart."""
    numbers: Numbers = defaultdict(lambda: defaultdict(set))
    students: dict[tuple[str, str], set[str]] = defaultdict(set)
    for person in known:
        key = person.system, naming.normalise(person.called)
        numbers[key][f"{naming.APART}{person.student}"].add(person.identifier)
        students[key].add(person.student)
    for delivery in deliveries:
        numbers[delivery.system, naming.normalise(delivery.called)][delivery.group].add(delivery.identifier)
    namesakes = {key for key, groups in numbers.items() if any(len(some) > 1 for some in groups.values())}
    namesakes |= {key for key, some in students.items() if len(some) > 1}
    lasting = {system for system in NUMBERED_ANEW if _numbers_last(system, numbers)}
    return [_identity(delivery, namesakes, lasting) for delivery in deliveries]


def _identity(delivery: Delivery, namesakes: set[tuple[str, str]], lasting: set[str]) -> Identity:
    system, name = delivery.system, naming.normalise(delivery.called)
    if not delivery.identifier or not system:
        return Identity("", "", name)
    if system not in NUMBERED_ANEW:
        return Identity(system, delivery.identifier, "")
    is_numbered = (system, name) in namesakes or system in lasting
    return Identity(system, delivery.identifier if is_numbered else "", name)


def _numbers_last(system: str, numbers: Numbers) -> bool:
    """Tell whether a system's numbers are of persons: whether most have the same in all assignments."""
    groups = [list(some.values()) for (own, _), some in numbers.items() if own == system and len(some) > 1]
    lasting = sum(bool(set.intersection(*some)) for some in groups)
    return bool(groups) and 2 * lasting >= len(groups)


def _names(
    deliveries: Mapping[Identity, Delivery],
    rows: Mapping[Identity, RosterRow],
    roster: Sequence[RosterRow],
    known: Sequence[Person],
) -> dict[Identity, str]:
    """Return each person's name: the roster's, the record's, or the system's, told apart where it is another's."""
    names = {identity: row.student for identity, row in rows.items()}
    called = {identity: naming.normalise(delivery.called) for identity, delivery in deliveries.items()}
    counts = Counter((called[identity], identity.system) for identity in deliveries)
    namesakes = {name for (name, _), count in counts.items() if count > 1}
    record = _Record(known)
    for identity in deliveries:
        name = record.student(identity, called[identity], is_namesake=called[identity] in namesakes)
        if name and identity not in names:
            names[identity] = name
    taken = {row.student for row in roster} | {person.student for person in known}
    others = {identity: name for identity, name in called.items() if identity not in names}
    full = {
        identity: _full_name(name, deliveries[identity], name in namesakes or naming.safe_name(name) in taken)
        for identity, name in others.items()
    }
    owners: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for words in full.values():
        owners[naming.safe_name("_".join(words))].add(words)
    return names | {identity: _unique(words, owners, taken) for identity, words in full.items()}


class _Record:
    """Finds the name that a person has in the record."""

    def __init__(self, known: Sequence[Person]) -> None:
        self._by_number = {
            (person.system, person.identifier): person for person in known if person.identifier
        }
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in known:
            self._by_name[naming.normalise(person.called)].append(person)

    def student(self, identity: Identity, name: str, *, is_namesake: bool) -> str | None:
        """Return it: by the system's number, or by a name that nobody else has."""
        person = self._by_number.get((identity.system, identity.identifier))
        if person and (not identity.name or naming.normalise(person.called) == name):
            return person.student
        namesakes = self._by_name[name]
        own = {person.student for person in namesakes if person.system == identity.system}
        if identity.identifier and own:  # of its system, and another's number
            return None
        students = own or {person.student for person in namesakes}
        return next(iter(students)) if len(students) == 1 and not is_namesake else None


def _full_name(name: str, delivery: Delivery, is_shared: bool) -> tuple[str, ...]:
    """Return all that tells a student from others, as it was delivered: Ada 2 may be called as Ada's number 2."""
    return (name, delivery.identifier) if delivery.identifier and is_shared else (name,)


def _unique(words: tuple[str, ...], owners: Mapping[str, set[tuple[str, ...]]], taken: set[str]) -> str:
    name = naming.safe_name("_".join(words))
    is_another = len(owners[name]) > 1 or name in taken
    return naming.with_hash(name, "\0".join(words)) if is_another else name


def _labels(students: set[str], known: Sequence[Person]) -> dict[str, str]:
    """Return each student's folder; of names that some file system takes for one, each gets a hash."""
    before = {person.student: person.label for person in known}
    folders = {student: naming.folder(student) for student in students}
    alike = Counter(naming.fold(name) for student, name in folders.items() if student not in before)
    alike.update({naming.fold(label): 1 for label in before.values()})
    return {
        student: before.get(student)
        or (naming.with_hash(name, student) if alike[naming.fold(name)] > 1 else name)
        for student, name in folders.items()
    }
