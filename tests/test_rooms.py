"""Imports go one way: the rule of CONTRIBUTING's flow, held over the whole package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader

PACKAGE = Path(grader.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NOUNS = {
    "grader",
    "disk",
    "conventions",
    "errors",
    "model",
    "lately",
    "processors",
}  # what every room may use; the first is the package itself: its version
GRADING = {"bench", "follow", "grade", "reuse", "twin"}
STAGES = {"submission", "worker", "judge", "report"}

MAY_USE = {
    "conventions": set(),
    "model": {"conventions"},
    "errors": set(),
    "disk": set(),
    "lately": set(),
    "processors": set(),
    **dict.fromkeys(STAGES, NOUNS),
    "course": NOUNS | {"judge"},  # a key holds the signatures by which the judge finds a cause
    **dict.fromkeys(GRADING, NOUNS | STAGES - {"report"} | {"course"} | GRADING),
    "classroom": NOUNS | STAGES | GRADING | {"course"},
    "student": NOUNS | STAGES | {"course"},
    "author": NOUNS | STAGES | GRADING | {"course", "student"},  # students' starter is verified too
    "cli": None,
    "__main__": {"cli"},
    "grader": {"course", "student"},  # the vocabulary, looked up on first use
}


def room_of(module: str) -> str:
    """Return a module's room: the first name below the package, or the package itself."""
    return module.split(".")[1] if "." in module else "grader"


def rooms_used(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the rooms a file imports from, wherever in the file, with the lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "grader":
            own = {other.stem for other in PACKAGE.iterdir()}
            yield from ((alias.name if alias.name in own else "grader", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: imports are absolute here"
            if (node.module or "").startswith("grader."):
                yield room_of(node.module or ""), node.lineno
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.partition(".")[0] == "grader"]
            yield from ((room_of(name), node.lineno) for name in names)


def own_room(path: Path) -> str:
    place = path.relative_to(PACKAGE)
    return place.parts[0] if len(place.parts) > 1 else "grader" if place.stem == "__init__" else place.stem


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may_use(path):
    room = own_room(path)
    allowed = MAY_USE[room]
    wrong = [
        f"{path}:{line}: {room} imports {used}"
        for used, line in rooms_used(path)
        if allowed is not None and used not in allowed | {room}
    ]
    assert not wrong


def test_no_stage_may_use_another():
    for stage in STAGES:
        assert not MAY_USE[stage] & (STAGES - {stage})


def test_the_child_sees_nothing_but_the_wire():
    for path in (PACKAGE / "worker" / "child").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader"):
                seen = node.module == "grader.worker.wire" or node.module.startswith("grader.worker.child")
                assert seen, f"{path}:{node.lineno}"


def test_every_module_says_what_it_owns():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
