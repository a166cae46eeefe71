"""All mutants of a function: every edit by itself, and each idea at all the places where it fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from grader.conventions import Conventions
from grader.course.calls import silence
from grader.course.mutants.arithmetic import FORMULAS
from grader.course.mutants.edits import RANK, Edit, Mutant, overlap
from grader.course.mutants.functions import FUNCTIONS
from grader.course.mutants.sequence import STEPS
from grader.course.mutants.site import Site
from grader.course.mutants.slips import SLIPS
from grader.course.mutants.text import FunctionText, walk
from grader.course.mutants.values import VALUES


def mutants(text: str, conventions: Conventions) -> list[Mutant]:
    """Return the mutants of a function's text that parse, most believable first, no two with the same text."""
    function = FunctionText(text, conventions)
    single = list(edits(function))
    candidates = [Mutant(edit.operator, (edit,)) for edit in single]
    candidates += [Mutant(group[0].operator, tuple(group)) for group in _everywhere(function, single)]
    candidates.sort(key=lambda mutant: (RANK[mutant.operator], len(mutant.edits)))
    return list(_distinct(text, candidates))


def edits(function: FunctionText) -> Iterator[Edit]:
    """Yield every single edit, in the order of the text."""
    for statement in function.statements:
        site = Site(function, statement)
        for expression in statement.own:
            for node in walk(expression):
                for operator in (*FORMULAS, *FUNCTIONS, *VALUES, *STEPS, *SLIPS):
                    yield from operator(site, node)


def _everywhere(function: FunctionText, single: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Group edits of one idea: within a statement, on lines alike, on those of one letter, everywhere."""
    shapes = [function.roles.normalize(function.source(statement.node)) for statement in function.statements]
    groups: dict[tuple[object, ...], list[Edit]] = defaultdict(list)
    for edit in single:
        groups[edit.idea, "statement", edit.statement].append(edit)
        groups[edit.idea, "all"].append(edit)
        groups[edit.idea, "alike", shapes[edit.statement]].append(edit)
        for letter in function.roles.families(edit.target):
            groups[edit.idea, "letter", letter].append(edit)
    for group in groups.values():
        several = list(_apart(group))
        if len(several) > 1:
            yield several


def _apart(group: Iterable[Edit]) -> Iterator[Edit]:
    """Yield a group's edits, but none that overlaps one before it."""
    kept: list[Edit] = []
    for edit in group:
        if not overlap([*kept, edit]):
            kept.append(edit)
            yield edit


def _distinct(text: str, candidates: Iterable[Mutant]) -> Iterator[Mutant]:
    texts = {text}
    for mutant in candidates:
        new = mutant.apply_to(text)
        if new not in texts and _compiles(new):
            texts.add(new)
            yield mutant


def _compiles(text: str) -> bool:
    """Tell whether a text is a program: one may parse, and yet mean a variable that is nowhere."""
    try:
        with silence():
            compile(text, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True
