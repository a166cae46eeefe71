"""Executes a submission's statements in a fresh namespace, going on after each that fails."""

from __future__ import annotations

import ast
import contextlib
import dis
import random
import sys
import warnings
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.worker.child import compat
from grader.worker.child.absent import AbsentFinder
from grader.worker.child.compiling import compile_part
from grader.worker.child.failures import bound_by, changed_by, one_line, without_missing_decorators
from grader.worker.child.pieces import Part, Statement, failed_line, part_of, remember_lines, split_before
from grader.worker.child.steps import TooManySteps, count_steps
from grader.worker.child.support_modules import CourseFinder, Missing, OwnFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

NAME = "submission"
MOST_STEPS = 100_000  # of a statement beside the functions
_seed_numpy, _seed_python = np.random.seed, random.seed
_COMPUTING = frozenset(
    dis.opmap[name] for name in ("CALL", "CALL_KW", "CALL_FUNCTION_EX", "JUMP_BACKWARD") if name in dis.opmap
)

# What a namespace of definitions is made of. Arrays and containers may be large: they are not kept for long.
_LIGHT = (
    *(FunctionType, BuiltinFunctionType, ModuleType, type, np.ufunc, type(np.sum), Missing),
    *(type(None), bool, int, float, complex, str),
)


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
        self.absent = AbsentFinder()
        self.own = OwnFinder(own_modules) if own_modules else None
        self.standing = Standing(ModuleType(NAME), {}, [])
        own = self.own.origins if self.own else {}
        self.origins = frozenset([*own, *(chunk.origin for chunk in self._chunks)])
        remember_lines([*self._chunks, *(Statement(name, 1, source, None) for name, source in own.items())])

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
        # what is drawn beside the functions is the same for every exercise and every equal program
        _seed_numpy(0)
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
        """Say whether keeping the namespace costs next to nothing, and keeps nothing else."""
        return not self.own and all(
            name.startswith("__") or issubclass(type(value), _LIGHT)
            for name, value in tuple(self.standing.module.__dict__.items())
        )

    def _forget_modules(self) -> None:
        self.finder.forget()
        self.absent.forget()
        if self.own:
            self.own.forget()

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
            return part_of(compat.make_lenient(chunk.parse()).body, chunk.origin)
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
                before, rest = split_before(nodes, failed_line(error, part.code))
                origin = part.code.co_filename
                first = [part_of(before, origin)] if before else []
                self._parts[index : index + 1] = [*first, *(part_of([node], origin) for node in rest)]
                return index + len(first)
            if (bare := without_missing_decorators(nodes[0], namespace)) is not None:
                self._parts[index] = part_of([bare], part.code.co_filename)
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
            reason = f"{origin}, line {node.lineno} failed: {one_line(error)}"
            self.notes.append(reason)
            self.failures.update(dict.fromkeys(bound_by(node), reason))
            if isinstance(error, TooManySteps):
                self._take_back(node, reason, namespace)

    def _take_back(self, node: ast.stmt, reason: str, namespace: dict[str, Any]) -> None:
        """Unbind what a statement that was stopped has half done: it would pass for a value."""
        for name in (*bound_by(node), *changed_by(node)):
            if not isinstance(namespace.get(name), ModuleType | FunctionType | type):
                namespace.pop(name, None)
                self.failures[name] = reason

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
                reason = f"{ast.unparse(single)} failed: {one_line(error)}"
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


def _module_of(single: ast.stmt, origin: ast.stmt) -> ast.Module:
    return ast.fix_missing_locations(ast.Module([ast.copy_location(single, origin)], []))
