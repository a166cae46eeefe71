"""Begins an assignment, and the course around it where there is none."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from grader.author import scaffold_templates as templates
from grader.course import find_course
from grader.errors import CourseError, InputError

UNKNOWN = "grader @ git+https://github.com/OWNER/grader@main"
FILL_IN = "Put its repository here, and after the last @ a tag or a commit."
FOUND = "This is where it was installed from when this file was made."


def begin(folder: Path, id: str) -> list[str]:
    """Write a new assignment's files, none of them over another; return what to tell the author."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", id) or keyword.iskeyword(id):
        raise InputError(
            f"{id!r} cannot be an assignment's id: use small letters, digits and _, like linear_algebra"
        )
    course = _course(folder)
    if (course / "assignments" / id).exists() or (course / "reference" / f"{id}.py").exists():
        raise InputError(f"there is an assignment {id!r} already: {course / 'assignments' / id}")
    paths = [path for path, text in _files(course, id) if _write(path, text)]
    return [
        *(f"wrote {_relative(path, folder)}" for path in paths),
        f"It verifies as it stands: grader verify {id}",
        f"Begin with {_relative(course / 'reference' / f'{id}.py', folder)}:{_line_of(templates.REFERENCE, 'def ')}, "
        f"then make {_relative(course / 'assignments' / id / 'checks.py', folder)}:"
        f"{_line_of(templates.CHECKS, '@hw.exercise')} your own.",
        *(_to_fill_in(path, folder) for path in paths if UNKNOWN in path.read_text(encoding="utf-8")),
    ]


def _line_of(text: str, start: str) -> int:
    """Return the number of the first line that begins so."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start))


def _to_fill_in(path: Path, folder: Path) -> str:
    line = _line_of(path.read_text(encoding="utf-8"), "GRADER:")
    return f"Before it runs in CI, put the grader's repository in {_relative(path, folder)}:{line}."


def _course(folder: Path) -> Path:
    """Return the course here or above, else the folder itself, which is to become one."""
    try:
        return find_course(folder)
    except CourseError:
        return folder.resolve()


def _files(course: Path, id: str) -> Iterator[tuple[Path, str]]:
    title = id.replace("_", " ").capitalize()

    def of(text: str) -> str:
        return text.replace("NAME", id).replace("TITLE", title)

    yield course / "assignments" / id / "checks.py", of(templates.CHECKS)
    yield course / "assignments" / id / "README.md", of(templates.BRIEF)
    yield course / "reference" / f"{id}.py", of(templates.REFERENCE)
    yield course / "reference" / "__init__.py", templates.COURSE_REFERENCE
    if not list((course / ".github" / "workflows").glob("*.y*ml")):
        yield course / ".github" / "workflows" / "assignments.yml", _workflow()
    yield course / ".gitignore", templates.IGNORED


def _workflow() -> str:
    source = install_source()
    text = templates.WORKFLOW.replace("INSTALLED_FROM", source or UNKNOWN)
    return text.replace("INSTALLED_HINT", FOUND if source else FILL_IN)


def install_source() -> str:
    """Return what pip installed this grader from, where that is a repository that others can reach too."""
    try:
        origin = json.loads(distribution("grader").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        return ""
    vcs = origin.get("vcs_info")
    if not vcs or origin["url"].startswith("file:"):
        return ""
    return f"grader @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"


def _write(path: Path, text: str) -> bool:
    """Write a file unless there is one; say whether it was written."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _relative(path: Path, folder: Path) -> str:
    root = folder.resolve()
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
