"""The authors' and students' vocabulary, and nothing else.

Authors write checks with `Assignment`, `call`, `hint`, `mistake`, `variant`, `vectorized` and `picture`, and prove
more of them with `invariant` and `equivalent`; students ask with `check`. Names are looked up on first use, so that
`import grader` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.version import __version__ as __version__

if TYPE_CHECKING:
    from typing import Any

    from grader.course.vocabulary import (
        Assignment,
        call,
        equivalent,
        hint,
        invariant,
        mistake,
        picture,
        variant,
        vectorized,
    )
    from grader.student.check.notebook import check

__all__ = [
    "Assignment",
    "call",
    "check",
    "equivalent",
    "hint",
    "invariant",
    "mistake",
    "picture",
    "variant",
    "vectorized",
]

_AUTHORS = frozenset(__all__) - {"check"}


def __getattr__(name: str) -> object:
    if name in _AUTHORS:
        from grader.course import vocabulary

        return getattr(vocabulary, name)
    if name == "check":
        from grader.student.check.notebook import check

        return check
    raise AttributeError(f"module 'grader' has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magic `%check`, on `%load_ext grader`."""
    from grader.student.check.notebook import load

    load(shell)
