"""Turn an assignment's folder into a frozen Assignment: run its checks, and stamp it with all it follows from."""

from __future__ import annotations

import ast
import hashlib
import hmac
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.conventions import Conventions
from grader.course.conventions_file import load_conventions
from grader.course.declarations import Declaration
from grader.course.drawing import Drawing
from grader.course.exercises import ExerciseBuilder
from grader.course.importing import course_on_path, import_file
from grader.course.secret import secret_of
from grader.course.vocabulary import Assignment as Checks
from grader.errors import AssignmentError, CourseError
from grader.model import Assignment, Exercise
from grader.version import __version__
from grader.wording import did_you_mean

KEY_FORMAT = 2  # raise it when what an answer key holds, or how it is judged, changes

DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def find_course(start: Path) -> Path:
    """Return the course's folder: the nearest one from `start` upwards that holds assignments/ and reference/."""
    for folder in [start.resolve(), *start.resolve().parents]:
        if (folder / "assignments").is_dir() and (folder / "reference").is_dir():
            return folder
    raise CourseError(
        f"no course in {start} or above: a course holds assignments/ and reference/. Name it with --course DIR."
    )


def names(course: Path) -> list[str]:
    """Return the ids of the course's assignments, in the order of its assignments/ORDER, else by name."""
    ids = sorted(path.parent.name for path in (course / "assignments").glob("*/checks.py"))
    order = course / "assignments" / "ORDER"
    listed = order.read_text(encoding="utf-8").split() if order.is_file() else []
    return [id for id in listed if id in ids] + [id for id in ids if id not in listed]


def load_all(course: Path, fresh_seed: int | None = None, secret: bytes = b"") -> list[Assignment]:
    secret = secret or secret_of(course).value
    return [load(course, name, fresh_seed, secret) for name in names(course)]


def load(course: Path, id: str, fresh_seed: int | None = None, secret: bytes = b"") -> Assignment:
    """Load one assignment; its hidden cases are drawn from `secret`, else from the course's, and from `fresh_seed`."""
    folder = course / "assignments" / id
    checks_path, reference_path = folder / "checks.py", course / "reference" / f"{id}.py"
    if not checks_path.is_file():
        raise CourseError(
            f"no assignment {id!r} in {course / 'assignments'}; {did_you_mean(id, names(course))}"
        )
    if not reference_path.is_file():
        raise AssignmentError("the assignment has checks but no reference", reference_path)
    secret = secret or secret_of(course).value
    with course_on_path(course):
        reference = import_file(reference_path, f"reference.{id}")
        module = import_file(checks_path, f"assignments.{id}.checks")
        checks = next((value for value in vars(module).values() if isinstance(value, Checks)), None)
        if checks is None:
            raise AssignmentError(
                "no Assignment is made here: begin with `hw = Assignment(...)`", checks_path
            )
        source = reference_path.read_text(encoding="utf-8")
        hidden = secret if fresh_seed is None else secret + f" fresh {fresh_seed}".encode()
        conventions = load_conventions(course)
        builder = ExerciseBuilder(reference, source, Drawing(id, checks_path, hidden), conventions)
        exercises = tuple(map(builder.build, _declarations(checks, checks_path)))
        _check_needs(exercises, checks_path)
        _check_given(checks, source, checks_path)
    modules = _support_modules(folder)
    digest = _digest(folder, source, hidden, conventions)
    return Assignment(
        id,
        checks.title,
        checks.week,
        exercises,
        source,
        modules,
        str(folder),
        digest,
        secret=secret,
        conventions=conventions,
        given=checks.given,
    )


def _declarations(checks: Checks, path: Path) -> list[Declaration]:
    """Return the declarations, of which no two may have one name: it names the exercise in every record."""
    lines: dict[str, int] = {}
    for declaration in checks.declarations:
        name, line = declaration.name, declaration.line
        if lines.setdefault(name, line) != line:
            message = f"{name} is declared in line {lines[name]} already; give one another name"
            raise AssignmentError(message, path, line)
    return checks.declarations


def _check_needs(exercises: Sequence[Exercise], path: Path) -> None:
    """Refuse a need that is no exercise, and one that needs itself: whoever follows them must arrive."""
    needs = {exercise.name: exercise.needs for exercise in exercises}
    for exercise in exercises:
        for name in exercise.needs:
            if name not in needs:
                message = f"needs={name!r} is no exercise; {did_you_mean(name, needs)}"
                raise AssignmentError(message, path, exercise.line)
    for exercise in exercises:
        reached, todo = set[str](), list(exercise.needs)
        while todo:
            if (name := todo.pop()) not in reached:
                reached.add(name)
                todo += needs[name]
        if exercise.name in reached:
            message = (
                f"{exercise.name} needs itself, through {', '.join(sorted(reached))}: take one out of needs="
            )
            raise AssignmentError(message, path, exercise.line)


def _check_given(checks: Checks, reference: str, path: Path) -> None:
    """Refuse to give what the reference does not define."""
    defined = [node.name for node in ast.parse(reference).body if isinstance(node, DEFINITIONS)]
    for name in checks.given:
        if name not in defined:
            raise AssignmentError(
                f"given={name!r} is no function or class of the reference; {did_you_mean(name, defined)}",
                path,
            )


def _support_modules(folder: Path) -> dict[str, str]:
    """Return the modules that students import: every .py of the folder but the checks."""
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.py"))
        if path.stem not in {"checks", "__init__"}
    }


def _digest(folder: Path, reference: str, hidden: bytes, conventions: Conventions) -> str:
    """Hash all that decides the key: reference, the folder's code and data, conventions, versions, the secret.

    It stands in every result, so the secret is in it as what cannot be told from noise.
    """
    import numpy as np

    drawn_from = hmac.digest(hidden, b"answer key", "sha256")
    versions = (KEY_FORMAT, __version__, np.__version__, sys.version_info[:2], drawn_from, conventions)
    digest = hashlib.sha256(repr(versions).encode())
    digest.update(reference.encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".md", ".pyc", ".ipynb"}:
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
