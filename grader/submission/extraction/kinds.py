"""What a top-level statement is to grading: kept always, kept where something needs it, or a run to drop."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.submission.extraction.cheap import CheapCalls, Kind
from grader.submission.extraction.syntax import (
    ASSIGNMENTS,
    DEFINITIONS,
    IMPORTS,
    LEAVES,
    PLACES,
    children,
    root_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCKS = (ast.If, ast.Try, ast.With)
LOOPS = (ast.For, ast.While)
SEQUENCES = (ast.Tuple, ast.List)
PLAIN = frozenset(
    {
        ast.Tuple, ast.List, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp,
        ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.JoinedStr, ast.FormattedValue, ast.ListComp,
        ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.keyword,
    }
)  # fmt: skip
KEPT_WHOLE = (Kind.IMPORT, Kind.DEFINITION, Kind.CONSTANT, Kind.VALUE)  # by a block they stand in


def kind(node: ast.stmt, calls: CheapCalls) -> Kind:
    if isinstance(node, IMPORTS):
        return Kind.IMPORT
    if isinstance(node, DEFINITIONS):
        return Kind.DEFINITION
    if isinstance(node, BLOCKS):
        return _block_kind(node, calls)
    if isinstance(node, ASSIGNMENTS):
        return _assignment_kind(node, calls)
    return Kind.OBJECT if _is_step(node, calls) else Kind.RUN


def _block_kind(node: ast.If | ast.Try | ast.With, calls: CheapCalls) -> Kind:
    if isinstance(node, ast.If) and any(_is_dunder_name(part) for part in ast.walk(node.test)):
        return Kind.RUN
    if (isinstance(node, ast.With) and not _opens_handed_in(node, calls)) or (
        isinstance(node, ast.If) and value_kind(node.test, calls) is None
    ):
        return Kind.BLOCK
    kinds = {part for statement in _inside(node) for part in _kinds_inside(statement, calls)}
    if kinds.issubset(KEPT_WHOLE):
        return Kind.DEFINITION
    objects = kinds.isdisjoint((Kind.RUN, Kind.BLOCK, Kind.IMPORT, Kind.DEFINITION))
    return Kind.OBJECT if objects else Kind.BLOCK


def _opens_handed_in(node: ast.With, calls: CheapCalls) -> bool:
    """Tell whether it is with open("config.json") as file, of data beside the work."""
    if not all(calls.reads_handed_in(item.context_expr) for item in node.items):
        return False
    calls.add_values(name for item in node.items for name in _names_stored(item))
    return True


def _is_dunder_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"


def _inside(node: ast.stmt) -> Iterator[ast.stmt]:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.ExceptHandler):
            yield from part.body
        elif isinstance(part, ast.stmt):
            yield part


def _kinds_inside(node: ast.stmt, calls: CheapCalls) -> Iterator[Kind]:
    """Yield what a statement in a block is; nothing for one that does nothing but print."""
    if isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and _is_remark(node.value)):
        return
    result = kind(node, calls)
    if result in (Kind.VALUE, Kind.CONSTANT):
        calls.add_values(_names_stored(node))
    yield result


def _is_remark(node: ast.expr) -> bool:
    prints = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    return prints or isinstance(node, ast.Constant)


def _is_step(node: ast.stmt, calls: CheapCalls) -> bool:
    """Tell whether it is a loop that fills a table, or a call that changes a value: table.append(1)."""
    if isinstance(node, ast.Expr):
        call = node.value
        changes = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        return changes and calls.holds_value(root_name(call.func)) and value_kind(call, calls) is not None  # type: ignore[attr-defined]  # changes says so
    if not isinstance(node, LOOPS):
        return False
    governing = node.iter if isinstance(node, ast.For) else node.test
    if value_kind(governing, calls) is None or (
        isinstance(node, ast.For) and not _is_bindable(node.target, calls)
    ):
        return False
    calls.add_values(_names_stored(node))
    return all(_is_inner_step(statement, calls) for statement in (*node.body, *node.orelse))


def _is_inner_step(node: ast.stmt, calls: CheapCalls) -> bool:
    if isinstance(node, (ast.Pass, ast.Break, ast.Continue)):
        return True
    if isinstance(node, ast.If):
        inner = (*node.body, *node.orelse)
        return value_kind(node.test, calls) is not None and all(_is_inner_step(part, calls) for part in inner)
    if isinstance(node, ASSIGNMENTS):
        return _assignment_kind(node, calls) is not Kind.RUN
    return (isinstance(node, ast.Expr) and _is_remark(node.value)) or _is_step(node, calls)


def _names_stored(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _assignment_kind(node: ast.Assign | ast.AnnAssign | ast.AugAssign, calls: CheapCalls) -> Kind:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    kind_of_value = value_kind(node.value, calls) if node.value else None
    if kind_of_value is None or not all(_is_bindable(target, calls) for target in targets):
        return Kind.RUN
    only_names = all(isinstance(target, ast.Name) for target in targets)
    if kind_of_value is Kind.CONSTANT and (not only_names or isinstance(node, ast.AugAssign)):
        return Kind.VALUE
    return kind_of_value


def _is_bindable(target: ast.expr, calls: CheapCalls) -> bool:
    """A name, names, or a part of a value: sizes["x"] = 2, cfg.table[0] = 1; of a module only np.int = int."""
    if isinstance(target, SEQUENCES):
        return all(_is_bindable(part, calls) for part in target.elts)
    if isinstance(target, PLACES) and not calls.holds_value(root_name(target)):
        return isinstance(target.value, ast.Name)
    return bool(root_name(target))


def value_kind(node: ast.expr, calls: CheapCalls) -> Kind | None:
    """CONSTANT, VALUE or OBJECT for what can be computed in little time and without effect, else None."""
    result = Kind.CONSTANT
    names: list[ast.Name] = []
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        what = type(part)
        if what in LEAVES:
            if isinstance(part, ast.Name):
                names.append(part)
        elif what in PLAIN:
            waiting += children(part)
        elif isinstance(part, ast.Lambda):
            waiting += [*part.args.defaults, *(kw for kw in part.args.kw_defaults if kw)]
        elif isinstance(part, ast.Call) and (called := calls.kind(part)) is not None:
            result = Kind.OBJECT if Kind.OBJECT in (called, result) else Kind.VALUE
            waiting += [part.func, *part.args, *part.keywords]
        else:
            return None
    if result is Kind.OBJECT and not calls.are_cheap(_names_read(names)):
        return None
    return result


def _names_read(names: Sequence[ast.Name]) -> set[str]:
    """Return the names that are read, but for those that a comprehension binds."""
    stored = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return {name.id for name in names} - stored


def changed_names(node: ast.stmt) -> Iterator[str]:
    """Yield the names of what a statement changes and does not bind: cfg.x = 1, sizes["x"] = 2, table.append(3)."""
    for part in ast.walk(node):
        if isinstance(part, PLACES) and not isinstance(part.ctx, ast.Load):
            yield root_name(part)
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            yield root_name(part.value.func) if isinstance(part.value.func, ast.Attribute) else ""


def wraps_itself(node: ast.stmt, names: Sequence[str] | frozenset[str]) -> bool:
    """Tell whether a statement gives functions to a call and keeps what it makes under their names."""
    value = node.value if isinstance(node, ast.Assign) else None
    arguments = value.args if isinstance(value, ast.Call) else ()
    return {part.id for part in arguments if isinstance(part, ast.Name)}.issuperset(names)
