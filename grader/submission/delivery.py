"""Paths become deliveries: one for every file that a student handed in."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from grader.submission import archive, naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ENDINGS = (".ipynb", ".py")
ARCHIVE = ".zip"
IGNORED = frozenset({"__MACOSX", "__pycache__", "node_modules", "site-packages"})
# what comes with an assignment and is handed in along with the notebook
SUPPORT = re.compile(
    r"(^|_)(test_?cases?|public_tests?|test_utils)(_?v\w+)?$|_utils(_?v\w+)?$|^__init__$", re.IGNORECASE
)
METADATA = "submission_metadata.yml"
MAX_METADATA = 20_000_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one submission lies, and whose it is."""

    student: str  # fit to name a folder
    path: Path  # the file on disk: the submission, or the archive that holds it
    member: str | None = None  # its name inside the archive
    group: str = ""  # the folder it shares with other students' work, often the assignment's name
    attempt: int = 1
    label: str = ""  # the student's name, told apart from others of that name in the group: ada, ada-2
    system: str = ""  # whose naming it follows: canvas, moodle, gradescope, nbgrader
    identifier: str = ""  # the student's number or address in that system
    late: bool = False
    when: str = ""
    problem: str = ""  # why it cannot be read
    entry: archive.Entry | None = None

    @property
    def name(self) -> str:
        shown = f"{self.path}/{self.member}" if self.member else str(self.path)
        return shown.encode("utf-8", "replace").decode()

    @property
    def is_notebook(self) -> bool:
        return (self.member or self.path.name).lower().endswith(".ipynb")


class File(NamedTuple):
    """A candidate, with its place relative to what was named on the command line."""

    path: Path
    place: PurePosixPath
    entry: archive.Entry | None = None
    problem: str = ""


def find(paths: Sequence[Path], assignment_of: Callable[[Delivery], str] | None = None) -> list[Delivery]:
    """List what was handed in, in a stable order; a path that is no good is a delivery with a problem.

    `assignment_of` is asked about files of one student in several folders: for one assignment they are
    attempts. Without it, every folder counts as an assignment of its own.
    """
    found: dict[tuple[Path, str | None], Delivery] = {}
    for path in map(Path, paths):
        for each in _at(path):
            found.setdefault((each.path.absolute(), each.member), each)
    return number(list(found.values()), assignment_of)


def number(
    deliveries: Iterable[Delivery], assignment_of: Callable[[Delivery], str] | None = None
) -> list[Delivery]:
    """Sort, and tell apart what carries the same student's name within an assignment."""
    ordered = sorted(_told_apart(list(deliveries)), key=_order)
    groups = Counter(student for student, _ in {(each.student, each.group) for each in ordered})
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for each in ordered:
        place = assignment_of(each) if assignment_of and groups[each.student] > 1 else each.group
        seen[place, each.student] += 1
        count = seen[place, each.student]
        label = each.student if count == 1 else f"{each.student}-{count}"
        numbered.append(replace(each, attempt=max(each.attempt, count), label=label))
    return numbered


def _order(each: Delivery) -> tuple[str, str, int, str, str]:
    return each.group, each.student, each.attempt, each.when, each.name


def _told_apart(deliveries: list[Delivery]) -> Iterator[Delivery]:
    """Add the number that their system gave them to students of the same name."""
    people = {(each.group, each.student, each.identifier) for each in deliveries}
    namesakes = Counter((group, student) for group, student, _ in people)
    for each in deliveries:
        if each.identifier and namesakes[each.group, each.student] > 1:
            yield replace(each, student=naming.safe(f"{each.student}_{each.identifier}"))
        else:
            yield each


def _at(path: Path) -> Iterator[Delivery]:
    own = Path(os.path.abspath(path)).name
    if not os.path.lexists(path):
        yield Delivery(naming.safe(path.stem), path, problem="no such file or folder")
    elif path.is_dir():
        yield from _deliveries(list(_walk(path)), path, own, "folder")
    elif path.suffix.lower() == ARCHIVE:
        yield from _archived(path, own.removesuffix(path.suffix))
    else:
        yield from _named([File(path, PurePosixPath(own))], "", {})


