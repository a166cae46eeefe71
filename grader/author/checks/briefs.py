"""The brief tells the truth: of each exercise its signature and points, of imports what the starter does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.author import scaffold_templates as templates
from grader.author.context import VerificationContext
from grader.author.findings import Level, Problem
from grader.course.edit import function_source
from grader.model import Exercise

SPAN = re.compile(r"`([^`]+)`")  # code in a text
POINTS = re.compile(r"(?:(?P<said>\d+(?:\.\d+)?)\s+points?\b|\|\s*(?P<cell>\d+(?:\.\d+)?)\s*\|)")
NEAR = 200  # characters after a signature, in which its points stand
IMPORTS = re.compile(r"\b(?:imports?|comes?)\b")  # what a sentence about where a function is from says
SENTENCE = re.compile(r"(?<=[.:;])\s+(?=[A-Z`*])|\n\s*\n")


def describes(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Every exercise that earns points is in the brief, with its signature and its points."""
    if not exercise.points:
        return
    spans = [match for match in SPAN.finditer(context.brief) if _called(match[1]) in exercise.names]
    if not spans:
        yield _problem(context, f"the brief says nothing of {exercise.name}: {_heading(context, exercise)}")
        return
    signatures = [match for match in spans if _parameters(match[1])]
    right = [match for match in signatures if _parameters(match[1]) in _accepted(context, exercise)]
    if signatures and not right:
        yield _problem(
            context,
            f"the brief says `{_plain(signatures[0][1])}`, the reference takes "
            f"{_expected(context, exercise)}: make them one",
            signatures[0].start(),
        )
    place = (right or signatures or spans)[0]
    points = POINTS.search(context.brief, place.end(), place.end() + NEAR)
    worth = points and (points["said"] or points["cell"])
    if points and worth and float(worth) != exercise.points:
        yield _problem(
            context,
            f"the brief says {worth} points for {exercise.name}, the checks {exercise.points:g}: make them one",
            points.start(),
        )
    if not signatures or not points:
        absent = " and ".join(["its signature"] * (not signatures) + ["its points"] * (not points))
        yield _problem(
            context,
            f"the brief names {exercise.name} without {absent}: {_heading(context, exercise)}",
            place.start(),
            Level.WARNING,
        )


def imports_agree(context: VerificationContext) -> Iterator[Problem]:
    """What the brief says is imported, the starter imports under that very name."""
    bound = _bound_imports(context.assignment.reference)
    defined = {
        module: {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
        for module, text in context.assignment.modules.items()
    }
    for start, sentence in _sentences(context.brief):
        spans = SPAN.findall(sentence)
        if not IMPORTS.search(sentence) or any("import " in span for span in spans):
            continue
        for module in (module for module in defined if module in spans):
            for name in sorted({_called(span) for span in spans} & defined[module] - bound):
                yield _problem(
                    context,
                    f"the brief says that {name} comes from {module}, but the starter imports no {name}: "
                    "import it under this name in the reference",
                    start,
                )


def has_no_scaffold(context: VerificationContext) -> Iterator[Problem]:
    """Nothing is left of what `grader new` wrote, once the exercises are the author's own."""
    scaffold = set(re.findall(r"^def (\w+)", templates.REFERENCE, re.MULTILINE))
    if {exercise.name for exercise in context.assignment.exercises} & scaffold:
        return
    lines = {line for line in templates.BRIEF.splitlines() if line and line != "# TITLE"}
    for number, line in enumerate(context.brief.splitlines(), 1):
        if line in lines:
            yield Problem(
                f"this is what `grader new` wrote, {line[:40]!r}: write your own",
                path=_path(context),
                line=number,
            )
            return


def _problem(
    context: VerificationContext, message: str, start: int = 0, level: Level = Level.ERROR
) -> Problem:
    return Problem(message, level, _path(context), context.brief.count("\n", 0, start) + 1)


def _path(context: VerificationContext) -> str:
    return f"assignments/{context.id}/README.md"


def _heading(context: VerificationContext, exercise: Exercise) -> str:
    return f"write `{exercise.names[0]}({_expected(context, exercise)})` — {exercise.points:g} points"


def _called(span: str) -> str:
    """Return the name that a piece of code begins with."""
    match = re.match(r"\w+", span)
    return match[0] if match else ""


def _plain(span: str) -> str:
    return " ".join(span.split())


def _parameters(span: str) -> str:
    """Return the parameters where a piece of code is a function's head; empty where it is none."""
    try:
        node = ast.parse(f"def {_plain(span)}: pass").body[0]
    except SyntaxError:
        return ""
    return _unparsed(node) if isinstance(node, ast.FunctionDef) else ""


def _expected(context: VerificationContext, exercise: Exercise) -> str:
    source = function_source(context.assignment.reference, exercise.names[0]).text
    return _unparsed(ast.parse(source).body[0])


def _accepted(context: VerificationContext, exercise: Exercise) -> set[str]:
    """Return the parameters as a brief may give them: those at the end that have defaults may be left unsaid."""
    source = function_source(context.assignment.reference, exercise.names[0]).text
    node = ast.parse(source).body[0]
    accepted = {_unparsed(node)}
    while isinstance(node, ast.FunctionDef) and node.args.defaults and not node.args.kwonlyargs:
        node.args.args.pop()
        node.args.defaults.pop()
        accepted.add(_unparsed(node))
    return accepted


def _unparsed(node: ast.stmt) -> str:
    """Return a function's parameters as text, without types."""
    assert isinstance(node, ast.FunctionDef)
    for argument in ast.walk(node.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return ast.unparse(node.args) or "no argument"


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text's sentences, each with where it begins."""
    start = 0
    for match in (*SENTENCE.finditer(text), None):
        end = match.start() if match else len(text)
        yield start, text[start:end]
        start = match.end() if match else end


def _bound_imports(reference: str) -> set[str]:
    nodes = [node for node in ast.parse(reference).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for node in nodes for alias in node.names}
