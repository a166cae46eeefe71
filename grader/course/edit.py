"""Edits of a function inside a module's source text: how a known mistake becomes a program."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FunctionSource:
    """A module's text and the lines in which one of its top-level functions stands."""

    module: str
    name: str
    start: int  # of the first line (decorators included), from 0
    end: int  # behind the last line

    @property
    def text(self) -> str:
        return "".join(self.module.splitlines(keepends=True)[self.start : self.end])

    def with_text(self, text: str) -> str:
        """Return the module with another text in the function's place."""
        lines = self.module.splitlines(keepends=True)
        return "".join([*lines[: self.start], text, *lines[self.end :]])

    def edit(self, edits: Sequence[tuple[str, str]]) -> str:
        """Return the module after edits, each of which must match exactly once inside the function."""
        text = self.text
        for old, new in edits:
            if (count := text.count(old)) != 1:
                times = "not at all" if count == 0 else f"{count} times{_documented(text, old)}"
                raise ValueError(f"{old!r} must occur once in the reference's {self.name}; it occurs {times}")
            text = text.replace(old, new)
        try:
            compile(text, "<edit>", "exec")  # what parses may still mean a variable that is nowhere
        except SyntaxError as error:
            message = f"the reference's {self.name} no longer compiles after this edit: {error.msg}"
            raise ValueError(message) from error
        return self.with_text(text)

    def replace(self, function: Callable[..., Any]) -> str:
        """Return the module with another function in this one's place, under this one's name."""
        text = textwrap.dedent(inspect.getsource(function))
        pattern = rf"\bdef {re.escape(function.__name__)}\b"
        return self.with_text(re.sub(pattern, f"def {self.name}", text, count=1))


def function_source(module: str, name: str) -> FunctionSource:
    """Find a top-level function in a module's text; of several the last, as in Python."""
    nodes = [
        node
        for node in ast.parse(module).body
        if isinstance(node, ast.FunctionDef) and node.name == name and node.end_lineno
    ]
    if not nodes:
        raise ValueError(f"no function {name} in this module")
    node = nodes[-1]
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return FunctionSource(module, name, first - 1, node.end_lineno or node.lineno)


def _documented(text: str, old: str) -> str:
    """Say that an edit is found in a function's docstring too, where most of its author's surprise comes from."""
    node = ast.parse(textwrap.dedent(text)).body[0]
    assert isinstance(node, ast.FunctionDef)
    return ", its docstring included" if old in (ast.get_docstring(node, clean=False) or "") else ""


def slug(message: str, words: int = 6) -> str:
    """Make a mistake's name from the first words of its message."""
    return "_".join(re.findall(r"[a-z0-9]+", message.lower())[:words])
