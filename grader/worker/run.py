"""One submission's way through its exercises, whatever its process does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import WorkerError
from grader.model import Observation, Outcome
from grader.worker.code import code_of
from grader.worker.handles import LOST, START_SECONDS
from grader.worker.link import Gone
from grader.worker.replies import Room, observation, setup
from grader.worker.wire import WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.model import Case, Chunk, Exercise, Program
    from grader.worker.handles import Child
    from grader.worker.limits import Limits
    from grader.worker.link import Link
    from grader.worker.stand_ins import Answers, StandIn

Read = TypeVar("Read")


class Run:
    """Holds the child of one submission and replaces it when it dies or is no longer as it was."""

    def __init__(
        self,
        fork: Callable[[], Child],
        limits: Limits,
        program: Program,
        answers: Answers,
        arguments: Callable[[Case], bytes],
        failed_setups: list[Outcome],
    ) -> None:
        self._fork, self._limits, self._program = fork, limits, program
        self._answers, self._arguments = answers, arguments
        self._stand_ins: Mapping[str, StandIn] = {}
        self._child: Child | None = None
        self._ready: tuple[Exercise, Observation | None] | None = None
        self._number = 0
        self._failed_setups = failed_setups
        self._lost = False
        self._room = Room(limits.values_bytes)
        self._left = limits.submission_seconds  # of the student's own time: ours is not charged
        self._left_here = limits.exercise_seconds

    def end(self) -> str:
        """End the child; return how it came to its end, for a person."""
        child, self._child, self._ready = self._child, None, None
        return child.end() if child else ""

    def close(self) -> None:
        """Kill the child without asking how it fares."""
        child, self._child, self._ready = self._child, None, None
        if child:
            child.discard()

    def exercise(
        self,
        exercise: Exercise,
        cases: Sequence[Case],
        stand_ins: Mapping[str, StandIn] | None = None,
    ) -> tuple[Observation, ...]:
        """Return an observation for every case, with `stand_ins` in the place of globals meanwhile."""
        self._stand_ins = stand_ins or {}
        self._left_here = self._limits.exercise_seconds
        self._ready = None
        found: list[Observation] = []
        for case in cases:
            reason = self._why_skip(found)
            seen = Observation(Outcome.SKIPPED, detail=reason) if reason else self._observe(exercise, case)
            found.append(seen)
        return tuple(found)

    def _why_skip(self, found: list[Observation]) -> str:
        if Outcome.TIME_LIMIT in self._failed_setups or len(self._failed_setups) >= self._limits.crashes:
            return "the program's own statements do not come to an end"
        outcomes = [observed.outcome for observed in found]
        if Outcome.TIME_LIMIT in outcomes:
            return "an earlier call did not end in time"
        if outcomes.count(Outcome.CRASHED) >= self._limits.crashes:
            return "earlier calls ended the process"
        return "the time for it was used up" if min(self._left, self._left_here) <= 0 else ""

    def _observe(self, exercise: Exercise, case: Case) -> Observation:
        try:
            seen = self._set_up(exercise) or self._call(exercise, case)
            if seen.detail.endswith(LOST) and not self._lost:
                # once this may be the machine's fault; what does it again does it itself
                self._lost = True
                seen = self._set_up(exercise) or self._call(exercise, case)
            return seen
        except (WireError, WorkerError) as error:
            self.forget()
            return Observation(Outcome.INTERNAL_ERROR, detail=str(error))

    def forget(self) -> None:
        """Part with a child that our own side failed on; the warm process may be gone as well."""
        try:
            self.close()
        except WorkerError:
            self._child = None

    def _set_up(self, exercise: Exercise) -> Observation | None:
        """Make the program ready for an exercise; return what every case observes if that is not possible."""
        if self._ready and self._child and self._ready[0] is exercise:
            return self._ready[1]
        stubs = tuple((name, one.draws) for name, one in self._stand_ins.items())
        for _ in range(2):
            fresh = self._child is None
            reply = self._exchange("setup", (exercise.names, stubs), exercise.seconds, setup)
            if isinstance(reply, Observation):
                self._failed_setups.append(reply.outcome)
                return reply
            word, notes = reply
            if word != "stale" or fresh:
                break
            self.close()
        problem = None if word == "ready" else Observation(Outcome.MISSING, detail=notes)
        self._ready = exercise, problem
        return problem

    def _call(self, exercise: Exercise, case: Case) -> Observation:
        start = time.monotonic()
        fields = self._arguments(case), case.seed, case.count_steps
        return self._exchange(
            "call",
            fields,
            exercise.seconds,
            lambda reply: observation(reply, self._program, time.monotonic() - start, self._room),
        )

    def _exchange(
        self, verb: str, fields: tuple[Any, ...], seconds: float, read: Callable[[Any], Read]
    ) -> Read | Observation:
        """Send a request and return its reply as `read`, or the observation that there was none."""
        link = (self._child or self._start()).link
        start = time.monotonic()
        allowed = min(seconds, self._left, self._left_here)
        try:
            return read(self._request(link, verb, fields, start + allowed))
        except TimeoutError:
            self.forget()
            detail = f"it had {allowed:.3g} seconds"
            return Observation(Outcome.TIME_LIMIT, seconds=time.monotonic() - start, detail=detail)
        except Gone as gone:
            detail = f"{gone}: {self.end()}"
            return Observation(Outcome.CRASHED, seconds=time.monotonic() - start, detail=detail)
        finally:
            spent = time.monotonic() - start
            self._left -= spent
            self._left_here -= spent

    def _request(self, link: Link, verb: str, fields: tuple[Any, ...], deadline: float) -> Any:
        self._number += 1
        link.send((verb, self._number, *fields), deadline)
        for _ in range(self._limits.questions + 1):
            match link.receive(deadline):
                case (str(word), int(number), reply) if word == verb and number == self._number:
                    return reply
                case ("ask", int(number), str(name), bytes(question)) if (
                    number == self._number and name in self._stand_ins
                ):
                    link.pass_on(self._answer(name, question), deadline)
                case _:
                    raise Gone("its reply was no reply")
        raise Gone("it asked too many questions")

    def _answer(self, name: str, question: bytes) -> bytes:
        try:
            return self._answers.reply(self._stand_ins[name], question)
        except WireError as error:
            raise Gone("its question was no question") from error

    def _start(self) -> Child:
        """Start a child and hand it the program."""
        self._child = child = self._fork()
        message = (
            list(map(_sent, self._program.chunks)),
            dict(self._program.modules),
            self._limits.output_bytes,
        )
        try:
            child.link.send(message, time.monotonic() + START_SECONDS)
        except (Gone, TimeoutError) as error:
            raise WorkerError(f"the worker's process did not take the program: {error}") from error
        return child


def _sent(chunk: Chunk) -> tuple[str, int, str, bytes | None]:
    return chunk.origin, chunk.first_line, chunk.source, code_of(chunk.source)
