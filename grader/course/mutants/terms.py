"""Edits that drop one side of an operation: a term, a factor, a divisor, an exponent."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site


def terms(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Drop one side of an operation."""
    if not isinstance(node, ast.BinOp) or _steps(node):
        return
    left, right = site.wrap(node.left), site.wrap(node.right)
    first, second = (_in_a_sentence(site.phrase(site.source(side))) for side in (node.left, node.right))
    if isinstance(node.op, ast.Add | ast.Sub) and _own_value(site, node.left):
        yield _drop(
            site, node, left, "no update", "{target} is never updated: nothing is added or subtracted"
        )
    match node.op:
        case ast.Add():
            yield _drop(site, node, left, f"+{right}", f"{second or 'one term'} is not added in {{target}}")
            yield _drop(site, node, right, f"{left}+", f"{first or 'one term'} is missing in {{target}}")
        case ast.Sub():
            yield _drop(
                site, node, left, f"-{right}", f"{second or 'one term'} is not subtracted in {{target}}"
            )
            yield _drop(site, node, right, f"{left}-", f"{_difference(first, second)} in {{target}}")
            yield _drop(
                site, node, f"(-{right})", f"{left}0-", f"{first or 'one term'} is missing in {{target}}"
            )
        case ast.Mult() | ast.MatMult():
            yield _drop(site, node, left, f"*{right}", f"{_factor(second)} is missing in {{target}}")
            yield _drop(site, node, right, f"{left}*", f"{_factor(first)} is missing in {{target}}")
        case ast.Div():
            yield _drop(
                site,
                node,
                left,
                f"/{right}",
                f"the division by {second or 'the denominator'} is missing in {{target}}",
            )
            yield _drop(
                site,
                node,
                f"(1 / {right})",
                f"{left}/",
                f"{first or 'the numerator'} is missing in {{target}}",
            )
        case ast.Pow():
            power = "the square is missing" if right == "2" else f"the exponent{_of(second)} is missing"
            yield _drop(site, node, left, f"**{right}", f"{power} in {{target}}")


def _own_value(site: Site, node: ast.expr) -> bool:
    """Tell whether an expression is what its statement assigns to: W of W = W - step."""
    statement = site.statement.node
    return isinstance(statement, ast.Assign) and site.source(node) == site.source(statement.targets[0])


def _steps(node: ast.BinOp) -> bool:
    """Tell an index one before or behind another, whose edits are those of indices."""
    match node:
        case ast.BinOp(left=ast.Name(), op=ast.Add() | ast.Sub(), right=ast.Constant(value=1)):
            return True
        case _:
            return False


def _drop(site: Site, node: ast.expr, new: str, idea: str, effect: str) -> Edit:
    return site.change(Operator.TERM, node, new, idea, effect)


def _in_a_sentence(name: str) -> str:
    """Close what explains a name, as a sentence goes on after it: m, the number of examples, is missing."""
    return f"{name}," if "," in name else name


def _factor(name: str) -> str:
    return f"the factor {name}" if name else "a factor"


def _of(name: str) -> str:
    return f" {name}" if name else ""


def _difference(first: str, second: str) -> str:
    if first and second:
        return f"{second} is used alone where its difference from {first} belongs"
    return "one side of a subtraction is missing"
