"""Gradescope: an autograder.zip that works as uploaded, and the results.json that its container hands back.

setup.sh            once, when the autograder is built: Python, this package, the answer key
run_autograder      for each submission
package/            this package, to be installed
course/             the assignment, its reference and the secret that hidden cases are drawn from, nothing else
"""

from __future__ import annotations

import json
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grader
from grader.classroom.export.records import best_of, feedback, headline, is_right, one_record
from grader.classroom.files import replace_file
from grader.course import find_course, load
from grader.course.conventions_file import conventions_path
from grader.course.secret import NAME, secret_of
from grader.disk import atomic_write
from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.classroom.export import Request
    from grader.report.record import ExerciseRecord, ResultRecord

SCRIPTS = Path(__file__).parents[1] / "templates" / "gradescope"
EPOCH = (2020, 1, 1, 0, 0, 0)  # equal courses give equal files
LEFT_OUT = frozenset({"__pycache__", ".git", ".ipynb_checkpoints"})


def write_zip(request: Request) -> str:
    """Write OUT/autograder.zip for one assignment."""
    if not request.assignment:
        raise InputError("a Gradescope autograder grades one assignment: name it with -a ASSIGNMENT")
    course = find_course(request.course)
    load(course, request.assignment)
    target = request.target_path()
    with atomic_write(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in _files(course, request.assignment):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, (0o100000 | mode) << 16  # Unix: modes are kept
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return f"{target}: upload it as the autograder of {request.assignment}"


def _files(course: Path, id: str) -> Iterator[tuple[str, bytes, int]]:
    """Yield every file's name, content and mode."""
    for name in ("setup.sh", "run_autograder"):
        text = (SCRIPTS / name).read_text(encoding="utf-8").replace("@ASSIGNMENT@", id)
        yield name, text.encode(), 0o755  # LF endings: the text is written as it was read
    yield "package/pyproject.toml", _project().encode(), 0o644
    for path in _tree(Path(grader.__file__).parent):
        yield f"package/grader/{path}", (Path(grader.__file__).parent / path).read_bytes(), 0o644
    for folder in (f"assignments/{id}", "reference"):
        for path in _tree(course / folder):
            yield f"course/{folder}/{path}", (course / folder / path).read_bytes(), 0o600
    if (conventions := conventions_path(course)).is_file():
        yield f"course/{conventions.relative_to(course).as_posix()}", conventions.read_bytes(), 0o600
    # every container draws the same hidden cases
    yield f"course/.grader/{NAME}", secret_of(course).value, 0o600


def _tree(folder: Path) -> Iterator[str]:
    """Yield the files below a folder, but for what is made from them."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not LEFT_OUT.intersection(relative.parts) and path.suffix != ".pyc":
            yield relative.as_posix()


def _project() -> str:
    """Return a pyproject.toml that installs this package, wherever it was installed from."""
    lines = [
        "[build-system]",
        'requires = ["setuptools>=77"]',
        'build-backend = "setuptools.build_meta"',
        "[project]",
        'name = "grader"',
        f'version = "{grader.__version__}"',
        'requires-python = ">=3.11"',
        f"dependencies = {json.dumps(_requirements())}",
        "[tool.setuptools.packages.find]",
        'include = ["grader*"]',
        "[tool.setuptools.package-data]",
        'grader = ["**/*"]',
    ]
    return "\n".join(lines) + "\n"


def _requirements() -> list[str]:
    """Return what this package needs: a checkout says so itself, as what is installed of it may be older."""
    checkout = Path(grader.__file__).parents[1] / "pyproject.toml"
    if checkout.is_file():
        declared = tomllib.loads(checkout.read_text(encoding="utf-8")).get("project", {})
        if declared.get("name") == "grader":
            return list(declared["dependencies"])
    try:
        installed = requires("grader") or []
    except PackageNotFoundError:
        raise InputError(
            "this package is not installed: pip install it, so that what it needs is known"
        ) from None
    return [line for line in installed if "extra ==" not in line]


def write_results(request: Request) -> str:
    """Write results.json; where we failed none is written, so that Gradescope shows an error and no zero."""
    folder, record = one_record(request)
    target = request.target_path(folder)
    replace_file(target, json.dumps(results(record), indent=1) + "\n")
    return f"{target}: {headline(record)}{best_of(request)}"


def results(record: ResultRecord) -> dict[str, Any]:
    """Return what Gradescope shows a student; every test is visible, as one hidden would hide the total."""
    tests = [_test(number, exercise) for number, exercise in enumerate(record["exercises"], 1)]
    return {
        "score": record["score"] or 0,  # an unreadable file has none, and Gradescope takes nothing else
        "output": headline(record),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"status": record["status"], "environment": record["environment"]},
    }


def _test(number: int, exercise: ExerciseRecord) -> dict[str, Any]:
    return {
        "number": str(number),
        "name": exercise["name"],
        "score": exercise["score"],
        "max_score": exercise["max_score"],
        "status": "passed" if is_right(exercise) else "failed",
        "output": "\n".join(feedback(exercise)),
        "visibility": "visible",
    }
