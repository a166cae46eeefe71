"""Evaluates the formulas in which a course says what quantities are made of: numbers, names, + - * / **."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import cache

OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluate(formula: str, numbers: Mapping[str, float]) -> float | None:
    """Return a formula's value; None where a name in it has none, or the value is no finite number."""
    try:
        value = _value(_parse(formula), numbers)
    except (KeyError, ArithmeticError):
        return None
    return value if isinstance(value, float) and math.isfinite(value) else None


def check(formula: str) -> None:
    """Raise ValueError where a formula is no expression, or holds something that no quantity is made of."""
    try:
        nodes = list(ast.walk(ast.parse(formula, mode="eval").body))
    except SyntaxError as error:
        raise ValueError(f"{formula!r} cannot be read: {error.msg}") from error
    operators = (*OPERATIONS, ast.USub)
    for node in nodes:
        number = isinstance(node, ast.Constant) and type(node.value) in {int, float}
        if not number and not isinstance(node, (ast.Name, ast.BinOp, ast.UnaryOp, ast.Load, *operators)):
            what = ast.unparse(node) or type(node).__name__
            raise ValueError(f"{formula!r} may hold numbers, names and + - * / **, not {what!r}")


@cache
def _parse(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return numbers[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, numbers)
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATIONS[type(sign)](_value(left, numbers), _value(right, numbers))
    raise KeyError(ast.unparse(node))
