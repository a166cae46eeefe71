"""Imports go one way: the rule of CONTRIBUTING's flow, held over the whole package."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Mapping
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
    "memo",
    "moments",
    "values",
    "tolerance",
    "wording",
    "processors",
    "version",
}  # what every room may use; the first is the package itself: its version
STAGES = {"submission", "worker", "judge", "report"}

MAY_USE = {
    "conventions": set(),
    "model": {"conventions"},
    "errors": set(),
    "disk": set(),
    "memo": set(),
    "moments": set(),
    "values": {"model"},
    "tolerance": {"values"},
    "wording": set(),
    "processors": set(),
    "version": set(),
    **dict.fromkeys(STAGES, NOUNS),
    "course": NOUNS | {"judge"},  # a key holds the signatures by which the judge finds a cause
    "grading": NOUNS | STAGES - {"report"} | {"course"},
    "reader": NOUNS | {"submission", "worker", "grading"},
    "classroom": NOUNS | STAGES | {"grading", "course", "reader"},
    "student": NOUNS | STAGES | {"course"},
    "author": NOUNS | STAGES | {"grading", "course", "student"},  # students' starter is verified too
    "cli": None,
    "__main__": {"cli"},
    "grader": {"version", "course", "student"},  # the vocabulary is looked up on first use
}


def room_of(module: str) -> str:
    """Return a module's room: the first name below the package, or the package itself."""
    return module.split(".")[1] if "." in module else "grader"


def rooms_used(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the rooms a file imports from, wherever in the file, with the lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "grader":
            own = {member.stem for member in PACKAGE.iterdir()}
            yield from ((alias.name if alias.name in own else "grader", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: imports are absolute here"
            if (node.module or "").startswith("grader."):
                yield room_of(node.module or ""), node.lineno
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.partition(".")[0] == "grader"]
            yield from ((room_of(name), node.lineno) for name in names)


# --- circles -----------------------------------------------------------------------------------------------


def imported_modules(path: Path, modules: Container[str]) -> Iterator[str]:
    """Yield the modules that a file imports, inside functions too, but not for the type checker alone."""
    for node in runtime_nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                member = f"{node.module}.{alias.name}"
                yield member if member in modules else node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def runtime_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes below one, but those of `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for statement in child.orelse:
                yield statement
                yield from runtime_nodes(statement)
        else:
            yield from runtime_nodes(child)


def circles(package: Path) -> set[frozenset[str]]:
    """Return the sets of modules of a package that import each other, directly or through others."""
    modules = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    direct = {
        module: {name for name in imported_modules(path, modules) if name in modules and name != module}
        for module, path in modules.items()
    }
    reached = {module: reachable(module, direct) for module in modules}
    return {
        frozenset(name for name in reached[module] if module in reached[name])
        for module in modules
        if module in reached[module]
    }


def reachable(module: str, direct: Mapping[str, set[str]]) -> set[str]:
    """Return what a module imports, directly or through others."""
    names, todo = set[str](), list(direct[module])
    while todo:
        if (name := todo.pop()) not in names:
            names.add(name)
            todo += direct[name]
    return names


def test_modules_import_each_other_in_no_circle():
    assert circles(PACKAGE) == set()


@pytest.mark.parametrize(
    "importing",
    [
        "from grader.room.first import first",
        "def second():\n    from grader.room.first import first",
        "import grader.room.first",
        "from grader.room import first",
        "try:\n    from grader.room.inner.third import third\nexcept ImportError:\n    pass",
        "class Second:\n    def second(self):\n        import grader.room.inner.third",
    ],
)
def test_a_circle_is_noticed(tmp_path: Path, importing: str):
    room = make_room(tmp_path, importing)
    [circle] = circles(tmp_path / "grader")
    assert {"grader.room.first", "grader.room.second"} <= circle
    (room / "second.py").write_text("second = 2\n")
    assert not circles(tmp_path / "grader")


@pytest.mark.parametrize(
    "importing",
    [
        "if TYPE_CHECKING:\n    from grader.room.first import first",
        "if typing.TYPE_CHECKING:\n    import grader.room.first",
        "from first import first",
        "from grader.room.inner.fourth import fourth",
    ],
)
def test_what_is_no_circle_is_none(tmp_path: Path, importing: str):
    make_room(tmp_path, importing)
    assert not circles(tmp_path / "grader")


def make_room(folder: Path, importing: str) -> Path:
    """Make a package in which `first` imports `second`, which imports what is asked for."""
    room = folder / "grader" / "room"
    (room / "inner").mkdir(parents=True)
    for package in (folder / "grader", room, room / "inner"):
        (package / "__init__.py").write_text("")
    (room / "first.py").write_text("from grader.room.second import second\n")
    (room / "second.py").write_text(f"{importing}\n")
    (room / "inner" / "third.py").write_text("import grader.room.first\n")
    (room / "inner" / "fourth.py").write_text("fourth = 4\n")
    return room


# --- rooms -------------------------------------------------------------------------------------------------


def own_room(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return (
        relative.parts[0]
        if len(relative.parts) > 1
        else "grader"
        if relative.stem == "__init__"
        else relative.stem
    )


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
                allowed = node.module in {
                    "grader.worker.wire",
                    "grader.worker.plain",
                } or node.module.startswith("grader.worker.child")
                assert allowed, f"{path}:{node.lineno}"


def child_imports(text: str) -> list[int]:
    """Return the lines of a module that import what a student's process is made of."""
    lines = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if any(f"{name}.".startswith("grader.worker.child.") for name in names):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    "path", [path for path in MODULES if own_room(path) != "worker"], ids=lambda path: path.stem
)
def test_only_the_worker_knows_what_its_child_is_made_of(path: Path):
    assert child_imports(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("from grader.worker.child import compat", [1]),
        ("from grader.worker import child", [1]),
        ("def f():\n    from grader.worker.child.calling import perform", [2]),
        ("import grader.worker.child.calling as calling", [1]),
        ("from grader.worker.child_process import ChildProcess", []),
        ("from grader.worker import Worker\nimport grader.worker.children", []),
    ],
)
def test_an_import_of_the_child_is_noticed(text: str, lines: list[int]):
    assert child_imports(text) == lines


def test_every_module_says_what_it_owns():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
