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
    return [name for path in paths for name in _ungraded_below(path)]


def _ungraded_below(root: Path) -> Iterator[str]:
    paths = [path for path in _places(root) if not any(part.startswith((".", "__")) for part in path.parts)]
    graded = [path for path in paths if path.suffix.lower() in (*ENDINGS, ARCHIVE)]
    if not root.is_dir() and len(graded) == 1:  # one student's archive: the rest of it belongs to that
        return
    owners = {_owner(path) for path in graded}
    direct = {path.parent for path in graded} - {PurePosixPath()}
    around = {folder for path in graded for folder in path.parents} - {PurePosixPath()}
    for path in paths:
        at_hand = path.parent in around or not direct.isdisjoint(path.parents) or _owner(path) in owners
        if path.suffix.lower() in DOCUMENTS and not at_hand:
            yield f"{root}/{path}".encode("utf-8", "replace").decode()


def _places(root: Path) -> list[PurePosixPath]:
    """Return all files below a folder or in an archive, relative to it; what cannot be read is told elsewhere."""
    if root.is_dir():
        return [file.relative for file in walk(root, lambda _: False) if not file.is_folder]
    if root.suffix.lower() != ARCHIVE:
        return []
    try:
        return [PurePosixPath(entry.name.replace("\\", "/")) for entry in archive.entries(root)]
    except (archive.ArchiveError, OSError):
        return []


def _owner(path: PurePosixPath) -> tuple[str, ...]:
    """Return whose a file is: by its system's naming, else by its folder, else by its name."""
    attribution = naming.recognise_naming((*path.parent.parts, path.stem), {})
    if attribution:
        return attribution.student, attribution.identifier
    return path.parent.parts or (path.stem,)
