"""Lets code written for an older NumPy run: a name that NumPy removed must cost nobody a mark.

Names are put back once, before any submission runs. What changed in meaning is dealt with only when a call
fails by it: its program is then compiled anew by `lenient`, and called again. So code that fits today's
NumPy runs as it is, at full speed.
"""

from __future__ import annotations

import ast
import builtins
import math
import operator
import re
from typing import Any

import numpy as np

_ALIASES: dict[str, Any] = {
    **{"int": int, "long": int, "float": float, "complex": complex, "object": object, "bool": bool},
    **{"str": str, "unicode": str, "unicode_": np.str_, "string_": np.bytes_, "float_": np.float64},
    **{"complex_": np.complex128, "cfloat": np.complex128, "longfloat": np.longdouble},
    **{"Inf": np.inf, "infty": np.inf, "Infinity": np.inf, "PINF": np.inf, "NINF": -np.inf},
    **{"NaN": np.nan, "NAN": np.nan, "PZERO": 0.0, "NZERO": -0.0, "math": math, "mat": np.asmatrix},
    **{"product": np.prod, "cumproduct": np.cumprod, "alltrue": np.all, "sometrue": np.any},
    **{"round_": np.round, "row_stack": np.vstack},
}
_SOFTENED = (
    "sqrt",
    "exp",
    "log",
    "log2",
    "log10",
    "log1p",
    "pow",
    "tanh",
    "sin",
    "cos",
    "floor",
    "ceil",
    "fabs",
)
_NUMBERS = ("float", "int", "complex")

# The errors by which today's NumPy refuses an array of one element, or a method, that older ones took.
_CURABLE = re.compile(
    r"only 0-dimensional arrays can be converted|only length-1 arrays can be converted"
    r"|setting an array element with a sequence|Error setting single item of array"
    r"|format: a(n integer| real number) is required, not numpy.ndarray|Calling np.sum\(generator\)"
    r"|`?(itemset|ptp)`? was removed from the ndarray|has no attribute '(itemset|ptp)'"
)


def install() -> None:
    """Put the names back that NumPy no longer has."""
    rewritten = {"in1d": _in1d, "asscalar": _asscalar, "trapz": getattr(np, "trapezoid", None)}
    for name, value in (_ALIASES | rewritten).items():
        if name not in np.__dict__:
            setattr(np, name, value)


def is_curable(error: BaseException | None) -> bool:
    """Say whether an older NumPy might not have raised this."""
    if not isinstance(error, TypeError | ValueError | AttributeError):
        return False
    try:
        return _CURABLE.search(str(error)) is not None
    except Exception:  # a student's exception may have any __str__
        return False


def make_lenient(tree: ast.Module) -> ast.Module:
    """Rewrite the places where older NumPy took an array of one element for the element."""
    _Lenient().visit(tree)
    return ast.fix_missing_locations(tree)


def helpers() -> dict[str, Any]:
    """Return the names that rewritten code uses."""
    return {
        "_old_store": _store,
        "_old_slot": _Slot,
        "_old_call": _call,
        "_old_format": _format,
        "_old_method": _method,
    }


def soften() -> None:
    """Have the functions of math, and np.sum, take what they took."""
    for name in _SOFTENED:
        setattr(math, name, _taking_arrays(getattr(math, name)))
    np.sum = _sum_taking_generators(np.sum)


class _Lenient(ast.NodeTransformer):
    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Subscript) or not _single(target.slice):
            return node
        return _statement(node, _call_of("_old_store", node.value, target.value, target.slice))

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        target = node.target
        if not isinstance(target, ast.Subscript) or not _single(target.slice):
            return node
        name = ast.Constant(_IN_PLACE[type(node.op)])
        slot = _call_of("_old_slot", target.value, target.slice, name)
        return _statement(node, ast.Call(ast.Attribute(slot, "update", ast.Load()), [node.value], []))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Name) and function.id in _NUMBERS and not node.keywords:
            return ast.copy_location(_call_of("_old_call", function, *node.args), node)
        if isinstance(function, ast.Attribute) and function.attr in ("itemset", "ptp"):
            method = _call_of("_old_method", function.value, ast.Constant(function.attr))
            return ast.copy_location(ast.Call(method, node.args, node.keywords), node)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        if not text or not isinstance(node.op, ast.Mod):
            return node
        return ast.copy_location(_call_of("_old_format", node.left, node.right), node)


