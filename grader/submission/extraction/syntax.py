"""Parts of a syntax tree, looked at quickly: a submission is looked at as a whole, and there are many."""

from __future__ import annotations

import ast

IMPORTS = (ast.Import, ast.ImportFrom)
Function = ast.FunctionDef | ast.AsyncFunctionDef
# tuples of types are made once: `A | B` in a call of isinstance is made anew every time
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
LEAVES = frozenset({ast.Constant, ast.Name})
PLACES = (ast.Attribute, ast.Subscript)
# fields that hold no expression, or only such as tell how the others are meant
NO_PARTS = frozenset(
    {"ctx", "op", "ops", "id", "attr", "arg", "kind", "conversion", "is_async", "simple", "type_comment"}
)
PARTS = {
    node: tuple(name for name in node._fields if name not in NO_PARTS)
    for node in vars(ast).values()
    if isinstance(node, type) and issubclass(node, ast.AST)
} | {ast.Constant: ()}


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


def root_name(node: ast.expr) -> str:
    """Return the name that attributes and elements are taken of: a of a.b[0].c; empty where it is no name."""
    while isinstance(node, PLACES):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
