"""Answers the grader's messages about one submission, one call at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from grader.worker.child import compat
from grader.worker.child.answering import answer, withhold
from grader.worker.child.calling import Call, Report, perform
from grader.worker.child.program import Program, Standing
from grader.worker.child.standing_in import Helper, Stub
from grader.worker.child.state import reaches_out
from grader.worker.wire import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.worker.child.channel import Channel
    from grader.worker.child.state import State


class Session:
    """One submission's life: its program arrives first, then for each exercise `setup` and its calls."""

    def __init__(self, channel: Channel, state: State, program: tuple[Any, ...]) -> None:
        self._channel, self._state = channel, state
        chunks, modules, output_limit, own_modules, files = program
        self._program = Program(chunks, dict(modules), dict(own_modules))
        self._stand_ins: tuple[tuple[Any, ...], ...] = ()  # fields of helpers
        self._output_limit: int = output_limit
        self._origins = self._program.origins
        self._names: tuple[str, ...] = ()
        self._function: Any = None
        self._kept: dict[
            tuple[Any, ...], Standing
        ] = {}  # by exercise: public calls are made before hidden ones
        self._number = 0
        self._calling = False
        self._reference: dict[str, Any] = {}  # where this process stands in for a reference
        own_finders = [self._program.own] if self._program.own else []
        sys.meta_path[:] = [self._program.finder, *sys.meta_path, *own_finders, self._program.absent]
        state.furnish(files)
        if self._program.own or any(map(reaches_out, self._program.codes)):
            state.watch()
            self._program.finder.watch()

    def serve(self) -> None:
        answers: dict[str, Callable[..., Any]] = {
            "setup": self._setup,
            "call": self._call,
            "answer": self._answer,
        }
        while True:
            verb, self._number, *fields = self._channel.receive()
            reply = answers[verb](*fields)
            self._channel.send((verb, self._number, reply))

    def _setup(self, names: tuple[str, ...], stand_ins: tuple[tuple[Any, ...], ...]) -> tuple[Any, ...]:
        """Say "ready", "missing", or "stale" where an earlier exercise left something behind."""
        if self._state.is_altered():
            return "stale", ()
        self._state.reset()
        self._names, self._stand_ins = names, stand_ins
        kept = self._kept.get((names, stand_ins))
        if kept is None:
            self._start_over()
        else:
            self._look_up(self._program.resume(kept))
        return "ready" if self._function is not None else "missing", tuple(self._program.notes)

    def _start_over(self) -> None:
        """Execute the program afresh and look the exercise's function up."""
        stubs = {name: Stub(Helper(name, *fields), self._ask) for name, *fields in self._stand_ins}
        self._program.absent.serve({name: stub.function for name, stub in stubs.items()}, self._program.trees)
        namespace = self._program.fresh()
        for stub in stubs.values():
            stub.take_over(namespace)
        if self._program.is_light:
            self._kept[self._names, self._stand_ins] = self._program.standing
        self._look_up(namespace)

    def _look_up(self, namespace: dict[str, Any]) -> None:
        self._function = next((f for f in map(namespace.get, self._names) if callable(f)), None)

    def _call(self, arguments: bytes, seed: int, count_steps: bool) -> tuple[Any, ...]:
        report, error = self._perform(arguments, seed, count_steps)
        if compat.is_curable(error) and self._program.soften():
            compat.soften()
            self._state.accept()
            self._kept.clear()
            self._start_over()
            report, error = self._perform(arguments, seed, count_steps)
        return tuple(self._explain(report, error))

    def _perform(self, arguments: bytes, seed: int, count_steps: bool) -> tuple[Report, BaseException | None]:
        call = Call(self._function, arguments, seed, count_steps)
        self._calling = True
        try:
            return perform(call, self._origins, self._output_limit)
        finally:
            self._calling = False

    def _explain(self, report: Report, error: BaseException | None) -> Report:
        """Say what failed at the top level, where that is why a name is missing now."""
        if not isinstance(error, NameError):
            return report
        return report._replace(detail=self._program.failures.get(str(error.name), ""))

    def _ask(self, name: str, args: tuple[Any, ...], state: bytes | None) -> Any:
        if not self._calling:
            raise RuntimeError(f"the course's {name} answers calls alone, no statement beside the functions")
        self._channel.send(("ask", self._number, name, encode(args), state))
        return self._channel.receive()

    def _answer(self, name: str, spare: int, *question: Any) -> tuple[str, bytes]:
        """Have a function of the program, which is the reference, answer a question."""
        if not self._reference:
            withhold(spare)
            self._reference = self._program.fresh()
        return answer(self._reference[name], *question)
