"""The brief's worked examples are run: `f(2)` is `4`, and what stands after >>> in a block of code."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.course.calls import TooLongError, silence, within
from grader.judge.compare import as_numbers, compare, show
from grader.model import Value

INLINE = re.compile(
    r"`(?P<call>\w+\([^`]*\))`\s+(?:is|are|returns?|gives?|equals?)\s+(?:about\s+)?"
    r"(?:`(?P<code>[^`]+)`|(?P<number>-?\d+(?:\.\d+)?))"
)
SECONDS = 5.0  # of a processor, for one example
FENCE = "```"


def are_true(context: VerificationContext) -> Iterator[Problem]:
    """Run every example with the reference, and compare what it gives as far as its digits go."""
    names = {"np": np, **context.functions(context.assignment.reference)}
    for start, source, expected in _examples(context.brief, names):
        if problem := _fault(source, expected, names):
            line = context.brief.count("\n", 0, start) + 1
            yield Problem(
                f"the example {source.strip()!r} {problem}",
                path=f"assignments/{context.id}/README.md",
                line=line,
            )


def _examples(text: str, names: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Yield where an example stands, what is run, and what it is said to give."""
    for match in INLINE.finditer(text):
        if re.match(r"\w+", match["call"])[0] in names and not match["call"].endswith("()"):  # type: ignore[index]
            yield match.start(), match["call"], match["code"] or match["number"]
    if ">>>" not in text:
        return
    starts = [match.start() for match in re.finditer(r"^.*$", text, re.MULTILINE)]
    for example in doctest.DocTestParser().get_examples(text):
        yield starts[example.lineno], example.source, example.want.split(FENCE)[0].strip()


def _fault(source: str, expected: str, names: dict[str, Any]) -> str:
    """Say what is wrong with an example; empty where it is true."""
    try:
        with silence(), within(SECONDS):
            if not expected:
                exec(source, names)  # noqa: S102 - the author's own brief
                return ""
            value = eval(source, names)  # noqa: S307
    except (Exception, TooLongError) as error:
        return f"raises {type(error).__name__}: {error}"
    try:
        right = eval(expected, {**names, "array": np.array})  # noqa: S307
    except Exception:  # it is told in words, or as a shape
        return ""
    return "" if _agrees(value, right, expected) else f"gives {_shown(value)}, not {expected}"


def _agrees(value: Value, right: Value, text: str) -> bool:
    numbers, expected = as_numbers(value), as_numbers(right)
    if numbers is None or expected is None:
        return compare(value, right) is None
    decimals = max((len(digits) for digits in re.findall(r"\.(\d+)", text)), default=0)
    return numbers.shape == expected.shape and bool(
        np.allclose(numbers, expected, rtol=0, atol=0.51 * 10.0**-decimals)
    )


def _shown(value: Value) -> str:
    return np.array2string(value, precision=6) if isinstance(value, np.ndarray) else show(value)
