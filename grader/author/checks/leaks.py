"""Finds hints and messages that give the reference away: runs of its tokens, whatever the spaces."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.course.edit import function_source
from grader.model import Exercise

ENOUGH = 12  # characters of one line of the reference
TOKENS = 5  # fewer are a name or a small call, which every brief has
OPERATORS = frozenset("+-*/%@<>&|~") | {"//", "**", "<=", ">=", "==", "!="}
TOKEN = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?|\*\*|//|[<>=!]=|[^\s\w]")


def quotes_nothing(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """No hint or message quotes the reference, unless the brief does."""
    lines = _lines(function_source(context.assignment.reference, exercise.names[0]).text)
    brief = _names(context.brief)
    for text, line in _sentences(context, exercise):
        quoted = max(_common_runs(lines, TOKEN.findall(text)), key=lambda run: len("".join(run)), default=[])
        if quoted and _names(" ".join(quoted)) not in brief:
            yield Problem(
                f"this sentence quotes the reference: {' '.join(quoted)!r}; say what to do, not how to write it",
                line=line,
            )


def _sentences(context: VerificationContext, exercise: Exercise) -> Iterator[tuple[str, int]]:
    for hint in exercise.hints:
        yield hint, _line_of(context, exercise, hint)
    for mistake in exercise.mistakes:
        yield mistake.message, mistake.line


def _line_of(context: VerificationContext, exercise: Exercise, text: str) -> int:
    """Return the line of a hint: the last above the exercise that opens as the hint does."""
    path = Path(context.assignment.folder) / "checks.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    start = text[:20].replace('"', '\\"')
    numbers = [number for number, line in enumerate(lines, 1) if start in line or text[:20] in line]
    return next((number for number in numbers if number >= exercise.line), exercise.line)


def _names(text: str) -> str:
    """Return a formula's names and numbers in their order, whether it is written as code or as LaTeX."""
    text = re.sub(r"\\(?:[A-Za-z]+|(?=_))", "", text)
    return " ".join(re.findall(r"\w+", text))


def _lines(function: str) -> list[list[str]]:
    """Return the tokens of each line of a function's body, but those of its docstring."""
    node = ast.parse(function).body[0]
    assert isinstance(node, ast.FunctionDef)
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    first = body[0].lineno if body else 0
    return [TOKEN.findall(line) for line in function.splitlines()[first - 1 :]]


def _common_runs(lines: Sequence[Sequence[str]], words: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of tokens that a sentence has in common with a line and that say enough to be copied."""
    for line in lines:
        for start in range(len(line)):
            for at in range(len(words)):
                run = _run(line[start:], words[at:])
                if len("".join(run)) >= ENOUGH and len(run) >= TOKENS and OPERATORS & set(run):
                    yield run


def _run(line: Sequence[str], words: Sequence[str]) -> list[str]:
    run: list[str] = []
    for token, word in zip(line, words, strict=False):
        if token != word:
            break
        run.append(token)
    return run
