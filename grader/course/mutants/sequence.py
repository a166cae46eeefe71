"""Edits of which steps are taken, when, and how often: updates left out, orders changed, loops entered too late."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site
from grader.course.mutants.text import walk

SIMPLE = ast.Assign | ast.Expr | ast.AugAssign
FARTHEST = 3  # statements that one is taken past


def updates(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Leave a variable's update out, or take a step back to an input."""
    statement = site.statement.node
    if node is not site.statement.own[0] or not isinstance(statement, SIMPLE):
        return
    draws = "seed" in site.source(node)
    effect = (
        "the random generator is not seeded inside the function" if draws else "{target} is never updated"
    )
    if isinstance(statement, ast.Expr) and not draws:
        effect = "one value is never added to the list"
    yield site.change(Operator.STATEMENT, statement, "pass", f"pass{site.source(node)}", effect)
    if not (isinstance(statement, ast.Assign) and isinstance(node, ast.BinOp)):
        return
    normalize = site.text.roles.normalize
    own = normalize(site.source(statement.targets[0]))
    for inner in walk(node):
        if isinstance(inner, ast.Subscript | ast.Name) and normalize(site.source(inner)) == own:
            effect = "{target} keeps its old value"
            yield site.change(Operator.STATEMENT, node, site.source(inner), "kept", effect)


def order(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Take a step before, or after, some that stand beside it."""
    statement = site.statement.node
    if node is not site.statement.own[0] or not isinstance(statement, SIMPLE):
        return
    block = _block(site)
    index = block.index(statement)
    own, indent = site.text.source(statement), "\n" + " " * statement.col_offset
    for count in range(1, FARTHEST + 1):
        before, after = block[max(index - count, 0) : index], block[index + 1 : index + 1 + count]
        for neighbours, early in ((before, True), (after, False)):
            if len(neighbours) < count or not all(isinstance(node, SIMPLE) for node in neighbours):
                continue
            if count == 1 and not early:
                continue  # the same as the next one before this
            first, last = site.text.span(neighbours[0])[0], site.text.span(neighbours[-1])[1]
            text = site.text.text[first:last]
            ends = [*site.text.span(statement), first, last]
            new = f"{own}{indent}{text}" if early else f"{text}{indent}{own}"
            word = "too early" if early else "too late"
            effect = f"two steps are in the wrong order: {{target}} is computed {word}"
            idea = f"order{site.statement.number}{'-' if early else '+'}{count}"
            yield site.change(Operator.ORDER, (min(ends), max(ends)), new, idea, effect)


def loop_entries(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Compute what belongs into a loop once, before it."""
    statement = site.statement.node
    nodes = ast.walk(site.text.function)
    loops = [loop for loop in nodes if isinstance(loop, ast.For) and statement in loop.body]
    if node is not site.statement.own[0] or not isinstance(statement, ast.Assign) or not loops:
        return
    start, end = site.text.span(loops[0])[0], site.text.span(statement)[1]
    between = site.text.text[start : site.text.span(statement)[0]]
    new = f"{site.text.source(statement)}\n{' ' * loops[0].col_offset}{between}pass"
    effect = "{target} is computed once, before the loop, and not again in each of its turns"
    yield site.change(Operator.ORDER, (start, end), new, f"hoist{site.statement.number}", effect)


def _block(site: Site) -> list[ast.stmt]:
    """Return the statements that a statement stands among."""
    blocks = (
        getattr(node, name)
        for node in ast.walk(site.text.function)
        for name in ("body", "orelse")
        if isinstance(getattr(node, name, None), list)
    )
    return next(block for block in blocks if site.statement.node in block)


STEPS = (updates, order, loop_entries)
