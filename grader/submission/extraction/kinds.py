"""What a top-level statement is to grading: kept always, kept where something needs it, or a run to drop."""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# modules whose functions neither reach outside nor take long on what a constant is made of
PURE_MODULES = frozenset(
    {
        "numpy", "math", "cmath", "functools", "operator", "itertools", "collections", "typing",
        "fractions", "decimal", "string", "copy", "re", "numbers", "types", "dataclasses", "enum",
    }
)  # fmt: skip
IMPURE = frozenset(
    {
        "load", "loadtxt", "genfromtxt", "fromfile", "memmap", "save", "savez", "savez_compressed",
        "savetxt", "open", "DataSource", "seterr", "set_printoptions", "test", "testing", "seed", "rand",
        "randn", "show_config", "info", "lookfor",
    }
)  # fmt: skip
CHEAP_BUILTINS = frozenset(
    {
        "abs", "all", "any", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate",
        "float", "frozenset", "int", "len", "list", "max", "min", "object", "ord", "pow", "range",
        "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip",
    }
)  # fmt: skip
METHODS = frozenset(
    {
        "reshape", "copy", "astype", "transpose", "flatten", "ravel", "keys", "values", "items", "format",
        "split", "join", "strip", "lower", "upper",
    }
)  # fmt: skip
# tuples and sets of types are made once: `A | B` in a call of isinstance is made anew every time
IMPORTS = (ast.Import, ast.ImportFrom)
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
BLOCKS = (ast.If, ast.Try, ast.With)
SEQUENCES = frozenset({ast.Tuple, ast.List})
PLACES = frozenset({ast.Attribute, ast.Subscript})
LEAVES = frozenset({ast.Constant, ast.Name})
PLAIN = frozenset(
    {
        ast.Tuple, ast.List, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp,
        ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.JoinedStr, ast.FormattedValue, ast.ListComp,
        ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.keyword,
    }
)  # fmt: skip
# fields that hold no expression, or only such as tell how the others are meant
NO_PARTS = frozenset(
    {"ctx", "op", "ops", "id", "attr", "arg", "kind", "conversion", "is_async", "simple", "type_comment"}
)
PARTS = {
    each: tuple(name for name in each._fields if name not in NO_PARTS)
    for each in vars(ast).values()
    if isinstance(each, type) and issubclass(each, ast.AST)
} | {ast.Constant: ()}


class Kind(StrEnum):
    IMPORT = "import"
    DEFINITION = "definition"
    CONSTANT = "constant"  # made without calling anything
    VALUE = "value"  # made by calls that are cheap and touch nothing else
    BLOCK = "block"  # an if, try or with whose statements are to be looked at one by one
    RUN = "run"


def imported_roots(nodes: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names under which harmless modules, or what is in them, were imported."""
    roots = {"np"}
    for node in nodes:
        if isinstance(node, ast.Import):
            roots |= {
                (alias.asname or alias.name).split(".")[0] for alias in node.names if _is_pure(alias.name)
            }
        elif isinstance(node, ast.ImportFrom) and _is_pure(node.module or ""):
            roots |= {alias.asname or alias.name for alias in node.names if alias.name not in IMPURE}
    return frozenset(roots)


def _is_pure(module: str) -> bool:
    return module.split(".")[0] in PURE_MODULES


def kind(node: ast.stmt, roots: frozenset[str]) -> Kind:
    if isinstance(node, IMPORTS):
        return Kind.IMPORT
    if isinstance(node, DEFINITIONS):
        return Kind.DEFINITION
    if isinstance(node, BLOCKS):
        return _block_kind(node, roots)
    if isinstance(node, ASSIGNMENTS):
        return _assignment_kind(node, roots)
    return Kind.RUN


def _block_kind(node: ast.If | ast.Try | ast.With, roots: frozenset[str]) -> Kind:
    if isinstance(node, ast.If) and any(_is_dunder_name(part) for part in ast.walk(node.test)):
        return Kind.RUN
    harmless = isinstance(node, ast.Try) or (
        isinstance(node, ast.If) and value_kind(node.test, roots) is not None
    )
    whole = harmless and all(_is_harmless(part, roots) for part in ast.iter_child_nodes(node))
    return Kind.DEFINITION if whole else Kind.BLOCK


def _is_dunder_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"


def _is_harmless(node: ast.AST, roots: frozenset[str]) -> bool:
    """Whether a block may be executed whole because of this statement in it."""
    if isinstance(node, ast.ExceptHandler):
        return all(_is_harmless(statement, roots) for statement in node.body)
    if not isinstance(node, ast.stmt):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) or _prints(node.value)
    return isinstance(node, ast.Pass) or kind(node, roots) not in (Kind.RUN, Kind.BLOCK)


def _prints(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def _assignment_kind(node: ast.Assign | ast.AnnAssign | ast.AugAssign, roots: frozenset[str]) -> Kind:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    kind_of_value = value_kind(node.value, roots) if node.value else None
    if kind_of_value is None or not all(map(_is_bindable, targets)):
        return Kind.RUN
    only_names = all(isinstance(target, ast.Name) for target in targets)
    return kind_of_value if only_names and not isinstance(node, ast.AugAssign) else Kind.VALUE


def _is_bindable(target: ast.expr) -> bool:
    """A name, names, or the attribute or element of a name: np.int = int, sizes["x"] = 2."""
    what = type(target)
    if what in SEQUENCES:
        return all(map(_is_bindable, target.elts))  # type: ignore[attr-defined]  # SEQUENCES have them
    if what in PLACES:
        target = target.value  # type: ignore[attr-defined]  # PLACES have one
    return type(target) is ast.Name


def value_kind(node: ast.expr, roots: frozenset[str]) -> Kind | None:
    """CONSTANT or VALUE for what can be computed in no time and without effect, else None."""
    result = Kind.CONSTANT
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        what = type(part)
        if what in LEAVES:
            continue
        if what in PLAIN:
            waiting += children(part)
        elif isinstance(part, ast.Lambda):
            waiting += [*part.args.defaults, *(kw for kw in part.args.kw_defaults if kw)]
        elif isinstance(part, ast.Call) and _is_cheap(part.func, roots):
            result = Kind.VALUE
            waiting += [*part.args, *part.keywords]
            if isinstance(part.func, ast.Attribute):
                waiting.append(part.func.value)
        else:
            return None
    return result


def children(node: ast.AST) -> list[ast.AST]:
    """Return the parts of an expression, or of a statement made of expressions alone.

    ast.iter_child_nodes gives operators and contexts too, and slowly.
    """
    parts: list[ast.AST] = []
    for name in PARTS[type(node)]:
        part = getattr(node, name)
        if type(part) is list:
            parts += filter(None, part)
        elif part is not None:
            parts.append(part)
    return parts


def _is_cheap(function: ast.expr, roots: frozenset[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in CHEAP_BUILTINS or function.id in roots
    if not isinstance(function, ast.Attribute) or function.attr in IMPURE:
        return False
    base: ast.expr = function
    while isinstance(base, ast.Attribute):
        base = base.value
    return function.attr in METHODS or (isinstance(base, ast.Name) and base.id in roots)
