"""Functions of ours that answer, in this process, in place of a student's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.model import Value
from grader.worker.wire import WireError, encode

Answer = tuple[bool, Value, Value]  # (True, value, random state) or (False, exception's type, its message)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Replaces the student's global of this name by a stub that asks for `answer`."""

    name: str
    answer: Callable[[list[Value], Value], tuple[Value, Value]]  # (arguments, state) -> (value, state)
    parts: int | None = None  # of a returned tuple, so many elements go back

    def reply(self, args: tuple[Any, ...], state: Value) -> Answer:
        """Answer a question; what goes wrong was in the student's arguments, and he is told."""
        try:
            value, state = self.answer(list(args), state)
            if self.parts is not None and isinstance(value, tuple):
                value = value[: self.parts]
            encode((value, state))
        except WireError as error:
            return False, "RuntimeError", f"{self.name} returned what cannot be sent: {error}"
        except Exception as error:
            return False, type(error).__name__, str(error)[:2000]
        return True, value, state
