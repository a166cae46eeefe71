"""A course's files imported as modules: from this course, and no other; what fails is told with the author's line."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType

from grader.errors import AssignmentError


def import_reference(course: Path, id: str) -> ModuleType:
    """Import the course's reference module of an assignment."""
    with course_on_path(course):
        return import_file(course / "reference" / f"{id}.py", f"reference.{id}")


@contextmanager
def course_on_path(course: Path) -> Iterator[None]:
    """Import `reference` and `assignments` from this course meanwhile, not from one loaded before."""
    for name in [name for name in sys.modules if name.split(".")[0] in {"reference", "assignments"}]:
        file = getattr(sys.modules[name], "__file__", None)
        if file is None or not Path(file).is_relative_to(course):
            del sys.modules[name]
    sys.path.insert(0, str(course))
    try:
        yield
    finally:
        sys.path.remove(str(course))


def import_file(path: Path, name: str) -> ModuleType:
    """Execute a course's file as a module of this name; raise AssignmentError where it fails."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with redirect_stdout(StringIO()):  # whoever reads what a command prints waits for something else
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # one that ends the process would pass for sound
        sys.modules.pop(name, None)
        raise author_error(error, path) from error
    return module


def author_error(error: BaseException, path: Path) -> AssignmentError:
    """Point at the line of the author's file that an exception came through."""
    if isinstance(error, AssignmentError):
        return error
    if isinstance(error, SyntaxError):
        return AssignmentError(f"does not parse: {error.msg}", error.filename or path, error.lineno)
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return AssignmentError(f"{type(error).__name__}: {error}", path, lines[-1] if lines else None)
