"""A public case as a few lines of Python that a student can paste into a notebook and run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.values import count_numbers

if TYPE_CHECKING:
    from grader.model import Value
    from grader.report.page import CaseView

LIMIT = 1_200  # characters: more is no longer a few lines
ELEMENTS = 64  # of all arguments together, which is about as many
ZEROS = 6  # from this size on an array of zeros is written by its shape


def reproducer(function: str, case: CaseView, source: str = "") -> str:
    """Return the call of a public case, or nothing where its arguments are too large to paste."""
    arguments = [argument for argument in case.arguments if not argument.optional]
    if sum(count_numbers(argument.value) for argument in arguments) > ELEMENTS:
        return ""
    try:
        lines = [f"{argument.name} = {_literal(argument.value)}" for argument in arguments]
    except ValueError:
        return ""
    names = ", ".join(argument.name for argument in arguments)
    seed = [f"np.random.seed({case.seed})"] if "random" in source else []
    comment = [f"# {case.differences[0].text}".replace("\n", " ")] if case.differences else []
    text = "\n".join(["import numpy as np", *seed, *lines, f"{function}({names})", *comment])
    return text if len(text) <= LIMIT else ""


def _literal(value: Value) -> str:
    """Write a value as Python would read it; ValueError where it cannot, or not briefly."""
    # not leaf by leaf: the brackets around the leaves are what is written
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, dict):
        items = ", ".join(f"{key!r}: {_literal(item)}" for key, item in value.items())
        return f"{{{items}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, tuple):
        return f"({''.join(f'{_literal(item)}, ' for item in value).rstrip(' ')})"
    if value is None or isinstance(value, bool | int | str):
        return repr(value)
    if isinstance(value, float) and np.isfinite(value):
        return repr(value)
    raise ValueError(type(value).__name__)


def _array(value: np.ndarray[Any, Any]) -> str:
    text = str(value.tolist())
    if value.dtype.kind not in "biuf" or "n" in text:  # nan and inf are no names of Python's
        raise ValueError(value.dtype)
    return f"np.array({text})" if value.size < ZEROS or value.any() else f"np.zeros({value.shape})"
