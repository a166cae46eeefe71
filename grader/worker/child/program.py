"""Executes a submission's statements in a fresh namespace, going on after each that fails."""

from __future__ import annotations

import ast
import contextlib
import copy
import dis
import linecache
import marshal
import random
import sys
import warnings
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.worker.child import compat
from grader.worker.child.absent import AbsentFinder
from grader.worker.child.compiling import compile_part
from grader.worker.child.steps import TooManySteps, count_steps
from grader.worker.child.support_modules import CourseFinder, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

NAME = "submission"
MOST_STEPS = 100_000  # of a statement beside the functions
_seed_numpy, _seed_python = np.random.seed, random.seed
_COMPUTING = frozenset(
    dis.opmap[name] for name in ("CALL", "CALL_KW", "CALL_FUNCTION_EX", "JUMP_BACKWARD") if name in dis.opmap
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

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
            return compile_part(self.text, self.origin)
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

    def __init__(self, chunks: Iterable[Sequence[Any]], modules: dict[str, str]) -> None:
        self._chunks = [Statement(*fields) for fields in chunks]
        self._lenient = False
        self._compile()
        self.finder = CourseFinder(modules)
        self.absent = AbsentFinder()
        self.standing = Standing(ModuleType(NAME), {}, [])
        _remember_lines(self._chunks)

    @property
    def origins(self) -> frozenset[str]:
        return frozenset(chunk.origin for chunk in self._chunks)

    @property
    def codes(self) -> list[CodeType]:
        return [part.code for part in self._parts]

    def trees(self) -> Iterator[ast.Module]:
        """Parse the statements that Python reads."""
        for chunk in self._chunks:
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                yield chunk.parse()

    def soften(self) -> bool:
        """From now on execute the program as an older NumPy would have; False if it is so already."""
        if self._lenient:
            return False
        self._lenient = True
        self._compile()
        return True

    def fresh(self) -> dict[str, Any]:
        """Return the namespace after all statements have run."""
        self._forget_modules()
        _seed_numpy(
            0
        )  # what is drawn beside the functions is the same for every exercise and every equal program
        _seed_python(0)
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
        self._forget_modules()
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
        """Say whether keeping the namespace costs next to nothing."""
        return all(
            name.startswith("__") or issubclass(type(value), _LIGHT)
            for name, value in tuple(self.standing.module.__dict__.items())
        )

    def _forget_modules(self) -> None:
        self.finder.forget()
        self.absent.forget()

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
            with self._limit(part.code):
                exec(part.code, namespace)  # noqa: S102  # this process exists to run it
        except BaseException as error:  # whatever it is, the next statement still runs
            nodes = part.nodes()
            if len(nodes) > 1:
                before, rest = _split(nodes, _line(error, part.code))
                origin = part.code.co_filename
                first = [_compile_part(before, origin)] if before else []
                self._parts[index : index + 1] = [*first, *(_compile_part([node], origin) for node in rest)]
                return index + len(first)
            if (bare := _without_missing_decorators(nodes[0], namespace)) is not None:
                self._parts[index] = _compile_part([bare], part.code.co_filename)
                return index
            self._explain(nodes[0], error, namespace, part.code.co_filename)
        return index + 1

    def _limit(self, code: CodeType) -> AbstractContextManager[Any]:
        """Stop what computes for too long; what only defines is spared the count."""
        computes = not _COMPUTING.isdisjoint(code.co_code[::2])
        return count_steps(self.origins, MOST_STEPS) if computes else contextlib.nullcontext()

    def _explain(self, node: ast.stmt, error: BaseException, namespace: dict[str, Any], origin: str) -> None:
        """Note why a statement failed; an import is made up for as far as possible."""
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._import_each(node, namespace)
        else:
            reason = f"{origin}, line {node.lineno} failed: {_one_line(error)}"
            self.notes.append(reason)
            self.failures.update(dict.fromkeys(_bound_by(node), reason))
            if isinstance(error, TooManySteps):  # half of it would pass for a value
                for name in (*_bound_by(node), *_changed_by(node)):
                    if not isinstance(namespace.get(name), ModuleType | FunctionType | type):
                        namespace.pop(name, None)

    def _import_each(self, node: ast.Import | ast.ImportFrom, namespace: dict[str, Any]) -> None:
        """Import name by name; one that is not there is bound to what explains it when used."""
        for alias in node.names:
            single = (
                ast.Import([alias])
                if isinstance(node, ast.Import)
                else ast.ImportFrom(node.module, [alias], node.level)
            )
            try:
                exec(compile_part(_module_of(single, node), NAME), namespace)  # noqa: S102
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


def _without_missing_decorators(node: ast.stmt, namespace: dict[str, Any]) -> ast.stmt | None:
    """Return a definition without the decorators whose import failed; None where it has none of these."""
    if not isinstance(node, _DEFINITIONS):
        return None
    rest = [decorator for decorator in node.decorator_list if not _is_missing(decorator, namespace)]
    if len(rest) == len(node.decorator_list):
        return None
    bare = copy.copy(node)
    bare.decorator_list = rest
    return bare


def _is_missing(decorator: ast.expr, namespace: dict[str, Any]) -> bool:
    while isinstance(decorator, ast.Call | ast.Attribute):
        decorator = decorator.func if isinstance(decorator, ast.Call) else decorator.value
    return isinstance(decorator, ast.Name) and type(namespace.get(decorator.id)) is Missing


def _compile_part(nodes: list[ast.stmt], origin: str) -> Part:
    return Part(compile_part(ast.Module(nodes, []), origin), lambda: nodes)


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
    if isinstance(node, _DEFINITIONS):
        yield node.name


def _changed_by(node: ast.stmt) -> Iterable[str]:
    """Yield the names of what a statement stores elements or attributes in, or calls a method of."""
    for inner in ast.walk(node):
        method = inner.func if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) else None
        place = method or inner
        if not isinstance(place, ast.Attribute | ast.Subscript) or (
            method is None and isinstance(place.ctx, ast.Load)
        ):
            continue
        root: ast.expr = place
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name):
            yield root.id


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