def _archived(path: Path, group: str) -> Iterator[Delivery]:
    try:
        files = list(_members(path))
    except (archive.ArchiveError, OSError) as error:
        yield Delivery(naming.safe(path.stem), path, problem=str(error))
    else:
        yield from _deliveries(files, path, group, "archive")


def _deliveries(files: list[File], path: Path, group: str, kind: str) -> Iterator[Delivery]:
    names = {key: name for file in files for key, name in _submitters(file).items()}
    handed_in = [file for file in files if file.place.name != METADATA]
    if not handed_in:
        yield Delivery(naming.safe(group), path, problem=f"no notebook and no Python file in this {kind}")
    yield from _named(handed_in, group, names)


def _walk(folder: Path) -> Iterator[File]:
    root = folder.resolve()
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not _ignored(each))
        for name in sorted(names):
            path = Path(where, name)
            place = PurePosixPath(path.relative_to(folder).as_posix())
            if not _candidate(name):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield File(path, place, problem="a link that leads out of the folder")
            elif path.suffix.lower() == ARCHIVE:
                yield from _students_archive(path, place)
            else:
                yield File(path, place)


def _students_archive(path: Path, place: PurePosixPath) -> Iterator[File]:
    """An archive among other files: one student's if it holds one submission, else everyone's."""
    try:
        files = list(_members(path))
    except (archive.ArchiveError, OSError) as error:
        yield File(path, place, problem=str(error))
        return
    for file in files:
        inside = place if len(files) == 1 else place.with_suffix("") / file.place
        yield File(path, inside, file.entry, file.problem)


def _members(path: Path) -> Iterator[File]:
    for entry in archive.entries(path):
        place = PurePosixPath(entry.name.replace("\\", "/"))
        if any(_ignored(part) for part in place.parts[:-1]) or not _candidate(place.name):
            continue
        nested = place.suffix.lower() == ARCHIVE
        yield File(path, place, entry, "an archive inside an archive; unpack it first" if nested else "")


def _ignored(folder: str) -> bool:
    return folder in IGNORED or (folder.startswith(".") and folder != "..")


def _candidate(name: str) -> bool:
    if name == METADATA:
        return True
    stem, ending = os.path.splitext(name)
    return ending.lower() in (*ENDINGS, ARCHIVE) and not name.startswith(".") and not SUPPORT.search(stem)


def _submitters(file: File) -> dict[str, tuple[str, str]]:
    if file.place.name != METADATA:
        return {}
    try:
        if file.entry:
            content = archive.content(file.path, file.entry, MAX_METADATA)
        else:
            with file.path.open("rb") as stream:
                content = stream.read(MAX_METADATA)
    except (archive.ArchiveError, OSError):
        return {}
    return naming.submitters(content.decode("utf-8", "replace"))


def _named(files: list[File], group: str, names: dict[str, tuple[str, str]]) -> Iterator[Delivery]:
    company = Counter(parent for parent, _ in {(file.place.parent, file.place.stem) for file in files})
    shared = Counter(parent.name for parent in company)
    for file in files:
        parts = (*((group,) if group else ()), *file.place.parent.parts, file.place.stem)
        known = naming.named(parts, names) or _by_place(parts, len(file.place.parts), company, shared, file)
        yield Delivery(
            naming.safe(known.student),
            file.path,
            file.entry.name if file.entry else None,
            known.group,
            known.attempt,
            system=known.system,
            identifier=known.identifier,
            late=known.late,
            when=known.when,
            problem=file.problem or (file.entry.problem if file.entry else ""),
            entry=file.entry,
        )


def _by_place(
    parts: tuple[str, ...], depth: int, company: Counter[PurePosixPath], shared: Counter[str], file: File
) -> naming.Named:
    """Name a student by the file, or by its folder where it stands alone in one.

    A folder's name that several students' folders hold inside (ada/week1, bob/week1) is nobody's.
    """
    student, group = -1, -2
    if depth > 1 and company[file.place.parent] == 1:
        nobodys = depth > 2 and shared[file.place.parent.name] > 1
        student, group = (-3, -2) if nobodys else (-2, -3)
    return naming.Named(parts[student], parts[group] if len(parts) >= -group else "")
