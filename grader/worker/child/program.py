"""Executes a submission's statements in a fresh namespace, going on after each that fails."""

from __future__ import annotations

import ast
import linecache
import sys
import warnings
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.worker.child import compat
from grader.worker.child.imports import CourseFinder, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import CodeType

NAME = "submission"


class Statement(NamedTuple):
    code: CodeType
    node: ast.stmt


class Program:
    """A submission, parsed once and executed as often as a fresh state is wanted."""

    def __init__(self, chunks: Iterable[Sequence[Any]], modules: dict[str, str]) -> None:
        self._chunks = [(str(origin), int(first), str(source)) for origin, first, source in chunks]
        self._modules = modules
        self._statements: list[Statement] | None = None
        self._lenient = False
        self.finder = CourseFinder(modules)
        self.failures: dict[str, str] = {}  # name that is not bound -> why
        self.notes: list[str] = []
        _remember_lines(self._chunks)

    @property
    def origins(self) -> frozenset[str]:
        return frozenset(origin for origin, _, _ in self._chunks)

    def soften(self) -> bool:
        """From now on execute the program as an older NumPy would have; False if it is so already."""
        was, self._lenient, self._statements = self._lenient, True, None
        return not was

    def fresh(self) -> dict[str, Any]:
        """Return the namespace after all statements have run."""
        self.finder.forget()
        self.failures, self.notes = {}, []
        if self._statements is None:
            self._unreadable: list[str] = []
            self._statements = list(self._compiled())
        self.notes += self._unreadable
        module = ModuleType(NAME)
        module.__dict__.update(compat.helpers() if self._lenient else {})
        sys.modules[NAME] = module
        for statement in self._statements:
            self._execute(statement, module.__dict__)
        return module.__dict__

    def _compiled(self) -> Iterable[Statement]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for origin, first, source in self._chunks:
                try:
                    tree = ast.parse(source, origin)
                except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                    self._unreadable.append(f"{origin} is not Python: {error}")
                    continue
                tree = compat.lenient(tree) if self._lenient else tree
                ast.increment_lineno(tree, first - 1)
                for node in tree.body:
                    code = compile(ast.Module([node], []), origin, "exec", dont_inherit=True)
                    yield Statement(code, node)

    def _execute(self, statement: Statement, namespace: dict[str, Any]) -> None:
        try:
            exec(statement.code, namespace)  # noqa: S102  # this process exists to run it
        except BaseException as error:  # whatever it is, the next statement still runs
            if isinstance(statement.node, ast.Import | ast.ImportFrom):
                self._import_each(statement.node, namespace)
            else:
                self._note(statement.node, error)

    def _import_each(self, node: ast.Import | ast.ImportFrom, namespace: dict[str, Any]) -> None:
        """Import name by name; one that is not there is bound to what explains it when used."""
        for alias in node.names:
            single = (
                ast.Import([alias])
                if isinstance(node, ast.Import)
                else ast.ImportFrom(node.module, [alias], node.level)
            )
            try:
                exec(compile(_module_of(single, node), NAME, "exec"), namespace)  # noqa: S102
            except BaseException as error:
                reason = f"{ast.unparse(single)} failed: {_one_line(error)}"
                self._bind_missing(node, alias, reason, namespace)

    def _bind_missing(
        self, node: ast.Import | ast.ImportFrom, alias: ast.alias, reason: str, namespace: dict[str, Any]
    ) -> None:
        name = alias.asname or alias.name.partition(".")[0]
        self.notes.append(reason)
        if name == "*":
            return
        self.failures[name] = reason
        top = sys.modules.get(name) if isinstance(node, ast.Import) and not alias.asname else None
        namespace[name] = top or Missing(f"{name} is not available here: {reason}")

    def _note(self, node: ast.stmt, error: BaseException) -> None:
        reason = f"line {node.lineno} failed: {_one_line(error)}"
        self.notes.append(reason)
        for name in _bound_by(node):
            self.failures[name] = reason


def _module_of(single: ast.stmt, origin: ast.stmt) -> ast.Module:
    return ast.fix_missing_locations(ast.Module([ast.copy_location(single, origin)], []))


def _bound_by(node: ast.stmt) -> Iterable[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        yield node.name


def _one_line(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # a student's __str__ may do anything
        text = ""
    return f"{type(error).__name__}: {text}".replace("\n", " ")[:300]


def _remember_lines(chunks: Iterable[tuple[str, int, str]]) -> None:
    """Let tracebacks and inspect find the source of code that is in no file."""
    lines: dict[str, list[str]] = {}
    for origin, first, source in chunks:
        own = lines.setdefault(origin, [])
        own.extend("\n" for _ in range(first - 1 - len(own)))
        text = source.splitlines(keepends=True)
        own[first - 1 : first - 1 + len(text)] = text
    for origin, own in lines.items():
        linecache.cache[origin] = (sum(map(len, own)), None, own, origin)
