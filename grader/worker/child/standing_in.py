"""Stubs that ask the grader instead of computing, so that no reference code enters this process."""

from __future__ import annotations

import builtins
import inspect
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.child.stream import from_bytes, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

_get_state, _set_state = np.random.get_state, np.random.set_state


def stub(
    name: str, own: Any, ask: Callable[[str, tuple[Any, ...], bytes | None], Any], *, draws: bool
) -> Callable[..., Any]:
    """Return a function that asks for its value; keywords are those of the student's `own` function.

    Where it `draws` random numbers, they are drawn from this process's stream, which goes on after them.
    """
    signature = _signature(own)

    def stand_in(*args: Any, **kwargs: Any) -> Any:
        before = to_bytes(_get_state()) if draws else None
        answered, value, state = ask(name, _positional(signature, args, kwargs), before)
        if not answered:
            raise _exception(value)(state)
        if draws:
            _set_state(from_bytes(state))
        return value

    stand_in.__name__ = stand_in.__qualname__ = name
    return stand_in


def _exception(name: str) -> type[Exception]:
    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError


def _signature(own: Any) -> inspect.Signature | None:
    try:
        return inspect.signature(own) if callable(own) else None
    except (TypeError, ValueError):
        return None


def _positional(signature: inspect.Signature | None, args: Any, kwargs: dict[str, Any]) -> tuple[Any, ...]:
    if signature is None or not kwargs:
        return (*args, *kwargs.values())
    bound = signature.bind(*args, **kwargs)
    return (*bound.args, *bound.kwargs.values())
