"""A place in a function where edits are made, and the words for what stands there."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property

from grader.course.mutants.edits import Edit, Operator
from grader.course.mutants.text import FunctionText, Statement

FUNCTIONS = {
    "sqrt": "the square root",
    "log": "the logarithm",
    "exp": "the exponential",
    "square": "the square",
    "abs": "the absolute value",
    "absolute": "the absolute value",
    "sum": "the sum",
    "mean": "the mean",
    "max": "the largest value",
    "norm": "the norm",
    "floor": "rounding down",
    "ceil": "rounding up",
    "round": "rounding",
    "randn": "a normal draw",
    "rand": "a uniform draw",
    "log10": "the logarithm to base 10",
    "log2": "the logarithm to base 2",
}
PLAIN = re.compile(r"[A-Za-z_]\w*|\d+(\.\d+)?|1 - \w+")  # all of the reference that a sentence may show


@dataclass(frozen=True)
class Site:
    text: FunctionText
    statement: Statement

    @cached_property
    def sizes(self) -> dict[str, str]:
        """What the course says of a variable that holds a size."""
        return {size.short: size.words for size in self.text.conventions.quantities.sizes}

    def change(
        self,
        operator: Operator,
        span: ast.expr | ast.stmt | tuple[int, int],
        new: str,
        idea: str,
        effect: str,
    ) -> Edit:
        start, end = span if isinstance(span, tuple) else self.text.span(span)
        statement = self.statement
        gist = f"{operator}:{self.text.roles.normalize(idea)}"
        line = self.text.text.count("\n", 0, start) + 1
        return Edit(operator, start, end, new, statement.number, line, statement.target, gist, effect)

    def source(self, node: ast.expr) -> str:
        return self.text.source(node)

    def wrap(self, node: ast.expr) -> str:
        """Return an operand's text, in parentheses where it needs them elsewhere."""
        text = self.source(node)
        return f"({text})" if isinstance(node, ast.BinOp | ast.UnaryOp | ast.Compare | ast.IfExp) else text

    def phrase(self, source: str) -> str:
        """Name a piece of the reference, without quoting more than a name, a number or a key of it."""
        source = source.strip("()")
        if source in self.sizes:
            return self.sizes[source]
        if PLAIN.fullmatch(source):
            return source
        call = re.match(r"(?:np|math)\.(?:linalg\.|random\.)?(\w+)\(", source)
        if call and call[1] in FUNCTIONS and source.endswith(")"):
            return FUNCTIONS[call[1]]
        if key := re.fullmatch(r"\w+\[f?[\"'](\w+)(?:\{\w*\})?[\"']\]", source):
            return key[1]
        return ""

    def say_function(self, name: str) -> str:
        """Return the words for a function."""
        words = dict(self.text.conventions.functions.words)
        return words.get(name) or FUNCTIONS.get(name, name)


def function_name(node: ast.expr) -> str:
    """Return the last word of a call's function: sum of np.sum."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
