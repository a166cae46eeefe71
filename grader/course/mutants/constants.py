"""Edits of numbers: constants and exponents."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site, function_name
from grader.course.mutants.text import is_text


def numbers(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Change constants and exponents."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not _fixed(site, node):
        for new in _other_numbers(node.value):
            effect = f"{{target}} is computed with {new} where another number belongs"
            if _in_index(site, node):
                effect = "{target} reads a value at the wrong index"
            yield site.change(Operator.CONSTANT, node, new, f"{node.value}>{new}", effect)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Name):
        name = node.right.id
        for new in ("2", "1", "3", f"({name} + 1)", f"({name} - 1)", *sorted(_counters(site))):
            effect = (
                f"the exponent in {{target}} is "
                f"{'not' if new.startswith('(') else new + ' instead of'} {name}"
            )
            yield site.change(Operator.CONSTANT, node.right, new, f"{name}>{new}", effect)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant):
        for new, word in (("3", "3"), ("0.5", "a root")):
            effect = f"the exponent in {{target}} is {word} where another one belongs"
            yield site.change(Operator.CONSTANT, node.right, new, f"**>{new}", effect)


def _counters(site: Site) -> set[str]:
    """Return the variables that the function's loops count with."""
    return {
        node.target.id
        for node in ast.walk(site.text.function)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
        if isinstance(node.iter, ast.Call) and function_name(node.iter.func) == "range"
    }


def _fixed(site: Site, node: ast.Constant) -> bool:
    """Tell True and False, the axis of a shape, which is an index, and a seed."""
    start, _ = site.text.span(node)
    return isinstance(node.value, bool) or site.text.text[:start].endswith((".shape[", ".seed("))


def _in_index(site: Site, node: ast.Constant) -> bool:
    start, _ = site.text.span(node)
    nodes = ast.walk(site.statement.node)
    slices = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    spans = [site.text.span(index) for index in slices if not is_text(index)]
    return any(first <= start < last for first, last in spans)


def _other_numbers(value: float) -> list[str]:
    if value in {0, 1}:
        return (
            ["1" if value == 0 else "0", "2", "(-1)", "0.5", "0.01"] if value == 1 else ["1", "(-1)", "0.5"]
        )
    if value == 2:
        return ["1", "4", "3"]
    if isinstance(value, float) and value < 1:
        return ["1", "0", repr(value * 10), repr(value / 10), "0.001"]
    return ["1", repr(value - 1), repr(value + 1), repr(value / 10), repr(value * 10), repr(value / 100)]
