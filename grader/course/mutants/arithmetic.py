"""Edits of formulas: signs, parentheses, comparisons, operations, weights."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.confusions import confusions
from grader.course.mutants.constants import numbers
from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site
from grader.course.mutants.terms import terms

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
