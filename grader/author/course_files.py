"""What an assignment's verification follows from: files of its course, and the packages beside NumPy."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

GENERATED = {".pyc", ".h5"}


def files(folder: Path) -> list[Path]:
    """Return a folder's files that somebody wrote, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in GENERATED)


def course_files(course: Path, id: str) -> list[Path]:
    """Return an assignment's files, its reference, and all of the course's modules that these import."""
    todo = [*files(course / "assignments" / id), course / "reference" / f"{id}.py"]
    reached: set[Path] = set()
    while todo:
        path = todo.pop()
        if path not in reached and path.is_file():
            reached.add(path)
            todo += _imported(path, course) if path.suffix == ".py" else ()
    return sorted(reached)


def packages() -> list[tuple[str, str]]:
    """Return every installed package with its version: a reference may do with one what it did not without."""
    return sorted({(item.metadata["Name"] or "", item.version) for item in distributions()})


def _imported(path: Path, course: Path) -> Iterator[Path]:
    """Yield the course's files that a module imports, those of the packages on the way included."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):  # verifying says so
        return
    for node in ast.walk(tree):
        for base, name in _imports(node, path, course):
            words = name.split(".")
            for end in range(1, len(words) + 1):
                module = base.joinpath(*words[:end])
                yield from (module.with_suffix(".py"), module / "__init__.py")


def _imports(node: ast.AST, path: Path, course: Path) -> Iterator[tuple[Path, str]]:
    """Yield the names that a statement imports, each with the folder that it is looked for in."""
    if isinstance(node, ast.Import):
        yield from ((course, alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = [course, *path.parents][node.level] if node.level <= len(path.parents) else course
        for alias in node.names:
            yield base, ".".join(filter(None, [node.module, alias.name]))
