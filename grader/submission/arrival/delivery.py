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
    find_in_upload,
    list_archive,
    list_folder,
)
from grader.submission.arrival.labels import number
from grader.submission.arrival.times import add_times
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
    deliveries: dict[tuple[Path, str | None], Delivery] = {}
    for path in map(Path, paths):
        for delivery in _find_at(path):
            deliveries.setdefault((delivery.path.absolute(), delivery.member), delivery)
    timed = add_times(_without_links(list(deliveries.values()), paths), map(Path, paths))
    return number(timed, assignment_of)


def _find_at(path: Path) -> Iterator[Delivery]:
    own = Path(os.path.abspath(path)).name
    stem = own.removesuffix(path.suffix)
    if not os.path.lexists(path):
        yield _without_file(path, stem, "no such file or folder")
    elif path.is_dir():
        yield from _deliveries(list(list_folder(path)), path, own, "folder")
    elif path.suffix.lower() != ARCHIVE:
        yield from _deliver([File(path, PurePosixPath(own))], "", {})
    elif naming.recognise_naming((stem,), {}):  # a student's upload
        yield from _deliver([find_in_upload(path, PurePosixPath(own))], "", {})
    else:
        yield from _deliver_archive(path, stem)


def _deliver_archive(path: Path, group: str) -> Iterator[Delivery]:
    try:
        files = list(list_archive(path))
    except (archive.ArchiveError, OSError) as error:
        yield _without_file(path, group, str(error))
    else:
        yield from _deliveries(files, path, group, "archive")


def _without_file(path: Path, student: str, problem: str) -> Delivery:
    return Delivery(naming.safe_name(student), path, called=student, problem=problem)


def _deliveries(files: list[File], path: Path, own: str, kind: str) -> Iterator[Delivery]:
    handed_in = [file for file in files if not file.is_metadata]
    trusted = gradescope.choose_metadata(
        own, (file.relative for file in files if file.is_metadata), (file.relative for file in handed_in)
    )
    metadata = [_metadata(file) for file in files if file.relative in trusted]
    names = {key: name for text in metadata for key, name in gradescope.submitters(text).items()}
    times = {key: time for text in metadata for key, time in gradescope.submission_times(text).items()}
    if not handed_in:
        yield _without_file(path, own, f"no notebook and no Python file in this {kind}")
    for delivery in _deliver(handed_in, own, names):
        yield replace(delivery, when=delivery.when or _submission_time(delivery, times))


def _submission_time(delivery: Delivery, times: Mapping[str, str]) -> str:
    """Return when a file's submission was handed in: the outermost folder counts, what lies below is the student's."""
    folders = (
        PurePosixPath(delivery.path, delivery.member or "").parts if delivery.system == "gradescope" else ()
    )
    return next((times[folder] for folder in folders if folder in times), "")


def _metadata(file: File) -> str:
    try:
        if file.entry:
            content = archive.content(file.path, file.entry, gradescope.MAX_METADATA)
        elif file.problem or not is_ordinary(file.path):
            return ""
        else:
            with file.path.open("rb") as stream:
                content = stream.read(gradescope.MAX_METADATA)
    except (archive.ArchiveError, OSError):
        return ""
    return content.decode("utf-8", "replace")


def _deliver(files: list[File], own: str, names: Mapping[str, tuple[str, str]]) -> Iterator[Delivery]:
    """Name each file's student; what is idle is told only where its student has nothing else there."""
    at_work = [file for file in files if not file.idle]
    company = Counter(
        parent for parent, _ in {(file.relative.parent, file.relative.stem) for file in at_work}
    )
    shared = Counter(parent.name for parent in company)
    attributed = [(file, _attribute(file, own, names, company, shared)) for file in files]
    owners = {(attribution.student, attribution.group) for file, attribution in attributed if not file.idle}
    busy = {folder for file in at_work for folder in file.relative.parents} - {PurePosixPath()}
    for file, attribution in attributed:
        accounted = (attribution.student, attribution.group) in owners or (
            file.is_folder and not busy.isdisjoint(file.relative.parents)
        )
        if not (file.idle and accounted):
            yield _delivery(file, attribution)


def _delivery(file: File, attribution: naming.Attribution) -> Delivery:
    return Delivery(
        naming.safe_name(attribution.student),
        file.path,
        file.entry.name if file.entry else None,
        naming.safe_name(attribution.group) if attribution.group else "",
        attribution.attempt,
        system=attribution.system,
        identifier=attribution.identifier,
        late=attribution.late,
        when=attribution.when,
        problem=file.problem,
        entry=file.entry,
        called=attribution.student,
        remark=file.remark,
    )


def _attribute(
    file: File,
    own: str,
    names: Mapping[str, tuple[str, str]],
    company: Counter[PurePosixPath],
    shared: Counter[str],
) -> naming.Attribution:
    above = (*((own,) if own else ()), *file.relative.parent.parts)
    last = (file.relative.name, "") if file.is_folder else (file.relative.stem,)
    return naming.recognise_naming((*above, *last), names) or _attribute_by_folder(
        (*above, last[0]), company, shared, file
    )


def _attribute_by_folder(
    parts: tuple[str, ...], company: Counter[PurePosixPath], shared: Counter[str], file: File
) -> naming.Attribution:
    """Name a student by the file, or by its folder where it stands alone in one.

    A folder's name that several students' folders hold inside (ada/week1, bob/week1) is nobody's.
    """
    depth = len(file.relative.parts)
    student, group = -1, -2
    if depth > 1 and company[file.relative.parent] <= 1:
        nobodys = depth > 2 and shared[file.relative.parent.name] > 1
        student, group = (-3, -2) if nobodys else (-2, -3)
    return naming.Attribution(parts[student], parts[group] if len(parts) >= -group else "")


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
