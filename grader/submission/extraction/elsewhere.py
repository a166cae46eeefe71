"""Why a function that is asked for is not there: where else something of its name, or of nearly its name, stands."""

from __future__ import annotations

import ast
import itertools
import re
import textwrap
from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.extraction.attempted import is_attempted
from grader.submission.extraction.cheap import Kind
from grader.submission.extraction.syntax import DEFINITIONS, FUNCTIONS
from grader.wording import near_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.model import Assignment, Cell, Exercise, Submission
    from grader.submission.extraction.classified import ClassifiedStatement, FunctionSite

LIKENESS = 0.8  # of propogate and propagate it is 0.89, of sigmoid and sigmoid_test 0.74
TESTS = re.compile(r"test_|.*_tests?\Z|check_", re.IGNORECASE)
MAX_NAME = 100  # characters of a student's name that are told
MAX_FUNCTIONS = 200  # of a submission's that are compared with the name of one that is not there
MAX_LINES = 500  # of a function in a text cell
LOOPS = (ast.For, ast.AsyncFor, ast.While)


def absence_notes(
    submission: Submission,
    assignment: Assignment,
    statements: Sequence[ClassifiedStatement],
    functions: Mapping[str, Sequence[FunctionSite]],
    bound: frozenset[str],
) -> Iterator[Note]:
    """Tell of each exercise whose function the program does not bind where it may be, if anything tells."""
    absent = [exercise for exercise in assignment.exercises if bound.isdisjoint(exercise.names)]
    if not absent:
        return
    support = "\n".join(assignment.modules.values())
    if any(
        statement.is_star for statement in statements
    ):  # which may bind any name of a module that is there
        absent = [exercise for exercise in absent if f"def {exercise.names[0]}(" not in support]
    accepted = {name for exercise in assignment.exercises for name in exercise.names}
    own = [
        name
        for name in itertools.islice(functions, MAX_FUNCTIONS)
        if name not in accepted and len(name) <= MAX_NAME and f"def {name}(" not in support
    ]
    for exercise in absent:
        note = _note(exercise, statements, submission) or _near_note(exercise, own, functions)
        if note:
            yield note


def text_notes(names: Iterable[str], texts: Sequence[Cell]) -> Iterator[Note]:
    """Tell of helpers that are read and that only a text cell defines."""
    for name in sorted(names):
        if note := _in_text(name, texts):
            yield note


def near_sentence(name: str, near: str, where: str = "") -> str:
    """Say that a function may be the one that is asked for, under a slip of its name."""
    place = f" in {where}" if where else ""
    return f"There is no {name}, but a function {near[:MAX_NAME]}{place}: if that is it, call it {name}."


def method_sentence(name: str, owner: str, where: str = "") -> str:
    place = f" in {where}" if where else ""
    return (
        f"{name} is a method of the class {owner[:MAX_NAME]}{place}; "
        "what is asked for is a function that stands by itself, outside of any class."
    )


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that this one may be a slip of, or nothing; a test of the function is none."""
    near = near_words(name, [own for own in names if not TESTS.match(own)], LIKENESS)
    return near[0] if near else ""


def _note(
    exercise: Exercise, statements: Sequence[ClassifiedStatement], submission: Submission
) -> Note | None:
    looks: tuple[Callable[[str], Note | None], ...] = (
        lambda name: _inside(name, statements),
        lambda name: _in_text(name, submission.texts),
        lambda name: _in_comment(name, submission.cells),
    )
    return next((note for look in looks for name in exercise.names if (note := look(name))), None)


def _inside(name: str, statements: Sequence[ClassifiedStatement]) -> Note | None:
    """Find a function within a class, a function, a loop or what only a main program runs."""
    definition = re.compile(rf"def[ \t]+{name}[ \t]*[(\[]")
    for statement in statements:
        if not _may_hold(statement) or not definition.search(statement.source):
            continue
        line, holder = _find(name, statement.node) or (0, None)
        if holder is None:
            continue
        where = f"{statement.origin}, line {line}"
        if isinstance(holder, ast.ClassDef):
            return Note(method_sentence(name, holder.name, where), statement.origin, line)
        return Note(_held_sentence(name, holder, where), statement.origin, line)
    return None


def _may_hold(statement: ClassifiedStatement) -> bool:
    return isinstance(statement.node, DEFINITIONS) or statement.kind is Kind.RUN


def _held_sentence(name: str, holder: ast.AST, where: str) -> str:
    if isinstance(holder, FUNCTIONS):
        return (
            f"{name} is defined inside the function {holder.name[:MAX_NAME]} ({where}), and is known only there; "
            "move it out, to the left margin."
        )
    if isinstance(holder, LOOPS):
        return f"{name} is defined inside a loop ({where}), which grading does not run; move it out of it."
    return (
        f'{name} is defined under if __name__ == "__main__" ({where}), which grading does not run; '
        "move it above that line."
    )


def _find(name: str, top: ast.stmt) -> tuple[int, ast.AST] | None:
    """Return the line of a function of this name within a statement, and what it is nearest in."""
    waiting: list[tuple[ast.AST, ast.AST | None]] = [(top, None)]
    while waiting:
        node, holder = waiting.pop()
        if isinstance(node, FUNCTIONS) and node.name == name and holder is not None:
            return node.lineno, holder
        holds = isinstance(node, (*DEFINITIONS, *LOOPS)) or _asks_for_main(node)
        inner = node if holds else holder
        waiting += [(child, inner) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
    return None


def _asks_for_main(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
    )


def _in_text(name: str, texts: Sequence[Cell]) -> Note | None:
    """Find a function in a text cell, between fences or not; what only shows how it begins is none."""
    for cell in texts:
        lines = cell.source.split("\n")
        pattern = re.compile(rf"[ \t]*(?:async[ \t]+)?def[ \t]+{name}[ \t]*\(")
        if any(pattern.match(line) and _is_written(lines, number) for number, line in enumerate(lines)):
            text = f"{cell.origin} is a text cell, so its definition of {name[:MAX_NAME]} does not count."
            return Note(text, cell.origin)
    return None


def _is_written(lines: Sequence[str], first: int) -> bool:
    """Tell a function from what a brief says of it: its first line alone, or a body that is to be filled in."""
    own, margin = [lines[first]], _indent(lines[first])
    for line in itertools.islice(lines, first + 1, first + MAX_LINES):
        if line.strip() and (_indent(line) <= margin or line.lstrip().startswith("```")):
            break
        own.append(line)
    source = textwrap.dedent("\n".join([*own, ""]))
    try:
        [node] = ast.parse(source).body
        return isinstance(node, FUNCTIONS) and is_attempted(node, source, 1, frozenset())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return len([line for line in own[1:] if line.strip()]) > 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _in_comment(name: str, cells: Sequence[Cell]) -> Note | None:
    pattern = re.compile(rf"^[ \t]*#+[ \t]*def[ \t]+{name}[ \t]*\(", re.MULTILINE)
    for cell in cells:
        if match := pattern.search(cell.source):
            line = cell.source.count("\n", 0, match.end()) + 1
            text = f"{name} is commented out in {cell.origin}, line {line}; take the # away from each of its lines."
            return Note(text, cell.origin, line)
    return None


def _near_note(
    exercise: Exercise, own: Sequence[str], functions: Mapping[str, Sequence[FunctionSite]]
) -> Note | None:
    near = next(filter(None, (nearest(name, own) for name in exercise.names)), "")
    if not near:
        return None
    site = functions[near][-1]
    where = f"{site.origin}, line {site.line}"
    return Note(near_sentence(exercise.name, near, where), site.origin, site.line)
