"""Edits of formulas: terms, signs, parentheses, numbers, comparisons, operations, weights."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.confusions import confusions
from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site, function_name
from grader.course.mutants.text import is_text

SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.FloorDiv: "//",
}
RELATIONS = {ast.Gt: ">", ast.Lt: "<", ast.GtE: ">=", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}
TIGHTNESS = {
    ast.Add: 1,
    ast.Sub: 1,
    ast.Mult: 2,
    ast.Div: 2,
    ast.MatMult: 2,
    ast.FloorDiv: 2,
    ast.Mod: 2,
    ast.Pow: 4,
}


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


def signs(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Turn signs round and exchange the sides of differences and quotients."""
    if node is site.statement.own[0] and not isinstance(
        site.statement.node, ast.For | ast.If | ast.Expr | ast.Return
    ):
        yield site.change(
            Operator.SIGN, node, f"-({site.source(node)})", "negated", "{target} has the opposite sign"
        )
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        effect = "a minus sign is missing in {target}"
        yield site.change(Operator.SIGN, node, f"({site.source(node.operand)})", "unminus", effect)
    if not isinstance(node, ast.BinOp):
        return
    left, right = site.wrap(node.left), site.wrap(node.right)
    if isinstance(node.op, ast.Add):
        effect = "{target} has a minus sign where the terms should be added"
        yield site.change(Operator.SIGN, node, f"({left} - {right})", f"+to-{right}", effect)
    if isinstance(node.op, ast.Sub):
        effect = "{target} has a plus sign where one term should be subtracted"
        yield site.change(Operator.SIGN, node, f"({left} + {right})", f"-to+{right}", effect)
        effect = "the two sides of a difference are exchanged in {target}: its sign is wrong"
        yield site.change(Operator.SIGN, node, f"({right} - {left})", "-exchanged", effect)
    if isinstance(node.op, ast.Div):
        effect = "numerator and denominator are exchanged in {target}"
        yield site.change(Operator.SIGN, node, f"({right} / {left})", "/exchanged", effect)


