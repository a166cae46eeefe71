"""Edits of which value is used: indices, slices, keys, siblings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site, function_name, phrase
from grader.course.mutants.text import is_text, normal


def ranges(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Begin and end loops one step earlier or later, and take them in the other direction."""
    if not (isinstance(node, ast.Call) and function_name(node.func) == "range"):
        return
    start, stop = node.args[0] if len(node.args) > 1 else None, node.args[-1 if len(node.args) == 1 else 1]
    for new, said in (
        (f"{site.wrapped(stop)} - 1", "ends one step early"),
        (f"{site.wrapped(stop)} + 1", "goes one step too far"),
    ):
        yield site.change(Operator.INDEX, stop, new, f"stop{new[-3:]}", f"{{target}} {said}")
    for new, said in ((f"{site.source(stop)} - 2", "ends two steps early"),):
        yield site.change(Operator.INDEX, stop, new, f"stop{new[-3:]}", f"{{target}} {said}")
    if start is not None:
        for new, said in (
            (f"{site.wrapped(start)} - 1", "begins one step early"),
            (f"{site.wrapped(start)} + 1", "begins one step late"),
        ):
            yield site.change(Operator.INDEX, start, new, f"start{new[-3:]}", f"{{target}} {said}")
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
    name = phrase(site.source(node.value)) or "a value"
    if (
        isinstance(node.value, ast.Attribute)
        and node.value.attr == "shape"
        and isinstance(node.slice, ast.Constant)
    ):
        other = "0" if node.slice.value == 1 else "1"
        array = site.source(node.value.value)
        effect = f"the size of {array} is read along the wrong axis in {{target}}"
        yield site.change(Operator.INDEX, node.slice, other, "shape", effect)
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
    """Use the key of another letter or layer."""
    if not (isinstance(node, ast.Subscript) and is_text(node.slice)):
        return
    old = site.source(node.slice)
    container = site.source(node.value)
    wanted = [re.sub(r"(d?)W", r"\1b", old), re.sub(r"(d?)b(?=[\d{'\"])", r"\1W", old)]
    if "{layer" in old:
        wanted += [
            re.sub(r"\{layer[^}]*\}", f"{{{new}}}", old)
            for new in ("layer", "layer - 1", "layer + 1", "1", "2")
        ]
        wanted += [re.sub(r"\{layer[^}]*\}", "{L}", old)] if "L" in site.text.assigned else []
    wanted += (
        [re.sub(r"\{L\b[^}]*\}", f"{{{new}}}", old) for new in ("L", "L - 1", "2", "1")]
        if "{L" in old
        else []
    )
    wanted += [key for key in sorted(site.text.keys) if normal(key) == normal(old)]
    for new in dict.fromkeys(wanted):
        if new != old:
            shown = re.sub(r"[f\"']", "", re.sub(r"\{.*?\}", "", new))
            effect = f"{{target}} uses {shown} of the wrong layer or letter in {container}"
            yield site.change(Operator.SIBLING, node.slice, new, f"{container}{old}to{new}", effect)
    for new in sorted(key for key in site.text.keys if key not in {old, *wanted} and key[0] in "\"'"):
        effect = f"{{target}} uses {new[1:-1]} of {container} where another of its values belongs"
        yield site.change(Operator.SIBLING, node.slice, new, f"{container}{old}to{new}", effect)
    for other in sorted(_containers(site) - {container}):
        effect = f"{{target}} uses a value of {other} where one of another kind belongs"
        yield site.change(Operator.SIBLING, node.value, other, f"{container}to{other}", effect)


def _containers(site: Site) -> set[str]:
    """Return the names that the function reads by text keys: parameters, grads, v, s."""
    found = set()
    for node in ast.walk(site.text.function):
        if isinstance(node, ast.Subscript) and is_text(node.slice) and isinstance(node.value, ast.Name):
            found.add(node.value.id)
    return found


def siblings(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Use a variable of the same kind: another layer's, the other letter, plus for minus."""
    if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Store):
        return
    for other in sorted(_kin(node.id, site.text.assigned)):
        effect = f"{{target}} uses {other} where another value belongs"
        yield site.change(Operator.SIBLING, node, other, f"{node.id}to{other}", effect)


def _kin(name: str, names: frozenset[str]) -> set[str]:
    same = {other for other in names if normal(other) == normal(name)}
    layer = re.fullmatch(r"(d?[AZWb]|D|dA_prev|A_prev|theta|J|grad)(\d|L|_\w+)?", name)
    if layer:
        same |= {other for other in names if re.fullmatch(rf"(d?[AZD]|Y|X){layer[2] or ''}", other)}
        same |= {other for other in names if layer[1] == "A" and other in {"X", "A_prev"}}
        same |= {
            other
            for other in names
            if layer[1] in {"theta", "J", "grad"} and re.match(r"(theta|J|grad|values)", other)
        }
    for one, two in (
        ("train", "test"),
        ("lower", "upper"),
        ("shuffled_", ""),
        ("X", "Y"),
        ("L", "layer"),
        ("n_x", "n_h"),
        ("n_h", "n_y"),
        ("n_x", "n_y"),
        ("1", "2"),
    ):
        same |= {
            other
            for other in names
            if other in {name.replace(one, two), name.replace(two, one) if two else name}
        }
    return same - {name}


def activations(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Name the other activation."""
    if isinstance(node, ast.Constant) and node.value in {"relu", "sigmoid"}:
        other = "sigmoid" if node.value == "relu" else "relu"
        effect = f"{{target}} uses {other} where {node.value} belongs"
        yield site.change(Operator.FUNCTION, node, f'"{other}"', f"{node.value}to{other}", effect)


def returned(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Return values in another order, or entries of a dictionary under each other's keys."""
    if isinstance(site.statement.node, ast.Return) and isinstance(node, ast.Tuple) and len(node.elts) > 1:
        texts = [site.source(item) for item in node.elts]
        effect = "the returned values are in another order than asked for"
        yield site.change(Operator.SIBLING, node, ", ".join(reversed(texts)), "reversed", effect)


NAMES = (ranges, subscripts, keys, siblings, activations, returned)
