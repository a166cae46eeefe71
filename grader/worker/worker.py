"""Turns a program and an exercise's cases into observations, whatever the program does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import WorkerError
from grader.model import Case, Exercise, Observation, Outcome, Program, Tier, Value
from grader.worker.limits import Limits
from grader.worker.link import Gone
from grader.worker.replies import observation
from grader.worker.wire import WireError, encode
from grader.worker.zygote import Child, Zygote

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class StandIn:
    """A function of ours that answers in place of the student's own of that name."""

    name: str
    answer: Callable[[list[Value], Value], tuple[Value, Value]]  # arguments, random state -> value, random state
    parts: int | None = None  # of a returned tuple, so many elements go back


class Worker:
    """One warm process and the children it forks; not thread safe: a grading process has its own."""

    def __init__(self, limits: Limits = Limits(), tier: Tier | None = None) -> None:  # noqa: B008  # frozen
        self.limits = limits
        self.tier = tier or Tier.PROCESS
        self._zygote: Zygote | None = None
        self._encoded: dict[int, tuple[Case, bytes]] = {}

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def observe(
        self,
        program: Program,
        exercises: Sequence[Exercise],
        *,
        stand_ins: Mapping[str, StandIn] | None = None,
        cases: Callable[[Exercise], Sequence[Case]] | None = None,
    ) -> dict[str, tuple[Observation, ...]]:
        """Call every exercise's function on each of its cases, scaling cases last."""
        run = _Run(self, program, stand_ins or {})
        try:
            return {
                exercise.name: run.exercise(exercise, cases(exercise) if cases else _cases(exercise))
                for exercise in exercises
            }
        finally:
            run.end()

    def close(self) -> None:
        if self._zygote:
            self._zygote.close()
            self._zygote = None

    def fork(self) -> Child:
        """Start a child, with a new warm process if the old one died."""
        try:
            self._zygote = self._zygote or Zygote(self.tier, self.limits)
            return self._zygote.fork(self.limits)
        except WorkerError:
            self.close()
            self._zygote = Zygote(self.tier, self.limits)
            return self._zygote.fork(self.limits)

    def arguments(self, case: Case) -> bytes:
        """Return the frame of a case's arguments, made once for all submissions."""
        known = self._encoded.get(id(case))
        if known is None:
            if len(self._encoded) > 2000:
                self._encoded.clear()
            triples = [(argument.name, argument.value, argument.optional) for argument in case.arguments]
            known = self._encoded[id(case)] = case, encode(triples)
        return known[1]


def _cases(exercise: Exercise) -> Sequence[Case]:
    return (*exercise.cases, *exercise.scaling)


class _Run:
    """One submission's way through its exercises."""

    def __init__(self, worker: Worker, program: Program, stand_ins: Mapping[str, StandIn]) -> None:
        self._worker, self._program, self._stand_ins = worker, program, stand_ins
        self._child: Child | None = None
        self._number = 0
        self._ends = time.monotonic() + worker.limits.submission_seconds

    def end(self) -> None:
        if self._child:
            self._child.discard()
            self._child = None

    def exercise(self, exercise: Exercise, cases: Sequence[Case]) -> tuple[Observation, ...]:
        ends = min(self._ends, time.monotonic() + self._worker.limits.exercise_seconds)
        found: list[Observation] = []
        ready = False
        crashes = 0
        skip = ""
        for case in cases:
            if skip:
                found.append(Observation(Outcome.SKIPPED, detail=skip))
                continue
            try:
                if not ready or self._child is None:
                    missing = self._set_up(exercise, ends)
                    ready = True
                    if missing:
                        return (missing,) * len(cases)
                seen = self._call(exercise, case, ends)
            except (WireError, WorkerError) as error:
                seen = Observation(Outcome.INTERNAL_ERROR, detail=str(error))
                self.end()
            found.append(seen)
            if seen.outcome is Outcome.TIME_LIMIT:
                skip = "an earlier call did not end in time"
            elif seen.outcome is Outcome.CRASHED:
                crashes += 1
                if crashes >= self._worker.limits.crashes:
                    skip = "earlier calls ended the process"
        return tuple(found)

    def _set_up(self, exercise: Exercise, ends: float) -> Observation | None:
        if self._child is None:
            self._child = self._worker.fork()
            program = self._program
            chunks = [(chunk.origin, chunk.first_line, chunk.source) for chunk in program.chunks]
            message = chunks, dict(program.modules), tuple(self._stand_ins), self._worker.limits.output_bytes
            self._child.link.send(message, ends)
        outcome = self._exchange("setup", (exercise.names,), exercise.seconds, ends)
        if isinstance(outcome, Observation):
            return outcome
        found, notes = outcome
        return None if found else Observation(Outcome.MISSING, detail="; ".join(notes)[:2000])

    def _call(self, exercise: Exercise, case: Case, ends: float) -> Observation:
        start = time.monotonic()
        fields = self._worker.arguments(case), case.seed, case.count_steps
        outcome = self._exchange("call", fields, exercise.seconds, ends)
        seconds = time.monotonic() - start
        if isinstance(outcome, Observation):
            return outcome
        try:
            return observation(outcome, self._program, seconds)
        except Gone as gone:
            self.end()
            return Observation(Outcome.CRASHED, detail=str(gone), seconds=seconds)

    def _exchange(self, verb: str, fields: tuple[Any, ...], seconds: float, ends: float) -> Any:
        """Send a request and return the fields of its reply, or the observation that there was none."""
        assert self._child is not None
        self._number += 1
        start = time.monotonic()
        deadline = min(ends, start + seconds)
        try:
            self._child.link.send((verb, self._number, *fields), deadline)
            while True:
                reply = self._child.link.receive(deadline)
                if type(reply) is not tuple or len(reply) != 3 or reply[1] != self._number:
                    raise Gone("its reply was no reply")
                if reply[0] == verb:
                    return reply[2]
                if reply[0] != "ask":
                    raise Gone("its reply was no reply")
                self._child.link.send(self._answer(reply[2]), deadline)
        except TimeoutError:
            self.end()
            spent = time.monotonic() - start
            return Observation(Outcome.TIME_LIMIT, seconds=spent, detail=f"it had {deadline - start:.3g} seconds")
        except Gone as gone:
            how = self._child.end()
            self._child = None
            return Observation(Outcome.CRASHED, seconds=time.monotonic() - start, detail=f"{gone}: {how}")

    def _answer(self, question: Any) -> tuple[bool, Value, Value]:
        match question:
            case (str(name), tuple(args), state) if name in self._stand_ins:
                stand_in = self._stand_ins[name]
            case _:
                raise Gone("its question was no question")
        try:
            value, state = stand_in.answer(list(args), state)
        except Exception as error:  # noqa: BLE001  # the student's arguments made it; he is told
            return False, type(error).__name__, str(error)
        if stand_in.parts is not None and isinstance(value, tuple):
            value = value[: stand_in.parts]
        return True, value, state
