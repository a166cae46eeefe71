"""What was handed in where a notebook was asked for: documents, which are not graded but must not vanish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from grader.submission.arrival import archive, naming
from grader.submission.arrival.candidates import ARCHIVE, ENDINGS
from grader.submission.arrival.walking import walk

DOCUMENTS = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".html", ".txt", ".rar", ".7z", ".tar", ".gz", ".tgz")


def ungraded_files(paths: Sequence[Path]) -> list[str]:
    """List documents in folders and archives whose student has no notebook, Python file or archive there."""
    return [name for path in paths for name in _aside(path)]


def _aside(path: Path) -> Iterator[str]:
    places = [
        place for place in _places(path) if not any(part.startswith((".", "__")) for part in place.parts)
    ]
    graded = [place for place in places if place.suffix.lower() in (*ENDINGS, ARCHIVE)]
    if not path.is_dir() and len(graded) == 1:  # one student's archive: the rest of it belongs to that
        return
    owners = {_owner(place) for place in graded}
    direct = {place.parent for place in graded} - {PurePosixPath()}
    around = {folder for place in graded for folder in place.parents} - {PurePosixPath()}
    for place in places:
        at_hand = place.parent in around or not direct.isdisjoint(place.parents) or _owner(place) in owners
        if place.suffix.lower() in DOCUMENTS and not at_hand:
            yield f"{path}/{place}".encode("utf-8", "replace").decode()


def _places(path: Path) -> list[PurePosixPath]:
    """Return all files below a folder or in an archive, relative to it; what cannot be read is told elsewhere."""
    if path.is_dir():
        return [found.place for found in walk(path, lambda _: False) if not found.is_folder]
    if path.suffix.lower() != ARCHIVE:
        return []
    try:
        return [PurePosixPath(entry.name.replace("\\", "/")) for entry in archive.entries(path)]
    except (archive.ArchiveError, OSError):
        return []


def _owner(place: PurePosixPath) -> tuple[str, ...]:
    """Return whose a file is: by its system's naming, else by its folder, else by its name."""
    known = naming.recognise_naming((*place.parent.parts, place.stem), {})
    if known:
        return known.student, known.identifier
    return place.parent.parts or (place.stem,)
