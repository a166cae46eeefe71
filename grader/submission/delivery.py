"""Paths become deliveries: one for every file that a student handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDINGS = (".ipynb", ".py")
IGNORED_FOLDERS = frozenset({"__MACOSX", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one submission lies, and whose it is."""

    student: str
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

    @property
    def name(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)


def find(paths: Sequence[Path]) -> list[Delivery]:
    """List what was handed in, in a stable order; a path that is no good is a delivery with a problem."""
    found = {each.name: each for path in paths for each in _at(Path(path))}
    return number(sorted(found.values(), key=lambda each: (each.group, each.student, each.name)))


def number(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Tell apart deliveries of one group that carry the same student's name."""
    seen: dict[tuple[str, str], int] = {}
    numbered = []
    for each in deliveries:
        count = seen[each.group, each.student] = seen.get((each.group, each.student), 0) + 1
        label = each.student if count == 1 else f"{each.student}-{count}"
        numbered.append(replace(each, attempt=max(each.attempt, count), label=label))
    return numbered


def _at(path: Path) -> Iterator[Delivery]:
    if not path.exists():
        yield Delivery(path.stem, path, problem="no such file or folder")
    elif path.is_dir():
        files = sorted(_files(path))
        if not files:
            yield Delivery(path.name, path, problem="no notebook and no Python file in this folder")
        for file in files:
            yield _in_folder(path, file, files)
    else:
        yield Delivery(path.stem, path)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in IGNORED_FOLDERS for part in inside)
        if path.suffix.lower() in ENDINGS and not hidden and path.is_file():
            yield path


def _in_folder(folder: Path, file: Path, files: Sequence[Path]) -> Delivery:
    alone = file.parent != folder and sum(other.parent == file.parent for other in files) == 1
    if alone:
        return Delivery(file.parent.name, file, group=file.parent.parent.name)
    return Delivery(file.stem, file, group=file.parent.name)