_IN_PLACE: dict[type[ast.operator], str] = {
    ast.Add: "iadd", ast.Sub: "isub", ast.Mult: "imul", ast.Div: "itruediv", ast.FloorDiv: "ifloordiv",
    ast.Mod: "imod", ast.Pow: "ipow", ast.MatMult: "imatmul", ast.LShift: "ilshift", ast.RShift: "irshift",
    ast.BitOr: "ior", ast.BitAnd: "iand", ast.BitXor: "ixor",
}  # fmt: skip


def _single(index: ast.expr) -> bool:
    """Say whether the index may name one element: a slice never does."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return not any(isinstance(part, ast.Slice | ast.Starred) for part in parts)


def _call_of(name: str, *arguments: ast.expr) -> ast.Call:
    """Return a call of the function of this name."""
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def _statement(old: ast.stmt, value: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Expr(value), old)


def _element(value: Any) -> Any:
    """Return the one element of an array or matrix of one element, and anything else as it is."""
    single = isinstance(value, np.ndarray) and value.ndim and value.size == 1
    return np.asarray(value).reshape(())[()] if single else value  # a matrix stays one, reshaped


def _store(value: Any, container: Any, index: Any) -> None:
    try:
        container[index] = value
    except (TypeError, ValueError):
        if not isinstance(container, np.ndarray | np.flatiter) or _element(value) is value:
            raise
        container[index] = _element(value)


class _Slot:
    """The left side of `x[i] += ...`: read before the right side is worked out, as Python does."""

    def __init__(self, container: Any, index: Any, name: str) -> None:
        self._container, self._index, self._operation = container, index, getattr(operator, name)
        self._old = container[index]

    def update(self, value: Any) -> None:
        _store(self._operation(self._old, value), self._container, self._index)


def _call(function: Any, *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except TypeError:
        elements = [_element(argument) for argument in arguments]
        if all(map(operator.is_, elements, arguments)):
            raise
        return function(*elements)


def _format(text: str, values: Any) -> str:
    try:
        return str(text % values)
    except TypeError:
        elements = tuple(map(_element, values)) if isinstance(values, tuple) else _element(values)
        return str(text % elements)


def _method(value: Any, name: str) -> Any:
    own = getattr(value, name, None)
    if own is not None or not isinstance(value, np.ndarray):
        return own if own is not None else getattr(value, name)
    return _itemset(value) if name == "itemset" else lambda *args, **kwargs: np.ptp(value, *args, **kwargs)


def _itemset(array: Any) -> Any:
    def itemset(*arguments: Any) -> None:
        *index, value = arguments
        if len(index) == 1 and not isinstance(index[0], tuple):
            _store(value, array.flat, index[0])
        else:
            _store(value, array, tuple(index[0]) if index and isinstance(index[0], tuple) else tuple(index))

    return itemset


def _taking_arrays(function: Any) -> Any:
    return lambda *arguments: _call(function, *arguments)


def _sum_taking_generators(original: Any) -> Any:
    def sum(a: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: A001  # NumPy's names
        if hasattr(a, "gi_frame"):
            return builtins.sum(a)
        return original(a, *args, **kwargs)

    return sum


def _in1d(ar1: Any, ar2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    return np.isin(np.asarray(ar1).ravel(), ar2, assume_unique=assume_unique, invert=invert)


def _asscalar(array: Any) -> Any:
    return np.asarray(array).item()
