"""A function that computes with variables of the notebook in the place of its parameters, which it never reads."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.wording import it_or_them, join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.submission.extraction.syntax import Function


def bypass_sentence(name: str, variables: Iterable[str], function: Function) -> str:
    """Say so; nothing where it is not. A constant, in capitals, stands for no parameter."""
    read = sorted(variable for variable in variables if not variable.isupper() or len(variable) == 1)
    unread = _unread_parameters(function) if read else []
    if not unread:
        return ""
    return (
        f"{name} reads the notebook's {plural('variable', len(read))} {join_words(read, most=4)} and never its "
        f"{plural('parameter', len(unread))} {join_words(unread, most=4)}. It is called with other values than "
        f"those of your notebook, which come in through its parameters: compute with {it_or_them(len(unread))}."
    )


def _unread_parameters(function: Function) -> list[str]:
    """Return the parameters without a default value that nothing in the function reads."""
    every = [*function.args.posonlyargs, *function.args.args]
    required = every[: len(every) - len(function.args.defaults)]
    names = [parameter.arg for parameter in required if parameter.arg not in ("self", "_")]
    read = {name for part in ast.walk(function) for name in _read_by(part)}
    return [] if "locals" in read else [name for name in names if name not in read]


def _read_by(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
