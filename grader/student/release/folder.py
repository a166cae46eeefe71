"""The folder that students get: starter notebook, brief, support modules, data and pack, and nothing else.

What is released is listed here by kind, so that a file an author leaves lying about stays in the course.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.data_files import data_files
from grader.disk import atomic_write
from grader.errors import GraderError
from grader.report.text import number
from grader.student.pack import SUFFIX, pack_bytes, read_pack
from grader.student.release.build_pack import build_pack
from grader.student.release.starter import starter

if TYPE_CHECKING:
    from grader.course.key import AnswerKey, Observe
    from grader.model import Assignment


@dataclass(frozen=True, slots=True)
class ReleasedFolder:
    """What was done for one assignment."""

    folder: Path
    written: int  # files that are new or had changed
    kept: Path | None = None  # a notebook that a student has worked in


def release(
    assignment: Assignment, key: AnswerKey, observe: Observe, out: Path, *, force: bool
) -> ReleasedFolder:
    """Write an assignment's folder; a notebook that was worked in is left alone unless `force`."""
    folder = out / assignment.id
    source = Path(assignment.folder)
    brief = _brief(assignment, source)
    notebook = starter(assignment, brief).encode()
    pack = build_pack(assignment, key, observe, _digest(notebook))
    files = {f"{assignment.id}{SUFFIX}": pack_bytes(pack), "README.md": brief.encode()}
    files |= {f"{name}.py": text.encode() for name, text in assignment.modules.items()}
    files |= {name: path.read_bytes() for name, path in data_files(source).items()}
    path = folder / f"{assignment.id}.ipynb"
    kept = not force and _worked_in(path, folder / f"{assignment.id}{SUFFIX}", notebook)
    if not kept:
        files[path.name] = notebook
    written = sum(_write(folder / name, content) for name, content in files.items())
    return ReleasedFolder(folder, written, path if kept else None)


def _brief(assignment: Assignment, folder: Path) -> str:
    path = folder / "README.md"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    lines = [
        f"- `{exercise.names[0]}` ({number(exercise.points)} points): {exercise.title}"
        for exercise in assignment.exercises
    ]
    return "\n".join([f"# {assignment.title}", "", *lines, ""])


def _worked_in(path: Path, pack: Path, fresh: bytes) -> bool:
    """Say whether a notebook is neither this starter nor the one that was released before."""
    if not path.is_file():
        return False
    digest = _digest(path.read_bytes())
    if digest == _digest(fresh):
        return False
    try:
        return digest != read_pack(pack.read_bytes(), pack).starter
    except (OSError, GraderError):
        return True


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    with atomic_write(path) as written:  # half a notebook would be taken for one that has been worked in
        written.write_bytes(content)
    return True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
