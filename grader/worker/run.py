"""One submission's way through its exercises, whatever its process does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import WorkerError
from grader.model import Observation, Outcome
from grader.worker.child_process import KILLED, LOST, START_SECONDS
from grader.worker.clock import PATIENCE, Allowance, Deadline
from grader.worker.link import NoAnswer
from grader.worker.replies import Room, observation, setup
from grader.worker.requests import arguments_frame, first_message, leave_to_child
from grader.worker.stand_ins import Answers
from grader.worker.wire import WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.model import Case, Exercise, Program
    from grader.worker.child_process import ChildProcess
    from grader.worker.limits import Limits
    from grader.worker.link import Link
    from grader.worker.stand_ins import StandIn

Read = TypeVar("Read")


class Run:
    """Holds the child of one submission and replaces it when it dies or is no longer as it was."""

    def __init__(
        self,
        start: Callable[[], ChildProcess],
        limits: Limits,
        program: Program,
        *,
        codes: Callable[[Sequence[str]], list[bytes | None]] = leave_to_child,
        answers: Answers | None = None,
        arguments: Callable[[Case], bytes] = arguments_frame,
        failed_setups: list[Outcome] | None = None,
    ) -> None:
        """Make a program's calls in processes that `start` returns ready, and holding nothing yet.

        What several runs share is handed in: `codes` returns the code of statements, `answers` are those of
        stand-ins, `arguments` returns the frame of a case's arguments, and `failed_setups` are the outcomes of
        this program's statements in earlier runs, to which this one's are added.
        """
        self._start, self._limits, self._program = start, limits, program
        self._codes, self._answers, self._arguments = codes, answers or Answers(), arguments
        self._stand_ins: Mapping[str, StandIn] = {}
        self._child: ChildProcess | None = None
        self._ready: tuple[Exercise, Observation | None] | None = None
        self._number = 0
        self._failed_setups = [] if failed_setups is None else failed_setups
        self._lost = False
        self._room = Room(limits.values_bytes)
        self._left = limits.submission_seconds  # of the student's own time: ours is not charged
        self._left_here = limits.exercise_seconds
        self._waited = 0.0  # seconds charged for wall time alone
        self._earlier: dict[
            str, tuple[float, list[Observation]]
        ] = {}  # by exercise: seconds left, calls made

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
        """Return an observation for every case, with `stand_ins` in the place of globals meanwhile.

        Asked again for other cases of an exercise, it goes on with what is left of the exercise's limits.
        """
        self._stand_ins = stand_ins or {}
        earlier = self._earlier.get(exercise.name, (self._limits.exercise_seconds, []))
        self._left_here, observations = earlier
        self._ready = None
        for case in cases:
            reason = self._why_skip(observations)
            observations.append(self._skip(reason) if reason else self._observe(exercise, case))
        self._earlier[exercise.name] = self._left_here, observations
        return tuple(observations[len(observations) - len(cases) :])

    def _why_skip(self, observations: list[Observation]) -> str:
        if Outcome.TIME_LIMIT in self._failed_setups or len(self._failed_setups) >= self._limits.crashes:
            return "the program's own statements do not come to an end"
        outcomes = [observation.outcome for observation in observations]
        if Outcome.TIME_LIMIT in outcomes:
            return "an earlier call did not end in time"
        if outcomes.count(Outcome.CRASHED) >= self._limits.crashes:
            return "earlier calls ended the process"
        return "the time for it was used up" if min(self._left, self._left_here) <= 0 else ""

    def _skip(self, reason: str) -> Observation:
        left = min(self._left, self._left_here)
        return Observation(Outcome.SKIPPED, detail=reason, unsettled=left <= 0 < left + self._waited)

    def _observe(self, exercise: Exercise, case: Case) -> Observation:
        try:
            result = self._set_up(exercise) or self._call(exercise, case)
            if result.detail.endswith(LOST) and not self._lost:
                # once this may be the machine's fault; what does it again does it itself
                self._lost = True
                result = self._set_up(exercise) or self._call(exercise, case)
            return result
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
        stubs = tuple(
            (name, stand_in.draws, stand_in.parameters) for name, stand_in in self._stand_ins.items()
        )
        for _ in range(2):
            fresh = self._child is None
            reply = self._exchange(
                "setup", (exercise.names, stubs), exercise.seconds, lambda reply, _: setup(reply)
            )
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
        fields = self._arguments(case), case.seed, case.count_steps
        return self._exchange(
            "call",
            fields,
            exercise.seconds,
            lambda reply, spent: observation(reply, self._program, spent, self._room),
        )

    def _exchange(
        self, verb: str, fields: tuple[Any, ...], seconds: float, read: Callable[[Any, float], Read]
    ) -> Read | Observation:
        """Send a request and return its reply as `read`, or the observation that there was none."""
        child = self._child or self._start_child()
        allowance = Allowance(child.seconds_used, min(seconds, self._left, self._left_here))
        spent = 0.0
        try:
            try:
                reply = self._request(child.link, verb, fields, allowance)
            finally:
                spent = self._charge(allowance)
            return read(reply, spent)
        except TimeoutError:
            self.forget()
            return self._out_of_time(allowance, seconds)
        except NoAnswer as reason:
            how = self.end()
            killed = how in (KILLED, LOST)  # the machine may have had no memory left
            return Observation(Outcome.CRASHED, seconds=spent, detail=f"{reason}: {how}", unsettled=killed)

    def _charge(self, allowance: Allowance) -> float:
        """Take off what a request has cost, and return it."""
        spent = allowance.charge()
        self._left -= spent
        self._left_here -= spent
        self._waited += spent - allowance.used
        return spent

    def _out_of_time(self, allowance: Allowance, seconds: float) -> Observation:
        """Say what ran out; never how much was left or used, by which a call could tell of another's arguments."""
        short = allowance.seconds < seconds
        waited = allowance.waited or allowance.blind or (short and self._waited > 0)
        if short:
            detail = "the time for all calls was used up"
        elif allowance.waited:
            detail = f"it had {seconds * PATIENCE:g} seconds, and spent most of them waiting"
        else:
            detail = f"it had {seconds:g} seconds{'' if allowance.blind else ' of computing'}"
        return Observation(Outcome.TIME_LIMIT, seconds=allowance.used, detail=detail, unsettled=waited)

    def _request(self, link: Link, verb: str, fields: tuple[Any, ...], deadline: Deadline) -> Any:
        self._number += 1
        link.send((verb, self._number, *fields), deadline)
        questions: Counter[str] = Counter()
        while True:
            match link.receive(deadline):
                case (str(word), int(number), reply) if word == verb and number == self._number:
                    return reply
                case ("ask", int(number), str(name), bytes(arguments), (bytes() | None) as state) if (
                    verb == "call" and number == self._number and name in self._stand_ins
                ):
                    stand_in = self._stand_ins[name]
                    questions[stand_in.function] += 1
                    if questions[stand_in.function] > stand_in.bounds.questions:
                        raise NoAnswer("it asked too many questions")
                    link.pass_on(self._answer(stand_in, arguments, state, deadline), deadline)
                case _:
                    raise NoAnswer("its reply was no reply")

    def _answer(self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline) -> bytes:
        try:
            return self._answers.reply(stand_in, arguments, state, deadline)
        except WireError as error:
            raise NoAnswer("its question was no question") from error

    def _start_child(self) -> ChildProcess:
        """Start a child and hand it the program."""
        chunks = self._program.chunks
        codes = self._codes([chunk.source for chunk in chunks])
        self._child = child = self._start()
        message = first_message(self._program, codes, self._limits)
        try:
            child.link.send(message, Deadline(START_SECONDS))
        except (NoAnswer, TimeoutError) as error:
            raise WorkerError(f"the worker's process did not take the program: {error}") from error
        return child
