"""Executes a submission's statements in a fresh namespace, going on after each that fails."""

from __future__ import annotations

import ast
import linecache
import marshal
import sys
import warnings
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.worker.child import compat
from grader.worker.child.support_modules import CourseFinder, Missing, OwnFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NAME = "submission"

# What a namespace of definitions is made of. Arrays and containers may be large: they are not kept for long.
_LIGHT = (
    *(FunctionType, BuiltinFunctionType, ModuleType, type, np.ufunc, type(np.sum), Missing),
    *(type(None), bool, int, float, complex, str),
)


class Statement(NamedTuple):
    """A statement, or several in a row, as it arrives."""

    origin: str
    first_line: int
    source: str
    marshalled: bytes | None  # its code, unless compiling it is left to this process (worker/compiled.py)

    @property
    def text(self) -> str:
        return "\n" * (self.first_line - 1) + self.source

    def parse(self) -> ast.Module:
        return ast.parse(self.text, self.origin)

    def compile(self) -> CodeType:
        if self.marshalled is None:
            return compile(self.text, self.origin, "exec", dont_inherit=True)
        code = marshal.loads(self.marshalled)  # noqa: S302  # from another child; what is in it runs here anyway
        return _move(code, self.origin, max(self.first_line, 1) - 1)


class Part(NamedTuple):
    """Consecutive statements as one code object, and the way to take them apart should one fail."""

    code: CodeType
    nodes: Callable[[], list[ast.stmt]]


class Standing(NamedTuple):
    """A program that has been executed."""

    module: ModuleType
    failures: dict[str, str]  # name that is not bound -> why
    notes: list[str]


class Program:
    """A submission, compiled once and executed as often as a fresh state is wanted."""

    def __init__(
        self, chunks: Iterable[Sequence[Any]], modules: dict[str, str], own_modules: dict[str, str]
    ) -> None:
        self._chunks = [Statement(*fields) for fields in chunks]
        self._lenient = False
        self._compile()
        self.finder = CourseFinder(modules)
        self.own = OwnFinder(own_modules) if own_modules else None
        self.standing = Standing(ModuleType(NAME), {}, [])
        own = self.own.origins if self.own else {}
        self.origins = frozenset([*own, *(chunk.origin for chunk in self._chunks)])
        _remember_lines([*self._chunks, *(Statement(name, 1, source, None) for name, source in own.items())])

    @property
    def codes(self) -> list[CodeType]:
        return [part.code for part in self._parts]

    def soften(self) -> bool:
        """From now on execute the program as an older NumPy would have; False if it is so already."""
        if self._lenient:
            return False
        self._lenient = True
        self._compile()
        return True

    def fresh(self) -> dict[str, Any]:
        """Return the namespace after all statements have run."""
        self.finder.forget()
        if self.own:
            self.own.forget()
        module = ModuleType(NAME)
        module.__dict__.update(compat.helpers() if self._lenient else {})
        self.standing = Standing(module, {}, list(self._unreadable))
        sys.modules[NAME] = module
        index = 0
        while index < len(self._parts):
            index = self._execute(index, module.__dict__)
        return module.__dict__

    def resume(self, standing: Standing) -> dict[str, Any]:
        """Return to a namespace that was left."""
        self.finder.forget()
        self.standing = standing
        sys.modules[NAME] = standing.module
        return standing.module.__dict__

    @property
    def failures(self) -> dict[str, str]:
        return self.standing.failures

    @property
    def notes(self) -> list[str]:
        return self.standing.notes

    @property
    def is_light(self) -> bool:
        """Say whether keeping the namespace costs next to nothing, and keeps nothing else."""
        return not self.own and all(
            name.startswith("__") or issubclass(type(value), _LIGHT)
            for name, value in tuple(self.standing.module.__dict__.items())
        )

    def _compile(self) -> None:
        self._unreadable: list[str] = []
        self._parts: list[Part] = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for chunk in self._chunks:
                try:
                    self._parts.append(self._part(chunk))
                except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                    self._unreadable.append(f"{chunk.origin} is not Python: {error}")

    def _part(self, chunk: Statement) -> Part:
        if self._lenient:
            return _compile_part(compat.make_lenient(chunk.parse()).body, chunk.origin)
        return Part(chunk.compile(), lambda: chunk.parse().body)

    def _execute(self, index: int, namespace: dict[str, Any]) -> int:
        """Run a part and return the index of the next; one that fails is taken apart and gone on with."""
        part = self._parts[index]
        try:
            exec(part.code, namespace)  # noqa: S102  # this process exists to run it
        except BaseException as error:  # whatever it is, the next statement still runs
            nodes = part.nodes()
            if len(nodes) > 1:
                before, rest = _split(nodes, _line(error, part.code))
                origin = part.code.co_filename
                first = [_compile_part(before, origin)] if before else []
                self._parts[index : index + 1] = [*first, *(_compile_part([node], origin) for node in rest)]
                return index + len(first)
            self._explain(nodes[0], error, namespace)
        return index + 1

    def _explain(self, node: ast.stmt, error: BaseException, namespace: dict[str, Any]) -> None:
        """Note why a statement failed; an import is made up for as far as possible."""
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._import_each(node, namespace)
        else:
            reason = f"line {node.lineno} failed: {_one_line(error)}"
            self.notes.append(reason)
            self.failures.update(dict.fromkeys(_bound_by(node), reason))

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


def _compile_part(nodes: list[ast.stmt], origin: str) -> Part:
    return Part(compile(ast.Module(nodes, []), origin, "exec", dont_inherit=True), lambda: nodes)


def _split(nodes: list[ast.stmt], line: int) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Return the statements before the one at this line, and the others."""
    index = next((index for index, node in enumerate(nodes) if (node.end_lineno or 0) >= line), 0)
    return nodes[:index], nodes[index:]


def _line(error: BaseException, code: CodeType) -> int:
    """Return the line of `code` at which the exception was raised."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is code:
            return trace.tb_lineno or 0
        trace = trace.tb_next
    return 0


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


def _move(code: CodeType, origin: str, lines: int) -> CodeType:
    """Move code that was compiled as if it stood in the first line of a file without a name."""
    constants = tuple(
        _move(constant, origin, lines) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
    )
    first = code.co_firstlineno + lines
    return code.replace(co_consts=constants, co_filename=origin, co_firstlineno=first)


def _remember_lines(chunks: Iterable[Statement]) -> None:
    """Let tracebacks and inspect find the source of code that is in no file."""
    lines: dict[str, list[str]] = {}
    for origin, first, source, _ in chunks:
        own = lines.setdefault(origin, [])
        own.extend("\n" for _ in range(first - 1 - len(own)))
        text = source.splitlines(keepends=True)
        own[first - 1 : first - 1 + len(text)] = text
    for origin, own in lines.items():
        linecache.cache[origin] = (sum(map(len, own)), None, own, origin)
