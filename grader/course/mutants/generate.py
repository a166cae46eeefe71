"""All mutants of a function: every edit by itself, and each idea at all the places where it fits."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from grader.course.mutants.arithmetic import FORMULAS
from grader.course.mutants.calls import CALLS
from grader.course.mutants.edits import RANK, Edit, Mutant, overlapping
from grader.course.mutants.names import NAMES
from grader.course.mutants.site import Site
from grader.course.mutants.slips import SLIPS
from grader.course.mutants.steps import STEPS
from grader.course.mutants.text import FunctionText, normal, walk

LETTERS = {"W": r"d?W(?=[\d{'\"\]]|$)", "b": r"d?b(?=[\d{'\"\]]|$)", "v": r"v\b|v_", "s": r"s\b|s_"}


def mutants(text: str) -> list[Mutant]:
    """Return the mutants of a function's text that parse, most believable first, no two with the same text."""
    function = FunctionText(text)
    single = list(edits(function))
    found = [Mutant(edit.operator, (edit,)) for edit in single]
    found += [Mutant(group[0].operator, tuple(group)) for group in _everywhere(function, single)]
    found.sort(key=lambda mutant: (RANK[mutant.operator], len(mutant.edits)))
    return list(_distinct(text, found))


def edits(function: FunctionText) -> Iterator[Edit]:
    """Yield every single edit, in the order of the text."""
    for statement in function.statements:
        site = Site(function, statement)
        for expression in statement.own:
            for node in walk(expression):
                for operator in (*FORMULAS, *CALLS, *NAMES, *STEPS, *SLIPS):
                    yield from operator(site, node)


def _everywhere(function: FunctionText, single: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Group edits of one idea: within a statement, on twin lines, on those of one letter, everywhere."""
    shapes = [normal(function.source(statement.node)) for statement in function.statements]
    groups: dict[tuple[object, ...], list[Edit]] = defaultdict(list)
    for edit in single:
        groups[edit.idea, "statement", edit.statement].append(edit)
        groups[edit.idea, "all"].append(edit)
        groups[edit.idea, "twins", shapes[edit.statement]].append(edit)
        for letter in _letters(edit.target):
            groups[edit.idea, "letter", letter].append(edit)
    for group in groups.values():
        several = list(_apart(group))
        if len(several) > 1:
            yield several


def _letters(target: str) -> list[str]:
    return [letter for letter, pattern in LETTERS.items() if re.match(pattern, target)]


def _apart(group: Iterable[Edit]) -> Iterator[Edit]:
    """Yield a group's edits, but none that overlaps one before it."""
    kept: list[Edit] = []
    for edit in group:
        if not overlapping([*kept, edit]):
            kept.append(edit)
            yield edit


def _distinct(text: str, found: Iterable[Mutant]) -> Iterator[Mutant]:
    seen = {text}
    for mutant in found:
        new = mutant.applied(text)
        if new not in seen and _parses(new):
            seen.add(new)
            yield mutant


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