def parentheses(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Take parentheses off an operand, and put them round a sum that had none."""
    if not isinstance(node, ast.BinOp):
        return
    effect = (
        "the operations in {target} are done in the wrong order, because parentheses are missing or misplaced"
    )
    own = TIGHTNESS.get(type(node.op), 3)
    left, sign, right = site.source(node.left), SIGNS.get(type(node.op), ""), site.source(node.right)
    if not sign:
        return
    for side in (node.left, node.right):
        if isinstance(side, ast.BinOp) and (side is node.right or TIGHTNESS.get(type(side.op), 3) < own):
            yield site.change(Operator.PARENTHESES, node, f"{left} {sign} {right}", f"open{sign}", effect)
    if own == 1 and isinstance(node.right, ast.BinOp) and TIGHTNESS.get(type(node.right.op), 3) > 1:
        inner = node.right
        b, c = site.wrap(inner.left), site.wrap(inner.right)
        new = f"(({left} {sign} {b}) {SIGNS.get(type(inner.op), '*')} {c})"
        yield site.change(Operator.PARENTHESES, node, new, f"early{sign}", effect)
    if own == 1 and isinstance(node.left, ast.BinOp) and TIGHTNESS.get(type(node.left.op), 3) == 2:
        inner = node.left
        a, b = site.wrap(inner.left), site.source(inner.right)
        new = f"({a} {SIGNS.get(type(inner.op), '*')} ({b} {sign} {right}))"
        yield site.change(Operator.PARENTHESES, node, new, f"closed{sign}", effect)


def numbers(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Change constants and exponents."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not _fixed(site, node):
        for new in _other_numbers(node.value):
            effect = f"{{target}} is computed with {new} where another number belongs"
            if _in_index(site, node):
                effect = "{target} reads a value at the wrong index"
            yield site.change(Operator.CONSTANT, node, new, f"{node.value}>{new}", effect)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Name):
        name = node.right.id
        for new in ("2", "1", "3", f"({name} + 1)", f"({name} - 1)", *sorted(_counters(site))):
            effect = (
                f"the exponent in {{target}} is "
                f"{'not' if new.startswith('(') else new + ' instead of'} {name}"
            )
            yield site.change(Operator.CONSTANT, node.right, new, f"{name}>{new}", effect)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant):
        for new, word in (("3", "3"), ("0.5", "a root")):
            effect = f"the exponent in {{target}} is {word} where another one belongs"
            yield site.change(Operator.CONSTANT, node.right, new, f"**>{new}", effect)


def _counters(site: Site) -> set[str]:
    """Return the variables that the function's loops count with."""
    return {
        node.target.id
        for node in ast.walk(site.text.function)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
        if isinstance(node.iter, ast.Call) and function_name(node.iter.func) == "range"
    }


def _fixed(site: Site, node: ast.Constant) -> bool:
    """Tell True and False, the axis of a shape, which is an index, and a seed."""
    start, _ = site.text.span(node)
    return isinstance(node.value, bool) or site.text.text[:start].endswith((".shape[", ".seed("))


def _in_index(site: Site, node: ast.Constant) -> bool:
    start, _ = site.text.span(node)
    nodes = ast.walk(site.statement.node)
    slices = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    spans = [site.text.span(index) for index in slices if not is_text(index)]
    return any(first <= start < last for first, last in spans)


def _other_numbers(value: float) -> list[str]:
    if value in {0, 1}:
        return (
            ["1" if value == 0 else "0", "2", "(-1)", "0.5", "0.01"] if value == 1 else ["1", "(-1)", "0.5"]
        )
    if value == 2:
        return ["1", "4", "3"]
    if isinstance(value, float) and value < 1:
        return ["1", "0", repr(value * 10), repr(value / 10), "0.001"]
    return ["1", repr(value - 1), repr(value + 1), repr(value / 10), repr(value * 10), repr(value / 100)]


def comparisons(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Turn comparisons round, and leave them out where their value is a mask."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or type(node.ops[0]) not in RELATIONS:
        return
    left, right = site.wrap(node.left), site.wrap(node.comparators[0])
    old = RELATIONS[type(node.ops[0])]
    for new in {">": ("<", ">=", "<="), "<": (">", "<=", ">=")}.get(
        old, ("!=" if old == "==" else "==", "<", ">")
    ):
        effect = f"the comparison in {{target}} is {new}, which is the wrong one"
        if isinstance(site.statement.node, ast.If):
            effect = (
                "the condition of an if is the wrong way round: what belongs to one case is done in the other"
            )
        yield site.change(Operator.COMPARISON, node, f"({left} {new} {right})", f"{old}to{new}", effect)
    effect = "{target} uses the values themselves where a comparison (a mask of 0 and 1) belongs"
    yield site.change(Operator.DERIVATIVE, node, left, "uncompared", effect)
    effect = "the mask or comparison has no effect in {target}"
    yield site.change(Operator.DERIVATIVE, node, "1", "nomask", effect)


def operations(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Put one operation in another's place."""
    if not isinstance(node, ast.BinOp):
        return
    left, right = site.wrap(node.left), site.wrap(node.right)
    table: dict[type, list[tuple[str, str]]] = {
        ast.Mult: [("/", "divides where it should multiply"), ("+", "adds where it should multiply")],
        ast.Div: [
            ("*", "multiplies where it should divide"),
            ("//", "cuts off the decimals of a division"),
            ("-", "subtracts where it should divide"),
        ],
        ast.Add: [("*", "multiplies where it should add")],
        ast.Sub: [("*", "multiplies where it should subtract"), ("/", "divides where it should subtract")],
        ast.Pow: [("*", "multiplies where a power belongs")],
        ast.MatMult: [("*", "multiplies element by element where the matrix product belongs")],
    }
    for new, verb in table.get(type(node.op), []):
        idea = f"{SIGNS[type(node.op)]}to{new}{right}"
        yield site.change(Operator.OPERATION, node, f"({left} {new} {right})", idea, f"{{target}} {verb}")


def weights(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Exchange the weights w and 1 - w of a mean of two values."""
    match node:
        case ast.BinOp(
            left=ast.BinOp(left=first, op=ast.Mult(), right=old),
            op=ast.Add(),
            right=ast.BinOp(
                left=ast.BinOp(left=ast.Constant(value=1), op=ast.Sub()) as second, op=ast.Mult(), right=new
            ),
        ):
            weight, rest, past, update = map(site.wrap, (first, second, old, new))
            effect = "the two weights in {target} are exchanged: the past has the weight of the new value"
            swapped = f"({rest} * {past} + {weight} * {update})"
            yield site.change(Operator.WEIGHTS, node, swapped, "weights", effect)
            effect = (
                f"the new value in {{target}} is not multiplied by 1 - {site.phrase(weight) or 'the weight'}"
            )
            yield site.change(Operator.TERM, node, f"({weight} * {past} + {update})", "unweighted", effect)
            effect = "the new value in {target} has the weight that belongs to the past"
            yield site.change(
                Operator.WEIGHTS, node, f"({weight} * {past} + {weight} * {update})", "same weights", effect
            )


FORMULAS = (terms, signs, parentheses, numbers, comparisons, operations, confusions, weights)
