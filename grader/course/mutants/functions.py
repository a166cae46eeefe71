"""Edits of calls: functions dropped or exchanged, axes, arguments in another order, transposes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site, function_name

EXCHANGED = {  # of NumPy; a course adds its own
    "sum": ("mean", "max"),
    "mean": ("sum",),
    "log": ("log10", "log2", "exp"),
    "exp": ("exp2", "log"),
    "randn": ("rand",),
    "rand": ("randn",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "abs": ("square",),
    "square": ("abs",),
    "sqrt": ("square",),
    "floor": ("ceil", "round"),
    "maximum": ("minimum",),
}
SPELLED = {"identity": "(lambda z: z)", "rand": "np.random.rand", "randn": "np.random.randn"}
DROPPED = frozenset(
    {"sqrt", "log", "square", "exp", "abs", "tanh", "floor", "sum", "mean", "float", "reshape"}
)


def omissions(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Leave a function out."""
    droppable = DROPPED.union(site.text.conventions.functions.dropped)
    if isinstance(node, ast.Call) and function_name(node.func) in droppable and node.args:
        name = function_name(node.func)
        effect = f"{site.say_function(name)} is not applied in {{target}}"
        yield site.change(Operator.CALL, node, site.wrap(node.args[0]), f"drop{name}", effect)
        if name in {"sum", "mean"} and isinstance(node.args[0], ast.BinOp | ast.Call):
            inner = node.args[0]
            # (sum of x) ** 2 for sum of x ** 2
            if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Pow):
                start = site.source(node.func)
                effect = "{target} squares the sum; it should add up the squares"
                new = f"({start}({site.source(inner.left)}) ** {site.source(inner.right)})"
                yield site.change(Operator.PARENTHESES, node, new, "square of sum", effect)
            if (
                isinstance(inner, ast.Call)
                and len(inner.args) == 1
                and function_name(inner.func) in droppable
            ):
                new = f"{site.source(inner.func)}({site.source(node.func)}({site.source(inner.args[0])}))"
                effect = (
                    f"{{target}} takes {site.say_function(function_name(inner.func))} of the {name}; it should be the "
                    "other way round"
                )
                yield site.change(Operator.PARENTHESES, node, new, "outside in", effect)


def exchanges(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Put another function in a function's place."""
    if not isinstance(node, ast.Call):
        return
    name = function_name(node.func)
    for rival in {**EXCHANGED, **dict(site.text.conventions.functions.exchanged)}.get(name, ()):
        effect = f"{{target}} uses {site.say_function(rival)} where {site.say_function(name)} belongs"
        for new in _spellings(site, node.func, rival):
            yield site.change(Operator.FUNCTION, node.func, new, f"{name}to{rival}", effect)


def _spellings(site: Site, old: ast.expr, name: str) -> list[str]:
    """Write another function in the ways that may work: by its name, in the same module, spelled out."""
    if name in SPELLED:
        return [SPELLED[name]]
    member = f"{site.source(old.value)}.{name}" if isinstance(old, ast.Attribute) else name
    in_full = dict(site.text.conventions.functions.spelled).get(name)
    return [member, in_full] if in_full else [member]


def axes(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Change or drop axis and keepdims."""
    if not isinstance(node, ast.Call):
        return
    keywords = {keyword.arg: keyword for keyword in node.keywords if keyword.arg}
    axis, keep = keywords.get("axis"), keywords.get("keepdims")
    function, first = site.source(node.func), site.source(node.args[0]) if node.args else ""
    if axis is not None:
        wrong_axis = "0" if site.source(axis.value) == "1" else "1"
        effect = "{target} is summed along the wrong axis"
        yield site.change(Operator.AXIS, axis.value, wrong_axis, f"axis{wrong_axis}", effect)
        effect = "{target} uses the sum over everything; each row needs its own sum"
        yield site.change(Operator.AXIS, node, f"{function}({first})", "noaxis", effect)
        effect = "{target} repeats one total in all rows; each row needs its own sum"
        if keep is not None:
            yield site.change(
                Operator.AXIS, node, f"{function}({first}, keepdims=True)", "onlykeepdims", effect
            )
    if keep is not None and axis is not None:
        effect = "{target} loses its second axis, which keepdims=True would keep"
        new = f"{function}({first}, axis={site.source(axis.value)})"
        yield site.change(Operator.AXIS, node, new, "nokeepdims", effect)


def arguments(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Exchange neighbouring arguments, and multiply by element where a matrix product belongs."""
    if not isinstance(node, ast.Call) or len(node.args) < 2:
        return
    name, texts = function_name(node.func), [site.source(argument) for argument in node.args]
    for index in range(name == "where", len(texts) - 1):  # a condition is no value to exchange
        order = [*texts]
        order[index], order[index + 1] = order[index + 1], order[index]
        effect = f"two arguments of {name} are exchanged in {{target}}"
        new = f"{site.source(node.func)}({', '.join(order)})"
        if not node.keywords and texts[index] != texts[index + 1]:
            yield site.change(Operator.OPERATION, node, new, f"exchanged{name}{index}", effect)
    if name in {"dot", "matmul"}:
        effect = "{target} multiplies element by element where the matrix product belongs"
        yield site.change(Operator.OPERATION, node, f"({texts[0]} * {texts[1]})", "elementwise", effect)


def transposes(site: Site, node: ast.expr) -> Iterator[Edit]:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        effect = "a transpose is missing in {target}"
        yield site.change(Operator.OPERATION, node, site.source(node.value), "untransposed", effect)
    if (
        node is site.statement.own[0]
        and isinstance(site.statement.node, ast.Assign)
        and isinstance(node, ast.BinOp)
    ):
        new = f"({site.source(node)}).T"
        yield site.change(Operator.AXIS, node, new, "transposed", "{target} is transposed")


def norms(site: Site, node: ast.expr) -> Iterator[Edit]:
    if isinstance(node, ast.Call) and function_name(node.func) == "norm" and len(node.args) == 1:
        end = site.text.span(node.args[0])[1]
        for order, measure in (("1", "the sum of absolute values"), ("np.inf", "the largest value")):
            effect = f"{{target}} measures length by {measure}; length is the root of the sum of squares"
            yield site.change(Operator.FUNCTION, (end, end), f", ord={order}", f"norm{order}", effect)
        effect = "{target} uses the square of a norm"
        yield site.change(Operator.CONSTANT, node, f"({site.source(node)} ** 2)", "normsquared", effect)


FUNCTIONS = (omissions, exchanges, axes, arguments, transposes, norms)
