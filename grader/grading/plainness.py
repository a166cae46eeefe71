"""What a statement is by its syntax tree: whether it is plain, what it reads, and a form without places.

A plain statement does the same wherever it stands and whatever stands beside it, so that its result may be
another's: all that it is made of is on a list (allowlist.py). What is not is run, whatever it does.
"""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

from grader.grading.allowlist import ATTRIBUTES, BARRED, FIELDS, TYPES
from grader.grading.chance import (
    ITERATORS,
    OBJECTS,
    SETS,
    TEXTS,
    Mentions,
    defined_function,
    shared_state,
)
from grader.memo import LONGEST, memoize_text

if TYPE_CHECKING:
    from collections.abc import Callable

STATEMENTS = 4096  # of which is kept what their trees tell
# The head of a function that does nothing while it is defined, in letters that Python reads as they are written.
INERT = re.compile(
    r"def[ \t]+([A-Za-z_]\w*)\("
    r"(?:\s*[A-Za-z_]\w*\s*(?:=\s*(?:-?\d[\d.]*(?:e-?\d+)?|None|True|False|'\w*'|\"\w*\")\s*)?(?:,|(?=\))))*"
    r"\s*\)[ \t]*:",
    re.ASCII,
)
REACHES = re.compile(r"\{[^{}:!]*[.\[]")  # a field of a format that asks for an attribute or an element
HOLDERS = (ast.Attribute, ast.Subscript)
CONSUMERS = frozenset({"list", "tuple", "dict", "sum", "sorted", "max", "min", "any", "all"})


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
    form: bytes = b""  # equal for statements that differ in comments, blank lines, spaces and place alone
    defines: str = ""  # the function that it defines and no more, also where that is not plain
    state: frozenset[str] = frozenset()  # the names it binds to what outlives a call and may change in it
    mentions: Mentions = Mentions()


class _NotPlain(Exception):  # noqa: N818  # not an error: it is run
    """Something that is not on the list."""


def inert(source: str) -> str:
    """Return the name of a function that does nothing while it is defined; empty for anything else."""
    head = INERT.match(source)
    return head[1] if head else ""


