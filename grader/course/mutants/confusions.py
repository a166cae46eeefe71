"""Edits that put a formula in the place of one that the course names beside it: one derivative for another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import repeat
from typing import Any

from grader.conventions import Confusion
from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site

VARIABLE = "a"  # which stands in a formula for whatever it is a formula of


def confusions(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Exchange formulas that are taken for one another; the condition of an `if` is none."""
    if isinstance(node, ast.Compare) and isinstance(site.statement.node, ast.If):
        return
    for confusion in site.text.conventions.functions.confusions:
        operand = _operand(_parsed(confusion.formula), node)
        if operand is not None:
            yield from _exchange(site, node, confusion, site.wrap(operand))


def _exchange(site: Site, node: ast.expr, confusion: Confusion, operand: str) -> Iterator[Edit]:
    for name, formula in confusion.others:
        new = re.sub(rf"\b{VARIABLE}\b", lambda _: operand, formula)
        effect = confusion.effect.replace("{other}", name).replace("{name}", confusion.name)
        yield site.change(Operator.DERIVATIVE, node, f"({new})", f"derivative{name}", effect)


@cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _operand(pattern: ast.AST, node: ast.AST) -> ast.expr | None:
    """Return what a formula's variable stands for in an expression; None where the expression is another."""
    operands: list[ast.expr] = []
    if not _fits(pattern, node, operands) or not operands:
        return None
    first, *rest = operands
    return first if all(ast.dump(operand) == ast.dump(first) for operand in rest) else None


def _fits(pattern: Any, node: Any, operands: list[ast.expr]) -> bool:
    """Compare two trees, or pieces of them, and note what stands where the pattern has its variable."""
    if isinstance(pattern, ast.Name) and pattern.id == VARIABLE and isinstance(node, ast.expr):
        operands.append(node)
        return True
    if isinstance(pattern, list) and isinstance(node, list):
        return len(pattern) == len(node) and all(map(_fits, pattern, node, repeat(operands)))
    if isinstance(pattern, ast.AST) and type(pattern) is type(node):
        return all(
            _fits(getattr(pattern, field), getattr(node, field), operands) for field in pattern._fields
        )
    return bool(pattern == node)
