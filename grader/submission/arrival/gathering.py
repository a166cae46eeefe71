"""All that was handed in at some paths, in one value: what is graded, whose it is, and what each file is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.submission.arrival.claims import without_claims
from grader.submission.arrival.delivery import ASIDE, Account, Arrival, Delivery, arrive
from grader.submission.arrival.formats import SYSTEMS_SAYING
from grader.submission.arrival.labels import number
from grader.submission.arrival.persons import Person, identify
from grader.submission.arrival.ranks import COMPANY
from grader.submission.arrival.roster import RosterRow
from grader.submission.arrival.walking import UNLISTED
from grader.submission.arrival.works import COMES_ALONG
from grader.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.submission.arrival.examiner import Examiner

# what comes with a class's files and is nobody's
NOBODYS = (
    ".csv",
    ".yml",
    ".yaml",
    ".xlsx",
    "index.html",
    "timestamp.txt",
    "/README.md",
    "/requirements.txt",
    "Thumbs.db",
    "desktop.ini",
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Deliveries, persons, and an account of every file."""

    deliveries: list[Delivery]
    idle: list[Delivery]  # of those who handed in nothing that can be graded
    persons: list[Person]
    accounts: list[tuple[Account, str]]  # and the person's name
    remarks: list[str]  # of persons who could not be joined with the roster

    @property
    def ungraded_files(self) -> list[str]:
        """The files of students of whom nothing can be graded."""
        graded = {delivery.student for delivery in self.deliveries}
        idle = {delivery.hand_in: delivery for delivery in self.idle if delivery.student not in graded}
        return [
            account.name
            for account, _ in self.accounts
            if (delivery := idle.get(account.hand_in)) and not _is_nobodys(account, delivery)
        ]

    @property
    def unlisted(self) -> list[str]:
        """The folders that could not be looked into, beside what is graded."""
        return [
            account.name
            for account, _ in self.accounts
            if account.role == ASIDE and account.reason.startswith(UNLISTED)
        ]


def _persons_own(arrival: Arrival) -> list[Delivery]:
    """Return the deliveries without a work that are somebody's: an export's table of submissions is nobody's."""
    accounts: dict[int, list[Account]] = defaultdict(list)
    for account in arrival.accounts:
        accounts[account.hand_in].append(account)
    return [delivery for delivery in arrival.idle if _is_somebodys(delivery, accounts[delivery.hand_in])]


def _is_somebodys(delivery: Delivery, accounts: Sequence[Account]) -> bool:
    says = all(account.reason == SYSTEMS_SAYING for account in accounts)
    if delivery.system or delivery.is_folder:
        return bool(delivery.system) or (not says and delivery.called.lower() not in COMPANY)
    return not all(account.reason == SYSTEMS_SAYING or _is_nobodys(account, delivery) for account in accounts)


def _is_nobodys(account: Account, delivery: Delivery) -> bool:
    """Tell whether a file is no student's; what comes along is, of one who has a place of one's own."""
    is_placed = delivery.system or delivery.is_folder
    comes_along = account.reason == COMES_ALONG and not is_placed
    return comes_along or account.name.endswith(NOBODYS) or "/." in account.name


def gather(
    paths: Sequence[Path],
    assignment_of: Callable[[Delivery], str] | None = None,
    examiner: Examiner | None = None,
    roster: Sequence[RosterRow] = (),
    known: Sequence[Person] = (),
) -> Gathering:
    """Find what was handed in at paths, and whose it is.

    `examiner` looks into files where a student handed in several; `assignment_of` is asked about students of
    several deliveries: those for one assignment are attempts. Without it, every folder counts as an assignment.
    """
    arrival = arrive(paths, examiner)
    own_idle = _persons_own(arrival)
    identified = identify(without_claims([*arrival.deliveries, *own_idle]), roster, known)
    idle_hand_ins = {delivery.hand_in for delivery in own_idle}
    graded = [delivery for delivery in identified.deliveries if delivery.hand_in not in idle_hand_ins]
    idle = [delivery for delivery in identified.deliveries if delivery.hand_in in idle_hand_ins]
    owners: dict[int, dict[str, None]] = {}
    for delivery in identified.deliveries:
        owners.setdefault(delivery.hand_in, {})[delivery.student] = None
    accounts = [(account, join_words(list(owners.get(account.hand_in, ())))) for account in arrival.accounts]
    deliveries = number(graded, assignment_of)
    return Gathering(deliveries, idle, identified.persons, accounts, identified.remarks)


def find(paths: Sequence[Path], assignment_of: Callable[[Delivery], str] | None = None) -> list[Delivery]:
    """List what was handed in, in a stable order; a path that is no good is a delivery with a problem."""
    return gather(paths, assignment_of).deliveries
