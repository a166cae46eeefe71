"""Begins an assignment, and the course around it where there is none."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from grader.author import texts
from grader.course import find_course
from grader.errors import CourseError, InputError

UNKNOWN = "grader @ git+https://github.com/OWNER/grader@main"
FILL_IN = "Put its repository here, and after the last @ a tag or a commit."
FOUND = "This is where it was installed from when this file was made."


def begin(place: Path, id: str) -> list[str]:
    """Write a new assignment's files, none of them over another; return what to tell the author."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", id) or keyword.iskeyword(id):
        raise InputError(
            f"{id!r} cannot be an assignment's id: use small letters, digits and _, like linear_algebra"
        )
    course = _course(place)
    if (course / "assignments" / id).exists() or (course / "reference" / f"{id}.py").exists():
        raise InputError(f"there is an assignment {id!r} already: {course / 'assignments' / id}")
    written = [path for path, text in _files(course, id) if _write(path, text)]
    return [
        *(f"wrote {_shown(path, place)}" for path in written),
        f"It verifies as it stands: grader verify {id}",
        f"Begin with reference/{id}.py, then make assignments/{id}/checks.py your own.",
    ]


def _course(place: Path) -> Path:
    """Return the course here or above, else the folder itself, which is to become one."""
    try:
        return find_course(place)
    except CourseError:
        return place.resolve()


def _files(course: Path, id: str) -> Iterator[tuple[Path, str]]:
    title = id.replace("_", " ").capitalize()

    def of(text: str) -> str:
        return text.replace("NAME", id).replace("TITLE", title)

    yield course / "assignments" / id / "checks.py", of(texts.CHECKS)
    yield course / "assignments" / id / "README.md", of(texts.BRIEF)
    yield course / "reference" / f"{id}.py", of(texts.REFERENCE)
    yield course / "reference" / "__init__.py", texts.COURSE_REFERENCE
    if not list((course / ".github" / "workflows").glob("*.y*ml")):
        yield course / ".github" / "workflows" / "assignments.yml", _workflow()
    yield course / ".gitignore", texts.IGNORED


def _workflow() -> str:
    source = installed_from()
    text = texts.WORKFLOW.replace("INSTALLED_FROM", source or UNKNOWN)
    return text.replace("INSTALLED_HINT", FOUND if source else FILL_IN)


def installed_from() -> str:
    """Return what pip installed this grader from, where that is a repository that others can reach too."""
    try:
        said = json.loads(distribution("grader").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        return ""
    vcs = said.get("vcs_info")
    if not vcs or said["url"].startswith("file:"):
        return ""
    return f"grader @ {vcs['vcs']}+{said['url']}@{vcs['commit_id']}"


def _write(path: Path, text: str) -> bool:
    """Write a file unless there is one; say whether it was written."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _shown(path: Path, place: Path) -> str:
    here = place.resolve()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
