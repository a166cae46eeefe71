"""What plain programs may hold only under a condition, and what chance may come of (plainness.py)."""

from __future__ import annotations

import ast
import re

from grader.grading.allowlist import ATTRIBUTES, TYPES
from grader.grading.chance import ITERATORS, OBJECTS, SETS, TEXTS
from grader.grading.tree_walk import Checks, Import, NotPlain, Walk

REACHES = re.compile(r"\{[^{}:!]*[.\[]")  # a field of a format that asks for an attribute or an element
HOLDERS = (ast.Attribute, ast.Subscript)
CONSUMERS = frozenset({"list", "tuple", "dict", "sum", "sorted", "max", "min", "any", "all"})


def _name(walk: Walk, node: ast.Name) -> None:
    if not isinstance(node.ctx, ast.Load):
        walk.bind(node.id)
    elif not hasattr(node, "is_used"):
        walk.values.add(node.id)
    walk.name(node.id)


def _argument(walk: Walk, node: ast.arg) -> None:
    walk.bind(node.arg)
    _allow_types(node.annotation)


def _function(walk: Walk, node: ast.FunctionDef) -> None:
    walk.bind(node.name)
    walk.functions.add(node.name)
    _allow_types(node.returns)


def _allow_types(annotation: ast.expr | None) -> None:
    """Have types pass in an annotation, which nothing on the list can look at."""
    if isinstance(annotation, ast.Attribute) and annotation.attr in TYPES:
        annotation.is_type = True  # type: ignore[attr-defined]  # read by _attribute


def _attribute(walk: Walk, node: ast.Attribute) -> None:
    walk.attributes.add(node.attr)
    if not hasattr(node, "is_used"):
        walk.value_attributes.add(node.attr)
    node.value.is_used = True  # type: ignore[attr-defined]  # read by _name and here
    if not isinstance(node.ctx, ast.Load):
        raise NotPlain(node.attr)
    if node.attr == "format":  # "{0.__globals__}" would reach whatever its argument holds
        text = node.value.value if isinstance(node.value, ast.Constant) else None
        if not isinstance(text, str) or REACHES.search(text):
            raise NotPlain("format")
    elif node.attr not in ATTRIBUTES and not hasattr(node, "is_type"):
        raise NotPlain(node.attr)


def _subscript(walk: Walk, node: ast.Subscript) -> None:
    if isinstance(node.ctx, ast.Load):
        return
    root: ast.expr = node
    while isinstance(root, HOLDERS):
        root = root.value
    if not isinstance(root, ast.Name) or isinstance(node.ctx, ast.Del):
        raise NotPlain("an element of what has no name")
    walk.filled.add(root.id)


def _call(walk: Walk, node: ast.Call) -> None:
    _note_call(walk, node)
    if isinstance(node.func, ast.Name) and node.func.id == "isinstance" and len(node.args) == 2:
        kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
        for kind in kinds:
            if isinstance(kind, ast.Attribute) and kind.attr in TYPES:
                kind.is_type = True  # type: ignore[attr-defined]  # read by _attribute
    if isinstance(node.func, ast.Attribute) and node.func.attr == "seed" and not node.args:
        raise NotPlain("chance")
    for keyword in node.keywords:
        if keyword.arg in (None, "where"):  # hides what is given, or leaves memory as it was found
            raise NotPlain("a keyword")


def _note_call(walk: Walk, node: ast.Call) -> None:
    """Note an iterator that is made to be more than gone through at once."""
    node.func.is_used = True  # type: ignore[attr-defined]  # read by _name and _attribute
    if not isinstance(node.func, ast.Name):
        return
    if node.func.id in CONSUMERS:
        for argument in node.args:
            argument.is_consumed = True  # type: ignore[attr-defined]  # read here and by _generator
    if node.func.id in ITERATORS and not hasattr(node, "is_consumed"):
        walk.values.add(node.func.id)


def _generator(walk: Walk, node: ast.GeneratorExp) -> None:
    if not hasattr(node, "is_consumed"):
        walk.values.add("iter")


def _for(_: Walk, node: ast.For) -> None:
    node.iter.is_consumed = True  # type: ignore[attr-defined]  # read by _note_call


def _refuse_private(path: str) -> None:
    """Refuse names such as `__builtins__`, which lead out of any module: under another name they would not show."""
    if path != "__future__" and any(part.startswith("_") for part in path.split(".")):
        raise NotPlain(path)


def _import(walk: Walk, node: ast.Import) -> None:
    for alias in node.names:
        _refuse_private(alias.name)
        bound = alias.asname or alias.name.partition(".")[0]
        walk.bind(bound)
        walk.imports.append(Import(alias.name, "", bound))


def _import_from(walk: Walk, node: ast.ImportFrom) -> None:
    _refuse_private(node.module or "")
    for alias in node.names:
        _refuse_private(alias.name)
        bound = alias.asname or alias.name
        if alias.name != "*":
            walk.bind(bound)
        walk.imports.append(Import("." * node.level + (node.module or ""), alias.name, bound))


def _comprehension(_: Walk, node: ast.comprehension) -> None:
    if node.is_async:
        raise NotPlain("async")
    node.iter.is_consumed = True  # type: ignore[attr-defined]  # read by _note_call


def _kind(walk: Walk, node: ast.AST) -> None:
    walk.kinds.add(type(node))


CHECKS: Checks = {
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
