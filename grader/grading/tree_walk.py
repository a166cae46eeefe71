"""One way through a statement's syntax tree, and what is met on it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from grader.grading.allowlist import BARRED, FIELDS
from grader.grading.chance import Mentions

Checks = Mapping[type, Callable[["Walk", Any], None]]  # by kind of node; each raises NotPlain


class Import(NamedTuple):
    """A name taken from a module: what binds it, and as what."""

    module: str
    name: str  # empty: the module itself
    bound: str


class Look(NamedTuple):
    """What a statement's tree tells."""

    plain: bool = False
    reads: frozenset[str] = frozenset()  # every name in it, local ones too
    imports: tuple[Import, ...] = ()
    defines: str = ""  # the function that it defines and no more, also where that is not plain
    state: frozenset[str] = frozenset()  # the names it binds to what outlives a call and may change in it
    mentions: Mentions = Mentions()


class NotPlain(Exception):  # noqa: N818  # not an error: it is run
    """Something that is not on the list."""


class Walk:
    """One way through a tree, parts in their order, with what was met on it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.bound: set[str] = set()
        self.filled: set[str] = set()  # what elements are stored in
        self.imports: list[Import] = []
        self.attributes: set[str] = set()
        self.kinds: set[type] = set()
        self.values: set[str] = set()
        self.value_attributes: set[str] = set()
        self.functions: set[str] = set()

    def over(self, tree: ast.Module, checks: Checks) -> Look:
        """Look at every node; raises NotPlain at the first that is not on the list."""
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            kind = type(node)
            fields = FIELDS.get(kind)
            if fields is None:
                raise NotPlain(kind.__name__)
            check = checks.get(kind)
            if check:
                check(self, node)
            for name in fields:
                part = getattr(node, name)
                if isinstance(part, ast.AST):
                    waiting.append(part)
                elif type(part) is list:
                    waiting += [item for item in part if isinstance(item, ast.AST)]
        if not self.filled <= self.bound:
            raise NotPlain("an element of what is not its own")
        reads = frozenset(self.names | self.bound)
        mentions = Mentions(
            reads,
            frozenset(self.attributes),
            frozenset(self.kinds),
            frozenset(self.values),
            frozenset(self.value_attributes),
            frozenset(self.functions),
        )
        return Look(True, reads, tuple(self.imports), mentions=mentions)

    def bind(self, name: str) -> None:
        if name == "isinstance":  # its arguments are trusted with more than others (_call)
            raise NotPlain(name)
        self.bound.add(name)
        self.name(name)

    def name(self, name: str) -> None:
        if name in BARRED or (name.startswith("_") and name.strip("_")):
            raise NotPlain(name)
        self.names.add(name)
