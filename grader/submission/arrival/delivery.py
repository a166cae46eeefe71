"""Paths become deliveries: one for every file that a student handed in."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.submission.arrival import archive, gradescope, naming
from grader.submission.arrival.candidates import (
    ARCHIVE,
    NOTEBOOK,
    File,
    in_archive,
    in_folder,
    students_archive,
)
from grader.submission.arrival.labels import number
from grader.submission.arrival.walking import LINK, is_ordinary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one submission lies, and whose it is."""

    student: str  # fit to name a folder
    path: Path  # the file on disk: the submission, or the archive that holds it
    member: str | None = None  # its name inside the archive
    group: str = ""  # the folder it shares with other students' work, often the assignment's name
    attempt: int = 1
    label: str = ""  # its folder's name, no other delivery's in its assignment: ada, ada#2
    system: str = ""  # whose naming it follows: canvas, moodle, gradescope, nbgrader
    identifier: str = ""  # the student's number or address in that system
    late: bool = False
    when: str = ""
    problem: str = ""  # why it cannot be read
    entry: archive.Entry | None = None
    called: str = ""  # the student's name as it was delivered
    remark: str = ""  # why this file, where there was a choice

    @property
    def name(self) -> str:
        """Where it lies, as text; no two files share one, though a file's name need not be text."""
        shown = f"{self.path}/{self.member}" if self.member else str(self.path)
        text = shown.encode("utf-8", "replace").decode()
        if text == shown and "\\ud" not in shown:
            return text
        return shown.replace("\\", "\\\\").encode("utf-8", "backslashreplace").decode()

    @property
    def is_notebook(self) -> bool:
        return (self.member or self.path.name).lower().endswith(NOTEBOOK)


def find(paths: Sequence[Path], assignment_of: Callable[[Delivery], str] | None = None) -> list[Delivery]:
    """List what was handed in, in a stable order; a path that is no good is a delivery with a problem.

    `assignment_of` is asked about files of one student in several folders: for one assignment they are
    attempts. Without it, every folder counts as an assignment of its own.
    """
    found: dict[tuple[Path, str | None], Delivery] = {}
    for path in map(Path, paths):
        for each in _at(path):
            found.setdefault((each.path.absolute(), each.member), each)
    return number(_without_links(list(found.values()), paths), assignment_of)


def _at(path: Path) -> Iterator[Delivery]:
    own = Path(os.path.abspath(path)).name
    stem = own.removesuffix(path.suffix)
    if not os.path.lexists(path):
        yield _without_file(path, stem, "no such file or folder")
    elif path.is_dir():
        yield from _deliveries(list(in_folder(path)), path, own, "folder")
    elif path.suffix.lower() != ARCHIVE:
        yield from _named([File(path, PurePosixPath(own))], "", {})
    elif naming.recognise_naming((stem,), {}):  # a student's upload
        yield from _named([students_archive(path, PurePosixPath(own))], "", {})
    else:
        yield from _archived(path, stem)


def _archived(path: Path, group: str) -> Iterator[Delivery]:
    try:
        files = list(in_archive(path))
    except (archive.ArchiveError, OSError) as error:
        yield _without_file(path, group, str(error))
    else:
        yield from _deliveries(files, path, group, "archive")


def _without_file(path: Path, student: str, problem: str) -> Delivery:
    return Delivery(naming.safe(student), path, called=student, problem=problem)


def _deliveries(files: list[File], path: Path, own: str, kind: str) -> Iterator[Delivery]:
    handed_in = [file for file in files if not file.is_metadata]
    places = gradescope.believed(
        own, (file.place for file in files if file.is_metadata), (file.place for file in handed_in)
    )
    names = {key: name for file in files if file.place in places for key, name in _submitters(file).items()}
    if not handed_in:
        yield _without_file(path, own, f"no notebook and no Python file in this {kind}")
    yield from _named(handed_in, own, names)


def _submitters(file: File) -> dict[str, tuple[str, str]]:
    try:
        if file.entry:
            content = archive.content(file.path, file.entry, gradescope.MAX_METADATA)
        elif file.problem or not is_ordinary(file.path):
            return {}
        else:
            with file.path.open("rb") as stream:
                content = stream.read(gradescope.MAX_METADATA)
    except (archive.ArchiveError, OSError):
        return {}
    return gradescope.submitters(content.decode("utf-8", "replace"))


def _named(files: list[File], own: str, names: Mapping[str, tuple[str, str]]) -> Iterator[Delivery]:
    """Name each file's student; what is idle is told only where its student has nothing else there."""
    at_work = [file for file in files if not file.idle]
    company = Counter(parent for parent, _ in {(file.place.parent, file.place.stem) for file in at_work})
    shared = Counter(parent.name for parent in company)
    known = [(file, _known(file, own, names, company, shared)) for file in files]
    owners = {(each.student, each.group) for file, each in known if not file.idle}
    busy = {folder for file in at_work for folder in file.place.parents} - {PurePosixPath()}
    for file, each in known:
        accounted = (each.student, each.group) in owners or (
            file.is_folder and not busy.isdisjoint(file.place.parents)
        )
        if not (file.idle and accounted):
            yield _delivery(file, each)


def _delivery(file: File, known: naming.NamedPlace) -> Delivery:
    return Delivery(
        naming.safe(known.student),
        file.path,
        file.entry.name if file.entry else None,
        naming.safe(known.group) if known.group else "",
        known.attempt,
        system=known.system,
        identifier=known.identifier,
        late=known.late,
        when=known.when,
        problem=file.problem,
        entry=file.entry,
        called=known.student,
        remark=file.remark,
    )


def _known(
    file: File,
    own: str,
    names: Mapping[str, tuple[str, str]],
    company: Counter[PurePosixPath],
    shared: Counter[str],
) -> naming.NamedPlace:
    above = (*((own,) if own else ()), *file.place.parent.parts)
    last = (file.place.name, "") if file.is_folder else (file.place.stem,)
    return naming.recognise_naming((*above, *last), names) or _by_place(
        (*above, last[0]), company, shared, file
    )


def _by_place(
    parts: tuple[str, ...], company: Counter[PurePosixPath], shared: Counter[str], file: File
) -> naming.NamedPlace:
    """Name a student by the file, or by its folder where it stands alone in one.

    A folder's name that several students' folders hold inside (ada/week1, bob/week1) is nobody's.
    """
    depth = len(file.place.parts)
    student, group = -1, -2
    if depth > 1 and company[file.place.parent] <= 1:
        nobodys = depth > 2 and shared[file.place.parent.name] > 1
        student, group = (-3, -2) if nobodys else (-2, -3)
    return naming.NamedPlace(parts[student], parts[group] if len(parts) >= -group else "")


def _without_links(found: list[Delivery], paths: Iterable[Path]) -> list[Delivery]:
    """Refuse what a link on the command line leads to where that is delivered under its own name, too."""
    links = [path for path in paths if Path(path).is_symlink()]
    if not links:
        return found
    linked = [any(each.path.is_relative_to(link) for link in links) for each in found]
    own = {
        (os.path.realpath(each.path), each.member)
        for each, is_linked in zip(found, linked, strict=True)
        if not is_linked
    }
    return [
        replace(each, problem=LINK, entry=None)
        if is_linked and (os.path.realpath(each.path), each.member) in own
        else each
        for each, is_linked in zip(found, linked, strict=True)
    ]
