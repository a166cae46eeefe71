"""Edits of which steps are taken, when, and how often: updates left out, orders changed, loops entered too late."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.site import Site
from grader.course.mutants.text import normal, walk

SIMPLE = ast.Assign | ast.Expr | ast.AugAssign
FARTHEST = 3  # statements that one is taken past


def assigned(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Leave a variable's update out, or take a step back to an input."""
    statement = site.statement.node
    if node is not site.statement.own[0] or not isinstance(statement, SIMPLE):
        return
    draws = "seed" in site.source(node)
    effect = "the generator is not seeded inside the function" if draws else "{target} is never updated"
    if isinstance(statement, ast.Expr) and not draws:
        effect = "one value is never added to the list"
    yield site.change(Operator.STATEMENT, statement, "pass", f"pass{site.source(node)}", effect)
    if not (isinstance(statement, ast.Assign) and isinstance(node, ast.BinOp)):
        return
    own = normal(site.source(statement.targets[0]))
    for inner in walk(node):
        if isinstance(inner, ast.Subscript | ast.Name) and normal(site.source(inner)) == own:
            effect = "{target} keeps its old value"
            yield site.change(Operator.STATEMENT, node, site.source(inner), "kept", effect)


def order(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Take a step before, or after, some that stand beside it."""
    here = site.statement.node
    if node is not site.statement.own[0] or not isinstance(here, SIMPLE):
        return
    block = _block(site)
    place = block.index(here)
    own, indent = site.text.source(here), "\n" + " " * here.col_offset
    for count in range(1, FARTHEST + 1):
        before, after = block[max(place - count, 0) : place], block[place + 1 : place + 1 + count]
        for others, early in ((before, True), (after, False)):
            if len(others) < count or not all(isinstance(one, SIMPLE) for one in others):
                continue
            if count == 1 and not early:
                continue  # the same as the next one before this
            text = site.text.text[site.text.span(others[0])[0] : site.text.span(others[-1])[1]]
            ends = [*site.text.span(here), site.text.span(others[0])[0], site.text.span(others[-1])[1]]
            new = f"{own}{indent}{text}" if early else f"{text}{indent}{own}"
            word = "before what it should follow" if early else "after what needs it"
            effect = f"two steps are taken in the wrong order: {{target}} is computed {word}"
            idea = f"order{site.statement.number}{'-' if early else '+'}{count}"
            yield site.change(Operator.ORDER, (min(ends), max(ends)), new, idea, effect)


def hoisted(site: Site, node: ast.expr) -> Iterator[Edit]:
    """Compute what belongs into a loop once, before it."""
    here = site.statement.node
    loops = [one for one in ast.walk(site.text.function) if isinstance(one, ast.For) and here in one.body]
    if node is not site.statement.own[0] or not isinstance(here, ast.Assign) or not loops:
        return
    start, end = site.text.span(loops[0])[0], site.text.span(here)[1]
    between = site.text.text[start : site.text.span(here)[0]]
    new = f"{site.text.source(here)}\n{' ' * loops[0].col_offset}{between}pass"
    effect = "{target} is computed once, before the loop, and not again in each turn"
    yield site.change(Operator.ORDER, (start, end), new, f"hoist{site.statement.number}", effect)


def _block(site: Site) -> list[ast.stmt]:
    """Return the statements that a statement stands among."""
    blocks = (
        getattr(one, name)
        for one in ast.walk(site.text.function)
        for name in ("body", "orelse")
        if isinstance(getattr(one, name, None), list)
    )
    return next(block for block in blocks if site.statement.node in block)


STEPS = (assigned, order, hoisted)
