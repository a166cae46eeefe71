"""Edits that are slips of the hand: one too many or too few, a square too many, an entry that stays zero, a seed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site

DRAW = re.compile(r"(?:np|numpy)\.random\.(?:randn?|permutation|normal|uniform|randint|choice)$")
SEED = re.compile(r"(?:np|numpy)\.random\.seed$")


def sizes(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Take a size one too small."""
    match node:
        case ast.Subscript(value=ast.Attribute(value=array, attr="shape"), slice=ast.Constant()):
            effect = f"the size of {site.source(array)} is taken one too small in {{target}}"
            if words := site.sizes.get(site.statement.target):
                effect = f"{words}, is taken one too small in {{target}}"
            yield site.change(Operator.SLIP, node, f"({site.source(node)} - 1)", "size", effect)


def operands(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Square a factor, take the larger of two terms, and count one argument too far."""
    if not isinstance(node, ast.BinOp):
        return
    left, right = site.wrap(node.left), site.wrap(node.right)
    if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Name | ast.Subscript):
        effect = f"{site.phrase(right) or 'a factor'} is squared in {{target}} but should not be"
        yield site.change(Operator.SLIP, node, f"({left} * {right} ** 2)", f"square{right}", effect)
    if isinstance(node.op, ast.Mult):
        effect = "{target} raises to a power where it should multiply"
        yield site.change(Operator.SLIP, node, f"({left} ** {right})", f"power{right}", effect)
        yield site.change(Operator.SLIP, node, f"({right} ** {left})", f"power{left}", effect)
    if isinstance(node.op, ast.Add) and not isinstance(node.right, ast.Constant):
        effect = "{target} takes the larger of two values where they should be added"
        yield site.change(Operator.SLIP, node, f"np.maximum({left}, {right})", "larger", effect)
    parameters = {argument.arg for argument in site.text.function.args.args}
    for side in (node.left, node.right):
        if isinstance(node.op, ast.Mult | ast.Div) and isinstance(side, ast.Name) and side.id in parameters:
            effect = f"1 is added to {side.id} in {{target}}"
            yield site.change(Operator.SLIP, side, f"({side.id} + 1)", f"ahead{side.id}", effect)


def entries(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Leave an entry of a written dictionary at zero."""
    if not isinstance(node, ast.Dict):
        return
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(value, ast.Name):
            effect = f"{key.value} stays zero"
            yield site.change(Operator.SLIP, value, f"0 * {value.id}", f"zero{value.id}", effect)


def draws(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Seed the generator again, use it once too often, seed it with something else, or draw with repetition."""
    if not isinstance(node, ast.Call):
        return
    statement, source = site.statement.node, site.source(node.func)
    start = site.text.span(statement)[0]
    indent = "\n" + " " * statement.col_offset
    if SEED.match(source):
        for new in ("0", "1", "2", "3", "42", f"{site.source(node.args[0])} + 1"):
            effect = "the random generator is seeded with a number other than the one asked for"
            yield site.change(Operator.SLIP, node.args[0], new, f"seed>{new}", effect)
    elif DRAW.match(source) and isinstance(statement, ast.Assign):
        effect = "random numbers are drawn once too often before {target}, which gets those that follow"
        yield site.change(
            Operator.SLIP, (start, start), f"{site.source(node)}{indent}", "drawn twice", effect
        )
        for seed in _seeds(site):
            effect = (
                "the random generator is seeded again before {target}, which gets the same numbers as before"
            )
            yield site.change(Operator.SLIP, (start, start), f"{seed}{indent}", f"seeded {seed}", effect)
    if source.endswith("random.permutation"):
        size = site.source(node.args[0])
        new = f"{source.replace('permutation', 'randint')}({size}, size={size})"
        effect = "{target} is drawn with repetition: some numbers come up twice and others never"
        yield site.change(Operator.SLIP, node, new, "repetition", effect)


def _seeds(site: Site) -> list[str]:
    """Return the statements that seed the generator in the function."""
    calls = [node for node in ast.walk(site.text.function) if isinstance(node, ast.Call)]
    return [site.source(call) for call in calls if SEED.match(site.source(call.func))]


SLIPS = (sizes, operands, entries, draws)
