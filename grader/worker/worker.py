"""Turns a program and an exercise's cases into observations, whatever the program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Outcome
from grader.worker.compiled import Codes
from grader.worker.limits import Limits
from grader.worker.requests import arguments_frame
from grader.worker.run import Run
from grader.worker.sandbox import PROGRAMS
from grader.worker.stand_in_process import StandInProcess
from grader.worker.stand_ins import Answers
from grader.worker.warm_process import WarmProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from grader.model import Case, Exercise, Observation, Program, Tier
    from grader.worker.sandbox import Purpose
    from grader.worker.stand_ins import StandIn

_KEPT = 2000  # frames of cases' arguments, which every submission gets anew


class Worker:
    """One warm process and the children it forks; not thread safe: a grading process has its own."""

    def __init__(
        self, limits: Limits | None = None, tier: Tier | None = None, purpose: Purpose = PROGRAMS
    ) -> None:
        """Start a warm process when it is first needed; others may have children of it, too (`purpose`, `warm`)."""
        self.limits = limits or Limits()
        self.warm = WarmProcess(self.limits, tier, purpose)
        self._stand_ins = StandInProcess(self.warm.fork, self.limits)
        self._answers = Answers(self._stand_ins)
        self._codes = Codes(self.warm.fork)
        self._frames: dict[int, tuple[Case, bytes]] = {}
        # a program whose own statements do not end is not tried again when it is observed again
        self._last: tuple[Program | None, list[Outcome]] = (None, [])
        # observations so far that were failures of ours, or that the machine may have caused
        self.mishaps = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    @property
    def tier(self) -> Tier:
        """The isolation that was asked for, or the best there is: known once the warm process has started."""
        return self.warm.tier

    def observe(
        self,
        program: Program,
        exercises: Sequence[Exercise],
        *,
        stand_ins: Mapping[str, Mapping[str, StandIn]] | None = None,
        cases: Callable[[Exercise], Sequence[Case]] | None = None,
    ) -> dict[str, tuple[Observation, ...]]:
        """Call every exercise's function on each of its cases, those that count steps last.

        All calls that a student may see come before all others, of whatever exercise: nothing that a hidden
        call saw can be in what is shown. `stand_ins` has, by exercise, what takes the place of which global of
        the student's meanwhile.
        """
        self.warm.warm_up()
        if program is not self._last[0]:
            self._last = program, []
        run = Run(
            self.warm.fork,
            self.limits,
            program,
            codes=self._codes.get,
            answers=self._answers,
            arguments=self._arguments,
            failed_setups=self._last[1],
        )
        cases_of = {exercise.name: (cases or _cases)(exercise) for exercise in exercises}
        by_index: dict[str, dict[int, Observation]] = {exercise.name: {} for exercise in exercises}
        try:
            for secret in (False, True):
                for exercise in exercises:
                    calls = {
                        index: case
                        for index, case in enumerate(cases_of[exercise.name])
                        if _is_secret(case) is secret
                    }
                    answering = (stand_ins or {}).get(exercise.name)
                    observations = run.exercise(exercise, list(calls.values()), answering)
                    by_index[exercise.name].update(zip(calls, observations, strict=True))
        finally:
            run.forget()
        observed = {
            name: tuple(results[index] for index in sorted(results)) for name, results in by_index.items()
        }
        self.mishaps += sum(result.is_mishap for results in observed.values() for result in results)
        return observed

    def close(self) -> None:
        self._stand_ins.close()
        self._codes.close()
        self.warm.close()

    def _arguments(self, case: Case) -> bytes:
        """Return the frame of a case's arguments, made once for all submissions."""
        entry = self._frames.get(id(case))
        if entry is None:
            if len(self._frames) >= _KEPT:
                self._frames.clear()
            entry = self._frames[id(case)] = case, arguments_frame(case)
        return entry[1]


def _is_secret(case: Case) -> bool:
    """Say whether no student gets to see the call."""
    return case.hidden or case.count_steps


def _cases(exercise: Exercise) -> Sequence[Case]:
    return (*exercise.cases, *exercise.scaling)