@memoize_text(STATEMENTS)
def look(source: str) -> Look:
    """Look at a statement's tree; what is too long or too deep for that is not plain."""
    if len(source) > LONGEST:
        return Look()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        defines = defined_function(tree)
        state = frozenset[str]() if defines else shared_state(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Look()
    try:
        return _Walk().over(tree)._replace(defines=defines, state=state)
    except (_NotPlain, ValueError, RecursionError, MemoryError):
        return Look(defines=defines)


class _Walk:
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

    def over(self, tree: ast.Module) -> Look:
        """Look at every node; raises _NotPlain at the first that is not on the list."""
        form: list[object] = []
        lines: list[int] = []
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            kind = type(node)
            fields = FIELDS.get(kind)
            if fields is None:
                raise _NotPlain(kind.__name__)
            check = CHECKS.get(kind)
            if check:
                check(self, node)
            if "lineno" in kind._attributes:
                lines += node.lineno, node.end_lineno  # type: ignore[attr-defined]  # it has them
            form.append(kind.__name__)
            for name in fields:
                part = getattr(node, name)
                if isinstance(part, ast.AST):
                    form.append(name)
                    waiting.append(part)
                elif type(part) is list:
                    form.append(len(part))
                    waiting += [item for item in part if isinstance(item, ast.AST)]
                    form += [item if isinstance(item, str) else item is None for item in part]
                else:
                    form.append((type(part).__name__, f"{part:x}" if type(part) is int else part))
        if not self.filled <= self.bound:
            raise _NotPlain("an element of what is not its own")
        reads = frozenset(self.names | self.bound)
        mentions = Mentions(
            reads,
            frozenset(self.attributes),
            frozenset(self.kinds),
            frozenset(self.values),
            frozenset(self.value_attributes),
            frozenset(self.functions),
        )
        return Look(True, reads, tuple(self.imports), _digest(form, lines), mentions=mentions)

    def bind(self, name: str) -> None:
        if name == "isinstance":  # its arguments are trusted with more than others (_call)
            raise _NotPlain(name)
        self.bound.add(name)
        self.name(name)

    def name(self, name: str) -> None:
        if name in BARRED or (name.startswith("_") and name.strip("_")):
            raise _NotPlain(name)
        self.names.add(name)


def _digest(form: list[object], lines: list[int]) -> bytes:
    """Hash what was met, and which parts share lines: steps are counted by lines, of which blank ones are none."""
    ranks = {line: rank for rank, line in enumerate(sorted(set(lines)))}
    return hashlib.sha256(
        repr((form, [ranks[line] for line in lines])).encode("utf-8", "surrogatepass")
    ).digest()


# --- what is on the list only under a condition ------------------------------------------------------


def _name(walk: _Walk, node: ast.Name) -> None:
    if not isinstance(node.ctx, ast.Load):
        walk.bind(node.id)
    elif not hasattr(node, "is_used"):
        walk.values.add(node.id)
    walk.name(node.id)


def _argument(walk: _Walk, node: ast.arg) -> None:
    walk.bind(node.arg)
    _allow_types(node.annotation)


def _function(walk: _Walk, node: ast.FunctionDef) -> None:
    walk.bind(node.name)
    walk.functions.add(node.name)
    _allow_types(node.returns)


def _allow_types(annotation: ast.expr | None) -> None:
    """Have types pass in an annotation, which nothing on the list can look at."""
    if isinstance(annotation, ast.Attribute) and annotation.attr in TYPES:
        annotation.is_type = True  # type: ignore[attr-defined]  # read by _attribute


def _attribute(walk: _Walk, node: ast.Attribute) -> None:
    walk.attributes.add(node.attr)
    if not hasattr(node, "is_used"):
        walk.value_attributes.add(node.attr)
    node.value.is_used = True  # type: ignore[attr-defined]  # read by _name and here
    if not isinstance(node.ctx, ast.Load):
        raise _NotPlain(node.attr)
    if node.attr == "format":  # "{0.__globals__}" would reach whatever its argument holds
        text = node.value.value if isinstance(node.value, ast.Constant) else None
        if not isinstance(text, str) or REACHES.search(text):
            raise _NotPlain("format")
    elif node.attr not in ATTRIBUTES and not hasattr(node, "is_type"):
        raise _NotPlain(node.attr)


def _subscript(walk: _Walk, node: ast.Subscript) -> None:
    if isinstance(node.ctx, ast.Load):
        return
    root: ast.expr = node
    while isinstance(root, HOLDERS):
        root = root.value
    if not isinstance(root, ast.Name) or isinstance(node.ctx, ast.Del):
        raise _NotPlain("an element of what has no name")
    walk.filled.add(root.id)


def _call(walk: _Walk, node: ast.Call) -> None:
    _note_call(walk, node)
    if isinstance(node.func, ast.Name) and node.func.id == "isinstance" and len(node.args) == 2:
        kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
        for kind in kinds:
            if isinstance(kind, ast.Attribute) and kind.attr in TYPES:
                kind.is_type = True  # type: ignore[attr-defined]  # read by _attribute
    if isinstance(node.func, ast.Attribute) and node.func.attr == "seed" and not node.args:
        raise _NotPlain("chance")
    for keyword in node.keywords:
        if keyword.arg in (None, "where"):  # hides what is given, or leaves memory as it was found
            raise _NotPlain("a keyword")


def _note_call(walk: _Walk, node: ast.Call) -> None:
    """Note an iterator that is made to be more than gone through at once."""
    node.func.is_used = True  # type: ignore[attr-defined]  # read by _name and _attribute
    if not isinstance(node.func, ast.Name):
        return
    if node.func.id in CONSUMERS:
        for argument in node.args:
            argument.is_consumed = True  # type: ignore[attr-defined]  # read here and by _generator
    if node.func.id in ITERATORS and not hasattr(node, "is_consumed"):
        walk.values.add(node.func.id)


def _generator(walk: _Walk, node: ast.GeneratorExp) -> None:
    if not hasattr(node, "is_consumed"):
        walk.values.add("iter")


def _for(_: _Walk, node: ast.For) -> None:
    node.iter.is_consumed = True  # type: ignore[attr-defined]  # read by _note_call


def _import(walk: _Walk, node: ast.Import) -> None:
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        walk.bind(bound)
        walk.imports.append(Import(alias.name, "", bound))


def _import_from(walk: _Walk, node: ast.ImportFrom) -> None:
    for alias in node.names:
        bound = alias.asname or alias.name
        if alias.name != "*":
            walk.bind(bound)
        walk.imports.append(Import("." * node.level + (node.module or ""), alias.name, bound))


def _comprehension(_: _Walk, node: ast.comprehension) -> None:
    if node.is_async:
        raise _NotPlain("async")
    node.iter.is_consumed = True  # type: ignore[attr-defined]  # read by _note_call


def _kind(walk: _Walk, node: ast.AST) -> None:
    walk.kinds.add(type(node))


CHECKS: dict[type, Callable[..., None]] = {
    **dict.fromkeys(SETS | TEXTS | OBJECTS, _kind),
    ast.Name: _name,
    ast.arg: _argument,
    ast.FunctionDef: _function,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.comprehension: _comprehension,
    ast.GeneratorExp: _generator,
    ast.For: _for,
}
