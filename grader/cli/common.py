"""What several commands need: the course and its secret, and choices that are defined elsewhere."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pathlib import Path

import click

from grader.report.say import say


class Choices(click.Choice[str]):
    """The names that an enum or a table defines; its module is imported when they are needed: NumPy takes its time."""

    def __init__(self, module: str, table: str) -> None:
        self._module, self._table = module, table
        self.case_sensitive = True

    @cached_property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(map(str, getattr(import_module(self._module), self._table)))


def course_folder(folder: Path | None) -> Path:
    """Return the course at or above --course, or above the working directory."""
    from grader.course import find_course

    return find_course(folder or Path.cwd())


def secret_value(course: Path) -> bytes:
    """Return what the course's hidden cases are drawn from, and tell where that has changed."""
    from grader.course.secret import secret_of

    secret = secret_of(course)
    if secret.remark:
        say(secret.remark, error=True)
    return secret.value
