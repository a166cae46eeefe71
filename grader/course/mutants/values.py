"""Edits of which value is used: indices, slices, keys, siblings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site, function_name
from grader.course.mutants.text import is_text


def ranges(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Begin and end loops one step earlier or later, and take them in the other direction."""
    if not (isinstance(node, ast.Call) and function_name(node.func) == "range"):
        return
    start, stop = node.args[0] if len(node.args) > 1 else None, node.args[-1 if len(node.args) == 1 else 1]
    for new, verb in (
        (f"{site.wrap(stop)} - 1", "ends one step early"),
        (f"{site.wrap(stop)} + 1", "goes one step too far"),
    ):
        yield site.change(Operator.INDEX, stop, new, f"stop{new[-3:]}", f"{{target}} {verb}")
    for new, verb in ((f"{site.source(stop)} - 2", "ends two steps early"),):
        yield site.change(Operator.INDEX, stop, new, f"stop{new[-3:]}", f"{{target}} {verb}")
    if start is not None:
        for new, verb in (
            (f"{site.wrap(start)} - 1", "begins one step early"),
            (f"{site.wrap(start)} + 1", "begins one step late"),
        ):
            yield site.change(Operator.INDEX, start, new, f"start{new[-3:]}", f"{{target}} {verb}")
    else:
        yield site.change(
            Operator.INDEX, node, f"range(1, {site.source(stop)})", "start1", "{target} begins one step late"
        )
    yield site.change(
        Operator.INDEX, node, f"list({site.source(node)})[:1]", "once", "{target} stops after its first turn"
    )


def subscripts(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Read another element, another axis of a shape, another slice."""
    if not isinstance(node, ast.Subscript):
        return
    name = site.phrase(site.source(node.value)) or "a value"
    if (
        isinstance(node.value, ast.Attribute)
        and node.value.attr == "shape"
        and isinstance(node.slice, ast.Constant)
    ):
        axis = "0" if node.slice.value == 1 else "1"
        array = site.source(node.value.value)
        effect = f"the size of {array} is read along the wrong axis in {{target}}"
        yield site.change(Operator.INDEX, node.slice, axis, "shape", effect)
        return
    if isinstance(node.slice, ast.Name | ast.BinOp) and not is_text(node.slice):
        old = site.source(node.slice)
        loops = [
            n.target.id
            for n in ast.walk(site.text.function)
            if isinstance(n, ast.For) and isinstance(n.target, ast.Name)
        ]
        effect = f"{{target}} reads {name} at the wrong index"
        for new in sorted({f"{old} - 1", f"{old} + 1", "0", "1", "-1", *loops} - {old}):
            yield site.change(Operator.INDEX, node.slice, new, f"[{old}]>{new}", effect)
    for item in _slices(node):
        for bound, word in ((item.lower, "begins"), (item.upper, "ends")):
            if bound is not None:
                old = site.source(bound)
                effect = f"a slice in {{target}} {word} at the wrong place"
                for new in ("", f"({old}) + 1", f"({old}) - 1"):
                    yield site.change(Operator.INDEX, bound, new, f"{word}{old}to{new}", effect)
        yield from _bounds(site, item)


def _slices(node: ast.Subscript) -> list[ast.Slice]:
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return [item for item in items if isinstance(item, ast.Slice)]


def _bounds(site: Site, item: ast.Slice) -> Iterator[Edit]:
    """Replace a computed bound by each of its two sides."""
    for bound in (item.lower, item.upper):
        if isinstance(bound, ast.BinOp):
            word = "begins" if bound is item.lower else "ends"
            for side in (bound.left, bound.right):
                effect = f"a slice in {{target}} {word} at the wrong place"
                yield site.change(
                    Operator.INDEX, bound, site.source(side), f"{word}side{site.source(side)}", effect
                )


def keys(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Use the key of another letter or number."""
    if not (isinstance(node, ast.Subscript) and is_text(node.slice)):
        return
    roles, container, old = site.text.roles, site.source(node.value), site.source(node.slice)
    kindred = list(roles.other_keys(old, site.text.assigned))
    kindred += [key for key in sorted(site.text.keys) if roles.normalize(key) == roles.normalize(old)]
    numbering = roles.naming.numbering
    for new in dict.fromkeys(kindred):
        if new != old:
            name = re.sub(r"[f\"']", "", re.sub(r"\{.*?\}", "", new))
            what = f"{numbering.words if numbering else 'number'} or letter"
            effect = f"{{target}} uses {name} of the wrong {what} in {container}"
            yield site.change(Operator.SIBLING, node.slice, new, f"{container}{old}to{new}", effect)
    for new in sorted(key for key in site.text.keys if key not in {old, *kindred} and key[0] in "\"'"):
        effect = f"{{target}} uses {new[1:-1]} of {container} where another of its values belongs"
        yield site.change(Operator.SIBLING, node.slice, new, f"{container}{old}to{new}", effect)
    for name in sorted(_containers(site) - {container}):
        effect = f"{{target}} uses a value of {name} where one of another kind belongs"
        yield site.change(Operator.SIBLING, node.value, name, f"{container}to{name}", effect)


def _containers(site: Site) -> set[str]:
    """Return the names that the function reads by text keys: parameters, gradients."""
    subscripts = (node for node in ast.walk(site.text.function) if isinstance(node, ast.Subscript))
    return {node.value.id for node in subscripts if is_text(node.slice) and isinstance(node.value, ast.Name)}


def siblings(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Use a variable of the same kind: another number's, the other letter, plus for minus."""
    if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Store):
        return
    key = _entry(site, node)
    for name in sorted(site.text.roles.siblings(node.id, site.text.assigned)):
        effect = f"{key or '{target}'} {'holds' if key else 'uses'} {name} where another value belongs"
        yield site.change(Operator.SIBLING, node, name, f"{node.id}to{name}", effect)


def _entry(site: Site, node: ast.Name) -> str:
    """Return the key under which a written dictionary holds a name."""
    for display in ast.walk(site.statement.node):
        if isinstance(display, ast.Dict) and node in display.values:
            key = display.keys[display.values.index(node)]
            return str(key.value) if isinstance(key, ast.Constant) else ""
    return ""


def choices(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Pass another text of those that choose between ways: the other activation."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    for group in site.text.roles.naming.choices:
        for rival in group if node.value in group else ():
            if rival != node.value:
                effect = f"{{target}} uses {rival} where {node.value} belongs"
                yield site.change(Operator.FUNCTION, node, f'"{rival}"', f"{node.value}to{rival}", effect)


def returns(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Return values in another order, or entries of a dictionary under each other's keys."""
    if isinstance(site.statement.node, ast.Return) and isinstance(node, ast.Tuple) and len(node.elts) > 1:
        texts = [site.source(item) for item in node.elts]
        effect = "the returned values are not in the order asked for"
        yield site.change(Operator.SIBLING, node, ", ".join(reversed(texts)), "reversed", effect)


VALUES = (ranges, subscripts, keys, siblings, choices, returns)
